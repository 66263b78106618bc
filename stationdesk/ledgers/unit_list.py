"""Reads a list of villages and communities as towns and counties send it round: one row a unit, under any headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ledgers.reading import LedgerFile
from stationdesk.ledgers.row_read import text_of
from stationdesk.ledgers.sheet import Cell, Sheet
from stationdesk.ledgers.values import is_nothing, is_tick, plain
from stationdesk.registers.birth_date import read_birth_date
from stationdesk.registers.code import table
from stationdesk.registers.division import TOWNS, kind_by_name, whole_code
from stationdesk.registers.field import clean_text
from stationdesk.registers.org_unit import OrgUnitDraft
from stationdesk.services.unit_intake import UnitRow

DEEPEST = 30
"""Rows looked at from the top for the headings."""
HEADINGS: tuple[tuple[str, str], ...] = (
    ("call_room_opened_on", r"(连线|工作室).*(时间|日期|开通|启用|建成)"),
    ("has_call_room", r"连线|工作室"),
    ("has_station", r"(是否|有无).*站|实践站(?!名)|建站|^站点?$"),
    ("region_code", r"代码|编码|区划码"),
    ("household_count", r"户数|总户|多少户|^户$|常住户"),
    ("resident_count", r"人口|人数|总人|^人$"),
    ("unit_kind", r"类别|类型|性质|村居别"),
    ("town", r"乡镇|镇街|街镇|街道|^镇|^乡|上级|所属"),
    ("name", r"村居$|村名|村社区$|社区名|行政村$|^村$|^社区$|单位|名称"),
)
"""What a heading means: the first that fits, the surest first."""
_PASSED = re.compile(r"^(合计|总计|小计|共计|备注|填报|填表|审核|注[:：]|说明)")
_SERIAL = re.compile(r"^(序号|编号|NO\.?|#)$", re.IGNORECASE)
_YES = frozenset({"是", "有", "已建", "已设", "已开", "已建立", "已开通", "建成", "1", "1个"})
_NO = frozenset({"否", "无", "未", "没", "没有", "未建", "未设", "未开", "未建成", "0"})
_SAME = frozenset({"同上", "〃", "″", '"', "”"})


class NoUnitList(DeskError):
    """No list of villages was found in the file."""


@dataclass
class _Read:
    """What is read of one sheet so far."""

    sheet: Sheet
    on: date
    rows: list[UnitRow] = field(default_factory=list)
    skipped: int = 0
    town: str | None = None


def read_units(file: LedgerFile, on: date) -> tuple[list[UnitRow], int]:
    """Return the units a file lists, and how many rows were passed over. Raises NoUnitList."""
    rows: list[UnitRow] = []
    skipped = 0
    for sheet in file.sheets:
        read = _read_sheet(sheet, on)
        if read is not None:
            rows += read.rows
            skipped += read.skipped
    if not rows:
        raise NoUnitList(
            _(
                "No list of villages and communities was found in {file}. It needs a row of headings with the name of the village, "
                "and one row for each. Nothing was taken in."
            ).format(file=file.name)
        )
    return rows, skipped


def _read_sheet(sheet: Sheet, on: date) -> _Read | None:
    found = _headings(sheet)
    if found is None:
        return None
    at, columns, rest = found
    _fill_merged(sheet)
    read = _Read(sheet, on, skipped=sum(_any(row) for row in sheet.rows[: at + 1]))
    name = plain(sheet.name)
    read.town = name if kind_by_name(name) in TOWNS else None
    for number, row in enumerate(sheet.rows[at + 1 :], at + 2):
        _read_row(read, number, row, columns, rest)
    return read


def _any(row: Sequence[Cell]) -> bool:
    return any(text_of(cell) for cell in row)


def meaning_of(heading: str) -> str:
    """Return the field a heading names, empty for none."""
    text = plain(heading).replace("(", "").replace(")", "").replace("/", "").replace("、", "")
    if not text or len(text) > 20 or _SERIAL.match(text):
        return ""
    return next((name for name, pattern in HEADINGS if re.search(pattern, text)), "")


def _headings(sheet: Sheet) -> tuple[int, dict[str, int], dict[int, str]] | None:
    """Return the row of the headings, the column of each field, and the headings of what no field takes."""
    for at, row in enumerate(sheet.rows[:DEEPEST]):
        columns: dict[str, int] = {}
        rest: dict[int, str] = {}
        for column, cell in enumerate(row):
            text = text_of(cell)
            named = meaning_of(text)
            if named and named not in columns:
                columns[named] = column
            elif text and not _SERIAL.match(plain(text)):
                rest[column] = text
        if "name" in columns and len(columns) >= 2:
            return at, columns, rest
    return None


def _fill_merged(sheet: Sheet) -> None:
    """Let every cell of a merge in one column say what its first one says: a town over its villages."""
    for top, left, bottom, right in sheet.merges:
        if left == right and top < len(sheet.rows) and left < len(sheet.rows[top]):
            for at in range(top + 1, min(bottom + 1, len(sheet.rows))):
                sheet.rows[at][left] = sheet.rows[top][left]


def _read_row(read: _Read, number: int, row: Sequence[Cell], columns: dict[str, int], rest: dict[int, str]) -> None:
    said = {name: text_of(row[at]) for name, at in columns.items() if at < len(row)}
    filled = [text_of(cell) for cell in row if text_of(cell)]
    name = clean_text("".join(said.get("name", "").split()))
    if not filled:
        return
    if len(filled) == 1 and kind_by_name(filled[0]) in TOWNS:  # a line of its own: the town of what stands below
        read.town, read.skipped = plain(filled[0]), read.skipped + 1
        return
    if not name or is_nothing(name) or any(_PASSED.match(plain(one)) for one in filled[:2]) or meaning_of(name) == "name":
        read.skipped += 1
        return
    doubts: list[str] = []
    values: dict[str, Any] = {"name": name[:80], "town": _town(read, said.get("town"), "town" in columns, name)}
    for field_name in ("unit_kind", "region_code", "household_count", "resident_count", "has_station", "has_call_room"):
        if said.get(field_name):
            values[field_name] = _READERS[field_name](said[field_name], doubts)
    if "call_room_opened_on" in columns and (cell := row[columns["call_room_opened_on"]]) is not None:
        _read_opening(read, cell, values, doubts)
    left = [f"{heading}：{text_of(row[at])}" for at, heading in rest.items() if at < len(row) and text_of(row[at])]
    values["remark"] = "；".join(left)[:2000] or None
    read.rows.append(UnitRow(read.sheet.name, number, OrgUnitDraft.model_validate(values), tuple(doubts)))


def _town(read: _Read, said: str | None, has_column: bool, name: str) -> str | None:
    if kind_by_name(name) in TOWNS:
        read.town = name
        return None
    if said and plain(said) not in _SAME:
        read.town = plain(said)[:80]
    return read.town if has_column or read.town else None


def _kind(text: str, doubts: list[str]) -> str | None:
    found = table("unit_kind").code_for(text)
    if found is None:
        doubts.append(_("the kind «{kind}» is not known; it is taken from the name").format(kind=text))
    return found


def _code(text: str, doubts: list[str]) -> str | None:
    digits = re.sub(r"\D", "", text)
    if whole_code(digits) is None:
        if not is_nothing(text):
            doubts.append(_("the code «{code}» has not 6, 9 or 12 digits and is left out").format(code=text))
        return None
    return digits


def _number(text: str, doubts: list[str]) -> int | None:
    found = re.fullmatch(r"(\d+)(?:\.0+)?[户人口]?", plain(text).replace(",", ""))
    if found is None:
        if not is_nothing(text):
            doubts.append(_("«{text}» is no number and is left out").format(text=text))
        return None
    return int(found[1]) if len(found[1]) < 9 else None


def _yes(text: str, doubts: list[str]) -> bool | None:
    word = plain(text)
    ticked = is_tick(text)
    if ticked is not None:
        return ticked
    if word in _NO or is_nothing(text):
        return False
    if word in _YES:
        return True
    doubts.append(_("«{text}» is neither yes nor no and is left out").format(text=text))
    return None


def _read_opening(read: _Read, cell: Cell, values: dict[str, Any], doubts: list[str]) -> None:
    """Read since when a call room is open: a day, a month, a year, or only that there is one."""
    text = text_of(cell)
    if not text or is_nothing(text):
        return
    found = read_birth_date(cell if not isinstance(cell, bool) else text, read.on, epoch_1904=read.sheet.epoch_1904)
    if found.iso and found.doubt is None and found.precision in {"day", "month", "year"}:
        values["call_room_opened_on"] = (found.iso + "-01-01")[:10]
        if found.precision != "day":
            doubts.append(_("«{text}» names no day; the first day of it is written down").format(text=text))
        values.setdefault("has_call_room", True)
        return
    answer = _yes(text, doubts)
    if answer is not None:
        values.setdefault("has_call_room", answer)


_READERS: dict[str, Any] = {
    "unit_kind": _kind,
    "region_code": _code,
    "household_count": _number,
    "resident_count": _number,
    "has_station": _yes,
    "has_call_room": _yes,
}
