"""The list of what came back from the county, each with its one action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stationdesk.i18n import _
from stationdesk.services.returned import Return
from stationdesk.ui import key_map
from stationdesk.ui.parts.labels import literal, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, RIGHT, elided, paint_row
from stationdesk.ui.parts.record_model import ROW_ROLE, Index

ICONS = {
    "receipt": "check",
    "sent_back": "pencil",
    "directory": "phone",
    "codes": "sliders",
    "units": "people",
    "file": "document",
    "gap": "document",
    "photos": "person",
    "two_versions": "warning",
    "task": "clipboard",
    "correction": "pencil",
    "claim": "gift",
    "arrival": "person_add",
    "departure": "person",
    "announcement": "document",
}
PAD, SIDE, GAP = 9, 8, 12
LINES = 4
"""Lines of a text that are shown; the whole of it is in the tooltip."""


class ReturnsModel(QAbstractListModel):
    """What came back, as rows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[Return, ...] = ()

    def show(self, found: Sequence[Return]) -> None:
        """Show these."""
        self.beginResetModel()
        self.found = tuple(found)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's manner)
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the row, or its sentence."""
        one = self.found[index.row()]
        if role == ROW_ROLE:
            return one
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return shown(one.sentence)
        return literal(shown(one.text)) if role == Qt.ItemDataRole.ToolTipRole else None


class ReturnDelegate(QStyledItemDelegate):
    """Paints icon, title, action or day at the right, and the text under it."""

    def __init__(self, look: Look, view: QListView) -> None:
        super().__init__(view)
        self.look, self.view = look, view

    def _wide(self) -> int:
        return self.view.viewport().width()

    def _text_height(self, text: str) -> int:
        metrics = QFontMetrics(self.look.font("small"))
        room = QRect(0, 0, self._wide() - self._left() - SIDE, 10_000)
        high = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere), shown(text)).height()
        return int(min(high, LINES * metrics.lineSpacing()))

    def _left(self) -> int:
        return SIDE + self.look.sizes.icon + GAP

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 (Qt's name)
        """Return the height of title and text."""
        one: Return = index.data(ROW_ROLE)
        return QSize(10, 2 * PAD + QFontMetrics(self.look.font("body")).height() + 2 + self._text_height(one.text))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one thing that came back."""
        one: Return = index.data(ROW_ROLE)
        box: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        chosen, over = bool(state & QStyle.StateFlag.State_Selected), bool(state & QStyle.StateFlag.State_MouseOver)
        focus = chosen and self.view.hasFocus()
        paint_row(painter, box, self.look, chosen=chosen, over=over, focus=focus)
        if not focus:
            painter.fillRect(QRect(box.left() + SIDE, box.bottom(), box.width() - 2 * SIDE, 1), self.look.color("line"))
        title = QFontMetrics(self.look.font("body")).height()
        size = self.look.sizes.icon
        painter.drawPixmap(box.left() + SIDE, box.top() + PAD + (title - size) // 2, self.look.pixmap(ICONS[one.kind], "ink2", size))
        line = QRect(box.left() + self._left(), box.top() + PAD, box.width() - self._left() - SIDE, title)
        taken = self._paint_right(painter, line, one)
        painter.setFont(self.look.font("body", bold=True))
        painter.setPen(self.look.color("ink"))
        elided(painter, line.adjusted(0, 0, -taken, 0), one.title, LEFT)
        painter.setFont(self.look.font("small"))
        painter.setPen(self.look.color("ink2"))
        below = QRect(line.left(), line.bottom() + 3, line.width(), self._text_height(one.text))
        painter.drawText(below, int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere), shown(one.text))

    def _paint_right(self, painter: QPainter, line: QRect, one: Return) -> int:
        """Paint the action, what is the matter, or the day; returns the room it takes."""
        text, role, tone = one.when, "small", "ink2"
        if one.action or one.tag:
            text, role, tone = (one.action, "body", "teal") if one.action else (one.tag, "small", "amber")
        if not text:
            return 0
        font = self.look.font(role, bold=tone == "amber")
        painter.setFont(font)
        painter.setPen(self.look.color(tone))
        painter.drawText(line, RIGHT, text)
        return QFontMetrics(font).horizontalAdvance(text) + GAP

    def action_at(self, box: QRect, x: int, one: Return) -> bool:
        """Tell whether `x` is on the word of the action."""
        wide = QFontMetrics(self.look.font("body")).horizontalAdvance(one.action)
        return bool(one.action) and x >= box.right() - SIDE - wide - 4


class ReturnsList(QListView):
    """Arrows move, Enter does what a row asks for, and so does a click on its word."""

    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look, self.rows = look, ReturnsModel()
        self.setModel(self.rows)
        self.delegate = ReturnDelegate(look, self)
        self.setItemDelegate(self.delegate)
        self.setProperty("ground", "surface")
        self.setAccessibleName(_("What came back from the county"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        look.changed.connect(self.scheduleDelayedItemsLayout)

    def show_returns(self, found: Sequence[Return]) -> None:
        """Show these, on the row that was current."""
        kept = self.currentIndex().row()
        self.rows.show(found)
        if 0 <= kept < len(found):
            self.setCurrentIndex(self.rows.index(kept))

    def current(self) -> Return | None:
        """Return the current row, None without one."""
        index = self.currentIndex()
        return self.rows.found[index.row()] if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Do what the current row asks for with Enter."""
        one = self.current()
        if one is not None and key_map.pressed(event, "county.open"):
            self._do(one)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Do what a row asks for where its word is clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.delegate.action_at(self.visualRect(index), round(event.position().x()), self.rows.found[index.row()]):
            self._do(self.rows.found[index.row()])

    def focusInEvent(self, event: Any) -> None:  # noqa: N802 (Qt's name)
        """Stand on the first row."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.found:
            self.setCurrentIndex(self.rows.index(0))

    def _do(self, one: Return) -> None:
        if one.action:
            self.wanted.emit(one)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Show a hand over the word of an action."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            index = self.indexAt(event.position().toPoint())
            x = round(event.position().x())
            on = index.isValid() and self.delegate.action_at(self.visualRect(index), x, self.rows.found[index.row()])
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if on else Qt.CursorShape.ArrowCursor)
        return super().viewportEvent(event)
