"""What is still to be done for a resident beside his rhythm: what a death or a move ends."""

from __future__ import annotations

from typing import NamedTuple

from sqlmodel import Session, col, select

from stationdesk.registers.duty import Duty
from stationdesk.registers.resident import Resident
from stationdesk.services.request_reading import Asked, open_requests, raised_of
from stationdesk.store.database import author_of


class Need(NamedTuple):
    """A need that is not closed."""

    id: str
    text: str
    last_day: str
    """The day of the last thing that happened to it: nothing that comes now may stand before it."""
    next_nth: int
    is_done: bool
    """It was done already, and only nobody has asked yet how it was."""


class OpenCare(NamedTuple):
    """What is still to be done for a resident."""

    duties: tuple[Duty, ...] = ()
    """Once or every year."""
    needs: tuple[Need, ...] = ()


NO_CARE = OpenCare()


def open_care(session: Session, one: Resident) -> OpenCare:
    """Read what is still to be done for a resident."""
    mine = select(Duty).where(Duty.resident_id == one.id, Duty.author == author_of(session), col(Duty.removed_at).is_(None))
    duties = tuple(duty for duty in session.exec(mine.order_by(col(Duty.key))) if duty.is_open())
    return OpenCare(duties, tuple(map(_need, open_requests(session, [one.id]))))


def _need(held: Asked) -> Need:
    last_day = max(raised_of(held.request).moment[:10], *(event.happened_on or "" for event in held.events), "")
    next_nth = max((event.nth or 0 for event in held.events), default=0) + 1
    return Need(held.request.id, held.request.text, last_day, next_nth, held.standing.state == "done")
