"""Design 甲: the number first, for those who do not keep names."""

from __future__ import annotations

from stationdesk.i18n import _
from stationdesk.printing.card_parts import RowStyle, Side, emergency, fitting_lines, row
from stationdesk.printing.contact_card import Card
from stationdesk.printing.page import MM_PER_POINT, Measure

LEFT, RIGHT = 5.0, 85.0
MOST_LINES = 7
DUTY_PHONE_FLOOR = 20.0
MODULE = 0.49
"""Millimetres; a number's code has 25 modules, with the quiet zone 16.2 mm between the rule and its caption."""

_ROWS = RowStyle(left=LEFT, right=RIGHT, name_at=26, label=9.5, name=10, phone=10.4)


def front(card: Card, measure: Measure) -> Side:
    """Lay out the front of `card`, 90 × 54 mm."""
    side = Side(card.number, measure)
    heading(side, card, left=LEFT, right=RIGHT, y=7.8, bold=True)
    side.rule(LEFT, RIGHT, 10.3, 0.4)
    side.text(
        LEFT, 16.35, card.slogan or _("Call this number if anything happens: someone answers day and night"), 11, room=80, floor=9
    )
    side.phone(LEFT - 0.3, 28.6, card.duty_phone, 32.3, room=80, floor=DUTY_PHONE_FLOOR)
    side.rule(LEFT, RIGHT, 32.35, 0.15)
    code = side.qr(RIGHT, 34.4, MODULE, card.duty_phone)
    caption = side.text(RIGHT, 50.75, _("Scan to dial"), 7, align="right", room=24)
    _grid_leader(side, card, room=RIGHT - code - 4 * MODULE - LEFT)
    where = side.text(LEFT, 50.4, card.address, 8.1, room=RIGHT - caption - 2 - LEFT - _number_width(side, card))
    after = LEFT + where + (3.1 if where else 0)
    side.text(after, 50.4, _card_number(card), 8.1, room=RIGHT - caption - 2 - after)
    return side


def back(card: Card, measure: Measure) -> Side:
    """Lay out the back of `card`, 90 × 54 mm: at most seven lines, then the three emergency numbers."""
    side = Side(card.number, measure)
    for number, line in enumerate(fitting_lines(side, card.lines, MOST_LINES, _ROWS)):
        row(side, line, 6.95 + number * 4.77, _ROWS)
    side.rule(LEFT, RIGHT, 37.5, 0.6)
    emergency(side, (LEFT, 33.45, 61.9), 46.5, 23.6, 9.3, raised=1.0)
    version = side.text(RIGHT, 51.2, card.version, SMALL, align="right", room=36)
    side.text(LEFT, 51.2, _("Call at any hour, you are never a bother"), SMALL, room=RIGHT - version - 2 - LEFT)
    return side


SMALL = 6.8


def heading(side: Side, card: Card, *, left: float, right: float, y: float, bold: bool) -> None:
    """Set the card's title and, at the right, the station, on two lines if its name is long."""
    title = side.text(left, y, _("Sunset Warmth contact card"), 10.5 if bold else 9, "bold" if bold else "regular", room=32)
    side.text(right, y, card.station, 9, align="right", room=right - left - title - 3, floor=7, lines=2)


def _grid_leader(side: Side, card: Card, room: float) -> None:
    leader = card.grid_leader
    if leader is None:
        return
    side.text(LEFT, 37.75, card.group + leader.label, 9.6, room=room, floor=SMALL)
    longest = room - 5 * 9 * MM_PER_POINT - 3
    number = side.phone(0, 44.65, leader.phone, 15, room=longest, floor=9)
    phone = side.marks.pop() if number else None
    name = side.text(LEFT, 44.65, leader.name, 15.5, "bold", room=room - (number + 3 if number else 0), floor=9, lines=2)
    at = LEFT + name + min(4.8, room - name - number)
    if phone is not None:
        side.phone(at if name else LEFT, 44.65, leader.phone, 15, room=longest, floor=0)


def _card_number(card: Card) -> str:
    return _("Card {number}").format(number=card.number) if card.number else ""


def _number_width(side: Side, card: Card) -> float:
    return min(side.width(_card_number(card), 8.1) + 3.1, 30) if card.number else 0.0
