"""Households as records: finding one, what is common to it, members that come, go, or move to another; heads and relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import GONE, Resident
from stationdesk.services.doubles import is_child
from stationdesk.services.kin_words import PARENTS
from stationdesk.services.kinship import Kinsman, through
from stationdesk.services.person_writing import moved_fields, own_resident
from stationdesk.store.database import author_of

SHARED = ("region_code", "village", "village_group", "hamlet", "grid_code", "registered_address", "household_reg_type")
"""What the members of a household have in common, and what a new one is given."""


class NoSuchHousehold(DeskError):
    """No household has this id, or it was merged into another one."""


class HouseholdImpossible(DeskError):
    """What was asked would leave a household that cannot be: no head who is there, merged with itself, an empty one split off."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a member becomes when the household has another head; several codes: the likeliest first, to be asked."""

    resident_id: str
    before: str | None
    codes: tuple[str, ...]

    @property
    def after(self) -> str | None:
        """The likeliest answer."""
        return self.codes[0] if self.codes else None

    @property
    def asked(self) -> bool:
        """Whether the operator has to say it."""
        return len(self.codes) != 1


def own_household(session: Session, household_id: str) -> Household:
    """Return this desk's household. Raises NoSuchHousehold."""
    mine = select(Household).where(Household.id == household_id, Household.author == author_of(session))
    found = session.exec(mine.where(col(Household.removed_at).is_(None))).first()
    if found is None or found.merged_into:
        raise NoSuchHousehold(_("This household is not in the register any more."))
    return found


def members_of(session: Session, household_id: str) -> list[Resident]:
    """Return everybody who belongs or belonged to a household, in the order they were entered."""
    mine = select(Resident).where(Resident.household_id == household_id, Resident.author == author_of(session))
    there = mine.where(col(Resident.removed_at).is_(None), col(Resident.merged_into).is_(None))
    return list(session.exec(there.order_by(col(Resident.key))))


def head_among(home: Household, members: Sequence[Resident]) -> Resident | None:
    """Return the head: whom the household names, else the member whose relation says so, one who is there first."""
    named = next((one for one in members if one.id == home.head_id), None)
    said = sorted(
        (one for one in members if one.relation_to_head in ("head", "self")),
        key=lambda one: (one.residency_status in GONE, one.relation_to_head != "head"),
    )
    return named or (said[0] if said else None)


def home_of(session: Session, resident_id: str, *, on: date) -> Household:
    """Return the household somebody lives in; one who has none gets one of his own, as its head."""
    resident = own_resident(session, resident_id)
    if resident.household_id:
        return own_household(session, resident.household_id)
    fields = {name: getattr(resident, name) for name in SHARED} | {"address": resident.current_address}
    draft = HouseholdDraft.model_validate(fields | {"head_id": resident.id, "head_name": resident.name, "moved_in_on": on.isoformat()})
    made = Household.model_validate(draft, update={"author": author_of(session)})
    resident.household_id, resident.relation_to_head, resident.head_name = made.id, "head", resident.name
    session.add(made)
    session.add(resident)
    session.flush()
    return made


def shared_fields(home: Household) -> dict[str, Any]:
    """Return what a member is given of the household's place, so that nobody types it again."""
    found = {name: getattr(home, name) for name in SHARED if getattr(home, name)}
    return found | ({"current_address": home.address} if home.address else {})


def change_household(session: Session, household_id: str, fields: Mapping[str, Any]) -> frozenset[str]:
    """Write what moved of a household; members who had the same place move along. Returns the fields that moved."""
    home = own_household(session, household_id)
    before = shared_fields(home)
    moved = moved_fields(home, HouseholdDraft, fields)
    for name, value in moved.items():
        setattr(home, name, value)
    session.add(home)
    after = {name: getattr(home, name) for name in SHARED} | {"current_address": home.address}
    for resident in members_of(session, household_id):
        for name, value in after.items():
            if before.get(name) != value and getattr(resident, name) in (before.get(name), None):
                setattr(resident, name, value)
                session.add(resident)
    return frozenset(moved)


def as_kinsmen(session: Session, home: Household, members: Sequence[Resident]) -> dict[str, Kinsman]:
    """Return the members as relations are worked out by them, with the parents their lists of relatives name."""
    head = head_among(home, members)
    names: dict[str, list[str]] = {}
    for one in members:
        names.setdefault(one.name, []).append(one.id)
    ids = [one.id for one in members]
    parents: dict[str, set[str]] = {one: set() for one in ids}
    rows = select(Kin).where(col(Kin.resident_id).in_(ids), col(Kin.removed_at).is_(None), col(Kin.relation).in_(PARENTS))
    for kin in session.exec(rows):
        same = names.get(kin.name or "", [])
        if kin.kin_resident_id or len(same) == 1:
            parents[kin.resident_id].add(kin.kin_resident_id or same[0])
    return {
        one.id: Kinsman(
            one.id,
            "head" if head is not None and one.id == head.id else one.relation_to_head,
            one.sex if one.sex in ("male", "female") else None,
            one.birth_date,
            frozenset(parents[one.id] - {one.id}),
        )
        for one in members
    }


# -- coming, going, moving


def take_out(session: Session, resident_id: str) -> Resident:
    """Take somebody out of the household; the person stays in the register. A head leaves the household without one."""
    resident = own_resident(session, resident_id)
    if not resident.household_id:
        raise HouseholdImpossible(_("{name} belongs to no household.").format(name=resident.name))
    home = own_household(session, resident.household_id)
    leave_home(session, home, resident)
    resident.household_id = resident.relation_to_head = resident.head_name = None
    session.add(resident)
    return resident


def move_to(session: Session, resident_id: str, household_id: str, relation: str | None, on: date) -> None:
    """Move somebody to another household, as `relation` to its head. Raises HouseholdImpossible for the one he is in."""
    resident, home = own_resident(session, resident_id), own_household(session, household_id)
    if resident.household_id == home.id:
        raise HouseholdImpossible(_("The person belongs to this household already."))
    if resident.household_id:
        leave_home(session, own_household(session, resident.household_id), resident)
    _enter(session, home, resident, relation, on)


def split_off(session: Session, household_id: str, head_id: str, relations: Mapping[str, str | None], on: date) -> Household:
    """Make a household of some members (分户): `head_id` heads it, `relations` says what the others are to him.

    Raises HouseholdImpossible if the head is not there, or nobody would be left behind.
    """
    home, members = own_household(session, household_id), members_of(session, household_id)
    going = [one for one in members if one.id == head_id or one.id in relations]
    head = next((one for one in going if one.id == head_id), None)
    if head is None or head.residency_status in GONE:
        raise HouseholdImpossible(_("The new household needs a head who is there."))
    if not [one for one in members if one not in going and one.residency_status not in GONE]:
        raise HouseholdImpossible(_("Nobody would be left in the old household. Change its head instead."))
    place = {name: getattr(home, name) for name in (*SHARED, "address") if getattr(home, name)}
    draft = HouseholdDraft.model_validate(place | {"head_id": head.id, "head_name": head.name, "moved_in_on": on.isoformat()})
    made = Household.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    for one in going:
        leave_home(session, home, one)
        one.household_id, one.head_name = made.id, head.name
        one.relation_to_head = "head" if one.id == head_id else relations.get(one.id)
        session.add(one)
    session.flush()
    return made


def merge_households(session: Session, kept_id: str, other_id: str, relations: Mapping[str, str | None]) -> Household:
    """Bring everybody of `other_id` into `kept_id` (合户), as `relations` says; the other one is kept as merged."""
    if kept_id == other_id:
        raise HouseholdImpossible(_("A household cannot be merged with itself."))
    kept, other = own_household(session, kept_id), own_household(session, other_id)
    head = head_among(kept, members_of(session, kept_id))
    for one in members_of(session, other_id):
        one.household_id, one.relation_to_head = kept.id, relations.get(one.id)
        one.head_name = head.name if head else kept.head_name
        session.add(one)
    for name in (*SHARED, "address", "phone", "household_no"):
        if getattr(kept, name) is None and getattr(other, name) is not None:
            setattr(kept, name, getattr(other, name))
    other.merged_into = kept.id
    session.add(kept)
    session.add(other)
    return kept


def propose_merged(session: Session, kept_id: str, other_id: str, relation: str | None) -> list[Proposal]:
    """Return what everybody of the other household becomes, if its head is `relation` to the head of the one kept."""
    kept, other = own_household(session, kept_id), own_household(session, other_id)
    ours, theirs = members_of(session, kept_id), members_of(session, other_id)
    head, their_head = head_among(kept, ours), head_among(other, theirs)
    found = []
    for one in theirs:
        mine = "head" if their_head is not None and one.id == their_head.id else one.relation_to_head
        answer = through(relation, their_head.sex if their_head else None, mine, one.sex, start=head.sex if head else None)
        found.append(Proposal(one.id, mine, answer.codes))
    return found


def leave_home(session: Session, home: Household, resident: Resident) -> None:
    """Note that somebody leaves: a household whose head he was has none until one is chosen."""
    if home.head_id == resident.id:
        home.head_id = None
        session.add(home)


def _enter(session: Session, home: Household, resident: Resident, relation: str | None, on: date) -> None:
    members = members_of(session, home.id)
    head = head_among(home, members)
    if relation == "head" and head is not None and head.residency_status not in GONE:
        raise HouseholdImpossible(_("The household has a head already. Change the head first."))
    resident.household_id, resident.relation_to_head = home.id, relation
    for name, value in shared_fields(home).items():
        setattr(resident, name, value)
    if relation == "head":
        home.head_id, home.head_name = resident.id, resident.name
        session.add(home)
        head = resident
    resident.head_name = head.name if head else home.head_name
    session.add(resident)
    if is_child(resident, on) and relation == "head":
        raise HouseholdImpossible(_("A child cannot come as the head. Let a grown-up be the head, or change the head afterwards."))
