"""Where a resident was on any day: the moves that were written down, and the last word of his own record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from stationdesk.registers.resident import Resident
from stationdesk.registers.status_change import StatusChange, StatusChangeDraft
from stationdesk.store.database import author_of


class Stay(NamedTuple):
    """Where somebody was, since when (if it is known)."""

    status: str
    since: str | None
    place: str = ""


def changes_of(session: Session, resident_id: str, *, wrong: bool = False) -> list[StatusChange]:
    """Return the moves of a resident in the order they happened; `wrong`: with those that were found wrong."""
    mine = select(StatusChange).where(
        StatusChange.resident_id == resident_id, StatusChange.author == author_of(session), col(StatusChange.removed_at).is_(None)
    )
    found = [one for one in session.exec(mine) if wrong or one.wrong_on is None]
    return sorted(found, key=lambda one: (one.happened_on, one.key or 0))


def status_on(session: Session, resident: Resident, on: date) -> Stay:
    """Return where a resident was on a day."""
    return stay_on(resident, changes_of(session, resident.id), on)


def stay_on(resident: Resident, changes: Sequence[StatusChange], on: date) -> Stay:
    """Return where a resident was on a day, from his record and his moves in the order they happened.

    What his record says counts from `residency_since`; before that the moves tell, and before the first of them what it came from.
    A record without moves, whose status has no day, was always so.
    """
    day = on.isoformat()
    since = resident.residency_since
    if (not changes and since is None) or (since is not None and since <= day):
        return Stay(resident.residency_status or "living", since, resident.residency_place or "")
    before = [one for one in changes if one.happened_on <= day]
    if before:
        last = before[-1]
        return Stay(last.to_status, last.happened_on, last.place or "")
    if changes:
        return Stay(changes[0].from_status or "living", None)
    return Stay("living", None)


def note_plain_move(
    session: Session, resident: Resident, before: str | None, on: date, *, operator: str = "", fields: Mapping[str, Any] | None = None
) -> StatusChange | None:
    """Keep that a form or a ledger set another residency, so that the history has no hole; nothing else follows from it."""
    after = resident.residency_status or "living"
    if after in (before or "living", "merged"):
        return None
    draft = StatusChangeDraft.model_validate(
        {
            "resident_id": resident.id,
            "happened_on": resident.residency_since or on.isoformat(),
            "from_status": before or "living",
            "to_status": after,
            "place": resident.residency_place,
            "recorded_at": session.info["at"],
            "recorded_by": operator or None,
        }
        | dict(fields or {})
    )
    made = StatusChange.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    return made
