"""A station hands a resident over to another station of the county: where to, since when, and what of the person goes with it."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Day, Draft, TextMap, day, mapped, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class TransferDraft(Draft):
    """A transfer before it is kept; the sender's record of the person stays his, closed."""

    resident_id: str = Field(max_length=36, title=N_("Resident"), index=True)
    to_station: str = Field(max_length=80, title=N_("To which station"))
    """Its code, or its village's name where no code is known."""
    to_name: str | None = words(80, title=N_("To which village|transfer"))
    moved_on: Day | None = day(title=N_("Moved on"))
    person: TextMap = mapped(title=N_("What goes with the person"))
    """Only what may leave the station: nothing held back, no consent."""
    note: str | None = words(500, title=N_("Word for the other station"))
    sent_by: str | None = words(72, title=N_("Written by"))


class Transfer(Record, TransferDraft, table=True):
    """A transfer as it is kept; only stations write one."""

    __tablename__ = "transfer"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
