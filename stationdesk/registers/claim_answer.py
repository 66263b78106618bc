"""The word of the wish's station on a claim: yes, or no with the reason; a claim without one waits (exchange.md)."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, day, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class ClaimAnswerDraft(Draft):
    """An answer before it is kept."""

    wish_id: str = Field(max_length=36, title=N_("Wish"), index=True)
    claim_id: str = Field(max_length=36, title=N_("Claim"))
    answer: CodeText = Field(max_length=40, title=N_("Answer"), schema_extra={"json_schema_extra": {"codes": "claim_answer"}})
    reason: CodeText | None = coded("claim_refusal", title=N_("Reason of the refusal"))
    answered_on: Day | None = day(title=N_("Answered on"))
    answered_by: str | None = words(72, title=N_("Answered by"))
    text: str | None = words(500, title=N_("In words"))


class ClaimAnswer(Record, ClaimAnswerDraft, table=True):
    """An answer as it is kept."""

    __tablename__ = "claim_answer"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
