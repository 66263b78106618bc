"""Measures of care plans that are due, and plans to be looked at again, as lines of the day's list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.care_plan import PlanMeasure
from stationdesk.registers.helper import Helper
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, PRESENT, Part
from stationdesk.services.due_known import as_day
from stationdesk.services.line_ground import grounds_of
from stationdesk.services.plan_done import done_days
from stationdesk.services.plan_due import DueMeasure, coming, due_measures
from stationdesk.services.plan_narrowing import Running, may_be_due, ready
from stationdesk.services.plans import tick
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source
from stationdesk.services.weather import weather_on
from stationdesk.store.database import author_of

_OPEN = """
SELECT p.id, p.resident_id, p.made_on, p.measures, p.review_due, c.reached, c.home FROM care_plan p INDEXED BY care_plan_open
CROSS JOIN resident r INDEXED BY resident_care ON r.id = p.resident_id AND r.author = p.author AND r.removed_at IS NULL
LEFT JOIN last_contact c ON c.resident_id = p.resident_id
WHERE p.author = ? AND p.ended_on IS NULL AND p.removed_at IS NULL AND p.made_on <= ? AND r.closed_on IS NULL
  AND (r.residency_status IS NULL OR r.residency_status IN ({present}))
""".format(present=",".join(f"'{one}'" for one in sorted(PRESENT)))
REVIEW = "review"
"""The record id of a line that asks to look at a plan again begins so."""


class OpenPlan(NamedTuple):
    """A plan in force of somebody who is there."""

    id: str
    running: Running
    review_due: date | None

    @property
    def resident_id(self) -> str:
        """Whose plan it is."""
        return self.running.resident_id

    @property
    def made_on(self) -> date:
        """The day it was made."""
        return self.running.made_on

    @property
    def measures(self) -> tuple[PlanMeasure, ...]:
        """What is to be done by it."""
        return tuple(one.measure for one in self.running.measures)


class DuePlan(NamedTuple):
    """What one plan asks for on a day: a measure, or that it is looked at again."""

    plan: OpenPlan
    due: DueMeasure | None
    late: int


def open_plans(session: Session, on: date) -> list[OpenPlan]:
    """Return every plan in force on day `on`, of people who are there."""
    rows = session.connection().exec_driver_sql(_OPEN, (author_of(session), on.isoformat())).all()
    return [
        OpenPlan(plan, Running(who, as_day(made) or on, ready(measures), reached, home), as_day(review))
        for plan, who, made, measures, review, reached, home in rows
    ]


def due_now(session: Session, on: date) -> list[DuePlan]:
    """Return everything that plans ask for on day `on`, the latest first.

    Only of what may be due is looked up what happened: of most measures the last tick, or the last visit, says that they are not.
    """
    plans = open_plans(session, on)
    bad_weather = weather_on(session, on) is not None
    helpers = partial(names_of, session)
    maybe = may_be_due(session, [plan.running for plan in plans], on, helpers, bad_weather=bad_weather)
    done = done_days(session, maybe, on, _helper_names(session, maybe))
    found = []
    for plan in plans:
        asked = maybe.get(plan.resident_id)
        if asked:
            days = _with_last(plan.running, asked, done.get(plan.resident_id, {}), on)
            found += [DuePlan(plan, due, due.late) for due in due_measures(asked, plan.made_on, days, on, bad_weather=bad_weather)]
        if plan.review_due is not None and plan.review_due <= on:
            found.append(DuePlan(plan, None, (on - plan.review_due).days))
    return sorted(found, key=lambda one: (-one.late, one.plan.resident_id))


def _with_last(plan: Running, asked: list[PlanMeasure], done: Mapping[str, set[date]], on: date) -> dict[str, set[date]]:
    """Return the days on which measures were done, with the last visit too, however long ago, where anybody's settles them."""
    last = {"contact": as_day(plan.reached), "home": as_day(plan.home)}
    days = dict(done)
    for one in asked:
        day = last.get(one.kind) if not (one.who or one.helper_id) else None
        if day is not None and day <= on:
            days[one.key] = days.get(one.key, set()) | {day}
    return days


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
    found: Counter[date] = Counter()
    plans = open_plans(session, first)
    for plan in plans:
        if plan.review_due is not None and first <= plan.review_due <= last:
            found[plan.review_due] += 1
    wanted: dict[str, list[PlanMeasure]] = defaultdict(list)
    for plan in plans:
        wanted[plan.resident_id] += plan.measures
    done = done_days(session, wanted, first, _helper_names(session, wanted))
    for plan in plans:
        for measure in plan.measures:
            days = done.get(plan.resident_id, {}).get(measure.key, set())
            found.update(day for day in coming(measure, plan.made_on, days, first, last))
    return +found


_READS = frozenset({"care_plan", "plan_step", "visit", "health_reading", "family_call", "call_person", "bad_weather", "resident", "helper"})
PLANS = Source("plans", section, _done, _said, _days, _READS)
