"""The answer to what is due equals a slow plain count for every day of a year: pure, in bulk, and as the store is asked (pains.md, 8)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stationdesk.services.due import Due, due, standing
from stationdesk.services.due_days import DayState, days_of, days_of_history
from stationdesk.services.due_history import due_on_day
from stationdesk.services.due_known import due_of, known_of
from stationdesk.services.due_parts import Known
from stationdesk.services.open_ones import open_ones
from stationdesk.services.standing_in import who_of
from tests.services.due_oracle import NOTHING, asked_for, judge, note_day, responsible, where
from tests.services.due_store import keep
from tests.services.due_tales import BEGIN, FIRST, LAST, by_chance, history_of, world_of
from tests.services.due_village import DAY, Tale, Verdict, Village, Wall
from tests.store.kit import quick_desk

HISTORIES, PROOF_HISTORIES = 100, 2_000
villages = st.builds(by_chance, st.integers(0, 2**31), st.integers(1, 3))


def said(found: Due) -> Verdict:
    """Return the program's answer in the oracle's words."""
    if found.care is None:
        return Verdict(found.state.value)
    return Verdict(found.state.value, found.care.value, found.due_on, found.why.value, found.tried_today)


def verdicts(village: Village, tale: Tale, days: set[date] | None = None) -> dict[date, tuple[Verdict, DayState]]:
    """Walk through the year: how somebody stands in the evening of each day (or of `days`), and how the day went."""
    wall, found, day = Wall(), {}, BEGIN
    while day <= LAST:
        asked = day >= FIRST if days is None else day in days
        morning = _open(village, tale, wall, day) if asked else []
        note_day(village, tale, wall, day)
        if asked:
            evening = judge(village, tale, wall, day)
            found[day] = (evening, _went(village, tale, wall, morning, day))
        day += DAY
    return found


def _open(village: Village, tale: Tale, wall: Wall, day: date) -> list[tuple[str, date, date, str, bool]]:
    """Return what is open on a morning; what happens during the day is known from the morning, for whoever asks asks later."""
    eve = Wall(wall.reached, wall.home, wall.tried, wall.change)
    quiet = Tale(tale.name, tale.household, tale.group, tale.grades, tale.moves, [], tale.guardians_end, falls=tale.falls)
    note_day(village, quiet, eve, day)
    for one in tale.contacts_on(day):
        if one[3] == "emergency":
            happened = (day, day + DAY, one[4], "emergency")
            eve.change = max(eve.change, happened) if eve.change else happened
    if judge(village, tale, eve, day).care is None:
        return []
    return [one for one in asked_for(village, tale, eve, day) if one[1] <= day]


def _went(village: Village, tale: Tale, wall: Wall, morning: list[tuple[str, date, date, str, bool]], day: date) -> DayState:
    verdict = judge(village, tale, wall, day)
    if verdict.care is None and verdict != NOTHING:
        return DayState(paused=where(tale, day)[0] or "")
    if not morning:
        return DayState()
    left = [one for one in asked_for(village, tale, wall, day) if one[1] <= day]
    return DayState(
        due_contact=any(care == "contact" for care, *_rest in morning),
        due_home=any(care == "home" for care, *_rest in morning),
        settled=not left,
        missed=any(last == day or daily for _care, _opens, last, _why, daily in left),
        late=any(last < day and not daily for _care, _opens, last, _why, daily in morning),
    )


def every_day_is_right(village: Village) -> None:
    """Compare the pure answer and the bulk with the oracle on every day of the year."""
    world = world_of(village)
    for tale in village.people:
        history, wanted = history_of(village, tale), verdicts(village, tale)
        bulk = days_of_history(history, world, FIRST, LAST)
        assert list(bulk) == list(wanted)
        for day, (verdict, went) in wanted.items():
            assert said(due_on_day(history, world, day)) == verdict, (tale, day)
            assert bulk[day] == went, (tale, day)


@settings(max_examples=HISTORIES)
@given(villages)
@example(by_chance(999999999, 2))  # a visit that would fall on the Spring Festival of the year after
def test_every_day_of_a_year_equals_the_oracle(village: Village) -> None:
    every_day_is_right(village)


@pytest.mark.proof
@settings(max_examples=PROOF_HISTORIES)
@given(villages)
def test_every_day_of_a_year_equals_the_oracle_in_many_histories(village: Village) -> None:
    every_day_is_right(village)


def is_listed_rightly(known: Known | None, verdict: Verdict, tale: Tale, day: date) -> None:
    """Compare what the look at everybody found of a person (None: nothing) with the oracle's verdict."""
    if verdict.state in ("late", "today") or (verdict.state == "tomorrow" and verdict.care == "home"):
        assert known is not None, (tale, day)
    assert known is None or said(standing(known, day)) == verdict, (tale, day)


def the_store_is_right(place: Path, village: Village, days: list[date], weeks_before: list[date]) -> None:
    """Compare what a real store answers on some days with the oracle, and of `weeks_before` how the two weeks up to each went."""
    looked_at = {*days, *(day - back * DAY for day in weeks_before for back in range(15))}
    wanted = {tale.name: verdicts(village, tale, looked_at) for tale in village.people}
    with quick_desk(place) as desk:
        with desk.writing("神谕", "一个村") as session:
            ids = keep(session, village)
        everybody = list(ids.values())
        for day in days:
            with desk.reading() as session:
                answers, known = due_of(session, everybody, day), known_of(session, everybody, day, who=True)
                listed, who = dict(open_ones(session, day)), who_of(session, everybody, day)
            for tale in village.people:
                one, verdict = ids[tale.name], wanted[tale.name][day][0]
                assert said(answers[one]) == verdict, (tale, day)
                is_listed_rightly(listed.get(one), verdict, tale, day)
                assert who[one].who.name == responsible(village, tale, day), (tale, day)
                assert due(known[one], day).who == who[one] or verdict.care is None
        for day in weeks_before:
            with desk.reading() as session:
                month = days_of(session, everybody, day - 14 * DAY, day)
            for tale in village.people:
                went = month[ids[tale.name]]
                assert went == {back: wanted[tale.name][back][1] for back in went}, (tale, day)
                assert len(went) == 15


@settings(max_examples=12)
@given(villages, st.lists(st.integers(15, 364), min_size=6, max_size=6))
def test_the_store_answers_as_the_oracle(tmp_path_factory: pytest.TempPathFactory, village: Village, days: list[int]) -> None:
    asked = [FIRST + nth * DAY for nth in days]
    the_store_is_right(tmp_path_factory.mktemp("oracle"), village, asked, asked)


def test_a_village_of_five_hundred_equals_the_oracle(tmp_path: Path, seed: int) -> None:
    village = by_chance(seed, 500)
    asked = [date(2026, 2, 14), date(2026, 9, 27), LAST]
    the_store_is_right(tmp_path, village, asked, asked)


def test_the_list_of_every_day_of_a_small_village_equals_the_oracle(tmp_path: Path, seed: int) -> None:
    village, days = by_chance(seed + 5, 45), [FIRST + nth * DAY for nth in range(365)]
    wanted = {tale.name: verdicts(village, tale, set(days)) for tale in village.people}
    with quick_desk(tmp_path) as desk:
        with desk.writing("神谕", "一个村") as session:
            ids = keep(session, village)
        for day in days:
            with desk.reading() as session:
                listed = dict(open_ones(session, day))
            for tale in village.people:
                is_listed_rightly(listed.get(ids[tale.name]), wanted[tale.name][day][0], tale, day)


@pytest.mark.proof
def test_every_day_of_a_village_of_five_hundred_equals_the_oracle(tmp_path: Path, seed: int) -> None:
    village = by_chance(seed + 1, 500)
    every_day_is_right(village)
    year = [FIRST + nth * DAY for nth in range(365)]
    the_store_is_right(tmp_path, village, year, year[14::15])


def test_every_kind_of_day_comes_up(seed: int) -> None:
    found = set()
    for nth in range(40):
        village = by_chance(seed + nth, 3)
        for tale in village.people:
            found |= {(verdict.state, verdict.why) for verdict, _went in verdicts(village, tale).values()}
    reasons = ("rhythm", "first", "change", "weather", "festival")
    wanted = {(state, why) for state in ("late", "today") for why in reasons}
    assert wanted | {("paused", None), ("none", None), ("later", "rhythm"), ("tomorrow", "rhythm")} <= found
