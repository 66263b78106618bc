"""When the measures of care plans were done: by a tick, or by a visit, a call or a reading that says so already."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.registers.care_plan import PlanMeasure
from stationdesk.services.contacts import chunks
from stationdesk.services.plan_due import window

_TICKS = """
SELECT resident_id, measure, done_on FROM plan_step INDEXED BY plan_step_of
WHERE resident_id IN ({marks}) AND done_on <= ? AND removed_at IS NULL
"""
_VISITS = """
SELECT resident_id, visited_on, mode, visitors, recorder FROM visit INDEXED BY visit_contact
WHERE resident_id IN ({marks}) AND visited_on BETWEEN ? AND ? AND outcome = 'met' AND removed_at IS NULL
"""
_READINGS = """
SELECT resident_id, taken_on, measured_by FROM health_reading INDEXED BY health_reading_latest
WHERE resident_id IN ({marks}) AND taken_on BETWEEN ? AND ? AND removed_at IS NULL
"""
_CALLS = """
SELECT p.resident_id, c.call_on, c.helpers, c.recorded_by FROM call_person p INDEXED BY call_person_resident
CROSS JOIN family_call c ON c.id = p.call_id AND c.author = p.author AND c.removed_at IS NULL AND c.state = 'completed'
WHERE p.resident_id IN ({marks}) AND c.call_on BETWEEN ? AND ? AND p.removed_at IS NULL AND p.dropped_on IS NULL
"""
BY_VISIT = frozenset({"contact", "home"})
_CONTACT = frozenset({"contact"})


class Happened(NamedTuple):
    """Something that happened with a person: what kind of measure it settles, and who was there."""

    day: date
    kinds: frozenset[str]
    names: frozenset[str]
    ids: frozenset[str] = frozenset()


Done = dict[str, dict[str, set[date]]]
"""Days by resident and by the key of the measure."""
Wanted = Mapping[str, Collection[PlanMeasure]]
"""The measures asked for, by resident."""


def done_days(session: Session, wanted: Wanted, on: date, helpers: Mapping[str, str]) -> Done:
    """Return the days up to `on` on which each measure was done, as far back as it matters; `helpers` are names by id."""
    found: Done = defaultdict(lambda: defaultdict(set))
    if not wanted:
        return found
    ticked(session, wanted, on, found)
    for resident, happened in happened_with(session, wanted, on).items():
        for one in happened:
            for measure in wanted[resident]:
                if settles(measure, one, helpers):
                    found[resident][measure.key].add(one.day)
    return found


def last_done(session: Session, resident_id: str, plan_id: str, on: date) -> dict[str, set[date]]:
    """Return the day up to `on` on which each measure of a plan in force was done last, as far as it is kept, however long ago."""
    sql = "SELECT measure, done FROM plan_measure WHERE resident_id = ? AND plan_id = ? AND done <= ?"
    rows = session.connection().exec_driver_sql(sql, (resident_id, plan_id, on.isoformat()))
    return {key: {date.fromisoformat(day)} for key, day in rows}


def ticked(session: Session, wanted: Iterable[str], on: date, found: Done) -> None:
    """Put the ticks up to day `on` into `found`."""
    for some in chunks(list(wanted)):
        sql = _TICKS.format(marks=",".join("?" * len(some)))
        for resident, key, day in session.connection().exec_driver_sql(sql, (*some, on.isoformat())):
            found[resident][key].add(date.fromisoformat(day))


def settles(measure: PlanMeasure, happened: Happened, helpers: Mapping[str, str]) -> bool:
    """Tell whether something that happened is what a measure asks for, done by whom it names; nobody named is anybody."""
    if measure.kind not in happened.kinds:
        return False
    if measure.helper_id:
        return measure.helper_id in happened.ids or helpers.get(measure.helper_id, "\0") in happened.names
    return not measure.who or any(name and name in measure.who for name in happened.names)


def happened_with(session: Session, wanted: Wanted, on: date) -> dict[str, list[Happened]]:
    """Return what happened with each resident that may settle a measure of his, within the days that matter."""
    found: dict[str, list[Happened]] = defaultdict(list)
    for kinds, read in ((BY_VISIT, _visits), (frozenset({"health"}), _readings), (frozenset({"call"}), _calls)):
        asked = {who: [one for one in measures if one.kind in kinds] for who, measures in wanted.items()}
        back: dict[int, list[str]] = defaultdict(list)
        for who, measures in asked.items():
            if measures:
                back[_bucket(max(window(one) or 0 for one in measures))].append(who)
        for days, people in back.items():
            for some in chunks(people):
                for who, one in read(session, some, on - timedelta(days=days), on):
                    found[who].append(one)
    return found


def _bucket(days: int) -> int:
    """Return a stretch of days that several measures can be asked with."""
    return next((most for most in (7, 31, 92) if days <= most), days)


def _visits(session: Session, ids: Collection[str], first: date, last: date) -> Iterable[tuple[str, Happened]]:
    sql = _VISITS.format(marks=",".join("?" * len(ids)))
    for who, day, mode, visitors, recorder in session.connection().exec_driver_sql(sql, (*ids, first.isoformat(), last.isoformat())):
        yield who, visit_of(day, mode, visitors, recorder)


def visit_of(day: str, mode: str | None, visitors: str | None, recorder: str | None) -> Happened:
    """Return a visit as something that happened."""
    return Happened(_day(day), BY_VISIT if mode == "home" else _CONTACT, *_people(visitors, recorder))


def _calls(session: Session, ids: Collection[str], first: date, last: date) -> Iterable[tuple[str, Happened]]:
    sql = _CALLS.format(marks=",".join("?" * len(ids)))
    for who, day, helpers, recorder in session.connection().exec_driver_sql(sql, (*ids, first.isoformat(), last.isoformat())):
        yield who, Happened(_day(day), frozenset({"call"}), *_people(helpers, recorder))


@lru_cache(maxsize=4096)
def _people(visitors: str | None, recorder: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names and the ids of who was there; where nobody is named, who wrote it down."""
    people = json.loads(visitors) if visitors and visitors != "[]" else []
    names = frozenset(one.get("name", "") for one in people) or frozenset({recorder or ""})
    return names, frozenset(one["helper_id"] for one in people if one.get("helper_id"))


def _readings(session: Session, ids: Collection[str], first: date, last: date) -> Iterable[tuple[str, Happened]]:
    sql = _READINGS.format(marks=",".join("?" * len(ids)))
    for who, day, by in session.connection().exec_driver_sql(sql, (*ids, first.isoformat(), last.isoformat())):
        yield who, Happened(_day(day), frozenset({"health"}), frozenset((by or "").split("、")))


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)
