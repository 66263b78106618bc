"""The slip a request is sent out with (派单), or handed over with (转办): A4, the lower part torn off and brought back as the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint, Printout
from stationdesk.printing.fitting import fit
from stationdesk.printing.page import MM_PER_POINT, Line, Measure, Page, printable
from stationdesk.printing.sheet_parts import LEFT, Sheet, blank_line, foot, new_side, tick_boxes

CUT = 176.0
"""Millimetres from the top to the line to cut along."""
DASH, GAP = 3.0, 2.0
LABEL, BODY = 11.0, 13.0
LABEL_ROOM = 24.0
LINES = 6


@dataclass(frozen=True, slots=True)
class DispatchSlip:
    """One request as paper takes it along; what is empty is a line to write on."""

    number: str
    handed_over: bool
    """To another body, not to a team or a helper."""
    receiver: str
    urgency: str
    """In a word: 黄."""
    term: str
    whom: str
    place: str
    phone: str
    what: str
    told: str
    """Where it came from and when."""
    note: str
    station: str
    station_phone: str
    sent: str
    """By whom and when it was sent."""
    receipt: str = ""


def slip_pages(slips: Sequence[DispatchSlip], imprint: Imprint, measure: Measure) -> Printout:
    """Lay the slips out, one a sheet."""
    sheet, pages, left_out = Sheet(), [], []
    for number, slip in enumerate(slips, 1):
        side = new_side(measure, slip.number)
        _order(side, sheet, slip)
        _cut(side, sheet)
        _receipt(side, sheet, slip)
        what = (slip.station, _("No. {number}|slip").format(number=slip.number), _("for whoever does it only, bring it back|paper"))
        foot(side, sheet, imprint, what, number, len(slips))
        pages.append(Page(sheet.width, sheet.height, tuple(side.marks)))
        left_out += side.left_out
    return Printout(tuple(pages), tuple(dict.fromkeys(left_out)))


def _order(side: Side, sheet: Sheet, slip: DispatchSlip) -> None:
    right = sheet.right
    title = _("Handed over|slip title") if slip.handed_over else _("Service order|slip title")
    side.text(LEFT, 26, title, 24, "bold", room=80)
    side.text(right, 26, slip.number, 20, "bold", "right", room=70)
    side.text(right, 17.5, _("Number|slip"), 8.6, align="right", room=40)
    side.rule(LEFT, right, 31, 0.8)
    half = (right - LEFT) / 2
    _field(side, LEFT, LEFT + half - 4, 42, _("To whom|slip"), slip.receiver, bold=True)
    _field(side, LEFT + half, right, 42, _("Urgency|slip"), "  ".join(part for part in (slip.urgency, slip.term) if part), bold=True)
    _field(side, LEFT, LEFT + half - 4, 53, _("For whom|slip"), slip.whom, bold=True)
    _field(side, LEFT + half, right, 53, _("Phone|slip"), slip.phone)
    _field(side, LEFT, right, 64, _("Where to|slip"), slip.place)
    side.rule(LEFT, right, 70, 0.2)
    y = _paragraph(side, LEFT, 80, _("What is to be done|slip"), slip.what, right)
    y = _paragraph(side, LEFT, max(y + 6, 112), _("Please mind|slip"), slip.note, right) if slip.note else y
    side.rule(LEFT, right, 150, 0.2)
    _field(side, LEFT, right, 158, _("Came in|slip"), slip.told, small=True)
    call = _("Cannot do it, or later? Ring the station: {phone}").format(phone=slip.station_phone) if slip.station_phone else ""
    side.text(LEFT, 168, "，".join(part for part in (slip.sent, call) if part), 10.4, room=right - LEFT, floor=8)


def _field(side: Side, x: float, end: float, y: float, label: str, value: str, *, bold: bool = False, small: bool = False) -> None:
    side.text(x, y, label, LABEL, room=LABEL_ROOM)
    start = x + LABEL_ROOM
    if value:
        size = 10.4 if small else BODY
        side.text(start, y, value, size, "bold" if bold else "regular", room=end - start, floor=8.6)
    else:
        blank_line(side, start, end, y)


def _paragraph(side: Side, x: float, y: float, label: str, words: str, right: float) -> float:
    side.text(x, y, label, LABEL, room=LABEL_ROOM)
    start = x + LABEL_ROOM
    fitted = fit(printable(words), right - start, BODY, BODY, side.measure, "regular", LINES, 0.0)
    if fitted.cut:
        side.name(words, "cut")
    step = fitted.size * MM_PER_POINT * 1.5
    for at, line in enumerate(fitted.lines):
        side.text(start, y + at * step, line, fitted.size, room=right - start + 1)
    return y + len(fitted.lines) * step


def _cut(side: Side, sheet: Sheet) -> None:
    words = _("cut here, bring this part back|paper")
    wide = side.width(words, 8) + 4
    middle, x = sheet.width / 2, 4.0
    while x < sheet.width - 4:
        if not middle - wide / 2 < x + DASH / 2 < middle + wide / 2:
            side.marks.append(Line(x, CUT, min(x + DASH, sheet.width - 4), CUT, 0.2))
        x += DASH + GAP
    side.text(middle, CUT + 1, words, 8, align="centre", room=wide)


def _receipt(side: Side, sheet: Sheet, slip: DispatchSlip) -> None:
    right, top = sheet.right, CUT
    half = (right - LEFT) / 2
    title = _("Receipt|slip title")
    side.text(LEFT, top + 14, title, 18, "bold", room=60)
    side.text(right, top + 14, slip.number, 16, "bold", "right", room=60)
    said = " · ".join(part for part in (slip.receiver, slip.whom) if part)
    side.text(LEFT + 40, top + 14, said, 11, room=right - LEFT - 104, floor=8)
    side.rule(LEFT, right, top + 18, 0.4)
    if slip.handed_over:
        _field(side, LEFT, LEFT + half - 4, top + 28, _("Receipt no.|slip"), slip.receipt)
        _field(side, LEFT + half, right, top + 28, _("Taken on by|slip"), "")
        _field(side, LEFT, LEFT + half - 4, top + 39, _("Phone|slip"), "")
        _field(side, LEFT + half, right, top + 39, _("Answer by|slip"), "")
    else:
        side.text(LEFT, top + 28, _("Taken on?|slip"), LABEL, room=LABEL_ROOM)
        tick_boxes(side, LEFT + LABEL_ROOM, top + 28, (_("yes|slip"), _("no, because|slip")), 16.0, LABEL)
        blank_line(side, LEFT + LABEL_ROOM + 48, right, top + 28)
        _field(side, LEFT, LEFT + half - 4, top + 39, _("There at|slip"), "")
        _field(side, LEFT + half, right, top + 39, _("Done at|slip"), "")
    side.text(LEFT, top + 50, _("What was done|slip"), LABEL, room=LABEL_ROOM)
    for down in (50.0, 60.0):
        blank_line(side, LEFT + (LABEL_ROOM if down == 50.0 else 0), right, top + down)
    side.text(LEFT, top + 71, _("Content?|slip"), LABEL, room=LABEL_ROOM)
    tick_boxes(side, LEFT + LABEL_ROOM, top + 71, (_("yes|content"), _("fairly|content"), _("no|content")), 22.0, LABEL)
    _field(side, LEFT, LEFT + half - 4, top + 84, _("Signed for whom|slip"), "")
    _field(side, LEFT + half, right, top + 84, _("Signed who did it|slip"), "")
    side.text(
        LEFT,
        top + 97,
        _("Back at the station this is typed in on the page Requests, by its number.|paper"),
        8.6,
        room=right - LEFT,
        floor=7,
    )
