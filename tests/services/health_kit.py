"""Invented people and readings for the tests of health and care plans."""

from __future__ import annotations

from datetime import date
from typing import Any

from stationdesk.registers.health_reading import HealthReading, HealthReadingDraft
from stationdesk.services.health_writing import add_reading
from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.store.database import Database

ON = date(2026, 11, 23)
BY = "徐丽华"


def person(desk: Database, name: str = "汪厚行", categories: frozenset[str] = frozenset({"living_alone"}), **fields: Any) -> str:
    """Put somebody into the register; returns the id."""
    given = {"name": name, "village": "上徐村", "village_group": "汪家组", "birth_date": "1945-03-02", "sex": "male"} | fields
    with desk.writing(BY, "加人") as session:
        return add_resident(session, PersonDraft(given, categories, "red"), ON).id


def ill(*kinds: str) -> tuple[dict[str, str], ...]:
    """Return illnesses as a draft takes them."""
    return tuple({"kind": kind} for kind in kinds)


def measure(desk: Database, who: str, day: str, **figures: Any) -> str:
    """Write a reading down; returns its id."""
    with desk.writing(BY, "量血压") as session:
        return add_reading(session, HealthReadingDraft(resident_id=who, taken_on=day, **figures), ON, BY).id


def kept(desk: Database, who: str) -> list[HealthReading]:
    """Return the readings of somebody, the newest first."""
    from stationdesk.services.health_writing import readings_of

    with desk.reading() as session:
        return readings_of(session, who)
