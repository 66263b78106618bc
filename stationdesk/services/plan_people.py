"""Who has no care plan though his grade asks for one, and whose is to be looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from stationdesk.registers.resident import Resident
from stationdesk.services.due import PRESENT
from stationdesk.services.grading import schemes
from stationdesk.services.plan_proposing import grades_that_need_one
from stationdesk.services.plans import plans_in_force
from stationdesk.services.shown_person import details_of
from stationdesk.store.database import author_of

_GRADED = """
SELECT g.resident_id, g.grade FROM care_grade g INDEXED BY care_grade_force
CROSS JOIN resident r INDEXED BY resident_care ON r.id = g.resident_id AND r.author = g.author AND r.removed_at IS NULL
WHERE g.author = ? AND g.removed_at IS NULL AND (g.from_date IS NULL OR g.from_date <= ?) AND (g.to_date IS NULL OR g.to_date >= ?)
  AND r.closed_on IS NULL AND (r.residency_status IS NULL OR r.residency_status IN ({present}))
ORDER BY g.from_date, g.key
""".format(present=",".join(f"'{one}'" for one in sorted(PRESENT)))


@dataclass(frozen=True, slots=True)
class PlanPerson:
    """Somebody of the list: his grade, and how his plan stands."""

    resident_id: str
    name: str
    group: str
    grade: str
    grade_word: str
    version: int = 0
    review_due: date | None = None


def lacking(session: Session, on: date) -> list[PlanPerson]:
    """Return who is present, of a grade that asks for a plan, and has none in force; by group and route."""
    return [one for one in _people(session, on) if not one.version]


def to_review(session: Session, on: date) -> list[PlanPerson]:
    """Return whose plan is to be looked at again by day `on`, the latest first."""
    found = [one for one in _people(session, on, everybody=True) if one.review_due is not None and one.review_due <= on]
    return sorted(found, key=lambda one: one.review_due or on)


def _people(session: Session, on: date, *, everybody: bool = False) -> list[PlanPerson]:
    day, plans = on.isoformat(), plans_in_force(session, on)
    graded: dict[str, str] = dict(session.connection().exec_driver_sql(_GRADED, (author_of(session), day, day)).all())
    asked = grades_that_need_one()
    ids = [one for one, grade in graded.items() if grade in asked]
    if everybody:
        ids = list(dict.fromkeys([*ids, *_there(session, list(plans))]))
    details, words = details_of(session, ids), schemes(session, day)
    found = []
    for person in sorted((details[one] for one in ids if one in details), key=lambda one: one.route()):
        plan, grade = plans.get(person.id), words.get(("", graded.get(person.id, "")))
        found.append(
            PlanPerson(
                person.id,
                person.shown(on),
                "" if person.is_child(on) else person.village_group or "",
                graded.get(person.id, ""),
                grade.label if grade else "",
                plan.version if plan else 0,
                date.fromisoformat(plan.review_due) if plan and plan.review_due else None,
            )
        )
    return found


def _there(session: Session, ids: list[str]) -> list[str]:
    from sqlmodel import col, select

    from stationdesk.services.contacts import chunks

    found: list[str] = []
    for some in chunks(ids):
        asked = select(Resident.id).where(
            col(Resident.id).in_(some), col(Resident.closed_on).is_(None), col(Resident.residency_status).in_(PRESENT)
        )
        found += session.exec(asked).all()
    return found
