"""Which birthday a family keeps, when it falls next, and both calendars' words for it."""

from __future__ import annotations

from datetime import date

from stationdesk.i18n import _
from stationdesk.registers.birth_date import BirthDate, solar_of
from stationdesk.registers.lunar_calendar import (
    FIRST,
    LAST,
    kept_on,
    lunar_of,
    said_leap,
    solar_kept,
    words,
    words_with_year,
)
from stationdesk.registers.resident import ResidentDraft

Kept = tuple[int, int, bool]
"""Month, day, and whether by the lunar calendar."""


def kept_birthday(resident: ResidentDraft) -> Kept | None:
    """Return the birthday a family keeps: the day written as kept, else that of the birth date, if it is known to the day."""
    if resident.birthday:
        month, day = (int(part) for part in resident.birthday.split("-"))
        return month, day, resident.birthday_calendar == "lunar"
    if not resident.birth_date or len(resident.birth_date) < 10:
        return None
    _year, month, day = (int(part) for part in resident.birth_date.split("-"))
    return month, day, resident.birth_calendar == "lunar"


def falls_on(kept: Kept, year: int) -> date | None:
    """Return the day on which a birthday is kept in a year of its own calendar."""
    month, day, lunar = kept
    return kept_on(year, month, day) if lunar else solar_kept(year, month, day)


def next_on(kept: Kept, on: date) -> date | None:
    """Return the next day, today included, on which a birthday is kept."""
    first = lunar_of(on).year if kept[2] else on.year
    days = (falls_on(kept, year) for year in (first, first + 1))
    return next((day for day in days if day is not None and day >= on), None)


def birthday_words(resident: ResidentDraft, on: date) -> str:
    """Return a birthday that is kept by the moon, or on another day than the papers have: 农历腊月廿三，今年公历2月10日."""
    kept = kept_birthday(resident)
    if kept is None or not (kept[2] or resident.birthday) or not FIRST < on.year < LAST:
        return ""
    day = next_on(kept, on)
    said = words(kept[0], kept[1]) if kept[2] else _("{month}/{day}|birthday").format(month=kept[0], day=kept[1])
    if not kept[2] or day is None:
        return said
    year = _("this year") if day.year == on.year else _("next year")
    return _("{lunar}, {year} solar {month}/{day}").format(lunar=said, year=year, month=day.month, day=day.day)


def both_ways(birth: BirthDate) -> str:
    """Return a birth date by both calendars, as far as it is known to the day: 农历1952年三月十一，公历1952年4月5日."""
    if birth.iso is None or birth.precision != "day":
        return ""
    year, month, day = (int(part) for part in birth.iso.split("-"))
    if birth.calendar == "lunar":
        solar, month = solar_of(birth), -month if birth.leap else month
        said = words_with_year(year, month, day)
        if solar is None:
            return said
        theirs = date.fromisoformat(solar)
        return _("{lunar}, solar {year}-{month}-{day}").format(lunar=said, year=theirs.year, month=theirs.month, day=theirs.day)
    if not FIRST < year <= LAST:
        return ""
    ours = lunar_of(date(year, month, day))
    return words_with_year(ours.year, ours.month, ours.day)


def written_of(birth: BirthDate) -> str | None:
    """Return what is kept as written of a date that was typed: the words of a leap month, which the date itself cannot hold."""
    if birth.iso is None or birth.precision != "day" or not birth.leap:
        return None
    year, month, day = (int(part) for part in birth.iso.split("-"))
    return words_with_year(year, -month, day)


def birth_of(resident: ResidentDraft) -> BirthDate:
    """Return a resident's birth date as it is kept, with its leap month."""
    leap = resident.birth_calendar == "lunar" and said_leap(resident.birth_written)
    return BirthDate(resident.birth_date, resident.birth_precision, resident.birth_calendar or "solar", leap=leap)
