"""When the desk locks by itself: idle minutes, the system's own lock, the machine going to sleep."""

from __future__ import annotations

import inspect
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication

from stationdesk.ui.system_lock import SystemLock

HANDS_ON = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
        QEvent.Type.InputMethod,
    }
)
"""Events that show somebody at the desk."""
OWN_CLIPBOARD = frozenset({"offscreen", "minimal"})
"""Platforms that share their clipboard with nobody."""
LOOK_EVERY = 5_000
"""Milliseconds between two looks at the clock."""


def wall_clock() -> float:
    """Return the seconds that have passed for the people in the room: the machine's sleep counts, a clock set back does not."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(clock) if clock is not None else time.monotonic()


def forget_clipboard() -> None:
    """Empty the clipboards that this program has filled; what another program put there is left alone."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard() or QGuiApplication.platformName() in OWN_CLIPBOARD:
        clipboard.clear()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(clipboard.Mode.Selection)


def forget_memos() -> None:
    """Empty the memos of this program's functions: what they were asked about (names, cells of ledgers) is people's data.

    Those without a parameter hold what ships with the program and stay.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith("stationdesk."):
            for one in list(vars(module).values()):
                clear = None if isinstance(one, type) else getattr(one, "cache_clear", None)
                if clear is not None and inspect.signature(one).parameters:
                    clear()


class Locking(QObject):
    """Watches an open desk; `lock_wanted` once nobody has touched it for `minutes`, or the system locks or sleeps."""

    lock_wanted = Signal()

    def __init__(
        self, application: QApplication, minutes: int, parent: QObject | None = None, *, clock: Callable[[], float] = wall_clock
    ) -> None:
        super().__init__(parent)
        self.application, self.clock = application, clock
        self.seconds = minutes * 60.0
        self.touched = clock()
        self.timer = QTimer(self)
        self.timer.setInterval(LOOK_EVERY)
        self.timer.timeout.connect(self.look)
        self.timer.start()
        self.system = SystemLock(self)
        self.system.locked.connect(self._lock)
        application.focusWindowChanged.connect(self.watch)
        self.watch(application.focusWindow())

    def watch(self, window: QWindow | None) -> None:
        """See what a window is given from outside; its widgets pass far more between them than a filter should hear."""
        self.touched = self.clock()
        if window is not None:
            window.installEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        """Take another number of minutes from now on."""
        self.seconds = minutes * 60.0
        self.touched = self.clock()

    def stop(self) -> None:
        """Watch no longer: the desk is locked or closed."""
        if not self.timer.isActive():
            return
        self.timer.stop()
        self.system.stop()
        self.application.focusWindowChanged.disconnect(self.watch)
        for window in self.application.allWindows():
            window.removeEventFilter(self)

    def look(self) -> None:
        """Lock if nobody has touched the desk for too long."""
        if self.clock() - self.touched >= self.seconds:
            self._lock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """See somebody at the desk; whoever comes back after too long finds it locked, whatever the timer missed in sleep."""
        if event.type() in HANDS_ON:
            self.look()
            self.touched = self.clock()
        return super().eventFilter(watched, event)

    def _lock(self) -> None:
        if self.timer.isActive():
            self.stop()
            QTimer.singleShot(0, self.lock_wanted.emit)
