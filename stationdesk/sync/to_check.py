"""What is put into 要核对 while own changes are put back: each thing once, what fell with all that was written to it later."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session

from stationdesk.registers.recheck import Recheck, RecheckDraft
from stationdesk.services.rechecks_moving import OF_THE_PROGRAM
from stationdesk.services.rejoining import ALIKE
from stationdesk.store.database import author_of
from stationdesk.sync.put_aside import Key, OwnLine, by_kind, stands
from stationdesk.sync.received_rows import table_of

By = tuple[str | None, str | None]
"""Who moved something in the county's branch, and when."""


class ToCheck:
    """Gathers what is to be looked at again; the records are made at the end, when everything that was written is known."""

    def __init__(self, session: Session, home: Mapping[Key, Mapping[str, Any]]) -> None:
        self.session, self.home = session, home
        self.drafts: list[dict[str, Any]] = []
        self.listed: set[tuple[Key, str]] = set()
        self.fallen: dict[Key, dict[str, Any]] = {}
        """New records that were not put back → what they said in the end."""
        self.apart: dict[tuple[Key, str], dict[str, Any]] = {}
        """Record and field that would have made two records one → what is listed of it."""

    def add(self, key: Key, name: str, cause: str, *, mine: Any, theirs: Any, line: OwnLine, by: By = (None, None)) -> None:
        """List one thing, once."""
        if (key, name) not in self.listed:
            self.listed.add((key, name))
            here, there = ({"value": value} if value else {} for value in (mine, theirs))
            self._draft(key, name, cause, mine=here, theirs=there, line=line, by=by)

    def both_moved(
        self, key: Key, name: str, mine: Any, theirs: Any, line: OwnLine, by: By = (None, None), *, of: Key | None = None
    ) -> None:
        """List a field that has two values, once; `of` is the record it was written to, where that is another one."""
        if (of or key, name) not in self.listed:
            self.listed.add((of or key, name))
            self._draft(key, name, "both_moved", mine={"value": as_json(mine)}, theirs={"value": as_json(theirs)}, line=line, by=by)

    def refuse(
        self,
        line: OwnLine,
        reason: str,
        lines: Iterable[OwnLine],
        *,
        told: Collection[Key] | None = None,
        apart: tuple[Key, str] | None = None,
    ) -> None:
        """List an event that was not put back, with everything that fell with it, or what of that is `told`.

        `apart` is the field that would have made two records one.
        """
        entries: dict[Key, dict[str, Any]] = {}
        for one in lines:
            said = entries.setdefault(one.key, {})
            if not stands(self.session, one.key):
                said = entries[one.key] = self.fallen.setdefault(one.key, said)
            said |= one.fields
        if (line.key, "refused") in self.listed:
            return
        self.listed.add((line.key, "refused"))
        entries = {key: said for key, said in entries.items() if told is None or key in told}
        draft = self._draft(line.key, None, "refused", mine=entries, theirs={}, line=line, reason=reason)
        if apart is not None:
            self.apart[apart] = draft

    def later(self, line: OwnLine) -> None:
        """Note what was written later to a record that was not put back: it stands nowhere else."""
        self.fallen[line.key] |= line.fields

    def taken_back(self, line: OwnLine) -> None:
        """Forget a merge that was not put back where the two were taken apart again anyway."""
        for name, value in line.fields.items():
            if not value and (line.key, name) in self.apart:
                draft = self.apart.pop((line.key, name))
                self.drafts.remove(draft)
                self.listed.discard(((draft["record_kind"], draft["record_id"]), "refused"))

    def rechecks(self) -> Iterator[Recheck]:
        """Yield what is to be looked at again."""
        for draft in self.drafts:
            if draft["cause"] != "refused":
                yield self._made(draft)
                continue
            left = {key: said for key, said in draft["mine"].items() if not (key in self.fallen and said.get("removed_at"))}
            head = (draft["record_kind"], draft["record_id"])
            if head in self.fallen and head not in left:
                others = [key for key in left if key in self.fallen]
                if not others:
                    continue
                head = others[0]
            lines = [{"kind": key[0], "id": key[1], "fields": dict(said)} for key, said in left.items()]
            home = {key[1]: kept for key in left if key in self.fallen and (kept := self._at_home(key))}
            yield self._made(draft | {"record_kind": head[0], "record_id": head[1], "mine": {"lines": lines}, "kept_here": home})

    def _at_home(self, key: Key) -> dict[str, Any]:
        """Return what no line knows of a record that was not put back, but for what only the program reads."""
        return {name: as_json(value) for name, value in self.home.get(key, {}).items() if name not in OF_THE_PROGRAM}

    def _draft(
        self,
        key: Key,
        name: str | None,
        cause: str,
        *,
        mine: Mapping[Any, Any],
        theirs: Mapping[str, Any],
        line: OwnLine,
        by: By = (None, None),
        reason: str = "",
    ) -> dict[str, Any]:
        about = {"record_kind": key[0], "record_id": key[1], "field": name, "cause": cause, "reason": reason or None}
        said = {"mine": mine, "theirs": theirs, "mine_by": line.operator, "mine_at": line.at, "theirs_by": by[0], "theirs_at": by[1]}
        self.drafts.append(about | said)
        return self.drafts[-1]

    def _made(self, values: Mapping[str, Any]) -> Recheck:
        return Recheck.model_validate(RecheckDraft(**values), update={"author": author_of(self.session)})

    def doubles(self, made: Iterable[Key], theirs: Mapping[str, Collection[str]]) -> Iterator[Recheck]:
        """Yield the own records that look like one the county's branch has made too."""
        made = list(made)
        found: dict[Key, str] = {}
        for kind, records in by_kind(made).items():
            others = theirs.get(kind)
            if others and ALIKE.get(kind):
                found |= {(kind, record): other for record, other in doubles_among(self.session, kind, records, others)}
        for kind, record in made:
            if (kind, record) in found:
                yield self._made({"record_kind": kind, "record_id": record, "other_id": found[kind, record], "cause": "double"})


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
