"""The parts both card designs and the wall sheet are put together from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.contact_card import CardLine, LeftOut, Reason, dialled, spaced_phone
from stationdesk.printing.fitting import fit, shrunk
from stationdesk.printing.page import MM_PER_POINT, Align, Line, Mark, Measure, Qr, Text, Weight, printable
from stationdesk.printing.qr_code import QUIET_MODULES, qr_size

SMALLEST = 6.8
"""Points: 2.4 mm, the smallest type on our paper."""
USUAL_MODULES = 25
ROUNDING = 0.01
LINE_FLOOR = 9.0
"""Points: the smallest type of a line on a card's back."""


class Side:
    """One side of a card while it is laid out: its marks so far and what would not fit."""

    def __init__(self, card: str, measure: Measure) -> None:
        self.marks: list[Mark] = []
        self.left_out: list[LeftOut] = []
        self.measure = measure
        self._card = card

    def name(self, what: str, why: Reason) -> None:
        """Note that `what` is not on the paper as it should be."""
        self.left_out.append(LeftOut(self._card, what, why))

    def rule(self, x1: float, x2: float, y: float, width: float) -> None:
        """Draw a level rule."""
        self.marks.append(Line(x1, y, x2, y, width))

    def text(  # noqa: PLR0913 - a text has a place, a type and a room
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        weight: Weight = "regular",
        align: Align = "left",
        *,
        room: float,
        floor: float = SMALLEST,
        lines: int = 1,
        tracking: float = 0.0,
    ) -> float:
        """Set `text` in `room` millimetres, its last line on baseline `y`; return the width of its widest line."""
        whole = printable(text)
        for character in self.measure.lacks(whole):
            self.name(character, "no_glyph")
        fitted = fit(whole, room, size, floor, self.measure, weight, lines, tracking)
        if fitted.cut:
            self.name(whole, "cut")
        lead = fitted.size * MM_PER_POINT * 1.15
        for above, line in enumerate(reversed(fitted.lines)):
            self.marks.append(Text(x, y - above * lead, line, fitted.size, weight, align, tracking))
        return max((self.width(line, fitted.size, weight, tracking) for line in fitted.lines), default=0.0)

    def phone(self, x: float, y: float, phone: str, size: float, align: Align = "left", *, room: float, floor: float) -> float:
        """Set a phone number, never cut; below `floor` points it is named, below the smallest type it is left out."""
        shown = printable(spaced_phone(phone))
        fitting = shrunk(shown, room, size, "bold", self.measure)
        if fitting < floor - ROUNDING:
            self.name(shown, "small" if fitting >= SMALLEST else "no_room")
        if not shown or fitting < SMALLEST:
            return 0.0
        self.marks.append(Text(x, y, shown, fitting, "bold", align))
        return self.width(shown, fitting, "bold")

    def parts(self, x: float, y: float, texts: Sequence[str], size: float, gap: float, *, room: float) -> None:
        """Set `texts` one after another, `gap` millimetres apart; the last ones get the room the first leave."""
        at = x
        for text in texts:
            if printable(text):
                at += self.text(at, y, text, size, room=x + room - at) + gap

    def qr(self, right: float, top: float, module: float, phone: str) -> float:
        """Set the code that dials `phone`; a usual one has 25 modules of `module` millimetres and fits between `top` and `right`.

        A code of more or fewer modules takes the same room, its quiet zone included. Return its width with the quiet zone at its left.
        """
        content = dialled(phone)
        room = (USUAL_MODULES + 2 * QUIET_MODULES) * module
        size = qr_size(content, room)
        quiet = (room - size) / 2
        self.marks.append(Qr(right - size, top - QUIET_MODULES * module + quiet, size, content))
        return size + quiet

    def width(self, text: str, size: float, weight: Weight = "regular", tracking: float = 0.0) -> float:
        """Return the millimetres `text` takes."""
        return self.measure.width(text, size, weight) * (1 + tracking)


@dataclass(frozen=True, slots=True)
class RowStyle:
    """How lines of label, name and number are set: columns in millimetres, type in points."""

    left: float
    right: float
    name_at: float
    label: float
    name: float
    phone: float
    floor: float = LINE_FLOOR
    gap: float = 2.0
    least: float = LINE_FLOOR
    """Points: the smallest type of a number, which shrinks for the sake of the words."""
    lines: int = 1
    """On how many lines a label may stand before it is cut."""

    def raised(self, size: float) -> float:
        """Return how far above the number's baseline smaller type stands, so that both look level."""
        return 0.36 * (self.phone - size) * MM_PER_POINT


def fitting_lines(side: Side, lines: Iterable[CardLine], most: int, style: RowStyle) -> list[CardLine]:
    """Return the first `most` lines that can be printed; the others are named."""
    chosen: list[CardLine] = []
    room = style.right - style.left - style.gap - 3 * style.floor * MM_PER_POINT
    for line in lines:
        shown = printable(spaced_phone(line.phone))
        if not shown:
            side.name(_described(line), "no_phone")
        elif len(chosen) == most or shrunk(shown, room, style.phone, "bold", side.measure) < style.least - ROUNDING:
            side.name(_described(line), "no_room")
        else:
            chosen.append(line)
    return chosen


def row(side: Side, line: CardLine, y: float, style: RowStyle) -> None:
    """Set one line, its number on baseline `y` at the right; number and words shrink towards the floor before a word is cut."""
    label, name = printable(line.label), printable(line.name)
    gap = style.gap if label and name else 0.0
    words = side.width(label, style.floor) / style.lines + gap + side.width(name, style.floor, "bold")
    whole = style.right - style.left - style.gap
    least = side.width(printable(spaced_phone(line.phone)), style.least, "bold")
    number = side.phone(style.right, y, line.phone, style.phone, "right", room=max(whole - words, least), floor=style.least)
    room = whole - number - gap
    needed = side.width(label, style.label) + side.width(name, style.name, "bold")
    share = min(1.0, room / needed) if needed else 1.0
    label_size, name_size = max(style.floor, style.label * share), max(style.floor, style.name * share)
    name_width = side.width(name, name_size, "bold")
    label_room = max(room - name_width, min(3 * style.floor * MM_PER_POINT, side.width(label, label_size))) if name else room
    lower = style.floor * MM_PER_POINT * 0.5 if style.lines > 1 and side.width(label, style.floor) > label_room else 0.0
    used = side.text(
        style.left, y - style.raised(label_size) + lower, label, label_size, room=label_room, floor=style.floor, lines=style.lines
    )
    at = style.left + used + gap
    if label and style.name_at >= at and style.name_at + name_width <= style.right - style.gap - number:
        at = style.name_at
    side.text(at, y - style.raised(name_size), name, name_size, "bold", room=style.right - style.gap - number - at, floor=style.floor)


def emergency_numbers() -> tuple[tuple[str, str], ...]:
    """Return the three numbers everybody must have, with what they are for."""
    return (("120", _("call an ambulance")), ("119", _("report a fire")), ("110", _("call the police")))


def emergency(side: Side, at: Sequence[float], y: float, size: float, label: float, raised: float) -> None:
    """Set 120, 119 and 110 from the places `at`, each with its word beside it, `raised` millimetres above the baseline."""
    for (number, meaning), x, limit in zip(emergency_numbers(), at, (*at[1:], 2 * at[-1] - at[-2]), strict=True):
        side.marks.append(Text(x, y, number, size, "bold"))
        after = x + side.width(number, size, "bold") + 1.2
        side.text(after, y - raised, meaning, label, room=limit - after - 1, floor=SMALLEST)


def _described(line: CardLine) -> str:
    return printable(" ".join(part for part in (line.label, line.name, spaced_phone(line.phone)) if part))
