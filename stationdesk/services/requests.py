"""Requests: a need that came up is written down, stays in sight until it is solved or dropped, and can be taken up again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from stationdesk.i18n import _
from stationdesk.registers.request_event import RequestEvent
from stationdesk.registers.service_request import ServiceRequest, ServiceRequestDraft
from stationdesk.services.day_words import local
from stationdesk.services.request_reading import RequestImpossible, asked_of
from stationdesk.services.request_state import plus, term
from stationdesk.services.request_terms import terms
from stationdesk.services.request_ties import refuse_second
from stationdesk.services.request_writing import Moment, write_step
from stationdesk.services.sheet_numbers import Number, letters_of
from stationdesk.services.visiting import resident_called
from stationdesk.store.database import author_of

TERM = {"red": 0, "yellow": 1, "blue": 3}
"""Days within which a request without a time of day is to be done, by urgency; a code that is not here has the longest."""
HOW = frozenset({"solved", "dropped", "reopened"})


def raise_request(session: Session, draft: ServiceRequestDraft, on: date, *, judged: bool = True) -> ServiceRequest:
    """Write down a need; `on` is today, which a late entry's own day may precede.

    By when it is to be done follows from its urgency, unless the draft gives it; with a time of day the term counts in hours. Without an
    urgency it is blue, or, not `judged`, has to be judged first. Raises NoSuchResident or RequestImpossible.
    """
    if judged and draft.urgency is None:
        draft = draft.model_copy(update={"urgency": "blue"})
    raised = draft.raised_on or on.isoformat()
    if raised > on.isoformat():
        raise RequestImpossible(_("{day} has not come yet. A need is written down on its day or later.").format(day=raised))
    household = draft.household_id
    if draft.resident_id:
        household = resident_called(session, draft.resident_id).household_id or household
    update = {"author": author_of(session), "raised_on": raised, "household_id": household, **_due(session, draft, raised)}
    if not draft.number:
        update["number"] = next_number(session, raised)
    made = ServiceRequest.model_validate(draft, update=update)
    session.add(made)
    return made


def _due(session: Session, draft: ServiceRequestDraft, raised: str) -> dict[str, Any]:
    """Return the term of a new request."""
    if draft.due_on:
        return {}
    if draft.raised_at:
        step = "solve" if draft.urgency else "judge"
        moment = plus(f"{raised}T{draft.raised_at}", term(terms(session), step, draft.urgency or ""))
        return {"due_on": moment[:10], "due_at": moment[11:]}
    days = TERM.get(draft.urgency, max(TERM.values())) if draft.urgency else 0
    return {"due_on": (date.fromisoformat(raised) + timedelta(days=days)).isoformat()}


def next_number(session: Session, raised: str) -> str:
    """Return the number of the next request of a year: 2026-Q7M-0012, with the three letters of this copy, so that no two copies give one.

    Numbers of older requests have no letters; the counter goes on from theirs.
    """
    session.flush()
    year, letters = raised[:4], letters_of(session)
    of_year = col(ServiceRequest.raised_on).between(f"{year}-01-01", f"{year}-12-31")
    number = col(ServiceRequest.number)
    numbered = select(number).where(ServiceRequest.author == author_of(session), of_year, number.startswith(f"{year}-"))
    plain, lettered = f"{year}-", f"{year}-{letters}-"
    last = 0
    for begins, given in ((plain, numbered.where(~number.like(f"{year}-%-%"))), (lettered, numbered.where(number.startswith(lettered)))):
        found = session.exec(given.order_by(func.length(number).desc(), number.desc()).limit(1)).first() or ""
        figures = found.removeprefix(begins)
        last = max(last, int(figures) if figures.isdecimal() else 0)
    return str(Number(int(year), letters, last + 1))


def settle(session: Session, request_id: str, how: str, on: date, *, by: str, note: str = "", happened_on: str = "") -> RequestEvent:
    """Write what became of a request at this minute: `how` is solved, dropped or reopened; `happened_on` an earlier day, for a late entry.

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
    if how == "reopened":
        refuse_second(session, held.request)
    if happened_on:
        return write_step(session, held, how, happened_on, by=by, text=note or None)
    at = Moment(held, datetime.combine(on, local(session.info["at"]).time()))
    return write_step(session, held, how, at.day, by=by, clock=at.clock, text=note or None)
