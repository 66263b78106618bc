"""Whose birthday it is in the coming days, by the solar or the lunar calendar, and which one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.lunar_calendar import lunar_of, words
from stationdesk.registers.resident import GONE
from stationdesk.services.shown_person import details_of
from stationdesk.store.database import author_of

ROUND = frozenset({10, 60, 70, 80, 90, *range(100, 131)})
"""Ages that are said as 满 70 岁: those a village celebrates."""

_BORN = """
SELECT id, birth_date, birth_calendar, birthday, birthday_calendar FROM resident INDEXED BY ix_resident_birth_date
WHERE length(birth_date) = 10 AND substr(birth_date, 6) IN ({marks}) AND birthday IS NULL
  AND author = ? AND removed_at IS NULL AND closed_on IS NULL AND ifnull(residency_status, '') NOT IN ({gone})
"""
_KEPT = """
SELECT id, birth_date, birth_calendar, birthday, birthday_calendar FROM resident INDEXED BY resident_birthday
WHERE birthday IN ({marks})
  AND author = ? AND removed_at IS NULL AND closed_on IS NULL AND ifnull(residency_status, '') NOT IN ({gone})
"""


@dataclass(frozen=True, slots=True)
class Birthday:
    """A birthday to come; of a child the alias only."""

    resident_id: str
    name: str
    child: bool
    turns: int | None
    """The age reached on that day, if the year of birth is known."""
    day: date
    lunar: str
    """The day by the lunar calendar (农历十月十五), if the family keeps that one; else empty."""

    def is_round(self) -> bool:
        """Tell whether it is one to celebrate: 满 70 岁."""
        return self.turns in ROUND

    def age_words(self) -> str:
        """Return 86岁, 满 70 岁 for a round one, or nothing."""
        if self.turns is None:
            return ""
        return (_("turning {years}") if self.is_round() else _("{years} years")).format(years=self.turns)


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day by the lunar calendar; `last` if it ends a month of 29 days, on which those born on a 30th keep theirs."""

    year: int
    month: int
    """Negative for a leap month."""
    day: int
    last: bool
    words: str


@lru_cache(maxsize=512)
def lunar_day(day: date) -> LunarDay:
    """Return `day` by the lunar calendar; raises ValueError outside the years 1900 to 2100."""
    if not 1900 <= day.year <= 2100:
        raise ValueError(day)
    found = lunar_of(day)
    return LunarDay(found.year, found.month, found.day, found.day == found.days == 29, words(found.month, found.day))


def birthdays(session: Session, on: date, days: int = 7) -> list[Birthday]:
    """Return the birthdays of the own residents from `on` over `days` days, the nearest first, the older first on one day.

    Those born on February 29 keep February 28 in other years; a lunar birthday is not kept again in a leap month.
    """
    solar, lunar = calendars(on, days)
    found = []
    marks = sorted({*solar, *lunar})
    gone = ",".join(f"'{status}'" for status in sorted(GONE))
    for sql in (_BORN, _KEPT):
        asked = sql.format(marks=",".join("?" * len(marks)), gone=gone)
        for resident, birth, calendar, kept, kept_calendar in session.connection().exec_driver_sql(asked, (*marks, author_of(session))):
            by_moon = (kept_calendar if kept else calendar) == "lunar"
            day = (lunar if by_moon else solar).get(kept or birth[5:])
            if day is not None:
                found.append((resident, birth, day, by_moon))
    return shown_birthdays(session, found, on)


def calendars(on: date, days: int) -> tuple[dict[str, date], dict[str, date]]:
    """Return the days from `on` by the birthday (MM-DD) that is kept on each: solar, and lunar."""
    solar: dict[str, date] = {}
    lunar: dict[str, date] = {}
    for day in (on + timedelta(days=ahead) for ahead in range(days)):
        solar[f"{day:%m-%d}"] = day
        if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
            solar["02-29"] = day
        moon = lunar_day(day)
        if moon.month > 0:
            lunar[f"{moon.month:02}-{moon.day:02}"] = day
            if moon.last:
                lunar[f"{moon.month:02}-30"] = day
    return solar, lunar


def shown_birthdays(session: Session, found: list[tuple[str, str | None, date, bool]], on: date) -> list[Birthday]:
    """Return birthdays (resident, birth date, day, whether by the moon) as they may be shown on day `on`, the nearest first."""
    people = details_of(session, [resident for resident, *_rest in found])
    shown = []
    for resident, birth, day, by_moon in found:
        person = people[resident]
        year = lunar_day(day).year if by_moon else day.year
        turns = year - int(birth[:4]) if birth else None
        if turns == 0:
            continue
        moon = lunar_day(day).words if by_moon else ""
        shown.append(Birthday(resident, person.shown(on), person.is_child(on), turns, day, moon))
    return sorted(shown, key=lambda one: (one.day, -(one.turns or 0), one.name, one.resident_id))
