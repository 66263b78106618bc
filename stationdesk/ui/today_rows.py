"""The rows of the day's list as a model: headings, lines, and how many more there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.today import Day
from stationdesk.services.today_lines import Line, Section
from stationdesk.ui.parts.labels import literal

ROW = int(Qt.ItemDataRole.UserRole) + 1
"""The role of the frozen row."""
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading: its title and, smaller, how many."""

    title: str
    count: str


@dataclass(frozen=True, slots=True)
class More:
    """What stands under a section that is longer than what is shown."""

    text: str


Row = Heading | More | Line


def rows_of(section: Section) -> list[Row]:
    """Return a section as rows."""
    heading = Heading(section.title, (section.counted or _("{count} people|heading")).format(count=section.count))
    rest = section.count - len(section.lines)
    more = [More(_("{count} more come up as these are done").format(count=rest))] if rest else []
    return [heading, *section.lines, *more]


Key = tuple[str, str, str]


def key_of(line: Line) -> Key:
    """Return what tells a line from every other."""
    return line.key()


class TodayModel(QAbstractListModel):
    """A day's rows in one list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, day: Day | None) -> None:
        """Show a day, or nothing."""
        self.beginResetModel()
        self.rows = [row for section in day.sections for row in rows_of(section)] if day else []
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's name and default)
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only lines can be chosen."""
        if isinstance(self.rows[index.row()], Line):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Answer for one row: itself, or a full sentence for eye and ear."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            said = row.sentence() if isinstance(row, Line) else f"{row.title} {row.count}" if isinstance(row, Heading) else row.text
            return literal(said) if role == Qt.ItemDataRole.ToolTipRole else said
        return None

    def line(self, row: int) -> Line | None:
        """Return the line in a row, if it is one."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found if isinstance(found, Line) else None

    def line_rows(self) -> list[int]:
        """Return the rows that hold lines."""
        return [at for at, row in enumerate(self.rows) if isinstance(row, Line)]

    def keys(self) -> list[Key]:
        """Return the keys of the lines in their order."""
        return [key_of(row) for row in self.rows if isinstance(row, Line)]

    def row_of(self, key: Key) -> int:
        """Return the row of a line, -1 if it is gone."""
        return next((at for at, row in enumerate(self.rows) if isinstance(row, Line) and key_of(row) == key), -1)

    def heading_over(self, row: int) -> int:
        """Return the row of the heading that `row` stands under, -1 if there is none."""
        return next((at for at in range(row, -1, -1) if isinstance(self.rows[at], Heading)), -1)
