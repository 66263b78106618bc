"""How a family call went: noted for a booking, for one that was never booked, or written anew; with all that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.family_call import COMPLETED, OPEN, FamilyCall, FamilyCallDraft
from stationdesk.registers.service_request import ServiceRequestDraft
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.services.call_booking import CallImpossible, Speaker, book, helpers_named, keep, refuse_gone, speakers
from stationdesk.services.calls import LONGEST, StepImpossible, again_booking, at_state, end_as, people_of, residents_in
from stationdesk.services.requests import raise_request
from stationdesk.services.wish_noting import next_number
from stationdesk.store.database import author_of


@dataclass(frozen=True)
class Outcome:
    """How a call went, as the form holds it."""

    held_on: date
    began: str = ""
    ended: str = ""
    """HH:MM, as far as known."""
    minutes: int | None = None
    place: str = "station"
    mode: str = "wechat"
    device: str = ""
    helpers: tuple[str, ...] = ()
    mood: str = ""
    said: str = ""
    services: tuple[str, ...] = ()
    need: str = ""
    as_wish: bool = False
    """What is asked for becomes a small wish, to be approved like any other; else a request."""
    photos: bool = False
    photo_consent: bool | None = None
    next_day: date | None = None
    next_at: str = ""


def complete(session: Session, call_id: str, how: Outcome, on: date, by: str, *, now: str = "") -> FamilyCall:
    """Write that the two ends spoke with each other and how it was; the next call is booked with it where a day is given.

    Raises StepImpossible, CallImpossible, CallClash.
    """
    call = at_state(session, call_id, OPEN)
    refuse_outcome(how, on, now)
    refuse_gone(residents_in(session, call_id), how.held_on.isoformat(), on)
    _write_outcome(session, call, how, on, by)
    _follow(session, call, how, on, by)
    return call


def amend(session: Session, call_id: str, how: Outcome, on: date, by: str, *, now: str = "") -> FamilyCall:
    """Write anew how a call went that was noted already; what came of it stays. Raises StepImpossible, CallImpossible."""
    call = at_state(session, call_id, {COMPLETED})
    refuse_outcome(how, on, now)
    refuse_gone(residents_in(session, call_id), how.held_on.isoformat(), on)
    recorded = call.recorded_on, call.recorded_by
    _write_outcome(session, call, how, on, by)
    call.recorded_on, call.recorded_by = recorded
    session.add(call)
    _follow(session, call, how, on, by)
    return call


def note_held(
    session: Session, people: tuple[Speaker, ...], how: Outcome, on: date, by: str, *, source: str = "", now: str = ""
) -> FamilyCall:
    """Write down a call that took place without being booked. Raises NoSuchResident, CallImpossible."""
    refuse_outcome(how, on, now)
    found = speakers(session, people)
    refuse_gone(found, how.held_on.isoformat(), on)
    draft = FamilyCallDraft(call_on=how.held_on.isoformat(), call_at=how.began or None, source=source or None, state=COMPLETED)
    call = keep(session, draft, found, people)
    _write_outcome(session, call, how, on, by)
    _follow(session, call, how, on, by)
    return call


def complete_simply(session: Session, call_id: str, on: date, by: str) -> FamilyCall:
    """Write no more than that the call of today or of a past day took place. Raises StepImpossible, CallImpossible."""
    call = at_state(session, call_id, OPEN)
    how = Outcome(
        date.fromisoformat(min(call.call_on, on.isoformat())),
        call.start_time or call.call_at or "",
        call.end_time or "",
        call.minutes,
        call.place or "station",
        call.mode or "wechat",
        call.device or "",
        tuple(one.name for one in call.helpers),
    )
    if call.call_on > on.isoformat():
        raise StepImpossible(_("This call is booked for a later day. If it took place already, open it and write the day."))
    refuse_gone(residents_in(session, call_id), how.held_on.isoformat(), on)
    _write_outcome(session, call, how, on, by)
    return call


def refuse_outcome(how: Outcome, on: date, now: str = "") -> None:
    """Raise CallImpossible for a day or a time to come, an end before the beginning, minutes nobody speaks."""
    if how.held_on > on or (how.held_on == on and now and how.began > now):
        raise CallImpossible(_("This time has not come yet. A call is noted when it has taken place."))
    if how.began and how.ended and how.ended < how.began:
        raise CallImpossible(_("The end lies before the beginning. Please look at both times again."))
    if how.minutes is not None and not 0 < how.minutes <= LONGEST:
        raise CallImpossible(
            _("{minutes} minutes cannot be right: from 1 to {most} are kept. Leave it empty if nobody knows.").format(
                minutes=how.minutes, most=LONGEST
            )
        )


def _write_outcome(session: Session, call: FamilyCall, how: Outcome, on: date, by: str) -> None:
    call.call_on = how.held_on.isoformat()
    call.start_time, call.end_time, call.minutes = how.began or None, how.ended or None, how.minutes
    call.place, call.mode, call.device = how.place, how.mode, how.device or None
    call.helpers = helpers_named(session, how.helpers)
    call.mood, call.said, call.services = how.mood or None, how.said.strip() or None, how.services
    call.need = how.need.strip() or None
    call.photo_taken, call.photo_consent = how.photos or None, how.photo_consent if how.photos else None
    end_as(session, call, COMPLETED, on, by)


def _follow(session: Session, call: FamilyCall, how: Outcome, on: date, by: str) -> None:
    """Make of what was asked for a wish or a request, and book the next call."""
    first = people_of(session, call.id)[0]
    if call.need and not how.as_wish and not call.request_id and not call.wish_id:
        need = ServiceRequestDraft(
            resident_id=first.resident_id,
            text=call.need,
            source="call",
            source_id=call.id,
            raised_on=how.held_on.isoformat(),
            raised_by=by,
        )
        call.request_id = raise_request(session, need, on).id
        session.add(call)
    if call.need and how.as_wish and not call.wish_id:
        draft = WishDraft(
            resident_id=first.resident_id, content=call.need, source="call", collected_on=how.held_on.isoformat(), collected_by=by
        )
        wish = Wish.model_validate(draft, update={"author": author_of(session), "wish_no": str(next_number(session, on))})
        session.add(wish)
        call.wish_id = wish.id
        session.add(call)
        session.flush()
    if how.next_day is not None:
        book(session, again_booking(session, call, how.next_day, how.next_at, "regular"), on, by, sure=True)
