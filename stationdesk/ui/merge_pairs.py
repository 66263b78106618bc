"""The pairs of the register that look like one person, looked for without holding the window up, and which of them is open."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from stationdesk.services.look_alikes import LookAlike, look_alikes
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Report


class MergePairs(QObject):
    """Knows the pairs and the current one; `found` is told when they were looked for anew."""

    found = Signal()

    def __init__(self, desk: OpenDesk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.pairs: list[LookAlike] = []
        self.at = 0
        self.looking = self.again = False

    @property
    def current(self) -> LookAlike | None:
        """The pair one is at, None if there is none."""
        return self.pairs[self.at] if self.pairs else None

    def look(self) -> None:
        """Look through the register; asked while it is being looked through, it is once more afterwards."""
        self.again = self.looking
        if not self.looking:
            self.looking = True
            self.desk.jobs.start(partial(look_at_all, self.desk), self._looked, cancelled=self._cancelled)

    def _cancelled(self) -> None:
        self.looking = False

    def _looked(self, pairs: list[LookAlike]) -> None:
        self.looking = False
        if self.again:
            self.look()
            return
        before = self.current
        self.pairs = pairs
        same = next((at for at, one in enumerate(pairs) if before and (one.left, one.right) == (before.left, before.right)), None)
        self.at = min(self.at, max(len(pairs) - 1, 0)) if same is None else same
        self.found.emit()

    def following(self) -> None:
        """Go to the next pair; after the last comes the first."""
        self.at = (self.at + 1) % max(len(self.pairs), 1)

    def settle(self, one: str, other: str) -> None:
        """Forget a pair that was decided on, and whatever else was about the record that went."""
        self.pairs = [pair for pair in self.pairs if {pair.left, pair.right} != {one, other} and other not in (pair.left, pair.right)]
        self.at = min(self.at, max(len(self.pairs) - 1, 0))


def look_at_all(desk: OpenDesk, report: Report) -> list[LookAlike]:
    """Look through the register for pairs, beside the window."""
    with desk.reading_everybody(report) as session:
        return look_alikes(session, report)
