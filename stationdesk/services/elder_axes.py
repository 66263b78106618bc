"""The four independent questions about an elder, read and answered together (domain 1.4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.category_tag import CategoryTagDraft
from stationdesk.registers.code import table
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.services.categories import give_category, tags_of, take_off, true_code
from stationdesk.services.category_doubts import AXES, Doubt, axis_tags, doubts
from stationdesk.services.person_writing import moved_fields, own_resident

FIELDS: Mapping[str, str] = {
    "living": "living_arrangement",
    "children": "children_whereabouts",
    "family": "family_history",
    "ability": "dependency_level",
}
"""Where the exact answer of each axis is kept, beside the categories."""


@dataclass(frozen=True)
class Axis:
    """One question: the categories that hold, and the exact answer."""

    code: str
    held: frozenset[str]
    answer: str


def question(axis: str) -> str:
    """Return the question of an axis in words."""
    return {
        "living": _("How does he live"),
        "children": _("Where are the children"),
        "family": _("What befell the family"),
        "ability": _("What can he do himself"),
    }[axis]


def axes_of(session: Session, resident_id: str, on: date) -> dict[str, Axis]:
    """Return the four answers of a resident. Raises NoSuchResident."""
    one = own_resident(session, resident_id)
    held = codes_in_force(session, one, on)
    return {axis: Axis(axis, frozenset(held & set(axis_tags(axis))), getattr(one, FIELDS[axis]) or "") for axis in AXES}


def codes_in_force(session: Session, one: Resident, on: date) -> set[str]:
    """Return the categories of a resident and his household in force, restricted ones by their open word."""
    day = on.isoformat()
    return {true_code(tag, may_see=False) for tag in tags_of(session, one.id, one.household_id) if tag.in_force(day)}


def doubts_of(session: Session, one: Resident, on: date, answers: Mapping[str, Axis] | None = None) -> list[Doubt]:
    """Return what contradicts itself of a resident, with the answers as they stand in the dialog, if given."""
    codes = codes_in_force(session, one, on)
    person = ResidentDraft.model_construct(**{name: getattr(one, name) for name in ResidentDraft.model_fields})
    for axis, answer in (answers or {}).items():
        codes = (codes - set(axis_tags(axis))) | answer.held
        setattr(person, FIELDS[axis], answer.answer or None)
    return doubts(person, codes, on.isoformat(), living_children(session, one.id))


def living_children(session: Session, resident_id: str) -> int:
    """Return how many sons and daughters are written down who are not known to be dead."""
    mine = select(Kin).where(Kin.resident_id == resident_id, col(Kin.removed_at).is_(None))
    relations = table("relation")
    found = [kin for kin in session.exec(mine) if (relations.national(kin.relation or "") or "")[:1] in {"2", "3"}]
    in_law = {"son_in_law", "daughter_in_law"}
    return sum(1 for kin in found if kin.life_state not in ("deceased", "missing") and kin.relation not in in_law)


def set_axes(session: Session, resident_id: str, answers: Mapping[str, Axis], on: date) -> int:
    """Write the answers that differ: categories given from today or ended yesterday, and the exact answers; returns how many moved.

    Raises NoSuchResident, CategoryImpossible.
    """
    one, count = own_resident(session, resident_id), 0
    now = axes_of(session, resident_id, on)
    for axis, answer in answers.items():
        count += _set_tags(session, one, now[axis].held, answer.held, on)
    fields = {FIELDS[axis]: answer.answer or None for axis, answer in answers.items()}
    moved = moved_fields(one, ResidentDraft, fields)
    for name, value in moved.items():
        setattr(one, name, value)
    session.add(one)
    return count + len(moved)


def _set_tags(session: Session, one: Resident, before: Collection[str], after: Collection[str], on: date) -> int:
    day, given = on.isoformat(), sorted(set(after) - set(before))
    for code in given:
        give_category(session, CategoryTagDraft(resident_id=one.id, category=code, from_date=day, evidence_kind="survey"), on)
    ended = [tag for tag in tags_of(session, one.id) if tag.in_force(day) and tag.category in set(before) - set(after)]
    for tag in ended:
        take_off(session, tag, on)
    return len(given) + len(ended)
