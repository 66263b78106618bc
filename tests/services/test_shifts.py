"""The roster of who is on duty: what is covered minute by minute, turns down a list, somebody standing in, the book handed on."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.registers.duty_shift import DutyShift, DutyShiftDraft
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.service_request import ServiceRequestDraft
from stationdesk.registers.stand_in import StandInDraft
from stationdesk.services.helpers import merge_helpers
from stationdesk.services.incidents import begin
from stationdesk.services.requests import raise_request
from stationdesk.services.shift_cover import Span, by_day, gaps
from stationdesk.services.shift_handovers import hand_over, handovers, left_open, proposed_hands
from stationdesk.services.shift_month import hole_times, next_gap, read_month
from stationdesk.services.shift_night import tonight
from stationdesk.services.shift_repeating import Repeated, exchange, monday_of, repeat_week
from stationdesk.services.shift_writing import Person, Rota, ShiftImpossible, fill, put_shift, swap, take_out, went_on
from stationdesk.services.shifts import Turn, gaps_between, keeps_roster, turns_ahead, turns_between
from stationdesk.services.shifts_today import SHIFTS
from stationdesk.services.standing_in import put_stand_in
from stationdesk.services.status_line import duty_facts
from stationdesk.services.today_lines import Asked
from stationdesk.services.undoing import undo_last
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.store.database import Database, author_of
from tests.services.people import ON, OPERATOR, person, put

FIRST = datetime.combine(ON, time())
HALF_HOURS = 5 * 48
"""Of five days, of which three are looked at."""
NIGHTS = Rota(ON, ON + timedelta(days=13), (Person("占国林"), Person("徐丽华"), Person("胡文斌")))


def do(desk: Database, work: Callable[[Any], Any]) -> Any:
    with desk.writing(OPERATOR, "值班") as session:
        return work(session)


def refused(desk: Database, work: Callable[[Any], Any]) -> str:
    with pytest.raises(ShiftImpossible) as error, desk.writing(OPERATOR, "x") as session:
        work(session)
    return error.value.message


def turns(desk: Database, first: date = ON, days: int = 14) -> list[Turn]:
    with desk.reading() as session:
        return turns_between(session, first, first + timedelta(days=days - 1))


@st.composite
def drafts(draw: st.DrawFn) -> DutyShiftDraft:
    begins, minutes = draw(st.integers(0, HALF_HOURS - 1)), draw(st.integers(0, 29))
    length = draw(st.integers(1, 24 * 60))
    start = FIRST - timedelta(days=1) + timedelta(minutes=30 * begins + minutes)
    end = start + timedelta(minutes=length)
    return DutyShiftDraft(day=start.date().isoformat(), from_time=f"{start:%H:%M}", to_time=f"{end:%H:%M}", name="占国林")


@settings(max_examples=25, deadline=None)
@given(st.lists(drafts(), max_size=9))
def test_the_hours_without_anybody_are_those_of_a_look_at_every_minute(found: list[DutyShiftDraft]) -> None:
    first, last = FIRST, FIRST + timedelta(days=3)
    covered = bytearray(3 * 1440)
    for one in found:  # the oracle knows nothing of spans: it ticks minutes
        at, ends = one.begins(), one.ends()
        while at < ends:
            place = int((at - first).total_seconds() // 60)
            if 0 <= place < len(covered):
                covered[place] = 1
            at += timedelta(minutes=1)
    spans = gaps([Span(one.begins(), one.ends()) for one in found], first, last)
    told = bytearray(b"\x01" * len(covered))
    for span in spans:
        begins = int((span.begins - first).total_seconds() // 60)
        told[begins : begins + span.minutes] = bytes(span.minutes)
        assert span.minutes > 0
    assert told == covered
    assert all(one.ends < other.begins for one, other in itertools.pairwise(spans)), "no gap is told in two pieces"
    days = by_day(spans)
    assert sum(span.minutes for some in days.values() for span in some) == sum(span.minutes for span in spans)
    assert all(span.begins.date() == day for day, some in days.items() for span in some)


def test_turns_down_a_list_go_on_where_the_last_ended(desk: Database) -> None:
    with desk.reading() as session:
        assert not keeps_roster(session, ON)
        assert SHIFTS.section(session, Asked(ON)).count == 0, "who keeps no roster is not told of its holes"
        assert duty_facts(session, datetime(2026, 11, 23, 20, 0, tzinfo=VILLAGE_TIME)) == []
    do(
        desk,
        lambda s: put_shift(
            s, DutyShiftDraft(day=(ON + timedelta(days=2)).isoformat(), from_time="20:00", to_time="06:00", name="汪厚行"), ON
        ),
    )
    filled = do(desk, lambda s: fill(s, NIGHTS, ON))
    assert (filled.made, filled.taken) == (13, (ON + timedelta(days=2),)), "a night somebody has already stays his"
    who = [one.who for one in turns(desk)]
    assert who[:6] == ["占国林", "徐丽华", "汪厚行", "胡文斌", "占国林", "徐丽华"], "and nobody's turn is lost with it"
    with desk.reading() as session:
        after = went_on(
            Rota(ON + timedelta(days=14), ON + timedelta(days=16), NIGHTS.people), turns_between(session, ON, ON + timedelta(days=13))
        )
    do(desk, lambda s: fill(s, after, ON))
    assert [one.who for one in turns(desk, ON + timedelta(days=13), 3)] == ["占国林", "徐丽华", "胡文斌"]
    undo_last(desk, OPERATOR)
    assert len(turns(desk, ON + timedelta(days=14))) == 0
    days = Rota(ON, ON + timedelta(days=13), (Person("徐丽华"),), "day", "08:00", "18:00", frozenset(range(5)))
    do(desk, lambda s: fill(s, days, ON))
    with desk.reading() as session:
        holes = by_day(gaps_between(session, ON, ON + timedelta(days=6)))
        assert {day.weekday() for day in holes} == {0, 2, 3, 5, 6}, "the first morning, around the other night, the weekend's days"
        assert sum(span.minutes for span in holes[ON + timedelta(days=5)]) == 600
        lines = SHIFTS.section(session, Asked(ON)).lines
        assert [one.reasons[0][0] for one in lines] == ["没人 00:00—08:00", "没人 18:00—20:00"]
        evening = datetime(2026, 11, 23, 9, 0, tzinfo=VILLAGE_TIME)
        assert [*tonight(session, evening).who] == ["占国林"]
        assert [*tonight(session, evening.replace(hour=3) + timedelta(days=1)).who] == ["占国林"], "at three still his night"
        assert duty_facts(session, evening)[0].text.endswith("占国林")
        nobody = duty_facts(session, evening + timedelta(days=20))[0]
        assert (nobody.tone, nobody.page) == ("amber", "shifts")


def test_a_week_is_repeated_and_what_somebody_has_stays(desk: Database) -> None:
    monday = monday_of(ON)
    do(desk, lambda s: fill(s, Rota(monday, monday + timedelta(days=6), (Person("占国林"), Person("徐丽华")), "night"), ON))
    night = next(one for one in turns(desk, monday, 7) if one.shift.day == (monday + timedelta(days=2)).isoformat())
    do(desk, lambda s: swap(s, night.id, Person("汪厚行"), "生病", ON))
    there = monday + timedelta(days=9)
    do(desk, lambda s: put_shift(s, DutyShiftDraft(day=there.isoformat(), from_time="20:00", to_time="22:00", name="胡文斌"), ON))
    asked = Repeated(monday, monday + timedelta(days=20))
    filled = do(desk, lambda s: repeat_week(s, asked, ON))
    assert (filled.made, filled.taken) == (13, (there,))
    again = {one.shift.day: one.who for one in turns(desk, monday, 21) if one.shift.kind == "night"}
    for number in range(7, 21):
        day = (monday + timedelta(days=number)).isoformat()
        if day != there.isoformat():
            assert again[day] == ("占国林", "徐丽华")[(number % 7) % 2], "who stood in once stands in once"
    assert refused(desk, lambda s: repeat_week(s, asked, ON)), "everything is taken"
    assert refused(desk, lambda s: repeat_week(s, Repeated(monday, monday), ON))
    assert refused(desk, lambda s: repeat_week(s, Repeated(monday + timedelta(days=70), monday + timedelta(days=90)), ON))
    assert refused(desk, lambda s: repeat_week(s, Repeated(monday, monday + timedelta(days=4000)), ON))
    undo_last(desk, OPERATOR)
    assert len(turns(desk, monday, 21)) == 8


def test_a_rota_is_written_anew_from_today_on(desk: Database) -> None:
    before = ON - timedelta(days=3)
    do(desk, lambda s: fill(s, Rota(before, ON + timedelta(days=3), (Person("占国林"),)), ON))
    anew = Rota(before, ON + timedelta(days=3), (Person("徐丽华"),), anew=True)
    filled = do(desk, lambda s: fill(s, anew, ON))
    assert (filled.made, filled.out, len(filled.taken)) == (4, 4, 3)
    assert [one.who for one in turns(desk, before, 7)] == ["占国林"] * 3 + ["徐丽华"] * 4, "what is over stays"


def test_two_exchange_their_turns(desk: Database) -> None:
    do(desk, lambda s: fill(s, NIGHTS, ON))
    first, second, _third, same = (one.id for one in turns(desk)[:4])
    assert refused(desk, lambda s: exchange(s, first, same, "有事", ON)), "both are his"
    assert refused(desk, lambda s: exchange(s, first, second, "", ON)), "without a reason"
    do(desk, lambda s: exchange(s, first, second, "有事", ON))
    assert [one.who for one in turns(desk)[:2]] == ["徐丽华", "占国林"]
    assert refused(desk, lambda s: exchange(s, first, second, "有事", ON)), "somebody stands in already"
    undo_last(desk, OPERATOR)
    assert [one.who for one in turns(desk)[:2]] == ["占国林", "徐丽华"]


def test_the_month_tells_holes_doubles_and_the_turns_of_two_records_of_one_helper(desk: Database) -> None:
    keep = put(desk, Helper, HelperDraft(name="章磊")).id
    double = put(desk, Helper, HelperDraft(name="章磊")).id
    for day, helper in ((ON, keep), (ON, double), (ON + timedelta(days=1), double)):
        with desk.writing(OPERATOR, "值班") as session:
            put_shift(session, DutyShiftDraft(day=day.isoformat(), helper_id=helper, kind="whole"), ON)
    with desk.reading() as session:
        month = read_month(session, ON, ON)
        assert month.kinds == ("whole",)
        assert month.double == frozenset(), "two records are two people as far as anybody knows"
        empty = read_month(session, ON + timedelta(days=60), ON)
        assert empty.missing() == 0
        gap = next_gap(month, ON + timedelta(days=1))
        assert gap is not None
        assert hole_times(month, gap) == ("08:00", "08:00")
        assert next_gap(month, month.last) == month.row(ON), "after the last hole comes the first to come again"
    do(desk, lambda s: merge_helpers(s, keep, double, ON))
    assert [(one.shift.day, one.shift.helper_id) for one in turns(desk)] == [
        (ON.isoformat(), keep),
        ((ON + timedelta(days=1)).isoformat(), keep),
    ], "the same turn is his once"
    with desk.writing(OPERATOR, "两台电脑") as session:
        twice = DutyShiftDraft(day=ON.isoformat(), from_time="20:00", to_time="22:00", helper_id=keep)
        session.add(DutyShift.model_validate(twice, update={"author": author_of(session)}))
    with desk.reading() as session:
        month = read_month(session, ON, ON)
        assert len(month.double) == 2
        assert all("章磊" in month.trouble(one) for one in month.turns if one.id in month.double)


def test_who_has_left_or_is_away_covers_nothing(desk: Database) -> None:
    here = put(desk, Helper, HelperDraft(name="章磊")).id
    other = put(desk, Helper, HelperDraft(name="占国林")).id
    rota = Rota(ON, ON + timedelta(days=3), (Person("章磊", here),), "whole", "00:00", "00:00")
    do(desk, lambda s: fill(s, rota, ON))
    with desk.reading() as session:
        assert gaps_between(session, ON, ON + timedelta(days=3)) == []
    away = StandInDraft(helper_id=here, from_date=(ON + timedelta(days=1)).isoformat(), to_date=(ON + timedelta(days=1)).isoformat())
    do(desk, lambda s: put_stand_in(s, away, ON))
    night = turns(desk)[1]
    assert "章磊" in night.trouble
    with desk.reading() as session:
        assert [turns_ahead(session, here, ON + timedelta(days=number)) for number in (0, 2, 4)] == [4, 2, 0]
    with desk.reading() as session:
        assert [span.minutes for span in gaps_between(session, ON, ON + timedelta(days=3))] == [1440]
        assert "章磊" in SHIFTS.section(session, Asked(ON)).lines[0].reasons[-1][0]
    assert refused(desk, lambda s: swap(s, night.id, Person("占国林", other), " ", ON)), "without a reason"
    assert refused(desk, lambda s: swap(s, night.id, Person("章磊", here), "外出", ON)), "for himself"
    do(desk, lambda s: swap(s, night.id, Person("占国林", other), "外出培训", ON))
    now = turns(desk)[1]
    assert (now.who, now.instead_of, now.shift.swap_reason, now.trouble) == ("占国林", "章磊", "外出培训", "")
    with desk.reading() as session:
        assert (turns_ahead(session, here, ON), turns_ahead(session, other, ON)) == (3, 1)
    undo_last(desk, OPERATOR)
    assert turns(desk)[1].who == "章磊"
    do(desk, lambda s: swap(s, night.id, Person("占国林", other), "外出培训", ON))
    do(desk, lambda s: swap(s, night.id, None, "", ON))
    assert turns(desk)[1].instead_of == ""
    assert refused(desk, lambda s: swap(s, night.id, None, "", ON))
    with desk.writing(OPERATOR, "离任") as session:
        found = session.get(Helper, session.connection().exec_driver_sql("SELECT key FROM helper WHERE id = ?", (here,)).scalar_one())
        assert found is not None
        found.left_on = (ON + timedelta(days=2)).isoformat()
    assert [bool(one.trouble) for one in turns(desk)] == [False, True, True, True]
    assert "章磊" in refused(desk, lambda s: put_shift(s, DutyShiftDraft(day=(ON + timedelta(days=5)).isoformat(), helper_id=here), ON))


def test_a_roster_that_cannot_be_is_said_and_nothing_is_written(desk: Database) -> None:
    people = (Person("占国林"),)
    assert refused(desk, lambda s: fill(s, Rota(ON, ON, ()), ON))
    assert refused(desk, lambda s: fill(s, Rota(ON, ON - timedelta(days=1), people), ON))
    assert refused(desk, lambda s: fill(s, Rota(ON, ON + timedelta(days=4000), people), ON))
    assert refused(desk, lambda s: fill(s, Rota(ON, ON, people, weekdays=frozenset({(ON.weekday() + 1) % 7})), ON))
    assert turns(desk) == []
    made = do(desk, lambda s: put_shift(s, DutyShiftDraft(day=ON.isoformat(), from_time="18:00", to_time="08:00", name="占国林"), ON))
    twice = DutyShiftDraft(day=ON.isoformat(), from_time="20:00", to_time="22:00", name="占国林")
    assert "占国林" in refused(desk, lambda s: put_shift(s, twice, ON))
    do(desk, lambda s: put_shift(s, twice.model_copy(update={"name": "徐丽华"}), ON))
    assert "徐丽华" in refused(desk, lambda s: swap(s, made.id, Person("徐丽华"), "有事", ON)), "he would be twice"
    assert refused(desk, lambda s: fill(s, Rota(ON, ON, people), ON)), "everything is taken"
    assert len(turns(desk)) == 2
    do(desk, lambda s: take_out(s, made.id))
    assert refused(desk, lambda s: take_out(s, made.id))
    undo_last(desk, OPERATOR)
    assert len(turns(desk)) == 2


def test_around_a_change_of_turns_it_is_known_who_hands_over(desk: Database) -> None:
    do(desk, lambda s: fill(s, NIGHTS, ON))
    do(desk, lambda s: fill(s, Rota(ON, ON + timedelta(days=3), (Person("胡文斌"),), "day", "08:00", "18:00"), ON))
    morning = datetime(2026, 11, 24, 8, 10, tzinfo=VILLAGE_TIME)
    with desk.reading() as session:
        assert proposed_hands(session, morning) == ("占国林", "胡文斌"), "the night that ended, the day that began"
        assert proposed_hands(session, morning.replace(hour=18)) == ("胡文斌", "徐丽华")
        assert proposed_hands(session, morning.replace(hour=15)) == ("胡文斌", "徐丽华"), "between: who is on, and who comes"
        assert proposed_hands(session, morning + timedelta(days=60)) == ("", "")


def test_the_book_is_handed_on_with_what_is_open(desk: Database) -> None:
    at = datetime(2026, 11, 23, 8, 0, tzinfo=VILLAGE_TIME)
    who = person(desk, "余水莲", 79, residency_status="hospital")
    do(desk, lambda s: raise_request(s, ServiceRequestDraft(resident_id=who, text="修灯"), ON))
    do(desk, lambda s: begin(s, at, OPERATOR))
    with desk.reading() as session:
        assert [(one.kind, one.count) for one in left_open(session, ON)] == [("incident", 1), ("request", 1), ("hospital", 1)]
    assert refused(desk, lambda s: hand_over(s, at, "占国林", " ", ""))
    assert refused(desk, lambda s: hand_over(s, at, "占国林", "占国林", ""))
    do(desk, lambda s: hand_over(s, at, "占国林", "徐丽华", "余家灶房的灯今天修"))
    with desk.reading() as session:
        book = handovers(session, ON, ON)
    assert [(one.at, one.to_name) for one in book] == [("08:00", "徐丽华")]
    assert "余水莲" not in (book[0].left_open or "")
    assert "1" in (book[0].left_open or "")
