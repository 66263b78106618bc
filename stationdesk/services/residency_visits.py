"""What visits and emergencies say of a resident who is about to move: what was promised, and when he was seen last."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, or_, select

from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit

_LOOK_IN = """
SELECT count(DISTINCT i.id) FROM incident i JOIN incident_event e ON e.incident_id = i.id AND e.kind = 'over'
WHERE i.resident_id = ? AND i.author = ? AND i.removed_at IS NULL AND e.removed_at IS NULL AND e.follow_up_on IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM incident_event f WHERE f.incident_id = i.id AND f.kind = 'followed_up' AND f.removed_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.resident_id = i.resident_id AND v.author = i.author AND v.removed_at IS NULL
    AND v.visited_on >= e.follow_up_on AND (v.outcome IS NULL OR v.outcome = 'met'))
"""


def open_follow_ups(session: Session, one: Resident) -> int:
    """Return how many follow-ups visits and emergencies left open."""
    mine = select(Visit.id).where(
        Visit.resident_id == one.id,
        Visit.author == one.author,
        col(Visit.removed_at).is_(None),
        col(Visit.follow_up_due).is_not(None),
        col(Visit.followed_up_on).is_(None),
    )
    looks = session.connection().exec_driver_sql(_LOOK_IN, (one.id, one.author)).scalar_one()
    return len(session.exec(mine).all()) + int(looks)


def last_seen(session: Session, one: Resident) -> date | None:
    """Return the last day on which somebody reached the person himself."""
    seen = select(Visit.visited_on).where(
        Visit.resident_id == one.id,
        Visit.author == one.author,
        col(Visit.removed_at).is_(None),
        or_(col(Visit.outcome).is_(None), Visit.outcome == "met"),
    )
    last = session.exec(seen.order_by(col(Visit.visited_on).desc()).limit(1)).first()
    return date.fromisoformat(last) if last else None
