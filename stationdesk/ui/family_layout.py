"""How the family page divides its width between list, family and what stands beside it, at every text size."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

LIST, LIST_AT_LARGE, SIDE = 0.198, 0.25, 0.322
"""Parts of the page's width."""


class FamilyParts(QSplitter):
    """List, family, side; at larger texts the side takes the family's place when it is wanted."""

    def __init__(self, pane: QWidget, middle: QWidget, side: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.pane, self.middle, self.side = pane, middle, side
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        for part in (pane, middle, side):
            self.addWidget(part)

    def divide(self, *, large: bool, editing: bool) -> None:
        """Begin with list and family, and with the side where there is room; a form has all the room there is."""
        self.side.setVisible(not large and not editing)
        self.middle.setVisible(True)
        self.pane.setVisible(not (large and editing))
        self._share(large=large)

    def turn(self, *, large: bool) -> bool:
        """Show the side in the family's place, or the family again; tells whether the side is to have the keyboard."""
        if not large:
            return True
        beside = self.side.isHidden()
        self.side.setVisible(beside)
        self.middle.setVisible(not beside)
        self._share(large=large)
        return beside

    def _share(self, *, large: bool) -> None:
        width = max(self.width(), 900)
        pane = round(width * (LIST_AT_LARGE if large else LIST))
        side = 0 if self.side.isHidden() else round(width * SIDE) if not self.middle.isHidden() else width - pane
        self.setSizes([pane, width - pane - side, side])
