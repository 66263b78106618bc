"""Contacts with people: how everybody stands to the rhythm of the grades, and noting a contact in one action."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.grade_scheme import Grade
from stationdesk.registers.visit import Visit, VisitDraft, Visitor
from stationdesk.services.due import NO_CONTACTS, PRESENT, Contacts, Due, Known, due
from stationdesk.services.grading import grade_of, schemes
from stationdesk.services.visiting import note_visit, resident_called
from stationdesk.store.database import author_of

CHUNK = 400

_HELD = """
SELECT g.resident_id, g.scheme_code, g.grade, g.from_date, r.residency_status, r.residency_since, r.closed_on
FROM resident r INDEXED BY resident_care
JOIN care_grade g INDEXED BY care_grade_force ON g.resident_id = r.id AND g.author = r.author AND g.removed_at IS NULL
WHERE r.id IN ({marks}) AND r.author = ? AND r.removed_at IS NULL
  AND (g.from_date IS NULL OR g.from_date <= ?) AND (g.to_date IS NULL OR g.to_date >= ?)
ORDER BY g.resident_id, g.from_date, g.key
"""
_USED = "SELECT DISTINCT scheme_code, grade FROM care_grade INDEXED BY care_grade_force WHERE removed_at IS NULL"
_STATUS = """
SELECT id, residency_status, residency_since, closed_on FROM resident INDEXED BY resident_care
WHERE id IN ({marks}) AND author = ? AND removed_at IS NULL
"""
_OF = "visit v INDEXED BY visit_contact WHERE v.resident_id = asked.id AND v.removed_at IS NULL AND v.visited_on <= :day"
_LAST = "ORDER BY v.visited_on DESC, v.key DESC LIMIT 1"
_SEEN = f"""
WITH asked (id) AS (VALUES {{marks}})
SELECT asked.id,
  (SELECT v.visited_on || ifnull(v.mode, '') FROM {_OF} AND v.outcome = 'met' {_LAST}),
  (SELECT v.visited_on FROM {_OF} AND v.outcome = 'met' AND v.mode = 'home' {_LAST}),
  (SELECT v.visited_on || ifnull(v.outcome, '') FROM {_OF} AND ifnull(v.outcome, '') <> 'met' {_LAST})
FROM asked
"""  # noqa: S608 - our own words
DAY = 10
"""Characters of an ISO day, behind which the code stands."""


class How(StrEnum):
    """The ways of having done it, as the buttons of a line name them."""

    PHONE = "phone"
    HOME = "home"
    VIDEO = "video"
    NOBODY = "nobody"
    """Tried, and nobody answered."""


def known_of(session: Session, ids: Iterable[str], on: date) -> dict[str, Known]:
    """Return what is known of the own residents `ids` on day `on`: grade in force, residency, contacts up to that day."""
    wanted, day = list(dict.fromkeys(ids)), on.isoformat()
    rules, found = schemes(session, day), {}
    for some in chunks(wanted):
        marks, own = ",".join("?" * len(some)), author_of(session)
        connection = session.connection()
        contacts = contacts_of(session, some, day)
        for resident, status, since, closed in connection.exec_driver_sql(_STATUS.format(marks=marks), (*some, own)):
            seen = contacts.get(resident, NO_CONTACTS)
            found[resident] = Known(None, None, status, as_day(since), closed is not None, seen)
        for resident, scheme, code, since, status, status_since, closed in connection.exec_driver_sql(
            _HELD.format(marks=marks), (*some, own, day, day)
        ):
            grade, seen = grade_of(rules, scheme, code), contacts.get(resident, NO_CONTACTS)
            found[resident] = Known(grade, as_day(since), status, as_day(status_since), closed is not None, seen)
    return found


def due_of(session: Session, ids: Iterable[str], on: date) -> dict[str, Due]:
    """Return what is due for each of the own residents `ids` on day `on`."""
    return {resident: due(known, on) for resident, known in known_of(session, ids, on).items()}


def contacts_of(session: Session, ids: Sequence[str], day: str) -> dict[str, Contacts]:
    """Return the last contacts of each of `ids` (at most CHUNK) up to `day`."""
    names = {f"id{at}": one for at, one in enumerate(ids)}
    sql = _SEEN.format(marks=",".join(f"(:{name})" for name in names))
    found = {}
    for resident, reached, home, tried in session.connection().exec_driver_sql(sql, names | {"day": day}):
        found[resident] = Contacts(
            as_day(reached and reached[:DAY]),
            reached[DAY:] if reached else "",
            as_day(home),
            as_day(tried and tried[:DAY]),
            tried[DAY:] if tried else "",
        )
    return found


@lru_cache(maxsize=4096)
def as_day(text: str | None) -> date | None:
    """Return a kept day as a date."""
    return date.fromisoformat(text) if text else None


def chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut ids into pieces that one question can name."""
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def open_ones(session: Session, on: date) -> Iterator[tuple[str, Known]]:
    """Yield everybody present whose contact is due by `on`, or whose visit is due by the day after, with day and grade only.

    The database compares each one's last contacts with the day before which they are due again. Of the attempts only those of the
    day itself are told.
    """
    day = on.isoformat()
    rules = rules_used(session, day)
    cut = [
        (*codes, cutoff(on, grade.contact_every_days), cutoff(on + timedelta(days=1), grade.home_visit_every_days))
        for codes, grade in rules.items()
    ]
    if not cut:
        return
    names = {f"r{row}_{column}": value for row, values in enumerate(cut) for column, value in enumerate(values)}
    marks = ",".join("(" + ",".join(f":r{row}_{column}" for column in range(4)) + ")" for row in range(len(cut)))
    sql = _OPEN.format(rules=marks, present=",".join(f"'{status}'" for status in sorted(PRESENT)))
    given = names | {"author": author_of(session), "day": day}
    for resident, scheme, code, since, status, status_since, reached, home, missed in session.connection().exec_driver_sql(sql, given):
        contacts = Contacts(as_day(reached), "", as_day(home), on if missed else None)
        yield resident, Known(rules[scheme, code], as_day(since), status, as_day(status_since), contacts=contacts)


def rules_used(session: Session, on: str) -> dict[tuple[str, str], Grade]:
    """Return the grades that anybody was ever given, by the codes they were given under."""
    rules, used = schemes(session, on), session.connection().exec_driver_sql(_USED)
    found = {(scheme, code): grade_of(rules, scheme, code) for scheme, code in used}
    return {codes: grade for codes, grade in found.items() if grade is not None}


def cutoff(on: date, every: int | None) -> str | None:
    """Return the last day on which a contact is due again by `on`."""
    return (on - timedelta(days=every)).isoformat() if every else None


_MET = """visit v INDEXED BY visit_contact
    WHERE v.resident_id = held.id AND v.removed_at IS NULL AND v.visited_on <= :day AND v.outcome = 'met'"""
_MISSED = """visit v INDEXED BY visit_contact
    WHERE v.resident_id = held.id AND v.removed_at IS NULL AND v.visited_on = :day AND ifnull(v.outcome, '') <> 'met'"""
_OPEN = f"""
WITH rule (scheme, grade, contact, home) AS (VALUES {{rules}}),
held AS (
  SELECT g.resident_id AS id, g.scheme_code AS scheme, g.grade AS grade, g.from_date AS since, g.author AS author,
    max(ifnull(g.from_date, '') || printf('%09d', g.key))
  FROM care_grade g INDEXED BY care_grade_force
  WHERE g.author = :author AND g.removed_at IS NULL
    AND (g.from_date IS NULL OR g.from_date <= :day) AND (g.to_date IS NULL OR g.to_date >= :day)
  GROUP BY g.resident_id
)
SELECT held.id, held.scheme, held.grade, held.since, r.residency_status, r.residency_since,
  (SELECT v.visited_on FROM {_MET} ORDER BY v.visited_on DESC LIMIT 1),
  (SELECT v.visited_on FROM {_MET} AND v.mode = 'home' ORDER BY v.visited_on DESC LIMIT 1),
  EXISTS (SELECT 1 FROM {_MISSED})
FROM held
CROSS JOIN rule ON rule.scheme = held.scheme AND rule.grade = held.grade
CROSS JOIN resident r INDEXED BY resident_care ON r.id = held.id AND r.author = held.author AND r.removed_at IS NULL
WHERE r.closed_on IS NULL AND (r.residency_status IS NULL OR r.residency_status IN ({{present}}))
  AND (rule.contact IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {_MET} AND v.visited_on > rule.contact)
    OR rule.home IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {_MET} AND v.visited_on > rule.home AND v.mode = 'home'))
"""  # noqa: S608 - our own words


def record_contact(
    session: Session, resident_id: str, how: How, on: date, *, by: str, at: str = "", follows: str = "", at_door: bool = False
) -> Visit:
    """Note a contact from a list: who was reached how, or that nobody answered; `on` is today, `at` the time HH:MM.

    `by` is the operator; `follows` the visit whose follow-up this is, which is then settled if the person was reached; `at_door`
    tells that nobody was at home, not that nobody took the call. Raises NoSuchResident and VisitImpossible.
    """
    resident = resident_called(session, resident_id)
    reached = how is not How.NOBODY
    missed = ("home", "nobody") if at_door else ("phone", "no_answer")
    draft = VisitDraft(
        resident_id=resident.id,
        visited_on=on.isoformat(),
        start_time=at or None,
        mode=how.value if reached else missed[0],
        kind="follow_up" if follows else "daily" if how is not How.HOME else "routine",
        outcome="met" if reached else missed[1],
        visitors=(Visitor(name=by),),
        recorder=by,
        follow_up_of=follows or None,
    )
    visit = note_visit(session, draft, on)
    if follows and reached:
        settle(session, follows, on)
    return visit


def settle(session: Session, visit_id: str, on: date) -> None:
    """Write on an own visit that what it asked for was followed up."""
    mine = select(Visit).where(Visit.id == visit_id, Visit.author == author_of(session), col(Visit.removed_at).is_(None))
    before = session.exec(mine).first()
    if before is not None:
        before.followed_up_on = on.isoformat()


def says(how: How, name: str) -> str:
    """Return the sentence of a contact: 已电话联系 汪厚行."""
    return {
        How.PHONE: _("Phoned {name}"),
        How.HOME: _("Was at the door of {name}"),
        How.VIDEO: _("Video call with {name}"),
        How.NOBODY: _("Nobody answered: {name}"),
    }[how].format(name=name)
