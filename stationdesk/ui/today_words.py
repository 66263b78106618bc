"""What the page 今日 says of itself: whom to reach first, and why nothing is to be done."""

from __future__ import annotations

from stationdesk.i18n import _
from stationdesk.services.today import Day, People
from stationdesk.ui.parts.bars import EmptyState


def say_why(empty: EmptyState, here: People, ahead: tuple[int, int]) -> None:
    """Say on an empty page why the list is empty and what next."""
    if not here.residents:
        empty.say(
            _("Nobody is in the register yet"),
            _("Take a ledger in, or add the first person on the page Residents."),
            _("Take a ledger in"),
        )
    elif not here.graded:
        empty.say(
            _("Nobody has a care grade yet"),
            _("With a grade for each person this page says whom to reach today."),
            _("Go to the residents"),
        )
    else:
        contacts, visits = ahead
        more = _("Tomorrow: {contacts} to contact, {visits} to visit.").format(contacts=contacts, visits=visits)
        empty.say(_("Everything of today is done"), more if contacts or visits else _("Nothing is due tomorrow either."))


def first_words(day: Day) -> str:
    """Say whom to reach first, if there is anybody to reach every day."""
    first = day.sections[0]
    return _(": {count} {who} first").format(count=first.count, who=first.who) if first.kind == "daily" else ""
