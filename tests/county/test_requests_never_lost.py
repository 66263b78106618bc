"""No request is lost between sender and doer: whatever desk, county and road do, each open one has one holder and a next step with a term.

Once packages have passed, both sides reckon every request and every task alike; what the list, the day and the figures count adds up.
"""

# long: everything that people, days and the road can do, in one machine

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, col, select

from stationdesk.county import word
from stationdesk.county.replies import replies
from stationdesk.errors import DeskError
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.task import TaskDraft
from stationdesk.services.from_county import task_entry
from stationdesk.services.helpers import merge_helpers
from stationdesk.services.person_writing import own_resident
from stationdesk.services.request_asking import Wanted, note_request
from stationdesk.services.request_list import LANES, Eyes, closed_since, counted, open_rows
from stationdesk.services.request_reading import Asked, asked_of
from stationdesk.services.request_receivers import loads
from stationdesk.services.request_state import FORMAT, HELD, NEXT
from stationdesk.services.request_ties import FINISHED, GIVEN_UP, made_of, of_tasks, tie_of
from stationdesk.services.request_words import step_words
from stationdesk.services.requests_today import REQUESTS
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.services.residency_care import open_care
from stationdesk.services.task_requests import proposed, report, wanted_of_task
from stationdesk.services.tasks import task_called, tasks
from stationdesk.services.today_lines import Asked as OfTheDay
from stationdesk.services.undoing import last_action, undo_last
from stationdesk.store.clock import VILLAGE_TIME, now
from stationdesk.store.database import Database
from tests.county.claims_kit import BY
from tests.county.requests_kit import ACTS, ONWARD, Dice, at_county, latest, merge_undone
from tests.services.wish_kit import person
from tests.sync.sample import sample
from tests.sync.test_two_lives import CODE, one_journal, round_trip
from tests.sync.world import Sent, World

BEGIN = datetime(2026, 11, 23, 9, 20, tzinfo=VILLAGE_TIME)
DONE = "办理"
FAR = date(2036, 1, 1)
LONGEST = timedelta(days=60)
"""No term of these histories is longer: a deadline is one that somebody lives to see."""


class Village(RuleBasedStateMachine):  # long: everything that people, days and the road can do, one rule each
    """A station with requests, its county with tasks, and the road between them."""

    @initialize()
    def begin(self) -> None:
        self.world, self.now = World(sample()), BEGIN
        self.desk: Database = self.world.desks[CODE].database
        for database in (self.desk, self.world.county.database):
            database.clock = lambda: self.now.astimezone(UTC)
        self.on_the_way: list[Sent] = []
        self.tasks: list[str] = []
        with self.desk.writing(BY, "登记") as session:
            self.people = [person(session, name, residency_status="living") for name in ("冯满仓", "徐桂香")]
            two = [Helper.model_validate(HelperDraft(name="章磊"), update={"author": CODE}) for _record in range(2)]
            session.add_all(two)
            self.helpers = (two[0].id, two[1].id)
        self.merged = False
        self.county_gives(5)
        round_trip(self.world)
        self.note(0)

    def teardown(self) -> None:
        if hasattr(self, "people"):
            self.settle()
            for database in (self.desk, self.world.county.database):
                database.clock = now
            self.world.close()

    # -- what people do

    def write(self, work: Callable[[Session], Any], says: str = DONE) -> None:
        """Carry something out; what is refused is a sentence, and writes nothing."""
        before, refused = self.desk.position().seq, ""
        try:
            with self.desk.writing(BY, says) as session:
                work(session)
        except DeskError as error:
            refused = error.message
        assert bool(refused.strip()) <= (self.desk.position().seq == before), "what is refused writes nothing"
        assert "{" not in refused

    def ids(self) -> list[str]:
        with self.desk.reading() as session:
            return list(session.exec(select(ServiceRequest.id).where(col(ServiceRequest.removed_at).is_(None)).order_by(ServiceRequest.id)))

    @rule(urgency=st.integers(0, 3), whose=st.integers(0, 1))
    def note(self, urgency: int, whose: int = 0) -> None:
        wanted = Wanted("厨房灯不亮", urgency=("", "red", "yellow", "blue")[urgency], resident_id=self.people[whose])
        self.write(lambda session: note_request(session, wanted, self.now, BY))

    @rule(which=st.integers(0, 3))
    def note_task(self, which: int) -> None:
        """Make a request of a task, as often as one likes: it is one."""
        self.write(lambda s: note_request(s, wanted_of_task(task_called(s, self.task(which)), self.now.date()), self.now, BY))

    def task(self, which: int) -> str:
        return self.tasks[which % len(self.tasks)]

    @rule(which=st.integers(0, 9), name=st.sampled_from((*ACTS, *ONWARD, *ONWARD)), number=st.integers(0, 40), late=st.booleans())
    def act(self, which: int, name: str, number: int, late: bool) -> None:
        if not (ids := self.ids()):
            return
        happened = f"{self.now - timedelta(minutes=40):{FORMAT}}" if late else ""
        dice = Dice(number, happened, self.helpers if not self.merged else (self.helpers[0],) * 2)
        self.carry_out(name, ids[which % len(ids)], dice)

    def carry_out(self, name: str, request: str, dice: Dice) -> None:
        self.write(lambda session: ACTS[name](session, request, self.now, dice))

    @rule(which=st.integers(0, 9), steps=st.integers(2, len(ONWARD)), to=st.integers(0, 3))
    def bring_on(self, which: int, steps: int, to: int) -> None:
        for name in ONWARD[:steps]:
            self.act(which, name, to, False)

    @rule(which=st.integers(0, 1), names=st.lists(st.sampled_from(("drop", "again", "reopen", "finish", "solved")), min_size=3, max_size=6))
    def over_and_over(self, which: int, names: list[str]) -> None:
        """End the first request of a task, make another one, take the first up again."""
        for name in names:
            with self.desk.reading() as session:
                made = made_of(session, "county", [self.task(which)]).get(self.task(which), ())
            if name == "again" or not made:
                self.note_task(which)
            else:
                self.carry_out(name, made[0].request.id, Dice(0, "", self.helpers))

    @rule(which=st.integers(0, 3), outcome=st.sampled_from(("done", "partly", "cannot")))
    def report_task(self, which: int, outcome: str) -> None:
        self.write(lambda session: report(session, self.task(which), outcome, self.now.date(), by=BY, text="办了些"))

    @rule()
    def merge(self) -> None:
        """Find that the helper was written down twice."""
        if not self.merged:
            self.merged = True
            self.write(lambda session: merge_helpers(session, self.helpers[0], self.helpers[1], self.now.date()), "合并")

    @rule(whose=st.integers(0, 1), to=st.sampled_from(("deceased", "moved_out", "hospital", "living")), ends=st.booleans())
    def moves(self, whose: int, to: str, ends: bool) -> None:
        """Let somebody die, move away or come back; what is open may be dropped with it, or stays."""
        draft, on = StatusDraft(to_status=to, happened_on=self.now.date()), self.now.date()
        with self.desk.reading() as session:
            open_ones = open_care(session, own_resident(session, self.people[whose])).needs
        choices = {f"request:{one.id}": ends for one in open_ones}
        self.write(lambda s: change_status(s, self.people[whose], draft, on, operator=BY, choices=choices, sure=True))

    @rule(whose=st.integers(0, 1), to=st.sampled_from(("deceased", "moved_out")), hours=st.sampled_from((0, 3, 100)))
    def leaves_something_open(self, whose: int, to: str, hours: int) -> None:
        """Say that the tap drips, then die or move away: the tap still drips."""
        self.note(urgency=1, whose=whose)
        self.moves(whose, to, False)
        self.now += timedelta(hours=hours)

    @rule()
    def undo(self) -> None:
        with self.desk.reading() as session:
            found = last_action(session, BY)
        if found is not None and found.says == DONE:
            with suppress(DeskError):
                undo_last(self.desk, BY)

    @rule(hours=st.sampled_from((1, 2, 5, 20, 30, 80, 400)))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(hours=st.integers(1, 60))
    def clock_is_set_back(self, hours: int) -> None:
        self.now = max(self.now - timedelta(hours=hours), BEGIN)

    # -- the county and the road

    @rule(days=st.integers(0, 20))
    def county_gives(self, days: int) -> None:
        draft = TaskDraft(title=f"任务{len(self.tasks)}", due_on=(self.now.date() + timedelta(days=days)).isoformat())
        with self.world.county.database.writing("县", "派任务") as session:
            self.tasks.append(word.say(session, draft, "all", self.now.date()).id)

    @rule(which=st.integers(0, 3))
    def county_takes_back(self, which: int) -> None:
        if len(self.tasks) > 1:
            with self.world.county.database.writing("县", "收回") as session:
                word.take_back(session, self.tasks.pop(which % len(self.tasks)))

    @rule(up=st.booleans(), fate=st.sampled_from(("arrives", "twice", "lost", "late")))
    def package(self, up: bool, fate: str) -> None:
        """Write a package; it arrives, arrives twice, is lost, or lies about to come after others."""
        sent = self.world.export(CODE) if up else self.world.answer(CODE)
        assert sent is not None
        if fate == "late":
            self.on_the_way.append(sent)
        for _time in range({"arrives": 1, "twice": 2}.get(fate, 0)):
            self.world.deliver(sent)

    @rule(which=st.integers(0, 5))
    def package_turns_up(self, which: int) -> None:
        if self.on_the_way:
            self.world.deliver(self.on_the_way.pop(which % len(self.on_the_way)))

    # -- what holds at every moment

    def every(self, session: Session) -> dict[str, Asked]:
        return asked_of(session, session.exec(select(ServiceRequest.id)))

    @invariant()
    def nothing_is_lost(self) -> None:
        if not hasattr(self, "people"):
            return
        here = f"{self.now:{FORMAT}}"
        with self.desk.reading() as session:
            every = self.every(session)
            rows = open_rows(session, self.now, Eyes(children=True))
            of_day = REQUESTS.section(session, OfTheDay(self.now.date(), may_see_children=True, most=200))
            held, due_today = loads(session), {line.record_id for line in of_day.lines}
        listed = Counter(row.id for row in rows)
        assert of_day.count == len(of_day.lines), "what is counted is shown, whoever died or moved away"
        for id_, one in every.items():
            standing = one.standing
            assert listed[id_] == standing.is_open, "what is open is on the list, once"
            if not standing.is_open:
                assert (standing.step, standing.next_by) == ("", "")
                continue
            assert step_words(standing) and standing.step == NEXT[standing.state], "a step with a name"  # noqa: PT018 - one thought
            assert datetime.strptime(standing.next_by, FORMAT).replace(tzinfo=VILLAGE_TIME) <= latest(every.values(), self.now) + LONGEST
            doing = standing.lane(here) == "doing"
            assert not doing or standing.holder is not None, "somebody has it, or the desk does"
            assert doing or next(row.lane for row in rows if row.id == id_) in LANES
            assert standing.next_by[:10] > here[:10] or id_ in due_today, "what is due stands in the day's list"
            assert standing.lane(f"{latest(every.values(), self.now) + LONGEST + timedelta(days=1):{FORMAT}}") != "doing", (
                "at last it is the desk's again"
            )
            assert (
                not self.merged
                or standing.holder is None
                or standing.holder.key != self.helpers[1]
                or merge_undone(self.desk, self.helpers[1])
            )
        assert sum(held.values()) == sum(one.standing.state in HELD for one in every.values())
        assert counted(rows).all == len(rows) == sum(one.standing.is_open for one in every.values())

    @invariant()
    def tasks_and_requests_say_the_same(self) -> None:
        if not hasattr(self, "people"):
            return
        on = self.now.date()
        with self.desk.reading() as session:
            shown, every = tasks(session, on), self.every(session)
            made, counts = made_of(session, "county", [one.task.id for one in shown]), of_tasks(session, [one.task.id for one in shown])
            for one in shown:
                live = [each for each in made.get(one.task.id, ()) if each.standing.state not in GIVEN_UP]
                assert len(live) <= 1, "a task is one request"
                assert not live or counts[one.task.id].request.id == live[0].request.id
                request = counts.get(one.task.id)
                assert task_entry(one, on, request).open == one.state.is_open
                assert bool(proposed(request, on)) == (request is not None and request.standing.state in FINISHED)
            for held in every.values():
                tie = tie_of(session, held.request, on)
                assert (tie is not None) == (held.request.source == "county")

    @invariant()
    def it_adds_up(self) -> None:
        if not hasattr(self, "people"):
            return
        middle = self.now.date()
        with self.desk.reading() as session:
            every = self.every(session)
            whole = closed_since(session, "2026-01-01", FAR.isoformat())
            parts = closed_since(session, "2026-01-01", middle.isoformat())
            parts += closed_since(session, (middle + timedelta(days=1)).isoformat(), FAR.isoformat())
        states = Counter(one.state for one in every.values())
        assert len(every) == states["open"] + states["solved"] + states["dropped"]
        assert {one.request.id for one in whole} == {id_ for id_, one in every.items() if not one.standing.is_open}
        assert sorted(one.request.id for one in parts) == sorted(one.request.id for one in whole), "each closed on one day"
        numbers = [one.request.number for one in every.values()]
        assert len(set(numbers)) == len(numbers), "a number names one request"

    def settle(self) -> None:
        """Let everything pass, and hold both sides against each other."""
        for sent in self.on_the_way:
            self.world.deliver(sent)
        for _round in range(3):
            round_trip(self.world)
        one_journal(self.world, self.desk)
        with self.desk.reading() as session:
            mine = {id_: one.standing for id_, one in self.every(session).items()}
            told = {one.task.id: one.state.value for one in tasks(session, self.now.date())}
        assert at_county(self.world) == mine
        theirs = {one.id: one.state for one in replies(self.world.county, self.now.date()) if one.station == CODE and one.kind == "task"}
        assert theirs == told
        assert set(told) == set(self.tasks), "what the county wants is here, and nothing else"


UNSHRUNK = (Phase.explicit, Phase.generate)
QUICK = settings(max_examples=6, stateful_step_count=16, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=300, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck))


def test_no_request_is_lost_and_both_sides_reckon_alike() -> None:
    run_state_machine_as_test(Village, settings=QUICK)


@pytest.mark.proof
def test_no_request_is_lost_and_both_sides_reckon_alike_proof() -> None:
    run_state_machine_as_test(Village, settings=LONG)
