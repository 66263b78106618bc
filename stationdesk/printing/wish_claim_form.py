"""The claim form (认领表): A4, filled in by whoever takes wishes, by pen or by the desk. It tells no more than the wall does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint, Printout, spaced_phone
from stationdesk.printing.page import Measure, Page
from stationdesk.printing.sheet_parts import LEFT, Sheet, blank_line, box, foot, new_side
from stationdesk.printing.wish_card import Stationed, WishFace, cell

TOP, ROW, MOST = 108.0, 15.0, 8
"""Millimetres where the wishes begin and how high each row is; wishes on a sheet."""
COLUMNS = (LEFT, 44.0, 78.0, 150.0)


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes the wishes, as far as it is known; what is empty is filled in by pen."""

    name: str = ""
    contact: str = ""
    phone: str = ""
    day: str = ""
    promised: str = ""
    delivery: str = ""
    """A word of the ways of delivery."""


def claim_form(
    wishes: Sequence[WishFace], taker: Taker, ways: Sequence[str], station: Stationed, imprint: Imprint, measure: Measure
) -> Printout:
    """Lay the form out; `ways` are the words of how it may be brought. Without wishes the rows are blank."""
    sheet = Sheet()
    parts = [wishes[start : start + MOST] for start in range(0, len(wishes), MOST)] or [()]
    pages, left_out = [], []
    for number, part in enumerate(parts, 1):
        side = new_side(measure, _("Claim form|paper"))
        _head(side, sheet, taker, ways, station)
        _rows(side, sheet, part, blank=not wishes)
        _end(side, sheet, station)
        what = (station.name, _("Claim form|paper"))
        foot(side, sheet, imprint, what, number, len(parts))
        pages.append(Page(sheet.width, sheet.height, tuple(side.marks)))
        left_out += side.left_out
    return Printout(tuple(pages), tuple(dict.fromkeys(left_out)))


def _head(side: Side, sheet: Sheet, taker: Taker, ways: Sequence[str], station: Stationed) -> None:
    title = side.text(LEFT, 24.0, _("Claim of small wishes|paper"), 22, "bold", room=110)
    side.text(sheet.right, 23.5, station.name, 12, align="right", room=sheet.right - LEFT - title - 6, floor=8)
    side.rule(LEFT, sheet.right, 29.0, 0.8)
    said = _("We take the wishes below upon us and bring what is wished for by the day we write here.|paper")
    side.text(LEFT, 37.5, said, 12, room=sheet.right - LEFT, floor=9)
    middle = 112.0
    for y, x, end, words, value in (
        (50.0, LEFT, sheet.right, _("Unit or person|paper"), taker.name),
        (62.0, LEFT, middle - 6, _("Contact|claims"), taker.contact),
        (62.0, middle, sheet.right, _("Phone"), spaced_phone(taker.phone)),
        (74.0, LEFT, middle - 6, _("Taken on|paper"), taker.day),
        (74.0, middle, sheet.right, _("Promised for|card"), taker.promised),
    ):
        wide = side.text(x, y, words, 12, "bold", room=40)
        blank_line(side, x + wide + 3, end, y)
        side.text(x + wide + 5, y, value, 12.5, room=end - x - wide - 6, floor=8)
    wide = side.text(LEFT, 86.0, _("How it is brought|paper"), 12, "bold", room=40)
    at = LEFT + wide + 5
    for word in ways:
        side.marks.append(box(at, 86.0))
        if word == taker.delivery:
            side.text(at + 0.45, 86.0, "✓", 9, "bold", room=4)
        at += 4.8 + side.text(at + 4.8, 86.0, word, 11.5, room=30) + 5


def _rows(side: Side, sheet: Sheet, wishes: Sequence[WishFace], *, blank: bool) -> None:
    """Set the wishes; on a blank form lines to write on."""
    side.rule(LEFT, sheet.right, TOP - 9.5, 0.45)
    words = (_("Number of the wish"), _("Whose|column"), _("Would like|column"), _("What kind|column"))
    for x, word in zip(COLUMNS, words, strict=True):
        side.text(x, TOP - 3.0, word, 10, room=34)
    side.rule(LEFT, sheet.right, TOP, 0.45)
    stops = (*COLUMNS[1:], sheet.right + 2)
    for at in range(MOST):
        y = TOP + at * ROW
        if at < len(wishes):
            one = wishes[at]
            cells = ((one.number or one.wall, 10.5, False), (one.called, 12.5, False), (one.wish, 14.0, True), (one.spec, 11.0, False))
            for x, stop, (text, size, bold) in zip(COLUMNS, stops, cells, strict=True):
                cell(side, x, y + 9.0, text, (size, size - 2, 8), "bold" if bold else "regular", room=stop - x - 2)
        elif not blank:
            break
        side.rule(LEFT, sheet.right, y + ROW, 0.2)


def _end(side: Side, sheet: Sheet, station: Stationed) -> None:
    remark = side.text(LEFT, 241.0, _("Remark"), 12, "bold", room=30)
    blank_line(side, LEFT + remark + 3, sheet.right, 241.0)
    for x, end, words in ((LEFT, 106.0, _("Signature or seal of the taker|paper")), (112.0, sheet.right, _("Taken down by|paper claim"))):
        wide = side.text(x, 255.0, words, 12, "bold", room=60)
        blank_line(side, x + wide + 3, end, 255.0)
    rules = _("If it cannot be brought in time, please ring the station: then somebody else may take the wish.|paper")
    said = f"{rules} {spaced_phone(station.phone)}" if station.phone else rules
    side.text(LEFT, 266.5, said, 10.6, room=sheet.right - LEFT, floor=7.5)
    kept = _("What is brought is handed over by the station. Please do not ask for the name, the home or the school of a child.|paper")
    side.text(LEFT, 273.5, kept, 10.6, room=sheet.right - LEFT, floor=7.5)
