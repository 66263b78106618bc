"""What of requests goes on paper or into a sheet: the slip they are sent out with, the register of what came in (domain 1.14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.household import Household
from stationdesk.registers.mask import masked_phone
from stationdesk.registers.resident import Resident
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.services.day_words import day_words
from stationdesk.services.doubles import is_child
from stationdesk.services.request_list import Eyes, rows_of
from stationdesk.services.request_reading import Asked, request_called, with_standings
from stationdesk.services.request_state import END_OF_DAY
from stationdesk.services.request_words import colour_words
from stationdesk.services.stations import own_station, station_name
from stationdesk.store.database import author_of


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """What a slip says of a request, whole: whoever goes there must find the door and may ring."""

    number: str
    handed_over: bool
    receiver: str
    urgency: str
    term: str
    whom: str
    place: str
    phone: str
    what: str
    told: str
    note: str
    station: str
    station_phone: str
    sent: str
    receipt: str
    child: bool


def slip_of(session: Session, request_id: str, on: date, *, may_see_children: bool) -> SlipFacts:
    """Return what the slip of a request says; of a child neither name nor door nor what is to be done. Raises RequestImpossible."""
    held = request_called(session, request_id)
    request, standing = held.request, held.standing
    person = _resident(session, request.resident_id)
    child = person is not None and is_child(person, on)
    sent = next((one for one in reversed(held.events) if one.kind in ("dispatched", "transferred")), None)
    row = rows_of(session, [held], datetime.combine(on, datetime.min.time()), Eyes(may_see_children))[0]
    number = next((one.number for one in person.phones if one.usable is not False), "") if person is not None else request.asker_phone or ""
    place = "" if child else _place(session, request, person)
    what = row.what if child else " ".join(request.text.split())
    when = f"{request.raised_on or on.isoformat()}T{request.raised_at or END_OF_DAY}"
    told = "，".join(part for part in (table("request_source").label(request.source), _written(when, on), request.raised_by or "") if part)
    by = "，".join(part for part in (sent.done_by or "", _written(_moment(sent.happened_on, sent.happened_at), on)) if part) if sent else ""
    due = standing.due or standing.next_by
    return SlipFacts(
        request.number or "",
        bool(sent is not None and sent.kind == "transferred"),
        (sent.receiver or "") if sent is not None else "",
        colour_words(standing.urgency),
        _("by {when}|term").format(when=_written(due, on)) if due else "",
        row.whom,
        place,
        "" if child else number,
        what,
        told,
        (sent.text or "") if sent is not None else "",
        station_name(session),
        own_station(session).duty_phone or "",
        by,
        standing.receipt,
        child,
    )


def _written(moment: str, on: date) -> str:
    """Return a moment as paper has it, which is read another day: 11月24日 9:20."""
    day = day_words(date.fromisoformat(moment[:10]), on)
    return day if moment[11:] == END_OF_DAY else f"{day} {int(moment[11:13])}:{moment[14:]}"


def _moment(day: str | None, clock: str | None) -> str:
    return f"{day or '2000-01-01'}T{clock or END_OF_DAY}"


def _resident(session: Session, resident_id: str | None) -> Resident | None:
    mine = select(Resident).where(Resident.id == resident_id, Resident.author == author_of(session), col(Resident.removed_at).is_(None))
    return session.exec(mine).first() if resident_id else None


def _place(session: Session, request: ServiceRequest, person: Resident | None) -> str:
    if person is not None:
        return "，".join(dict.fromkeys(part for part in (person.village_group or "", person.shown_address() or "") if part))
    home = select(Household).where(Household.id == request.household_id, Household.author == author_of(session))
    found = session.exec(home).first() if request.household_id else None
    if found is None:
        return request.address or ""
    return "，".join(dict.fromkeys(part for part in (found.village_group or "", found.address or "") if part))


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One request as the register of the hotline has it (来电来访登记)."""

    cells: tuple[str, ...]
    child: bool
    people: int


def heads() -> tuple[tuple[str, float], ...]:
    """Return the headings of the register with their widths in millimetres (domain 1.14)."""
    words = (
        _("Number|register"),
        _("Time|register"),
        _("Number of the caller"),
        _("For whom|register"),
        _("Where|register"),
        _("Kind of need"),
        _("How urgent"),
        _("What was said|register"),
        _("Taken down by|register"),
        _("Sent to"),
        _("There at|register"),
        _("Result|register"),
        _("Closed at|register"),
        _("Satisfaction"),
    )
    return tuple(zip(words, (20.0, 24.0, 24.0, 20.0, 24.0, 16.0, 10.0, 48.0, 16.0, 22.0, 22.0, 20.0, 22.0, 16.0), strict=True))


def register(session: Session, first: date, last: date, eyes: Eyes, *, only: frozenset[str] = frozenset()) -> list[RegisterLine]:
    """Return what came in on the days from `first` to `last`, in its order; `only` names sources, all without it.

    Numbers of callers are covered; of a child there is neither name nor what was said without the right to it.
    """
    mine = select(ServiceRequest).where(
        ServiceRequest.author == author_of(session),
        col(ServiceRequest.removed_at).is_(None),
        col(ServiceRequest.raised_on).between(first.isoformat(), last.isoformat()),
    )
    if only:
        mine = mine.where(col(ServiceRequest.source).in_(sorted(only)))
    ordered = mine.order_by(col(ServiceRequest.raised_on), col(ServiceRequest.raised_at), col(ServiceRequest.key))
    held = with_standings(session, session.exec(ordered))
    rows = rows_of(session, held, datetime.combine(last, datetime.min.time()), eyes)
    return [_line(one, row.whom, row.place, row.what, child=row.child) for one, row in zip(held, rows, strict=True)]


def _line(one: Asked, whom: str, place: str, what: str, *, child: bool) -> RegisterLine:
    request, standing = one.request, one.standing
    sent = next((event.receiver or "" for event in reversed(one.events) if event.kind in ("dispatched", "transferred")), "")
    closed = "" if standing.is_open else _shown(standing.since)
    cells = (
        request.number or "",
        _shown(f"{request.raised_on or ''}T{request.raised_at or END_OF_DAY}"),
        masked_phone(request.asker_phone) if request.asker_phone else "",
        whom,
        place,
        table("need_kind").label(request.kind),
        colour_words(standing.urgency),
        what,
        request.raised_by or "",
        sent,
        _shown(standing.arrived) if standing.arrived else "",
        table("request_state").label(standing.state),
        closed,
        table("satisfaction").label(standing.satisfaction),
    )
    return RegisterLine(cells, child, int(bool(request.resident_id)))


def _shown(moment: str) -> str:
    """Return a moment as a register has it: 2026-11-23 09:20."""
    return moment.replace("T", " ") if moment[11:] != END_OF_DAY else moment[:10]
