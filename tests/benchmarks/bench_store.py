"""Open a desk of 100,000 residents and write as many, with journal and index: `python -m tests.benchmarks.bench_store`."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import select

from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.store.backup import back_up
from stationdesk.store.connection import connect, engine_of
from stationdesk.store.database import Database
from stationdesk.store.keys import new_key
from tests.benchmarks.peak import peak_mib
from tests.store.kit import STATION, data_folder, open_again, quick_desk, table_of

CHUNK = 5000
OPEN_MS, MEMORY_MIB = 50.0, 300


def rows(count: int) -> list[dict[str, Any]]:
    """Return the columns of `count` invented residents."""
    return [
        {
            "id": new_id(),
            "author": STATION,
            "name": f"张{number % 997}花",
            "sex": "female",
            "birth_date": f"19{number % 60 + 30}-0{number % 9 + 1}-1{number % 9}",
            "id_no": f"36020219420305{number % 10000:04d}",
            "village_group": f"{number % 20}组",
            "phones": [{"number": f"138{number:08d}"}],
            "is_migrant": bool(number % 2),
        }
        for number in range(count)
    ]


def raw(path: Path, people: list[dict[str, Any]]) -> float:
    """Return the seconds that the same rows take in an encrypted file without journal and index."""
    key = new_key()
    connect(path, key, create=True).close()
    engine = engine_of(path, key, begin="BEGIN IMMEDIATE", size=1)
    with engine.begin() as connection:
        table_of(Resident).create(connection)
    start = time.perf_counter()
    with engine.begin() as connection:
        for place in range(0, len(people), CHUNK):
            connection.execute(insert(table_of(Resident)), people[place : place + CHUNK])
    taken = time.perf_counter() - start
    engine.dispose()
    return taken


def logged(desk: Database, people: list[dict[str, Any]]) -> float:
    """Return the seconds that the rows take as one action."""
    start = time.perf_counter()
    with desk.writing("徐", "导入") as session:
        for place in range(0, len(people), CHUNK):
            session.connection().execute(insert(table_of(Resident)), people[place : place + CHUNK])
    return time.perf_counter() - start


def opening(place: Path, key: bytes) -> tuple[float, float]:
    """Return the milliseconds until a desk is open and its first record read, and those of its first save."""
    start = time.perf_counter()
    with open_again(data_folder(place), key) as desk:
        with desk.reading() as session:
            session.exec(select(Resident.name).limit(1)).one()
        read = time.perf_counter()
        with desk.writing("徐", "改") as session:
            session.connection().exec_driver_sql("UPDATE resident SET remark = coalesce(remark, '') || 'x' WHERE key = 1")
        return (read - start) * 1000, (time.perf_counter() - read) * 1000


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--residents", type=int, default=100_000)
    count: int = options.parse_args().residents
    people = rows(count)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        bare = raw(place / "raw.sdb", people)
        with quick_desk(place / "desk") as desk:
            key, written = desk.key, logged(desk, people)
        before_backup = peak_mib()
        opened, saved = zip(*(opening(place / "desk", key) for _again in range(15)), strict=True)
        with open_again(data_folder(place / "desk"), key) as desk:
            start = time.perf_counter()
            back_up(desk, place / "stick")
            backed_up = time.perf_counter() - start
        with closing(connect(place / "desk" / "data" / "store.sdb", key)) as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
    found = {
        "residents": count,
        "open_ms": {"median": round(statistics.median(opened), 1), "worst": round(max(opened), 1), "promised": OPEN_MS},
        "first_save_ms": {"median": round(statistics.median(saved), 1), "worst": round(max(saved), 1)},
        "raw_inserts_s": round(bare, 2),
        "logged_and_indexed_s": round(written, 2),
        "ratio": round(written / bare, 2),
        "backup_s": round(backed_up, 2),
        "store_mib": pages * 4096 >> 20,
        "peak_mib": {"inserts": before_backup, "all": peak_mib()},
    }
    print(json.dumps(found, ensure_ascii=False, indent=1))
    sys.exit(int(statistics.median(opened) > OPEN_MS or peak_mib() > MEMORY_MIB))


if __name__ == "__main__":
    main()
