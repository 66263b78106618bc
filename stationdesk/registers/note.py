"""A note about a resident or a household, with the place in a ledger it came from."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlalchemy import Index, text
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, count, reference, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class NoteDraft(Draft):
    """A note before it is kept."""

    resident_id: str | None = reference(title=N_("Resident"))
    household_id: str | None = reference(title=N_("Household"))
    kind: CodeText | None = coded("note_kind", title=N_("Kind of note"), default="remark")
    heading: str | None = words(120, title=N_("Heading"))
    """The heading of the column the text stood under."""
    text: str | None = words(8000, title=N_("Text"))
    counselling_text: str | None = words(8000, title=N_("Counselling note"))
    noted_on: Day | None = Field(default=None, max_length=10, title=N_("Date"))
    noted_by: str | None = words(72, title=N_("Written down by"))
    source_file: str | None = words(200, title=N_("Ledger file"))
    source_sheet: str | None = words(80, title=N_("Sheet"))
    source_row: int | None = count(title=N_("Row"))
    source_column: str | None = words(40, title=N_("Column"))

    @model_validator(mode="after")
    def _says_something(self) -> NoteDraft:
        if not (self.text or self.counselling_text):
            raise ValueError("a note says something")
        return self


class Note(Record, NoteDraft, table=True):
    """A note as it is kept."""

    __tablename__ = "note"
    __table_args__ = (
        *one_of_a_kind(),
        Index("note_doubt", "resident_id", "id", sqlite_where=text("kind = 'doubt' AND removed_at IS NULL")),
    )
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = frozenset({"counselling_text"})
