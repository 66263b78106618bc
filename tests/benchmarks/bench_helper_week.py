"""Measure the week of all helpers, 1,000 pairs (a town) among 100,000 residents and 1,000,000 visits; prints JSON."""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from stationdesk.registers.helper import Helper
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit
from stationdesk.services.helper_week import helper_week
from stationdesk.store.connection import engine_of
from stationdesk.store.database import Database
from tests.benchmarks.bench_find import people
from tests.benchmarks.bench_today import figures
from tests.benchmarks.peak import peak_mib
from tests.store.kit import STATION, quick_desk

ON = date(2026, 11, 25)
RHYTHMS = ((7, None), (7, 30), (None, 7), (30, 90))
"""Days between two contacts and between two visits at home, as pairs agree on them."""
EACH = 8
"""Pairs of one helper."""
MOST_MS = 150.0
"""Milliseconds of the processor that the week of everybody may take."""


def fill(desk: Database, residents: int, pairs: int, visits: int) -> None:
    """Fill a store: pairs that are kept with slips for a year, the other visits spread over everybody."""
    dice, rows = random.Random(11), people(residents)
    for row in rows:
        row |= {"author": STATION, "residency_status": "living", "birth_precision": "day"}
    helpers = [
        {"id": new_id(), "author": STATION, "name": f"帮扶{number:04d}", "helper_type": "volunteer"} for number in range(pairs // EACH)
    ]
    made, met = [], []
    for row in dice.sample(rows, pairs):
        helper = dice.choice(helpers)
        contact, home = dice.choice(RHYTHMS)
        asked = {"contact_every_days": contact, "home_visit_every_days": home, "start_date": "2025-11-01", "kind": "pairing"}
        made.append(asked | {"id": new_id(), "author": STATION, "helper_id": helper["id"], "resident_id": row["id"], "state": "active"})
        step = contact or home or 7
        there = ({"name": helper["name"], "helper_id": helper["id"]},)
        met += [
            visit(row["id"], back, "home" if home and dice.random() < 0.5 else "phone", there)
            for back in range(dice.randrange(step + 3), 365, step)
            if dice.random() < 0.95
        ]
    while len(met) < visits:
        met.append(visit(dice.choice(rows)["id"], dice.randrange(700), "phone", ({"name": "徐丽华"},)))
    dice.shuffle(met)
    writer = engine_of(desk.folder.store, desk.key, begin="BEGIN IMMEDIATE", size=1)
    with writer.begin() as connection:
        for kind, some in ((Resident, rows), (Helper, helpers), (Pairing, made), (Visit, met)):
            for start in range(0, len(some), 5000):
                connection.execute(insert(kind), some[start : start + 5000])
    writer.dispose()


def visit(who: str, back: int, mode: str, visitors: tuple[dict[str, str], ...]) -> dict[str, Any]:
    """Return one visit so many days ago."""
    day = (ON - timedelta(days=back)).isoformat()
    made = {"id": new_id(), "author": STATION, "resident_id": who, "visited_on": day, "mode": mode, "kind": "routine", "outcome": "met"}
    return made | {"visitors": visitors, "recorded_on": day}


def main() -> None:
    """Fill, measure, print; fails where it takes too long."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--residents", type=int, default=100_000)
    asked.add_argument("--pairs", type=int, default=1_000)
    asked.add_argument("--visits", type=int, default=1_000_000)
    asked.add_argument("--times", type=int, default=7)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        desk = quick_desk(Path(folder))
        fill(desk, wanted.residents, wanted.pairs, wanted.visits)
        with desk.reading() as session:
            week = helper_week(session, ON)
            found: dict[str, Any] = {
                "lines": len(week.errands),
                "lists": len(week.by_helper()),
                "this week": figures(lambda: helper_week(session, ON), wanted.times),
                "the week before": figures(lambda: helper_week(session, ON, week.first - timedelta(days=7)), wanted.times),
                "peak_mib": round(peak_mib()),
            }
        desk.close()
    print(json.dumps(found, ensure_ascii=False, indent=1))
    if found["this week"]["cpu_ms"] > MOST_MS:
        sys.exit(f"the week of the helpers takes more than {MOST_MS} ms")


if __name__ == "__main__":
    main()
