"""Reads households for the list of them: who belongs to each, who is away, who brings the children up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from sys import intern
from typing import Any

from sqlmodel import Session

from stationdesk.registers.resident import ADULT, may_be_under
from stationdesk.services.family_facts import LETTER_DAYS, LOOKING_AFTER, Charge, Facts, ParentKin, Soul, facts_of
from stationdesk.services.kin_words import PARENTS
from stationdesk.services.roll_reading import sound_of
from stationdesk.store.database import author_of

CHUNK = 500


@dataclass(slots=True, eq=False)
class HomeLine:
    """One household as lists are filtered and sorted by."""

    id: str
    number: str
    group: str
    sound: bytes
    """What names are sorted by: that of the head."""
    size: int
    at_home: int
    children: int
    flags: frozenset[str]
    carers: tuple[str, ...]
    """What those who bring the children up are to them, as codes."""


_HOMES = (
    "SELECT id, household_no, head_id, head_name, village_group FROM household WHERE author = ? AND removed_at IS NULL "
    "AND merged_into IS NULL"
)
_SOULS = (
    "SELECT id, household_id, relation_to_head, sex, birth_date, birth_precision, birth_calendar, residency_status, "
    "schooling IS NOT NULL OR school IS NOT NULL, parents_away, name, village_group FROM resident "
    "WHERE author = ? AND removed_at IS NULL AND merged_into IS NULL AND household_id IS NOT NULL"
)
_KIN = (
    "SELECT resident_id, relation, kin_resident_id, works_at IS NOT NULL OR away_since IS NOT NULL, life_state = 'deceased' FROM kin "
    "WHERE author = ? AND removed_at IS NULL AND relation IN ({codes})"
)
_CHARGES = (
    "SELECT resident_id, kind, relation, guardian_resident_id, from_date, to_date, key FROM guardian "
    "WHERE author = ? AND removed_at IS NULL AND kind IN ({codes})"
)


def soul_of(row: Any, on: str) -> Soul:
    """Return a member from the first ten columns of `_SOULS`."""
    id_, home, relation, sex, birth, precision, calendar, status, at_school, away = row[:10]
    minor = None if birth and int(birth[:4]) < int(on[:4]) - ADULT - 2 else may_be_under(ADULT, birth, precision, calendar, on)
    child = minor is True or (birth is None and bool(at_school))
    return Soul(id_, home, relation, sex, birth, precision, status, child, away)


class HomeReading:
    """One reading of households, of all or of some."""

    def __init__(self, session: Session, on: date) -> None:
        self.session, self.author = session, author_of(session)
        self.day, self.soon = on.isoformat(), (on + timedelta(days=LETTER_DAYS)).isoformat()

    def lines(self, ids: Collection[str] | None = None) -> dict[str, HomeLine]:
        """Return the lines of the households `ids`, or of all."""
        found: dict[str, HomeLine] = {}
        for some in [None] if ids is None else chunks(sorted(ids)):
            found |= self._lines(some)
        return found

    def facts(self, ids: Collection[str]) -> dict[str, Facts]:
        """Return what is true of each of the households `ids`."""
        return {id_: facts for some in chunks(sorted(ids)) for id_, facts, _home, _name in self._judged(some)}

    def _lines(self, ids: list[str] | None) -> dict[str, HomeLine]:
        return {
            id_: HomeLine(
                id_,
                number or "",
                intern(group or ""),
                sound_of(name),
                facts.size,
                facts.at_home,
                len(facts.children),
                facts.flags,
                _carers(facts),
            )
            for id_, facts, (number, group), name in self._judged(ids)
        }

    def _judged(self, ids: list[str] | None) -> Iterator[tuple[str, Facts, tuple[str | None, str | None], str]]:
        """Yield of each household its id, what is true of it, number and group, and the head's name."""
        members: dict[str, list[Soul]] = defaultdict(list)
        names: dict[str, tuple[str, str]] = {}
        for row in self._ask(_SOULS, ids, "household_id"):
            soul = soul_of(row, self.day)
            members[soul.home].append(soul)
            if row[2] in ("head", "self") or soul.home not in names:
                names[soul.home] = (row[10], row[11] or "")
        children = {one.id for souls in members.values() for one in souls if one.child}
        parents = self.parents(None if ids is None else children)
        charges = self.charges(None if ids is None else children)
        statuses = self.statuses(members, parents, charges)
        for id_, number, head_id, head_name, group in self._ask(_HOMES, ids, "id"):
            souls = members.get(id_, [])
            mine = [charge for soul in souls if soul.child for charge in charges.get(soul.id, ())]
            facts = facts_of(souls, head_id, parents, mine, statuses, self.day, self.soon)
            name, home_group = names.get(id_, (head_name or "", ""))
            yield id_, facts, (number, group or home_group), head_name or name

    def parents(self, children: Collection[str] | None) -> dict[str, list[ParentKin]]:
        """Return the fathers and mothers on the lists of relatives, by child."""
        found: dict[str, list[ParentKin]] = defaultdict(list)
        codes = ",".join(f"'{code}'" for code in sorted(PARENTS))
        for some in [None] if children is None else chunks(sorted(children)):
            for child, relation, resident, away, dead in self._ask(_KIN.format(codes=codes), some, "resident_id"):
                found[child].append(ParentKin(child, relation, resident, bool(away), bool(dead)))
        return found

    def charges(self, children: Collection[str] | None) -> dict[str, list[Charge]]:
        """Return who looks after children by a letter or in fact, by child."""
        found: dict[str, list[Charge]] = defaultdict(list)
        codes = ",".join(f"'{code}'" for code in LOOKING_AFTER)
        for some in [None] if children is None else chunks(sorted(children)):
            for row in self._ask(_CHARGES.format(codes=codes), some, "resident_id"):
                found[row[0]].append(Charge(*row))
        return found

    def statuses(
        self, members: Mapping[str, list[Soul]], parents: Mapping[str, list[ParentKin]], charges: Mapping[str, list[Charge]]
    ) -> dict[str, str | None]:
        """Return where those are who matter to a household they do not belong to."""
        found = {soul.id: soul.status for souls in members.values() for soul in souls}
        wanted = {kin.resident_id for kins in parents.values() for kin in kins if kin.resident_id}
        wanted |= {one.guardian_resident_id for ones in charges.values() for one in ones if one.guardian_resident_id}
        for some in chunks(sorted(str(one) for one in wanted - found.keys())):
            sql = f"SELECT id, residency_status FROM resident WHERE id IN ({_marks(some)}) AND removed_at IS NULL"  # noqa: S608 - marks only
            found |= dict(self.session.connection().exec_driver_sql(sql, tuple(some)).all())
        return found

    def _ask(self, sql: str, ids: list[str] | None, column: str) -> Iterator[Any]:
        given = (self.author, *(ids or ()))
        narrowed = f" AND {column} IN ({_marks(ids)})" if ids is not None else ""
        result = self.session.connection().exec_driver_sql(sql + narrowed, given)
        return (row for some in result.partitions(1000) for row in some)


def _carers(facts: Facts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(intern(one.relation) for one in facts.carers if one.relation))


def chunks(ids: list[str]) -> Iterator[list[str]]:
    """Yield `ids` in pieces that one question takes."""
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _marks(ids: Collection[str]) -> str:
    return ",".join("?" * len(ids))
