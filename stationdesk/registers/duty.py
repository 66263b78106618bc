"""Something that is due for a person once or every year: a pension check, the end of a certificate, a talk with a guardian (F1-9, F2-5)."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, count, day, pointer, words
from stationdesk.registers.record import Record, Road, one_of_a_kind, still_there


class DutyDraft(Draft):
    """A duty before it is kept; `done_on` is empty as long as it is open."""

    resident_id: str = Field(title=N_("Resident"), max_length=36, index=True)
    kind: CodeText = Field(max_length=40, title=N_("What is due"), schema_extra={"json_schema_extra": {"codes": "duty_kind"}})
    due_on: Day = Field(max_length=10, title=N_("Due on"))
    every_months: int | None = Field(default=None, ge=1, le=120, title=N_("Again after months"))
    remind_days: int | None = count(title=N_("Reminded of days before"))
    note: str | None = words(500, title=N_("What about it"))
    done_on: Day | None = day(title=N_("Done on"))
    done_by: str | None = words(72, title=N_("Done by"))
    result: str | None = words(500, title=N_("What came of it"))
    ended_on: Day | None = day(title=N_("Not needed any more since"))
    end_reason: CodeText | None = coded("duty_end", title=N_("Why it is not needed any more"))
    previous_id: str | None = pointer(title=N_("Duty before"))
    remark: str | None = words(1000, title=N_("Remark"))

    def is_open(self) -> bool:
        """Tell whether it is still to be done."""
        return self.done_on is None and self.ended_on is None


class Duty(Record, DutyDraft, table=True):
    """A duty as it is kept. What was said of it stays at the station."""

    __tablename__ = "duty"
    __table_args__ = (
        *one_of_a_kind(),
        still_there("duty_open", "author", "done_on", "ended_on", "due_on", "kind", "resident_id"),
        still_there("duty_settled", "resident_id", "kind", "author", "due_on", "done_on", "ended_on", "removed_at"),
    )
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = frozenset({"note", "result", "remark"})
