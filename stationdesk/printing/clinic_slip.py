"""The slip of a free clinic (义诊单): A5, two on an A4 sheet with a line to cut along; filled in by pen, typed back by its code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint, Printout
from stationdesk.printing.page import Line, Measure, Page
from stationdesk.printing.sheet_parts import LEFT, Sheet, blank_line, foot, new_side

HALF = 141.5
"""Millimetres of one slip; the foot of the sheet stands under the lower one."""
DASH, GAP = 3.0, 2.0
LABEL, UNIT = 12.5, 10.4
"""Points of what is measured, and of its unit."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Whom a slip is for, as it may be shown; the lines to be filled in are the same on every one."""

    name: str
    age: str
    group: str
    last: str | None
    """What was measured last and when; empty where nothing is known, None where it may not be shown."""
    place: int
    """Its number in the order in which the slips are typed back."""


@dataclass(frozen=True, slots=True)
class SlipHeading:
    """What every slip of a clinic says: its code, the day, who measures, the station, and what is measured with its unit."""

    code: str
    day: str
    by: str
    station: str
    count: int
    units: tuple[tuple[str, str], ...]
    """Label and unit of heart rate, fasting sugar and sugar after a meal; the blood pressure's first."""


def slip_pages(slips: Sequence[Slip], heading: SlipHeading, imprint: Imprint, measure: Measure) -> Printout:
    """Lay the slips out, two a sheet: cut apart and laid one on the other they are in the order of the list."""
    sheet = Sheet()
    count = max(-(-len(slips) // 2), 1)
    pages, left_out = [], []
    for number in range(count):
        side = new_side(measure, heading.code)
        for at, slip in enumerate(slips[number * 2 : number * 2 + 2]):
            _slip(side, sheet, at * HALF, slip, heading)
        _cut(side, sheet, HALF)
        what = (heading.station, _("Free clinic, code {code}|paper").format(code=heading.code), _("for the clinic alone, take it back"))
        foot(side, sheet, imprint, what, number + 1, count)
        pages.append(Page(sheet.width, sheet.height, tuple(side.marks)))
        left_out += side.left_out
    return Printout(tuple(pages), tuple(dict.fromkeys(left_out)))


def _cut(side: Side, sheet: Sheet, y: float) -> None:
    """Draw the line to cut along, edge to edge."""
    words = _("cut here|paper")
    wide = side.width(words, 8) + 4
    middle, x = sheet.width / 2, 4.0
    while x < sheet.width - 4:
        if not middle - wide / 2 < x + DASH / 2 < middle + wide / 2:
            side.marks.append(Line(x, y, min(x + DASH, sheet.width - 4), y, 0.2))
        x += DASH + GAP
    side.text(middle, y + 1, words, 8, align="centre", room=wide)


def _slip(side: Side, sheet: Sheet, top: float, slip: Slip, heading: SlipHeading) -> None:
    right = sheet.right
    number = side.text(right, top + 21, f"{heading.code}-{slip.place}", 22, "bold", "right", room=60)
    side.text(right, top + 12.5, _("code of the slip|paper"), 8.6, align="right", room=40)
    title = side.text(LEFT, top + 20.5, _("Free clinic slip|paper"), 20, "bold", room=50)
    about = " · ".join(filter(None, (heading.day, heading.by)))
    side.text(LEFT + title + 6, top + 20.5, about, 12, room=right - LEFT - title - number - 12, floor=8)
    side.rule(LEFT, right, top + 25, 0.8)
    name = side.text(LEFT, top + 36, slip.name, 22, "bold", room=80, floor=11)
    rest = " · ".join(filter(None, (slip.age, slip.group)))
    side.text(LEFT + name + 6, top + 36, rest, 13, room=right - LEFT - name - 7, floor=8)
    if slip.last is not None:
        told = side.text(LEFT, top + 45, _("Last time|paper"), 10.4, "bold", room=20)
        known = slip.last or _("nothing is known here|paper")
        side.text(LEFT + told + 3, top + 45, known, 11.4, room=right - LEFT - told - 4, floor=8)
    side.rule(LEFT, right, top + 50, 0.2)
    _figures(side, right, top, heading.units)
    for down, words in ((98.0, _("Advice given")), (108.5, "")):
        wide = side.text(LEFT, top + down, words, LABEL, "bold", room=30) if words else 0
        blank_line(side, LEFT + (wide + 3 if wide else 0), right, top + down)
    again = side.text(LEFT, top + 121, _("Measure again by"), LABEL, "bold", room=36)
    blank_line(side, LEFT + again + 3, 95, top + 121)
    signed = side.text(103, top + 121, _("Doctor's signature|paper"), LABEL, "bold", room=36)
    blank_line(side, 103 + signed + 3, right, top + 121)
    tip = _("Back: F6 on the page Residents, Free clinic, code {code}; the slips are typed in by their numbers, 1 to {count}.|paper")
    side.text(LEFT, top + 132, tip.format(code=heading.code, count=heading.count), 8.6, room=right - LEFT, floor=7)


def _figures(side: Side, right: float, top: float, units: Sequence[tuple[str, str]]) -> None:
    """Set a line to write on for each figure, with its unit behind it."""
    (pressure, unit), *others = units
    wide = side.text(LEFT, top + 62, pressure, LABEL, "bold", room=36)
    start = LEFT + wide + 3
    blank_line(side, start, start + 22, top + 62)
    side.text(start + 24, top + 62, "/", 16, room=6)
    blank_line(side, start + 28, start + 50, top + 62)
    side.text(start + 52, top + 62, unit, UNIT, room=20)
    places = ((112.0, 62.0, right), (LEFT, 79.0, 100.0), (112.0, 79.0, right))
    for (label, unit), (x, down, end) in zip(others, places, strict=True):
        said = side.width(unit, UNIT)
        wide = side.text(x, top + down, label, LABEL, "bold", room=36)
        blank_line(side, x + wide + 3, end - said - 2, top + down)
        side.text(end, top + down, unit, UNIT, align="right", room=said + 1)
