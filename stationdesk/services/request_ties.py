"""What a request came from: a task of the county, an emergency, a visit; each shows the other, and no task is made a request twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.family_call import FamilyCall
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.task import Task
from stationdesk.registers.visit import Visit
from stationdesk.services.day_words import day_words
from stationdesk.services.incidents import helds
from stationdesk.services.request_reading import Asked, RequestImpossible, with_standings
from stationdesk.services.tasks import TaskImpossible, TaskState, reports_of, task_called, task_state
from stationdesk.store.database import author_of

TASK, EMERGENCY = "county", "emergency"
"""Sources whose records are worked on beside the request."""
GIVEN_UP = frozenset({"dropped", "rejected"})
"""States of a request in whose place another one may be made of the same task."""
FINISHED = frozenset({"done", "solved"})
"""States in which what was asked for has been done."""


class Tie(NamedTuple):
    """What a request came from, in a sentence, and where that is looked at."""

    sentence: str
    tone: str = "ink2"
    page: str = ""
    argument: str = ""


def made_of(session: Session, source: str, ids: Iterable[str]) -> dict[str, list[Asked]]:
    """Return the own requests that were made of some records, by record, the first first."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    mine = select(ServiceRequest).where(
        ServiceRequest.source == source,
        col(ServiceRequest.source_id).in_(wanted),
        ServiceRequest.author == author_of(session),
        col(ServiceRequest.removed_at).is_(None),
    )
    found: dict[str, list[Asked]] = {}
    for one in with_standings(session, session.exec(mine.order_by(col(ServiceRequest.key)))):
        found.setdefault(one.request.source_id or "", []).append(one)
    return found


def of_tasks(session: Session, ids: Iterable[str]) -> dict[str, Asked]:
    """Return the request of each of some tasks: the one that counts, else the last that came to nothing."""
    return {task: max(some, key=lambda one: one.state != "dropped") for task, some in _latest_first(session, ids)}


def _latest_first(session: Session, ids: Iterable[str]) -> Iterable[tuple[str, list[Asked]]]:
    return ((task, some[::-1]) for task, some in made_of(session, TASK, ids).items())


def refuse_twice(session: Session, source: str, source_id: str) -> None:
    """Raise RequestImpossible for a task of the county that is a request already, TaskImpossible for one that was taken back."""
    if source != TASK or not source_id:
        return
    task_called(session, source_id)
    there = of_tasks(session, [source_id]).get(source_id)
    if there is not None and there.standing.state not in GIVEN_UP:
        said = _("This task is a request already: {number}. Nothing was written a second time.")
        raise RequestImpossible(said.format(number=there.request.number or there.request.text[:20]))


def refuse_second(session: Session, request: ServiceRequest) -> None:
    """Raise RequestImpossible for a request that is taken up again while its task was made another one."""
    if request.source != TASK or not request.source_id:
        return
    others = [one for one in made_of(session, TASK, [request.source_id])[request.source_id] if one.request.id != request.id]
    live = next((one for one in others if one.standing.state not in GIVEN_UP), None)
    if live is not None:
        said = _("The task was made another request meanwhile: {number}. Please go on with that one.")
        raise RequestImpossible(said.format(number=live.request.number or live.request.text[:20]))


def county_day(session: Session, request: ServiceRequest) -> str:
    """Return the last day the county gave the task a request came from, YYYY-MM-DD; empty without one, or where it took the task back."""
    if request.source != TASK or not request.source_id:
        return ""
    asked = select(Task.due_on).where(Task.id == request.source_id, Task.author != author_of(session), col(Task.removed_at).is_(None))
    return session.exec(asked).first() or ""


def tie_of(session: Session, request: ServiceRequest, on: date) -> Tie | None:
    """Return what a request came from; None where nothing is kept of it."""
    if not request.source_id:
        return None
    known = {TASK: _of_task, EMERGENCY: _of_emergency, "visit": _of_visit, "call": _of_call}
    told = known.get(request.source or "")
    return told(session, request, on) if told is not None else None


def _of_task(session: Session, request: ServiceRequest, on: date) -> Tie:
    theirs = select(Task).where(Task.id == request.source_id, Task.author != author_of(session))
    task = session.exec(theirs).first()
    if task is None:
        said = _(
            "The county does not know the task any more from which this came: nothing has to be reported. Ask whether it is still wanted."
        )
        return Tie(said, "amber")
    if task.removed_at is not None:
        said = _("The county has taken its task «{title}» back: nothing has to be reported. Ask whether it is still wanted.")
        return Tie(said.format(title=task.title), "amber")
    reports = reports_of(session, [task.id]).get(task.id, ())
    state = task_state(task.due_on, [one.outcome for one in reports], on.isoformat())
    due = day_words(date.fromisoformat(task.due_on), on) if task.due_on else ""
    told = " · ".join(part for part in (state.label, _("by {day}|county").format(day=due) if due and state.is_open else "") if part)
    said = _("From the county's task «{title}»: {state}").format(title=task.title, state=told)
    return Tie(said, "red" if state is TaskState.OVERDUE else "ink2", "from_county", f"task:{task.id}")


def _of_emergency(session: Session, request: ServiceRequest, on: date) -> Tie | None:
    found = helds(session, [request.source_id or ""])
    if not found:
        return None
    incident = found[0].incident
    when = f"{day_words(date.fromisoformat(incident.happened_on), on)} {incident.called_at}"
    return Tie(_("From the emergency of {when}").format(when=when), "ink2", EMERGENCY, incident.id)


def _of_visit(session: Session, request: ServiceRequest, on: date) -> Tie | None:
    mine = select(Visit.visited_on).where(Visit.id == request.source_id, Visit.author == request.author, col(Visit.removed_at).is_(None))
    day = session.exec(mine).first()
    said = _("Came up at the visit of {day}")
    return Tie(said.format(day=day_words(date.fromisoformat(day), on)), "ink2", "visits", f"visit:{request.source_id}") if day else None


def _of_call(session: Session, request: ServiceRequest, on: date) -> Tie | None:
    mine = select(FamilyCall.call_on).where(
        FamilyCall.id == request.source_id, FamilyCall.author == request.author, col(FamilyCall.removed_at).is_(None)
    )
    day = session.exec(mine).first()
    said = _("Came up at the call of {day}")
    return Tie(said.format(day=day_words(date.fromisoformat(day), on)), "ink2", "calls", request.source_id or "") if day else None


def untold(session: Session, request: ServiceRequest, on: date) -> str:
    """Return the task of the county that still has to be reported on, of a request that came from one; empty without one."""
    if request.source != TASK or not request.source_id:
        return ""
    try:
        task = task_called(session, request.source_id)
    except TaskImpossible:
        return ""
    reports = reports_of(session, [task.id]).get(task.id, ())
    return task.id if task_state(task.due_on, [one.outcome for one in reports], on.isoformat()).is_open else ""
