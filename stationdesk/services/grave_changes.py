"""The grave things that happened to people in some days (domain 3.5): after each somebody looks in within hours.

Out of hospital, back from a home, found again; a death in the family; a guardianship that ended; an emergency; a fall told when somebody
was measured; an assessment because of a fall, a loss, an illness; a higher grade than before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlmodel import Session

from stationdesk.services.day_words import local
from stationdesk.services.due_parts import PRESENT, Change
from stationdesk.services.due_steps import RECENT
from stationdesk.services.scheme_rules import UNKNOWN, Book, Rules, rule_of, rules_at
from stationdesk.store.database import author_of

CAME_BACK = {"hospital": "left_hospital", "institution": "left_institution", "missing": "found"}
"""What it is called when somebody is back from where he was; coming home from work is nothing grave."""
CAUSES = frozenset({"hospital", "fall", "bereavement", "guardianship", "illness", "disaster"})
"""Occasions of an assessment that are grave."""

_MOVED = """
SELECT 'moved', resident_id, happened_on, recorded_at, from_status, to_status, NULL FROM status_change INDEXED BY status_change_day
WHERE happened_on BETWEEN ?1 AND ?2 AND removed_at IS NULL AND author = ?3 AND wrong_on IS NULL
"""
_LEFT_BEHIND = """
SELECT 'death_at_home', s.id, c.happened_on, c.recorded_at, NULL, NULL, NULL FROM status_change c INDEXED BY status_change_day
JOIN resident d ON d.id = c.resident_id AND d.author = c.author AND d.removed_at IS NULL
JOIN resident s ON s.household_id = d.household_id AND s.author = d.author AND s.removed_at IS NULL AND s.id <> d.id
WHERE c.happened_on BETWEEN ?1 AND ?2 AND c.removed_at IS NULL AND c.author = ?3 AND c.wrong_on IS NULL AND c.to_status = 'deceased'
"""
_GUARDIANS = """
SELECT 'guardianship', resident_id, to_date, NULL, NULL, NULL, NULL FROM guardian INDEXED BY guardian_ended
WHERE to_date BETWEEN ?1 AND ?2 AND removed_at IS NULL AND author = ?3
"""
_EMERGENCIES = """
SELECT 'emergency', resident_id, visited_on, ifnull(end_time, start_time), NULL, NULL, NULL FROM visit INDEXED BY visit_emergency
WHERE visited_on BETWEEN ?1 AND ?2 AND kind = 'emergency' AND removed_at IS NULL AND resident_id IS NOT NULL
"""
_INCIDENTS = """
SELECT 'emergency', i.resident_id, i.happened_on, i.called_at, NULL, NULL, NULL FROM incident i INDEXED BY incident_day
WHERE i.happened_on BETWEEN ?1 AND ?2 AND i.author = ?3 AND i.removed_at IS NULL AND i.resident_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM incident_event e INDEXED BY incident_event_of
    WHERE e.incident_id = i.id AND e.kind = 'false_alarm' AND e.removed_at IS NULL)
"""
_FELL = """
SELECT 'fell', resident_id, taken_on, at, NULL, NULL, NULL FROM health_reading INDEXED BY health_reading_fall
WHERE taken_on BETWEEN ?1 AND ?2 AND instr(symptoms, '"fall"') AND removed_at IS NULL AND author = ?3
"""
_BEFORE = """
FROM care_grade b INDEXED BY care_grade_force
WHERE b.resident_id = g.resident_id AND b.author = g.author AND b.removed_at IS NULL AND ifnull(b.from_date, '') < g.from_date
"""
_GRADED = f"""
SELECT 'graded', g.resident_id, g.from_date, g.cause, g.scheme_code, g.grade,
  (SELECT b.scheme_code || ' ' || b.grade {_BEFORE} ORDER BY b.from_date DESC, b.key DESC LIMIT 1)
FROM care_grade g INDEXED BY care_grade_begun
WHERE g.from_date BETWEEN ?1 AND ?2 AND g.removed_at IS NULL AND g.author = ?3
  AND (g.cause IN ({",".join(f"'{cause}'" for cause in sorted(CAUSES))}) OR EXISTS (SELECT 1 {_BEFORE}))
"""  # noqa: S608 - our own words
"""A first grade for no grave cause is nothing that happened: a whole ledger of them may have been read in lately."""
_WRITTEN = f"{_MOVED} UNION ALL {_LEFT_BEHIND} UNION ALL {_GUARDIANS} UNION ALL {_EMERGENCIES} UNION ALL {_INCIDENTS}"
_ALL = f"{_WRITTEN} UNION ALL {_FELL} UNION ALL {_GRADED}"
"""Asked in one go: what, of whom, on which day, when it was written down or at what time or why, and what it was before and after."""


def grave_changes(session: Session, first: date, last: date, book: Book) -> dict[str, list[Change]]:
    """Return what happened to own residents from `first` to `last`, the latest thing last."""
    found: dict[str, list[Change]] = {}
    for resident, change in _all(session, first, last, book):
        found.setdefault(resident, []).append(change)
    for some in found.values():
        some.sort(key=order)
    return found


def recent_changes(session: Session, on: date, book: Book) -> dict[str, Change]:
    """Return the last grave thing of everybody who had one in the days before `on`."""
    return {one: some[-1] for one, some in grave_changes(session, on - timedelta(days=RECENT), on, book).items()}


def last_change(changes: Iterable[Change], on: date) -> Change | None:
    """Return the last of the changes, which are in order, that had happened by `on`."""
    return next((one for one in reversed(list(changes)) if one.day <= on), None)


def order(one: Change) -> tuple[date, date, str, str]:
    """Return the order of grave things: the later one counts, of one day that which is settled later."""
    return (one.day, one.settles_from or one.day, one.clock, one.kind)


def _all(session: Session, first: date, last: date, book: Book) -> Iterator[tuple[str, Change]]:
    given = (first.isoformat(), last.isoformat(), author_of(session))
    for what, resident, day, when, before, after, earlier in session.connection().exec_driver_sql(_ALL, given):
        happened, kind, clock = date.fromisoformat(day), what, ""
        if what == "moved":
            kind, clock = CAME_BACK.get(before, "") if after in PRESENT else "", _clock(when, day)
        elif what == "death_at_home":
            clock = _clock(when, day)
        elif what == "graded":
            higher = earlier and _is_higher(rules_at(book, day), (before, after), earlier)
            kind = when if when in CAUSES else "upward" if higher else ""
        elif what != "guardianship":  # by the clock of that day, and settled by what is done after it
            yield resident, Change(happened, kind, when or "", happened + timedelta(days=1))
            continue
        if kind:
            yield resident, Change(happened, kind, clock)


def _clock(recorded_at: str | None, day: str) -> str:
    """Return the time at which something was written down, if that was on the day it happened."""
    if not recorded_at:
        return ""
    moment = local(recorded_at)
    return f"{moment:%H:%M}" if moment.date().isoformat() == day else ""


def _is_higher(rules: Rules, now: tuple[str, str], before: str | None) -> bool:
    """Tell whether a grade is higher than the one before it, as the scheme in use counts them."""
    if not before:
        return False
    scheme, code = before.split(" ", 1)
    one, other = rule_of(rules, *now), rule_of(rules, scheme, code)
    return one is not None and other is not None and UNKNOWN < one.height < other.height
