"""Whom to ring when something happens in a household, in order: one list, kept as the order of every member's relatives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.mask import masked_phone
from stationdesk.registers.resident import Resident
from stationdesk.services.family_data import FamilyData, family_data
from stationdesk.services.family_facts import AWAY
from stationdesk.services.kin_following import fields_from
from stationdesk.services.kin_words import kin_word
from stationdesk.store.database import author_of

LAST = 1000
"""The place of somebody who was never put in order."""


@dataclass
class Caller:
    """Somebody to ring: who he is to the children (else to the head), where, and the entries that stand for him."""

    key: str
    relation: str | None
    word: str
    name: str
    where: str
    phones: tuple[PhoneNumber, ...]
    rank: int
    resident_id: str | None = None
    entries: list[str] = field(default_factory=list)
    """Ids of the relatives' entries that are this person."""
    order: int = LAST

    @property
    def phone(self) -> str:
        """The number to dial first, masked."""
        number = self.number
        return masked_phone(number) if number else ""

    @property
    def number(self) -> str:
        """The number to dial first."""
        return next((one.number for one in self.phones if one.usable is not False), "")

    @property
    def title(self) -> str:
        """Relation and name: 爷爷 方根水."""
        return f"{self.word} {self.name}".strip()

    @property
    def sentence(self) -> str:
        """The line as it is read aloud."""
        return "，".join(part for part in (self.title, self.where, self.phone) if part)


def callers(data: FamilyData, *, may_see_children: bool = True) -> list[Caller]:
    """Return everybody who can be rung, in the order of calling; without the right nothing in it tells of a child."""
    found: list[Caller] = []
    anchor = anchor_of(data, may_see_children=may_see_children)
    teachers = _teachers(data) if may_see_children else ()
    kin = _kin(data, anchor, data.there if may_see_children else data.adults)
    for caller in (*_members(data, anchor), *kin, *_contacts(data), *teachers):
        same = next((one for one in found if _same(one, caller)), None)
        if same is None:
            found.append(caller)
            continue
        same.entries += caller.entries
        same.order = min(same.order, caller.order)
        same.where = same.where or caller.where
        same.phones = same.phones or caller.phones
    found = [one for one in found if one.number]
    own = next((one for one in found if anchor is not None and one.resident_id == anchor.id), None)
    if own is not None and own.order == LAST:
        taken = {one.order for one in found}
        own.order = next(place for place in range(1, len(found) + LAST) if place not in taken)
    return sorted(found, key=lambda one: (_first(one), one.rank, one.name))


def _first(one: Caller) -> int:
    """Return where somebody stands; who is with the children and was never put in order comes first."""
    return 0 if one.order == LAST and one.rank == 0 else one.order


def anchor_of(data: FamilyData, *, may_see_children: bool = True) -> Resident | None:
    """Return from whose side relations are said: the youngest child's, else the head's."""
    return data.children[-1] if data.children and may_see_children else data.head or next(iter(data.there), None)


def _members(data: FamilyData, anchor: Resident | None) -> Iterator[Caller]:
    carers = {one.resident_id for one in data.facts.carers}
    for one in data.adults:
        relation = data.relation(anchor.id, one.id) if anchor is not None and one.id != anchor.id else None
        head = data.head is not None and one.id == data.head.id
        word = kin_word(relation) or (table("relation").label("head") if head else table("relation").label(one.relation_to_head))
        away = one.residency_status in AWAY
        where = (one.migrant_place or one.residency_place or _("away|now")) if away else _("at home|caller")
        if one.residency_status in ("hospital", "institution"):
            where = table("residency_status").label(one.residency_status)
        rank = 0 if one.id in carers and not away else 3 if away else 1
        yield Caller(f"r:{one.id}", relation, word, one.name, where, one.phones, rank, one.id)


def _kin(data: FamilyData, anchor: Resident | None, listed: list[Resident]) -> Iterator[Caller]:
    """Yield the relatives on everybody's list, those of the one from whose side relations are said first."""
    ids = {one.id for one in data.there}
    for whose in sorted(listed, key=lambda one: one is not anchor):
        for kin in data.kin.get(whose.id, ()):
            if kin.life_state == "deceased":
                continue
            linked = data.resident(kin.kin_resident_id)
            if linked is not None and linked.residency_status == "deceased":
                continue
            phones = (linked.phones if linked else ()) or kin.phones
            where = kin.works_at or kin.place or (linked.village_group if linked else "") or ""
            resident = linked.id if linked is not None else None
            key = f"r:{resident}" if resident in ids else f"k:{kin.id}"
            rank = 2 if kin.is_emergency_contact else 4
            word = kin_word(kin.relation, kin.relation_written)
            order = kin.contact_order or LAST
            yield Caller(key, kin.relation, word, kin.name or "", where, phones, rank, resident, [kin.id], order)


def _contacts(data: FamilyData) -> Iterator[Caller]:
    for whose in data.there:
        for at, one in enumerate(whose.emergency_contacts):
            entries = [one.kin_id] if one.kin_id else []
            yield Caller(f"e:{whose.id}:{at}", None, one.relation, one.name, one.place, one.phones, 2, None, entries)


def _teachers(data: FamilyData) -> Iterator[Caller]:
    for child in data.children:
        if child.teacher_phone:
            phones = (PhoneNumber(number=child.teacher_phone),)
            word, school = _("class teacher|caller"), table("schooling").label(child.schooling)
            yield Caller(f"t:{child.id}", "not_related", word, child.teacher_name or "", school, phones, 5)


def _same(one: Caller, other: Caller) -> bool:
    if one.key == other.key or (one.resident_id and one.resident_id == other.resident_id) or set(one.entries) & set(other.entries):
        return True
    numbers = {phone.number for phone in one.phones} & {phone.number for phone in other.phones}
    named = bool(one.name) and one.name == other.name
    return (bool(numbers) and (named or not one.name or not other.name)) or (named and (one.relation == other.relation or not other.phones))


def move_caller(session: Session, household_id: str, key: str, step: int, on: date) -> list[Caller]:
    """Move somebody up (-1) or down (1) in the household's order of calling, and write it into every member's list of relatives.

    Nothing is written where he is at the end already. Returns the list as it is afterwards.
    """
    data = family_data(session, household_id, on)
    found = callers(data)
    at = next((place for place, one in enumerate(found) if one.key == key), -1)
    to = at + step
    if at < 0 or not 0 <= to < len(found):
        return found
    found.insert(to, found.pop(at))
    write_order(session, data, found)
    session.flush()
    return callers(family_data(session, household_id, on))


def write_order(session: Session, data: FamilyData, ordered: list[Caller]) -> None:
    """Write an order of calling: as the place of every entry that stands for somebody, made where there is none."""
    anchor = anchor_of(data)
    kept = {kin.id: kin for kins in data.kin.values() for kin in kins}
    for place, caller in enumerate(ordered, 1):
        mine = [kept[one] for one in caller.entries if one in kept]
        for kin in mine:
            if kin.contact_order != place:
                kin.contact_order = place
                session.add(kin)
        if anchor is not None and caller.resident_id != anchor.id and not any(kin.resident_id == anchor.id for kin in mine):
            made = Kin.model_validate(_entry(data, anchor, caller, place), update={"author": author_of(session)})
            session.add(made)


def _entry(data: FamilyData, anchor: Resident, caller: Caller, place: int) -> KinDraft:
    fields: dict[str, Any] = {"name": caller.name or None, "phones": caller.phones, "works_at": caller.where if caller.rank == 3 else None}
    person = data.resident(caller.resident_id)
    if person is not None:
        fields |= fields_from(person)
    if not (person is not None and data.relation(anchor.id, person.id)):
        fields["relation_written"] = caller.word[:40] or None
    given = {"resident_id": anchor.id, "relation": caller.relation, "contact_order": place, "is_emergency_contact": True}
    return KinDraft.model_validate(fields | given)
