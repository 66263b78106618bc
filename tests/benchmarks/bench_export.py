"""Measure the export of 100,000 changes from a real store beside `zstd -3 | age` of the same bytes; prints one JSON document."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import insert, select

from stationdesk.county import stations
from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.store.database import Database
from stationdesk.store.desk import set_up
from stationdesk.store.folder import DataFolder
from stationdesk.store.tables import change
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.outbox import export
from tests.benchmarks.peak import peak_mib

STATION = "360202101209"
RATIO, MEMORY = 4.0, 300


def main() -> None:
    """Measure and print; exit 1 where a bound is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--changes", type=int, default=100_000)
    given, _others = options.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), given.changes)
    print(json.dumps(found, indent=1))
    sys.exit(found["ratio"] > RATIO or found["peak_mib"] > MEMORY)


def enrolled(folder: Path) -> Database:
    """Return a station's open desk, enrolled with a county."""
    county = CountyDesk(
        set_up_county(
            DataFolder(folder / "county", folder / "county-state"), "a county's passphrase", code="360202", name="昌江区"
        ).database
    )
    path = stations.enrol_station(county, "clerk", code=STATION, name="上徐村", town="鲇鱼山镇", to=folder)
    county.close()
    county.database.close()
    desk = set_up(DataFolder(folder / "desk", folder / "desk-state"), "a station's passphrase", side="station", author=STATION).database
    enrol(desk, "徐丽华", read_enrolment(path))
    return desk


def fill(desk: Database, count: int) -> None:
    """Write residents, a few thousand an action."""
    for start in range(0, count, 5000):
        rows = [
            {
                "id": new_id(),
                "author": STATION,
                "name": f"汪{n:06d}",
                "village_group": f"{n % 12}组",
                "phones": [{"number": f"138{n:08d}"}],
                "remark": "身体一般",
            }
            for n in range(start, min(start + 5000, count))
        ]
        with desk.writing("徐丽华", "导入台账") as session:
            session.execute(insert(Resident.__table__), rows)  # type: ignore[attr-defined]


def measured(folder: Path, count: int) -> dict[str, float]:
    """Export `count` changes, and seal the same bytes with the bare tools, in turn; the best of three each."""
    desk = enrolled(folder)
    fill(desk, count)
    with (folder / "plain").open("wb") as plain, desk.reading() as session:
        for (line,) in session.connection().execute(select(change.c.line).order_by(change.c.seq).execution_options(yield_per=5000)):
            plain.write(line + b"\n")
    recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
    pipe = f"zstd -q -3 -c {folder}/plain | age -r {recipient} > {folder}/sealed"
    bare, ours = [], []
    for number in range(3):
        start = time.perf_counter()
        subprocess.run(["sh", "-c", pipe], check=True)
        bare.append(time.perf_counter() - start)
        (folder / f"out{number}").mkdir()
        start = time.perf_counter()
        made = export(desk, "徐丽华", folder / f"out{number}")
        ours.append(time.perf_counter() - start)
    desk.close()
    size = (folder / "plain").stat().st_size
    return {
        "changes": made.changes,
        "bytes": size,
        "zstd_age_s": round(min(bare), 3),
        "export_s": round(min(ours), 3),
        "ratio": round(min(ours) / min(bare), 2),
        "ratio_bound": RATIO,
        "peak_mib": peak_mib(),
    }


if __name__ == "__main__":
    main()
