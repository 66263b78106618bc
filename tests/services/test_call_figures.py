"""The figures of family calls equal a plain count over everything that was written down."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from stationdesk.services import calls
from stationdesk.services.call_figures import Figures, figures, month, nth
from stationdesk.services.call_gaps import silent, silent_rows
from stationdesk.services.call_wishes import wanted
from stationdesk.services.coverage import coverage, here
from stationdesk.services.coverage_definition import definition
from stationdesk.services.unit_tree import tree
from stationdesk.store.database import Database
from tests.services.calling import booked, held, wished
from tests.services.people import ON, OPERATOR, person


def told(first: date, last: date, said: list[dict[str, Any]]) -> dict[str, Any]:
    """Count what was said, call by call."""
    inside = [one for one in said if first <= ON - timedelta(days=one["days"]) <= last]
    spoke = [one for one in inside if one["spoke"]]
    groups: Counter[str] = Counter()
    for one in spoke:
        groups.update({name.split("/")[1] for name in one["who"]})
    return {
        "sessions": len(spoke),
        "person_times": sum(len(one["who"]) for one in spoke),
        "people": len({name for one in spoke for name in one["who"]}),
        "households": len({name.split("/")[0] for one in spoke for name in one["who"]}),
        "minutes": sum(one["minutes"] or 0 for one in spoke),
        "without_minutes": sum(one["minutes"] is None for one in spoke),
        "at_station": sum(one["place"] == "station" for one in spoke),
        "at_home": sum(one["place"] == "home" for one in spoke),
        "elsewhere": sum(one["place"] == "school" for one in spoke),
        "no_answer": sum(not one["spoke"] for one in inside),
        "by_group": dict(sorted(groups.items())),
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_figures_of_a_made_up_season_equal_a_plain_count(desk: Database, seed: int) -> None:
    chance = Random(seed)
    said: list[dict[str, Any]] = []
    ids = {}
    for number in range(8):
        home, group = f"h{number // 2}", chance.choice(("汪家组", "岭下组"))
        ids[f"{home}/{group}/{number}"] = person(desk, f"人{number}", 70 + number, household_id=home, village_group=group)
    for _call in range(40):
        who = chance.sample(sorted(ids), chance.choice((1, 1, 1, 2, 3)))
        days, place = chance.randrange(0, 120), chance.choice(("station", "home", "school"))
        spoke, minutes = chance.random() < 0.7, chance.choice((None, 5, 18, 31))
        if spoke:
            held(desk, *(ids[one] for one in who), days=days, minutes=minutes, place=place)
        else:
            days = 0
            one = booked(desk, *(ids[some] for some in who), clock=f"{_call % 24:02}:{_call % 2 * 30:02}", place=place)
            with desk.writing(OPERATOR, "没接通") as session:
                calls.no_answer(session, one, ON, OPERATOR)
        said.append({"who": who, "days": days, "place": place, "spoke": spoke, "minutes": minutes})
    with desk.reading() as session:
        for first, last in ((ON - timedelta(days=200), ON), (ON - timedelta(days=60), ON - timedelta(days=7)), (ON, ON)):
            found = figures(session, first, last)
            assert {name: getattr(found, name) for name in told(first, last, said)} == told(first, last, said)
        latest = {one: min((s["days"] for s in said if s["spoke"] and one in s["who"]), default=None) for one in ids}
        silent_now = {ids[one] for one, days in latest.items() if days is not None and days >= 30}
        assert {one.resident_id for one in silent(session, ON, waiting=False)} == silent_now
        assert figures(session, ON, ON).silent == len(silent_now)
        this_month = [one for one in said if (ON - timedelta(days=one["days"])).month == ON.month]
        assert month(session, ON).spoke == sum(one["spoke"] for one in this_month)


def test_a_result_written_after_the_cut_off_does_not_count_yet(desk: Database) -> None:
    held(desk, person(desk, "汪厚行", 81), days=5)
    with desk.reading() as session:
        assert figures(session, ON - timedelta(days=9), ON - timedelta(days=2)).sessions == 1
        assert figures(session, ON - timedelta(days=9), ON - timedelta(days=2), known_on=ON - timedelta(days=2)) == Figures()


def test_which_call_it_is_is_counted_by_day_not_by_writing(desk: Database) -> None:
    one = person(desk, "汪厚行", 81)
    late, early = held(desk, one, days=1), held(desk, one, days=9)
    with desk.reading() as session:
        for id_, number in ((early, 1), (late, 2)):
            kept = calls.call_called(session, id_)
            assert nth(session, one, kept.call_on, kept.start_time or "", kept.key) == number


def test_thirty_days_the_longest_first_and_not_who_is_booked_gone_or_with_the_family(desk: Database) -> None:
    names = {name: person(desk, name, 75) for name in ("甲", "乙", "丙", "丁", "戊")}
    names["走了"] = person(desk, "走了", 75, residency_status="moved_out", residency_since=ON.isoformat())
    names["去了"] = person(desk, "去了", 75, residency_status="away", residency_since=ON.isoformat())
    for name, days in (("甲", 31), ("乙", 46), ("丙", 29), ("丁", 40), ("走了", 50), ("去了", 50)):
        held(desk, names[name], days=days)
    booked(desk, names["丁"], days=3)
    wished(desk, names["戊"], from_date=ON - timedelta(days=33), free_words="周六上午")
    with desk.reading() as session:
        found = silent(session, ON)
        assert [(one.resident_id, one.days) for one in found] == [(names["乙"], 46), (names["戊"], 33), (names["甲"], 31)]
        rows = silent_rows(session, found, ON)
        assert rows[names["乙"]].whom == "妈妈 林秀，泉州"
        assert (rows[names["戊"]].free, rows[names["戊"]].since) == ("周六上午", "")
        assert [rows[one.resident_id].tone for one in found] == ["late", "soon", "soon"]


def test_a_wish_makes_the_next_day_due_and_a_booking_answers_it(desk: Database) -> None:
    first, second = person(desk, "余石", 9), person(desk, "余满", 7)
    wished(desk, first, second, every=14, from_date=ON - timedelta(days=30))
    with desk.reading() as session:
        (due,) = wanted(session, ON)
        assert (due.people, due.next_on, due.last_on) == ((first, second), ON - timedelta(days=30), None)
    held(desk, first, second, days=10)
    with desk.reading() as session:
        assert wanted(session, ON)[0].next_on == ON + timedelta(days=4)
    booked(desk, first, second, days=4)
    with desk.reading() as session:
        assert wanted(session, ON) == []


def test_a_new_wish_ends_the_one_before(desk: Database) -> None:
    one = person(desk, "汪厚行", 81)
    wished(desk, one, every=30, from_date=ON - timedelta(days=90))
    wished(desk, one, every=7)
    with desk.reading() as session:
        assert [(due.wish.every_days, due.next_on) for due in wanted(session, ON)] == [(7, ON)]


def test_a_village_with_one_call_is_covered(desk: Database) -> None:
    with desk.reading() as session:
        asked = definition("call")
        assert set(here(session)(asked, None, ON.isoformat())) == set()
    held(desk, person(desk, "汪厚行", 81), days=1)
    booked(desk, person(desk, "徐桂英", 81), days=1)
    with desk.reading() as session:
        assert len(here(session)(asked, None, ON.isoformat())) == 1
        assert here(session)(asked, ON.isoformat(), ON.isoformat()) == []
        assert coverage(tree(session), asked, here(session), ON.isoformat()).definition.title == "亲情连线"
