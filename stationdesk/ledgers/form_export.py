"""A form as a workbook: title, heads, one or two rows of headings, people, totals, signatures; one sheet, or one per group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ledgers.list_export import WIDEST, FileOpenElsewhere, not_written, sheet_name
from stationdesk.registers.export_profile import ExportProfileDraft
from stationdesk.services.form_people import group_order
from stationdesk.services.form_rows import FormLine, columns_of, heading

MOST_ROWS = 1_000_000
"""Rows a sheet may have (a little less than the program that opens it allows)."""
_NARROW, _WIDE = 6.0, 34.0
_WIDTHS = {"id": 20.0, "date": 12.0, "phone": 14.0, "number": 7.0, "flag": 6.0, "money": 9.0, "code": 10.0, "codes": 18.0, "text": 12.0}


class TooManyRows(DeskError):
    """More rows than a sheet can hold."""


@dataclass
class _Book:
    """The workbook being written, its formats, and what is said on every sheet."""

    book: Any
    profile: ExportProfileDraft
    titles: Sequence[tuple[str, str]]
    kinds: Sequence[str]
    heads: Sequence[str]
    feet: Sequence[str]
    formats: dict[str, Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    @property
    def two_rows(self) -> bool:
        """Whether a row of groups stands over the headings."""
        return any(group for group, _title in self.titles)


def export_form(
    path: Path,
    profile: ExportProfileDraft,
    rows: Iterable[FormLine],
    heads: Sequence[str] = (),
    feet: Sequence[str] = (),
    settle: Callable[[int], None] | None = None,
) -> int:
    """Write a form to `path` (.xlsx) and return how many rows it has; `heads` and `feet` are its lines, ready to read.

    Text is written as text and numbers as numbers, so that nothing is ever computed. What is there is replaced only when the new
    file is whole and `settle` was told how many rows it has; whatever goes wrong, or stops the rows, leaves nothing behind.
    Raises FileOpenElsewhere, TooManyRows.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    unfinished = path.with_name(f".{path.name}.unfinished")
    found = columns_of(profile)
    book = None
    try:
        book = xlsxwriter.Workbook(str(unfinished), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        made = _Book(book, profile, [(c.group, heading(c, f)) for c, f in found], [f.kind for _c, f in found], heads, feet)
        made.formats = _formats(book)
        count = 0
        for group, some in _sheets(profile, rows):
            count += _sheet(made, _free_name(made.names, group or profile.title), some)
        book.close()
        if settle is not None:
            settle(count)
        unfinished.replace(path)
    except (FileCreateError, OSError) as error:
        _drop(book, unfinished)
        raise FileOpenElsewhere(not_written(path)) from error
    except BaseException:
        _drop(book, unfinished)
        raise
    return count


def _drop(book: Any, unfinished: Path) -> None:
    """Leave nothing of a workbook that was not finished: neither its file nor the one the rows waited in."""
    for sheet in book.worksheets() if book is not None else ():
        waiting = getattr(sheet, "row_data_fh", None)
        if waiting is not None and not waiting.closed:
            waiting.close()
        Path(getattr(sheet, "row_data_filename", None) or unfinished).unlink(missing_ok=True)
    if book is not None:
        book.fileclosed = True
    unfinished.unlink(missing_ok=True)


def _sheets(profile: ExportProfileDraft, rows: Iterable[FormLine]) -> Iterator[tuple[str, Iterable[FormLine]]]:
    """Yield the sheets: all rows on one, or those of each group; constant memory writes one row after the other."""
    if not profile.per_group:
        yield "", rows
        return
    by_group = sorted(rows, key=lambda row: group_order(row.group))
    some = [(group, list(lines)) for group, lines in groupby(by_group, key=lambda row: row.group)]
    if not some:
        yield "", ()
    for group, lines in some:
        yield group or _("No group"), lines


def _formats(book: Any) -> dict[str, Any]:
    box = {"border": 1, "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        "line": book.add_format({"valign": "vcenter"}),
        "head": book.add_format({**box, "bold": True, "align": "center", "text_wrap": True}),
        "text": book.add_format({**box, "num_format": "@"}),
        "number": book.add_format(box),
    }


def _sheet(made: _Book, name: str, rows: Iterable[FormLine]) -> int:
    """Write one sheet; returns how many rows of people it has."""
    sheet = made.book.add_worksheet(name)
    last = max(len(made.titles) - 1, 0)
    for at, kind in enumerate(made.kinds):
        wide = len(made.titles[at][1]) * 2.0 + 2
        sheet.set_column(at, at, min(max(_WIDTHS[kind], min(wide, _WIDE), _NARROW), WIDEST))
    top = _top(made, sheet, last)
    sums: list[float | None] = [None] * len(made.titles)
    count, text, number = 0, made.formats["text"], made.formats["number"]
    write_string, write_number, write_blank = sheet.write_string, sheet.write_number, sheet.write_blank
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise TooManyRows(_("These are more rows than one sheet can hold. Please choose fewer people, or one sheet per village group."))
        line = top + count - 1
        for at, cell in enumerate(row.cells):
            if cell == "":
                write_blank(line, at, None, text)
            elif isinstance(cell, str):
                write_string(line, at, cell, text)
            else:
                write_number(line, at, cell, number)
                sums[at] = (sums[at] or 0) + cell
    _bottom(made, sheet, top + count, count, sums)
    sheet.freeze_panes(top, 2 if last > 3 else 0)
    sheet.repeat_rows(max(top - (2 if made.two_rows else 1), 0), top - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{top + count + 1}"})
    return count


def _top(made: _Book, sheet: Any, last: int) -> int:
    """Write title, lines and headings; returns the row the people begin in."""
    sheet.set_row(0, 30)
    _across(sheet, 0, last, made.profile.title, made.formats["title"])
    row = 1
    for said in made.heads:
        _across(sheet, row, last, said, made.formats["line"])
        row += 1
    head = made.formats["head"]
    if not made.two_rows:
        for at, (_group, title) in enumerate(made.titles):
            sheet.write_string(row, at, title, head)
        return row + 1
    for at, (group, title) in enumerate(made.titles):  # row by row: constant memory keeps no row that is behind
        first = at == 0 or made.titles[at - 1][0] != group
        sheet.write_string(row, at, title if not group else group if first else "", head)
    for at, (group, title) in enumerate(made.titles):
        sheet.write_string(row + 1, at, title if group else "", head)
    at = 0
    for group, some in groupby(made.titles, key=lambda one: one[0]):
        width = len(list(some))
        if not group:
            sheet.merge.extend([row, column, row + 1, column] for column in range(at, at + width))
        elif width > 1:
            sheet.merge.append([row, at, row, at + width - 1])
        at += width
    return row + 2


def _bottom(made: _Book, sheet: Any, row: int, count: int, sums: Sequence[float | None]) -> None:
    """Write the line of totals and the lines below it."""
    if made.profile.totals:
        for at, kind in enumerate(made.kinds):
            total = sums[at] if kind == "money" else None
            if at == 0:
                sheet.write_string(row, at, _("Total|form"), made.formats["text"])
            elif at == 1:
                sheet.write_string(row, at, _("{count} rows|form").format(count=count), made.formats["text"])
            elif total is not None:
                sheet.write_number(row, at, total, made.formats["number"])
            else:
                sheet.write_blank(row, at, None, made.formats["text"])
        row += 1
    for said in made.feet:
        sheet.write_string(row, 0, said, made.formats["line"])
        row += 1


def _across(sheet: Any, row: int, last: int, text: str, cell_format: Any) -> None:
    if last:
        sheet.merge_range(row, 0, row, last, "", cell_format)
    sheet.write_string(row, 0, text, cell_format)


def _free_name(taken: set[str], wanted: str) -> str:
    """Return a sheet's name that is free; Excel takes names for the same whatever their case."""
    name, number = sheet_name(wanted), 1
    while name.casefold() in taken:
        number += 1
        name = sheet_name(wanted)[:27] + f" {number}"
    taken.add(name.casefold())
    return name
