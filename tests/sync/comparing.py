"""Whether the real desks and county of a `Pair` are in the same state as its model."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select, text

from stationdesk.county.ledger import held, journal, station_copy, station_state
from stationdesk.store.tables import change
from tests.sync import model
from tests.sync.pair import NAMES, Pair
from tests.sync.world import Station


def same(pair: Pair) -> None:
    """Check that the real thing and the model are in the same state."""
    for desk in pair.desks:
        real, said = desk_state(pair, desk.real), desk.model
        lines = [spoken(line) for line in said.lines]
        assert real["lines"] == lines
        peer = real["peer"]
        assert pair.named(desk.real.database.about.line_copy, said.copy) == said.copy
        following = pair.named(peer.following, said.following) if peer.following else ""
        numbers = (peer.number, peer.confirmed, peer.followed_number, peer.followed_heard, peer.since, peer.cursor)
        assert numbers == (said.number, said.confirmed, said.followed_number, said.followed_heard, said.since, said.cursor), (
            numbers,
            said,
        )
        assert (following, peer.retired, peer.forked) == (said.following, said.retired, said.forked)
        assert {pair.records[one.id] for one in peer.held} == said.held
        assert real["received"] == {one: (row["name"], row.get("remark")) for one, row in said.received.items() if one.startswith("place")}
    assert pair.named(pair.world.county.database.about.line_copy, pair.county.copy) == pair.county.copy
    for station in pair.county.ledgers:
        same_ledger(pair, station)


def same_ledger(pair: Pair, station: str) -> None:
    """Check what the county keeps of a station."""
    book = pair.county.ledgers[station]
    with pair.world.county.ledger.begin() as connection:
        state = connection.execute(select(station_state).where(station_state.c.station == station)).first()
        rows = connection.execute(select(station_copy).where(station_copy.c.station == station)).all()
        aside = set(connection.execute(select(held.c.id).where(held.c.station == station)).scalars())
        lines = connection.execute(select(journal.c.line).where(journal.c.station == station).order_by(journal.c.seq)).scalars().all()
    assert [as_model(pair, bytes(line)) for line in lines] == [spoken(line) for line in book.lines]
    assert (state.cursor, pair.copies[state.head]) == (len(book.lines), book.head) if state else not book.head
    found = {pair.named(row.copy, ""): (row.number, row.retired, row.forked_at) for row in rows}
    assert found == {one: (number, one in book.retired, book.parted.get(one)) for one, number in book.numbers.items()}
    assert {pair.records[one] for one in aside} == book.held


def as_model(pair: Pair, line: bytes) -> tuple[str, dict[str, Any]]:
    """Return a real line as the model says it."""
    value = json.loads(line)
    fields = value["fields"]
    if value["kind"] == "recheck":
        name = fields["field"]
        return model.RECHECK, {"record": pair.records[fields["record_id"]], "field": "bad" if name == "name" else NAMES[name]}
    found = {NAMES[name]: one for name, one in fields.items() if name in NAMES}
    if len(found.get("name") or "") > 72:
        found["bad"] = bool(found.pop("name"))
    if "removed" in found:
        found["removed"] = bool(found["removed"])
    return pair.records[value["id"]], found


def spoken(line: model.Line) -> tuple[str, dict[str, Any]]:
    """Return record and fields of a line of the model; what lists a difference has no name that both know."""
    return (model.RECHECK if line.record.startswith(model.RECHECK) else line.record), dict(line.fields)


def desk_state(pair: Pair, station: Station) -> dict[str, Any]:
    """Return what a real copy of a station has."""
    with station.database.reading() as session:
        lines = session.connection().execute(select(change.c.line).order_by(change.c.seq)).scalars().all()
        places = session.connection().execute(text("SELECT id, name, remark FROM place WHERE author <> :own"), {"own": station.code}).all()
    return {
        "lines": [as_model(pair, bytes(line)) for line in lines],
        "peer": pair.world.peer(station),
        "received": {pair.records[row.id]: (row.name, row.remark) for row in places},
    }
