"""The lunar calendar by its months: which solar day a lunar one is, and the other way round (lunar_python's tables, read once a year)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

JULIAN = 1_721_425
"""Days from the Julian day count to Python's ordinals."""
FIRST, LAST = 1900, 2100
"""Years the tables are used for."""


class Month(NamedTuple):
    """A lunar month: its year and number, whether it is a leap month, the ordinal of its first day, how many days it has."""

    year: int
    number: int
    leap: bool
    begins: int
    days: int


@lru_cache(maxsize=256)
def months(year: int) -> tuple[Month, ...]:
    """Return the months of a lunar year; none outside 1900 to 2100."""
    if not FIRST <= year <= LAST:
        return ()
    from lunar_python import LunarYear

    found = LunarYear.fromYear(year).getMonths()
    return tuple(
        Month(year, abs(one.getMonth()), one.getMonth() < 0, one.getFirstJulianDay() - JULIAN, one.getDayCount())
        for one in found
        if one.getYear() == year
    )


@lru_cache(maxsize=65536)
def solar_days(lunar: str) -> tuple[str, ...]:
    """Return the solar days (ISO) that a lunar day YYYY-MM-DD may be: two where the month was doubled, none where there is no such day."""
    year, number, day = int(lunar[:4]), int(lunar[5:7]), int(lunar[8:10])
    return tuple(
        date.fromordinal(one.begins + day - 1).isoformat() for one in months(year) if one.number == number and 1 <= day <= one.days
    )


@lru_cache(maxsize=65536)
def lunar_day(solar: str) -> str:
    """Return a solar day (ISO) by the lunar calendar, YYYY-MM-DD of its own months; empty outside the tables or for no day."""
    try:
        ordinal = date.fromisoformat(solar).toordinal()
    except ValueError:  # the 30th of a lunar month taken for a solar one
        return ""
    for year in (int(solar[:4]), int(solar[:4]) - 1):
        for one in months(year):
            if one.begins <= ordinal < one.begins + one.days:
                return f"{year:04}-{one.number:02}-{ordinal - one.begins + 1:02}"
    return ""
