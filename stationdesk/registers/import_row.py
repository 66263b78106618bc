"""A row of a ledger as it stood in the file, and which records it became."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Draft, TextMap, coded, count, listed, mapped, reference, words
from stationdesk.registers.record import Record, Road, Value, one_of_a_kind


class RecordRef(Value):
    """A record by its register and id."""

    kind: str
    id: str


class ImportRowDraft(Draft):
    """A row before it is kept."""

    batch_id: str = Field(title=N_("Batch"), max_length=36, index=True)
    sheet: str | None = words(80, title=N_("Sheet"))
    row: int | None = count(title=N_("Row"))
    raw: TextMap = mapped(title=N_("Row as read"))
    """Column heading or letter → what stood in the cell."""
    fingerprint: str | None = words(64, title=N_("Fingerprint of the row"), index=True)
    outcome: CodeText | None = coded("import_outcome", title=N_("What became of it"))
    reason: str | None = words(200, title=N_("Reason"))
    problems: tuple[str, ...] = listed(title=N_("Doubts"))
    resident_id: str | None = reference(title=N_("Resident"))
    records: tuple[RecordRef, ...] = listed(RecordRef, title=N_("Records written"))


class ImportRow(Record, ImportRowDraft, table=True):
    """A row as it is kept; it stays on this desk."""

    __tablename__ = "import_row"
    __table_args__ = (
        *one_of_a_kind(),
        Index("import_row_doubt", "resident_id", "id", "problems", sqlite_where=text("problems <> '[]' AND removed_at IS NULL")),
    )
    road: ClassVar[Road] = Road.LOCAL
