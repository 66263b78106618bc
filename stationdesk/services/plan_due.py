"""Which measures of a care plan are due on a day, and since when: one pure answer, from the measure and the days it was done on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from stationdesk.registers.care_plan import PlanMeasure

AHEAD = 3
"""Days before the last day of what is done once from which it is due; `store/plan_measures.py` wakes it on the same day."""
WEEK = 7


class DueMeasure(NamedTuple):
    """A measure that is to be done, the day it fell due, and how many days ago that is (below 0: its last day lies ahead)."""

    measure: PlanMeasure
    due_on: date
    late: int


def due_on(one: PlanMeasure, made_on: date, done: Collection[date], on: date, *, bad_weather: bool = False) -> date | None:
    """Return the day on which a measure fell due and has not been done, None if nothing is due on day `on`.

    Every so many days it counts from the last time it was done, first from the day it begins. On a day of the week only the last such
    day counts, and doing it from then on settles it. What is done once is due from `AHEAD` days before its last day, and stays due
    after it. In bad weather it is due on each such day anew.
    """
    begin = date.fromisoformat(one.from_date) if one.from_date else made_on
    until = date.fromisoformat(one.until) if one.until else None
    if one.kind == "once":
        return _once(begin, until, done, on)
    if on < begin or (until is not None and on > until):
        return None
    past = [day for day in done if day <= on]
    if one.kind == "weather":
        return on if bad_weather and on not in past else None
    if one.weekday:
        day = on - timedelta(days=(on.isoweekday() - one.weekday) % WEEK)
        return day if day >= begin and not any(day <= other for other in past) else None
    if one.every_days < 1:
        return None
    day = max([begin, *(other + timedelta(days=one.every_days) for other in past)])
    return day if day <= on else None


def _once(begin: date, until: date | None, done: Collection[date], on: date) -> date | None:
    if any(day <= on for day in done) or on < begin:
        return None
    if until is None:
        return begin
    return until if on >= until - timedelta(days=AHEAD) else None


def coming(one: PlanMeasure, made_on: date, done: Collection[date], first: date, last: date) -> list[date]:
    """Return the days from `first` to `last` on which a measure falls due, done each time on its day; bad weather is not foreseen."""
    past, found = set(done), []
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        due = due_on(one, made_on, past, day)
        if due is not None:
            if due >= first:
                found.append(due)
            past.add(day)
    return [day for day in found if day <= last]


def window(one: PlanMeasure) -> int | None:
    """Return how many days back it matters that a measure was done; None where any day does."""
    if one.kind == "once":
        return None
    return 0 if one.kind == "weather" else WEEK - 1 if one.weekday else max(one.every_days - 1, 0)
