"""A folder that is watched while the clerk's window is open: what arrives is taken, each file once; which one is kept as a setting."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from stationdesk.county.desk import read_setting, write_setting
from stationdesk.county.intake import Taken
from stationdesk.county.watching import Watching
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ui.parts.background import Report

if TYPE_CHECKING:
    from stationdesk.ui.clerk_desk import ClerkDesk, CountyRoom

WATCHED = "watched_folder"
"""The setting that names the folder; empty where none is watched."""


class Look(NamedTuple):
    """What one look at the folder brought; the watching itself goes on with it."""

    watching: Watching
    taken: tuple[Taken, ...]


def look_once(room: CountyRoom, folder: Path, watching: Watching | None, report: Report) -> Look:
    """Look at the folder once; it can be stopped between two packages, and goes on with the rest next time."""
    watching = watching or Watching(room.desk(), room.operator, folder)
    taken: list[Taken] = []
    for one in watching.look():
        taken.append(one)
        report(one.file)
    return Look(watching, tuple(taken))


class Watchman(QObject):
    """Looks at the folder again and again, longer apart where looking fails; `changed` tells of what it found."""

    changed = Signal()

    def __init__(self, desk: ClerkDesk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.folder: Path | None = None
        self.watching: Watching | None = None
        self.count, self.trouble, self.looking = 0, "", False
        self.not_taken: set[str] = set()
        """Files that could not be taken yet: one that is still being copied is one, however often it was looked at."""
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.look)
        desk.closing.connect(self.stop)
        desk.saved.connect(self._saved)

    def choose(self, folder: Path | None) -> None:
        """Watch a folder from now on, this time and the next times, or none."""
        says = _("Watch the folder {name}").format(name=folder.name) if folder else _("Watch no folder")
        with self.desk.writing(says) as session:
            write_setting(session, WATCHED, str(folder or ""))
        self.desk.said(says, undo=False)

    def follow(self) -> None:
        """Watch the folder that is set, if another one is watched, or none."""
        with self.desk.reading() as session:
            wanted = str(read_setting(session, WATCHED) or "")
        if wanted == str(self.folder or ""):
            return
        if wanted:
            self.start(Path(wanted))
        else:
            self.stop()

    def _saved(self, registers: frozenset[str]) -> None:
        if "setting" in registers:
            self.follow()

    def start(self, folder: Path) -> None:
        """Watch a folder from now on."""
        self.folder, self.watching, self.count, self.trouble = folder, None, 0, ""
        self.not_taken.clear()
        self.look()
        self.changed.emit()

    def stop(self) -> None:
        """Watch no more; what was taken is kept."""
        self.timer.stop()
        self.folder = self.watching = None
        self.changed.emit()

    def look(self) -> None:
        """Look now, unless a long work has the ledger."""
        if self.folder is None or self.looking:
            return
        if self.desk.work is not None:
            self._later(5.0)
            return
        self.looking = True
        work = partial(look_once, self.desk.room, self.folder, self.watching)
        self.desk.jobs.start(work, self._looked, self._failed, self._over)

    def _looked(self, found: Look) -> None:
        self._over()
        if self.folder != found.watching.folder:
            return
        self.watching, self.trouble = found.watching, found.watching.trouble
        self.count += sum(one.outcome == "taken" for one in found.taken)
        for one in found.taken:
            (self.not_taken.discard if one.outcome in {"taken", "known", "old"} else self.not_taken.add)(one.file)
        self._later(found.watching.wait)
        if found.taken:
            self.desk.look_again()
        self.changed.emit()

    def _failed(self, error: DeskError) -> None:
        self._over()
        self.trouble = error.message
        self._later(60.0)
        self.changed.emit()

    def _over(self) -> None:
        self.looking = False

    def _later(self, seconds: float) -> None:
        if self.folder is not None:
            self.timer.start(round(1000 * seconds))
