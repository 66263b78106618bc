"""Something the county lets its stations know, for a time; one that must be read asks for a word that it was."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Day, Draft, day, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class AnnouncementDraft(Draft):
    """An announcement before it is kept; it is shown from its first day to its last, both included."""

    title: str = Field(min_length=1, max_length=80, title=N_("Title|announcement"))
    text: str = Field(min_length=1, max_length=4000, title=N_("Text|announcement"))
    valid_from: Day | None = day(title=N_("Valid from"), index=True)
    valid_until: Day | None = day(title=N_("Valid until"))
    must_be_read: bool = Field(default=False, title=N_("Must be read"))
    contact: str | None = words(120, title=N_("Whom to ask at the county"))

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> AnnouncementDraft:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("an announcement ends after it began")
        return self


class Announcement(Record, AnnouncementDraft, table=True):
    """An announcement as it is kept; only the county writes one."""

    __tablename__ = "announcement"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
