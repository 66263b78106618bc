"""Two residents who look like one and are two: the operator has said so and is not asked again.

It travels: a desk that gets its records back from the county must not ask everything anew.
"""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Day, Draft, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class NotSameDraft(Draft):
    """The word that two are two, before it is kept; the smaller id stands first."""

    one_resident_id: str = Field(title=N_("One resident"), max_length=36, index=True)
    other_resident_id: str = Field(title=N_("The other resident"), max_length=36, index=True)
    said_on: Day = Field(title=N_("Said on"), max_length=10)
    said_by: str | None = words(72, title=N_("Said by"))


class NotSame(Record, NotSameDraft, table=True):
    """The word as it is kept."""

    __tablename__ = "not_same"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
