"""Which rows of an .xlsx sheet are marked red, by fill or by type: to many a clerk that says that somebody has died or moved."""

from __future__ import annotations

import re
from collections import Counter

RED, OTHERS = 0xB0, 0x70
"""Least red and most green and blue of what is called red, of 255."""
_FONTS = re.compile(r"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = re.compile(r"<(?:\w+:)?font\b(?:[^>]*/>|.*?</(?:\w+:)?font>)", re.DOTALL)
_FILLS = re.compile(r"<(?:\w+:)?fills\b.*?</(?:\w+:)?fills>", re.DOTALL)
_FILL = re.compile(r"<(?:\w+:)?fill\b(?:[^>]*/>|.*?</(?:\w+:)?fill>)", re.DOTALL)
_FORMATS = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(r"<(?:\w+:)?xf\b([^>]*)>")
_TYPE_COLOUR = re.compile(r'<(?:\w+:)?color\b[^>]*\brgb="[0-9A-Fa-f]{2}([0-9A-Fa-f]{6})"')
_FILL_COLOUR = re.compile(r'<(?:\w+:)?fgColor\b[^>]*\brgb="[0-9A-Fa-f]{2}([0-9A-Fa-f]{6})"')
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="[A-Z]{1,3}(\d{1,7})"(?:[^>]*?\bs="(\d{1,6})")?[^>]*?(/?)>')


def red_formats(styles: str) -> frozenset[int]:
    """Return the numbers of the cell formats that are red, by fill or by type."""
    fonts = _red(_FONTS, _FONT, _TYPE_COLOUR, styles)
    fills = _red(_FILLS, _FILL, _FILL_COLOUR, styles)
    formats = _FORMATS.search(styles)
    if formats is None or not (fonts or fills):
        return frozenset()
    found = set()
    for number, one in enumerate(_FORMAT.finditer(formats[0])):
        said = dict(re.findall(r'(\w+)="(\d{1,6})"', one[1]))
        if int(said.get("fontId", -1)) in fonts or int(said.get("fillId", -1)) in fills:
            found.add(number)
    return frozenset(found)


def _red(group: re.Pattern[str], one: re.Pattern[str], colour: re.Pattern[str], styles: str) -> frozenset[int]:
    there = group.search(styles)
    if there is None:
        return frozenset()
    colours = [colour.search(part[0]) for part in one.finditer(there[0])]
    return frozenset(number for number, found in enumerate(colours) if found and _is_red(found[1]))


def _is_red(colour: str) -> bool:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red >= RED and green <= OTHERS and blue <= OTHERS


def red_rows(content: bytes, formats: frozenset[int]) -> list[int]:
    """Return the rows (from 0) most of whose written cells are red."""
    written: Counter[int] = Counter()
    red: Counter[int] = Counter()
    for cell in _CELL.finditer(content):
        if cell[3] != b"/":
            row = int(cell[1]) - 1
            written[row] += 1
            red[row] += bool(cell[2]) and int(cell[2]) in formats
    return [row for row, count in red.items() if count * 2 > written[row]]
