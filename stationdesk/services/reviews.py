"""Whose grade is to be looked at again: the day for it has come, or something happened since (domain 3.5)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.contacts import chunks
from stationdesk.services.due import PRESENT
from stationdesk.store.database import author_of

RECENT = 180
"""Days after which something that happened asks for a review no more: the regular one has come by then."""
_PRESENT = ",".join(f"'{status}'" for status in sorted(PRESENT))
_THERE = f"r.removed_at IS NULL AND r.closed_on IS NULL AND (r.residency_status IS NULL OR r.residency_status IN ({_PRESENT}))"
_DUE = f"""
SELECT g.resident_id, g.id, g.review_due FROM care_grade g INDEXED BY care_grade_review
CROSS JOIN resident r INDEXED BY resident_care ON r.id = g.resident_id AND r.author = g.author AND {_THERE}
WHERE g.author = :author AND g.removed_at IS NULL AND g.to_date IS NULL AND g.review_due <= :last
"""  # noqa: S608 - our own words
_HELD = f"""
SELECT g.resident_id, g.id, ifnull(g.from_date, ''), ifnull(g.reviews, '[]'), g.scheme_code, g.grade
FROM care_grade g CROSS JOIN resident r INDEXED BY resident_care ON r.id = g.resident_id AND r.author = g.author AND {_THERE}
WHERE g.resident_id IN ({{marks}}) AND g.author = ? AND g.removed_at IS NULL
  AND (g.from_date IS NULL OR g.from_date <= ?) AND (g.to_date IS NULL OR g.to_date >= ?)
ORDER BY g.resident_id, ifnull(g.from_date, ''), g.key
"""  # noqa: S608 - our own words
_BACK = """
SELECT resident_id, happened_on, CASE from_status WHEN 'hospital' THEN 'hospital' ELSE 'returned' END FROM status_change
WHERE happened_on BETWEEN :first AND :last AND author = :author AND removed_at IS NULL AND wrong_on IS NULL
  AND to_status IN ('living', 'returned') AND from_status IN ('hospital', 'institution', 'missing', 'away')
"""
_CHILD_BACK = """
SELECT k.resident_id, c.happened_on, 'children_returned' FROM status_change c
CROSS JOIN kin k INDEXED BY kin_is_resident ON k.kin_resident_id = c.resident_id AND k.author = c.author AND k.removed_at IS NULL
WHERE c.happened_on BETWEEN :first AND :last AND c.author = :author AND c.removed_at IS NULL AND c.wrong_on IS NULL
  AND c.to_status = 'returned' AND k.relation IN ({children})
"""
_SPOUSE = """
SELECT json_extract(t.value, '$.record'), c.happened_on, 'bereavement' FROM status_change c, json_each(c.touched) t
WHERE c.happened_on BETWEEN :first AND :last AND c.author = :author AND c.removed_at IS NULL AND c.wrong_on IS NULL
  AND c.to_status = 'deceased' AND json_extract(t.value, '$.field') = 'marital_status' AND json_extract(t.value, '$.after') = 'widowed'
"""
_GUARDIAN = """
SELECT resident_id, to_date, 'guardianship' FROM guardian
WHERE to_date BETWEEN :first AND :last AND author = :author AND removed_at IS NULL
"""
_EMERGENCY = """
SELECT resident_id, visited_on, 'emergency' FROM visit
WHERE visited_on BETWEEN :first AND :last AND kind = 'emergency' AND removed_at IS NULL AND resident_id IS NOT NULL AND author = :author
"""
_INCIDENT = """
SELECT i.resident_id, i.happened_on, 'emergency' FROM incident i INDEXED BY incident_day
WHERE i.happened_on BETWEEN :first AND :last AND i.removed_at IS NULL AND i.resident_id IS NOT NULL AND i.author = :author
  AND NOT EXISTS (SELECT 1 FROM incident_event e INDEXED BY incident_event_of
    WHERE e.incident_id = i.id AND e.kind = 'false_alarm' AND e.removed_at IS NULL)
"""
_FELL = """
SELECT resident_id, taken_on, 'fall' FROM health_reading INDEXED BY health_reading_fall
WHERE taken_on BETWEEN :first AND :last AND instr(symptoms, '"fall"') AND removed_at IS NULL AND author = :author
"""


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """A grade to be looked at again: since which day, and what for."""

    resident_id: str
    grade_id: str
    due_on: str
    cause: str
    """A code of grade_cause: regular, or what happened."""

    def late(self, on: date) -> int:
        """Return how many days ago it was due; negative for one to come."""
        return (on - date.fromisoformat(self.due_on)).days

    def why(self) -> str:
        """Return the occasion in words."""
        if self.cause == "regular":
            return _("the time for a review has come")
        return _("{cause}: look at the grade again").format(cause=table("grade_cause").label(self.cause))


def reviews_due(session: Session, on: date, ahead: int = 0) -> list[ReviewDue]:
    """Return whose grade is to be looked at by `ahead` days after `on`, what was due first first; who is away waits until he is back."""
    last = (on + timedelta(days=ahead)).isoformat()
    rows = session.connection().exec_driver_sql(_DUE, {"author": author_of(session), "last": last}).all()
    found = {resident: ReviewDue(resident, grade, due, "regular") for resident, grade, due in rows}
    for event in _asked_by_events(session, on):
        regular = found.get(event.resident_id)
        if regular is None or event.due_on <= regular.due_on or regular.due_on > on.isoformat():
            found[event.resident_id] = event
    return sorted(found.values(), key=lambda one: (one.due_on, one.resident_id))


def review_of(session: Session, resident_id: str, on: date) -> ReviewDue | None:
    """Return why the grade of somebody is to be looked at by `on`, or None."""
    return next((one for one in reviews_due(session, on) if one.resident_id == resident_id), None)


def _asked_by_events(session: Session, on: date) -> Iterator[ReviewDue]:
    """Yield what happened to somebody after his grade was looked at last; of several things the latest."""
    happened: dict[str, tuple[str, str]] = {}
    for who, day, cause in _events(session, on):
        if (day, cause) > happened.get(who, ("", "")):
            happened[who] = (day, cause)
    for some in chunks(list(happened)):
        marks, day = ",".join("?" * len(some)), on.isoformat()
        rows = session.connection().exec_driver_sql(_HELD.format(marks=marks), (*some, author_of(session), day, day))
        held = {row[0]: row for row in rows}
        for who, grade, given, looks, _scheme, _code in held.values():
            if happened[who][0] > max([given, *_days_in(looks)]):
                yield ReviewDue(who, grade, *happened[who])


def _events(session: Session, on: date) -> Iterator[tuple[str, str, str]]:
    children = ",".join(f"'{row.code}'" for row in table("relation").rows if (row.national or "")[:1] in {"2", "3"})
    given = {"author": author_of(session), "first": (on - timedelta(days=RECENT)).isoformat(), "last": on.isoformat()}
    for sql in (_BACK, _CHILD_BACK.format(children=children), _SPOUSE, _GUARDIAN, _EMERGENCY, _INCIDENT, _FELL):
        for who, day, cause in session.connection().exec_driver_sql(sql, given).all():
            yield str(who), str(day), str(cause)


def _days_in(looks: str) -> list[str]:
    return [look["day"] for look in json.loads(looks)]
