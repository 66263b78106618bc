"""Measure what a round of the road costs after 10, 100 and 1,000 rounds: no more each time; prints one JSON document."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.peak import peak_mib
from tests.road_kit import Road, made_road

CHANGES, SOME = 20, 9
GROWTH = 1.5
"""A round after a thousand may take so many times as long as one after ten: it takes as long, but for the machine's moods."""


def main() -> None:
    """Measure and print; exit 1 where the bound is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=1000)
    given, _others = options.parse_known_args()
    with tempfile.TemporaryDirectory() as folder, made_road(Path(folder)) as road:
        found = measured(road, given.rounds)
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    sys.exit(found["growth"] > GROWTH)


def measured(road: Road, rounds: int) -> dict[str, float]:
    """Go so many rounds, each with new entries of the station and a word of the county; CPU time, the middle one of a few."""
    road.county_writes_place("派出所", "110")
    taken = [one_round(road, number) for number in range(rounds)]
    marks = {after: statistics.median(taken[after - SOME : after]) for after in (SOME + 1, 100, 1000) if after <= rounds}
    costs = {f"round_{after}_ms": round(seconds * 1000, 1) for after, seconds in marks.items()}
    return costs | {"growth": round(marks[max(marks)] / marks[min(marks)], 2), "growth_bound": GROWTH, "peak_mib": peak_mib()}


def one_round(road: Road, number: int) -> float:
    """Write, export, take, answer, receive; return the CPU seconds of the last four."""
    road.add(*(f"{number}-{each}" for each in range(CHANGES)))
    start = time.process_time()
    made = road.export()
    taken = road.county_takes()
    receipt = road.receive(road.county_answers())
    spent = time.process_time() - start
    if made.changes != CHANGES or [one.outcome for one in taken] != ["taken"] or receipt.confirmed != made.last:
        raise AssertionError(f"round {number}: {made}, {taken}, {receipt}")
    for path in road.stick.iterdir():
        path.unlink()
    return spent


if __name__ == "__main__":
    main()
