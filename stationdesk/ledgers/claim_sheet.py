"""The sheet on which departments take wishes: what may be taken is locked, four columns beside it are for the hand.

It comes back typed by many hands: rows moved, copied, cut out, headings in other words. Each row is read by its code; what cannot be
read is named with its row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.ledgers.event_cells import day_of
from stationdesk.ledgers.list_export import new_workbook, sheet_name
from stationdesk.ledgers.reading import read_sheets
from stationdesk.ledgers.row_read import text_of
from stationdesk.ledgers.sheet import Cell, Sheet
from stationdesk.ledgers.values import is_nothing, plain
from stationdesk.registers.field import clean_text

COLUMNS: tuple[tuple[str, str, float], ...] = (
    ("town", N_("Town|claims"), 11),
    ("station", N_("Village|claims"), 12),
    ("number", N_("Number of the wish"), 11),
    ("called", N_("Called|claims"), 10),
    ("kind", N_("Kind of wish"), 9),
    ("content", N_("What is wished for"), 34),
    ("spec", N_("Size and quantity"), 16),
    ("budget", N_("Estimated cost, yuan"), 11),
    ("wanted_by", N_("Wanted by"), 12),
    ("claimer", N_("Unit that takes it"), 22),
    ("contact", N_("Contact|claims"), 10),
    ("phone", N_("Contact's phone"), 14),
    ("promised", N_("Promised day"), 12),
    ("code", N_("Code (please leave as it is)"), 30),
)
"""Name, heading and width in characters of each column, in their order."""
BY_HAND = ("claimer", "contact", "phone", "promised")
"""The columns a department fills in."""
MEANINGS: tuple[tuple[str, str], ...] = (
    ("code", r"识别码|勿改|不要改|code"),
    ("phone", r"电话|手机|号码$|phone"),
    ("wanted_by", r"希望|期望|wanted"),
    ("promised", r"承诺|送达|送到|完成(时间|日期)|promised"),
    ("contact", r"联系人|经办|负责人|contact"),
    ("claimer", r"认领(?!日期|时间)|帮扶单位|爱心单位|unit"),
    ("number", r"心愿编号|^编号|number"),
    ("called", r"称呼|called"),
    ("kind", r"类型|kind"),
    ("budget", r"金额|预估|cost"),
    ("content", r"内容|心愿$|what"),
    ("spec", r"规格|尺码|数量|size"),
    ("town", r"乡镇|镇街|town"),
    ("station", r"村|社区|village"),
)
"""What a heading means: the first that fits, the surest first."""
DEEPEST = 30
"""Rows looked at from the top for the headings."""


class NoClaimSheet(DeskError):
    """The file is not the sheet of wishes."""


@dataclass(frozen=True)
class ClaimRow:
    """What one row says, the hand's columns as they stand."""

    sheet: str
    row: int
    said: dict[str, str]
    promised: str = ""
    """YYYY-MM-DD; empty without one, or where it could not be read."""
    unread_day: bool = False
    formula: str = ""
    """The column of a cell that computes what it shows; empty without one."""

    @property
    def is_claim(self) -> bool:
        """Tell whether anybody wrote into the row."""
        return bool(self.formula) or any(self.said.get(name) for name in BY_HAND)


@dataclass
class ReadClaims:
    """What a file says."""

    rows: list[ClaimRow] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)


def write_claim_sheet(path: Path, rows: Sequence[dict[str, str]], title: str, on: date) -> None:
    """Write the wishes that may be taken: locked, with four open columns. Raises FileOpenElsewhere.

    The lock has no password: it keeps a hand from slipping, and what was changed all the same is noticed at the import.
    """
    with new_workbook(path) as book:
        _fill(book, book.add_worksheet(sheet_name(_("Wishes to take"))), rows, title, on)


def _fill(book: Any, sheet: Any, rows: Sequence[dict[str, str]], title: str, on: date) -> None:
    """Write title, headings and rows, and lock what is not for the hand."""
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    body = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    yellow = {"valign": "top", "text_wrap": True, "locked": False, "bg_color": "#FFF8DC", "border": 4}
    hand, day = book.add_format({"num_format": "@", **yellow}), book.add_format({"num_format": "yyyy-mm-dd", **yellow})
    last = len(COLUMNS) - 1
    sheet.merge_range(0, 0, 0, last, title, book.add_format({"bold": True, "font_size": 14}))
    sheet.merge_range(1, 0, 1, last, _how(), book.add_format({"text_wrap": True, "valign": "top"}))
    sheet.set_row(1, 34)
    for at, (name, heading, width) in enumerate(COLUMNS):
        sheet.set_column(at, at, width)
        sheet.write_string(2, at, _(heading), head)
        for down, row in enumerate(rows, 3):
            if name in BY_HAND:
                sheet.write_blank(down, at, None, day if name == "promised" else hand)
            else:
                sheet.write_string(down, at, clean_text(row.get(name, "")), body)
    sheet.freeze_panes(3, 3)
    if rows:
        _keep_in_order(sheet, 3, 2 + len(rows), on)
        sheet.autofilter(2, 0, 2 + len(rows), last)
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True, "select_locked_cells": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)


def _how() -> str:
    return _(
        "Please fill in only the yellow columns of the wishes your unit takes: unit, contact, phone, promised day. "
        "Leave the other rows empty and send the sheet back as it is. Each station answers whether the claim stands."
    )


def _keep_in_order(sheet: Any, first: int, last: int, on: date) -> None:
    """Let the spreadsheet say at once what the import would refuse: a day that is over, a phone that is none."""
    at = {name: place for place, (name, _heading, _width) in enumerate(COLUMNS)}
    validate = sheet.data_validation
    until = on + timedelta(days=3 * 366)
    validate(
        first,
        at["promised"],
        last,
        at["promised"],
        {
            "validate": "date",
            "criteria": "between",
            "minimum": on,
            "maximum": until,
            "error_type": "warning",
            "error_title": _("Promised day"),
            "error_message": _("Please write a day to come, like 2026-12-20."),
        },
    )
    for name, longest in (("claimer", 60), ("contact", 36), ("phone", 40)):
        validate(
            first,
            at[name],
            last,
            at[name],
            {
                "validate": "length",
                "criteria": "<=",
                "value": longest,
                "error_type": "warning",
                "error_title": _({one: word for one, word, _width in COLUMNS}[name]),
                "error_message": _("This is too long."),
            },
        )


def read_claim_sheet(path: Path, on: date) -> ReadClaims:
    """Read a sheet that came back. Raises FileRefused for what is no table, NoClaimSheet where the headings are not found."""
    read, found = ReadClaims(), False
    for sheet in read_sheets(path):
        headings = _headings(sheet)
        if headings is None:
            continue
        found = True
        _fill_merged(sheet)
        at, columns = headings
        read.headings |= {name: text_of(sheet.rows[at][column]) for name, column in columns.items()}
        for place in range(at + 1, len(sheet.rows)):
            row = _row(sheet, place, columns, on)
            if any(row.said.values()) or row.formula:
                read.rows.append(row)
    if not found:
        raise NoClaimSheet(
            _(
                "{file} is not the sheet of wishes: the headings «{code}» and «{unit}» were not found in it. "
                "Please send out the sheet of «county claims export» and take back that one. Nothing was taken in."
            ).format(file=path.name, code=_("Code (please leave as it is)"), unit=_("Unit that takes it"))
        )
    return read


def _headings(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the row of the headings and the column of each meaning; there must be who takes a wish, and which one."""
    for at, row in enumerate(sheet.rows[:DEEPEST]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            text = plain(text_of(cell))
            named = next((name for name, pattern in MEANINGS if len(text) < 30 and re.search(pattern, text, re.IGNORECASE)), "")
            if text and named and named not in columns:
                columns[named] = column
        if "claimer" in columns and ("code" in columns or "number" in columns) and len(columns) >= 3:
            return at, columns
    return None


def _fill_merged(sheet: Sheet) -> None:
    """Let every cell of a merge in one column say what its first one says: one unit beside several wishes."""
    for top, left, bottom, right in sheet.merges:
        if left == right and top < len(sheet.rows) and left < len(sheet.rows[top]):
            for at in range(top + 1, min(bottom + 1, len(sheet.rows))):
                sheet.rows[at][left] = sheet.rows[top][left]


def _row(sheet: Sheet, place: int, columns: dict[str, int], on: date) -> ClaimRow:
    cells: dict[str, Cell] = {name: sheet.rows[place][column] for name, column in columns.items() if column < len(sheet.rows[place])}
    said = {name: clean_text(text_of(cell)) for name, cell in cells.items()}
    said = {name: "" if is_nothing(text) else text for name, text in said.items()}
    formula = next((name for name in (*BY_HAND, "code") if (place, columns.get(name, -1)) in sheet.formulas), "")
    promised, unread = _promised(cells.get("promised"), on, epoch_1904=sheet.epoch_1904)
    return ClaimRow(sheet.name, place + 1, said, promised, unread, formula)


def _promised(cell: Cell, on: date, *, epoch_1904: bool) -> tuple[str, bool]:
    """Return the day a cell promises and whether it could not be read; one without a year is the next such day."""
    if cell is None or not text_of(cell).strip() or is_nothing(text_of(cell)):
        return "", False
    read = day_of(cell, on, on.year, epoch_1904=epoch_1904).iso or ""
    if read and read < on.isoformat() and not re.search(r"\d{4}", text_of(cell)):
        read = day_of(cell, on, on.year + 1, epoch_1904=epoch_1904).iso or ""
    return (read, False) if len(read) == 10 else ("", True)
