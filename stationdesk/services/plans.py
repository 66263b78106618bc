"""Care plans: a change makes the next version, the one before stays readable; looked at again, ended, and ticked measure by measure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.care_plan import CarePlan, CarePlanDraft
from stationdesk.registers.mask import masked_child
from stationdesk.registers.plan_step import PlanStep, PlanStepDraft
from stationdesk.registers.resident import GONE, Resident
from stationdesk.services.contacts import chunks
from stationdesk.services.doubles import is_child
from stationdesk.services.person_writing import own_resident
from stationdesk.store.database import author_of


class PlanImpossible(DeskError):
    """A plan that says nothing, of somebody who is gone, of a day to come, or older than the version before."""


class NoSuchPlan(DeskError):
    """The plan is not there any more, or this version is not in force."""


def name_said(resident: Resident, on: date) -> str:
    """Return a resident's name as a sentence that others read says it: of a child the alias."""
    return masked_child(resident.name, resident.alias) if is_child(resident, on) else resident.name


def says_plan(resident: Resident, version: int, on: date) -> str:
    """Return the sentence of a new version, which an undo repeats."""
    return _("Care plan of {name}, version {number}").format(name=name_said(resident, on), number=version)


def says_end(resident: Resident, on: date) -> str:
    """Return the sentence of an end."""
    return _("Care plan of {name} ended").format(name=name_said(resident, on))


def make_plan(session: Session, draft: CarePlanDraft, on: date, by: str) -> CarePlan:
    """Write the next version of a plan; the one in force ends with the day it is replaced.

    Raises NoSuchResident and PlanImpossible.
    """
    resident = own_resident(session, draft.resident_id)
    last = newest(session, resident.id)
    _refuse(resident, draft, last, on)
    made = CarePlan.model_validate(
        draft,
        update={
            "author": author_of(session),
            "version": (last.version if last else 0) + 1,
            "previous_id": last.id if last else None,
            "made_by": draft.made_by or by,
        },
    )
    if last is not None and last.ended_on is None:
        last.ended_on = draft.made_on
        last.end_reason = _("replaced by version {number}").format(number=made.version)
        session.add(last)
    session.add(made)
    session.flush()
    return made


def _refuse(resident: Resident, draft: CarePlanDraft, last: CarePlan | None, on: date) -> None:
    if resident.residency_status in GONE:
        raise PlanImpossible(_("The person has died or left, so no plan is made any more."))
    if draft.made_on > on.isoformat():
        raise PlanImpossible(_("{day} has not come yet. A plan is written down on its day or later.").format(day=draft.made_on))
    if last is not None and draft.made_on < last.made_on:
        raise PlanImpossible(_("Version {number} is of {day}. The next one cannot be older.").format(number=last.version, day=last.made_on))
    if not draft.problems and not draft.measures:
        raise PlanImpossible(_("The plan says nothing yet. Please write what is hard or what is to be done."))
    for one in draft.measures:
        if one.from_date and one.until and one.until < one.from_date:
            raise PlanImpossible(_("«{what}» ends before it begins. Please look at its days.").format(what=one.what))
    if draft.review_due and draft.review_due < draft.made_on:
        raise PlanImpossible(_("The day to look again lies before the day of the plan. Please look at both days."))


def review_plan(session: Session, plan_id: str, result: str, note: str, on: date, by: str) -> CarePlan:
    """Write on the version in force how it went; what follows from it is the next version. Raises NoSuchPlan."""
    plan = plan_called(session, plan_id)
    if plan.ended_on is not None:
        raise NoSuchPlan(_("This version is not in force any more. Please open the newest one."))
    plan.reviewed_on, plan.reviewed_by = on.isoformat(), by
    plan.review_result, plan.review_note = result, note.strip() or None
    session.add(plan)
    return plan


def end_plan(session: Session, plan_id: str, on: date, reason: str) -> CarePlan:
    """End a plan for good. Raises NoSuchPlan and PlanImpossible."""
    plan = plan_called(session, plan_id)
    if plan.ended_on is not None:
        raise NoSuchPlan(_("This version is not in force any more. Please open the newest one."))
    if not reason.strip():
        raise PlanImpossible(_("Please write why the plan ends."))
    plan.ended_on, plan.end_reason = max(on.isoformat(), plan.made_on), reason.strip()
    session.add(plan)
    return plan


def tick(session: Session, plan_id: str, measure: str, on: date, by: str, note: str = "") -> PlanStep:
    """Write down that a measure was done on day `on`. Raises NoSuchPlan."""
    plan = plan_called(session, plan_id)
    if measure not in {one.key for one in plan.measures}:
        raise NoSuchPlan(_("This measure is not in the plan any more. Please open the newest version."))
    draft = PlanStepDraft(resident_id=plan.resident_id, plan_id=plan.id, measure=measure, done_on=on.isoformat(), done_by=by, note=note)
    made = PlanStep.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    session.flush()
    return made


def plan_called(session: Session, plan_id: str) -> CarePlan:
    """Return an own version of a plan. Raises NoSuchPlan."""
    mine = select(CarePlan).where(CarePlan.id == plan_id, CarePlan.author == author_of(session), col(CarePlan.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None:
        raise NoSuchPlan(_("This plan is not there any more. Please look at the person again."))
    return found


def versions_of(session: Session, resident_id: str) -> list[CarePlan]:
    """Return every version of a resident's plan, the newest first."""
    mine = select(CarePlan).where(
        CarePlan.resident_id == resident_id, CarePlan.author == author_of(session), col(CarePlan.removed_at).is_(None)
    )
    return list(session.exec(mine.order_by(col(CarePlan.version).desc(), col(CarePlan.key).desc())))


def newest(session: Session, resident_id: str) -> CarePlan | None:
    """Return the newest version, whether it is in force or not."""
    return next(iter(versions_of(session, resident_id)), None)


def plan_of(session: Session, resident_id: str, on: date) -> CarePlan | None:
    """Return the version in force on day `on`."""
    return next((one for one in versions_of(session, resident_id) if one.in_force(on.isoformat())), None)


def plans_in_force(session: Session, on: date, ids: Iterable[str] | None = None) -> dict[str, CarePlan]:
    """Return by resident the version in force on day `on`, of everybody or of `ids`."""
    day = on.isoformat()
    base: Any = (CarePlan.author == author_of(session), col(CarePlan.removed_at).is_(None), CarePlan.made_on <= day)
    force = (col(CarePlan.ended_on).is_(None)) | (col(CarePlan.ended_on) > day)
    found: dict[str, CarePlan] = {}
    for some in chunks(list(dict.fromkeys(ids))) if ids is not None else (None,):
        asked = select(CarePlan).where(*base, force)
        asked = asked.where(col(CarePlan.resident_id).in_(some)) if some is not None else asked
        for one in session.exec(asked.order_by(col(CarePlan.version))):
            found[one.resident_id] = one
    return found
