"""The county's tasks at a station: which there are, how far each is, and reporting on one.

How far a task is stands in no field: it is a pure function of its last day and of the station's reports, which station and county
reckon alike (exchange.md). A report on a task that the county has forgotten stays and changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.registers.task import Task
from stationdesk.registers.task_report import ReportedFigure, TaskReport, TaskReportDraft
from stationdesk.store.database import author_of

OUTCOMES = ("done", "partly", "cannot")


class TaskImpossible(DeskError):
    """There is no such task any more, or it cannot be reported so."""


class TaskState(StrEnum):
    """How far a task is."""

    OPEN = "open"
    PARTLY = "partly"
    OVERDUE = "overdue"
    DONE = "done"
    CANNOT = "cannot"

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done."""
        return self in {TaskState.OPEN, TaskState.PARTLY, TaskState.OVERDUE}

    @property
    def label(self) -> str:
        """The state in the operator's words."""
        return _(_LABELS[self])


_LABELS = {
    TaskState.OPEN: N_("To be done|task"),
    TaskState.PARTLY: N_("Done in part|task"),
    TaskState.OVERDUE: N_("Past its day|task"),
    TaskState.DONE: N_("Reported: done"),
    TaskState.CANNOT: N_("Reported: cannot be done"),
}


@dataclass(frozen=True, slots=True)
class HeldTask:
    """A task with the station's own reports on it, the last one last."""

    task: Task
    reports: tuple[TaskReport, ...]
    state: TaskState


def task_state(due_on: str | None, outcomes: Sequence[str], on: str) -> TaskState:
    """Return how far a task is on day `on`: its last report counts; one that is open past its day is overdue.

    `outcomes` come in the order of the reports' ids, which rise with time, so that both sides reckon alike.
    """
    last = outcomes[-1] if outcomes else ""
    if last in ("done", "cannot"):
        return TaskState(last)
    if due_on is not None and due_on < on:
        return TaskState.OVERDUE
    return TaskState.PARTLY if last == "partly" else TaskState.OPEN


def tasks(session: Session, on: date) -> list[HeldTask]:
    """Return the county's tasks that stand, what is to be done first first, what is settled last."""
    theirs = select(Task).where(Task.author != author_of(session), col(Task.removed_at).is_(None))
    found = session.exec(theirs).all()
    told = reports_of(session, [one.id for one in found])
    day = on.isoformat()
    held = [HeldTask(one, told.get(one.id, ()), _state(one, told.get(one.id, ()), day)) for one in found]
    return sorted(held, key=lambda one: (not one.state.is_open, one.task.due_on or "9", one.task.id))


def _state(task: Task, reports: Sequence[TaskReport], day: str) -> TaskState:
    return task_state(task.due_on, [one.outcome for one in reports], day)


def reports_of(session: Session, ids: Iterable[str]) -> Mapping[str, tuple[TaskReport, ...]]:
    """Return the own reports on some tasks, the last one last."""
    mine = select(TaskReport).where(
        col(TaskReport.task_id).in_(list(ids)), TaskReport.author == author_of(session), col(TaskReport.removed_at).is_(None)
    )
    found: dict[str, tuple[TaskReport, ...]] = {}
    for one in session.exec(mine.order_by(col(TaskReport.key))):
        found[one.task_id] = (*found.get(one.task_id, ()), one)
    return found


def task_called(session: Session, task_id: str) -> Task:
    """Return a task of the county that stands. Raises TaskImpossible."""
    theirs = select(Task).where(Task.id == task_id, Task.author != author_of(session), col(Task.removed_at).is_(None))
    found = session.exec(theirs).first()
    if found is None:
        raise TaskImpossible(_("The county has taken this task back. Nothing has to be reported on it any more."))
    return found


def report_task(
    session: Session, task_id: str, outcome: str, on: date, *, by: str, text: str = "", figures: Mapping[str, int] | None = None
) -> TaskReport:
    """Report on a task: done, partly or cannot; what the task asks to be counted goes with it.

    Raises TaskImpossible if the task is gone, if a reason or a figure is missing.
    """
    task, given = task_called(session, task_id), figures or {}
    if outcome not in OUTCOMES:
        raise TaskImpossible(_("A task is done, done in part, or cannot be done. Please choose one of the three."))
    if outcome != "done" and not text.strip():
        raise TaskImpossible(_("Please write a few words: what is still open, or why it cannot be done."))
    missing = [name for name in task.asks_for if name not in given]
    if outcome == "done" and missing:
        raise TaskImpossible(_("The county asks for a figure: {name}. Please fill it in.").format(name=missing[0]))
    told = tuple(ReportedFigure(name=name, value=given[name]) for name in task.asks_for if name in given)
    draft = TaskReportDraft(
        task_id=task_id, about=task.title, outcome=outcome, reported_on=on.isoformat(), reported_by=by, text=text or None, figures=told
    )
    made = TaskReport.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    return made


def figure_typed(written: str) -> int | None:
    """Return the figure somebody typed, full-width digits and a word behind it allowed; None if it is none."""
    found = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d{1,9})\s*[^\d\s.,+-]{0,3}", unicodedata.normalize("NFKC", written).strip(), re.ASCII)
    return int(found[1].replace(",", "")) if found else None


def forgotten_reports(session: Session) -> list[TaskReport]:
    """Return the own reports on tasks that the county does not know any more: it was put back to an older state, or moved them away."""
    mine = select(TaskReport).where(
        TaskReport.author == author_of(session),
        col(TaskReport.removed_at).is_(None),
        col(TaskReport.task_id).not_in(select(Task.id).where(Task.author != author_of(session))),
    )
    return list(session.exec(mine.order_by(col(TaskReport.id))))


def says_report(title: str, outcome: str) -> str:
    """Return the sentence of a report, which an undo repeats."""
    said = {"done": _("Task done: {title}"), "partly": _("Task done in part: {title}"), "cannot": _("Task cannot be done: {title}")}
    return said[outcome].format(title=title)
