"""Reads the lines of the roll: who stands where, in which categories, and the day on which something is next due."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from sys import intern
from typing import Any

from sqlalchemy import CursorResult
from sqlmodel import Session

from stationdesk.registers.code import table
from stationdesk.registers.grade_scheme import MARKS, Grade
from stationdesk.registers.resident import ADULT, GONE, may_be_under
from stationdesk.services.due import PRESENT
from stationdesk.services.grading import grade_of
from stationdesk.store.database import author_of

NO_DAY = 10_000_000
"""The day (an ordinal) of somebody for whom nothing is due; the one before it is that of somebody paused."""
PAUSED = NO_DAY - 1
GAPS = ("no_group", "no_category")
"""What may be missing of a person, beside what `services.gaps` tells."""
RANKS = {code: rank for rank, code in enumerate(MARKS)}
CHUNK = 500

Schemes = Mapping[tuple[str, str], Grade]
"""Grades by the codes of scheme and grade."""


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
    "SELECT resident_id, grade, scheme_code, from_date FROM care_grade INDEXED BY care_grade_force WHERE removed_at IS NULL "
    "AND (from_date IS NULL OR from_date <= ?) AND (to_date IS NULL OR to_date >= ?)"
)
_TAG = (
    "SELECT {of}, category FROM category_tag WHERE removed_at IS NULL "
    "AND (from_date IS NULL OR from_date <= ?) AND (to_date IS NULL OR to_date >= ?)"
)

_REACHED = (
    "SELECT resident_id, max(visited_on), max(CASE WHEN mode = 'home' THEN visited_on END) FROM visit INDEXED BY visit_contact "
    "WHERE removed_at IS NULL AND visited_on <= ? AND outcome = 'met'"
)


def read(session: Session, on: date, grades: Schemes, ids: Collection[str] | None = None) -> dict[str, Line]:
    """Return the lines of this desk's residents, of all or of `ids`."""
    work = _Reading(session, on, grades)
    found: dict[str, Line] = {}
    for some in [None] if ids is None else _chunks(sorted(ids)):
        found |= work.lines(some)
    return found


def touched(session: Session, since: int) -> set[str]:
    """Return the ids of the residents whose line may have moved after journal line `since`."""
    rows = session.connection().exec_driver_sql("SELECT DISTINCT kind, record FROM change WHERE seq > ?", (since,)).all()
    found = {record for kind, record in rows if kind == "resident"}
    for kind in ("care_grade", "category_tag", "visit"):
        records = [record for other, record in rows if other == kind]
        for some in _chunks(records):
            owners = session.connection().exec_driver_sql(f"SELECT resident_id FROM {kind} WHERE {_among('id', some)}", tuple(some))  # noqa: S608
            found |= {owner for (owner,) in owners if owner}
            if kind != "care_grade":
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

    def __init__(self, session: Session, on: date, grades: Schemes) -> None:
        self.ask = session.connection().exec_driver_sql
        self.author, self.on, self.day, self.schemes = author_of(session), on.isoformat(), on.toordinal(), grades
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

    def _grades(self, ids: list[str] | None) -> dict[str, tuple[str, str, str]]:
        found: dict[str, tuple[str, str, str]] = {}
        for owner, grade, scheme, since in self._in_force(_GRADE, ids):
            if owner not in found or (since or "") >= found[owner][2]:
                found[self.same.setdefault(owner, owner)] = _shared((grade, scheme, since or ""))
        return found

    def _in_force(self, sql: str, ids: list[str] | None) -> Any:
        given = (self.on, self.on)
        narrowed = f" AND {_among('resident_id', ids)}" if ids is not None else ""
        return _streamed(self.ask(sql + narrowed, (*given, *(ids or ()))))

    def _reached(self, ids: list[str] | None) -> dict[str, tuple[str | None, str | None]]:
        """Return the last day each was reached, and reached at the door."""
        narrowed = f" AND {_among('resident_id', ids)}" if ids is not None else ""
        rows = self.ask(f"{_REACHED}{narrowed} GROUP BY resident_id", (self.on, *(ids or ())))
        return {self.same.setdefault(owner, owner): _shared((reached, home)) for owner, reached, home in _streamed(rows)}

    def _day(self, row: Any, grade: tuple[str, str, str] | None, reached: str | None, home: str | None) -> int:
        """Return the day of `services.due.due` in ordinals, a late daily contact as today's (as lists show it)."""
        status = row[6]
        rule = grade_of(self.schemes, grade[1], grade[0]) if grade else None
        if grade is None or rule is None or status in GONE or row[8] or not (rule.contact_every_days or rule.home_visit_every_days):
            return NO_DAY
        if status is not None and status not in PRESENT:
            return PAUSED
        began = max((min(ordinal(since), self.day) for since in (grade[2], row[7]) if since), default=0)
        steps = []
        for every, last, is_home in ((rule.contact_every_days, reached, False), (rule.home_visit_every_days, home, True)):
            if every:
                day = max(ordinal(last) + every, began) if last else began or self.day
                late, daily = day <= self.day, every == 1 and not is_home
                steps.append((not late, not (late and daily), not (late and is_home), day, daily))
        *_rank, day, daily = min(steps)
        return max(day, self.day) if daily else day


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
