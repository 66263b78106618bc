"""What was known of a person on any past day, worked out from his whole history: grades, moves, contacts and what happened to him."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from stationdesk.services.due import Due, due
from stationdesk.services.due_parts import NO_CONTACTS, Change, Contacts, Known, Times
from stationdesk.services.grave_changes import last_change
from stationdesk.services.holidays import PLAIN, Calendar
from stationdesk.services.scheme_rules import Book, Rule, Rules, rule_of, rules_at
from stationdesk.services.weather import Weather


class Met(NamedTuple):
    """One contact or attempt, as far as the rhythm counts it."""

    day: date
    mode: str
    outcome: str


class Span(NamedTuple):
    """A grade from one day to another."""

    since: date | None
    until: date | None
    scheme: str
    grade: str

    def holds(self, on: date) -> bool:
        """Tell whether it holds on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


class Moved(NamedTuple):
    """A move from one residency to another."""

    day: date
    before: str | None
    after: str


class History(NamedTuple):
    """All that is known of one person through the years."""

    spans: tuple[Span, ...] = ()
    """Grades by the day they began; of two that hold the later counts."""
    status: str | None = None
    """What his record says now, and since when."""
    status_since: date | None = None
    moves: tuple[Moved, ...] = ()
    """In the order they happened."""
    closed_on: date | None = None
    before: Contacts = NO_CONTACTS
    """The last contacts before `met` begins."""
    met: tuple[Met, ...] = ()
    """Contacts and attempts in their order."""
    changes: tuple[Change, ...] = ()
    """Grave things that happened, in their order."""


class World(NamedTuple):
    """What holds for everybody through the years."""

    book: Book = ()
    """The schemes as `schemes.scheme_book` orders them."""
    calendar: Calendar = PLAIN
    weathers: tuple[Weather, ...] = ()

    def rules(self, on: date) -> Rules:
        """Return the rules of a day."""
        return rules_at(self.book, on.isoformat())

    def times(self, on: date) -> Times:
        """Return what a day is for everybody."""
        weather = next((one for one in self.weathers if one.lasts(on)), None)
        return Times(self.calendar, weather, self.calendar.festival_at(on))


def due_on_day(history: History, world: World, on: date) -> Due:
    """Return what was due for a person on any day, with what was done by the end of it."""
    rules, times = world.rules(on), world.times(on)
    return due(known_at(history, rules, times, contacts_at(history, on), on), on)


def known_at(history: History, rules: Rules, times: Times, contacts: Contacts, on: date) -> Known:
    """Return what was known of a person on a day."""
    status, since = stay_at(history, on)
    closed = history.closed_on is not None and history.closed_on <= on
    rule, graded = rule_at(history, rules, on)
    if rule is None:
        return Known(None, None, status, since, closed, contacts, times=times)
    return Known(
        rule.grade,
        graded,
        status,
        since,
        closed,
        contacts,
        history.spans[0].since,
        rule.first_workdays,
        rule.waits_for_workday,
        last_change(history.changes, on),
        times,
    )


def rule_at(history: History, rules: Rules, on: date) -> tuple[Rule | None, date | None]:
    """Return the rule of the grade in force on a day, and since when that grade was in force."""
    for span in reversed(history.spans):
        if span.holds(on):
            return rule_of(rules, span.scheme, span.grade), span.since
    return None, None


def stay_at(history: History, on: date) -> tuple[str | None, date | None]:
    """Return where a person was on a day: as his record says unless he moved later, else as his moves tell."""
    later = any(move.day > on for move in history.moves)
    if not later and (history.status_since is None or history.status_since <= on):
        return history.status, history.status_since
    past = [move for move in history.moves if move.day <= on]
    if past:
        return past[-1].after, past[-1].day
    return (history.moves[0].before or "living" if history.moves else "living"), None


def contacts_at(history: History, on: date) -> Contacts:
    """Return the last contacts of a person up to a day."""
    reached, tried, home = None, None, history.before.home
    for one in history.met:
        if one.day > on:
            break
        if one.outcome != "met":
            tried = one
        else:
            reached = one
            home = one.day if one.mode == "home" else home
    found = history.before
    if reached is not None:
        found = found._replace(reached=reached.day, mode=reached.mode, home=home)
    return found._replace(tried=tried.day, outcome=tried.outcome) if tried is not None else found


def with_contact(contacts: Contacts, one: Met) -> Contacts:
    """Return the last contacts with one more."""
    if one.outcome != "met":
        return contacts._replace(tried=one.day, outcome=one.outcome)
    home = one.day if one.mode == "home" else contacts.home
    return contacts._replace(reached=one.day, mode=one.mode, home=home)
