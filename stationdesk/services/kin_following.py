"""A relative's entry that is a resident follows that resident's own page, so that nothing is typed twice."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import Resident
from stationdesk.services.family_facts import AWAY

FOLLOWED = frozenset(
    {"name", "phones", "migrant_place", "migrant_employer", "migrant_since", "residency_status", "residency_place", "sex", "birth_date"}
)
"""What of a resident a relative's entry repeats."""


def fields_from(resident: Resident) -> dict[str, Any]:
    """Return what a relative's entry holds of a resident; what is not known of him is left out."""
    away = resident.residency_status in AWAY
    found: dict[str, Any] = {
        "kin_resident_id": resident.id,
        "name": resident.name,
        "sex": resident.sex,
        "birth_date": resident.birth_date,
        "phones": resident.phones,
        "works_at": (resident.migrant_place or resident.residency_place) if away else None,
        "employer": resident.migrant_employer if away else None,
        "away_since": resident.migrant_since if away else None,
        "life_state": "deceased" if resident.residency_status == "deceased" else None,
    }
    return {name: value for name, value in found.items() if value}


def follow_links(session: Session, resident: Resident) -> int:
    """Let every relative's entry that is this resident say what his own page says now; returns how many."""
    mine = select(Kin).where(Kin.kin_resident_id == resident.id, Kin.author == resident.author, Kin.resident_id != resident.id)
    count, fields = 0, fields_from(resident)
    for kin in session.exec(mine.where(col(Kin.removed_at).is_(None))):
        for name, value in fields.items():
            setattr(kin, name, value)
        session.add(kin)
        count += 1
    return count
