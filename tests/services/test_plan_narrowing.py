"""What plans ask for, found by leaving out what certainly is not due, equals what is found by reading everything that happened."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from stationdesk.registers.care_plan import CarePlan, CarePlanDraft, PlanMeasure
from stationdesk.registers.family_call import FamilyCall
from stationdesk.registers.health_reading import HealthReading
from stationdesk.registers.plan_step import PlanStep, PlanStepDraft
from stationdesk.registers.visit import Visit, VisitDraft, Visitor
from stationdesk.services.plan_due import due_on
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
    kind = dice.choice(("contact", "contact", "home", "home", "other", "call", "once", "weather"))
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
                by = (Visitor(name=dice.choice(NAMES)),)
                mode, outcome = dice.choice(("home", "phone")), dice.choice(("met", "met", "nobody"))
                visit = VisitDraft(resident_id=who, visited_on=day, mode=mode, outcome=outcome, visitors=by)
                session.add(Visit.model_validate(visit, update=known | {"recorded_on": day}))
            for _tick in range(dice.randrange(0, 4)):
                day = (ON - timedelta(days=dice.randrange(-6, 45))).isoformat()
                step = PlanStepDraft(resident_id=who, measure=dice.choice("甲乙丙丁"), done_on=day)
                tick = PlanStep.model_validate(step, update=known)
                tick.removed_at = "2026-11-24T00:00:00Z" if dice.random() < 0.1 else None
                session.add(tick)


def slow(session: Session, on: date) -> dict[Due, bool]:
    """Return what is due by going through every visit and every tick; and whether how late it is hangs on a name."""
    assert not session.exec(select(FamilyCall)).all()
    assert not session.exec(select(HealthReading)).all()
    bad, found = weather_on(session, on) is not None, dict[Due, bool]()
    for plan in session.exec(select(CarePlan).where(CarePlan.made_on <= on.isoformat())).all():
        visits = session.exec(select(Visit).where(Visit.resident_id == plan.resident_id, Visit.outcome == "met")).all()
        ticks = session.exec(select(PlanStep).where(PlanStep.resident_id == plan.resident_id)).all()
        for one in plan.measures:
            done = {date.fromisoformat(tick.done_on) for tick in ticks if tick.measure == one.key and tick.removed_at is None}
            done |= {date.fromisoformat(visit.visited_on) for visit in visits if settled(one, visit)}
            day = due_on(one, date.fromisoformat(plan.made_on), {then for then in done if then <= on}, on, bad_weather=bad)
            if day is not None:
                found[plan.resident_id, one.key, (on - day).days] = bool(one.who)
    return found


def settled(one: PlanMeasure, visit: Visit) -> bool:
    if one.kind not in ({"contact", "home"} if visit.mode == "home" else {"contact"}):
        return False
    return not one.who or any(visitor.name in one.who for visitor in visit.visitors)


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
        later = {(who, key) for who, key, _late in wanted if wanted[who, key, _late]}
        assert {(who, key) for who, key, _late in found} == {(who, key) for who, key, _late in wanted}
        if on < ON + timedelta(days=6):
            continue
        # nothing happened later; of what is named, how late it is counts from the last time within the days that are read
        assert {one for one in found if one[:2] not in later} == {one for one in wanted if one[:2] not in later}
    assert seen > 100
