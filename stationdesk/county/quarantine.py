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
    done = 0
    for (kind, record), fields in said_since(connection, station, aside).items():
        there = is_there(connection, station, kind, record)
        refused = disliked(kind, fields, 0) or (not there and missing_in(kind, fields))
        if refused or lacks_picture(connection, station, kind, fields):
            note_removal(connection, station, kind, record, fields)
            continue
        write(connection, STATION_TABLES[kind], kind, station, record, fields, there=there)
        connection.execute(held.delete().where(held.c.station == station, held.c.kind == kind, held.c.id == record))
        done += 1
    return done


def note_removals(connection: Connection) -> None:
    """Note of every record that is set aside whether its station has removed it since, in a ledger that did not keep that."""
    for (station,) in connection.execute(select(held.c.station).distinct()).all():
        for (kind, record), fields in said_since(connection, station, aside_of(connection, station)).items():
            note_removal(connection, station, kind, record, fields)


def note_removal(connection: Connection, station: str, kind: str, record: str, fields: dict[str, Any]) -> None:
    """Note whether a record that stays aside was removed by its station; the row that is there goes, or comes back, with it."""
    aside_here = (held.c.station == station) & (held.c.kind == kind) & (held.c.id == record)
    connection.execute(held.update().where(aside_here).values(removed=bool(fields.get("removed_at"))))
    if is_there(connection, station, kind, record):
        removal = {name: fields[name] for name in ("removed_at",) if name in fields}
        write(connection, STATION_TABLES[kind], kind, station, record, removal, there=True)


def said_since(connection: Connection, station: str, aside: dict[Key, int]) -> dict[Key, dict[str, Any]]:
    """Return what was said of records since they were set aside."""
    waiting: dict[Key, dict[str, Any]] = defaultdict(dict)
    if aside:
        for key, fields in moves(connection, station, min(aside.values()) - 1, set(aside)):
            waiting[key] |= fields
    return waiting


def is_there(connection: Connection, station: str, kind: str, record: str) -> bool:
    """Tell whether the ledger has a row of a record."""
    table = STATION_TABLES[kind]
    return connection.execute(select(table.c.id).where(table.c.station == station, table.c.id == record)).first() is not None


def write(connection: Connection, table: Table, kind: str, station: str, record: str, fields: dict[str, Any], *, there: bool) -> None:
    """Write one record's fields into the ledger."""
    if not there:
        connection.execute(table.insert().values(station=station, id=record, **row_values(kind, fields, whole=True)))
    elif fields:
        here = (table.c.station == station) & (table.c.id == record)
        connection.execute(table.update().where(here).values(row_values(kind, fields)))
