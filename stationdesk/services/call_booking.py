"""Booking a family call: who with whom, when, where and with which helper; what cannot be is refused, what clashes is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.call_person import CallPerson, CallPersonDraft
from stationdesk.registers.call_wish import OtherEnd
from stationdesk.registers.code import table
from stationdesk.registers.family_call import OPEN, FamilyCall, FamilyCallDraft
from stationdesk.registers.resident import GONE, Resident
from stationdesk.registers.visit import Visitor
from stationdesk.services.day_words import day_words
from stationdesk.services.free_hours import LONG
from stationdesk.services.residency_around import named
from stationdesk.services.visit_writing import helpers_called
from stationdesk.services.visiting import NoSuchResident
from stationdesk.store.database import author_of

AHEAD = 366
"""Days ahead for which a call is booked at most: further is a slip of the pen."""


class CallImpossible(DeskError):
    """There cannot be such a call."""


class CallClash(DeskError):
    """Helper, room or device are promised to another call at that time; `sure` books all the same."""


@dataclass(frozen=True)
class Speaker:
    """Somebody who calls at this end, and with whom."""

    resident_id: str
    others: tuple[OtherEnd, ...] = ()


@dataclass(frozen=True)
class Booking:
    """What the form of a booking holds."""

    people: tuple[Speaker, ...]
    day: date
    at: str
    """HH:MM."""
    place: str = "station"
    address: str = ""
    room: str = ""
    mode: str = "wechat"
    device: str = ""
    helpers: tuple[str, ...] = ()
    source: str = "self"
    agreed: bool = False
    agreed_words: str = ""
    call_wish_id: str = ""
    previous_id: str = ""


def says_booking(names: str, day: date, on: date) -> str:
    """Return the sentence of a booking, which an undo repeats."""
    return _("Book a call for {names}, {day}").format(names=names, day=day_words(day, on))


def book(session: Session, booking: Booking, on: date, by: str, *, now: str = "", sure: bool = False) -> FamilyCall:
    """Write a booking down; `now` is the time HH:MM, before which nothing can be booked today.

    Raises NoSuchResident, CallImpossible, or CallClash unless `sure`.
    """
    people = speakers(session, booking.people)
    refuse_impossible(people, booking, on, now)
    clashing = clashes(session, booking)
    twice = next((one.words for one in clashing if one.hard), "")
    if twice:
        raise CallImpossible(twice)
    if clashing and not sure:
        raise CallClash(" ".join(one.words for one in clashing))
    day = booking.day.isoformat()
    draft = FamilyCallDraft(
        call_on=day,
        call_at=booking.at,
        booked_for=day,
        booked_on=on.isoformat(),
        booked_by=by,
        source=booking.source or None,
        call_wish_id=booking.call_wish_id or None,
        previous_id=booking.previous_id or None,
        state="confirmed" if booking.agreed else "booked",
        place=booking.place,
        address=booking.address or (_address(people) if booking.place == "home" else None),
        room=booking.room or None,
        mode=booking.mode,
        device=booking.device or None,
        helpers=helpers_named(session, booking.helpers),
        agreed_on=on.isoformat() if booking.agreed else None,
        agreed_by=by if booking.agreed else None,
        agreed_words=booking.agreed_words or None,
    )
    return keep(session, draft, people, booking.people)


def keep(session: Session, draft: FamilyCallDraft, people: Sequence[Resident], said: Sequence[Speaker]) -> FamilyCall:
    """Keep a call with those who speak in it."""
    call = FamilyCall.model_validate(draft, update={"author": author_of(session)})
    session.add(call)
    session.flush()
    for resident, speaker in zip(people, said, strict=True):
        add_speaker(session, call.id, resident, speaker.others)
    return call


def add_speaker(session: Session, call_id: str, resident: Resident, others: tuple[OtherEnd, ...]) -> None:
    """Write down that somebody speaks in a call."""
    one = CallPersonDraft(call_id=call_id, resident_id=resident.id, household_id=resident.household_id, others=others)
    session.add(CallPerson.model_validate(one, update={"author": author_of(session)}))


def speakers(session: Session, said: Sequence[Speaker]) -> list[Resident]:
    """Return the residents who are to speak, in order. Raises NoSuchResident, CallImpossible."""
    ids = [one.resident_id for one in said]
    if not ids:
        raise CallImpossible(_("Please say first who is to call."))
    if len(set(ids)) < len(ids):
        raise CallImpossible(_("The same person is named twice. Please take one of them out."))
    mine = select(Resident).where(col(Resident.id).in_(ids), Resident.author == author_of(session), col(Resident.removed_at).is_(None))
    found = {one.id: one for one in session.exec(mine)}
    if missing := [one for one in ids if one not in found]:
        raise NoSuchResident(_("{count} of the people are not in the register any more. Please choose again.").format(count=len(missing)))
    return [found[one] for one in ids]


def refuse_gone(people: Iterable[Resident], day: str, on: date) -> None:
    """Raise CallImpossible for somebody who died, moved away or was merged by day `day`, or was not born yet."""
    for one in people:
        gone = one.residency_status in GONE and (one.residency_since is None or day >= one.residency_since)
        if gone:
            state = table("residency_status").label(one.residency_status)
            sentence = _("{name} is in the register as «{state}», so no call can be noted. If that is wrong, correct the register first.")
            raise CallImpossible(sentence.format(name=named(one, on), state=state))
        born = (one.birth_date or "")[: 4 if one.birth_calendar == "lunar" else 10]
        if born and day[: len(born)] < born:
            raise CallImpossible(_("On that day {name} was not born yet. Please look at the day again.").format(name=named(one, on)))


def refuse_impossible(people: Sequence[Resident], booking: Booking, on: date, now: str) -> None:
    """Raise CallImpossible for what lies behind, too far ahead, without a time, or with somebody who is not there."""
    if booking.day < on or (booking.day == on and now and booking.at < now):
        raise CallImpossible(_("This time has passed. What has taken place already is noted as «was held already»."))
    if booking.day > on + timedelta(days=AHEAD):
        raise CallImpossible(_("This day lies more than a year ahead. Please look at the year again."))
    if not booking.at:
        raise CallImpossible(_("Please say at what time: the other end wants to know it."))
    refuse_gone(people, booking.day.isoformat(), on)


def _address(people: Sequence[Resident]) -> str | None:
    return next(((one.current_address or one.hamlet or one.village_group) for one in people), None)


def helpers_named(session: Session, names: Sequence[str]) -> tuple[Visitor, ...]:
    """Return helpers by name, known by their entry where they have one."""
    wanted = list(dict.fromkeys(filter(None, names)))
    if not wanted:
        return ()
    known = helpers_called(session, wanted)
    return tuple(Visitor(name=name, helper_id=known[name].id if name in known else "") for name in wanted)


@dataclass(frozen=True)
class Clash:
    """Something that is promised to two calls at once; `hard`: a person, who cannot speak in two calls."""

    words: str
    hard: bool = False


def clashes(session: Session, booking: Booking, except_id: str = "") -> tuple[Clash, ...]:
    """Return what of a booking is promised to another open call within half an hour of its time."""
    if not booking.at:
        return ()
    mine = select(FamilyCall).where(
        FamilyCall.call_on == booking.day.isoformat(),
        col(FamilyCall.state).in_(OPEN),
        FamilyCall.author == author_of(session),
        col(FamilyCall.removed_at).is_(None),
    )
    found = list[Clash]()
    for other in session.exec(mine.order_by(col(FamilyCall.call_at))):
        if other.id in (except_id, booking.previous_id) or not overlaps(other.call_at, booking.at):
            continue
        found += _clashes(session, booking, other)
    return tuple(dict.fromkeys(found))


def _clashes(session: Session, booking: Booking, other: FamilyCall) -> list[Clash]:
    at, found = other.call_at or "", []
    ids = {one.resident_id for one in booking.people}
    there = select(CallPerson.resident_id).where(
        CallPerson.call_id == other.id, col(CallPerson.removed_at).is_(None), col(CallPerson.dropped_on).is_(None)
    )
    if not ids.isdisjoint(session.exec(there).all()):
        found.append(Clash(_("The same person has a call at {clock} already.").format(clock=at), hard=True))
    both = sorted({one.name for one in other.helpers} & set(booking.helpers))
    found += [Clash(_("{name} helps with another call at {clock}.").format(name=name, clock=at)) for name in both]
    same_place = booking.place == "station" == other.place
    if same_place and booking.room and booking.room == other.room:
        found.append(Clash(_("The room «{room}» is taken at {clock}.").format(room=booking.room, clock=at)))
    if booking.device and booking.device == other.device:
        found.append(Clash(_("The device «{device}» is taken at {clock}.").format(device=booking.device, clock=at)))
    return found


def overlaps(one: str | None, other: str) -> bool:
    """Tell whether two times HH:MM lie less than a call apart."""
    if not one:
        return False
    minutes = [int(clock[:2]) * 60 + int(clock[3:]) for clock in (one, other)]
    return abs(minutes[0] - minutes[1]) < LONG
