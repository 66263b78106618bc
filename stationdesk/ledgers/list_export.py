"""A list as a workbook: text cells that can never become formulas, written row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.field import clean_text

SHEET_NAME = 31
"""Characters a sheet's name may have."""
WIDEST, NARROWEST = 46.0, 7.0
"""Characters a column is wide at most, a longer text is wrapped; and at least."""
A4, SIDEWAYS = 9, 90.0
"""Excel's number of the paper; and characters of all columns beyond which a page lies on its side."""
WESTERN = 0x2E7F
"""The last character that takes the room of one."""
NUMBER, DAY = re.compile(r"-?\d{1,9}%?"), re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
Holds = Literal["", "number", "day"]


class FileOpenElsewhere(DeskError):
    """The file cannot be written: another program holds it, or the folder is closed or full."""


@dataclass(frozen=True)
class ListColumn:
    """A heading, how wide its column is at least, in characters, and whether it holds numbers or days instead of words."""

    title: str
    width: float = 0.0
    holds: Holds = ""


@contextmanager
def new_workbook(path: Path, **options: bool) -> Iterator[Any]:
    """Give a workbook in which nothing is ever computed; it takes the place of `path` only when it is whole. Raises FileOpenElsewhere."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    unfinished = path.with_name(f".{path.name}.unfinished")
    book = xlsxwriter.Workbook(str(unfinished), {"strings_to_formulas": False, "strings_to_urls": False, **options})
    yield book
    try:
        book.close()
        unfinished.replace(path)
    except (FileCreateError, OSError) as error:
        with suppress(OSError):
            unfinished.unlink()
        raise FileOpenElsewhere(not_written(path)) from error


def export_list(path: Path, title: str, columns: Sequence[ListColumn], rows: Iterable[Sequence[str]], foot: str = "") -> int:
    """Write a list to `path` (.xlsx), its heading kept in sight and on every printed page, `foot` below it; returns how many rows.

    Every cell is text, so that nothing in a name is ever computed and no number loses its digits; only in a column that holds them
    numbers are numbers and days are days. A column is as wide as what it holds. What is there is replaced only when the new file is
    whole. Raises FileOpenElsewhere.
    """
    with new_workbook(path, constant_memory=True) as book:
        return _listed(book, title, columns, rows, foot)


def _listed(book: Any, title: str, columns: Sequence[ListColumn], rows: Iterable[Sequence[str]], foot: str) -> int:
    sheet = book.add_worksheet(sheet_name(title))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    top = {"valign": "top"}
    forms = {"": book.add_format({"num_format": "@", "text_wrap": True} | top), "day": book.add_format({"num_format": "yyyy-mm-dd"} | top)}
    forms |= {"number": book.add_format({"num_format": "0"} | top), "share": book.add_format({"num_format": "0%"} | top)}
    wide = [max(wide_of(column.title), column.width) for column in columns]
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.title, head)
    sheet.freeze_panes(1, 0)
    count = 0
    for count, row in enumerate(rows, 1):
        for at, text in enumerate(map(clean_text, row)):
            _write(sheet, count, at, text, columns[at].holds, forms)
            wide[at] = max(wide[at], wide_of(text))
    if foot:
        sheet.write_string(count + 2, 0, foot)
    _set_out(sheet, wide, count)
    return count


def _write(sheet: Any, row: int, at: int, text: str, holds: Holds, forms: Mapping[str, Any]) -> None:
    """Write a cell: a whole number, a share or a day where the column holds such and this is one, else text."""
    if holds == "number" and NUMBER.fullmatch(text):
        share = text.endswith("%")
        sheet.write_number(row, at, int(text.rstrip("%")) / (100 if share else 1), forms["share" if share else "number"])
    elif holds == "day" and (day := day_of(text)) is not None:
        sheet.write_datetime(row, at, day, forms["day"])
    else:
        sheet.write_string(row, at, text, forms[""])


def _set_out(sheet: Any, wide: Sequence[float], rows: int) -> None:
    """Give the columns their widths, and the page its form for whoever prints it: A4, all columns on it, the heading on each."""
    shown = [min(max(one + 2, NARROWEST), WIDEST) for one in wide]
    for at, width in enumerate(shown):
        sheet.set_column(at, at, width)
    sheet.set_paper(A4)
    if sum(shown) > SIDEWAYS:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C&P / &N")
    if rows:
        sheet.autofilter(0, 0, rows, len(shown) - 1)


def day_of(text: str) -> datetime | None:
    """Return a whole day; None for words, a year alone, and a day that is in no calendar."""
    try:
        return datetime.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def wide_of(text: str) -> float:
    """Return how many characters' room the longest line of a text takes; a Chinese one takes the room of two."""
    return max((sum(2 if ord(one) > WESTERN else 1 for one in line) for line in text.split("\n")), default=0)


def not_written(path: Path) -> str:
    """Return the sentence for a file that could not be written."""
    said = _("{name} could not be written: it may be open in another program, or the disk is full or write-protected.")
    return said.format(name=path.name)


def sheet_name(title: str) -> str:
    """Return `title` as a sheet may be called."""
    allowed = "".join(character for character in title if character not in "[]:*?/\\'")
    return allowed[:SHEET_NAME].strip() or "1"
