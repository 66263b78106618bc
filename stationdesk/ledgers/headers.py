"""Finds the rows that name the columns: one, two or three of them, merged or not, under titles and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from stationdesk.ledgers.event_words import WORDS
from stationdesk.ledgers.labels import Meaning, read_label, tidy_label
from stationdesk.ledgers.sheet import Cell, Sheet, Span
from stationdesk.ledgers.values import category_codes
from stationdesk.ledgers.vocabulary import GROUP_WORDS

DEEPEST = 60
"""Rows looked at from the top of a block for its header."""
MOST_ROWS = 4
SURELY = 4
"""Known labels, 姓名 among them, that make a header of a row with many a desk's own columns."""
LONGEST_LABEL = 40
_DATA = re.compile(r"\d{5,}|\d{4}[-./年]\d{1,2}|^\d+(?:\.\d+)?$")
_FORM = re.compile(r"(?:填报|填表|报送|制表|统计|单位|时间|日期|地址|村名|电话)[^:：]{0,6}[:：]|年\s*月\s*日")
_NUMBERING = re.compile(r"[甲乙丙丁戊己庚辛A-Z]|[(（]?\d{1,2}[)）]?")
_SUB_WORDS = frozenset(
    [
        "男",
        "女",
        "父",
        "母",
        "是",
        "否",
        "有",
        "无",
        "其他",
        "名称",
        "情况",
        "内容",
        "地点",
        "省市",
        "地区",
        "城市",
        "市",
        "县",
        "省",
        "种类",
        "与本人关系",
    ]
)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a block: its rows (from 0) and, for each column, the labels over it from the top down."""

    rows: tuple[int, ...]
    paths: tuple[tuple[str, ...], ...]

    @property
    def last(self) -> int:
        """The last row of the header; -1 for a sheet without one."""
        return self.rows[-1] if self.rows else -1


def label_of(cell: Cell) -> str:
    """Return a cell's text if it can be a label, else ""."""
    return cell.strip() if isinstance(cell, str) and len(cell) <= LONGEST_LABEL * 2 else ""


def _known(text: str) -> bool:
    meaning: Meaning = read_label(text)
    label = tidy_label(text)
    return bool(meaning.field or meaning.person) or label in GROUP_WORDS or any(label in words for words in WORDS.values())


def _is_data(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(_DATA.search(cell.strip())))


@dataclass(frozen=True, slots=True)
class _Line:
    """How much of a header a row looks like."""

    filled: int
    known: int
    data: int
    long: int
    names: bool

    @property
    def likely(self) -> bool:
        """Whether the row alone could be the header."""
        many = self.known * 2 >= self.filled or (self.names and self.known >= SURELY and self.known * 12 >= self.filled)
        return self.known >= 2 and many and self.data == 0 and self.long * 3 <= self.filled


def _look(row: list[Cell]) -> _Line:
    cells = [cell for cell in row if cell is not None and (not isinstance(cell, str) or cell.strip())]
    labels = [label_of(cell) for cell in cells]
    known = {tidy_label(label) for label in labels if label and _known(label)}
    names = any(read_label(label).field == "name" for label in labels if label)
    return _Line(len(cells), len(known), sum(map(_is_data, cells)), sum(len(label) > 24 for label in labels), names)


def is_header_row(row: list[Cell]) -> bool:
    """Return whether a row of a table's body is a header again (repeated on each page, or of the next table)."""
    line = _look(row)
    return line.likely and line.known >= 2 and line.names and line.known * 3 >= line.filled * 2


def find_header(sheet: Sheet, start: int = 0) -> Header | None:
    """Return the first header at or below row `start`, or None if there is none within reach."""
    rows = sheet.rows
    weak: int | None = None
    for at in range(start, min(len(rows), start + DEEPEST)):
        line = _look(rows[at])
        if not line.likely:
            continue
        if line.known >= 3 or line.names:
            return _grow(sheet, at, start)
        weak = at if weak is None else weak
    return _grow(sheet, weak, start) if weak is not None else None


def _grow(sheet: Sheet, at: int, start: int) -> Header:
    first = last = at
    rows = sheet.rows
    covers = _covers(sheet.merges, at)
    while first - 1 >= start and at - first < MOST_ROWS - 1 and _is_group_row(sheet, first - 1, first):
        first -= 1
    deepest = max((merge[2] for merge in covers), default=at)
    while last + 1 < len(rows) and last + 1 - first < MOST_ROWS and _goes_on(rows, first, last + 1, deepest):
        last += 1
    numbered = last + 1
    if numbered < len(rows) and _is_numbering(rows[numbered]):
        last = numbered
    return Header(tuple(range(first, last + 1)), _paths(sheet, first, last))


def _covers(merges: list[Span], at: int) -> list[Span]:
    return [merge for merge in merges if merge[0] <= at <= merge[2] and merge[2] - merge[0] < MOST_ROWS]


def _is_group_row(sheet: Sheet, at: int, below: int) -> bool:
    """Return whether the row above a header row groups its columns, and is no title and no line of the form's furniture."""
    row = sheet.rows[at]
    cells = [(column, label_of(cell)) for column, cell in enumerate(row) if cell is not None and label_of(cell)]
    if not cells or any(_is_data(cell) for cell in row) or any(_FORM.search(text) or len(text) > 16 for _c, text in cells):
        return False
    used = sum(cell is not None for cell in sheet.rows[below]) or 1
    spans = [m for m in sheet.merges if m[0] == at == m[2] and m[3] - m[1] + 1 < max(used, 3) * 0.8]
    down = [m for m in sheet.merges if m[0] == at and m[2] >= below]
    if len(cells) == 1:
        return bool(spans) and cells[0][0] > 0
    return bool(spans) or bool(down) or any(tidy_label(t) in GROUP_WORDS or _known(t) for _c, t in cells)


def _goes_on(rows: list[list[Cell]], first: int, at: int, deepest: int) -> bool:
    """Return whether row `at` still belongs to the header: it names parts of the columns above and holds no data."""
    row = rows[at]
    labels = [
        (column, label_of(cell)) for column, cell in enumerate(row) if cell is not None and (not isinstance(cell, str) or cell.strip())
    ]
    if not labels:
        return at <= deepest
    if any(_is_data(row[column]) for column, _l in labels):
        return False
    if all(text and re.fullmatch(r"[(（].{1,20}[)）]", text) for _c, text in labels):
        return True
    good = sum(_known(text) or tidy_label(text) in _SUB_WORDS or (bool(category_codes(text)) and at <= deepest) for _c, text in labels)
    if at <= deepest:
        return good * 2 >= len(labels) or all(rows[at][c] is None for c, _l in labels)
    above = [rows[at - 1][column] for column, _l in labels]
    under_gap = any(cell is None for cell in above) or any(text and label_of(up) for (_c, text), up in zip(labels, above, strict=True))
    sparse = len(labels) < sum(cell is not None for cell in rows[first]) + 4 or sum(cell is None for cell in above) >= 2
    return good * 10 >= len(labels) * 7 and under_gap and sparse and good >= 2


def _is_numbering(row: list[Cell]) -> bool:
    """Return whether a row only numbers the columns (`1 2 3…`, `甲 乙 1 2`)."""
    texts = [f"{cell:g}" if isinstance(cell, float | int) else str(cell).strip() for cell in row if cell is not None]
    if len(texts) < 4 or not all(_NUMBERING.fullmatch(text) for text in texts):
        return False
    numbers = [int(re.sub(r"\D", "", text)) for text in texts if re.search(r"\d", text)]
    return len(numbers) >= 3 and all(b == a + 1 for a, b in pairwise(numbers))


def _paths(sheet: Sheet, first: int, last: int) -> tuple[tuple[str, ...], ...]:
    width = len(sheet.rows[first])
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    wide: set[tuple[int, int]] = set()
    for top, left, bottom, right in sheet.merges:
        if bottom < first or top > last:
            continue
        for row in range(max(top, first), min(bottom, last) + 1):
            for column in range(left, min(right, width - 1) + 1):
                owner[row, column] = (top, left)
        if right > left:
            wide.add((top, left))
    paths: list[list[str]] = [[] for _ in range(width)]
    for row in range(first, last + 1):
        if row > first and _is_numbering(sheet.rows[row]):
            continue
        _fill_row(sheet, row, last, owner, wide, paths)
    return tuple(tuple(path) for path in paths)


def _fill_row(
    sheet: Sheet, row: int, last: int, owner: dict[tuple[int, int], tuple[int, int]], wide: set[tuple[int, int]], paths: list[list[str]]
) -> None:
    """Add row `row` of the header to each column's path; a blank right of a group label belongs to the group."""
    carried, carrying = "", False
    cells = sheet.rows[row]
    for column, path in enumerate(paths):
        top = owner.get((row, column))
        text = label_of(sheet.rows[top[0]][top[1]]) if top and top[0] < len(sheet.rows) else label_of(cells[column])
        below = any(label_of(sheet.rows[under][column]) for under in range(row + 1, last + 1))
        if text:
            carried, carrying = text, below and top not in wide and (row, column) not in owner
        elif below and carrying and row < last:
            text = carried
        else:
            carrying = False
        if text:
            path.append(text)
