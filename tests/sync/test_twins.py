"""Random histories with two live copies of one station, seen and unseen clones: both go on, and come to one journal again and again."""

from __future__ import annotations

import shutil

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from stationdesk.store.database import Database
from stationdesk.store.folder import FolderLock
from tests.sync.lengths import steps
from tests.sync.sample import data_folder
from tests.sync.test_histories import CODES, Road, clean
from tests.sync.test_put_back import branches, rechecks, records
from tests.sync.world import Station

CODE = CODES[0]
ROUNDS = 10


class Twins(Road):
    """The same road; one station lives twice from some moment on, and whatever happens next happens to one of the two."""

    other: Station | None = None
    rotate = county_rotates = None  # type: ignore[assignment]
    """A station has one chain of keys: where two live copies part it, the county chooses (`test_two_lives`), and one of them stays out."""

    @precondition(lambda self: self.other is None)
    @rule(seen=st.booleans())
    def clone(self, seen: bool) -> None:
        """Copy the station's folder; `seen`: the copy notices that it is one, as on another machine."""
        world = self.world
        world.back_station_up(CODE)
        folder = data_folder(world.base, "twin")
        shutil.copytree(world.base / f"kept-{CODE}", folder.path)
        shutil.copytree(world.base / f"kept-{CODE}-state", folder.state)
        if seen:
            for mark in (*folder.path.glob("*.mark"), *folder.state.glob("*.mark")):
                mark.unlink()
        self.other = Station(CODE, Database(folder, world.desks[CODE].database.key, FolderLock(folder.path)))

    @precondition(lambda self: self.other is not None)
    @rule()
    def change_chairs(self) -> None:
        """Let what comes happen to the other copy."""
        if self.other is not None:
            self.world.desks[CODE], self.other = self.other, self.world.desks[CODE]

    @precondition(lambda self: self.other is not None)
    @rule(which=st.integers(0, 9), here=st.sampled_from(["甲", "乙", None]), there=st.sampled_from(["甲", "乙", None]))
    def both_change(self, which: int, here: str | None, there: str | None) -> None:
        """Let both copies change one field of one person."""
        for value in (here, there):
            ids = self.world.residents(CODE)
            if ids:
                self.world.edit(CODE, ids[which % len(ids)], remark=value)
            self.change_chairs()

    @precondition(lambda self: self.other is not None)
    @rule()
    def both_report(self) -> None:
        """Let both report and read the answer."""
        for _copy in range(2):
            self.round_trip(CODE)
            self.change_chairs()

    def drain(self) -> None:
        """Let both go on: after a few rounds each they have one journal, the county's."""
        if self.other is None:
            super().drain()
            return
        world = self.world
        written = records(world.desks[CODE]).keys() | records(self.other).keys()
        try:
            for early in world.road[:20]:
                world.deliver(early)
            for _round in range(ROUNDS):
                for _copy in range(2):
                    world.deliver(world.export(CODE))
                    sent = world.answer(CODE)
                    assert sent is not None
                    world.deliver(sent)
                    self.change_chairs()
                    world.deliver(sent)
                    self.change_chairs()
                    self.change_chairs()
                if all(clean(world, one) for one in (world.desks[CODE], self.other)):
                    break
            for station in (world.desks[CODE], self.other):
                assert clean(world, station), "a dead end"
                self.county_has_what_it_says(station)
            self.ledger_is_replay(CODE)
            after = branches(world, CODE)
            assert after.mine == after.theirs
            assert records(world.desks[CODE]) == records(self.other)
            assert rechecks(world.desks[CODE]) == rechecks(self.other)
            refused = {record for record, what in rechecks(self.other) if what == "refused"}
            assert written - refused <= records(self.other).keys(), "something is lost"
        finally:
            twin = max((world.desks[CODE], self.other), key=lambda one: one.database.folder.path.name == "twin")
            twin.database.close()
            world.desks[CODE] = Station(CODE, world.sample.desks[CODE])


Twins.TestCase.settings = settings(
    settings(), max_examples=max(40, settings().max_examples // 5), stateful_step_count=steps(), deadline=None
)
TestTwins = Twins.TestCase
