"""Measure the day's list among 100,000 residents in a real encrypted file, in a village up to date and in one far behind; prints JSON."""

from __future__ import annotations

import argparse
import json
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit
from stationdesk.services.birthdays import birthdays
from stationdesk.services.contacts import due_of
from stationdesk.services.gaps import gaps
from stationdesk.services.today import today
from stationdesk.store.clock import now
from stationdesk.store.connection import connect, engine_of
from stationdesk.store.database import About
from stationdesk.store.migrations import migrate
from tests.benchmarks.bench_find import people
from tests.benchmarks.peak import peak_mib

ON = date(2026, 11, 23)
GRADED, DAYS = 0.2, 90
"""Which part of the residents has a grade (elders and children who are cared for), and how far back visits go."""
RHYTHM = {"red": (1, 7), "yellow": (7, 30), "green": (30, 90)}
WEIGHTS = (1, 3, 6)
VILLAGE = 3_000
"""Residents of an ordinary village."""
RATIO = 4.0
"""How many times the bare counting of last contacts in SQL the whole list may take."""
BARE = "SELECT resident_id, max(visited_on) FROM visit WHERE removed_at IS NULL AND outcome = 'met' GROUP BY resident_id"


def grades_of(rows: list[dict[str, Any]], dice: random.Random) -> list[dict[str, Any]]:
    """Give every fifth resident a grade."""
    chosen = [row["id"] for row in rows if dice.random() < GRADED]
    codes = dice.choices(tuple(RHYTHM), WEIGHTS, k=len(chosen))
    return [
        {"id": new_id(), "author": "S1", "resident_id": who, "scheme_code": "red_yellow_green", "grade": code, "from_date": "2026-01-01"}
        for who, code in zip(chosen, codes, strict=True)
    ]


def visits_of(grades: list[dict[str, Any]], dice: random.Random, *, behind: bool) -> list[dict[str, Any]]:
    """Make the visits of the last 90 days: by the rhythm with a few slips, or by chance."""
    made = []
    for grade in grades:
        for mode, every in zip(("phone", "home"), RHYTHM[grade["grade"]], strict=True):
            step = every * 3 if behind else every
            start = dice.randrange(step) if behind or dice.random() < 0.03 else dice.randrange(max(1, every - 1))
            made += [
                {
                    "id": new_id(),
                    "author": "S1",
                    "resident_id": grade["resident_id"],
                    "visited_on": (ON - timedelta(days=back)).isoformat(),
                    "mode": mode,
                    "kind": "routine",
                    "outcome": "met" if dice.random() < 0.95 else "no_answer",
                }
                for back in range(start + (1 if not behind and every == 1 and dice.random() < 0.1 else 0), DAYS, step)
            ]
    dice.shuffle(made)
    return made


def filled(path: Path, key: bytes, count: int, *, behind: bool) -> dict[str, int]:
    """Fill a new store; returns how much it holds."""
    dice, rows = random.Random(3), people(count)
    for row in rows:
        row["residency_status"] = "living"
        row["birth_precision"] = "day"
    connection = connect(path, key, create=True)
    migrate(connection, now)
    connection.close()
    writer = engine_of(path, key, begin="BEGIN IMMEDIATE", size=1)
    grades = grades_of(rows, dice)
    visits = visits_of(grades, dice, behind=behind)
    with writer.begin() as connection:
        for kind, some in ((Resident, rows), (CareGrade, grades), (Visit, visits)):
            for start in range(0, len(some), 5000):
                connection.execute(insert(kind), some[start : start + 5000])
    writer.dispose()
    return {"residents": len(rows), "graded": len(grades), "visits": len(visits)}


def figures(ask: Callable[[], object], times: int) -> dict[str, float]:
    """Ask several times; return median and worst in milliseconds by the clock, and the median of the processor's time alone."""
    taken, worked = [], []
    for _time in range(times):
        start, begun = time.perf_counter(), time.thread_time()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
        worked.append((time.thread_time() - begun) * 1000)
    return {
        "median_ms": round(statistics.median(taken), 1),
        "worst_ms": round(max(taken), 1),
        "cpu_ms": round(statistics.median(worked), 1),
    }


def measured(path: Path, key: bytes, times: int) -> dict[str, Any]:
    """Ask a filled store for the day, for one person, for birthdays and gaps, and count bare in the same run."""
    reader = engine_of(path, key, begin="BEGIN", size=1, query_only=True)
    with Session(reader) as session:
        session.info["about"] = About("bench", "station", "S1", "C", "x")
        day = today(session, ON)
        somebody = [line.resident_id for line in day.lines()][:1]
        found = {
            "open": day.open,
            "shown": len(day.lines()),
            "today": figures(lambda: today(session, ON), times),
            "count alone": figures(lambda: today(session, ON, most=0), times),
            "one person": figures(lambda: due_of(session, somebody, ON), times),
            "birthdays": figures(lambda: birthdays(session, ON), times),
            "gaps": figures(lambda: gaps(session, ON), max(times // 3, 1)),
            "bare SQL, last contact of everybody": figures(lambda: session.connection().exec_driver_sql(BARE).all(), times),
        }
    reader.dispose()
    return found


def main() -> None:
    """Fill, ask, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--residents", type=int, default=100_000)
    options.add_argument("--times", type=int, default=15)
    given = options.parse_args()
    found: dict[str, Any] = {}
    for name, count, behind in (
        ("a village, up to date", VILLAGE, False),
        ("up to date", given.residents, False),
        ("far behind", given.residents, True),
    ):
        with tempfile.TemporaryDirectory() as folder:
            path, key = Path(folder) / "today.sdb", secrets.token_bytes(48)
            held = filled(path, key, count, behind=behind)
            found[name] = held | measured(path, key, given.times)
    found["peak_mib"] = peak_mib()
    ratio = found["up to date"]["today"]["cpu_ms"] / found["up to date"]["bare SQL, last contact of everybody"]["cpu_ms"]
    found["ratio"] = round(ratio, 2)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    sys.exit(ratio > RATIO)


if __name__ == "__main__":
    main()
