"""Photos the county asks its stations for: what for, of which days, and whether children may be on them (exchange.md, principle 2)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Day, Draft, day
from stationdesk.registers.record import Record, Road, one_of_a_kind


class PhotoAskDraft(Draft):
    """What the county asks for before it is kept; without an ask no picture ever leaves a station."""

    purpose: str = Field(min_length=1, max_length=80, title=N_("What the photos are for"))
    from_date: Day | None = day(title=N_("Photos taken from"))
    to_date: Day | None = day(title=N_("Photos taken until"))
    children: bool = Field(default=False, title=N_("Children may be on them"))

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> PhotoAskDraft:
        if self.from_date and self.to_date and self.to_date < self.from_date:
            raise ValueError("the last day comes after the first")
        return self

    def covers(self, taken_on: str) -> bool:
        """Tell whether a photo of this day is asked for."""
        return (self.from_date or "") <= taken_on and (self.to_date is None or taken_on <= self.to_date)


class PhotoAsk(Record, PhotoAskDraft, table=True):
    """What the county asks for as it is kept; only the county writes it."""

    __tablename__ = "photo_ask"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
