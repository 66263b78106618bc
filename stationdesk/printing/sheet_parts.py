"""What A4 sheets share: their margins, the head with its rule, the foot that says who printed it when, boxes to tick."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint
from stationdesk.printing.page import Mark, Measure, Rect

LEFT, FOOT_UP, FOOT_RULE = 15.0, 6.0, 10.4
"""Millimetres: the margin at both sides, the foot's baseline and its rule above the lower edge."""
FOOT_SIZE = 7.6
BOX, BOX_LINE = 3.5, 0.2
BOX_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A side of A4 paper, upright or on its side."""

    wide: bool = False

    @property
    def width(self) -> float:
        """Width in millimetres."""
        return 297.0 if self.wide else 210.0

    @property
    def height(self) -> float:
        """Height in millimetres."""
        return 210.0 if self.wide else 297.0

    @property
    def right(self) -> float:
        """Where the type ends at the right."""
        return self.width - LEFT

    @property
    def bottom(self) -> float:
        """Where the room above the foot ends."""
        return self.height - FOOT_RULE - 2.5


def foot(side: Side, sheet: Sheet, imprint: Imprint, what: Sequence[str], number: int, count: int) -> None:
    """Set the foot of a sheet: operator and time, what it is, page x of y."""
    at = imprint.printed_at
    y = sheet.height - FOOT_UP
    side.rule(LEFT, sheet.right, sheet.height - FOOT_RULE, 0.15)
    printed = _("{operator} printed {year}-{month}-{day} {hour:02}:{minute:02}").format(
        operator=imprint.operator, year=at.year, month=at.month, day=at.day, hour=at.hour, minute=at.minute
    )
    said = side.text(LEFT, y, printed, FOOT_SIZE, room=60)
    page = _("page {number} of {count}").format(number=number, count=count)
    paged = side.text(sheet.right, y, page, FOOT_SIZE, align="right", room=30)
    parts = [part for part in (*what, _("printed again") if imprint.reprint else "") if part]
    room = sheet.right - LEFT - said - paged - 10
    width = min(sum(side.width(part, FOOT_SIZE) for part in parts) + 3 * max(len(parts) - 1, 0), room)
    start = min(max(sheet.width / 2 - width / 2, LEFT + said + 5), sheet.right - paged - 5 - width)
    side.parts(start, y, parts, FOOT_SIZE, 3, room=width + 0.01)


def tick_boxes(side: Side, x: float, y: float, words: Iterable[str], step: float, size: float = 9.6) -> float:
    """Set boxes to tick, each with its word, `step` millimetres apart or as far as the word is wide; return where they end."""
    for word in words:
        side.marks.append(box(x, y))
        width = side.text(x + BOX + BOX_GAP, y, word, size, room=60)
        x += max(step, BOX + BOX_GAP + width + 2.5)
    return x


def box(x: float, y: float) -> Mark:
    """Return a box to tick that stands on baseline `y`."""
    return Rect(x, y - BOX + 0.5, BOX, BOX, BOX_LINE)


def blank_line(side: Side, x: float, end: float, y: float) -> None:
    """Draw a line to write on, a little under baseline `y`."""
    side.rule(x, end, y + 1.2, 0.2)


def new_side(measure: Measure, name: str = "") -> Side:
    """Return an empty side; `name` is what its left-out words are listed under."""
    return Side(name, measure)
