"""What files that were taken in became, kept on this desk: one batch a file, each of its rows with its words and its outcome."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import insert
from sqlmodel import Session

from stationdesk.registers.import_batch import ImportBatch, ImportBatchDraft
from stationdesk.registers.import_row import ImportRow
from stationdesk.registers.record import new_id
from stationdesk.services.import_known import Values, table_of
from stationdesk.services.import_plan import FilePlan, Plan, RowPlan, SheetPlan, Spot

ROWS_AT_ONCE = 2000


def keep_batches(session: Session, plan: Plan, author: str, done: Mapping[Spot, tuple[str | None, str]]) -> list[str]:
    """Keep, on this desk only, what each file and row became (`done`: resident and outcome); returns the batches' ids."""
    batches = []
    for file in plan.files:
        rows: list[Values] = []
        count: dict[str, int] = defaultdict(int)
        batch = new_id()
        for sheet in file.sheets:
            for row in sheet.rows:
                resident, outcome = done.get((file.file, sheet.sheet, row.row), (None, "skipped"))
                count[outcome] += 1
                count["doubtful"] += bool(row.problems)
                rows.append(_import_row(author, batch, sheet, row, resident, outcome))
        _batch(session, author, file, batch, count)
        for start in range(0, len(rows), ROWS_AT_ONCE):
            session.connection().execute(insert(table_of(ImportRow)), rows[start : start + ROWS_AT_ONCE])
        batches.append(batch)
    return batches


def _batch(session: Session, author: str, file: FilePlan, batch: str, count: Mapping[str, int]) -> None:
    draft = ImportBatchDraft.model_validate(
        {
            "source_name": file.file[:260],
            "sha256": file.sha256,
            "size": file.size,
            "operator": str(session.info.get("operator") or "")[:72],
            "action": session.info.get("action"),
            "applied_at": session.info.get("at"),
            "rows_read": sum(len(s.rows) for s in file.sheets),
            "rows_added": count["added"],
            "rows_updated": count["updated"],
            "rows_unchanged": count["unchanged"],
            "rows_skipped": sum(len(s.skipped) for s in file.sheets),
            "rows_doubtful": count["doubtful"],
            "sheets": [
                {
                    "sheet": s.sheet,
                    "ledger": s.ledger or "",
                    "header_rows": s.header_rows,
                    "headings": [h for h, _f in s.columns],
                    "columns": [f for _h, f in s.columns],
                    "layout": s.layout,
                    "rows": len(s.rows),
                }
                for s in file.sheets
            ],
        }
    )
    session.add(ImportBatch.model_validate(draft, update={"id": batch, "author": author}))
    session.flush()


def _import_row(author: str, batch: str, sheet: SheetPlan, row: RowPlan, resident: str | None, outcome: str) -> Values:
    labels = [heading for heading, _field in sheet.columns]
    raw = {(labels[at] if at < len(labels) else "") or f"#{at + 1}": text for at, text in enumerate(row.raw) if text}
    return {
        "id": new_id(),
        "author": author,
        "batch_id": batch,
        "sheet": sheet.sheet[:80],
        "row": row.row,
        "raw": raw,
        "fingerprint": row.fingerprint,
        "outcome": outcome,
        "problems": row.problems,
        "resident_id": resident,
        "records": (),
    }
