"""The one table of every list: rows are asked for by the page, so that 100,000 of them scroll like ten."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, cast

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from stationdesk.i18n import _
from stationdesk.ui.parts.labels import shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, RIGHT, SLOT, elided, paint_grade, paint_row, tone_color
from stationdesk.ui.parts.record_model import Column, Index, RecordModel, Source

INSIDE = 8
"""Room between a cell's edge and its text."""


class RecordDelegate(QStyledItemDelegate):
    """Paints a cell: ground, grade mark, text in its tone, cut with … where it does not fit."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        view: RecordTable = option.widget  # type: ignore[attr-defined]
        model: RecordModel = view.model()
        column, row = model.columns[index.column()], model.row(index.row())
        box: QRect = option.rect  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)  # type: ignore[attr-defined]
        paint_row(painter, box, self.look, chosen=chosen, over=over, first=index.column() == 0)
        if row is None:
            return
        inner = box.adjusted(
            view.margin if index.column() == 0 else INSIDE, 0, -view.end_margin if view.is_last(index.column()) else -INSIDE, 0
        )
        if column.grade is not None:
            if column.grade(row):
                (column.mark or paint_grade)(painter, inner.left(), box.center().y() + 0.5, column.grade(row), self.look)
            inner.setLeft(inner.left() + SLOT + round(self.look.sizes.body / 3))
        tone = column.tone(row) if column.tone else ""
        painter.setFont(self.look.font("body", bold=column.bold or tone == "bold"))
        painter.setPen(tone_color(self.look, tone))
        text, icon = column.text(row), column.icon(row) if column.icon else ""
        if icon:
            inner.setRight(inner.right() - 22)
        elided(painter, inner, text, RIGHT if column.right else LEFT, column.end(row) if column.end else "")
        if icon:
            wide = painter.fontMetrics().horizontalAdvance(shown(text))
            x = min(inner.left() + wide + 6, inner.right() + 4)
            painter.drawPixmap(x, box.center().y() - 7, self.look.pixmap(icon, "ink2", 16))
        if view.hasFocus() and chosen and view.currentIndex().row() == index.row():
            self._frame(painter, box, first=index.column() == 0, last=view.is_last(index.column()))

    def _frame(self, painter: QPainter, box: QRect, *, first: bool, last: bool) -> None:
        teal = self.look.color("teal")
        painter.fillRect(QRect(box.left(), box.top(), box.width(), 2), teal)
        painter.fillRect(QRect(box.left(), box.bottom() - 1, box.width(), 2), teal)
        if first:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), teal)
        if last:
            painter.fillRect(QRect(box.right() - 1, box.top(), 2, box.height()), teal)


class RecordHeader(QHeaderView):
    """The headings over their cells: small, in the second ink, in line with what stands below."""

    def __init__(self, look: Look, table: RecordTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.look, self.table = look, table

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:  # noqa: N802 (Qt's name)
        """Paint one heading and the line under it."""
        look, column = self.look, self.table.model().columns[index]
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.color("line"))
        left = self.table.margin if index == 0 else INSIDE
        right = self.table.end_margin if self.table.is_last(index) else INSIDE
        painter.setFont(look.font("small"))
        painter.setPen(look.color("ink2"))
        elided(painter, rect.adjusted(left, 0, -right, 0), column.title, RIGHT if column.right else LEFT)


class RecordTable(QTableView):
    """A list of records: arrows move, Enter opens, Space marks; no grid, rows of one height, never an editor."""

    activated_row = Signal(object)
    current_changed = Signal(object)
    marks_changed = Signal()
    sort_wanted = Signal(str)

    def __init__(self, look: Look, columns: Sequence[Column], *, margin: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.margin = look.sizes.page_margin if margin is None else margin
        self.end_margin = 20
        self.setModel(RecordModel(columns, self))
        self.setItemDelegate(RecordDelegate(look, self))
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setHorizontalHeader(RecordHeader(look, self))
        header = self.horizontalHeader()
        header.setSectionsClickable(any(column.sort for column in columns))
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(8)
        header.sectionClicked.connect(self._sort)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        look.changed.connect(self.resize_columns)
        self.resize_columns()

    def model(self) -> RecordModel:
        """Return the model."""
        return cast("RecordModel", super().model())

    def show(self, source: Source | None = None) -> None:
        """Show the rows of a source, on the row that was current if it is still there; without one: show the widget."""
        if source is None:
            super().show()
            return
        kept = self.current_id()
        self.model().show(source)
        if kept is not None:
            self.go_to(kept)

    def head(self, columns: Sequence[Column]) -> None:
        """Have other columns from now on; no row is shown until others are."""
        self.model().head(columns)
        self.resize_columns()

    def is_last(self, column: int) -> bool:
        """Tell whether a column is the last that is shown."""
        return all(self.isColumnHidden(later) for later in range(column + 1, self.model().columnCount()))

    def current_id(self) -> Hashable | None:
        """Return the id of the current row, or None."""
        return self.model().id_at(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def current_row(self) -> Any:
        """Return the record of the current row, or None."""
        return self.model().row(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def marked(self) -> set[Hashable]:
        """Return the ids that are marked."""
        return set(self.model().marked)

    def go_to(self, wanted: Hashable) -> bool:
        """Make the row of an id the current one; tells whether it is there."""
        return self.go_to_row(self.model().row_of(wanted))

    def go_to_row(self, number: int) -> bool:
        """Make a row the current one, by its place; tells whether it is there."""
        if not 0 <= number < self.model().rowCount():
            return False
        self.selectRow(number)
        self.setCurrentIndex(self.model().index(number, 0))
        return True

    def resize_columns(self) -> None:
        """Give every column its width for the text size; the one without a width takes the rest."""
        sizes = self.look.sizes
        self.verticalHeader().setDefaultSectionSize(sizes.row)
        self.horizontalHeader().setFixedHeight(sizes.heading + 4)
        columns = self.model().columns
        for number, column in enumerate(columns):
            if column.width is not None:
                extra = self.margin if number == 0 else (self.end_margin if self.is_last(number) else 0)
                self.setColumnWidth(number, round(column.width * sizes.body) + extra)
        self._stretch()

    def fit(self, most: int) -> None:
        """Be as high as the rows are, at most `most` of them: what stands below moves up."""
        rows = max(1, min(most, self.model().rowCount()))
        self.setFixedHeight(self.horizontalHeader().height() + rows * self.look.sizes.row + 2)

    def _stretch(self) -> None:
        columns = self.model().columns
        free = [n for n, column in enumerate(columns) if column.width is None and not self.isColumnHidden(n)]
        if free:
            taken = sum(self.columnWidth(n) for n in range(len(columns)) if n not in free and not self.isColumnHidden(n))
            for number in free:
                self.setColumnWidth(number, max(60, (self.viewport().width() - taken) // len(free)))

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 (Qt's name)
        """Give the free column what room there is; a current row that was in sight stays so when the list gets lower."""
        super().resizeEvent(event)
        self._stretch()
        if event.size().height() < self.visualRect(self.currentIndex()).bottom() <= event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 (Qt's name)
        """Tell listeners which record is current."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.current_changed.emit(self.model().row(current.row()) if current.isValid() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Open with Enter, mark with Space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.current_row() is not None:
                self.activated_row.emit(self.current_row())
        elif event.key() == Qt.Key.Key_Space:
            self.mark(self.current_id())
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.go_to_row(0 if event.key() == Qt.Key.Key_Home else self.model().rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Open what was double-clicked."""
        if self.indexAt(event.position().toPoint()).isValid() and self.current_row() is not None:
            self.activated_row.emit(self.current_row())

    def mark(self, wanted: Hashable | None) -> None:
        """Mark a row, or take its mark away."""
        if wanted is None:
            return
        self.model().marked ^= {wanted}
        self.viewport().update()
        self.marks_changed.emit()

    def _sort(self, section: int) -> None:
        if self.model().columns[section].sort:
            self.sort_wanted.emit(self.model().columns[section].sort)


def counted(marked: int) -> str:
    """Return how many are marked, in words."""
    return _("{count} marked").format(count=marked)
