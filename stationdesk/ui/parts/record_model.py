"""The rows of a list: ids in memory, records by the page, so that 100,000 of them weigh like ten."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from stationdesk.ui.parts.labels import literal, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, RIGHT

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
TONE_ROLE = ROW_ROLE + 1
PAGE = 50
PAGES = 60
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
    mark: Callable[[QPainter, float, float, str, Look], None] | None = None
    """What paints that mark, where it is not a grade's."""
    end: Callable[[Any], str] | None = None
    """The end of the text that is never cut: where there is no room it is what stands before it that is."""
    icon: Callable[[Any], str] | None = None
    """An icon after the text, or empty."""
    sort: str = ""
    """What clicking the heading asks to sort by; empty: nothing."""
    spoken: Callable[[Any], str] | None = None


class RecordModel(QAbstractTableModel):
    """Ids in memory, rows by pages of 50 with the last 60 pages kept; it knows no database."""

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

    def head(self, columns: Sequence[Column]) -> None:
        """Have other columns from now on; no row is shown until others are."""
        self.beginResetModel()
        self.columns, self._source, self._ids = tuple(columns), None, ()
        self._pages.clear()
        self.marked.clear()
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
        text = shown(column.text(row))
        return literal(text) if role == Qt.ItemDataRole.ToolTipRole else text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """Return a column's heading."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return RIGHT if self.columns[section].right else LEFT
        return None
