"""How the exchange over the network stands, for the status line and the page: nothing of what opens the place is read here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.day_words import local, moment_words
from stationdesk.store.clock import local_day
from stationdesk.store.tables import carrier


@dataclass(frozen=True)
class FarState:
    """The address, its timetable, and how it went last; moments are UTC stamps, empty where there is none."""

    address: str
    every_hours: int
    time_of_day: str
    done_at: str
    next_at: str
    failures: int
    says: str
    """Why it failed last; empty after a success."""

    @property
    def by_itself(self) -> bool:
        """Whether packages go at their own times."""
        return bool(self.every_hours or self.time_of_day)


def far_state(session: Session) -> FarState | None:
    """Return how it stands, or None where no address was set."""
    row = session.connection().execute(select(*(carrier.c[name] for name in FarState.__dataclass_fields__))).first()
    return FarState(**row._mapping) if row is not None else None


def last_words(state: FarState, now: datetime) -> str:
    """Say when the place was reached last, with or without anything to send, or why it was not."""
    if state.failures:
        return state.says
    if not state.done_at:
        return _("Nothing was sent there yet")
    return _("last in touch {moment}").format(moment=moment_words(local(state.done_at), local_day(now)))


def timetable_words(state: FarState) -> str:
    """Say when packages go by themselves."""
    if state.time_of_day:
        return _("by itself every day at {time}").format(time=state.time_of_day)
    if state.every_hours:
        return _("by itself every {hours} hours").format(hours=state.every_hours)
    return _("only when the button is pressed")
