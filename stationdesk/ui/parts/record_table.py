"""The one table of every list: rows are asked for by the page, so that 100,000 of them scroll like ten."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from stationdesk.i18n import _
from stationdesk.ui.parts.labels import shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, RIGHT, SLOT, elided, paint_grade, paint_row, tone_color

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
TONE_ROLE = ROW_ROLE + 1
SORT_ROLE = ROW_ROLE + 2
PAGE = 200
PAGES = 50
Index = QModelIndex | QPersistentModelIndex


class Source(Protocol):
    """Where the rows of a list come from."""

    def ids(self) -> Sequence[Hashable]:
        """Return every row's id, in the order shown."""

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the rows of `ids`, by id; one that is gone meanwhile may be missing."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, what stands in it, how wide it is in em (None takes the rest), on which side."""

    title: str
    text: Callable[[Any], str]
    width: float | None = None
    right: bool = False
    tone: Callable[[Any], str] | None = None
    bold: bool = False
    grade: Callable[[Any], str] | None = None
    """The grade whose mark stands before the text."""
    icon: Callable[[Any], str] | None = None
    """An icon after the text, or empty."""
    sort: str = ""
    """What clicking the heading asks to sort by; empty: nothing."""
    spoken: Callable[[Any], str] | None = None


class RecordModel(QAbstractTableModel):
    """Ids in memory, rows by pages of 200 with the last 50 pages kept; it knows no database."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._source: Source | None = None
        self._ids: Sequence[Hashable] = ()
        self._pages: dict[int, Mapping[Any, Any]] = {}
        self.marked: set[Hashable] = set()

    def show(self, source: Source) -> None:
        """Show the rows of `source` from now on; marks of rows that are still there stay."""
        self.beginResetModel()
        self._source, self._ids = source, source.ids()
        self._pages.clear()
        if self.marked:
            self.marked &= set(self._ids)
        self.endResetModel()

    def forget(self) -> None:
        """Drop every row, so that nothing of them stays in memory."""
        self.beginResetModel()
        self._source, self._ids = None, ()
        self._pages.clear()
        self.marked.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's manner)
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's manner)
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def id_at(self, row: int) -> Hashable | None:
        """Return the id of a row, None beyond the end."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, wanted: Hashable) -> int:
        """Return where an id stands, -1 if it does not."""
        try:
            return list(self._ids).index(wanted)
        except ValueError:
            return -1

    def ids(self) -> Sequence[Hashable]:
        """Return all ids in the order shown."""
        return self._ids

    def row(self, number: int) -> Any:
        """Return a row's record, None if it is gone."""
        if self._source is None or not 0 <= number < len(self._ids):
            return None
        page = number // PAGE
        if page not in self._pages:
            if len(self._pages) >= PAGES:
                self._pages.pop(next(iter(self._pages)))
            self._pages[page] = self._source.rows(self._ids[page * PAGE : (page + 1) * PAGE])
        return self._pages[page].get(self._ids[number])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows; None at once for the roles it does not know."""
        if role not in (Qt.ItemDataRole.DisplayRole, ROW_ROLE, TONE_ROLE, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row(index.row())
        if row is None or role == ROW_ROLE:
            return row
        column = self.columns[index.column()]
        if role == TONE_ROLE:
            return column.tone(row) if column.tone else ""
        if role == Qt.ItemDataRole.AccessibleTextRole and column.spoken is not None:
            return column.spoken(row)
        return shown(column.text(row))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """Return a column's heading."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return RIGHT if self.columns[section].right else LEFT
        return None


class RecordDelegate(QStyledItemDelegate):
    """Paints a cell: ground, grade mark, text in its tone, cut with … where it does not fit."""

    INSIDE = 8

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
            view.margin if index.column() == 0 else self.INSIDE, 0, -view.end_margin if view.is_last(index.column()) else -self.INSIDE, 0
        )
        if column.grade is not None:
            paint_grade(painter, inner.left(), box.center().y() + 0.5, column.grade(row), self.look)
            inner.setLeft(inner.left() + SLOT + 5)
        tone = column.tone(row) if column.tone else ""
        painter.setFont(self.look.font("body", bold=column.bold or tone == "bold"))
        painter.setPen(tone_color(self.look, tone))
        text, icon = column.text(row), column.icon(row) if column.icon else ""
        if icon:
            inner.setRight(inner.right() - 22)
        elided(painter, inner, text, RIGHT if column.right else LEFT)
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
        found: RecordModel = super().model()  # type: ignore[assignment]
        return found

    def show(self, source: Source | None = None) -> None:  # type: ignore[override]
        """Show the rows of a source, on the row that was current if it is still there; without one: show the widget."""
        if source is None:
            super().show()
            return
        kept = self.current_id()
        self.model().show(source)
        if kept is not None:
            self.go_to(kept)

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
        """Give the free column what room there is."""
        super().resizeEvent(event)
        self._stretch()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 (Qt's name)
        """Tell listeners which record is current."""
        super().currentChanged(current, previous)  # type: ignore[arg-type]
        if current.row() != previous.row():
            self.current_changed.emit(self.model().row(current.row()) if current.isValid() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Open with Enter, mark with Space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.current_row() is not None:
                self.activated_row.emit(self.current_row())
        elif event.key() == Qt.Key.Key_Space:
            self.mark(self.current_id())
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
