"""Who was in the register at the end of a day, with the categories and the grade of that day: what lists with a cut-off begin with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.code import table
from stationdesk.registers.resident import GONE
from stationdesk.registers.status_change import StatusChange
from stationdesk.services.grading import word_of
from stationdesk.services.shown_person import Person, details_of
from stationdesk.services.status_history import stay_on
from stationdesk.store.database import author_of

_RESIDENTS = """
SELECT id, household_id, enrolled_on, merged_into, residency_status, residency_since, residency_place FROM resident
WHERE author = ? AND removed_at IS NULL
"""


@dataclass(frozen=True)
class There:
    """The people of the register on a day: who they are, their categories and grades then."""

    people: Mapping[str, Person]
    categories: Mapping[str, tuple[str, ...]]
    grades: Mapping[str, tuple[str, str]]
    """Code and word of the grade in force."""


def people_on(session: Session, cut_off: date) -> There:
    """Return who was in the register at the end of a day: enrolled by then, not dead, moved away or merged."""
    day, own = cut_off.isoformat(), author_of(session)
    residents = session.connection().exec_driver_sql(_RESIDENTS, (own,)).all()
    moves: dict[str, list[StatusChange]] = defaultdict(list)
    told = select(StatusChange).where(
        StatusChange.author == own, col(StatusChange.removed_at).is_(None), col(StatusChange.wrong_on).is_(None)
    )
    for move in session.exec(told.order_by(col(StatusChange.happened_on), col(StatusChange.key))):
        moves[move.resident_id].append(move)
    there = [one for one in residents if (one.enrolled_on or "") <= day and _there(one, moves.get(one.id, []), cut_off)]
    people = details_of(session, [one.id for one in there])
    return There(people, _categories(session, there, day), _grades(session, day))


def _there(one: Any, moves: list[StatusChange], on: date) -> bool:
    return one.merged_into is None and stay_on(one, moves, on).status not in GONE


def _categories(session: Session, people: Iterable[Any], day: str) -> dict[str, tuple[str, ...]]:
    """Return the open categories each person held on a day, his household's with his own; restricted ones by the open one above."""
    known = table("resident_category")
    held: dict[str, set[str]] = defaultdict(set)
    running = select(CategoryTag).where(CategoryTag.author == author_of(session), col(CategoryTag.removed_at).is_(None))
    for tag in session.exec(running):
        if (tag.from_date or "") <= day and (tag.to_date is None or tag.to_date >= day):
            held[tag.resident_id or tag.household_id or ""].add(known.unrestricted(tag.category))
    order = {row.code: at for at, row in enumerate(known.rows)}
    return {
        one.id: tuple(
            sorted(held.get(one.id, set()) | held.get(one.household_id or "", set()), key=lambda code: order.get(code, len(order)))
        )
        for one in people
    }


def _grades(session: Session, day: str) -> dict[str, tuple[str, str]]:
    """Return the grade of everybody who had one on a day; the one given last where two overlap."""
    found: dict[str, tuple[str, str]] = {}
    words: dict[str, str] = {}
    held = select(CareGrade).where(CareGrade.author == author_of(session), col(CareGrade.removed_at).is_(None))
    for one in session.exec(held.order_by(col(CareGrade.from_date), col(CareGrade.key))):
        if one.in_force(day):
            word = words.setdefault(one.grade, word_of(session, one.grade, date.fromisoformat(day)))
            found[one.resident_id] = (one.grade, word)
    return found
