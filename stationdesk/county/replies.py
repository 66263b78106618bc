"""What the stations said to the county's tasks, questions and announcements, and what they would have otherwise in its directory.

Plain rows, one for each thing and each station it is for: a station that has not answered has a row of its own, which is the point.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col
from sqlmodel import select as select_record

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, in_journal_order, transaction
from stationdesk.county.word import CALLED, Station, called, stations
from stationdesk.i18n import _
from stationdesk.registers.announcement import Announcement
from stationdesk.registers.code import table as codes
from stationdesk.registers.correction_request import CorrectionRequest
from stationdesk.registers.place import Place
from stationdesk.registers.record import Record
from stationdesk.registers.task import Task
from stationdesk.services.announcements import announcement_state
from stationdesk.services.corrections import field_word
from stationdesk.services.tasks import TaskState, task_state
from stationdesk.store.database import author_of

CHUNK = 500
COMPARED = ("name", "person", "phones", "hours", "address")
"""What of an entry is looked at."""


@dataclass(frozen=True)
class Reply:
    """What one station said to one thing; `state` is empty of words, as the services reckon it."""

    kind: str
    """task, correction or announcement."""
    id: str
    title: str
    station: str
    name: str
    town: str
    due_on: str | None
    state: str
    """open, partly, overdue, done, cannot · open, corrected, right · unread, read, over, coming."""
    said: str = ""
    by: str = ""
    day: str = ""
    figures: Mapping[str, int] = field(default_factory=dict)
    about: str = ""
    """Whom and which field a question is about."""


@dataclass(frozen=True)
class Suggestion:
    """What a station has in place of an entry of the county's directory."""

    station: str
    name: str
    town: str
    place_id: str
    place: str
    """Name of the county's entry; empty where the county has it no more."""
    fields: Mapping[str, tuple[str, str]]
    """What differs: by the field's name what the county and what the station says."""


def task_replies(desk: CountyDesk, on: date) -> list[Reply]:
    """Return for each task that stands, and each station it is for, what the station said last."""
    with desk.database.reading() as session:
        said, there = _standing(session, Task), stations(session)
    told = _told(desk, "task_report", "task_id", [one.id for one in said])
    found = []
    for task in said:
        for station in _meant(there, task):
            reports = told.get((task.id, station.code), [])
            last = reports[-1] if reports else None
            state = task_state(task.due_on, [one.outcome for one in reports], on.isoformat())
            figures = {one.name: one.value for one in last.figures} if last is not None else {}
            words = (last.text or "", last.reported_by or "", last.reported_on or "") if last is not None else ("", "", "")
            found.append(Reply("task", task.id, task.title, *_names(station), task.due_on, state.value, *words, figures))
    return found


def correction_replies(desk: CountyDesk, on: date) -> list[Reply]:
    """Return for each question that stands what the station said last."""
    with desk.database.reading() as session:
        said, there = _standing(session, CorrectionRequest), stations(session)
    told = _told(desk, "correction_answer", "request_id", [one.id for one in said])
    people = _people(desk, said, on)
    found = []
    for asked in said:
        for station in _meant(there, asked):
            answers = told.get((asked.id, station.code), [])
            last = answers[-1] if answers else None
            words = (last.reason or "", last.answered_by or "", last.answered_on or "") if last is not None else ("", "", "")
            who = people.get((station.code, asked.record_id), "")
            about = " ".join(part for part in (who, field_word(asked.record_kind, asked.field)) if part)
            state = last.answer if last is not None else "open"
            found.append(Reply("correction", asked.id, asked.question, *_names(station), asked.due_on, state, *words, {}, about))
    return found


def announcement_replies(desk: CountyDesk, on: date) -> list[Reply]:
    """Return for each announcement that must be read, and each station it is for, who read it first."""
    with desk.database.reading() as session:
        said, there = [one for one in _standing(session, Announcement) if one.must_be_read], stations(session)
    told = _told(desk, "announcement_read", "announcement_id", [one.id for one in said])
    found = []
    for one in said:
        for station in _meant(there, one):
            reads = told.get((one.id, station.code), [])
            state = announcement_state(one.valid_from, one.valid_until, on.isoformat(), read=bool(reads))
            words = ("", reads[0].read_by or "", (reads[0].read_at or "")[:10]) if reads else ("", "", "")
            found.append(Reply("announcement", one.id, one.title, *_names(station), one.valid_until, state.value, *words))
    return found


def replies(desk: CountyDesk, on: date) -> list[Reply]:
    """Return everything the stations said, and did not say yet, to what the county said."""
    return [*task_replies(desk, on), *correction_replies(desk, on), *announcement_replies(desk, on)]


def suggestions(desk: CountyDesk) -> list[Suggestion]:
    """Return what stations have in place of the county's entries: the county looks whether its own are out of date."""
    table = STATION_TABLES["place"]
    instead = select(table).where(table.c.instead_of.is_not(None), table.c.removed_at.is_(None)).order_by(table.c.station, table.c.id)
    with transaction(desk.ledger) as connection:
        rows = connection.execute(instead).all()
    with desk.database.reading() as session:
        mine = select_record(Place).where(Place.author == author_of(session), col(Place.removed_at).is_(None))
        ours = {one.id: one for one in session.exec(mine)}
        there = {one.code: one for one in stations(session)}
    found = []
    for row in rows:
        own = ours.get(row.instead_of)
        moved = {
            name: (_shown(getattr(own, name, None)), _shown(getattr(row, name)))
            for name in ("name", "person", "phones", "hours", "address")
        }
        differs = {name: pair for name, pair in moved.items() if pair[0] != pair[1]}
        station = there.get(row.station, Station(row.station, row.station, ""))
        if differs:
            found.append(Suggestion(*_names(station), row.instead_of, own.name if own else "", differs))
    return found


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(getattr(one, "number", str(one)) for one in value)
    return "" if value is None else str(value)


def _standing(session: Session, register: Any) -> list[Any]:
    mine = select_record(register).where(register.author == author_of(session), col(register.removed_at).is_(None))
    return list(session.exec(mine.order_by(col(register.id).desc())))


def _meant(there: Iterable[Station], said: Record) -> list[Station]:
    return [one for one in there if (said.audience or "all") in one.labels]


def _names(station: Station) -> tuple[str, str, str]:
    return station.code, station.name, station.town


def _told(desk: CountyDesk, kind: str, about: str, ids: Sequence[str]) -> dict[tuple[str, str], list[Row[Any]]]:
    """Return the stations' records about some things, by thing and station, each station's in the order of its journal."""
    table, found = STATION_TABLES[kind], defaultdict(list)
    with transaction(desk.ledger) as connection:
        for start in range(0, len(ids), CHUNK):
            some = in_journal_order(kind).where(table.c[about].in_(ids[start : start + CHUNK]), table.c.removed_at.is_(None))
            for row in connection.execute(some):
                found[getattr(row, about), row.station].append(row)
    return dict(found)


def _people(desk: CountyDesk, said: Sequence[CorrectionRequest], on: date) -> dict[tuple[str, str], str]:
    table, ids = STATION_TABLES["resident"], [one.record_id for one in said if one.record_kind == "resident"]
    found: dict[tuple[str, str], str] = {}
    with transaction(desk.ledger) as connection:
        for start in range(0, len(ids), CHUNK):
            some = select(table.c.station, *(table.c[name] for name in CALLED)).where(table.c.id.in_(ids[start : start + CHUNK]))
            found |= {(row.station, row.id): called(row, on) for row in connection.execute(some)}
    return found


def state_words() -> dict[tuple[str, str], str]:
    """Return the words for how far something is."""
    words = {("task", one.value): one.label for one in TaskState}
    words |= {("correction", row.code): row.label for row in codes("correction_answer").rows}
    words["correction", "open"] = _("To be answered|correction")
    told = {"unread": _("Not read yet"), "read": _("Read|announcement"), "over": _("Over|announcement"), "coming": _("Not begun")}
    return words | {("announcement", state): word for state, word in told.items()}
