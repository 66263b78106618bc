"""The promises of the road, checked on real stores: true 县已收, ledger = replay of each journal less what is held, no dead end."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, held, journal, station_copy, station_state
from stationdesk.county.slices import slice_lines
from stationdesk.store.database import Database
from stationdesk.store.tables import change
from stationdesk.sync.digest import chain, digest_zero
from stationdesk.sync.line_check import COUNTY_WRITES
from stationdesk.sync.peers import county_of
from stationdesk.sync.received_rows import left_out
from tests.sync.every_kind import rows_at
from tests.sync.replaying import counting, plain, replay


def believed_truly(county: CountyDesk, database: Database) -> None:
    """Check that the ledger has, byte for byte, every line that this desk shows as 县已收, and holds none that it does not say."""
    with database.reading() as session:
        peer = county_of(session)
        mine = session.connection().execute(select(change.c.digest).where(change.c.seq == peer.confirmed)).scalar()
    station = database.about.author
    with county.ledger.begin() as connection:
        there = journal.c.station == station
        theirs = connection.execute(select(journal.c.digest).where(there, journal.c.seq == peer.confirmed)).scalar()
        confirmed = (held.c.station == station) & (held.c.since_seq <= peer.confirmed)
        aside = set(connection.execute(select(held.c.kind, held.c.id).where(confirmed)).all())
    assert (mine and bytes(mine)) == (theirs and bytes(theirs)), "false 县已收"
    shown = {(one.kind, one.id) for one in peer.held}
    assert {tuple(one) for one in aside} <= shown, "a record that the county holds is shown as received"


def clean(county: CountyDesk, database: Database) -> bool:
    """Tell whether both sides have all of each other's lines."""
    with database.reading() as session:
        peer = county_of(session)
    end = database.position()
    with county.ledger.begin() as connection:
        state = connection.execute(select(station_state).where(station_state.c.station == database.about.author)).first()
    if state is None or peer.forked or peer.retired:
        return False
    same = peer.confirmed == end.seq == state.cursor and bytes(state.digest) == end.digest
    return same and peer.cursor == county.database.position().seq


def parted(county: CountyDesk, database: Database) -> bool:
    """Tell whether the county sees this copy of a station's journal as one that has parted."""
    mine = (station_copy.c.station == database.about.author) & (station_copy.c.copy == database.about.line_copy)
    with county.ledger.begin() as connection:
        return connection.execute(select(station_copy.c.copy).where(mine, station_copy.c.forked_at.is_not(None))).first() is not None


def same_everywhere(county: CountyDesk, database: Database) -> int:
    """Check journal, chain and every row of one station, on both sides; returns how many rows were compared."""
    station = database.about.author
    with database.reading() as session:
        mine = session.connection().execute(select(change.c.seq, change.c.line, change.c.digest).order_by(change.c.seq)).all()
    with county.ledger.begin() as connection:
        rows = select(journal.c.seq, journal.c.line, journal.c.digest).where(journal.c.station == station).order_by(journal.c.seq)
        theirs = connection.execute(rows).all()
        aside = {(one.kind, one.id): one.since_seq for one in connection.execute(select(held).where(held.c.station == station))}
    assert [(one.seq, bytes(one.line), bytes(one.digest)) for one in mine] == [
        (one.seq, bytes(one.line), bytes(one.digest)) for one in theirs
    ]
    digest, lines = digest_zero(station, county.code), []
    for place, one in enumerate(mine, 1):
        value = json.loads(one.line)
        digest = chain(digest, bytes(one.line))
        assert (one.seq, bytes(one.digest)) == (place, digest)
        lines.append((one.seq, value["kind"], value["id"], bytes(one.line)))
    found, expected = ledger_rows(county, station), replay(counting(lines, aside))
    assert found == expected
    with database.reading() as session:
        return len(found) + countys_records(session, county, station)


def ledger_rows(county: CountyDesk, station: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Return every row of a station in the ledger."""
    found = {}
    with county.ledger.begin() as connection:
        for kind, table in STATION_TABLES.items():
            for row in connection.execute(select(table).where(table.c.station == station)):
                values = dict(row._mapping)
                found[kind, values["id"]] = {name: plain(value) for name, value in values.items() if name not in ("station", "id")}
    return found


def countys_records(session: Session, county: CountyDesk, station: str) -> int:
    """Check that a desk has exactly the county's records that are for it; returns how many."""
    with county.database.reading() as theirs:
        lines = list(slice_lines(theirs, station, 0, county.database.position().seq))
    values = [json.loads(line) for line in lines]
    due = replay([(one["seq"], one["kind"], one["id"], line) for one, line in zip(values, lines, strict=True)])
    aside = {(one.kind, one.id) for one in left_out(session, county.code)}
    had = {(kind, record): row for kind in COUNTY_WRITES for record, row in rows_at(session, kind, county.code).items()}
    assert had == {key: row for key, row in due.items() if key not in aside}
    return len(had)
