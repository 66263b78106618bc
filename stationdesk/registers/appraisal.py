"""What a helper's work was found to be in a period: an appraisal, a reminder, a commendation, a criticism (domain F2-10)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, count, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class AppraisalDraft(Draft):
    """An appraisal before it is kept."""

    helper_id: str = Field(max_length=36, title=N_("Helper"), index=True)
    kind: CodeText = coded("appraisal_kind", title=N_("Kind of appraisal"), default="appraisal")
    from_date: Day = Field(max_length=10, title=N_("From"))
    to_date: Day = Field(max_length=10, title=N_("To"))
    due: int | None = count(title=N_("Contacts due"))
    done: int | None = count(title=N_("Contacts made"))
    score: int | None = Field(default=None, ge=0, le=100, title=N_("Score"))
    text: str | None = words(1000, title=N_("What was said"))
    said_on: Day = Field(max_length=10, title=N_("Said on"))
    said_by: str | None = words(72, title=N_("Said by"))

    @model_validator(mode="after")
    def _has_a_period(self) -> AppraisalDraft:
        if self.to_date < self.from_date:
            raise ValueError("the period ends before it begins")
        return self


class Appraisal(Record, AppraisalDraft, table=True):
    """An appraisal as it is kept."""

    __tablename__ = "appraisal"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
