"""The care plan of a resident (一人一策): what is hard, what is aimed at, who does what how often, when it is looked at again."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, day, listed, pointer, words
from stationdesk.registers.record import Record, Road, Value, one_of_a_kind


class PlanMeasure(Value):
    """One line of a plan: what is done, by whom, how often, from when to when."""

    key: str
    """Names the line from version to version, so that what was done stays with it."""
    what: str
    who: str = ""
    helper_id: str = ""
    kind: str = "other"
    """A code of the table measure_kind: what settles the line."""
    every_days: int = 0
    """Days from one time to the next; 0 for a weekday, for once, and for bad weather."""
    weekday: int = 0
    """1 Monday to 7 Sunday; 0 for none."""
    time: str = ""
    """When on the day, in a word: 晚上."""
    every: str = ""
    """How often, as it shall stand on paper instead of the words made from the figures."""
    from_date: str = ""
    until: str = ""

    def runs(self, on: str) -> bool:
        """Tell whether the line counts on day `on`; the last day does."""
        return (not self.from_date or self.from_date <= on) and (not self.until or on <= self.until)


class CarePlanDraft(Draft):
    """One version of a plan before it is kept; a change makes the next version, and the one before stays readable."""

    resident_id: str = Field(title=N_("Resident"), max_length=36)
    version: int = Field(default=1, ge=1, title=N_("Version"))
    made_on: Day = Field(title=N_("Made on"), max_length=10)
    made_by: str | None = words(72, title=N_("Made by"))
    problems: tuple[str, ...] = listed(title=N_("What is hard"))
    goals: tuple[str, ...] = listed(title=N_("What is aimed at"))
    measures: tuple[PlanMeasure, ...] = listed(PlanMeasure, title=N_("Who does what"))
    review_due: Day | None = day(title=N_("Look again on"))
    review_when: str | None = words(120, title=N_("Or look again when"))
    reviewed_on: Day | None = day(title=N_("Looked at again on"))
    reviewed_by: str | None = words(72, title=N_("Looked at by"))
    review_result: CodeText | None = coded("plan_result", title=N_("How it went"))
    review_note: str | None = words(500, title=N_("What was found"))
    agreed_on: Day | None = day(title=N_("Signed on"))
    agreed_by: str | None = words(72, title=N_("Signed by"))
    previous_id: str | None = pointer(title=N_("Version before"))
    ended_on: Day | None = day(title=N_("Ended on"))
    end_reason: str | None = words(120, title=N_("Why it ended"))
    remark: str | None = words(500, title=N_("Remark"))

    def in_force(self, on: str) -> bool:
        """Tell whether this version counts on day `on`; one that ended on a day does not count on it any more."""
        return self.made_on <= on and (self.ended_on is None or on < self.ended_on)


class CarePlan(Record, CarePlanDraft, table=True):
    """A version of a plan as it is kept."""

    __tablename__ = "care_plan"
    __table_args__ = (
        *one_of_a_kind(),
        Index("care_plan_of", "resident_id", "version", sqlite_where=text("removed_at IS NULL")),
        Index("care_plan_open", "author", "resident_id", sqlite_where=text("ended_on IS NULL AND removed_at IS NULL")),
        Index("care_plan_review", "author", "review_due", sqlite_where=text("ended_on IS NULL AND removed_at IS NULL")),
    )
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = frozenset({"remark"})
