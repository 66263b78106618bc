"""A sheet as the child process hands it over: plain values, merges and marks, nothing that could run."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

Cell = str | float | bool | date | None
"""Text, number, truth or day; None where nothing stands."""
DAY_MARK = "\0d"
"""Stands before an ISO day in the child's JSON, which knows no dates; a NUL in a sheet's own text is taken out."""

Span = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 0."""


@dataclass(slots=True)
class Sheet:
    """One sheet of a workbook, rows and columns counted from 0, rows all as long as the longest."""

    name: str
    rows: list[list[Cell]]
    merges: list[Span] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    """Formulas by place; their last result is the cell's value, or None where the sheet holds none."""
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    colours: dict[str, list[int]] = field(default_factory=dict)
    """Colour → rows that are marked with it: to many a clerk it means something."""
    hidden: bool = False
    epoch_1904: bool = False

    def fresh(self) -> Sheet:
        """Return the sheet once more, with rows of its own: planning fills them in place."""
        return replace(self, rows=[row.copy() for row in self.rows])


def pack(value: object) -> object:
    """Return a cell's value as JSON can hold it."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd") if "\0" in value else value or None
    if isinstance(value, datetime):
        return DAY_MARK + value.date().isoformat()
    if isinstance(value, date):
        return DAY_MARK + value.isoformat()
    if value is None or isinstance(value, int | float | bool):
        return value
    return str(value)


def unpack(rows: list[list[object]]) -> list[list[Cell]]:
    """Turn the child's days back into dates, in place, keep each repeated word once, and return the rows."""
    words: dict[str, Cell] = {}
    for row in rows:
        for at, value in enumerate(row):
            if isinstance(value, str):
                known = words.get(value)
                if known is None:
                    known = words[value] = date.fromisoformat(value[2:]) if value[:2] == DAY_MARK else value
                row[at] = known
    return rows  # type: ignore[return-value]
