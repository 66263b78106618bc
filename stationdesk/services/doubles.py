"""Who in the register may be the person just being typed in, so that nobody is kept twice."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.id_number import read_id_number
from stationdesk.registers.mask import masked_child
from stationdesk.registers.moon import lunar_day, solar_days
from stationdesk.registers.resident import Resident
from stationdesk.services.finding import Closeness, find
from stationdesk.services.likeness import Sighting, Verdict, name_key
from stationdesk.services.weighing import Likeness, weigh
from stationdesk.services.weights import how_sure
from stationdesk.store.database import author_of

LOOKED_AT = 40
"""People found by the sound of a name, or by another name, who are compared."""
MOST = 400
"""People of one name, or born on one day, who are compared."""
OFFERED = 3
NUMBER = 15
"""Digits from which on something typed is taken for an ID number."""
_NEAR = frozenset({Closeness.NAME, Closeness.HOMOPHONE, Closeness.OTHER_NAME})
_COLUMNS = (
    "SELECT id, name, former_name, nickname, id_no, id_state, birth_date, birth_precision, birth_calendar, sex, village_group, phones, "
    "household_id, current_address FROM resident WHERE author = ? AND removed_at IS NULL AND merged_into IS NULL AND "
)
_MERGED = (
    "SELECT r.merged_into, r.name, r.former_name, r.nickname, r.id_no, r.id_state FROM merge g "
    "JOIN resident r ON r.id = g.loser_resident_id AND r.author = g.author WHERE r.merged_into = g.winner_resident_id AND"
)


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
    sure: str = ""
    """How sure, in words."""


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
    calendar: str | None = None
    other_names: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    address: str | None = None


def likely(session: Session, typed: Typed, on: date, *, besides: str = "", may_see_children: bool = False) -> list[Likely]:
    """Return at most three residents who may be the person typed in, the surest first; `besides` is the one being changed."""
    number = read_id_number(typed.id_no)
    mine = Sighting(
        typed.name,
        (number.text,) if number.valid else (),
        "" if number.valid or len(number.text) < NUMBER else number.text,
        typed.birth or (number.birth if number.valid else None),
        typed.precision or ("day" if number.birth and number.valid else None),
        typed.sex or number.sex,
        typed.village_group,
        typed.phones,
        typed.kin,
        other_names=typed.other_names,
        calendar=typed.calendar if typed.birth else None,
        address=typed.address,
    )
    found: list[tuple[Likeness, str]] = []
    apart = _said_to_be_others(session, besides) if besides else frozenset()
    for who, theirs in _candidates(session, mine, number.text).items():
        likeness = weigh(mine, theirs)
        if who != besides and who not in apart and likeness.verdict is not Verdict.DIFFERENT:
            found.append((likeness, who))
    found.sort(key=lambda one: (-one[0].score, one[1]))
    people = {one.id: one for one in session.exec(select(Resident).where(col(Resident.id).in_([who for _l, who in found[:OFFERED]])))}
    shown = [(likeness, people[who]) for likeness, who in found[:OFFERED] if who in people]
    return [_offered(person, likeness, on, nameless=not typed.name, sees=may_see_children) for likeness, person in shown]


def _said_to_be_others(session: Session, who: str) -> frozenset[str]:
    """Return those of whom somebody said that they and this one are two."""
    asked = (
        "SELECT other_resident_id FROM not_same WHERE one_resident_id = ? AND removed_at IS NULL "
        "UNION SELECT one_resident_id FROM not_same WHERE other_resident_id = ? AND removed_at IS NULL"
    )
    return frozenset(session.connection().exec_driver_sql(asked, (who, who)).scalars())


def _candidates(session: Session, mine: Sighting, number: str) -> dict[str, Sighting]:
    """Return whom it is worth looking at: those with the number or one like it, the name or its sound, the birthday in either calendar."""
    ask = session.connection().exec_driver_sql
    author, rows = author_of(session), dict[str, Any]()

    def take(condition: str, *given: str) -> None:
        for row in ask(f"{_COLUMNS}{condition} LIMIT {MOST}", (author, *given)):
            rows[row[0]] = row

    if len(number) >= NUMBER:
        take("id_no = ?", number)
        take("id_no >= ? AND id_no < ?", number[:14], number[:14] + "~")
        before = "id IN (SELECT g.winner_resident_id FROM resident r JOIN merge g ON g.loser_resident_id = r.id WHERE r.id_no = ?)"
        take(before, number)
    names = dict.fromkeys(name for one in (mine.name, *mine.other_names) if len(one) > 1 for name in (one, name_key(one)))
    if names:
        take(f"name IN ({','.join('?' * len(names))})", *names)
        days = _same_days(mine)
        if days and len(mine.name) > 1:
            take(f"birth_date IN ({','.join('?' * len(days))})", *days)
        elif mine.birth and mine.precision == "month":
            take("birth_date >= ? AND birth_date < ?", mine.birth, mine.birth + "~")
    if len(mine.name) > 1:
        near = [one.id for one in find(session, mine.name, LOOKED_AT) if one.why in _NEAR and one.id not in rows]
        if near:
            take(f"id IN ({','.join('?' * len(near))})", *near)
    return _sightings(session, list(rows.values()), with_kin=bool(mine.kin))


def known_sightings(session: Session, ids: Sequence[str]) -> dict[str, Sighting]:
    """Return what is known of some residents, relatives included; one that is gone or merged is left out."""
    asked = f"{_COLUMNS}id IN ({','.join('?' * len(ids))})"
    rows = session.connection().exec_driver_sql(asked, (author_of(session), *ids)).all()
    return _sightings(session, rows, with_kin=True)


def _same_days(mine: Sighting) -> tuple[str, ...]:
    """Return the days a birthday may stand under in the register: as it is, and as it is by the other calendar."""
    if not mine.birth or mine.precision != "day":
        return ()
    return tuple(dict.fromkeys([mine.birth, *solar_days(mine.birth), *filter(None, [lunar_day(mine.birth)])]))


def _sightings(session: Session, rows: Sequence[Any], *, with_kin: bool) -> dict[str, Sighting]:
    ids = [row[0] for row in rows]
    others, numbers = _merged_names(session, ids)
    kin = _kin_names(session, ids) if with_kin else {}
    found = {}
    for who, name, former, nick, id_no, state, birth, precision, calendar, sex, group, phones, house, address in rows:
        sound = state in ("ok", "ok_upgraded_from_15")
        names = dict.fromkeys(one for one in (former, nick, *others.get(who, ())) if one and one != name)
        found[who] = Sighting(
            name,
            tuple(one for one in (id_no if sound else None, *numbers.get(who, ())) if one),
            "" if sound else id_no or "",
            birth,
            precision,
            sex,
            group,
            tuple(phone["number"] for phone in json.loads(phones)) if phones else (),
            kin.get(who, ()),
            sheet=-1,
            other_names=tuple(names),
            calendar=calendar,
            household=house,
            address=address,
        )
    return found


def _merged_names(session: Session, ids: Sequence[str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the names and the sound ID numbers of the records that were merged into these."""
    names, numbers = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    marks = ",".join("?" * len(ids))
    asked = f"{_MERGED} g.winner_resident_id IN ({marks})"
    for who, name, former, nick, number, state in session.connection().exec_driver_sql(asked, tuple(ids)):
        names[who] += [one for one in (name, former, nick) if one]
        numbers[who] += [number] if number and state in ("ok", "ok_upgraded_from_15") else []
    return names, numbers


def _kin_names(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    found = defaultdict[str, list[str]](list)
    asked = (
        f"SELECT resident_id, name FROM kin WHERE removed_at IS NULL AND name IS NOT NULL AND resident_id IN ({','.join('?' * len(ids))})"  # noqa: S608 - only question marks are put in
    )
    for who, name in session.connection().exec_driver_sql(asked, tuple(ids)):
        found[who].append(name)
    return found


def _offered(person: Resident, likeness: Likeness, on: date, *, nameless: bool, sees: bool) -> Likely:
    verdict = Verdict.SAME if nameless and "same_id" in likeness.reasons else likeness.verdict
    why, sure = likeness.words, how_sure(likeness.score)
    if not sees and is_child(person, on):
        return Likely(person.id, masked_child(person.name, person.alias), verdict, why, "", sure)
    return Likely(person.id, person.name, verdict, why, facts_of(person, on), sure)


def facts_of(person: Resident, on: date) -> str:
    """Return sex, age, group and, where he does not live here, what became of him: enough to tell somebody by."""
    age = person.age(on.isoformat())
    years = _("{years} years").format(years=age) if age is not None else ""
    words = [table("sex").label(person.sex), years, person.village_group or ""]
    if person.residency_status not in (None, "living"):
        words.append(table("residency_status").label(person.residency_status))
    return _(", ").join(filter(None, words))


def is_child(person: Resident, on: date) -> bool:
    """Tell whether somebody is treated as a child: under 18, or of unknown age and at school."""
    minor = person.is_minor(on.isoformat())
    return minor is True or (minor is None and bool(person.schooling or person.school))
