"""Rows of the list of residents: grade, name or alias, age, categories in words, group, what is next due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.grade_scheme import Grade
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import ADULT, GONE, may_be_under, years_old
from stationdesk.services.contacts import chunks, known_of
from stationdesk.services.day_words import day_words
from stationdesk.services.due import Due, Known, State, due
from stationdesk.services.facing_visitors import AWAY_ILL, shown_categories
from stationdesk.services.resident_roll import Roll
from stationdesk.store.database import author_of

NOTHING = "—"
_PEOPLE = (
    "SELECT id, name, alias, birth_date, birth_precision, birth_calendar, schooling IS NOT NULL OR school IS NOT NULL, village_group, "
    "residency_status, residency_place, household_id FROM resident WHERE id IN ({marks}) AND author = ? AND removed_at IS NULL"
)
_TAGS = (
    "SELECT {of}, category FROM category_tag WHERE {of} IN ({marks}) AND removed_at IS NULL {alone}"
    "AND (from_date IS NULL OR from_date <= ?) AND (to_date IS NULL OR to_date >= ?) ORDER BY key"
)
_SHORT = {"living_alone", "empty_nest", "left_behind_elder", "kinless", "bereaved_of_only_child", "disabled_function"}
_SHORT |= {"partly_dependent", "dementia", "oldest_old"}


@dataclass(frozen=True, slots=True)
class ResidentRow:
    """One resident as a list may show him to the operator who asked; `locked`: alias, grade and next only."""

    id: str
    name: str
    grade: str
    """Code of the grade in force, paused, or empty."""
    grade_word: str
    age: int | None
    categories: str
    group: str
    due: str
    due_tone: str
    """late, soon, bold (today) or plain."""
    child: bool
    locked: bool

    @property
    def sentence(self) -> str:
        """The row as it is read aloud: 红色，汪厚行，81岁，独居、高龄，汪家组，今天."""
        age = _("{years} years").format(years=self.age) if self.age is not None else ""
        lock = _("child, locked") if self.locked else ""
        words = (self.grade_word, self.name, age, lock, self.categories, self.group if self.group != NOTHING else "", self.due)
        return "，".join(word for word in words if word and word != NOTHING)


def rows(
    session: Session, ids: Sequence[str], on: date, *, may_see_children: bool = False, covered: bool = False, roll: Roll | None = None
) -> dict[str, ResidentRow]:
    """Return the rows of `ids` as of day `on`; whoever is gone meanwhile is missing. A `roll` that follows saves a third of the time.

    A child goes by alias and without a group always; without `may_see_children` nothing else about him is said but grade and next.
    `covered`: illnesses are left out, for the screen faces visitors.
    """
    known, found = known_of(session, ids, on), {}
    for some in chunks(list(ids)):
        ask = session.connection().exec_driver_sql
        people = ask(_PEOPLE.format(marks=_marks(some)), (*some, author_of(session))).all()
        tags = roll.categories_of(some) if roll else categories_of(session, [(row[0], row[10]) for row in people], on)
        for row in people:
            codes = tags.get(row[0], ())
            line = _row(row, shown_categories(codes) if covered else codes, known[row[0]], on, may_see_children, covered=covered)
            found[row[0]] = line
    return found


def categories_of(session: Session, people: Sequence[tuple[str, str | None]], on: date) -> dict[str, tuple[str, ...]]:
    """Return the categories in force of residents (id, household), their own before those of their household."""
    day, ask = on.isoformat(), session.connection().exec_driver_sql
    found: dict[str, list[str]] = {}
    ids = [id_ for id_, _home in people]
    for owner, code in ask(_TAGS.format(of="resident_id", marks=_marks(ids), alone=""), (*ids, day, day)):
        found.setdefault(owner, []).append(code)
    homes = sorted({home for _id, home in people if home})
    shared: dict[str, list[str]] = {}
    alone = "AND resident_id IS NULL "
    for home, code in ask(_TAGS.format(of="household_id", marks=_marks(homes), alone=alone), (*homes, day, day)):
        shared.setdefault(home, []).append(code)
    return {id_: tuple(dict.fromkeys(found.get(id_, []) + shared.get(home or "", []))) for id_, home in people}


def category_words(codes: Sequence[str]) -> str:
    """Return categories as a list says them: 独居、高龄; what an elder is needs no 老人 behind it."""
    return "、".join(category_word(code) for code in codes)


def category_word(code: str) -> str:
    """Return one category's word for a list."""
    label = table("resident_category").label(code)
    return label.removesuffix(_("elder|suffix")) if code in _SHORT else label


def due_cell(found: Due, on: date) -> tuple[str, str]:
    """Return what stands in the column of what is next, and its tone; a late daily contact is simply today's."""
    if found.state is State.PAUSED:
        return _("paused"), "ink2"
    if found.state is State.NONE or found.due_on is None:
        return NOTHING, "ink3"
    if found.state is State.LATE and not found.daily:
        return _("{days} days late").format(days=found.days), "late"
    if found.state in (State.LATE, State.TODAY):
        return _("today"), "soon" if found.tried_today else "bold"
    if found.state is State.TOMORROW:
        return _("tomorrow"), "plain"
    return day_words(found.due_on, on), "plain"


def grade_of_row(known: Known, found: Due) -> tuple[str, str]:
    """Return the code of the mark and the word beside it: a paused person's mark is a dash."""
    if known.grade is None:
        return "", NOTHING
    if found.state is State.PAUSED:
        return "paused", _("paused|grade")
    return known.grade.code, grade_word(known.grade)


def grade_word(grade: Grade) -> str:
    """Return a grade's word."""
    return grade.label


def _marks(ids: Sequence[str]) -> str:
    return ",".join("?" * len(ids))


def _row(row: Any, codes: tuple[str, ...], known: Known, on: date, may_see_children: bool, *, covered: bool = False) -> ResidentRow:
    id_, name, alias, birth, precision, calendar, at_school, group, status, place, _home = row
    minor = may_be_under(ADULT, birth, precision, calendar, on.isoformat())
    child = minor is True or (minor is None and bool(at_school))
    locked = child and not may_see_children
    found = due(known, on)
    grade, word = grade_of_row(known, found)
    cell, tone = due_cell(found, on)
    if covered and status in AWAY_ILL:
        status = None
    elif found.state is State.PAUSED:
        cell = _("{state}, paused").format(state=table("residency_status").label(status))
    shown = _("{alias} (alias)").format(alias=masked_child(name, alias)) if child else name
    words = "" if locked else _state(status, place) or category_words(codes)
    return ResidentRow(
        id_,
        shown,
        grade,
        word,
        None if locked else years_old(birth, precision, on.isoformat()),
        words,
        NOTHING if child or not group else group,
        cell,
        tone,
        child,
        locked,
    )


def _state(status: str | None, place: str | None) -> str:
    """Return where somebody is who is not at home, which matters more than the categories: 住院（区医院）."""
    if status not in GONE | {"hospital", "institution", "away", "missing"}:
        return ""
    label = table("residency_status").label(status)
    return _("{state} ({place})").format(state=label, place=place) if place else label
