"""How far a wish is: the same on both sides whatever order ends and claims come in, at most one live claim, late entries in their place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.code import table
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.registers.wish_event import WishEvent, WishEventDraft
from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.services.timeline import count, events
from stationdesk.services.wish_lines import wish_lines
from stationdesk.services.wish_state import Answered, Ended, Happened, draft_events, standing_of
from stationdesk.store.database import Database, author_of
from tests.store.kit import quick_desk

ON = date(2026, 11, 22)
KINDS = sorted(row.code for row in table("wish_event").rows)
CLAIMS = ("a", "b", "c")
ENDS = ("delivered", "withdrawn", "lapsed", "refused")


def state(*kinds: str, claims: tuple[str, ...] = (), yes: tuple[str, ...] = (), ends: tuple[tuple[str, str], ...] = ()) -> str:
    told = standing_of([Happened(kind) for kind in kinds], claims, [Answered(one, yes=True) for one in yes], [Ended(*end) for end in ends])
    return told.state


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (state(), "draft"),
        (state("submitted"), "pending"),
        (state("submitted", "returned"), "draft"),
        (state("submitted", "approved", "published"), "published"),
        (state("published", claims=("a",)), "waiting"),
        (state("published", claims=("a",), yes=("a",)), "claimed"),
        (state("approved", claims=("a",), yes=("a",)), "claimed"),
        (state("published", claims=("a",), yes=("a",), ends=(("a", "lapsed"),)), "published"),
        (state("published", claims=("a", "b"), yes=("a", "b"), ends=(("a", "withdrawn"),)), "claimed"),
        (state("published", "ready", claims=("a",), yes=("a",)), "ready"),
        (state("published", "ready", claims=("a",), yes=("a",), ends=(("a", "withdrawn"),)), "published"),
        (state("published", "delivered"), "delivered"),
        (state("published", claims=("a",), yes=("a",), ends=(("a", "delivered"),)), "delivered"),
        (state("published", ends=(("a", "delivered"),)), "delivered"),
        (state("published", yes=("a",)), "published"),
        (state("published", claims=("b",), yes=("b", "a")), "claimed"),
        (state("published", claims=("b",), yes=("b", "a"), ends=(("a", "delivered"),)), "claimed"),
        (state("published", "delivered", "disputed", claims=("a",), yes=("a",)), "claimed"),
        (state("published", "delivered", "fulfilled", "reviewed"), "reviewed"),
        (state("published", "delivered", "fulfilled", "dissatisfied"), "published"),
        (state("published", "expired", "extended"), "published"),
        (state("published", "cancelled", "delivered"), "cancelled"),
        (state("fulfilled", "cancelled"), "fulfilled"),
    ],
)
def test_states(found: str, expected: str) -> None:
    assert found == expected
    assert table("wish_state").row(found) is not None


HISTORIES = st.tuples(
    st.lists(st.builds(Happened, st.sampled_from(KINDS), st.sampled_from(["", "2026-03-01", "2026-04-01", "2026-05-01"])), max_size=8),
    st.lists(st.sampled_from(CLAIMS), max_size=3, unique=True),
    st.lists(st.builds(Answered, st.sampled_from(CLAIMS), st.booleans()), max_size=5),
    st.lists(st.builds(Ended, st.sampled_from(CLAIMS), st.sampled_from(ENDS), st.booleans()), max_size=4),
)
History = tuple[list[Happened], list[str], list[Answered], list[Ended]]


@given(HISTORIES, st.randoms(use_true_random=False))
def test_both_sides_reckon_alike_whatever_order_packages_brought(history: History, rng: Any) -> None:
    happened, claims, answers, ends = history
    here = standing_of(happened, claims, answers, ends)
    other_claims, other_ends = list(claims), list(ends)
    rng.shuffle(other_claims)
    rng.shuffle(other_ends)
    assert standing_of(happened, [*other_claims, *other_claims], answers, [*other_ends, *other_ends]) == here


@given(HISTORIES)
def test_a_claim_is_live_only_with_the_stations_last_yes_and_no_end(history: History) -> None:
    happened, claims, answers, ends = history
    found = standing_of(happened, claims, answers, ends)
    yes = [answer.claim for answer in answers if answer.yes and answer.claim in claims]
    if found.claim is not None:
        assert found.claim == yes[-1]
        assert found.claim not in {end.claim for end in ends}
    assert found.state in table("wish_state").by_code
    assert (found.state in ("claimed", "ready")) <= (found.claim is not None)


@given(HISTORIES)
def test_a_forgotten_claim_changes_nothing_but_by_its_delivery(history: History) -> None:
    happened, claims, answers, ends = history
    kept = [answer for answer in answers if answer.claim in claims]
    told = [end for end in ends if end.claim in claims or (end.kind == "delivered" and end.by_station)]
    assert standing_of(happened, claims, answers, ends) == standing_of(happened, claims, kept, told)


@given(HISTORIES)
def test_the_county_alone_never_closes_a_wish(history: History) -> None:
    happened, claims, answers, ends = history
    other = [Ended(end.claim, "withdrawn", by_station=False) for end in ends]
    said = [Ended(end.claim, "delivered", by_station=False) for end in ends]
    assert standing_of(happened, claims, answers, said) == standing_of(happened, claims, answers, other)


@given(HISTORIES)
def test_an_event_entered_late_takes_effect_on_its_day(history: History) -> None:
    happened = [event for event in history[0] if event.day]
    happened.sort(key=lambda event: event.day)
    first, last = [e for e in happened if e.day < "2026-05-01"], [e for e in happened if e.day >= "2026-05-01"]
    assert standing_of([*last, *first], *history[1:]) == standing_of([*first, *last], *history[1:])


@pytest.mark.parametrize(
    "wanted", ["pending", "approved", "published", "delivered", "fulfilled", "reviewed", "cancelled", "withdrawn", "rejected", "expired"]
)
def test_the_events_of_a_ledger_bring_a_wish_where_it_says(wanted: str) -> None:
    assert standing_of([Happened(kind) for kind, _day in draft_events(wanted, {})]).state == wanted


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    with quick_desk(tmp_path / "desk") as database:
        yield database


def test_wishes_stand_in_a_persons_history_and_under_a_tab(desk: Database) -> None:
    with desk.writing("徐丽华", "写") as session:
        who = add_resident(session, PersonDraft({"name": "汪厚行"}, frozenset({"living_alone"}), "green"), date(2026, 5, 2)).id
        author = author_of(session)
        wish = Wish.model_validate(
            WishDraft(resident_id=who, content="想要一床棉被", budget=30000, collected_on="2026-05-03"), update={"author": author}
        )
        session.add(wish)
        session.flush()
        claim = WishClaimDraft(wish_id=wish.id, claimer="镇政府", claimed_on="2026-06-01")
        done = WishEventDraft(wish_id=wish.id, kind="fulfilled", happened_on="2026-07-01", satisfaction="satisfied", done_by="程雪琴")
        session.add(WishClaim.model_validate(claim, update={"author": author}))
        session.add(WishEvent.model_validate(done, update={"author": author}))
    with desk.reading() as session:
        told = [(e.day, e.kind, e.sentence, e.author) for e in events(session, who, ON.isoformat()) if e.kind == "wish"]
        assert count(session, who, ON.isoformat()) == len(events(session, who, ON.isoformat()))
        lines = list(wish_lines(session, who, ON))
    assert told == [
        ("2026-07-01", "wish", "心愿圆梦 · 满意", "程雪琴"),
        ("2026-06-01", "wish", "心愿认领：镇政府", "徐丽华"),
        ("2026-05-03", "wish", "许愿 想要一床棉被 · 约 300 元", "徐丽华"),
    ]
    assert [(line.label, line.text) for line in lines] == [("已圆梦", "想要一床棉被 · 约 300 元 · 5月3日征集")]
