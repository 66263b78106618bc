"""The county's records at a station: always rebuilt from the lines as they came, never edited."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, and_, select
from sqlmodel import Session

from stationdesk.store.database import author_of
from stationdesk.store.tables import received_line
from stationdesk.sync.line_check import COUNTY_WRITES, TRAVELLING, Checked, check_line, missing_in, row_values
from stationdesk.sync.manifest import Held


def rebuild_rows(session: Session, county: str) -> None:
    """Make the county's records anew from all its lines that are kept."""
    drop_rows(session)
    lines = (
        session.connection()
        .execute(select(received_line.c.seq, received_line.c.line).where(received_line.c.peer == county).order_by(received_line.c.seq))
        .all()
    )
    apply_rows(session, county, (check_line(json.loads(line), seq, from_county=True) for seq, line in lines))


def left_out(session: Session, county: str) -> tuple[Held, ...]:
    """Return the county's records that our rules dislike, with the reason and since which line: the station's `held`."""
    mine = select(received_line.c.seq, received_line.c.line).where(received_line.c.peer == county).order_by(received_line.c.seq)
    lines = session.connection().execute(mine)
    found: dict[tuple[str, str], Held] = {}
    there: set[tuple[str, str]] = set()
    for seq, line in lines:
        one = check_line(json.loads(line), seq, from_county=True)
        key = (one.kind, one.id)
        reason = one.reason or ("" if key in there or one.gone else missing_in(one.kind, one.values))
        if reason:
            found.setdefault(key, Held(one.kind, one.id, reason, seq))
        else:
            there.add(key)
    return tuple(found.values())


def drop_rows(session: Session) -> None:
    """Take every record out that this desk did not write itself."""
    for kind in sorted(COUNTY_WRITES):
        table = table_of(kind)
        session.connection().execute(table.delete().where(table.c.author != author_of(session)))


def apply_rows(session: Session, county: str, lines: Iterable[Checked]) -> None:
    """Apply checked lines of the county in their order; a record that our rules dislike is left out, the rest goes on."""
    connection = session.connection()
    for line in lines:
        table = table_of(line.kind)
        own = and_(table.c.id == line.id, table.c.author == county)
        if line.reason:
            continue
        if line.gone:
            connection.execute(table.delete().where(own))
            continue
        if connection.execute(select(table.c.key).where(own)).first() is None:
            if missing_in(line.kind, line.values):
                continue
            whole = row_values(line.kind, line.values, whole=True)
            connection.execute(table.insert().values(id=line.id, author=county, audience=line.audience, **whole))
        else:
            connection.execute(table.update().where(own).values(audience=line.audience, **row_values(line.kind, line.values)))


def table_of(kind: str) -> Table:
    """Return the table of a travelling register."""
    table: Any = TRAVELLING[kind].__table__  # type: ignore[attr-defined]
    found: Table = table
    return found
