"""Requests: a need that came up is written down, stays in sight until it is solved or dropped, and can be taken up again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, or_, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.request_event import RequestEvent, RequestEventDraft
from stationdesk.registers.service_request import ServiceRequest, ServiceRequestDraft
from stationdesk.services.visiting import resident_called
from stationdesk.store.database import author_of

TERM = {"red": 0, "yellow": 1, "blue": 3}
"""Days within which a request is to be done, by urgency; a code that is not here has the longest."""
HOW = frozenset({"solved", "dropped", "reopened"})


class RequestImpossible(DeskError):
    """There cannot be such a request, or it cannot be settled so."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a list shows it."""

    request: ServiceRequest
    state: str
    """open, solved or dropped."""
    settled_on: str = ""
    """The day of the last event, YYYY-MM-DD."""
    by: str = ""
    note: str = ""

    def late(self, on: date) -> int:
        """Return how many days it is past its term on day `on`; negative for days to come."""
        return (on - date.fromisoformat(self.request.due_on)).days if self.request.due_on else 0


def raise_request(session: Session, draft: ServiceRequestDraft, on: date) -> ServiceRequest:
    """Write down a need; `on` is today, which a late entry's own day may precede.

    The day it is to be done by follows from its urgency, unless the draft gives one. Raises NoSuchResident or RequestImpossible.
    """
    raised = draft.raised_on or on.isoformat()
    if raised > on.isoformat():
        raise RequestImpossible(_("{day} has not come yet. A need is written down on its day or later.").format(day=raised))
    household = draft.household_id
    if draft.resident_id:
        household = resident_called(session, draft.resident_id).household_id or household
    days = TERM.get(draft.urgency or "blue", max(TERM.values()))
    due = draft.due_on or (date.fromisoformat(raised) + timedelta(days=days)).isoformat()
    update = {"author": author_of(session), "raised_on": raised, "due_on": due, "household_id": household}
    made = ServiceRequest.model_validate(draft, update=update)
    session.add(made)
    return made


def settle(session: Session, request_id: str, how: str, on: date, *, by: str, note: str = "", happened_on: str = "") -> RequestEvent:
    """Write what became of a request: `how` is solved, dropped or reopened; `happened_on` an earlier day, for a late entry.

    Raises RequestImpossible if there is no such request, if it is so already, or for a day that cannot be.
    """
    day = happened_on or on.isoformat()
    held = asked_of(session, [request_id]).get(request_id)
    if held is None or how not in HOW:
        raise RequestImpossible(_("This request is not here any more. Please look at the list again."))
    if (how == "reopened") != (held.state != "open"):
        raise RequestImpossible(_("This request is settled already.") if held.state != "open" else _("This request is open already."))
    if day > on.isoformat() or day < (held.request.raised_on or ""):
        raise RequestImpossible(_("{day} cannot be: it lies before the need came up, or has not come yet.").format(day=day))
    draft = RequestEventDraft(request_id=request_id, kind=how, happened_on=day, done_by=by, text=note or None)
    event = RequestEvent.model_validate(draft, update={"author": author_of(session)})
    session.add(event)
    return event


def open_requests(session: Session, resident_ids: Iterable[str] | None = None) -> list[Asked]:
    """Return the own requests still to be done, of some residents or of all; the one whose term ends first comes first."""
    mine = select(ServiceRequest).where(ServiceRequest.author == author_of(session), col(ServiceRequest.removed_at).is_(None))
    if resident_ids is not None:
        mine = mine.where(col(ServiceRequest.resident_id).in_(list(resident_ids)))
    of = select(RequestEvent.key).where(RequestEvent.request_id == ServiceRequest.id, col(RequestEvent.removed_at).is_(None))
    mine = mine.where(or_(~of.exists(), of.where(RequestEvent.kind == "reopened").exists()))  # what has ended is not read, years of it
    found = _with_states(session, session.exec(mine).all())
    return sorted((one for one in found if one.state == "open"), key=lambda one: (one.request.due_on or "9", one.request.key or 0))


_DUE = """
SELECT q.id, q.resident_id, q.text, q.urgency, q.raised_on, q.due_on FROM service_request q INDEXED BY service_request_kept
WHERE q.author = ? AND q.removed_at IS NULL AND ifnull(q.due_on, '') <= ? AND q.resident_id IS NOT NULL
  AND (NOT EXISTS (SELECT 1 FROM request_event e INDEXED BY request_event_of WHERE e.request_id = q.id AND e.removed_at IS NULL)
    OR EXISTS (
      SELECT 1 FROM request_event e INDEXED BY request_event_of
      WHERE e.request_id = q.id AND e.kind = 'reopened' AND e.removed_at IS NULL))
  AND ifnull((SELECT e.kind FROM request_event e WHERE e.request_id = q.id AND e.removed_at IS NULL
    ORDER BY e.happened_on DESC, e.key DESC LIMIT 1), 'reopened') = 'reopened'
ORDER BY ifnull(q.urgency, '') <> 'red', ifnull(q.due_on, ''), q.key
"""


class DueRequest(NamedTuple):
    """An open request of somebody whose term ends, as the list of a day needs it."""

    id: str
    resident_id: str
    text: str
    urgency: str | None
    raised_on: str | None
    due_on: str | None

    def late(self, on: date) -> int:
        """Return how many days it is past its term on day `on`."""
        return (on - date.fromisoformat(self.due_on)).days if self.due_on else 0


def due_requests(session: Session, on: date) -> list[DueRequest]:
    """Return the own open requests of residents whose term ends by day `on`: urgent ones first, then the one whose term ended first."""
    session.flush()
    rows = session.connection().exec_driver_sql(_DUE, (author_of(session), on.isoformat()))
    return [DueRequest._make(row) for row in rows.all()]


def asked_of(session: Session, ids: Iterable[str]) -> dict[str, Asked]:
    """Return some own requests by id, with their states."""
    mine = select(ServiceRequest).where(
        col(ServiceRequest.id).in_(list(ids)), ServiceRequest.author == author_of(session), col(ServiceRequest.removed_at).is_(None)
    )
    return {one.request.id: one for one in _with_states(session, session.exec(mine).all())}


def solved_between(session: Session, first: str, last: str) -> list[Asked]:
    """Return the own requests that stand as solved, and were on a day from `first` to `last` (F1-9: 解决生活难题)."""
    ended = select(RequestEvent.request_id).where(
        RequestEvent.kind == "solved", col(RequestEvent.happened_on).between(first, last), col(RequestEvent.removed_at).is_(None)
    )
    found = asked_of(session, session.exec(ended).all())
    return [one for one in found.values() if one.state == "solved" and first <= one.settled_on <= last]


def _with_states(session: Session, requests: Iterable[ServiceRequest]) -> list[Asked]:
    held = list(requests)
    ids = [one.id for one in held]
    last: dict[str, RequestEvent] = {}
    for at in range(0, len(ids), 500):
        told = select(RequestEvent).where(col(RequestEvent.request_id).in_(ids[at : at + 500]), col(RequestEvent.removed_at).is_(None))
        for event in session.exec(told.order_by(col(RequestEvent.happened_on), col(RequestEvent.key))):
            last[event.request_id] = event
    return [_asked(one, last.get(one.id)) for one in held]


def _asked(request: ServiceRequest, event: RequestEvent | None) -> Asked:
    if event is None:
        return Asked(request, "open")
    state = "open" if event.kind == "reopened" else event.kind
    return Asked(request, state, event.happened_on or "", event.done_by or "", event.text or "")
