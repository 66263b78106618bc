"""Who opened whose record, showed which number, printed and exported what: written by the batch, read by person, operator or paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from stationdesk.registers.access_entry import AccessEntry, AccessEntryDraft
from stationdesk.store.clock import Clock, now, stamp
from stationdesk.store.database import author_of

ABOUT = 200
"""Characters of `about` that are kept."""


def entry(  # noqa: PLR0913 - one argument for each column of the log
    operator: str,
    what: str,
    *,
    resident_id: str = "",
    about: str = "",
    people: int | None = None,
    pages: int | None = None,
    sheets: int | None = None,
    copies: int | None = None,
    reprint: bool = False,
    target: str | None = None,
    clock: Clock = now,
) -> AccessEntryDraft:
    """Return one entry, stamped now; `what` is a code of `access_kind`, `target` one of `access_target`.

    `about` says in a few words what it was (a phone, the name of a list) and is cut to 200 characters; no number stands in it.
    Counts that are 0 are not kept.
    """
    return AccessEntryDraft(
        operator=operator,
        at=stamp(clock()),
        what=what,
        resident_id=resident_id or None,
        about=about[:ABOUT] or None,
        people=people or None,
        pages=pages or None,
        sheets=sheets or None,
        copies=copies or None,
        reprint=reprint,
        target=target or None,
    )


def write(session: Session, entries: Iterable[AccessEntryDraft]) -> int:
    """Write entries down, in their order; returns how many."""
    author = author_of(session)
    made = [AccessEntry.model_validate(one, update={"author": author}) for one in entries]
    session.add_all(made)
    session.flush()
    return len(made)


def of_person(session: Session, resident_id: str, *, limit: int = 200) -> Sequence[AccessEntry]:
    """Return the entries about one resident, the newest first."""
    return _newest(session, AccessEntry.resident_id == resident_id, limit=limit)


def of_operator(session: Session, operator: str, *, limit: int = 200) -> Sequence[AccessEntry]:
    """Return what one operator did, the newest first."""
    return _newest(session, AccessEntry.operator == operator, limit=limit)


def everything(session: Session, *, limit: int = 200) -> Sequence[AccessEntry]:
    """Return what everybody did, the newest first."""
    return _newest(session, limit=limit)


def print_log(session: Session, *, limit: int = 200) -> Sequence[AccessEntry]:
    """Return what was printed, on paper or into a PDF, the newest first."""
    return _newest(session, AccessEntry.what == "printed", limit=limit)


def last_unlocks(session: Session) -> dict[str, str]:
    """Return when each operator last opened the desk, by name, as UTC stamps."""
    there = session.exec(select(AccessEntry.operator, AccessEntry.at).where(AccessEntry.what == "unlocked").order_by(col(AccessEntry.key)))
    return dict(there.all())


def _newest(session: Session, *where: bool, limit: int) -> Sequence[AccessEntry]:
    found = select(AccessEntry).where(col(AccessEntry.removed_at).is_(None), *where)
    return session.exec(found.order_by(col(AccessEntry.key).desc()).limit(limit)).all()
