"""Random histories in which a station's older folder is put back: one journal is made of both branches, and nothing is lost silently."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import select, text

from stationdesk.county.ledger import journal
from stationdesk.registers.catalogue import KEPT_IN_STEP
from stationdesk.store.tables import change
from tests.sync.every_kind import STATION_KINDS, rows_at
from tests.sync.lengths import steps
from tests.sync.test_histories import CODE, CODES, TURN, Road
from tests.sync.world import Station, World

CHANGE = st.sampled_from(["甲", "乙", None, "removed"])


@dataclass(frozen=True)
class Before:
    """Both branches before the repair: the lines of each as (digest, kind, record, fields), and the desk's residents."""

    mine: list[tuple[bytes, str, str, dict[str, Any]]]
    theirs: list[tuple[bytes, str, str, dict[str, Any]]]

    @property
    def common(self) -> int:
        """How many lines both share."""
        return sum(1 for one, other in zip(self.mine, self.theirs, strict=False) if one[0] == other[0])

    @property
    def own(self) -> list[tuple[bytes, str, str, dict[str, Any]]]:
        """The desk's lines after the last one both share."""
        return self.mine[self.common :] if self.common < len(self.theirs) else []

    @property
    def stood(self) -> dict[tuple[str, str], Any]:
        """The fields as they were left at the last line both share."""
        return {(record, name): value for _digest, _kind, record, fields in self.mine[: self.common] for name, value in fields.items()}

    @property
    def moved_there(self) -> dict[tuple[str, str], Any]:
        """Fields the county's branch moved after the last common line, with their last value."""
        return {(record, name): value for _digest, _kind, record, fields in self.theirs[self.common :] for name, value in fields.items()}

    def held_by(self, record: str) -> str:
        """Return the record that holds one which the county's branch merged away, or itself."""
        seen = {record}
        while (into := self.moved_there.get((record, "merged_into"))) and into not in seen:
            record = into
            seen.add(record)
        return record


def branches(world: World, code: str) -> Before:
    """Return both branches as they are now."""
    with world.desks[code].database.reading() as session:
        mine = session.connection().execute(select(change.c.line, change.c.digest).order_by(change.c.seq)).all()
    with world.county.ledger.begin() as connection:
        theirs = connection.execute(select(journal.c.line, journal.c.digest).where(journal.c.station == code).order_by(journal.c.seq)).all()
    return Before(*([(bytes(digest), *said(line)) for line, digest in rows] for rows in (mine, theirs)))


def said(line: bytes) -> tuple[str, str, dict[str, Any]]:
    """Return kind, record and fields of a line."""
    value = json.loads(line)
    return value["kind"], value["id"], value["fields"]


def records(station: Station) -> dict[str, dict[str, Any]]:
    """Return every record of a station's own, of whatever register."""
    with station.database.reading() as session:
        return {record: row for kind in STATION_KINDS for record, row in rows_at(session, kind, station.code).items()}


def rechecks(station: Station) -> set[tuple[str, str]]:
    """Return what is to be checked: record and field, or the cause where it is about a whole record."""
    with station.database.reading() as session:
        rows = session.connection().execute(text("SELECT record_id, coalesce(field, cause) FROM recheck WHERE removed_at IS NULL"))
        return {(record, name) for record, name in rows}


def nothing_is_lost(before: Before, rows: dict[str, dict[str, Any]], listed: set[tuple[str, str]]) -> None:
    """Check that every own change stands, or that the county's stands in its place, or none where it was refused; and that it is listed.

    What was put back here to what it was is no change.
    """
    stood = before.stood
    last = {
        (record, name): value for _digest, kind, record, fields in before.own if kind not in KEPT_IN_STEP for name, value in fields.items()
    }
    for (record, name), value in last.items():
        if (record, "refused") in listed or value == stood.get((record, name)):
            continue
        assert record in rows, "a record written here is gone"
        if rows[record][name] == value or (name == "removed_at" and value and rows[record][name]):
            continue
        holds = before.held_by(record)
        if holds != record and ((holds, name) in listed or rows.get(holds, {}).get(name) == value):
            continue
        if isinstance(value, str) and before.held_by(value) == rows[record][name]:
            continue
        there = before.moved_there.get((record, name), value)
        assert there != value, "an own change is gone although nobody moved the field"
        assert (record, name) in listed, "a value was replaced silently"


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

    @rule(code=CODE, here=CHANGE, there=CHANGE, kind=st.sampled_from(STATION_KINDS), turn=TURN, unseen=st.booleans(), after=st.booleans())
    def part(self, code: str, here: str | None, there: str | None, kind: str, turn: int, unseen: bool, after: bool) -> None:
        """Let one person, and something of any register, be changed in both branches.

        At the county before the older folder is put back, and here after it.
        """
        world = self.world
        if not world.residents(code):
            world.add(code, "汪共")
        world.write_any(code, kind, 0, 0)
        self.round_trip(code)
        world.back_station_up(code)
        one = (world.residents(code) or [""])[-1]
        self.change(code, one, there)
        world.write_any(code, kind, 0, 1)
        world.write_any(code, kind, 1, 2)
        world.add(code, "汪彼")
        self.round_trip(code)
        world.put_station_back(code, unseen=unseen)
        self.change(code, one, here)
        world.write_any(code, kind, 0, turn)
        world.write_any(code, kind, 1, 3)
        if after:
            world.add(code, "汪此")

    def change(self, code: str, record: str, value: str | None) -> None:
        """Give a person another remark, or remove him."""
        if record and value == "removed":
            self.world.edit(code, record, removed_at="2026-11-22T01:02:03.456Z")
        elif record:
            self.world.edit(code, record, remark=value)

    def drain(self) -> None:
        """After every history both sides are clean in a few rounds, with one journal, and what differed is listed."""
        before = {code: branches(self.world, code) for code in CODES}
        super().drain()
        for code in CODES:
            station = self.world.desks[code]
            after = branches(self.world, code)
            assert after.mine == after.theirs
            nothing_is_lost(before[code], records(station), rechecks(station))
            assert {one for _d, _k, one, _f in before[code].theirs} <= {one for _d, _k, one, _f in after.theirs}


PutBack.TestCase.settings = settings(
    settings(), max_examples=max(60, settings().max_examples // 5), stateful_step_count=steps(), deadline=None
)
TestPutBack = PutBack.TestCase
