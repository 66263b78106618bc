"""A button that unfolds what else can be done here, each with its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.look import Look


class MoreButton(Button):
    """Opens a menu by mouse or by its own key; the menu shows the keys, `key_map.attach` binds them."""

    def __init__(self, text: str, look: Look, key: str, *, parent: QWidget | None = None) -> None:
        super().__init__(text, look, "plain", key, small=True, parent=parent)
        self.unfolded = QMenu(self)
        self.unfolded.setAccessibleName(text)
        self.clicked.connect(self.unfold)

    def offer(self, words: str, key: str, slot: Callable[[], Any]) -> QAction:
        """Add a line that calls `slot`; the caller may hide or disable it later."""
        action = self.unfolded.addAction(words.replace("&", "&&") + (f"\t{key}" if key else ""))
        action.triggered.connect(lambda _on=False: slot())
        return action

    def unfold(self) -> None:
        """Show the menu below the button, its first line chosen, so that arrows and Enter are enough."""
        there = [action for action in self.unfolded.actions() if action.isVisible() and action.isEnabled()]
        if there:
            self.unfolded.setActiveAction(there[0])
            self.unfolded.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
