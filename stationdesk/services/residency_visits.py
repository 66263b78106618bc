"""What visits say of a resident who is about to move: what they promised, and when he was seen last."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, or_, select

from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit


def open_follow_ups(session: Session, one: Resident) -> int:
    """Return how many follow-ups visits left open."""
    mine = select(Visit.id).where(
        Visit.resident_id == one.id,
        Visit.author == one.author,
        col(Visit.removed_at).is_(None),
        col(Visit.follow_up_due).is_not(None),
        col(Visit.followed_up_on).is_(None),
    )
    return len(session.exec(mine).all())


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
