"""Who looks after a child: by law, by a letter the parents signed (委托监护责任确认书), or in fact; with beginning and end."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.guardian import Guardian, GuardianDraft
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import ADULT, Resident, years_old
from stationdesk.services.doubles import is_child
from stationdesk.services.person_writing import moved_fields, own_resident
from stationdesk.store.database import author_of

ORDER = ("parent", "legal", "delegated", "caregiver", "institution")
"""The kinds as they are shown."""


class GuardianImpossible(DeskError):
    """A guardian who cannot be one: too young, dead, the child himself; or a letter that ends before it begins."""


def guardians_of(session: Session, resident_ids: Collection[str]) -> dict[str, list[Guardian]]:
    """Return everybody who looks or looked after each of the residents, by kind, the latest first."""
    mine = select(Guardian).where(col(Guardian.resident_id).in_(resident_ids), Guardian.author == author_of(session))
    found: dict[str, list[Guardian]] = {one: [] for one in resident_ids}
    for one in session.exec(mine.where(col(Guardian.removed_at).is_(None))):
        found[one.resident_id].append(one)
    for ones in found.values():
        ones.sort(key=lambda one: (one.from_date or "", one.key or 0), reverse=True)
        ones.sort(key=lambda one: ORDER.index(one.kind) if one.kind in ORDER else len(ORDER))
    return found


def fields_of_resident(resident: Resident) -> dict[str, Any]:
    """Return what a guardian's entry takes over of a resident."""
    return {
        "guardian_resident_id": resident.id,
        "name": resident.name,
        "sex": resident.sex,
        "birth_date": resident.birth_date,
        "id_type": resident.id_type,
        "id_no": resident.id_no,
        "id_state": resident.id_state,
        "phones": resident.phones,
        "address": resident.shown_address(),
        "works_at": resident.migrant_place,
        "health_status": resident.health_status,
    }


def fields_of_kin(kin: Kin) -> dict[str, Any]:
    """Return what a guardian's entry takes over of a relative."""
    return {
        "kin_id": kin.id,
        "guardian_resident_id": kin.kin_resident_id,
        "name": kin.name,
        "sex": kin.sex,
        "birth_date": kin.birth_date,
        "phones": kin.phones,
        "address": kin.place,
        "works_at": kin.works_at,
        "relation": kin.relation,
    }


def write_guardians(session: Session, child_ids: Sequence[str], fields: Mapping[str, Any], on: date) -> list[Guardian]:
    """Write that one and the same person looks after these children; a letter or carer of before ends the day before.

    Raises GuardianImpossible, NoSuchResident, pydantic's ValidationError.
    """
    made = []
    for child_id in child_ids:
        child = own_resident(session, child_id)
        draft = GuardianDraft.model_validate(dict(fields) | {"resident_id": child_id})
        refuse_impossible(session, child, draft, on)
        if draft.kind in ("delegated", "caregiver"):
            end_earlier(session, child_id, str(draft.kind), draft.from_date or on.isoformat())
        one = Guardian.model_validate(draft, update={"author": author_of(session)})
        session.add(one)
        made.append(one)
        if draft.kind == "delegated":
            child.has_delegated_guardian = True
            child.guardianship_letter_signed = bool(draft.letter_signed)
            child.guardianship_letter_on = draft.letter_on
            session.add(child)
    session.flush()
    return made


def change_guardian(session: Session, guardian_id: str, fields: Mapping[str, Any], on: date) -> frozenset[str]:
    """Write what moved of a guardianship: a letter that was signed meanwhile, where it is kept, its end. Raises GuardianImpossible."""
    one = own_guardian(session, guardian_id)
    moved = moved_fields(one, GuardianDraft, fields)
    after = GuardianDraft.model_validate({name: getattr(one, name) for name in GuardianDraft.model_fields} | moved)
    child = own_resident(session, one.resident_id)
    refuse_impossible(session, child, after, on)
    for name, value in moved.items():
        setattr(one, name, value)
    session.add(one)
    if one.kind == "delegated" and {"letter_signed", "letter_on"} & moved.keys():
        child.guardianship_letter_signed, child.guardianship_letter_on = bool(one.letter_signed), one.letter_on
        session.add(child)
    return frozenset(moved)


def end_guardian(session: Session, guardian_id: str, on: date, reason: str) -> None:
    """End a guardianship on day `on`; it stays as history. Raises GuardianImpossible without a reason."""
    one = own_guardian(session, guardian_id)
    if not reason.strip():
        raise GuardianImpossible(_("Please write down why it ends."))
    if one.from_date and on.isoformat() < one.from_date:
        raise GuardianImpossible(_("It cannot end before it began."))
    one.to_date, one.end_reason = on.isoformat(), reason.strip()
    session.add(one)
    if one.kind == "delegated":
        child = own_resident(session, one.resident_id)
        child.has_delegated_guardian = False
        session.add(child)


def own_guardian(session: Session, guardian_id: str) -> Guardian:
    """Return this desk's guardian. Raises GuardianImpossible."""
    mine = select(Guardian).where(Guardian.id == guardian_id, Guardian.author == author_of(session), col(Guardian.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None:
        raise GuardianImpossible(_("This guardian was taken off meanwhile. Please open the family again."))
    return found


def end_earlier(session: Session, child_id: str, kind: str, from_date: str) -> None:
    """End what was in force of the same kind the day before; one that begins later only is left."""
    for one in guardians_of(session, [child_id])[child_id]:
        if one.kind == kind and one.in_force(from_date) and (one.from_date or "") < from_date:
            one.to_date = (date.fromisoformat(from_date) - timedelta(days=1)).isoformat()
            session.add(one)


def refuse_impossible(session: Session, child: Resident, draft: GuardianDraft, on: date) -> None:
    """Raise GuardianImpossible for what cannot be right."""
    if draft.from_date and draft.to_date and draft.to_date < draft.from_date:
        raise GuardianImpossible(_("The letter ends before it begins. Please look at both days again."))
    if draft.letter_on and draft.letter_on > on.isoformat():
        raise GuardianImpossible(_("The day of the signature has not come yet. Please look at the day again."))
    if draft.guardian_resident_id == child.id:
        raise GuardianImpossible(_("A child cannot look after itself. Please choose somebody else."))
    person = own_resident(session, draft.guardian_resident_id) if draft.guardian_resident_id else None
    if person is not None and person.residency_status == "deceased":
        raise GuardianImpossible(_("{name} has died and can look after nobody. Please choose somebody else.").format(name=person.name))
    years = years_old(draft.birth_date, "day" if draft.birth_date and len(draft.birth_date) == 10 else "year", on.isoformat())
    if (person is not None and is_child(person, on)) or (years is not None and years < ADULT):
        raise GuardianImpossible(_("A guardian must be 18 at least. Please choose somebody else."))
