"""A visit as the form holds it: days and money as typed, advice on a reading, what is next once it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from stationdesk.registers.visit import Visit
from stationdesk.services.day_reading import read_clock, read_day
from stationdesk.services.health_lines import pressure_advice
from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.services.undoing import undo_last
from stationdesk.services.visit_asking import next_after
from stationdesk.services.visit_writing import VisitForm, read_money, write_visit
from stationdesk.store.database import Database
from tests.store.kit import quick_desk

ON = date(2026, 11, 22)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    with quick_desk(tmp_path / "desk") as database:
        yield database


def add(desk: Database, grade: str) -> str:
    with desk.writing("徐丽华", "加人") as session:
        draft = PersonDraft({"name": "汪厚行", "village": "上徐村"}, frozenset({"living_alone"}), grade)
        return add_resident(session, draft, ON).id


def test_a_visit_that_reached_the_person_settles_what_was_promised(desk: Database) -> None:
    who = add(desk, grade="red")

    def note(day: date, **given: Any) -> str:
        with desk.writing("徐丽华", "记走访") as session:
            return write_visit(session, VisitForm(who, day, **given), ON, "徐丽华").id

    def settled() -> dict[str, str | None]:
        with desk.reading() as session:
            return dict(session.exec(select(Visit.id, Visit.followed_up_on)).all())

    first = note(date(2026, 11, 17), need="换灯泡", follow_up=True)
    before = note(date(2026, 11, 16))
    missed = note(date(2026, 11, 20), outcome="nobody")
    assert settled() == {first: None, before: None, missed: None}
    done = note(date(2026, 11, 21), need="量血压", follow_up=True)
    assert settled() == {first: "2026-11-21", before: None, missed: None, done: None}
    with desk.reading() as session:
        visit = session.exec(select(Visit).where(Visit.id == done)).one()
    assert (visit.kind, visit.follow_up_of) == ("follow_up", first)
    undo_last(desk, "徐丽华")
    assert settled()[first] is None


def test_a_visit_as_the_form_holds_it(desk: Database) -> None:
    who = add(desk, grade="red")
    form = VisitForm(
        who,
        ON,
        "09:20",
        checks=(("health", "watch"), ("spirit", "normal")),
        pressure=(152, 88),
        visitors=("徐丽华", "汪志强"),
        content="头还有点晕",
        need="换灯泡",
        follow_up=True,
        money=20000,
        goods="大米 10 斤、棉被1床、慰问信",
    )
    with desk.reading() as session:
        assert next_after(session, form, ON) == date(2026, 11, 23)
    with desk.writing("徐丽华", "记走访") as session:
        write_visit(session, form, ON, "徐丽华")
    with desk.reading() as session:
        (found,) = session.exec(select(Visit)).all()
    assert [(one.item, one.result, one.note) for one in found.check_items] == [
        ("health", "watch", "血压 152/88，偏高"),
        ("spirit", "normal", ""),
    ]
    assert [(thing.item, thing.quantity, thing.unit, thing.amount) for thing in found.handed_out] == [
        ("慰问金", None, "", 20000),
        ("大米", 10.0, "斤", None),
        ("棉被", 1.0, "床", None),
        ("慰问信", None, "", None),
    ]
    assert (found.follow_up_due, found.next_plan, found.issues[0].text) == ("2026-11-25", "换灯泡", "换灯泡")
    assert (found.start_time, found.recorder, [one.name for one in found.visitors]) == ("09:20", "徐丽华", ["徐丽华", "汪志强"])


def test_nobody_met_says_nothing_about_what_was_seen(desk: Database) -> None:
    who = add(desk, grade="red")
    form = VisitForm(who, ON, outcome="nobody", checks=(("health", "normal"),))
    with desk.reading() as session:
        assert next_after(session, form, ON) == ON
    with desk.writing("徐丽华", "记走访") as session:
        assert write_visit(session, form, ON, "徐丽华").check_items == ()


@pytest.mark.parametrize(
    ("reading", "kind"),
    [
        ((120, 80), "fine"),
        ((140, 80), "high"),
        ((130, 90), "high"),
        ((185, 90), "urgent"),
        ((120, 110), "urgent"),
        ((85, 60), "low"),
        ((80, 120), "odd"),
        ((1520, 88), "odd"),
        ((12, 8), "odd"),
    ],
)
def test_advice_on_a_blood_pressure(reading: tuple[int, int], kind: str) -> None:
    assert pressure_advice(*reading)[0] == kind


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("今天", "2026-11-22"),
        ("昨天", "2026-11-21"),
        ("2026年11月22日 今天", "2026-11-22"),
        ("20日", "2026-11-20"),
        ("25", "2026-10-25"),
        ("11月21日", "2026-11-21"),
        ("12月1日", "2025-12-01"),
        ("20261120", "2026-11-20"),
        ("31", "2026-10-31"),
        ("明天也许", None),
        ("13月40日", None),
        ("", None),
    ],
)
def test_days_as_they_are_typed(typed: str, meant: str | None) -> None:
    found = read_day(typed, ON)
    assert (found.isoformat() if found else None) == meant


def test_times_and_money_as_they_are_typed() -> None:
    times = [read_clock(text) for text in ("9:20", "0920", "9点", "9：05", "", "25:00", "早上")]
    assert times == ["09:20", "09:20", "09:00", "09:05", "", None, None]
    assert [read_money(text) for text in ("200", "200.5", "200元", "", "两百", "-3")] == [20000, 20050, 20000, 0, None, None]
