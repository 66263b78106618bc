"""The lunar calendar 1900 to 2100: days both ways, leap months, and its words; a year's months are worked out once (lunar_python)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from stationdesk.i18n import _

FIRST, LAST = 1899, 2100
"""Lunar years that are known: the first ends in 1900."""
_JULIAN = 1721425
"""The Julian day of noon less this is the day's ordinal."""


class Month(NamedTuple):
    """A month of a lunar year; a leap month's number is negative."""

    number: int
    first: date
    days: int


class LunarDate(NamedTuple):
    """A day by the lunar calendar; `days` is how long its month is."""

    year: int
    month: int
    day: int
    days: int


@lru_cache(maxsize=256)
def months_of(year: int) -> tuple[Month, ...]:
    """Return the months of a lunar year in their order. Raises ValueError outside the years that are known."""
    from lunar_python import LunarYear

    if not FIRST <= year <= LAST:
        raise ValueError(year)
    found = LunarYear.fromYear(year).getMonthsInYear()
    return tuple(
        Month(int(one.getMonth()), date.fromordinal(round(one.getFirstJulianDay()) - _JULIAN), int(one.getDayCount())) for one in found
    )


def leap_month(year: int) -> int:
    """Return which month of a lunar year comes twice, 0 if none does."""
    return next((-one.number for one in months_of(year) if one.number < 0), 0)


def lunar_of(day: date) -> LunarDate:
    """Return `day` by the lunar calendar. Raises ValueError outside the years that are known."""
    for year in (day.year, day.year - 1):
        for one in reversed(months_of(year)):
            if one.first <= day < one.first + timedelta(days=one.days):
                return LunarDate(year, one.number, (day - one.first).days + 1, one.days)
    raise ValueError(day)


def solar_of_lunar(year: int, month: int, day: int) -> date | None:
    """Return the solar day of a lunar one (a leap month's number is negative); None if there is no such day or year."""
    if not FIRST <= year <= LAST:
        return None
    one = next((one for one in months_of(year) if one.number == month), None)
    return one.first + timedelta(days=day - 1) if one is not None and 1 <= day <= one.days else None


def kept_on(year: int, month: int, day: int) -> date | None:
    """Return the day on which a lunar birthday is kept in a lunar year.

    A 30th is kept on the 29th of a month that has no more; one of a leap month in the month of that number, never twice.
    """
    return solar_of_lunar(year, abs(month), day) or (solar_of_lunar(year, abs(month), 29) if day == 30 else None)


def solar_kept(year: int, month: int, day: int) -> date:
    """Return the day on which a solar birthday is kept in a year: February 29 on the 28th of a year without one."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)


def words(month: int, day: int) -> str:
    """Return a lunar day without its year: 农历腊月廿三."""
    from lunar_python.util import LunarUtil

    name = str(LunarUtil.MONTH[abs(month)])
    return _("lunar {month} {day}").format(month=_("leap {month}").format(month=name) if month < 0 else name, day=LunarUtil.DAY[day])


def words_with_year(year: int, month: int, day: int) -> str:
    """Return a lunar day with its year: 农历1952年三月十一."""
    return _("lunar {year} {rest}").format(year=year, rest=words(month, day).removeprefix(_("lunar {rest}").format(rest="")))


def said_leap(written: str | None) -> bool:
    """Tell whether a date as it was written names a leap month."""
    return bool(written) and _("leap {month}").format(month="") in str(written)
