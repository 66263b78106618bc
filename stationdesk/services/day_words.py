"""Days and times in the words of a clerk: 11月20日, 2025年11月20日, 今天 09:12."""

from __future__ import annotations

from datetime import date, datetime

from stationdesk.i18n import _
from stationdesk.store.clock import VILLAGE_TIME, local_day


def local(stamp: str) -> datetime:
    """Return a UTC stamp as the time it was in the village."""
    return datetime.fromisoformat(stamp).astimezone(VILLAGE_TIME)


def day_words(day: date, on: date) -> str:
    """Return a day as one says it on `on`: with the year only where it is another one."""
    if day.year == on.year:
        return _("{month}/{day}|day").format(month=day.month, day=day.day)
    return _("{year}/{month}/{day}|day").format(year=day.year, month=day.month, day=day.day)


def narrow_day(day: date, on: date) -> str:
    """Return a day as it fits into a narrow column: 11月20日, one of another year 2025-11-20."""
    return day_words(day, on) if day.year == on.year else day.isoformat()


def span_words(first: date, last: date, on: date) -> str:
    """Return a stretch of days: 11月20日, 11月14日 — 20日, 10月31日 — 11月6日."""
    begin = day_words(first, on)
    if first == last:
        return begin
    same_month = (first.year, first.month) == (last.year, last.month)
    end = _("{day}|day of the month").format(day=last.day) if same_month else day_words(last, on)
    return _("{first} to {last}|days").format(first=begin, last=end)


def moment_words(moment: datetime, on: date) -> str:
    """Return a local time with its day: 今天 09:12, 昨天 18:40, 11月20日 18:40."""
    day, clock = local_day(moment), f"{moment.astimezone(VILLAGE_TIME):%H:%M}"
    match (on - day).days:
        case 0:
            return _("today {clock}").format(clock=clock)
        case 1:
            return _("yesterday {clock}").format(clock=clock)
    return _("{day} {clock}|moment").format(day=day_words(day, on), clock=clock)
