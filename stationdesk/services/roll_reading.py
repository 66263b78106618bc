"""Reads the lines of the roll: who stands where, in which categories, and the day on which something is next due."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from sys import intern
from typing import Any

from sqlalchemy import CursorResult
from sqlmodel import Session

from stationdesk.registers.code import of_codes, table
from stationdesk.registers.grade_scheme import MARKS
from stationdesk.registers.resident import ADULT, GONE, may_be_under
from stationdesk.services.due import PRESENT, Contacts, Known, State, standing
from stationdesk.services.due_known import Frame, as_day, contacts_then, ruled
from stationdesk.services.scheme_rules import Rule, rule_of
from stationdesk.store.database import author_of

NO_DAY = 10_000_000
"""The day (an ordinal) of somebody for whom nothing is due; the one before it is that of somebody paused."""
PAUSED = NO_DAY - 1
GAPS = ("no_group", "no_category")
"""What may be missing of a person, beside what `services.gaps` tells."""
RANKS = {code: rank for rank, code in enumerate(MARKS)}
CHUNK = 500


@dataclass(slots=True, eq=False)
class Line:
    """One resident as lists are filtered and sorted by."""

    id: str
    sound: bytes
    """What names are sorted by, nearly as by pinyin."""
    birth: str
    group: str
    status: str
    grade: str
    rank: int
    categories: tuple[str, ...]
    within: frozenset[str]
    """The categories and all above them."""
    gaps: frozenset[str]
    child: bool
    day: int
    """Ordinal of the day something is next due; PAUSED or NO_DAY."""


_RESIDENT = (
    "SELECT id, name, birth_date, birth_precision, birth_calendar, village_group, residency_status, residency_since, closed_on, "
    "schooling IS NOT NULL OR school IS NOT NULL, household_id "
    "FROM resident WHERE author = ? AND removed_at IS NULL AND merged_into IS NULL"
)
_GRADE = (
    "SELECT resident_id, grade, scheme_code, from_date, to_date FROM care_grade INDEXED BY care_grade_force "
    "WHERE removed_at IS NULL AND author = ?{narrowed} ORDER BY resident_id, from_date, key"
)
_TAG = (
    "SELECT {of}, category FROM category_tag WHERE removed_at IS NULL "
    "AND (from_date IS NULL OR from_date <= ?) AND (to_date IS NULL OR to_date >= ?)"
)

_REACHED = "SELECT resident_id, reached, home FROM last_contact WHERE reached IS NOT NULL{narrowed}"


def read(session: Session, frame: Frame, ids: Collection[str] | None = None) -> dict[str, Line]:
    """Return the lines of this desk's residents, of all or of `ids`, on the day of a frame."""
    work = _Reading(session, frame)
    found: dict[str, Line] = {}
    for some in [None] if ids is None else _chunks(sorted(ids)):
        found |= work.lines(some)
    return found


def touched(session: Session, since: int) -> set[str]:
    """Return the ids of the residents whose line may have moved after journal line `since`."""
    rows = session.connection().exec_driver_sql("SELECT DISTINCT kind, record FROM change WHERE seq > ?", (since,)).all()
    found = {record for kind, record in rows if kind == "resident"}
    for kind in ("care_grade", "category_tag", "visit", "status_change", "guardian"):
        records = [record for other, record in rows if other == kind]
        for some in _chunks(records):
            owners = session.connection().exec_driver_sql(f"SELECT resident_id FROM {kind} WHERE {_among('id', some)}", tuple(some))  # noqa: S608
            found |= {owner for (owner,) in owners if owner}
            if kind == "status_change":
                at_home = (
                    f"SELECT r.id FROM resident r JOIN resident o ON o.household_id = r.household_id JOIN {kind} k ON k.resident_id = o.id "  # noqa: S608
                )
                found |= {one for (one,) in session.connection().exec_driver_sql(at_home + f"WHERE {_among('k.id', some)}", tuple(some))}
            elif kind in ("category_tag", "visit"):
                homes = f"SELECT r.id FROM resident r JOIN {kind} k ON k.household_id = r.household_id "  # noqa: S608 - our own names
                of_home = homes + f"WHERE k.resident_id IS NULL AND {_among('k.id', some)}"
                found |= {owner for (owner,) in session.connection().exec_driver_sql(of_home, tuple(some))}
    return found


def _chunks(ids: list[str]) -> Iterator[list[str]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _streamed(result: CursorResult[Any]) -> Iterator[Any]:
    """Yield rows a thousand at a time: quicker than one by one, smaller than all at once."""
    return (row for some in result.partitions(1000) for row in some)


def _among(column: str, ids: Collection[str]) -> str:
    return f"{column} IN ({','.join('?' * len(ids))})"


class _Reading:
    """One reading of the roll."""

    def __init__(self, session: Session, frame: Frame) -> None:
        self.session, self.ask = session, session.connection().exec_driver_sql
        self.author, self.on, self.day, self.frame = author_of(session), frame.on.isoformat(), frame.on.toordinal(), frame
        self.same: dict[str, str] = {}
        """One text for each resident's id, whichever register it was read from: otherwise the reading takes 20 MB more."""

    def lines(self, ids: list[str] | None) -> dict[str, Line]:
        """Return the lines of `ids`, or of everybody."""
        sql, given = (_RESIDENT, (self.author,)) if ids is None else (f"{_RESIDENT} AND {_among('id', ids)}", (self.author, *ids))
        tags, home_tags = self._tags(ids), self._home_tags()
        grades = self._grades(ids)
        reached = self._reached(ids)
        made = {}
        for row in _streamed(self.ask(sql, given)):
            id_ = self.same.get(row[0], row[0])
            codes = tags.get(id_, ()) + tuple(code for code in home_tags.get(row[10], ()) if code not in tags.get(id_, ()))
            grade = grades.get(id_)
            day = self._day(row, grade, *reached.get(id_, (None, None)))
            made[id_] = _line(id_, row, codes, grade[0] if grade else "", day, self._is_child(row))
        return made

    def _is_child(self, row: Any) -> bool:
        birth = row[2]
        if birth and int(birth[:4]) < int(self.on[:4]) - ADULT - 2:
            return False
        minor = may_be_under(ADULT, birth, row[3], row[4], self.on)
        return minor is True or (minor is None and bool(row[9]))

    def _tags(self, ids: list[str] | None) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for owner, code in self._in_force(_TAG.format(of="resident_id"), ids):
            if owner and code not in found.get(owner, ()):
                found[self.same.setdefault(owner, owner)] = _shared((*found.get(owner, ()), code))
        return found

    def _home_tags(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for home, code in self.ask(_TAG.format(of="household_id") + " AND resident_id IS NULL", (self.on, self.on)):
            found[home] = (*found.get(home, ()), code)
        return found

    def _grades(self, ids: list[str] | None) -> dict[str, tuple[str, str, str, str]]:
        """Return grade, scheme, since when, and since when anybody has had any grade."""
        found: dict[str, tuple[str, str, str, str]] = {}
        last, first = "", ""
        for owner, grade, scheme, since, until in self._of(_GRADE, (self.author,), ids):
            if owner != last:
                last, first = owner, since or ""
            if (since or "") <= self.on and (until is None or until >= self.on):
                found[self.same.setdefault(owner, owner)] = _shared((grade, scheme, since or "", first))
        return found

    def _of(self, sql: str, given: tuple[str, ...], ids: list[str] | None) -> Any:
        narrowed = f" AND {_among('resident_id', ids)}" if ids is not None else ""
        return _streamed(self.ask(sql.format(narrowed=narrowed), (*given, *(ids or ()))))

    def _in_force(self, sql: str, ids: list[str] | None) -> Any:
        given = (self.on, self.on)
        narrowed = f" AND {_among('resident_id', ids)}" if ids is not None else ""
        return _streamed(self.ask(sql + narrowed, (*given, *(ids or ()))))

    def _reached(self, ids: list[str] | None) -> dict[str, tuple[str | None, str | None]]:
        """Return the last day each was reached, and reached at the door."""
        found: dict[str, tuple[str | None, str | None]] = {}
        ahead = []
        for owner, reached, home in self._of(_REACHED, (), ids):
            if reached > self.on:
                ahead.append(owner)
            else:
                found[self.same.setdefault(owner, owner)] = _shared((reached, home))
        for owner, seen in contacts_then(self.session, ahead, self.on).items():
            if seen.reached is not None:
                found[owner] = (seen.reached.isoformat(), seen.home.isoformat() if seen.home else None)
        return found

    def _day(self, row: Any, grade: tuple[str, str, str, str] | None, reached: str | None, home: str | None) -> int:
        """Return the day of `services.due.due` in ordinals, a late daily contact as today's (as lists show it)."""
        status = row[6]
        rule = rule_of(self.frame.rules, grade[1], grade[0]) if grade else None
        if grade is None or rule is None or status in GONE or row[8]:
            return NO_DAY
        if not self._plain(row[0], rule, home, grade[3]) or (status is not None and status not in PRESENT):
            return self._asked(row, rule, grade, reached, home)
        began = max((min(ordinal(since), self.day) for since in (grade[2], row[7]) if since), default=0)
        steps = []
        usual = (rule.grade.contact_every_days, reached, False), (rule.grade.home_visit_every_days, home, True)
        for every, last, is_home in usual:
            if every:
                day = max(ordinal(last) + every, began) if last else began or self.day
                late, daily = day <= self.day, every == 1 and not is_home
                steps.append((not late, not (late and daily), not (late and is_home), day, daily))
        if not steps:
            return NO_DAY
        *_rank, day, daily = min(steps)
        return max(day, self.day) if daily else day

    def _plain(self, id_: str, rule: Rule, home: str | None, first: str) -> bool:
        """Tell whether nothing but the rhythms of his grade asks for somebody, as of nearly everybody on most days."""
        times, grade = self.frame.times, rule.grade
        weather, festival = grade.extra_in_bad_weather and times.weather, grade.extra_at_festivals and times.festival
        never = home is None and rule.first_workdays and first
        return not (weather or festival or never or rule.waits_for_workday or id_ in self.frame.changes)

    def _asked(self, row: Any, rule: Rule, grade: tuple[str, str, str, str], reached: str | None, home: str | None) -> int:
        """Return the day of somebody of whom more is to be known."""
        contacts = Contacts(as_day(reached), "", as_day(home))
        known = Known(None, as_day(grade[2] or None), row[6], as_day(row[7]), contacts=contacts, times=self.frame.times)
        found = standing(ruled(known, rule, as_day(grade[3] or None), self.frame.changes.get(row[0])), self.frame.on)
        if found.due_on is None:
            return PAUSED if found.state is State.PAUSED else NO_DAY
        return max(found.due_on.toordinal(), self.day) if found.daily else found.due_on.toordinal()


def _line(id_: str, row: Any, codes: tuple[str, ...], grade: str, day: int, child: bool) -> Line:
    _id, name, birth, _precision, _calendar, group, status, *_rest = row
    return Line(
        id_,
        sound_of(name),
        intern(birth or ""),
        intern(group or ""),
        intern(status or ""),
        intern(grade),
        RANKS.get(grade, len(MARKS)),
        codes,
        _within(codes),
        _gaps((not group, not codes)),
        child,
        day,
    )


@cache
def _shared(values: Any) -> Any:
    """Return one and the same tuple for equal ones: a hundred thousand people share a few hundred."""
    return values


@cache
def _gaps(missing: tuple[bool, ...]) -> frozenset[str]:
    return frozenset(code for code, is_missing in zip(GAPS, missing, strict=True) if is_missing)


@of_codes
@cache
def _within(codes: tuple[str, ...]) -> frozenset[str]:
    known = table("resident_category")
    return frozenset(codes) | {above.code for code in codes for above in known.ancestors(code)}


def sound_of(name: str) -> bytes:
    """Return the name in GBK, whose 3,755 commonest characters stand in the order of pinyin (GB 2312); rare ones come last."""
    try:
        return name.encode("gbk")
    except UnicodeEncodeError:
        return b"\xff".join(one.encode("gbk", "ignore") or one.encode("utf-8") for one in ("", *name))


@cache
def ordinal(day: str) -> int:
    """Return the ordinal of an ISO day."""
    return date.fromisoformat(day).toordinal()


@cache
def natural(text: str) -> tuple[object, ...]:
    """Return a key by which 2组 stands before 10组."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|\D+", text))
