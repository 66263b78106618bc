"""Cuts a sheet into its tables and readies their rows: merged cells and 同上 filled with what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from stationdesk.ledgers.choices import Choices, chosen, layout_of
from stationdesk.ledgers.columns import Column, map_columns
from stationdesk.ledgers.headers import Header, find_header, is_header_row
from stationdesk.ledgers.labels import read_label
from stationdesk.ledgers.rows import Sorted, sort_rows
from stationdesk.ledgers.sheet import Cell, Sheet
from stationdesk.ledgers.vocabulary import DITTO

_CARRIED = ("household_no", "relation_to_head")


@dataclass(slots=True)
class Block:
    """One table of a sheet: its header, columns and sorted rows."""

    header: Header
    columns: list[Column]
    sorted: Sorted
    continues: set[int] = field(default_factory=set)
    """Rows (from 0) that go on about the person of the row before."""
    copied: dict[int, list[str]] = field(default_factory=dict)
    """Row → fields of the person listed that were filled from the row above."""
    guessed: Sequence[Column] = ()
    """The columns as the desk takes them by itself."""
    layout: str = ""
    """Fingerprint of the headings."""


Shape = Callable[[Header, list[Column]], list[Column]]
"""Gives a table's columns the meaning they have in a ledger of its kind."""


def as_they_are(_header: Header, columns: list[Column]) -> list[Column]:
    """Return the columns of a list of residents."""
    return columns


def read_blocks(sheet: Sheet, choices: Choices = MappingProxyType({}), shape: Shape = as_they_are) -> list[Block]:
    """Return the tables of a sheet, top down, their columns as chosen; the sheet's rows are filled in place."""
    blocks: list[Block] = []
    start = 0
    while (header := find_header(sheet, start)) is not None:
        columns = map_columns(header, sheet.rows[header.last + 1 : header.last + 500])
        if _is_form(sheet, header, columns):
            return []
        columns = shape(header, columns)
        block = _block(sheet, header, columns, choices)
        blocks.append(block)
        if block.sorted.next_header is None:
            break
        start = block.sorted.next_header
    return blocks or _without_header(sheet, choices)


def _is_form(sheet: Sheet, header: Header, columns: Sequence[Column]) -> bool:
    """Return whether the sheet is a form for one person: label and value side by side, so that labels stand below labels."""
    below = sheet.rows[header.last + 1 : header.last + 4]
    labelled = [c.index for c in columns if c.field]
    cells = [row[at] for row in below for at in labelled if isinstance(row[at], str) and at < len(row)]
    known = sum(bool(read_label(cell).field) for cell in cells if isinstance(cell, str) and len(cell) < 20)
    return len(cells) >= 2 and known * 2 > len(cells) and not any(is_header_row(row) for row in below)


def _without_header(sheet: Sheet, choices: Choices) -> list[Block]:
    """Return the one table of a sheet that names no column, if its cells alone show names beside ID numbers or phones."""
    header = Header((), tuple(() for _cell in sheet.rows[0]) if sheet.rows else ())
    columns = map_columns(header, sheet.rows[:500])
    fields = {c.field for c in columns}
    if "name" not in fields or not fields & {"id_no", "disability_no", "phone"} or len(sheet.rows) < 2:
        return []
    return [_block(sheet, header, columns, choices)]


def _block(sheet: Sheet, header: Header, guessed: list[Column], choices: Choices) -> Block:
    layout = layout_of(guessed)
    said = choices.get(layout, {})
    columns = chosen(guessed, said) if said else guessed
    name_at = next((c.index for c in columns if c.person == "self" and c.field in ("name", "name_more")), None)
    serial_at = next((c.index for c in columns if c.field == "serial"), None)
    own = [c.index for c in columns if c.field and c.field != "serial"]
    head_rows = [sheet.rows[at] for at in header.rows]
    filled = _fill_merges(sheet, header.last + 1, own)
    block = Block(header, columns, sort_rows(sheet.rows, header.last + 1, name_at, own, serial_at, head_rows))
    block.guessed, block.layout = guessed, layout
    people = set(block.sorted.people)
    if name_at is not None:
        block.continues = {at for at in filled.get(name_at, ()) if at in people and at - 1 in people}
    _fill_dittos(sheet.rows, block, name_at)
    _fill_continuations(sheet.rows, block, name_at)
    return block


def _fill_merges(sheet: Sheet, start: int, columns: Sequence[int]) -> dict[int, set[int]]:
    """Write a value merged over several rows into each of them; returns column → rows that were filled."""
    wanted = set(columns)
    filled: dict[int, set[int]] = {}
    for top, left, bottom, right in sheet.merges:
        if bottom == top or top < start or left not in wanted or top >= len(sheet.rows):
            continue
        value = sheet.rows[top][left]
        for at in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1):
            if value is not None and sheet.rows[at][left] is None:
                sheet.rows[at][left] = value
                filled.setdefault(left, set()).add(at)
        if right - left > 40:
            continue
    return filled


def _fill_dittos(rows: list[list[Cell]], block: Block, name_at: int | None) -> None:
    """Replace 同上 and its like by the value of the person's row above; a 同上 in the name goes on about that person."""
    people = block.sorted.people
    for column in block.columns:
        at, above = column.index, None
        for place in people:
            cell = rows[place][at]
            if cell.__class__ is str and len(cell) < 6 and cell.strip() in DITTO:
                if above is None:
                    continue
                rows[place][at] = above
                if at == name_at:
                    block.continues.add(place)
                elif column.person == "self" and column.field in ("id_no", "disability_no", "birth"):
                    block.copied.setdefault(place, []).append("birth_date" if column.field == "birth" else column.field)
            elif cell is not None or column.person == "self":
                above = cell


def _fill_continuations(rows: list[list[Cell]], block: Block, name_at: int | None) -> None:
    """Let a row without a name that only adds a relative or a helper go on about the person above it."""
    if name_at is None:
        return
    own = [
        c.index
        for c in block.columns
        if c.person == "self" and c.field in ("id_no", "disability_no", "birth", "sex", "age", "phone", "relation_to_head")
    ]
    others = [c.index for c in block.columns if c.person in ("kin", "helper", "guardian", "contact", "father", "mother")]
    previous: int | None = None
    for at in block.sorted.people:
        row = rows[at]
        follows = row[name_at] is None and previous is not None and at == previous + 1
        if follows and all(row[c] is None for c in own) and any(row[c] is not None for c in others):
            row[name_at] = rows[at - 1][name_at]
            block.continues.add(at)
            block.copied.setdefault(at, []).append("name")
        previous = at
