"""The grid of contacts as a model: headings and people down, days across; a row changes alone when a contact was written."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.contact_grid import Grid, GridRow, Section
from stationdesk.services.contact_marks import words
from stationdesk.ui.parts.labels import literal

Index = QModelIndex | QPersistentModelIndex
WHO = 0
"""The column of the person; the days follow, then how many were missed."""


def sentence(row: GridRow) -> str:
    """Return a person as he is read aloud."""
    age = _("{years} years").format(years=row.age) if row.age is not None else ""
    missed = _("{count} days missed").format(count=row.missed) if row.missed else ""
    return _(" · ").join(part for part in (row.grade_label, row.name, age, missed, row.group) if part)


class GridModel(QAbstractTableModel):
    """The rows of a grid, all of them or only of those who wait today."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.grid: Grid | None = None
        self.waiting_only = False
        self.lines: list[Section | GridRow] = []
        self._people: list[int] = []
        self._places: dict[str, int] = {}
        """The row of each resident."""

    def show(self, grid: Grid | None) -> None:
        """Show a grid; where the same people stand in it as before, only the rows that differ are told as changed."""
        lines, before = self._lines_of(grid), self.lines
        changed = [at for at, (old, new) in enumerate(zip(before, lines, strict=False)) if old is not new]
        same = self.grid is not None and grid is not None and self.grid.first == grid.first and len(lines) == len(before)
        if not (same and all(_who(before[at]) == _who(lines[at]) for at in changed)):
            self.beginResetModel()
            self.grid, self.lines = grid, lines
            self._people = [at for at, line in enumerate(lines) if isinstance(line, GridRow)]
            self._places = {line.resident_id: at for at, line in enumerate(lines) if isinstance(line, GridRow)}
            self.endResetModel()
            return
        self.grid, self.lines = grid, lines
        for at in changed:
            self.dataChanged.emit(self.index(at, 0), self.index(at, self.columnCount() - 1))

    def _lines_of(self, grid: Grid | None) -> list[Section | GridRow]:
        found: list[Section | GridRow] = []
        for section in grid.sections if grid else ():
            rows = [row for row in section.rows if row.waits] if self.waiting_only else list(section.rows)
            if rows:
                found += [section, *rows]
        return found

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's name and default)
        """Return how many headings and people there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's name and default)
        """Return the days and the two columns beside them."""
        return 0 if parent.isValid() or self.grid is None else self.grid.days + 2

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only people can be chosen."""
        if self.person(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def person(self, row: int) -> GridRow | None:
        """Return the person in a row, if there is one."""
        found = self.lines[row] if 0 <= row < len(self.lines) else None
        return found if isinstance(found, GridRow) else None

    def people(self) -> list[int]:
        """Return the rows that hold people."""
        return self._people

    def row_of(self, resident_id: str) -> int:
        """Return the row of a resident, -1 if he is not shown."""
        return self._places.get(resident_id, -1)

    def heading_over(self, row: int) -> int:
        """Return the row of the heading that `row` stands under, -1 if there is none."""
        return next((at for at in range(min(row, len(self.lines) - 1), -1, -1) if isinstance(self.lines[at], Section)), -1)

    def day_at(self, column: int) -> int:
        """Return the place of the day in a column, -1 where there is none."""
        return column - 1 if self.grid is not None and 1 <= column <= self.grid.days else -1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Answer for one cell in full sentences, for eye and ear; the view paints by itself."""
        if not index.isValid() or self.grid is None or role not in _ROLES:
            return None
        line = self.lines[index.row()]
        if isinstance(line, Section):
            said = f"{line.title} {line.told}"
        elif (day := self.day_at(index.column())) >= 0:
            if role == Qt.ItemDataRole.ToolTipRole and not words(line.cells[day]):
                return None
            said = self.grid.said(line, day)
        elif index.column() == WHO:
            said = sentence(line)
        else:
            said = _("{name}: {count} days missed").format(name=line.name, count=line.missed)
        return literal(said) if role == Qt.ItemDataRole.ToolTipRole else said


_ROLES = frozenset({int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.ToolTipRole)})


def _who(line: Section | GridRow) -> object:
    return line.resident_id if isinstance(line, GridRow) else (line.care, line.every)
