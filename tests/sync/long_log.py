"""A log of packages as years of rounds leave it, on both sides of the road: what the next round costs must not depend on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, event, func, insert, select

from stationdesk.store.clock import stamp
from stationdesk.store.tables import came_package, change, package, peer
from stationdesk.sync.peers import county_of, set_peer
from tests.road_kit import Road

AT_ONCE = 50
"""People written down in one action."""
EVERY = 20
"""Steps of SQLite's machine between two counts."""


def lay_log(road: Road, rounds: int, lines: int) -> None:
    """Go two rounds in January, and note so many more as they would have been noted: a package each way, its receipt, the clerk's line.

    Each carries its part of so many lines of the station's journal.
    """
    road.set_clock(1, 1)
    road.county_writes_place("派出所", "110")
    for first in range(0, lines, AT_ONCE):
        road.add(*(f"人{number}" for number in range(first, first + AT_ONCE)))
    for _round in range(2):
        road.round()
    for path in road.stick.iterdir():
        path.unlink()
    at = [stamp(datetime(2026, 1, 2, tzinfo=UTC) + timedelta(minutes=number)) for number in range(2 * rounds)]
    with road.desk.writing("x", "x") as session:
        there, county = session.connection(), county_of(session)
        end = there.execute(select(func.max(change.c.seq))).scalar_one()
        ends = [max(1, end * number // rounds) for number in range(1, rounds + 1)]
        sent, came = ([{"first": one, "last": one} for one in ends], [{"confirmed": one} for one in ends])
        lay(there, package, at[::2], sent, direction="out")
        lay(there, package, at[1::2], came, direction="in")
        set_peer(session, county.code, number=county.number + rounds, followed_number=county.followed_number + rounds)
    with road.county.database.writing("x", "x") as session:
        there = session.connection()
        lay(there, package, at[1::2], [{}] * rounds, direction="out")
        lay(there, came_package, at[::2], [{}] * rounds)
        there.execute(peer.update().values(number=peer.c.number + rounds))


def lay(there: Connection, table: Table, at: list[str], rows: list[dict[str, Any]], **like: str) -> None:
    """Note rows after the last one there is, which is their model."""
    last = select(table).where(*(table.c[name] == value for name, value in like.items())).order_by(table.c.number.desc())
    model = dict(there.execute(last).mappings().first() or {})
    there.execute(insert(table), [model | row | {"number": model["number"] + 1 + place, "at": at[place]} for place, row in enumerate(rows)])


def steps(road: Road, work: Callable[[], object]) -> int:
    """Return how many steps SQLite's machine takes for a work, on all files of both sides: no clock, no mood of the computer."""
    engines = [road.county.ledger, *(one for desk in (road.desk, road.county.database) for one in (desk._reader, desk._writer))]
    taken = [0]

    def count() -> int:
        taken[0] += 1
        return 0

    def begun(connection: Connection, *_more: object) -> None:
        connection.connection.driver_connection.set_progress_handler(count, EVERY)  # type: ignore[union-attr]

    for engine in engines:
        event.listen(engine, "before_cursor_execute", begun)
    try:
        work()
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", begun)
    return EVERY * taken[0]
