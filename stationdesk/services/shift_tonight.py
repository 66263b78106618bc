"""Who is on duty tonight, as the day's page says it: names, times, who is in charge, and what was handed on with the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from stationdesk.registers.mask import masked_phone
from stationdesk.services.shift_handovers import handed_words, handovers, read_words
from stationdesk.services.shift_night import tonight
from stationdesk.services.shifts import keeps_roster


@dataclass(frozen=True)
class OnDuty:
    """One who is on duty tonight; the number is covered."""

    name: str
    phone: str
    times: str
    leader: str = ""


@dataclass(frozen=True)
class Tonight:
    """What the day's page says of the roster."""

    people: tuple[OnDuty, ...] = ()
    handed: str = ""
    """Who handed the book on to whom and when, since yesterday, and who has read it; empty where nobody did."""
    note: str = ""
    """What the next one must know."""
    holes: str = ""
    """Hours of the night on which nobody is on duty, while somebody is on others."""
    until: datetime | None = None
    """Until when all of it stays so, in the village and without a zone."""


def read_tonight(session: Session, now: datetime, *, covered: bool = False) -> Tonight | None:
    """Return who is on duty tonight at a moment in the village; None where no roster is kept and no book handed on.

    What was written into the book is not told while the screen faces visitors (`covered`): it may name people.
    """
    on = now.date()
    books = handovers(session, on - timedelta(days=1), on)
    if not books and not keeps_roster(session, on):
        return None
    night = tonight(session, now)
    people = tuple(
        OnDuty(one.who, masked_phone(one.phone) if one.phone else "", one.words(), one.shift.leader or "") for one in night.turns
    )
    if not books:
        return Tonight(people, holes=night.holes, until=night.until)
    book = books[0]
    handed = f"{handed_words(book, on)}，{read_words(book, on)}"
    return Tonight(people, handed, "" if covered else book.note or "", night.holes, night.until)
