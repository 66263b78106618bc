"""Random histories of the road: edits, exports, losses, repeats, reorders, receipts, restores of the county; no promise is broken."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import select

from stationdesk.county.ledger import held, journal
from stationdesk.county.slices import slice_of
from stationdesk.store.tables import change
from stationdesk.sync.digest import chain, digest_zero
from stationdesk.sync.line_check import COUNTY_WRITES
from tests.sync.every_kind import REMOVAL, STATION_KINDS, rows_at
from tests.sync.lengths import steps
from tests.sync.replaying import counting, replay
from tests.sync.sample import COUNTY, STATIONS, sample
from tests.sync.world import Station, World

CODES = sorted(STATIONS)
CODE = st.sampled_from(CODES)
AUDIENCE = st.sampled_from(["all", "town:鲇鱼山镇", "town:丽阳镇", f"station:{CODES[0]}"])
TURN = st.integers(0, REMOVAL)
ROUNDS = 6


class Road(RuleBasedStateMachine):  # long: one rule for everything that can happen
    """Two stations and a county; packages are lost, doubled, late and out of order, and the county is put back."""

    @initialize()
    def begin(self) -> None:
        self.world = World(sample())
        self.steps = 0

    def teardown(self) -> None:
        if hasattr(self, "world"):
            try:
                self.drain()
            finally:
                self.world.close()

    @rule(code=CODE, count=st.integers(1, 3))
    def add(self, code: str, count: int) -> None:
        for number in range(count):
            self.world.add(code, f"汪{number}")

    @rule(code=CODE, which=st.integers(0, 9), value=st.sampled_from(["甲", "乙", None]), also=st.booleans())
    def edit(self, code: str, which: int, value: str | None, also: bool) -> None:
        ids = self.world.residents(code)
        if ids:
            fields = {"remark": value, "phones": '[{"number":"13900000000"}]'} if also else {"remark": value}
            self.world.edit(code, ids[which % len(ids)], **fields)

    @rule(code=CODE, which=st.integers(0, 9))
    def remove(self, code: str, which: int) -> None:
        ids = self.world.residents(code)
        if ids:
            self.world.edit(code, ids[which % len(ids)], removed_at="2026-11-22T01:02:03.456Z")

    @rule(code=CODE, which=st.integers(0, 9))
    def dislike(self, code: str, which: int) -> None:
        ids = self.world.residents(code)
        if ids:
            self.world.dislike(code, ids[which % len(ids)])

    @rule(code=CODE, which=st.integers(0, 9))
    def mend(self, code: str, which: int) -> None:
        ids = self.world.residents(code)
        if ids:
            self.world.edit(code, ids[which % len(ids)], name="汪改正")

    @rule(code=CODE, kind=st.sampled_from(STATION_KINDS), number=st.integers(0, 2), turn=TURN)
    def write_any(self, code: str, kind: str, number: int, turn: int) -> None:
        self.world.write_any(code, kind, number, turn)

    @rule(code=CODE)
    def export(self, code: str) -> None:
        self.world.export(code)

    @rule(code=CODE)
    def crash(self, code: str) -> None:
        self.world.crash_in_export(code)

    @rule(code=CODE)
    def answer(self, code: str) -> None:
        self.world.answer(code)

    @rule(code=CODE)
    def round_trip(self, code: str) -> None:
        self.world.deliver(self.world.export(code))
        sent = self.world.answer(code)
        if sent:
            self.world.deliver(sent)
        self.county_has_what_it_says(self.world.desks[code])

    @precondition(lambda self: self.world.road)
    @rule(back=st.lists(st.integers(0, 12), min_size=1, max_size=4))
    def deliver(self, back: list[int]) -> None:
        for one in back:
            sent = self.world.road[max(0, len(self.world.road) - 1 - one)]
            self.world.deliver(sent)
            self.county_has_what_it_says(self.world.desks[sent.station])

    @rule(audience=AUDIENCE)
    def county_writes(self, audience: str) -> None:
        self.world.county_writes("送餐", audience)

    @rule(kind=st.sampled_from(sorted(COUNTY_WRITES)), number=st.integers(0, 2), turn=TURN, audience=AUDIENCE)
    def county_writes_any(self, kind: str, number: int, turn: int, audience: str) -> None:
        self.world.county_writes_any(kind, number, turn, audience)

    @rule(phone=st.sampled_from(["1", "2", "3"]))
    def county_edits(self, phone: str) -> None:
        self.world.county_edits(phone)

    @rule(code=CODE)
    def rotate(self, code: str) -> None:
        self.world.rotate(self.world.desks[code].database)

    @rule()
    def county_rotates(self) -> None:
        self.world.rotate(self.world.county.database)

    @precondition(lambda self: len(self.world.backups) < 3)
    @rule()
    def back_county_up(self) -> None:
        self.world.back_county_up()

    @precondition(lambda self: self.world.backups and self.world.epoch < 4)
    @rule(number=st.integers(0, 2))
    def restore_county(self, number: int) -> None:
        self.world.restore_county(number)

    def travel(self, code: str) -> bool:
        """Bring a package up and the answer to it back; False where one of them was refused."""
        for made in (self.world.export, self.world.answer):
            sent = made(code)
            if sent is not None and self.world.deliver(sent) == "refused":
                return False
        return True

    # -- the promises

    def county_has_what_it_says(self, station: Station) -> None:
        """Check that no 县已收 is false, as long as the desk has believed a package made since the county's last restore."""
        if station.told != self.world.epoch or not station.newest:
            return
        peer = self.world.peer(station)
        with self.world.county.ledger.begin() as connection:
            rows = connection.execute(
                select(journal.c.seq, journal.c.digest).where(journal.c.station == station.code, journal.c.seq <= peer.confirmed)
            ).all()
            whole = select(journal.c.line).where(journal.c.station == station.code).order_by(journal.c.seq)
            lines = connection.execute(whole).scalars().all()
            aside = {
                (kind, record) for kind, record in connection.execute(select(held.c.kind, held.c.id).where(held.c.station == station.code))
            }
        with station.database.reading() as session:
            known = change.c.seq <= peer.confirmed
            mine = session.connection().execute(select(change.c.seq, change.c.digest).where(known)).all()
            told = disliked(session.connection().execute(select(change.c.line).where(known).order_by(change.c.seq)).scalars())
        assert sorted(rows) == sorted(mine), "false 县已收"
        assert told <= {(one.kind, one.id) for one in peer.held}, "a record that the county holds is shown as received"
        assert told & disliked(lines) <= aside, "what it has heard since may have put it right"

    def ledger_is_replay(self, code: str) -> None:
        """Check that the ledger's rows are the replay of its lines, less the records set aside, and that its chain is whole."""
        with self.world.county.ledger.begin() as connection:
            lines = connection.execute(
                select(journal.c.seq, journal.c.line, journal.c.digest).where(journal.c.station == code).order_by(journal.c.seq)
            ).all()
            aside = {
                (kind, record): since
                for kind, record, since in connection.execute(
                    select(held.c.kind, held.c.id, held.c.since_seq).where(held.c.station == code)
                )
            }
        digest, applied = digest_zero(code, COUNTY), []
        for place, (seq, line, kept) in enumerate(lines, 1):
            digest = chain(digest, bytes(line))
            assert seq == place
            assert digest == bytes(kept)
            value = json.loads(line)
            applied.append((seq, value["kind"], value["id"], line))
        assert self.world.ledger_rows(code) == replay(counting(applied, aside))

    def drain(self) -> None:
        """Let everything pass: however old the files that arrive first, both sides are clean after a few rounds."""
        world = self.world
        for early in world.road[:40]:
            world.deliver(early)
        for code in CODES:
            station, enrolled = world.desks[code], 0
            for _round in range(ROUNDS):
                if not self.travel(code):
                    enrolled += 1
                    world.enrol_again(code)
                if clean(world, station):
                    break
            assert enrolled <= 1, "one new enrolment is enough"
            assert clean(world, station), "a dead end"
            self.county_has_what_it_says(station)
            self.ledger_is_replay(code)
            assert due_records(world, code) == had_records(station)


def disliked(lines: Iterable[bytes]) -> set[tuple[str, str]]:
    """Return the records that have a name, after these lines, which the county does not accept."""
    names: dict[tuple[str, str], str] = {}
    for line in lines:
        value = json.loads(line)
        key = (value["kind"], value["id"])
        names[key] = str(value["fields"].get("name", names.get(key, "")))
    return {key for key, name in names.items() if len(name) > 72}


def clean(world: World, station: Station) -> bool:
    """Tell whether both sides have all of each other's lines; the county's are those of its present life, not as many of another."""
    peer, state = world.peer(station), world.ledger_state(station.code)
    end = station.database.position()
    return bool(
        state
        and peer.confirmed == end.seq == state.cursor
        and bytes(state.digest) == end.digest
        and peer.cursor == world.county.database.position().seq
        and peer.following == world.county.database.about.line_copy
        and not peer.forked
    )


def due_records(world: World, code: str) -> dict[Any, Any]:
    """Return the county's records that a station should have."""
    with world.county.database.reading() as session:
        lines = slice_of(session, world.county, code, []).lines
    values = [json.loads(line) for line in lines]
    return replay([(v["seq"], v["kind"], v["id"], line) for v, line in zip(values, lines, strict=True)])


def had_records(station: Station) -> dict[Any, Any]:
    """Return the county's records that a station has."""
    with station.database.reading() as session:
        found = {kind: rows_at(session, kind, COUNTY) for kind in COUNTY_WRITES}
    return {(kind, record): row for kind, rows in found.items() for record, row in rows.items()}


Road.TestCase.settings = settings(settings(), max_examples=settings().max_examples * 2 // 5, stateful_step_count=steps(), deadline=None)
"""With those that put copies back, let them live twice and compare with the model: as many as the profile says."""
TestRoad = Road.TestCase
