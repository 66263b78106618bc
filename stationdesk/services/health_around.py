"""What is kept of somebody's health that a move may concern."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from stationdesk.registers.care_plan import CarePlan
from stationdesk.registers.health_reading import HealthReading
from stationdesk.registers.medicine import Medicine
from stationdesk.store.database import author_of


@dataclass(frozen=True)
class HealthAround:
    """What is kept of a person's health that a move may end."""

    plans: tuple[CarePlan, ...] = ()
    """Versions in force."""
    medicines: tuple[Medicine, ...] = ()
    waiting: int = 0
    """Readings that are to be repeated."""


NO_HEALTH = HealthAround()


def health_around(session: Session, resident_id: str) -> HealthAround:
    """Read what is kept of somebody's health."""
    own = author_of(session)
    plans = select(CarePlan).where(
        CarePlan.resident_id == resident_id, CarePlan.author == own, col(CarePlan.removed_at).is_(None), col(CarePlan.ended_on).is_(None)
    )
    medicines = select(Medicine).where(Medicine.resident_id == resident_id, Medicine.author == own, col(Medicine.removed_at).is_(None))
    waiting = select(HealthReading.id).where(
        HealthReading.resident_id == resident_id,
        HealthReading.author == own,
        col(HealthReading.removed_at).is_(None),
        col(HealthReading.follow_up_due).is_not(None),
        col(HealthReading.followed_up_on).is_(None),
    )
    return HealthAround(tuple(session.exec(plans)), tuple(session.exec(medicines)), len(session.exec(waiting).all()))
