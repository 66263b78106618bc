"""The tables of the family page: households at two lines each, members, whom to ring, what happened, consents."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from stationdesk.services.event_words import Part
from stationdesk.services.family_list import FamilyRow
from stationdesk.ui.parts.labels import shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import elided, paint_parts, paint_row, tone_color
from stationdesk.ui.parts.record_model import Column, Index
from stationdesk.ui.parts.record_table import INSIDE, RecordDelegate, RecordTable
from stationdesk.ui.parts.tokens import SIZES, TextSize

TONES = {"red": "late", "amber": "soon", "dot": "ink3"}


class Fixed:
    """Rows that are in memory already."""

    def __init__(self, rows: Sequence[Any], key: Callable[[Any], Hashable] = lambda row: row.id) -> None:
        self._rows = {key(row): row for row in rows}

    def ids(self) -> Sequence[Hashable]:
        """Return the ids in their order."""
        return list(self._rows)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the rows of `ids`."""
        return {one: self._rows[one] for one in ids}


def toned(parts: Sequence[Part]) -> list[tuple[str, str]]:
    """Return words in the tones they are painted in."""
    return [(part.text, TONES.get(part.tone, part.tone)) for part in parts]


def larger(look: Look, pixels: int) -> int:
    """Return a height of the standard size in the text size of now."""
    return round(pixels * look.sizes.body / SIZES[TextSize.STANDARD].body)


class FamilyDelegate(RecordDelegate):
    """Paints a household: whose it is and who brings the children up, below it where and how many."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one household."""
        view: RecordTable = option.widget  # type: ignore[attr-defined]
        row: FamilyRow | None = view.model().row(index.row())
        box: QRect = option.rect  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)  # type: ignore[attr-defined]
        paint_row(painter, box, self.look, chosen=chosen, over=over, focus=chosen and view.hasFocus())
        if row is None:
            return
        inner = box.adjusted(view.margin, 4, -8, -4)
        half = inner.height() // 2
        upper = QRect(inner.left(), inner.top(), inner.width(), half + 2)
        lower = QRect(inner.left(), inner.top() + half, inner.width(), half)
        title = self.look.font("body", bold=True)
        painter.setFont(title)
        painter.setPen(self.look.color("ink"))
        elided(painter, upper, row.title)
        wide = min(QFontMetrics(title).horizontalAdvance(shown(row.title)), upper.width()) + 15
        painter.setFont(self.look.font("small", bold=bool(row.tone)))
        painter.setPen(tone_color(self.look, row.tone or "ink2"))
        if upper.width() - wide > self.look.sizes.body * 2:
            elided(painter, upper.adjusted(wide, 0, 0, 0), row.note)
        painter.setFont(self.look.font("small"))
        painter.setPen(self.look.color("ink2"))
        elided(painter, lower, row.place)


class FamilyTable(RecordTable):
    """The list of households."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, [Column("", lambda row: row.title, None, spoken=lambda row: row.sentence)])
        self.setItemDelegate(FamilyDelegate(look, self))
        self.horizontalHeader().hide()

    def resize_columns(self) -> None:
        """Give every household two lines."""
        super().resize_columns()
        self.verticalHeader().setDefaultSectionSize(larger(self.look, 54))
        self.horizontalHeader().setFixedHeight(0)


class PartsDelegate(RecordDelegate):
    """Paints a cell whose column says its words in several tones."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell, and the line below it."""
        view: PlainTable = option.widget  # type: ignore[attr-defined]
        box: QRect = option.rect  # type: ignore[attr-defined]
        if not view.hasFocus():
            option.state &= ~QStyle.StateFlag.State_Selected  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        view.margin = INSIDE if chosen else 0  # the frame of the row stands where its first letter would
        row = view.model().row(index.row())
        parts = view.parts.get(index.column())
        if parts is None or row is None:
            super().paint(painter, option, index)
        else:
            over = bool(option.state & QStyle.StateFlag.State_MouseOver)  # type: ignore[attr-defined]
            paint_row(painter, box, self.look, chosen=chosen, over=over, first=index.column() == 0)
            left = view.margin if index.column() == 0 else INSIDE
            paint_parts(painter, box.adjusted(left, 0, -INSIDE, 0), toned(parts(row)), self.look)
            if chosen:
                self._frame(painter, box, first=index.column() == 0, last=view.is_last(index.column()))
        view.margin = 0
        if view.ruled:
            painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), self.look.color("line"))


class PlainTable(RecordTable):
    """A table inside a page: no selection is seen while the keyboard is elsewhere; as high as its rows."""

    def __init__(
        self,
        look: Look,
        columns: Sequence[Column],
        parts: Mapping[int, Callable[[Any], Sequence[Part]]],
        *,
        height: int,
        headed: bool = False,
        ruled: bool = False,
        most: int = 99,
    ) -> None:
        self.parts, self.height_of_row, self.headed, self.ruled, self.most = dict(parts), height, headed, ruled, most
        super().__init__(look, columns, margin=0)
        self.end_margin = 0
        self.setItemDelegate(PartsDelegate(look, self))
        self.horizontalHeader().setVisible(headed)
        self.resize_columns()

    def show_rows(self, rows: Sequence[Any], key: Callable[[Any], Hashable] = lambda row: row.id) -> None:
        """Show these rows, and be as high as they are."""
        self.show(Fixed(rows, key))
        self.fit_rows()

    def resize_columns(self) -> None:
        """Give columns and rows their size."""
        super().resize_columns()
        self.verticalHeader().setDefaultSectionSize(larger(self.look, self.height_of_row))
        self.horizontalHeader().setFixedHeight(larger(self.look, 30) if self.headed else 0)
        self.fit_rows()

    def fit_rows(self) -> None:
        """Be as high as the rows are, `most` of them at most."""
        rows = max(1, min(self.most, self.model().rowCount()))
        head = larger(self.look, 30) if self.headed else 0
        self.setFixedHeight(rows * larger(self.look, self.height_of_row) + head + 1)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the height of the rows."""
        return QSize(200, self.height())
