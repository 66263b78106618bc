"""The table of the directory: its order is the card's, boxes say on which design an entry stands, a dashed line where it is full."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from stationdesk.i18n import _
from stationdesk.printing.contact_card import spaced_phone
from stationdesk.services.card_places import Entry
from stationdesk.services.cards import LINES
from stationdesk.ui import key_map
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import Column, Index
from stationdesk.ui.parts.record_table import INSIDE, RecordDelegate, RecordTable

CUT = "cut"
BOXES = {4: "number", 5: "person"}
"""Which column ticks which design."""
BOX = 16
WHO, NARROW = 2, 36
"""The column of who answers, and the width in em below which it is hidden."""


@dataclass(frozen=True)
class DirectoryRow:
    """A line of the table: an entry, or (without one) the dashed line."""

    number: int
    entry: Entry | None
    changed: bool = False
    """The county changed its number since cards were printed."""
    words: str = ""

    @property
    def id(self) -> str:
        """What the line is found by."""
        return self.entry.place.id if self.entry else CUT

    def ticked(self, design: str) -> bool:
        """Tell whether the entry stands on `design`."""
        return self.entry is not None and self.entry.stands_on(design)


def directory_rows(entries: Sequence[Entry], design: str, taken: int, changed: frozenset[str]) -> list[DirectoryRow]:
    """Return the lines for `entries`, with the dashed line after the one that fills the back of `design`.

    `taken` lines are taken before the directory's, by the officers responsible for the household.
    """
    rows: list[DirectoryRow] = []
    room, full = LINES[design] - taken, False
    for number, entry in enumerate(entries, start=1):
        rows.append(DirectoryRow(number, entry, changed=entry.place.id in changed))
        room -= entry.stands_on(design) and bool(entry.phone)
        if room == 0 and not full and number < len(entries):
            words = _("Full here after {count} lines; what is below stands on the wall sheet only").format(count=LINES[design])
            rows.append(DirectoryRow(0, None, words=words))
            full = True
    return rows


class DirectorySource:
    """The lines as the table asks for them."""

    def __init__(self, rows: Sequence[DirectoryRow]) -> None:
        self.lines = {row.id: row for row in rows}

    def ids(self) -> Sequence[Hashable]:
        """Return the ids in order."""
        return tuple(self.lines)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the lines of `ids`."""
        return {one: self.lines[str(one)] for one in ids if one in self.lines}


class DirectoryDelegate(RecordDelegate):
    """Paints boxes to tick and the dashed line; everything else as in every list."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        table: DirectoryTable = option.widget  # type: ignore[attr-defined]
        row = table.model().row(index.row())
        box: QRect = option.rect  # type: ignore[attr-defined]
        if row is not None and row.entry is None:
            self._dashed(painter, box, row.words, table)
            return
        super().paint(painter, option, index)
        if row is not None and index.column() in BOXES:
            self._box(painter, box, ticked=row.ticked(BOXES[index.column()]))

    def _box(self, painter: QPainter, cell: QRect, *, ticked: bool) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(cell.left() + INSIDE + 0.5, cell.center().y() - BOX / 2 + 0.5, BOX - 1, BOX - 1)
        painter.setPen(QPen(self.look.color("teal" if ticked else "edge"), 1))
        painter.setBrush(self.look.color("teal" if ticked else "surface"))
        painter.drawRoundedRect(box, 3, 3)
        if ticked:
            painter.setPen(QPen(self.look.color("on_teal"), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            x, y = box.left(), box.top()
            painter.drawPolyline([QPointF(x + 3.5, y + 8), QPointF(x + 6.5, y + 11), QPointF(x + 12, y + 4.5)])
        painter.restore()

    def _dashed(self, painter: QPainter, box: QRect, words: str, table: DirectoryTable) -> None:
        painter.save()
        painter.setFont(self.look.font("small", bold=True))
        inner = box.adjusted(table.margin, 0, -table.margin, 0)
        shown = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, inner.width() - 60)
        width = QFontMetrics(painter.font()).horizontalAdvance(shown)
        painter.setPen(QPen(self.look.color("amber"), 1, Qt.PenStyle.DashLine))
        middle = box.center().y()
        painter.drawLine(inner.left(), middle, inner.left() + 16, middle)
        painter.drawLine(min(inner.left() + 36 + width, inner.right()), middle, inner.right(), middle)
        painter.setPen(self.look.color("amber"))
        painter.drawText(QRect(inner.left() + 26, box.top(), width + 4, box.height()), int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()


class DirectoryTable(RecordTable):
    """Space ticks the entry for the design in use, a click on a box ticks that one; keys that move entries are the page's."""

    ticked = Signal(str, str)
    """The id of an entry and the design it is to stand on, or no more."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, columns())
        self.setItemDelegate(DirectoryDelegate(look, self))
        self.design = "number"
        self.setAccessibleName(_("Who stands on the back of the card, the first first"))

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 (Qt's name)
        """Leave out who answers where there is no room for it: the name of the service may not be cut first."""
        self.setColumnHidden(WHO, self.viewport().width() < NARROW * self.look.sizes.body)
        super().resizeEvent(event)

    def show_rows(self, rows: Sequence[DirectoryRow]) -> None:
        """Show these lines; the dashed one goes over all columns."""
        self.clearSpans()
        self.show(DirectorySource(rows))
        for number, row in enumerate(rows):
            if row.entry is None:
                self.setSpan(number, 0, 1, len(BOXES) + 4)

    def entry(self) -> Entry | None:
        """Return the current entry, or None."""
        row = self.current_row()
        return row.entry if row is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Tick with Space, and step over the dashed line."""
        entry = self.entry()
        if key_map.pressed(event, "settings.tick") and entry is not None:
            self.ticked.emit(entry.place.id, self.design)
            return
        super().keyPressEvent(event)
        row = self.current_row()
        if row is not None and row.entry is None:
            step = -1 if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Home} else 1
            at = self.currentIndex().row()
            if not self.go_to_row(at + step):
                self.go_to_row(at - step)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Tick the box that was clicked."""
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        row = self.model().row(index.row()) if index.isValid() else None
        if row is not None and row.entry is not None and index.column() in BOXES:
            self.ticked.emit(row.id, BOXES[index.column()])


def columns() -> tuple[Column, ...]:
    """Return the columns of the directory."""
    return (
        Column("", lambda row: str(row.number or ""), 2.0, tone=lambda _row: "ink3"),
        Column(_("What for|paper"), _name, None, bold=True),
        Column(_("Who"), _who, 6.6, tone=lambda row: "soon" if row.changed else "ink"),
        Column(_("Phone"), _phone, 8.4, tone=lambda row: "soon" if row.changed or not (row.entry and row.entry.phone) else ""),
        Column(_("A {count} lines").format(count=LINES["number"]), lambda _row: "", 3.9, spoken=lambda row: _tick_words(row, "number")),
        Column(_("B {count} lines").format(count=LINES["person"]), lambda _row: "", 3.9, spoken=lambda row: _tick_words(row, "person")),
    )


def _name(row: DirectoryRow) -> str:
    return (row.entry.place.short_name or row.entry.place.name) if row.entry else row.words


def _who(row: DirectoryRow) -> str:
    if row.entry is None:
        return ""
    return _("changed by the county") if row.changed else row.entry.place.person or ""


def _phone(row: DirectoryRow) -> str:
    return spaced_phone(row.entry.phone) if row.entry and row.entry.phone else _("no phone")


def _tick_words(row: DirectoryRow, design: str) -> str:
    return _("printed") if row.ticked(design) else _("not printed")
