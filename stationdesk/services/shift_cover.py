"""Which hours of the days nobody is on duty: a pure function over the turns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of time in the village, its end not in it."""

    begins: datetime
    ends: datetime

    @property
    def minutes(self) -> int:
        """Its length in minutes."""
        return int((self.ends - self.begins).total_seconds() // 60)


def gaps(turns: Iterable[Span], first: datetime, last: datetime) -> list[Span]:
    """Return the stretches between `first` and `last` that no turn covers, the earliest first; turns may overlap and lie outside."""
    found, at = [], first
    for turn in sorted(turns):
        if turn.begins >= last:
            break
        if turn.begins > at:
            found.append(Span(at, turn.begins))
        at = max(at, turn.ends)
    if at < last:
        found.append(Span(at, last))
    return found


def by_day(found: Iterable[Span]) -> dict[date, list[Span]]:
    """Return stretches by the day on which they lie, cut at midnight."""
    days: dict[date, list[Span]] = {}
    for span in found:
        begins = span.begins
        while begins < span.ends:
            midnight = datetime.combine(begins.date() + timedelta(days=1), time())
            days.setdefault(begins.date(), []).append(Span(begins, min(midnight, span.ends)))
            begins = midnight
    return days
