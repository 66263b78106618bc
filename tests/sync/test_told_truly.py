"""What the status line, the page and the calendar say is what the county's ledger held when it wrote the last answer that counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import pytest

from stationdesk.services.periods import periods
from stationdesk.services.report_calendar import report_periods
from stationdesk.services.road import RoadState, summary
from stationdesk.services.status_line import county_fact, waiting_fact
from stationdesk.services.waiting import unwritten_count, waiting_count
from stationdesk.store.clock import local_day, local_time
from tests.sync.sample import STATIONS, sample
from tests.sync.world import Sent, World

CODE = next(iter(STATIONS))
STEPS = 22


@dataclass
class Story:
    """A station, its county, and what the county knew when it wrote."""

    world: World
    rng: Random
    knew: dict[str, int] = field(default_factory=dict)
    """Cursor of the ledger when an answer was written, by the answer's file."""
    confirmed: int = 0
    exported: int = 0
    answers: list[Sent] = field(default_factory=list)

    def step(self) -> str:
        """Do one thing that happens on the road."""
        world, rng = self.world, self.rng
        what = rng.choice(["add", "add", "add", "dislike", "mend", "export", "take", "answer", "receive", "again", "backup", "restore"])
        people = world.residents(CODE)
        if what == "add":
            world.add(CODE, f"甲{rng.randrange(1000)}")
        elif what == "dislike" and people:
            world.dislike(CODE, rng.choice(people))
        elif what == "mend" and people:
            world.edit(CODE, rng.choice(people), name="吴细妹")
        elif what == "export":
            world.export(CODE)
            self.exported = world.desks[CODE].database.position().seq
        elif what in {"take", "again"}:
            sent = [one for one in world.road if one.up and one.station == CODE]
            if sent:
                world.deliver(sent[-1] if what == "take" else rng.choice(sent))
        elif what == "answer" and (made := world.answer(CODE)) is not None:
            state = world.ledger_state(CODE)
            self.knew[made.path.name + str(made.made)] = int(state.cursor) if state is not None else 0
            self.answers.append(made)
        elif what == "receive" and self.answers:
            one = rng.choice(self.answers[-3:])
            if world.deliver(one) in {"read", "gap"}:
                self.confirmed = self.knew[one.path.name + str(one.made)]
        elif what == "backup":
            world.back_county_up()
        elif what == "restore" and world.backups:
            world.restore_county(rng.randrange(len(world.backups)))
        return what

    def must_be_true(self, after: str) -> None:
        """Compare everything that is said with what is known here."""
        database = self.world.desks[CODE].database
        now, end = local_time(database.clock()), database.position().seq
        with database.reading() as session:
            road, county, waits = summary(session), county_fact(session, now), waiting_fact(session, now)
            waiting, fresh = waiting_count(session), unwritten_count(session)
            stretches, calendar = periods(session, local_day(now)), report_periods(session, local_day(now))
        assert waiting == end - self.confirmed, after
        assert fresh == max(0, end - max(self.confirmed, self.exported)), after
        assert road.unreported + road.awaiting + road.received + road.sent_back == len(self.world.residents(CODE)), after
        green = sum(one.entries for one in stretches if one.state in {RoadState.RECEIVED, RoadState.SENT_BACK})
        assert green == self.confirmed, after
        assert (road.received > 0 or road.sent_back > 0) == (self.confirmed > 0 and road.has_until != "") or self.confirmed == 0, after
        if not waiting:
            assert waits.text == "没有要报的", after
        elif fresh:
            assert str(fresh) in waits.text, after
        if road.sent_back:
            assert "退回" in county.text, after
        elif not self.confirmed:
            assert county.text == "还没有县里的回执", after
        else:
            assert county.text.startswith("县里已收到 "), after
        if calendar and end:
            worst = RoadState.UNREPORTED if fresh else RoadState.AWAITING if waiting else None
            assert worst is None or calendar[0].state is worst, after
            assert calendar[0].state is not RoadState.RECEIVED or not waiting, after


@pytest.fixture
def world() -> Iterator[World]:
    found = World(sample())
    yield found
    found.close()


@pytest.mark.parametrize("seed", range(12))
def test_after_every_step_what_is_said_is_true(world: World, seed: int) -> None:
    story = Story(world, Random(seed))
    story.must_be_true("the beginning")
    done: list[str] = []
    for _number in range(STEPS):
        done.append(story.step())
        story.must_be_true(" → ".join(done))
