"""The clerk's long works, beside the screen: taking packages one by one, writing the answers; both can be stopped in between."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from stationdesk.county.answers import answer_each, stations_heard
from stationdesk.county.intake import Taken, named_in
from stationdesk.county.ledger import lock_station, transaction
from stationdesk.county.quarantine import put_all_back
from stationdesk.county.standings import files_taken
from stationdesk.county.taking import TakingStopped, packages_for, taking
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.store.database import Database
from stationdesk.store.files import spoken_errors
from stationdesk.sync.carriers import volumes
from stationdesk.ui.clerk_desk import CountyRoom
from stationdesk.ui.parts.background import Cancelled, Report


@dataclass(frozen=True)
class Brought:
    """A stick or a folder, and what lies on it for the county."""

    path: Path
    is_stick: bool
    label: str = ""
    free: int = 0
    writable: bool = True
    files: int = 0
    stations: int = 0
    known: int = 0
    """Files of a name that was taken before."""
    trouble: str = ""
    sticks: int = 1


def brought_at(room: CountyRoom, root: Path, folder: str, wanted: str) -> Brought | None:
    """Return the folder, or else the stick whose path is `wanted` (if it is there), or the first; None without any."""
    if folder:
        path = Path(folder)
        try:
            with spoken_errors(path):
                free = shutil.disk_usage(path).free
        except DeskError as error:
            return Brought(path, is_stick=False, writable=False, trouble=error.message)
        return _counted(room.database, Brought(path, is_stick=False, free=free, writable=os.access(path, os.W_OK)))
    found = volumes(root)
    if not found:
        return None
    one = next((one for one in found if str(one.path) == wanted), found[0])
    return _counted(room.database, Brought(one.path, True, one.label, one.free, one.writable, sticks=len(found)))


def _counted(database: Database, there: Brought) -> Brought:
    try:
        found = packages_for(database.about.author, there.path)
    except DeskError as error:
        return Brought(there.path, there.is_stick, there.label, writable=False, trouble=error.message, sticks=there.sticks)
    taken = files_taken(database)
    known = sum(path.name in taken for path in found)
    villages = len({named_in(path) for path in found})
    return Brought(there.path, there.is_stick, there.label, there.free, there.writable, len(found), villages, known, sticks=there.sticks)


@dataclass(frozen=True)
class TakingDone:
    """What came of a whole stick."""

    taken: tuple[Taken, ...]
    left: int = 0
    """Packages that were not looked at, where the clerk stopped or something else did."""
    trouble: str = ""
    """What stopped it, where it was not the clerk: the server is away, the disk is full, the stick was pulled out."""

    def count(self, *outcomes: str) -> int:
        """Return how many packages came to one of these."""
        return sum(one.outcome in outcomes for one in self.taken)

    @property
    def changes(self) -> int:
        """How many changes were taken."""
        return sum(one.changes for one in self.taken)

    @property
    def not_taken(self) -> tuple[Taken, ...]:
        """The packages of which nothing was taken and something must be done."""
        return tuple(one for one in self.taken if one.outcome in {"refused", "gap", "fork", "retired"})


def take_all(room: CountyRoom, folder: Path, report: Report) -> TakingDone:
    """Take every package of a stick, each in its own transaction: one that is bad is named, the others are taken."""
    county = room.desk()
    with spoken_errors(folder):
        folder.stat()
    done, count = list[Taken](), 0
    try:
        for name, at, count in taking(county, room.operator, folder, done):
            report(name, at, count)
    except Cancelled:
        return TakingDone(tuple(done), count - len(done))
    except TakingStopped as error:
        return TakingDone(tuple(done), error.left, error.why.message)
    return TakingDone(tuple(done))


@dataclass(frozen=True)
class AnswersDone:
    """What came of writing the answers."""

    written: tuple[str, ...]
    """The stations whose answer stands on the stick, read back."""
    not_written: tuple[tuple[str, str], ...] = ()
    """The others, each with why."""
    left: int = 0


def answer_all(room: CountyRoom, folder: Path, report: Report) -> AnswersDone:
    """Write the answers of all stations that were heard; what could not be written is told with its reason."""
    county = room.desk()
    with spoken_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    total = len(stations_heard(county))
    written: list[str] = []
    troubles: list[tuple[str, str]] = []
    rounds = answer_each(county, room.operator, folder)
    for at in range(total):
        try:
            report(_("Writing the answers"), at, total)
        except Cancelled:
            return AnswersDone(tuple(written), tuple(troubles), total - at)
        station, came = next(rounds)
        if isinstance(came, DeskError):
            troubles.append((station, came.message))
        else:
            written.append(station)
    return AnswersDone(tuple(written), tuple(troubles))


def put_back(room: CountyRoom, stations: tuple[str, ...], report: Report) -> int:
    """Try the records again that were set aside for some stations; returns how many are back."""
    count = 0
    for at, station in enumerate(stations):
        report(station, at, len(stations))
        with transaction(room.desk().ledger) as connection:
            lock_station(connection, station)
            count += put_all_back(connection, station)
    return count
