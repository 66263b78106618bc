"""A measure of a care plan ticked as done on a day."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Day, Draft, pointer, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class PlanStepDraft(Draft):
    """A tick before it is kept."""

    resident_id: str = Field(title=N_("Resident"), max_length=36)
    plan_id: str | None = pointer(title=N_("Care plan"))
    measure: str = Field(title=N_("Measure"), max_length=36)
    """The key of the measure, the same in every version of the plan."""
    done_on: Day = Field(title=N_("Done on"), max_length=10)
    done_by: str | None = words(72, title=N_("Done by"))
    note: str | None = words(200, title=N_("Remark"))


class PlanStep(Record, PlanStepDraft, table=True):
    """A tick as it is kept."""

    __tablename__ = "plan_step"
    __table_args__ = (
        *one_of_a_kind(),
        Index("plan_step_of", "resident_id", "done_on", sqlite_where=text("removed_at IS NULL")),
        Index("plan_step_last", "resident_id", "measure", "done_on", sqlite_where=text("removed_at IS NULL")),
    )
    road: ClassVar[Road] = Road.TRAVELLING
