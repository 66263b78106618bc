"""Measure the export of 1,000,000 changes from a real store beside `zstd -3 | age` of the same bytes; prints one JSON document."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from stationdesk.county import stations
from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.store.database import Database
from stationdesk.store.desk import set_up
from stationdesk.store.folder import DataFolder
from stationdesk.store.tables import change
from stationdesk.sync.digest import chain
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.outbox import export
from tests.benchmarks.peak import peak_mib

STATION = "360202101209"
RATIO, MEMORY = 4.0, 300


def main() -> None:
    """Measure and print; exit 1 where a bound is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--changes", type=int, default=1_000_000)
    given, _others = options.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), given.changes)
    print(json.dumps(found, indent=1))
    sys.exit(max(found["ratio"], found["ratio_by_the_clock"]) > RATIO or found["peak_mib"] > MEMORY)


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


WRITTEN = 5000
"""Changes that are written as a desk writes them; the rest of the journal is these again, under other numbers and ids, chained as ever."""


def fill(desk: Database, count: int) -> None:
    """Give the desk a journal of `count` changes."""
    rows = [
        {
            "id": new_id(),
            "author": STATION,
            "name": f"汪{n:06d}",
            "village_group": f"{n % 12}组",
            "phones": [{"number": f"138{n:08d}"}],
            "remark": "身体一般",
        }
        for n in range(min(count, WRITTEN))
    ]
    with desk.writing("徐丽华", "导入台账") as session:
        session.execute(insert(Resident.__table__), rows)  # type: ignore[attr-defined]
    with desk.reading() as session:
        kept = [dict(row._mapping) for row in session.connection().execute(select(change).order_by(change.c.seq))]
    engine = desk._writer
    for start in range(len(kept), count, len(kept)):
        with engine.begin() as connection:
            connection.execute(change.insert(), list(again(kept, start, min(count - start, len(kept)))))


def again(kept: list[dict[str, Any]], after: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield changes after line `after` that say what the kept ones say, of other records."""
    digest = bytes(kept[-1]["digest"])
    for place, row in enumerate(kept[:count], 1):
        record = new_id()
        line = bytes(row["line"]).replace(b'{"seq":%d,' % row["seq"], b'{"seq":%d,' % (after + place), 1)
        line = line.replace(row["record"].encode(), record.encode(), 1)
        digest = chain(digest, line)
        yield row | {"seq": after + place, "record": record, "line": line, "digest": digest}
    kept[-1]["digest"] = digest


def spent() -> tuple[float, float]:
    """Return CPU seconds of this process and its children, and the clock: on a busy machine only the first are worth comparing."""
    times = os.times()
    return sum(times[:4]), time.perf_counter()


def since(start: tuple[float, float]) -> tuple[float, float]:
    """Return what was spent since."""
    now = spent()
    return now[0] - start[0], now[1] - start[1]


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
        start = spent()
        subprocess.run(["sh", "-c", pipe], check=True)
        bare.append(since(start))
        (folder / f"out{number}").mkdir()
        start = spent()
        made = export(desk, "徐丽华", folder / f"out{number}")
        ours.append(since(start))
    desk.close()
    size = (folder / "plain").stat().st_size
    return {
        "changes": made.changes,
        "bytes": size,
        "zstd_age_cpu_s": round(min(bare)[0], 3),
        "export_cpu_s": round(min(ours)[0], 3),
        "ratio": round(min(ours)[0] / min(bare)[0], 2),
        "zstd_age_s": round(min(one[1] for one in bare), 3),
        "export_s": round(min(one[1] for one in ours), 3),
        "ratio_by_the_clock": round(min(one[1] for one in ours) / min(one[1] for one in bare), 2),
        "ratio_bound": RATIO,
        "peak_mib": peak_mib(),
    }


if __name__ == "__main__":
    main()
