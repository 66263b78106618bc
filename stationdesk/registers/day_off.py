"""A day on which it is otherwise than the calendar says: people rest, they work to make up for a rest, or there is a festival."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class DayOffDraft(Draft):
    """A day before it is kept. What the station says of a day counts before what the county says, and both before the calendar."""

    day: Day = Field(title=N_("Day"), max_length=10, index=True)
    kind: CodeText = Field(title=N_("Rest, work or festival"), max_length=40, schema_extra={"json_schema_extra": {"codes": "day_kind"}})
    name: str | None = words(40, title=N_("Name of the day"))
    remark: str | None = words(200, title=N_("Remark"))


class DayOff(Record, DayOffDraft, table=True):
    """A day as it is kept; the county writes such days too."""

    __tablename__ = "day_off"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
