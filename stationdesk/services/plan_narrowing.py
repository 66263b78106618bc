"""Which measures of many care plans may be due on a day: those that certainly are not fall out before anything that happened is read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.registers.care_plan import PlanMeasure
from stationdesk.registers.record import JsonList
from stationdesk.services.plan_done import BY_VISIT, Happened, settles, visit_of
from stationdesk.services.plan_due import due_on

_LIST = JsonList(PlanMeasure)
_TICKED = """
SELECT w.value ->> 0, w.value ->> 1, (
  SELECT max(s.done_on) FROM plan_step s INDEXED BY plan_step_last
  WHERE s.resident_id = w.value ->> 0 AND s.measure = w.value ->> 1 AND s.done_on <= :day AND s.removed_at IS NULL)
FROM json_each(:wanted) w
"""


_MET = """
SELECT w.value ->> 0, v.visited_on, v.mode, v.visitors, CASE WHEN ifnull(v.visitors, '[]') = '[]' THEN v.recorder END
FROM json_each(:wanted) w CROSS JOIN visit v INDEXED BY visit_month
WHERE v.resident_id = w.value ->> 0 AND v.visited_on = w.value ->> 1 AND v.outcome = 'met' AND v.removed_at IS NULL
"""


class Ready(NamedTuple):
    """A measure with what decides at a glance: its first and last day, and whether any visit settles it, whoever made it."""

    measure: PlanMeasure
    begin: str
    until: str
    by_anybody: bool
    every: int
    """Days from one time to the next; 0 where it is another rhythm."""


@lru_cache(maxsize=8192)
def ready(text: str) -> tuple[Ready, ...]:
    """Return the measures that a kept text holds."""
    return tuple(_ready(one) for one in _LIST.process_result_value(text, None) or ())  # type: ignore[arg-type]


def _ready(one: PlanMeasure) -> Ready:
    last = "" if one.kind == "once" else one.until
    every = one.every_days if not one.weekday and one.kind not in {"once", "weather"} else 0
    return Ready(one, one.from_date, last, one.kind in BY_VISIT and not (one.who or one.helper_id), every)


class Running(NamedTuple):
    """A plan in force: whose, since when, what is in it, and when he was last reached and last visited, whoever did it."""

    resident_id: str
    made_on: date
    measures: Sequence[Ready]
    reached: str | None
    home: str | None


class Left(NamedTuple):
    """A measure that is not ruled out yet."""

    resident_id: str
    made_on: date
    measure: PlanMeasure
    met: str | None
    """The last day on which somebody's visit may have settled it."""
    cut: str
    """Of what is done every so many days: by which day it must have been done last, that it is due again; else empty."""

    def due(self, done: str, on: date, *, bad_weather: bool) -> bool:
        """Tell whether it is due on a day that lies within its time, having been done on another."""
        return (
            done <= self.cut
            if self.cut
            else due_on(self.measure, self.made_on, (date.fromisoformat(done),), on, bad_weather=bad_weather) is not None
        )


def may_be_due(
    session: Session, plans: Sequence[Running], on: date, helpers: Callable[[set[str]], Mapping[str, str]], *, bad_weather: bool
) -> dict[str, list[PlanMeasure]]:
    """Return by resident the measures that may be due on day `on`: what was ticked, or done by the last visit, in time is not among them.

    `helpers` names helpers by their ids.
    More that was done never makes a measure due, so one that falls out here would fall out whatever else happened.
    """
    left = _by_day(plans, on, bad_weather=bad_weather)
    ticks = _ticked(session, left, on)
    left = [
        one for one in left if not (last := ticks.get((one.resident_id, one.measure.key))) or one.due(last, on, bad_weather=bad_weather)
    ]
    found: dict[str, list[PlanMeasure]] = defaultdict(list)
    for one in _not_met(session, left, on, helpers, bad_weather=bad_weather):
        found[one.resident_id].append(one.measure)
    return found


def _by_day(plans: Sequence[Running], on: date, *, bad_weather: bool) -> list[Left]:
    """Return the measures whose day has come, judged by the last visit where anybody's settles them."""
    day, found = on.isoformat(), []
    cuts = _Cuts(on)
    for plan in plans:
        made, met = plan.made_on.isoformat(), {"contact": plan.reached, "home": plan.home}
        for one in plan.measures:
            if (one.begin or made) > day or (one.until and one.until < day):
                continue
            seen = met.get(one.measure.kind)
            if seen is not None and seen > day:  # of a past day: later ones tell nothing
                seen = None
            last = seen if one.by_anybody else None
            if one.every and last is not None and last > cuts[one.every]:
                continue
            done = (date.fromisoformat(last),) if last is not None else ()
            if one.every or due_on(one.measure, plan.made_on, done, on, bad_weather=bad_weather) is not None:
                found.append(
                    Left(
                        plan.resident_id, plan.made_on, one.measure, None if one.by_anybody else seen, cuts[one.every] if one.every else ""
                    )
                )
    return found


class _Cuts(dict[int, str]):
    """The day by which something done every so many days must have been done last, that it is due again."""

    def __init__(self, on: date) -> None:
        super().__init__()
        self.on = on

    def __missing__(self, every: int) -> str:
        self[every] = (self.on - timedelta(days=every)).isoformat()
        return self[every]


def _ticked(session: Session, wanted: Sequence[Left], on: date) -> Mapping[tuple[str, str], str]:
    """Return the last day up to `on` on which each measure was ticked."""
    if not wanted:
        return {}
    asked = json.dumps([(one.resident_id, one.measure.key) for one in wanted])
    rows = session.connection().exec_driver_sql(_TICKED, {"wanted": asked, "day": on.isoformat()}).all()
    return {(who, key): day for who, key, day in rows if day is not None}


def _not_met(
    session: Session, left: Sequence[Left], on: date, helpers: Callable[[set[str]], Mapping[str, str]], *, bad_weather: bool
) -> list[Left]:
    """Leave out what the last visit settles, having been made by whom the measure names."""
    asked = {(one.resident_id, one.met) for one in left if one.met is not None and not one.due(one.met, on, bad_weather=bad_weather)}
    if not asked:
        return list(left)
    happened: dict[tuple[str, str], list[Happened]] = defaultdict(list)
    rows = session.connection().exec_driver_sql(_MET, {"wanted": json.dumps(sorted(asked))}).all()
    for who, day, mode, visitors, recorder in rows:
        happened[who, day].append(visit_of(day, mode, visitors, recorder))
    names = helpers({one.measure.helper_id for one in left if one.measure.helper_id})
    return [
        one
        for one in left
        if one.met is None
        or (one.resident_id, one.met) not in asked
        or one.due(one.met, on, bad_weather=bad_weather)
        or not any(settles(one.measure, what, names) for what in happened[one.resident_id, one.met])
    ]
