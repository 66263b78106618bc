"""Much at once into PostgreSQL: lines and new records by COPY; what moved of others by COPY into a staging table and one
INSERT … SELECT a register.

The staging table holds of each record only the fields that moved. A field that is not among them keeps its value, one that was
set to nothing becomes NULL: jsonb_populate_record lays the fields over the row that is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql

from stationdesk.county.ledger import journal
from stationdesk.county.moves import Fields, shape_of
from stationdesk.registers.record import canonical

PREPARER = postgresql.dialect().identifier_preparer  # type: ignore[no-untyped-call]
STAGED = "staged_move"
STAGE = f"CREATE TEMP TABLE IF NOT EXISTS {STAGED} (station text NOT NULL, id text NOT NULL, fields jsonb NOT NULL) ON COMMIT DELETE ROWS"

BY_KEY = "SET LOCAL enable_seqscan = off"
"""A table that was counted while it was empty is taken for empty: without this it would be read through for each record of a package."""


def serves(connection: Connection) -> bool:
    """Tell whether the ledger is in PostgreSQL."""
    return connection.dialect.name == "postgresql"


def cursor_of(connection: Connection) -> Any:
    """Return a cursor of the driver itself, in the connection's transaction: COPY is the driver's own."""
    return connection.connection.cursor()


def append(connection: Connection, rows: Iterable[tuple[str, int, bytes, bytes]]) -> None:
    """Add lines (station, seq, line, digest) to the journals."""
    statement = f"COPY {journal.name} (station, seq, line, digest) FROM STDIN (FORMAT BINARY)"
    with cursor_of(connection) as cursor, cursor.copy(statement) as copy:
        copy.set_types(["text", "int8", "bytea", "bytea"])
        for row in rows:
            copy.write_row(row)


def present(connection: Connection, station: str, kind: str, records: Iterable[str]) -> set[str]:
    """Return which of `records` the station has in a register, each looked up by its key."""
    with cursor_of(connection) as cursor:
        cursor.execute(BY_KEY)
        return {record for (record,) in cursor.execute(looking(kind), (list(records), station)).fetchall()}


@cache
def looking(kind: str) -> str:
    """Return the statement that finds the records that are there; OFFSET 0 as in `laying`."""
    return f"""
        SELECT there.id FROM unnest(%s::text[]) AS asked (id)
        CROSS JOIN LATERAL (SELECT kept.id FROM {quoted(kind)} AS kept WHERE kept.station = %s AND kept.id = asked.id OFFSET 0) AS there
    """  # noqa: S608 - names are ours


def put(connection: Connection, station: str, kind: str, fresh: list[tuple[Any, ...]], changed: Mapping[str, Fields]) -> None:
    """Insert the records that are new and move the fields of the others."""
    names = ", ".join(quoted(name) for name in ("station", "id", *shape_of(kind).names))
    with cursor_of(connection) as cursor:
        if fresh:
            with cursor.copy(f"COPY {quoted(kind)} ({names}) FROM STDIN") as copy:
                for row in fresh:
                    copy.write_row(row)
        if changed:
            cursor.execute(BY_KEY)
            cursor.execute("SET LOCAL jit = off")
            cursor.execute("SET LOCAL client_min_messages = warning")
            cursor.execute(STAGE)
            cursor.execute(f"TRUNCATE {STAGED}")
            with cursor.copy(f"COPY {STAGED} (station, id, fields) FROM STDIN") as copy:
                for record, fields in changed.items():
                    copy.write_row((station, record, canonical(fields)))
            cursor.execute(laying(kind))


def quoted(name: str) -> str:
    """Return a table's or column's name as PostgreSQL wants it."""
    return str(PREPARER.quote(name))


@cache
def laying(kind: str) -> str:
    """Return the statement that lays the staged fields of a register over its rows.

    Each row that is there is fetched by its key (OFFSET 0 keeps the planner from joining instead, which it would do as long as it
    takes a table for small); so a package costs the same however much the station and the county have.
    """
    table, names = quoted(kind), [quoted(name) for name in shape_of(kind).names]
    return f"""
        INSERT INTO {table} (station, id, {", ".join(names)})
        SELECT staged.station, staged.id, {", ".join(f"laid.{name}" for name in names)}
        FROM {STAGED} AS staged
        CROSS JOIN LATERAL (
            SELECT kept AS whole FROM {table} AS kept WHERE kept.station = staged.station AND kept.id = staged.id OFFSET 0
        ) AS there
        CROSS JOIN LATERAL jsonb_populate_record(there.whole, staged.fields) AS laid
        ON CONFLICT (station, id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in names)}
    """  # noqa: S608 - names are ours
