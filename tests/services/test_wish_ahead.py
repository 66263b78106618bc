"""What is kept of how wishes stand equals what is reckoned from what was written, whatever is done and undone."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.errors import DeskError
from stationdesk.services import wish_giving, wish_outcome, wishes
from stationdesk.services.consents import write_consent
from stationdesk.services.undoing import NothingToUndo, undo_last
from stationdesk.services.wish_ahead import MANY, Ahead, ahead_of, is_missing_many, keep_ahead
from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_steps import next_step
from stationdesk.services.wish_terms import change_terms, wish_terms
from stationdesk.store.database import Database
from tests.services.wish_kit import BY, ON, claimed, noted, person, published, unit
from tests.store.kit import quick_desk


def reckoned(desk: Database) -> dict[str, tuple[str, str, str]]:
    with desk.reading() as session:
        ids = [row[0] for row in session.connection().exec_driver_sql("SELECT id FROM wish WHERE removed_at IS NULL")]
        terms = wish_terms(session)
        found = {}
        for wish, facts in facts_of(session, ids).items():
            ahead = next_step(facts, terms)
            found[wish] = (facts.standing.state, ahead.step if ahead else "", ahead.due.isoformat() if ahead else "")
        return found


def told(desk: Database) -> dict[str, tuple[str, str, str]]:
    with desk.reading() as session:
        return {wish: (one.state, one.step, one.due) for wish, one in ahead_of(session).items()}


def act(desk: Database, dice: random.Random) -> None:
    """Do something to some wish, take something back, or keep what is known."""
    match dice.randrange(8):
        case 0:
            with suppress(NothingToUndo, DeskError):
                undo_last(desk, BY)
        case 1:
            with desk.writing(BY, "") as session:
                keep_ahead(session)
        case 2:
            with desk.writing(BY, "期限") as session:
                change_terms(session, check=dice.randrange(1, 9))
        case 3:
            with desk.writing(BY, "记") as session:
                dice.choice((published, claimed))(session)
        case _:
            ids = list(told(desk)) or [""]
            with suppress(DeskError), desk.writing(BY, "办") as session:
                _move(session, dice, dice.choice(ids))


def _move(session: Any, dice: random.Random, wish: str) -> None:
    on = ON + timedelta(days=dice.randrange(9))
    match dice.randrange(7):
        case 6:
            whose = wishes.wish_here(session, wish).wish.resident_id or ""
            write_consent(session, whose, {"kind": "public_wish", "given": dice.random() < 0.5, "given_on": on.isoformat()}, on)
        case 0:
            wish_giving.claim(session, [wish], unit(), on, by=BY)
        case 1:
            wish_giving.deliver(session, [wish], on, by=BY)
        case 2:
            wish_giving.give_back(session, wish, "withdrawn", on, by=BY, text="没货")
        case 3:
            wish_outcome.review(session, wish, "dissatisfied", on, by=BY)
        case 4:
            wishes.wish_here(session, wish).wish.collected_on = "2026-11-01"
        case 5:
            wishes.wish_here(session, wish).wish.removed_at = session.info["at"]


@settings(max_examples=6)
@given(st.integers(0, 2**31))
def test_whatever_is_done_what_is_kept_equals_what_was_written(tmp_path_factory: Any, seed: int) -> None:
    dice = random.Random(seed)
    with quick_desk(tmp_path_factory.mktemp("ahead")) as desk:
        with desk.writing(BY, "记") as session:
            noted(session)
            keep_ahead(session)
        for _nth in range(12):
            act(desk, dice)
            assert told(desk) == reckoned(desk)


def test_many_that_are_not_kept_are_kept_once_and_nothing_is_written_in_the_journal(tmp_path_factory: Any) -> None:
    with quick_desk(tmp_path_factory.mktemp("many")) as desk:
        with desk.writing(BY, "记") as session:
            who = person(session)
            made = [noted(session, f"毛线{nth}", who).id for nth in range(MANY)]
        with desk.reading() as session:
            assert is_missing_many(session)
            assert ahead_of(session, made[:2]).keys() == set(made[:2])
        before = desk.position()
        with desk.writing(BY, "") as session:
            assert (keep_ahead(session), keep_ahead(session)) == (MANY, 0)
        assert desk.position() == before
        with desk.reading() as session:
            assert not is_missing_many(session)
            assert ahead_of(session)[made[0]] == Ahead("pending", "check", "2026-11-30")
