"""A small wish (微心愿) somebody told the station, and the station's word on what is wished for (domain 1.9).

How far it is stands in no field: it is computed from the station's events, the claims, their answers and ends (exchange.md).
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, cents, coded, day, reference, words
from stationdesk.registers.record import Record, Road, one_of_a_kind, still_there


class WishDraft(Draft):
    """A wish before it is kept."""

    resident_id: str | None = reference(title=N_("Resident"))
    household_id: str | None = reference(title=N_("Household"))
    wish_no: str | None = words(40, title=N_("Number of the wish"))
    kind: CodeText | None = coded("wish_kind", title=N_("Kind of wish"))
    content: str = Field(max_length=1000, title=N_("What is wished for"))
    spec: str | None = words(200, title=N_("Size, colour, model"))
    quantity: str | None = words(40, title=N_("Quantity"))
    budget: int | None = cents(title=N_("Estimated cost"))
    """分."""
    reason: str | None = words(1000, title=N_("Why it is wished for"))
    source: CodeText | None = coded("wish_source", title=N_("How it was collected"))
    collected_on: Day | None = day(title=N_("Collected on"), index=True)
    collected_by: str | None = words(72, title=N_("Collected by"))
    wanted_by: Day | None = day(title=N_("Wanted by"))
    may_be_public: bool | None = Field(default=None, title=N_("May be made public"))
    public_name: str | None = words(40, title=N_("Name on the wall"))
    """An alias; a child stands on a wall under no other name."""
    remark: str | None = words(1000, title=N_("Remark"))
    ledger: str | None = words(160, title=N_("Ledger it comes from"))

    @model_validator(mode="after")
    def _is_somebodys(self) -> WishDraft:
        if not (self.resident_id or self.household_id):
            raise ValueError("a wish is a resident's or a household's")
        return self


class Wish(Record, WishDraft, table=True):
    """A wish as it is kept."""

    __tablename__ = "wish"
    __table_args__ = (*one_of_a_kind(), still_there("wish_kept", "author", "id", "removed_at"))
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = frozenset({"reason", "remark"})
