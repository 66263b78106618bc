"""Another head for a household (换户主): what everybody becomes to him, shown before it is written."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.resident import GONE
from stationdesk.services.households import (
    HouseholdImpossible,
    Proposal,
    as_kinsmen,
    head_among,
    members_of,
    own_household,
)
from stationdesk.services.kinship import relation_between


def propose_head(session: Session, household_id: str, head_id: str) -> list[Proposal]:
    """Return what every other member becomes if `head_id` is the head. Raises HouseholdImpossible."""
    home, members = own_household(session, household_id), members_of(session, household_id)
    head = next((one for one in members if one.id == head_id), None)
    if head is None or head.residency_status in GONE:
        raise HouseholdImpossible(_("The head must be a member who is there: not one who died or moved away."))
    before = head_among(home, members)
    people = as_kinsmen(session, home, members)
    found = []
    for one in members:
        if one.id == head_id:
            continue
        answer = relation_between(people[head_id], people[one.id], before.sex if before else None, people.values())
        found.append(Proposal(one.id, people[one.id].relation, answer.codes))
    return found


def change_head(session: Session, household_id: str, head_id: str, relations: Mapping[str, str | None]) -> None:
    """Make `head_id` the head and write what the others are to him; whoever is not in `relations` gets the likeliest answer.

    Raises HouseholdImpossible.
    """
    proposed = {one.resident_id: one for one in propose_head(session, household_id, head_id)}
    home, members = own_household(session, household_id), members_of(session, household_id)
    head = next(one for one in members if one.id == head_id)
    home.head_id, home.head_name = head.id, head.name
    session.add(home)
    for one in members:
        if one.id == head_id:
            one.relation_to_head = "head"
        elif one.id in relations:
            one.relation_to_head = relations[one.id]
        elif not proposed[one.id].asked:
            one.relation_to_head = proposed[one.id].after
        one.head_name = head.name
        session.add(one)


def says_head(name: str, before: str) -> str:
    """Return the sentence of changing the head."""
    return _("{name} is the head of the household instead of {before}").format(name=name, before=before or _("nobody|head"))
