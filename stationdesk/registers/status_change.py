"""One move of a resident between home, away, hospital, a home, another village and death, and what it closed."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, Stamp, coded, day, listed, words
from stationdesk.registers.record import Record, Road, Value, one_of_a_kind, still_there


class Touched(Value):
    """One field of one record that the move wrote, as the database holds it before and after; `made`: the record is new with it."""

    kind: str
    record: str
    field: str = ""
    before: str | int | bool | None = None
    after: str | int | bool | None = None
    made: bool = False


class StatusChangeDraft(Draft):
    """A move before it is kept; `happened_on` is the day it happened, however late it was written down."""

    resident_id: str = Field(title=N_("Resident"), max_length=36, index=True)
    happened_on: Day = Field(title=N_("Happened on"), max_length=10)
    from_status: CodeText | None = coded("residency_status", title=N_("Residency before"))
    to_status: CodeText = Field(
        title=N_("Residency after"), max_length=40, schema_extra={"json_schema_extra": {"codes": "residency_status"}}
    )
    place: str | None = words(120, title=N_("Where to"))
    reason: str | None = words(200, title=N_("Reason"))
    expected_back: Day | None = day(title=N_("Expected back"))
    told_by: str | None = words(72, title=N_("Who said so"))
    recorded_at: Stamp | None = Field(default=None, title=N_("Written down at"), max_length=32)
    recorded_by: str | None = words(72, title=N_("Written down by"))
    touched: tuple[Touched, ...] = listed(Touched, title=N_("What it wrote"))
    wrong_on: Day | None = day(title=N_("Found wrong on"))
    wrong_by: str | None = words(72, title=N_("Found wrong by"))
    remark: str | None = words(500, title=N_("Remark"))


class StatusChange(Record, StatusChangeDraft, table=True):
    """A move as it is kept. Why somebody died or left, and who said so, stays at the station."""

    __tablename__ = "status_change"
    __table_args__ = (*one_of_a_kind(), still_there("status_change_day", "happened_on"))
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = frozenset({"reason", "told_by", "touched"})
