"""The shape of the ledger through the years: made whole for a new county, brought up in one transaction for an older one.

Its tables follow the registers, and a register never loses a column; so whatever an older ledger lacks is added: tables, columns,
indexes, views. What is there is never touched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, func, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable

from stationdesk.county.ledger import (
    ORDERED,
    STATION_TABLES,
    LedgerUnreachable,
    ServerAway,
    event_order,
    held,
    journal,
    metadata,
    shape,
    sqlite_ledger,
    station_picture,
    transaction,
)
from stationdesk.county.quarantine import note_removals
from stationdesk.county.rows import note_order
from stationdesk.county.views import make_views
from stationdesk.i18n import _
from stationdesk.store.connection import connect
from stationdesk.store.migrations import STEPS

VERSION = 5
"""Of the ledger's own tables; those of the registers are as old as the last step of the store."""
ORDERED_SINCE = 5
"""The version since which every register of `ORDERED` is told by the journal's order."""
REMOVALS_SINCE = 5
"""The version since which it is known of a record set aside whether its station has removed it."""
PARTS = 16
PARTED = frozenset({journal.name, held.name, event_order.name, station_picture.name, *STATION_TABLES})
"""Tables that may be spread over partitions: all that grow with what the stations write."""


def make_tables(engine: Engine, county: str, *, partitions: bool = False) -> None:
    """Make the ledger's tables in an empty database, or check that those there are this county's and bring them up.

    Raises LedgerUnreachable if it is another county's, or newer than this program.
    """
    try:
        with transaction(engine) as connection:
            if shape.name in inspect(connection).get_table_names():
                bring_up(connection, county)
                return
            for statement in missing(connection, partitions=partitions):
                connection.execute(text(statement))
            make_views(connection)
            connection.execute(shape.insert().values(version=VERSION, schema=len(STEPS), county=county))
    except (ServerAway, DBAPIError) as error:
        raise LedgerUnreachable(_("The ledger's database cannot be reached. Is the server running, and is the address right?")) from error


def make_sqlite(path: Path, key: bytes, county: str) -> None:
    """Make an empty encrypted ledger."""
    connect(path, key, create=True).close()
    engine = sqlite_ledger(path, key)
    try:
        make_tables(engine, county)
    finally:
        engine.dispose()


def is_behind(connection: Connection, county: str) -> bool:
    """Tell whether the ledger was made by an older program. Raises LedgerUnreachable if it is not ours, or newer than this program."""
    found = connection.execute(select(shape.c.version, shape.c.county)).first()
    version, owner = (found.version, found.county) if found else (0, "")
    schema = connection.execute(select(shape.c.schema)).scalar_one() if version >= 2 else 0
    if owner != county or version > VERSION or schema > len(STEPS):
        raise LedgerUnreachable(
            _("This ledger belongs to another county, or was written by a newer version of the program. Nothing was changed.")
        )
    return (version, schema) != (VERSION, len(STEPS))


def bring_up(connection: Connection, county: str) -> None:
    """Add what an older ledger lacks, within the caller's transaction. Raises LedgerUnreachable as `is_behind`."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("stationdesk ledger", 0))))
    if not is_behind(connection, county):
        return
    version = connection.execute(select(shape.c.version)).scalar_one()
    for statement in missing(connection, partitions=is_parted(connection)):
        connection.execute(text(statement))
    if version < ORDERED_SINCE:
        order_events(connection)
    if version < REMOVALS_SINCE:
        note_removals(connection)
    make_views(connection)
    connection.execute(shape.update().values(version=VERSION, schema=len(STEPS)))


def order_events(connection: Connection) -> None:
    """Find the line of every event whose place decides something, in the journals of a ledger that did not keep it."""
    marks = [f'"kind":"{kind}"'.encode() for kind in sorted(ORDERED)]
    for (station,) in connection.execute(select(journal.c.station).distinct()).all():
        lines = select(journal.c.seq, journal.c.line).where(journal.c.station == station).order_by(journal.c.seq)
        found = []
        for seq, line in connection.execute(lines.execution_options(yield_per=2000)):
            head = bytes(line)[:200]
            if any(mark in head for mark in marks):
                value = json.loads(bytes(line))
                found.append((value["kind"], value["id"], seq))
        note_order(connection, station, found)


def is_parted(connection: Connection) -> bool:
    """Tell whether the journals are spread over partitions."""
    if connection.dialect.name != "postgresql":
        return False
    asked = text("SELECT relkind = 'p' FROM pg_class WHERE oid = to_regclass(:name)")
    return bool(connection.execute(asked, {"name": journal.name}).scalar())


def missing(connection: Connection, *, partitions: bool) -> Iterator[str]:
    """Yield the statements that add what is not there."""
    looked, dialect = inspect(connection), connection.dialect
    there = set(looked.get_table_names())
    for table in metadata.sorted_tables:
        if table.name not in there:
            yield from created(table, dialect, parts=PARTS if partitions and table.name in PARTED else 0)
            continue
        columns = {column["name"] for column in looked.get_columns(table.name)}
        for column in table.columns:
            if column.name not in columns:
                yield f"ALTER TABLE {quoted(table, dialect)} ADD COLUMN {CreateColumn(column).compile(dialect=dialect)}"
        names = {index["name"] for index in looked.get_indexes(table.name)}
        yield from (str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes if index.name not in names)


def created(table: Table, dialect: object, *, parts: int) -> Iterator[str]:
    """Yield the statements that make a table, its partitions and its indexes."""
    whole = str(CreateTable(table).compile(dialect=dialect)).rstrip()  # type: ignore[arg-type]
    name = quoted(table, dialect)
    yield f"{whole} PARTITION BY HASH (station)" if parts else whole
    for part in range(parts):
        yield f"CREATE TABLE {table.name}_p{part:02} PARTITION OF {name} FOR VALUES WITH (MODULUS {parts}, REMAINDER {part})"
    yield from (str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes)  # type: ignore[arg-type]


def quoted(table: Table, dialect: object) -> str:
    """Return a table's name as the database wants it."""
    return str(dialect.identifier_preparer.format_table(table))  # type: ignore[attr-defined]
