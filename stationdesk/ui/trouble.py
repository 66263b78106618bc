"""What goes wrong reaches the operator once and calmly: a DeskError as its sentence, a bug as a report without personal data."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType

from PySide6.QtCore import QTimer, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ui.parts.dialogs import Dialog, tell
from stationdesk.ui.parts.look import Look


def report_of(error: BaseException) -> str:
    """Return what a maintainer needs: the kind of error and where it came about; no message and no value, they may name people."""
    import platform
    import traceback

    from stationdesk.store.migrations import program_version

    lines = [
        f"stationdesk {program_version()} · Python {platform.python_version()} · Qt {qVersion()} · {platform.system()} {platform.machine()}"
    ]
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        lines.append(f"{type(one).__module__}.{type(one).__qualname__}")
        lines += [f"  {place_of(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(one.__traceback__)]
        one = one.__cause__ or one.__context__
    return "\n".join(lines)


def place_of(file: str) -> str:
    """Return a file's place in the program, without the folders of this machine (they may hold a user's name)."""
    parts = file.replace("\\", "/").split("/")
    for root in ("stationdesk", "site-packages", "PySide6"):
        if root in parts:
            at = len(parts) - 1 - parts[::-1].index(root)
            return "/".join(parts[at:])
    return parts[-1]


AGAIN_AFTER = 300.0
"""Seconds after which a bug that was reported is reported again: one that comes with every painting would keep anybody from working."""


class TroubleReporter:
    """Takes every error nobody else took. One report at a time: a page that fails again and again asks once."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.open = False
        self.reported: dict[str, float] = {}
        """When each bug was reported last (monotonic seconds)."""

    def install(self) -> None:
        """Take every unhandled error from now on; what Python would print of one outside Qt is cut to the report, too."""
        sys.excepthook = self.take
        threading.excepthook = lambda found: self._write(found.exc_value)
        sys.unraisablehook = lambda found: self._write(found.exc_value)

    @staticmethod
    def _write(error: BaseException | None) -> None:
        if error is not None and sys.stderr is not None:
            sys.stderr.write(report_of(error) + "\n")

    def _known(self, report: str) -> bool:
        """Tell whether a bug was reported a short while ago."""
        now = time.monotonic()
        known = now - self.reported.get(report, -AGAIN_AFTER) < AGAIN_AFTER
        if not known:
            self.reported[report] = now
        return known

    def take(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None = None) -> None:
        """Show an error once the present event is over."""
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
            return
        if not isinstance(error, DeskError):
            if self._known(report_of(error)):
                return
            self._write(error)
        QTimer.singleShot(0, lambda: self.show(error))

    def show(self, error: BaseException) -> None:
        """Show an error: its own sentence, or the report to copy."""
        if self.open:
            return
        self.open = True
        try:
            window = QApplication.activeModalWidget() or QApplication.activeWindow()
            if isinstance(error, DeskError):
                tell(window, self.look, _("This was not done"), error.message, _("I see"))
            else:
                BugReport(window, self.look, report_of(error)).ask()
        finally:
            self.open = False


class BugReport(Dialog):
    """The calm report of a bug, to be copied."""

    def __init__(self, parent: QWidget | None, look: Look, report: str) -> None:
        super().__init__(
            parent,
            look,
            _("Something in the program went wrong"),
            _(
                "What was saved is safe, and you can go on working. Please send the lines below to whoever looks after the program; "
                "there is nothing about any person in them."
            ),
            width=560,
        )
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setAccessibleName(_("Lines of the report"))
        self.report.setFixedHeight(160)
        self.body.addWidget(self.report)
        self.add_button(_("Go on"), "primary", "Enter", "ok")
        copy = self.add_button(_("Copy the report"), closes=False)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
