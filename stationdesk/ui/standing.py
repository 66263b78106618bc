"""How everything stands, kept true: the status line, and what waits on each page of the rail."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from stationdesk.services.rail_counts import rail_counts
from stationdesk.services.status_line import status_facts
from stationdesk.services.wish_turning import turn_wishes
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.rail import Rail
from stationdesk.ui.parts.status_line import StatusLine
from stationdesk.ui.road_clock import RoadClock
from stationdesk.ui.stick_bell import StickBell

FRESH = 60_000
"""Milliseconds between two looks at the clock: the day may have changed, the backup become old."""
SOON = 300
"""Milliseconds after the last save until everything is read again: not between two keys of somebody who writes quickly."""


class Standing(QObject):
    """Reads the facts again after each save and each minute; `new_day` when the date has changed."""

    new_day = Signal()

    def __init__(self, desk: OpenDesk, status: StatusLine, rail: Rail, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.status, self.rail = desk, status, rail
        self.today, self.counting = desk.today(), False
        self.clock, self.soon = QTimer(self), QTimer(self)
        self.clock.setInterval(FRESH)
        self.clock.timeout.connect(self.tick)
        self.clock.start()
        self.soon.setSingleShot(True)
        self.soon.setInterval(SOON)
        self.soon.timeout.connect(self.tell)
        self.road_clock, self.stick_bell = RoadClock(desk, status, self), StickBell(desk, status, self)
        turn_wishes(desk.database, desk.now())
        desk.saved.connect(self._tell_soon)
        self.tell()

    def _tell_soon(self) -> None:
        if self.clock.isActive():  # the desk writes its access log when it is closed
            self.soon.start()

    def tell(self) -> None:
        """Say in the status line and in the rail how everything stands."""
        with self.desk.reading() as session:
            facts = status_facts(session, self.desk.database.folder.backups, self.desk.now())
        self.status.say([(fact.text, fact.tone, fact.page) for fact in facts])
        if not self.counting:
            self.counting = True
            self.desk.jobs.start(partial(_count, self.desk), self._show)

    def _show(self, counts: dict[str, int]) -> None:
        self.counting = False
        for name, button in self.rail.buttons.items():
            button.set_count(counts.get(name, 0))

    def tick(self) -> None:
        """Look at the clock."""
        if self.desk.today() != self.today:
            self.today = self.desk.today()
            turn_wishes(self.desk.database, self.desk.now())
            self.new_day.emit()
        self.desk.minute.emit()
        self.tell()

    def stop(self) -> None:
        """Look no more: the desk is about to be closed."""
        self.clock.stop()
        self.soon.stop()
        self.road_clock.stop()
        self.stick_bell.timer.stop()


def _count(desk: OpenDesk, report: Report) -> dict[str, int]:
    """Count what waits, away from the screen's thread: in a large village it takes longer than a key may."""
    with desk.reading_everybody(report) as session:
        return rail_counts(session, desk.today())
