"""A task of the county that was made a request: what the request begins with, what its end tells the county, and what a report ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.task import Task
from stationdesk.registers.task_report import TaskReport
from stationdesk.services.day_words import local
from stationdesk.services.dispatching import close, rate
from stationdesk.services.request_asking import Wanted
from stationdesk.services.request_reading import Asked
from stationdesk.services.request_state import HELD
from stationdesk.services.request_ties import FINISHED, TASK, of_tasks
from stationdesk.services.request_words import when_words
from stationdesk.services.tasks import report_task

SOON = 1
"""Days before the last day of a task from which its request is yellow."""


def wanted_of_task(task: Task, on: date) -> Wanted:
    """Return the request a task begins as: in the county's words, by the county's day; past that day, in a hurry from now on."""
    left = (date.fromisoformat(task.due_on) - on).days if task.due_on else None
    who = task.contact or _("the county|asker")
    return Wanted(
        "，".join(part for part in (task.title, " ".join((task.text or "").split())) if part)[:1000],
        TASK,
        "blue" if left is None or left > SOON else "yellow",
        asked_by=who[:72],
        sender_body="county",
        sender=who[:80],
        source_id=task.id,
        due_on=task.due_on or "" if left is not None and left >= 0 else "",
    )


def standing_words(one: Asked) -> str:
    """Return how far the request of a task is, in a word for its list; empty where it came to nothing."""
    return {
        "raised": _("to be taken in|task"),
        "judged": _("to be sent out|task"),
        "declined": _("given back|task"),
        "dispatched": _("sent out|task"),
        "accepted": _("taken on|task"),
        "serving": _("being done|task"),
        "transferred": _("handed over|task"),
        "receipted": _("handed over|task"),
        "done": _("done, to be reported|task"),
        "solved": _("done, to be reported|task"),
    }.get(one.standing.state, "")


def proposed(one: Asked | None, on: date) -> str:
    """Return what the report to the county begins with once the request of a task is done: when, by whom, what was written of it."""
    if one is None or one.standing.state not in FINISHED:
        return ""
    last = next((event for event in reversed(one.events) if event.kind in ("done", "solved")), None)
    done = f"{last.happened_on}T{last.happened_at or '23:59'}" if last is not None and last.happened_on else one.standing.since
    who = one.standing.holder.name if one.standing.holder is not None else ""
    said = _("Done {when}|report").format(when=when_words(done, on))
    return "，".join(part for part in (said, who, last.text if last is not None else "") if part)


def report(
    session: Session, task_id: str, outcome: str, on: date, *, by: str, text: str = "", figures: Mapping[str, int] | None = None
) -> TaskReport:
    """Report on a task; what was made a request of it is settled with a report that it is done, unless somebody has still to be asked.

    Raises TaskImpossible, RequestImpossible.
    """
    made = report_task(session, task_id, outcome, on, by=by, text=text, figures=figures)
    one = of_tasks(session, [task_id]).get(task_id)
    if outcome != "done" or one is None or not one.standing.is_open:
        return made
    now, told = datetime.combine(on, local(session.info["at"]).time()), _("reported to the county")
    if one.standing.state in HELD | {"judged", "declined"}:
        close(session, one.request.id, "solved", now, by=by, note=told)
    elif one.standing.state == "done" and not one.request.resident_id:
        rate(session, one.request.id, "", now, by=by, note=told)
    return made
