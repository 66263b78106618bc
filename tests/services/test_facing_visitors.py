"""What lists and a person's head tell while the screen faces a visitor: no illness, no birthday, of a child the alias only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stationdesk.registers.contact import PhoneNumber
from stationdesk.services.facing_visitors import shown_categories, tells_of_illness
from stationdesk.services.find_lines import found_lines
from stationdesk.services.person_facts import person_facts
from stationdesk.services.person_sheets import sheets
from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.services.resident_list import rows
from stationdesk.services.today import today
from stationdesk.services.visit_writing import VisitForm, write_visit
from stationdesk.store.database import Database
from tests.store.kit import quick_desk

ON = date(2026, 11, 22)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    with quick_desk(tmp_path / "desk") as database:
        yield database


def person(desk: Database, name: str, categories: tuple[str, ...], **fields: Any) -> str:
    with desk.writing("徐丽华", f"加人 {name}") as session:
        draft = PersonDraft({"name": name, "village": "上徐村"} | fields, frozenset(categories), "red")
        return add_resident(session, draft, date(2026, 11, 1)).id


def child(desk: Database) -> str:
    born = {"birth_date": "2018-03-05", "birth_precision": "day", "alias": "小禾", "village_group": "2组"}
    return person(desk, "方涵宇", ("left_behind_child",), phones=(PhoneNumber(number="13800001234"),), **born)


@pytest.mark.parametrize(("code", "ill"), [("dementia", True), ("severe_disability", True), ("severe_mental_disorder", True)])
def test_what_tells_of_an_illness(code: str, ill: bool) -> None:
    assert tells_of_illness(code) is ill
    assert shown_categories((code, "living_alone", "old_party_member")) == ("living_alone", "old_party_member")


def test_an_elder_stands_in_lists_and_at_the_head_without_illness_and_birthday(desk: Database) -> None:
    born = {"birth_date": "1945-03-02", "birth_precision": "day", "health_note": "心脏不好"}
    who = person(desk, "汪厚行", ("living_alone", "dementia"), **born)
    with desk.reading() as session:
        plain, covered = (rows(session, [who], ON, covered=covered)[who] for covered in (False, True))
        head, hidden = (person_facts(session, who, ON, covered=covered) for covered in (False, True))
        told, kept = (sheets(session, who, ON, covered=covered) for covered in (False, True))
    assert (set(plain.categories.split("、")), covered.categories) == ({"独居", "失智"}, "独居")
    assert ({word for word, _tone in head.tags}, head.born) == ({"独居", "失智"}, "1945年3月生")
    assert ([word for word, _tone in hidden.tags], hidden.born, hidden.age) == (["独居"], "", 81)
    assert told.health
    assert not kept.health


def test_somebody_in_hospital_is_only_paused(desk: Database) -> None:
    who = person(desk, "余水莲", ("living_alone",), residency_status="hospital", residency_place="区医院")
    with desk.reading() as session:
        plain, covered = (rows(session, [who], ON, covered=covered)[who] for covered in (False, True))
        assert person_facts(session, who, ON, covered=True).state == ""
    assert (plain.categories, plain.due) == ("住院（区医院）", "住院暂停")
    assert (covered.categories, covered.due) == ("独居", "暂停")


def test_what_was_promised_is_not_told_to_visitors(desk: Database) -> None:
    who = person(desk, "汪厚行", ("living_alone",))
    with desk.writing("徐丽华", "记走访") as session:
        write_visit(session, VisitForm(who, date(2026, 11, 19), need="再量血压", follow_up=True), ON, "徐丽华")
    with desk.reading() as session:
        said = ["".join(line.sentence() for line in today(session, ON, covered=covered).lines()) for covered in (False, True)]
    assert "再量血压" in said[0]
    assert "再量血压" not in said[1]
    assert "汪厚行" in said[1]


@pytest.mark.parametrize(("sees", "age"), [(True, "8岁"), (False, "")])
def test_a_child_is_found_under_alias(desk: Database, sees: bool, age: str) -> None:
    who = child(desk)
    with desk.reading() as session:
        (line,) = found_lines(session, "fanghanyu", ON, may_see_children=sees)
        facts = person_facts(session, who, ON, may_see_children=sees)
        (due,) = today(session, ON, may_see_children=sees).lines()
    assert (line.id, line.name, line.age, line.group, line.phone) == (who, "小禾（化名）", age, "", "")
    assert (line.child, line.locked) == (True, not sees)
    assert (facts.listed, facts.name) == ("小禾（化名）", "方涵宇" if sees else "小禾（化名）")
    assert (due.name, due.age, due.child) == ("小禾（化名）", 8 if sees else None, True)
