"""A wish that is not to be public any more comes off the wall as soon as that is written down, and somebody is asked to bring it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from stationdesk.errors import DeskError
from stationdesk.registers.consent import Consent
from stationdesk.registers.wish_event import WishEvent
from stationdesk.services import wish_claims, wish_giving, wish_noting, wish_outcome, wishes
from stationdesk.services.consents import withdraw, write_consent
from stationdesk.services.transfer_person import wishes_along
from stationdesk.services.wish_ahead import ahead_of, keep_ahead
from stationdesk.services.wish_story import meant
from stationdesk.services.wish_turning import turn
from stationdesk.store.database import Database
from tests.services.wish_kit import BY, ON, child, claimed, coming, in_days, noted, person, published, state, thrown_away, unit
from tests.store.kit import quick_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("off")) as found:
        yield found


@pytest.fixture
def session(desk: Database) -> Iterator[Session]:
    with thrown_away(desk) as found:
        yield found


def test_one_that_lay_ready_and_was_given_back_does_not_hang_either(session: Session) -> None:
    made = claimed(session)
    wish_giving.ready(session, [made], ON, by=BY)
    wish_noting.change(session, made, {"may_be_public": False}, ON, by=BY)
    assert state(session, made) == "ready"
    wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="没货")
    assert (state(session, made), coming(session, made).step, off(session, made)) == ("approved", "ask", [BY])
    assert not turn(session, in_days(1))


def test_one_that_the_county_gave_back_comes_off_when_the_day_turns(session: Session) -> None:
    made = claimed(session)
    wish_giving.ready(session, [made], ON, by=BY)
    wish_noting.change(session, made, {"may_be_public": False}, ON, by=BY)
    held = wishes.wish_here(session, made).facts.held
    assert held is not None
    wish_claims.write_end(session, wish_claims.claim_here(session, held.id), "withdrawn", ON, "县里", "没货")
    assert state(session, made) == "published"
    keep_ahead(session)
    assert turn(session, in_days(1)).taken_down == (made,)
    keep_ahead(session)
    assert (state(session, made), coming(session, made).step) == ("approved", "ask")
    assert not turn(session, in_days(2))


def take_back(session: Session, kid: str) -> None:
    withdraw(session, session.exec(select(Consent.id).where(Consent.resident_id == kid)).one(), ON, "不想了")
    session.flush()


def off(session: Session, wish: str) -> list[str]:
    return [one.done_by or "" for one in session.exec(select(WishEvent).where(WishEvent.wish_id == wish, WishEvent.kind == "unlisted"))]


def test_may_not_hang_is_kept_of_a_wish_that_hangs_and_takes_it_off(session: Session) -> None:
    made = published(session, "电饭煲")
    wish_noting.change(session, made, {"may_be_public": False}, ON, by=BY)
    assert wishes.wish_here(session, made).wish.may_be_public is False
    assert (state(session, made), coming(session, made).step, off(session, made)) == ("approved", "ask", [BY])
    wish_noting.change(session, made, {"spec": "5升"}, ON, by=BY)
    assert off(session, made) == [BY], "it is taken off once"


def test_who_has_it_keeps_it_and_it_does_not_go_back_on_the_wall(session: Session) -> None:
    made = claimed(session)
    wish_noting.change(session, made, {"may_be_public": False}, ON, by=BY)
    assert state(session, made) == "claimed"
    wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="没货")
    assert (state(session, made), coming(session, made).step) == ("approved", "ask")


def test_one_that_never_hung_is_only_corrected(session: Session) -> None:
    made = noted(session).id
    wishes.approve(session, made, ON, by=BY, sure=True)
    wish_noting.change(session, made, {"may_be_public": False}, ON, by=BY)
    assert (state(session, made), off(session, made)) == ("approved", [])


def test_a_correction_is_kept_where_the_consent_was_taken_back(session: Session) -> None:
    kid = child(session)
    made = published(session, "书包", kid)
    take_back(session, kid)
    wish_noting.change(session, made, {"spec": "蓝色"}, ON, by=BY)
    assert wishes.wish_here(session, made).wish.spec == "蓝色"
    assert (state(session, made), coming(session, made).step) == ("approved", "ask")


def test_words_that_tell_too_much_and_a_missing_alias_are_refused_still(session: Session) -> None:
    made = published(session, "书包", child(session, alias=None), public_name="小树")
    for fields in ({"content": "汪小满的书包"}, {"public_name": None}):
        with pytest.raises(DeskError), session.begin_nested():
            wish_noting.change(session, made, fields, ON, by=BY)
    assert (state(session, made), off(session, made)) == ("published", [])


def test_a_childs_wish_nobody_agrees_to_any_more_asks_for_a_giver(session: Session) -> None:
    kid = child(session)
    made = published(session, "书包", kid)
    wish_giving.claim(session, [made], unit(), ON, by=BY)
    wish_giving.deliver(session, [made], ON, by=BY)
    keep_ahead(session)
    take_back(session, kid)
    wish_outcome.dispute(session, made, ON, by=BY, text="破了")
    found = meant(session, [made], ON)
    assert (state(session, made), coming(session, made).step, found.next_action) == ("approved", "ask", "assign")
    assert "publish" not in found.actions


@pytest.mark.parametrize("said", [{"given": False}, {"child_agrees": False}])
def test_what_is_kept_of_a_wish_follows_the_consent(session: Session, said: dict[str, bool]) -> None:
    kid = child(session)
    made = noted(session, "书包", kid).id
    wishes.approve(session, made, ON, by=BY, sure=True)
    keep_ahead(session)
    agreed = {"kind": "public_wish", "given_by": "guardian", "giver_name": "汪大伯", "child_agrees": True, "given_on": ON.isoformat()}
    write_consent(session, kid, agreed | said, ON)
    assert ahead_of(session, [made])[made].step == "ask"
    keep_ahead(session)
    write_consent(session, kid, agreed, ON)
    assert ahead_of(session, [made])[made].step == "publish"


def test_one_off_the_wall_that_nobody_has_brought_goes_along_when_its_person_moves(session: Session) -> None:
    who = person(session)
    made, over = published(session, "电饭煲", who), published(session, "毛线", who)
    wishes.take_down(session, made, ON, by=BY)
    wishes.cancel(session, over, "other", ON, by=BY)
    assert [said for said in wishes_along(session, who) if "电饭煲" in said]
    assert len(wishes_along(session, who)) == 1
