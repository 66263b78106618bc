# long: whoever reads a history that failed needs what may happen and what must hold side by side
"""No wish hangs: whatever station and county do, and however many days pass, each has a deadline of a named next step.

Once packages have passed, both sides reckon every wish alike; what the columns of the board hold and what was spent is what a diary
kept beside it says, in number and in money. People die and move away meanwhile: what they wished for is closed, or goes no further.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, col, select

from stationdesk.county.wishes import standings_of
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.claim_end import ClaimEnd, ClaimEndDraft
from stationdesk.registers.wish import WishDraft
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.registers.wish_event import WishEvent
from stationdesk.services import wish_giving, wish_noting, wish_outcome, wishes
from stationdesk.services.residency import StatusDraft, change_status, preview
from stationdesk.services.undoing import undo_last
from stationdesk.services.wish_ahead import ahead_of
from stationdesk.services.wish_board import Wanted, read_board
from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_figures import wish_figures as flow
from stationdesk.services.wish_state import OPEN
from stationdesk.services.wish_steps import PASSING, REMINDED, STEPS
from stationdesk.services.wish_terms import LONGEST, wish_terms
from stationdesk.services.wish_turning import ITSELF, SOON, passed, turn_wishes
from stationdesk.services.wishes_today import due_wishes
from stationdesk.store.clock import now
from stationdesk.store.database import Database
from tests.county.claims_kit import BY, county_claims
from tests.services.wish_kit import child, person
from tests.sync.sample import COUNTY, sample
from tests.sync.test_two_lives import CODE, one_journal, round_trip
from tests.sync.world import World

FIRST = date(2026, 11, 20)
UNFINISHED = OPEN | {"fulfilled", "expired"}
UNITS = ("瓷厂社区志愿队", "区医保局", "村党支部")
Act = Callable[[Session, str, date, int], Any]


def unit(dice: int) -> dict[str, Any]:
    return {"claimer": UNITS[dice % len(UNITS)], "claimer_kind": "unit"}


def prefer(session: Session, wish: str, on: date, dice: int) -> None:
    promised = (on + timedelta(days=dice)).isoformat() if dice % 2 else ""
    for rival in wish_giving.rivals(session, wish)[:1]:
        wish_giving.prefer(session, wish, rival.claim.id, on, by=BY, promised_on=promised)


ACTS: dict[str, Act] = {
    "submit": lambda s, wish, on, _n: wishes.submit(s, wish, on, by=BY),
    "check": lambda s, wish, on, _n: wishes.check(s, wish, on, by=BY),
    "approve": lambda s, wish, on, _n: wishes.approve(s, wish, on, by=BY, sure=True),
    "publish": lambda s, wish, on, n: wishes.publish(s, wish, on, by=BY, until=(on + timedelta(days=n)).isoformat()),
    "send_back": lambda s, wish, on, _n: wishes.send_back(s, wish, on, by=BY, text="尺码没写"),
    "reject": lambda s, wish, on, _n: wishes.reject(s, wish, on, by=BY, text="不是微心愿"),
    "extend": lambda s, wish, on, _n: wishes.extend(s, wish, "", on, by=BY),
    "take_down": lambda s, wish, on, _n: wishes.take_down(s, wish, on, by=BY),
    "withdraw": lambda s, wish, on, _n: wishes.withdraw(s, wish, on, by=BY),
    "cancel": lambda s, wish, on, _n: wishes.cancel(s, wish, "other", on, by=BY),
    "claim": lambda s, wish, on, n: wish_giving.claim(s, [wish], unit(n), on, by=BY),
    "assign": lambda s, wish, on, n: wish_giving.assign(s, [wish], unit(n), on, by=BY),
    "prefer": prefer,
    "put_off": lambda s, wish, on, n: wish_giving.put_off(s, wish, (on + timedelta(days=n)).isoformat(), on, by=BY),
    "give_back": lambda s, wish, on, _n: wish_giving.give_back(s, wish, "withdrawn", on, by=BY, text="没货"),
    "ready": lambda s, wish, on, _n: wish_giving.ready(s, [wish], on, by=BY),
    "deliver": lambda s, wish, on, _n: wish_giving.deliver(s, [wish], on, by=BY),
    "gift": lambda s, wish, on, _n: wish_giving.add_gift(s, wish, "书包", on, by=BY),
    "exchange": lambda s, wish, on, _n: wish_giving.exchange(s, wish, "高压锅", on, by=BY),
    "tell": lambda s, wish, on, _n: wish_giving.tell(s, wish, on, by=BY),
    "dispute": lambda s, wish, on, _n: wish_outcome.dispute(s, wish, on, by=BY, text="坏了"),
    "fulfil": lambda s, wish, on, n: wish_outcome.fulfil(s, wish, on, by=BY, cost=n * 100),
    "review": lambda s, wish, on, _n: wish_outcome.review(s, wish, "satisfied", on, by=BY),
    "thank": lambda s, wish, on, _n: wish_outcome.thank(s, [wish], on, by=BY),
    "dissatisfied": lambda s, wish, on, n: wish_outcome.review(
        s, wish, "dissatisfied", on, by=BY, again_by=(on + timedelta(days=n)).isoformat() if n % 2 else ""
    ),
}
CARRIED_ON = frozenset({"submit", "check", "approve", "publish", "send_back", "extend", "claim", "assign", "ready", "deliver", "exchange"})
"""What is refused for a wish of somebody who is gone; so is what gives it back to others."""
REOPENS = frozenset({"dispute", "dissatisfied"})
ONWARD = ("check", "approve", "publish", "claim", "ready", "deliver", "fulfil", "review")
"""What brings a wish on, tried more often than the rest."""


class Entry(NamedTuple):
    """What the diary keeps of an action; its number stands in the action's words, so that an undo is found."""

    number: int
    what: str
    wish: str = ""
    yuan: int = 0
    who: str = ""


class Village(RuleBasedStateMachine):  # long: everything that people, days and the road can do, one rule each
    """A station with wishes, its county, and the road between them."""

    @initialize()
    def begin(self) -> None:
        self.world, self.on, self.lost, self.noted = World(sample()), FIRST, 0, 0
        self.desk: Database = self.world.desks[CODE].database
        for database in (self.desk, self.world.county.database):
            database.clock = lambda: datetime(self.on.year, self.on.month, self.on.day, 4, tzinfo=UTC)
        self.wishes: list[str] = []
        self.was: dict[str, str] = {}
        self.freed: dict[str, date] = {}
        self.diary: list[Entry] = []
        self.told = 0
        with self.desk.writing(BY, "登记") as session:
            self.people = [person(session, "冯满仓", residency_status="living"), child(session)]
        round_trip(self.world)
        self.note(0, 60)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.settle()
            for database in (self.desk, self.world.county.database):
                database.clock = now
            self.world.close()

    @rule(whose=st.integers(0, 1), yuan=st.integers(0, 300))
    def note(self, whose: int, yuan: int) -> None:
        self.noted += 1  # nobody wishes for the same twice, taken back meanwhile or not
        content, who = f"棉鞋{self.noted}", self.people[whose]
        with self.writing("心愿") as session:
            draft = WishDraft(resident_id=who, content=content, budget=yuan * 100)
            made = wish_noting.note(session, draft, self.on, by=BY).id
        self.wishes.append(made)
        self.keep("note", made, yuan, who)

    def writing(self, what: str) -> AbstractContextManager[Session]:
        """Write an action that the diary can find again when it is undone."""
        self.told += 1
        return self.desk.writing(BY, f"{what}#{self.told}")

    def keep(self, what: str, wish: str = "", yuan: int = 0, who: str = "") -> None:
        """Write it into the diary."""
        self.diary.append(Entry(self.told, what, wish, yuan, who))

    @rule(whose=st.integers(0, 1), died=st.booleans(), close=st.booleans())
    def somebody_goes(self, whose: int, died: bool, close: bool) -> None:
        """Let somebody die or move away, his wishes cancelled or left; somebody new lives there from then on."""
        who, status = self.people[whose], "deceased" if died else "moved_out"
        with suppress(DeskError):
            with self.writing("去向") as session:
                draft = StatusDraft(status, self.on)
                seen = preview(session, who, draft, self.on)
                choices = {one.code: close for one in seen if one.code.startswith("wish:")}
                change_status(session, who, draft, self.on, choices=choices, operator=BY, sure=True)
            self.keep("gone", who=who)
            with self.desk.writing(BY, "登记", final=True) as session:
                self.people[whose] = person(session, f"新来的{self.told}", residency_status="living")

    @rule(which=st.integers(0, 9), name=st.sampled_from((*ACTS, *ONWARD, *ONWARD)), dice=st.integers(0, 40))
    def act(self, which: int, name: str, dice: int) -> None:
        wish = self.wishes[which % len(self.wishes)]
        with suppress(DeskError):
            with self.writing(name) as session:
                ACTS[name](session, wish, self.on, dice)
            self.keep(name, wish, dice)
            whose = {one.wish: one.who for one in self.diary if one.what == "note"}
            left = {one.who for one in self.diary if one.what == "gone"}
            assert whose.get(wish) not in left or name not in CARRIED_ON | REOPENS, "nothing goes on for somebody who is gone"

    @rule(which=st.integers(0, 9), steps=st.integers(2, len(ONWARD)))
    def bring_on(self, which: int, steps: int) -> None:
        for name in ONWARD[:steps]:
            self.act(which, name, 20)

    @rule(which=st.integers(0, 9), steps=st.integers(6, len(ONWARD)), name=st.sampled_from(sorted(REOPENS)), dice=st.integers(0, 40))
    def not_right(self, which: int, steps: int, name: str, dice: int) -> None:
        """Let what was brought be wrong, asked or not."""
        self.bring_on(which, steps)
        self.act(which, name, dice)

    @rule(which=st.integers(0, 9))
    def taken_on_the_last_day(self, which: int) -> None:
        """Let somebody take a wish shortly before it comes off the wall, and not bring it."""
        self.bring_on(which, 3)
        one = self._ahead().get(self.wishes[which % len(self.wishes)])  # one whose noting was undone is not there
        if one is not None and one.step == "claim" and date.fromisoformat(one.due) > self.on:
            self.days((date.fromisoformat(one.due) - self.on).days)
            self.act(which, "claim", 0)
            self.days(18)

    @rule()
    def undo(self) -> None:
        try:
            undone = undo_last(self.desk, BY)
        except DeskError:
            return
        number = int(undone.says.rpartition("#")[2] if "#" in undone.says else 0)
        self.diary = [one for one in self.diary if one.number != number]
        with self.desk.reading() as session:
            ahead = ahead_of(session)
        self.wishes = list(ahead) or self.wishes
        self.was, self.freed = {wish: one.state for wish, one in ahead.items()}, {}
        if not self._ahead():
            self.note(0, 10)

    @rule(days=st.sampled_from((1, 1, 3, 7, 20, 40)))
    def days(self, days: int) -> None:
        """Let days pass; somebody writes something on the last of them, as on every day on which the desk is used."""
        self.on += timedelta(days=days)
        self.world.add(CODE, "占路过")
        turn_wishes(self.desk, self.desk.clock())

    @rule(days=st.integers(1, 400))
    def clock_set_back(self, days: int) -> None:
        """Set the clock back for a while: nothing passes, and nothing is lost."""
        before = self._ahead()
        right, self.on = self.on, self.on - timedelta(days=days)
        assert not turn_wishes(self.desk, self.desk.clock())
        self.on = right
        assert self._ahead() == before

    @rule(which=st.integers(0, 9), dice=st.integers(0, 2))
    def county_claims(self, which: int, dice: int) -> None:
        county_claims(self.world.county, CODE, self.wishes[which % len(self.wishes)], UNITS[dice])

    @rule()
    def county_ends(self) -> None:
        with self.world.county.database.writing("县", "退领") as session:
            mine = select(WishClaim).where(col(WishClaim.author) == COUNTY).order_by(col(WishClaim.key).desc())
            newest = session.exec(mine).first()
            if newest is not None:
                draft = ClaimEndDraft(wish_id=newest.wish_id, claim_id=newest.id, kind="withdrawn", ended_on=self.on.isoformat())
                session.add(ClaimEnd.model_validate(draft, update={"author": COUNTY, "audience": f"station:{CODE}"}))

    @rule(up=st.booleans(), arrives=st.booleans(), again=st.booleans())
    def package(self, up: bool, arrives: bool, again: bool) -> None:
        """Write a package; it is lost, or arrives, or arrives twice."""
        sent = self.world.export(CODE) if up else self.world.answer(CODE)
        for _time in range((2 if again else 1) if sent is not None and arrives else 0):
            assert sent is not None
            self.world.deliver(sent)

    def _ahead(self) -> dict[str, Any]:
        with self.desk.reading() as session:
            return ahead_of(session)

    @invariant()
    def nothing_hangs(self) -> None:
        if not hasattr(self, "wishes"):
            return
        turn_wishes(self.desk, self.desk.clock())
        with self.desk.reading() as session:
            assert not passed(session, self.on), "what has passed is written"
            ahead, told = ahead_of(session), {one.wish.id for one in due_wishes(session, self.on)}
            facts = facts_of(session, list(ahead))
            grace = timedelta(days=wish_terms(session).grace + 1)
        for wish, one in ahead.items():
            assert facts[wish].standing.state == one.state
            if one.state not in UNFINISHED and facts[wish].untold is None:
                assert one.step == "" or (one.state == "reviewed" and one.step in PASSING), "it is over"
                assert not one.step or date.fromisoformat(one.lapses_on) <= date.fromisoformat(one.due) + timedelta(days=REMINDED + 1)
                assert not (one.passed(self.on) and wish in told), "a reminder goes by itself"
                continue
            due = date.fromisoformat(one.due)
            assert one.step in STEPS
            assert due <= self.on + timedelta(days=LONGEST), "a deadline one can live to see"
            assert due >= self.on or wish in told, "what is late stands in the day's list"
            if one.step in ("receive", "claim"):
                assert self.on <= due + grace, "what others owe passes by itself"
        self._back_in_the_pool({wish: one.state for wish, one in ahead.items()})

    def _back_in_the_pool(self, states: dict[str, str]) -> None:
        """See that what came free again hangs for days before it comes off the wall by itself."""
        with self.desk.reading() as session:
            last = select(WishEvent).where(WishEvent.kind == "expired", col(WishEvent.removed_at).is_(None)).order_by(col(WishEvent.key))
            itself = {one.wish_id: one.done_by == _(ITSELF) and one.text is None for one in session.exec(last)}
        for wish, now_is in states.items():
            was = self.was.get(wish, "")
            if was in ("claimed", "ready") and now_is in ("published", "expired"):
                self.freed[wish] = self.on
            if was not in ("", "expired") and now_is == "expired" and itself[wish] and wish in self.freed:
                assert self.on > self.freed[wish] + SOON, "a claim that is over gives the wish back to the pool"
        self.was = states

    @invariant()
    def it_adds_up(self) -> None:
        if not hasattr(self, "wishes"):
            return
        with self.desk.reading() as session:
            board = read_board(session, self.on).columns(Wanted(everything=True))
            states = {wish: one.state for wish, one in ahead_of(session).items()}
            whole = flow(session, FIRST, self.on + timedelta(days=1))
            parts = [flow(session, FIRST, self.on - timedelta(days=9)), flow(session, self.on - timedelta(days=8), self.on)]
        told, true = self._diary()
        assert told.keys() == states.keys()
        assert {row.id for row in board["true"].rows} == true.keys()
        for column in board.values():
            assert column.money == 100 * sum(true.get(row.id, told[row.id]) for row in column.rows), column.name
        assert whole.spent == 100 * sum(true.values())
        assert whole.done == len(true)
        for one in (whole, *parts):
            assert one.before + one.new + one.reopened == one.done + one.closed + one.after
        assert (whole.before, whole.new) == (0, len(states))
        assert whole.after == sum(state in OPEN | {"expired"} for state in states.values())

    def _diary(self) -> tuple[dict[str, int], dict[str, int]]:
        """Return what the diary says each wish may cost, and of those that have come true what they did cost; in yuan."""
        told: dict[str, int] = {}
        true: dict[str, int] = {}
        for one in self.diary:
            if one.what == "note":
                told[one.wish] = one.yuan
            elif one.what == "fulfil":
                true[one.wish] = one.yuan
            elif one.what in REOPENS:
                true.pop(one.wish, None)
        return told, {wish: yuan for wish, yuan in true.items() if wish in told}

    def settle(self) -> None:
        """Let everything pass, and hold both sides against each other."""
        for _round in range(3):
            round_trip(self.world)
        one_journal(self.world, self.desk)
        there = standings_of(self.world.county)
        with self.desk.reading() as session:
            for wish, facts in facts_of(session, list(ahead_of(session))).items():
                assert there[CODE, wish] == facts.standing
                assert not facts.standing.waiting, "a claim that was read has its answer"


QUICK = settings(max_examples=5, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=300, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))


def test_no_wish_hangs_and_both_sides_reckon_alike() -> None:
    run_state_machine_as_test(Village, settings=QUICK)


@pytest.mark.proof
def test_no_wish_hangs_and_both_sides_reckon_alike_proof() -> None:
    run_state_machine_as_test(Village, settings=LONG)
