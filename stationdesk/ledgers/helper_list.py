"""Reads a list of helpers as departments send it round: one row a person, under any headings; what is left out is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ledgers.reading import read_sheets
from stationdesk.ledgers.row_read import text_of
from stationdesk.ledgers.sheet import Cell, Sheet
from stationdesk.ledgers.values import is_nothing, plain
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.field import clean_text
from stationdesk.registers.phone import read_phones

DEEPEST, MOST, LONGEST = 30, 3000, 40
"""Rows looked at from the top for the headings; rows read; signs of a cell that are told."""
HEADINGS: tuple[tuple[str, str], ...] = (
    ("private", r"身份证|证件|银行|卡号|账号|残疾证"),
    ("whom", r"^(发给|给谁|发到|使用范围|服务范围)|服务(的)?(村|社区|站|乡镇|镇)|联系村|帮扶村|包联"),
    ("phones", r"电话|手机|联系方式|号码"),
    ("org_level", r"层级|级别"),
    ("helper_type", r"类型|类别|身份|人员性质"),
    ("sex", r"^性别$"),
    ("free_times", r"空闲|有空|方便.*时|服务时间"),
    ("org", r"单位|组织|部门|机构|派出"),
    ("post", r"职务|岗位|职称"),
    ("remark", r"备注|说明"),
    ("name", r"姓名|名字|^(帮扶人|志愿者|联系人|人员|名称|爱心妈妈)(名称|员)?$|^name"),
)
"""What a heading means: the first that fits, the surest first."""
CODED = {"helper_type": "helper_type", "org_level": "org_level", "sex": "sex"}
_PASSED = re.compile(r"^(合计|总计|小计|共计|填报|填表|审核|注[:：]|说明|联系人[:：])")
_SERIAL = re.compile(r"^(序号|编号|NO\.?|#)$", re.IGNORECASE)
_SAME = frozenset({"同上", "〃", "″", '"', "”"})


class NoHelperList(DeskError):
    """No list of helpers was found in the file, or one that is too long to be one."""


@dataclass(frozen=True)
class HelperLine:
    """What one row says; `doubts` are sentences about cells that were left out, `whom` is for whom as it was written."""

    sheet: str
    row: int
    said: dict[str, Any]
    whom: str = ""
    doubts: tuple[str, ...] = ()


@dataclass
class _Read:
    """What is read of one sheet so far."""

    sheet: Sheet
    columns: dict[str, int]
    rest: dict[int, str]
    private: frozenset[int]
    lines: list[HelperLine] = field(default_factory=list)
    skipped: int = 0
    above: dict[str, str] = field(default_factory=dict)


def read_helper_list(path: Path) -> tuple[list[HelperLine], int]:
    """Return the helpers a file lists, and how many rows were passed over. Raises FileRefused, NoHelperList."""
    lines: list[HelperLine] = []
    skipped = 0
    for sheet in read_sheets(path):
        found = _headings(sheet)
        if found is None:
            continue
        at, columns, rest, private = found
        if len(sheet.rows) - at > MOST:
            said = _("{file} has more than {most} rows. Please take it in in parts. Nothing was taken in.")
            raise NoHelperList(said.format(file=path.name, most=MOST))
        _fill_merged(sheet)
        read = _Read(sheet, columns, rest, private)
        for number, row in enumerate(sheet.rows[at + 1 :], at + 2):
            _read_row(read, number, row)
        lines += read.lines
        skipped += read.skipped
    if not lines:
        said = _(
            "No list of helpers was found in {file}. It needs a row of headings with the name and the phone, the organisation or the kind, "
            "and one row for each helper. Nothing was taken in."
        )
        raise NoHelperList(said.format(file=path.name))
    return lines, skipped


def meaning_of(heading: str) -> str:
    """Return the field a heading names, empty for none."""
    text = re.sub(r"[()（）/、]", "", plain(heading))
    if not text or len(text) > 20 or _SERIAL.match(text):
        return ""
    return next((name for name, pattern in HEADINGS if re.search(pattern, text, re.IGNORECASE)), "")


def _headings(sheet: Sheet) -> tuple[int, dict[str, int], dict[int, str], frozenset[int]] | None:
    """Return the row of the headings, the column of each field, the headings of what no field takes, and the columns never read."""
    for at, row in enumerate(sheet.rows[:DEEPEST]):
        columns, rest, private = dict[str, int](), dict[int, str](), set[int]()
        for column, cell in enumerate(row):
            text = text_of(cell)
            named = meaning_of(text)
            if named == "private":
                private.add(column)
            elif named and named not in columns:
                columns[named] = column
            elif text and not _SERIAL.match(plain(text)):
                rest[column] = text
        if "name" in columns and columns.keys() & {"phones", "org", "helper_type", "post"}:
            return at, columns, rest, frozenset(private)
    return None


def _fill_merged(sheet: Sheet) -> None:
    """Let every cell of a merge in one column say what its first one says: an organisation over its people."""
    for top, left, bottom, right in sheet.merges:
        if left == right and top < len(sheet.rows) and left < len(sheet.rows[top]):
            for at in range(top + 1, min(bottom + 1, len(sheet.rows))):
                sheet.rows[at][left] = sheet.rows[top][left]


def _read_row(read: _Read, number: int, row: Sequence[Cell]) -> None:
    filled = [text_of(cell) for cell in row if text_of(cell)]
    if not filled:
        return
    doubts: list[str] = []
    said = {name: _cell(read, number, name, row, doubts) for name in read.columns}
    name = clean_text(" ".join(said.pop("name", "").split()))
    if not name or is_nothing(name) or any(_PASSED.match(plain(one)) for one in filled[:2]) or meaning_of(name) == "name":
        read.skipped += 1
        return
    values: dict[str, Any] = {"name": name}
    for field_name, text in said.items():
        if text and not is_nothing(text) and field_name not in {"whom", "remark"}:
            values[field_name] = _value(field_name, text, doubts)
    if any(text_of(row[at]) for at in read.private if at < len(row)):
        doubts.append(_("numbers of identity papers and accounts are not taken in"))
    left = [f"{heading}：{text_of(row[at])}" for at, heading in read.rest.items() if at < len(row) and text_of(row[at])]
    remark = "；".join(filter(None, (said.get("remark", ""), *left)))
    values["remark"] = remark[:1000]
    found = {name: value for name, value in values.items() if value}
    read.lines.append(HelperLine(read.sheet.name, number, found, said.get("whom", ""), tuple(doubts)))


def _cell(read: _Read, number: int, name: str, row: Sequence[Cell], doubts: list[str]) -> str:
    """Return what a cell says; 同上 says what the one above says, a formula says nothing."""
    at = read.columns[name]
    if (number - 1, at) in read.sheet.formulas:
        doubts.append(_("«{heading}» is a formula and is left out").format(heading=_heading(read, at)))
        return ""
    text = clean_text(text_of(row[at])) if at < len(row) else ""
    if plain(text) in _SAME:
        text = read.above.get(name, "")
    read.above[name] = text
    return text


def _heading(read: _Read, at: int) -> str:
    for row in read.sheet.rows[:DEEPEST]:
        if at < len(row) and meaning_of(text_of(row[at])):
            return text_of(row[at])[:LONGEST]
    return ""


def _value(name: str, text: str, doubts: list[str]) -> Any:
    if name == "phones":
        read = read_phones(text)
        if read.rest:
            doubts.append(_("«{text}» is no phone number and is left out").format(text=read.rest[:LONGEST]))
        return tuple(PhoneNumber(number=one.number, owner=one.owner) for one in read.phones)
    if name in CODED:
        code = table(CODED[name]).code_for(text)
        if code is None:
            doubts.append(
                _("«{text}» is not in the list of «{list}» and is left out").format(text=text[:LONGEST], list=table(CODED[name]).title)
            )
        return code
    return text
