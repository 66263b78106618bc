"""One thing the wish's station did with it or learnt of it: approved, published, delivered, fulfilled, cancelled (domain 3.1)."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, cents, coded, day, pointer, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class WishEventDraft(Draft):
    """An event of a wish before it is kept; a wrong one is taken back by an undo, never changed into another."""

    wish_id: str = Field(max_length=36, title=N_("Wish"), index=True)
    claim_id: str | None = pointer(title=N_("Claim"))
    kind: CodeText = Field(max_length=40, title=N_("What happened"), schema_extra={"json_schema_extra": {"codes": "wish_event"}})
    happened_on: Day | None = day(title=N_("Happened on"))
    until: Day | None = day(title=N_("Until"))
    """The last day of a publication, or of the term it was extended to."""
    done_by: str | None = words(72, title=N_("Done by"))
    signed_by: str | None = words(72, title=N_("Signed by"))
    cost: int | None = cents(title=N_("Actual cost"))
    """分."""
    reason: CodeText | None = coded("wish_close_reason", title=N_("Reason of the cancelling"))
    satisfaction: CodeText | None = coded("satisfaction", title=N_("Satisfaction"))
    text: str | None = words(1000, title=N_("In words"))
    source: str | None = words(160, title=N_("Source"))


class WishEvent(Record, WishEventDraft, table=True):
    """An event as it is kept."""

    __tablename__ = "wish_event"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
