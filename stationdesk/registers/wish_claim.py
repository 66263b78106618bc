"""Somebody takes a wish upon himself: a walk-in at the station, a department at the county; written by whoever took the claim."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.field import CodeText, Day, Draft, coded, day, listed, pointer, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class WishClaimDraft(Draft):
    """A claim before it is kept; a wish can have several over time, of which one is live."""

    wish_id: str = Field(max_length=36, title=N_("Wish"), index=True)
    wish_author: str | None = words(32, title=N_("Station of the wish"))
    """The code under which the wish was written: a county's claims are of many stations' wishes."""
    claimer: str = Field(max_length=120, title=N_("Claimed by"))
    claimer_kind: CodeText | None = coded("wish_claimer", title=N_("Kind of claimer"))
    helper_id: str | None = pointer(title=N_("Helper"))
    org_unit_id: str | None = pointer(title=N_("Unit"))
    contact_name: str | None = words(72, title=N_("Contact"))
    phones: tuple[PhoneNumber, ...] = listed(PhoneNumber, title=N_("Phones"))
    claimed_on: Day | None = day(title=N_("Claimed on"))
    promised_on: Day | None = day(title=N_("Promised for"))
    delivery: CodeText | None = coded("wish_delivery", title=N_("Way of delivery"))
    is_assigned: bool | None = Field(default=None, title=N_("Assigned by the station"))
    is_extra: bool | None = Field(default=None, title=N_("Gift beside the wish"))
    taken_by: str | None = words(72, title=N_("Taken down by"))
    source: str | None = words(160, title=N_("Source"))
    remark: str | None = words(500, title=N_("Remark"))


class WishClaim(Record, WishClaimDraft, table=True):
    """A claim as it is kept."""

    __tablename__ = "wish_claim"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
