"""This desk's own changes after the county's: judged by their value, field by field, and by the services where a state is at stake."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.catalogue import KEPT_IN_STEP
from stationdesk.registers.pointing_at_helper import STAYS
from stationdesk.registers.recheck import Recheck
from stationdesk.registers.record import new_id
from stationdesk.services.rechecks_moving import OF_THE_PAST, Moved
from stationdesk.services.rejoining import EVENTS, MOST_TURNS, TURNS, Branch
from stationdesk.services.rejoining_merges import MERGING, Merging, by_themselves, merging_of, through, why_apart, winners
from stationdesk.store.tables import action
from stationdesk.sync.lines import Line
from stationdesk.sync.put_aside import Key, OwnLine, known_fields, last_seq, put_row, row_of, stands
from stationdesk.sync.set_up_again import SetUpAgain
from stationdesk.sync.to_check import ToCheck, as_json


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
        self.before: dict[Key, dict[str, Any]] = {}
        """The values of the watched records at the last common line."""
        self.merged: dict[Key, str] = {}
        """Records that went into another there → into which."""

    @property
    def kinds(self) -> set[str]:
        """The registers its lines are about."""
        return set(self.records)

    def note(self, line: Line, key: Key, *, watched: bool) -> None:
        """Remember what a line moved."""
        self.records.setdefault(key[0], set()).add(key[1])
        if key[0] in MERGING and "merged_into" in line.value["fields"]:
            self.merged[key] = line.value["fields"]["merged_into"] or ""
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
    moved: list[Moved] = field(default_factory=list)
    """Records that name another one now than they did here."""


def put_back(
    session: Session,
    own: list[OwnLine],
    actions: Mapping[str, Any],
    mine: Mapping[Key, Mapping[str, Any]],
    theirs: Theirs,
    common: int,
    home: Mapping[Key, Mapping[str, Any]],
) -> PutBack:
    """Log the own changes again, each action under its operator and time; returns what is to be looked at again.

    `actions` are the rows of the own actions that were set aside, `mine` the values of the records as this desk had them, `home` what
    no line knows of them.
    """
    work = Again(session, mine, theirs, home, setting_up=common == 0)
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
    work.finish()
    return work.out


class Again:
    """Puts own changes back, one action after the other."""

    def __init__(
        self,
        session: Session,
        mine: Mapping[Key, Mapping[str, Any]],
        theirs: Theirs,
        home: Mapping[Key, Mapping[str, Any]],
        *,
        setting_up: bool,
    ) -> None:
        self.session, self.mine, self.theirs = session, mine, theirs
        self.out = PutBack()
        self.check = ToCheck(session, home)
        self.again = SetUpAgain(session, self.check, theirs.records, new=setting_up)
        self.made: dict[Key, None] = {}
        self.winners = winners(session, {key: into for key, into in theirs.merged.items() if into})
        """Records that the county's branch merged away → the ones that hold them now."""
        self.of_merged: dict[tuple[Key, str], OwnLine] = {}
        """Fields that were written here to a merged record, and the last change of each."""
        self.removed: dict[Key, OwnLine] = {}
        """Records that hold a merged one and were removed here."""
        self.moved: dict[Key, dict[str, Any]] = {}
        """Records that name another one now than they did here, and by what."""
        self.held: dict[Key, OwnLine] = {}
        """Records that hold a merged one for which something was written here."""

    def action(self, lines: list[OwnLine]) -> None:
        """Put one action of an operator back: whole, but for what the county's branch has settled otherwise."""
        for line in lines:
            if self.check.apart:
                self.check.taken_back(line)
            if line.key in self.check.fallen:
                self.check.later(line)
        lines = [line for line in lines if line.key not in self.check.fallen]
        self.again.begins(lines)
        if self.keeps_apart(lines):
            return
        branch, refused, whole = self.judged(lines)
        if whole:
            return
        for line in map(self.naming_winners, lines):
            if line.kind in KEPT_IN_STEP or line.key in self.check.fallen or line.key in refused or self.again.has(line):
                continue
            rule = EVENTS.get(line.kind)
            reason = rule(self.session, line.fields, branch) if rule is not None and self.is_new(line) else self.of_himself(line)
            if reason:
                self.check.refuse(line, reason, [line])
            else:
                self.line(line)

    def judged(self, lines: list[OwnLine]) -> tuple[Branch, set[Key], bool]:
        """Judge the turns of an action before it is put back; returns what they stood on, which were refused, and whether all fell."""
        turns = [line for line in lines if line.kind in TURNS and not self.theirs.touched(line.key) and "resident_id" in line.fields]
        homes = {one: (row_of(self.session, ("resident", one)) or {}) for one in {line.fields["resident_id"] for line in turns}}
        branch = Branch(
            lambda kind: self.theirs.records.get(kind, set()), {one: row["residency_status"] for one, row in homes.items() if row}
        )
        reasons = [(line, self.why_not(line, branch)) for line in turns]
        refused = [(line, reason) for line, reason in reasons if reason]
        few = len(turns) <= MOST_TURNS
        for line, reason in refused:
            self.check.refuse(line, reason, lines if few else [line])
        return branch, {line.key for line, _reason in refused}, few and bool(refused)

    def why_not(self, line: OwnLine, branch: Branch) -> str:
        """Return why a turn cannot happen any more, or nothing."""
        if line.fields["resident_id"] in self.winners:
            return _("this person's record was put together with another meanwhile")
        return TURNS[line.kind](self.session, line.fields, branch)

    def keeps_apart(self, lines: list[OwnLine]) -> bool:
        """Tell whether an action makes one of two records that cannot be one any more: then it falls whole, and it is listed."""
        named = [(line, line.fields) for line in lines if line.kind in MERGING]
        freed = {line.record for line, fields in named if not fields.get("merged_into", True)}
        found = (merging_of(self.session, line.kind, line.record, fields) for line, fields in named)
        merging = by_themselves(self.session, filter(None, found), freed)
        if not merging:
            return False
        over = {line.key for line in lines}
        refused = [(one, reason) for one in merging if (reason := why_apart(self.session, one, self.theirs.records, over))]
        if not refused:
            return False
        one, reason = refused[0]
        saying = next((line for line in lines if line.kind == "merge"), None)
        head = saying or next(line for line in lines if line.key == (one.kind, one.record))
        told = {line.key for line in lines if line.key == head.key or not self.is_said_by(line, one, saying)}
        self.check.refuse(head, reason, lines, told=told, apart=((one.kind, one.record), one.field))
        return True

    def is_said_by(self, line: OwnLine, one: Merging, saying: OwnLine | None) -> bool:
        """Tell whether a line says nothing that the merge does not: that a record is the other one's now, or that one is closed."""
        closing = saying is not None and line.key == (one.kind, one.record)
        return line.kind in KEPT_IN_STEP or line.kind == "recheck" or closing or all(value == one.stays for value in line.fields.values())

    def naming_winners(self, line: OwnLine) -> OwnLine:
        """Return a change that names the records which stand where it named some that the county's branch merged away."""
        if not self.winners or line.kind in OF_THE_PAST:
            return line
        fields = line.fields
        now = {name: self.named(line.kind, name, value) for name, value in fields.items()}
        moved = {name: value for name, value in now.items() if value != fields[name]}
        if not moved:
            return line
        self.moved[line.key] = self.moved.get(line.key, {}) | moved
        for kind, goes in self.theirs.merged:
            if goes in self.winners and f'"{goes}"' in json.dumps(fields):
                self.held[kind, self.winners[goes]] = line
        return line._replace(line=json.dumps({"fields": now}).encode())

    def named(self, kind: str, name: str, value: Any) -> Any:
        """Return a value of a field, naming the records which stand."""
        return value if (kind, name) in STAYS or kind in OF_THE_PAST else through(value, self.winners)

    def of_himself(self, line: OwnLine) -> str:
        """Return why a relative is none any more: the two are one record now."""
        if line.kind != "kin" or not self.winners:
            return ""
        said = (row_of(self.session, line.key) or {}) | line.fields
        return _("these two were put together meanwhile") if said.get("kin_resident_id") == said.get("resident_id") else ""

    def is_new(self, line: OwnLine) -> bool:
        """Tell whether a line makes a record that stands nowhere yet."""
        return not stands(self.session, line.key)

    def line(self, line: OwnLine) -> None:
        """Put one change back: what the county's branch did not move."""
        key, fields = line.key, known_fields(line.kind, line.fields)
        fields = {name: self.again.now(value) for name, value in fields.items()}
        if not self.theirs.touched(key):
            if self.is_new(line):
                self.made[key] = None
            if fields.get("removed_at") and key[1] in self.winners.values():
                self.removed[key] = line
            put_row(self.session, key, fields)
            return
        mine, theirs, before = self.mine[key], self.theirs.rows[key], self.theirs.before.get(key, {})
        keep = {name: value for name, value in fields.items() if (key, name) not in self.theirs.moved}
        away = key[1] in self.winners and self.theirs.merged[key] != mine["merged_into"]
        changed = [name for name in fields if name not in before or mine[name] != before[name]]
        for name in changed:
            by = self.theirs.moved.get((key, name), (None, None))
            both_removed = name == "removed_at" and mine[name] and theirs[name]
            here = self.named(line.kind, name, as_json(mine[name]))
            if away and name != "removed_at":
                self.of_merged[key, name] = line
                self.held[key[0], self.winners[key[1]]] = line
            elif name not in keep and here != as_json(theirs[name]) and not both_removed:
                self.check.both_moved(key, name, here, theirs[name], line, by)
        by = self.theirs.moved.get((key, "removed_at"), (None, None))
        if changed and (key, "removed_at") in self.theirs.moved and theirs["removed_at"] and not mine["removed_at"]:
            self.check.add(key, "removed_at", "removed_there", mine=None, theirs=theirs["removed_at"], line=line, by=by)
        if keep.get("removed_at") and mine["removed_at"]:
            self.check.add(key, "removed_at", "removed_here", mine=keep["removed_at"], theirs=None, line=line, by=by)
        put_row(self.session, key, keep)

    def finish(self) -> None:
        """List what was written here to records that are merged away, as the other value of those that hold them, and what is double."""
        self.again.finish()
        self.look_after_holders()
        for (key, name), line in self.of_merged.items():
            stays = (key[0], self.winners[key[1]])
            row, mine = row_of(self.session, stays), through(as_json(self.mine[key][name]), self.winners)
            if row is not None and mine not in (as_json(row[name]), stays[1]):
                by = self.theirs.moved.get((key, "merged_into"), (None, None))
                self.check.both_moved(stays, name, mine, row[name], line, by, of=key)
        self.out.rechecks += [*self.check.rechecks(), *self.check.doubles(self.made, self.theirs.records)]

    def look_after_holders(self) -> None:
        """List what holds a merged record and is removed; tell which records name one that holds."""
        for cause, found in (("removed_here", self.removed), ("removed_there", self.held)):
            for key, line in found.items():
                gone = (row_of(self.session, key) or {}).get("removed_at")
                if gone:
                    here, there = (gone, None) if cause == "removed_here" else (None, gone)
                    self.check.add(key, "removed_at", cause, mine=here, theirs=there, line=line)
        for key, named in self.moved.items():
            now = row_of(self.session, key) or {}
            fields = frozenset(name for name, value in named.items() if as_json(now.get(name)) == value)
            self.out.moved += [Moved(*key, fields)] if fields else []
