"""What is still to be done for a resident beside his rhythm: what a death or a move ends."""

from __future__ import annotations

from typing import NamedTuple

from sqlmodel import Session, col, select

from stationdesk.registers.duty import Duty
from stationdesk.registers.resident import Resident
from stationdesk.services.request_reading import open_requests
from stationdesk.store.database import author_of


class OpenCare(NamedTuple):
    """What is still to be done for a resident."""

    duties: tuple[Duty, ...] = ()
    """Once or every year."""
    needs: tuple[tuple[str, str], ...] = ()
    """Needs to be met: id and words."""


NO_CARE = OpenCare()


def open_care(session: Session, one: Resident) -> OpenCare:
    """Read what is still to be done for a resident."""
    mine = select(Duty).where(Duty.resident_id == one.id, Duty.author == author_of(session), col(Duty.removed_at).is_(None))
    duties = tuple(duty for duty in session.exec(mine.order_by(col(Duty.key))) if duty.is_open())
    return OpenCare(duties, tuple((found.request.id, found.request.text) for found in open_requests(session, [one.id])))
