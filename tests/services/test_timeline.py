"""A life in lines: everything that happened, the newest first, page by page, with who wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from stationdesk.registers.card_issue import CardIssue, CardIssueDraft
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.consent import Consent, ConsentDraft
from stationdesk.registers.health_reading import HealthReading, HealthReadingDraft
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.import_batch import ImportBatch, ImportBatchDraft
from stationdesk.registers.import_row import ImportRow, ImportRowDraft
from stationdesk.registers.medicine import Medicine, MedicineDraft
from stationdesk.registers.note import Note, NoteDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.service_request import ServiceRequest, ServiceRequestDraft
from stationdesk.registers.status_change import StatusChange, StatusChangeDraft
from stationdesk.registers.visit import CheckItem, HandedOut, Issue, Visit, VisitDraft, Visitor
from stationdesk.services.person_writing import PersonDraft, add_resident, change_resident
from stationdesk.services.timeline import count, events
from stationdesk.store.database import Database, author_of
from tests.store.kit import quick_desk

ON = date(2026, 11, 22)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    with quick_desk(tmp_path / "desk") as database:
        yield database


@pytest.fixture
def who(desk: Database) -> str:
    with desk.writing("徐丽华", "加人") as session:
        draft = PersonDraft({"name": "汪厚行", "village": "上徐村", "household_id": "h"}, frozenset({"living_alone"}), "green")
        return add_resident(session, draft, date(2026, 10, 2)).id


def write(desk: Database, *pairs: tuple[Any, Any], operator: str = "徐丽华") -> None:
    with desk.writing(operator, "写") as session:
        for kind, draft in pairs:
            session.add(kind.model_validate(draft, update={"author": author_of(session)}))


def lines(desk: Database, who: str, **given: Any) -> list[tuple[str, str, str, str]]:
    with desk.reading() as session:
        return [(e.day, e.kind, e.sentence, e.author) for e in events(session, who, ON.isoformat(), household_id="h", **given)]


def test_everything_that_happened_the_newest_first(desk: Database, who: str) -> None:
    me = Visitor(name="徐丽华")
    helper = Helper.model_validate(HelperDraft(name="程雪琴"), update={"author": "360202101209"})
    with desk.writing("徐丽华", "人") as session:
        session.add(helper)
        session.flush()
        helper_id = helper.id
    write(
        desk,
        (Visit, VisitDraft(resident_id=who, visited_on="2026-11-21", mode="phone", content="说头还有点晕", visitors=(me,))),
        (Visit, VisitDraft(resident_id=who, visited_on="2026-11-20", mode="phone", outcome="no_answer", recorder="章磊")),
        (Visit, VisitDraft(household_id="h", visited_on="2026-11-19", mode="home", start_time="08:00")),
        (Visit, VisitDraft(household_id="h", resident_id="other", visited_on="2026-11-19", mode="home")),
        (CardIssue, CardIssueDraft(resident_id=who, design="number", version=3, issued_on="2026-11-03", handed_on="2026-11-03")),
        (Consent, ConsentDraft(resident_id=who, kind="care", given_on="2026-11-02", withdrawn_on="2026-11-05", withdrawn_reason="怕麻烦")),
        (Pairing, PairingDraft(resident_id=who, helper_id=helper_id, start_date="2026-10-10", end_date="2026-11-01")),
        (Note, NoteDraft(resident_id=who, heading="备注", text="屋后有井", source_file="台账.xlsx", noted_on="2026-10-05")),
    )
    with desk.writing("汪志强", "改") as session:
        change_resident(session, who, PersonDraft({}, frozenset({"empty_nest"}), "red", "摔了一跤"), date(2026, 11, 15), "汪志强")
    found = lines(desk, who)
    assert [line[:3] for line in found[:3]] == [
        ("2026-11-21", "phone", "电话 通了 · 说头还有点晕"),
        ("2026-11-20", "phone", "电话 没人应"),
        ("2026-11-19", "home", "上门"),
    ]
    assert [line[3] for line in found[:3]] == ["徐丽华", "章磊", "徐丽华"]
    said = {line[2] for line in found}
    assert {"联系卡 第 3 版 已送到", "同意探访关爱", "收回同意：探访关爱 · 怕麻烦"} <= said
    assert {"结对帮扶 程雪琴", "结对帮扶 程雪琴 已结束", "建档"} <= said
    assert ("2026-11-15", "grade", "分级 红色 · 摔了一跤", "汪志强") in found
    assert ("2026-11-14", "category", "不再是独居老人", "徐丽华") in found
    assert [line[0] for line in found] == sorted((line[0] for line in found), reverse=True)
    with desk.reading() as session:
        assert count(session, who, ON.isoformat(), household_id="h") == len(found)


def test_what_was_seen_said_and_given_is_one_line(desk: Database, who: str) -> None:
    draft = VisitDraft(
        resident_id=who,
        visited_on="2026-11-18",
        mode="home",
        check_items=(CheckItem(item="health", result="watch", note="血压 152/88，偏高"), CheckItem(item="safety", result="normal")),
        content="夜里\n怕摔",
        issues=(Issue(text="换灯泡"),),
        handed_out=(HandedOut(item="大米", quantity=10, unit="斤"), HandedOut(item="慰问金", amount=20000)),
    )
    write(desk, (Visit, draft))
    with desk.reading() as session:
        event = events(session, who, ON.isoformat())[0]
    assert event.sentence == "上门 · 身体留意，血压 152/88，偏高 · 夜里 怕摔 · 要办：换灯泡 · 送大米 10 斤、慰问金 200 元"
    assert [part.tone for part in event.parts if part.text.startswith("身体")] == ["amber"]


def test_while_the_screen_faces_visitors_nothing_of_body_and_mind_is_told(desk: Database, who: str) -> None:
    write(
        desk,
        (HealthReading, HealthReadingDraft(resident_id=who, taken_on="2026-11-20", systolic=178, diastolic=96, advice="去卫生院")),
        (Medicine, MedicineDraft(resident_id=who, name="氨氯地平", from_date="2026-11-01")),
        (CategoryTag, CategoryTagDraft(resident_id=who, category="dementia", from_date="2026-10-09")),
        (
            StatusChange,
            StatusChangeDraft(resident_id=who, happened_on="2026-10-12", to_status="hospital", place="区医院"),
        ),
        (ServiceRequest, ServiceRequestDraft(resident_id=who, raised_on="2026-11-10", text="尿片要送来", kind="medical")),
        (Note, NoteDraft(resident_id=who, text="夜里哭", noted_on="2026-10-05")),
        (
            Visit,
            VisitDraft(
                resident_id=who,
                visited_on="2026-11-21",
                mode="home",
                content="说头晕",
                check_items=(CheckItem(item="health", result="watch", note="血压 152/88"),),
                issues=(Issue(text="换药"),),
            ),
        ),
        (Visit, VisitDraft(resident_id=who, visited_on="2026-11-19", mode="home", outcome="hospital")),
    )
    with desk.writing("徐丽华", "改") as session:
        change_resident(
            session, who, PersonDraft({}, frozenset({"living_alone", "dementia"}), "red", "中风之后"), date(2026, 11, 15), "徐丽华"
        )
    full, told = ([line[2] for line in lines(desk, who, covered=covered)] for covered in (False, True))
    assert len(told) == len(full)
    secret = ("178", "152", "头晕", "氨氯地平", "失智", "区医院", "住院", "尿片", "夜里哭", "换药", "中风", "卫生院")
    assert [word for word in secret if word not in " ".join(full)] == []
    assert [word for word in secret if word in " ".join(told)] == []
    assert told[0] == "上门"
    assert "独居" in " ".join(told)
    assert told.count("屏幕朝着来人，先不显示") == 5


def test_pages_join_without_gap_or_double(desk: Database, who: str) -> None:
    days = [(ON - timedelta(days=back)).isoformat() for back in range(60)]
    write(desk, *[(Visit, VisitDraft(resident_id=who, visited_on=day, mode="phone")) for day in days])
    whole = lines(desk, who, limit=1000)
    paged = [line for start in range(0, 80, 7) for line in lines(desk, who, start=start, limit=7)]
    assert paged == whole
    assert len(whole) == 63


def test_an_import_stands_once_and_goes_when_undone(desk: Database, who: str) -> None:
    made = ImportBatchDraft(source_name="台账.xlsx", sha256="x", applied_at="2026-11-01T17:00:00Z", operator="徐丽华")
    batch = ImportBatch.model_validate(made, update={"author": "360202101209"})
    with desk.writing("徐丽华", "导入") as session:
        session.add(batch)
        session.flush()
        for number in (3, 4):
            row = ImportRowDraft(batch_id=batch.id, row=number, resident_id=who)
            session.add(ImportRow.model_validate(row, update={"author": author_of(session)}))
        batch_id = batch.id
    assert ("2026-11-02", "import", "由台账 台账.xlsx 导入", "徐丽华") in lines(desk, who)
    assert sum(line[1] == "import" for line in lines(desk, who)) == 1
    with desk.writing("徐丽华", "撤") as session:
        kept = session.get_one(ImportBatch, 1)
        assert kept.id == batch_id
        kept.undone_at = "2026-11-03T00:00:00Z"
    assert not any(line[1] == "import" for line in lines(desk, who))


def test_nothing_of_somebody_else_and_nothing_restricted(desk: Database, who: str) -> None:
    with desk.writing("徐丽华", "加人") as session:
        draft = PersonDraft({"name": "别人", "village": "上徐村"}, frozenset({"orphan"}))
        other = add_resident(session, draft, date(2026, 10, 2)).id
    write(desk, (CategoryTag, CategoryTagDraft(resident_id=other, category="abused_child", from_date="2026-10-03")))
    assert not any("孤儿" in line[2] for line in lines(desk, who))
    said = " ".join(line[2] for line in lines(desk, other))
    assert "困境儿童" in said
    assert "暴力" not in said
