"""A move that was wrong (这条记错了): what it closed is opened again, as far as nothing newer says otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.catalogue import register_of
from stationdesk.registers.code import table
from stationdesk.registers.resident import Resident
from stationdesk.registers.status_change import StatusChange, Touched
from stationdesk.services.grading import word_of
from stationdesk.services.person_writing import own_resident
from stationdesk.services.residency_around import named
from stationdesk.services.status_history import changes_of
from stationdesk.store.database import author_of

APART = frozenset({"household", "resident"})
"""Records whose fields have nothing to do with each other: each goes back by itself."""


class CannotCorrect(DeskError):
    """The move is gone, or a newer one stands on it."""


@dataclass(frozen=True)
class Corrected:
    """What came of a correction: how many things are as before again, and in words what is not, and why."""

    restored: int
    kept: tuple[str, ...]


def correctable(session: Session, resident_id: str) -> StatusChange | None:
    """Return the move that can be taken back as wrong: the latest one."""
    return next(reversed(changes_of(session, resident_id)), None)


def correct_change(session: Session, change_id: str, on: date, *, operator: str = "") -> Corrected:
    """Take a move back as wrong and open again what it closed. A field that somebody wrote since then stays and is told.

    Raises CannotCorrect, NoSuchResident if the person is not in the register any more.
    """
    mine = select(StatusChange).where(StatusChange.id == change_id, StatusChange.author == author_of(session))
    change = session.exec(mine).first()
    if change is None or change.removed_at is not None or change.wrong_on is not None:
        raise CannotCorrect(_("This entry was taken back already."))
    one = own_resident(session, change.resident_id)
    last = correctable(session, one.id)
    if last is None or last.id != change.id or one.residency_status != change.to_status:
        raise CannotCorrect(_("Something newer is written about where this person is. Take that back first."))
    by_record: dict[tuple[str, str], list[Touched]] = defaultdict(list)
    for mark in change.touched:
        by_record[mark.kind, mark.record].append(mark)
    restored, kept = 0, []
    for (kind, record), marks in by_record.items():
        trouble = _restore(session, kind, record, marks, on)
        restored += not trouble
        kept += [trouble] if trouble else []
    if not change.touched:
        one.residency_status, one.residency_since, one.residency_place = change.from_status or "living", None, None
        session.add(one)
    change.wrong_on, change.wrong_by = on.isoformat(), operator or None
    session.add(change)
    return Corrected(restored, tuple(kept))


def _restore(session: Session, kind: str, record_id: str, marks: Sequence[Touched], on: date) -> str:
    """Give a record its fields back; return what is not as before, in words, or nothing."""
    register = register_of(kind)
    record: Any = session.exec(select(register).where(register.id == record_id, register.author == author_of(session))).first()
    if record is None or record.removed_at is not None:
        return _("{what}: was removed meanwhile").format(what=_what(session, kind, record, on))
    if any(mark.made for mark in marks):
        record.removed_at = session.info["at"]
        session.add(record)
        return ""
    newer = [mark for mark in marks if getattr(record, mark.field) != mark.after]
    apart = kind in APART and len(newer) < len(marks)
    if not apart and (newer or _replaced(session, kind, record)):
        return _("{what}: was written anew meanwhile and stays as it is").format(what=_what(session, kind, record, on))
    for mark in marks:
        if mark not in newer:
            setattr(record, mark.field, mark.before)
    session.add(record)
    if newer:
        return _("{what}: part of it was written anew meanwhile and stays as it is").format(what=_what(session, kind, record, on))
    return ""


def _replaced(session: Session, kind: str, record: Any) -> bool:
    """Tell whether something newer stands in a record's place: a grade or a category of the same kind that began since."""
    if kind not in ("care_grade", "category_tag") or record.to_date is None:
        return False
    register: Any = register_of(kind)
    others: Sequence[Any] = session.exec(
        select(register).where(register.resident_id == record.resident_id, register.id != record.id, register.author == record.author)
    ).all()
    for other in others:
        same = kind == "care_grade" or other.category == record.category
        if same and other.removed_at is None and (other.to_date is None or other.to_date > record.to_date):
            return True
    return False


def _what(session: Session, kind: str, record: Any, on: date) -> str:
    """Name a record as a sentence does."""
    if record is None:
        return _("An entry")
    words = {
        "care_grade": lambda: _("Care grade") + " " + word_of(session, record.grade, on),
        "category_tag": lambda: _("Category {word}").format(word=table("resident_category").label(record.category)),
        "pairing": lambda: _("Pairing with {name}").format(name=record.helper_name or _("the helper")),
        "card_issue": lambda: _("Contact card {number}").format(number=record.card_no or ""),
        "guardian": lambda: _("Guardianship of {name}").format(name=_name(session, record.resident_id, on)),
        "kin": lambda: _("Relative of {name}").format(name=_name(session, record.resident_id, on)),
        "household": lambda: _("The household"),
        "resident": lambda: named(record, on),
        "care_plan": lambda: _("Care plan"),
        "medicine": lambda: _("Medicine"),
        "wish_event": lambda: _("The wish"),
        "family_call": lambda: _("The call booked with the family"),
        "call_person": lambda: _("The call booked with the family"),
        "call_wish": lambda: _("The wish for calls"),
        "request_event": lambda: _("The need"),
    }
    return " ".join(words.get(kind, lambda: _("An entry"))().split())


def _name(session: Session, resident_id: str, on: date) -> str:
    found = session.exec(select(Resident).where(Resident.id == resident_id, Resident.author == author_of(session))).first()
    return named(found, on) if found is not None else ""


def says_wrong(resident: Resident, change: StatusChange, on: date) -> str:
    """Return the sentence of a correction."""
    return _("Taken back as wrong: {name}, {state}").format(
        name=named(resident, on), state=table("residency_status").label(change.to_status)
    )
