"""How much waits on each page, for the figures in the rail."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from stationdesk.services.call_week import open_by
from stationdesk.services.request_reading import open_requests
from stationdesk.services.today import today
from stationdesk.services.waiting import unwritten_count
from stationdesk.services.wishes_today import due_count


def rail_counts(session: Session, on: date) -> dict[str, int]:
    """Return how much waits, by page: contacts of today, wishes with a step due, calls up to today, requests, entries for the county."""
    return {
        "today": today(session, on, most=0).open,
        "wishes": due_count(session, on),
        "calls": open_by(session, on),
        "requests": len(open_requests(session)),
        "county": unwritten_count(session),
    }
