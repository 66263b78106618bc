"""Measure that the n-th round of the road costs what the first ones cost, step by step, and with thousands of packages in the log.

Prints one JSON document; everything is a ratio within this run, of CPU time.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlmodel import Session

from stationdesk.services.periods import periods
from stationdesk.store.database import position
from stationdesk.sync.on_stick import look
from stationdesk.sync.peers import county_of
from stationdesk.sync.reporting import is_needed
from tests.benchmarks.peak import peak_mib
from tests.road_kit import Road, made_road
from tests.sync.long_log import lay_log

LATER, LONG = 1.5, 2.0
"""A step of a late round may take so many times as long as of an early one; what takes a millisecond, so many times with a long log."""
WARM, SOME, TIMES = 2, 15, 30
"""Rounds that do not count, rounds whose middle one counts, and how often what is only read is read."""
SHORT = 80
"""Rounds in the log before the first one that is measured: the page shows sixty."""
STEPS = ("export", "take", "answer", "receive")
Costs = dict[str, float]


def main() -> None:
    """Measure and print; exit 1 where a bound is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=90)
    options.add_argument("--packages", type=int, default=4000)
    given, _others = options.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        early, late = rounds_of(Path(folder) / "short", given.rounds, SHORT)
        long, _late = rounds_of(Path(folder) / "long", WARM + SOME, given.packages // 2)
    found: dict[str, Any] = {"rounds": given.rounds, "packages_in_log": given.packages, "early_ms": shown(early)}
    found |= {"late_to_early": ratios(late, early), "long_log_to_early": ratios(long, early)}
    found |= {"step_bound": LATER, "read_bound": LONG, "peak_mib": peak_mib()}
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    both = [*found["late_to_early"].items(), *found["long_log_to_early"].items()]
    sys.exit(any(ratio > (LATER if step in STEPS else LONG) for step, ratio in both))


def rounds_of(place: Path, rounds: int, logged: int) -> tuple[Costs, Costs]:
    """Go so many rounds behind a log of others; return what the early and the late ones took."""
    place.mkdir()
    with made_road(place) as road:
        lay_log(road, logged, 2000)
        road.set_clock(11, 22)
        who = road.add("甲")[0]
        taken: list[Costs] = []
        looks: list[Costs] = []
        for number in range(rounds):
            taken.append(one_round(road, who))
            if number + 1 in (WARM + SOME, rounds):
                looks.append(read_times(road))
        early, late = middle(taken[WARM : WARM + SOME]), middle(taken[-SOME:])
        return early | looks[0], late | looks[-1]


def one_round(road: Road, who: str) -> Costs:
    """Write a visit down, export, take, answer, receive; return the CPU seconds of the last four."""
    road.visit(who, "2026-11-20")
    for path in road.stick.iterdir():
        path.unlink()
    costs: Costs = {}
    made: Any = timed(costs, "export", road.export)
    taken: Any = timed(costs, "take", road.county_takes)
    answer: Any = timed(costs, "answer", road.county_answers)
    receipt: Any = timed(costs, "receive", lambda: road.receive(answer))
    if [one.outcome for one in taken] != ["taken"] or receipt.confirmed != made.last:
        raise AssertionError(f"{made}, {taken}, {receipt}")
    return costs


def read_times(road: Road) -> Costs:
    """Return the CPU seconds of what is only read; the quickest of many."""
    on = road.desk.clock().date()
    works: dict[str, Callable[[Session], object]] = {
        "needed": lambda session: is_needed(session, road.desk, county_of(session), position(session.connection(), road.desk.about)),
        "look": lambda session: look(session, road.stick),
        "periods": lambda session: periods(session, on),
    }
    costs: Costs = {}
    for name, work in works.items():
        with road.desk.reading() as session:
            every: list[Costs] = [{} for _time in range(TIMES)]
            for one in every:
                timed(one, name, lambda work=work, session=session: work(session))  # type: ignore[misc]
        costs[name] = min(one[name] for one in every)
    return costs


def timed(costs: Costs, name: str, work: Callable[[], object]) -> object:
    """Do something and note its CPU seconds."""
    start = time.process_time()
    found = work()
    costs[name] = time.process_time() - start
    return found


def middle(rounds: list[Costs]) -> Costs:
    """Return the middle cost of each step."""
    return {name: statistics.median(one[name] for one in rounds) for name in STEPS}


def shown(costs: Costs) -> Costs:
    """Return costs in milliseconds."""
    return {name: round(1000 * cost, 2) for name, cost in costs.items()}


def ratios(late: Costs, early: Costs) -> Costs:
    """Return how many times as long each took."""
    return {name: round(late[name] / early[name], 2) for name in early}


if __name__ == "__main__":
    main()
