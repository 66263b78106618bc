"""Take many stations' first packages into one PostgreSQL and say how long, how large and in how much memory; prints one JSON document.

`make proof` and `make bench` leave it out: a thousand stations of three thousand residents take a while. By hand:
`.venv/bin/python -m tests.benchmarks.scale_intake --stations 1000 --residents 3000`. A few packages are made, taken and
removed at a time, so that the disk holds the ledger alone; making them is not counted.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from stationdesk.county.desk import CountyDesk
from stationdesk.county.intake import take
from tests.benchmarks.bench_intake import Watch
from tests.benchmarks.many_stations import county, enrol_many, lines_of, package_of, template
from tests.benchmarks.peak import peak_mib
from tests.postgres_server import CARELESS, cluster, server_programs

SERVER = f"{CARELESS} -c shared_buffers=512MB -c max_wal_size=4GB -c autovacuum_naptime=60"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--stations", type=int, default=100)
    options.add_argument("--residents", type=int, default=3000)
    options.add_argument("--minutes", type=float, default=25, help="no new station after so many")
    given, _others = options.parse_known_args()
    programs = server_programs()
    if programs is None:
        sys.exit("no PostgreSQL server programs here")
    with tempfile.TemporaryDirectory() as name, cluster(programs, SERVER) as url, county(Path(name), url) as desk:
        print(json.dumps(measured(desk, Path(name), given.stations, given.residents, given.minutes * 60), indent=1))


def measured(desk: CountyDesk, folder: Path, stations: int, residents: int, limit: float) -> dict[str, Any]:
    """Make, take and remove one package after the other."""
    lines = template(folder, residents)
    began, wall, used, sealed = time.perf_counter(), 0.0, 0.0, 0
    parts: list[float] = []
    busy: list[float] = []
    done = changes = 0
    for station in enrol_many(desk, stations):
        path = package_of(desk, station, lines_of(station, lines), folder)
        sealed += path.stat().st_size
        watch, start = Watch(desk.ledger), time.perf_counter()
        changes += take(desk, "clerk", path).changes
        parts.append(time.perf_counter() - start)
        busy.append(watch.seconds())
        wall, used = wall + parts[-1], used + busy[-1]
        path.unlink()
        done += 1
        if done % 50 == 0:
            print(f"{done} stations, {wall:.0f} s", file=sys.stderr, flush=True)
        if time.perf_counter() - began > limit:
            break
    tenth = max(1, done // 10)
    return {
        "stations": done,
        "residents": done * residents,
        "changes": changes,
        "take_s": round(wall, 1),
        "processor_s": round(used, 1),
        "changes_a_second": round(changes / wall),
        "changes_a_processor_second": round(changes / used),
        "first_tenth_s_a_station": round(sum(parts[:tenth]) / tenth, 3),
        "last_tenth_s_a_station": round(sum(parts[-tenth:]) / tenth, 3),
        "first_tenth_processor_s_a_station": round(sum(busy[:tenth]) / tenth, 3),
        "last_tenth_processor_s_a_station": round(sum(busy[-tenth:]) / tenth, 3),
        "packages_mb": round(sealed / 1e6, 1),
        "plain_mb": round(done * sum(len(line) + 1 for line in lines) / 1e6, 1),
        "peak_mib": peak_mib(),
        **sizes(desk.ledger),
        "read": questions(desk.ledger),
    }


def sizes(ledger: Engine) -> dict[str, Any]:
    """Return what the ledger takes on the disk: lines, records, and their keys."""
    asked = """SELECT count(*), sum(pg_table_size(oid)) FILTER (WHERE relname = 'station_journal'),
        sum(pg_table_size(oid)) FILTER (WHERE relname <> 'station_journal'), sum(pg_indexes_size(oid))
        FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"""
    with ledger.begin() as connection:
        tables, lines, records, keys = connection.exec_driver_sql(asked).one()
        rows = connection.exec_driver_sql("SELECT count(*) FROM resident").scalar_one()
    return {
        "tables": tables,
        "rows_of_residents": rows,
        "lines_mb": round(int(lines) / 1e6),
        "records_mb": round(int(records) / 1e6),
        "keys_mb": round(int(keys) / 1e6),
    }


def questions(ledger: Engine) -> dict[str, float]:
    """Return how long a question over all stations, and one over a single station, takes."""
    asked = {
        "residents_by_grade_s": "SELECT station, grade, count(*) FROM care_grade WHERE removed_at IS NULL GROUP BY station, grade",
        "one_station_s": "SELECT count(*) FROM resident WHERE station = '360202000001' AND removed_at IS NULL",
    }
    found = {}
    for name, statement in asked.items():
        start = time.perf_counter()
        with ledger.begin() as connection:
            connection.exec_driver_sql(statement).all()
        found[name] = round(time.perf_counter() - start, 3)
    return found


if __name__ == "__main__":
    main()
