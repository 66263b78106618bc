"""Tells a person's row from titles, repeated headers, group rows, sub-totals and the words at a sheet's foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from stationdesk.ledgers.headers import is_header_row, label_of
from stationdesk.ledgers.labels import tidy_label
from stationdesk.ledgers.sheet import Cell
from stationdesk.ledgers.values import category_codes, group_of, is_nothing, plain
from stationdesk.ledgers.vocabulary import FIELDS, FOOTER_WORDS, PERSONS

_NAME_LABELS = frozenset(word for word, meaning in FIELDS.items() if meaning == "name") | PERSONS.keys()
_TOTAL = re.compile(
    r"^[(（【\[]?(?:本[页村组社表]|全[村镇组社]|以上|第?[一二三四五六七八九十\d]{1,3}[组社])?(?:小计|合计|总计|共计|累计|总人数|小结|共有?\d+[人户名])"
)
_GROUP_NUMBER = re.compile(r"^(?:第?[一二三四五六七八九十\d]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）])")
_COUNTED = re.compile(r"[(（:：]?(?:共|计|小计|合计)?\d+[人户名个][)）]?$")


@dataclass(slots=True)
class Group:
    """What a group row says of the rows below it."""

    village_group: str | None = None
    categories: tuple[str, ...] = ()
    text: str = ""


@dataclass(slots=True)
class Sorted:
    """A block's rows by what they are; indexes count from 0 in the sheet."""

    people: list[int] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    groups: dict[int, Group] = field(default_factory=dict)
    """Group row → what it says."""
    next_header: int | None = None
    """Where another table starts in the same sheet."""


def sort_rows(
    rows: Sequence[Sequence[Cell]],
    start: int,
    name_at: int | None,
    own: Sequence[int],
    serial_at: int | None,
    header: Sequence[Sequence[Cell]],
) -> Sorted:
    """Sort the rows from `start` on; `own` are the columns that say something of the person listed.

    A row that names columns again is a repeated header; one that names other columns ends the block.
    """
    found = Sorted()
    known = [[label_of(cell) for cell in row] for row in header]
    own_set = [at for at in own if at != serial_at]
    for at in range(start, len(rows)):
        row = rows[at]
        name = row[name_at] if name_at is not None and name_at < len(row) else None
        first = next((cell for cell in row if cell is not None), None)
        if first is None:
            found.skipped.append((at, "empty"))
            continue
        plain_row = isinstance(name, str) and 1 < len(name) < 8 and not isinstance(first, str)
        if plain_row and not _calls_columns(name):
            found.people.append(at)
            continue
        kind = _kind(row, first, name, own_set, serial_at, known)
        if kind == "header" and _is_other(row, known):
            found.next_header = at
            return found
        if kind == "person":
            found.people.append(at)
            continue
        found.skipped.append((at, kind))
        if kind == "group":
            found.groups[at] = read_group(str(first))
    return found


def _calls_columns(name: Cell) -> bool:
    return isinstance(name, str) and (name.endswith(("姓名", "名字")) or name in _NAME_LABELS)


def _kind(row: Sequence[Cell], first: Cell, name: Cell, own: Sequence[int], serial_at: int | None, known: list[list[str]]) -> str:
    cells = [(at, cell) for at, cell in enumerate(row) if cell is not None and (not isinstance(cell, str) or cell.strip())]
    if not cells:
        return "empty"
    text = plain(first) if isinstance(first, str) else ""
    name_text = plain(name) if isinstance(name, str) else ""
    if _TOTAL.match(text) or (_TOTAL.match(name_text) and len(cells) <= max(len(row) // 2, 3)):
        return "total"
    if _repeats(row, known) or is_header_row(list(row)):
        return "header"
    words = {str(cell).strip() for _at, cell in cells}
    if len(words) == 1 and isinstance(first, str):
        return _alone(text, cells[0][0], name_text, own)
    if not name_text or (text and text != name_text and is_footer(text)):
        if is_footer(text) and len(cells) <= 4:
            return "footer"
        if serial_at is not None and all(at == serial_at for at, _c in cells):
            return "empty"
        if not any(at in own for at, cell in cells if not (isinstance(cell, str) and is_nothing(cell))):
            return "empty" if all(isinstance(cell, str) and is_nothing(cell) for at, cell in cells if at != serial_at) else "person"
    return "person"


def _alone(text: str, at: int, name: str, own: Sequence[int]) -> str:
    """Return what a row with one text in it is."""
    if is_footer(text):
        return "footer"
    if _says_group(text):
        return "group"
    if name == text and 2 <= len(text) <= 4:
        return "person"
    if len(text) > 30:
        return "footer"
    if at > 2 and at in own:
        return "person"
    return "title" if re.search(r"台账|花名册|登记|统计|表$|名单|一览|汇总", text) else "group" if len(text) <= 16 else "footer"


def is_footer(text: str) -> bool:
    """Return whether a text belongs to the foot of a form (`填表人：… 审核人：…`, `注：…`, `以下空白`)."""
    head = text[:14].replace("：", ":")
    if any(word in head for word in FOOTER_WORDS[:15]) and (":" in head or len(text) > 4):
        return True
    return any(head.startswith(word) for word in FOOTER_WORDS) or bool(re.match(r"(?:注|备注|说明|附|注意)[:1一(（、.]", head))


def _says_group(text: str) -> bool:
    said = _COUNTED.sub("", _GROUP_NUMBER.sub("", text))
    if not said:
        return False
    group = group_of(said)
    return bool(group and re.search(r"\d+[组社队屯]$", group) and len(said) <= 16) or bool(category_codes(said) and len(said) <= 16)


def read_group(text: str) -> Group:
    """Return what a group row (`一组`, `（二）独居老人 12人`) says of the rows below."""
    said = _COUNTED.sub("", plain(text))
    group = group_of(said)
    numbered = group if group and re.search(r"\d+[组社队屯]$", group) else None
    bare = _GROUP_NUMBER.sub("", said)
    codes = () if numbered else category_codes(bare)
    return Group(
        numbered or (bare if not codes and re.search(r"[屯湾庄寨坪沟组社队冲塆坳坝岭堡园村]$", bare) else None), codes, text.strip()
    )


def _repeats(row: Sequence[Cell], known: list[list[str]]) -> bool:
    """Return whether a row says the header's labels again."""
    for labels in known:
        same = filled = 0
        for cell, label in zip(row, labels, strict=False):
            if cell is not None:
                filled += 1
                same += isinstance(cell, str) and bool(label) and tidy_label(cell) == tidy_label(label)
        if filled >= 2 and same * 2 > filled:
            return True
    return False


def _is_other(row: Sequence[Cell], known: list[list[str]]) -> bool:
    """Return whether a header row names other columns than the block's own header."""
    labels = {tidy_label(label_of(cell)) for cell in row if cell is not None}
    own = {tidy_label(label) for line in known for label in line}
    return len(labels - own) > len(labels) // 4 and not _repeats(row, known)
