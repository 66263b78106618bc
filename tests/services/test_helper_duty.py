"""What a helper owes and did: the quick count of windows equals a slow one, day by day; and the village's lists."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stationdesk.services.helper_duty import Term, duties, kept
from stationdesk.services.pairing_world import read_world
from stationdesk.store.database import Database
from tests.services.pairing_kit import helper, pair, world
from tests.services.people import ON, ago, person, visited

FIRST = date(2026, 1, 1)
days = st.integers(0, 120).map(lambda number: FIRST + timedelta(days=number))


def slow(term: Term, seen: set[date], first: date, last: date) -> tuple[int, int]:
    """Walk every day since the beginning, as one would with a pencil on a calendar."""
    due = done = 0
    day, length, touched, rested = term.begins, 0, False, False
    while day <= last:
        if term.until is not None and day >= term.until:
            break
        length += 1
        touched = touched or day in seen
        rested = rested or any(begin <= day <= end for begin, end in term.rests)
        if length == term.every:
            if day >= first and not rested:
                due, done = due + 1, done + touched
            length, touched, rested = 0, False, False
        day += timedelta(days=1)
    return due, done


@given(
    begins=days,
    every=st.integers(1, 40),
    until=st.none() | days,
    rests=st.lists(st.tuples(days, days).map(lambda pair: (min(pair), max(pair))), max_size=3),
    seen=st.sets(days, max_size=25),
    period=st.tuples(days, days).map(lambda pair: (min(pair), max(pair))),
)
def test_the_count_equals_a_pencil_on_a_calendar(
    begins: date, every: int, until: date | None, rests: list[tuple[date, date]], seen: set[date], period: tuple[date, date]
) -> None:
    term = Term(begins, every, until, tuple(rests))
    assert kept(term, seen, *period) == slow(term, seen, *period)


@given(begins=days, every=st.integers(1, 40), seen=st.sets(days, max_size=25), cut=days)
def test_two_periods_add_up(begins: date, every: int, seen: set[date], cut: date) -> None:
    term, end = Term(begins, every), FIRST + timedelta(days=200)
    before, after = kept(term, seen, FIRST, cut), kept(term, seen, cut + timedelta(days=1), end)
    assert tuple(map(sum, zip(before, after, strict=True))) == kept(term, seen, FIRST, end)


def test_a_call_is_a_contact_a_visit_is_both_and_many_calls_on_one_day_are_one(desk: Database) -> None:
    wang, cheng, huang = person(desk, "汪厚行", 81, "red"), helper(desk, "程雪琴"), helper(desk, "黄晓燕")
    pair(desk, cheng, wang, start_date=ago(28), contact_every_days=7, home_visit_every_days=14)
    for days, mode, who in (
        (27, "phone", cheng),
        (27, "phone", cheng),
        (26, "phone", cheng),
        (20, "home", cheng),
        (3, "home", huang),
        (2, "phone", cheng),
    ):
        visited(desk, wang, days, mode, visitors=({"name": "谁", "helper_id": who},))
    visited(desk, wang, 10, "phone", "no_answer", visitors=({"name": "程雪琴", "helper_id": cheng},))
    with desk.reading() as session:
        found = duties(session, world(desk), ON - timedelta(days=28), ON - timedelta(days=1))
    one = found[cheng].people[0]
    assert (one.due, one.done, one.home_due, one.home_done) == (4, 3, 2, 1)
    assert (found[cheng].due, found[cheng].done, found[cheng].rate()) == (6, 4, 66)
    assert one.last == ON - timedelta(days=2)
    assert huang not in found


def test_a_team_is_credited_when_one_of_it_came(desk: Database) -> None:
    wang, team = person(desk, "汪厚行", 81, "red"), helper(desk, "卢妈妈队", "team")
    pair(desk, team, wang, start_date=ago(14), project="队伍联户")
    visited(desk, wang, 10, "home", visitors=({"name": "卢桂英", "org": "卢妈妈队"},))
    with desk.reading() as session:
        found = duties(session, world(desk), ON - timedelta(days=14), ON - timedelta(days=1))
    assert (found[team].due, found[team].done) == (2, 1)


def test_a_helper_written_down_twice_is_credited_once_under_the_one_kept(desk: Database) -> None:
    wang, cheng = person(desk, "汪厚行", 81, "red"), helper(desk, "程雪琴")
    double = helper(desk, "程雪芹", merged_into=cheng)
    pair(desk, cheng, wang, start_date=ago(7), contact_every_days=7)
    visited(desk, wang, 3, "phone", visitors=({"name": "程雪芹", "helper_id": double},))
    with desk.reading() as session:
        found = duties(session, read_world(session, ON), ON - timedelta(days=7), ON - timedelta(days=1))
    assert (found[cheng].due, found[cheng].done) == (1, 1)
