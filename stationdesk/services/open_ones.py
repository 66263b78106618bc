"""Everybody for whom something may be due on a day, found by the database in one look at each person's last contacts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from stationdesk.services.due_known import (
    Frame,
    as_day,
    frame_of,
    known_in,
)
from stationdesk.services.due_parts import PRESENT, Contacts, Known
from stationdesk.services.scheme_rules import Rule, rules_by_code
from stationdesk.store.database import author_of

_HOLDS = "(x.from_date IS NULL OR x.from_date <= :day) AND (x.to_date IS NULL OR x.to_date >= :day)"
_OPEN = f"""
SELECT g.resident_id, g.grade, g.from_date, r.residency_status, r.residency_since, c.reached, c.home, c.tried,
  CASE WHEN c.home IS NULL THEN (
    SELECT b.from_date FROM care_grade b INDEXED BY care_grade_force
    WHERE b.resident_id = g.resident_id AND b.author = g.author AND b.removed_at IS NULL ORDER BY b.from_date LIMIT 1) END,
  (SELECT count(*) FROM care_grade b INDEXED BY care_grade_force
   WHERE b.resident_id = g.resident_id AND b.author = g.author AND b.removed_at IS NULL AND {_HOLDS.replace("x.", "b.")})
FROM care_grade g INDEXED BY care_grade_force
LEFT JOIN last_contact c ON c.resident_id = g.resident_id
CROSS JOIN resident r INDEXED BY resident_care ON r.id = g.resident_id AND r.author = g.author AND r.removed_at IS NULL
WHERE g.author = :author AND g.removed_at IS NULL AND {_HOLDS.replace("x.", "g.")}
  AND (CASE g.grade {{may_be_due}} END OR c.reached > :day)
  AND (r.closed_on IS NULL OR r.closed_on > :day)
  AND (r.residency_status IS NULL OR r.residency_status IN ({{present}}) OR r.residency_since > :day {{moved}})
"""  # noqa: S608 - our own words
"""Who has two grades in force is looked at again by `known_in`, which knows that the one that began later counts.

Whoever was reached after the day is looked at again too, and so is whoever was met at the door then: that reached him too.
An attempt after the day hides no contact, so it brings nobody here.
"""


def open_ones(session: Session, on: date) -> Iterator[tuple[str, Known]]:
    """Yield everybody present for whom something may be due by `on` or a visit by the day after, and what is known of him.

    Some are among them for whom nothing is due: `due.standing` tells. How somebody was reached and what came of attempts is not told.
    """
    frame = frame_of(session, on)
    rules = rules_by_code(frame.rules)
    given: dict[str, Any] = {"author": author_of(session), "day": on.isoformat()}
    may_be_due = []
    for row, (code, rule) in enumerate(rules.items()):
        reached, visited = _cutoffs(rule, frame)
        given |= {f"code{row}": code, f"reached{row}": reached, f"visited{row}": visited}
        may_be_due.append(f"WHEN :code{row} THEN ifnull(c.reached, '') <= :reached{row} OR ifnull(c.home, '') <= :visited{row}")
    moved = "OR r.id IN (SELECT value FROM json_each(:moved))" if frame.moved_later else ""
    present = ",".join(f"'{status}'" for status in sorted(PRESENT))
    sql = _OPEN.format(may_be_due=" ".join(may_be_due), present=present, moved=moved)
    if moved:
        given["moved"] = "[" + ",".join(f'"{one}"' for one in frame.moved_later) + "]"
    yield from _read(session, session.connection().exec_driver_sql(sql, given).all(), rules, frame)


def _cutoffs(rule: Rule, frame: Frame) -> tuple[str | None, str | None]:
    """Return the last days of a contact and of a visit at the door after which one may be due again."""
    grade, on, times = rule.grade, frame.on, frame.times
    contact = [grade.contact_every_days] if grade.contact_every_days else []
    days = [on - timedelta(days=every) for every in contact]
    if grade.extra_in_bad_weather and times.weather is not None:
        days.append(on - timedelta(days=1))
    if grade.extra_at_festivals and times.festival is not None:
        days.append(times.festival.opens - timedelta(days=1))
    home = (on + timedelta(days=1) - timedelta(days=grade.home_visit_every_days)).isoformat() if grade.home_visit_every_days else None
    return max(days).isoformat() if days else None, home or ("" if rule.first_workdays else None)


def _read(session: Session, rows: Any, rules: dict[str, Rule], frame: Frame) -> Iterator[tuple[str, Known]]:
    """Put together what is known of the people found, and of those to whom something grave happened."""
    on, day, times, later = frame.on, frame.on.isoformat(), frame.times, []
    changed = dict(frame.changes)
    for resident, code, since, status, status_since, reached, home, tried, first, grades in rows:
        rule = rules.get(code)
        if rule is None:
            continue
        if grades > 1 or (reached or "") > day or (tried or "") > day or (status_since or "") > day or resident in frame.moved_later:
            later.append(resident)
            continue
        contacts = Contacts(as_day(reached), "", as_day(home), on if tried == day else None)
        change = changed.pop(resident, None) if changed else None
        yield (
            resident,
            Known(
                rule.grade,
                as_day(since),
                status,
                as_day(status_since),
                False,
                contacts,
                as_day(first),
                rule.first_workdays,
                rule.waits_for_workday,
                change,
                times,
            ),
        )
    others = [one for one in changed if one not in set(later)]
    yield from known_in(session, [*later, *others], frame).items()
