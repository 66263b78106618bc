"""The keys of a visit sheet's lines, where no field takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from stationdesk.ui import key_map, paper_asking

if TYPE_CHECKING:
    from stationdesk.ui.paper_pane import PaperPane


class PaperKeys:
    """Says what a key does; an event that means nothing here is left to others."""

    def __init__(self, pane: PaperPane) -> None:
        self.pane = pane

    def press(self, event: QKeyEvent) -> None:
        """Do what a key asks for."""
        pane = self.pane
        event.accept()
        for name, step in (("up", -1), ("down", 1)):
            if key_map.pressed(event, f"paper.{name}"):
                pane.go_to_row(pane.view.currentIndex().row() + step)
                return
        if event.isAutoRepeat():  # an Enter or N that is held down saves one line, not the whole sheet
            return
        if not self._act(event) and not pane.form.press(event.text()):
            event.ignore()

    def _act(self, event: QKeyEvent) -> bool:
        pane, form = self.pane, self.pane.form
        acts = {
            "next": pane.save_and_next,
            "pass": pane.pass_over,
            "find": lambda: paper_asking.find_line(pane),
            "pressure": lambda: form.pressure.over.setFocus(Qt.FocusReason.TabFocusReason),
            "goods": lambda: form.goods.setFocus(Qt.FocusReason.TabFocusReason),
            "need": lambda: form.need.setFocus(Qt.FocusReason.TabFocusReason),
            "first": lambda: pane.go_to_row(0),
            "last": lambda: pane.go_to_row(len(pane.view.rows.lines) - 1),
            "back": self.go_back,
        }
        for name, act in acts.items():
            if key_map.pressed(event, f"paper.{name}"):
                act()
                return True
        return False

    def go_back(self) -> None:
        """Esc: put the line back as it was, or, where nothing was typed, leave the sheet."""
        pane = self.pane
        if pane.form.is_changed():
            pane.form.put_back(pane.form.begun)
            pane.keeper.drop()
        else:
            pane.another.emit()
