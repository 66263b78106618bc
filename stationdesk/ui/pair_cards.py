"""The cards of pairs (结对卡): one for each pair that is going on, of those shown or marked, as they will be printed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.printing.pair_card import PairCard, lay_out
from stationdesk.registers.code import table
from stationdesk.services.card_places import first_phone
from stationdesk.services.known_helpers import known_helper
from stationdesk.services.pairing_board import board
from stationdesk.services.pairing_world import Pair, World, read_world
from stationdesk.services.stations import own_station
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, type_at_hand
from stationdesk.ui.parts.dialogs import tell
from stationdesk.ui.print_preview import preview


def cards_of(desk: OpenDesk, ids: Sequence[str]) -> list[PairCard]:
    """Return the cards of these people in their order; one who rests, waits, has ended or has nobody gets none. Raises NoStation."""
    with desk.reading() as session:
        world, station = read_world(session, desk.today()), own_station(session)
        rows = {row.id: row for row in board(world).rows}
        pairs = [(rows[one], pair) for one in ids if one in rows for pair in world.pairs_of(one) if going_on(world, pair)]
        phones = {helper: first_phone(known_helper(session, helper)) for helper in {pair.helper for _row, pair in pairs}}
    return [
        PairCard(
            whom=row.name if pair.resident else _("the family of {name}").format(name=row.name),
            helper=world.name_of(pair),
            phone=phones[pair.helper],
            what=_what(world, pair),
            rhythm=row.rhythm if pair.contact or pair.home or pair.frequency else "",
            station=station.name,
            duty_phone=station.duty_phone or "",
        )
        for row, pair in pairs
    ]


def going_on(world: World, pair: Pair) -> bool:
    """Tell whether a pair gets a card: a helping one in force today, whose helper is in the register."""
    return pair.helps and pair.state == "active" and pair.holds(world.day) and pair.helper in world.hands


def _what(world: World, pair: Pair) -> str:
    kind = world.hands[pair.helper].type
    return pair.project or (table("helper_type").label(kind) if kind else "")


def cards_job(cards: Sequence[PairCard]) -> PrintJob:
    """Return the job of the cards."""
    title = _("Pair cards")
    return PrintJob(
        title=title,
        about=_("{title}: {count}").format(title=title, count=len(cards)),
        lay_out=lambda imprint: lay_out(cards, imprint, type_at_hand()),
        document="pair-cards",
        people=len({card.whom for card in cards}),
        of_cards=True,
        reprint=False,
    )


def print_cards(desk: OpenDesk, ids: Sequence[str], parent: QWidget) -> int:
    """Show the cards as they will be printed; returns how many sheets were."""
    cards = cards_of(desk, ids)
    if not cards:
        words = _("Of those listed nobody has a helper just now. A pair that rests or waits for a yes gets its card when it goes on.")
        tell(parent.window(), desk.look, _("There is no card to print."), words, _("Close"))
        return 0
    return preview(desk, cards_job(cards), parent)
