"""What of the calls goes on paper or into a sheet: the week, the round of the homes, the log of a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.call_person import CallPerson
from stationdesk.registers.code import table
from stationdesk.registers.family_call import COMING, ENDED, MOVED, RUNNING, FamilyCall
from stationdesk.registers.resident import Resident
from stationdesk.registers.station import Station
from stationdesk.services.call_week import HIDDEN, others_of, speaking_in
from stationdesk.services.call_words import joined, state_words, with_whom
from stationdesk.services.contacts import chunks
from stationdesk.services.doubles import is_child
from stationdesk.services.residency_around import named
from stationdesk.services.shown_person import LAST
from stationdesk.store.database import author_of

NOON, EVENING = "12:00", "18:00"


@dataclass(frozen=True, slots=True)
class PaperCall:
    """One call as paper and sheet have it; `address` is empty of a child the operator may not see."""

    day: date
    at: str
    who: str
    whom: str
    place: str
    address: str
    mode: str
    device: str
    helpers: str
    state: str
    minutes: int | None
    mood: str
    services: str
    source: str
    agreed: bool
    child: bool
    group: str = ""
    people: int = 1


def week_calls(session: Session, first: date, last: date, on: date, *, may_see_children: bool) -> list[PaperCall]:
    """Return the calls of a stretch of days in their order."""
    mine = select(FamilyCall).where(
        col(FamilyCall.call_on).between(first.isoformat(), last.isoformat()),
        col(FamilyCall.state).not_in(HIDDEN),
        FamilyCall.author == author_of(session),
        col(FamilyCall.removed_at).is_(None),
    )
    ordered = mine.order_by(col(FamilyCall.call_on), col(FamilyCall.call_at), col(FamilyCall.key))
    return [one for one, _route in _told(session, session.exec(ordered).all(), on, may_see_children=may_see_children)]


def home_round(session: Session, first: date, last: date, on: date, *, may_see_children: bool) -> list[PaperCall]:
    """Return who is called at home: day by day, morning, afternoon and evening apart, in each the order of the way round."""
    mine = select(FamilyCall).where(
        col(FamilyCall.call_on).between(first.isoformat(), last.isoformat()),
        col(FamilyCall.state).in_(COMING | {RUNNING}),
        FamilyCall.place == "home",
        FamilyCall.author == author_of(session),
        col(FamilyCall.removed_at).is_(None),
    )
    found = _told(session, session.exec(mine).all(), on, may_see_children=may_see_children)
    return [one for one, _route in sorted(found, key=lambda pair: (pair[0].day, _part(pair[0].at), pair[1], pair[0].at))]


def log_of(session: Session, first: date, last: date, on: date, *, may_see_children: bool) -> list[PaperCall]:
    """Return the calls of a time that were held, not answered or called off, in their order (亲情连线登记表)."""
    mine = select(FamilyCall).where(
        col(FamilyCall.call_on).between(first.isoformat(), last.isoformat()),
        col(FamilyCall.state).in_(ENDED - {MOVED}),
        FamilyCall.author == author_of(session),
        col(FamilyCall.removed_at).is_(None),
    )
    ordered = mine.order_by(col(FamilyCall.call_on), col(FamilyCall.start_time), col(FamilyCall.key))
    return [one for one, _route in _told(session, session.exec(ordered).all(), on, may_see_children=may_see_children)]


def _part(clock: str) -> int:
    return 0 if clock < NOON else 1 if clock < EVENING else 2


def _told(
    session: Session, found: Sequence[FamilyCall], on: date, *, may_see_children: bool
) -> list[tuple[PaperCall, tuple[int, str, int, str]]]:
    speaking = speaking_in(session, [one.id for one in found])
    people = _people(session, {one.resident_id for some in speaking.values() for one in some})
    order = _groups(session)
    told = []
    for call in found:
        there = [(one, people[one.resident_id]) for one in speaking.get(call.id, ()) if one.resident_id in people]
        if there:
            told.append((_paper(call, there, on, may_see_children=may_see_children), _route(there[0][1], order)))
    return told


def _paper(call: FamilyCall, there: Sequence[tuple[CallPerson, Resident]], on: date, *, may_see_children: bool) -> PaperCall:
    residents = [one for _speaker, one in there]
    child = any(is_child(one, on) for one in residents)
    covered = child and not may_see_children
    others = others_of(speaker for speaker, _one in there)
    day = date.fromisoformat(call.call_on)
    services = table("call_service")
    return PaperCall(
        day,
        call.start_time or call.call_at or "",
        joined([named(one, on) for one in residents]),
        with_whom(others, names=not child),
        table("call_place").label(call.place),
        "" if covered else call.address or residents[0].shown_address() or "",
        table("call_mode").label(call.mode),
        call.device or "",
        _(", (list)").join(one.name for one in call.helpers),
        state_words(call, passed=day < on)[0],
        call.minutes,
        table("call_mood").label(call.mood),
        _(", (list)").join(services.label(code) for code in call.services),
        table("call_source").label(call.source),
        call.state != "booked",
        child,
        "" if covered else residents[0].village_group or "",
        len(residents),
    )


def _people(session: Session, ids: set[str]) -> dict[str, Resident]:
    found: dict[str, Resident] = {}
    for some in chunks(list(ids)):
        mine = select(Resident).where(
            col(Resident.id).in_(list(some)), Resident.author == author_of(session), col(Resident.removed_at).is_(None)
        )
        found |= {one.id: one for one in session.exec(mine)}
    return found


def _groups(session: Session) -> dict[str, int]:
    station = session.exec(select(Station).where(Station.author == author_of(session), col(Station.removed_at).is_(None))).first()
    return {group: at for at, group in enumerate(station.village_groups)} if station else {}


def _route(one: Resident, order: dict[str, int]) -> tuple[int, str, int, str]:
    group = one.village_group or "\uffff"
    return (order.get(group, LAST), group, LAST if one.route_order is None else one.route_order, one.name)
