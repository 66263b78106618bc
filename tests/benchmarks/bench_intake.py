"""Measure the county's intake beside raw insertion of the same rows into the same indexed tables; prints one JSON document.

Whole packages are taken, from the file to the commit. Counted is the time of the processor, this process's and the server's. Into the
encrypted file raw is `executemany`, into PostgreSQL `COPY`; both write the very rows and lines that the packages came to, in one
transaction, into tables with the same keys and indexes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from stationdesk.county.desk import CountyDesk
from stationdesk.county.intake import take
from stationdesk.county.ledger import STATION_TABLES, journal
from stationdesk.store.desk import unlock_desk
from stationdesk.store.folder import DataFolder
from tests.benchmarks.many_stations import county, enrol_many, lines_of, package_of, template
from tests.benchmarks.peak import peak_mib
from tests.postgres_server import cluster, server_programs

RATIOS = {"file": 4.0, "postgres": 5.0}
MEMORY_MIB = 300
TABLES = [journal, *STATION_TABLES.values()]


def main() -> None:
    """Measure and print; exit 1 where a bound is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--residents", type=int, default=3000, help="a station; about 4.4 changes each")
    options.add_argument("--stations", type=int, default=3)
    options.add_argument("--store", choices=["file", "postgres", "both"], default="both")
    options.add_argument("--taking", type=Path, help=argparse.SUPPRESS)
    given, _others = options.parse_known_args()
    if given.taking:
        print(json.dumps(taken(given.taking)))
        return
    found = {store: measured(store, given.residents, given.stations) for store in RATIOS if given.store in (store, "both")}
    print(json.dumps(found, indent=1))
    sys.exit(any(one.get("ratio", 0) > RATIOS[store] or one.get("peak_mib", 0) > MEMORY_MIB for store, one in found.items()))


def measured(store: str, residents: int, stations: int) -> dict[str, Any]:
    """Make the packages, and let another process, whose memory is its own, take them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if store == "file":
            return made_and_taken(folder, "", residents, stations)
        programs = server_programs()
        if programs is None:
            return {"skipped": "no PostgreSQL server programs here"}
        with cluster(programs) as url:
            return made_and_taken(folder, url, residents, stations)


def made_and_taken(folder: Path, url: str, residents: int, stations: int) -> dict[str, Any]:
    """Make the packages and have them taken."""
    with county(folder, url) as desk:
        lines = template(folder, residents)
        for station in enrol_many(desk, stations):
            package_of(desk, station, lines_of(station, lines), folder)
    command = [sys.executable, "-m", "tests.benchmarks.bench_intake", "--taking", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


class Watch:
    """Counts the seconds that this process and the server's beside it have used the processor."""

    def __init__(self, ledger: Engine) -> None:
        self.server = 0
        if ledger.dialect.name == "postgresql":
            with ledger.begin() as connection:  # the pool gives the same connection again and again
                self.server = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        self.start = self.used()

    def used(self) -> float:
        """Return the seconds used so far."""
        used = time.process_time()
        if self.server:
            numbers = Path(f"/proc/{self.server}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            used += (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")
        return used

    def seconds(self) -> float:
        """Return the seconds used since this began."""
        return self.used() - self.start


def taken(folder: Path) -> dict[str, Any]:
    """Take every package of the folder; then write the same rows raw, in turn. The best of each."""
    database, _slot = unlock_desk(DataFolder(folder / "county", folder / "county-state"), "a county's passphrase")
    ours: list[float] = []
    bare: list[float] = []
    peak = changes = 0
    with database, CountyDesk(database) as desk:
        kind = desk.ledger.dialect.name
        (make_copy if kind == "postgresql" else make_file)(desk.ledger)
        for path in sorted(folder.glob("*.sdpkg")):
            watch = Watch(desk.ledger)
            one = take(desk, "clerk", path)
            ours.append(watch.seconds())
            peak, changes = max(peak, peak_mib() if not bare else 0), one.changes
            bare.append((copied if kind == "postgresql" else inserted)(desk.ledger, one.station))
    return {
        "changes": changes,
        "take_s": round(min(ours), 3),
        "raw_s": round(min(bare), 3),
        "ratio": round(min(ours) / min(bare), 2),
        "us_a_change": round(1e6 * min(ours) / changes, 1),
        "peak_mib": peak,
    }


def make_file(ledger: Engine) -> None:
    """Make the raw tables in the encrypted file."""
    with ledger.begin() as connection:
        for table in TABLES:
            statements: list[ExecutableDDLElement] = [
                CreateTable(table),
                *map(CreateIndex, sorted(table.indexes, key=lambda index: str(index.name))),
            ]
            for made in statements:
                connection.exec_driver_sql(raw_name(str(made.compile(dialect=ledger.dialect)), table))


def raw_name(statement: str, table: Table) -> str:
    """Return a statement about the raw table instead."""
    words = statement.replace(f"TABLE {table.name} ", f"TABLE raw_{table.name} ").replace(
        f'TABLE "{table.name}" ', f"TABLE raw_{table.name} "
    )
    return words.replace(f"ON {table.name} ", f"ON raw_{table.name} ").replace("INDEX ", "INDEX raw_")


def inserted(ledger: Engine, station: str) -> float:
    """Return the seconds of `executemany` of the station's rows."""
    with ledger.begin() as connection:
        rows = {table.name: raw_rows(connection, table, station) for table in TABLES}
    watch = Watch(ledger)
    with ledger.begin() as connection:
        for name, found in rows.items():
            if found:
                connection.exec_driver_sql(f"INSERT INTO raw_{name} VALUES ({', '.join('?' * len(found[0]))})", found)
    return watch.seconds()


def raw_rows(connection: Connection, table: Table, station: str) -> list[tuple[Any, ...]]:
    """Return a station's rows as the driver gives them."""
    return list(map(tuple, connection.exec_driver_sql(f'SELECT * FROM "{table.name}" WHERE station = ?', (station,))))


def make_copy(ledger: Engine) -> None:
    """Make the raw tables in PostgreSQL."""
    with ledger.begin() as connection:
        for table in TABLES:
            connection.execute(text(f'CREATE TABLE "raw_{table.name}" (LIKE "{table.name}" INCLUDING ALL)'))


def copied(ledger: Engine, station: str) -> float:
    """Return the seconds of COPY of the station's rows, given as Python has them."""
    with ledger.begin() as connection:
        cursor = connection.connection.cursor()
        found = {table.name: cursor.execute(f'SELECT * FROM "{table.name}" WHERE station = %s', (station,)).fetchall() for table in TABLES}
    watch = Watch(ledger)
    with ledger.begin() as connection:
        cursor = connection.connection.cursor()
        for name, rows in found.items():
            with cursor.copy(f'COPY "raw_{name}" FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
    return watch.seconds()


if __name__ == "__main__":
    main()
