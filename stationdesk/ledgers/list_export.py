"""A list as a workbook: text cells that can never become formulas, written row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.field import clean_text

SHEET_NAME = 31
"""Characters a sheet's name may have."""
WIDEST = 60.0


class FileOpenElsewhere(DeskError):
    """The file cannot be written: another program holds it, or the folder is closed or full."""


@dataclass(frozen=True)
class ListColumn:
    """A heading and how wide its column is, in characters."""

    title: str
    width: float = 12.0


def export_list(path: Path, title: str, columns: Sequence[ListColumn], rows: Iterable[Sequence[str]], foot: str = "") -> int:
    """Write a list to `path` (.xlsx), its heading kept in sight, `foot` below it; returns how many rows.

    Every cell is text, so that nothing in a name is ever computed and no number loses its digits. What is there is replaced
    only when the new file is whole. Raises FileOpenElsewhere.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    unfinished = path.with_name(f".{path.name}.unfinished")
    book = xlsxwriter.Workbook(str(unfinished), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(sheet_name(title))
    head, body = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@", "valign": "top"})
    for at, column in enumerate(columns):
        sheet.set_column(at, at, min(column.width, WIDEST))
        sheet.write_string(0, at, column.title, head)
    sheet.freeze_panes(1, 0)
    count = 0
    for count, row in enumerate(rows, 1):
        for at, text in enumerate(row):
            sheet.write_string(count, at, clean_text(text), body)
    if foot:
        sheet.write_string(count + 2, 0, foot)
    try:
        book.close()
        unfinished.replace(path)
    except (FileCreateError, OSError) as error:
        unfinished.unlink(missing_ok=True)
        raise FileOpenElsewhere(not_written(path)) from error
    return count


def not_written(path: Path) -> str:
    """Return the sentence for a file that could not be written."""
    said = _("{name} could not be written: it may be open in another program, or the disk is full or write-protected.")
    return said.format(name=path.name)


def sheet_name(title: str) -> str:
    """Return `title` as a sheet may be called."""
    allowed = "".join(character for character in title if character not in "[]:*?/\\'")
    return allowed[:SHEET_NAME].strip() or "1"
