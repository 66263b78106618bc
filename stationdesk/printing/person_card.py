"""Design 乙: the grid leader's name first, for those who know them; fewer numbers on the back, larger."""

from __future__ import annotations

from stationdesk.i18n import _
from stationdesk.printing.card_parts import SMALLEST, RowStyle, Side, emergency, fitting_lines, row
from stationdesk.printing.contact_card import HEIGHT, WIDTH, Card
from stationdesk.printing.number_card import DUTY_PHONE_FLOOR, heading
from stationdesk.printing.page import Measure, Rect

FRAME, FRAME_LINE = 3.2, 0.4
LEFT, RIGHT = 7.0, 83.0
MOST_LINES = 5
MODULE = 0.68
_ROWS = RowStyle(left=LEFT, right=RIGHT, name_at=25, label=10, name=11.8, phone=12.9)


def front(card: Card, measure: Measure) -> Side:
    """Lay out the front of `card`, 90 × 54 mm; without a grid leader the duty phone takes the large place."""
    side = _framed(card, measure)
    heading(side, card, left=LEFT, right=RIGHT, y=9.65, bold=False)
    code = side.qr(RIGHT, 14.0, MODULE, card.duty_phone)
    caption = side.text(RIGHT, 36.1, _("Scan to dial"), 7.5, align="right", room=24)
    beside_code, beside_caption = RIGHT - code - LEFT, RIGHT - caption - 2.5 - LEFT
    side.rule(FRAME, WIDTH - FRAME, 41.2, 0.25)
    leader = card.grid_leader
    if leader is None or not leader.name:
        side.text(LEFT, 16.65, card.slogan or _("Call this number if anything happens"), 11.3, room=beside_code, floor=9)
        side.phone(LEFT - 0.2, 29.0, card.duty_phone, 31.8, room=beside_code, floor=DUTY_PHONE_FLOOR)
        number = _("Card {number}").format(number=card.number) if card.number else ""
        side.parts(LEFT, 47.2, (card.address, number), 10, 4, room=RIGHT - LEFT)
        return side
    side.text(
        LEFT,
        16.65,
        card.slogan or _("If anything happens, go to the {leader}").format(leader=leader.label),
        11.3,
        room=beside_code,
        floor=9,
    )
    side.text(LEFT, 29.2, leader.name, 31.8, "bold", room=beside_code, floor=14, lines=2, tracking=0.08)
    side.phone(LEFT, 38.65, leader.phone, 20.1, room=beside_caption, floor=12)
    otherwise(side, card.duty_phone)
    return side


def back(card: Card, measure: Measure) -> Side:
    """Lay out the back of `card`, 90 × 54 mm: at most five lines, then the three emergency numbers."""
    side = _framed(card, measure)
    chosen = fitting_lines(side, card.lines, MOST_LINES, _ROWS)
    for number, line in enumerate(chosen):
        if number:
            side.rule(LEFT, RIGHT, 10.6 + (number - 1) * 6.13, 0.15)
        row(side, line, 9.4 + number * 6.13, _ROWS)
    side.rule(FRAME, WIDTH - FRAME, 36.4, 0.25)
    emergency(side, (LEFT, 34.05, 61.1), 44.3, 20.5, 9, raised=0.75)
    version = side.text(RIGHT, 49.1, card.version, SMALLEST, align="right", room=30)
    number_shown = _("Card {number}").format(number=card.number) if card.number else ""
    always = side.text(LEFT, 49.1, _("Call at any hour"), SMALLEST, room=24)
    side.text(LEFT + always + 3, 49.1, number_shown, SMALLEST, room=RIGHT - version - 2 - LEFT - always - 3)
    return side


def _framed(card: Card, measure: Measure) -> Side:
    side = Side(card.number, measure)
    side.marks.append(Rect(FRAME, FRAME, WIDTH - 2 * FRAME, HEIGHT - 2 * FRAME, FRAME_LINE))
    return side


def otherwise(side: Side, duty_phone: str) -> None:
    """Set the band at the foot: the duty phone in its full size between what it is for and its hours."""
    before = max(
        side.text(LEFT, 45.6, _("Cannot be reached?"), 8, room=16),
        side.text(LEFT, 48.9, _("Call this number"), 8, room=16),
    )
    figure, unit = _("24 hours").split(" ", 1)
    after = max(
        side.text(RIGHT, 45.6, figure, 8, align="right", room=8),
        side.text(RIGHT, 48.9, unit, 8, align="right", room=8),
    )
    start, end = LEFT + before, RIGHT - after
    side.phone((start + end) / 2, 48.5, duty_phone, 20.4, "centre", room=end - start - 1.6, floor=DUTY_PHONE_FLOOR)
