"""How readings, medicines and care plans read as one line of a person's history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.care_plan import CarePlan
from stationdesk.registers.code import table
from stationdesk.registers.health_reading import HealthReading, HealthReadingDraft
from stationdesk.registers.medicine import Medicine, MedicineDraft
from stationdesk.registers.plan_step import PlanStep
from stationdesk.services.day_words import day_words
from stationdesk.services.event_words import Line, Part, dotted, plain
from stationdesk.services.health_lines import figures, prompts

_TONE = {"urgent": "red", "high": "amber", "low": "amber"}


def reading_words(reading: HealthReadingDraft) -> str:
    """Return a reading in words: the figures, then what hurts."""
    known = table("symptom")
    return "；".join(filter(None, (figures(reading.measured()), "、".join(known.label(one) for one in reading.symptoms))))


def of_reading(reading: HealthReading) -> Line:
    """Say where something was measured and what it was."""
    crossed = prompts(reading.measured())
    tone = _TONE[crossed[0].tone] if crossed else ""
    place = table("reading_place").label(reading.place)
    return "health", dotted(plain(place), (Part(reading_words(reading), tone),), plain(reading.advice)), reading.measured_by or ""


def medicine_words(medicine: MedicineDraft) -> str:
    """Return a medicine in words: 氨氯地平，一次 1 片，一天 1 次，早上."""
    dose = _("{dose} at a time").format(dose=medicine.dose) if medicine.dose else ""
    times = _("{count} times a day").format(count=medicine.times_a_day) if medicine.times_a_day else ""
    return "，".join(filter(None, (medicine.name, dose, times, medicine.when_taken)))


def of_medicine(medicine: Medicine) -> Line:
    """Say that somebody takes a medicine."""
    return "health", (Part(_("Takes {medicine}").format(medicine=medicine_words(medicine))),), ""


def of_medicine_ended(medicine: Medicine) -> Line:
    """Say that somebody takes a medicine no longer."""
    return "health", dotted((Part(_("No longer takes {medicine}").format(medicine=medicine.name)),), plain(medicine.end_reason)), ""


def of_plan(plan: CarePlan) -> Line:
    """Say that a version of the plan was made."""
    version = _("Care plan, version {number}").format(number=plan.version)
    count = _("{count} measures").format(count=len(plan.measures))
    review = _("look again on {day}").format(day=_day(plan.review_due, plan.made_on)) if plan.review_due else ""
    return "plan", dotted((Part(version),), plain(count), plain(review)), plan.made_by or ""


def of_review(plan: CarePlan) -> Line:
    """Say how a plan was found when it was looked at again."""
    head = _("Care plan looked at again: {result}").format(result=table("plan_result").label(plan.review_result))
    return "plan", dotted((Part(head),), plain(plan.review_note)), plan.reviewed_by or ""


def of_step(step: PlanStep, what: str) -> Line:
    """Say that a measure was done."""
    head = _("Done by the plan: {what}").format(what=what) if what else _("Done by the plan")
    return "plan", dotted((Part(head),), plain(step.note)), step.done_by or ""


def measures_named(session: Session, steps: Sequence[PlanStep]) -> dict[str, str]:
    """Return what the measures of some ticks are, by plan and key."""
    ids = {step.plan_id for step in steps if step.plan_id}
    if not ids:
        return {}
    plans = session.exec(select(CarePlan).where(col(CarePlan.id).in_(ids)))
    return {f"{plan.id}/{one.key}": one.what for plan in plans for one in plan.measures}


def _day(day: str, since: str) -> str:
    return day_words(date.fromisoformat(day), date.fromisoformat(since))
