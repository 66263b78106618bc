"""What lies ahead of a resident in calls: those in which he is to speak, and his wishes for them."""

from __future__ import annotations

from typing import NamedTuple

from sqlmodel import Session, col, select

from stationdesk.registers.call_person import CallPerson
from stationdesk.registers.call_wish import CallWish
from stationdesk.registers.family_call import OPEN, FamilyCall
from stationdesk.registers.resident import Resident


class Ahead(NamedTuple):
    """A call in which somebody is to speak, his place in it, and how many others speak in it."""

    call: FamilyCall
    place: CallPerson
    others: int


def calls_ahead(session: Session, one: Resident) -> tuple[Ahead, ...]:
    """Return the calls booked or running in which a resident is to speak, in the order of their days."""
    mine = select(FamilyCall, CallPerson).where(
        CallPerson.call_id == FamilyCall.id,
        CallPerson.resident_id == one.id,
        FamilyCall.author == one.author,
        CallPerson.author == one.author,
        col(FamilyCall.state).in_(OPEN),
        col(FamilyCall.removed_at).is_(None),
        col(CallPerson.removed_at).is_(None),
        col(CallPerson.dropped_on).is_(None),
    )
    found = session.exec(mine.order_by(col(FamilyCall.call_on), col(FamilyCall.key))).all()
    return tuple(Ahead(call, place, _others(session, place)) for call, place in found)


def _others(session: Session, place: CallPerson) -> int:
    there = select(CallPerson.id).where(
        CallPerson.call_id == place.call_id,
        CallPerson.id != place.id,
        CallPerson.author == place.author,
        col(CallPerson.removed_at).is_(None),
        col(CallPerson.dropped_on).is_(None),
    )
    return len(session.exec(there).all())


def call_wishes_of(session: Session, one: Resident) -> tuple[CallWish, ...]:
    """Return every wish for calls of a resident, past ones too."""
    mine = select(CallWish).where(CallWish.resident_id == one.id, CallWish.author == one.author, col(CallWish.removed_at).is_(None))
    return tuple(session.exec(mine.order_by(col(CallWish.key))))
