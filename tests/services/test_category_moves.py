"""期末 = 期初 + 新增 − 减少 for every category, whatever the stays look like; and a day-by-day count that knows no spans agrees."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.services.category_moves import NEVER, Span, category_moves, held_on, joined, moved
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, person, put

FIRST = date(2026, 1, 1)
DAYS = st.integers(min_value=0, max_value=60)
SPANS = st.lists(st.tuples(DAYS, st.integers(min_value=-3, max_value=25), st.sampled_from(("deceased", "moved_out", ""))), max_size=6)


def spans_of(made: list[tuple[int, int, str]]) -> list[Span]:
    return [Span(FIRST + timedelta(days=at), FIRST + timedelta(days=at + more), why) for at, more, why in made]


@given(st.lists(SPANS, max_size=6), DAYS, DAYS)
def test_stock_and_flow_agree(owners: list[list[tuple[int, int, str]]], one: int, other: int) -> None:
    first, last = (FIRST + timedelta(days=day) for day in sorted((one, other)))
    raw = [spans_of(owner) for owner in owners]
    found = moved("x", [joined(spans) for spans in raw], first, last)
    assert found.holds()
    assert sum(found.reasons.values()) == found.left
    assert found.new <= found.entered

    def count(day: date) -> int:
        return sum(any(span.first <= day <= span.last for span in spans) for spans in raw)

    def steps(way: int) -> int:
        """Count day by day who comes in (1) or goes out (-1), without any notion of a stay."""
        total, day = 0, first
        while day <= last:
            for spans in raw:
                now = any(span.first <= day <= span.last for span in spans)
                before = any(span.first <= day - timedelta(days=1) <= span.last for span in spans)
                total += (now - before) == way
            day += timedelta(days=1)
        return total

    assert (found.before, found.after) == (count(first - timedelta(days=1)), count(last))
    assert (found.entered, found.left) == (steps(1), steps(-1))


@given(SPANS)
def test_joined_stays_neither_touch_nor_lose_a_day(made: list[tuple[int, int, str]]) -> None:
    raw = spans_of(made)
    found = joined(raw)
    assert all(b.first > a.last + timedelta(days=1) for a, b in pairwise(found))
    for at in range(-1, 90):
        day = FIRST + timedelta(days=at)
        assert any(span.first <= day <= span.last for span in raw) == any(span.first <= day <= span.last for span in found)


def test_entries_and_exits_of_a_month_with_reasons(desk: Database) -> None:
    lone, other, gone = (person(desk, name, 81) for name in ("汪厚行", "余水莲", "程来发"))
    child = person(desk, "方禾", 8)
    for who, fields in (
        (lone, {"category": "living_alone", "from_date": "2025-01-01"}),
        (other, {"category": "living_alone", "from_date": "2026-11-05"}),
        (gone, {"category": "living_alone"}),
        (lone, {"category": "empty_nest", "from_date": "2026-11-02", "to_date": "2026-11-10", "exit_reason": "children_returned"}),
        (child, {"category": "abused_child", "from_date": "2026-11-03"}),
    ):
        put(desk, CategoryTag, CategoryTagDraft.model_validate({"resident_id": who} | fields))
    with desk.writing(OPERATOR, "变动") as session:
        change_status(session, gone, StatusDraft("deceased", date(2026, 11, 20)), ON)
    with desk.reading() as session:
        found = category_moves(session, date(2026, 11, 1), date(2026, 11, 30))
        assert held_on(session, "living_alone", date(2026, 11, 20)) == {lone, other, gone}
        assert held_on(session, "living_alone", date(2026, 11, 21)) == {lone, other}
    alone = found["living_alone"]
    assert (alone.before, alone.entered, alone.left, alone.after, alone.new) == (2, 1, 1, 2, 1)
    assert alone.reasons == {"deceased": 1}
    nest = found["empty_nest"]
    assert (nest.before, nest.entered, nest.left, nest.after) == (0, 1, 1, 0)
    assert nest.reasons == {"children_returned": 1}
    assert "abused_child" not in found
    assert found["child_in_need"].after == 1
    assert all(one.holds() for one in found.values())


def test_a_death_that_ended_no_category_ends_it_all_the_same(desk: Database) -> None:
    who = person(desk, "汪厚行", 81, residency_status="deceased", residency_since="2026-11-10")
    put(desk, CategoryTag, CategoryTagDraft(resident_id=who, category="living_alone", from_date="2025-01-01"))
    with desk.reading() as session:
        found = category_moves(session, date(2026, 11, 1), date(2026, 11, 30))["living_alone"]
    assert (found.before, found.left, found.after) == (1, 1, 0)


def test_households_are_counted_apart(desk: Database) -> None:
    home = put(desk, Household, HouseholdDraft(village_group="一组")).id
    who = person(desk, "汪厚行", 81, household_id=home)
    put(desk, CategoryTag, CategoryTagDraft(household_id=home, category="subsistence_allowance", from_date="2026-11-02"))
    put(desk, CategoryTag, CategoryTagDraft(resident_id=who, category="subsistence_allowance", from_date="2026-11-02"))
    with desk.reading() as session:
        for households in (False, True):
            found = category_moves(session, date(2026, 11, 1), ON, households=households)["subsistence_allowance"]
            assert (found.entered, found.after) == (1, 1)
        with pytest.raises(ValueError, match="2026"):
            category_moves(session, ON, date(2026, 11, 1))


def test_a_stay_without_an_end_never_ends() -> None:
    found = moved("x", [[Span(FIRST, NEVER)]], FIRST, date(2030, 1, 1))
    assert (found.entered, found.left, found.after) == (1, 0, 1)
