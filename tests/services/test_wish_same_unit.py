"""A unit that takes a wish twice, by a sheet of the station and by one of the county: it has the wish, and is nobody's rival."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from stationdesk.registers.claim_answer import ClaimAnswer
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.services import wish_giving
from stationdesk.services.wish_claims import answer_claims
from stationdesk.services.wish_rivals import wanted_by
from stationdesk.services.wish_story import meant
from stationdesk.store.database import Database
from tests.services.wish_kit import BY, ON, UNIT, claimed, state, thrown_away
from tests.store.kit import quick_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("same")) as found:
        yield found


@pytest.fixture
def session(desk: Database) -> Iterator[Session]:
    with thrown_away(desk) as found:
        yield found


def comes(session: Session, wish: str, claimer: str) -> ClaimAnswer:
    """Let the county's claim come, and return the station's word on it."""
    session.info["pen"].receiving = True
    session.add(WishClaim(wish_id=wish, claimer=claimer, author="360202", claimed_on=ON.isoformat()))
    session.flush()
    session.info["pen"].receiving = False
    (said,) = answer_claims(session, ON, BY)
    return said


def test_who_has_a_wish_is_told_that_he_has_it_and_does_not_stand_beside_himself(session: Session) -> None:
    made = claimed(session)
    said = comes(session, made, f" {UNIT} ")
    assert (said.answer, said.reason) == ("no", "claimed_already")
    assert "这家" in (said.text or "")
    assert wish_giving.rivals(session, made) == []
    assert "prefer" not in meant(session, [made], ON).actions
    assert state(session, made) == "claimed"
    assert not answer_claims(session, ON, BY), "it is answered once"
    wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="没货")
    assert (state(session, made), wanted_by(session, [made])) == ("published", {}), "who gave it back does not want it"
    again = comes(session, made, UNIT)
    assert again.answer == "yes", "unless it says so once more"


def test_another_unit_is_told_that_somebody_has_it_and_waits_beside(session: Session) -> None:
    made = claimed(session)
    said = comes(session, made, "区医保局")
    assert "已有人认领" in (said.text or "")
    assert [one.claim.claimer for one in wish_giving.rivals(session, made)] == ["区医保局"]
    live = session.exec(select(WishClaim).where(WishClaim.claimer == UNIT, WishClaim.wish_id == made)).one()
    assert live.id not in {one.claim.id for one in wish_giving.rivals(session, made)}


def test_a_unit_that_was_refused_and_takes_the_wish_later_is_not_its_own_rival(session: Session) -> None:
    made = claimed(session)
    comes(session, made, "区医保局")
    wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="没货")
    assert wanted_by(session, [made]) == {made: "区医保局"}
    wish_giving.claim(session, [made], {"claimer": "区 医保局"}, ON, by=BY)
    assert (wish_giving.rivals(session, made), state(session, made)) == ([], "claimed")
    wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="也没货")
    assert wanted_by(session, [made]) == {}, "who gave it back does not want it"


def test_of_two_claims_of_one_unit_the_chosen_one_leaves_no_other(session: Session) -> None:
    made = claimed(session)
    comes(session, made, "区医保局")
    comes(session, made, "区医保局")
    asked, again = wish_giving.rivals(session, made)
    wish_giving.prefer(session, made, again.claim.id, ON, by=BY, text="离得近")
    assert [one.claim.id for one in wish_giving.rivals(session, made)] == []
    wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="没货")
    assert asked.claim.id not in {one.claim.id for one in wish_giving.rivals(session, made)}
