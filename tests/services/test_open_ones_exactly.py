"""Each condition of the look at everybody decides alone about one person, on the day it holds and on the day beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from stationdesk.registers.resident import Resident
from stationdesk.services.due import State, Why, standing
from stationdesk.services.due_known import known_of
from stationdesk.services.due_parts import Known
from stationdesk.services.open_ones import open_ones
from stationdesk.store.database import Database
from tests.services.due_store import keep
from tests.services.due_tales import BEGIN, FESTIVALS, FREE, MADE_UP, figures
from tests.services.due_village import DAY, Figures, Tale, Village
from tests.services.people import OPERATOR

ON = date(2026, 7, 15)
"""A Wednesday far from every festival."""
MID_AUTUMN = date(2026, 9, 25)
Met = tuple[date, str, str, str, str]


def phone(day: date, outcome: str = "met") -> Met:
    return (day, "phone", outcome, "routine", "")


def door(day: date) -> Met:
    return (day, "home", "met", "routine", "")


def tale(name: str, *contacts: Met, grade: str = "plain", since: date = BEGIN) -> Tale:
    return Tale(name, name, "一组", [(since, None, grade, None)], contacts=sorted(contacts))


def kept(desk: Database, people: list[Tale], grades: dict[str, Figures], first: int | None = None, **village: Any) -> dict[str, str]:
    """Keep people under a scheme of these grades; return their ids."""
    shown = Village(free=FREE, made_up=MADE_UP, people=people, **village)
    shown.schemes = [(None, None, {}, None, False), (BEGIN, None, grades, first, False)]
    with desk.writing(OPERATOR, "一个村") as session:
        return keep(session, shown)


def found(desk: Database, ids: dict[str, str], on: date) -> dict[str, Known]:
    """Return by name who is on the list of a day; what it knows of each stands to the day as what is known when he is asked for."""
    with desk.reading() as session:
        listed = dict(open_ones(session, on))
        asked = known_of(session, list(listed), on)
    for one, known in listed.items():
        assert standing(known, on) == standing(asked[one], on)
    return {name: listed[one] for name, one in ids.items() if one in listed}


def change(desk: Database, who: str, **fields: str) -> None:
    """Write something into somebody's record, as a ledger does: without a move."""
    with desk.writing(OPERATOR, "改") as session:
        record = session.exec(select(Resident).where(Resident.id == who)).one()
        for name, value in fields.items():
            setattr(record, name, value)


def rhythm(contact: int | None = None, home: int | None = None, *, weather: bool = False, festivals: bool = False) -> dict[str, Figures]:
    return {"plain": figures(contact, home, 24, weather=weather, festivals=festivals)}


def test_who_went_away_after_the_day_was_there_on_it(desk: Database) -> None:
    ids = kept(desk, [tale("去住院", phone(ON - 9 * DAY))], rhythm(5))
    change(desk, ids["去住院"], residency_status="hospital", residency_since=ON.isoformat())
    assert list(found(desk, ids, ON - DAY)) == ["去住院"]
    assert found(desk, ids, ON) == {}


def test_a_closed_record_is_on_no_list_from_the_day_it_was_closed(desk: Database) -> None:
    ids = kept(desk, [tale("合并了", phone(ON - 9 * DAY))], rhythm(5))
    change(desk, ids["合并了"], closed_on=ON.isoformat())
    assert list(found(desk, ids, ON - DAY)) == ["合并了"]
    assert found(desk, ids, ON) == found(desk, ids, ON + DAY) == {}


@pytest.mark.parametrize("last", ["daily", "plain"])
def test_of_two_grades_of_one_day_the_one_written_last_counts(desk: Database, last: str) -> None:
    grades = rhythm(60) | {"daily": figures(1, None, None, weather=False, festivals=False)}
    one = tale("两个等级", phone(ON - DAY))
    one.grades = [(BEGIN, None, grade, None) for grade in ("plain", "daily", last)]
    ids = kept(desk, [one], grades)
    assert [known.grade.code if known.grade else "" for known in found(desk, ids, ON).values()] == [last]


def test_of_two_grades_the_one_that_began_later_counts_whichever_was_written_last(desk: Database) -> None:
    grades = rhythm(60) | {"daily": figures(1, None, None, weather=False, festivals=False)}
    one = tale("早先的后写", phone(ON - DAY))
    one.grades = [(ON, None, "daily", None), (BEGIN, None, "plain", None)]
    ids = kept(desk, [one], grades)
    assert found(desk, ids, ON - DAY) == {}
    assert list(found(desk, ids, ON)) == ["早先的后写"]


def test_who_was_never_met_at_the_door_is_known_with_the_day_of_his_first_grade(desk: Database) -> None:
    people = [tale("没上过门", phone(ON - DAY), since=ON - 9 * DAY), tale("上过门", door(ON - 3 * DAY), since=ON - 9 * DAY)]
    ids = kept(desk, people, rhythm(60, 60), first=3)
    listed = found(desk, ids, ON)
    assert list(listed) == ["没上过门"]
    assert listed["没上过门"].first_since == ON - 9 * DAY
    assert standing(listed["没上过门"], ON).why is Why.FIRST


def test_a_first_visit_is_asked_for_where_no_rhythm_asks_for_one(desk: Database) -> None:
    people = [tale("没上过门", phone(ON - DAY), since=ON - 9 * DAY), tale("上过门", door(ON - DAY), since=ON - 9 * DAY)]
    ids = kept(desk, people, rhythm(60), first=3)
    listed = found(desk, ids, ON)
    assert {name: standing(known, ON)[:4] for name, known in listed.items()} == {"没上过门": (State.LATE, (), "home", 0)}


def test_who_was_met_at_the_door_only_after_the_day_still_waits_for_his_first_visit_on_it(desk: Database) -> None:
    ids = kept(desk, [tale("后来上门", phone(ON - DAY), door(ON + 2 * DAY), since=ON - 9 * DAY)], rhythm(60), first=3)
    assert standing(found(desk, ids, ON)["后来上门"], ON).why is Why.FIRST
    assert found(desk, ids, ON + 2 * DAY) == {}


def test_who_was_reached_after_the_day_is_due_on_it(desk: Database) -> None:
    ids = kept(desk, [tale("后来打通", phone(ON - 9 * DAY), phone(ON + DAY))], rhythm(5))
    assert standing(found(desk, ids, ON)["后来打通"], ON).days == 4
    assert found(desk, ids, ON + DAY) == {}


def test_an_attempt_after_the_day_brings_nobody_and_hides_none_of_it(desk: Database) -> None:
    vain = [phone(ON, "no_answer"), phone(ON + 2 * DAY, "no_answer")]
    ids = kept(desk, [tale("该联系", phone(ON - 9 * DAY), *vain), tale("不该联系", phone(ON - DAY), *vain)], rhythm(5))
    listed = found(desk, ids, ON)
    assert {name: standing(known, ON).tried_today for name, known in listed.items()} == {"该联系": True}
    for on, tried in ((ON + DAY, False), (ON + 2 * DAY, True), (ON + 3 * DAY, False)):
        assert standing(found(desk, ids, on)["该联系"], on).tried_today is tried, on


def test_a_storm_brings_everybody_who_was_not_reached_today(desk: Database) -> None:
    people = [tale("昨天联系了", phone(ON - DAY)), tale("今天联系了", phone(ON))]
    ids = kept(desk, people, rhythm(60, weather=True), weathers=[(ON - DAY, ON)])
    assert list(found(desk, ids, ON)) == ["昨天联系了"]
    assert found(desk, ids, ON + DAY) == {}


def test_a_festival_brings_everybody_who_was_not_reached_since_its_days_began(desk: Database) -> None:
    opens = MID_AUTUMN - 7 * DAY
    people = [tale("前一天联系了", phone(opens - DAY)), tale("当天联系了", phone(opens - 2 * DAY), phone(opens))]
    ids = kept(desk, people, rhythm(60, festivals=True), festivals=sorted(FESTIVALS))
    assert not any(standing(known, opens - DAY).open for known in found(desk, ids, opens - DAY).values())
    for on in (opens, MID_AUTUMN - DAY, MID_AUTUMN):
        assert list(found(desk, ids, on)) == ["前一天联系了"], on
    assert found(desk, ids, MID_AUTUMN + DAY) == {}
