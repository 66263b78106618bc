"""What somebody left open who died or moved away: the tap still drips, and it is the household's from then on."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.contacts import chunks
from stationdesk.store.database import author_of

_GONE = """
SELECT id, residency_status FROM resident
WHERE id IN ({marks}) AND author = ? AND removed_at IS NULL AND residency_status IN ('deceased', 'moved_out')
"""


def left_behind(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Return, of those of the own residents `ids` who died or moved away, how a request of theirs is marked."""
    found: dict[str, str] = {}
    for some in chunks(list(dict.fromkeys(ids))):
        sql = _GONE.format(marks=",".join("?" * len(some)))
        for resident, status in session.connection().exec_driver_sql(sql, (*some, author_of(session))):
            found[resident] = _words(status)
    return found


def _words(status: str) -> str:
    return _("(deceased) a matter of the household") if status == "deceased" else _("(moved away) a matter of the household")
