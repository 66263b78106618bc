"""A claim is over: delivered, given back, lapsed or refused; the station or the county may write it (exchange.md)."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, day, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class ClaimEndDraft(Draft):
    """An end before it is kept."""

    wish_id: str = Field(max_length=36, title=N_("Wish"), index=True)
    claim_id: str = Field(max_length=36, title=N_("Claim"))
    kind: CodeText = Field(max_length=40, title=N_("How it ended"), schema_extra={"json_schema_extra": {"codes": "claim_end"}})
    ended_on: Day | None = day(title=N_("Ended on"))
    ended_by: str | None = words(72, title=N_("Written by"))
    text: str | None = words(500, title=N_("In words"))


class ClaimEnd(Record, ClaimEndDraft, table=True):
    """An end as it is kept."""

    __tablename__ = "claim_end"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
