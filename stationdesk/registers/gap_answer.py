"""What an operator said of something missing or doubtful: there is none, it is right as it stands, or ask again later."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, day, pointer, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class GapAnswerDraft(Draft):
    """An answer before it is kept.

    `none` and `kept` hold until what they were said of changes; `later` holds until the day before `until`.
    """

    resident_id: str = Field(title=N_("Resident"), max_length=36, index=True)
    gap: CodeText = Field(max_length=40, title=N_("What is missing"))
    about: str | None = pointer(title=N_("About"))
    """Id of the note, relative, tag, grade or ledger row that is meant; none: the resident himself."""
    answer: CodeText = Field(max_length=40, title=N_("Answer"), schema_extra={"json_schema_extra": {"codes": "gap_answer"}})
    seen: str | None = words(16, title=N_("Fingerprint of what stood there"))
    """First figures of the SHA-256 of the value the answer is about: another value is asked about anew."""
    until: Day | None = day(title=N_("Ask again on"))
    said_on: Day | None = day(title=N_("Date"))
    said_by: str | None = words(72, title=N_("Operator"))


class GapAnswer(Record, GapAnswerDraft, table=True):
    """An answer as it is kept."""

    __tablename__ = "gap_answer"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
