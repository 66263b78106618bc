"""This desk's own changes after the county's: judged by their value, field by field, and by the services where a state is at stake."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session

from stationdesk.registers.catalogue import KEPT_IN_STEP
from stationdesk.registers.recheck import Recheck, RecheckDraft
from stationdesk.registers.record import new_id
from stationdesk.services.rejoining import ALIKE, EVENTS, MOST_TURNS, TURNS, Branch, same_at_setting_up
from stationdesk.store.database import author_of
from stationdesk.store.tables import action
from stationdesk.sync.lines import Line
from stationdesk.sync.put_aside import Key, OwnLine, by_kind, known_fields, last_seq, put_row, row_of, stands
from stationdesk.sync.received_rows import table_of

OF_SETTING_UP = frozenset({"code", "org_unit_id", "opened_on"})
"""Fields of the station's record that setting up fills by itself."""


class Theirs:
    """What the county's branch did: the fields it moved of the records that matter here, and the records it made."""

    def __init__(self) -> None:
        self.moved: dict[tuple[Key, str], tuple[str, str]] = {}
        """Field of a record → operator and moment of its last move there."""
        self.records: dict[str, set[str]] = {}
        """Every record with a line there, by kind."""
        self.watched: set[Key] = set()
        self.rows: dict[Key, dict[str, Any]] = {}
        """The values of the watched records once the county's lines were taken."""
        self.until = ""

    @property
    def kinds(self) -> set[str]:
        """The registers its lines are about."""
        return set(self.records)

    def note(self, line: Line, key: Key, *, watched: bool) -> None:
        """Remember what a line moved."""
        self.records.setdefault(key[0], set()).add(key[1])
        self.until = line.value["at"]
        if watched:
            self.watched.add(key)
            for name in line.value["fields"]:
                self.moved[key, name] = (line.value["operator"], line.value["at"])

    def touched(self, key: Key) -> bool:
        """Tell whether the county's branch has a line about the record."""
        return key[1] in self.records.get(key[0], ())


@dataclass
class PutBack:
    """What came of the own changes."""

    lines: int = 0
    rechecks: list[Recheck] = field(default_factory=list)


def put_back(
    session: Session, own: list[OwnLine], actions: Mapping[str, Any], mine: Mapping[Key, Mapping[str, Any]], theirs: Theirs, common: int
) -> PutBack:
    """Log the own changes again, each action under its operator and time; returns what is to be looked at again.

    `actions` are the rows of the own actions that were set aside, `mine` the values of the records as this desk had them.
    """
    work = Again(session, mine, theirs, setting_up=common == 0)
    pen = session.info["pen"]
    taken = set(session.connection().execute(select(action.c.id)).scalars())
    for one, group in groupby(own, key=lambda line: line.action):
        lines, row = list(group), actions.get(one)
        name = one if one not in taken else new_id()
        taken.add(name)
        pen.begin(lines[0].operator, name, row.says if row is not None else "", lines[0].at, receiving=True)
        work.action(lines)
        last = last_seq(session)
        if pen.rule_off(last):
            undone = {"undoes": row.undoes, "undone_by": row.undone_by} if row is not None else {"undoes": None, "undone_by": None}
            done = {"id": name, "operator": lines[0].operator, "says": pen.says, "at": lines[0].at, "first": pen.first, "last": last}
            session.connection().execute(action.insert().values(**done, **undone))
            work.out.lines += last - pen.first + 1
    work.list_doubles()
    return work.out


class Again:
    """Puts own changes back, one action after the other."""

    def __init__(self, session: Session, mine: Mapping[Key, Mapping[str, Any]], theirs: Theirs, *, setting_up: bool) -> None:
        self.session, self.mine, self.theirs, self.setting_up = session, mine, theirs, setting_up
        self.out = PutBack()
        self.made: dict[Key, None] = {}
        self.dropped: set[Key] = set()
        self.renamed: dict[str, str] = {}
        """Records that setting up wrote once more → the ones the station had."""
        self.listed: set[tuple[Key, str]] = set()

    def action(self, lines: list[OwnLine]) -> None:
        """Put one action of an operator back: whole, but for what the county's branch has settled otherwise."""
        turns = [line for line in lines if line.kind in TURNS and not self.theirs.touched(line.key) and "resident_id" in line.fields]
        homes = {one: (row_of(self.session, ("resident", one)) or {}) for one in {line.fields["resident_id"] for line in turns}}
        branch = Branch(
            lambda kind: self.theirs.records.get(kind, set()), {one: row["residency_status"] for one, row in homes.items() if row}
        )
        reasons = [(line, TURNS[line.kind](self.session, line.fields, branch)) for line in turns]
        refused = [(line, reason) for line, reason in reasons if reason]
        for line, reason in refused:
            self.refuse(line, reason, lines if len(turns) <= MOST_TURNS else [line])
        if refused and len(turns) <= MOST_TURNS:
            self.dropped |= {line.key for line in lines if line.key not in self.made and self.is_new(line)}
            return
        for line in lines:
            if line.kind in KEPT_IN_STEP or line.key in self.dropped or self.is_setting_up(line):
                continue
            rule = EVENTS.get(line.kind)
            reason = rule(self.session, line.fields, branch) if rule is not None and self.is_new(line) else ""
            if reason:
                self.refuse(line, reason, [line])
            else:
                self.line(line)

    def is_new(self, line: OwnLine) -> bool:
        """Tell whether a line makes a record that stands nowhere yet."""
        return not stands(self.session, line.key)

    def is_setting_up(self, line: OwnLine) -> bool:
        """Tell whether a line belongs to what setting up a replaced computer has written once more; what differs is listed."""
        if not self.setting_up:
            return False
        if line.record not in self.renamed and self.is_new(line):
            found = same_at_setting_up(self.session, line.kind, line.fields, self.theirs.records.get(line.kind, set()))
            if found is not None:
                self.renamed[line.record] = found
        if line.record not in self.renamed:
            return False
        key = (line.kind, self.renamed[line.record])
        stands = row_of(self.session, key) or {}
        for name, value in known_fields(line.kind, line.fields).items():
            if line.kind == "station" and value not in (None, [], {}, as_json(stands.get(name)), line.record) and name not in OF_SETTING_UP:
                self.list(key, name, "both_moved", mine={"value": value}, theirs={"value": as_json(stands.get(name))}, line=line)
        return True

    def line(self, line: OwnLine) -> None:
        """Put one change back: what the county's branch did not move."""
        key, fields = line.key, known_fields(line.kind, line.fields)
        fields = {name: self.renamed.get(value, value) if isinstance(value, str) else value for name, value in fields.items()}
        if not self.theirs.touched(key):
            if self.is_new(line):
                self.made[key] = None
            put_row(self.session, key, fields)
            return
        mine, theirs = self.mine[key], self.theirs.rows[key]
        keep = {name: value for name, value in fields.items() if (key, name) not in self.theirs.moved}
        for name in (name for name in fields if name not in keep):
            both_removed = name == "removed_at" and mine[name] and theirs[name]
            if mine[name] != theirs[name] and not both_removed:
                self.list(key, name, "both_moved", mine={"value": as_json(mine[name])}, theirs={"value": as_json(theirs[name])}, line=line)
        if (key, "removed_at") in self.theirs.moved and theirs["removed_at"] and not mine["removed_at"]:
            self.list(key, "removed_at", "removed_there", mine={}, theirs={"value": theirs["removed_at"]}, line=line)
        if keep.get("removed_at"):
            self.list(key, "removed_at", "removed_here", mine={"value": keep["removed_at"]}, theirs={}, line=line)
        put_row(self.session, key, keep)

    def refuse(self, line: OwnLine, reason: str, lines: list[OwnLine]) -> None:
        """List an event that was not put back, with everything that fell with it."""
        self.dropped.add(line.key)
        fallen = [{"kind": one.kind, "id": one.record, "fields": dict(one.fields)} for one in lines]
        self.list(line.key, None, "refused", mine={"lines": fallen}, theirs={}, line=line, reason=reason)

    def list(
        self, key: Key, name: str | None, cause: str, *, mine: dict[str, Any], theirs: dict[str, Any], line: OwnLine, reason: str = ""
    ) -> None:
        """Put one thing into 要核对, once."""
        if (key, name or cause) in self.listed:
            return
        self.listed.add((key, name or cause))
        by, at = self.theirs.moved.get((key, name or ""), (None, None))
        draft = RecheckDraft(
            record_kind=key[0],
            record_id=key[1],
            field=name,
            cause=cause,
            reason=reason or None,
            mine=mine,
            theirs=theirs,
            mine_by=line.operator,
            mine_at=line.at,
            theirs_by=by,
            theirs_at=at,
        )
        self.out.rechecks.append(Recheck.model_validate(draft, update={"author": author_of(self.session)}))

    def list_doubles(self) -> None:
        """List the own records that look like one the county's branch has made too."""
        found: dict[Key, str] = {}
        for kind, made in by_kind(self.made).items():
            others = self.theirs.records.get(kind)
            if others and ALIKE.get(kind):
                found |= {(kind, record): other for record, other in doubles_among(self.session, kind, made, others)}
        for key in self.made:
            if key in found:
                self.double(key, found[key])

    def double(self, key: Key, other: str) -> None:
        """List two records that may be one thing written twice."""
        draft = RecheckDraft(record_kind=key[0], record_id=key[1], other_id=other, cause="double")
        self.out.rechecks.append(Recheck.model_validate(draft, update={"author": author_of(self.session)}))


def doubles_among(session: Session, kind: str, made: Iterable[str], others: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the made records of a register that look like one of the others, and which; a record's first likeness counts."""
    ways = ALIKE[kind]
    there: dict[tuple[int, tuple[Any, ...]], str] = {}
    for other, values in standing(session, kind, sorted(others)):
        for one in likenesses(ways, values):
            there.setdefault(one, other)
    for record, values in standing(session, kind, made):
        alike = (there[one] for one in likenesses(ways, values) if there.get(one, record) != record)
        first = next(alike, None)
        if first is not None:
            yield record, first


def likenesses(ways: Iterable[tuple[str, ...]], values: Mapping[str, Any]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield what a record says in every way of looking alike that it has all the fields of."""
    for place, names in enumerate(ways):
        said = tuple(values[name] for name in names)
        if None not in said:
            yield place, said


def standing(session: Session, kind: str, records: Iterable[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield those of some own records that were not removed, with the fields by which two look alike."""
    table, ids = table_of(kind), list(records)
    fields = [table.c[name] for name in dict.fromkeys(name for names in ALIKE[kind] for name in names)]
    for start in range(0, len(ids), 500):
        still = table.c.removed_at.is_(None) & (table.c.author == author_of(session)) & table.c.id.in_(ids[start : start + 500])
        for row in session.connection().execute(select(table.c.id.label("record"), *fields).where(still).order_by(table.c.key)):
            yield row.record, dict(row._mapping)


def as_json(value: Any) -> Any:
    """Return a column's value as a line would say it."""
    if isinstance(value, tuple):
        return [one.model_dump(mode="json", exclude_defaults=True) if isinstance(one, BaseModel) else one for one in value]
    return dict(value) if isinstance(value, Mapping) else value
