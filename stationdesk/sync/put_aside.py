"""Own rows taken back to an earlier line of the journal, and what no line knows of them kept meanwhile.

Everything here runs while the pen is `rebuilding`: rows change without a line, because they follow from lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from sys import intern
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, and_, bindparam, delete, func, select
from sqlmodel import Session

from stationdesk.store.database import author_of
from stationdesk.store.journal import OWN_COLUMNS
from stationdesk.store.tables import action, change
from stationdesk.sync.line_check import TRAVELLING, row_values
from stationdesk.sync.received_rows import table_of

Key = tuple[str, str]
"""Kind and id of a record."""
BATCH = 4000


class OwnLine(NamedTuple):
    """One change of this desk that stood after the last line both branches share."""

    kind: str
    record: str
    action: str
    operator: str
    at: str
    line: bytes
    """As it stands in the journal: a repair may hold a hundred thousand of them."""

    @property
    def fields(self) -> dict[str, Any]:
        """What it says."""
        fields: dict[str, Any] = json.loads(self.line)["fields"]
        return fields

    @property
    def key(self) -> Key:
        """The record it is about."""
        return self.kind, self.record


def own_lines(session: Session, after: int) -> list[OwnLine]:
    """Return this desk's changes after line `after`, in their order."""
    found = []
    for kind, record, one, line in session.connection().execute(
        select(change.c.kind, change.c.record, change.c.action, change.c.line).where(change.c.seq > after).order_by(change.c.seq)
    ):
        said = json.loads(line)
        found.append(OwnLine(intern(kind), record, intern(one), intern(said["operator"]), intern(said["at"]), bytes(line)))
    return found


def columns_of(kind: str) -> list[str]:
    """Return the columns of a register that travel."""
    back = TRAVELLING[kind].held_back
    return [column.name for column in table_of(kind).columns if column.name not in OWN_COLUMNS and column.name not in back]


def known_fields(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a line that the register has today: a line of an older program may name one that went."""
    there = set(columns_of(kind))
    return {name: value for name, value in fields.items() if name in there}


def mine(session: Session, kind: str, record: str) -> Any:
    """Return the condition that finds an own record."""
    table = table_of(kind)
    return and_(table.c.id == record, table.c.author == author_of(session))


def row_of(session: Session, key: Key) -> dict[str, Any] | None:
    """Return an own record's values by column, or None."""
    found = session.connection().execute(select(table_of(key[0])).where(mine(session, *key))).first()
    return dict(found._mapping) if found is not None else None


def stands(session: Session, key: Key) -> bool:
    """Tell whether there is such an own record."""
    return session.connection().execute(finding(key[0]), {"record": key[1], "own": author_of(session)}).first() is not None


@cache
def finding(kind: str) -> Select[Any]:
    """Return the question for a record of a register; made once, for a repair asks it for every change."""
    table = table_of(kind)
    return select(table.c.key).where(table.c.id == bindparam("record"), table.c.author == bindparam("own"))


def rows_of(session: Session, keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
    """Return the values of some own records; what is not there is left out."""
    found = {key: row_of(session, key) for key in keys}
    return {key: row for key, row in found.items() if row is not None}


def take_back(session: Session, common: int, touched: Iterable[Key]) -> None:
    """Forget this desk's changes after line `common`, and bring the records they touched back to what they were at that line."""
    connection = session.connection()
    for key in touched:
        fields: dict[str, Any] = {}
        lines = select(change.c.kind, change.c.line).where(change.c.record == key[1], change.c.seq <= common).order_by(change.c.seq)
        said = [json.loads(line)["fields"] for kind, line in connection.execute(lines) if kind == key[0]]
        for one in said:
            fields |= one
        table = table_of(key[0])
        if said:
            values = row_values(key[0], known_fields(key[0], fields), whole=True)
            connection.execute(table.update().where(mine(session, *key)).values({name: values[name] for name in columns_of(key[0])}))
        else:
            connection.execute(table.delete().where(mine(session, *key)))
    connection.execute(delete(action).where(action.c.last > common))
    connection.execute(delete(change).where(change.c.seq > common))


def put_row(session: Session, key: Key, fields: Mapping[str, Any], *, there: bool | None = None) -> None:
    """Move fields of an own record, or make it; whether a line is written is the pen's affair."""
    table, values = table_of(key[0]), known_fields(key[0], fields)
    if there is None:
        there = stands(session, key)
    if not there:
        whole = row_values(key[0], values, whole=True)
        session.connection().execute(table.insert(), {"id": key[1], "author": author_of(session), **whole})
    elif values:
        session.connection().execute(table.update().where(mine(session, *key)), row_values(key[0], values))


def put_rows(session: Session, records: Mapping[Key, Mapping[str, Any]]) -> None:
    """Make or move many own records, each with all its changes of a batch at once, in the order they first came."""
    new: dict[str, list[dict[str, Any]]] = {}
    for kind, wanted in by_kind(records).items():
        there = present(session, table_of(kind), wanted)
        for record in wanted:
            fields = records[kind, record]
            if record in there:
                put_row(session, (kind, record), fields, there=True)
            else:
                whole = row_values(kind, known_fields(kind, fields), whole=True)
                new.setdefault(kind, []).append({"id": record, "author": author_of(session)} | whole)
    for kind, rows in new.items():
        session.connection().execute(table_of(kind).insert(), rows)


def by_kind(keys: Iterable[Key]) -> dict[str, list[str]]:
    """Return the ids by register."""
    found: dict[str, list[str]] = {}
    for kind, record in keys:
        found.setdefault(kind, []).append(record)
    return found


def present(session: Session, table: Table, ids: list[str]) -> set[str]:
    """Return which of `ids` are own records of `table`."""
    found: set[str] = set()
    for start in range(0, len(ids), 500):
        asked = select(table.c.id).where(table.c.author == author_of(session), table.c.id.in_(ids[start : start + 500]))
        found |= set(session.connection().execute(asked).scalars())
    return found


def kept_at_home(rows: Mapping[Key, Mapping[str, Any]]) -> dict[Key, dict[str, Any]]:
    """Return the held-back fields of some records: no line has them, so that a row made anew would lose them."""
    found = {key: {name: row[name] for name in TRAVELLING[key[0]].held_back if row[name]} for key, row in rows.items()}
    return {key: fields for key, fields in found.items() if fields}


def put_home_fields(session: Session, kept: Mapping[Key, Mapping[str, Any]]) -> None:
    """Give records made anew their held-back fields again, as far as they have none."""
    for key, fields in kept.items():
        row = row_of(session, key)
        lacking = {name: value for name, value in fields.items() if row is not None and not row[name]}
        if lacking:
            session.connection().execute(table_of(key[0]).update().where(mine(session, *key)).values(lacking))


def last_seq(session: Session) -> int:
    """Return the number of the journal's last line."""
    return int(session.connection().execute(select(func.coalesce(func.max(change.c.seq), 0))).scalar_one())


def batches(found: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield what is found a few thousand at a time."""
    held: list[Any] = []
    for one in found:
        held.append(one)
        if len(held) == BATCH:
            yield held
            held = []
    if held:
        yield held
