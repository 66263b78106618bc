"""A photo of a visit or a call: who is on it, what it may be used for, and until when (domain 5.3, 5.7).

The record travels; the picture itself (`photo_picture`) stays at this desk, unless the county asks for it (`photo_offer`).
"""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, coded_list, count, day, listed, pointer, reference, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class PhotoDraft(Draft):
    """A photo before it is kept."""

    resident_ids: tuple[str, ...] = listed(title=N_("Who is on it"))
    visit_id: str | None = reference(title=N_("Visit"))
    call_id: str | None = pointer(title=N_("Call"))
    taken_on: Day = Field(title=N_("Taken on"), max_length=10)
    caption: str | None = words(200, title=N_("Caption"))
    sha256: str = Field(title=N_("Checksum"), max_length=64)
    width: int | None = count(title=N_("Width"))
    height: int | None = count(title=N_("Height"))
    bytes: int | None = count(title=N_("Size of the file"))
    consent_use: tuple[CodeText, ...] = coded_list("photo_use", title=N_("May be used for"))
    consent_id: str | None = pointer(title=N_("Consent"))
    agreed_by: CodeText | None = coded("consent_giver", title=N_("Agreed by"))
    """Who agreed by word of mouth, where no written consent holds; then it may be kept and nothing else."""
    agreed_name: str | None = words(72, title=N_("Name of who agreed"))
    agreed_how: CodeText | None = coded("consent_form", title=N_("Form of consent"))
    expires_on: Day | None = day(title=N_("To be deleted after"), index=True)
    deleted_on: Day | None = day(title=N_("Deleted for good on"))
    taken_by: str | None = words(72, title=N_("Photo taken by"))


class Photo(Record, PhotoDraft, table=True):
    """A photo's record as it is kept; its picture lies under the same id."""

    __tablename__ = "photo"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
