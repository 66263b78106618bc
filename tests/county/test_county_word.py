"""What the county says reaches the desks it is meant for, is answered there, and comes back: all over the real road."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import text
from sqlmodel import Session

from stationdesk.county import replies, word
from stationdesk.errors import DeskError
from stationdesk.registers.announcement import AnnouncementDraft
from stationdesk.registers.correction_request import CorrectionRequestDraft
from stationdesk.registers.task import TaskDraft
from stationdesk.services.announcements import announcements, note_read
from stationdesk.services.corrections import CorrectionImpossible, answer_correction, corrections, forgotten_answers
from stationdesk.services.from_county import entries, forgotten, matching
from stationdesk.services.tasks import TaskImpossible, TaskState, figure_typed, report_task, task_state, tasks
from stationdesk.services.undoing import undo_last
from tests.county.word_kit import bring, says, takes_back
from tests.county.word_kit import road as road  # noqa: PLC0414 - the same road
from tests.road_kit import OPERATOR, Road
from tests.store.kit import STATION
from tests.sync.sample import STATIONS, sample
from tests.sync.world import World

NASTY = '<img src=x onerror="1">=1+1\u202e'
"""As the register cleans it, the direction mark is gone."""


def task_of(session: Session, on: date) -> Any:
    return [(one.task.title, one.state.value) for one in tasks(session, on)]


def test_a_task_is_shown_reported_and_seen(road: Road) -> None:
    on = road.set_clock(11, 20)
    asked = says(road, TaskDraft(title="高龄津贴核对", text="逐户看身份证", kind="check", due_on="2026-11-25", asks_for=("核对人数",)))
    (waiting,) = replies.task_replies(road.county, on)
    assert (waiting.state, waiting.station, waiting.said) == ("open", STATION, "")
    bring(road)
    with road.desk.reading() as session:
        (one,) = entries(session, on)
    assert (one.kind, one.title, one.open, one.due, one.left, one.tone) == (
        "task",
        "高龄津贴核对",
        True,
        "11月25日前",
        "还有 5 天",
        "ink2",
    )
    with pytest.raises(TaskImpossible, match="核对人数"), road.desk.writing(OPERATOR, "报") as session:
        report_task(session, asked, "done", on, by=OPERATOR)
    with pytest.raises(TaskImpossible, match="写几个字"), road.desk.writing(OPERATOR, "报") as session:
        report_task(session, asked, "cannot", on, by=OPERATOR, text="  ")
    with road.desk.writing(OPERATOR, "报") as session:
        report_task(session, asked, "partly", on, by=OPERATOR, text="还差两户", figures={"核对人数": 29, "别的": 3})
    road.set_clock(11, 21)
    with road.desk.writing(OPERATOR, "报") as session:
        report_task(session, asked, "done", on, by=OPERATOR, figures={"核对人数": 31})
    bring(road)
    (back,) = replies.task_replies(road.county, on)
    assert (back.state, back.figures, back.by, back.day) == ("done", {"核对人数": 31}, OPERATOR, "2026-11-20")
    undo_last(road.desk, OPERATOR)
    bring(road)
    (back,) = replies.task_replies(road.county, on)
    assert (back.state, back.said, back.figures) == ("partly", "还差两户", {"核对人数": 29})
    with road.desk.reading() as session:
        assert task_of(session, date(2026, 11, 26)) == [("高龄津贴核对", "overdue")]


def test_the_last_report_and_answer_is_the_journals_last_whatever_the_clock_said(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written under a clock that stands a year back, the later one has the smaller id."""
    on = road.set_clock(11, 20)
    asked = says(road, TaskDraft(title="高龄津贴核对", kind="check"))
    about = road.add("汪奶奶")[0]
    bring(road)
    question = says(
        road, CorrectionRequestDraft(record_kind="resident", record_id=about, field="phones", question="打不通"), f"station:{STATION}"
    )
    bring(road)
    now = time.time_ns()
    for back, outcome, answer in ((0, "partly", "corrected"), (400, "done", "right")):
        monkeypatch.setattr(time, "time_ns", lambda back=back: now - back * 86_400 * 10**9)
        with road.desk.writing(OPERATOR, "报") as session:
            report_task(session, asked, outcome, on, by=OPERATOR, text="还差两家")
            answer_correction(session, question, answer, on, by=OPERATOR, reason="刚打通过")
    with road.desk.reading() as session:
        assert task_of(session, on) == [("高龄津贴核对", "done")]
        assert [one.answers[-1].answer for one in corrections(session, on)] == ["right"]
    bring(road)
    assert [one.state for one in replies.task_replies(road.county, on)] == ["done"]
    assert [one.state for one in replies.correction_replies(road.county, on)] == ["right"]


def test_the_state_of_a_task_is_a_function_of_its_reports() -> None:
    assert task_state("2026-11-25", [], "2026-11-25") is TaskState.OPEN
    assert task_state("2026-11-25", [], "2026-11-26") is TaskState.OVERDUE
    assert task_state("2026-11-25", ["partly"], "2026-11-25") is TaskState.PARTLY
    assert task_state("2026-11-25", ["partly"], "2026-11-26") is TaskState.OVERDUE
    assert task_state("2026-11-25", ["partly", "done"], "2026-11-26") is TaskState.DONE
    assert task_state(None, ["done", "cannot"], "2026-11-26") is TaskState.CANNOT
    assert task_state(None, ["done", "partly"], "2026-11-26") is TaskState.PARTLY
    assert [figure_typed(one) for one in ("31", " ３１ 人 ", "1,200户", "约30", "", "-3", "3.5", "9" * 12)] == [31, 31, 1200] + [None] * 5


def test_a_question_is_answered_and_the_county_sees_it(road: Road) -> None:
    on = road.set_clock(11, 20)
    person, child = road.add("吴细妹")[0], road.add("小宝", birth_date="2018-05-01", alias="乐乐")[0]
    bring(road)
    assert word.resident_called(road.county, STATION, "吴细妹") == (person, "吴细妹")
    with pytest.raises(word.NobodySo, match="没有报过"):
        word.resident_called(road.county, STATION, "没有的人")
    asked = says(
        road,
        CorrectionRequestDraft(record_kind="resident", record_id=person, field="phones", question="电话打不通", due_on="2026-11-22"),
        f"station:{STATION}",
    )
    about_child = says(road, CorrectionRequestDraft(record_kind="resident", record_id=child, question="是不是重复了"), f"station:{STATION}")
    bring(road)
    with road.desk.reading() as session:
        held = {one.request.id: one for one in corrections(session, on)}
        first = entries(session, on)[0]
    assert (held[asked].who, held[asked].field, held[asked].resident_id) == ("吴细妹", "联系电话", person)
    assert (held[about_child].child, "小宝" in held[about_child].who) == (True, False)
    assert (first.id, first.title, first.tone) == (asked, "请核对：吴细妹 联系电话", "amber")
    with pytest.raises(CorrectionImpossible, match="为什么没错"), road.desk.writing(OPERATOR, "答") as session:
        answer_correction(session, asked, "right", on, by=OPERATOR)
    with road.desk.writing(OPERATOR, "答") as session:
        answer_correction(session, asked, "right", on, by=OPERATOR, reason="刚打通过")
    bring(road)
    told = {one.id: one for one in replies.correction_replies(road.county, on)}
    assert (told[asked].state, told[asked].said, told[asked].about) == ("right", "刚打通过", "吴细妹 联系电话")
    assert told[about_child].state == "open"


def test_an_announcement_is_for_one_town_only() -> None:
    world = World(sample())
    try:
        near, far = STATIONS
        draft = AnnouncementDraft(title="停水", text="周三停水", must_be_read=True)
        with world.county.database.writing("clerk", "通知") as session:
            audience = word.audience_called(session, STATIONS[near])
            word.say(session, draft, audience, date(2026, 11, 20))
        for code in STATIONS:
            world.deliver(world.export(code))
            answer = world.answer(code)
            assert answer is not None
            world.deliver(answer)
        seen = {}
        for code, station in world.desks.items():
            with station.database.reading() as session:
                seen[code] = [one.announcement.title for one in announcements(session, date(2026, 11, 20))]
        assert seen == {near: ["停水"], far: []}
        with world.desks[near].database.reading() as session:
            (one,) = announcements(session, date(2026, 11, 20))
        with world.desks[near].database.writing("徐丽华", "看过") as session:
            first = note_read(session, one.announcement.id, by="徐丽华").id
            session.flush()
            assert note_read(session, one.announcement.id, by="徐丽华").id == first, "saying it twice wrote it twice"
        world.deliver(world.export(near))
        assert [(one.station, one.state, one.by) for one in replies.announcement_replies(world.county, date(2026, 11, 20))] == [
            (near, "read", "徐丽华")
        ]
    finally:
        world.close()


def test_what_the_county_takes_back_disappears_and_cannot_be_answered(road: Road) -> None:
    on = road.set_clock(11, 20)
    asked = says(road, TaskDraft(title="入户宣传"))
    bring(road)
    takes_back(road, asked[-8:])
    bring(road)
    with road.desk.reading() as session:
        assert entries(session, on) == []
        assert forgotten(session) == []
    with pytest.raises(TaskImpossible, match="收回"), road.desk.writing(OPERATOR, "报") as session:
        report_task(session, asked, "done", on, by=OPERATOR)
    assert replies.task_replies(road.county, on) == []


def test_an_answer_to_what_the_county_has_forgotten_stays_and_is_harmless() -> None:
    world = World(sample())
    try:
        code, on = next(iter(STATIONS)), date(2026, 11, 20)
        world.deliver(world.export(code))
        world.back_county_up()
        with world.county.database.writing("clerk", "任务") as session:
            asked = word.say(session, TaskDraft(title="核对老人名单"), "all", on).id
        answer = world.answer(code)
        assert answer is not None
        world.deliver(answer)
        station = world.desks[code].database
        with station.writing("徐丽华", "报") as session:
            report_task(session, asked, "done", on, by="徐丽华")
        world.restore_county(0)
        for _round in range(3):
            world.deliver(world.export(code))
            answer = world.answer(code)
            assert answer is not None
            world.deliver(answer)
        with station.reading() as session:
            assert tasks(session, on) == []
            assert forgotten(session) == ["报过的「核对老人名单」"]
            assert forgotten_answers(session) == []
        assert ("task_report", asked) not in world.ledger_rows(code)
        assert [row["task_id"] for (kind, _id), row in world.ledger_rows(code).items() if kind == "task_report"] == [asked]
        assert replies.task_replies(world.county, on) == []
    finally:
        world.close()


def test_hostile_words_are_kept_as_words(road: Road) -> None:
    on = road.set_clock(11, 20)
    says(road, TaskDraft(title=NASTY, text=NASTY, asks_for=("=1+1",)))
    bring(road)
    with road.desk.reading() as session:
        (one,) = entries(session, on)
        assert one.title == '<img src=x onerror="1">=1+1'
        assert [found.id for found in matching(entries(session, on), "img src")] == [one.id]
        assert matching(entries(session, on), "i") == []
    for draft, fields in ((TaskDraft, {"title": "长" * 5000}), (AnnouncementDraft, {"title": "通知", "text": "长" * 5000})):
        with pytest.raises(ValidationError):
            draft.model_validate(fields)


def test_what_a_newer_county_writes_too_long_is_left_out_and_the_rest_goes_on(road: Road) -> None:
    on = road.set_clock(11, 20)
    asked = says(road, TaskDraft(title="短的"))
    long = says(road, TaskDraft(title="会变长的"))
    with road.county.database.writing("县", "改") as session:
        session.connection().execute(text("UPDATE task SET text = :long WHERE id = :id"), {"long": "长" * 5000, "id": long})
    bring(road)
    with road.desk.reading() as session:
        assert [one.id for one in entries(session, on) if one.title == "短的"] == [asked]
        assert all(len(one.task.text or "") <= 2000 for one in tasks(session, on))


def test_no_station_writes_what_is_the_countys(road: Road) -> None:
    on = road.set_clock(11, 20)
    with road.desk.writing(OPERATOR, "假的任务") as session:
        session.connection().execute(
            text("INSERT INTO task (title, asks_for, id, author) VALUES ('假的', '[]', '019aa000-0000-7000-8000-000000000001', :own)"),
            {"own": STATION},
        )
    road.export()
    (taken,) = road.county_takes()
    assert taken.outcome == "refused"
    with road.desk.reading() as session:
        assert entries(session, on) == []


def test_the_audience_is_a_town_a_station_or_all(road: Road) -> None:
    with road.county.database.reading() as session:
        assert word.audience_called(session, "全县") == "all"
        assert word.audience_called(session, "鲇鱼山镇") == "town:鲇鱼山镇"
        assert word.audience_called(session, "上徐村") == word.audience_called(session, STATION) == f"station:{STATION}"
        assert word.audience_words(session, f"station:{STATION}") == "上徐村"
        with pytest.raises(DeskError, match="鲇鱼山镇"):
            word.audience_called(session, "没有的镇")
    with pytest.raises(word.DayPassed):
        says(road, TaskDraft(title="晚了", due_on="2026-11-19"))
