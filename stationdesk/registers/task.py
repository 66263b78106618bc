"""Something the county asks its stations to do; how far it is stands in no field: it is computed from their reports (exchange.md)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import StringConstraints
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, day, words
from stationdesk.registers.record import JsonList, Record, Road, one_of_a_kind

FigureName = Annotated[str, StringConstraints(min_length=1, max_length=40)]
"""What a task asks to be counted: 核对人数."""


class TaskDraft(Draft):
    """A task before it is kept."""

    title: str = Field(min_length=1, max_length=80, title=N_("What is to be done|task"))
    text: str | None = words(2000, title=N_("In words"))
    kind: CodeText | None = coded("task_kind", title=N_("Kind of task"), default="other")
    given_on: Day | None = day(title=N_("Given on"))
    due_on: Day | None = day(title=N_("To be done by"), index=True)
    asks_for: tuple[FigureName, ...] = Field(default=(), sa_type=JsonList(), title=N_("Figures asked for"))
    contact: str | None = words(120, title=N_("Whom to ask at the county"))


class Task(Record, TaskDraft, table=True):
    """A task as it is kept; only the county writes one."""

    __tablename__ = "task"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
