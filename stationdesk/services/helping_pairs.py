"""The pairs that help, with when each was kept: what a week's list is made of, read without anything of who should have whom."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.services.contacts import chunks
from stationdesk.services.hands import read_hands
from stationdesk.services.helper_duty import kept_as, rhythm_of
from stationdesk.services.pairing_world import GROUPS, PAIRS, Pair, World, people_of, read_pairs
from stationdesk.services.projects import projects
from stationdesk.services.standing_in import STATION, Absences, Somebody
from stationdesk.store.database import author_of

LONG_AGO = timedelta(days=800)
"""How far back one looks for the last time of a pair that is late."""
_HELPING = (
    "AND level IS NULL AND ifnull(kind, 'pairing') NOT IN ('responsibility', 'family_doctor') AND ifnull(state, 'active') <> 'proposed' "
)
_MET = (
    "SELECT {of}, visited_on, mode = 'home', visitors FROM visit INDEXED BY {index} WHERE {of} IN ({marks}) AND removed_at IS NULL "
    "AND ifnull(outcome, 'met') = 'met' AND visited_on BETWEEN ? AND ?"
)
_LAST_MET = (
    "SELECT {of}, max(visited_on), mode = 'home', visitors FROM visit INDEXED BY {index} WHERE {of} IN ({marks}) AND removed_at IS NULL "
    "AND ifnull(outcome, 'met') = 'met' AND visited_on BETWEEN ? AND ? GROUP BY {of}, mode = 'home', visitors"
)
_INDEXES = {"resident_id": "visit_month", "household_id": "ix_visit_household_id"}


Meeting = tuple[str, int, frozenset[str]]
"""Somebody was met: the day, whether at home, and the keys of all who were there."""


class Kept(NamedTuple):
    """When a pair was kept: by a contact of any kind, and at home; the last day before the week, and the days in it."""

    before: date | None = None
    there: tuple[date, ...] = ()
    home_before: date | None = None
    home_there: tuple[date, ...] = ()


NEVER = Kept()


def read_helping(session: Session, on: date, first: date, last: date) -> World:
    """Read every pair that helps or helped, with the people of those that held on a day from `first` to `last`."""
    ask, own = session.connection().exec_driver_sql, author_of(session)
    hands = read_hands(session)
    pairs = read_pairs(ask(PAIRS.replace("ORDER", f"{_HELPING} ORDER"), (own,)).fetchall(), hands)
    there = [one for one in pairs if one.start <= last.isoformat() and (not one.end or one.end > first.isoformat())]
    subjects = people_of(session, {one.resident for one in there} - {""}, "id")
    subjects |= people_of(session, {one.household for one in there if not one.resident}, "household_id")
    return World(on, pairs, hands, subjects, {}, {}, projects(session, on), [])


def key_of(pair: Pair) -> str:
    """Return what the helper of a pair is looked up by: his record, or the name that was written."""
    return pair.helper or f"name:{pair.helper_name}"


def chain(world: World, pair: Pair) -> list[Pair]:
    """Return a pairing and those it goes on from, the newest first."""
    found = [pair]
    if pair.previous:
        by_id = {one.id: one for one in world.of_subject.get(pair.subject, ())}
        while (before := by_id.get(found[-1].previous)) is not None and before not in found:
            found.append(before)
    return found


class Meetings:
    """Who was met by whom: what tells when each pair was kept, be it by who stood there before or stands in."""

    def __init__(self, session: Session, world: World, absences: Absences, pairs: Sequence[Pair], first: date) -> None:
        """Read what happened until the Sunday of the week from Monday `first`, or until today, as far back as each rhythm asks."""
        self.session, self.world, self.absences = session, world, absences
        self.first, self.until = first, min(first + timedelta(days=6), world.on)
        self.keys = _Keys(world)
        self.met: dict[str, list[Meeting]] = {}
        self.of: dict[str, Kept] = {}
        people, homes = [one for one in pairs if one.resident], [one for one in pairs if not one.resident]
        for of, mine in (("resident_id", people), ("household_id", homes)):
            by_rhythm: dict[int, set[str]] = {}
            for one in mine:
                by_rhythm.setdefault(max(every or 0 for every in rhythm_of(world, one)), set()).add(one.subject)
            for every, some in by_rhythm.items():
                self._read(_MET, of, some, first - timedelta(days=every), self.until)
            late = [one for one in mine if self._lacks(one, self._put(one))]
            self._read(_LAST_MET, of, {one.subject for one in late}, first - LONG_AGO, first - timedelta(days=1))
            for one in late:
                self._put(one)

    def _put(self, pair: Pair) -> Kept:
        found = self.of[pair.id] = self._kept(pair) if pair.subject in self.met else NEVER
        return found

    def _lacks(self, pair: Pair, kept: Kept) -> bool:
        """Tell whether one has to look further back for the last time."""
        contact, home = rhythm_of(self.world, pair)
        return bool((contact and kept.before is None) or (home and kept.home_before is None))

    def _kept(self, pair: Pair) -> Kept:
        met = self.met[pair.subject]
        doers = {key_of(link) for link in chain(self.world, pair)} if pair.previous else {key_of(pair)}
        helper = Somebody(pair.helper, pair.helper_name)
        away = helper.key in self.absences.of
        mine = [one for one in met if not doers.isdisjoint(one[2]) or (away and self._stood_in(helper, one))]
        if not mine:
            return NEVER
        first = self.first.isoformat()
        days, homes = {day for day, _home, _keys in mine}, {day for day, home, _keys in mine if home}
        before, home_before = (max((day for day in some if day < first), default="") for some in (days, homes))
        there, home_there = (tuple(sorted(_day(day) for day in some if day >= first)) for some in (days, homes))
        return Kept(_day(before) if before else None, there, _day(home_before) if home_before else None, home_there)

    def _stood_in(self, helper: Somebody, met: Meeting) -> bool:
        """Tell whether who stood in for an absent helper was there; for the station everybody goes."""
        who = self.absences.standing_in(helper, _day(met[0]))
        return who.instead_of is not None and (who.who == STATION or who.who.key in met[2])

    def _read(self, sql: str, of: str, ids: Iterable[str], first: date, last: date) -> None:
        ask, met, keys = self.session.connection().exec_driver_sql, self.met, self.keys
        for some in chunks(sorted(ids)):
            asked = sql.format(of=of, index=_INDEXES[of], marks=",".join("?" * len(some)))
            for subject, day, home, visitors in ask(asked, (*some, first.isoformat(), last.isoformat())).fetchall():
                if subject in met:
                    met[subject].append((day, home, keys(visitors)))
                else:
                    met[subject] = [(day, home, keys(visitors))]


class _Keys:
    """Whose keys stand in a list of visitors; the same few lists come again and again, so each is read once."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.by_name = {hand.name: hand.id for hand in world.hands.values()}
        self.teams = {hand.name: hand.id for hand in world.hands.values() if hand.type in GROUPS}
        self.known: dict[str, frozenset[str]] = {}

    def __call__(self, visitors: str) -> frozenset[str]:
        found = self.known.get(visitors)
        if found is None:
            found = self.known[visitors] = frozenset(self._keys(json.loads(visitors or "[]")))
        return found

    def _keys(self, visitors: Iterable[Mapping[str, str]]) -> set[str]:
        found = set()
        for one in visitors:
            name = one.get("name", "")
            helper = one.get("helper_id") or self.by_name.get(name, "")
            found |= {kept_as(self.world, helper), f"name:{name}", self.teams.get(one.get("org", ""), "")}
        return found - {"", "name:"}


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)
