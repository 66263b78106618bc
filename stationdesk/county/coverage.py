"""Coverage over the whole county: its own list of units, completed by what each station says of its village, and the stations' records."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select
from sqlmodel import col
from sqlmodel import select as select_record

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, transaction
from stationdesk.registers.org_unit import OrgUnit
from stationdesk.services.coverage import Authors, Coverage, coverage
from stationdesk.services.coverage_definition import Definition, definitions
from stationdesk.services.unit_tree import Tree, grown


def county_tree(desk: CountyDesk, connection: Connection) -> Tree:
    """Return the county's units; of a station's own list only its own village counts, so that nobody moves a denominator but the county.

    A village that a station wrote down and the county's list lacks is counted: a station that reports exists.
    """
    with desk.database.reading() as session:
        ours = session.exec(select_record(OrgUnit).where(col(OrgUnit.removed_at).is_(None)).order_by(col(OrgUnit.key))).all()
    units, stations = STATION_TABLES["org_unit"], STATION_TABLES["station"]
    there = connection.execute(select(stations).where(stations.c.removed_at.is_(None)).order_by(stations.c.station)).all()
    own = units.join(stations, (units.c.station == stations.c.station) & (units.c.id == stations.c.org_unit_id))
    villages = select(units).select_from(own).where(units.c.removed_at.is_(None), stations.c.removed_at.is_(None))
    theirs = connection.execute(villages.order_by(units.c.station)).all()
    return grown(ours, theirs, own={one.id for one in ours}, stations=there)


def in_ledger(connection: Connection) -> Authors:
    """Return how the stations' records are asked."""

    def ask(asked: Definition, since: str | None, until: str) -> Collection[str]:
        return [station for (station,) in connection.execute(asked.question(STATION_TABLES[asked.register], "station", since, until))]

    return ask


def county_coverages(desk: CountyDesk, on: str, since: str | None = None) -> tuple[Coverage, ...]:
    """Return every coverage of the county on day `on`."""
    with transaction(desk.ledger) as connection:
        there, ask = county_tree(desk, connection), in_ledger(connection)
        return tuple(coverage(there, one, ask, on, since) for one in definitions())
