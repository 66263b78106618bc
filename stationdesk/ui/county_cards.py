"""The cards that a change of the county's directory has made out of date, printed again from the page of reports."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.cards import due_cards
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import tell


def print_cards(parent: QWidget, desk: OpenDesk, residents: frozenset[str]) -> None:
    """Print the cards of these residents again, each in its own design."""
    from stationdesk.ui.paper_job import cards_job
    from stationdesk.ui.print_preview import preview

    with desk.reading() as session:
        due = [one.card for one in due_cards(session, on=desk.today().isoformat()) if one.card.resident_id in residents]
    for design in ("number", "person"):
        cards = [card for card in due if card.design == design]
        if cards:
            preview(desk, cards_job(desk, cards, design), parent)
    if not due:
        tell(parent, desk.look, _("No card has to be printed again"), _("They were printed meanwhile."), _("Close|button"))
