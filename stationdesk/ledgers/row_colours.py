"""Which rows of an .xlsx sheet are coloured, by fill or by type: to many a clerk that says that somebody has died or moved."""

from __future__ import annotations

import colorsys
import re
from collections import Counter, defaultdict

PALE, GREY = 0.12, 0.12
"""Saturation up to which a colour is a shade of grey; a fill paler than PALE says nothing."""
_FONTS = re.compile(r"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = re.compile(r"<(?:\w+:)?font\b(?:[^>]*/>|.*?</(?:\w+:)?font>)", re.DOTALL)
_FILLS = re.compile(r"<(?:\w+:)?fills\b.*?</(?:\w+:)?fills>", re.DOTALL)
_FILL = re.compile(r"<(?:\w+:)?fill\b(?:[^>]*/>|.*?</(?:\w+:)?fill>)", re.DOTALL)
_FORMATS = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(r"<(?:\w+:)?xf\b([^>]*)>")
_TYPE_COLOUR = re.compile(r"<(?:\w+:)?color\b([^>]*)>")
_FILL_COLOUR = re.compile(r"<(?:\w+:)?fgColor\b([^>]*)>")
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="[A-Z]{1,3}(\d{1,7})"(?:[^>]*?\bs="(\d{1,6})")?[^>]*?(/?)>')
_INDEXED = {2: "FF0000", 3: "00FF00", 4: "0000FF", 5: "FFFF00", 10: "FF0000", 11: "00FF00", 12: "0000FF", 13: "FFFF00", 53: "FF6600"}
"""Of the old palette (ECMA-376, 18.8.27) the colours that are called by a name here."""
_THEME = {4: "4472C4", 5: "ED7D31", 6: "A5A5A5", 7: "FFC000", 8: "5B9BD5", 9: "70AD47"}
"""The accents of the theme that spreadsheets begin with."""
HUES = ((15, "red"), (40, "orange"), (70, "yellow"), (165, "green"), (260, "blue"), (330, "purple"), (361, "red"))
"""Hue in degrees below which a colour is called so."""


def coloured_formats(styles: str) -> dict[int, str]:
    """Return the numbers of the cell formats that are coloured, each with its colour: the fill's, else the type's."""
    fonts, fills = _named(_FONTS, _FONT, _TYPE_COLOUR, styles), _named(_FILLS, _FILL, _FILL_COLOUR, styles)
    formats = _FORMATS.search(styles)
    if formats is None or not (fonts or fills):
        return {}
    found = {}
    for number, one in enumerate(_FORMAT.finditer(formats[0])):
        said = dict(re.findall(r'(\w+)="(\d{1,6})"', one[1]))
        colour = fills.get(int(said.get("fillId", -1))) or fonts.get(int(said.get("fontId", -1)))
        if colour:
            found[number] = colour
    return found


def _named(group: re.Pattern[str], one: re.Pattern[str], colour: re.Pattern[str], styles: str) -> dict[int, str]:
    there = group.search(styles)
    if there is None:
        return {}
    found = {}
    for number, part in enumerate(one.finditer(there[0])):
        said = colour.search(part[0])
        name = name_of(_rgb(said[1])) if said else ""
        if name:
            found[number] = name
    return found


def _rgb(attributes: str) -> str:
    said = dict(re.findall(r'(\w+)="([0-9A-Fa-f]{1,8})"', attributes))
    if "rgb" in said:
        return str(said["rgb"])[-6:]
    if said.get("theme", "").isdigit():
        return _THEME.get(int(said["theme"]), "")
    return _INDEXED.get(int(said["indexed"]), "") if said.get("indexed", "").isdigit() else ""


def name_of(rgb: str) -> str:
    """Return what a colour is called (red, orange, yellow, green, blue, purple, grey); "" for black, white and what is too pale."""
    if len(rgb) != 6:
        return ""
    hue, light, saturation = colorsys.rgb_to_hls(*(int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    if saturation < GREY:
        return "grey" if 0.35 < light < 0.85 else ""
    if light > 1 - PALE / 2 or light < 0.12:
        return ""
    return next(name for below, name in HUES if hue * 360 < below)


def coloured_rows(content: bytes, formats: dict[int, str]) -> dict[str, list[int]]:
    """Return the rows (from 0) most of whose written cells have one colour, by the colour's name."""
    written: Counter[int] = Counter()
    coloured: dict[int, Counter[str]] = defaultdict(Counter)
    for cell in _CELL.finditer(content):
        if cell[3] != b"/":
            row = int(cell[1]) - 1
            written[row] += 1
            if cell[2] and (name := formats.get(int(cell[2]))):
                coloured[row][name] += 1
    found: dict[str, list[int]] = defaultdict(list)
    for row, names in coloured.items():
        count, name = max((count, name) for name, count in names.items())  # most_common would import, and nothing is opened here
        if count * 2 > written[row]:
            found[name].append(row)
    return dict(found)
