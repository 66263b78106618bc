"""What a helper owes by the rhythm agreed for his pairings, and how much of it he did (domain F2-10): windows counted, nothing averaged.

A rhythm of every k days cuts the time of a pairing into windows of k days, counted from its first day. A window belongs to the period in
which it ends; it is kept if the helper was in touch on any of its days. So ten calls on one day keep one window, and the windows of two
periods add up.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from stationdesk.services import hands
from stationdesk.services.contacts import chunks
from stationdesk.services.handover import subject_of
from stationdesk.services.pairing_world import GROUPS, Pair, World
from stationdesk.services.projects import project_named
from stationdesk.store.database import author_of


@dataclass(frozen=True, slots=True)
class Term:
    """For which days something was agreed, and how often; `until` is the first day without it."""

    begins: date
    every: int
    until: date | None = None
    rests: tuple[tuple[date, date], ...] = ()
    """First and last day of each rest."""


@dataclass(frozen=True, slots=True)
class Touch:
    """A helper was in touch with somebody: the day, and whether at home."""

    day: date
    home: bool


@dataclass(frozen=True, slots=True)
class PersonDuty:
    """What a helper owed one person in a period and what he did."""

    pairing: str
    resident: str
    due: int
    done: int
    home_due: int
    home_done: int
    last: date | None


@dataclass(frozen=True, slots=True)
class HelperDuty:
    """What a helper owed and did in a period, person by person."""

    helper: str
    people: tuple[PersonDuty, ...]

    @property
    def due(self) -> int:
        """Contacts and home visits due."""
        return sum(one.due + one.home_due for one in self.people)

    @property
    def done(self) -> int:
        """Contacts and home visits due that were made."""
        return sum(one.done + one.home_done for one in self.people)

    @property
    def last(self) -> date | None:
        """The last day he was in touch with any of them."""
        return max((one.last for one in self.people if one.last), default=None)

    def rate(self) -> int | None:
        """Return how much of it was done in whole per cent, rounded down, so that 100 means all; None where nothing was due."""
        return self.done * 100 // self.due if self.due else None


def windows(term: Term, first: date, last: date) -> list[tuple[date, date]]:
    """Return the windows that end from `first` to `last`, whole ones without a day of rest in them."""
    found: list[tuple[date, date]] = []
    number = max((first - term.begins).days // term.every - 1, 0)
    while True:
        begin = term.begins + timedelta(days=number * term.every)
        end = begin + timedelta(days=term.every - 1)
        number += 1
        if end > last or (term.until is not None and end >= term.until):
            return found
        if end >= first and not any(start <= end and begin <= stop for start, stop in term.rests):
            found.append((begin, end))


def kept(term: Term, days: Iterable[date], first: date, last: date) -> tuple[int, int]:
    """Return how many windows were due in a period and in how many of them one of `days` falls."""
    there, asked = sorted(set(days)), windows(term, first, last)
    return len(asked), sum(any(begin <= day <= end for day in there) for begin, end in asked)


def rhythm_of(world: World, pair: Pair) -> tuple[int | None, int | None]:
    """Return every how many days a pairing asks for a contact and for a home visit: as agreed for it, else as its project asks."""
    if pair.contact or pair.home:
        return pair.contact, pair.home
    project = project_named(world.projects, pair.project)
    return (project.contact_every_days, project.home_visit_every_days) if project else (None, None)


def rests_of(pair: Pair) -> list[tuple[date, date]]:
    """Return first and last day of each rest that is over, the earliest first."""
    rests = [one.split("/") for one in json.loads(pair.rests)] if pair.rests and pair.rests != "[]" else []
    return sorted((date.fromisoformat(one[0]), date.fromisoformat(one[-1])) for one in rests)


def term_of(pair: Pair, every: int, before: date) -> Term:
    """Return the term of a pairing; one whose beginning is not known is counted from day `before`."""
    spans = rests_of(pair)
    if pair.state == "suspended":
        spans.append((date.fromisoformat(pair.suspended_on) if pair.suspended_on else before, date.max))
    begins = date.fromisoformat(pair.start) if pair.start else before
    return Term(begins, every, date.fromisoformat(pair.end) if pair.end else None, tuple(spans))


def duties(session: Session, world: World, first: date, last: date, helpers: Iterable[str] | None = None) -> dict[str, HelperDuty]:
    """Return what each helper, or each of some, owed and did from `first` to `last`; who owed nothing to anybody is not among them.

    A visit or call counts for every helper who was there. A home visit is a contact too.
    """
    wanted = None if helpers is None else set(helpers)
    pairs = [
        one for one in world.pairs if one.helps and one.helper and one.state != "proposed" and (wanted is None or one.helper in wanted)
    ]
    pairs = [
        one
        for one in pairs
        if any(rhythm_of(world, one)) and one.start <= last.isoformat() and (not one.end or one.end > first.isoformat())
    ]
    longest = max((every or 0 for one in pairs for every in rhythm_of(world, one)), default=0)
    seen = touches(session, world, pairs, first - timedelta(days=longest), last)
    found: dict[str, list[PersonDuty]] = {}
    for one in pairs:
        found.setdefault(one.helper, []).append(_person(world, one, seen.get((one.helper, one.subject), ()), first, last))
    return {helper: HelperDuty(helper, tuple(people)) for helper, people in found.items()}


def _person(world: World, pair: Pair, seen: Sequence[Touch], first: date, last: date) -> PersonDuty:
    contact, home = rhythm_of(world, pair)
    due, done = kept(term_of(pair, contact, first), (one.day for one in seen), first, last) if contact else (0, 0)
    visits = (one.day for one in seen if one.home)
    home_due, home_done = kept(term_of(pair, home, first), visits, first, last) if home else (0, 0)
    ever = max((one.day for one in seen if one.day <= last), default=None)
    return PersonDuty(pair.id, subject_of(world, pair), due, done, home_due, home_done, ever)


_VISITS = (
    "SELECT resident_id, household_id, visited_on, mode, visitors FROM visit WHERE {of} IN ({marks}) AND author = ? AND removed_at IS NULL "
    "AND ifnull(outcome, 'met') = 'met' AND visited_on BETWEEN ? AND ? AND visitors <> '[]'"
)


def touches(session: Session, world: World, pairs: Iterable[Pair], first: date, last: date) -> dict[tuple[str, str], list[Touch]]:
    """Return when each helper was in touch with each person or household of the pairings."""
    people = {one.resident for one in pairs if one.resident}
    homes = {one.household for one in pairs if not one.resident}
    by_name = {hand.name: hand.id for hand in world.hands.values()}
    found: dict[tuple[str, str], list[Touch]] = {}
    for of, ids in (("resident_id", people), ("household_id", homes)):
        for some in chunks(sorted(ids)):
            sql = _VISITS.format(of=of, marks=",".join("?" * len(some)))
            given = (*some, author_of(session), first.isoformat(), last.isoformat())
            for resident, home, day, mode, visitors in session.connection().exec_driver_sql(sql, given):
                touch = Touch(date.fromisoformat(day), mode == "home")
                for helper in _there(world, by_name, json.loads(visitors)):
                    found.setdefault((helper, resident if of == "resident_id" else home), []).append(touch)
    return found


def _there(world: World, by_name: Mapping[str, str], visitors: Sequence[Mapping[str, str]]) -> set[str]:
    """Return the helpers who were there: by their record, by a name without one, and the team they came for."""
    found = set()
    for one in visitors:
        helper = one.get("helper_id") or by_name.get(one.get("name", ""), "")
        found.add(kept_as(world, helper))
        team = world.hands.get(by_name.get(one.get("org", ""), ""))
        if team is not None and team.type in GROUPS:
            found.add(team.id)
    return found - {""}


def kept_as(world: World, helper: str) -> str:
    """Return the record a helper is kept as, where he was written down twice."""
    return hands.kept_as(world.hands, helper)
