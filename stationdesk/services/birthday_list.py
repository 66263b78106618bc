"""The birthdays of a month, of a stretch of days, or of a year, by the calendar each family keeps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from stationdesk.registers.resident import GONE
from stationdesk.services.birthday_words import Kept, falls_on
from stationdesk.services.birthdays import Birthday, shown_birthdays
from stationdesk.store.database import author_of

_PEOPLE = """
SELECT id, birth_date, birth_calendar, birthday, birthday_calendar FROM resident
WHERE author = ? AND removed_at IS NULL AND closed_on IS NULL AND (birthday IS NOT NULL OR length(birth_date) = 10)
  AND ifnull(residency_status, '') NOT IN ({gone})
"""


def birthdays_between(session: Session, first: date, last: date, on: date) -> list[Birthday]:
    """Return the birthdays kept from `first` to `last`, the earliest first; in more than a year somebody may stand twice.

    Whoever died or moved away is left out; a child goes by alias, as of day `on`.
    """
    found = []
    for resident, born, kept in _people(session):
        for year in range(first.year - 1, last.year + 1):
            day = falls_on(kept, year)
            if day is not None and first <= day <= last:
                found.append((resident, born, day, kept[2]))
    return shown_birthdays(session, found, on)


def birthdays_of_year(session: Session, year: int, on: date) -> list[Birthday]:
    """Return everybody's birthday of a year once: a solar one in that year, a lunar one in the lunar year of that number.

    A lunar birthday may fall twice into a solar year, or not at all; by its own year it falls once, at the latest in February after.
    """
    days = [(resident, born, falls_on(kept, year), kept[2]) for resident, born, kept in _people(session)]
    return shown_birthdays(session, [(resident, born, day, moon) for resident, born, day, moon in days if day is not None], on)


def _people(session: Session) -> Iterator[tuple[str, str | None, Kept]]:
    gone = ",".join(f"'{status}'" for status in sorted(GONE))
    rows = session.connection().exec_driver_sql(_PEOPLE.format(gone=gone), (author_of(session),))
    for resident, born, calendar, birthday, birthday_calendar in rows:
        month, day = (int(part) for part in (birthday or born[5:]).split("-"))
        yield resident, born, (month, day, (birthday_calendar if birthday else calendar) == "lunar")
