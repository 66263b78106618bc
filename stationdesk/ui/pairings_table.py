"""The table of pairings: one line a person, a column for the helper and one for each level; a missing name is an amber hole."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle

from stationdesk.i18n import _
from stationdesk.services.pairing_board import BoardRow, Cell
from stationdesk.ui import key_map
from stationdesk.ui.parts.labels import shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, elided, paint_row
from stationdesk.ui.parts.record_model import Column, Index
from stationdesk.ui.parts.record_table import INSIDE, RecordDelegate, RecordTable

HELPER = 3
"""The column of the helper; the levels follow."""
LETTERS = ("pairings.fill", "pairings.end", "pairings.rest", "pairings.agree", "pairings.away", "pairings.leaving", "pairings.person")
HOLES = frozenset({"hole", "wait"})


class Rows:
    """The rows that the filters leave."""

    def __init__(self, rows: Sequence[BoardRow]) -> None:
        self.by_id = {row.id: row for row in rows}

    def ids(self) -> Sequence[Hashable]:
        """Return the people in the order shown."""
        return tuple(self.by_id)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, BoardRow]:
        """Return the rows of `ids`."""
        return {one: self.by_id[str(one)] for one in ids}


def columns(levels: Sequence[str], marked: RecordTable | None = None, *, narrow: bool = False) -> tuple[Column, ...]:
    """Return the columns for these levels; where it is narrow the helper gets what room there is."""

    def level(at: int, label: str) -> Column:
        title = _("answers, {level}|column").format(level=label)
        wide = 6.2 if narrow else None
        return Column(title, lambda row: row.cell(at).said, wide, tone=lambda row: tone(row.cell(at)), spoken=lambda row: row.sentence)

    def named(row: BoardRow) -> str:
        return f"✓ {row.name}" if marked is not None and row.id in marked.model().marked else row.name

    return (
        Column(_("Grade|column"), lambda row: row.grade_word, 4.6, grade=lambda row: row.grade, spoken=lambda row: row.sentence),
        Column(_("Name|column"), named, 8.6, bold=True, icon=lambda row: "lock" if row.child else "", spoken=lambda row: row.sentence),
        Column(_("Group|column"), lambda row: row.group, 4.8, tone=lambda _row: "ink2"),
        Column(_("Helper of the pairing|column"), lambda row: row.helper.said, None, tone=lambda row: tone(row.helper)),
        *(level(at, label) for at, label in enumerate(levels, 1)),
        Column(_("Agreed|column"), lambda row: row.rhythm, 5.8, tone=lambda _row: "ink2"),
    )


def tone(cell: Cell) -> str:
    """Return the tone of a cell: amber for a hole, quiet for what is not asked for or rests."""
    return {"hole": "soon", "wait": "soon", "unset": "ink2", "rest": "ink2", "soft": "ink2"}.get(cell.tone, "")


class PairingDelegate(RecordDelegate):
    """Paints holes as amber fields, and a frame round the cell that the keys act on."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """Paint one cell."""
        view = option.widget
        row = view.model().row(index.row())
        at = index.column() - HELPER
        if row is None or not 0 <= at <= len(row.levels):
            super().paint(painter, option, index)
            return
        cell, box = row.cell(at), option.rect
        if cell.tone in HOLES:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            paint_row(painter, box, self.look, chosen=chosen, over=bool(option.state & QStyle.StateFlag.State_MouseOver), first=False)
            self._hole(painter, box, cell)
            if view.hasFocus() and chosen and view.currentIndex().row() == index.row():
                self._frame(painter, box, first=False, last=False)
        else:
            super().paint(painter, option, index)
        if view.currentIndex().row() == index.row() and view.cell() == at:
            painter.setPen(QPen(self.look.color("teal"), 1, Qt.PenStyle.DashLine if not view.hasFocus() else Qt.PenStyle.SolidLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 4, -3, -5), 3, 3)

    def _hole(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        font = self.look.font("body", bold=cell.tone == "hole")
        wide = QFontMetrics(font).horizontalAdvance(shown(cell.text)) + 2 * INSIDE
        inner = box.adjusted(INSIDE, 5, -INSIDE, -6)
        inner.setWidth(min(wide, inner.width()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.color("amber_bg"))
        painter.drawRoundedRect(inner, 3, 3)
        painter.setFont(font)
        painter.setPen(self.look.color("amber"))
        elided(painter, inner.adjusted(INSIDE, 0, -INSIDE + 2, 0), cell.text, LEFT)


class PairingsTable(RecordTable):
    """The list; ← → go from the helper to the levels, letters do what the key strip says."""

    asked = Signal(str)
    """A letter was pressed: the shortcut's name."""
    cell_changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, columns(()))
        self.labels: tuple[str, ...] = ()
        self.narrow = False
        self.setItemDelegate(PairingDelegate(look, self))
        self.setAccessibleName(_("Pairings"))
        self.marks_changed.connect(self.viewport().update)

    def set_levels(self, labels: Sequence[str], *, narrow: bool = False) -> None:
        """Have a column for each level."""
        if (tuple(labels), narrow) != (self.labels, self.narrow):
            at = self.currentIndex()
            self.labels, self.narrow = tuple(labels), narrow
            self.model().beginResetModel()
            self.model().columns = columns(labels, self, narrow=narrow)
            self.model().endResetModel()
            self.resize_columns()
            if at.isValid():
                self.setCurrentIndex(self.model().index(at.row(), at.column()))

    def cell(self) -> int:
        """Return the cell the keys act on: 0 the helper, then the levels; the first hole until one goes elsewhere."""
        row = self.current_row()
        at = self.currentIndex().column() - HELPER
        if row is None:
            return 0
        return at if 0 <= at <= len(row.levels) else row.first_hole()

    def go_to_cell(self, at: int) -> None:
        """Go to a cell of the current row."""
        self.setCurrentIndex(self.model().index(self.currentIndex().row(), HELPER + max(0, min(at, len(self.labels)))))
        self.viewport().update()
        self.cell_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Move between the cells; pass letters on."""
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right} and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go_to_cell(self.cell() + (1 if event.key() == Qt.Key.Key_Right else -1))
            return
        for name in LETTERS:
            if key_map.pressed(event, name):
                if not event.isAutoRepeat():
                    self.asked.emit(name)
                return
        super().keyPressEvent(event)

    def listed(self) -> list[str]:
        """Return those marked, or without marks everybody shown."""
        marked = self.marked()
        return [str(one) for one in self.model().ids() if not marked or one in marked]


@dataclass(frozen=True)
class GapLine:
    """A line of a gap list."""

    id: str
    name: str
    words: str


class GapRows:
    """The lines of a gap list."""

    def __init__(self, lines: Sequence[GapLine]) -> None:
        self.by_id = {one.id: one for one in lines}

    def ids(self) -> Sequence[Hashable]:
        """Return the ids in the order shown."""
        return tuple(self.by_id)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, GapLine]:
        """Return the lines of `ids`."""
        return {one: self.by_id[str(one)] for one in ids}


class GapList(RecordTable):
    """One of the two lists that face each other: name, why, and the word of what Enter does."""

    def __init__(self, look: Look, name: str, action: str) -> None:
        found = (
            Column("", lambda row: row.name, 7.4, bold=True, spoken=lambda row: f"{row.name}，{row.words}"),
            Column("", lambda row: row.words, None, tone=lambda _row: "ink2", spoken=lambda row: f"{row.name}，{row.words}"),
            Column("", lambda _row: action, 3.4, right=True, tone=lambda _row: "teal", spoken=lambda row: f"{row.name}，{action}"),
        )
        super().__init__(look, found, margin=10)
        self.setAccessibleName(name)
        self.horizontalHeader().hide()
        self.end_margin = 8

    def resize_columns(self) -> None:
        """Keep the rows of this list a little lower than the table's."""
        super().resize_columns()
        self.verticalHeader().setDefaultSectionSize(self.look.sizes.row - 4)

    def mouseReleaseEvent(self, event: Any) -> None:  # noqa: N802 (Qt's name)
        """Do it where its word is clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == len(self.model().columns) - 1 and self.current_row() is not None:
            self.activated_row.emit(self.current_row())
