"""Says in the status line that a stick was plugged in, on whatever page one is: what it is called, how much room it has, where to go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from stationdesk.i18n import _
from stationdesk.sync.carriers import ROOT, Volume, fingerprint, volumes
from stationdesk.ui import key_map
from stationdesk.ui.county_words import size_words
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.status_line import StatusLine

EVERY = 2_000
"""Milliseconds between two looks at what is plugged in; each reads one small file of the system's."""
ROOM = 1_000_000
"""Bytes below which a stick takes no report."""


def came(before: Sequence[Volume], now: Sequence[Volume]) -> list[Volume]:
    """Return the volumes that were plugged in since."""
    known = {(one.path, one.label) for one in before}
    return [one for one in now if (one.path, one.label) not in known]


def words_of(one: Volume) -> str:
    """Say that a stick is in, and what to do with it."""
    name = _("«{label}»").format(label=one.label) if one.label else ""
    head = _("A stick {name} was plugged in ({size} left)").format(name=name, size=size_words(one.free))
    if not one.writable:
        return head + _(", but it cannot be written to: push its write lock aside")
    if one.free < ROOM:
        return head + _(", but it is full: delete something from it or take another one")
    return head + _("; {key} and Enter report").format(key=key_map.shown("everywhere.county"))


class StickBell(QObject):
    """Rings when a stick comes; those that were there before ring for nobody."""

    def __init__(self, desk: OpenDesk, status: StatusLine, parent: QObject, root: Path = ROOT) -> None:
        super().__init__(parent)
        self.desk, self.status, self.root = desk, status, root
        self.known: list[Volume] | None = None
        self._mounts, self._looking = "", False
        self.timer = QTimer(self)
        self.timer.setInterval(EVERY)
        self.timer.timeout.connect(self.look)
        self.timer.start()
        desk.closing.connect(self.timer.stop)

    def look(self) -> None:
        """Look whether something came; at the volumes themselves only then, and away from the screen."""
        mounts, root = fingerprint(self.root), self.root
        if self._looking or (self.known is not None and mounts == self._mounts) or not self.timer.isActive():
            return
        self._mounts, self._looking = mounts, True
        self.desk.jobs.start(lambda _report: volumes(root), self._seen)

    def _seen(self, found: list[Volume]) -> None:
        self._looking = False
        new = came(self.known, found) if self.known is not None else []
        self.known = found
        if new:
            self.status.note(words_of(new[-1]))
