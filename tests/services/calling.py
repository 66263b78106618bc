"""Calls written as one would say them, for the tests of family calls."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from stationdesk.registers.call_wish import CallWish, OtherEnd
from stationdesk.registers.family_call import FamilyCall
from stationdesk.services import calls
from stationdesk.services.call_booking import Booking, Speaker, book
from stationdesk.services.call_outcome import Outcome, note_held
from stationdesk.services.call_wishes import WishForm, note_wish
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR

MUM = OtherEnd(name="林秀", relation="妈妈", place="泉州")


def at(hour: int, minute: int = 0, day: date = ON) -> datetime:
    """Return a moment by the village's clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def booked(desk: Database, *people: str, days: int = 0, clock: str = "15:00", others: tuple[OtherEnd, ...] = (MUM,), **more: Any) -> str:
    """Book a call so many days ahead; return its id."""
    booking = Booking(tuple(Speaker(one, others) for one in people), ON + timedelta(days=days), clock, **more)
    with desk.writing(OPERATOR, "约连线") as session:
        return book(session, booking, ON, OPERATOR).id


def held(desk: Database, *people: str, days: int = 0, minutes: int | None = 20, others: tuple[OtherEnd, ...] = (MUM,), **more: Any) -> str:
    """Note a call held so many days ago; return its id."""
    how = Outcome(ON - timedelta(days=days), more.pop("began", "10:00"), minutes=minutes, **more)
    with desk.writing(OPERATOR, "记连线") as session:
        return note_held(session, tuple(Speaker(one, others) for one in people), how, ON, OPERATOR).id


def wished(desk: Database, *people: str, every: int | None = 14, **more: Any) -> list[str]:
    """Note a wish for calls; return the ids."""
    others = more.pop("others", (MUM,))
    form = WishForm(tuple(Speaker(one, others) for one in people), every, **more)
    with desk.writing(OPERATOR, "约定连线") as session:
        return [one.id for one in note_wish(session, form, ON, OPERATOR)]


def call(desk: Database, id_: str) -> FamilyCall:
    """Return a call as it is kept now."""
    with desk.reading() as session:
        return calls.call_called(session, id_)


def wish(desk: Database, id_: str) -> CallWish:
    """Return a wish as it is kept now."""
    from sqlmodel import select

    with desk.reading() as session:
        return session.exec(select(CallWish).where(CallWish.id == id_)).one()
