"""Reads what the columns of a form need, a few hundred people at a time, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from stationdesk.registers.helper import HelperDraft
from stationdesk.registers.kin import KinDraft
from stationdesk.registers.resident import years_old
from stationdesk.services.form_fact import Facts, Row, Rows
from stationdesk.services.form_people import Line
from stationdesk.services.form_wishes import add_standing
from stationdesk.services.grading import grade_of, schemes
from stationdesk.store.database import author_of

AT_ONCE = 500
_NONE: Rows = [{}]
_ALWAYS = ("id", "alias", "birth_date", "birth_precision", "birth_calendar", "household_id", "village_group")
_TAG = (
    *("resident_id", "household_id", "category", "from_date", "to_date", "certificate_no", "aid_class", "persons_covered"),
    *("monthly_amount", "last_paid_month", "cause", "risk_kind", "measures", "responsible_name", "responsible_phone", "carer_name"),
    "carer_phone",
)
_HELPERS = """
SELECT p.resident_id, p.household_id, p.kind, p.level, p.id AS pairing_id, p.start_date, p.end_date, p.state, p.helper_name, {helper}
FROM pairing p LEFT JOIN helper h ON h.id = p.helper_id AND h.removed_at IS NULL
WHERE p.{of} IN ({marks}) AND p.removed_at IS NULL AND p.author = ? ORDER BY p.key
"""
_OF_HELPER = ", ".join(f"h.{name}" for name in HelperDraft.model_fields if name != "resident_id")
_GRADE = """
SELECT resident_id, scheme_code, grade, from_date FROM care_grade
WHERE resident_id IN ({marks}) AND author = ? AND removed_at IS NULL AND (from_date IS NULL OR from_date <= ?)
  AND (to_date IS NULL OR to_date >= ?) ORDER BY from_date, key
"""


@dataclass(frozen=True)
class Needs:
    """What must be read: columns of each part, and whether relatives, tags, grades and households' members are wanted."""

    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()

    def of(self, part: str) -> frozenset[str]:
        """Return the columns wanted of a part."""
        return self.columns.get(part, frozenset())

    def wants(self, part: str) -> bool:
        """Tell whether anything of a part is wanted."""
        return part in self.parts or bool(self.columns.get(part))


def needs_of(said: Iterable[str]) -> Needs:
    """Return what facts need out of their words: `person:name,sex home:address`, `kin`."""
    columns: dict[str, set[str]] = defaultdict(set)
    parts = set()
    for part in " ".join(said).split():
        name, _, wanted = part.partition(":")
        if wanted:
            columns[name] |= set(wanted.split(","))
        else:
            parts.add(name)
    return Needs({name: frozenset(wanted) for name, wanted in columns.items()}, frozenset(parts))


def read(session: Session, lines: Sequence[Line], kind: str, needs: Needs, on: date) -> Iterator[Facts]:
    """Yield the facts of each line, in order; `kind` is what a row is. Whoever is gone meanwhile is left out."""
    for start in range(0, len(lines), AT_ONCE):
        yield from _some(session, lines[start : start + AT_ONCE], kind, needs, on)


def _some(session: Session, lines: Sequence[Line], kind: str, needs: Needs, on: date) -> Iterator[Facts]:
    ids, day = list(dict.fromkeys(line.resident for line in lines if line.resident)), on.isoformat()
    people = _people(session, ids, needs, day)
    homes = _homes(session, lines, kind, people, needs)
    kin = _grouped(session, "kin", ids, tuple(KinDraft.model_fields)) if needs.wants("kin") else {}
    guardians = _guardians(session, ids, needs, day) if needs.wants("guardian") else {}
    tags = _tags(session, ids, [one["household_id"] for one in people.values()], day) if needs.wants("tags") else {}
    helpers = _helpers(session, ids, day) if {"helper", "officer"} & set(needs.columns) else {}
    grades = _grades(session, ids, on) if needs.wants("grade") else {}
    bases = _bases(session, lines, ids, kind, needs, day)
    wishes = _grouped(session, "wish", ids, ("content",)) if needs.wants("wishes") else {}
    notes = _grouped(session, "note", ids, ("kind", "heading", "text")) if needs.wants("notes") else {}
    for line in lines:
        person = people.get(line.resident)
        if person is None:
            continue
        home = homes.get(line.base if kind == "household" else person["household_id"] or "", {})
        there = helpers.get(line.resident, [])
        helper = _helper(there, line.base if kind == "pairing" else "")
        yield Facts(
            person=person,
            home=home,
            kin=kin.get(line.resident, []),
            guardian=guardians.get(line.resident, _NONE)[0],
            last_guardian=guardians.get(line.resident, _NONE)[-1],
            tags=[*tags.get(line.resident, []), *tags.get(person["household_id"] or "", [])] if tags else [],
            helper=helper,
            officer=_officer(there) if there else {},
            pairing=bases.get(line.base, {}) if kind == "pairing" else {},
            visit=bases.get(line.base if kind == "visit" else line.resident, {}) if kind != "wish" else {},
            wish=bases.get(line.base, {}) if kind == "wish" else {},
            wishes=wishes.get(line.resident, []),
            grade=grades.get(line.resident, {}),
            notes=notes.get(line.resident, []),
            members=home.get("members", 0),
            child=line.child,
        )


def _bases(session: Session, lines: Sequence[Line], ids: Sequence[str], kind: str, needs: Needs, day: str) -> dict[str, dict[str, Any]]:
    """Return the pairings, visits or wishes the rows are of; of a form of people, the last visit of each."""
    if kind == "resident":
        return _last_visits(session, ids, needs.of("visit"), day) if needs.of("visit") else {}
    found = _records(session, kind, [line.base for line in lines], ("id", *needs.of(kind))) if kind != "household" else {}
    if kind == "wish":
        add_standing(session, found)
    return found


def _helper(there: Rows, pairing: str) -> Row:
    """Return the helper of a pairing; without one, the first who stands by the person and is not only responsible for him."""
    if pairing:
        return next((one for one in there if one["pairing_id"] == pairing), {})
    return next((one for one in there if one["kind"] != "responsibility"), {})


def _people(session: Session, ids: Sequence[str], needs: Needs, day: str) -> dict[str, dict[str, Any]]:
    """Return the residents with what is wanted of them, and their age on `day`."""
    contacts = ("emergency_contacts",) if needs.wants("kin") else ()
    people = _records(session, "resident", ids, (*_ALWAYS, *contacts, *needs.of("person")))
    if needs.wants("age"):
        for one in people.values():
            one["age"] = years_old(one["birth_date"], one["birth_precision"], day)
    return people


def _officer(there: Rows) -> Row:
    """Return who is responsible for a person, on the highest level there is."""
    return next(iter(sorted((one for one in there if one["kind"] == "responsibility"), key=lambda one: one["level"] or 9)), {})


def _records(session: Session, kind: str, ids: Sequence[str], columns: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return rows of a register by their id, own ones, with these columns."""
    names = tuple(dict.fromkeys(columns))
    sql = f"SELECT {','.join(names)} FROM {kind} WHERE id IN ({_marks(ids)}) AND author = ? AND removed_at IS NULL"  # noqa: S608 - our own words
    found = session.connection().exec_driver_sql(sql, (*ids, author_of(session)))
    return {row[0]: dict(zip(names, row, strict=True)) for row in found}


def _grouped(session: Session, kind: str, ids: Sequence[str], columns: Sequence[str]) -> dict[str, Rows]:
    """Return the rows of a register by the resident they belong to, in the order they were written."""
    names = ("resident_id", *(name for name in columns if name != "resident_id"))
    sql = f"SELECT {','.join(names)} FROM {kind} WHERE resident_id IN ({_marks(ids)}) AND author = ? AND removed_at IS NULL ORDER BY key"  # noqa: S608
    found: dict[str, Rows] = defaultdict(list)
    for row in session.connection().exec_driver_sql(sql, (*ids, author_of(session))):
        found[row[0]].append(dict(zip(names, row, strict=True)))
    return found


def _guardians(session: Session, ids: Sequence[str], needs: Needs, day: str) -> dict[str, Rows]:
    """Return the guardians in force of each resident who has one."""
    columns = ("from_date", "to_date", "phones", *sorted(needs.of("guardian") - {"from_date", "to_date", "phones"}))
    found: dict[str, Rows] = {}
    for resident, rows in _grouped(session, "guardian", ids, columns).items():
        now: Rows = [one for one in rows if (one["from_date"] or "") <= day <= (one["to_date"] or "~")]
        if now:
            found[resident] = sorted(now, key=lambda one: one["phones"] in (None, "[]"))  # who can be called comes first
    return found


def _tags(session: Session, ids: Sequence[str], homes: Sequence[str | None], day: str) -> dict[str, Rows]:
    """Return the tags in force of residents, and of their households under the household's id."""
    found: dict[str, Rows] = defaultdict(list)
    ask, author = session.connection().exec_driver_sql, author_of(session)
    for of, owners, alone in (
        ("resident_id", ids, ""),
        ("household_id", sorted({home for home in homes if home}), "AND resident_id IS NULL"),
    ):
        sql = f"SELECT {','.join(_TAG)} FROM category_tag WHERE {of} IN ({_marks(owners)}) {alone} AND author = ? AND removed_at IS NULL "  # noqa: S608
        sql += "AND (from_date IS NULL OR from_date <= ?) AND (to_date IS NULL OR to_date >= ?) ORDER BY key"
        for row in ask(sql, (*owners, author, day, day)):
            one = dict(zip(_TAG, row, strict=True))
            found[one[of]].append(one)
    return found


def _helpers(session: Session, ids: Sequence[str], day: str) -> dict[str, Rows]:
    """Return the helpers of residents through the pairings in force, as written down where a helper is in no register."""
    found: dict[str, Rows] = defaultdict(list)
    rows = session.connection().exec_driver_sql(
        _HELPERS.format(of="resident_id", marks=_marks(ids), helper=_OF_HELPER), (*ids, author_of(session))
    )
    for one in rows.mappings():
        if one["state"] == "proposed" or (one["start_date"] or "") > day or (one["end_date"] or "~") <= day:
            continue
        found[one["resident_id"]].append(dict(one) | {"name": one["name"] or one["helper_name"]})
    return found


def _grades(session: Session, ids: Sequence[str], on: date) -> dict[str, Row]:
    day = on.isoformat()
    found: dict[str, Row] = {}
    rules = schemes(session, day)
    rows = session.connection().exec_driver_sql(_GRADE.format(marks=_marks(ids)), (*ids, author_of(session), day, day))
    for resident, scheme, code, since in rows:
        grade = grade_of(rules, scheme, code)
        found[resident] = {"grade": code, "label": grade.label if grade else code, "from_date": since}
    return found


def _homes(session: Session, lines: Sequence[Line], kind: str, people: Mapping[str, Row], needs: Needs) -> dict[str, dict[str, Any]]:
    if kind != "household" and not needs.wants("home") and not needs.wants("members"):
        return {}
    ids = sorted(
        {line.base for line in lines} if kind == "household" else {one["household_id"] for one in people.values() if one["household_id"]}
    )
    found = _records(session, "household", ids, ("id", *needs.of("home")))
    if needs.wants("members"):
        sql = f"SELECT household_id, count(*) FROM resident WHERE household_id IN ({_marks(ids)}) AND author = ? AND removed_at IS NULL "  # noqa: S608
        sql += "AND residency_status NOT IN ('moved_out', 'deceased', 'merged') GROUP BY household_id"
        for home, members in session.connection().exec_driver_sql(sql, (*ids, author_of(session))):
            if home in found:
                found[home]["members"] = members
    return found


def _last_visits(session: Session, ids: Sequence[str], columns: frozenset[str], day: str) -> dict[str, dict[str, Any]]:
    """Return the last visit of each resident on which he was reached."""
    names = ("resident_id", *sorted(columns - {"resident_id"}))
    sql = f"SELECT {','.join(names)} FROM visit WHERE resident_id IN ({_marks(ids)}) AND author = ? AND removed_at IS NULL "  # noqa: S608
    sql += "AND visited_on <= ? AND outcome = 'met' ORDER BY visited_on, key"
    found = session.connection().exec_driver_sql(sql, (*ids, author_of(session), day))
    return {row[0]: dict(zip(names, row, strict=True)) for row in found}


def _marks(ids: Sequence[Any]) -> str:
    return ",".join("?" * len(ids))
