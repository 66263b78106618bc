"""Wishes that take a turn: their person dies, somebody else wanted them too, what was brought is wrong, a claimer has more time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlmodel import Session, select

from stationdesk.errors import DeskError
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.services import wish_giving, wish_noting, wish_outcome, wishes
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.services.residency_around import around
from stationdesk.services.today_lines import Asked
from stationdesk.services.wish_board import read_details, read_rows
from stationdesk.services.wish_cards import card_of
from stationdesk.services.wish_claims import answer_claims
from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_story import meant, wish_story
from stationdesk.services.wish_turning import turn
from stationdesk.services.wishes_today import WISHES
from stationdesk.store.database import Database
from tests.services.wish_kit import BY, ON, UNIT, claimed, coming, in_days, noted, published, state, thrown_away, unit
from tests.store.kit import quick_desk

OTHER = "区医保局"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("turns")) as found:
        yield found


@pytest.fixture
def session(desk: Database) -> Iterator[Session]:
    with thrown_away(desk) as found:
        yield found


def expired(session: Session) -> str:
    made = published(session)
    wishes.take_down(session, made, ON, by=BY)
    return made


def delivered(session: Session) -> str:
    made = claimed(session)
    wish_giving.deliver(session, [made], ON, by=BY)
    return made


def own_of(session: Session, wish: str) -> str:
    return str(wishes.wish_here(session, wish).wish.resident_id)


def gone(session: Session, wish: str, status: str = "deceased", since: str | None = None) -> None:
    one = session.exec(select(Resident).where(Resident.id == own_of(session, wish))).one()
    one.residency_status, one.residency_since = status, since
    session.flush()


def asks(session: Session, wish: str, claimer: str = OTHER, promised: str | None = None) -> str:
    """Let the county's claim come, and the station's word on it follow at once."""
    claim = WishClaim(wish_id=wish, claimer=claimer, author="360202", claimed_on=ON.isoformat(), promised_on=promised)
    session.info["pen"].receiving = True
    session.add(claim)
    session.flush()
    session.info["pen"].receiving = False
    answer_claims(session, ON, BY)
    return claim.id


def note_of(session: Session, wish: str) -> str:
    return card_of(read_rows(session, [wish])[wish], read_details(session, [wish])[wish], ON).note


# -- somebody who died, or moved away


def test_what_nobody_has_brought_yet_is_offered_for_cancelling(session: Session) -> None:
    for reach in (published, expired, claimed):
        made = reach(session)
        assert [wish.id for wish in around(session, own_of(session, made), ON).wishes] == [made]
    assert around(session, own_of(session, delivered(session)), ON).wishes == (), "a gift that was given stays one"


def test_a_death_before_the_last_step_cancels_what_is_open_since(session: Session) -> None:
    made = claimed(session)
    who = session.exec(select(Resident).where(Resident.id == own_of(session, made))).one()
    who.residency_status = "living"
    wish_giving.deliver(session, [made], in_days(1), by=BY)
    wish_outcome.fulfil(session, made, in_days(1), by=BY)
    wish_outcome.review(session, made, "dissatisfied", in_days(5), by=BY, text="坏了")
    died = StatusDraft("deceased", in_days(3))
    change_status(session, who.id, died, in_days(6), choices={f"wish:{made}": True}, operator=BY, sure=True)
    assert state(session, made) == "cancelled"


@pytest.mark.parametrize("status", ["deceased", "moved_out"])
@pytest.mark.parametrize(
    ("reach", "act"),
    [
        (lambda s: noted(s).id, lambda s, wish: wishes.approve(s, wish, ON, by=BY, sure=True)),
        (claimed, lambda s, wish: wish_giving.ready(s, [wish], ON, by=BY)),
        (claimed, lambda s, wish: wish_giving.deliver(s, [wish], ON, by=BY)),
        (claimed, lambda s, wish: wish_giving.exchange(s, wish, "电压力锅", ON, by=BY)),
        (claimed, lambda s, wish: wish_giving.put_off(s, wish, in_days(30).isoformat(), ON, by=BY)),
        (published, lambda s, wish: wish_giving.claim(s, [wish], unit(), ON, by=BY)),
        (expired, lambda s, wish: wish_giving.assign(s, [wish], unit(), ON, by=BY)),
        (expired, lambda s, wish: wishes.extend(s, wish, "", ON, by=BY)),
        (delivered, lambda s, wish: wish_outcome.dispute(s, wish, ON, by=BY, text="坏了")),
    ],
)
def test_a_wish_of_somebody_who_is_gone_goes_no_further(
    session: Session, status: str, reach: Callable[[Session], str], act: Callable[[Session, str], Any]
) -> None:
    made = reach(session)
    gone(session, made, status)
    before = state(session, made)
    with pytest.raises(DeskError) as told:
        act(session, made)
    assert "去世" in str(told.value) or "不住" in str(told.value)
    assert state(session, made) == before


def test_what_was_brought_before_is_written_down_and_closed(session: Session) -> None:
    made, other = delivered(session), claimed(session, "棉鞋")
    gone(session, made)
    wish_outcome.fulfil(session, made, ON, by=BY, cost=199_00)
    assert state(session, made) == "fulfilled"
    gone(session, other, since=in_days(3).isoformat())
    with pytest.raises(DeskError):
        wish_giving.deliver(session, [other], in_days(5), by=BY, happened_on=in_days(4).isoformat())
    wish_giving.deliver(session, [other], in_days(5), by=BY, happened_on=in_days(2).isoformat())
    assert state(session, other) == "delivered"


def test_the_same_wish_is_not_written_twice_while_the_first_waits_for_a_decision(session: Session) -> None:
    who = own_of(session, expired(session))
    with pytest.raises(wish_noting.WishTwice):
        noted(session, who=who)


# -- somebody else wanted it


@pytest.mark.parametrize("back", ["published", "expired"])
def test_the_station_still_decides_for_another_once_the_claim_is_over(session: Session, back: str) -> None:
    made = claimed(session)
    rival = asks(session, made)
    wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="没货")
    if back == "expired":
        wishes.take_down(session, made, ON, by=BY)
    assert state(session, made) == back
    assert "prefer" in meant(session, [made], ON).actions
    assert OTHER in note_of(session, made)
    wish_giving.prefer(session, made, rival, ON, by=BY)
    held = facts_of(session, [made])[made].held
    assert held is not None
    assert held.claimer == OTHER
    assert "prefer" not in meant(session, [made], ON).actions


def test_the_days_list_says_that_somebody_else_wants_what_was_given_back(session: Session) -> None:
    made, alone = claimed(session), claimed(session, "棉鞋")
    asks(session, made)
    for wish in (made, alone):
        wish_giving.give_back(session, wish, "withdrawn", ON, by=BY, text="没货")
    (line,) = WISHES.section(session, Asked(ON)).lines
    assert (line.lead, line.argument) == ("回待认领", made)
    assert OTHER in line.sentence()


def test_a_claim_of_the_county_that_meets_a_wish_off_the_wall_can_still_be_agreed_to(session: Session) -> None:
    made = expired(session)
    rival = asks(session, made)
    (line,) = WISHES.section(session, Asked(in_days(7))).lines
    assert OTHER in line.sentence()
    assert meant(session, [made], ON).actions[:2] == ("extend", "prefer")
    wish_giving.prefer(session, made, rival, ON, by=BY)
    assert (state(session, made), coming(session, made).step) == ("claimed", "receive")
    over = noted(session, "毛线").id
    wishes.cancel(session, over, "other", ON, by=BY)
    asks(session, over)
    assert "prefer" not in meant(session, [over], ON).actions


# -- what was brought is wrong


def test_a_wish_that_is_open_again_has_no_price_and_no_month_of_a_wish_come_true(session: Session) -> None:
    made = published(session, budget=200_00)
    wish_giving.claim(session, [made], unit(), ON, by=BY)
    wish_giving.deliver(session, [made], in_days(10), by=BY)
    wish_outcome.fulfil(session, made, in_days(10), by=BY, cost=150_00)
    row = read_rows(session, [made])[made]
    assert (row.money, row.month) == (150_00, "2026-12")
    wish_outcome.review(session, made, "dissatisfied", in_days(10), by=BY, text="坏了")
    row = read_rows(session, [made])[made]
    assert (row.column, row.money, row.cost, row.month) == ("free", 200_00, None, "2026-11")


def private(session: Session) -> str:
    made = noted(session, source="visit", may_be_public=False).id
    wishes.approve(session, made, ON, by=BY)
    return made


def test_a_wish_that_may_not_be_public_is_never_on_the_wall(session: Session) -> None:
    made = private(session)
    assert (coming(session, made).step, coming(session, made).due) == ("ask", in_days(3))
    assert meant(session, [made], ON).next_action == "assign"
    assert "publish" not in meant(session, [made], ON).actions
    wish_giving.assign(session, [made], unit(), ON, by=BY)
    wish_giving.deliver(session, [made], ON, by=BY)
    wish_outcome.dispute(session, made, in_days(4), by=BY, text="坏了")
    assert (state(session, made), coming(session, made).step, coming(session, made).due) == ("approved", "ask", in_days(7))
    assert not turn(session, in_days(90))
    wish_giving.assign(session, [made], unit(OTHER), in_days(5), by=BY)
    assert state(session, made) == "claimed"


def test_one_that_is_brought_again_by_the_same_giver_needs_no_wall(session: Session) -> None:
    made = private(session)
    wish_giving.assign(session, [made], unit(), ON, by=BY)
    wish_giving.deliver(session, [made], ON, by=BY)
    wish_outcome.dispute(session, made, ON, by=BY, text="坏了", again_by=in_days(5).isoformat())
    assert state(session, made) == "claimed"
    wish_giving.give_back(session, made, "withdrawn", in_days(6), by=BY, text="没货")
    assert state(session, made) == "approved"


def test_one_given_directly_after_its_time_does_not_go_back_on_the_wall(session: Session) -> None:
    made = expired(session)
    wish_noting.change(session, made, {"may_be_public": False}, ON)
    wish_giving.assign(session, [made], unit(), ON, by=BY)
    wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="没货")
    assert (state(session, made), coming(session, made).step) == ("approved", "ask")


# -- what is said


def test_a_batch_that_is_refused_names_the_wish_and_the_step(session: Session) -> None:
    first, second = published(session, "棉鞋"), published(session, "台灯")
    wishes.cancel(session, second, "other", ON, by=BY)
    for act, step in ((wish_giving.claim, "有人认领"), (wish_giving.assign, "定向认领")):
        with pytest.raises(DeskError) as told, session.begin_nested():
            act(session, [first, second], unit(), ON, by=BY)
        assert "台灯" in str(told.value)
        assert step in str(told.value)
    wish_giving.claim(session, [first], unit(), ON, by=BY)
    with pytest.raises(DeskError, match=f"棉鞋.*{UNIT}"):
        wish_giving.claim(session, [first], unit(OTHER), ON, by=BY)


def test_who_gave_it_is_still_known_when_it_was_brought(session: Session) -> None:
    made = published(session)
    wish_giving.claim(session, [made], unit(contact_name="余师傅", phones=({"number": "13800000033"},)), ON, by=BY)
    for act in (
        lambda: wish_giving.deliver(session, [made], ON, by=BY),
        lambda: wish_outcome.fulfil(session, made, ON, by=BY),
        lambda: wish_outcome.review(session, made, "satisfied", ON, by=BY),
    ):
        act()
        story = wish_story(session, made, ON)
        assert [line.text for line in story.taker] == [UNIT, "余师傅，138****0033"]
        assert story.claim is not None, "the number can be uncovered"
    wish_outcome.review(session, made, "dissatisfied", ON, by=BY, text="坏了")
    assert wish_story(session, made, ON).taker == (), "nobody has it now"


def test_who_has_to_be_told_is_named(session: Session) -> None:
    made = claimed(session)
    wishes.cancel(session, made, "other", ON, by=BY)
    assert wish_story(session, made, ON).taker[0].text == UNIT
    wish_giving.tell(session, made, ON, by=BY)
    assert wish_story(session, made, ON).taker == ()


def test_more_time_is_the_day_that_is_shown(session: Session) -> None:
    made = claimed(session, promised_on=in_days(5).isoformat())
    assert "11月28日" in note_of(session, made)
    wish_giving.put_off(session, made, in_days(9).isoformat(), ON, by=BY)
    assert [line.text for line in wish_story(session, made, ON).taker] == [UNIT, "12月2日"]
    assert "12月2日" in note_of(session, made)
