"""One turn on duty (值班): from when to when, who, who is in charge, and who stands in (domain 1.14).

Not to be taken for `duty`, which is something that falls due for a resident once or every year.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Clock, CodeText, Day, Draft, coded, pointer, words
from stationdesk.registers.person_name import OtherName
from stationdesk.registers.record import Record, Road, one_of_a_kind, still_there


class DutyShiftDraft(Draft):
    """A turn before it is kept. One that does not end later than it begins ends on the next day; from 08:00 to 08:00 is a whole day."""

    day: Day = Field(max_length=10, title=N_("Day of duty"))
    from_time: Clock = Field(default="08:00", max_length=5, title=N_("From (time)"))
    to_time: Clock = Field(default="08:00", max_length=5, title=N_("To (time)"))
    kind: CodeText | None = coded("shift_kind", title=N_("Turn"))
    helper_id: str | None = pointer(title=N_("Helper on duty"))
    name: OtherName = Field(default=None, max_length=72, title=N_("Who is on duty"))
    phone: str | None = words(40, title=N_("Phone on duty"))
    leader: OtherName = Field(default=None, max_length=72, title=N_("In charge"))
    stand_in_helper_id: str | None = pointer(title=N_("Who stands in"))
    stand_in_name: OtherName = Field(default=None, max_length=72, title=N_("Name of who stands in"))
    stand_in_phone: str | None = words(40, title=N_("Phone of who stands in"))
    swap_reason: str | None = words(200, title=N_("Why somebody stands in"))
    remark: str | None = words(500, title=N_("Remark"))

    @model_validator(mode="after")
    def _is_somebodys(self) -> DutyShiftDraft:
        if not (self.helper_id or self.name):
            raise ValueError("a turn on duty is somebody's")
        return self

    def begins(self) -> datetime:
        """Return when it begins, in the village."""
        return moment(self.day, self.from_time)

    def ends(self) -> datetime:
        """Return when it ends, in the village."""
        end = moment(self.day, self.to_time)
        return end if self.to_time > self.from_time else end + timedelta(days=1)


def moment(day: str, clock: str) -> datetime:
    """Return a local day and time as a moment without a zone: the village has one and sets no clock by the season."""
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock))


class DutyShift(Record, DutyShiftDraft, table=True):
    """A turn as it is kept."""

    __tablename__ = "duty_shift"
    __table_args__ = (*one_of_a_kind(), still_there("duty_shift_day", "day", "author", "removed_at"))
    road: ClassVar[Road] = Road.TRAVELLING
