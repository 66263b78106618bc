"""The rows of one planned table as they are shown: people, and the rows passed over folded where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from stationdesk.i18n import N_, _
from stationdesk.services.import_cells import ShownCell, shown_cells
from stationdesk.services.import_plan import PASSED_OVER, ColumnPlan, FilePlan, RowPlan, SheetPlan, SkippedRow, Spot, TablePlan
from stationdesk.services.import_summary import below, skipped_row
from stationdesk.ui.parts.labels import literal, shown

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The ShownCell: value, doubt and sentence."""
TONE_ROLE = CELL_ROLE + 1
ROW_ROLE = CELL_ROLE + 2
"""The RowPlan; None where rows were passed over."""
FOLD_ROLE = CELL_ROLE + 3
"""A Fold; None on a person's row."""
FIRST = 2
"""Columns before the sheet's own: number of the row, what becomes of it."""
KEPT = 2000
Index = QModelIndex | QPersistentModelIndex
ACTIONS = {
    "new": (N_("goes in as new"), "green"),
    "update": (N_("is completed"), "ink"),
    "same": (N_("is completed"), "ink"),
    "join": (N_("is the same person"), "ink2"),
    "ask": (N_("please choose who"), "amber"),
    "taken": (N_("taken in before"), "ink3"),
    "out": (N_("Leave out"), "ink3"),
    "wait": (N_("left for later"), "ink3"),
    "note": (N_("a note|row"), "ink2"),
}
TOLD = {"visits": N_("a visit|row"), "wishes": N_("a wish|row"), "pairings": N_("a pairing|row")}
"""Kind of ledger → what a row of somebody known becomes."""


class Shown(StrEnum):
    """Which rows are shown."""

    ALL = "all"
    DOUBTFUL = "doubtful"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows passed over that stand together, folded to one line, or one of them unfolded (`one`)."""

    rows: tuple[SkippedRow, ...]
    open: bool = False
    one: bool = False

    def words(self) -> tuple[str, str]:
        """Return what stands on the line: the count, then the rows themselves."""
        if self.one:
            return "", skipped_row(self.rows[0])
        return _("{count} rows passed over").format(count=len(self.rows)), skipped_row(self.rows[0]) if len(self.rows) == 1 else ""


@dataclass(frozen=True, slots=True)
class TableAt:
    """One table of the plan, and where it stands."""

    file: FilePlan
    sheet: SheetPlan
    number: int

    @property
    def table(self) -> TablePlan:
        """The table itself."""
        return self.sheet.tables[self.number]

    def people(self) -> list[RowPlan]:
        """Return its rows."""
        return [row for row in self.sheet.rows if row.table == self.number]

    def spot(self, row: RowPlan) -> Spot:
        """Return where a row of it stands."""
        return (self.file.file, self.sheet.sheet, row.row)


def is_doubtful(row: RowPlan) -> bool:
    """Tell whether any cell of a row is marked."""
    return bool(row.problems) or any(now for _name, now, _said in row.changes)


class ImportModel(QAbstractTableModel):
    """Shows a table of the plan, read-only; a row's cells are worked out when they are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.at: TableAt | None = None
        self.columns: list[int] = []
        """Places, among the table's columns, of those that are shown."""
        self.entries: list[RowPlan | Fold] = []
        self.which = Shown.ALL
        self.waiting: frozenset[str] = frozenset()
        self.unfolded: set[int] = set()
        self._cells: dict[int, tuple[ShownCell, ...]] = {}

    def show(self, at: TableAt | None, which: Shown, waiting: frozenset[str]) -> None:
        """Show a table from now on; `waiting` are the people about whom a question is open."""
        self.beginResetModel()
        if at is None or self.at is None or at.table.layout != self.at.table.layout:
            self.unfolded.clear()
        self.at, self.which, self.waiting = at, which, waiting
        self.columns = [] if at is None else [n for n, column in enumerate(at.table.columns) if not _only_counts(column, at)]
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        self._cells.clear()
        if self.at is None:
            self.entries = []
            return
        rows = self.at.people()
        if self.which is Shown.DOUBTFUL:
            self.entries = [row for row in rows if is_doubtful(row)]
        elif self.which is Shown.ASKED:
            self.entries = [row for row in rows if row.asked]
        else:
            self.entries = self._with_folds(rows)

    def _with_folds(self, rows: Sequence[RowPlan]) -> list[RowPlan | Fold]:
        assert self.at is not None  # noqa: S101 - the caller has looked
        tables = self.at.sheet.tables
        first = max(self.at.table.header_rows, default=0)
        last = min(tables[self.at.number + 1].header_rows) if self.at.number + 1 < len(tables) else float("inf")
        skipped = [row for row in below(self.at.sheet) if first < row.row < last]
        found: list[RowPlan | Fold] = []
        together: list[SkippedRow] = []
        both: list[RowPlan | SkippedRow] = [*rows, *skipped]
        for one in sorted(both, key=lambda row: row.row):
            if isinstance(one, SkippedRow):
                together.append(one)
                continue
            found += self._folded(together)
            together = []
            found.append(one)
        return found + self._folded(together)

    def _folded(self, rows: Sequence[SkippedRow]) -> list[RowPlan | Fold]:
        if not rows:
            return []
        opened = rows[0].row in self.unfolded
        more: list[RowPlan | Fold] = [Fold((row,), one=True) for row in rows] if opened else []
        return [Fold(tuple(rows), open=opened), *more]

    def fold(self, number: int) -> None:
        """Fold or unfold the line at `number`."""
        entry = self.entries[number]
        if isinstance(entry, Fold) and not entry.one:
            self.beginResetModel()
            self.unfolded ^= {entry.rows[0].row}
            self._arrange()
            self.endResetModel()

    def fold_all(self, *, unfold: bool) -> None:
        """Fold or unfold every line."""
        self.beginResetModel()
        self.unfolded = {entry.rows[0].row for entry in self.entries if isinstance(entry, Fold) and not entry.one} if unfold else set()
        self._arrange()
        self.endResetModel()

    # -- asked by the view

    def column(self, section: int) -> ColumnPlan | None:
        """Return the sheet's column of a section; None for our own."""
        return self.at.table.columns[self.columns[section - FIRST]] if self.at is not None and section >= FIRST else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's manner)
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's manner)
        """Return how many columns there are."""
        return 0 if parent.isValid() or self.at is None else FIRST + len(self.columns)

    def row(self, number: int) -> RowPlan | None:
        """Return the person's row at a line, or None."""
        entry = self.entries[number] if 0 <= number < len(self.entries) else None
        return entry if isinstance(entry, RowPlan) else None

    def line_of(self, spot: Spot) -> int:
        """Return the line on which a row stands, -1 if it is not shown."""
        if self.at is None or self.at.spot(RowPlan(spot[2], "", {})) != spot:
            return -1
        return next((at for at, one in enumerate(self.entries) if isinstance(one, RowPlan) and one.row == spot[2]), -1)

    def cells(self, number: int) -> tuple[ShownCell, ...]:
        """Return the shown cells of the row at a line."""
        row = self.row(number)
        if row is None or self.at is None:
            return ()
        if number not in self._cells:
            if len(self._cells) > KEPT:
                self._cells.clear()
            self._cells[number] = shown_cells(self.at.table, row)
        return self._cells[number]

    def action(self, row: RowPlan) -> tuple[str, str]:
        """Return in a word what becomes of a row, and the tone of the word."""
        waits = row.person in self.waiting and row.action not in PASSED_OVER
        action = "ask" if row.asked else "wait" if waits else row.action
        words, tone = ACTIONS[action]
        if action in ("update", "same", "join") and (told := TOLD.get(self.ledger or "")):
            return _(told), "ink"
        return _(words), tone

    @property
    def ledger(self) -> str | None:
        """What kind of ledger the table on show is of."""
        return self.at.sheet.ledger if self.at is not None else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        entry = self.entries[index.row()]
        if role in (ROW_ROLE, FOLD_ROLE):
            return entry if isinstance(entry, RowPlan) == (role == ROW_ROLE) else None
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            CELL_ROLE,
            TONE_ROLE,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        if isinstance(entry, Fold):
            return shown(" ".join(entry.words())) if role not in (CELL_ROLE, TONE_ROLE) else None
        return self._of_person(entry, index, role)

    def _of_person(self, row: RowPlan, index: Index, role: int) -> Any:
        if index.column() == 0:
            return str(row.row) if role != TONE_ROLE else "ink3"
        if index.column() == 1:
            return self.action(row)[1 if role == TONE_ROLE else 0]
        cell = self.cells(index.row())[self.columns[index.column() - FIRST]]
        if role == CELL_ROLE:
            return cell
        if role == TONE_ROLE:
            return "ink3" if cell.blank else "ink"
        text = shown(cell.text)
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal("\n".join(filter(None, (text, cell.sentence))))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            column = self.column(index.column())
            heading = shown(column.heading) if column is not None else ""
            return _(", ").join(filter(None, (heading, text, cell.doubt)))
        return text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """Return a column's own heading."""
        if orientation != Qt.Orientation.Horizontal or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if section < FIRST:
            return (_("Row of the sheet"), _("What becomes of it"))[section]
        column = self.column(section)
        heading = shown(column.heading) if column is not None else ""
        return literal(heading) if role == Qt.ItemDataRole.ToolTipRole else heading


def _only_counts(column: ColumnPlan, at: TableAt) -> bool:
    """Tell whether a column only numbers the rows: it is not shown."""
    if column.field != "serial":
        return False
    texts = (row.raw[column.at] for row in at.people() if column.at < len(row.raw))
    return all(not text or (len(text) <= 5 and text.removesuffix(".0").isdigit()) for text in texts)
