"""One look at people's data: whose record was opened, which number was shown, what was printed or exported, and who did it."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Draft, Stamp, coded, count, reference, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class AccessEntryDraft(Draft):
    """An entry before it is kept."""

    operator: str = Field(title=N_("Operator"), max_length=72, index=True)
    at: Stamp = Field(title=N_("When"), max_length=32, index=True)
    what: CodeText = Field(
        title=N_("What was done"), max_length=40, index=True, schema_extra={"json_schema_extra": {"codes": "access_kind"}}
    )
    resident_id: str | None = reference(title=N_("Resident"))
    about: str | None = words(200, title=N_("About"))
    people: int | None = count(title=N_("People"))
    pages: int | None = count(title=N_("Pages"))
    sheets: int | None = count(title=N_("Sheets of paper"))
    copies: int | None = count(title=N_("Copies"))
    reprint: bool = Field(default=False, title=N_("Printed again"))
    target: CodeText | None = coded("access_target", title=N_("Where it went"))


class AccessEntry(Record, AccessEntryDraft, table=True):
    """An entry as it is kept; it stays on this desk."""

    __tablename__ = "access_entry"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.LOCAL
