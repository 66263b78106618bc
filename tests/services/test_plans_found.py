"""What plans ask for, found among the measures that are kept as awake, equals what is found by reading everything that happened."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from stationdesk.registers.care_plan import CarePlan, CarePlanDraft, PlanMeasure
from stationdesk.registers.family_call import FamilyCall
from stationdesk.registers.health_reading import HealthReading, HealthReadingDraft
from stationdesk.registers.plan_step import PlanStep, PlanStepDraft
from stationdesk.registers.visit import Visit, VisitDraft, Visitor
from stationdesk.services.plan_due import due_on
from stationdesk.services.plan_lines import plan_lines
from stationdesk.services.plans_today import due_now
from stationdesk.services.weather import weather_on
from stationdesk.store.database import Database, author_of
from tests.services.health_kit import ON
from tests.services.people import person
from tests.services.plan_kit import measure

NAMES = ("汪志强", "程雪琴", "村医 胡文斌")
Due = tuple[str, str, int]
"""Whose, which measure, how late."""


def some_measure(dice: random.Random, key: str) -> PlanMeasure:
    kind = dice.choice(("contact", "contact", "home", "home", "other", "health", "health", "call", "once", "weather"))
    rhythm: dict[str, Any] = {}
    if kind == "once":
        rhythm = {"until": (ON + timedelta(days=dice.randrange(-5, 9))).isoformat() if dice.random() < 0.7 else ""}
    elif kind != "weather":
        rhythm = {"every_days": dice.choice((1, 3, 7, 14, 30))} if dice.random() < 0.8 else {"weekday": dice.randrange(1, 8)}
        if dice.random() < 0.2:
            rhythm["until"] = (ON + timedelta(days=dice.randrange(-5, 20))).isoformat()
    if dice.random() < 0.3:
        rhythm["from_date"] = (ON - timedelta(days=dice.randrange(-3, 30))).isoformat()
    return measure(key, who=dice.choice(("", "", "网格长 汪志强", "程雪琴")), kind=kind, **rhythm)


def village(desk: Database, dice: random.Random) -> None:
    """People with a plan each, visits by different people, and ticks; some of them after the day that is asked about."""
    for nth in range(12):
        who = person(desk, f"老人{nth}", 80)
        measures = tuple(some_measure(dice, key) for key in "甲乙丙丁")
        made = ON - timedelta(days=dice.randrange(0, 60))
        with desk.writing("徐丽华", "记") as session:
            known = {"author": author_of(session)}
            review = (ON + timedelta(days=dice.randrange(-9, 9))).isoformat()
            draft = CarePlanDraft(resident_id=who, made_on=made.isoformat(), measures=measures, review_due=review)
            session.add(CarePlan.model_validate(draft, update=known))
            for _visit in range(dice.randrange(0, 7)):
                day = (ON - timedelta(days=dice.randrange(-6, 45))).isoformat()
                by = (Visitor(name=dice.choice(NAMES)),) if dice.random() < 0.8 else ()
                mode, outcome = dice.choice(("home", "phone")), dice.choice(("met", "met", "nobody"))
                visit = VisitDraft(resident_id=who, visited_on=day, mode=mode, outcome=outcome, visitors=by, recorder=dice.choice(NAMES))
                session.add(Visit.model_validate(visit, update=known | {"recorded_on": day}))
            for _reading in range(dice.randrange(0, 3)):
                day = (ON - timedelta(days=dice.randrange(-6, 45))).isoformat()
                by_whom = dice.choice((None, "程雪琴", "别人、程雪琴", '甲"乙'))
                reading = HealthReadingDraft(resident_id=who, taken_on=day, systolic=130, diastolic=80, measured_by=by_whom)
                session.add(HealthReading.model_validate(reading, update=known))
            for _tick in range(dice.randrange(0, 4)):
                day = (ON - timedelta(days=dice.randrange(-6, 45))).isoformat()
                step = PlanStepDraft(resident_id=who, measure=dice.choice("甲乙丙丁"), done_on=day)
                tick = PlanStep.model_validate(step, update=known)
                tick.removed_at = "2026-11-24T00:00:00Z" if dice.random() < 0.1 else None
                session.add(tick)


def slow(session: Session, on: date) -> set[Due]:
    """Return what is due by going through every visit, every reading and every tick."""
    assert not session.exec(select(FamilyCall)).all()
    bad, found = weather_on(session, on) is not None, set[Due]()
    for plan in session.exec(select(CarePlan).where(CarePlan.made_on <= on.isoformat())).all():
        visits = session.exec(select(Visit).where(Visit.resident_id == plan.resident_id, Visit.outcome == "met")).all()
        readings = session.exec(select(HealthReading).where(HealthReading.resident_id == plan.resident_id)).all()
        ticks = session.exec(select(PlanStep).where(PlanStep.resident_id == plan.resident_id)).all()
        for one in plan.measures:
            done = {date.fromisoformat(tick.done_on) for tick in ticks if tick.measure == one.key and tick.removed_at is None}
            done |= {date.fromisoformat(visit.visited_on) for visit in visits if settled(one, visit)}
            done |= {date.fromisoformat(reading.taken_on) for reading in readings if measured(one, reading)}
            day = due_on(one, date.fromisoformat(plan.made_on), {then for then in done if then <= on}, on, bad_weather=bad)
            if day is not None:
                found.add((plan.resident_id, one.key, (on - day).days))
    return found


def settled(one: PlanMeasure, visit: Visit) -> bool:
    if one.kind not in ({"contact", "home"} if visit.mode == "home" else {"contact"}):
        return False
    names = [visitor.name for visitor in visit.visitors] or [visit.recorder or ""]
    return not one.who or any(name in one.who for name in names if name)


def measured(one: PlanMeasure, reading: HealthReading) -> bool:
    return one.kind == "health" and (not one.who or any(name in one.who for name in (reading.measured_by or "").split("、") if name))


@pytest.mark.parametrize("seed", range(6))
def test_what_plans_ask_for_is_what_reading_everything_finds(desk: Database, seed: int) -> None:
    dice = random.Random(seed)
    village(desk, dice)
    seen = 0
    for back in range(-8, 12, 2):
        on = ON - timedelta(days=back)
        with desk.reading() as session:
            found = {(one.plan.resident_id, one.due.measure.key, one.late) for one in due_now(session, on) if one.due is not None}
            wanted = slow(session, on)
        seen += len(found)
        assert {(who, key) for who, key, _late in found} == {(who, key) for who, key, _late in wanted}
        if on >= ON + timedelta(days=6):  # of a past day, how late something is counts from the last time within the days that are read
            assert found == wanted
    assert seen > 100


def test_how_late_something_is_counts_from_the_last_time_however_long_ago_in_the_list_and_under_the_person(desk: Database) -> None:
    who = person(desk, "老人", 80)
    long_ago = (ON - timedelta(days=60)).isoformat()
    with desk.writing("徐丽华", "记") as session:
        known = {"author": author_of(session)}
        one = measure("甲", who="网格长 汪志强", kind="contact", every_days=35)
        plan = CarePlanDraft(resident_id=who, made_on=(ON - timedelta(days=200)).isoformat(), measures=(one,))
        session.add(CarePlan.model_validate(plan, update=known))
        visit = VisitDraft(resident_id=who, visited_on=long_ago, mode="phone", outcome="met", visitors=(Visitor(name="汪志强"),))
        session.add(Visit.model_validate(visit, update=known))
    with desk.reading() as session:
        assert [one.late for one in due_now(session, ON)] == [25]
        assert any("25" in line.text and line.tone == "red" for line in plan_lines(session, who, ON))
