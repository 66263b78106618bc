"""What was promised on a visit, as lines of the day's list."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, Part
from stationdesk.services.line_ground import grounds_of
from stationdesk.services.today_lines import Asked, Section, whom
from stationdesk.services.today_source import Source
from stationdesk.store.database import author_of

_FOLLOW_UPS = """
SELECT v.id, v.resident_id, v.follow_up_due, v.visited_on, ifnull(v.next_plan, ''), count(*) OVER ()
FROM visit v INDEXED BY visit_follow_open CROSS JOIN resident r INDEXED BY resident_care
  ON r.id = v.resident_id AND r.author = v.author AND r.removed_at IS NULL AND r.closed_on IS NULL
WHERE v.follow_up_due <= ? AND v.followed_up_on IS NULL AND v.removed_at IS NULL AND v.author = ?
  AND (r.residency_status IS NULL OR r.residency_status NOT IN ('deceased', 'moved_out', 'merged'))
ORDER BY v.follow_up_due, v.key LIMIT ?
"""
_DAYS = """
SELECT v.follow_up_due, count(*) FROM visit v INDEXED BY visit_follow_open
CROSS JOIN resident r INDEXED BY resident_care
  ON r.id = v.resident_id AND r.author = v.author AND r.removed_at IS NULL AND r.closed_on IS NULL
WHERE v.follow_up_due BETWEEN ? AND ? AND v.followed_up_on IS NULL AND v.removed_at IS NULL AND v.author = ?
GROUP BY v.follow_up_due
"""


def follow_ups(session: Session, asked: Asked) -> Section:
    """Return what was promised on a visit for a day up to the one asked for and has not been done."""
    on, most = asked.on, asked.most
    rows = session.connection().exec_driver_sql(_FOLLOW_UPS, (on.isoformat(), author_of(session), max(most, 1))).all()
    count = int(rows[0][-1]) if rows else 0
    grounds = grounds_of(session, [row[1] for row in rows[:most]], asked)
    lines = []
    for visit, resident, day, visited, plan, _count in rows[:most]:
        if (ground := grounds.get(resident)) is not None:
            told = "" if asked.covered or ground.locked else plan
            why = _promised(date.fromisoformat(day), date.fromisoformat(visited), told, on)
            lines.append(ground.line("follow_ups", why, visit_id=visit))
    return Section("follow_ups", _("Promised on a visit"), whom(tuple(lines)), count, tuple(lines))


def _promised(day: date, visited: date, plan: str, on: date) -> tuple[Part, ...]:
    late = (on - day).days
    when: Part = (_("{days} days late").format(days=late), "red") if late else (_("today"), "amber")
    what = plan or _("look in again")
    return ((_("promised on {day}").format(day=day_words(visited, on)), "ink"), DOT, (what, "ink"), DOT, when)


def _days(session: Session, first: date, last: date) -> Counter[date]:
    given = (first.isoformat(), last.isoformat(), author_of(session))
    return Counter({date.fromisoformat(day): count for day, count in session.connection().exec_driver_sql(_DAYS, given)})


FOLLOW_UPS = Source("follow_ups", follow_ups, days=_days, reads=frozenset({"visit", "resident"}))
