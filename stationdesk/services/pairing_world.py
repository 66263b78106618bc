"""Everything that the page of pairings, its gaps, a handover and the figures are made of, read once and nothing changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.grade_scheme import Grade
from stationdesk.registers.pairing import OVER
from stationdesk.registers.project import ProjectDraft
from stationdesk.registers.resident import GONE
from stationdesk.registers.responsibility_level import ResponsibilityLevelDraft
from stationdesk.services.contacts import chunks
from stationdesk.services.grading import grade_of, schemes
from stationdesk.services.hands import Hand, instead_of, kept_as, read_hands
from stationdesk.services.projects import Need, levels, need_of, project_named, projects
from stationdesk.services.shown_person import Person
from stationdesk.services.standing_in import away_now
from stationdesk.store.database import author_of

NO_HELP = frozenset({"family_doctor"})
"""Kinds of pairing that are a contract and nobody's helping hand."""
ANSWERING = "responsibility"
"""The kind of pairing by which somebody answers for a person at a level: 包保."""
APART = frozenset({"responsible_officer", "doctor", "police"})
"""Kinds of helpers who answer or treat, and are not offered where somebody looks for company."""
GROUPS = frozenset({"team", "branch", "company", "organisation"})
"""Kinds of helpers that are many people under one name."""


class Pair(NamedTuple):
    """A pairing as lists need it."""

    id: str
    helper: str
    helper_name: str
    resident: str
    household: str
    kind: str
    level: int | None
    level_label: str
    project: str
    state: str
    proposed_on: str
    start: str
    end: str
    end_reason: str
    suspended_on: str
    suspended_reason: str
    frequency: str
    contact: int | None
    home: int | None
    helper_agreed_on: str
    resident_agreed_on: str
    previous: str
    rests: str

    @property
    def answers(self) -> bool:
        """Whether it is 包保: somebody answers for the person at a level."""
        return self.kind == ANSWERING or self.level is not None

    @property
    def helps(self) -> bool:
        """Whether it is a helping hand."""
        return not self.answers and self.kind not in NO_HELP

    def holds(self, day: str) -> bool:
        """Tell whether it holds on a day; a suspended one does, a proposed one does not."""
        if self.state == "proposed" or (self.state in OVER and not self.end):
            return False
        return self.start <= day and (not self.end or day < self.end)

    def to_come(self, day: str) -> bool:
        """Tell whether it begins later, or is only proposed."""
        if self.state in OVER:
            return bool(self.end) and day < self.start < self.end
        return (self.state == "proposed" or self.start > day) and (not self.end or day < self.end)

    @property
    def subject(self) -> str:
        """Whom it is for: a person's id, or a household's."""
        return self.resident or self.household


class Subject(NamedTuple):
    """A person of the board: what a list may show, and where he lives."""

    person: Person
    household: str
    status: str
    since: str
    gone: bool


@dataclass
class World:
    """The pairings with their two sides on one day."""

    on: date
    pairs: list[Pair]
    hands: dict[str, Hand]
    subjects: dict[str, Subject]
    grades: dict[str, Grade]
    categories: dict[str, tuple[str, ...]]
    projects: list[ProjectDraft]
    levels: list[ResponsibilityLevelDraft]
    of_subject: dict[str, list[Pair]] = field(default_factory=dict)
    of_hand: dict[str, list[Pair]] = field(default_factory=dict)
    needs: dict[tuple[str, tuple[str, ...]], Need] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    """People of the board by household."""
    numbers: tuple[int, ...] = ()
    """The levels of responsibility by their numbers."""
    away: dict[str, str] = field(default_factory=dict)
    """Who is away on the day, by the helper's id, and who stands in, by name."""

    def __post_init__(self) -> None:
        self.numbers = tuple(one.number for one in self.levels)
        for one in self.pairs:
            self.of_subject.setdefault(one.subject, []).append(one)
            if one.helper:
                self.of_hand.setdefault(one.helper, []).append(one)
        for id_, subject in self.subjects.items():
            if subject.household:
                self.members.setdefault(subject.household, []).append(id_)

    @property
    def day(self) -> str:
        """The day as it is kept."""
        return self.on.isoformat()

    def pairs_of(self, resident: str) -> list[Pair]:
        """Return the pairings of a person, those of his household among them."""
        subject = self.subjects.get(resident)
        home = self.of_subject.get(subject.household, []) if subject and subject.household else []
        return [*self.of_subject.get(resident, []), *home] if home else self.of_subject.get(resident, [])

    def need(self, resident: str) -> Need:
        """Return what a person should have; those of one grade and the same categories should have the same."""
        grade = self.grades.get(resident)
        like = (grade.code if grade else "", self.categories.get(resident, ()))
        if like not in self.needs:
            self.needs[like] = need_of(self.projects, self.levels, *like)
        return self.needs[like]

    def level_of(self, pair: Pair) -> int:
        """Return at which level a pairing answers: by its number, else by its name, else by the helper's office, else the lowest."""
        numbers = self.numbers
        if pair.level in numbers:
            return int(pair.level or 0)
        for one in self.levels:
            if pair.level_label and (pair.level_label in one.label or one.label in pair.level_label):
                return one.number
        hand = self.hands.get(pair.helper)
        for one in self.levels:
            if hand and hand.org_level and hand.org_level == one.org_level:
                return one.number
        return numbers[-1]

    def name_of(self, pair: Pair) -> str:
        """Return the helper's name as lists say it."""
        hand = self.hands.get(pair.helper)
        return hand.name if hand else pair.helper_name

    def load(self, hand: str, day: str = "") -> int:
        """Return how many people or households a helper stands by, those proposed and to come among them."""
        day = day or self.day
        return len({one.subject for one in self.of_hand.get(hand, ()) if one.helps and (one.holds(day) or one.to_come(day))})

    def most_of(self, hand: Hand, project: str = "") -> int | None:
        """Return how many a helper may have: what was agreed with him, else what the project allows."""
        if hand.most is not None:
            return hand.most
        found = project_named(self.projects, project) or next((one for one in self.projects if hand.type in one.helper_types), None)
        return found.most_of_helper() if found else None

    def shown(self, resident: str) -> str:
        """Return a person's name as a shared list says it: of a child the alias."""
        subject = self.subjects.get(resident)
        return subject.person.shown(self.on) if subject else _("somebody|helped")


PAIRS = (
    "SELECT id, ifnull(helper_id, ''), ifnull(helper_name, ''), ifnull(resident_id, ''), ifnull(household_id, ''), "
    "ifnull(kind, 'pairing'), "
    "level, ifnull(level_label, ''), ifnull(project, ''), ifnull(state, 'active'), ifnull(proposed_on, ''), ifnull(start_date, ''), "
    "ifnull(end_date, ''), ifnull(end_reason, ''), ifnull(suspended_on, ''), ifnull(suspended_reason, ''), ifnull(frequency, ''), "
    "contact_every_days, home_visit_every_days, ifnull(helper_agreed_on, ''), ifnull(resident_agreed_on, ''), ifnull(previous_id, ''), "
    "rests FROM pairing WHERE author = ? AND removed_at IS NULL ORDER BY key"
)
_AROUND = (
    "(resident_id IN (SELECT resident_id FROM pairing WHERE helper_id IN (SELECT value FROM json_each(?))) "
    "OR household_id IN (SELECT household_id FROM pairing WHERE helper_id IN (SELECT value FROM json_each(?)) AND resident_id IS NULL))"
)
_GRADES = (
    "SELECT resident_id, scheme_code, grade FROM care_grade INDEXED BY care_grade_force WHERE author = ? AND removed_at IS NULL "
    "AND (from_date IS NULL OR from_date <= ?) AND (to_date IS NULL OR to_date >= ?) ORDER BY resident_id, from_date, key"
)
_TAGS = (
    "SELECT resident_id, household_id, category FROM category_tag WHERE author = ? AND removed_at IS NULL AND category IN ({marks}) "
    "AND (from_date IS NULL OR from_date <= ?) AND (to_date IS NULL OR to_date >= ?) ORDER BY key"
)
_PEOPLE = (
    "SELECT id, name, alias, birth_date, birth_precision, birth_calendar, schooling, school, village_group, route_order, phones, "
    "ifnull(household_id, ''), ifnull(residency_status, ''), ifnull(residency_since, ''), closed_on FROM resident "
    "WHERE {of} IN ({marks}) AND author = ? AND removed_at IS NULL"
)


def read_world(session: Session, on: date, *, around: str = "") -> World:
    """Read the pairings of day `on` with everybody they are about and everybody they should be about.

    `around` is a helper: then only those he stands by are read, with their pairings, and nothing of who should have whom.
    """
    ask, own, day = session.connection().exec_driver_sql, author_of(session), on.isoformat()
    running, asked = projects(session, on), levels(session)
    hands = read_hands(session)
    if around:
        same = json.dumps([one for one in hands if kept_as(hands, one) == kept_as(hands, around)] or [around])
        pairs = read_pairs(ask(PAIRS.replace("ORDER", f"AND {_AROUND} ORDER"), (own, same, same)).fetchall(), hands)
        subjects = people_of(session, {one.resident for one in pairs} - {""}, "id")
        subjects |= people_of(session, {one.household for one in pairs if not one.resident}, "household_id")
        return World(on, pairs, hands, subjects, {}, {}, running, asked)
    pairs = read_pairs(ask(PAIRS, (own,)).fetchall(), hands)
    rules = schemes(session, day)
    grades: dict[str, Grade] = {}
    for resident, scheme, code in ask(_GRADES, (own, day, day)).fetchall():
        grade = grade_of(rules, scheme, code)
        if grade is not None:
            grades[resident] = grade
    wanted = {one for project in running for one in project.categories} | {one for level in asked for one in level.categories}
    tags, home_tags = _tags(session, wanted, day)
    ids = {one.resident for one in pairs} | {one.resident for one in hands.values()} | set(grades) | set(tags)
    homes = {one.household for one in pairs if not one.resident} | set(home_tags)
    subjects = people_of(session, ids - {""}, "id") | people_of(session, homes, "household_id")
    for id_, subject in subjects.items():
        shared = home_tags.get(subject.household)
        if shared:
            tags[id_] = [*tags.get(id_, ()), *shared]
    held = {id_: tuple(some) for id_, some in tags.items()}
    return World(on, pairs, hands, subjects, grades, held, running, asked, away=away_now(session, on))


def read_pairs(rows: Iterable[Sequence[Any]], hands: Mapping[str, Hand]) -> list[Pair]:
    """Return the pairings of `PAIRS`; whom the county's record names is the station's own helper where the two are one."""
    return [Pair(row[0], instead_of(hands, row[1]), *row[2:]) for row in rows]


def _tags(session: Session, wanted: Iterable[str], day: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the categories in force that a rule asks for, of people and of whole households."""
    own, homes, codes = dict[str, list[str]](), dict[str, list[str]](), sorted(set(wanted))
    if not codes:
        return own, homes
    sql = _TAGS.format(marks=",".join("?" * len(codes)))
    for resident, home, category in session.connection().exec_driver_sql(sql, (author_of(session), *codes, day, day)).fetchall():
        (own if resident else homes).setdefault(resident or home, []).append(category)
    return own, homes


def people_of(session: Session, ids: Iterable[str], of: str) -> dict[str, Subject]:
    """Return the people of ids, or of households where `of` is `household_id`."""
    found: dict[str, Subject] = {}
    for some in chunks(sorted(ids)):
        sql = _PEOPLE.format(of=of, marks=",".join("?" * len(some)))
        found |= {row[0]: _subject(row) for row in session.connection().exec_driver_sql(sql, (*some, author_of(session))).fetchall()}
    return found


def _subject(row: Sequence[Any]) -> Subject:
    *person, home, status, since, closed = row
    return Subject(Person(*person), home, status, since, status in GONE or closed is not None)
