"""What is known of people on a day, read from the store: everything the question of what is due needs (`services/due.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.registers.grade_scheme import Grade
from stationdesk.registers.resident import GONE
from stationdesk.services.due import Due, due
from stationdesk.services.due_parts import NO_CONTACTS, Change, Contacts, Known, Times
from stationdesk.services.grave_changes import recent_changes
from stationdesk.services.holidays import calendar_of
from stationdesk.services.scheme_rules import Rule, Rules, rule_of, rules_at, scheme_book
from stationdesk.services.standing_in import who_of
from stationdesk.services.weather import weather_on
from stationdesk.store.database import author_of

CHUNK = 400
DAY = 10
"""Characters of an ISO day, behind which the code stands."""

_HELD = """
SELECT g.resident_id, g.scheme_code, g.grade, g.from_date, g.to_date FROM care_grade g INDEXED BY care_grade_force
WHERE g.resident_id IN ({marks}) AND g.author = ? AND g.removed_at IS NULL ORDER BY g.resident_id, g.from_date, g.key
"""
_STATUS = """
SELECT id, residency_status, residency_since, closed_on FROM resident INDEXED BY resident_care
WHERE id IN ({marks}) AND author = ? AND removed_at IS NULL
"""
_MOVED_LATER = """
SELECT DISTINCT resident_id FROM status_change INDEXED BY status_change_day
WHERE happened_on > ? AND removed_at IS NULL AND author = ? AND wrong_on IS NULL
"""
_MOVES = """
SELECT resident_id, happened_on, from_status, to_status FROM status_change
WHERE resident_id IN ({marks}) AND author = ? AND removed_at IS NULL AND wrong_on IS NULL ORDER BY happened_on, key
"""
_KEPT = "SELECT resident_id, reached, mode, home, tried, outcome FROM last_contact WHERE resident_id IN ({marks})"
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
Stay = tuple[str | None, date | None]
"""Where somebody is, and since when."""


class Frame(NamedTuple):
    """What holds for everybody on a day: rules, weather, festival, and what happened to whom."""

    on: date
    rules: Rules
    times: Times
    changes: Mapping[str, Change]
    moved_later: frozenset[str]
    """Who moved after the day: his record says where he is now, not where he was then."""


Frames = dict[tuple[int, date], Frame]
"""Frames by the version of the store that they were read of, as the connection counts it, and the day."""


def frame_of(session: Session, on: date) -> Frame:
    """Return what holds for everybody on day `on`: read anew after every change of the store, and each time in a session that writes."""
    if "pen" in session.info:
        return _read_frame(session, on)
    connection = session.connection()
    version = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
    kept: Frames = connection.info.setdefault("frames", {})
    if (version, on) not in kept:
        held = {key: frame for key, frame in kept.items() if key[0] == version}
        kept.clear()
        kept.update(held)
        kept[version, on] = _read_frame(session, on)
    return kept[version, on]


def _read_frame(session: Session, on: date) -> Frame:
    book, calendar = scheme_book(session), calendar_of(session)
    times = Times(calendar, weather_on(session, on), calendar.festival_at(on))
    later = session.connection().exec_driver_sql(_MOVED_LATER, (on.isoformat(), author_of(session)))
    return Frame(on, rules_at(book, on.isoformat()), times, recent_changes(session, on, book), frozenset(resident for (resident,) in later))


def known_of(session: Session, ids: Iterable[str], on: date, *, who: bool = False) -> dict[str, Known]:
    """Return what is known of the own residents `ids` on day `on`; `who`: also who is responsible for each."""
    asked = list(dict.fromkeys(ids))
    return known_in(session, asked, frame_of(session, on), who=who) if asked else {}


def known_in(session: Session, ids: Sequence[str], frame: Frame, *, who: bool = False) -> dict[str, Known]:
    """Return what is known of the own residents `ids` on the day of a frame."""
    found: dict[str, Known] = {}
    for some in chunks(ids):
        stays, grades = _stays(session, some, frame), _grades(session, some, frame)
        contacts, helpers = contacts_of(session, some, frame.on.isoformat()), who_of(session, some, frame.on) if who else {}
        for resident, ((status, since), closed) in stays.items():
            rule, graded, first = grades.get(resident, (None, None, None))
            seen, responsible = contacts.get(resident, NO_CONTACTS), helpers.get(resident)
            base = Known(None, graded, status, since, closed, seen, times=frame.times, who=responsible)
            found[resident] = ruled(base, rule, first, frame.changes.get(resident))
    return found


def met_again(session: Session, ids: Sequence[str], seen: Mapping[str, Known], on: date) -> dict[str, Known]:
    """Return what `open_ones` told of people, with how they were reached and what came of attempts."""
    found = {}
    for some in chunks(ids):
        contacts = contacts_of(session, some, on.isoformat())
        found.update({one: seen[one]._replace(contacts=contacts.get(one, NO_CONTACTS)) for one in some if one in seen})
    return found


def ruled(known: Known, rule: Rule | None, first: date | None, change: Change | None) -> Known:
    """Return what is known of somebody with his grade's rule, the day of his first grade, and what happened to him."""
    if rule is None:
        return known
    return known._replace(
        grade=rule.grade, first_since=first, first_workdays=rule.first_workdays, waits_for_workday=rule.waits_for_workday, change=change
    )


def due_of(session: Session, ids: Iterable[str], on: date) -> dict[str, Due]:
    """Return what is due for each of the own residents `ids` on day `on`."""
    return {resident: due(known, on) for resident, known in known_of(session, ids, on).items()}


def _stays(session: Session, ids: Sequence[str], frame: Frame) -> dict[str, tuple[Stay, bool]]:
    """Return where people were on the day, and whether their record was closed."""
    ask, day = session.connection().exec_driver_sql, frame.on.isoformat()
    rows = ask(_STATUS.format(marks=marks_of(ids)), (*ids, author_of(session))).all()
    then = stays_then(session, [row[0] for row in rows if row[0] in frame.moved_later or (row[2] or "") > day], day)
    closed = {row[0]: row[3] is not None and row[3] <= day for row in rows}
    return {row[0]: (then.get(row[0], (row[1], as_day(row[2]))), closed[row[0]]) for row in rows}


def stays_then(session: Session, ids: Sequence[str], day: str) -> dict[str, Stay]:
    """Return where people were on a past day, from their moves; before the first of them what it came from, else at home."""
    moves: dict[str, list[tuple[str, str | None, str]]] = {resident: [] for resident in ids}
    for some in chunks(ids):
        rows = session.connection().exec_driver_sql(_MOVES.format(marks=marks_of(some)), (*some, author_of(session)))
        for resident, happened, before, after in rows:
            moves[resident].append((happened, before, after))
    return {resident: stay_of(some, day) for resident, some in moves.items()}


def stay_of(moves: Sequence[tuple[str, str | None, str]], day: str) -> Stay:
    """Return where somebody was on a day whose record says only where he went later (as `status_history.stay_on`)."""
    before = [one for one in moves if one[0] <= day]
    if before:
        return before[-1][2], date.fromisoformat(before[-1][0])
    return (moves[0][1] or "living" if moves else "living"), None


def _grades(session: Session, ids: Sequence[str], frame: Frame) -> dict[str, tuple[Rule | None, date | None, date | None]]:
    """Return the rule in force for people, since when, and since when they have had any grade."""
    found: dict[str, tuple[Rule | None, date | None, date | None]] = {}
    first: dict[str, date | None] = {}
    day = frame.on.isoformat()
    rows = session.connection().exec_driver_sql(_HELD.format(marks=marks_of(ids)), (*ids, author_of(session))).all()
    for resident, scheme, code, since, until in rows:
        first.setdefault(resident, as_day(since))
        if (since or "") <= day and (until is None or until >= day):
            found[resident] = (rule_of(frame.rules, scheme, code), as_day(since), first[resident])
    return found


def here_on(session: Session, ids: Iterable[str], on: date) -> set[str]:
    """Return those of the own residents `ids` whose record is open on day `on`, and who have neither died nor moved away."""
    frame, found = frame_of(session, on), set()
    for some in chunks(list(dict.fromkeys(ids))):
        found |= {one for one, ((status, _since), closed) in _stays(session, some, frame).items() if not closed and status not in GONE}
    return found


def grades_on(session: Session, ids: Sequence[str], on: date) -> dict[str, Grade]:
    """Return the grade in force on day `on` of those of the own residents `ids` who have one."""
    frame, found = frame_of(session, on), {}
    for some in chunks(ids):
        found.update({one: rule.grade for one, (rule, _since, _first) in _grades(session, some, frame).items() if rule is not None})
    return found


def contacts_of(session: Session, ids: Sequence[str], day: str) -> dict[str, Contacts]:
    """Return the last contacts of each of `ids` (at most CHUNK) up to `day`."""
    ask, found, ahead = session.connection().exec_driver_sql, {}, []
    for resident, reached, mode, home, tried, outcome in ask(_KEPT.format(marks=marks_of(ids)), tuple(ids)).all():
        if max(reached or "", tried or "") > day:
            ahead.append(resident)
        else:
            found[resident] = Contacts(as_day(reached), mode or "", as_day(home), as_day(tried), outcome or "")
    return found | contacts_then(session, ahead, day)


def contacts_then(session: Session, ids: Sequence[str], day: str) -> dict[str, Contacts]:
    """Return the last contacts up to a day of people who have had later ones, from the visits themselves."""
    found = {}
    for some in chunks(ids):
        names = {f"id{at}": one for at, one in enumerate(some)}
        sql = _SEEN.format(marks=",".join(f"(:{name})" for name in names))
        for resident, reached, home, tried in session.connection().exec_driver_sql(sql, names | {"day": day}):
            modes = (reached[DAY:] if reached else "", tried[DAY:] if tried else "")
            found[resident] = Contacts(as_day(reached and reached[:DAY]), modes[0], as_day(home), as_day(tried and tried[:DAY]), modes[1])
    return found


@lru_cache(maxsize=4096)
def as_day(text: str | None) -> date | None:
    """Return a kept day as a date."""
    return date.fromisoformat(text) if text else None


def chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut ids into pieces that one question can name."""
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def marks_of(ids: Sequence[str]) -> str:
    """Return a question mark for each of `ids`."""
    return ",".join("?" * len(ids))
