"""The roster of a month on one A4 sheet for the wall by the telephone: a line a day, and the numbers to ring below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side, emergency
from stationdesk.printing.contact_card import CardLine, Imprint, LeftOut, Printout, spaced_phone
from stationdesk.printing.page import MM_PER_POINT, Measure, Page, Rect
from stationdesk.printing.sheet_parts import LEFT, Sheet, blank_line, foot, new_side

TOP, RULE_DOWN, AIR = 57.0, 2.6, 4.5
"""Millimetres where the heads stand, how far below the days begin, and the air below them."""
DAY, LEADER = 42.0, 30.0
HIGHEST, LOWEST = 7.4, 4.9
LINE = 6.6
"""How high a line of numbers is."""
COLUMNS = 3
MOST_PLACES, MOST_PEOPLE = 6, 18
SIZE = 13.0


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """A day: its number and weekday, who has each turn, who is in charge; `hole` leaves a line to write on where nobody is."""

    day: str
    weekday: str
    cells: tuple[str, ...]
    leader: str = ""
    hole: bool = False
    rest: bool = False
    """A Saturday or a Sunday."""


@dataclass(frozen=True, slots=True)
class ShiftPaper:
    """A month to print."""

    title: str
    station: str
    duty_phone: str
    heads: tuple[str, ...]
    """The kinds of turns that have a column."""
    times: tuple[str, ...]
    """Their usual times, in the order of the heads."""
    lines: tuple[ShiftLine, ...]
    places: tuple[CardLine, ...] = ()
    people: tuple[CardLine, ...] = ()
    """Who is on duty with his number; empty on a wall."""
    leader: str = ""
    """Who is in charge the whole month."""

    @property
    def leads(self) -> bool:
        """Whether there is a column of who is in charge."""
        return any(line.leader for line in self.lines)


def shift_pages(paper: ShiftPaper, imprint: Imprint, measure: Measure) -> Printout:
    """Lay the month out on one sheet; what was cut is named."""
    sheet, side = Sheet(), new_side(measure, paper.title)
    _head(side, sheet, paper)
    places, people = paper.places[:MOST_PLACES], paper.people[:MOST_PEOPLE]
    below = _high(places) + _high(people) + AIR
    row = min(HIGHEST, (sheet.bottom - below - TOP - RULE_DOWN) / max(len(paper.lines), 1))
    y = _table(side, sheet, paper, max(row, LOWEST))
    y = _numbers(side, sheet, y + 3.0, people, _("Who is on duty|paper"))
    _numbers(side, sheet, y, places, _("Numbers to ring|paper"))
    said = _("with the numbers of who is on duty: for the station's own use") if people else _("fit for a wall: nobody's own number")
    foot(side, sheet, imprint, (paper.title, said), 1, 1)
    left = [
        LeftOut(paper.title, " ".join(filter(None, (one.label, one.name))), "no_room")
        for one in (*paper.people[MOST_PEOPLE:], *paper.places[MOST_PLACES:])
    ]
    page = Page(sheet.width, sheet.height, tuple(side.marks))
    return Printout((page,), tuple(dict.fromkeys((*side.left_out, *left))))


def _high(lines: Sequence[CardLine]) -> float:
    return LINE * -(-len(lines) // COLUMNS) + 6.5 if lines else 0.0


def _head(side: Side, sheet: Sheet, paper: ShiftPaper) -> None:
    wide = side.text(LEFT, 22.0, paper.title, 25, "bold", room=110)
    side.text(sheet.right, 22.0, paper.station, 12, align="right", room=sheet.right - LEFT - wide - 6, floor=7.5)
    side.rule(LEFT, sheet.right, 26.5, 0.7)
    emergency(side, (LEFT, 78.0, 141.0), 37.5, 26, 11.5, 1.6)
    at = LEFT
    if paper.duty_phone:
        at += side.text(LEFT, 48.0, _("On duty, day and night|paper"), 12, room=44) + 4
        at += side.phone(at, 48.0, spaced_phone(paper.duty_phone), 20, room=70, floor=14) + 6
    if paper.leader:
        side.text(sheet.right, 48.0, _("in charge {name}").format(name=paper.leader), 12, align="right", room=sheet.right - at, floor=8)


def _table(side: Side, sheet: Sheet, paper: ShiftPaper, high: float) -> float:
    """Set the days; return where they end."""
    end = sheet.right - (LEADER if paper.leads else 0.0)
    wide = (end - LEFT - DAY) / max(len(paper.heads), 1)
    side.rule(LEFT, sheet.right, TOP - 4.6, 0.45)
    base = TOP + 0.6
    side.text(LEFT, base, _("Day"), 9.5, room=DAY)
    for at, (head, times) in enumerate(zip(paper.heads, paper.times, strict=True)):
        x = LEFT + DAY + at * wide
        used = side.text(x, base, head, 10.5, "bold", room=wide - 2)
        side.text(x + used + 2, base, times, 9, room=wide - used - 4, floor=6.5)
    if paper.leads:
        side.text(end, base, _("In charge"), 9.5, room=LEADER)
    y = TOP + RULE_DOWN
    side.rule(LEFT, sheet.right, y, 0.45)
    size = min(SIZE, high * 0.68 / MM_PER_POINT)
    for line in paper.lines:
        below = y + high / 2 + size * MM_PER_POINT * 0.36
        side.text(LEFT + 1, below, line.day, size, "bold", room=24, floor=6.5)
        side.text(LEFT + 26, below, line.weekday, size - 1, "bold" if line.rest else "regular", room=DAY - 27)
        if line.rest:  # black on white prints everywhere, a shade does not
            side.marks.append(Rect(LEFT + 25.1, y + 0.7, side.width(line.weekday, size - 1, "bold") + 1.8, high - 1.4, 0.2))
        for at, cell in enumerate(line.cells):
            x = LEFT + DAY + at * wide
            if cell:
                side.text(x, below, cell, size, room=wide - 3, floor=6.5)
            elif line.hole:
                blank_line(side, x, x + min(wide - 8, 34.0), y + high - 2.4)
        side.text(end, below, line.leader, size - 1, room=LEADER, floor=6.5)
        y += high
        side.rule(LEFT, sheet.right, y, 0.3 if line.weekday == _("Sun") else 0.12)
    return y


def _numbers(side: Side, sheet: Sheet, y: float, lines: Sequence[CardLine], title: str) -> float:
    """Set numbers in columns below a title; return where they end."""
    if not lines:
        return y
    side.text(LEFT, y + 3.6, title, 10.5, "bold", room=80)
    wide = (sheet.right - LEFT) / COLUMNS
    for number, one in enumerate(lines):
        x, base = LEFT + (number % COLUMNS) * wide, y + 3.6 + LINE * (number // COLUMNS + 1)
        rung = side.phone(x + wide - 4, base, one.phone, 11, "right", room=wide * 0.6, floor=9)
        said = " ".join(filter(None, (one.label, one.name)))
        side.text(x, base, said, 10, room=wide - rung - 6, floor=6.5)
    return y + _high(lines)
