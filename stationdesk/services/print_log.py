"""What was printed, when, by whom, on how many sheets, and whether it was printed before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from stationdesk.registers.access_entry import AccessEntry, AccessEntryDraft
from stationdesk.services import access_log
from stationdesk.store.clock import local_time, stamp
from stationdesk.store.database import author_of


@dataclass(frozen=True)
class Printed:
    """One print, or one PDF, as the log shows it."""

    id: str
    at: datetime
    """Village time."""
    operator: str
    about: str
    people: int
    pages: int
    sheets: int
    """Sheets of paper of all copies; 0 for a PDF."""
    copies: int
    reprint: bool
    target: str
    """A code of the table access_target: printer or pdf."""


@dataclass(frozen=True)
class PrintNote:
    """What is to be written down about a print: `about` says what it was in a few words and names nobody."""

    about: str
    pages: int
    sheets: int
    copies: int = 1
    people: int = 0
    resident_id: str = ""
    reprint: bool = False
    target: str = "printer"


def note_print(session: Session, operator: str, note: PrintNote, *, at: datetime) -> None:
    """Write down that something was printed at `at`."""
    draft = AccessEntryDraft(
        operator=operator,
        at=stamp(at),
        what="printed",
        resident_id=note.resident_id or None,
        about=note.about[: access_log.ABOUT],
        people=note.people or None,
        pages=note.pages,
        sheets=note.sheets * note.copies,
        copies=note.copies,
        reprint=note.reprint,
        target=note.target,
    )
    session.add(AccessEntry.model_validate(draft, update={"author": author_of(session)}))
    session.flush()


def printed_before(session: Session, about: str, *, resident_id: str = "") -> bool:
    """Tell whether the same paper, by its words and whom it is about, was printed before; a PDF counts too."""
    same = select(AccessEntry.id).where(
        AccessEntry.what == "printed",
        AccessEntry.about == about[: access_log.ABOUT],
        AccessEntry.resident_id == (resident_id or None),
        AccessEntry.author == author_of(session),
        col(AccessEntry.removed_at).is_(None),
    )
    return session.exec(same.limit(1)).first() is not None


def printed_list(session: Session, *, limit: int = 500) -> Sequence[Printed]:
    """Return what was printed, the newest first."""
    return [
        Printed(
            id=one.id,
            at=local_time(datetime.fromisoformat(one.at)),
            operator=one.operator,
            about=one.about or "",
            people=one.people or 0,
            pages=one.pages or 0,
            sheets=one.sheets or 0,
            copies=one.copies or 1,
            reprint=one.reprint,
            target=one.target or "",
        )
        for one in access_log.print_log(session, limit=limit)
    ]
