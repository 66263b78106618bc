"""Relatives who are residents themselves: linked, kept the same on both pages, proposed the other way round."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.household import Household
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.resident import GONE, Resident
from stationdesk.services.doubles import is_child
from stationdesk.services.family_facts import AWAY, OLD
from stationdesk.services.households import as_kinsmen, head_among, members_of
from stationdesk.services.kin_following import fields_from
from stationdesk.services.kin_words import GRANDPARENTS, PARENTS
from stationdesk.services.kinship import relation_between, reverse_of, way_of
from stationdesk.services.person_writing import own_resident
from stationdesk.store.database import author_of

CHILDREN = frozenset({"son", "daughter"})


class KinImpossible(DeskError):
    """A relative who cannot be: oneself, or a parent of one's own parent."""


@dataclass(frozen=True, slots=True)
class Reverse:
    """What is proposed for the other one's page: whose page, who is to stand there, and as what."""

    resident_id: str
    kin_resident_id: str
    relation: str


def link(session: Session, kin_id: str, resident_id: str) -> Reverse | None:
    """Say that a relative is a resident; returns what the other page lacks then, if it can be said.

    Raises KinImpossible for oneself and for a circle of parents.
    """
    mine = select(Kin).where(Kin.id == kin_id, Kin.author == author_of(session), col(Kin.removed_at).is_(None))
    kin, other = session.exec(mine).first(), own_resident(session, resident_id)
    if kin is None:
        raise KinImpossible(_("This relative was taken off meanwhile. Please open the person again."))
    refuse_circle(session, kin.resident_id, other.id, kin.relation)
    for name, value in fields_from(other).items():
        if value:
            setattr(kin, name, value)
    session.add(kin)
    session.flush()
    return reverse_lacking(session, kin.resident_id, other.id, kin.relation)


def reverse_lacking(session: Session, resident_id: str, other_id: str, relation: str | None) -> Reverse | None:
    """Return the entry the other's page lacks, if the relation can be turned round."""
    whose, other = own_resident(session, resident_id), own_resident(session, other_id)
    there = select(Kin.id).where(Kin.resident_id == other_id, Kin.kin_resident_id == resident_id, col(Kin.removed_at).is_(None))
    back = reverse_of(relation, whose.sex, other.sex)
    if back is None or session.exec(there).first():
        return None
    return Reverse(other_id, resident_id, back)


def add_reverse(session: Session, wanted: Reverse) -> Kin:
    """Write the entry that was proposed for the other's page."""
    refuse_circle(session, wanted.resident_id, wanted.kin_resident_id, wanted.relation)
    fields = fields_from(own_resident(session, wanted.kin_resident_id))
    return _kept(session, wanted.resident_id, wanted.relation, fields)


def refuse_circle(session: Session, resident_id: str, kin_resident_id: str, relation: str | None) -> None:
    """Raise KinImpossible if somebody would be his own relative, or the parent of his own parent or grandparent."""
    if resident_id == kin_resident_id:
        raise KinImpossible(_("Nobody is his own relative. Please choose somebody else."))
    up = (way_of(relation, None) or ("",))[0] in ("f", "m")
    if not up:
        return
    seen, rising = {kin_resident_id}, [kin_resident_id]
    while rising:
        ask = select(Kin.kin_resident_id).where(
            Kin.resident_id == rising.pop(), col(Kin.relation).in_(PARENTS), col(Kin.removed_at).is_(None)
        )
        for parent in session.exec(ask):
            if parent == resident_id:
                raise KinImpossible(_("That would make a circle: somebody would be the parent of a parent of their own."))
            if parent and parent not in seen:
                seen.add(parent)
                rising.append(parent)


def link_household(session: Session, home: Household, new: Collection[str], on: date) -> int:
    """Write what members are to each other into their lists of relatives, as far as it is clear; returns how many entries.

    Parents and grandparents of a child, children of somebody old; only where one of the two is in `new`.
    """
    members = [one for one in members_of(session, home.id) if one.residency_status not in GONE]
    people, head, count = as_kinsmen(session, home, members), head_among(home, members), 0
    for whose in members:
        child = is_child(whose, on)
        if not child and (whose.age(on.isoformat()) or 0) < OLD:
            continue
        wanted = PARENTS | GRANDPARENTS if child else CHILDREN
        listed = _listed(session, whose.id)
        order = max((one.contact_order or 0 for one in listed), default=0)
        for other in sorted(members, key=lambda one: (one.residency_status in AWAY, one.key or 0)):
            answer = relation_between(people[whose.id], people[other.id], head.sex if head else None, people.values())
            if other.id == whose.id or not {whose.id, other.id} & set(new) or not answer.clear or answer.likeliest not in wanted:
                continue
            order += 1
            count += _write(session, whose, other, str(answer.likeliest), listed, order)
    return count


def _write(session: Session, whose: Resident, other: Resident, relation: str, listed: list[Kin], order: int) -> int:
    there = next((one for one in listed if one.kin_resident_id == other.id), None)
    same = next((one for one in listed if not one.kin_resident_id and one.name == other.name and one.relation in (relation, None)), None)
    if there is not None:
        return 0
    if same is not None:
        same.kin_resident_id = other.id
        session.add(same)
        return 1
    fields = fields_from(other) | {"contact_order": order, "is_emergency_contact": bool(other.phones) or None}
    listed.append(_kept(session, whose.id, relation, fields | {"lives_with": True if other.residency_status not in AWAY else None}))
    return 1


def _kept(session: Session, resident_id: str, relation: str, fields: dict[str, Any]) -> Kin:
    draft = KinDraft.model_validate(fields | {"resident_id": resident_id, "relation": relation})
    made = Kin.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    session.flush()
    return made


def _listed(session: Session, resident_id: str) -> list[Kin]:
    mine = select(Kin).where(Kin.resident_id == resident_id, Kin.author == author_of(session), col(Kin.removed_at).is_(None))
    return list(session.exec(mine.order_by(col(Kin.key))))
