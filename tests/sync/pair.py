"""The same history twice at once: on real desks and a real county (`world`), and on the model; after every step both are compared."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select, text

from stationdesk.county import copies, moving
from stationdesk.registers.place import Place, PlaceDraft
from stationdesk.store.database import Database
from stationdesk.store.folder import FolderLock
from stationdesk.store.tables import change
from stationdesk.sync.confirming import use_again
from stationdesk.sync.outbox import Retired
from tests.sync import model
from tests.sync.model_county import County
from tests.sync.model_desk import Desk
from tests.sync.sample import COUNTY, STATIONS, data_folder, sample
from tests.sync.world import Sent, Station, World

FIELDS = ("nickname", "occupation", "remark")
"""In the order of the columns, which is their order in a line."""
NAMES = {"removed_at": "removed", "name": "name"} | {name: name for name in FIELDS}
REMOVED = "2026-11-22T01:02:03.456Z"


@dataclass
class Copy:
    """One copy of a station's desk, real and in the model."""

    real: Station
    model: Desk


class Pair:  # long: everything that can happen, done to both, one method each
    """A county and its stations, real and in the model. `close` must be called at the end."""

    def __init__(self) -> None:
        self.world = World(sample())
        self.ids = model.Ids()
        self.county = County(self.ids, STATIONS)
        self.desks = [Copy(self.world.desks[code], Desk(self.ids, code)) for code in sorted(STATIONS)]
        self.kept: dict[str, Desk] = {}
        self.county_kept: list[dict[str, Any]] = []
        self.sent: list[tuple[Sent, model.Up | model.Down]] = []
        self.records: dict[str, str] = {}
        """Real id → the model's."""
        self.copies: dict[str, str] = {}
        """Real copy id → the model's."""
        self.value = 0
        with self.world.county.database.reading() as session:
            written = session.connection().execute(select(change.c.audience).order_by(change.c.seq)).scalars().all()
        for audience in written:
            self.county.write(self.ids("unit"), (), audience)

    def close(self) -> None:
        """Let go of every file."""
        for one in self.desks[len(STATIONS) :]:
            one.real.database.close()
        self.world.close()

    # -- at a station

    def residents(self, desk: Copy) -> list[str]:
        """Return the real ids of a copy's residents that are still there."""
        with desk.real.database.reading() as session:
            return list(session.connection().execute(text("SELECT id FROM resident WHERE removed_at IS NULL ORDER BY key")).scalars())

    def _seat(self, desk: Copy) -> str:
        """Let what the world does to this station happen to this copy."""
        self.world.desks[desk.real.code] = desk.real
        return desk.real.code

    def add(self, desk: Copy) -> None:
        """Write a resident down."""
        name = self.ids("人")
        before = set(self.residents(desk))
        self.world.add(self._seat(desk), name)
        (fresh,) = set(self.residents(desk)) - before
        self.records[fresh] = record = self.ids("resident")
        desk.model.log(record, [("name", name)])

    def edit(self, desk: Copy, which: int, fields: dict[str, int]) -> None:
        """Move fields of a resident; a value is another than the one that stands."""
        ids = self.residents(desk)
        if not ids:
            return
        one = ids[which % len(ids)]
        stands = desk.model.records[self.records[one]]
        moves = {name: value for name, number in sorted(fields.items()) if (value := f"值{number}") != stands.get(name)}
        if moves:
            self.world.edit(self._seat(desk), one, **moves)
            desk.model.log(self.records[one], moves.items())

    def remove(self, desk: Copy, which: int) -> None:
        """Remove a resident."""
        ids = self.residents(desk)
        if ids:
            one = ids[which % len(ids)]
            self.world.edit(self._seat(desk), one, removed_at=REMOVED)
            desk.model.log(self.records[one], [("removed", True)])

    def dislike(self, desk: Copy, which: int) -> None:
        """Write what the county's rules do not accept."""
        ids = [one for one in self.residents(desk) if not desk.model.records[self.records[one]].get("bad")]
        if ids:
            one = ids[which % len(ids)]
            self.world.edit(self._seat(desk), one, name="名" * 80)
            desk.model.log(self.records[one], [("bad", True)])

    # -- the road

    def export(self, desk: Copy) -> bool:
        """Write a station's package, under a number that no file in the folder has; False where a copy knows that it is retired."""
        if desk.model.retired:
            with pytest.raises(Retired):
                self.world.export(self._seat(desk))
            return False
        sent = self.world.export(self._seat(desk))
        desk.model.number = numbered(sent) - 1
        self.sent.append((sent, desk.model.export()))
        return True

    def crash(self, desk: Copy) -> None:
        """Use a number up without a file."""
        self.world.crash_in_export(self._seat(desk))
        desk.model.number += 1

    def answer(self, station: str) -> None:
        """Write the county's package for a station."""
        real = self.world.answer(station)
        if real is not None:
            self.county.numbers[station] = numbered(real) - 1
        said = self.county.answer(station)
        assert (real is None) == (said is None)
        if real is not None and said is not None:
            self.sent.append((real, said))

    def deliver(self, number: int, desk: Copy | None = None) -> None:
        """Bring a package where it belongs; the county's to this copy of the station."""
        sent, said = self.sent[number]
        if isinstance(said, model.Up):
            outcome = self.world.deliver(sent)
            assert self.county.take(said) == outcome, said
            self.meet()
            return
        here = desk or next(one for one in self.desks if one.real.code == said.station)
        if here.real.code == said.station:
            self._seat(here)
            self.world.deliver(sent)
            here.model.receive(said)
            self.meet()

    # -- the county

    def county_writes(self, audience: str) -> None:
        """Add an entry to the county's directory."""
        record = self.ids("place")
        with self.world.county.database.writing("clerk", "登记便民服务") as session:
            place = Place.model_validate(PlaceDraft(name=record), update={"author": COUNTY, "audience": audience})
            session.add(place)
            self.records[place.id] = record
        self.county.write(record, (("name", record),), audience)

    def county_edits(self, which: int) -> None:
        """Move a field of an entry."""
        self._county_moves(which, "remark", None)

    def county_tells_others(self, which: int, audience: str) -> None:
        """Let an entry be told to others."""
        self._county_moves(which, "audience", audience)

    def _county_moves(self, which: int, name: str, audience: str | None) -> None:
        entries = [(real, one) for real, one in self.records.items() if one in self.county.records]
        if not entries:
            return
        real, one = entries[which % len(entries)]
        self.value += 1
        value = audience or f"值{self.value}"
        if audience == self.county.audiences[one]:
            return
        with self.world.county.database.writing("clerk", "改") as session:
            session.connection().execute(text(f"UPDATE place SET {name} = :value WHERE id = :id"), {"value": value, "id": real})
        self.county.write(one, () if audience else (("remark", value),), audience or self.county.audiences[one])

    def move(self, station: str, town: str) -> None:
        """Let a station belong to another town."""
        moving.move_station(self.world.county, "clerk", station, town)
        self.county.move(station, town)

    def back_county_up(self) -> None:
        """Copy the county's store and ledger."""
        self.world.back_county_up()
        self.county_kept.append(self.county.backup())

    def restore_county(self, number: int, *, unseen: bool = False) -> None:
        """Put an older state of the county back; `unseen` under the copy id it had then."""
        number %= len(self.county_kept)
        self.world.restore_county(number, unseen=unseen)
        self.county.restore(self.county_kept[number], unseen=unseen)
        self.meet()

    def retire(self, station: str, which: int) -> None:
        """Let the clerk retire a copy of a station."""
        there = copies.copies_of(self.world.county, station)
        if there:
            one = sorted(there, key=lambda found: self.copies[found.copy])[which % len(there)]
            copies.retire(self.world.county, "clerk", station, one.copy)
            self.county.retire(station, self.copies[one.copy])

    # -- copies

    def use_again(self, desk: Copy) -> None:
        """还是用这台, where it was retired."""
        if desk.model.retired:
            use_again(desk.real.database, "徐丽华")
            desk.model.use_again()
            self.meet()

    def back_up(self, number: int) -> None:
        """Copy a station's folder."""
        desk = self.desks[number % len(STATIONS)]
        self.world.back_station_up(self._seat(desk))
        self.kept[desk.real.code] = desk.model.backup()

    def put_back(self, station: str, *, unseen: bool) -> None:
        """Put a station's older folder back; where its mark tells, it goes on under another copy id."""
        desk = next(one for one in self.desks if one.real.code == station)
        kept = self.kept[station].backup()
        end = len(desk.model.lines)
        same = kept.copy == desk.model.copy and end <= len(kept.lines) and kept.digests[end] == desk.model.digests[-1]
        self._seat(desk)
        self.world.put_station_back(station, unseen=unseen)
        desk.real, desk.model = self.world.desks[station], kept
        if not unseen and not same:
            desk.model.take_new_copy()
        self.meet()

    def clone(self, station: str, *, seen: bool) -> None:
        """Copy a station's folder and let both go on; `seen`: the copy notices that it is one, as on another machine."""
        desk = next(one for one in self.desks if one.real.code == station)
        world = self.world
        world.back_station_up(self._seat(desk))
        folder = data_folder(world.base, f"twin-{station}")
        shutil.copytree(world.base / f"kept-{station}", folder.path)
        shutil.copytree(world.base / f"kept-{station}-state", folder.state)
        self.kept[station] = desk.model.backup()
        if seen:
            for mark in (*folder.path.glob("*.mark"), *folder.state.glob("*.mark")):
                mark.unlink()
        twin = Copy(Station(station, Database(folder, desk.real.database.key, FolderLock(folder.path))), desk.model.backup())
        if seen:
            twin.model.take_new_copy()
        self.desks.append(twin)
        self.meet()

    def named(self, real: str, expected: str) -> str:
        """Return the model's name of a real copy id; a fresh one gets the expected name, once."""
        if real not in self.copies:
            assert expected not in self.copies.values(), "one took a new copy id, the other did not"
            self.copies[real] = expected
        return self.copies[real]

    def meet(self) -> None:
        """Note under which ids the copies go on now; both sides must have taken a new one, or neither."""
        for desk in self.desks:
            assert self.named(desk.real.database.about.line_copy, desk.model.copy) == desk.model.copy
        assert self.named(self.world.county.database.about.line_copy, self.county.copy) == self.county.copy


def numbered(sent: Sent) -> int:
    """Return the number of a package."""
    return int(sent.path.stem.rpartition("_n")[2])
