"""Days of rest, work and festivals as a sheet: one a row, or the first and the last of several; each row that cannot be read is named."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from pydantic import ValidationError

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ledgers.event_cells import day_of
from stationdesk.ledgers.reading import read_sheets
from stationdesk.ledgers.row_read import text_of
from stationdesk.ledgers.sheet import Sheet
from stationdesk.ledgers.values import plain
from stationdesk.registers.code import table
from stationdesk.registers.day_off import DayOffDraft
from stationdesk.registers.field import clean_text

SHEETS = frozenset({".xlsx", ".xls", ".ods", ".csv", ".txt", ".et"})
HEADINGS: tuple[tuple[str, str], ...] = (
    ("kind", r"性质|类型|怎么算|安排|^kind"),
    ("name", r"名称|节日|说明|备注|^name"),
    ("until", r"^(到|止|结束|最后)"),
    ("day", r"日期|日子|哪天|开始|从|^day"),
)
"""What a heading means: the first that fits."""
DEEPEST, MOST, LONGEST = 30, 400, 31
"""Rows looked at for the headings; rows read; days of one row at most."""
WORDS = {"休": "rest", "班": "workday"}
"""What offices write besides the words of the table."""
TOLD = 8
YEAR = re.compile(r"(19|20)\d\d")


class NoDays(DeskError):
    """The file is no table of days, or a row of it cannot be read; nothing was taken in."""


def read_day_list(path: Path, on: date) -> list[DayOffDraft]:
    """Return the days a sheet says, whole or not at all. Raises FileRefused, NoDays with every row that is wrong."""
    days: list[DayOffDraft] = []
    wrong: list[str] = []
    for sheet in read_sheets(path):
        found = _headings(sheet)
        if found is None:
            continue
        at, columns = found
        for place in range(at + 1, min(len(sheet.rows), at + 1 + MOST)):
            if any(text_of(cell) for cell in sheet.rows[place]):
                said = _row(sheet, place, columns, on)
                if isinstance(said, str):
                    wrong.append(_("row {row}: {why}").format(row=place + 1, why=said))
                else:
                    days += said
    wrong += _twice(days)
    if wrong:
        told = _("; ").join(wrong[:TOLD]) + (_("; and {count} more").format(count=len(wrong) - TOLD) if len(wrong) > TOLD else "")
        said = _("{file} was not taken in; nothing has changed. Please mend these and try again: {wrong}")
        raise NoDays(said.format(file=path.name, wrong=told))
    if not days:
        said = _("{file} is no table of days: it needs one heading for the day and one for rest, work or festival. Nothing was taken in.")
        raise NoDays(said.format(file=path.name))
    return days


def _twice(days: list[DayOffDraft]) -> list[str]:
    """Return which days are said to be two different things, in words."""
    kinds: dict[tuple[str, bool], str] = {}
    found = []
    for one in days:
        key = (one.day, one.kind == "festival")
        if kinds.setdefault(key, str(one.kind)) != one.kind:
            found.append(_("{day} stands there as rest and as work").format(day=one.day))
    return found


def _headings(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    for at, row in enumerate(sheet.rows[:DEEPEST]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            text = plain(text_of(cell))
            name = next((name for name, pattern in HEADINGS if text and len(text) < 12 and re.search(pattern, text, re.IGNORECASE)), "")
            if name:
                columns.setdefault(name, column)
        if {"day", "kind"} <= columns.keys():
            return at, columns
    return None


def _row(sheet: Sheet, place: int, columns: dict[str, int], on: date) -> list[DayOffDraft] | str:
    """Return the days of a row, or why it cannot be read; a day must have its year."""
    cells = {name: sheet.rows[place][at] for name, at in columns.items()}
    said = {name: clean_text(text_of(cell)) for name, cell in cells.items()}
    if any((place, at) in sheet.formulas for at in columns.values()):
        return _("a cell computes what it shows; please write the value")
    read = day_of(cells["day"], on, None, epoch_1904=sheet.epoch_1904)
    last = day_of(cells["until"], on, None, epoch_1904=sheet.epoch_1904).iso if said.get("until") else read.until
    dated = all(
        not isinstance(cells.get(name), str) or not said[name] or YEAR.search(said[name]) for name in ("day", "until") if name in said
    )
    if not dated or not read.iso or len(read.iso) != 10 or (said.get("until") and (not last or len(last) != 10)):
        return _("«{text}» is no day with its year; please write it like 2027-02-06").format(text=(said.get("day") or "")[:30])
    kind = WORDS.get(said.get("kind", "")) or table("day_kind").code_for(said.get("kind", ""))
    if kind is None:
        return _("«{text}» is neither rest nor work nor festival").format(text=said.get("kind", "")[:30])
    first, end = date.fromisoformat(read.iso), date.fromisoformat(last or read.iso)
    if not timedelta(0) <= end - first < timedelta(days=LONGEST):
        return _("from {first} to {last} cannot be: the last day lies before the first, or too far away").format(first=first, last=end)
    if kind == "festival" and not said.get("name"):
        return _("a festival needs its name")
    every = ((first + timedelta(days=step)).isoformat() for step in range((end - first).days + 1))
    try:
        return [DayOffDraft.model_validate({"day": day, "kind": kind, "name": said.get("name") or None}) for day in every]
    except ValidationError:
        return _("«{text}» is too long for a name").format(text=said.get("name", "")[:30])
