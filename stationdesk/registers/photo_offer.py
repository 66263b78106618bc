"""A picture that is reported to the county: the package with this entry carries it too, named by its checksum and size.

The program writes it where the county asks and who is on the photo agreed (`services/photo_offers`); while it stands the county keeps
the picture, and gives it back to a desk that has lost it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import StringConstraints
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Draft, pointer
from stationdesk.registers.record import Record, Road, one_of_a_kind

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class PhotoOfferDraft(Draft):
    """An offer before it is kept."""

    photo_id: str = Field(title=N_("Photo"), max_length=36, index=True)
    sha256: Sha256 = Field(title=N_("Checksum"), max_length=64)
    bytes: int = Field(title=N_("Size of the file"), ge=1)
    ask_id: str | None = pointer(title=N_("What the county asked for"))
    wanted: bool = Field(default=False, title=N_("To be given back"))
    """This desk has lost the picture: the county's answers bring it."""


class PhotoOffer(Record, PhotoOfferDraft, table=True):
    """An offer as it is kept."""

    __tablename__ = "photo_offer"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
