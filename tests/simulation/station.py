"""One computer of a station: opened for a while, worked at, closed; put back, cloned, lost; its clock set wrongly."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from stationdesk.errors import DeskError
from stationdesk.registers.station import StationDraft
from stationdesk.services.demo_village import settle
from stationdesk.services.stations import open_station
from stationdesk.store.database import Database
from stationdesk.sync import inbox, outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.incoming import Receipt
from stationdesk.sync.own_keys import own_keys
from stationdesk.sync.peers import Peer, county_of
from tests.simulation.work import OPERATOR
from tests.store.kit import data_folder, open_again, quick_desk

BEGIN = date(2026, 5, 4)


OPEN_AT_ONCE = 12


@dataclass(eq=False)
class Computer:
    """A station's desk in its folder, closed most of the time. `counted` is the simulation's."""

    code: str
    place: Path
    key: bytes
    counted: Counter[str]
    clock: timedelta = timedelta()
    """How wrong its clock is."""
    newest: tuple[int, int] = (0, 0)
    identities: set[str] = field(default_factory=set)

    desk: Database | None = None

    @contextmanager
    def open(self, on: date) -> Iterator[Database]:
        """Open the desk on a day. A few stay open behind the scenes, for opening one costs as much as a day's work."""
        moment = datetime(on.year, on.month, on.day, 2, tzinfo=UTC) + self.clock
        if self.desk is None:
            self.desk = open_again(data_folder(self.place), self.key)
        else:
            OPEN.remove(self)
        OPEN.append(self)
        while len(OPEN) > OPEN_AT_ONCE:
            OPEN[0].shut()
        self.desk.clock = lambda: moment
        yield self.desk
        self.desk.write_mark()

    def shut(self) -> None:
        """Close the desk, if it is open."""
        if self.desk is not None:
            self.desk.close()
            OPEN.remove(self)
            self.desk = None

    def keep(self, to: Path) -> None:
        """Copy its folders, as a backup."""
        self.shut()
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.place, to)

    def put_back(self, kept: Path, *, unseen: bool) -> None:
        """Put an older folder back; `unseen` with its mark too, so that nothing on the machine tells."""
        self.shut()
        folder, older = data_folder(self.place), data_folder(kept)
        shutil.rmtree(folder.path)
        shutil.copytree(older.path, folder.path)
        if unseen:
            shutil.rmtree(folder.state, ignore_errors=True)
            if older.state.exists():
                shutil.copytree(older.state, folder.state)

    def export(self, database: Database, to: Path) -> outbox.Exported:
        """Write a package; a retired copy is told so and goes on under a new number (还是用这台)."""
        try:
            return outbox.export(database, OPERATOR, to)
        except outbox.Retired:
            self.counted["gone on after a retirement"] += 1
            database.take_new_copy()
            return outbox.export(database, OPERATOR, to)

    def receive(self, database: Database, path: Path) -> Receipt | None:
        """Read a file of the county; None where it is refused."""
        try:
            receipt = inbox.receive(database, OPERATOR, path)
        except DeskError as error:
            self.counted[f"refused at the desk: {type(error).__name__}"] += 1
            return None
        self.counted[f"desk: {receipt.outcome}"] += 1
        if receipt.repaired is not None:
            self.counted["repairs"] += 1
        return receipt


OPEN: list[Computer] = []
"""Computers whose desk is open, the one used last at the end."""


def set_up(code: str, place: Path, letter: Path, counted: Counter[str], on: date, people: int, seed: int) -> Computer:
    """Set a new computer up and enrol it; with `people` there is a village from the beginning."""
    with quick_desk(place, author=code, recipient="") as database:
        made = Computer(code, place, database.key, counted)
        moment = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
        database.clock = lambda: moment
        enrol(database, OPERATOR, read_enrolment(letter))
        with database.writing(OPERATOR, "设置本站", final=True) as session:
            open_station(session, StationDraft(code=code, name=f"{code[-3:]}站", village=f"{code[-3:]}村", town="鲇鱼山镇"))
            if people:
                settle(session, people, on, seed)
    return made


def county_seen_by(database: Database) -> Peer:
    """Return what a desk knows of its county."""
    with database.reading() as session:
        return county_of(session)


def keys_of(database: Database) -> tuple[str, tuple[str, ...]]:
    """Return a desk's public signing key and its age identities."""
    with database.reading() as session:
        keys = own_keys(session)
    return keys.sign.public, keys.identities
