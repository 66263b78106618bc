"""The steps of a family call: agreed with the other end, begun, ended, not answered, moved, cancelled (domain 3.3).

Each is one action, and each is refused with a sentence where the call is not as far, or further.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.call_person import CallPerson
from stationdesk.registers.code import table
from stationdesk.registers.family_call import (
    CANCELLED,
    COMING,
    MOVED,
    NO_ANSWER,
    OPEN,
    RUNNING,
    FamilyCall,
)
from stationdesk.registers.resident import Resident
from stationdesk.services.call_booking import Booking, CallImpossible, Speaker, book, refuse_gone
from stationdesk.store.clock import local_day, local_time, stamp
from stationdesk.store.database import author_of

LONGEST = 240
"""Minutes a call is believed to last at most; a clock that says more was set, or the call was never ended."""


class StepImpossible(CallImpossible):
    """The call is not at the point at which this can be done."""


def call_called(session: Session, call_id: str) -> FamilyCall:
    """Return an own call. Raises StepImpossible if it is gone."""
    found = call_or_none(session, call_id)
    if found is None:
        raise StepImpossible(_("This call is not there any more: it was taken back meanwhile."))
    return found


def call_or_none(session: Session, call_id: str) -> FamilyCall | None:
    """Return an own call, or None if it is gone."""
    mine = select(FamilyCall).where(FamilyCall.id == call_id, FamilyCall.author == author_of(session), col(FamilyCall.removed_at).is_(None))
    return session.exec(mine).first()


def people_of(session: Session, call_id: str) -> list[CallPerson]:
    """Return who speaks in a call, in the order written down."""
    mine = select(CallPerson).where(
        CallPerson.call_id == call_id, col(CallPerson.removed_at).is_(None), col(CallPerson.dropped_on).is_(None)
    )
    return list(session.exec(mine.order_by(col(CallPerson.key))))


def agree(session: Session, call_id: str, on: date, by: str, *, words: str = "", agreed: bool = True) -> FamilyCall:
    """Write that the other end knows of the call and agrees, or that it does not after all. Raises StepImpossible."""
    call = at_state(session, call_id, COMING)
    call.state = "confirmed" if agreed else "booked"
    call.agreed_on, call.agreed_by = (on.isoformat(), by) if agreed else (None, None)
    call.agreed_words = (words or call.agreed_words) if agreed else None
    session.add(call)
    return call


def start(session: Session, call_id: str, moment: datetime) -> FamilyCall:
    """Begin a call now; the moment is kept, so that its minutes survive a crash. Raises StepImpossible, CallImpossible."""
    call = at_state(session, call_id, COMING)
    day = local_day(moment)
    refuse_gone(residents_in(session, call_id), day.isoformat(), day)
    if call.call_on > day.isoformat():
        raise StepImpossible(_("This call is booked for a later day. If it takes place today, change the day first."))
    call.state, call.started_at = RUNNING, stamp(moment)
    call.call_on, call.start_time = day.isoformat(), f"{local_time(moment):%H:%M}"
    session.add(call)
    return call


def stop(session: Session, call_id: str, moment: datetime) -> FamilyCall:
    """Write that the two have finished speaking; how it went is noted afterwards. Raises StepImpossible."""
    call = at_state(session, call_id, {RUNNING})
    call.end_time, call.minutes = f"{local_time(moment):%H:%M}", minutes_since(call.started_at, moment)
    session.add(call)
    return call


def minutes_since(started_at: str | None, moment: datetime) -> int | None:
    """Return the whole minutes since a stored moment, at least one; None where the clock was set meanwhile or nobody ended the call."""
    if started_at is None:
        return None
    seconds = (moment - datetime.fromisoformat(started_at)).total_seconds()
    return max(1, round(seconds / 60)) if 0 <= seconds <= LONGEST * 60 else None


def no_answer(
    session: Session, call_id: str, on: date, by: str, *, again: tuple[date, str] | None = None, now: str = "", sure: bool = False
) -> FamilyCall | None:
    """Write that nobody answered, and book the next try where a day and time are given; returns it.

    Raises StepImpossible, CallImpossible, CallClash.
    """
    call = at_state(session, call_id, OPEN)
    if call.call_on > on.isoformat():
        raise StepImpossible(_("This call is booked for a later day, so nobody can have failed to answer yet."))
    end_as(session, call, NO_ANSWER, on, by)
    return _again(session, call, again, on, by, now=now, sure=sure) if again else None


def move(session: Session, call_id: str, day: date, at: str, on: date, by: str, *, now: str = "", sure: bool = False) -> FamilyCall:
    """Put a call on another day or time; the other end has to agree anew. Raises StepImpossible, CallImpossible, CallClash."""
    call = at_state(session, call_id, OPEN)
    if (call.call_on, call.call_at) == (day.isoformat(), at):
        raise StepImpossible(_("The call is booked for that day and time already."))
    end_as(session, call, MOVED, on, by)
    return _again(session, call, (day, at), on, by, now=now, sure=sure)


def cancel(session: Session, call_id: str, reason: str, on: date, by: str, note: str = "") -> FamilyCall:
    """Call a booking off, with the reason. Raises StepImpossible."""
    call = at_state(session, call_id, OPEN)
    if table("call_cancel_reason").row(reason) is None:
        raise StepImpossible(_("Please say why the call is called off."))
    call.cancel_reason, call.cancel_note = reason, note or None
    end_as(session, call, CANCELLED, on, by)
    return call


def again_booking(session: Session, call: FamilyCall, day: date, at: str, source: str = "") -> Booking:
    """Return the booking that goes on from a call: the same people, place, device and helpers on another day."""
    people = tuple(Speaker(one.resident_id, one.others) for one in people_of(session, call.id))
    return Booking(
        people,
        day,
        at,
        call.place or "station",
        call.address or "",
        call.room or "",
        call.mode or "wechat",
        call.device or "",
        tuple(one.name for one in call.helpers),
        source or call.source or "",
        call_wish_id=call.call_wish_id or "",
        previous_id=call.id,
    )


def _again(
    session: Session, call: FamilyCall, again: tuple[date, str], on: date, by: str, *, now: str = "", sure: bool = False, source: str = ""
) -> FamilyCall:
    session.flush()
    return book(session, again_booking(session, call, *again, source), on, by, now=now, sure=sure)


def at_state(session: Session, call_id: str, states: frozenset[str] | set[str]) -> FamilyCall:
    """Return a call that stands at one of `states`. Raises StepImpossible."""
    call = call_called(session, call_id)
    if call.state not in states:
        raise StepImpossible(
            _("The call stands as «{state}» already, so this cannot be done. Undo that first, or book a new one.").format(
                state=table("call_state").label(call.state)
            )
        )
    return call


def residents_in(session: Session, call_id: str) -> list[Resident]:
    """Return the residents who speak in a call."""
    ids = [one.resident_id for one in people_of(session, call_id)]
    return list(session.exec(select(Resident).where(col(Resident.id).in_(ids), Resident.author == author_of(session))))


def end_as(session: Session, call: FamilyCall, state: str, on: date, by: str) -> None:
    """Write how a call ended, when that was written down and by whom."""
    call.state, call.recorded_on, call.recorded_by = state, on.isoformat(), by
    session.add(call)
    session.flush()
