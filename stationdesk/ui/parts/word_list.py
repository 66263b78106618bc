"""A list of words, one a row: subjects, pages of the manual, village groups; the open one is marked as in the rail."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from stationdesk.ui.parts.labels import shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, elided, paint_row
from stationdesk.ui.parts.record_model import Index


class WordDelegate(QStyledItemDelegate):
    """Paints one word; the one that is chosen bold and teal, with the bar at the left."""

    def __init__(self, look: Look, indent: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.look, self.indent = look, indent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 (Qt's name)
        """Return the height of a row of the rail."""
        return QSize(100, self.look.sizes.rail_row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one word."""
        box: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        view: QListWidget = option.widget  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        paint_row(painter, box, self.look, chosen=chosen, over=over, focus=chosen and view.hasFocus())
        painter.setFont(self.look.font("body", bold=chosen))
        painter.setPen(self.look.color("teal" if chosen else "ink"))
        elided(painter, box.adjusted(self.indent, 0, -8, 0), str(index.data()), LEFT)


class WordList(QListWidget):
    """Words, each with a name of its own; ↑ and ↓ choose."""

    def __init__(self, look: Look, name: str, *, indent: int = 24) -> None:
        super().__init__()
        self.look = look
        self.setAccessibleName(name)
        self.setItemDelegate(WordDelegate(look, indent, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        look.changed.connect(self.scheduleDelayedItemsLayout)

    def offer(self, words: Iterable[tuple[str, str]]) -> None:
        """Show pairs of name and word."""
        self.clear()
        for name, word in words:
            item = QListWidgetItem(shown(word))
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.addItem(item)

    def chosen(self) -> str:
        """Return the name of the word that is chosen, empty for none."""
        item = self.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if self.currentRow() >= 0 else ""


class StayList(WordList):
    """Lines to stand on; Enter opens the one chosen and presses nothing else of the window it is in."""

    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take Enter for the line one stands on."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.taken.emit()
            return
        super().keyPressEvent(event)
