"""Which wishes a group, a taker or typed words leave, and what the filters of the board offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.shown_person import Person
from stationdesk.store.database import author_of

_PEOPLE = """
SELECT w.id, ifnull(w.public_name, ''), ifnull(h.head_name, ''), ifnull(h.village_group, ''), p.id, p.name, p.alias, p.birth_date,
  p.birth_precision, p.birth_calendar, p.schooling, p.school, p.village_group, p.route_order
FROM wish w LEFT JOIN resident p ON p.id = w.resident_id AND p.author = w.author
  LEFT JOIN household h ON h.id = w.household_id AND h.author = w.author
WHERE w.author = ? AND w.removed_at IS NULL
"""
_IN_GROUP = " AND (p.village_group = ? OR (p.id IS NULL AND h.village_group = ?))"
_CALLED = " AND (instr(ifnull(p.name, h.head_name), ?) OR instr(ifnull(p.alias, ''), ?) OR instr(ifnull(w.public_name, ''), ?))"
_ALIASED = " AND p.alias IS NULL AND substr(p.name, -1) = ?"
_WORDS = """
SELECT id FROM wish WHERE author = ? AND removed_at IS NULL
  AND (instr(content, ?) OR instr(ifnull(spec, ''), ?) OR instr(ifnull(wish_no, ''), ?))
"""
_TAKEN = "SELECT wish_id FROM wish_claim WHERE removed_at IS NULL AND ifnull(is_extra, 0) = 0 AND claimer = ?"
_TAKERS = "SELECT wish_id FROM wish_claim WHERE removed_at IS NULL AND ifnull(is_extra, 0) = 0 AND instr(claimer, ?)"
_NAMES = "SELECT DISTINCT claimer FROM wish_claim WHERE removed_at IS NULL AND ifnull(is_extra, 0) = 0 ORDER BY claimer LIMIT 300"
_GROUPS = """
SELECT DISTINCT p.village_group FROM wish w JOIN resident p ON p.id = w.resident_id AND p.author = w.author
WHERE w.author = ? AND w.removed_at IS NULL AND p.village_group IS NOT NULL ORDER BY p.village_group
"""


def claimers(session: Session) -> list[str]:
    """Return who has ever taken a wish."""
    return [str(row[0]) for row in session.connection().exec_driver_sql(_NAMES)]


def groups(session: Session) -> list[str]:
    """Return the village groups of those who wish."""
    return [str(row[0]) for row in session.connection().exec_driver_sql(_GROUPS, (author_of(session),))]


def in_group(session: Session, group: str, on: date) -> frozenset[str]:
    """Return the wishes of a village group; of children nobody is told where they live."""
    rows = session.connection().exec_driver_sql(_PEOPLE + _IN_GROUP, (author_of(session), group, group))
    return frozenset(row[0] for row in rows if not _is_child(_person(row), on))


def taken_by(session: Session, claimer: str) -> frozenset[str]:
    """Return the wishes somebody has taken, then or now."""
    return frozenset(row[0] for row in session.connection().exec_driver_sql(_TAKEN, (claimer,)))


def typed_in(session: Session, typed: str, on: date) -> frozenset[str]:
    """Return the wishes whose thing, number, taker or person holds what was typed; a child is found by the alias alone."""
    ask, mine = session.connection().exec_driver_sql, author_of(session)
    found = {row[0] for row in ask(_WORDS, (mine, typed, typed, typed))}
    found |= {row[0] for row in ask(_TAKERS, (typed,))}
    rows = [*ask(_PEOPLE + _CALLED, (mine, typed, typed, typed)), *ask(_PEOPLE + _ALIASED, (mine, typed[-1:]))]
    found |= {row[0] for row in rows if typed in called(_person(row), row[1], row[2], on)}
    return frozenset(found)


def called(person: Person | None, public_name: str, home: str, on: date) -> str:
    """Return whose wish it is as a list may say it: a child by the name for the wall, else by alias."""
    if person is None:
        return _("the family of {name}").format(name=home) if home else _("a household|who")
    if public_name and person.is_child(on):
        return _("{alias} (alias)").format(alias=public_name)
    return person.shown(on)


def _person(row: Sequence[Any]) -> Person | None:
    values = row[4:]
    return Person._make((*values, None)) if values[0] else None


def _is_child(person: Person | None, on: date) -> bool:
    return person is not None and person.is_child(on)
