"""What the question of what is due is made of: what is known of a person and of the day, and the shape of the answer."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from stationdesk.i18n import _
from stationdesk.registers.grade_scheme import Grade
from stationdesk.services.holidays import PLAIN, Calendar, Festival
from stationdesk.services.standing_in import Who
from stationdesk.services.weather import Weather

PRESENT = frozenset({"living", "returned", "incoming"})
"""Residency states in which the rhythm of the grade runs; an unknown state counts as present."""
NOT_THERE = frozenset({"nobody", "no_answer"})
"""Results of an attempt that met silence."""

Part = tuple[str, str]
"""A piece of a sentence and its tone: ink, ink2, red, amber."""
DOT: Part = ("·", "ink")
"""The separating point, which a painter sets in a room of its own."""


class Care(StrEnum):
    """What a rhythm asks for."""

    CONTACT = "contact"
    """Any way of reaching the person: phone, door, video…"""
    HOME = "home"
    """Going to the person's door, which is a contact too."""


class Why(StrEnum):
    """What asks for a contact or a visit."""

    RHYTHM = "rhythm"
    """The grade, every so many days."""
    FIRST = "first"
    """The first visit after the first grade, within working days."""
    CHANGE = "change"
    """Something grave happened: within so many hours somebody looks in."""
    WEATHER = "weather"
    """Every day while bad weather lasts."""
    FESTIVAL = "festival"
    """Once in the days before a festival."""


class State(StrEnum):
    """How a person stands to the rhythm on a day."""

    LATE = "late"
    TODAY = "today"
    TOMORROW = "tomorrow"
    LATER = "later"
    PAUSED = "paused"
    """In hospital, in a home, away, missing."""
    NONE = "none"
    """No grade in force, a grade that asks for nothing, or a person who died or left."""


class Contacts(NamedTuple):
    """The contacts with one person up to a day; `reached` is the last that reached him, `home` the last at his door."""

    reached: date | None = None
    mode: str = ""
    """How he was reached, a code of contact_mode."""
    home: date | None = None
    tried: date | None = None
    """The last attempt that did not reach him."""
    outcome: str = ""
    """What came of that attempt, a code of visit_outcome."""


NO_CONTACTS = Contacts()


class Change(NamedTuple):
    """Something grave that happened to a person (domain 3.5)."""

    day: date
    kind: str
    """left_hospital, left_institution, found, death_at_home, emergency, fell, upward, or a code of grade_cause."""
    clock: str = ""
    """When on that day, HH:MM in the village, as far as it is known: the hours count from then, else from the end of the day."""
    settles_from: date | None = None
    """The first day on which a visit settles it; none: the day itself."""


class Times(NamedTuple):
    """What a day is, for everybody: the calendar, the bad weather and the festival that is near."""

    calendar: Calendar = PLAIN
    weather: Weather | None = None
    festival: Festival | None = None


ORDINARY = Times()


class Known(NamedTuple):
    """All the question needs of a person."""

    grade: Grade | None
    """The grade in force, as its scheme defines it."""
    since: date | None = None
    """Since when the grade is in force."""
    status: str | None = None
    """Residency, a code of residency_status."""
    status_since: date | None = None
    closed: bool = False
    contacts: Contacts = NO_CONTACTS
    first_since: date | None = None
    """The day of the first grade ever; none where that is not known."""
    first_workdays: int | None = None
    """Working days to the first visit, as the scheme says."""
    waits_for_workday: bool = False
    """What falls on a rest day waits for the next working day, as the scheme says."""
    change: Change | None = None
    """The last grave thing that happened."""
    times: Times = ORDINARY
    who: Who | None = None
    """Who is responsible on the day, where it was asked."""


class Due(NamedTuple):
    """What is next for a person: `days` past (0 today, negative to come), and the reason in words."""

    state: State
    reasons: tuple[Part, ...] = ()
    care: Care | None = None
    every: int = 0
    """Days of the rhythm; 0 where no rhythm asks."""
    due_on: date | None = None
    """The day, or the last day by which it is to be done."""
    days: int = 0
    tried_today: bool = False
    """Something was done for this person today that does not settle this: nobody answered, or a call where a visit is due."""
    why: Why = Why.RHYTHM
    who: Who | None = None

    @property
    def daily(self) -> bool:
        """Tell whether the person is contacted every day."""
        return self.care is Care.CONTACT and self.every == 1

    @property
    def open(self) -> bool:
        """Tell whether it is to be done today."""
        return self.state is State.LATE or self.state is State.TODAY

    def sentence(self) -> str:
        """Return the reason as plain text, for a screen reader and paper."""
        return spoken(self.reasons)


NOTHING, PAUSED = Due(State.NONE), Due(State.PAUSED)


def spoken(parts: tuple[Part, ...]) -> str:
    """Return the parts of a reason as one sentence."""
    return "".join(_(" · ") if (text, tone) == DOT else text for text, tone in parts)
