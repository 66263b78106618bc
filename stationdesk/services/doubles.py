"""Who in the register may be the person just being typed in, so that nobody is kept twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.id_number import read_id_number
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import Resident
from stationdesk.services.finding import Closeness, find
from stationdesk.services.likeness import KnownPerson, Sighting, Verdict, judge, name_key, one_slip_apart, sighting_of, sound_alike
from stationdesk.store.database import author_of

LOOKED_AT = 40
"""People of that name or sound who are compared."""
OFFERED = 3
_NEAR = frozenset({Closeness.NAME, Closeness.BEGINNING, Closeness.HOMOPHONE, Closeness.OTHER_NAME})
_ORDER = {Verdict.SAME: 0, Verdict.LIKELY: 1, Verdict.ASK: 2}


@dataclass(frozen=True, slots=True)
class Likely:
    """A resident who may be meant: how sure it is, and in words why."""

    id: str
    name: str
    """What he may be called before this operator; a child's alias without the right."""
    verdict: Verdict
    why: str
    facts: str
    """Sex, year of birth, group: enough to tell; nothing about a child without the right."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form so far, as far as people are told apart by it."""

    name: str = ""
    id_no: str = ""
    birth: str | None = None
    precision: str | None = None
    sex: str | None = None
    village_group: str | None = None
    phones: tuple[str, ...] = ()


def likely(session: Session, typed: Typed, on: date, *, besides: str = "", may_see_children: bool = False) -> list[Likely]:
    """Return at most three residents who may be the person typed in, the surest first; `besides` is the one being changed."""
    number = read_id_number(typed.id_no)
    mine = Sighting(
        typed.name,
        (number.text,) if number.valid else (),
        "" if number.valid or len(number.text) < 15 else number.text,
        typed.birth or number.birth,
        typed.precision or ("day" if number.birth else None),
        typed.sex or number.sex,
        typed.village_group,
        typed.phones,
    )
    found: list[tuple[int, Likely]] = []
    for person in _candidates(session, typed.name, number.text):
        if person.id == besides:
            continue
        judged = _judged(mine, person)
        if judged is not None:
            found.append((_ORDER[judged[0]], _offered(person, judged, on, may_see_children)))
    return [one for _sureness, one in sorted(found, key=lambda pair: pair[0])][:OFFERED]


def _candidates(session: Session, name: str, number: str) -> list[Resident]:
    people: dict[str, Resident] = {}
    own = (Resident.author == author_of(session), col(Resident.removed_at).is_(None), col(Resident.merged_into).is_(None))
    if len(number) >= 15:
        for person in session.exec(select(Resident).where(Resident.id_no == number, *own).limit(LOOKED_AT)):
            people[person.id] = person
    if len(name) >= 2:
        near = [one.id for one in find(session, name, LOOKED_AT) if one.why in _NEAR and abs(len(one.name) - len(name)) <= 1]
        missing = [id_ for id_ in near if id_ not in people]
        if missing:
            people |= {person.id: person for person in session.exec(select(Resident).where(col(Resident.id).in_(missing), *own))}
    return list(people.values())


def _judged(mine: Sighting, person: Resident) -> tuple[Verdict, str] | None:
    theirs = sighting_of(_known(person))
    same_number = bool(mine.ids and set(mine.ids) & set(theirs.ids)) or bool(mine.doubtful and mine.doubtful == person.id_no)
    if same_number:
        return Verdict.SAME, _("the same ID number")
    if not mine.name:
        return None
    same_name = name_key(mine.name) == name_key(person.name) or mine.name in theirs.other_names
    if not same_name:
        same_day = mine.precision == "day" and theirs.precision == "day" and mine.birth == theirs.birth
        if same_day and sound_alike(name_key(mine.name), name_key(person.name)):
            return Verdict.ASK, _("born the same day, the name sounds alike")
        return None
    verdict = judge(mine, theirs)
    if verdict is Verdict.DIFFERENT:
        return None
    typed = mine.ids[0] if mine.ids else mine.doubtful
    if typed and person.id_no and one_slip_apart(typed, person.id_no):
        return verdict, _("the same name, one digit of the ID number differs")
    if mine.birth and theirs.birth:
        return verdict, _("the same name and birth date")
    return verdict, _("the same name")


def _known(person: Resident) -> KnownPerson:
    return KnownPerson(
        person.id,
        person.name,
        person.id_no,
        person.birth_date,
        person.birth_precision,
        person.sex,
        person.village_group,
        tuple(name for name in (person.former_name, person.nickname) if name),
        tuple(phone.number for phone in person.phones),
        id_valid=person.id_state in ("ok", "ok_upgraded_from_15"),
    )


def _offered(person: Resident, judged: tuple[Verdict, str], on: date, may_see_children: bool) -> Likely:
    verdict, why = judged
    if not may_see_children and is_child(person, on):
        return Likely(person.id, masked_child(person.name, person.alias), verdict, why, "")
    age = person.age(on.isoformat())
    years = _("{years} years").format(years=age) if age is not None else ""
    words = [table("sex").label(person.sex), years, person.village_group or ""]
    if person.residency_status not in (None, "living"):
        words.append(table("residency_status").label(person.residency_status))
    return Likely(person.id, person.name, verdict, why, _(", ").join(filter(None, words)))


def is_child(person: Resident, on: date) -> bool:
    """Tell whether somebody is treated as a child: under 18, or of unknown age and at school."""
    minor = person.is_minor(on.isoformat())
    return minor is True or (minor is None and bool(person.schooling or person.school))
