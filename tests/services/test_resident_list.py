"""The list of residents: filters, order, what is next, children, and that the roll follows the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.services.contacts import known_of
from stationdesk.services.demo_village import settle
from stationdesk.services.due import State, standing
from stationdesk.services.person_writing import PersonDraft, add_resident, change_resident
from stationdesk.services.resident_list import rows
from stationdesk.services.resident_roll import NO_DAY, Order, Roll, Wanted, roll_of
from stationdesk.services.roll_reading import PAUSED
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database, author_of
from tests.store.kit import quick_desk

ON = date(2026, 11, 22)
BORN = {"birth_date": "1942-03-05", "birth_precision": "day", "birth_calendar": "solar"}
EVERYBODY = Wanted(standing=frozenset())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    with quick_desk(tmp_path / "desk") as database:
        yield database


def person(desk: Database, name: str, grade: str | None = "red", categories: tuple[str, ...] = ("living_alone",), **fields: Any) -> str:
    with desk.writing("徐丽华", f"加人 {name}") as session:
        draft = PersonDraft({"name": name, "village": "上徐村"} | fields, frozenset(categories), grade)
        return add_resident(session, draft, date(2026, 11, 1)).id


def visit(desk: Database, who: str, on: str, mode: str = "phone", outcome: str = "met") -> None:
    with desk.writing("徐丽华", "记走访") as session:
        draft = VisitDraft(resident_id=who, visited_on=on, mode=mode, outcome=outcome)
        session.add(Visit.model_validate(draft, update={"author": author_of(session)}))


def listed(
    desk: Database, wanted: Wanted = EVERYBODY, order: Order = Order.DUE, *, sees: bool = True, roll: Roll | None = None
) -> list[str]:
    roll = roll or Roll()
    with desk.reading() as session:
        roll.follow(session, ON)
        found = roll.ids(wanted, order, may_see_children=sees)
        names = dict(session.exec(select(Resident.id, Resident.name)).all())
    return [names[one] for one in found]


def test_next_due_stands_in_the_order_of_the_day(desk: Database) -> None:
    visit(desk, person(desk, "后天", "green"), "2026-10-25")
    late, fresh, _none = person(desk, "过期", "yellow"), person(desk, "今天", "red"), person(desk, "没分级", None)
    visit(desk, late, "2026-11-10", "home")
    visit(desk, fresh, "2026-11-20", "home")
    person(desk, "住院", "red", residency_status="hospital")
    assert listed(desk) == ["后天", "过期", "今天", "住院", "没分级"]


def test_the_roll_says_of_everybody_what_due_says(desk: Database) -> None:
    with desk.writing("徐丽华", "演示村") as session:
        settle(session, 200, ON)
        people = list(session.exec(select(Resident)))
        for number, one in enumerate(people):
            for back in range(number % 4):
                day = date.fromordinal(ON.toordinal() - (number * 7 + back * 13) % 90).isoformat()
                mode, outcome = ("home", "phone", "video")[number % 3], ("met", "met", "nobody")[back % 3]
                draft = VisitDraft(resident_id=one.id, visited_on=day, mode=mode, outcome=outcome)
                session.add(Visit.model_validate(draft, update={"author": author_of(session)}))
            if number % 11 == 0:
                one.residency_status = ("hospital", "deceased", "away", "returned")[number % 4]
                one.residency_since = "2026-11-01"
    roll, found = Roll(), 0
    with desk.reading() as session:
        roll.follow(session, ON)
        for who, known in known_of(session, [one.id for one in people], ON).items():
            due, line = standing(known, ON), roll.line(who)
            assert line is not None
            if due.state in (State.NONE, State.PAUSED):
                assert line.day == (NO_DAY if due.state is State.NONE else PAUSED)
            else:
                assert due.due_on is not None
                assert line.day == (max(due.due_on, ON) if due.daily else due.due_on).toordinal()
                found += 1
    assert found > 80


def test_what_is_asked_again_is_told_as_it_is_now(desk: Database) -> None:
    roll = Roll()
    late, fresh = person(desk, "先到期", "yellow"), person(desk, "后到期", "yellow")
    visit(desk, late, "2026-11-18", "home")
    visit(desk, fresh, "2026-11-20", "home")
    assert listed(desk, roll=roll) == listed(desk, roll=roll) == ["先到期", "后到期"]
    visit(desk, late, "2026-11-22", "home")
    assert listed(desk, roll=roll) == ["后到期", "先到期"]
    roll.ids().clear()
    assert listed(desk, roll=roll) == ["后到期", "先到期"], "whoever is told may do with the list what he likes"
    assert [roll.ids(backwards=True), roll.ids(may_see_children=True)] == [[late, fresh], [fresh, late]]
    with desk.reading() as session:
        roll.follow(session, date(2026, 12, 22))
    assert roll.ids(Wanted(due="today")) == roll.ids()


def test_filters_narrow(desk: Database) -> None:
    person(desk, "独居", "red", ("living_alone",), village_group="3组", phones=({"number": "13800001234"},))
    person(desk, "孤儿", None, ("orphan",), village_group="10组")
    person(desk, "外出", "green", ("empty_nest",), residency_status="away", **BORN)
    person(desk, "去世", "green", ("empty_nest",), residency_status="deceased")
    assert set(listed(desk, Wanted())) == {"独居", "孤儿"}
    assert listed(desk, Wanted(standing=frozenset({"away"}))) == ["外出"]
    assert listed(desk, Wanted(standing=frozenset({"gone"}))) == ["去世"]
    assert listed(desk, Wanted(categories=frozenset({"child_in_need"}))) == ["孤儿"]
    assert listed(desk, Wanted(grades=frozenset({"none"}))) == ["孤儿"]
    assert listed(desk, Wanted(grades=frozenset({"red", "yellow"}))) == ["独居"]
    assert listed(desk, Wanted(groups=frozenset({"3组"}))) == ["独居"]
    assert listed(desk, Wanted(gaps=frozenset({"no_category"}))) == []
    assert listed(desk, Wanted(due="today")) == ["独居"]
    assert listed(desk, Wanted(due="late")) == []
    assert listed(desk, EVERYBODY, Order.GROUP)[2:] == ["独居", "孤儿"]
    assert listed(desk, EVERYBODY, Order.AGE)[0] == "外出"


def test_names_stand_as_in_the_dictionary_rare_ones_last(desk: Database) -> None:
    for name in ("赵一", "安二", "𠮷三", "Maria", "王四"):
        person(desk, name)
    assert listed(desk, EVERYBODY, Order.NAME) == ["Maria", "安二", "王四", "赵一", "𠮷三"]


def test_the_roll_follows_what_is_written_and_undone(desk: Database) -> None:
    roll = Roll()
    who = person(desk, "汪厚行", "green")
    assert listed(desk, Wanted(due="today"), roll=roll) == ["汪厚行"]
    visit(desk, who, "2026-11-22", "home")
    assert listed(desk, Wanted(due="today"), roll=roll) == []
    undo_last(desk, "徐丽华")
    assert listed(desk, Wanted(due="today"), roll=roll) == ["汪厚行"]
    with desk.writing("徐丽华", "改") as session:
        change_resident(session, who, PersonDraft({"village_group": "3组"}, frozenset({"disabled"}), "red"), ON)
    assert listed(desk, Wanted(categories=frozenset({"disabled"}), groups=frozenset({"3组"}), grades=frozenset({"red"})), roll=roll)
    assert listed(desk, Wanted(categories=frozenset({"living_alone"})), roll=roll) == []
    with desk.writing("徐丽华", "撤下") as session:
        session.get_one(Resident, 1).removed_at = session.info["at"]
    assert listed(desk, roll=roll) == []
    assert roll_of(desk) is roll_of(desk)


CHILD = {"birth_date": "2018-03-05", "birth_precision": "day", "birth_calendar": "solar", "alias": "小树", "school": "村小"}


def row(desk: Database, who: str, *, sees: bool) -> Any:
    with desk.reading() as session:
        return rows(session, [who], ON, may_see_children=sees)[who]


def test_a_child_goes_by_alias_and_without_the_right_nothing_else_is_said(desk: Database) -> None:
    who = person(desk, "章小禾", "green", ("left_behind_child",), village_group="3组", **CHILD)
    locked, seen = row(desk, who, sees=False), row(desk, who, sees=True)
    assert (locked.name, locked.categories, locked.group, locked.age) == ("小树（化名）", "", "—", None)
    assert (seen.name, seen.categories, seen.group, seen.age) == ("小树（化名）", "留守儿童", "—", 8)
    assert "章" not in f"{locked}{locked.sentence}"
    by_category = Wanted(categories=frozenset({"left_behind_child"}))
    assert listed(desk, by_category, sees=True) == ["章小禾"]
    assert listed(desk, by_category, sees=False) == []
    assert listed(desk, Wanted(groups=frozenset({"3组"})), sees=False) == []
    assert listed(desk, sees=False) == ["章小禾"]


@pytest.mark.parametrize(
    ("grade", "visits", "cell", "tone"),
    [
        ("red", [], "今天", "bold"),
        ("red", [("2026-11-22", "home", "met")], "明天", "plain"),
        ("red", [("2026-11-20", "home", "met"), ("2026-11-22", "phone", "no_answer")], "今天", "soon"),
        ("yellow", [("2026-11-13", "home", "met")], "过期 2 天", "late"),
        ("yellow", [("2026-11-21", "home", "met")], "11月28日", "plain"),
        (None, [], "—", "ink3"),
    ],
)
def test_what_is_next_in_words(desk: Database, grade: str | None, visits: list[tuple[str, str, str]], cell: str, tone: str) -> None:
    who = person(desk, "汪厚行", grade)
    for on, mode, outcome in visits:
        visit(desk, who, on, mode, outcome)
    found = row(desk, who, sees=True)
    assert (found.due, found.due_tone) == (cell, tone)


def test_hospital_pauses_and_stands_in_place_of_the_categories(desk: Database) -> None:
    found = row(desk, person(desk, "黎满仔", "yellow", residency_status="hospital", residency_place="区医院"), sees=True)
    assert (found.grade, found.grade_word, found.categories, found.due) == ("paused", "暂停", "住院（区医院）", "住院暂停")


def test_household_categories_count_for_everybody_in_it(desk: Database) -> None:
    from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft

    who = person(desk, "汪厚行", household_id="h")
    roll = Roll()
    assert listed(desk, Wanted(categories=frozenset({"subsistence_allowance"})), roll=roll) == []
    with desk.writing("徐丽华", "低保") as session:
        add_tag(session, CategoryTagDraft(household_id="h", category="subsistence_allowance"), CategoryTag)
    assert listed(desk, Wanted(categories=frozenset({"subsistence_allowance"})), roll=roll) == ["汪厚行"]
    assert row(desk, who, sees=True).categories == "独居、低保"


def add_tag(session: Session, draft: Any, kind: Any) -> None:
    session.add(kind.model_validate(draft, update={"author": author_of(session)}))
