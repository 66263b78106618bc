"""Requests as they are kept, with how each stands: read for one, for some people, or for all that are open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.field import plain_key
from stationdesk.registers.request_event import RequestEvent
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.services.request_state import END_OF_DAY, FIRST_MOMENT, Raised, Receiver, Standing, Step, standing_of
from stationdesk.store.database import author_of

CHUNK = 500
_OPEN = """
SELECT q.id, q.key, q.resident_id, q.raised_on, q.raised_at, q.urgency, q.due_on, q.due_at
FROM service_request q INDEXED BY service_request_kept
WHERE q.author = ? AND q.removed_at IS NULL
  AND (NOT EXISTS (
      SELECT 1 FROM request_event e INDEXED BY request_event_of
      WHERE e.request_id = q.id AND e.kind IN ('solved', 'dropped', 'rated') AND e.removed_at IS NULL)
    OR q.id IN (
      SELECT request_id FROM request_event INDEXED BY request_event_again
      WHERE removed_at IS NULL AND (kind = 'reopened' OR satisfaction = 'dissatisfied')))
"""
"""Every request that may be open: what has ended is not read, years of it; the rest is reckoned."""
_TOLD = """
SELECT request_id, kind, happened_on, happened_at, nth, id, receiver, team_id, helper_id, unit_id, body, urgency, due_by, next_by,
  receipt_no, satisfaction, text FROM request_event WHERE removed_at IS NULL
"""
_STEPS = _TOLD + " AND request_id IN ({marks}) ORDER BY key"
_UNTIL = _TOLD + " AND author = ? AND ifnull(happened_on, '') <= ? ORDER BY key"


class RequestImpossible(DeskError):
    """There cannot be such a request, or it cannot be settled so."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a list shows it."""

    request: ServiceRequest
    standing: Standing
    events: tuple[RequestEvent, ...] = ()
    """What happened, the first first; what takes no effect stands among them."""

    @property
    def state(self) -> str:
        """Return open, solved or dropped."""
        return self.standing.came_to

    @property
    def settled_on(self) -> str:
        """Return the day of the last event, YYYY-MM-DD."""
        return (self.events[-1].happened_on or "") if self.events else ""

    @property
    def by(self) -> str:
        """Return who did the last thing."""
        return (self.events[-1].done_by or "") if self.events else ""

    @property
    def note(self) -> str:
        """Return what was said of it last."""
        return (self.events[-1].text or "") if self.events else ""

    def late(self, on: date) -> int:
        """Return how many days its next step is past its term on day `on`; negative for days to come."""
        by = self.standing.next_by or self.standing.due
        return (on - date.fromisoformat(by[:10])).days if by else 0


class Waiting(NamedTuple):
    """A request that is open, as far as it is counted and put in order."""

    id: str
    key: int
    resident_id: str | None
    standing: Standing


class _Begun(NamedTuple):
    id: str
    key: int
    resident_id: str | None
    raised_on: str | None
    raised_at: str | None
    urgency: str | None
    due_on: str | None
    due_at: str | None


class _Happened(NamedTuple):
    request_id: str
    kind: str
    happened_on: str | None
    happened_at: str | None
    nth: int | None
    id: str
    receiver: str | None
    team_id: str | None
    helper_id: str | None
    unit_id: str | None
    body: str | None
    urgency: str | None
    due_by: str | None
    next_by: str | None
    receipt_no: str | None
    satisfaction: str | None
    text: str | None


def raised_of(request: Any) -> Raised:
    """Return how a request began; one without a time, at the beginning of its day."""
    due = f"{request.due_on}T{request.due_at or END_OF_DAY}" if request.due_on else ""
    return Raised(f"{request.raised_on or FIRST_MOMENT[:10]}T{request.raised_at or '00:00'}", request.urgency or "", due)


def receiver_of(event: RequestEvent | _Happened) -> Receiver | None:
    """Return whom an event names."""
    name = event.receiver or ""
    for kind, key in (("team", event.team_id), ("helper", event.helper_id), ("unit", event.unit_id)):
        if key:
            return Receiver(kind, key, name)
    if event.body:
        return Receiver("body", body_key(event.body, name), name)
    return Receiver("own", plain_key(name), name) if name else None


def body_key(body: str, name: str) -> str:
    """Return what tells one body from another: there is one town and one county, the others go by their names."""
    return body if body in ("town", "county") else f"{body} {plain_key(name)}"


def step_of(event: RequestEvent | _Happened) -> Step:
    """Return an event as the state needs it."""
    return Step(
        event.kind,
        event.happened_on or "",
        event.happened_at or "",
        event.nth or 0,
        event.id,
        receiver_of(event),
        event.urgency or "",
        event.due_by or "",
        event.next_by or "",
        event.receipt_no or "",
        event.satisfaction or "",
        event.text or "",
    )


def events_of(session: Session, ids: Sequence[str]) -> Mapping[str, list[RequestEvent]]:
    """Return the events of some requests that were not taken back, each request's in the order they happened."""
    told: dict[str, list[RequestEvent]] = {}
    for start in range(0, len(ids), CHUNK):
        some = select(RequestEvent).where(
            col(RequestEvent.request_id).in_(ids[start : start + CHUNK]), col(RequestEvent.removed_at).is_(None)
        )
        for event in session.exec(some.order_by(col(RequestEvent.key))):
            told.setdefault(event.request_id, []).append(event)
    for events in told.values():
        events.sort(key=lambda event: step_of(event).place)
    return told


def with_standings(session: Session, requests: Iterable[ServiceRequest]) -> list[Asked]:
    """Return requests with what happened to them and how they stand."""
    held = list(requests)
    told = events_of(session, [one.id for one in held])
    found = []
    for one in held:
        events = told.get(one.id, ())
        found.append(Asked(one, standing_of(raised_of(one), [step_of(event) for event in events]), tuple(events)))
    return found


def open_standings(session: Session) -> list[Waiting]:
    """Return how every own request stands that is still to be done, without the records: years of them are read every day."""
    session.flush()
    ask = session.connection().exec_driver_sql
    begun = [_Begun._make(row) for row in ask(_OPEN, (author_of(session),))]
    steps: dict[str, list[Step]] = {}
    for start in range(0, len(begun), CHUNK):
        some = tuple(one.id for one in begun[start : start + CHUNK])
        for row in ask(_STEPS.format(marks=",".join("?" * len(some))), some):
            steps.setdefault(row[0], []).append(step_of(_Happened._make(row)))
    stood = [Waiting(one.id, one.key, one.resident_id, standing_of(raised_of(one), steps.get(one.id, ()))) for one in begun]
    return [one for one in stood if one.standing.is_open]


def steps_until(session: Session, day: str) -> Mapping[str, list[Step]]:
    """Return what had happened to own requests by the end of a day, YYYY-MM-DD, by request."""
    session.flush()
    steps: dict[str, list[Step]] = {}
    for row in session.connection().exec_driver_sql(_UNTIL, (author_of(session), day)):
        steps.setdefault(row[0], []).append(step_of(_Happened._make(row)))
    return steps


def open_requests(session: Session, resident_ids: Iterable[str] | None = None) -> list[Asked]:
    """Return the own requests still to be done, of some residents or of all; the one whose term ends first comes first."""
    session.flush()
    mine = select(ServiceRequest).where(ServiceRequest.author == author_of(session), col(ServiceRequest.removed_at).is_(None))
    if resident_ids is not None:
        some = list(resident_ids)
        chunks = [some[start : start + CHUNK] for start in range(0, len(some), CHUNK)]
        held = [one for ids in chunks for one in session.exec(mine.where(col(ServiceRequest.resident_id).in_(ids)))]
    else:
        ids = [str(row[0]) for row in session.connection().exec_driver_sql(_OPEN, (author_of(session),))]
        chunks = [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
        held = [one for ids in chunks for one in session.exec(mine.where(col(ServiceRequest.id).in_(ids)))]
    found = [one for one in with_standings(session, held) if one.standing.is_open]
    return sorted(found, key=lambda one: (one.standing.next_by, one.request.key or 0))


def asked_of(session: Session, ids: Iterable[str]) -> dict[str, Asked]:
    """Return some own requests by id, with their states."""
    some = list(ids)
    mine = select(ServiceRequest).where(ServiceRequest.author == author_of(session), col(ServiceRequest.removed_at).is_(None))
    held = [
        one
        for start in range(0, len(some), CHUNK)
        for one in session.exec(mine.where(col(ServiceRequest.id).in_(some[start : start + CHUNK])))
    ]
    return {one.request.id: one for one in with_standings(session, held)}


def request_called(session: Session, request_id: str) -> Asked:
    """Return an own request. Raises RequestImpossible if it is not here."""
    found = asked_of(session, [request_id]).get(request_id)
    if found is None:
        raise RequestImpossible(_("This request is not here any more. Please look at the list again."))
    return found


def solved_between(session: Session, first: str, last: str) -> list[Asked]:
    """Return the own requests that stand as solved, and were on a day from `first` to `last` (F1-9: 解决生活难题)."""
    ended = select(RequestEvent.request_id).where(
        col(RequestEvent.kind).in_(("solved", "rated", "dropped")),
        col(RequestEvent.happened_on).between(first, last),
        col(RequestEvent.removed_at).is_(None),
    )
    found = asked_of(session, set(session.exec(ended).all()))
    return [one for one in found.values() if one.state == "solved" and first <= one.standing.since[:10] <= last]
