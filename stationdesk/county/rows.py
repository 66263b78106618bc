"""The ledger's rows of a station: the replay of its lines, less the records set aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from stationdesk.county import bulk
from stationdesk.county.ledger import ORDERED, STATION_TABLES, event_order, held
from stationdesk.county.moves import Fields, Key, shape_of, squash
from stationdesk.sync.line_check import Checked
from stationdesk.sync.lines import Line

CHUNK = 500


def append_lines(connection: Connection, station: str, lines: Sequence[Line]) -> None:
    """Add lines to the station's journal, their bytes as they stand."""
    rows = [(station, line.seq, line.line, line.digest) for line in lines]
    if bulk.serves(connection):
        bulk.append(connection, rows)
    else:
        connection.exec_driver_sql("INSERT INTO station_journal (station, seq, line, digest) VALUES (?, ?, ?, ?)", rows)


def apply_lines(connection: Connection, station: str, lines: Iterable[tuple[int, Checked]]) -> None:
    """Apply lines of a station in their order, squashed to the fields that moved per record.

    A record whose values our rules dislike is set aside with its reason; later changes of it join it.
    """
    lines = list(lines)
    note_order(connection, station, ((line.kind, line.id, seq) for seq, line in lines if line.kind in ORDERED))
    moves = squash(lines, held_among(connection, station, {(line.kind, line.id) for _seq, line in lines}))
    for kind, records in moves.records.items():
        there = bulk.present(connection, station, kind, records) if bulk.serves(connection) else present(connection, station, kind, records)
        moves.set_aside_but(kind, there)
        fresh = [(station, record, *shape_of(kind).row(fields)) for record, fields in records.items() if record not in there]
        changed = {record: records[record] for record in there if records[record]}
        if bulk.serves(connection):
            bulk.put(connection, station, kind, fresh, changed)
        else:
            put(connection, station, kind, fresh, changed)
    if moves.held:
        rows = [{"kind": kind, "id": record, "since_seq": seq, "reason": why} for (kind, record), (seq, why) in moves.held.items()]
        connection.execute(held.insert(), [{"station": station, **row} for row in rows])


def note_order(connection: Connection, station: str, events: Iterable[tuple[str, str, int]]) -> None:
    """Remember with which line each event (kind, id, seq) came first; one that is remembered keeps its line."""
    first: dict[Key, int] = {}
    for kind, record, seq in events:
        first.setdefault((kind, record), seq)
    ids, known = [record for _kind, record in first], set[Key]()
    for start in range(0, len(ids), CHUNK):
        some = event_order.c.id.in_(ids[start : start + CHUNK]) & (event_order.c.station == station)
        known |= {(kind, record) for kind, record in connection.execute(select(event_order.c.kind, event_order.c.id).where(some))}
    rows = [{"station": station, "kind": key[0], "id": key[1], "seq": seq} for key, seq in first.items() if key not in known]
    if rows:
        connection.execute(event_order.insert(), rows)


def held_among(connection: Connection, station: str, keys: Collection[Key]) -> set[Key]:
    """Return which of these records of the station are set aside."""
    if connection.execute(select(held.c.id).where(held.c.station == station).limit(1)).first() is None:
        return set()
    ids = sorted({record for _kind, record in keys})
    found: set[Key] = set()
    for start in range(0, len(ids), CHUNK):
        some = select(held.c.kind, held.c.id).where(held.c.station == station, held.c.id.in_(ids[start : start + CHUNK]))
        found |= {(kind, record) for kind, record in connection.execute(some)}
    return found


def put(connection: Connection, station: str, kind: str, fresh: list[tuple[Any, ...]], changed: Mapping[str, Fields]) -> None:
    """Insert the records that are new and move the fields of the others, in an SQLite file."""
    if fresh:
        connection.exec_driver_sql(insertion(kind), fresh)
    alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for record, fields in changed.items():
        alike[tuple(fields)].append((*fields.values(), station, record))
    for names, rows in alike.items():
        moved = ", ".join(f"{name} = ?" for name in names if name in shape_of(kind).place)
        connection.exec_driver_sql(f"UPDATE {kind} SET {moved} WHERE station = ? AND id = ?", rows)  # noqa: S608 - names are ours


@cache
def insertion(kind: str) -> str:
    """Return the statement that adds a whole record."""
    names = ("station", "id", *shape_of(kind).names)
    return f"INSERT INTO {kind} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - names are ours


def present(connection: Connection, station: str, kind: str, records: Iterable[str]) -> set[str]:
    """Return which of `records` the station has in a register."""
    table, found, ids = STATION_TABLES[kind], set[str](), list(records)
    for start in range(0, len(ids), CHUNK):
        some = select(table.c.id).where(table.c.station == station, table.c.id.in_(ids[start : start + CHUNK]))
        found |= {record for (record,) in connection.execute(some)}
    return found
