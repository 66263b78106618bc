"""What is true of one household as a whole: who is at home, whose parents are both away, who brings the children up.

Pure: it is given people, relatives and guardians as small values and reads no store, so that the list of all households and the
page of one say the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stationdesk.registers.resident import GONE, years_old
from stationdesk.services.kin_words import GRANDPARENTS, PARENTS
from stationdesk.services.kinship import OF_HEAD, Kinsman, relation_between

OLD = 60
LETTER_DAYS = 31
"""Days ahead of its end from which a letter is spoken of."""
AWAY = frozenset({"away", "missing", "empty_registration"})
ILL = frozenset({"hospital", "institution"})
LOOKING_AFTER = ("caregiver", "delegated")
NO_LONGER = GONE | {"missing"}


@dataclass(slots=True)
class Soul:
    """A member as far as the household is judged by him."""

    id: str
    home: str
    relation: str | None
    sex: str | None
    birth: str | None
    precision: str | None
    status: str | None
    child: bool
    parents_away: str | None = None

    @property
    def there(self) -> bool:
        """Whether he belongs to the household still."""
        return self.status not in GONE

    @property
    def at_home(self) -> bool:
        """Whether he is in the house these days."""
        return self.there and self.status not in AWAY and self.status not in ILL

    def age(self, on: str) -> int | None:
        """Return the age in whole years, if the birth year is known."""
        return years_old(self.birth, self.precision, on)


@dataclass(frozen=True, slots=True)
class ParentKin:
    """A father or mother as the list of a child's relatives has him."""

    child: str
    relation: str
    resident_id: str | None
    away: bool
    dead: bool


@dataclass(frozen=True, slots=True)
class Charge:
    """A guardian's charge, as far as lists tell of it."""

    child: str
    kind: str | None
    relation: str | None
    guardian_resident_id: str | None
    from_date: str | None
    to_date: str | None
    key: int = 0

    def in_force(self, on: str) -> bool:
        """Tell whether it holds on day `on`."""
        return (self.from_date is None or self.from_date <= on) and (self.to_date is None or on <= self.to_date)


@dataclass(frozen=True, slots=True)
class Carer:
    """Who looks after the children: a member or another resident, and what he is to them."""

    resident_id: str | None
    relation: str | None
    status: str | None = None

    @property
    def failing(self) -> bool:
        """Whether he is not there to do so."""
        return self.status in ILL or self.status in NO_LONGER or self.status in AWAY


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of one household on a day."""

    size: int = 0
    at_home: int = 0
    children: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    """The children whose parents are both away."""
    carers: tuple[Carer, ...] = ()
    head_id: str | None = None
    flags: frozenset[str] = field(default_factory=frozenset)


def head_of(souls: Sequence[Soul], head_id: str | None) -> Soul | None:
    """Return the head: whom the household names, else the one member whose relation says so."""
    named = next((one for one in souls if one.id == head_id), None)
    said = [one for one in souls if one.relation in OF_HEAD and one.relation == "head"] or [one for one in souls if one.relation == "self"]
    return named or next((one for one in said if one.there), said[0] if said else None)


def kinsmen(souls: Sequence[Soul], head: Soul | None, parents: Mapping[str, Sequence[ParentKin]]) -> dict[str, Kinsman]:
    """Return the members as relations are worked out by them."""
    found = {}
    for one in souls:
        known = frozenset(kin.resident_id for kin in parents.get(one.id, ()) if kin.resident_id)
        relation = "head" if head is not None and one.id == head.id else one.relation
        found[one.id] = Kinsman(one.id, relation, one.sex, one.birth, known)
    return found


def facts_of(
    souls: Sequence[Soul],
    head_id: str | None,
    parents: Mapping[str, Sequence[ParentKin]],
    charges: Sequence[Charge],
    statuses: Mapping[str, str | None],
    on: str,
    soon: str,
) -> Facts:
    """Judge a household; `statuses` are of everybody who matters to it, members or not, `soon` is the day by which an end is spoken of."""
    head, there = head_of(souls, head_id), [one for one in souls if one.there]
    children = [one for one in there if one.child]
    people = kinsmen(souls, head, parents) if children else {}
    left = tuple(one.id for one in children if both_away(one, souls, people, head, parents, statuses))
    carers = carers_of(children, left, there, people, head, charges, statuses, on)
    home = [one for one in there if one.at_home]
    flags = {
        "both_away": bool(left),
        "grandparents": bool(children) and any(one.relation in GRANDPARENTS for one in carers),
        "carer_failing": bool(carers) and all(one.failing for one in carers),
        "only_old": bool(home) and all((one.age(on) or 0) >= OLD for one in home),
        "no_head": head is None or not head.there,
        "child_head": head is not None and head.there and head.child,
        "letter_due": any(_ends_soon(one, charges, soon, on) for one in charges if one.child in {child.id for child in children}),
        "nobody": not there,
    }
    return Facts(
        len(there),
        len(home),
        tuple(one.id for one in children),
        left,
        carers,
        head.id if head is not None else None,
        frozenset(code for code, holds in flags.items() if holds),
    )


def both_away(
    child: Soul,
    souls: Sequence[Soul],
    people: Mapping[str, Kinsman],
    head: Soul | None,
    parents: Mapping[str, Sequence[ParentKin]],
    statuses: Mapping[str, str | None],
) -> bool:
    """Tell whether father and mother are both away: by where they are, if both are known, else by what the child's record says."""
    found: dict[str, bool | None] = {}
    for kin in parents.get(child.id, ()):
        side = "father" if kin.relation in ("father", "stepfather") else "mother"
        known = kin.resident_id is not None and kin.resident_id in statuses
        found[side] = None if kin.dead else statuses[str(kin.resident_id)] in AWAY if known else kin.away or None
    for other in souls:
        if other.id != child.id and not other.child and people:
            answer = relation_between(people[child.id], people[other.id], head.sex if head else None, people.values())
            if answer.clear and answer.likeliest in PARENTS:
                found[str(answer.likeliest)] = None if not other.there else other.status in AWAY
    if found.get("father") is False or found.get("mother") is False:
        return False
    return (found.get("father") is True and found.get("mother") is True) or child.parents_away == "both"


def carers_of(
    children: Sequence[Soul],
    left: Sequence[str],
    there: Sequence[Soul],
    people: Mapping[str, Kinsman],
    head: Soul | None,
    charges: Sequence[Charge],
    statuses: Mapping[str, str | None],
    on: str,
) -> tuple[Carer, ...]:
    """Return who brings the children up: whom a letter or the register names, else the grandparents of those left behind."""
    ids = {one.id for one in children}
    named = [one for one in charges if one.child in ids and one.kind in LOOKING_AFTER and one.in_force(on)]
    if named:
        found = [Carer(one.guardian_resident_id, one.relation, statuses.get(one.guardian_resident_id or "", "living")) for one in named]
        return tuple(dict.fromkeys(found))
    if not left:
        return ()
    child, carers = people[left[0]], []
    for one in sorted((one for one in there if not one.child), key=lambda one: (one.sex != "male", one.birth or "")):
        answer = relation_between(child, people[one.id], head.sex if head else None, people.values())
        if answer.likeliest in GRANDPARENTS and one.status not in AWAY:
            carers.append(Carer(one.id, answer.likeliest, one.status))
    return tuple(carers)


def _ends_soon(charge: Charge, charges: Sequence[Charge], soon: str, on: str) -> bool:
    """Tell whether a letter ends by day `soon` and no later one follows it."""
    if charge.kind != "delegated" or charge.to_date is None or charge.to_date > soon:
        return False
    if charge.from_date and charge.from_date > on:
        return False
    later = (one for one in charges if one.child == charge.child and one.kind == "delegated" and one is not charge)
    return not any(one.to_date is None or one.to_date > charge.to_date for one in later)
