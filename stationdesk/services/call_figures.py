"""The figures of family calls for a time, as the programmes publish them (domain 4.1, 4.2 E): each with what it counts.

场/起 are calls that took place, 人次 the people in them, 人 and 户 each once; a call counts by the day on which it took place, and a
result written down after the cut-off day does not count yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from stationdesk.registers.family_call import COMPLETED, NO_ANSWER
from stationdesk.services.call_gaps import silent
from stationdesk.services.call_wishes import latest_of
from stationdesk.store.database import author_of

_CALLS = """
SELECT id, state, place, coalesce(minutes, 0), minutes IS NULL FROM family_call INDEXED BY family_call_day
WHERE author = ? AND removed_at IS NULL AND call_on BETWEEN ? AND ? AND state IN ('completed', 'no_answer')
  AND (recorded_on IS NULL OR recorded_on <= ?)
"""
_SPEAKING = """
SELECT p.call_id, p.resident_id, coalesce(p.household_id, ''), coalesce(r.village, ''), coalesce(r.village_group, '')
FROM call_person p INDEXED BY call_person_call LEFT JOIN resident r ON r.id = p.resident_id AND r.author = p.author
WHERE p.author = ? AND p.removed_at IS NULL AND p.dropped_on IS NULL AND p.call_id IN (
  SELECT id FROM family_call INDEXED BY family_call_day WHERE author = ? AND removed_at IS NULL AND call_on BETWEEN ? AND ?
  AND state = 'completed' AND (recorded_on IS NULL OR recorded_on <= ?))
"""


@dataclass(frozen=True)
class Figures:
    """What was done in a time; the names say what each counts."""

    sessions: int = 0
    """Calls that took place (场, 起)."""
    person_times: int = 0
    """人次: a person in three calls is three."""
    people: int = 0
    """人, each once."""
    households: int = 0
    """户, each once; somebody without a household is one of his own."""
    minutes: int = 0
    without_minutes: int = 0
    """Calls of which nobody wrote the minutes down."""
    at_station: int = 0
    at_home: int = 0
    elsewhere: int = 0
    no_answer: int = 0
    """Tries that nobody answered."""
    by_group: dict[str, int] = field(default_factory=dict)
    """Calls in which somebody of a village group spoke: a call counts once in each group of its people."""
    silent: int = 0
    """Who has had no call for thirty days at the end of the time, whether one is booked or not."""


def figures(session: Session, first: date, last: date, *, known_on: date | None = None) -> Figures:
    """Return the figures from `first` to `last`, as they were known on the cut-off day `known_on` (None: all that is known)."""
    author, span = author_of(session), (first.isoformat(), last.isoformat())
    until = known_on.isoformat() if known_on else "9999-12-31"
    calls: list[Any] = list(session.connection().exec_driver_sql(_CALLS, (author, *span, until)))
    speaking: list[Any] = list(session.connection().exec_driver_sql(_SPEAKING, (author, author, *span, until)))
    filled = {row[0] for row in speaking}
    held = [row for row in calls if row[1] == COMPLETED and row[0] in filled]
    places = Counter(row[2] for row in held)
    return Figures(
        sessions=len(held),
        person_times=len(speaking),
        people=len({row[1] for row in speaking}),
        households=len({row[2] or row[1] for row in speaking}),
        minutes=sum(row[3] for row in held),
        without_minutes=sum(row[4] for row in held),
        at_station=places["station"],
        at_home=places["home"],
        elsewhere=len(held) - places["station"] - places["home"],
        no_answer=sum(row[1] == NO_ANSWER for row in calls),
        by_group=_by_group((row[0], row[4]) for row in speaking),
        silent=len(silent(session, last, waiting=False)),
    )


def _by_group(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    return dict(sorted(Counter(group for _call, group in set(pairs)).items()))


_NTH = """
SELECT count(*) FROM call_person p INDEXED BY call_person_resident
JOIN family_call c ON c.id = p.call_id AND c.author = p.author AND c.removed_at IS NULL AND c.state = 'completed'
WHERE p.resident_id = ? AND p.author = ? AND p.removed_at IS NULL AND p.dropped_on IS NULL
  AND (c.call_on, coalesce(c.start_time, c.call_at, ''), c.key) < (?, ?, ?)
"""


def nth(session: Session, resident_id: str, call_on: str, at: str, key: int | None) -> int:
    """Return which call of somebody's it is, counted by day and time: 第 n 次."""
    asked = (resident_id, author_of(session), call_on, at, key if key is not None else 1 << 62)
    return int(session.connection().exec_driver_sql(_NTH, asked).scalar_one()) + 1


@dataclass(frozen=True, slots=True)
class Month:
    """The two figures at the foot of the page: 本月连上 21 次，没接通 3 次; and whether there ever was a call."""

    spoke: int
    no_answer: int
    ever: bool = True


def month(session: Session, on: date) -> Month:
    """Return how many calls of the month of day `on` took place by then, and how many nobody answered."""
    first = on.replace(day=1)
    rows: Any = session.connection().exec_driver_sql(
        "SELECT state, count(*) FROM family_call INDEXED BY family_call_day "
        "WHERE author = ? AND removed_at IS NULL AND call_on BETWEEN ? AND ? GROUP BY state",
        (author_of(session), first.isoformat(), on.isoformat()),
    )
    found = dict(rows.all())
    any_of_them = "SELECT 1 FROM family_call WHERE author = ? AND removed_at IS NULL LIMIT 1"
    ever = session.connection().exec_driver_sql(any_of_them, (author_of(session),)).first() is not None
    return Month(found.get(COMPLETED, 0), found.get(NO_ANSWER, 0), ever)


def last_call(session: Session, resident_id: str, on: date) -> date | None:
    """Return the day of somebody's last call by day `on`."""
    return latest_of(session, [resident_id], on).get(resident_id)
