"""How people stood to their rhythm on each day of some weeks, in bulk: that a contact was missed is worked out, never typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.registers.grade_scheme import GradeSchemeDraft
from stationdesk.registers.resident import GONE
from stationdesk.services.due import asks
from stationdesk.services.due_history import History, World, known_at, with_contact
from stationdesk.services.due_parts import PRESENT, Care, Contacts, Known, Times
from stationdesk.services.due_steps import RECENT, began, steps
from stationdesk.services.histories import histories_of, world_of
from stationdesk.services.scheme_rules import Rules, in_use

Ask = tuple[bool, date, date, bool]
"""One thing that is asked for: whether at the door, from which day, by which day, and whether every day anew."""


class DayState(NamedTuple):
    """How somebody stood to the rhythm on one day."""

    due_contact: bool = False
    """A contact was to be made that day, of any kind."""
    due_home: bool = False
    """A visit at the door was to be made that day."""
    settled: bool = False
    """Everything that was to be done that day was done that day."""
    missed: bool = False
    """Something whose last day this was, or a daily contact, was not done. Never said of a day that is not over."""
    late: bool = False
    """Something was to be done that had been missed before."""
    paused: str = ""
    """In which residency the rhythm rested: hospital, institution, away, missing."""

    @property
    def due(self) -> bool:
        """Tell whether anything was to be done."""
        return self.due_contact or self.due_home

    @property
    def nothing(self) -> bool:
        """Tell whether nothing was to be done and nothing rested."""
        return not (self.due or self.paused)


NOTHING = DayState()


class Frame(NamedTuple):
    """One day and what holds for everybody on it."""

    on: date
    rules: Rules
    times: Times
    changed: bool
    """Something of it is otherwise than on the day before."""


def days_of(session: Session, ids: Sequence[str], first: date, last: date, on: date | None = None) -> dict[str, dict[date, DayState]]:
    """Return how each of the own residents `ids` stood to the rhythm on every day from `first` to `last`.

    `on` is today: of it and of what comes nothing is missed yet. Without it every day counts as over.
    """
    stretch = stretch_of(session, first, last)
    return days_in(stretch, histories_of(session, ids, first, last, stretch.world.book) if stretch.frames else {}, on)


class Stretch(NamedTuple):
    """Some days with what holds for everybody on each, as long as no scheme, day off or weather is written."""

    first: date
    last: date
    world: World
    frames: Sequence[Frame]


def stretch_of(session: Session, first: date, last: date) -> Stretch:
    """Return the days from `first` to `last` with what holds on each."""
    world = world_of(session)
    return Stretch(first, last, world, tuple(_frames(world, first, last)))


def days_in(stretch: Stretch, histories: Mapping[str, History], on: date | None = None) -> dict[str, dict[date, DayState]]:
    """Return how each resident of `histories` stood to the rhythm on every day of a stretch, as `days_of`."""
    over = (on or date.max) - timedelta(days=1)
    return {resident: _days(history, stretch.frames, over) for resident, history in histories.items()}


def days_of_history(history: History, world: World, first: date, last: date, on: date | None = None) -> dict[date, DayState]:
    """Return how one person stood to the rhythm on every day from `first` to `last`, from his history alone."""
    return _days(history, list(_frames(world, first, last)), (on or date.max) - timedelta(days=1))


def _frames(world: World, first: date, last: date) -> Iterator[Frame]:
    """Yield the days with what holds on each; days of the same schemes share their rules."""
    before: Frame | None = None
    held: GradeSchemeDraft | None = None
    for nth in range((last - first).days + 1):
        day = first + timedelta(days=nth)
        now = in_use(world.book, day.isoformat())
        rules = before.rules if before is not None and now is held else world.rules(day)
        times, held = world.times(day), now
        same = before is not None and rules is before.rules and times[1:] == before.times[1:]
        before = Frame(day, rules, times, not same)
        yield before


class _Base(NamedTuple):
    """What is known of somebody on a stretch of days, but for his contacts."""

    known: Known
    contact: timedelta | None = None
    home: timedelta | None = None
    began: date | None = None
    daily: bool = False
    plain: bool = False
    """Nothing but the two rhythms asks for anything, as on most days of most people."""


def _days(history: History, frames: Sequence[Frame], over: date) -> dict[date, DayState]:
    """Walk through the days once; what is asked for is worked out anew only where something changed."""
    if not frames:
        return {}
    turns, found = _turns(history), dict[date, DayState]()
    contacts, met = history.before, history.met
    at, count, base, asked, fixed = 0, len(met), None, list[Ask](), False
    for frame in frames:
        day = frame.on
        while at < count and met[at].day < day:
            contacts, fixed, at = with_contact(contacts, met[at]), False, at + 1
        if base is None or frame.changed or day in turns:
            base, fixed = _base(known_at(history, frame.rules, frame.times, contacts, day), day), False
        if isinstance(base, DayState):
            found[day] = base
            continue
        if not fixed:
            asked = _asked(base, contacts, day)
        after, left = contacts, asked
        while at < count and met[at].day == day:
            after, at = with_contact(after, met[at]), at + 1
        if after is not contacts:
            left, contacts = _asked(base, after, day), after
        found[day] = _state(asked, left, day, day <= over)
        asked, fixed = left, bool(base.began or (contacts.reached and contacts.home))
    return found


def _turns(history: History) -> set[date]:
    """Return the days on which something else than a contact may change what is asked for."""
    one = timedelta(days=1)
    found = {span.since for span in history.spans} | {span.until + one for span in history.spans if span.until}
    found |= {move.day for move in history.moves} | {history.status_since, history.closed_on}
    found |= {change.day for change in history.changes} | {change.day + (RECENT + 1) * one for change in history.changes}
    return {day for day in found if day is not None}


def _base(known: Known, on: date) -> _Base | DayState:
    """Return what is known on a stretch of days, or how somebody stands of whom nothing is asked."""
    grade = known.grade
    if known.closed or known.status in GONE or grade is None:
        return NOTHING
    if known.status is not None and known.status not in PRESENT:
        return _paused(known.status) if asks(known) else NOTHING
    times = known.times
    special = (grade.extra_in_bad_weather and times.weather) or (grade.extra_at_festivals and times.festival)
    contact, home = (timedelta(days=one) if one else None for one in (grade.contact_every_days, grade.home_visit_every_days))
    plain = not (special or known.waits_for_workday or known.change)
    return _Base(known, contact, home, began(known, known.since, on), grade.contact_every_days == 1, plain)


def _asked(base: _Base, contacts: Contacts, on: date) -> list[Ask]:
    """Return what is asked for of somebody present, done or to come."""
    reached, home, start = contacts.reached, contacts.home, base.began
    if not base.plain or reached is None or home is None:
        found = steps(base.known._replace(contacts=contacts), on)
        return [(one.care is Care.HOME, one.opens, one.day, one.every == 1 and one.care is Care.CONTACT) for one in found]
    asked = []
    if base.contact is not None:
        day = reached + base.contact
        if start is not None and start > day:
            day = start
        asked.append((False, day, day, base.daily))
    if base.home is not None:
        day = home + base.home
        if start is not None and start > day:
            day = start
        asked.append((True, day, day, False))
    return asked


def _state(asked: Sequence[Ask], left: Sequence[Ask], on: date, over: bool) -> DayState:
    """Return how a day went: what was asked for in the morning, and what of it was left in the evening."""
    contact = home = late = False
    for at_door, opens, day, daily in asked:
        if opens <= on:
            contact, home = contact or not at_door, home or at_door
            late = late or (day < on and not daily)
    if not (contact or home):
        return NOTHING
    still = [one for one in left if one[1] <= on]
    missed = over and any(day == on or daily for _at_door, _opens, day, daily in still)
    return _shared(contact, home, not still, missed, late)


@lru_cache(maxsize=64)
def _shared(contact: bool, home: bool, settled: bool, missed: bool, late: bool) -> DayState:
    return DayState(contact, home, settled, missed, late)


@lru_cache(maxsize=64)
def _paused(status: str) -> DayState:
    return DayState(paused=status)
