"""A medicine a resident takes: how much, how often, who fetches it and when it runs out (domain 1.7)."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Day, Draft, count, day, reference, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class MedicineDraft(Draft):
    """A medicine before it is kept. What somebody takes is written as it stands on the box; nobody here prescribes."""

    resident_id: str | None = reference(title=N_("Resident"))
    name: str = Field(title=N_("Medicine"), max_length=80)
    dose: str | None = words(40, title=N_("Dose"))
    times_a_day: int | None = count(title=N_("Times a day"))
    when_taken: str | None = words(40, title=N_("When taken"))
    from_date: Day | None = day(title=N_("Taken since"))
    to_date: Day | None = day(title=N_("Taken until"))
    end_reason: str | None = words(80, title=N_("Why no longer taken"))
    fetched_by: str | None = words(72, title=N_("Who fetches it"))
    refill_every_days: int | None = count(title=N_("Fetched every … days"))
    next_refill: Day | None = day(title=N_("To be fetched by"))
    remark: str | None = words(500, title=N_("Remark"))

    def taken(self, on: str) -> bool:
        """Tell whether it is taken on day `on`; the last day counts."""
        return (self.from_date is None or self.from_date <= on) and (self.to_date is None or on <= self.to_date)


class Medicine(Record, MedicineDraft, table=True):
    """A medicine as it is kept."""

    __tablename__ = "medicine"
    __table_args__ = (
        *one_of_a_kind(),
        Index("medicine_refill", "next_refill", sqlite_where=text("next_refill IS NOT NULL AND removed_at IS NULL")),
    )
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = frozenset({"remark"})
