"""The county's open desk as its pages are given it: the ledger beside the store, what was read of it last, and one long work at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from sqlmodel import Session

from stationdesk.county.desk import NAME_SETTING, CountyDesk, read_setting
from stationdesk.county.standings import Came, State, StationStanding, standings, what_came
from stationdesk.errors import DeskError
from stationdesk.registers.operator import Operator
from stationdesk.settings import Settings
from stationdesk.store.database import Database
from stationdesk.ui.clerk_watchman import Watchman
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Job, Report
from stationdesk.ui.parts.look import Look


class CountyRoom:
    """Store and ledger, opened by the first work that needs them; the ledger is only ever read and written beside the screen's thread."""

    def __init__(self, database: Database, operator: str) -> None:
        self.database, self.operator = database, operator
        self._desk: CountyDesk | None = None
        self._lock = threading.Lock()

    def desk(self) -> CountyDesk:
        """Return the county's desk. Raises LedgerUnreachable, DamagedFile, NewerStore."""
        with self._lock:
            if self._desk is None:
                self._desk = CountyDesk(self.database)
            return self._desk

    def close(self) -> None:
        """Let the ledger go."""
        with self._lock:
            if self._desk is not None:
                self._desk.close()
                self._desk = None


@dataclass(frozen=True)
class Board:
    """What is known of the stations."""

    stations: tuple[StationStanding, ...] = ()
    came: tuple[Came, ...] = ()

    @property
    def to_ring(self) -> int:
        """How many stations need a hand."""
        return sum(one.state is not State.GOOD for one in self.stations)

    @property
    def owing(self) -> int:
        """How many stations wait for an answer to be written."""
        return sum(one.owes_answer for one in self.stations)


def read_board(room: CountyRoom, on: date, _report: Report) -> Board:
    """Read how the stations stand."""
    county = room.desk()
    return Board(tuple(standings(county, on)), tuple(what_came(county)))


class ClerkDesk(OpenDesk):
    """The county's open desk."""

    board_read = Signal()
    """How the stations stand was read again, or could not be (`trouble`)."""
    work_changed = Signal()
    """A long work has begun, or ended."""

    def __init__(self, database: Database, operator: Operator, look: Look, settings: Settings) -> None:
        super().__init__(database, operator, look, settings)
        self.room = CountyRoom(database, operator.name)
        self.board, self.trouble, self.known = Board(), "", False
        self.work: Job | None = None
        self._reading, self._again = False, False
        self.watchman = Watchman(self, self)

    def named(self, session: Session) -> str:
        """Return the county's name."""
        return str(read_setting(session, NAME_SETTING) or "")

    def look_again(self) -> None:
        """Read how the stations stand; while a long work has the ledger, after it."""
        if self.work is not None or self._reading:
            self._again = True
            return
        self._reading = True
        self.jobs.start(partial(read_board, self.room, self.today()), self._read, self._unread)

    def _read(self, board: Board) -> None:
        self.board, self.trouble, self.known = board, "", True
        self._told()

    def _unread(self, error: DeskError) -> None:
        self.trouble = error.message
        self._told()

    def _told(self) -> None:
        self._reading = False
        again, self._again = self._again, False
        self.board_read.emit()
        if again:
            self.look_again()

    def begin(self, work: Callable[[Report], Any], done: Callable[[Any], None], failed: Callable[[DeskError], None]) -> bool:
        """Begin a long work, unless another one is under way; the stations are read again after it."""
        if self.work is not None:
            return False
        self.work = self.jobs.start(work, done, failed)
        self.work.finished.connect(self._ended)
        self.work_changed.emit()
        return True

    def _ended(self) -> None:
        self.work = None
        self.work_changed.emit()
        self.look_again()

    def close(self) -> None:
        """Stop the jobs, close store and ledger."""
        super().close()
        self.room.close()
