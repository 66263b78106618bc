"""Everything about one household, read once: members, relatives, guardians, where those elsewhere are, what is true of it as a whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.registers.guardian import Guardian
from stationdesk.registers.household import Household
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import GONE, Resident
from stationdesk.services.doubles import is_child
from stationdesk.services.family_facts import Facts
from stationdesk.services.family_reading import HomeReading
from stationdesk.services.guardianship import guardians_of
from stationdesk.services.households import as_kinsmen, head_among, members_of, own_household
from stationdesk.services.kinship import Kinsman, relation_between, way_of

CHILDREN_IN_LAW = frozenset({"daughter_in_law", "son_in_law"})
_RANKS = (
    ("head", "self"),
    ("spouse", "husband", "wife"),
    ("father", "mother", "husbands_father", "husbands_mother", "wifes_father", "wifes_mother", "stepfather", "stepmother"),
)


@dataclass
class FamilyData:
    """One household as the page of it, its prints and its warnings are made from."""

    home: Household
    on: date
    members: list[Resident]
    head: Resident | None
    kin: Mapping[str, list[Kin]]
    guardians: Mapping[str, list[Guardian]]
    elsewhere: Mapping[str, Resident]
    """Residents of other households who are somebody's relative or guardian here."""
    people: Mapping[str, Kinsman]
    facts: Facts

    @property
    def there(self) -> list[Resident]:
        """Return the members who did not die or move away."""
        return [one for one in self.members if one.residency_status not in GONE]

    @property
    def children(self) -> list[Resident]:
        """Return the children who are there, the eldest first."""
        return [one for one in self.there if is_child(one, self.on)]

    @property
    def adults(self) -> list[Resident]:
        """Return the grown-ups who are there."""
        return [one for one in self.there if not is_child(one, self.on)]

    def resident(self, resident_id: str | None) -> Resident | None:
        """Return a member, or somebody of another household who matters here."""
        return next((one for one in self.members if one.id == resident_id), None) or self.elsewhere.get(resident_id or "")

    def relation(self, whose: str, other: str) -> str | None:
        """Return what `other` is to `whose`: as the list of relatives has it, else as it follows from the head, if that is clear."""
        for kin in self.kin.get(whose, ()):
            if kin.kin_resident_id == other and kin.relation:
                return kin.relation
        if whose not in self.people or other not in self.people:
            return None
        head_sex = self.head.sex if self.head else None
        answer = relation_between(self.people[whose], self.people[other], head_sex, self.people.values())
        return answer.likeliest if answer.clear else None


def family_data(session: Session, household_id: str, on: date) -> FamilyData:
    """Read one household. Raises NoSuchHousehold."""
    home = own_household(session, household_id)
    members = members_of(session, household_id)
    head = head_among(home, members)
    ids = [one.id for one in members]
    kin: dict[str, list[Kin]] = {one: [] for one in ids}
    rows = select(Kin).where(col(Kin.resident_id).in_(ids), Kin.author == home.author, col(Kin.removed_at).is_(None))
    for one in sorted(session.exec(rows), key=lambda one: (one.contact_order or 99, one.key or 0)):
        kin[one.resident_id].append(one)
    guardians = guardians_of(session, ids)
    named = {one.kin_resident_id for ones in kin.values() for one in ones}
    named |= {one.guardian_resident_id for ones in guardians.values() for one in ones}
    elsewhere = _elsewhere(session, {str(one) for one in named if one} - set(ids), home.author)
    ordered = sorted(members, key=lambda one: (one.residency_status in GONE, _rank(one, head), one.birth_date or "9999", one.key or 0))
    facts = HomeReading(session, on).facts([household_id]).get(household_id, Facts())
    return FamilyData(home, on, ordered, head, kin, guardians, elsewhere, as_kinsmen(session, home, members), facts)


def _elsewhere(session: Session, ids: Collection[str], author: str) -> dict[str, Resident]:
    if not ids:
        return {}
    mine = select(Resident).where(col(Resident.id).in_(ids), Resident.author == author, col(Resident.removed_at).is_(None))
    return {one.id: one for one in session.exec(mine)}


def _rank(one: Resident, head: Resident | None) -> int:
    if head is not None and one.id == head.id:
        return -1
    for rank, codes in enumerate(_RANKS):
        if one.relation_to_head in codes:
            return rank
    code = one.relation_to_head or ""
    if "grand" in code or code in ("daughters_son", "daughters_daughter"):
        return 4
    return 3 if code in CHILDREN_IN_LAW or way_of(code, None) in (("s",), ("d",)) else 5
