"""The thank-you sheet (感谢信): A5, to whoever made a wish come true, in the words of the person and under the name everybody may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint, Printout
from stationdesk.printing.page import Measure, Page
from stationdesk.printing.sheet_parts import new_side
from stationdesk.printing.wish_card import Stationed, heart

WIDTH, HEIGHT = 148.0, 210.0
LEFT, RIGHT = 18.0, 130.0
LINE = 10.0


@dataclass(frozen=True, slots=True)
class Thanks:
    """One wish that was brought or came true, as it may be told to whoever gave it."""

    giver: str
    called: str
    wish: str
    day: str
    words: str = ""
    """What the person said of it, as far as it may be told."""
    number: str = ""
    came_true: bool = True
    """False while it was brought and nobody has asked yet whether it is right."""
    beside: bool = False
    """It was given beside a wish that somebody else brought."""


def thank_you(thanks: Sequence[Thanks], station: Stationed, imprint: Imprint, measure: Measure) -> Printout:
    """Lay the sheets out, one a giver and wish."""
    pages, left_out = [], []
    for one in thanks:
        side = new_side(measure, one.number or one.giver)
        _sheet(side, one, station, imprint)
        pages.append(Page(WIDTH, HEIGHT, tuple(side.marks)))
        left_out += side.left_out
    return Printout(tuple(pages), tuple(dict.fromkeys(left_out)))


def _sheet(side: Side, one: Thanks, station: Stationed, imprint: Imprint) -> None:
    middle, room = WIDTH / 2, RIGHT - LEFT
    side.marks += heart(middle - 9, 18.0, 18.0)
    side.text(middle, 52.0, _("Thank you|paper"), 30, "bold", "centre", room=room, tracking=0.2)
    side.rule(LEFT, RIGHT, 59.0, 0.5)
    side.text(LEFT, 73.0, _("{giver}:|thanks").format(giver=one.giver), 16, "bold", room=room, floor=10, lines=2)
    true, brought = _("On {day} the small wish of {called} came true:|thanks"), _("On {day} what {called} wished for was brought:|thanks")
    beside = _("On {day} you gave {called}:|thanks")
    told = (beside if one.beside else true if one.came_true else brought).format(day=one.day, called=one.called)
    side.text(LEFT, 88.0, told, 14, room=room, floor=9)
    side.text(middle, 105.0, one.wish, 22, "bold", "centre", room=room, floor=11, lines=2)
    if one.words:
        said = _("{called} says:|thanks").format(called=one.called)
        side.text(LEFT, 120.0, said, 14, room=room, floor=9)
        side.text(LEFT, 137.0, _("“{words}”|thanks").format(words=one.words), 15, room=room, floor=9, lines=2)
    possible = _("It was you who made it possible. Thank you from all of us in the village.|thanks")
    arrived = _("It has arrived, thank you. All of us in the village remember your kindness.|thanks")
    close = possible if one.came_true and not one.beside else arrived
    side.text(LEFT, 158.0 if one.words else 135.0, close, 14, room=room, floor=9, lines=2)
    side.text(RIGHT, 176.0, station.name, 14, "bold", "right", room=room, floor=9)
    on = imprint.printed_at
    day = _("{year}/{month}/{day}|day").format(year=on.year, month=on.month, day=on.day)
    side.text(RIGHT, 184.0, day, 12, align="right", room=room)
    side.text(RIGHT, 191.0, _("(seal)|paper"), 9, align="right", room=30)
    again = _("printed again") if imprint.reprint else ""
    printed = _("printed by {operator}, {month}/{day}").format(operator=imprint.operator, month=on.month, day=on.day)
    side.parts(LEFT, 201.0, (one.number, printed, again), 7.6, 4, room=room)
