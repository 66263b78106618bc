"""Measure the memory of what is large on the road: one package of 1,000,000 changes taken into the file and into PostgreSQL, and a
repair in which a station puts 100,000 changes of its own after the county's; prints one JSON document.

Making what is read takes most of the time and is not measured; a process of its own, whose memory is its own, takes the package or
makes the repair.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.engine import Engine

from stationdesk.county import answers, stations
from stationdesk.county.desk import CountyDesk
from stationdesk.county.intake import take
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit
from stationdesk.store.database import Database
from stationdesk.store.desk import unlock_desk
from stationdesk.store.folder import DataFolder
from stationdesk.sync import inbox, outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from tests.benchmarks.many_stations import Enrolled, county, enrol_many, lines_of, package_of, template
from tests.benchmarks.peak import peak_mib
from tests.postgres_server import cluster, server_programs
from tests.store.kit import STATION, data_folder, open_again, quick_desk, table_of

MEMORY_MIB = 300
VILLAGE = 2000
"""People of the village whose journal the large package says again and again, each time of other records."""
OPERATOR = "徐丽华"


def main() -> None:
    """Measure and print; exit 1 where a bound is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--changes", type=int, default=1_000_000, help="of the package")
    options.add_argument("--own", type=int, default=100_000, help="changes that the repair puts back")
    options.add_argument("--only", choices=["file", "postgres", "repair"])
    for hidden in ("--taking", "--repairing"):
        options.add_argument(hidden, type=Path, help=argparse.SUPPRESS)
    given, _others = options.parse_known_args()
    if given.taking or given.repairing:
        print(json.dumps(taken(given.taking) if given.taking else repaired(given.repairing)))
        return
    kinds = [given.only] if given.only else ["file", "postgres", "repair"]
    found = {kind: repair_of(given.own) if kind == "repair" else package_into(kind, given.changes) for kind in kinds}
    print(json.dumps(found | {"peak_bound_mib": MEMORY_MIB}, indent=1))
    sys.exit(any(one.get("peak_mib", 0) > MEMORY_MIB for one in found.values()))


def apart(option: str, folder: Path) -> dict[str, Any]:
    """Let another process do it, and return what it says."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_large", option, str(folder)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


# -- one large package


def package_into(store: str, changes: int) -> dict[str, Any]:
    """Make the package and have it taken."""
    with tempfile.TemporaryDirectory() as name:
        if store == "file":
            return made_and_taken(Path(name), "", changes)
        programs = server_programs()
        if programs is None:
            return {"skipped": "no PostgreSQL server programs here"}
        with cluster(programs) as url:
            return made_and_taken(Path(name), url, changes)


def made_and_taken(folder: Path, url: str, changes: int) -> dict[str, Any]:
    """Make a county and one station's package of so many changes."""
    with county(folder, url) as desk:
        (station,) = enrol_many(desk, 1)
        package_of(desk, station, repeated(station, template(folder, min(VILLAGE, changes // 4)), changes), folder)
    return apart("--taking", folder)


def repeated(station: Enrolled, lines: list[bytes], changes: int) -> list[bytes]:
    """Return a journal of so many changes: the lines again and again, numbered on, each time of other records."""
    found: list[bytes] = []
    for turn in range(1, 2 + changes // len(lines)):
        again = lines_of(replace(station, number=turn), lines)
        for place, line in enumerate(again, 1):
            found.append(line.replace(b'{"seq":%d,' % place, b'{"seq":%d,' % (len(found) + 1), 1))
            if len(found) == changes:
                return found
    return found


def taken(folder: Path) -> dict[str, Any]:
    """Take the package of the folder."""
    database, _slot = unlock_desk(DataFolder(folder / "county", folder / "county-state"), "a county's passphrase")
    (path,) = folder.glob("*.sdpkg")
    with database, CountyDesk(database) as desk:
        start = time.process_time()
        done = take(desk, "clerk", path)
        used = time.process_time() - start
        return {
            "changes": done.changes,
            "rows": rows_in(desk.ledger),
            "package_mb": round(path.stat().st_size / 1e6, 1),
            "processor_s": round(used, 1),
            "peak_mib": peak_mib(),
        }


def rows_in(ledger: Engine) -> int:
    """Return how many residents the ledger has."""
    with ledger.begin() as connection:
        return int(connection.execute(text("SELECT count(*) FROM resident")).scalar_one())


# -- one large repair


def repair_of(own: int) -> dict[str, Any]:
    """Let a station's journal part, with so many changes of its own on one side and some of the same on the other."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with county(folder) as desk:
            letter = stations.enrol_station(desk, "clerk", code=STATION, name="上徐村", town="鲇鱼山镇", to=folder)
            with quick_desk(folder / "there", recipient="") as there:
                enrol(there, OPERATOR, read_enrolment(letter))
                write(there, 50, "共")
                (folder / "answers").mkdir()
                take(desk, "clerk", outbox.export(there, OPERATOR, folder).path)
                key = bytes(there.key)
                (folder / "key").write_text(key.hex(), encoding="ascii")
            shutil.copytree(folder / "there", folder / "here")
            with open_again(data_folder(folder / "there"), key) as there:
                write(there, own // 10, "人")
                take(desk, "clerk", outbox.export(there, OPERATOR, folder).path)
            with open_again(data_folder(folder / "here"), key) as here:
                write(here, own, "人")
                here.take_new_copy()
                here.write_mark()
                take(desk, "clerk", outbox.export(here, OPERATOR, folder).path)
            answers.answer(desk, "clerk", STATION, folder / "answers")
        return apart("--repairing", folder)


def write(desk: Database, changes: int, name: str) -> None:
    """Write so many changes: people, and one visit of each; a hundred of each in an action."""
    for start in range(0, changes, 200):
        people = [
            {"id": new_id(), "author": STATION, "name": f"{name}{start + n}", "birth_date": f"19{n % 60 + 20}-03-05", "remark": "身体一般"}
            for n in range(min(100, (changes - start + 1) // 2))
        ]
        visits = [
            {"id": new_id(), "author": STATION, "resident_id": one["id"], "visited_on": "2026-11-20", "mode": "home", "content": "都好"}
            for one in people[: changes - start - len(people)]
        ]
        with desk.writing(OPERATOR, "导入台账") as session:
            session.connection().execute(insert(table_of(Resident)), people)
            if visits:
                session.connection().execute(insert(table_of(Visit)), visits)


def repaired(folder: Path) -> dict[str, Any]:
    """Read the answer that makes one journal of the two."""
    (path,) = (folder / "answers").glob("*.sdpkg")
    key = bytes.fromhex((folder / "key").read_text(encoding="ascii"))
    with closing(open_again(data_folder(folder / "here"), key)) as desk:
        start = time.process_time()
        done = inbox.receive(desk, OPERATOR, path).repaired
        used = time.process_time() - start
    if done is None:
        raise AssertionError("no repair")
    return {
        "theirs": done.theirs,
        "own": done.mine,
        "doubles": done.doubles,
        "processor_s": round(used, 1),
        "us_an_own_change": round(1e6 * used / max(1, done.mine)),
        "peak_mib": peak_mib(),
    }


if __name__ == "__main__":
    main()
