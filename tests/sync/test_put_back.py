"""Random histories in which a station's older folder is put back: the fork is seen, and nothing false is said."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.sync.test_histories import CODE, CODES, ROUNDS, Road, clean, due_records, had_records


class PutBack(Road):
    """The same road, and a station's older folder is put back, with and without its mark."""

    @rule(code=CODE)
    def back_station_up(self, code: str) -> None:
        self.world.back_station_up(code)
        self.kept = getattr(self, "kept", frozenset()) | {code}

    @precondition(lambda self: bool(getattr(self, "kept", None)))
    @rule(which=st.integers(0, 1), unseen=st.booleans())
    def put_station_back(self, which: int, unseen: bool) -> None:
        code = sorted(self.kept)[which % len(self.kept)]
        self.world.put_station_back(code, unseen=unseen)

    def drain(self) -> None:
        """Every round ends clean or with the fork named on both sides; what the county took stays whole."""
        world = self.world
        for code in CODES:
            station = world.desks[code]
            for _round in range(ROUNDS):
                world.deliver(world.export(code))
                sent = world.answer(code)
                assert sent is not None
                world.deliver(sent)
            self.county_has_what_it_says(station)
            self.ledger_is_replay(code)
            assert clean(world, station) or world.peer(station).forked or world.forked(code)
            assert due_records(world, code) == had_records(station)


PutBack.TestCase.settings = settings(settings(), max_examples=max(60, settings().max_examples // 5), stateful_step_count=25, deadline=None)
TestPutBack = PutBack.TestCase
