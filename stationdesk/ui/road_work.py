"""The one exchange with the county that may be under way: begun by the button or by the clock, never two at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from stationdesk.errors import DeskError
from stationdesk.store.database import Database
from stationdesk.sync.far_reporting import put_off, report_far
from stationdesk.sync.reporting import Outcome, report_to_county
from stationdesk.ui.parts.background import Job, Jobs, Report


class RoadWork(QObject):
    """Carries an exchange out in the background; everybody who shows it hears the same."""

    began = Signal()
    progressed = Signal(str, int, int)
    ended = Signal(object)
    """What came of it: an Outcome; a DeskError; None when it was cancelled."""

    def __init__(self, jobs: Jobs, database: Database, operator: str, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._database, self._operator = jobs, database, operator
        self.job: Job | None = None
        self.by_itself = False
        """The clock has begun it, nobody's hand."""
        self.far = False

    def start(self, to: Path | None, *, by_itself: bool = False) -> bool:
        """Begin an exchange with a folder, or with None at the stored address; tells whether it was begun."""
        if self.job is not None or self._jobs.stopped:
            return False
        database, operator = self._database, self._operator
        self.by_itself, self.far = by_itself, to is None

        def work(report: Report) -> Outcome:
            return report_far(database, operator, report) if to is None else report_to_county(database, operator, to, report)

        self.job = self._jobs.start(work, self._done, self._failed, self._cancelled)
        self.job.progressed.connect(self.progressed)
        self.began.emit()
        return True

    def cancel(self) -> None:
        """Stop it; nothing half is left."""
        if self.job is not None:
            self.job.cancel()

    def _done(self, outcome: Outcome) -> None:
        self._end(outcome)

    def _failed(self, error: DeskError) -> None:
        self._end(error)

    def _cancelled(self) -> None:
        if self.far and not self._jobs.stopped:  # stopped: the desk is being locked, and goes on after it
            put_off(self._database, self._operator)
        self._end(None)

    def _end(self, what: Outcome | DeskError | None) -> None:
        self.job = None
        if not self._jobs.stopped:
            self.ended.emit(what)
