"""More rows for a county's form: everything below moves down with its looks, merges, formulas and rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from typing import Any

_REFERENCE = re.compile(r"(\$?[A-Z]{1,3})(\$?)(\d{1,7})(?![\d(A-Za-z_])")
_WHOLE_ROWS = re.compile(r"^(\$?)(\d{1,7}):(\$?)(\d{1,7})$")


def insert_rows(book: Any, sheet: Any, at: int, count: int) -> None:
    """Insert `count` rows before row `at` (from 1) that look like the row above it; what stands below moves down whole.

    Formulas on every sheet go on meaning what they meant; a range that ends in the row above takes the new rows in.
    """
    move = _mover(at, count)
    _move_cells(sheet, at, count)
    _copy_looks(sheet, at - 1, count)
    _move_merges(sheet, at, count)
    for other in book.worksheets:
        _move_formulas(other, sheet, move)
    _copy_formulas(sheet, at - 1, count)
    _move_rules(sheet, move)
    _move_names(book, sheet, move)


def _mover(at: int, count: int) -> Callable[[int, bool], int]:
    """Return where a row goes; the end of a range that ends right above the new rows goes to their end."""

    def move(row: int, end: bool = False) -> int:
        return row + count if row >= at or (end and row == at - 1) else row

    return move


def _move_cells(sheet: Any, at: int, count: int) -> None:
    last, width = sheet.max_row, sheet.max_column
    for row in range(last, at - 1, -1):
        for column in range(1, width + 1):
            cell = sheet._cells.pop((row, column), None)
            if cell is not None:
                cell.row = row + count
                sheet._cells[row + count, column] = cell
        _copy_height(sheet, row, row + count)
    sheet._current_row = sheet.max_row


def _copy_height(sheet: Any, source: int, target: int) -> None:
    if source in sheet.row_dimensions:
        there = sheet.row_dimensions[source]
        sheet.row_dimensions[target].height = there.height
        sheet.row_dimensions[target].hidden = there.hidden


def _copy_looks(sheet: Any, source: int, count: int) -> None:
    """Give the new rows the looks of the row above."""
    for row in range(source + 1, source + count + 1):
        _copy_height(sheet, source, row)
        for column in range(1, sheet.max_column + 1):
            model = sheet._cells.get((source, column))
            if model is not None:
                sheet.cell(row, column)._style = copy(model._style)


def _copy_formulas(sheet: Any, source: int, count: int) -> None:
    """Give the new rows the formulas of the row above, each about its own row."""
    from openpyxl.formula.translate import Translator

    models = [cell for (row, _column), cell in sheet._cells.items() if row == source and cell.data_type == "f"]
    for model in models:
        for row in range(source + 1, source + count + 1):
            if isinstance(model.value, str):
                cell = sheet.cell(row, model.column)
                cell.value = Translator(model.value, origin=model.coordinate).translate_formula(cell.coordinate)


def _move_merges(sheet: Any, at: int, count: int) -> None:
    """Move merged cells below, and merge the new rows as the row above is merged."""
    ranges = [copy(one.bounds) for one in sheet.merged_cells.ranges]
    for bounds in ranges:
        sheet.merged_cells.remove(_text(bounds))
    for left, top, right, bottom in ranges:
        if top >= at:
            sheet.merged_cells.add(_text((left, top + count, right, bottom + count)))
        elif bottom >= at:
            sheet.merged_cells.add(_text((left, top, right, bottom + count)))
        else:
            sheet.merged_cells.add(_text((left, top, right, bottom)))
            if top == bottom == at - 1:
                for more in range(1, count + 1):
                    sheet.merged_cells.add(_text((left, top + more, right, bottom + more)))


def _text(bounds: tuple[int, int, int, int]) -> str:
    from openpyxl.utils import get_column_letter

    left, top, right, bottom = bounds
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"


def _move_formulas(other: Any, sheet: Any, move: Callable[[int, bool], int]) -> None:
    """Let the formulas of a sheet mean the rows they meant."""
    from openpyxl.formula import Tokenizer

    for cell in list(other._cells.values()):
        if cell.data_type != "f" or not isinstance(cell.value, str):
            continue
        tokens = Tokenizer(cell.value)
        for token in tokens.items:
            if token.type == "OPERAND" and token.subtype == "RANGE":
                token.value = _moved(token.value, other is sheet, sheet.title, move)
        cell.value = "=" + "".join(token.value for token in tokens.items)


def _moved(reference: str, here: bool, title: str, move: Callable[[int, bool], int]) -> str:
    """Return a reference (D5:D14, $A$3, 表!B2) with its rows moved, if it is about the sheet that got rows."""
    prefix, mark, cells = reference.rpartition("!")
    if (mark and prefix.strip("'").replace("''", "'") != title) or (not mark and not here):
        return reference
    whole = _WHOLE_ROWS.match(cells)
    if whole:
        return f"{prefix}{mark}{whole[1]}{move(int(whole[2]), False)}:{whole[3]}{move(int(whole[4]), True)}"
    parts = cells.split(":")
    moved = [_REFERENCE.sub(lambda m, end=at > 0: f"{m[1]}{m[2]}{move(int(m[3]), end)}", part) for at, part in enumerate(parts)]  # type: ignore[misc]
    return prefix + mark + ":".join(moved)


def _move_rules(sheet: Any, move: Callable[[int, bool], int]) -> None:
    """Move what is chosen from lists, what colours by rule, the filter, and the printed area."""
    from openpyxl.formatting.formatting import ConditionalFormattingList
    from openpyxl.worksheet.cell_range import MultiCellRange

    def moved(cells: str) -> str:
        return " ".join(_moved(one, True, sheet.title, move) if ":" in one else _moved_one(one, move) for one in cells.split())

    for rule in sheet.data_validations.dataValidation:
        rule.sqref = MultiCellRange(moved(str(rule.sqref)))
    kept = [(str(one.sqref), one.rules) for one in sheet.conditional_formatting]
    sheet.conditional_formatting = ConditionalFormattingList()
    for cells, rules in kept:
        for rule in rules:
            sheet.conditional_formatting.add(moved(cells), rule)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = moved(sheet.auto_filter.ref)
    if sheet.print_area:
        areas = sheet.print_area if isinstance(sheet.print_area, list) else sheet.print_area.split(",")
        sheet.print_area = ",".join(moved(one.rpartition("!")[2].replace("$", "")) for one in areas)


def _moved_one(cell: str, move: Callable[[int, bool], int]) -> str:
    """Return a rule's single cell; one in the row above the new rows takes them in."""
    found = _REFERENCE.fullmatch(cell)
    if found is None:
        return cell
    start, end = move(int(found[3]), False), move(int(found[3]), True)
    return f"{found[1]}{start}" if start == end else f"{found[1]}{start}:{found[1]}{end}"


def _move_names(book: Any, sheet: Any, move: Callable[[int, bool], int]) -> None:
    """Let the names of the workbook that mean places on the sheet mean them still."""
    for name in list(book.defined_names.values()):
        name.attr_text = ",".join(_moved(one, False, sheet.title, move) for one in (name.attr_text or "").split(","))
