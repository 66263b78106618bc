"""A resident as a list of the station may show him: name or alias, age, group, a masked number, the relative to call."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.mask import masked_child, masked_phone
from stationdesk.registers.resident import ADULT, may_be_under_at, years_old
from stationdesk.services.contacts import chunks
from stationdesk.store.database import author_of

LAST = 10_000
"""Where on the route stands who has no place on it."""

_PEOPLE = """
SELECT id, name, alias, birth_date, birth_precision, birth_calendar, schooling, school, village_group, route_order, phones
FROM resident WHERE id IN ({marks}) AND author = ? AND removed_at IS NULL
"""
_KIN = """
SELECT resident_id, relation, place, works_at, phones, life_state FROM kin
WHERE resident_id IN ({marks}) AND removed_at IS NULL ORDER BY resident_id, ifnull(contact_order, 99), key
"""


class Person(NamedTuple):
    """The few fields of a resident that a line shows."""

    id: str
    name: str
    alias: str | None
    birth_date: str | None
    birth_precision: str | None
    birth_calendar: str | None
    schooling: str | None
    school: str | None
    village_group: str | None
    route_order: int | None
    phones: str | None

    def route(self) -> tuple[str, int, str, str]:
        """Return where the person stands on the way round: group, route, name."""
        return (self.village_group or "\uffff", LAST if self.route_order is None else self.route_order, self.name, self.id)

    def is_child(self, on: date) -> bool:
        """Tell whether the person is, or must be taken for, a child."""
        return self.child_of(self.age(on))

    def child_of(self, age: int | None) -> bool:
        """Tell whether the person, of that age, is or must be taken for a child."""
        minor = may_be_under_at(ADULT, age, self.birth_precision, self.birth_calendar)
        return bool(self.schooling or self.school) if minor is None else minor

    def shown(self, on: date) -> str:
        """Return the name as a list may show it: of a child the alias, marked as one."""
        return self.alias_shown() if self.is_child(on) else self.name

    def alias_shown(self) -> str:
        """Return what a child is called in a list."""
        return _("{alias} (alias)").format(alias=masked_child(self.name, self.alias))

    def phone(self) -> str:
        """Return the number to dial first, masked; empty if there is none."""
        return first_number(self.phones)

    def age(self, on: date) -> int | None:
        """Return the age in whole years, if the birth year is known."""
        return years_old(self.birth_date, self.birth_precision, on.isoformat())


def details_of(session: Session, ids: Iterable[str]) -> dict[str, Person]:
    """Return what a line shows of each of the own residents `ids`."""
    found = {}
    for some in chunks(list(ids)):
        sql = _PEOPLE.format(marks=",".join("?" * len(some)))
        for row in session.connection().exec_driver_sql(sql, (*some, author_of(session))).all():
            found[str(row[0])] = Person._make(row)
    return found


def kin_of(session: Session, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return of each resident the relative to call first: who and where (儿子在深圳), and a number (masked)."""
    found: dict[str, tuple[str, str]] = {}
    relations = table("relation")
    for some in chunks(list(ids)):
        sql = _KIN.format(marks=",".join("?" * len(some)))
        for resident, relation, place, works_at, phones, life in session.connection().exec_driver_sql(sql, tuple(some)).all():
            if resident in found or life == "deceased":
                continue
            who, where = relations.label(relation), works_at or place or ""
            said = _("{who} in {where}").format(who=who, where=where) if who and where else who
            found[resident] = (said, first_number(phones))
    return found


def first_number(phones: str | None) -> str:
    """Return the first number of a kept list that is not known to be dead, masked; empty if there is none."""
    numbers = [one["number"] for one in json.loads(phones) if one.get("usable") is not False] if phones else []
    return masked_phone(numbers[0]) if numbers else ""
