"""The care grade of a resident from one day to another; history is kept, so any past day can be answered."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, count, day, listed, pointer, words
from stationdesk.registers.grade_scheme import DEFAULT_SCHEME
from stationdesk.registers.record import JsonList, Record, Road, Value, one_of_a_kind, still_there


class Score(Value):
    """What one item of the scheme scored."""

    item: str
    score: int
    note: str = ""


class Review(Value):
    """One look at a grade that left it as it is."""

    day: str
    cause: str = ""
    by: str = ""
    approver: str = ""
    scores: tuple[Score, ...] = ()
    total: int | None = None
    reason: str = ""


class CareGradeDraft(Draft):
    """A grade before it is kept."""

    resident_id: str = Field(title=N_("Resident"), max_length=36, index=True)
    scheme_code: CodeText = Field(default=DEFAULT_SCHEME, max_length=40, title=N_("Scheme code"))
    scheme_id: str | None = pointer(title=N_("Scheme"))
    grade: CodeText = Field(max_length=40, title=N_("Care grade"))
    from_date: Day | None = day(title=N_("From"))
    to_date: Day | None = day(title=N_("To"))
    scores: tuple[Score, ...] = listed(Score, title=N_("Scores"))
    total_score: int | None = count(title=N_("Total score"))
    assessor: str | None = words(72, title=N_("Assessed by"))
    assessor_id: str | None = pointer(title=N_("Assessor"))
    approver: str | None = words(72, title=N_("Approved by"))
    cause: CodeText | None = coded("grade_cause", title=N_("Occasion of the assessment"))
    reason: str | None = words(500, title=N_("Reason"))
    review_due: Day | None = day(title=N_("Review due"), index=True)
    previous_id: str | None = pointer(title=N_("Grade before"))
    source: str | None = words(160, title=N_("Source"))
    remark: str | None = words(1000, title=N_("Remark"))

    def in_force(self, on: str) -> bool:
        """Tell whether the grade holds on day `on`."""
        return (self.from_date is None or self.from_date <= on) and (self.to_date is None or on <= self.to_date)


class CareGrade(Record, CareGradeDraft, table=True):
    """A grade as it is kept."""

    __tablename__ = "care_grade"
    __table_args__ = (
        *one_of_a_kind(),
        still_there("care_grade_force", "resident_id", "author", "from_date", "to_date", "scheme_code", "grade", "removed_at"),
        still_there("care_grade_begun", "from_date", "resident_id"),
        still_there("care_grade_review", "author", "to_date", "review_due", "resident_id"),
    )
    road: ClassVar[Road] = Road.TRAVELLING

    reviews: tuple[Review, ...] = Field(default=(), sa_type=JsonList(Review), nullable=True, title=N_("Looked at again"))
    """The reviews after which the grade stayed the same, the earliest first: its rhythm runs on from when it was given."""
