"""A station's word on somebody who is said to have moved to it: taken in, with the record made for him, or not one of its own and why."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, day, pointer, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class TransferAnswerDraft(Draft):
    """An answer before it is kept; it names the transfer, for the county may relay it anew after a restore."""

    transfer_id: str = Field(max_length=36, title=N_("Transfer"), index=True)
    answer: CodeText = Field(max_length=40, title=N_("Answer"), schema_extra={"json_schema_extra": {"codes": "transfer_answer"}})
    called: str | None = words(72, title=N_("Called|transfer"))
    reason: str | None = words(500, title=N_("Reason"))
    resident_id: str | None = pointer(title=N_("Resident"))
    """The record that was made here."""
    answered_on: Day | None = day(title=N_("Answered on"))
    answered_by: str | None = words(72, title=N_("Answered by"))


class TransferAnswer(Record, TransferAnswerDraft, table=True):
    """An answer as it is kept; only stations write one."""

    __tablename__ = "transfer_answer"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
