"""A village of invented people, as many as wanted, the same ones for the same seed: to practise and to measure on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import islice
from random import Random
from typing import Any

from sqlmodel import Session

from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.field import Draft
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.id_number import check_character
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.place import Place, PlaceDraft
from stationdesk.registers.record import Record, new_id
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.station import StationDraft
from stationdesk.registers.visit import Visit, VisitDraft, Visitor
from stationdesk.settings import resource
from stationdesk.store.database import author_of

HOUSEHOLDS = 500
"""Households written at a time."""
Rows = dict[type[Record], list[dict[str, Any]]]


@cache
def sample() -> dict[str, Any]:
    """Return the words the village is made of; every number in it is outside what is given to anybody."""
    found: dict[str, Any] = json.loads(resource("samples/village.json").read_text(encoding="utf-8"))
    return found


def demo_station() -> StationDraft:
    """Return the demo village's station."""
    return StationDraft.model_validate(sample()["station"])


def furnish(session: Session) -> None:
    """Write the demo village's directory of services."""
    for one in sample()["places"]:
        session.add(Place.model_validate(PlaceDraft.model_validate(one), update={"author": author_of(session)}))


def settle(session: Session, count: int, on: date, seed: int = 1) -> int:
    """Fill the register with `count` invented residents, their households, relatives, categories and grades; returns how many."""
    author, village = author_of(session), households(count, on, seed)
    written = 0
    while some := list(islice(village, HOUSEHOLDS)):
        rows: Rows = {}
        for one in some:
            for register, record in one.records():
                rows.setdefault(register, []).append({**record, "author": author})
        for register, values in rows.items():
            session.connection().execute(register.__table__.insert(), values)  # type: ignore[attr-defined]
        written += len(rows[Resident])
    return written


def note_visits(session: Session, residents: list[Resident], on: date, seed: int = 1) -> int:
    """Note one visit for each of `residents` within the last three weeks; returns how many."""
    chance = Random(seed)  # noqa: S311 - invented people, not keys
    for person in residents:
        draft = VisitDraft(
            resident_id=person.id,
            household_id=person.household_id,
            visited_on=(on - timedelta(days=chance.randrange(21))).isoformat(),
            mode=chance.choice(("home", "phone")),
            outcome="met",
            content=chance.choice(sample()["texts"]),
            visitors=(Visitor(name=sample()["station"]["leader_name"]),),
        )
        session.add(Visit.model_validate(draft, update={"author": author_of(session)}))
    return len(residents)


@dataclass
class Home:
    """One household and everything about its people, ready to be written."""

    household: dict[str, Any]
    found: list[tuple[type[Record], dict[str, Any]]] = field(default_factory=list)

    def add(self, register: type[Record], draft: Draft) -> str:
        """Add a record and return its id."""
        made = {**dict(draft), "id": new_id()}
        self.found.append((register, made))
        return str(made["id"])

    def records(self) -> list[tuple[type[Record], dict[str, Any]]]:
        """Return the household and the records of its people."""
        return [(Household, self.household), *self.found]


def households(count: int, on: date, seed: int) -> Iterator[Home]:
    """Yield households until they have `count` residents."""
    chance, number = Random(seed), 0  # noqa: S311 - invented people, not keys
    while number < count:
        surname, group = chance.choice(sample()["surnames"]), chance.choice(sample()["station"]["village_groups"])
        draft = HouseholdDraft(village=sample()["station"]["village"], village_group=group, household_no=f"{seed:02}{number + 1:06}")
        home = Home({**dict(draft), "id": new_id()})
        for member in range(min(chance.choice((1, 1, 2, 2, 3)), count - number)):
            number += 1
            live_in(home, chance, Person(surname, group, member, number), on)
        yield home


@dataclass(frozen=True)
class Person:
    """What is decided of an invented person before the record is made; `member` 2 is a grandchild."""

    surname: str
    group: str
    member: int
    number: int


def live_in(home: Home, chance: Random, who: Person, on: date) -> None:
    """Add one invented resident with relatives, category and grade."""
    child, female = who.member == 2, chance.random() < 0.5
    born = date(on.year - (chance.randrange(4, 15) if child else chance.randrange(61, 96)), 1, 1) + timedelta(days=chance.randrange(365))
    phones = () if child or chance.random() < 0.2 else (PhoneNumber(number=f"138{who.number:08}"),)
    digits = f"{sample()['region']}{born:%Y%m%d}{who.number % 500 * 2 + (not female):03}"
    draft = ResidentDraft(
        name=named(chance, who.surname, "young" if child else "women" if female else "men"),
        sex="female" if female else "male",
        birth_date=born.isoformat(),
        birth_precision="day",
        birth_calendar="solar",
        id_type="id_card",
        id_no=digits + check_character(digits),
        id_state="ok",
        household_id=home.household["id"],
        village=sample()["station"]["village"],
        village_group=who.group,
        phones=phones,
        residency_status="living",
        enrolled_on=on.isoformat(),
        parents_away="both" if child else None,
    )
    resident = home.add(Resident, related(home, draft, who.member))
    if not who.member:
        home.household |= {"head_id": resident, "head_name": draft.name}
    away = KinDraft(
        resident_id=resident,
        name=named(chance, who.surname, "men"),
        relation="father" if child else "son",
        phones=(PhoneNumber(number=f"139{who.number:08}"),),
        works_at=chance.choice(sample()["far"]),
        is_emergency_contact=True,
    )
    home.add(Kin, away)
    kind = "left_behind_child" if child else chance.choice(("living_alone", "empty_nest", "left_behind_elder"))
    home.add(CategoryTag, CategoryTagDraft(resident_id=resident, category=kind, from_date=on.isoformat()))
    if not child:
        grade = chance.choices(("red", "yellow", "green"), (1, 3, 6))[0]
        home.add(CareGrade, CareGradeDraft(resident_id=resident, grade=grade, from_date=on.isoformat()))


def related(home: Home, draft: ResidentDraft, member: int) -> ResidentDraft:
    """Return the second and third of a household with what they are to its head, the first."""
    if not member:
        return draft.model_copy(update={"relation_to_head": "head", "head_name": draft.name})
    first = next(record for register, record in home.found if register is Resident)
    woman = draft.sex == "female"
    if member == 1:
        relation = ("wife" if woman else "husband") if first["sex"] != draft.sex else "younger_sister" if woman else "younger_brother"
    else:
        relation = "granddaughter" if woman else "grandson"
    return draft.model_copy(update={"relation_to_head": relation, "head_name": first["name"]})


def named(chance: Random, surname: str, kind: str) -> str:
    """Return an invented name."""
    return surname + "".join(chance.choices(sample()[kind], k=chance.choice((1, 2, 2))))
