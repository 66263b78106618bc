"""What is written when two records become one, field by field, so that every bit of it can be put back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy import update as sql_update
from sqlmodel import Session

from stationdesk.registers.catalogue import register_of
from stationdesk.registers.merge import Moved
from stationdesk.registers.pointing import LISTED
from stationdesk.registers.record import JsonList, JsonMap
from stationdesk.store.database import author_of

CHUNK = 400
"""Ids named in one question."""


def table_of(kind: str) -> Table:
    """Return the table of a register."""
    found: Table = register_of(kind).__table__  # type: ignore[attr-defined]
    return found


def as_kept(kind: str, field: str, value: Any) -> Any:
    """Return a value as a merge keeps it: lists and maps as JSON text, the rest as it is."""
    column = table_of(kind).c[field]
    if isinstance(column.type, JsonList | JsonMap):
        return column.type.process_bind_param(value, None)  # type: ignore[arg-type]
    return value


def from_kept(kind: str, field: str, value: Any) -> Any:
    """Return a kept value as the register has it."""
    column = table_of(kind).c[field]
    if isinstance(column.type, JsonList | JsonMap):
        return column.type.process_result_value(value, None) or (() if isinstance(column.type, JsonList) else {})  # type: ignore[arg-type]
    return value


class Scribe:
    """Writes fields of own records and remembers what stood there before."""

    def __init__(self, session: Session) -> None:
        self.session, self.author = session, author_of(session)
        self._moved: dict[tuple[str, str, Any, Any], list[str]] = defaultdict(list)

    def set(self, kind: str, ids: Sequence[str], field: str, before: Any, after: Any) -> None:
        """Set a field of some records that hold `before` (as it is kept) to `after`."""
        if not ids or before == after:
            return
        set_field(self.session, kind, field, ids, after)
        self._moved[kind, field, before, after].extend(ids)

    def repoint(self, kind: str, field: str, one: str, other: str) -> int:
        """Let every own record that points at `one` point at `other`; returns how many were still in use."""
        table = table_of(kind)
        asked = select(table.c.id, table.c.removed_at).where(table.c[field] == one, table.c.author == self.author).order_by(table.c.key)
        found = [(record, gone) for record, gone in self.session.connection().execute(asked) if not (kind == "resident" and record == one)]
        self.set(kind, [record for record, _gone in found], field, one, other)
        return sum(gone is None for _record, gone in found)

    def repoint_in_list(self, kind: str, field: str, one: str, other: str) -> None:
        """Let every own record whose list names `one` name `other`, once."""
        table = table_of(kind)
        named = select(table.c.id, table.c[field]).where(table.c.author == self.author, func.instr(table.c[field], f'"{one}"') > 0)
        for record, names in self.session.connection().execute(named).all():
            after = tuple(dict.fromkeys(other if name == one else name for name in names))
            self.set(kind, [record], field, as_kept(kind, field, names), as_kept(kind, field, after))

    def repoint_in_lists(self, one: str, other: str) -> None:
        """Let every list that names `one` name `other`."""
        for kind, field in sorted(LISTED):
            self.repoint_in_list(kind, field, one, other)

    def moved(self) -> tuple[tuple[Moved, ...], tuple[Moved, ...]]:
        """Return what was written: what may travel, and what stays at home."""
        travelling: list[Moved] = []
        at_home: list[Moved] = []
        for (kind, field, before, after), ids in self._moved.items():
            one = Moved(kind=kind, field=field, ids=tuple(ids), before=before, after=after)
            (at_home if field in register_of(kind).held_back else travelling).append(one)
        return tuple(travelling), tuple(at_home)


def set_field(session: Session, kind: str, field: str, ids: Sequence[str], value: Any) -> None:
    """Set a field of own records to a value as a merge keeps it."""
    if not ids:
        return
    table = table_of(kind)
    own = (table.c.id == bindparam("record"), table.c.author == author_of(session))
    new = bindparam("new_value", type_=table.c[field].type)
    session.connection().execute(
        sql_update(table).where(*own).values({field: new}), [{"record": one, "new_value": from_kept(kind, field, value)} for one in ids]
    )


def put_back(session: Session, moved: Iterable[Moved]) -> tuple[int, int]:
    """Set what a merge wrote to what stood there before, but not where something else was written since.

    Of a list only what the merge put in or took out is put back. Returns how many values went back and how many stayed.
    """
    back = stayed = 0
    for one in reversed(tuple(moved)):
        now = _values(session, one.kind, one.field, one.ids)
        same = [record for record in one.ids if now.get(record, _GONE) == one.after]
        set_field(session, one.kind, one.field, same, one.before)
        back += len(same)
        for record in one.ids:
            if record in now and now[record] != one.after:
                mended = _list_without(one, now[record])
                if mended is None:
                    stayed += 1
                    continue
                set_field(session, one.kind, one.field, [record], mended)
                back += 1
    return back, stayed


def write_again(session: Session, moved: Iterable[Moved]) -> None:
    """Set what was put back to what the merge wrote, but not where something else was written since."""
    for one in moved:
        now = _values(session, one.kind, one.field, one.ids)
        set_field(session, one.kind, one.field, [record for record in one.ids if now.get(record, _GONE) == one.before], one.after)


_GONE = object()


def _values(session: Session, kind: str, field: str, ids: Sequence[str]) -> Mapping[str, Any]:
    table, found = table_of(kind), {}
    for start in range(0, len(ids), CHUNK):
        asked = select(table.c.id, table.c[field]).where(table.c.id.in_(ids[start : start + CHUNK]), table.c.author == author_of(session))
        for record, value in session.connection().execute(asked):
            found[record] = as_kept(kind, field, value)
    return found


def _list_without(one: Moved, now: str | None) -> str | None:
    """Return a list as it would be without the merge and with what was written since; None for what is no list."""
    if not isinstance(table_of(one.kind).c[one.field].type, JsonList):
        return None
    before, after, current = (json.loads(text or "[]") for text in (one.before, one.after, now))
    kept = [item for item in current if item in before or item not in after]
    kept += [item for item in before if item not in after and item not in kept]
    return str(as_kept(one.kind, one.field, kept))
