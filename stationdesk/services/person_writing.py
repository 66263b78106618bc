"""Writing about a resident: adding, changing only what moved, categories, grade, relatives, household."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.id_number import read_id_number
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.mask import masked_child
from stationdesk.registers.record import Record
from stationdesk.registers.resident import ADULT, Resident, ResidentDraft, may_be_under
from stationdesk.services.categories import give_category, take_off
from stationdesk.services.doubles import is_child
from stationdesk.services.grading import id_of, review_due, scheme_on
from stationdesk.services.kin_following import FOLLOWED, follow_links
from stationdesk.services.status_history import note_plain_move
from stationdesk.services.visiting import NoSuchResident
from stationdesk.services.wish_words import is_own_name, own_name_words
from stationdesk.store.database import author_of


class CategoryMissing(DeskError):
    """A resident is kept under one category at least."""


class AliasTells(DeskError):
    """The name a child is to be called by in public is its own."""


class NotYours(DeskError):
    """The record was written by somebody else, or is gone."""


@dataclass(frozen=True)
class PersonDraft:
    """What the form of a resident holds: the person's own fields and what is kept beside them."""

    fields: Mapping[str, Any]
    categories: frozenset[str] | None = None
    """None: leave them as they are."""
    grade: str | None = None
    grade_reason: str = ""
    kin: Sequence[Mapping[str, Any]] | None = None
    """Relatives with their `id` where they are kept already; None: leave them as they are."""
    household: Mapping[str, Any] = field(default_factory=dict)


def says_added(fields: Mapping[str, Any], on: date) -> str:
    """Return the sentence of adding somebody, which an undo repeats; a child goes by alias, for it travels to the county."""
    told = completed(fields)
    birth, precision, calendar = (told.get(name) for name in ("birth_date", "birth_precision", "birth_calendar"))
    minor = may_be_under(ADULT, birth, precision, calendar, on.isoformat())
    child = bool(told.get("schooling") or told.get("school")) if minor is None else minor
    return _("Put {name} into the register").format(name=masked_child(told["name"], told.get("alias")) if child else told["name"])


def says_changed(resident: Resident, on: date) -> str:
    """Return the sentence of changing somebody; a child goes by alias, for the sentence is read by others."""
    name = masked_child(resident.name, resident.alias) if is_child(resident, on) else resident.name
    return _("Change {name}|resident").format(name=name)


def add_resident(session: Session, draft: PersonDraft, on: date, operator: str = "") -> Resident:
    """Keep a new resident with categories, grade and relatives; `on` is today in the village.

    Raises CategoryMissing without a category, AliasTells, pydantic's ValidationError for a field that cannot be kept.
    """
    if not draft.categories:
        raise CategoryMissing(_("Please choose at least one category. The rest can come later."))
    fields = completed(draft.fields)
    fields.setdefault("enrolled_on", on.isoformat())
    author = author_of(session)
    resident = Resident.model_validate(ResidentDraft.model_validate(fields), update={"author": author})
    _refuse_own_name(resident, on)
    session.add(resident)
    session.flush()
    write_beside(session, resident, draft, on, operator)
    return resident


def change_resident(session: Session, resident_id: str, draft: PersonDraft, on: date, operator: str = "") -> frozenset[str]:
    """Write what moved of a resident and of what is kept beside him; returns the names of the moved fields.

    Raises NoSuchResident, CategoryMissing if the last category was taken away, AliasTells, ValidationError.
    """
    resident = own_resident(session, resident_id)
    if draft.categories is not None and not draft.categories:
        raise CategoryMissing(_("Please choose at least one category. The rest can come later."))
    fields = completed(_beside_the_number(resident) | dict(draft.fields) if "id_no" in draft.fields else draft.fields)
    if fields.get("residency_status", resident.residency_status) != resident.residency_status:
        fields.setdefault("residency_since", on.isoformat())
    moved = moved_fields(resident, ResidentDraft, fields)
    before = resident.residency_status
    for name, value in moved.items():
        setattr(resident, name, value)
    if moved.keys() & {"alias", "name"}:
        _refuse_own_name(resident, on)
    session.add(resident)
    if FOLLOWED & moved.keys():
        follow_links(session, resident)
    if "residency_status" in moved:
        note_plain_move(session, resident, before, on, operator=operator)
    write_beside(session, resident, draft, on, operator)
    return frozenset(moved)


def _refuse_own_name(resident: Resident, on: date) -> None:
    """Raise AliasTells where a child is to be called in public by its own name."""
    if resident.alias and is_child(resident, on) and is_own_name(resident.alias, resident.name):
        raise AliasTells(own_name_words(resident.alias))


def write_beside(session: Session, resident: Resident, draft: PersonDraft, on: date, operator: str) -> None:
    """Write the categories, grade, relatives and household of a resident as the form holds them."""
    if draft.categories is not None:
        set_categories(session, resident.id, draft.categories, on)
    if draft.grade:
        set_grade(session, resident.id, draft.grade, on, reason=draft.grade_reason, assessor=operator)
    if draft.kin is not None:
        set_kin(session, resident.id, draft.kin)
    if draft.household:
        set_household(session, resident, draft.household)


def own_resident(session: Session, resident_id: str) -> Resident:
    """Return this desk's resident; raises NoSuchResident."""
    kept: dict[str, Resident] = {} if "pen" in session.info else session.info.setdefault("own residents", {})
    if resident_id in kept:  # a page asks for one person again and again; who only reads sees one state throughout
        return kept[resident_id]
    mine = select(Resident).where(Resident.id == resident_id, Resident.author == author_of(session), col(Resident.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is not None:
        kept[resident_id] = found
    else:
        raise NoSuchResident(_("This person is not in the register any more."))
    return found


def completed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields with what the ID number says put beside it: its state, and sex and birth date where they are empty."""
    made = dict(fields)
    if "id_no" not in made:
        return made
    number = read_id_number(made["id_no"] or "")
    made["id_no"] = number.text or None
    made["id_state"] = number.state.value if number.text else None
    if number.text:
        made["id_type"] = made.get("id_type") or "id_card"
    if number.sex and not made.get("sex"):
        made["sex"] = number.sex
    if number.birth and not made.get("birth_date") and number.valid:
        made |= {"birth_date": number.birth, "birth_precision": "day", "birth_calendar": "solar"}
    return made


def _beside_the_number(resident: Resident) -> dict[str, Any]:
    """Return what an ID number would fill in: what is written already stays, and what disagrees is listed as doubtful."""
    return {name: getattr(resident, name) for name in ("sex", "birth_date", "birth_precision", "birth_calendar", "id_type")}


def moved_fields(record: Record, draft: type[SQLModel], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of `fields` that differ from what `record` holds, as the draft cleans them; raises ValidationError."""
    now = {name: getattr(record, name) for name in draft.model_fields}
    clean = draft.model_validate(now | dict(fields))
    return {name: getattr(clean, name) for name in fields if getattr(clean, name) != now[name]}


def set_categories(session: Session, resident_id: str, wanted: Collection[str], on: date) -> None:
    """Give the categories of `wanted` that are missing from `on`, and end those that are no longer wanted the day before.

    One given on the same day was a slip and is taken off as if it had not been; a restricted one is never touched here.
    """
    day = on.isoformat()
    have = {tag.category: tag for tag in _of(session, CategoryTag, resident_id) if tag.in_force(day)}
    for code in wanted:
        if code not in have:
            give_category(session, CategoryTagDraft(resident_id=resident_id, category=code, from_date=day), on)
    for code, tag in have.items():
        if code not in wanted and not tag.restricted_category:
            take_off(session, tag, on)


def set_grade(session: Session, resident_id: str, grade: str, on: date, *, reason: str = "", assessor: str = "") -> CareGrade | None:
    """Give a grade from `on`; the one before ends the day before. The same grade again writes nothing."""
    day = on.isoformat()
    have = [one for one in _of(session, CareGrade, resident_id) if one.in_force(day)]
    last = max(have, key=lambda one: (one.from_date or "", one.key or 0), default=None)
    if last is not None and last.grade == grade:
        return None
    for one in have:
        _end(session, one, on)
    scheme = scheme_on(session, on)
    draft = CareGradeDraft(
        resident_id=resident_id,
        scheme_code=scheme.code,
        scheme_id=id_of(scheme),
        grade=grade,
        from_date=day,
        reason=reason or None,
        assessor=assessor or None,
        review_due=review_due(scheme, on),
        previous_id=last.id if last is not None else None,
    )
    made = CareGrade.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    return made


def _end(session: Session, record: CareGrade, on: date) -> None:
    if record.from_date == on.isoformat():
        record.removed_at = session.info["at"]
    else:
        record.to_date = (on - timedelta(days=1)).isoformat()
    session.add(record)


def set_kin(session: Session, resident_id: str, wanted: Sequence[Mapping[str, Any]]) -> None:
    """Write the relatives as the form lists them, in the order of calling; who is left out is removed.

    Raises NotYours for a relative that is not this resident's.
    """
    have = {one.id: one for one in _of(session, Kin, resident_id)}
    for place, given in enumerate(wanted, 1):
        fields = {name: value for name, value in given.items() if name != "id"} | {"resident_id": resident_id, "contact_order": place}
        if not given.get("id"):
            session.add(Kin.model_validate(KinDraft.model_validate(fields), update={"author": author_of(session)}))
            continue
        kept = have.pop(given["id"], None)
        if kept is None:
            raise NotYours(_("A relative was changed elsewhere meanwhile. Please open the person again."))
        for name, value in moved_fields(kept, KinDraft, fields).items():
            setattr(kept, name, value)
        session.add(kept)
    for gone in have.values():
        gone.removed_at = session.info["at"]
        session.add(gone)


def set_household(session: Session, resident: Resident, fields: Mapping[str, Any]) -> Household:
    """Write the household a resident lives in, made anew where he has none."""
    mine = select(Household).where(Household.id == (resident.household_id or ""), Household.author == author_of(session))
    kept = session.exec(mine.where(col(Household.removed_at).is_(None))).first()
    if kept is None:
        kept = Household.model_validate(HouseholdDraft.model_validate(dict(fields)), update={"author": author_of(session)})
        resident.household_id = kept.id
        session.add(resident)
    else:
        for name, value in moved_fields(kept, HouseholdDraft, fields).items():
            setattr(kept, name, value)
    session.add(kept)
    return kept


def _of(session: Session, kind: type[Any], resident_id: str) -> Sequence[Any]:
    mine = select(kind).where(kind.resident_id == resident_id, kind.author == author_of(session), kind.removed_at.is_(None))
    return session.exec(mine.order_by(kind.key)).all()
