"""Whether a station's computer has a right date, by what its packages say: it decides nothing, but somebody should ring (safety.md, 33)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from stationdesk.i18n import _
from stationdesk.services.clock_check import MADE
from stationdesk.services.day_words import day_words

AHEAD = timedelta(days=2)
"""So far a station's clock may be ahead of the county's without a word."""


def clock_words(made_at: str, now: datetime) -> str:
    """Return what the clerk is told about the date a package says it was made at, `now` by the county's clock; nothing where it can be.

    A package may have lain for long, so one that is old says nothing, unless it is older than the program. Where the county's own clock
    stands before that, it blames nobody.
    """
    made = datetime(MADE.year, MADE.month, MADE.day, tzinfo=UTC) - AHEAD
    if now < made:
        return ""
    try:
        at = datetime.fromisoformat(made_at)
        wrong = at.tzinfo is None or at < made or at > now + AHEAD
    except (ValueError, OverflowError):
        at, wrong = None, True
    if not wrong:
        return ""
    if at is None or at.tzinfo is None:
        return _("It says no proper date: the clock of the station's computer may be wrong. Please ring and have it looked at.")
    said = _("The station's computer has a wrong date: {day}. Please ring and have it put right.")
    return said.format(day=day_words(at.date(), date.min))
