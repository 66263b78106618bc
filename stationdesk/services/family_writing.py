"""A whole family written down at once, or one more member: place, relatives and where the parents are, each typed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import ADULT, GONE, Resident, may_be_under
from stationdesk.services.doubles import is_child
from stationdesk.services.family_facts import AWAY, OLD
from stationdesk.services.family_list import home_title
from stationdesk.services.households import (
    HouseholdImpossible,
    as_kinsmen,
    head_among,
    leave_home,
    members_of,
    own_household,
    shared_fields,
)
from stationdesk.services.kin_links import link_household
from stationdesk.services.kin_words import PARENTS
from stationdesk.services.kinship import relation_between, sex_of
from stationdesk.services.person_writing import PersonDraft, add_resident, completed, own_resident, set_categories
from stationdesk.store.database import author_of

PLAIN = "other"
"""The category of a member whom no kind of care is meant for."""


@dataclass(frozen=True)
class MemberDraft:
    """One member as the form holds him; `relation` is what he is to the head."""

    relation: str
    fields: Mapping[str, Any]
    categories: frozenset[str] = frozenset()
    resident_id: str = ""
    """Somebody who is in the register already and moves in."""


@dataclass(frozen=True)
class FamilyDraft:
    """A household and its people, the head first."""

    home: Mapping[str, Any]
    members: Sequence[MemberDraft] = field(default_factory=tuple)


def says_family(draft: FamilyDraft, on: date) -> str:
    """Return the sentence of writing a family down; a child as head goes by alias."""
    head = next((one for one in draft.members if one.relation == "head"), None)
    told = completed(head.fields) if head else {}
    name = str(told.get("name") or "")
    if may_be_under(ADULT, told.get("birth_date"), told.get("birth_precision"), told.get("birth_calendar"), on.isoformat()):
        name = masked_child(name, told.get("alias"))
    return _("Put {home} into the register, {count} people").format(home=home_title(name), count=len(draft.members))


def add_family(session: Session, draft: FamilyDraft, on: date, operator: str = "") -> Household:
    """Write a household and its members, the lists of relatives of the children and the old with it.

    Raises HouseholdImpossible without exactly one head, or with a child as one while there are grown-ups.
    """
    heads = [one for one in draft.members if one.relation == "head"]
    if len(heads) != 1:
        raise HouseholdImpossible(_("A household has one head. Please say who it is."))
    name = str(heads[0].fields.get("name") or "")
    home = Household.model_validate(
        HouseholdDraft.model_validate(dict(draft.home) | {"head_name": name or None}), update={"author": author_of(session)}
    )
    session.add(home)
    session.flush()
    new = [_member(session, home, one, on, operator) for one in draft.members]
    head = new[list(draft.members).index(heads[0])]
    home.head_id, home.head_name = head.id, head.name
    session.add(home)
    for one in new:
        one.head_name = head.name
        session.add(one)
    session.flush()
    settle_members(session, home, [one.id for one in new], draft.members, on)
    return home


def add_member(session: Session, household_id: str, draft: MemberDraft, on: date, operator: str = "") -> Resident:
    """Write one more member of a household, linked to those whom he is clearly related to.

    Raises HouseholdImpossible for a second head, NoSuchHousehold.
    """
    home = own_household(session, household_id)
    head = head_among(home, members_of(session, household_id))
    if draft.relation == "head":
        if head is not None and head.residency_status not in GONE:
            raise HouseholdImpossible(_("The household has a head already. Change the head first."))
        if head is not None:
            head.relation_to_head = None
            session.add(head)
    made = _member(session, home, draft, on, operator)
    if draft.relation == "head":
        home.head_id, home.head_name = made.id, made.name
        session.add(home)
    made.head_name = home.head_name or (head.name if head else None)
    session.add(made)
    session.flush()
    settle_members(session, home, [made.id], [draft], on)
    return made


def _member(session: Session, home: Household, draft: MemberDraft, on: date, operator: str) -> Resident:
    if draft.resident_id:
        return _moves_in(session, home, draft)
    given = {name: value for name, value in draft.fields.items() if value not in (None, "", ())}
    told = sex_of(draft.relation)
    fields = {"sex": told} | shared_fields(home) | given if told else shared_fields(home) | given
    fields |= {"household_id": home.id, "relation_to_head": draft.relation or None}
    if fields.get("residency_status") in AWAY:
        place = fields.get("migrant_place") or fields.get("residency_place")
        fields |= {"is_migrant": True, "migrant_place": place, "residency_place": place, "residency_since": _day(fields, on)}
    return add_resident(session, PersonDraft(fields, draft.categories or frozenset({PLAIN})), on, operator)


def _moves_in(session: Session, home: Household, draft: MemberDraft) -> Resident:
    """Let somebody of the register belong to the household; what is known of him already stays."""
    resident = own_resident(session, draft.resident_id)
    if resident.household_id and resident.household_id != home.id:
        leave_home(session, own_household(session, resident.household_id), resident)
    resident.household_id, resident.relation_to_head = home.id, draft.relation or None
    for name, value in (shared_fields(home) | dict(draft.fields)).items():
        if name in shared_fields(home) or (value and getattr(resident, name) in (None, "", ())):
            setattr(resident, name, value)
    session.add(resident)
    session.flush()
    return resident


def _day(fields: Mapping[str, Any], on: date) -> str:
    since = str(fields.get("migrant_since") or "")
    return since if len(since) == 10 else on.isoformat()


def settle_members(session: Session, home: Household, new: Sequence[str], drafts: Sequence[MemberDraft], on: date) -> None:
    """Say of new members what follows from the family: whose parents are away, who is left behind; and link the relatives."""
    link_household(session, home, new, on)
    members = members_of(session, home.id)
    people, head = as_kinsmen(session, home, members), head_among(home, members)
    made = {id_ for id_, draft in zip(new, drafts, strict=True) if not draft.resident_id}
    chosen = {id_: draft.categories for id_, draft in zip(new, drafts, strict=True)}
    for child in (one for one in members if is_child(one, on) and one.residency_status not in GONE):
        away: dict[str | None, bool] = {}
        for other in members:
            answer = relation_between(people[child.id], people[other.id], head.sex if head else None, people.values())
            if answer.clear and answer.likeliest in PARENTS and other.id != child.id:
                away[answer.likeliest] = other.residency_status in AWAY
        if {"father", "mother"} <= away.keys():
            child.parents_away = _whose_parents(away)
            session.add(child)
            if child.id in made and not chosen.get(child.id) and child.parents_away == "both":
                set_categories(session, child.id, {"left_behind_child"}, on)
    for one in (one for one in members if one.id in made and not chosen.get(one.id) and (one.age(on.isoformat()) or 0) >= OLD):
        if left_behind(one, members, on):
            set_categories(session, one.id, {"left_behind_elder"}, on)


def left_behind(elder: Resident, members: Sequence[Resident], on: date) -> bool:
    """Tell whether the grown-ups of the house who are not old are all away, and there are some."""
    young = [one for one in members if one.id != elder.id and not is_child(one, on) and one.residency_status not in GONE]
    young = [one for one in young if (one.age(on.isoformat()) or 0) < OLD]
    return bool(young) and all(one.residency_status in AWAY for one in young)


def _whose_parents(away: Mapping[str | None, bool]) -> str:
    father, mother = away["father"], away["mother"]
    return "both" if father and mother else "father" if father else "mother" if mother else "neither"
