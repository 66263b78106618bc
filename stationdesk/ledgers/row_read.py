"""What one row of a ledger says, while it is being read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stationdesk.ledgers.columns import Column
from stationdesk.ledgers.sheet import Cell
from stationdesk.registers.birth_date import BirthDate
from stationdesk.registers.id_number import EMPTY, IdNumber

Record = dict[str, Any]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(slots=True)
class RowRead:
    """What one row says: record, problems (`field:code`), notes (label → text), and the numbers matching looks at."""

    row: int
    record: Record
    problems: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    id_number: IdNumber = EMPTY
    paper_number: IdNumber = EMPTY
    """The ID number inside the disability certificate's number."""
    continues: bool = False
    """Whether the row goes on about the person of the row before."""
    birth: BirthDate | None = None
    codes: list[str] = field(default_factory=list)
    raw_id: str = ""
    elsewhere: str = ""
    """Of a row of another village what the operator said of that (take, out), or ask."""
    guessed: bool = False
    """Whether 留守 was taken for an old person's word only because nothing says how old he is."""
    fingerprint: str = ""
    table: int = 0
    """First header row of its table: a list names a person once, two lists may both name him."""
    block: int = 0
    """Which of the sheet's tables it stands in, from 0."""
    spots: dict[str, int] = field(default_factory=dict)
    """Doubt → the column whose cell raised it."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a table says of all its rows: the day it is read, who its people are, which categories its title names."""

    on: date
    epoch_1904: bool = False
    categories: tuple[str, ...] = ()
    children: bool = False
    village_group: str | None = None
    has_category: bool = False
    """Whether a column says which categories a person belongs to."""


CellReader = Callable[[Context, RowRead, Cell, Column], None]
"""Reads one cell of the person listed into the row."""


def text_of(cell: Cell) -> str:
    """Return a cell as text: a whole number without a point, a day in ISO form."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return f"{cell:.0f}"
        return f"{cell:.10g}" if abs(cell) < 1e15 else f"{cell:.15g}"
    return str(cell) if cell is not None else ""


def column_letters(index: int) -> str:
    """Return the letters a spreadsheet gives the column (0 is A)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = LETTERS[rest] + letters
    return letters


def doubt(read: RowRead, name: str, code: str, cell: Cell, column: Column) -> None:
    """Name a doubt and keep the cell's own words."""
    read.problems.append(f"{name}:{code}")
    read.notes.setdefault(column.label or column_letters(column.index), text_of(cell)[:8000])
