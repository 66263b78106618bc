"""The county doubts something in a station's record and asks; the record itself stays the station's to change."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, day, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class CorrectionRequestDraft(Draft):
    """A request before it is kept."""

    record_kind: CodeText = Field(max_length=40, title=N_("Kind of record"))
    record_id: str = Field(max_length=36, title=N_("Record"), index=True)
    field: str | None = words(40, title=N_("Field in doubt"))
    """The field's name in the register; none: the whole record is in doubt."""
    doubted: str | None = words(300, title=N_("What is doubted"))
    question: str = Field(min_length=1, max_length=500, title=N_("Question"))
    asked_on: Day | None = day(title=N_("Asked on"))
    due_on: Day | None = day(title=N_("To be answered by"))
    contact: str | None = words(120, title=N_("Whom to ask at the county"))


class CorrectionRequest(Record, CorrectionRequestDraft, table=True):
    """A request as it is kept; only the county writes one."""

    __tablename__ = "correction_request"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
