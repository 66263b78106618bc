"""Several take a wish, one after the other: papers, card and forms tell of who has it or brought it, and of nobody before him."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from stationdesk.registers.wish_claim import WishClaim
from stationdesk.services import wish_giving, wish_outcome
from stationdesk.services.wish_claims import answer_claims
from stationdesk.services.wish_papers import taker_of
from stationdesk.services.wish_thanks import to_thank
from stationdesk.services.wishes import write_event
from stationdesk.store.database import Database
from tests.services.wish_kit import BY, ON, UNIT, claimed, published, thrown_away, unit
from tests.store.kit import quick_desk

OTHER, COUNTY = "区医保局", "县财政局"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("rounds")) as found:
        yield found


@pytest.fixture
def session(desk: Database) -> Iterator[Session]:
    with thrown_away(desk) as found:
        yield found


def county(session: Session, wish: str) -> None:
    """Let a claim of the county come in, and answer it."""
    made = WishClaim(wish_id=wish, claimer=COUNTY, claimed_on=ON.isoformat(), author="360202")
    session.info["pen"].receiving = True
    session.add(made)
    session.flush()
    session.info["pen"].receiving = False
    answer_claims(session, ON, BY)


def wrong(session: Session, wish: str) -> None:
    """Bring a wish; it is not right, and anybody may take it."""
    wish_giving.deliver(session, [wish], ON, by=BY)
    wish_outcome.dispute(session, wish, ON, by=BY, text="坏了")


def taker(session: Session, *wishes: str) -> str:
    found = taker_of(session, wishes)
    return found.claimer if found is not None else ""


def test_a_gift_is_of_who_has_the_wish_and_not_of_who_was_refused_it(session: Session) -> None:
    made = claimed(session)
    county(session, made)
    assert wish_giving.add_gift(session, made, "一床被子", ON, by=BY).claimer == UNIT
    wish_giving.deliver(session, [made], ON, by=BY)
    assert wish_giving.add_gift(session, made, "一袋米", ON, by=BY).claimer == UNIT
    (sheet,) = to_thank(session, [made], ON)[0]
    assert (sheet.giver, sheet.wish) == (UNIT, "高压锅，另有一床被子，一袋米")


def test_a_gift_beside_the_second_giver_is_his(session: Session) -> None:
    made = claimed(session)
    wrong(session, made)
    wish_giving.claim(session, [made], unit(OTHER), ON, by=BY)
    assert wish_giving.add_gift(session, made, "一床被子", ON, by=BY).claimer == OTHER


def test_the_claim_form_is_filled_in_with_who_has_the_wish(session: Session) -> None:
    made = claimed(session)
    county(session, made)
    assert taker(session, made) == UNIT, "not who was refused it"
    wrong(session, made)
    assert taker(session, made) == "", "nobody has it"
    wish_giving.claim(session, [made], unit(OTHER), ON, by=BY)
    assert taker(session, made) == OTHER, "not who brought it before"
    second = claimed(session, "台灯")
    assert taker(session, made, second) == "", "two takers"
    wish_giving.deliver(session, [second], ON, by=BY)
    assert taker(session, second) == UNIT


def test_the_claim_form_of_a_wish_that_was_given_back_is_blank(session: Session) -> None:
    made = claimed(session)
    wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="没货")
    assert taker(session, made) == ""
    assert taker(session, published(session, "台灯")) == ""


def test_of_a_wish_that_a_ledger_calls_brought_who_was_refused_it_is_not_the_giver(session: Session) -> None:
    made = claimed(session)
    county(session, made)
    write_event(session, made, "delivered", ON.isoformat(), BY)
    assert taker(session, made) == UNIT
