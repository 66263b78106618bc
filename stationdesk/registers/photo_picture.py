"""The picture of a photo: made anew by this program from what the camera wrote, so that neither place nor device is in it."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import LargeBinary
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Draft
from stationdesk.registers.record import Record, Road, one_of_a_kind


class PhotoPictureDraft(Draft):
    """A picture before it is kept: the whole and a small one for lists, both JPEG."""

    photo_id: str = Field(title=N_("Photo"), max_length=36, index=True)
    whole: bytes = Field(title=N_("Picture"), sa_type=LargeBinary)
    small: bytes = Field(title=N_("Small picture"), sa_type=LargeBinary)


class PhotoPicture(Record, PhotoPictureDraft, table=True):
    """A picture as it is kept: in the encrypted store of this desk, never in the journal; what the county asks for goes beside it.

    One that the county gave back has no small picture.
    """

    __tablename__ = "photo_picture"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.LOCAL
