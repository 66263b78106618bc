"""Writing one step of a request: at its own minute, only where it fits, and so that nothing that happened later loses its meaning."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.record import new_id
from stationdesk.registers.request_event import RequestEvent, RequestEventDraft
from stationdesk.services.request_reading import Asked, RequestImpossible, raised_of, receiver_of, request_called, step_of
from stationdesk.services.request_state import AWAY, FORMAT, Standing, Step, effective, next_by, plus, standing_of, term
from stationdesk.services.request_terms import terms
from stationdesk.store.database import author_of


def write_step(session: Session, held: Asked, kind: str, day: str, *, by: str, clock: str = "", **fields: Any) -> RequestEvent:
    """Write an event of a request. Raises RequestImpossible if it does not fit there, or takes what came later out of its place."""
    nth = max((event.nth or 0 for event in held.events), default=0) + 1
    draft = RequestEventDraft(
        request_id=held.request.id, kind=kind, happened_on=day, happened_at=clock or None, nth=nth, done_by=by, **fields
    )
    event = RequestEvent.model_validate(draft, update={"author": author_of(session), "id": new_id()})
    raised, before = raised_of(held.request), [step_of(one) for one in held.events]
    here, there = effective(raised, before), effective(raised, [*before, step_of(event)])
    if event.id not in there:
        raise RequestImpossible(impossible(standing_at(held, step_of(event)), kind))
    if here - there:
        raise RequestImpossible(
            _("Later steps of this request would not fit any more. Give a later time, or take those steps back first (Ctrl+Z).")
        )
    session.add(event)
    session.flush()
    return event


def standing_at(held: Asked, step: Step, *, through: bool = False) -> Standing:
    """Return how a request stood when a step would have taken place, or `through` it right afterwards."""
    earlier = [one for one in map(step_of, held.events) if one.place < step.place]
    return standing_of(raised_of(held.request), [*earlier, step] if through else earlier)


def impossible(standing: Standing, kind: str) -> str:
    """Say why a step does not fit."""
    if kind == "dispatched" and standing.state == "raised":
        return _("Say first how urgent it is: only what was taken in is sent out.")
    state, what = table("request_state").label(standing.state), table("request_event").label(kind)
    return _("This request stands at «{state}». «{what}» does not fit there. Please look at the list again.").format(state=state, what=what)


class Moment:
    """When a step took place, and from when its terms count."""

    def __init__(self, held: Asked, now: datetime, happened: str = "") -> None:
        real = f"{now:{FORMAT}}"
        if happened:
            first = raised_of(held.request).moment
            if not first <= happened <= real:
                when = happened.replace("T", " ")
                raise RequestImpossible(_("{day} cannot be: it lies before the need came up, or has not come yet.").format(day=when))
            self.day, self.clock, self.counts_from = happened[:10], happened[11:], happened
            return
        self.day, self.clock, self.counts_from = real[:10], real[11:], real
        last = max((step_of(event).place for event in held.events), default=None)
        if last is not None and last[0] > real:  # the clock was set back, or a step of today has no time
            self.day, self.clock = last[0][:10], "" if last[1] else last[0][11:]
        elif (first := raised_of(held.request).moment) > real:
            self.day, self.clock = first[:10], first[11:]


def take_step(
    session: Session, request_id: str, kind: str, now: datetime, *, by: str, happened: str = "", due: str = "", **fields: Any
) -> RequestEvent:
    """Write a step of a request with the terms that follow from it; `now` is the time in the village, `happened` an earlier minute.

    Raises RequestImpossible.
    """
    held = request_called(session, request_id)
    at = Moment(held, now, happened)
    probe = Step(
        kind,
        at.day,
        at.clock,
        10**6,
        "~",
        receiver_of(RequestEvent(request_id=request_id, kind=kind, author="", **fields)),
        fields.get("urgency") or "",
        satisfaction=fields.get("satisfaction") or "",
    )
    was, after = standing_at(held, probe), standing_at(held, probe, through=True)
    if probe.id in after.ignored:
        raise RequestImpossible(impossible(was, kind))
    hours, urgency = terms(session), after.urgency
    whole = due or _whole(was, after, kind, at.counts_from, hours)
    if due and due <= at.counts_from:
        raise RequestImpossible(_("The term {due} is over already. Please give a later one.").format(due=due.replace("T", " ")))
    step_by = next_by(after.state, urgency, at.counts_from, whole or was.due, hours)
    if after.state in AWAY and kind in ("extended", "receipted"):  # the day the other body has named counts, also once its receipt is here
        named = whole or _named(held)
        step_by = named if named > at.counts_from else step_by
    more = {"due_by": whole or None, "next_by": step_by or None}
    return write_step(session, held, kind, at.day, by=by, clock=at.clock, **more, **fields)


def _named(held: Asked) -> str:
    """Return by when the body that has a request has said it will answer; empty where nothing was agreed since it was handed over."""
    day = ""
    for event in held.events:
        if event.kind in ("transferred", "extended") and event.id not in held.standing.ignored:
            day = (event.due_by or "") if event.kind == "extended" else ""
    return day


def _whole(was: Standing, after: Standing, kind: str, moment: str, hours: Any) -> str:
    """Return the new term of the whole, where a step sets one: it was judged, sent out past its term, or is taken up again."""
    again = was.is_open and kind == "rated" and after.state == "judged"
    if kind in ("judged", "reopened") or again or (kind in ("dispatched", "accepted") and was.due <= moment):
        return plus(moment, term(hours, "solve", after.urgency))
    return ""
