"""Medicines and the head of the health record: written down, changed, ended, fetched again before they run out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.health_record import HealthRecord, HealthRecordDraft
from stationdesk.registers.medicine import Medicine, MedicineDraft
from stationdesk.registers.resident import GONE
from stationdesk.services.person_writing import own_resident
from stationdesk.store.database import author_of

SOON = 7
"""Days before a medicine runs out from which its line says so."""


class MedicineImpossible(DeskError):
    """A medicine that ends before it begins, or of somebody who is gone."""


class NoSuchMedicine(DeskError):
    """The medicine is not there any more."""


def add_medicine(session: Session, draft: MedicineDraft, on: date) -> Medicine:
    """Write a medicine down; with a rhythm of fetching and no day the first day is worked out.

    Raises NoSuchResident and MedicineImpossible.
    """
    resident = own_resident(session, draft.resident_id or "")
    if resident.residency_status in GONE:
        raise MedicineImpossible(_("The person has died or left, so no medicine is written down any more."))
    made = Medicine.model_validate(draft, update={"author": author_of(session)})
    made.from_date = draft.from_date or on.isoformat()
    _check(made)
    _next(made, date.fromisoformat(made.from_date))
    session.add(made)
    session.flush()
    return made


def change_medicine(session: Session, medicine_id: str, fields: Mapping[str, Any]) -> Medicine:
    """Change what is known of a medicine. Raises NoSuchMedicine and MedicineImpossible."""
    kept = medicine_called(session, medicine_id)
    draft = MedicineDraft.model_validate({name: getattr(kept, name) for name in MedicineDraft.model_fields} | dict(fields))
    _check(draft)
    for name in fields:
        setattr(kept, name, getattr(draft, name))
    session.add(kept)
    return kept


def end_medicine(session: Session, medicine_id: str, last: date, reason: str = "") -> Medicine:
    """End a medicine with the day it was last taken; it is not fetched any more. Raises NoSuchMedicine and MedicineImpossible."""
    return change_medicine(session, medicine_id, {"to_date": last.isoformat(), "end_reason": reason.strip() or None, "next_refill": None})


def fetched(session: Session, medicine_id: str, on: date) -> Medicine:
    """Write down that a medicine was fetched on day `on`; the next day follows from its rhythm, or there is none. Raises NoSuchMedicine."""
    kept = medicine_called(session, medicine_id)
    kept.next_refill = None
    _next(kept, on)
    session.add(kept)
    return kept


def _next(medicine: Medicine, since: date) -> None:
    if medicine.next_refill is None and medicine.refill_every_days and medicine.to_date is None:
        medicine.next_refill = (since + timedelta(days=medicine.refill_every_days)).isoformat()


def _check(medicine: MedicineDraft) -> None:
    if medicine.to_date and medicine.from_date and medicine.to_date < medicine.from_date:
        raise MedicineImpossible(_("The last day lies before the first. Please look at both days again."))


def medicine_called(session: Session, medicine_id: str) -> Medicine:
    """Return an own medicine. Raises NoSuchMedicine."""
    mine = select(Medicine).where(Medicine.id == medicine_id, Medicine.author == author_of(session), col(Medicine.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None:
        raise NoSuchMedicine(_("This medicine is not there any more. Please look at the list again."))
    return found


def medicines_of(session: Session, resident_id: str, on: date) -> list[Medicine]:
    """Return a resident's medicines: those taken now first, those that ended after them."""
    mine = select(Medicine).where(
        Medicine.resident_id == resident_id, Medicine.author == author_of(session), col(Medicine.removed_at).is_(None)
    )
    day = on.isoformat()
    return sorted(session.exec(mine), key=lambda one: (not one.taken(day), one.from_date or "", one.key or 0))


def record_of(session: Session, resident_id: str) -> HealthRecord | None:
    """Return the head of a resident's health record; where a merge left two, the newer one."""
    mine = select(HealthRecord).where(
        HealthRecord.resident_id == resident_id, HealthRecord.author == author_of(session), col(HealthRecord.removed_at).is_(None)
    )
    return session.exec(mine.order_by(col(HealthRecord.key).desc()).limit(1)).first()


def write_record(session: Session, resident_id: str, fields: Mapping[str, Any], on: date) -> HealthRecord:
    """Write the head of a health record, new or changed. Raises NoSuchResident."""
    resident = own_resident(session, resident_id)
    draft = HealthRecordDraft.model_validate(dict(fields) | {"resident_id": resident.id})
    kept = record_of(session, resident_id)
    if kept is None:
        kept = HealthRecord.model_validate(draft, update={"author": author_of(session), "opened_on": on.isoformat()})
    for name in fields:
        setattr(kept, name, getattr(draft, name))
    session.add(kept)
    session.flush()
    return kept
