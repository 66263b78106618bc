"""The week of every helper: equal to a pencil on a calendar, and who goes where, for whom, until when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.stand_in import StandInDraft
from stationdesk.services.helper_week import WEEK, Rhythm, Week, helper_week, monday
from stationdesk.services.standing_in import put_stand_in
from stationdesk.store.database import Database
from tests.services.pairing_kit import answers_for, child, helper, pair
from tests.services.people import ON, OPERATOR, ago, person, put, visited

FIRST = date(2026, 1, 1)
days = st.integers(0, 90).map(lambda number: FIRST + timedelta(days=number))


def week_of(desk: Database, on: date = ON, first: date | None = None) -> Week:
    with desk.reading() as session:
        return helper_week(session, on, first)


def lines(week: Week) -> list[tuple[str, str, str]]:
    return [(one.who, one.name, one.state) for one in week.errands]


def by(who: str, name: str) -> dict[str, Any]:
    return {"visitors": ({"name": name, "helper_id": who},)}


def away(desk: Database, who: str, stand_in: str | None, first: str, last: str | None) -> None:
    with desk.writing(OPERATOR, "外出") as session:
        put_stand_in(session, StandInDraft(helper_id=who, stand_in_helper_id=stand_in, from_date=first, to_date=last), ON)


def rhythm_of(every: int, begun: date, kept: set[date], first: date, rests: list[tuple[date, date]] | None = None) -> Rhythm:
    """Return a rhythm as the week from `first` looks at it."""
    there = sorted(day for day in kept if first <= day <= first + WEEK)
    return Rhythm(every, begun, max((day for day in kept if day < first), default=None), there, rests or [])


def owed_by_pencil(rhythm: Rhythm, kept: set[date], first: date) -> date | None:
    """Walk every day from the beginning to the Sunday; return the day it fell due, None where it is not due in the week."""
    assert rhythm.begun is not None
    day, count, due = rhythm.begun, 0, None
    while day <= first + WEEK:
        if day > rhythm.begun:
            count += 1
        resting = any(begin <= day <= end for begin, end in rhythm.rests)
        if (day < first and day in kept) or (resting and (due is None or day < first)):
            count, due = 0, None
        elif count == rhythm.every and due is None:
            due = day
        day += timedelta(days=1)
    return due


@given(
    every=st.integers(1, 40),
    begun=days,
    kept=st.sets(days, max_size=20),
    rests=st.lists(st.tuples(days, st.integers(0, 20)), max_size=1),
    week=st.integers(3, 12),
)
def test_what_is_owed_in_a_week_equals_a_pencil_on_a_calendar(
    every: int, begun: date, kept: set[date], rests: list[tuple[date, int]], week: int
) -> None:
    first = monday(FIRST) + week * timedelta(days=7)
    spans = [(begin, begin + timedelta(days=long)) for begin, long in rests]
    spans = [one for one in spans if begun < one[0] and not one[0] < first <= one[1]]
    kept = {day for day in kept if day > begun and not any(begin <= day <= end for begin, end in spans)}
    rhythm = rhythm_of(every, begun, kept, first, spans)
    found = rhythm.asks(first, first + WEEK + timedelta(days=1))
    pencil = owed_by_pencil(rhythm, kept, first)
    assert (found is None) == (pencil is None)
    if found is not None:
        there = {day for day in kept if first <= day <= first + WEEK}
        assert found.done == min(len(there), found.times)
        assert found.state == ("done" if len(there) >= found.times else "missed")
        assert found.due_on == pencil


@given(every=st.integers(1, 40), begun=days, kept=st.sets(days, max_size=20), on=days)
def test_whoever_keeps_it_in_time_is_never_late_and_every_duty_stands_in_one_week(
    every: int, begun: date, kept: set[date], on: date
) -> None:
    """Of the weeks to come each duty is on exactly one list, on its day."""
    kept = {day for day in kept if begun < day <= on}
    expected, day = [], max(max(kept, default=begun) + timedelta(days=every), on)
    end = monday(on) + timedelta(days=7 * 12)
    while day < end:
        expected.append(day)
        day += timedelta(days=every)
    found: list[date] = []
    for number in range(1, 12):
        first = monday(on) + timedelta(days=7 * number)
        asked = rhythm_of(every, begun, kept, first).asks(first, on)
        if asked is not None:
            assert asked.state == "due"
            found += [asked.due_on + timedelta(days=every * at) for at in range(asked.times)]
    assert found == [day for day in expected if day > monday(on) + WEEK]


def test_a_week_lists_whom_each_helper_owes_what_until_when(desk: Database) -> None:
    lu, wu = helper(desk, "卢妈妈队", "team"), helper(desk, "吴敏", "youth_league_sibling", org="卢妈妈队")
    zhang, jiang, fang = (
        person(desk, name, 80, "red", village_group=group) for name, group in (("章火香", "二组"), ("江保国", "一组"), ("方大元", "一组"))
    )
    boy = child(desk, "徐小芽", "小芽")
    pair(desk, lu, zhang, home_visit_every_days=7)
    pair(desk, lu, jiang, home_visit_every_days=7)
    pair(desk, wu, fang, contact_every_days=7, home_visit_every_days=30)
    pair(desk, wu, boy, contact_every_days=30, start_date=ago(26))
    pair(desk, wu, person(desk, "余水莲", 79), contact_every_days=30, start_date=ago(20))
    pair(desk, wu, person(desk, "汪冬香", 79))
    answers_for(desk, wu, zhang, 1)
    visited(desk, zhang, 10, "home", visitors=({"name": "谁知道", "org": "卢妈妈队"},))
    visited(desk, jiang, 4, "home", **by(lu, "卢妈妈队"))
    visited(desk, fang, 8, "home", **by(wu, "吴敏"))
    visited(desk, fang, 0, "phone", **by(wu, "吴敏"))
    week = week_of(desk)
    assert (week.first, week.last, week.unsaid) == (date(2026, 11, 23), date(2026, 11, 29), 1)
    assert lines(week) == [
        ("卢妈妈队", "章火香", "late"),
        ("卢妈妈队", "江保国", "due"),
        ("吴敏", "小芽（化名）", "due"),
        ("吴敏", "方大元", "done"),
    ]
    late, due, boys, _done = week.errands
    assert (late.due_on, late.last, late.home, late.group, late.open) == (date(2026, 11, 20), date(2026, 11, 13), True, "二组", True)
    assert due.due_on == date(2026, 11, 26)
    assert (boys.group, boys.child, boys.home) == ("", True, False)
    assert [(one.name, one.unit, one.people, one.open) for one in week.by_helper()] == [
        ("卢妈妈队", "卢妈妈队", 2, 2),
        ("吴敏", "卢妈妈队", 2, 1),
    ]
    assert [(one.name, one.people) for one in week.by_unit()] == [("卢妈妈队", 4)]
    before = week_of(desk, first=date(2026, 11, 16))
    assert {(one.name, one.state) for one in before.errands} == {("章火香", "missed"), ("江保国", "done"), ("方大元", "missed")}, (
        "a day too late"
    )


def test_a_visit_at_home_keeps_the_contact_too_and_both_are_one_line(desk: Database) -> None:
    wu, zhang = helper(desk, "吴敏"), person(desk, "章火香", 86)
    pair(desk, wu, zhang, contact_every_days=7, home_visit_every_days=14)
    visited(desk, zhang, 12, "home", **by(wu, "吴敏"))
    (one,) = week_of(desk).errands
    assert (one.home, one.state, one.due_on) == (True, "late", date(2026, 11, 18)), "the call is late, the visit asked for by Wednesday"
    visited(desk, zhang, 0, "phone", **by(wu, "吴敏"))
    (one,) = week_of(desk).errands
    assert (one.home, one.state, one.due_on) == (True, "due", date(2026, 11, 25))
    visited(desk, zhang, 0, "home", **by(wu, "吴敏"))
    (one,) = week_of(desk).errands
    assert one.state == "done"


def test_who_stands_in_has_it_on_his_list_and_what_he_does_counts(desk: Database) -> None:
    wu, huang = helper(desk, "吴敏"), helper(desk, "黄晓燕", org="村妇联")
    zhang, jiang = person(desk, "章火香", 86), person(desk, "江保国", 70)
    for who, begun in ((zhang, 5), (jiang, 7)):
        pair(desk, wu, who, contact_every_days=7, start_date=ago(begun))
    away(desk, wu, huang, ago(0), (ON + timedelta(days=1)).isoformat())
    assert [(one.who, one.name, one.instead_of) for one in week_of(desk).errands] == [("吴敏", "章火香", ""), ("黄晓燕", "江保国", "吴敏")]
    visited(desk, jiang, 0, "phone", **by(huang, "黄晓燕"))
    visited(desk, zhang, 1, "phone", **by(huang, "黄晓燕"))
    found = {one.name: one for one in week_of(desk).errands}
    assert (found["江保国"].state, found["江保国"].who, found["江保国"].unit) == ("done", "黄晓燕", "村妇联")
    assert found["章火香"].state == "due", "before the absence she stood in for nobody"
    later = week_of(desk, ON + timedelta(days=7))
    assert {(one.name, one.who, one.state) for one in later.errands} == {("江保国", "吴敏", "due"), ("章火香", "吴敏", "late")}


def test_without_a_stand_in_the_station_goes_and_whoever_went_counts(desk: Database) -> None:
    wu, zhang = helper(desk, "吴敏"), person(desk, "章火香", 86)
    pair(desk, wu, zhang, contact_every_days=7)
    away(desk, wu, None, ago(0), None)
    (one,) = week_of(desk).errands
    assert (one.doer, one.who, one.instead_of, one.state) == ("", "本站", "吴敏", "late")
    visited(desk, zhang, 0, "phone", visitors=({"name": OPERATOR},))
    (one,) = week_of(desk).errands
    assert (one.doer, one.state) == ("", "done")


def test_rests_hospital_death_and_helpers_without_a_record(desk: Database) -> None:
    wu, gone = helper(desk, "吴敏"), helper(desk, "走了的", left_on=ago(30))
    asked = {"contact_every_days": 7}
    pair(desk, wu, person(desk, "住院的", 80, residency_status="hospital", residency_since=ago(3)), **asked)
    pair(desk, wu, person(desk, "去世的", 80, residency_status="deceased", residency_since=ago(3)), **asked)
    pair(desk, wu, person(desk, "暂停的", 80), state="suspended", suspended_on=ago(9), **asked)
    pair(desk, wu, person(desk, "歇过的", 80), rests=(f"{ago(40)}/{ago(1)}",), **asked)
    pair(desk, wu, person(desk, "还没到", 80), start_date=(ON + timedelta(days=9)).isoformat(), **asked)
    pair(desk, wu, person(desk, "提出的", 80), state="proposed", **asked)
    pair(desk, gone, person(desk, "没交接", 80), **asked)
    put(
        desk,
        Pairing,
        PairingDraft(helper_name="石小兰", resident_id=person(desk, "只有名字", 80), start_date=ago(50), contact_every_days=7),
    )
    week = week_of(desk)
    assert set(lines(week)) == {("吴敏", "歇过的", "due"), ("石小兰", "只有名字", "late"), ("本站", "没交接", "late")}
    assert week.paused == 1
    assert "住院的" in {one.name for one in week_of(desk, first=ON - timedelta(days=14)).errands}, "two weeks ago she was at home"


def test_a_household_is_one_line_with_the_name_of_the_family(desk: Database) -> None:
    home = put(desk, Household, HouseholdDraft(head_name="江保国")).id
    first = person(desk, "江保国", 70, household_id=home)
    second = person(desk, "余水莲", 69, household_id=home)
    lu = helper(desk, "卢妈妈队", "team")
    put(desk, Pairing, PairingDraft(helper_id=lu, household_id=home, start_date=ago(50), home_visit_every_days=7))
    (one,) = week_of(desk).errands
    assert (one.resident, one.name, one.state) == (first, "江保国一家", "late")
    visited(desk, second, 0, "home", household_id=home, **by(lu, "卢妈妈队"))
    (one,) = week_of(desk).errands
    assert one.state == "done", "whoever of the family was met"


def test_a_daily_rhythm_is_counted_within_the_week(desk: Database) -> None:
    wu, zhang = helper(desk, "吴敏"), person(desk, "章火香", 86)
    pair(desk, wu, zhang, contact_every_days=1)
    for days_ago in (1, 0):
        visited(desk, zhang, days_ago, "phone", **by(wu, "吴敏"))
    visited(desk, zhang, 0, "phone", **by(wu, "吴敏"))
    (one,) = week_of(desk).errands
    assert (one.times, one.done, one.state, one.due_on) == (7, 1, "due", ON + timedelta(days=1))
    (one,) = week_of(desk, ON + timedelta(days=3)).errands
    assert (one.done, one.state, one.due_on) == (1, "late", ON + timedelta(days=1))
    (one,) = week_of(desk, ON + timedelta(days=9), first=ON).errands
    assert (one.done, one.state) == (1, "missed")


def test_a_past_week_shows_who_stood_there_then(desk: Database) -> None:
    wu, huang, zhang = helper(desk, "吴敏", left_on=ago(7)), helper(desk, "黄晓燕"), person(desk, "章火香", 86)
    asked = {"contact_every_days": 7}
    old = pair(desk, wu, zhang, state="changed", end_date=ago(7), end_reason="helper_left", **asked)
    pair(desk, huang, zhang, start_date=ago(7), previous_id=old, **asked)
    visited(desk, zhang, 8, "phone", **by(wu, "吴敏"))
    assert [(one.who, one.state) for one in week_of(desk, first=ON - timedelta(days=14)).errands] == [("吴敏", "done")]
    assert [(one.who, one.state, one.last) for one in week_of(desk).errands] == [("黄晓燕", "late", ON - timedelta(days=8))]
