"""Whether the machine's clock can be right: one that stands before what was written already has been set back (safety.md, row 13).

While it is in doubt nothing that waits for a day may fire or disappear: reminders stay as they are, nothing is purged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.store.clock import local_day, local_time

MADE = date(2026, 11, 1)
"""No copy of this program ran before this day; a release moves it on."""
PLAY = timedelta(hours=1)
"""So far a clock may be put right without a word."""
LOOKED_AT = 500
"""Actions that are looked at: a clock that once ran ahead is forgotten after so many."""
_LATEST = "SELECT max(at) FROM (SELECT at FROM action ORDER BY rowid DESC LIMIT ?)"


@dataclass(frozen=True)
class ClockTrouble:
    """What is wrong with the clock, and a sentence for the operator."""

    now: datetime
    known: datetime
    """The moment it must be later than."""
    says: str


def clock_trouble(session: Session, now: datetime) -> ClockTrouble | None:
    """Return what is wrong with the clock at `now`, or None."""
    made = datetime(MADE.year, MADE.month, MADE.day, tzinfo=UTC) - PLAY
    if now < made:
        says = _(
            "The computer's clock says {day}, before this program was made. Please put date and time right; until then reminders wait."
        )
        return ClockTrouble(now, made, says.format(day=_in_full(now)))
    latest = last_written(session)
    if latest is None or now >= latest - PLAY:
        return None
    says = _(
        "The computer's clock says {now}, but the last entry was made on {last}. Please put date and time right; until then reminders wait."
    )
    return ClockTrouble(now, latest, says.format(now=_in_full(now), last=_in_full(latest)))


def last_written(session: Session) -> datetime | None:
    """Return the latest moment at which anything was written here lately."""
    found = session.connection().exec_driver_sql(_LATEST, (LOOKED_AT,)).scalar()
    return datetime.fromisoformat(found) if found else None


def _in_full(moment: datetime) -> str:
    """Return a moment with its year, whatever year the clock says it is."""
    return f"{day_words(local_day(moment), date.min)} {local_time(moment):%H:%M}"
