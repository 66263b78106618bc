"""The book handed on (交接班): who handed over to whom, what was open then, and that the next one read it (domain 1.14)."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Clock, Day, Draft, day, words
from stationdesk.registers.person_name import OtherName
from stationdesk.registers.record import Record, Road, one_of_a_kind, still_there


class ShiftHandoverDraft(Draft):
    """A handing-over before it is kept."""

    handed_on: Day = Field(max_length=10, title=N_("Handed over on|shift"))
    at: Clock = Field(max_length=5, title=N_("Handed over at"))
    from_name: OtherName = Field(default=None, max_length=72, title=N_("Who hands over"))
    to_name: OtherName = Field(default=None, max_length=72, title=N_("Who takes over"))
    left_open: str | None = words(500, title=N_("What was open"))
    """Kinds with their numbers, nobody's name."""
    note: str | None = words(1000, title=N_("What the next one must know"))
    read_by: OtherName = Field(default=None, max_length=72, title=N_("Read by|shift"))
    read_on: Day | None = day(title=N_("Read on|shift"))
    read_at: Clock | None = Field(default=None, max_length=5, title=N_("Read at|shift"))


class ShiftHandover(Record, ShiftHandoverDraft, table=True):
    """A handing-over as it is kept."""

    __tablename__ = "shift_handover"
    __table_args__ = (*one_of_a_kind(), still_there("shift_handover_day", "handed_on", "author", "removed_at"))
    road: ClassVar[Road] = Road.TRAVELLING
