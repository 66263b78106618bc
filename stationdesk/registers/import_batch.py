"""A ledger file that was read in: what it was and what became of its rows."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Draft, Stamp, count, listed, words
from stationdesk.registers.record import Record, Road, Value, one_of_a_kind


class ImportedSheet(Value):
    """A sheet of the file as it was understood."""

    sheet: str
    ledger: str = ""
    header_rows: tuple[int, ...] = ()
    headings: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    """The field each column was taken for, in the order of the headings; blank: kept as a note."""
    layout: str = ""
    """Fingerprint of the headings, under which answers are remembered."""
    rows: int = 0


class ImportBatchDraft(Draft):
    """A batch before it is kept."""

    source_name: str = Field(title=N_("Ledger file"), max_length=260)
    sha256: str = Field(title=N_("Fingerprint of the file"), max_length=64, index=True)
    size: int | None = count(title=N_("Size in bytes"))
    sheets: tuple[ImportedSheet, ...] = listed(ImportedSheet, title=N_("Sheets"))
    started_at: Stamp | None = words(32, title=N_("Read at"))
    applied_at: Stamp | None = words(32, title=N_("Applied at"))
    undone_at: Stamp | None = words(32, title=N_("Undone at"))
    operator: str | None = words(72, title=N_("Operator"))
    action: str | None = words(36, title=N_("Action"), index=True)
    """The journal's id of the action the whole file was applied in."""
    rows_read: int | None = count(title=N_("Rows read"))
    rows_added: int | None = count(title=N_("Rows added"))
    rows_updated: int | None = count(title=N_("Rows that changed something"))
    rows_unchanged: int | None = count(title=N_("Rows already known"))
    rows_skipped: int | None = count(title=N_("Rows passed over"))
    rows_doubtful: int | None = count(title=N_("Rows with a doubt"))
    notes_kept: int | None = count(title=N_("Notes kept"))
    remark: str | None = words(1000, title=N_("Remark"))


class ImportBatch(Record, ImportBatchDraft, table=True):
    """A batch as it is kept; it stays on this desk."""

    __tablename__ = "import_batch"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.LOCAL
