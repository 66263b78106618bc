"""The open desk as every page is given it: the store, who is at the keyboard, the look, the jobs, and the news of what was saved."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from sqlmodel import Session

from stationdesk.registers.access_entry import AccessEntryDraft
from stationdesk.registers.code import let_hold
from stationdesk.registers.operator import Operator
from stationdesk.services import access_log
from stationdesk.services.county_codes import let_codes_hold
from stationdesk.services.desk_settings import desk_settings
from stationdesk.settings import Settings
from stationdesk.store.clock import local_day, local_time
from stationdesk.store.database import Database
from stationdesk.store.files import NoSpace, NotWritable
from stationdesk.ui.parts.background import Jobs, Report
from stationdesk.ui.parts.look import Look
from stationdesk.ui.road_work import RoadWork
from stationdesk.ui.setting_back import SettingBack

EXCHANGED = frozenset({"road"})
"""What `saved` says after an exchange with the county."""
LOG_AFTER = 1000
"""Milliseconds until what was looked at is written down, so that arrowing through a list is one write."""


class OpenDesk(QObject):
    """An open store and its operator. Made when the desk is unlocked, closed when it is locked."""

    saved = Signal(object)
    """The registers (frozenset of names) an action wrote."""
    _elsewhere = Signal(object)
    minute = Signal()
    """Another minute has passed: what tells how late something is looks at the clock."""
    closing = Signal()
    """The desk is about to be closed: what waits for a moment without keys waits no more."""
    did = Signal(str)
    """What was done last, in words, with the time before it."""
    restore_wanted = Signal(object, str)
    """A backup to go back to, and a secret that opens it."""
    idle_changed = Signal(int)
    """Minutes after which the desk locks by itself."""
    open_page = Signal(str, object)
    """A page's name and what to open there."""

    def __init__(self, database: Database, operator: Operator, look: Look, settings: Settings) -> None:
        super().__init__()
        self.database, self.operator, self.look, self.settings = database, operator, look, settings
        self.jobs, self._one_by_one = Jobs(self), threading.Lock()
        self.road = RoadWork(self.jobs, database, operator.name, self)
        self.began_at = database.position().seq
        """The last entry of the journal when the desk was unlocked."""
        self.versions: Counter[str] = Counter()
        """How often each register was written since the desk was unlocked."""
        self.can_undo = False
        """Whether what was said last can be taken back."""
        self.settings_back = SettingBack(database, operator.name)
        self._faces: bool | None = None
        self._entries: list[AccessEntryDraft] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOG_AFTER)
        self._timer.timeout.connect(self._write_soon)
        self._closed = False
        self.take_codes()
        self._elsewhere.connect(self._tell_here, Qt.ConnectionType.QueuedConnection)
        database.on_saved(self._tell)

    def _tell(self, registers: frozenset[str]) -> None:
        """Pass on what was saved; from a long work's thread by way of the screen's."""
        self.versions.update(registers)
        if threading.current_thread() is threading.main_thread():
            self._tell_here(registers)
        else:
            self._elsewhere.emit(registers)

    @Slot(object)
    def _tell_here(self, registers: frozenset[str]) -> None:
        if "setting" in registers:
            self._faces = None
        if "code" in registers and not self._closed:
            self.take_codes()
        if not self._closed:
            self.saved.emit(registers)

    def take_codes(self) -> None:
        """Let the county's words be used as they are today."""
        with self.reading() as session:
            let_codes_hold(session, self.today())

    @property
    def faces_visitors(self) -> bool:
        """Whether the screen faces those who come in: children, birthdays and illnesses are then covered."""
        if self._faces is None:
            with self.reading() as session:
                self._faces = desk_settings(session).hide_for_visitors
        return self._faces

    @property
    def sees_children(self) -> bool:
        """Whether lists may tell more of a child than alias, grade and what is next."""
        return bool(self.operator.may_see_children) and not self.faces_visitors

    def exchanged(self) -> None:
        """Tell that something came from or went to the county: no register may have moved, but what is said of them has."""
        self.versions.update(EXCHANGED)
        self.saved.emit(EXCHANGED)

    def today(self) -> date:
        """Return the day it is in the village."""
        return local_day(self.database.clock())

    def now(self) -> datetime:
        """Return the time it is in the village."""
        return local_time(self.database.clock())

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Look at the records."""
        with self.database.reading() as session:
            yield session

    @contextmanager
    def reading_everybody(self, report: Report) -> Iterator[Session]:
        """Look at the records in a job that goes through everybody: one such job after the other, that they do not add up in memory.

        Raises Cancelled if the job was cancelled while it waited for its turn.
        """
        with self._one_by_one, self.database.reading() as session:
            report()
            yield session

    @contextmanager
    def writing(self, says: str, *, final: bool = False) -> Iterator[Session]:
        """One action of the operator, under a sentence; a `final` one is never undone."""
        with self.database.writing(self.operator.name, says, final=final) as session:
            yield session

    def said(self, sentence: str, *, undo: bool = True) -> None:
        """Say what was done, for the key strip; `undo` is False for what Ctrl+Z would not take back (a report, a print)."""
        self.can_undo = undo
        self.did.emit(f"{self.now():%H:%M} {sentence}")

    def log(self, what: str, resident_id: str = "", about: str = "", *, people: int = 0) -> None:
        """Keep that the operator looked at, was shown, printed or exported something; written within a second."""
        one = access_log.entry(
            self.operator.name, what, resident_id=resident_id, about=about, people=people or None, clock=self.database.clock
        )
        self._entries.append(one)
        self._timer.start()

    def write_log(self) -> None:
        """Write what was kept for the access log; what a full disk does not take is kept and tried again with the next entry."""
        entries, self._entries = self._entries, []
        if not entries:
            return
        try:
            with self.database.writing(self.operator.name, "access log") as session:
                access_log.write(session, entries)
        except BaseException:
            self._entries = [*entries, *self._entries]
            raise

    def _write_soon(self) -> None:
        with suppress(NoSpace, NotWritable):  # nobody did anything now that could be taken back
            self.write_log()

    def named(self, session: Session) -> str:  # noqa: ARG002 - a county's desk asks
        """Return what hangs at the door as its name; empty where the station's record tells it."""
        return ""

    @property
    def is_open(self) -> bool:
        """Whether anything can still be read: a breath that was waited for may come after the desk was locked."""
        return not self._closed

    def close(self) -> None:
        """Stop the jobs, write the log, close the store and forget its key."""
        if self._closed:
            return
        self.closing.emit()
        try:
            self.jobs.stop()
            self._timer.stop()
            with suppress(NoSpace, NotWritable):  # the key goes, whatever the disk says
                self.write_log()
        finally:
            self._closed = True
            let_hold((), "")
            self.database.close()
