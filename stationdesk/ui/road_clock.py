"""Reporting by itself: looks at the timetable every little while as long as the desk is open, and says quietly what came of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.road import county_row
from stationdesk.sync.far_road import far_road
from stationdesk.sync.far_timetable import is_due
from stationdesk.sync.reporting import Outcome
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.status_line import StatusLine

EVERY = 20_000
"""Milliseconds between two looks at the timetable."""
FIRST = 3_000
"""Milliseconds after unlocking until the first look: the day's list comes first."""


class RoadClock(QObject):
    """Begins the exchange when its time has come. A locked desk has no clock: its key is forgotten."""

    def __init__(self, desk: OpenDesk, status: StatusLine, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.status = desk, status
        self.timer = QTimer(self)
        self.timer.setInterval(EVERY)
        self.timer.timeout.connect(self.look)
        self.timer.start()
        QTimer.singleShot(FIRST, self, self.look)
        desk.closing.connect(self.stop)
        desk.road.progressed.connect(self._progress)
        desk.road.ended.connect(self._ended)

    def look(self) -> None:
        """Begin an exchange if one is due and none is under way; without a county there is none to be due."""
        if not self.timer.isActive() or self.desk.road.job is not None:
            return
        with self.desk.reading() as session:
            due = county_row(session) is not None and is_due(far_road(session), self.desk.now())
        if due:
            self.desk.road.start(None, by_itself=True)

    def stop(self) -> None:
        """Look no more."""
        self.timer.stop()

    def _progress(self, sentence: str, done: int, total: int) -> None:
        if self.desk.road.by_itself:
            percent = f" {100 * done // total}%" if total > 100 else ""
            self.status.note(sentence + percent)

    def _ended(self, what: Outcome | DeskError | None) -> None:
        if not self.desk.road.by_itself:
            return
        if isinstance(what, DeskError):
            self.status.note(_("Not reported: {why}").format(why=what.message))
        elif what is not None:
            said = [sentence for one in what.read for sentence in one.sentences]
            self.status.note("".join([*said, what.says]))
        self.desk.exchanged()
