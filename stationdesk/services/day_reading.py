"""A day as an operator types it into a form: 今天, 昨天, 22日, 11月22日, 2026-11-22, 20261122."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from stationdesk.registers.birth_date import read_birth_date

_WORDS = {"今天": 0, "昨天": 1, "前天": 2, "大前天": 3}
_COMING = {"明天": 1, "后天": 2, "大后天": 3}
_FOR_DAYS = re.compile(r"(\d{1,2}|[一二两三四五六七八九十])天")
_COUNTS = "零一二三四五六七八九十"
_IN_MONTH = re.compile(r"(\d{1,2})[日号]?")
_IN_YEAR = re.compile(r"(\d{1,2})[月.\-/](\d{1,2})[日号]?")
_WHOLE = re.compile(r"(\d{4})[年.\-/](\d{1,2})[月.\-/](\d{1,2})[日号]?")
_CLOCK = re.compile(r"(\d{1,2})[:：.点时]?(\d{2})?分?")
_MONTH = re.compile(r"(?:(\d{4})[-年/.])?(\d{1,2})月?")
MONTHS = 12


def read_day(typed: str, on: date) -> date | None:
    """Return the day meant by `typed` on day `on`, the last such day where the year or month is left out; None if none is."""
    text = typed.split(" ", maxsplit=1)[0].strip() or typed.strip()
    if text in _WORDS:
        return on - timedelta(days=_WORDS[text])
    if found := _IN_MONTH.fullmatch(text):
        return _last(on, None, int(found[1]))
    if found := _IN_YEAR.fullmatch(text):
        return _last(on, int(found[1]), int(found[2]))
    read = read_birth_date(text, on)
    return date.fromisoformat(read.iso) if read.iso and read.precision == "day" else None


def read_coming_day(typed: str, on: date) -> date | None:
    """Return the day to come meant by `typed` on day `on`, the next such day where the year or month is left out; None if none is.

    A day written out whole is that day, whenever it was or will be.
    """
    text = typed.strip()
    if text in _COMING:
        return on + timedelta(days=_COMING[text])
    if found := _IN_MONTH.fullmatch(text):
        return _next(on, None, int(found[1]))
    if found := _IN_YEAR.fullmatch(text):
        return _next(on, int(found[1]), int(found[2]))
    whole = _WHOLE.fullmatch(text)
    try:
        return date(*map(int, whole.groups())) if whole else read_day(text, on) if text else None
    except ValueError:
        return None


def read_near_day(typed: str, on: date) -> date | None:
    """Return the day nearest to `on` that is meant where the year or month is left out, past or to come; None if none is."""
    found = [one for one in (read_day(typed, on), read_coming_day(typed, on)) if one is not None]
    return min(found, key=lambda one: abs((one - on).days), default=None)


def read_last_day(typed: str, first: date, on: date) -> date | None:
    """Return the last of some days that begin with `first`: a day, or how many days there are (3天, 三天); None if none is meant."""
    text = typed.strip()
    if found := _FOR_DAYS.fullmatch(text):
        days = int(found[1]) if found[1].isdecimal() else _COUNTS.index(found[1].replace("两", "二"))
        return first + timedelta(days=days - 1) if days else None
    if text in _WORDS or text in _COMING:
        return read_coming_day(text, on)
    return read_coming_day(text, first)


def _next(on: date, month: int | None, day: int) -> date | None:
    ahead = [(on.year + (on.month + more - 1) // 12, (on.month + more - 1) % 12 + 1) for more in range(3)]
    tried = [(year, month) for year in range(on.year, on.year + 9)] if month else ahead
    for year, in_month in tried:
        try:
            found = date(year, in_month, day)
        except ValueError:
            continue
        if found >= on:
            return found
    return None


def _last(on: date, month: int | None, day: int) -> date | None:
    tried = [(on.year, month or on.month)]
    tried.append((on.year - 1, month) if month else ((on.year, on.month - 1) if on.month > 1 else (on.year - 1, 12)))
    for year, in_month in tried:
        try:
            found = date(year, in_month, day)
        except ValueError:
            continue
        if found <= on:
            return found
    return None


def read_clock(typed: str) -> str | None:
    """Return a time as HH:MM (9:20, 0920, 9点), empty for nothing, None if there is no such time."""
    text = typed.strip()
    if not text:
        return ""
    if text.isdigit() and len(text) == 4:
        text = f"{text[:2]}:{text[2:]}"
    found = _CLOCK.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"


def read_clock_of_end(typed: str) -> str | None:
    """Return the time at which something ends as HH:MM: midnight, which is the next day's 00:00, may be written 24:00 too."""
    midnight = _CLOCK.fullmatch(f"{typed.strip()[:2]}:{typed.strip()[2:]}" if typed.strip() == "2400" else typed.strip())
    return "00:00" if midnight and midnight[1] == "24" and int(midnight[2] or 0) == 0 else read_clock(typed)


def read_day_or_month(typed: str, on: date) -> date | None:
    """Return the day meant by a day or a month to come (`3月`, `2027-03`: its last day); None if none is."""
    if found := _MONTH.fullmatch(typed.strip()):
        month = int(found[2])
        if (found[1] or typed.strip().endswith("月")) and 1 <= month <= MONTHS:
            year = int(found[1]) if found[1] else on.year + (month < on.month)
            return date(year, month, calendar.monthrange(year, month)[1])
    return read_coming_day(typed, on)
