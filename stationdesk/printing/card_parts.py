"""The parts both card designs and the wall sheet are put together from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.contact_card import CardLine, LeftOut, Reason, dialled, spaced_phone
from stationdesk.printing.fitting import fit, shrunk
from stationdesk.printing.page import MM_PER_POINT, Align, Line, Mark, Measure, Qr, Text, Weight, printable
from stationdesk.printing.qr_code import qr_bars

SMALLEST = 6.8
"""Points: 2.4 mm, the smallest type on our paper."""
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

    def text(
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
        if fitting < floor:
            self.name(shown, "small" if fitting >= SMALLEST else "no_room")
        if not shown or fitting < SMALLEST:
            return 0.0
        self.marks.append(Text(x, y, shown, fitting, "bold", align))
        return self.width(shown, fitting, "bold")

    def qr(self, right: float, top: float, module: float, phone: str) -> float:
        """Set the code that dials `phone`, its modules `module` millimetres; return its width without the quiet zone."""
        content = dialled(phone)
        size = qr_bars(content)[0] * module
        self.marks.append(Qr(right - size, top, size, content))
        return size

    def width(self, text: str, size: float, weight: Weight = "regular", tracking: float = 0.0) -> float:
        """Return the millimetres `text` takes."""
        return self.measure.width(text, size, weight) + len(text) * tracking * size * MM_PER_POINT


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


def fitting_lines(side: Side, lines: Iterable[CardLine], most: int, style: RowStyle) -> list[CardLine]:
    """Return the first `most` lines that can be printed; the others are named."""
    chosen: list[CardLine] = []
    room = style.right - style.left - style.gap - 3 * style.floor * MM_PER_POINT
    for line in lines:
        shown = printable(spaced_phone(line.phone))
        if not shown:
            side.name(_described(line), "no_phone")
        elif len(chosen) == most or shrunk(shown, room, style.phone, "bold", side.measure) < style.floor:
            side.name(_described(line), "no_room")
        else:
            chosen.append(line)
    return chosen


def row(side: Side, line: CardLine, y: float, style: RowStyle) -> None:
    """Set one line on baseline `y`: label, name, number at the right; the number first gets its room, then the name."""
    least = 3 * style.floor * MM_PER_POINT
    number = side.phone(
        style.right, y, line.phone, style.phone, "right", room=style.right - style.left - style.gap - least, floor=style.floor
    )
    edge = style.right - number - style.gap
    label, name = printable(line.label), printable(line.name)
    if not name:
        side.text(style.left, y, label, style.label, room=edge - style.left, floor=style.floor)
        return
    label_width = side.width(label, style.label)
    at = max(style.name_at, style.left + label_width + style.gap) if label else style.left
    if at + side.width(name, style.floor, "bold") > edge:
        at = max(style.left + least + style.gap, edge - side.width(name, style.floor, "bold")) if label else style.left
        at = min(at, style.left + label_width + style.gap) if label else at
    side.text(style.left, y, label, style.label, room=at - style.gap - style.left, floor=style.floor)
    side.text(at, y, name, style.name, "bold", room=edge - at, floor=style.floor)


def emergency_numbers() -> tuple[tuple[str, str], ...]:
    """Return the three numbers everybody must have, with what they are for."""
    return (("120", _("ambulance")), ("119", _("fire brigade")), ("110", _("police")))


def emergency(side: Side, at: Sequence[float], y: float, size: float, label: float, raised: float) -> None:
    """Set 120, 119 and 110 from the places `at`, each with its word beside it, `raised` millimetres above the baseline."""
    for (number, meaning), x, limit in zip(emergency_numbers(), at, (*at[1:], 2 * at[-1] - at[-2]), strict=True):
        side.marks.append(Text(x, y, number, size, "bold"))
        after = x + side.width(number, size, "bold") + 1.7
        side.text(after, y - raised, meaning, label, room=limit - after - 1, floor=SMALLEST)


def _described(line: CardLine) -> str:
    return printable(" ".join(part for part in (line.label, line.name, spaced_phone(line.phone)) if part))
