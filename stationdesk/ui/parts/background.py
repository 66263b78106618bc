"""The one door for long work: it leaves the screen's thread, says how far it is, and can be cancelled."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from stationdesk.errors import DeskError

BETWEEN = 0.04
"""Seconds between two reports of the same kind."""


class Cancelled(Exception):
    """The operator cancelled; whatever the work had not finished is as it was before."""


class Report(Protocol):
    """What the work calls now and then."""

    def __call__(self, sentence: str = "", done: int = 0, total: int = 0) -> None:
        """Say what is being done and how far it is; raises Cancelled once the operator has cancelled."""


class Job(QObject):
    """One long work; `progressed(sentence, done, total)` is emitted on the screen's thread, not more often than can be read."""

    progressed = Signal(str, int, int)
    finished = Signal()
    _ended = Signal()

    def __init__(
        self,
        jobs: Jobs,
        work: Callable[[Report], Any],
        done: Callable[[Any], None],
        failed: Callable[[DeskError], None] | None,
        cancelled: Callable[[], None] | None,
    ) -> None:
        super().__init__(jobs)
        self.jobs, self._work, self._done, self._failed, self._cancelled = jobs, work, done, failed, cancelled
        self._stopped = False
        self._told = ("", 0.0)
        self._found: Any = None
        self._error: BaseException | None = None
        self._ended.connect(self.end, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="long work", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._found = self._work(self._report)
        except BaseException as error:  # noqa: BLE001 (it is raised again on the screen's thread)
            self._error = error
        self._ended.emit()

    def _report(self, sentence: str = "", done: int = 0, total: int = 0) -> None:
        if self._stopped:
            raise Cancelled
        now = time.monotonic()
        if sentence != self._told[0] or now - self._told[1] >= BETWEEN or done == total:
            self._told = (sentence, now)
            self.progressed.emit(sentence, done, total)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stopped = True

    def wait(self, seconds: float = 60) -> bool:
        """Wait until the thread has ended; tells whether it has."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def end(self) -> None:
        """Say what came of the work, once."""
        if self not in self.jobs.running:
            return
        self._thread.join()
        self.jobs.running.remove(self)
        self.finished.emit()
        self.deleteLater()
        error, found = self._error, self._found
        self._error = self._found = None
        if not alive(self._done):
            return
        if error is None:
            self._done(found)
        elif isinstance(error, Cancelled):
            if self._cancelled is not None:
                self._cancelled()
        elif isinstance(error, DeskError) and self._failed is not None:
            self._failed(error)
        else:
            raise error


def alive(call: Callable[..., Any]) -> bool:
    """Tell whether whoever is to be called is still there: a page may have been closed while its work went on."""
    owner = getattr(call, "__self__", None)
    return not isinstance(owner, QObject) or bool(isValid(owner))


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

        A DeskError without `failed`, and any other error, goes to the window's own report. Nobody is called if `done` is a method
        of a widget that is gone by then.
        """
        job = Job(self, work, done, failed, cancelled)
        self.running.append(job)
        return job

    def busy(self) -> bool:
        """Tell whether anything is under way."""
        return bool(self.running)

    def stop(self) -> None:
        """Cancel everything, wait for it to end and let it say so: the desk is about to be closed or locked."""
        for job in list(self.running):
            job.cancel()
        for job in list(self.running):
            job.wait()
            job.end()
