"""A time of bad weather (cold wave, heat, flood), during which people in danger are contacted every day."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Day, Draft, day, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class BadWeatherDraft(Draft):
    """A time of bad weather before it is kept; without an end it lasts until somebody says that it is over."""

    from_date: Day = Field(title=N_("From"), max_length=10, index=True)
    to_date: Day | None = day(title=N_("To"))
    text: str = Field(title=N_("What it is"), max_length=40)
    remark: str | None = words(200, title=N_("Remark"))

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> BadWeatherDraft:
        if self.to_date is not None and self.to_date < self.from_date:
            raise ValueError("bad weather ends after it began")
        return self


class BadWeather(Record, BadWeatherDraft, table=True):
    """A time of bad weather as it is kept; the county writes such times too."""

    __tablename__ = "bad_weather"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
