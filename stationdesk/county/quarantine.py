"""Records set aside (`held`), and putting them back: by themselves once a later change has mended them, or by the clerk."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Table, select

from stationdesk.county.ledger import STATION_TABLES, held, journal
from stationdesk.county.pictures import lacks_picture
from stationdesk.sync.line_check import disliked, missing_in, row_values

Key = tuple[str, str]


def put_mended_back(connection: Connection, station: str, after: int) -> int:
    """Put those records of a station back that changes after line `after` have mended; returns how many."""
    aside = aside_of(connection, station)
    if not aside:
        return 0
    touched = {key for key, _fields in moves(connection, station, after, set(aside))}
    return put_back(connection, station, {key: since for key, since in aside.items() if key in touched})


def put_all_back(connection: Connection, station: str) -> int:
    """Put every record of a station back that today's rules accept; returns how many."""
    return put_back(connection, station, aside_of(connection, station))


def aside_of(connection: Connection, station: str) -> dict[Key, int]:
    """Return the records of a station that are set aside, with the line since which."""
    rows = connection.execute(select(held.c.kind, held.c.id, held.c.since_seq).where(held.c.station == station))
    return {(kind, record): since for kind, record, since in rows}


def moves(connection: Connection, station: str, after: int, wanted: set[Key]) -> list[tuple[Key, dict[str, Any]]]:
    """Return the changes of some records after line `after`, in their order."""
    asked = select(journal.c.line).where(journal.c.station == station, journal.c.seq > after).order_by(journal.c.seq)
    names = {record.encode() for _kind, record in wanted}
    found = []
    for (line,) in connection.execute(asked.execution_options(yield_per=2000)):
        data = bytes(line)
        if not any(name in data for name in names):
            continue
        value = json.loads(data)
        if (value["kind"], value["id"]) in wanted:
            found.append(((value["kind"], value["id"]), value["fields"]))
    return found


def put_back(connection: Connection, station: str, aside: dict[Key, int]) -> int:
    """Try records again, each from what it was when it was set aside and all that came later; returns how many are back."""
    if not aside:
        return 0
    waiting: dict[Key, dict[str, Any]] = defaultdict(dict)
    for key, fields in moves(connection, station, min(aside.values()) - 1, set(aside)):
        waiting[key] |= fields
    done = 0
    for (kind, record), fields in waiting.items():
        table = STATION_TABLES[kind]
        here = (table.c.station == station) & (table.c.id == record)
        there = connection.execute(select(table.c.id).where(here)).first() is not None
        refused = disliked(kind, fields, 0) or (not there and missing_in(kind, fields))
        aside_here = (held.c.station == station) & (held.c.kind == kind) & (held.c.id == record)
        if refused or lacks_picture(connection, station, kind, fields):
            removal = {name: fields[name] for name in ("removed_at",) if name in fields}
            connection.execute(held.update().where(aside_here).values(removed=bool(fields.get("removed_at"))))
            if there:
                write(connection, table, kind, station, record, removal, there=True)
            continue
        write(connection, table, kind, station, record, fields, there=there)
        connection.execute(held.delete().where(aside_here))
        done += 1
    return done


def write(connection: Connection, table: Table, kind: str, station: str, record: str, fields: dict[str, Any], *, there: bool) -> None:
    """Write one record's fields into the ledger."""
    if not there:
        connection.execute(table.insert().values(station=station, id=record, **row_values(kind, fields, whole=True)))
    elif fields:
        here = (table.c.station == station) & (table.c.id == record)
        connection.execute(table.update().where(here).values(row_values(kind, fields)))
