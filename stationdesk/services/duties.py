"""What is due for people once or every year: duties written down and those the register knows; no fact stands twice (F1-9, F2-5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.registers.code import table
from stationdesk.registers.resident import GONE
from stationdesk.services.month_steps import months_later
from stationdesk.store.database import author_of

REMIND = {
    "pension_check": 30,
    "disability_certificate": 60,
    "aid_review": 30,
    "guardian_talk": 7,
    "guardian_letter": 30,
    "id_card": 60,
    "medical_check": 14,
    "other": 7,
}
"""Days before, from which a duty stands in the list of the day, where it does not say itself."""
MOST_REMIND = max(REMIND.values())
"""Days before, at most, from which anything is reminded of."""
FOUND = frozenset({"pension_check", "disability_certificate", "guardian_letter", "guardian_talk"})
"""Kinds that the register itself knows of."""
STALE = 365
"""Days after which a date found in the register no longer stands here; what is missing is asked for elsewhere."""
TALK_MONTHS = 3
"""Months between two talks with the guardian of a child in care."""
AHEAD = 400
"""Days that the list of duties looks ahead: a year and a month."""
CHILDREN = ("left_behind_child", "child_in_need")
"""Categories of children whose guardians are talked to every quarter, and all below them."""

_GONE = ",".join(f"'{status}'" for status in sorted(GONE))
_THERE = (
    "r.author = :author AND r.removed_at IS NULL AND r.closed_on IS NULL "
    f"AND (r.residency_status IS NULL OR r.residency_status NOT IN ({_GONE}))"
)
_SETTLED = """EXISTS (SELECT 1 FROM duty d INDEXED BY duty_settled
  WHERE d.resident_id = {who} AND d.kind = '{kind}' AND d.author = :author AND d.removed_at IS NULL
    AND (d.due_on = {day} AND (d.done_on IS NOT NULL OR d.ended_on IS NOT NULL) OR d.done_on IS NULL AND d.ended_on IS NULL))"""
_REMIND = " ".join(f"WHEN '{kind}' THEN {days}" for kind, days in REMIND.items())
_KEPT = f"""
SELECT d.kind, d.resident_id, d.due_on, d.id, ifnull(d.remind_days, CASE d.kind {_REMIND} ELSE 7 END), ifnull(d.note, ''), d.every_months
FROM duty d INDEXED BY duty_open
CROSS JOIN resident r INDEXED BY resident_care ON r.id = d.resident_id AND {_THERE}
WHERE d.author = :author AND d.done_on IS NULL AND d.ended_on IS NULL AND d.due_on <= :last AND d.removed_at IS NULL
"""  # noqa: S608 - our own words
_PENSION = f"""
SELECT 'pension_check', r.id, r.pension_check_due, '', {REMIND["pension_check"]}, '', 12 FROM resident r INDEXED BY resident_pension
WHERE r.pension_check_due BETWEEN :first AND :last AND ifnull(r.pension_check_done, '') < r.pension_check_due AND {_THERE}
  AND NOT {_SETTLED.format(who="r.id", kind="pension_check", day="r.pension_check_due")}
"""  # noqa: S608 - our own words
_CERTIFICATE = f"""
SELECT 'disability_certificate', r.id, r.disability_valid_to, '', {REMIND["disability_certificate"]}, '', NULL
FROM resident r INDEXED BY resident_certificate
WHERE r.disability_valid_to BETWEEN :first AND :last AND {_THERE}
  AND NOT {_SETTLED.format(who="r.id", kind="disability_certificate", day="r.disability_valid_to")}
"""  # noqa: S608 - our own words
_LETTER = f"""
SELECT 'guardian_letter', g.resident_id, g.to_date, '', {REMIND["guardian_letter"]}, g.name, NULL FROM guardian g
CROSS JOIN resident r INDEXED BY resident_care ON r.id = g.resident_id AND {_THERE}
WHERE g.to_date BETWEEN :first AND :last AND g.author = :author AND g.removed_at IS NULL AND g.kind = 'delegated' AND g.end_reason IS NULL
  AND NOT EXISTS (SELECT 1 FROM guardian n WHERE n.resident_id = g.resident_id AND n.author = g.author AND n.removed_at IS NULL
    AND n.kind = 'delegated' AND n.id <> g.id AND (n.to_date IS NULL OR n.to_date > g.to_date))
  AND NOT {_SETTLED.format(who="g.resident_id", kind="guardian_letter", day="g.to_date")}
"""  # noqa: S608 - our own words
_TALK = f"""
SELECT t.resident_id, min(ifnull(t.from_date, '')),
  (SELECT max(v.visited_on) FROM visit v INDEXED BY visit_guardian_talk
   WHERE v.resident_id = t.resident_id AND v.kind = 'guardianship' AND v.removed_at IS NULL
     AND v.author = :author AND v.outcome IN ('met', 'kin_answered'))
FROM category_tag t INDEXED BY category_tag_held
CROSS JOIN resident r INDEXED BY resident_care ON r.id = t.resident_id AND {_THERE}
WHERE t.author = :author AND t.removed_at IS NULL AND t.category IN ({{children}}) AND (t.to_date IS NULL OR t.to_date >= :on)
  AND NOT EXISTS (SELECT 1 FROM duty d WHERE d.resident_id = t.resident_id AND d.kind = 'guardian_talk' AND d.author = t.author
    AND d.removed_at IS NULL AND d.done_on IS NULL AND d.ended_on IS NULL)
GROUP BY t.resident_id
"""  # noqa: S608 - our own words


class DutyDue(NamedTuple):
    """One thing to be done for somebody by a day; without a record it was found in the register."""

    kind: str
    resident_id: str
    due_on: str
    record_id: str = ""
    remind_days: int = 0
    note: str = ""
    every_months: int | None = None

    def late(self, on: date) -> int:
        """Return how many days ago it was due; negative for one to come."""
        return (on - date.fromisoformat(self.due_on)).days

    def is_near(self, on: date) -> bool:
        """Tell whether the day has come from which it is reminded of."""
        return self.late(on) >= -self.remind_days

    @property
    def key(self) -> str:
        """What tells the duty from every other."""
        return self.record_id or f"{self.kind}:{self.resident_id}:{self.due_on}"

    @property
    def word(self) -> str:
        """What is due, in a word."""
        return table("duty_kind").label(self.kind)


def duties_due(session: Session, on: date, ahead: int = AHEAD) -> list[DutyDue]:
    """Return everything that is due by `ahead` days after `on` and not done, what is due first first."""
    given = {
        "author": author_of(session),
        "first": (on - timedelta(days=STALE)).isoformat(),
        "last": (on + timedelta(days=ahead)).isoformat(),
    }
    found = list(_asked(session, given))
    found += [one for one in _talks(session, on) if one.due_on <= given["last"]]
    return sorted(found, key=attrgetter("due_on", "kind", "resident_id"))


def near_duties(session: Session, on: date) -> list[DutyDue]:
    """Return what stands in the list of a day: everything whose days before have begun, what is due first first."""
    last: dict[int, str] = {}  # days are compared as they are kept: there may be thousands
    for one in (found := duties_due(session, on, MOST_REMIND)):
        if one.remind_days not in last:
            last[one.remind_days] = (on + timedelta(days=one.remind_days)).isoformat()
    return [one for one in found if one.due_on <= last[one.remind_days]]


def _asked(session: Session, given: dict[str, str]) -> Iterator[DutyDue]:
    for sql in (_KEPT, _PENSION, _CERTIFICATE, _LETTER):
        yield from map(DutyDue._make, session.connection().exec_driver_sql(sql, given).all())


def _talks(session: Session, on: date) -> Iterator[DutyDue]:
    """Yield the talks with the guardians of children in care: one a quarter after the last, or after the child came into care."""
    codes = table("resident_category")
    children = [row.code for top in CHILDREN for row in (codes.row(top), *codes.descendants(top)) if row is not None]
    marks = ",".join(f"'{code}'" for code in children)
    given = {"author": author_of(session), "on": on.isoformat()}
    for who, since, talked in session.connection().exec_driver_sql(_TALK.format(children=marks), given).all():
        begun = talked or since
        day = months_later(date.fromisoformat(begun), TALK_MONTHS) if begun else on
        if not talked and day < on - timedelta(days=STALE):
            day = on
        yield DutyDue("guardian_talk", who, day.isoformat(), "", REMIND["guardian_talk"], "", TALK_MONTHS)
