"""The wish card (心愿卡): A6, four on an A4 sheet to cut apart, with a stub that whoever takes the wish tears off.

It says nothing of who wishes but what the station calls him in public (domain 1.9); what comes in here is public already.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint, Printout, spaced_phone
from stationdesk.printing.page import MM_PER_POINT, Line, Mark, Measure, Page, Weight, moved
from stationdesk.printing.sheet_parts import blank_line, box, new_side

WIDTH, HEIGHT = 105.0, 148.5
"""Millimetres of one card: a quarter of an A4 sheet, so that two cuts part four cards."""
A_SHEET = 4
LEFT, RIGHT = 9.0, 97.0
TEAR = 108.0
DASH, GAP = 1.6, 1.1
HEART = 15.0
"""Millimetres that the heart is wide."""
BENDS = 48
"""Straight pieces the heart is drawn of: at this size they look round."""


@dataclass(frozen=True, slots=True)
class WishFace:
    """One wish as everybody may see it."""

    number: str
    wall: str
    """What it is called on the wall; the same stands on the list."""
    called: str
    age: str
    """An age band; empty where none is told."""
    wish: str
    spec: str = ""
    wanted_by: str = ""
    """The day in words; empty where there is none."""
    taken: bool = False
    """Somebody has it already: the list says so."""


@dataclass(frozen=True, slots=True)
class Stationed:
    """Whose the paper is: the station's name and the number to ring."""

    name: str
    phone: str


def wish_cards(wishes: Sequence[WishFace], station: Stationed, imprint: Imprint, measure: Measure) -> Printout:
    """Lay out the cards, four an A4 sheet; what was cut is named by the wish's number."""
    sides = [card(one, station, imprint, measure) for one in wishes]
    pages = []
    for start in range(0, len(sides), A_SHEET):
        marks: list[Mark] = []
        for place, side in enumerate(sides[start : start + A_SHEET]):
            marks += moved(side.marks, place % 2 * WIDTH, place // 2 * HEIGHT)
        pages.append(Page(2 * WIDTH, 2 * HEIGHT, (*marks, *_cuts())))
    return Printout(tuple(pages), tuple(dict.fromkeys(item for side in sides for item in side.left_out)))


def _cuts() -> Iterator[Line]:
    """Yield short marks at the edges and a cross in the middle to cut by."""
    for x1, y1, x2, y2 in (
        (WIDTH, 0, WIDTH, 5),
        (WIDTH, 2 * HEIGHT - 5, WIDTH, 2 * HEIGHT),
        (0, HEIGHT, 5, HEIGHT),
        (2 * WIDTH - 5, HEIGHT, 2 * WIDTH, HEIGHT),
        (WIDTH, HEIGHT - 3, WIDTH, HEIGHT + 3),
        (WIDTH - 3, HEIGHT, WIDTH + 3, HEIGHT),
    ):
        yield Line(x1, y1, x2, y2, 0.15)


def card(one: WishFace, station: Stationed, imprint: Imprint, measure: Measure) -> Side:
    """Lay out one card."""
    side = new_side(measure, one.number or one.wall)
    room = RIGHT - LEFT
    side.text(LEFT, 14.0, _("Small wish|card"), 13.5, "bold", room=50)
    _wall(side, one, 14.0, 12)
    side.rule(LEFT, RIGHT, 17.0, 0.55)
    side.marks += heart(RIGHT - HEART - 2, 22.5, HEART)
    side.text(LEFT, 29.0, one.called, 19, "bold", room=room - HEART - 6, floor=10, lines=2)
    side.text(LEFT, 36.0, one.age, 11.5, room=room - HEART - 6)
    side.text(LEFT, 47.0, _("I would like|card"), 11.5, room=room)
    one_line = side.width(one.wish, 27, "bold") <= room
    stepped(side, LEFT, 61.5 if one_line else 66.0, one.wish, (27, 20, 15, 11), "bold", room=room, lines=2)
    side.text(LEFT, 73.0 if one_line else 78.0, one.spec, 12.5, room=room, floor=8, lines=2)
    if one.wanted_by:
        _day(side, 92.0, one.wanted_by, 11.5)
    side.text(LEFT, 101.0, _help(station), 9.6, room=room, floor=7, lines=2)
    _tear(side)
    _stub(side, one, station, imprint)
    return side


def _wall(side: Side, one: WishFace, y: float, size: float) -> None:
    if one.wall:
        side.text(RIGHT, y, _("on the wall {number}|card").format(number=one.wall), size, align="right", room=40)


def _day(side: Side, y: float, day: str, size: float) -> None:
    before, after = _("hoped for before {day}|card").split("{day}")
    at = LEFT + side.text(LEFT, y, before.strip(), size, room=40) + 1.4
    at += side.text(at, y, day, size, "bold", room=45) + 1.4
    side.text(at, y, after.strip(), size, room=30)


def _help(station: Stationed) -> str:
    if station.phone:
        return _("To help, tear off the part below, or ring {phone}").format(phone=spaced_phone(station.phone))
    return _("To help, tear off the part below and bring it to the station")


def _tear(side: Side) -> None:
    """Draw the line to tear along, with its words in it."""
    words = _("tear here|card")
    x, end = 0.0, WIDTH
    wide = side.width(words, 8.4)
    while x < end:
        if not LEFT - 1.6 < x + DASH / 2 < LEFT + wide + 1.6:
            side.marks.append(Line(x, TEAR, min(x + DASH, end), TEAR, 0.3))
        x += DASH + GAP
    side.text(LEFT, TEAR + 1.0, words, 8.4, room=wide + 1)


def _stub(side: Side, one: WishFace, station: Stationed, imprint: Imprint) -> None:
    title = side.text(LEFT, 115.0, _("Stub of the taker|card"), 11.5, "bold", room=30)
    side.text(LEFT + title + 4, 115.0, one.number, 11.5, "bold", room=36)
    _wall(side, one, 115.0, 11.5)
    said = _("{called}: {wish}|card").format(called=one.called, wish=" ".join(filter(None, (one.wish, one.spec))))
    side.text(LEFT, 121.8, said, 11.5, room=RIGHT - LEFT, floor=7.5)
    for x, end, y, words in (
        (LEFT, 50.0, 129.4, _("Taken by|card")),
        (53.5, RIGHT, 129.4, _("Phone")),
        (LEFT, 50.0, 137.4, _("Promised for|card")),
    ):
        wide = side.text(x, y, words, 10.6, room=24)
        blank_line(side, x + wide + 2, end, y)
    at = 53.5
    for words in (_("to the station|card"), _("by myself|card")):
        at += side.text(at, 137.4, words, 10.6, room=18) + 1.6
        side.marks.append(box(at, 137.4))
        at += 6.0
    on = imprint.printed_at
    printed = _("printed by {operator}, {month}/{day}").format(operator=imprint.operator, month=on.month, day=on.day)
    again = _("printed again") if imprint.reprint else ""
    side.parts(LEFT, 144.0, (station.name, printed, again), 8.0, 4, room=RIGHT - LEFT)


def stepped(
    side: Side, x: float, y: float, text: str, sizes: Sequence[float], weight: Weight = "regular", *, room: float, lines: int
) -> None:
    """Set a text in the first of some sizes at which it has room on `lines` lines, rather than small on one."""
    size = next((one for one in sizes if _fits(side, text, one, weight, room, lines)), sizes[-1])
    side.text(x, y, text, size, weight, room=room, floor=size, lines=lines)


def _fits(side: Side, text: str, size: float, weight: Weight, room: float, lines: int) -> bool:
    wide = side.width(text, size, weight)
    return wide <= room or (lines > 1 and wide <= (room - size * MM_PER_POINT) * lines)


def cell(side: Side, x: float, middle: float, text: str, sizes: Sequence[float], weight: Weight = "regular", *, room: float) -> None:
    """Set a text in a row of a list: on one line as it is, a little smaller, or on two lines about the same middle."""
    if side.width(text, sizes[0], weight) <= room or side.width(text, sizes[1], weight) <= room:
        side.text(x, middle, text, sizes[0], weight, room=room, floor=sizes[1])
    else:
        stepped(side, x, middle + 2.4, text, sizes[1:], weight, room=room, lines=2)


def heart(x: float, y: float, width: float) -> list[Line]:
    """Return a heart `width` millimetres wide, its upper left corner at the place given."""
    scale = width / 32
    points = []
    for at in range(BENDS + 1):
        t = 2 * math.pi * at / BENDS
        across = 16 * math.sin(t) ** 3
        up = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
        points.append((round(x + (16 + across) * scale, 3), round(y + (13 - up) * scale, 3)))
    return [Line(*one, *other, 0.55) for one, other in pairwise(points)]
