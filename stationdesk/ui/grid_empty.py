"""Why the grid of contacts is empty, what next, and the link to it."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.today import people_here


def why_empty(session: Session, on: date, month: date, *, narrowed: bool) -> tuple[str, str, str]:
    """Return the fact, what to do about it, and the words of the link, for the month that begins on `month`."""
    if narrowed:
        return _("Nobody is left by these filters"), _("Others may be in the grid."), _("Show everybody")
    if month < on.replace(day=1):
        return _("Nobody had a rhythm in this month"), "", _("Back to this month")
    if not people_here(session, on).residents:
        said = _("Take a ledger in, or add the first person on the page Residents.")
        return _("Nobody is in the register yet"), said, _("Take a ledger in")
    said = _("Give those who are to be contacted every day the grade red, the others yellow or green; then they stand here.")
    return _("Nobody has a rhythm of contacts yet"), said, _("Go to the residents")
