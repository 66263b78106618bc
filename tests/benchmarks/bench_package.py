"""Measure writing and reading a package of 100,000 changes beside `zstd -3 | age` of the same bytes; prints one JSON document."""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stationdesk.sync.digest import chain_all
from stationdesk.sync.package import Outgoing, write_package
from stationdesk.sync.package_reading import open_envelope
from tests.benchmarks.peak import peak_mib
from tests.sync.testkit import COUNTY, STATION, digest_at, draft, line

RATIO, MEMORY_MIB = 4.0, 300


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--changes", type=int, default=100_000)
    given, _others = options.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), given.changes)
    print(json.dumps(found, indent=1))
    sys.exit(found["write_proven_ratio"] > RATIO or found["peak_mib"] > MEMORY_MIB)


def best(work: Callable[[int], Any], times: int = 5) -> float:
    """Return the seconds of the quickest of a few runs."""
    taken = []
    for number in range(1, times + 1):
        start = time.perf_counter()
        work(number)
        taken.append(time.perf_counter() - start)
    return min(taken)


def measured(folder: Path, count: int) -> dict[str, Any]:
    """Write `count` changes of about 230 bytes with ids and noise as real ones have, and read them back."""
    seeded = random.Random(1)
    lines = [line(seq, action=seeded.randbytes(8).hex(), at="2026-11-22T01:02:03.456Z") for seq in range(1, count + 1)]
    (folder / "plain").write_bytes(b"\n".join(lines) + b"\n")
    pipe = f"zstd -q -3 -c {folder}/plain | age -r {COUNTY.recipient} > {folder}/sealed"
    bare = best(lambda _number: subprocess.run(["sh", "-c", pipe], check=True))
    last = chain_all(digest_at(STATION.code, COUNTY.code, []), lines)

    def write(number: int, *, proven: bool) -> None:
        out = Outgoing(lines, [COUNTY.recipient], STATION.sign_key, proven=proven)
        write_package(folder, draft(last=count, number=number, digest_last=last), out, folder)

    chained, proven = best(lambda number: write(number, proven=False)), best(lambda number: write(number + 5, proven=True))

    def read(_number: int) -> None:
        path = next(folder.glob("*_n0001.sdpkg"))
        with (
            open_envelope(path, lambda _manifest: STATION.sign_key.public, COUNTY.code) as envelope,
            envelope.open_payload([COUNTY.identity], folder) as payload,
        ):
            payload.check()

    return {
        "changes": count,
        "bytes": (folder / "plain").stat().st_size,
        "zstd_age_s": round(bare, 3),
        "write_ratio": round(chained / bare, 2),
        "write_proven_ratio": round(proven / bare, 2),
        "read_s": round(best(read, 2), 3),
        "peak_mib": peak_mib(),
    }


if __name__ == "__main__":
    main()
