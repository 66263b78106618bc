"""A county and its stations with a lossy road between them, all real: encrypted stores, ledger, packages, keys."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from stationdesk.county import answers, intake, stations
from stationdesk.county.ledger import STATION_TABLES, station_copy, station_state
from stationdesk.county.signers import NeedsNewEnrolment
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.place import Place, PlaceDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.store.clock import now
from stationdesk.store.database import Database
from stationdesk.store.tables import received_line
from stationdesk.sync import inbox, outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.own_keys import MOST_CHANGES, own_keys, rotate
from stationdesk.sync.peers import Peer, county_of, set_peer
from stationdesk.sync.refusal import PackageRefused
from tests.sync.every_kind import write_any
from tests.sync.laying import lay_folder, open_files
from tests.sync.replaying import plain, received_rows
from tests.sync.sample import COUNTY, STATIONS, Sample


@dataclass
class Sent:
    """A package on the road."""

    path: Path
    station: str
    up: bool
    made: int
    epoch: int
    copy: str
    received: int = 0


@dataclass
class Station:
    """A station's open desk, and what this test remembers of it."""

    code: str
    database: Database
    newest: int = 0
    epoch: int = 0
    told: int = 0
    """The county's epoch in the last package that counted, and the highest ever believed."""


@dataclass
class World:  # long: everything that can happen on the road, one method each
    """One history. `close` must be called at its end."""

    sample: Sample
    road: list[Sent] = field(default_factory=list)
    backups: list[Path] = field(default_factory=list)
    clock: int = 0
    epoch: int = 0
    bad: int = 0
    rotated: int = 0

    def __post_init__(self) -> None:
        self.base = self.sample.base / "world"
        for left in self.base.iterdir():
            if left.is_file():
                left.unlink()
            elif left.name.removesuffix("-state") not in ("county", *STATIONS):
                shutil.rmtree(left)
        (self.base / "road").mkdir()
        for name in ("county", *STATIONS):
            self._put(name, self.sample.base / name, self.sample.base / f"{name}-state")
        self.county = self.sample.county
        self.desks = {code: Station(code, self.sample.desks[code]) for code in STATIONS}

    def _put(self, name: str, data: Path, state: Path) -> None:
        """Put other files under an open desk, as if it had been closed and opened with them; the connections stay."""
        database = self.sample.county.database if name == "county" else self.sample.desks[name]
        files = open_files(self.sample, name)
        for file in files:
            file.lay(data / file.path.name)
        for source, target in ((data, database.folder.path), (state, database.folder.state)):
            lay_folder(source, target, [file.path.name for file in files])
        database.notices.clear()
        database._listeners.clear()
        database.about = database._read_about()
        database._look_at_marks()

    def close(self) -> None:
        """End this history: no connection may be left in use; the desks, which the next one has too, go by the true time again."""
        desks = (self.county.database, *self.sample.desks.values())
        for engine in (self.county.ledger, *(engine for desk in desks for engine in (desk._reader, desk._writer))):
            assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        for desk in desks:
            desk.clock = now

    # -- what people do at a station

    def residents(self, code: str) -> list[str]:
        """Return the ids of a station's residents that are still there."""
        with self.desks[code].database.reading() as session:
            return [one for (one,) in session.connection().execute(text("SELECT id FROM resident WHERE removed_at IS NULL ORDER BY key"))]

    def add(self, code: str, name: str) -> None:
        """Add a resident."""
        with self.desks[code].database.writing("徐丽华", f"登记 {name}") as session:
            session.add(
                Resident.model_validate(ResidentDraft(name=name, phones=(PhoneNumber(number="13800000000"),)), update={"author": code})
            )

    def edit(self, code: str, record: str, **fields: Any) -> None:
        """Move fields of a resident, in plain SQL."""
        moves = ", ".join(f"{name} = :{name}" for name in fields)
        with self.desks[code].database.writing("徐丽华", "修改") as session:
            session.connection().execute(text(f"UPDATE resident SET {moves} WHERE id = :id"), {**fields, "id": record})

    def write_any(self, code: str, kind: str, number: int, turn: int) -> None:
        """Write one of a few records of any register."""
        with self.desks[code].database.writing("徐丽华", f"写 {kind}") as session:
            write_any(session, kind, number, turn)

    def dislike(self, code: str, record: str) -> None:
        """Write a value that the county's rules do not accept, as an older program may have."""
        self.bad += 1
        self.edit(code, record, name="名" * 80)

    # -- the road

    def export(self, code: str) -> Sent:
        """Write a station's package."""
        station = self.desks[code]
        made = outbox.export(station.database, "徐丽华", self.base / "road")
        return self._sent(made.path, code, up=True, copy=station.database.about.line_copy)

    def crash_in_export(self, code: str) -> None:
        """Use a number up without a file, as a power cut does."""
        with self.desks[code].database.writing("徐丽华", "") as session:
            county = county_of(session)
            set_peer(session, county.code, number=county.number + 1)

    def answer(self, code: str) -> Sent | None:
        """Write the county's package for a station; None before the county has heard from it."""
        with self.county.ledger.begin() as connection:
            if connection.execute(select(station_copy).where(station_copy.c.station == code)).first() is None:
                return None
        made = answers.answer(self.county, "clerk", code, self.base / "road")
        return self._sent(made.path, code, up=False, copy=self.county.database.about.line_copy)

    def _sent(self, path: Path, code: str, *, up: bool, copy: str) -> Sent:
        self.clock += 1
        sent = Sent(path, code, up, self.clock, self.epoch, copy)
        self.road.append(sent)
        return sent

    def deliver(self, sent: Sent) -> str:
        """Bring a package where it belongs, once more if need be, and check that an old one changes nothing.

        Where keys were changed, and a store put back to before that, a package may be `refused`; it changes nothing either.
        """
        station = self.desks[sent.station]
        before = self.ledger_state(sent.station) if sent.up else self.desk_state(station)
        try:
            return self._take(sent, before) if sent.up else self._receive(sent, station, before)
        except (PackageRefused, NeedsNewEnrolment):
            if not self.rotated:
                raise
            assert before == (self.ledger_state(sent.station) if sent.up else self.desk_state(station))
            return "refused"

    def _take(self, sent: Sent, before: Any) -> str:
        outcome = intake.take(self.county, "clerk", sent.path).outcome
        if sent.received and sent.epoch == self.epoch:
            assert self.ledger_state(sent.station) == before, "a package that was taken before moved the ledger"
        sent.received = 1 if sent.epoch == self.epoch else 0
        return outcome

    def _receive(self, sent: Sent, station: Station, before: Any) -> str:
        receipt = inbox.receive(station.database, "徐丽华", sent.path)
        if sent.made < station.newest:
            assert self.desk_state(station) == before, "an older package changed the desk"
        elif receipt.outcome != "old":
            station.newest, station.epoch, station.told = sent.made, sent.epoch, max(station.told, sent.epoch)
        return receipt.outcome

    # -- keys

    def rotate(self, database: Database) -> None:
        """Let a station, or the county, take new keys, as often as it may: `test_county_keys` shows what then is said."""
        with database.reading() as session:
            if len(own_keys(session).chain) >= MOST_CHANGES:
                return
        with database.writing("徐丽华", "换钥匙", final=True) as session:
            rotate(session, "新钥匙")
        self.rotated += 1

    def enrol_again(self, code: str) -> None:
        """Do what the refusal's sentence says: enrol the station again. Its journal stays."""
        paper = stations.enrol_station(self.county, "clerk", code=code, name="村", town=STATIONS[code], to=self.base, replace=True)
        enrol(self.desks[code].database, "徐丽华", read_enrolment(paper))

    # -- the county

    def county_writes(self, name: str, audience: str) -> None:
        """Add an entry to the county's directory."""
        with self.county.database.writing("clerk", "登记便民服务") as session:
            session.add(Place.model_validate(PlaceDraft(name=name), update={"author": COUNTY, "audience": audience}))

    def county_writes_any(self, kind: str, number: int, turn: int, audience: str) -> None:
        """Write one of a few records of any register that the county writes."""
        with self.county.database.writing("clerk", f"写 {kind}") as session:
            write_any(session, kind, number, turn, audience)

    def county_edits(self, phone: str) -> None:
        """Move a field of every entry of the county's directory."""
        with self.county.database.writing("clerk", "改电话") as session:
            session.connection().execute(text("UPDATE place SET remark = :phone"), {"phone": phone})

    def back_county_up(self) -> None:
        """Copy the county's store and ledger as they are now."""
        copy = self.base / f"backup-{len(self.backups)}"
        self._copy("county", copy)
        self.backups.append(copy)

    def _copy(self, name: str, to: Path) -> None:
        database = self.county.database if name == "county" else self.desks[name].database
        for file in open_files(self.sample, name):
            file.settle()
        shutil.copytree(database.folder.path, to, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
        shutil.copytree(database.folder.state, Path(f"{to}-state"), dirs_exist_ok=True)

    def restore_county(self, number: int, *, unseen: bool = False) -> None:
        """Put an older state of the county back, under a new copy id as `restore` does; `unseen` by hand, with its marks."""
        copy = self.backups[number % len(self.backups)]
        self._put("county", copy, Path(f"{copy}-state"))
        if not unseen:
            self.county.database.take_new_copy()
            self.county.database.write_mark()
        self.epoch += 1
        self.clock += 1

    # -- a station put back

    def back_station_up(self, code: str) -> None:
        """Copy a station's folder and its mark as they are now."""
        self._copy(code, self.base / f"kept-{code}")

    def put_station_back(self, code: str, *, unseen: bool) -> None:
        """Put a station's older folder back; `unseen` with its mark, so that nothing on the machine tells."""
        kept = self.base / f"kept-{code}"
        state = self.base / "present-state"
        shutil.copytree(self.desks[code].database.folder.state, state, dirs_exist_ok=True)
        self._put(code, kept, Path(f"{kept}-state") if unseen else state)
        self.desks[code] = Station(code, self.desks[code].database)

    # -- looking

    def peer(self, station: Station) -> Peer:
        """Return what a station knows of the county."""
        with station.database.reading() as session:
            return county_of(session)

    def ledger_state(self, code: str) -> Any:
        """Return cursor and digest of a station in the ledger."""
        with self.county.ledger.begin() as connection:
            return connection.execute(select(station_state.c.cursor, station_state.c.digest).where(station_state.c.station == code)).first()

    def forked(self, code: str) -> bool:
        """Tell whether the county sees two versions of a station's journal."""
        with self.county.ledger.begin() as connection:
            return (
                connection.execute(
                    select(station_copy).where(station_copy.c.station == code, station_copy.c.forked_at.is_not(None))
                ).first()
                is not None
            )

    def desk_state(self, station: Station) -> Any:
        """Return everything at a desk that a package may change."""
        peer = self.peer(station)
        with station.database.reading() as session:
            lines = session.connection().execute(select(received_line.c.seq, received_line.c.digest)).all()
            rows = received_rows(session, station.code)
        return peer.confirmed, peer.cursor, peer.held, peer.retired, peer.following, lines, rows, station.database.position()

    def ledger_rows(self, code: str) -> dict[tuple[str, str], dict[str, Any]]:
        """Return every row of a station in the ledger."""
        found = {}
        with self.county.ledger.begin() as connection:
            for kind, table in STATION_TABLES.items():
                for row in connection.execute(select(table).where(table.c.station == code)):
                    values = dict(row._mapping)
                    found[kind, values["id"]] = {name: plain(value) for name, value in values.items() if name not in ("station", "id")}
        return found
