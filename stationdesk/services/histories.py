"""Reads the histories of many people at once: grades, moves, contacts and what happened, for a stretch of days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlmodel import Session

from stationdesk.services.due_history import History, Met, Moved, Span, World
from stationdesk.services.due_known import as_day, chunks, contacts_of, marks_of
from stationdesk.services.due_parts import NO_CONTACTS
from stationdesk.services.due_steps import RECENT
from stationdesk.services.grave_changes import grave_changes
from stationdesk.services.holidays import calendar_of
from stationdesk.services.scheme_rules import Book, scheme_book
from stationdesk.services.weather import weathers
from stationdesk.store.database import author_of

_PEOPLE = """
SELECT id, residency_status, residency_since, closed_on FROM resident INDEXED BY resident_care
WHERE id IN ({marks}) AND author = ? AND removed_at IS NULL
"""
_SPANS = """
SELECT resident_id, from_date, to_date, scheme_code, grade FROM care_grade INDEXED BY care_grade_force
WHERE resident_id IN ({marks}) AND author = ? AND removed_at IS NULL ORDER BY resident_id, from_date, key
"""
_MOVES = """
SELECT resident_id, happened_on, from_status, to_status FROM status_change
WHERE resident_id IN ({marks}) AND author = ? AND removed_at IS NULL AND wrong_on IS NULL ORDER BY happened_on, key
"""
_MET = """
SELECT resident_id, visited_on, mode, outcome FROM visit INDEXED BY visit_contact
WHERE resident_id IN ({marks}) AND removed_at IS NULL AND visited_on BETWEEN ? AND ? ORDER BY resident_id, visited_on, key
"""


def world_of(session: Session) -> World:
    """Return what holds for everybody through the years: schemes, calendar, bad weather."""
    return World(tuple(scheme_book(session)), calendar_of(session), weathers(session))


def histories_of(
    session: Session, ids: Sequence[str], first: date, last: date, book: Book, contacts: Mapping[str, Sequence[Met]] | None = None
) -> dict[str, History]:
    """Return the histories of the own residents `ids`, their contacts one by one from `first` to `last`; `book` is that of the world.

    `contacts` are those from `first` to `last`, in their order, where they were read already.
    """
    changes = grave_changes(session, first - timedelta(days=RECENT), last, book)
    found: dict[str, History] = {}
    for some in chunks(list(dict.fromkeys(ids))):
        spans, moves = _spans(session, some), _moves(session, some)
        met = contacts if contacts is not None else _met(session, some, first, last)
        before = contacts_of(session, some, (first - timedelta(days=1)).isoformat())
        ask = session.connection().exec_driver_sql
        for resident, status, since, closed in ask(_PEOPLE.format(marks=marks_of(some)), (*some, author_of(session))):
            found[resident] = History(
                tuple(spans.get(resident, ())),
                status,
                as_day(since),
                tuple(moves.get(resident, ())),
                as_day(closed),
                before.get(resident, NO_CONTACTS),
                tuple(met.get(resident, ())),
                tuple(changes.get(resident, ())),
            )
    return found


def _spans(session: Session, ids: Sequence[str]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    rows = session.connection().exec_driver_sql(_SPANS.format(marks=marks_of(ids)), (*ids, author_of(session)))
    for resident, since, until, scheme, grade in rows:
        found.setdefault(resident, []).append(Span(as_day(since), as_day(until), scheme, grade))
    return found


def _moves(session: Session, ids: Sequence[str]) -> dict[str, list[Moved]]:
    found: dict[str, list[Moved]] = {}
    rows = session.connection().exec_driver_sql(_MOVES.format(marks=marks_of(ids)), (*ids, author_of(session)))
    for resident, day, before, after in rows:
        found.setdefault(resident, []).append(Moved(date.fromisoformat(day), before, after))
    return found


def _met(session: Session, ids: Sequence[str], first: date, last: date) -> dict[str, list[Met]]:
    found: dict[str, list[Met]] = {}
    rows = session.connection().exec_driver_sql(_MET.format(marks=marks_of(ids)), (*ids, first.isoformat(), last.isoformat()))
    for resident, day, mode, outcome in rows:
        found.setdefault(resident, []).append(Met(as_day(day) or first, mode or "", outcome or ""))
    return found
