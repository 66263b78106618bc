"""Noting a visit or a call, with what a form would not let pass."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, or_, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.resident import GONE, Resident
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.store.database import author_of

SHORTEST, WHOLE = 4, 36
"""Letters of a part of an id that are enough to be looked for, and of a whole one."""
_CALLED = """
SELECT id, household_id, name, birth_date, birth_calendar, residency_status, residency_since FROM resident
WHERE id = ? AND author = ? AND removed_at IS NULL
"""


class Called(NamedTuple):
    """What noting a visit asks of a resident; a contact is one key in the grid, and a whole record is wide."""

    id: str
    household_id: str | None
    name: str
    birth_date: str | None
    birth_calendar: str | None
    residency_status: str
    residency_since: str | None


class NoSuchResident(DeskError):
    """No resident has this id."""


class SeveralResidents(DeskError):
    """The part of an id given fits several residents."""


class NoSuchCode(DeskError):
    """The word is in no row of its code table."""


class VisitImpossible(DeskError):
    """There cannot have been such a visit."""


def called(session: Session, resident_id: str) -> Called:
    """Return of the resident of a whole id what noting a visit asks of him. Raises NoSuchResident."""
    row = session.connection().exec_driver_sql(_CALLED, (resident_id, author_of(session))).first()
    if row is None:
        raise _nobody(resident_id)
    return Called(*row)


def resident_called(session: Session, written: str) -> Resident:
    """Return the resident whose id is, begins with or ends with `written`. Raises NoSuchResident or SeveralResidents."""
    part = written.strip().lower()
    if not re.fullmatch(r"[0-9a-f-]{4,36}", part):
        raise NoSuchResident(_("«{written}» is no resident's number. «find» shows it behind each name.").format(written=written[:40]))
    whole = len(part) == WHOLE  # which the index finds at once, where a part is looked for among everybody
    fits = col(Resident.id) == part if whole else or_(col(Resident.id).startswith(part), col(Resident.id).endswith(part))
    mine = select(Resident).where(fits, Resident.author == author_of(session), col(Resident.removed_at).is_(None)).limit(2)
    found = session.exec(mine).all()
    if not found:
        raise _nobody(part)
    if len(found) > 1:
        raise SeveralResidents(_("Several residents fit {written}. Please give more of the number.").format(written=part))
    return found[0]


def _nobody(written: str) -> NoSuchResident:
    return NoSuchResident(_("There is no resident {written} here. «find» shows the number behind each name.").format(written=written))


def code_of(name: str, written: str) -> str:
    """Return the code of table `name` that `written` names by code, Chinese word or synonym. Raises NoSuchCode."""
    codes = table(name)
    found = codes.code_for(written)
    if found is None:
        words = _(", ").join(f"{row.code} {row.label}" for row in codes.rows)
        raise NoSuchCode(
            _("«{written}» is not in the table {title}. There are: {words}.").format(written=written, title=codes.title, words=words)
        )
    return found


def note_visit(session: Session, draft: VisitDraft, on: date) -> Visit:
    """Write down a visit to a resident; `on` is today in the village.

    Raises NoSuchResident or VisitImpossible.
    """
    return note_visit_to(session, resident_called(session, draft.resident_id or ""), draft, on)


def note_visit_to(session: Session, resident: Resident | Called, draft: VisitDraft, on: date) -> Visit:
    """Write down a visit to a resident who was read already, as `note_visit`. Raises VisitImpossible."""
    refuse_impossible(resident, draft.visited_on, on)
    known = {"author": author_of(session), "resident_id": resident.id, "household_id": resident.household_id}
    visit = Visit.model_validate(draft, update=known | {"recorded_on": on.isoformat()})
    session.add(visit)
    return visit


def refuse_future(visited_on: str, on: date) -> None:
    """Raise VisitImpossible for a day to come."""
    if visited_on > on.isoformat():
        raise VisitImpossible(_("{day} has not come yet. A visit is noted on its day or later.").format(day=visited_on))


def refuse_impossible(resident: Resident | Called, visited_on: str, on: date) -> None:
    """Raise VisitImpossible for a day to come, a day before the birth, or a person who had died or left by then."""
    refuse_future(visited_on, on)
    born = (resident.birth_date or "")[: 4 if resident.birth_calendar == "lunar" else 10]
    if visited_on[: len(born)] < born:
        raise VisitImpossible(
            _("On {day} {name} was not born yet (born {born}). Please check the day.").format(day=visited_on, name=resident.name, born=born)
        )
    if resident.residency_status in GONE and not (resident.residency_since and visited_on <= resident.residency_since):
        state = table("residency_status").label(resident.residency_status)
        raise VisitImpossible(
            _(
                "{name} is in the register as «{state}», so no visit of {day} can be noted. If that is wrong, correct the register first."
            ).format(name=resident.name, state=state, day=visited_on)
        )
