"""A station's word on a task of the county: done, done in part, or cannot be done and why."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field as ValueField
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, day, listed, words
from stationdesk.registers.record import Record, Road, Value, one_of_a_kind


class ReportedFigure(Value):
    """A figure the task asked for, and what was counted."""

    name: Annotated[str, ValueField(min_length=1, max_length=40)]
    value: Annotated[int, ValueField(ge=0)]


class TaskReportDraft(Draft):
    """A report before it is kept; the last one of a task counts, the ones before stay as they were."""

    task_id: str = Field(max_length=36, title=N_("Task"), index=True)
    about: str | None = words(80, title=N_("What it is about"))
    """The task's title as it was answered: the county may forget it."""
    outcome: CodeText = Field(max_length=40, title=N_("How far|task"), schema_extra={"json_schema_extra": {"codes": "task_outcome"}})
    reported_on: Day | None = day(title=N_("Reported on"))
    reported_by: str | None = words(72, title=N_("Reported by"))
    text: str | None = words(1000, title=N_("In words"))
    figures: tuple[ReportedFigure, ...] = listed(ReportedFigure, title=N_("Figures"))


class TaskReport(Record, TaskReportDraft, table=True):
    """A report as it is kept; only stations write one."""

    __tablename__ = "task_report"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
