"""Design 甲: the number first, for those who do not keep names."""

from __future__ import annotations

from stationdesk.i18n import _
from stationdesk.printing.card_parts import SMALLEST, RowStyle, Side, emergency, fitting_lines, row
from stationdesk.printing.contact_card import Card, CardLine, spaced_phone
from stationdesk.printing.fitting import shrunk
from stationdesk.printing.page import MM_PER_POINT, Measure, printable

LEFT, RIGHT = 5.0, 85.0
MOST_LINES = 7
GAP = 3.1
DUTY_PHONE_FLOOR = 20.0
MODULE = 0.49
"""Millimetres; a number's code has 25 modules, with the quiet zone 16.2 mm between the rule and its caption."""

_ROWS = RowStyle(left=LEFT, right=RIGHT, name_at=26, label=9.5, name=10, phone=10.2)


def front(card: Card, measure: Measure) -> Side:
    """Lay out the front of `card`, 90 × 54 mm."""
    side = Side(card.number, measure)
    heading(side, card, left=LEFT, right=RIGHT, y=7.8, bold=True)
    side.rule(LEFT, RIGHT, 10.3, 0.4)
    side.text(LEFT, 16.35, card.slogan or _("Call this number if anything happens: someone answers day and night"), 11, room=80, floor=9)
    side.phone(LEFT - 0.3, 28.6, card.duty_phone, 32, room=80, floor=DUTY_PHONE_FLOOR)
    side.rule(LEFT, RIGHT, 32.35, 0.15)
    code = side.qr(RIGHT, 34.4, MODULE, card.duty_phone)
    caption = side.text(RIGHT, 50.75, _("Scan to dial"), 7, align="right", room=24)
    beside_code, beside_caption = RIGHT - code - LEFT, RIGHT - caption - 2 - LEFT
    number = _("Card {number}").format(number=card.number) if card.number else ""
    if card.grid_leader is None:
        side.text(LEFT, 44.65, card.address, 12, room=beside_code, floor=9, lines=2)
        side.parts(LEFT, 50.4, (number,), 8.1, GAP, room=beside_caption)
        return side
    _grid_leader(side, card.group, card.grid_leader, beside_code)
    most = beside_caption - (min(side.width(number, 8.1), beside_caption / 2) + GAP if number else 0)
    where = side.text(LEFT, 50.4, card.address, 8.1, room=most)
    side.parts(LEFT + (where + GAP if where else 0), 50.4, (number,), 8.1, GAP, room=beside_caption - (where + GAP if where else 0))
    return side


def back(card: Card, measure: Measure) -> Side:
    """Lay out the back of `card`, 90 × 54 mm: at most seven lines, then the three emergency numbers."""
    side = Side(card.number, measure)
    for number, line in enumerate(fitting_lines(side, card.lines, MOST_LINES, _ROWS)):
        row(side, line, 6.95 + number * 4.77, _ROWS)
    side.rule(LEFT, RIGHT, 37.5, 0.6)
    emergency(side, (LEFT - 0.4, 33.05, 61.4), 46.5, 23.6, 9.3, raised=1.0)
    version = side.text(RIGHT, 51.2, card.version, SMALLEST, align="right", room=36)
    side.text(LEFT, 51.2, _("Call at any hour, you are never a bother"), SMALLEST, room=RIGHT - version - 2 - LEFT)
    return side


def heading(side: Side, card: Card, *, left: float, right: float, y: float, bold: bool) -> None:
    """Set the card's title and, at the right, the station, on two lines if its name is long."""
    title = side.text(left, y, _("Sunset Warmth contact card"), 10.5 if bold else 9, "bold" if bold else "regular", room=32)
    side.text(right, y, card.station, 9, align="right", room=right - left - title - 3, floor=7, lines=2)


def _grid_leader(side: Side, group: str, leader: CardLine, room: float) -> None:
    """Set the grid leader's title, name and number; the number keeps its size as long as five characters of the name have room."""
    side.text(LEFT, 37.75, group + leader.label, 9.6, room=room, floor=SMALLEST)
    number = printable(spaced_phone(leader.phone))
    size = shrunk(number, room - 5 * 9 * MM_PER_POINT - 3, 14.8, "bold", side.measure)
    width = side.width(number, size, "bold")
    left = room - (width + 3 if number else 0)
    lower = 0.9 if side.width(leader.name, 9, "bold") > left else 0.0
    name = side.text(LEFT, 44.65 + lower, leader.name, 15.7, "bold", room=left, floor=9, lines=2)
    if number:
        side.phone(LEFT + (name + min(4.8, room - name - width) if name else 0), 44.65, number, size, room=width + 0.01, floor=9)
