"""The testkit of packages: one small file for each way a package can be broken or mean harm, with the verdict both readers must give.

`python -m tests.sync.testkit --out FOLDER` writes the files below `county` and `desk`, by who reads them, the good ones they were made
from, the table `verdicts.json`, and in `keys.json` the keys to open them with; each time for a county and a station of its own.
`tests/data/testkit/packages.json` is the table of verdicts.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stationdesk.sync.own_keys import own_keys
from tests.sync.defects import AT_COUNTY, AT_DESK, EITHER, SENTENCES, Case
from tests.sync.hostile_road import CODE, Road, made_road

TABLE = Path(__file__).parents[1] / "data" / "testkit" / "packages.json"
SIDES = ("county", "desk")


def cases() -> Iterator[tuple[str, Case]]:
    """Yield every case with the side that reads it."""
    for side, more in zip(SIDES, (AT_COUNTY, AT_DESK), strict=True):
        yield from ((side, case) for case in (*EITHER, *more))


def file_of(side: str, case: Case) -> str:
    """Return the file of a case, within the kit."""
    return f"{side}/{case.row}-{re.sub('[^a-z0-9]+', '-', case.name.lower()).strip('-')}.sdpkg"


def said_of(side: str, case: Case) -> dict[str, Any]:
    """Return what the table says of a case."""
    said = {"file": file_of(side, case), "row": case.row, "holds": case.name, "verdict": case.verdict.__name__}
    return said | {"says": SENTENCES[case.verdict]} | ({"line": case.number} if case.number else {})


def verdicts() -> list[dict[str, Any]]:
    """Return the table of verdicts."""
    found: list[dict[str, Any]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return found


def write_kit(road: Road, to: Path) -> None:
    """Write the kit."""
    for side, good in zip(SIDES, (road.up, road.down), strict=True):
        (to / side).mkdir(parents=True)
        (to / side / "good.sdpkg").write_bytes(good.raw)
    for side, case in cases():
        path = to / file_of(side, case)
        if path.exists():
            raise AssertionError(f"two cases in {path.name}")
        path.write_bytes(case.make(road.up if side == "county" else road.down))
    shutil.copy(TABLE, to / "verdicts.json")
    keys = {}
    for side, database in zip(SIDES, (road.world.county.database, road.world.desks[CODE].database), strict=True):
        with database.reading() as session:
            found = own_keys(session)
        keys[side] = {"minisign public key": found.sign.public, "age identities": list(found.identities)}
    (to / "keys.json").write_text(json.dumps(keys, indent=1), encoding="ascii")


def write_table() -> None:
    """Write the table of verdicts anew, from the cases."""
    rows = ",\n ".join(json.dumps(said_of(side, case), ensure_ascii=False) for side, case in cases())
    TABLE.write_text(f"[\n {rows}\n]\n", encoding="utf-8")


def main() -> None:
    """Write the kit into the folder that the command names, or with --table the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.sync.testkit", description=__doc__)
    parser.add_argument("--out", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--table", action="store_true", help="write the table of verdicts anew, from the cases")
    given = parser.parse_args()
    if given.table:
        write_table()
    if given.out:
        given.out.mkdir(parents=True)
        road = made_road(given.out)
        write_kit(road, given.out)
        road.world.close()
        print(f"{len(verdicts())} packages in {given.out}")  # noqa: T201 - a command
    if not given.out and not given.table:
        parser.error("say --out FOLDER")
