"""A4 sheets of ten contact cards with crop marks, fronts and backs that meet when turned over the long edge."""

from __future__ import annotations

from collections.abc import Sequence

from stationdesk.i18n import _
from stationdesk.printing import number_card, person_card
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import HEIGHT, WIDTH, Card, Design, Imprint, LeftOut, NoDutyPhone, Printout, dialled
from stationdesk.printing.page import Line, Mark, Measure, Page, moved
from stationdesk.printing.wall_sheet import wall_pages

SHEET_WIDTH, SHEET_HEIGHT = 210.0, 297.0
COLUMNS, ROWS = 2, 5
LEFT = (SHEET_WIDTH - COLUMNS * WIDTH) / 2
TOP = (SHEET_HEIGHT - ROWS * HEIGHT) / 2
A_SHEET = COLUMNS * ROWS
MARK_GAP, MARK_LENGTH, CROSS, HAIRLINE = 2.0, 4.0, 1.6, 0.15
FOOT, FOOT_GAP = 292.6, 3.0


def lay_out(cards: Sequence[Card], design: Design, imprint: Imprint, measure: Measure) -> Printout:
    """Lay out `cards` in `design`.

    "number" (甲) and "person" (乙) give A4 sheets of ten: fronts, their backs, the next fronts … for duplex over the long edge.
    "wall" gives A5 sheets, one or more a card. Raises NoDutyPhone.
    """
    if any(dialled(card.duty_phone) == "tel:" for card in cards):
        raise NoDutyPhone
    if design == "wall":
        sheets = [wall_pages(card, imprint, measure) for card in cards]
        return Printout(tuple(page for pages, _left in sheets for page in pages), tuple(item for _pages, left in sheets for item in left))
    face = number_card if design == "number" else person_card
    pages: list[Page] = []
    left_out: list[LeftOut] = []
    cut = _("cut to {width} × {height} mm").format(width=round(WIDTH), height=round(HEIGHT))
    count = 2 * -(-len(cards) // A_SHEET)
    for start in range(0, len(cards), A_SHEET):
        some = cards[start : start + A_SHEET]
        for sides, mirrored in (([face.front(card, measure) for card in some], False), ([face.back(card, measure) for card in some], True)):
            page = _("page {number} of {count}").format(number=len(pages) + 1, count=count)
            foot = _foot(imprint, (_titles()[design, mirrored], some[0].version, cut), page, measure)
            pages.append(Page(SHEET_WIDTH, SHEET_HEIGHT, (*_placed(sides, mirrored=mirrored), *crop_marks(), *foot)))
            left_out += [item for side in sides for item in side.left_out]
    return Printout(tuple(pages), tuple(dict.fromkeys(left_out)))


def fronts(sides: Sequence[Side], what: Sequence[str], imprint: Imprint, measure: Measure) -> Printout:
    """Lay out cards of one side, ten on a sheet with marks to cut by; `what` stands at the foot."""
    cut = _("cut to {width} × {height} mm").format(width=round(WIDTH), height=round(HEIGHT))
    count = -(-len(sides) // A_SHEET)
    pages = []
    for number, start in enumerate(range(0, len(sides), A_SHEET), 1):
        page = _("page {number} of {count}").format(number=number, count=count)
        foot = _foot(imprint, (*what, cut), page, measure)
        pages.append(Page(SHEET_WIDTH, SHEET_HEIGHT, (*_placed(sides[start : start + A_SHEET], mirrored=False), *crop_marks(), *foot)))
    return Printout(tuple(pages), tuple(dict.fromkeys(item for side in sides for item in side.left_out)))


def place(number: int, *, mirrored: bool) -> tuple[float, float]:
    """Return the upper left corner of the `number`th card of a sheet (0–9), on a back with the columns changed."""
    down, across = divmod(number, COLUMNS)
    return LEFT + (COLUMNS - 1 - across if mirrored else across) * WIDTH, TOP + down * HEIGHT


def crop_marks() -> list[Mark]:
    """Return the marks to cut by: outside the cards, and small crosses where four of them meet."""
    marks: list[Mark] = []
    right, bottom = LEFT + COLUMNS * WIDTH, TOP + ROWS * HEIGHT
    for column in range(COLUMNS + 1):
        x = LEFT + column * WIDTH
        marks.append(Line(x, TOP - MARK_GAP - MARK_LENGTH, x, TOP - MARK_GAP, HAIRLINE))
        marks.append(Line(x, bottom + MARK_GAP, x, bottom + MARK_GAP + MARK_LENGTH, HAIRLINE))
    for line in range(ROWS + 1):
        y = TOP + line * HEIGHT
        marks.append(Line(LEFT - MARK_GAP - MARK_LENGTH, y, LEFT - MARK_GAP, y, HAIRLINE))
        marks.append(Line(right + MARK_GAP, y, right + MARK_GAP + MARK_LENGTH, y, HAIRLINE))
    for column in range(1, COLUMNS):
        for line in range(1, ROWS):
            x, y = LEFT + column * WIDTH, TOP + line * HEIGHT
            marks.append(Line(x - CROSS, y, x + CROSS, y, HAIRLINE))
            marks.append(Line(x, y - CROSS, x, y + CROSS, HAIRLINE))
    return marks


def _placed(sides: Sequence[Side], *, mirrored: bool) -> list[Mark]:
    marks: list[Mark] = []
    for number, side in enumerate(sides):
        marks += moved(side.marks, *place(number, mirrored=mirrored))
    return marks


def _foot(imprint: Imprint, what: Sequence[str], page: str, measure: Measure) -> list[Mark]:
    """Return the line at the foot of a sheet: who printed it when, what it is, which page."""
    at = imprint.printed_at
    printed = _("{operator} printed {year}-{month}-{day} {hour:02}:{minute:02}").format(
        operator=imprint.operator, year=at.year, month=at.month, day=at.day, hour=at.hour, minute=at.minute
    )
    side = Side("", measure)
    side.text(LEFT, FOOT, printed, 7, room=54)
    side.text(SHEET_WIDTH - LEFT, FOOT, page, 7, align="right", room=30)
    parts = [part for part in (*what, _("printed again") if imprint.reprint else "") if part]
    width = sum(side.width(part, 7) for part in parts) + FOOT_GAP * (len(parts) - 1)
    side.parts(SHEET_WIDTH / 2 - min(width, 90) / 2, FOOT, parts, 7, FOOT_GAP, room=90)
    return side.marks


def _titles() -> dict[tuple[Design, bool], str]:
    return {
        ("number", False): _("Contact card A, front"),
        ("number", True): _("Contact card A, back"),
        ("person", False): _("Contact card B, front"),
        ("person", True): _("Contact card B, back"),
    }
