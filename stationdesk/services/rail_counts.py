"""How much waits on each page, for the figures in the rail."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from stationdesk.services.waiting import waiting_count


def rail_counts(session: Session, on: date) -> dict[str, int]:
    """Return how much waits, by page: entries for the county."""
    return {"county": waiting_count(session)}
