"""What is due for a person on a day, and why: one pure answer from grade, residency, contacts, weather, festivals and what happened."""

from __future__ import annotations

from datetime import date

from stationdesk.registers.resident import GONE
from stationdesk.services.due_parts import (
    DOT,
    NO_CONTACTS,
    NOTHING,
    ORDINARY,
    PAUSED,
    PRESENT,
    Care,
    Change,
    Contacts,
    Due,
    Known,
    Part,
    State,
    Times,
    Why,
    spoken,
)
from stationdesk.services.due_steps import Step, day_due, is_plain, plain_step, rank, steps, tried_today
from stationdesk.services.due_words import paused, reasons, rhythm


def due(known: Known, on: date) -> Due:
    """Answer what is due for a person on day `on`, and why.

    Each rhythm counts from the last contact of its kind, at the earliest from the day the grade came into force or the person came
    back; whoever was never contacted is due from that day. What follows something grave comes first, then a daily contact, then a
    visit, since it settles a contact too.
    """
    found = standing(known, on)
    if found.state is State.PAUSED:
        return found._replace(reasons=paused(known.status or "", known.status_since, on))
    if found.care is None or known.grade is None:
        return found
    home = next((step.day for step in steps(known, on) if step.care is Care.HOME), None) if found.daily else None
    return found._replace(reasons=reasons(known, found, home, on))


def standing(known: Known, on: date) -> Due:
    """Answer what is due for a person on day `on`, without the words: what a long list is sorted by."""
    if known.closed or known.status in GONE or known.grade is None:
        return NOTHING
    if known.status is not None and known.status not in PRESENT:
        return PAUSED if asks(known) else NOTHING
    if is_plain(known):
        step = plain_step(known, on)
        return NOTHING if step is None else _due(step, known, on)
    found = steps(known, on)
    if not found:
        return NOTHING
    step = min(found, key=lambda one: rank(one, on)) if len(found) > 1 else found[0]
    return _due(step, known, on)


def _due(step: Step, known: Known, on: date) -> Due:
    days = (on - step.day).days
    if days > 0:
        state = State.LATE
    elif step.opens <= on:
        state = State.TODAY
    else:
        state = State.TOMORROW if days == -1 else State.LATER
    tried = tried_today(known.contacts, step.care, on)
    return Due(state, (), step.care, step.every, step.day, days, tried, step.why, known.who)


def asks(known: Known) -> bool:
    """Tell whether the grade asks for contacts or visits at all."""
    return known.grade is not None and bool(known.grade.contact_every_days or known.grade.home_visit_every_days)


def open_steps(known: Known, on: date) -> list[Step]:
    """Return everything that is to be done for a person on day `on`, the most urgent first."""
    if not standing(known, on).open:
        return []
    return sorted((one for one in steps(known, on) if one.opens <= on), key=lambda one: rank(one, on))


def door_due(known: Known, on: date) -> bool:
    """Tell whether somebody is to go to the door on day `on`, whatever else is due."""
    return any(one.care is Care.HOME for one in open_steps(known, on))


__all__ = [
    "DOT",
    "NOTHING",
    "NO_CONTACTS",
    "ORDINARY",
    "PAUSED",
    "PRESENT",
    "Care",
    "Change",
    "Contacts",
    "Due",
    "Known",
    "Part",
    "State",
    "Step",
    "Times",
    "Why",
    "day_due",
    "door_due",
    "due",
    "open_steps",
    "rhythm",
    "spoken",
    "standing",
    "tried_today",
]
