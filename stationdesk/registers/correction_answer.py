"""A station's answer to a doubt of the county: it was corrected, or it is right as it stands and why."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, day, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class CorrectionAnswerDraft(Draft):
    """An answer before it is kept; the last one of a request counts."""

    request_id: str = Field(max_length=36, title=N_("Correction request"), index=True)
    about: str | None = words(80, title=N_("What it is about"))
    """What was asked about, without a name: the county may forget the request."""
    answer: CodeText = Field(max_length=40, title=N_("Answer"), schema_extra={"json_schema_extra": {"codes": "correction_answer"}})
    reason: str | None = words(500, title=N_("Reason"))
    answered_on: Day | None = day(title=N_("Answered on"))
    answered_by: str | None = words(72, title=N_("Answered by"))


class CorrectionAnswer(Record, CorrectionAnswerDraft, table=True):
    """An answer as it is kept; only stations write one."""

    __tablename__ = "correction_answer"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
