"""The one door for long work: it leaves the screen's thread, says how far it is, and can be cancelled."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from stationdesk.errors import DeskError
from stationdesk.i18n import _

LOOK_EVERY = 10
"""Milliseconds between two looks at a work."""


class Cancelled(Exception):
    """The operator cancelled; whatever the work had not finished is as it was before."""


class Report(Protocol):
    """What the work calls now and then."""

    def __call__(self, sentence: str = "", done: int = 0, total: int = 0) -> None:
        """Say what is being done and how far it is; raises Cancelled once the operator has cancelled."""


class Job(QObject):
    """One long work; `progressed(sentence, done, total)` tells how far it is.

    The thread touches nothing of Qt: a timer of the screen's thread looks at what it has come to.
    """

    progressed = Signal(str, int, int)
    finished = Signal()

    def __init__(
        self,
        jobs: Jobs,
        work: Callable[[Report], Any],
        done: Callable[[Any], None],
        failed: Callable[[DeskError], None] | None,
        cancelled: Callable[[], None] | None,
        *,
        begun: bool = True,
    ) -> None:
        super().__init__(jobs)
        self._work, self._done, self._failed, self._cancelled = work, done, failed, cancelled
        self._running = jobs.running  # not `jobs`: a child that keeps its parent alive is deleted twice
        self._stopped = False
        self._far: tuple[str, int, int] | None = None
        self._told: tuple[str, int, int] | None = None
        self._found: Any = None
        self._error: BaseException | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self._look)
        self._thread = threading.Thread(target=self._run, name="long work", daemon=True)
        if begun:
            self._thread.start()
            self._timer.start()

    @property
    def sentence(self) -> str:
        """What is being done, as the work said last."""
        return self._far[0] if self._far is not None else ""

    def _run(self) -> None:
        try:
            self._found = self._work(self._report)
        except BaseException as error:  # noqa: BLE001 (it is raised again on the screen's thread)
            self._error = error

    def _report(self, sentence: str = "", done: int = 0, total: int = 0) -> None:
        if self._stopped:
            raise Cancelled
        self._far = (sentence, done, total)

    def _look(self) -> None:
        over = not self._thread.is_alive()
        if self._far is not None and self._far != self._told:
            self._told = self._far
            self.progressed.emit(*self._far)
        if over:
            self.end()

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stopped = True

    def wait(self, seconds: float = 60) -> bool:
        """Wait until the thread has ended; tells whether it has."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def end(self) -> None:
        """Say what came of the work, once; nothing is said of one that goes on after all."""
        if self not in self._running:
            return
        self._timer.stop()
        self._running.remove(self)
        self.finished.emit()
        self.deleteLater()
        if self._thread.is_alive():
            return
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
            self._fail_with(error)

    def _fail_with(self, error: BaseException) -> None:
        """Raise what the window reports; after a bug whoever waited is told so first, or his window would wait for ever."""
        try:
            if self._failed is not None:
                self._failed(DeskError(_("Something in the program went wrong; this was not done.")))
        finally:
            raise error


def alive(call: Callable[..., Any]) -> bool:
    """Tell whether whoever is to be called is still there: a page may have been closed while its work went on."""
    owner = getattr(call, "__self__", None)
    return not isinstance(owner, QObject) or bool(isValid(owner))


class Jobs(QObject):
    """The works under way. A work holds nothing of the screen: it is given plain data before it begins (`work_reach`)."""

    looked_at: ClassVar[Callable[[Callable[..., Any]], None] | None] = None
    """Looks at each work before it begins and raises if it holds something of the screen; set by the tests."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running: list[Job] = []
        self.stopped = False

    def start(
        self,
        work: Callable[[Report], Any],
        done: Callable[[Any], None],
        failed: Callable[[DeskError], None] | None = None,
        cancelled: Callable[[], None] | None = None,
    ) -> Job:
        """Carry `work(report)` out in a thread; `done(result)`, `failed(error)` or `cancelled()` follow on the screen's thread.

        A DeskError without `failed`, and any other error, goes to the window's own report. Nobody is called if `done` is a method
        of a widget that is gone by then. After `stop` nothing is begun any more.
        """
        if Jobs.looked_at is not None:
            Jobs.looked_at(work)
        job = Job(self, work, done, failed, cancelled, begun=not self.stopped)
        if not self.stopped:
            self.running.append(job)
        return job

    def busy(self) -> bool:
        """Tell whether anything is under way."""
        return bool(self.running)

    def settle(self, seconds: float) -> bool:
        """Give what is nearly done a moment to end; tells whether nothing is under way any more."""
        until = time.monotonic() + seconds
        for job in list(self.running):
            if job.wait(max(0.0, until - time.monotonic())):
                job.end()
        return not self.running

    def stop(self) -> None:
        """Cancel everything, wait for it to end and let it say so: the desk is about to be closed or locked.

        Whatever goes wrong in a work or in who is told of it, everything else is stopped. A bug is reported as any other; an
        ordinary refusal is not, for there is nobody left to read it, and it may name people.
        """
        self.stopped = True
        for job in list(self.running):
            job.cancel()
        for job in list(self.running):
            job.wait()
            try:
                job.end()
            except DeskError:
                continue
            except Exception as error:  # noqa: BLE001 (handed to whoever takes bugs)
                sys.excepthook(type(error), error, error.__traceback__)
