"""The one door for long work: it leaves the screen's thread, says how far it is, and can be cancelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, QThread, Signal, Slot

from stationdesk.errors import DeskError


class Cancelled(Exception):
    """The operator cancelled; whatever the work had not finished is as it was before."""


class Report(Protocol):
    """What the work calls now and then."""

    def __call__(self, sentence: str = "", done: int = 0, total: int = 0) -> None:
        """Say what is being done and how far it is; raises Cancelled once the operator has cancelled."""


class _Thread(QThread):
    """Carries one work out."""

    progressed = Signal(str, int, int)
    ended = Signal(object, object)

    def __init__(self, work: Callable[[Report], Any], parent: QObject) -> None:
        super().__init__(parent)
        self.work = work
        self.cancelled = False

    def report(self, sentence: str = "", done: int = 0, total: int = 0) -> None:
        """Pass on how far the work is."""
        if self.cancelled:
            raise Cancelled
        self.progressed.emit(sentence, done, total)

    def run(self) -> None:
        """Do the work and say what came of it."""
        try:
            found = self.work(self.report)
        except BaseException as error:  # noqa: BLE001 (it is raised again on the screen's thread)
            self.ended.emit(None, error)
        else:
            self.ended.emit(found, None)


class Job(QObject):
    """One long work; `progressed(sentence, done, total)` is emitted on the screen's thread."""

    progressed = Signal(str, int, int)
    finished = Signal()

    def __init__(
        self,
        jobs: Jobs,
        work: Callable[[Report], Any],
        done: Callable[[Any], None],
        failed: Callable[[DeskError], None] | None,
        cancelled: Callable[[], None] | None,
    ) -> None:
        super().__init__(jobs)
        self.jobs, self._done, self._failed, self._cancelled = jobs, done, failed, cancelled
        self._thread = _Thread(work, self)
        self._thread.progressed.connect(self.progressed)
        self._thread.ended.connect(self._end)
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._thread.cancelled = True

    def wait(self, milliseconds: int = 60_000) -> bool:
        """Wait until the thread has ended; tells whether it has."""
        return bool(self._thread.wait(milliseconds))

    @Slot(object, object)
    def _end(self, found: Any, error: BaseException | None) -> None:
        self._thread.wait()
        self.jobs.running.remove(self)
        self.finished.emit()
        self.deleteLater()
        if error is None:
            self._done(found)
        elif isinstance(error, Cancelled):
            if self._cancelled is not None:
                self._cancelled()
        elif isinstance(error, DeskError) and self._failed is not None:
            self._failed(error)
        else:
            raise error


class Jobs(QObject):
    """The works under way."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running: list[Job] = []

    def start(
        self,
        work: Callable[[Report], Any],
        done: Callable[[Any], None],
        failed: Callable[[DeskError], None] | None = None,
        cancelled: Callable[[], None] | None = None,
    ) -> Job:
        """Carry `work(report)` out in a thread; `done(result)`, `failed(error)` or `cancelled()` follow on the screen's thread.

        A DeskError without `failed`, and any other error, goes to the window's own report.
        """
        job = Job(self, work, done, failed, cancelled)
        self.running.append(job)
        return job

    def busy(self) -> bool:
        """Tell whether anything is under way."""
        return bool(self.running)

    def stop(self) -> None:
        """Cancel everything and wait for it to end: the desk is about to be closed or locked."""
        for job in list(self.running):
            job.cancel()
        for job in list(self.running):
            job.wait()
