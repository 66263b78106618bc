"""The people of one kind of gap: a line each, the current one taller, with its question open in it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from stationdesk.i18n import _
from stationdesk.services.mending import MendLine
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import paint_row
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordDelegate, RecordTable

Index = QModelIndex | QPersistentModelIndex


class MendSource:
    """The people of one kind, read by the page."""

    def __init__(self, ids: Sequence[str], read: Callable[[Sequence[str]], Mapping[str, MendLine]]) -> None:
        self.people, self.read = tuple(ids), read

    def ids(self) -> Sequence[Hashable]:
        """Return everybody of this kind."""
        return self.people

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, MendLine]:
        """Return the lines of `ids`."""
        return self.read([str(one) for one in ids])


class MendDelegate(RecordDelegate):
    """Paints a line at the top of its row; below it stands the question."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground of the whole row, and the line in its first part."""
        box: QRect = option.rect  # type: ignore[attr-defined]
        high = self.look.sizes.row
        if box.height() > high + 2:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
            paint_row(painter, box, self.look, chosen=chosen, over=False, first=index.column() == 0)
            option = QStyleOptionViewItem(option)
            option.rect = QRect(box.left(), box.top(), box.width(), high)  # type: ignore[attr-defined]
        super().paint(painter, option, index)


class MendList(RecordTable):
    """The list; `place` is called when the question has to stand elsewhere."""

    moved = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        columns = (
            Column(_("Name|column"), lambda row: row.name, 8.5, bold=True, icon=lambda row: "lock" if row.child else "", spoken=_spoken),
            Column(_("Age and group|column"), lambda row: row.facts, 9.5, tone=lambda _row: "ink2"),
            Column(_("As it stands|column"), lambda row: row.stands, None, tone=lambda _row: "amber"),
        )
        super().__init__(look, columns, parent=parent)
        self.setItemDelegate(MendDelegate(look, self))
        self.setAccessibleName(_("People of whom this is missing"))
        self.open_row = -1
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.moved.emit())

    def open_at(self, row: int, height: int) -> None:
        """Make the row of the current person tall enough for the question, and every other as it was."""
        if 0 <= self.open_row < self.model().rowCount() and self.open_row != row:
            self.setRowHeight(self.open_row, self.look.sizes.row)
        self.open_row = row
        if row >= 0:
            self.setRowHeight(row, self.look.sizes.row + height)
            self.updateGeometries()
            self.scrollTo(self.model().index(row, 0))
        self.moved.emit()

    def room(self) -> QRect:
        """Return where the question stands, in the viewport."""
        if self.open_row < 0:
            return QRect()
        top = self.rowViewportPosition(self.open_row) + self.look.sizes.row
        return QRect(3, top, self.viewport().width() - 3, self.rowHeight(self.open_row) - self.look.sizes.row)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the question along."""
        super().resizeEvent(event)
        self.moved.emit()

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 (Qt's name)
        """Letters are answers, not a name to jump to."""


def _spoken(row: MendLine) -> str:
    return row.sentence
