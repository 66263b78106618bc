"""A station's word that an announcement of the county was read, by whom and when."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Draft, Stamp, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class AnnouncementReadDraft(Draft):
    """The word that one was read, before it is kept."""

    announcement_id: str = Field(max_length=36, title=N_("Announcement"), index=True)
    about: str | None = words(80, title=N_("What it is about"))
    read_by: str | None = words(72, title=N_("Read by"))
    read_at: Stamp | None = Field(default=None, max_length=32, title=N_("Read at"))


class AnnouncementRead(Record, AnnouncementReadDraft, table=True):
    """The word as it is kept; only stations write one."""

    __tablename__ = "announcement_read"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
