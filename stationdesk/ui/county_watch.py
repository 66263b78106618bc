"""Where the next report goes: the stick that is plugged in, or the folder chosen instead; looked at away from the screen."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from stationdesk.errors import DeskError
from stationdesk.services.desk_settings import change_settings, desk_settings
from stationdesk.services.far_state import far_state, last_words, timetable_words
from stationdesk.store.clock import local_time
from stationdesk.store.database import Database
from stationdesk.store.files import spoken_errors
from stationdesk.sync.carriers import ROOT, Volume, fingerprint, volumes
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.far_address import read_address
from stationdesk.sync.on_stick import OnStick, look
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Report

EVERY = 1500
"""Milliseconds between two looks at what is plugged in."""
AGAIN = 4
"""Looks after which the files on the stick are looked at again, though nothing was plugged in or out."""


@dataclass(frozen=True)
class Carrier:
    """Where a report can go, and what lies there for this station."""

    path: Path
    is_stick: bool
    label: str = ""
    free: int = 0
    writable: bool = True
    answers: int = 0
    enrolment: Path | None = None
    trouble: str = ""
    """Why it could not be looked at."""
    sticks: int = 1
    """How many sticks are plugged in."""
    is_far: bool = False
    """It is the stored address on the network; `label` says how that stands."""


def seen_at(database: Database, root: Path, folder: str, wanted: str, *, far: bool = False) -> Carrier | None:
    """Return the stored address, the folder, or else the stick whose path is `wanted` (if it is there), or the first; None without any."""
    if far and (there := at_address(database)) is not None:
        return there
    if folder:
        return in_folder(database, Path(folder))
    found = volumes(root)
    if not found:
        return None
    chosen = next((one for one in found if str(one.path) == wanted), found[0])
    return with_files(database, on_volume(chosen, found))


def at_address(database: Database) -> Carrier | None:
    """Return the stored address as a carrier, without calling it; None where none is stored."""
    now = local_time(database.clock())
    with database.reading() as session:
        state = far_state(session)
    if state is None:
        return None
    place = read_address(state.address)
    where = place.host or place.path
    how = f"{last_words(state, now)} · {timetable_words(state)}"
    return Carrier(Path(state.address), is_stick=False, label=f"{where}  {how}", is_far=True)


def on_volume(one: Volume, found: Sequence[Volume]) -> Carrier:
    """Return a stick as a carrier."""
    return Carrier(one.path, is_stick=True, label=one.label, free=one.free, writable=one.writable, sticks=len(found))


def in_folder(database: Database, folder: Path) -> Carrier:
    """Return a folder as a carrier."""
    try:
        with spoken_errors(folder):
            free = shutil.disk_usage(folder).free
    except DeskError as error:
        return Carrier(folder, is_stick=False, writable=False, trouble=error.message)
    return with_files(database, Carrier(folder, is_stick=False, free=free, writable=os.access(folder, os.W_OK)))


def with_files(database: Database, carrier: Carrier) -> Carrier:
    """Return a carrier with what lies on it for this station."""
    try:
        with database.reading() as session:
            found = look(session, carrier.path)
    except DeskError as error:
        return Carrier(carrier.path, is_stick=carrier.is_stick, label=carrier.label, writable=False, trouble=error.message)
    return Carrier(
        carrier.path,
        is_stick=carrier.is_stick,
        label=carrier.label,
        free=carrier.free,
        writable=carrier.writable,
        answers=len(found.answers),
        enrolment=enrolment_in(found, database.about.author),
        sticks=carrier.sticks,
    )


def enrolment_in(found: OnStick, station: str) -> Path | None:
    """Return the enrolment file of this station, if one lies there."""
    for path in found.enrolments:
        try:
            if read_enrolment(path).station == station:
                return path
        except DeskError:
            continue
    return None


class CarrierWatch(QObject):
    """Looks at what is plugged in, every little while, as long as somebody watches; `changed` tells of every difference."""

    changed = Signal()

    def __init__(self, desk: OpenDesk, root: Path = ROOT, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self.root = desk, root
        self.carrier: Any = None
        self.looked = False
        """Something was seen since the start; before that nothing can be said."""
        self.wanted = ""
        self._mounts, self._round, self._asked, self._answered, self._paused = "", 0, 0, 0, False
        with desk.reading() as session:
            settings = desk_settings(session)
        self.folder, self.far = settings.report_folder, settings.report_over_network
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin to watch."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()

    def pause(self, paused: bool) -> None:
        """Leave the stick alone while it is written to; look again afterwards."""
        self._paused = paused
        if not paused:
            self.look()

    def _tick(self) -> None:
        self._round += 1
        if fingerprint(self.root) != self._mounts or self._round % AGAIN == 0:
            self.look()

    def look(self, *, afresh: bool = False) -> None:
        """Look now, in the background; one look at a time, unless what is to be looked at is another (`afresh`)."""
        if self._paused or (self._asked > self._answered and not afresh):
            return
        self._asked, self._mounts = self._asked + 1, fingerprint(self.root)
        number = self._asked
        self.desk.jobs.start(
            self.seeing(),
            lambda found: self._seen(number, found),
            lambda _error: self._seen(number, None),
        )

    def seeing(self) -> Callable[[Report], Any]:
        """Return the work that looks, holding nothing of the screen."""
        database, root, folder, wanted, far = self.desk.database, self.root, self.folder, self.wanted, self.far
        return lambda _report: seen_at(database, root, folder, wanted, far=far)

    def _seen(self, number: int, carrier: object) -> None:
        self._answered = max(self._answered, number)
        if number != self._asked:
            return
        before, self.carrier = (self.carrier, self.looked), carrier
        self.looked = True
        if before != (carrier, True):
            self.changed.emit()

    def use_folder(self, folder: str, says: str) -> None:
        """Report into a folder from now on, or with an empty one onto a stick; kept for the next time."""
        self._choose(says, folder, far=False)

    def knows_address(self) -> bool:
        """Tell whether an address is stored."""
        with self.desk.reading() as session:
            return far_state(session) is not None

    def use_address(self, says: str) -> None:
        """Report to the stored address from now on; kept for the next time."""
        self._choose(says, self.folder, far=True)

    def _choose(self, says: str, folder: str, *, far: bool) -> None:
        self.folder, self.far = folder, far
        with self.desk.writing(says) as session:
            change_settings(session, report_folder=folder, report_over_network=far)
        self.look(afresh=True)

    def next_stick(self) -> None:
        """Take the next of several sticks."""
        found = [str(one.path) for one in volumes(self.root)]
        here = str(self.carrier.path) if self.carrier else ""
        if found:
            self.wanted = found[(found.index(here) + 1) % len(found)] if here in found else found[0]
        self.look(afresh=True)
