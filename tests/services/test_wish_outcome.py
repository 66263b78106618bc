"""What comes of a wish: nobody answers for the dead, a cost is asked about, and every step keeps the day on which it happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.registers.claim_answer import ClaimAnswer
from stationdesk.registers.claim_end import ClaimEnd
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import WishDraft
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.registers.wish_event import WishEvent
from stationdesk.services import wish_giving, wish_noting, wish_outcome, wishes
from stationdesk.services.wish_figures import wish_figures
from stationdesk.services.wish_outcome import NOT_ASKED, CostDoubted
from stationdesk.services.wish_story import meant, wish_story
from stationdesk.services.wish_thanks import to_thank
from stationdesk.services.wishes_today import due_wishes
from stationdesk.store.database import Database
from tests.services.wish_kit import BY, ON, claimed, in_days, noted, published, state, thrown_away, unit
from tests.store.kit import quick_desk

DAY = ON.isoformat()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("outcome")) as found:
        yield found


@pytest.fixture
def session(desk: Database) -> Iterator[Session]:
    with thrown_away(desk) as found:
        yield found


def brought(session: Session, **more: Any) -> str:
    made = published(session, **more)
    wish_giving.claim(session, [made], unit(), ON, by=BY)
    wish_giving.deliver(session, [made], ON, by=BY)
    return made


def gone(session: Session, wish: str, how: str) -> None:
    whose = wishes.wish_here(session, wish).wish.resident_id
    session.exec(select(Resident).where(Resident.id == whose)).one().residency_status = how
    session.flush()


# -- nobody answers for somebody who cannot be asked


@pytest.mark.parametrize(("how", "why"), [("deceased", "本人已去世。"), ("moved_out", "本人已不在本村。")])
def test_a_wish_of_somebody_who_died_or_left_is_closed_without_an_answer(session: Session, how: str, why: str) -> None:
    made = brought(session)
    wish_outcome.fulfil(session, made, ON, by=BY, cost=100_00)
    assert meant(session, [made], ON).not_asked == "", "there is somebody to ask"
    gone(session, made, how)
    assert meant(session, [made], ON).not_asked == why
    with pytest.raises(DeskError, match="没有问到本人"):
        wish_outcome.review(session, made, NOT_ASKED, ON, by=BY, text=" ")
    with pytest.raises(DeskError):
        wish_outcome.review(session, made, "", ON, by=BY, text=why)
    wish_outcome.review(session, made, NOT_ASKED, ON, by=BY, text=why)
    assert state(session, made) == "reviewed"
    assert not [one for one in due_wishes(session, in_days(30)) if one.wish.id == made and one.step == "review"]
    found = wish_figures(session, ON, ON)
    assert (found.done, found.asked, found.rate) == (1, 0, None)
    assert f"没问到，{why}" in wish_story(session, made, ON).history[0].text
    (sheet,), _left = to_thank(session, [made], ON)
    assert sheet.words == "", "what the station wrote is not what the person said"


def test_one_rejected_after_what_lay_ready_was_given_back_is_closed(session: Session) -> None:
    """What lay ready belonged to a claim that is over, so it holds the wish nowhere."""
    made = noted(session, may_be_public=False).id
    wishes.approve(session, made, ON, by=BY, sure=True)
    wish_giving.assign(session, [made], unit(), ON, by=BY)
    wish_giving.ready(session, [made], ON, by=BY)
    assert wish_figures(session, ON, ON).after == 1
    wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="没货")
    wishes.reject(session, made, in_days(1), by=BY, text="不合适")
    assert state(session, made) == "rejected"
    found = wish_figures(session, in_days(1), in_days(1))
    assert (found.before, found.closed, found.after) == (1, 1, 0)


def test_one_that_was_brought_is_closed_so_in_one_step(session: Session) -> None:
    made = brought(session)
    gone(session, made, "deceased")
    with pytest.raises(DeskError, match="没有问到本人"):
        wish_outcome.fulfil(session, made, ON, by=BY, satisfaction=NOT_ASKED)
    wish_outcome.fulfil(session, made, ON, by=BY, satisfaction=NOT_ASKED, text="本人已去世。")
    assert state(session, made) == "reviewed"
    assert wish_figures(session, ON, ON).asked == 0


def test_words_said_when_it_came_true_are_kept_without_an_answer_too(session: Session) -> None:
    made = brought(session)
    wish_outcome.fulfil(session, made, ON, by=BY, text="每天煮粥")
    (sheet,), _left = to_thank(session, [made], ON)
    assert sheet.words == "每天煮粥"


# -- what it cost


@pytest.mark.parametrize(
    ("budget", "cost", "doubted"),
    [
        (None, 99_999_00, "上限"),
        (None, 300_01, "上限"),
        (None, 300_00, ""),
        (None, None, ""),
        (80_00, 299_00, "估的 80 元"),
        (80_00, 160_00, ""),
        (10_00, 45_00, ""),
        (500_00, 480_00, ""),
        (500_00, 501_00, "上限"),
    ],
)
def test_a_cost_nobody_would_give_is_asked_about(session: Session, budget: int | None, cost: int | None, doubted: str) -> None:
    made = noted(session, budget=budget) if budget != 500_00 else None
    if made is None:
        draft = WishDraft(resident_id=noted(session, "拐杖").resident_id, content="轮椅", budget=budget)
        made = wish_noting.note(session, draft, ON, by=BY, sure=True)
    wishes.approve(session, made.id, ON, by=BY, sure=True)
    wish_giving.assign(session, [made.id], unit(), ON, by=BY)
    wish_giving.deliver(session, [made.id], ON, by=BY)
    if doubted:
        with pytest.raises(CostDoubted, match=doubted):
            wish_outcome.fulfil(session, made.id, ON, by=BY, cost=cost)
        assert state(session, made.id) == "delivered"
    wish_outcome.fulfil(session, made.id, ON, by=BY, cost=cost, sure=bool(doubted))
    assert wish_figures(session, ON, ON).spent == (cost or 0)


# -- its day


def test_a_round_kept_on_paper_gets_its_true_days(session: Session) -> None:
    told, took, came = (in_days(days).isoformat() for days in (-9, -6, -2))
    made = noted(session, collected_on=told).id
    wishes.check(session, made, ON, by=BY, happened_on=told)
    wishes.approve(session, made, ON, by=BY, happened_on=told)
    wishes.publish(session, made, ON, by=BY, happened_on=told)
    wish_giving.claim(session, [made], unit(claimed_on=took), ON, by=BY)
    wish_giving.deliver(session, [made], ON, by=BY, happened_on=came)
    wish_outcome.fulfil(session, made, ON, by=BY, happened_on=came)
    assert state(session, made) == "fulfilled"
    assert session.exec(select(ClaimAnswer.answered_on).where(ClaimAnswer.wish_id == made)).all() == [took]
    events = select(WishEvent.kind, WishEvent.happened_on).where(WishEvent.wish_id == made).order_by(col(WishEvent.key))
    assert dict(session.exec(events).all()) == {
        "submitted": told, "checked": told, "approved": told, "published": told, "delivered": came, "fulfilled": came
    }  # fmt: skip
    hung = session.exec(select(WishEvent.until).where(WishEvent.wish_id == made, WishEvent.kind == "published")).one()
    assert hung == in_days(21).isoformat(), "thirty days from the day on which it was hung"
    (taken,) = [wish_figures(session, day, day).claimed for day in (in_days(-6),)]
    assert taken == 1


def test_what_hung_long_ago_does_not_come_down_the_day_it_is_written(session: Session) -> None:
    made = noted(session, collected_on=in_days(-50).isoformat(), source="visit").id
    for act in (wishes.approve, wishes.publish):
        act(session, made, ON, by=BY, happened_on=in_days(-49).isoformat())
    hung = session.exec(select(WishEvent.until).where(WishEvent.wish_id == made, WishEvent.kind == "published")).one()
    assert hung == DAY


def late(session: Session) -> str:
    """Give a wish that was approved on a day, and taken two days later."""
    made = noted(session, collected_on=in_days(-9).isoformat(), source="visit").id
    wishes.approve(session, made, ON, by=BY, happened_on=in_days(-8).isoformat())
    wishes.publish(session, made, ON, by=BY, happened_on=in_days(-8).isoformat())
    wish_giving.claim(session, [made], unit(claimed_on=in_days(-6).isoformat()), ON, by=BY)
    return made


Act = Callable[[Session, str, str], Any]
HELD: dict[str, Act] = {
    "deliver": lambda s, wish, day: wish_giving.deliver(s, [wish], ON, by=BY, happened_on=day),
    "ready": lambda s, wish, day: wish_giving.ready(s, [wish], ON, by=BY, happened_on=day),
    "give_back": lambda s, wish, day: wish_giving.give_back(s, wish, "withdrawn", ON, by=BY, text="没货", happened_on=day),
    "put_off": lambda s, wish, day: wish_giving.put_off(s, wish, in_days(40).isoformat(), ON, by=BY, happened_on=day),
    "exchange": lambda s, wish, day: wish_giving.exchange(s, wish, "电压力锅", ON, by=BY, happened_on=day),
    "withdraw": lambda s, wish, day: wishes.withdraw(s, wish, ON, by=BY, happened_on=day),
    "cancel": lambda s, wish, day: wishes.cancel(s, wish, "other", ON, by=BY, happened_on=day),
}
AFTER: dict[str, Act] = {
    "dispute": lambda s, wish, day: wish_outcome.dispute(s, wish, ON, by=BY, text="坏了", happened_on=day),
    "thank": lambda s, wish, day: wish_outcome.thank(s, [wish], ON, by=BY, happened_on=day),
    "fulfil": lambda s, wish, day: wish_outcome.fulfil(s, wish, ON, by=BY, happened_on=day),
    "again": lambda s, wish, day: wish_outcome.review(
        s, wish, "dissatisfied", ON, by=BY, text="小了", again_by=in_days(3).isoformat(), happened_on=day
    ),
}


@pytest.mark.parametrize("name", [*HELD, *AFTER])
def test_a_step_is_written_for_an_earlier_day_but_not_for_one_before_the_claim(session: Session, name: str) -> None:
    made, act = late(session), (HELD | AFTER)[name]
    if name in AFTER:
        wish_giving.deliver(session, [made], ON, by=BY, happened_on=in_days(-5).isoformat())
    before = in_days(-7 if name in HELD else -6).isoformat()
    with pytest.raises(DeskError, match=before):
        act(session, made, before)
    with pytest.raises(DeskError, match="还没有到"):
        act(session, made, in_days(1).isoformat())
    day = in_days(-3).isoformat()
    act(session, made, day)
    kept = [
        session.exec(select(getattr(kind, field)).where(kind.wish_id == made).order_by(col(kind.key).desc())).first()
        for kind, field in ((WishEvent, "happened_on"), (ClaimEnd, "ended_on"), (WishClaim, "claimed_on"))
    ]
    assert day in kept
    if name == "again":
        assert kept[2] == day, "what is brought again can be brought from that day on"


@pytest.mark.parametrize(
    ("day", "refused"), [("2020-01-01", True), (in_days(-9).isoformat(), True), (in_days(-8).isoformat(), False), (DAY, False)]
)
def test_a_claim_is_not_older_than_what_was_claimed(session: Session, day: str, refused: bool) -> None:
    made = noted(session, collected_on=in_days(-12).isoformat(), source="visit").id
    wishes.approve(session, made, ON, by=BY, happened_on=in_days(-8).isoformat())
    if refused:
        with pytest.raises(DeskError, match=in_days(-8).isoformat()):
            wish_giving.claim(session, [made], unit(claimed_on=day), ON, by=BY)
    else:
        wish_giving.claim(session, [made], unit(claimed_on=day), ON, by=BY)
        assert state(session, made) == "claimed"


def test_nobody_has_taken_what_another_one_held(session: Session) -> None:
    made = claimed(session)
    wish_giving.give_back(session, made, "withdrawn", in_days(5), by=BY, text="没货")
    with pytest.raises(DeskError, match=in_days(5).isoformat()):
        wish_giving.claim(session, [made], unit("区医保局", claimed_on=in_days(4).isoformat()), in_days(6), by=BY)
    wish_giving.claim(session, [made], unit("区医保局", claimed_on=in_days(5).isoformat()), in_days(6), by=BY)


def test_a_county_whose_clock_runs_ahead_keeps_nobody_from_writing_a_day(session: Session) -> None:
    made = claimed(session)
    session.exec(select(WishClaim).where(WishClaim.wish_id == made)).one().claimed_on = date(2031, 1, 1).isoformat()
    session.flush()
    wish_giving.deliver(session, [made], ON, by=BY, happened_on=DAY)
    assert state(session, made) == "delivered"


def test_what_was_paid_for_what_is_not_right_stays_in_the_history(session: Session) -> None:
    made = brought(session)
    with pytest.raises(CostDoubted), session.begin_nested():
        wish_outcome.fulfil(session, made, ON, by=BY, cost=9_999_00, satisfaction="dissatisfied", text="小了")
    wish_outcome.fulfil(session, made, ON, by=BY, cost=189_00, satisfaction="dissatisfied", text="小了")
    assert state(session, made) == "published"
    (said,) = [line.text for line in wish_story(session, made, ON).history if "小了" in line.text]
    assert "189 元" in said
    assert wish_figures(session, ON, ON).spent == 0, "it has not come true"
