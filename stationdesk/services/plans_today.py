"""Measures of care plans that are due, and plans to be looked at again, as lines of the day's list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.care_plan import PlanMeasure
from stationdesk.registers.helper import Helper
from stationdesk.registers.record import JsonList
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, PRESENT, Part
from stationdesk.services.due_known import as_day
from stationdesk.services.line_ground import grounds_of
from stationdesk.services.plan_done import done_days
from stationdesk.services.plan_due import DueMeasure, coming, due_on
from stationdesk.services.plans import tick
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source
from stationdesk.services.weather import weather_on
from stationdesk.store.database import author_of

_THERE = """CROSS JOIN resident r INDEXED BY resident_care ON r.id = p.resident_id AND r.author = p.author AND r.removed_at IS NULL
WHERE p.author = :author AND p.ended_on IS NULL AND p.removed_at IS NULL AND p.made_on <= :day AND r.closed_on IS NULL
  AND (r.residency_status IS NULL OR r.residency_status IN ({present}))""".format(present=",".join(f"'{one}'" for one in sorted(PRESENT)))
_AWAKE = f"""
SELECT p.id, p.resident_id, p.made_on, p.measures, p.review_due, m.place, m.done FROM plan_measure m
CROSS JOIN care_plan p ON p.id = m.plan_id
{_THERE} AND (m.wakes <= :last OR m.done > :day) AND (m.until = '' OR m.until >= :day OR m.kind = 'once')
  AND (m.kind <> 'weather' OR :bad)
"""  # noqa: S608 - our own words
_REVIEWS = f"""
SELECT p.id, p.resident_id, p.made_on, p.measures, p.review_due FROM care_plan p INDEXED BY care_plan_review
{_THERE} AND p.review_due BETWEEN :first AND :last
"""  # noqa: S608 - our own words
_LIST = JsonList(PlanMeasure)
REVIEW = "review"
"""The record id of a line that asks to look at a plan again begins so."""


class OpenPlan(NamedTuple):
    """A plan in force of somebody who is there."""

    id: str
    resident_id: str
    made_on: date
    measures: tuple[PlanMeasure, ...]
    review_due: date | None


class Awake(NamedTuple):
    """A measure that may be due, and the day it was done last; `sure` where nothing else can have settled it."""

    plan: OpenPlan
    measure: PlanMeasure
    done: date | None
    sure: bool


class DuePlan(NamedTuple):
    """What one plan asks for on a day: a measure, or that it is looked at again."""

    plan: OpenPlan
    due: DueMeasure | None
    late: int


@lru_cache(maxsize=4096)
def _measures_of(text: str) -> tuple[PlanMeasure, ...]:
    """Return the measures that a kept text holds."""
    return _LIST.process_result_value(text, None) or ()  # type: ignore[arg-type]


def _plan(plan: str, who: str, made: str, measures: str, review: str | None) -> OpenPlan:
    return OpenPlan(plan, who, date.fromisoformat(made), _measures_of(measures), as_day(review))


def awake(session: Session, on: date, last: date, *, bad_weather: bool) -> list[Awake]:
    """Return the measures of plans in force on day `on` that may be due on a day up to `last`."""
    given = {"author": author_of(session), "day": on.isoformat(), "last": last.isoformat(), "bad": bad_weather}
    found, plan = [], None
    for *row, place, done in session.connection().exec_driver_sql(_AWAKE, given).all():
        if plan is None or plan.id != row[0]:
            plan = _plan(*row)
        one, day = plan.measures[place], as_day(done)
        found.append(Awake(plan, one, day, not one.helper_id and one.kind != "call" and (day is None or day <= on)))
    return found


def days_done(session: Session, some: Sequence[Awake], on: date) -> list[Collection[date]]:
    """Return the days up to `on` on which each measure was done, as far back as it matters.

    Of most the last one is kept; only what a call settles, a helper by his name, or what was done after `on` too, is looked up.
    """
    wanted: dict[str, list[PlanMeasure]] = defaultdict(list)
    for one in some:
        if not one.sure:
            wanted[one.plan.resident_id].append(one.measure)
    looked_up = done_days(session, wanted, on, _helper_names(session, wanted))
    return [
        (() if one.done is None else (one.done,)) if one.sure else looked_up.get(one.plan.resident_id, {}).get(one.measure.key, ())
        for one in some
    ]


def due_now(session: Session, on: date) -> list[DuePlan]:
    """Return everything that plans ask for on day `on`, the latest first."""
    bad_weather = weather_on(session, on) is not None
    some, found = awake(session, on, on, bad_weather=bad_weather), list[DuePlan]()
    for one, done in zip(some, days_done(session, some, on), strict=True):
        day = due_on(one.measure, one.plan.made_on, done, on, bad_weather=bad_weather)
        if day is not None:
            late = (on - day).days
            found.append(DuePlan(one.plan, DueMeasure(one.measure, day, late), late))
    found += [DuePlan(plan, None, (on - (plan.review_due or on)).days) for plan in _to_review(session, on, None, on)]
    return sorted(found, key=lambda one: (-one.late, one.plan.resident_id))


def _to_review(session: Session, on: date, first: date | None, last: date) -> list[OpenPlan]:
    """Return the plans in force on day `on` that are to be looked at again from `first` (None: whenever) to `last`."""
    given = {"author": author_of(session), "day": on.isoformat(), "first": first.isoformat() if first else "", "last": last.isoformat()}
    return [_plan(*row) for row in session.connection().exec_driver_sql(_REVIEWS, given).all()]


def _helper_names(session: Session, wanted: Mapping[str, list[PlanMeasure]]) -> dict[str, str]:
    ids = {one.helper_id for measures in wanted.values() for one in measures if one.helper_id}
    return names_of(session, ids)


def names_of(session: Session, ids: set[str]) -> dict[str, str]:
    """Return the names of helpers by id."""
    from sqlmodel import col, select

    if not ids:
        return {}
    return dict(session.exec(select(Helper.id, Helper.name).where(col(Helper.id).in_(ids), col(Helper.removed_at).is_(None))).all())


def section(session: Session, asked: Asked) -> Section:
    """Return the measures and reviews that are due on the day asked for."""
    due = due_now(session, asked.on)
    lines = tuple(_lines(session, due[: asked.most], asked)) if asked.most else ()
    return Section("plans", _("By the care plans"), "", len(due), lines, _("{count} things|heading"))


def _lines(session: Session, due: list[DuePlan], asked: Asked) -> list[Line]:
    grounds, words, lead = grounds_of(session, [one.plan.resident_id for one in due], asked), _("Done|button"), _("Plan|lead")
    lines = []
    for one in due:
        ground = grounds.get(one.plan.resident_id)
        if ground is None:
            continue
        falls = one.due.due_on if one.due else one.plan.review_due
        lines.append(
            ground.line(
                "plans",
                _why(one, asked.on, told=not (asked.covered or ground.locked)),
                record_id=f"{one.plan.id}/{one.due.measure.key if one.due else REVIEW}",
                lead=lead,
                icon="clipboard",
                done_words=words if one.due else "",
                argument=f"{one.plan.resident_id}#plan",
                falls_on=falls.isoformat() if falls else "",
            )
        )
    return lines


def _why(one: DuePlan, on: date, *, told: bool) -> tuple[Part, ...]:
    if one.due is None:
        day = day_words(one.plan.review_due or on, on)
        when: Part = (_("{days} days late").format(days=one.late), "red") if one.late > 0 else (_("today"), "amber")
        return ((_("look at the plan again, {day}").format(day=day), "ink"), DOT, when)
    measure = one.due.measure
    what = (measure.what, "ink") if told else (_("a measure of the plan"), "ink")
    parts: tuple[Part, ...] = (what,)
    if measure.who:
        parts += (DOT, (measure.who, "ink2"))
    if one.late > 0:
        return (*parts, DOT, (_("{days} days late").format(days=one.late), "red"))
    if one.late < 0:
        return (*parts, DOT, (_("by {day}|measure").format(day=day_words(one.due.due_on, on)), "amber"))
    return (*parts, DOT, (_("today"), "amber"))


def _done(session: Session, line: Line, on: date, by: str) -> None:
    plan, _slash, measure = line.record_id.partition("/")
    tick(session, plan, measure, on, by)


def _said(line: Line) -> str:
    return _("Done by the plan: {name}").format(name=line.name)


def _days(session: Session, first: date, last: date) -> Counter[date]:
    """Count what falls on each coming day: measures by their rhythm as if each is done when it falls due, and reviews."""
    found = Counter(plan.review_due for plan in _to_review(session, first, first, last) if plan.review_due is not None)
    some = awake(session, first, last, bad_weather=False)
    for one, done in zip(some, days_done(session, some, first), strict=True):
        found.update(coming(one.measure, one.plan.made_on, done, first, last))
    return found


_READS = frozenset({"care_plan", "plan_step", "visit", "health_reading", "family_call", "call_person", "bad_weather", "resident", "helper"})
PLANS = Source("plans", section, _done, _said, _days, _READS)
