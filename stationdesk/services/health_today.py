"""Health as lines of the day's list: measured high and not seen again, measuring that falls behind, medicines that run out."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.health_reading import HealthReading
from stationdesk.registers.medicine import Medicine
from stationdesk.services.contacts import chunks
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, PRESENT, Part
from stationdesk.services.health_lines import figures, rhythms
from stationdesk.services.health_writing import follow_up_done
from stationdesk.services.line_ground import grounds_of
from stationdesk.services.medicines import fetched
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source
from stationdesk.store.database import author_of

FORGOTTEN = 400
"""Days after the last measuring from which the list does not ask any more: the clinic list does."""
EVER = date(1900, 1, 1)
_THERE = """r.id = {who} AND r.author = ? AND r.removed_at IS NULL AND r.closed_on IS NULL
  AND (r.residency_status IS NULL OR r.residency_status IN ({present}))"""
_PRESENT = ",".join(f"'{one}'" for one in sorted(PRESENT))
_FOLLOW = f"""
SELECT h.id, h.resident_id, h.follow_up_due FROM health_reading h INDEXED BY health_reading_follow
CROSS JOIN resident r INDEXED BY resident_care ON {_THERE.format(who="h.resident_id", present=_PRESENT)}
WHERE h.follow_up_due BETWEEN ? AND ? AND h.follow_up_due IS NOT NULL AND h.followed_up_on IS NULL AND h.removed_at IS NULL
"""  # noqa: S608 - our own words
_REFILL = f"""
SELECT m.id, m.resident_id, m.next_refill FROM medicine m INDEXED BY medicine_refill
CROSS JOIN resident r INDEXED BY resident_care ON {_THERE.format(who="m.resident_id", present=_PRESENT)}
WHERE m.next_refill BETWEEN ? AND ? AND m.next_refill IS NOT NULL AND m.removed_at IS NULL
"""  # noqa: S608 - our own words
_BEHIND = f"""
SELECT l.who, l.day FROM (
  SELECT h.resident_id AS who, max(h.taken_on) AS day FROM health_reading h INDEXED BY health_reading_behind
  WHERE h.systolic IS NOT NULL AND h.removed_at IS NULL GROUP BY h.resident_id HAVING max(h.taken_on) BETWEEN ? AND ?) l
CROSS JOIN resident r INDEXED BY resident_ill
  ON {_THERE.format(who="l.who", present=_PRESENT)} AND r.chronic <> '[]' AND r.chronic LIKE ?
"""  # noqa: S608 - our own words


class DueHealth(NamedTuple):
    """Something that is due of somebody's health: a reading to be repeated, a measuring that falls behind, a medicine to be fetched."""

    kind: str
    """follow, refill or rhythm."""
    record_id: str
    resident_id: str
    due_on: date
    illness: str = ""


def due_health(session: Session, first: date, last: date) -> list[DueHealth]:
    """Return what falls due from `first` to `last`, the earliest first; one line a person and kind."""
    connection, own = session.connection(), author_of(session)
    span = (first.isoformat(), last.isoformat())
    found = []
    for kind, sql in (("follow", _FOLLOW), ("refill", _REFILL)):
        rows = connection.exec_driver_sql(sql, (own, *span)).all()
        some = [DueHealth(kind, one, who, date.fromisoformat(day)) for one, who, day in rows]
        found += _once(some) if kind == "follow" else some
    waiting = {one.resident_id for one in found if one.kind == "follow"}
    for rhythm in rhythms():
        if rhythm.measure != "systolic":
            continue
        begin = max(first - timedelta(days=rhythm.days), last - timedelta(days=FORGOTTEN))
        end = last - timedelta(days=rhythm.days)
        every, record = timedelta(days=rhythm.days), f"rhythm/{rhythm.illness}"
        asked = (begin.isoformat(), end.isoformat(), own, f'%"{rhythm.illness}"%')
        rows = connection.exec_driver_sql(_BEHIND, asked).all()
        found += [
            DueHealth("rhythm", record, who, date.fromisoformat(day) + every, rhythm.illness) for who, day in rows if who not in waiting
        ]
    return sorted(found, key=attrgetter("due_on", "resident_id"))


def _once(found: list[DueHealth]) -> list[DueHealth]:
    """Keep of the readings of one person that wait the one whose term comes first."""
    kept: dict[str, DueHealth] = {}
    for one in found:
        if one.resident_id not in kept or one.due_on < kept[one.resident_id].due_on:
            kept[one.resident_id] = one
    return list(kept.values())


def section(session: Session, asked: Asked) -> Section:
    """Return what is due of people's health up to the day asked for, the latest first."""
    due = due_health(session, EVER, asked.on)
    lines = tuple(_lines(session, due[: asked.most], asked)) if asked.most else ()
    return Section("health", _("Health: measure again, fetch medicine"), "", len(due), lines, _("{count} things|heading"))


def _lines(session: Session, due: list[DueHealth], asked: Asked) -> list[Line]:
    grounds = grounds_of(session, [one.resident_id for one in due], asked)
    readings = _by_id(session, HealthReading, [one.record_id for one in due if one.kind == "follow"])
    medicines = _by_id(session, Medicine, [one.record_id for one in due if one.kind == "refill"])
    lines = []
    for one in due:
        ground = grounds.get(one.resident_id)
        if ground is None:
            continue
        told = "" if asked.covered or ground.locked else _told(one, readings.get(one.record_id), medicines.get(one.record_id), asked.on)
        late = (asked.on - one.due_on).days
        when: Part = (_("{days} days late").format(days=late), "red") if late > 0 else (_("today"), "amber")
        why = ((told or _PLAIN[one.kind](), "ink"), DOT, when)
        done = {"follow": _("Seen again|button"), "refill": _("Fetched|button")}.get(one.kind, "")
        icon = "pill" if one.kind == "refill" else "heart"
        lead = _("Medicine|lead") if one.kind == "refill" else _("Health|lead")
        argument = f"{one.resident_id}#health"
        lines.append(ground.line("health", why, record_id=one.record_id, lead=lead, icon=icon, done_words=done, argument=argument))
    return lines


_PLAIN = {
    "follow": lambda: _("look in again"),
    "refill": lambda: _("fetch something"),
    "rhythm": lambda: _("look in again"),
}


def _told(one: DueHealth, reading: HealthReading | None, medicine: Medicine | None, on: date) -> str:
    if reading is not None:
        day = day_words(date.fromisoformat(reading.taken_on), on)
        return _("{day} {reading}, measure again").format(day=day, reading=figures(reading.measured()))
    if medicine is not None:
        who = _("{who} fetches it").format(who=medicine.fetched_by) if medicine.fetched_by else ""
        return "，".join(filter(None, (_("Medicine runs out: {name}").format(name=medicine.name), who)))
    rhythm = next((rhythm for rhythm in rhythms() if rhythm.illness == one.illness), None)
    if rhythm is None:
        return ""
    last = one.due_on - timedelta(days=rhythm.days)
    return _("blood pressure {count} times a year, last {day}").format(count=rhythm.times_a_year, day=day_words(last, on))


def _by_id(session: Session, kind: Any, ids: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for some in chunks(ids):
        found |= {one.id: one for one in session.exec(select(kind).where(col(kind.id).in_(some)))}
    return found


def _done(session: Session, line: Line, on: date, by: str) -> None:  # noqa: ARG001 - a source's signature
    if line.icon == "pill":
        fetched(session, line.record_id, on)
    else:
        follow_up_done(session, line.record_id, on)


def _said(line: Line) -> str:
    if line.icon == "pill":
        return _("Medicine fetched: {name}").format(name=line.name)
    return _("Seen again: {name}").format(name=line.name)


def _days(session: Session, first: date, last: date) -> Counter[date]:
    return Counter(one.due_on for one in due_health(session, first, last) if first <= one.due_on <= last)


HEALTH = Source("health", section, _done, _said, _days, frozenset({"health_reading", "medicine", "resident"}))
