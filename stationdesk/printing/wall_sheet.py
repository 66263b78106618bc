"""The A5 sheet for the wall by the telephone: everything, in large type, on as many sheets as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.card_parts import RowStyle, Side, emergency_numbers, fitting_lines, row
from stationdesk.printing.contact_card import Card, CardLine, Imprint, LeftOut
from stationdesk.printing.number_card import DUTY_PHONE_FLOOR
from stationdesk.printing.page import Measure, Page

WIDTH, HEIGHT = 148.0, 210.0
LEFT, RIGHT, MIDDLE = 10.0, 138.0, 74.0
TOP, BOTTOM = 61.6, 153.7
PERSON_ROW, PLACE_ROW = 13.4, 9.65
SQUEEZED = 0.62
"""How small rows may become before a second sheet is taken: numbers of people 13.8 pt, of places 8.8 pt."""
MODULE = 0.5
LONG_LABEL = 12
"""Characters; a place with a longer name has a row of its own like a person."""


@dataclass(frozen=True, slots=True)
class _Portion:
    """The lines of one sheet: people, each a full row; places, two in a row."""

    people: tuple[CardLine, ...]
    places: tuple[CardLine, ...]

    def height(self, scale: float = 1.0) -> float:
        gap = 2.1 + (1.9 if self.people and self.places else 0.0)
        return scale * (len(self.people) * PERSON_ROW + (len(self.places) + 1) // 2 * PLACE_ROW) + gap


def wall_pages(card: Card, imprint: Imprint, measure: Measure) -> tuple[tuple[Page, ...], tuple[LeftOut, ...]]:
    """Lay out `card` as A5 sheets that carry every line, and what could not be set whole."""
    checked = Side(card.number, measure)
    leader = (card.grid_leader,) if card.grid_leader else ()
    lines = fitting_lines(checked, (*leader, *card.lines), len(card.lines) + 1, _person_style(SQUEEZED))
    left_out = list(checked.left_out)
    portions = _portions(lines)
    pages = []
    for number, portion in enumerate(portions, start=1):
        side = Side(card.number, measure)
        _head(side, card)
        _lines(side, portion)
        _foot(side, card, imprint, number, len(portions))
        pages.append(Page(WIDTH, HEIGHT, tuple(side.marks)))
        left_out += [item for item in side.left_out if item not in left_out]
    return tuple(pages), tuple(left_out)


def _portions(lines: Sequence[CardLine]) -> list[_Portion]:
    """Spread `lines` over sheets, people before places, each sheet as full as the smallest rows allow."""
    people = [line for line in lines if line.name or len(line.label) > LONG_LABEL]
    places = [line for line in lines if line not in people]
    portions: list[_Portion] = []
    while people or places or not portions:
        portion = _Portion((), ())
        while people and _Portion((*portion.people, people[0]), ()).height(SQUEEZED) <= BOTTOM - TOP:
            portion = _Portion((*portion.people, people.pop(0)), ())
        while not people and places and _Portion(portion.people, (*portion.places, places[0])).height(SQUEEZED) <= BOTTOM - TOP:
            portion = _Portion(portion.people, (*portion.places, places.pop(0)))
        portions.append(portion)
    return portions


def _person_style(scale: float) -> RowStyle:
    return RowStyle(
        LEFT, RIGHT, name_at=38, label=15.2 * scale, name=21.8 * scale, phone=22.3 * scale, floor=9, gap=3, least=16 * scale, lines=2
    )


def _place_style(scale: float, left: float, right: float) -> RowStyle:
    return RowStyle(
        left, right, name_at=left, label=12.5 * scale, name=12.5 * scale, phone=14.2 * scale, floor=7.5, gap=2, least=11.5 * scale, lines=2
    )


def _lines(side: Side, portion: _Portion) -> None:
    fixed = portion.height(0)
    scale = min(1.0, (BOTTOM - TOP - fixed) / max(portion.height() - fixed, 1.0))
    y = TOP + 2.1
    for line in portion.people:
        row(side, line, y + 10.05 * scale, _person_style(scale))
        y += PERSON_ROW * scale
        side.rule(LEFT, RIGHT, y, 0.2)
    y += 1.9 if portion.people else 0
    for number, line in enumerate(portion.places):
        left, right = ((LEFT, 70.9), (77.0, RIGHT))[number % 2]
        row(side, line, y + 8.15 * scale + number // 2 * PLACE_ROW * scale, _place_style(scale, left, right))


def _head(side: Side, card: Card) -> None:
    title = side.text(LEFT, 15.2, _("Sunset Warmth contact card"), 17.6, "bold", room=60)
    side.text(RIGHT, 15.1, card.station, 12.4, align="right", room=RIGHT - LEFT - title - 5, floor=9, lines=2)
    side.rule(LEFT, RIGHT, 20.4, 0.7)
    side.text(LEFT, 32.3, card.slogan or _("Call if anything happens: someone answers day and night"), 19.8, room=RIGHT - LEFT, floor=12)
    side.phone(LEFT - 0.4, 54.3, card.duty_phone, 54.6, room=RIGHT - LEFT, floor=DUTY_PHONE_FLOOR)
    side.rule(LEFT, RIGHT, TOP, 0.35)


def _foot(side: Side, card: Card, imprint: Imprint, number: int, count: int) -> None:
    side.rule(LEFT, RIGHT, BOTTOM, 0.9)
    for (emergency, meaning), x in zip(emergency_numbers(), (LEFT + 0.3, 55.3, 100.3), strict=True):
        side.text(x, 173.0, emergency, 48, "bold", room=45)
        side.text(x + 0.8, 181.1, meaning, 15.5, room=43)
    side.rule(LEFT, RIGHT, 185.7, 0.35)
    code = side.qr(RIGHT, 188.0, MODULE, card.duty_phone)
    beside = RIGHT - code - 1.5
    caption = side.text(beside, 193.8, _("Scan to dial"), 10.2, align="right", room=40)
    side.text(LEFT, 192.7, _("Keep it by the telephone or at the bed"), 12.4, room=beside - caption - 4 - LEFT)
    printed = _("printed by {operator}, {month}/{day}").format(
        operator=imprint.operator, month=imprint.printed_at.month, day=imprint.printed_at.day
    )
    again = _("printed again") if imprint.reprint else ""
    sheet = _("sheet {number} of {count}").format(number=number, count=count) if count > 1 else ""
    side.parts(LEFT, 198.3, (card.group, card.version, printed, again, sheet), 9.2, 3.2, room=beside - LEFT)
