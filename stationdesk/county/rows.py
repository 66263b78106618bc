"""The ledger's rows of a station: the replay of its lines, less the records set aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select

from stationdesk.county.ledger import STATION_TABLES, held
from stationdesk.sync.line_check import Checked, missing_in, row_values

CHUNK = 500


def apply_lines(connection: Connection, station: str, lines: Sequence[tuple[int, Checked]]) -> None:
    """Apply lines of a station in their order, squashed to the fields that moved per record.

    A record whose values our rules dislike is set aside with its reason; later changes of it join it.
    """
    aside = {(kind, record) for kind, record in connection.execute(select(held.c.kind, held.c.id).where(held.c.station == station))}
    moved: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    first: dict[tuple[str, str], int] = {}
    for seq, line in lines:
        key = (line.kind, line.id)
        if key in aside:
            continue
        if line.reason:
            aside.add(key)
            connection.execute(held.insert().values(station=station, kind=line.kind, id=line.id, reason=line.reason, since_seq=seq))
            continue
        first.setdefault(key, seq)
        moved[line.kind].setdefault(line.id, {}).update(line.values)
    for kind, records in moved.items():
        put_records(connection, station, kind, records, first)


def put_records(
    connection: Connection, station: str, kind: str, records: dict[str, dict[str, Any]], first: dict[tuple[str, str], int]
) -> None:
    """Insert the records that are new and move the fields of the others."""
    table = STATION_TABLES[kind]
    there = present(connection, table, station, list(records))
    new: list[dict[str, Any]] = []
    moves: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for record, fields in records.items():
        if record in there:
            values = row_values(kind, fields)
            moves[tuple(sorted(values))].append({"b_id": record} | {f"b_{name}": value for name, value in values.items()})
        elif lacking := missing_in(kind, fields):
            connection.execute(held.insert().values(station=station, kind=kind, id=record, reason=lacking, since_seq=first[kind, record]))
        else:
            new.append({"station": station, "id": record} | row_values(kind, fields, whole=True))
    if new:
        connection.execute(table.insert(), new)
    for names, rows in moves.items():
        if names:
            update = table.update().where(table.c.station == station, table.c.id == bindparam("b_id"))
            connection.execute(update.values({name: bindparam(f"b_{name}", type_=table.c[name].type) for name in names}), rows)


def present(connection: Connection, table: Table, station: str, ids: list[str]) -> set[str]:
    """Return which of `ids` the station has in `table`."""
    found: set[str] = set()
    for start in range(0, len(ids), CHUNK):
        some = select(table.c.id).where(table.c.station == station, table.c.id.in_(ids[start : start + CHUNK]))
        found |= {record for (record,) in connection.execute(some)}
    return found
