"""Wishes at their station: every step from the card to the thanks, what is refused, and that each state names its next step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from stationdesk.errors import DeskError
from stationdesk.registers.wish import WishDraft
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.services import wish_giving, wish_noting, wish_outcome, wishes
from stationdesk.services.undoing import undo_last
from stationdesk.services.wish_claims import answer_claims
from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_steps import next_step
from stationdesk.services.wish_story import meant, wish_story
from stationdesk.services.wish_terms import wish_terms
from stationdesk.store.database import Database
from tests.services.wish_kit import BY, ON, UNIT, claimed, coming, in_days, noted, person, published, state, thrown_away, unit
from tests.store.kit import quick_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("wishes")) as found:
        yield found


@pytest.fixture
def session(desk: Database) -> Iterator[Session]:
    """One action that is thrown away when the test is over: nothing of one test is there in the next."""
    with thrown_away(desk) as found:
        yield found


def test_from_the_card_to_the_thanks(session: Session) -> None:
    made = noted(session, source="card", budget=199_00)
    told = [(state(session, made.id), coming(session, made.id))]
    for act in (
        lambda: wishes.check(session, made.id, ON, by=BY, text="锅底漏了"),
        lambda: wishes.approve(session, made.id, ON, by=BY),
        lambda: wishes.publish(session, made.id, ON, by=BY),
        lambda: wish_giving.claim(session, [made.id], unit(promised_on=in_days(5).isoformat()), ON, by=BY),
        lambda: wish_giving.ready(session, [made.id], ON, by=BY),
        lambda: wish_giving.deliver(session, [made.id], ON, by=BY, signed_by="冯满仓"),
        lambda: wish_outcome.fulfil(session, made.id, ON, by=BY, cost=189_00),
    ):
        act()
        told.append((state(session, made.id), coming(session, made.id)))
    assert [(state, step.step, (step.due - ON).days) for state, step in told] == [
        ("pending", "check", 7),
        ("pending", "approve", 3),
        ("approved", "publish", 3),
        ("published", "claim", 30),
        ("claimed", "receive", 5),
        ("ready", "bring", 7),
        ("delivered", "confirm", 3),
        ("fulfilled", "review", 7),
    ]
    assert told[3][1].lapses_on == in_days(31)
    assert told[4][1].lapses_on == in_days(9)  # three days after the promised one
    wish_outcome.review(session, made.id, "satisfied", ON, by=BY, text="煮粥快")
    assert (coming(session, made.id).step, coming(session, made.id).due) == ("thank", in_days(7))
    wish_outcome.thank(session, [made.id], ON, by=BY)
    assert next_step(facts_of(session, [made.id])[made.id], wish_terms(session)) is None


def test_every_state_offers_what_it_allows_and_nothing_that_is_refused(session: Session) -> None:
    for name, reach in STATES.items():
        allowed = wishes.actions_of(facts_of(session, [made := reach(session)])[made])
        for action, act in ACTS.items():
            with session.begin_nested() as nested:
                try:
                    act(session, made)
                except DeskError:
                    assert action not in allowed, f"{action} of {name} is refused"
                else:
                    assert action in allowed, f"{action} of {name} is not offered"
                nested.rollback()
    assert {wishes.ACTIONS[name] for name in STATES if name in wishes.ACTIONS} == set(wishes.ACTIONS.values()) - {wishes.ACTIONS["waiting"]}


def _draft(session: Session) -> str:
    return wish_noting.note(session, WishDraft(resident_id=person(session), content="拐杖"), ON, by=BY, submit=False).id


def _after(*steps: Callable[[Session, str], Any]) -> Callable[[Session], str]:
    def reach(session: Session) -> str:
        made = claimed(session)
        for act in steps:
            act(session, made)
        return made

    return reach


def _fulfilled(session: Session, wish: str) -> None:
    wish_outcome.fulfil(session, wish, ON, by=BY)


def _delivered(session: Session, wish: str) -> None:
    wish_giving.deliver(session, [wish], ON, by=BY)


def _approved(session: Session) -> str:
    made = noted(session, source="visit")
    wishes.approve(session, made.id, ON, by=BY)
    return made.id


def _expired(session: Session) -> str:
    made = published(session)
    wishes.take_down(session, made, ON, by=BY)
    return made


STATES: dict[str, Callable[[Session], str]] = {
    "draft": _draft,
    "pending": lambda session: noted(session).id,
    "approved": _approved,
    "published": published,
    "claimed": _after(),
    "ready": _after(lambda session, wish: wish_giving.ready(session, [wish], ON, by=BY)),
    "delivered": _after(_delivered),
    "fulfilled": _after(_delivered, _fulfilled),
    "reviewed": _after(_delivered, _fulfilled, lambda session, wish: wish_outcome.review(session, wish, "satisfied", ON, by=BY)),
    "expired": _expired,
    "withdrawn": _after(lambda session, wish: wishes.withdraw(session, wish, ON, by=BY)),
}
ACTS: dict[str, Callable[[Session, str], Any]] = {
    "submit": lambda s, wish: wishes.submit(s, wish, ON, by=BY),
    "check": lambda s, wish: wishes.check(s, wish, ON, by=BY),
    "approve": lambda s, wish: wishes.approve(s, wish, ON, by=BY, sure=True),
    "send_back": lambda s, wish: wishes.send_back(s, wish, ON, by=BY, text="尺码没写"),
    "reject": lambda s, wish: wishes.reject(s, wish, ON, by=BY, text="不是微心愿"),
    "publish": lambda s, wish: wishes.publish(s, wish, ON, by=BY),
    "extend": lambda s, wish: wishes.extend(s, wish, "", ON, by=BY),
    "take_down": lambda s, wish: wishes.take_down(s, wish, ON, by=BY),
    "withdraw": lambda s, wish: wishes.withdraw(s, wish, ON, by=BY),
    "cancel": lambda s, wish: wishes.cancel(s, wish, "duplicate", ON, by=BY),
    "assign": lambda s, wish: wish_giving.assign(s, [wish], unit(), ON, by=BY),
    "put_off": lambda s, wish: wish_giving.put_off(s, wish, in_days(40).isoformat(), ON, by=BY),
    "give_back": lambda s, wish: wish_giving.give_back(s, wish, "withdrawn", ON, by=BY, text="没货了"),
    "ready": lambda s, wish: wish_giving.ready(s, [wish], ON, by=BY),
    "deliver": lambda s, wish: wish_giving.deliver(s, [wish], ON, by=BY),
    "extra": lambda s, wish: wish_giving.add_gift(s, wish, "书包", ON, by=BY),
    "fulfil": lambda s, wish: wish_outcome.fulfil(s, wish, ON, by=BY),
    "dispute": lambda s, wish: wish_outcome.dispute(s, wish, ON, by=BY, text="锅盖裂了"),
    "review": lambda s, wish: wish_outcome.review(s, wish, "fairly", ON, by=BY),
    "thank": lambda s, wish: wish_outcome.thank(s, [wish], ON, by=BY),
    "tell": lambda s, wish: wish_giving.tell(s, wish, ON, by=BY),
}


def test_a_claim_of_a_claimed_wish_says_who_has_it(session: Session) -> None:
    made = claimed(session)
    with pytest.raises(DeskError, match=UNIT):
        wish_giving.claim(session, [made], unit("区医保局"), ON, by=BY)


@pytest.mark.parametrize(
    ("act", "names"),
    [
        (lambda s: noted(s, budget=100_000_01), "WishImpossible"),
        (lambda s: noted(s, budget=301_00), "OverCap"),
        (lambda s: noted(s, collected_on=in_days(1).isoformat()), "WishImpossible"),
        (lambda s: noted(s, wanted_by="2026-01-01"), "WishImpossible"),
        (lambda s: noted(s, who=person(s, residency_status="deceased")), "WishImpossible"),
        (lambda s: noted(s, who=noted(s).resident_id or ""), "WishTwice"),
        (lambda s: wishes.approve(s, noted(s).id, ON, by=BY), "NotChecked"),
        (lambda s: wish_giving.deliver(s, [noted(s).id], ON, by=BY), "WishImpossible"),
        (lambda s: wish_giving.claim(s, [noted(s).id], unit(), ON, by=BY), "WishImpossible"),
        (lambda s: wish_giving.deliver(s, [claimed(s)], ON, by=BY, happened_on=in_days(1).isoformat()), "WishImpossible"),
        (lambda s: wish_giving.deliver(s, [claimed(s)], ON, by=BY, happened_on="2026-01-01"), "WishImpossible"),
        (lambda s: wish_giving.claim(s, [published(s)], unit(promised_on="2026-11-22"), ON, by=BY), "ClaimImpossible"),
        (lambda s: wish_giving.claim(s, [published(s)], unit(promised_on="2199-11-22"), ON, by=BY), "ClaimImpossible"),
        (lambda s: wishes.reject(s, noted(s).id, ON, by=BY, text=" "), "WishImpossible"),
        (lambda s: wishes.cancel(s, noted(s).id, "because", ON, by=BY), "WishImpossible"),
        (lambda s: wish_outcome.fulfil(s, _after(_delivered)(s), ON, by=BY, cost=100_000_01), "WishImpossible"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(session: Session, act: Callable[[Session], Any], names: str) -> None:
    with pytest.raises(DeskError) as told:
        act(session)
    assert type(told.value).__name__ == names
    assert len(str(told.value)) >= 8


def test_a_batch_is_brought_whole_or_not_at_all(desk: Database) -> None:
    with desk.writing(BY, "备") as session:
        batch = [published(session, thing) for thing in ("棉鞋", "台灯", "书包")]
        other = published(session, "毛线")
        wish_giving.claim(session, batch, unit(), ON, by=BY)
    with pytest.raises(DeskError), desk.writing(BY, "送") as session:
        wish_giving.deliver(session, [*batch, other], ON, by=BY)
    with desk.reading() as session:
        assert {state(session, one) for one in batch} == {"claimed"}
    with desk.writing(BY, "送达") as session:
        wish_giving.deliver(session, batch, ON, by=BY)
        assert {state(session, one) for one in batch} == {"delivered"}
    undo_last(desk, BY)
    with desk.reading() as session:
        assert {state(session, one) for one in batch} == {"claimed"}


def test_numbers_rise_and_none_is_given_twice(session: Session) -> None:
    first, second = noted(session), noted(session, "棉鞋")
    assert str(first.wish_no).rpartition("-")[0] == str(second.wish_no).rpartition("-")[0]
    assert int(str(second.wish_no)[-4:]) == int(str(first.wish_no)[-4:]) + 1
    second.removed_at = session.info["at"]
    session.flush()
    assert noted(session, "台灯").wish_no not in (first.wish_no, second.wish_no)


def test_the_station_decides_between_two_claimers(session: Session) -> None:
    made = claimed(session)
    assert "prefer" not in meant(session, [made], ON).actions, "nobody else asked for it"
    assert "prefer" not in wish_story(session, made, ON).actions
    rival = WishClaim(wish_id=made, claimer="区医保局", author="360202", claimed_on=ON.isoformat())
    session.info["pen"].receiving = True
    session.add(rival)
    session.flush()
    session.info["pen"].receiving = False
    assert "prefer" in meant(session, [made], ON).actions
    answer_claims(session, ON, BY)
    assert [one.claim.claimer for one in wish_giving.rivals(session, made)] == ["区医保局"]
    wish_giving.prefer(session, made, rival.id, ON, by=BY, text="离得近")
    held = facts_of(session, [made])[made].held
    assert held is not None
    assert held.claimer == "区医保局"
    with pytest.raises(DeskError):
        wish_giving.prefer(session, made, rival.id, ON, by=BY)


def test_what_lies_ready_is_not_ready_for_the_next_claimer(session: Session) -> None:
    made = claimed(session)
    wish_giving.ready(session, [made], ON, by=BY)
    wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="拿回去了")
    assert state(session, made) == "published"
    wish_giving.claim(session, [made], unit("区医保局"), ON, by=BY)
    assert state(session, made) == "claimed"


@pytest.mark.parametrize("again", ["", in_days(5).isoformat()])
def test_who_is_not_content_has_the_wish_open_again(session: Session, again: str) -> None:
    made = _after(_delivered, _fulfilled)(session)
    wish_outcome.review(session, made, "dissatisfied", ON, by=BY, text="小了一码", again_by=again)
    step = coming(session, made)
    assert (state(session, made), step.step, (step.due - ON).days) == (("claimed", "receive", 5) if again else ("published", "claim", 30))
    if not again:
        wish_giving.claim(session, [made], unit("区医保局"), ON, by=BY)
    wish_giving.deliver(session, [made], ON, by=BY)
    wish_outcome.fulfil(session, made, ON, by=BY, satisfaction="satisfied")
    assert state(session, made) == "reviewed"


def test_a_gift_beside_the_wish_brings_nothing_forward(session: Session) -> None:
    made = claimed(session)
    wish_giving.add_gift(session, made, "两本图书", ON, by=BY)
    wish_giving.exchange(session, made, "电压力锅", ON, by=BY)
    assert state(session, made) == "claimed"
    assert session.exec(select(WishClaim.claimer).where(WishClaim.is_extra)).all() == [UNIT]  # type: ignore[arg-type]


def test_more_time_for_a_claimer(session: Session) -> None:
    made = claimed(session, promised_on=in_days(2).isoformat())
    wish_giving.put_off(session, made, in_days(5).isoformat(), ON, by=BY, text="等快递")
    assert coming(session, made).due == in_days(5)
    assert "约好11月28日前送到，等快递" in wish_story(session, made, ON).history[0].text, "until when, and why"
    with pytest.raises(DeskError):
        wish_giving.put_off(session, made, in_days(4).isoformat(), ON, by=BY)


def test_a_clock_set_back_stops_nothing(session: Session) -> None:
    """What was written while the clock ran ahead does not keep a wish from going on."""
    ahead, made = date(2027, 3, 1), noted(session)
    wishes.check(session, made.id, ahead, by=BY)
    wishes.approve(session, made.id, ON, by=BY)
    wishes.publish(session, made.id, ON, by=BY)
    wish_giving.claim(session, [made.id], unit(), ON, by=BY)
    assert state(session, made.id) == "claimed"


def test_who_was_to_bring_something_for_a_cancelled_wish_is_told(session: Session) -> None:
    made = claimed(session)
    wishes.cancel(session, made, "deceased", ON, by=BY)
    step = coming(session, made)
    assert (step.step, step.due) == ("tell", in_days(3))
    assert wishes.actions_of(facts_of(session, [made])[made]) == ("tell",)
    wish_giving.tell(session, made, ON, by=BY)
    assert next_step(facts_of(session, [made])[made], wish_terms(session)) is None
