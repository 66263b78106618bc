"""The planned sheet as a table: rows with what becomes of them, doubtful cells tinted and worded, rows passed over folded."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from stationdesk.i18n import _
from stationdesk.services.import_cells import ShownCell
from stationdesk.services.import_plan import RowPlan, Spot
from stationdesk.ui import key_map
from stationdesk.ui.import_header import INSIDE, ImportHeader
from stationdesk.ui.import_model import CELL_ROLE, FIRST, FOLD_ROLE, TONE_ROLE, Fold, ImportModel, Shown, TableAt
from stationdesk.ui.parts.labels import ground, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import BAR, LEFT, elided, paint_row, width_of

Index = QModelIndex | QPersistentModelIndex
GAP = 8
SAMPLE = 120
"""Rows a column's width is measured by."""
WIDEST = 17
"""Widest column, in em."""


class DoubtDelegate(QStyledItemDelegate):
    """Paints a cell: value, and after it in bold amber why it is doubtful; the value is cut before the reason is."""

    def __init__(self, look: Look, view: ImportTable) -> None:
        super().__init__(view)
        self.look, self.view = look, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell, or a folded line over all columns."""
        box: QRect = option.rect  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)  # type: ignore[attr-defined]
        paint_row(painter, box, self.look, chosen=chosen, over=over, first=index.column() == 0)
        fold = index.data(FOLD_ROLE)
        if isinstance(fold, Fold):
            self._paint_fold(painter, box, fold)
        elif index.column() < FIRST:
            self._paint_own(painter, box, index)
        else:
            self._paint_cell(painter, box, index, chosen=chosen)
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), self.look.color("rail"))
        if self.view.hasFocus() and self.view.currentIndex().row() == index.row():
            self._frame(painter, box, index)

    def _frame(self, painter: QPainter, box: QRect, index: Index) -> None:
        teal = self.look.color("teal")
        painter.fillRect(QRect(box.left(), box.top(), box.width(), 2), teal)
        painter.fillRect(QRect(box.left(), box.bottom() - 1, box.width(), 2), teal)
        if index.column() == 0:
            painter.fillRect(QRect(box.left(), box.top(), BAR, box.height()), teal)
        if self.view.currentIndex().column() == index.column() and index.column() >= FIRST:
            painter.fillRect(QRect(box.left(), box.bottom() - 3, box.width(), 3), teal)

    def _paint_fold(self, painter: QPainter, box: QRect, fold: Fold) -> None:
        count, what = fold.words()
        left = box.left() + 14
        if not fold.one:
            arrow = "chevron_down" if fold.open else "chevron_right"
            painter.drawPixmap(left - 2, box.center().y() - 7, self.look.pixmap(arrow, "ink2", 16))
        painter.setFont(self.look.font("body"))
        painter.setPen(self.look.color("ink2"))
        left += 21
        if count:
            painter.drawText(QRect(left, box.top(), box.width(), box.height()), LEFT, count)
            left += width_of(painter.font(), count) + GAP
        elided(painter, QRect(left, box.top(), box.right() - left - 8, box.height()), what)

    def _paint_own(self, painter: QPainter, box: QRect, index: Index) -> None:
        tone = index.data(TONE_ROLE)
        first = index.column() == 0
        painter.setFont(self.look.font("small") if first else self.look.font("body", bold=tone == "amber"))
        painter.setPen(self.look.color(tone))
        elided(painter, box.adjusted(14 if first else INSIDE + 1, 0, -2, 0), index.data())

    def _paint_cell(self, painter: QPainter, box: QRect, index: Index, *, chosen: bool) -> None:
        cell: ShownCell = index.data(CELL_ROLE)
        inner = box.adjusted(INSIDE + 1, 0, -INSIDE, 0)
        if cell.doubt:
            painter.fillRect(box.adjusted(0, 0, -1, -1), self.look.color("amber_bg"))
        body, bold = self.look.font("body"), self.look.font("small", bold=True)
        text = shown(cell.text)
        reason = width_of(bold, cell.doubt) if cell.doubt else 0
        room = max(inner.width() - (reason + GAP if reason else 0), 0)
        painter.setFont(body)
        painter.setPen(self.look.color("ink2" if cell.blank and chosen else index.data(TONE_ROLE)))
        elided(painter, QRect(inner.left(), inner.top(), room, inner.height()), text)
        if reason:
            at = inner.left() + min(width_of(body, text), room) + GAP
            painter.setFont(bold)
            painter.setPen(self.look.color("amber"))
            elided(painter, QRect(at, inner.top(), inner.right() - at + INSIDE, inner.height()), cell.doubt)


class ImportTable(QTableView):
    """The rows of a planned table; arrows move, figures and Enter answer the question about the current row."""

    current_changed = Signal(object)
    """The spot of the row that has become current."""
    column_changed = Signal(int, str)
    """Place of a column among the table's, and what it holds from now on."""
    typed = Signal(object)
    """A key event for the questions: a figure, or Enter."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.rows = look, ImportModel()
        self._last = 0
        self._told: Spot | None = None
        self.setModel(self.rows)
        self.head = ImportHeader(self.rows, look, self._change, self)
        self.setHorizontalHeader(self.head)
        self.setItemDelegate(DoubtDelegate(look, self))
        self.setAccessibleName(_("Rows of the ledger"))
        self.setShowGrid(False)
        self.setCornerWidget(ground(QWidget(), "paper"))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        look.changed.connect(self.measure)
        key_map.attach(self, "import.column", self.open_chip)

    def show_table(self, at: TableAt | None, which: Shown, waiting: frozenset[str]) -> None:
        """Show a table of the plan, on the row that was current if it is still there."""
        spot, column = self.current_spot(), max(self.currentIndex().column(), FIRST)
        same = at is not None and self.rows.at is not None and at.table.layout == self.rows.at.table.layout
        place = self.verticalScrollBar().value()
        self.rows.show(at, which, waiting)
        self._span()
        if not same:
            self.measure()
        line = self.rows.line_of(spot) if spot is not None else -1
        self._told = spot
        self.setCurrentIndex(self.rows.index(line if line >= 0 else self._first_person(), column))
        if same and line >= 0:
            self.verticalScrollBar().setValue(place)

    def _first_person(self) -> int:
        return next((at for at, entry in enumerate(self.rows.entries) if isinstance(entry, RowPlan)), 0)

    def _span(self) -> None:
        self.clearSpans()
        wide = self.rows.columnCount()
        for at, entry in enumerate(self.rows.entries):
            if isinstance(entry, Fold) and wide > 1:
                self.setSpan(at, 0, 1, wide)

    def fold(self, number: int) -> None:
        """Fold or unfold a line of rows passed over."""
        self.rows.fold(number)
        self._span()
        self.setCurrentIndex(self.rows.index(number, FIRST))

    def fold_all(self, *, unfold: bool) -> None:
        """Fold or unfold them all."""
        spot = self.current_spot()
        self.rows.fold_all(unfold=unfold)
        self._span()
        self.go_to(spot) if spot is not None else None

    def go_to(self, spot: Spot) -> bool:
        """Make a row the current one and show it; tells whether it is in this table."""
        line = self.rows.line_of(spot)
        if line < 0:
            return False
        index = self.rows.index(line, max(self.currentIndex().column(), FIRST))
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def current_spot(self) -> Spot | None:
        """Return where the current row stands in its file."""
        row = self.rows.row(self.currentIndex().row())
        return self.rows.at.spot(row) if row is not None and self.rows.at is not None else None

    def _change(self, at: int, code: str) -> None:
        self.column_changed.emit(self.rows.columns[at], code)

    def open_chip(self) -> None:
        """Open the chip over the current column."""
        at = self.currentIndex().column() - FIRST
        if 0 <= at < len(self.rows.columns):
            self.head.chips[at].showMenu()

    def measure(self) -> None:
        """Give every column the room its first rows need."""
        body = QFontMetrics(self.look.font("body"))
        small, bold = QFontMetrics(self.look.font("small")), QFontMetrics(self.look.font("small", bold=True))
        self.verticalHeader().setDefaultSectionSize(self.look.sizes.row)
        em = self.look.sizes.body
        highest = self.rows.entries[-1] if self.rows.entries else None
        number = highest.row if isinstance(highest, RowPlan) else highest.rows[-1].row if highest is not None else 0
        self.setColumnWidth(0, max(small.horizontalAdvance(str(number)) + 26, round(2.9 * em)))
        self.setColumnWidth(1, round(4 * em))
        lines = [at for at, entry in enumerate(self.rows.entries) if isinstance(entry, RowPlan)][:SAMPLE]
        cells = [self.rows.cells(at) for at in lines]
        for place, column in enumerate(self.rows.columns):
            widths = [small.horizontalAdvance(self.rows.headerData(FIRST + place, Qt.Orientation.Horizontal)[:20]) + 8]
            widths.append(self.head.chips[place].sizeHint().width() + 6 if place < len(self.head.chips) else 0)
            for row in cells:
                cell = row[column]
                reason = bold.horizontalAdvance(cell.doubt) + GAP + 4 if cell.doubt else 0
                widths.append(body.horizontalAdvance(shown(cell.text)[:40]) + reason)
            self._last = min(max(widths) + 2 * INSIDE + 3, WIDEST * em)
            self.setColumnWidth(FIRST + place, self._last)
        self._stretch()
        self.head.place()

    def _stretch(self) -> None:
        """Let the last column take what is left of the width."""
        last = self.rows.columnCount() - 1
        if last < FIRST:
            return
        left = self.viewport().width() - sum(self.columnWidth(at) for at in range(last))
        self.setColumnWidth(last, max(left, self._last))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Fill the width."""
        super().resizeEvent(event)
        self._stretch()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 (Qt's name)
        """Say which row is current now."""
        super().currentChanged(current, previous)
        self.viewport().update()
        spot = self.current_spot()
        if spot is not None and spot != self._told:
            self._told = spot
            self.current_changed.emit(spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Unfold with the space bar or Enter; hand figures and Enter to the questions."""
        fold = self.rows.index(self.currentIndex().row(), 0).data(FOLD_ROLE) if self.currentIndex().isValid() else None
        answer = key_map.pressed(event, "import.answer")
        if isinstance(fold, Fold) and (answer or key_map.pressed(event, "import.unfold")):
            self.fold(self.currentIndex().row())
        elif answer or (event.text().isascii() and event.text().isdigit()):
            self.typed.emit(event)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Unfold with a click, too."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and isinstance(index.data(FOLD_ROLE), Fold):
            self.fold(index.row())
