"""A helper is away from one day to another, and somebody stands in for him (pains.md: the stand-in's turn)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Day, Draft, day, reference, words
from stationdesk.registers.person_name import OtherName
from stationdesk.registers.record import Record, Road, one_of_a_kind


class StandInDraft(Draft):
    """An absence before it is kept. Without anybody who stands in, the station itself does."""

    helper_id: str | None = reference(title=N_("Helper who is away"))
    helper_name: OtherName = Field(default=None, max_length=72, title=N_("Name of the helper who is away"))
    from_date: Day = Field(title=N_("Away from"), max_length=10)
    to_date: Day | None = day(title=N_("Away until"))
    stand_in_helper_id: str | None = reference(title=N_("Who stands in"))
    stand_in_name: OtherName = Field(default=None, max_length=72, title=N_("Name of who stands in"))
    reason: str | None = words(200, title=N_("Reason"))
    remark: str | None = words(500, title=N_("Remark"))

    @model_validator(mode="after")
    def _is_somebody_else(self) -> StandInDraft:
        if not (self.helper_id or self.helper_name):
            raise ValueError("somebody is away")
        if self.helper_id and self.helper_id == self.stand_in_helper_id:
            raise ValueError("nobody stands in for himself")
        if self.to_date is not None and self.to_date < self.from_date:
            raise ValueError("an absence ends after it began")
        return self

    def in_force(self, on: str) -> bool:
        """Tell whether the helper is away on day `on`."""
        return self.from_date <= on and (self.to_date is None or on <= self.to_date)


class StandIn(Record, StandInDraft, table=True):
    """An absence as it is kept."""

    __tablename__ = "stand_in"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
