"""A call back (回访): was a visit that a helper noted really made; drawn by chance, so that nobody can choose whom to ask."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, count, day, pointer, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class CheckCallDraft(Draft):
    """A call back before it is kept: first drawn, then answered."""

    helper_id: str = Field(max_length=36, title=N_("Helper"), index=True)
    visit_id: str | None = pointer(title=N_("Visit asked about"))
    resident_id: str | None = pointer(title=N_("Resident"))
    from_date: Day | None = day(title=N_("From"))
    to_date: Day | None = day(title=N_("To"))
    drawn_on: Day = Field(max_length=10, title=N_("Drawn on"))
    seed: int | None = count(title=N_("Number of the draw"))
    """With it the same visits are drawn again, so that the choice can be checked."""
    answer: CodeText | None = coded("check_answer", title=N_("Answer"))
    asked_on: Day | None = day(title=N_("Asked on"))
    asked_by: str | None = words(72, title=N_("Asked by"))
    text: str | None = words(500, title=N_("What was said"))


class CheckCall(Record, CheckCallDraft, table=True):
    """A call back as it is kept."""

    __tablename__ = "check_call"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
