"""One window for one data folder: a second start asks the first to come forward, through a lock and a small file, without a network."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from stationdesk.store.files import replace_file
from stationdesk.store.folder import AlreadyOpen, FolderLock

FOLDER = "window"
ASKED = "come-forward"
ANY_PROCESS = -1


class SingleInstance(QObject):
    """Holds the data folder's window while this process runs; `called` when somebody started the program again.

    The lock is the system's: it is gone with the process, however that ends.
    """

    called = Signal()

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = data / FOLDER
        self._lock: FolderLock | None = None
        self._watcher: QFileSystemWatcher | None = None
        self._seen = b""

    def first(self) -> bool:
        """Tell whether this is the first window of the data folder; if not, the first one has been asked to come forward.

        Raises NoSpace or NotWritable where the data folder cannot be written to.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._lock = FolderLock(self.folder)
        except AlreadyOpen:
            self._ask()
            return False
        self._seen = self._asked()
        self._watcher = QFileSystemWatcher([str(self.folder)], self)
        self._watcher.directoryChanged.connect(self._look)
        return True

    def release(self) -> None:
        """Let another process be the first."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _ask(self) -> None:
        """Ask the first window to come forward, and pass on the right to do so that the desktop gave this start."""
        if sys.platform == "win32":
            import ctypes

            ctypes.windll.user32.AllowSetForegroundWindow(ANY_PROCESS)
        token = os.environ.get("XDG_ACTIVATION_TOKEN") or os.environ.get("DESKTOP_STARTUP_ID") or ""
        replace_file(self.folder / ASKED, f"{os.getpid()} {os.urandom(4).hex()} {token}".encode(), flush=False)

    def _asked(self) -> bytes:
        try:
            return (self.folder / ASKED).read_bytes()
        except OSError:
            return b""

    def _look(self) -> None:
        asked = self._asked()
        if asked and asked != self._seen:
            self._seen = asked
            token = asked.decode("utf-8", "replace").split(" ")[-1]
            if token.isprintable() and token:
                os.environ["XDG_ACTIVATION_TOKEN"] = token
            QTimer.singleShot(0, self.called.emit)
