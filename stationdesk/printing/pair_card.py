"""The card of a pair (结对卡), a contact card's sibling: who stands by whom, the number large, the station's for when he is not reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.card_sheet import fronts
from stationdesk.printing.contact_card import HEIGHT, WIDTH, Imprint, NoDutyPhone, Printout, dialled
from stationdesk.printing.page import Measure, Rect, printable
from stationdesk.printing.person_card import FRAME, FRAME_LINE, LEFT, MODULE, RIGHT, otherwise


@dataclass(frozen=True, slots=True)
class PairCard:
    """One pair. A child goes by alias; the helper's number stands whole, for whoever is given the card calls it."""

    whom: str
    helper: str
    phone: str
    """The helper's number to dial first; empty where none is known: then the station's takes its place."""
    what: str
    """What he is: 爱心妈妈, or his kind."""
    rhythm: str
    """How often they are in touch, as agreed: 每周."""
    station: str
    duty_phone: str


def lay_out(cards: Sequence[PairCard], imprint: Imprint, measure: Measure) -> Printout:
    """Lay out the cards, ten on an A4 sheet with marks to cut by, printed on one side. Raises NoDutyPhone."""
    if any(dialled(card.duty_phone) == "tel:" for card in cards):
        raise NoDutyPhone
    title, note = _("Pair card"), _("given to the person; take the old card back when the helper changes")
    return fronts([front(card, measure) for card in cards], (title, note), imprint, measure)


def front(card: PairCard, measure: Measure) -> Side:
    """Lay out one card, 90 × 54 mm."""
    side = Side(f"{card.whom} {card.helper}", measure)
    side.marks.append(Rect(FRAME, FRAME, WIDTH - 2 * FRAME, HEIGHT - 2 * FRAME, FRAME_LINE))
    title = side.text(LEFT, 9.65, _("Pair card"), 9, "bold", room=32)
    side.text(RIGHT, 9.65, card.station, 9, align="right", room=RIGHT - LEFT - title - 3, floor=7, lines=2)
    number = printable(card.phone)
    code = side.qr(RIGHT, 14.0, MODULE, number if dialled(number) != "tel:" else card.duty_phone)
    caption = side.text(RIGHT, 36.1, _("Scan to dial"), 7.5, align="right", room=24)
    beside_code, beside_caption = RIGHT - code - LEFT, RIGHT - caption - 2.5 - LEFT
    side.text(LEFT, 16.65, _("{whom}, your helper is|card").format(whom=card.whom), 11.3, room=beside_code, floor=9)
    said = "，".join(filter(None, (card.what, _("in touch {rhythm}|card").format(rhythm=card.rhythm) if card.rhythm else "")))
    if number:
        side.text(LEFT, 27.2, card.helper, 28, "bold", room=beside_code, floor=14, lines=2, tracking=0.06)
        side.text(LEFT, 31.6, said, 8.1, room=beside_code)
        side.phone(LEFT, 39.15, card.phone, 20.1, room=beside_caption, floor=12)
    else:
        side.name(card.helper, "no_phone")
        side.text(LEFT, 29.2, card.helper, 31.8, "bold", room=beside_code, floor=14, lines=2, tracking=0.06)
        side.text(LEFT, 36.1, said, 10, room=beside_caption, floor=8)
    side.rule(FRAME, WIDTH - FRAME, 41.2, 0.25)
    otherwise(side, card.duty_phone)
    return side
