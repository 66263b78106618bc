"""The imports of this desk so far: what was taken in, by whom and when, and whether it was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from stationdesk.registers.import_batch import ImportBatch
from stationdesk.services.import_known import table_of
from stationdesk.store.database import author_of
from stationdesk.store.tables import action

SHOWN = 50


@dataclass(frozen=True, slots=True)
class PastImport:
    """One import: the journal's action, its files, when (UTC) and by whom, residents added, rows that changed something."""

    action: str
    files: tuple[str, ...]
    at: str
    operator: str
    added: int
    updated: int
    undone: bool


def past_imports(session: Session, limit: int = SHOWN) -> Sequence[PastImport]:
    """Return the last imports, newest first; the files of one action are one import."""
    t = table_of(ImportBatch)
    wanted = [t.c.action, t.c.source_name, t.c.applied_at, t.c.operator, t.c.rows_added, t.c.rows_updated, action.c.undone_by]
    own = select(*wanted).join(action, action.c.id == t.c.action).where(t.c.author == author_of(session)).order_by(t.c.key.desc())
    found: dict[str, PastImport] = {}
    for row in session.connection().execute(own):
        before = found.get(row.action)
        if before is None and len(found) == limit:
            break
        files, added, updated = (before.files, before.added, before.updated) if before else ((), 0, 0)
        found[row.action] = PastImport(
            row.action,
            (row.source_name, *files),
            row.applied_at or "",
            row.operator or "",
            added + (row.rows_added or 0),
            updated + (row.rows_updated or 0),
            row.undone_by is not None,
        )
    return list(found.values())
