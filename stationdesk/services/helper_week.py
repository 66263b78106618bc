"""What every helper owes in a week: whom, what, until when, and what became of it (F4-8: each family is called on every week).

A rhythm counts from the last time it was kept. What falls due in the week is on the list, and what fell due before it and was never made
up for. While a helper is away his errands stand on the list of who stands in for him, and what that one does counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.pairing import OVER
from stationdesk.services.due import PRESENT
from stationdesk.services.handover import subject_of
from stationdesk.services.hands import Hand
from stationdesk.services.helper_duty import rests_of, rhythm_of
from stationdesk.services.helping_pairs import Kept, Meetings, chain, read_helping
from stationdesk.services.pairing_world import GROUPS, Pair, World
from stationdesk.services.standing_in import STATION, Absences, Somebody, Who, absences_of

WEEK = timedelta(days=6)
ORDER = ("late", "missed", "due", "done")
"""How it stands, what needs somebody first: not done in time, not done at all, still to come, done."""


class Errand(NamedTuple):
    """One person a helper owes something in a week."""

    id: str
    doer: str
    """The key of who goes: a helper's id, `name:…` for one without a record, empty for the station."""
    who: str
    """His name."""
    unit: str
    """The team or office he belongs to; of a team its own name."""
    instead_of: str
    """The helper who is away, for whom he goes; else empty."""
    pairing: str
    resident: str
    name: str
    """As lists say it: a child by alias, a household as the family of somebody."""
    group: str
    child: bool
    home: bool
    """Somebody has to go there; else a call is enough."""
    due_on: date
    """The last day in time."""
    last: date | None
    """When it was last kept, by him or by who stood there before him."""
    times: int
    """How often in this week."""
    done: int
    state: str

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in ("late", "due")


@dataclass(frozen=True, slots=True)
class HelperWeek:
    """What one helper, or one unit, has to do in a week."""

    key: str
    name: str
    unit: str
    errands: tuple[Errand, ...]

    @property
    def people(self) -> int:
        """How many people or families it is about."""
        return len({one.resident for one in self.errands})

    @property
    def open(self) -> int:
        """How many are still to be done."""
        return sum(one.open for one in self.errands)


@dataclass(frozen=True, slots=True)
class Week:
    """A week of all helpers."""

    first: date
    errands: tuple[Errand, ...]
    """By helper, what needs somebody first before."""
    unsaid: int
    """Pairs of which it was never said how often."""
    paused: int
    """Pairs of which nothing is due because the person is in hospital or away."""

    @property
    def last(self) -> date:
        """The Sunday."""
        return self.first + WEEK

    def by_helper(self) -> tuple[HelperWeek, ...]:
        """Return the lists helper by helper."""
        return tuple(
            HelperWeek(key, some[0].who, some[0].unit, tuple(some))
            for key, some in ((key, list(found)) for key, found in groupby(self.errands, lambda one: one.doer))
        )

    def by_unit(self) -> tuple[HelperWeek, ...]:
        """Return the lists unit by unit, those of helpers who belong to none last."""
        ordered = sorted(self.errands, key=lambda one: (not one.unit, one.unit))
        return tuple(HelperWeek(f"unit:{unit}", unit, unit, tuple(some)) for unit, some in groupby(ordered, lambda one: one.unit))


class Asked(NamedTuple):
    """What a rhythm asks for in a week."""

    home: bool
    due_on: date
    last: date | None
    times: int
    done: int
    state: str
    day: date
    """The day by which it is judged who holds the pair and who stands in."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One rhythm of a pair as a week looks at it."""

    every: int
    begun: date | None
    """The first day of the pair, or of the first it goes on from; None where nobody knows."""
    before: date | None = None
    """When it was last kept before the week."""
    there: Sequence[date] = ()
    """The days of the week on which it was kept, in order."""
    rests: Sequence[tuple[date, date]] = ()
    """First and last day of each rest, the earliest first: after it everything counts anew."""

    def after(self, base: date) -> date:
        """Return by when it is due again after `base`."""
        due = base + timedelta(days=self.every)
        for begin, end in self.rests:
            if begin <= due and end > base:
                base, due = end, end + timedelta(days=self.every)
        return due

    def asks(self, first: date, on: date, *, home: bool = False) -> Asked | None:
        """Return what it asks for in the week from `first`, as it stands on day `on`; None for nothing."""
        last, before, there = first + WEEK, self.before, self.there
        base = before or self.begun
        if self.rests:
            base = max((day for day in (base, *(end for _begin, end in self.rests if end < first)) if day), default=None)
        due = self.after(base) if base else last
        if first > on:
            return self._ahead(due, before, first, on, home=home)
        if due > last:
            return None
        times = 1 + (last - max(due, first)).days // self.every
        again = self.after(there[-1]) if there else due
        over = bool(there) and (len(there) >= times or again > last >= on)
        state = "done" if over else "missed" if last < on else "late" if again < on else "due"
        day = there[-1] if over else min(max(again if state != "missed" else due, first if last < on else on), last)
        shown = again if state in ("late", "due") else due
        return Asked(home, shown, there[-1] if there else before, times, min(len(there), times), state, day)

    def _ahead(self, due: date, before: date | None, first: date, on: date, *, home: bool) -> Asked | None:
        """Return what falls due in a week to come if all is kept until then."""
        due = max(due, on)
        if due < first:
            due += timedelta(days=-(-(first - due).days // self.every) * self.every)
        if due > first + WEEK:
            return None
        return Asked(home, due, before, 1 + (first + WEEK - due).days // self.every, 0, "due", due)


def monday(day: date) -> date:
    """Return the first day of the week of a day."""
    return day - timedelta(days=day.weekday())


def helper_week(session: Session, on: date, first: date | None = None) -> Week:
    """Return the week that begins with Monday `first`, else this one, as it stands on day `on`.

    Of a week to come it is what falls due if all is kept until then.
    """
    first = first or monday(on)
    last = first + WEEK
    world = read_helping(session, on, first, last)
    mine = [one for one in world.pairs if _may_count(world, one, first, last)]
    said = [one for one in mine if any(rhythm_of(world, one))]
    absences = absences_of(session)
    kept = Meetings(session, world, absences, said, first).of
    found: list[Errand] = []
    paused = 0
    for pair in said:
        asked = [one for one in _asked(world, pair, kept[pair.id], first, on) if _holds(pair, one.day)]
        if asked and _is_paused(world, pair, asked[0].day):
            paused += 1
            continue
        found += (_errand(world, absences, pair, one) for one in merged(asked))
    found.sort(key=lambda one: (not one.doer, one.who, one.doer, ORDER.index(one.state), one.due_on, one.group, one.name, one.id))
    unsaid = sum(_holds(one, on) for one in mine if not any(rhythm_of(world, one)))
    return Week(first, tuple(found), unsaid, paused)


def _may_count(world: World, pair: Pair, first: date, last: date) -> bool:
    """Tell whether a pair held on a day of the week, with somebody who is still there."""
    if pair.state in OVER and not pair.end:
        return False
    if pair.start > last.isoformat() or (pair.end and pair.end <= first.isoformat()):
        return False
    subject = world.subjects.get(subject_of(world, pair))
    return subject is not None and not subject.gone


def _holds(pair: Pair, day: date) -> bool:
    """Tell whether a pair asks for anything on a day: it holds and does not rest."""
    rests = pair.state == "suspended" and pair.suspended_on <= day.isoformat()
    return pair.holds(day.isoformat()) and not rests


def _is_paused(world: World, pair: Pair, day: date) -> bool:
    """Tell whether somebody is in hospital, in a home or away on a day: nobody goes there then."""
    subject = world.subjects[subject_of(world, pair)]
    return bool(subject.status) and subject.status not in PRESENT and subject.since <= day.isoformat()


def _asked(world: World, pair: Pair, kept: Kept, first: date, on: date) -> Iterator[Asked]:
    """Yield what the rhythms of a pair ask for in a week."""
    starts = [link.start for link in chain(world, pair)] if pair.previous else [pair.start]
    begun = date.fromisoformat(min(starts)) if all(starts) else None
    rests = rests_of(pair)
    contact, home = rhythm_of(world, pair)
    if contact:
        asked = Rhythm(contact, begun, kept.before, kept.there, rests).asks(first, on)
        if asked is not None:
            yield asked
    if home:
        asked = Rhythm(home, begun, kept.home_before, kept.home_there, rests).asks(first, on, home=True)
        if asked is not None:
            yield asked


def merged(asked: Sequence[Asked]) -> list[Asked]:
    """Return one line where a visit at home and one contact are asked for: who goes there has kept both."""
    homes, calls = [one for one in asked if one.home], [one for one in asked if not one.home]
    if not homes or not calls or calls[0].times > 1 or homes[0].times > 1:
        return list(asked)
    home, call = homes[0], calls[0]
    if home.state == "done" or call.state == "done":
        return [home]
    return [home._replace(due_on=min(home.due_on, call.due_on), state=min(home.state, call.state, key=ORDER.index))]


def _errand(world: World, absences: Absences, pair: Pair, asked: Asked) -> Errand:
    helper = Somebody(pair.helper, world.name_of(pair))
    who = absences.standing_in(helper, asked.day) if helper.key in absences.of else Who(helper)
    hand = world.hands.get(who.who.helper_id)
    resident = subject_of(world, pair)
    person = world.subjects[resident].person
    child = person.is_child(world.on)
    name = world.shown(resident) if child else person.name
    return Errand(
        f"{pair.id}{'h' if asked.home else ''}",
        "" if who.who == STATION else who.who.key,
        _("the station") if who.who == STATION else who.who.name,
        unit_of(hand) if hand else "",
        who.instead_of.name if who.instead_of else "",
        pair.id,
        resident,
        name if pair.resident else _("the family of {name}").format(name=name),
        "" if child else person.village_group or "",
        child,
        asked.home,
        asked.due_on,
        asked.last,
        asked.times,
        asked.done,
        asked.state,
    )


def unit_of(hand: Hand) -> str:
    """Return the team or office somebody belongs to; of a team its own name."""
    return hand.name if hand.type in GROUPS else hand.org
