"""Measure the day's list among 100,000 residents and 1,000,000 visits in a real encrypted desk; prints JSON.

Four desks: a village; the large register with its grades and visits alone; the same with years of plans, calls, requests, duties and
readings; and one far behind. In both large ones the whole list is bounded, in the second also what is shown at once and each part that
follows. Every look at the whole list is one of its own, as the page looks. Saving a visit is measured in each, and the day against a bare
count of everybody's last contact in SQL.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit
from stationdesk.services.ahead import week
from stationdesk.services.birthdays import birthdays
from stationdesk.services.contacts import How, due_of, record_contact
from stationdesk.services.gaps import gaps
from stationdesk.services.today import sections_of_contacts, today
from stationdesk.services.today_kept import Kept
from stationdesk.services.today_lines import SHOWN, Asked
from stationdesk.services.today_sources import SOURCES
from stationdesk.store import last_call, last_contact, plan_measures
from stationdesk.store.connection import engine_of
from stationdesk.store.database import Database
from tests.benchmarks.bench_find import people
from tests.benchmarks.care_kit import Amounts, Care, conditions
from tests.benchmarks.peak import peak_mib
from tests.store.kit import STATION, quick_desk

ON = date(2026, 11, 23)
GRADED, VISITS = 0.2, 10
"""Which part of the residents has a grade (elders and children who are cared for), and how many visits there are for each resident."""
RHYTHM = {"red": (1, 7), "yellow": (7, 30), "green": (30, 90)}
WEIGHTS = (1, 3, 6)
BY = ({"name": "徐丽华"},)
VILLAGE = 3_000
"""Residents of an ordinary village."""
MOST_MS = {
    "grades and visits": {"today": 150, "save a visit": 30},
    "years of care": {"today": 150, "first look": 100, "longest breath": 50, "save a visit": 30},
}
"""Milliseconds of the processor that are allowed on the machine these figures are for, by desk.

The first look is what the page shows at once in a very large register: whom to contact. The other parts follow, each in a breath of its
own between which keys are answered."""
BEHIND = 5
"""The desk that is far behind has so many times fewer people: filling another large one would take minutes."""
FILLING = "PRAGMA cache_size=-600000"
"""Pages kept while a desk is filled: with few of them every index is read and sealed again for each row."""
RATIO = 0.5
"""Which part of the bare counting of last contacts in SQL the whole list may take."""
BARE = "SELECT resident_id, max(visited_on) FROM visit WHERE removed_at IS NULL AND outcome = 'met' GROUP BY resident_id"


def grades_of(rows: list[dict[str, Any]], dice: random.Random) -> list[dict[str, Any]]:
    """Give every fifth resident a grade."""
    chosen = [row["id"] for row in rows if dice.random() < GRADED]
    codes = dice.choices(tuple(RHYTHM), WEIGHTS, k=len(chosen))
    same = {"author": STATION, "scheme_code": "red_yellow_green", "from_date": "2026-01-01"}
    return [
        {
            "id": new_id(),
            "resident_id": who,
            "grade": code,
            "review_due": (ON - timedelta(days=dice.randrange(-180, 2))).isoformat(),
            **same,
        }
        for who, code in zip(chosen, codes, strict=True)
    ]


def visits_of(grades: list[dict[str, Any]], dice: random.Random, wanted: int, *, behind: bool) -> list[dict[str, Any]]:
    """Make about so many visits of the last days: by the rhythm with a few slips, or by chance."""
    made = []
    a_day = sum(1 / every for grade in grades for every in RHYTHM[grade["grade"]]) / (3 if behind else 1)
    days = round(wanted / a_day)
    for grade in grades:
        for mode, every in zip(("phone", "home"), RHYTHM[grade["grade"]], strict=True):
            step = every * 3 if behind else every
            start = dice.randrange(step) if behind or dice.random() < 0.03 else dice.randrange(max(1, every - 1))
            made += [
                {
                    "id": new_id(),
                    "author": STATION,
                    "resident_id": grade["resident_id"],
                    "visited_on": (ON - timedelta(days=back)).isoformat(),
                    "mode": mode,
                    "kind": "routine",
                    "outcome": "met" if dice.random() < 0.95 else "no_answer",
                    "visitors": BY,
                }
                for back in range(start + (1 if not behind and every == 1 and dice.random() < 0.1 else 0), days, step)
            ]
    for one in made:
        promised = dice.random() < 0.01
        back = (ON - date.fromisoformat(one["visited_on"])).days
        due, kept = ON - timedelta(days=back - 7), back > 9 or dice.random() < 0.3
        one["follow_up_due"] = due.isoformat() if promised else None
        one["followed_up_on"] = due.isoformat() if promised and kept else None
    dice.shuffle(made)
    return made


def keeping(connection: object) -> None:
    """Keep the last contacts, the last calls and the measures of plans while a desk is filled, as a desk's writer does."""
    for kept in (last_contact, last_call, plan_measures):
        kept.attach(connection)


def filled(desk: Database, count: int, *, behind: bool, care_too: bool = True) -> dict[str, int]:
    """Fill a new desk, with everything that care is or with grades and visits alone; returns how much it holds.

    The rows are written without a journal, or filling would take an hour.
    """
    dice, rows = random.Random(3), people(count)
    for row in rows:
        row["author"] = STATION
        row["residency_status"] = "living"
        row["birth_precision"] = "day"
    writer = engine_of(desk.folder.store, desk.key, begin="BEGIN IMMEDIATE", size=1, prepare=keeping)
    grades = grades_of(rows, dice)
    visits = visits_of(grades, dice, count * VISITS, behind=behind)
    graded = [grade["resident_id"] for grade in grades]
    care = Care(rows, graded, ON, Amounts().share(count))
    conditions(rows, set(graded), ON)
    with writer.begin() as connection:
        connection.exec_driver_sql(FILLING)
        for kind, some in ((Resident, rows), (CareGrade, grades), (Visit, visits)):
            for start in range(0, len(some), 5000):
                connection.execute(insert(kind), some[start : start + 5000])
        if care_too:
            care.write(connection)
    writer.dispose()
    held = {"residents": len(rows), "graded": len(grades), "visits": len(visits)}
    return held | (care.amounts._asdict() if care_too else {})


def figures(ask: Callable[[], object], times: int) -> dict[str, float]:
    """Ask several times; return median and worst in milliseconds by the clock, and the median of the processor's time alone.

    Circles of objects are not searched for meanwhile: the program does that between, by a timer (`ui.parts.collecting`).
    """
    taken, worked = [], []
    searched = gc.isenabled()
    gc.collect()
    gc.disable()
    for _time in range(times):
        start, begun = time.perf_counter(), time.thread_time()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
        worked.append((time.thread_time() - begun) * 1000)
    if searched:
        gc.enable()
    return {
        "median_ms": round(statistics.median(taken), 1),
        "worst_ms": round(max(taken), 1),
        "cpu_ms": round(statistics.median(worked), 1),
    }


def look(desk: Database) -> None:
    """Read the whole list once."""
    with desk.reading() as session:
        today(session, ON, most=SHOWN)


def measured(desk: Database, times: int) -> dict[str, Any]:
    """Ask a filled desk for the day, for one person, for birthdays and gaps, save visits, and count bare in the same run."""
    with desk.reading() as session:
        day = today(session, ON, most=SHOWN)
        lines = [line.resident_id for line in day.lines()]
        found: dict[str, Any] = {
            "open": day.open,
            "shown": len(lines),
            "today": figures(partial(look, desk), times),
            "first look": figures(lambda: today(session, ON, most=SHOWN, kept=Kept({}), first=True), times),
            "count alone": figures(lambda: today(session, ON, most=0), times),
            "one person": figures(lambda: due_of(session, lines[:1], ON), times),
            "birthdays": figures(lambda: birthdays(session, ON), times),
            "gaps": figures(lambda: gaps(session, ON), max(times // 3, 1)),
            "bare SQL, last contact of everybody": figures(lambda: session.connection().exec_driver_sql(BARE).all(), max(times // 3, 1)),
        }
        for source in SOURCES:
            section = source.section(session, Asked(ON, most=SHOWN))
            counted: dict[str, Any] = {"count": section.count, "lines": len(section.lines)}
            found[source.kind] = counted | figures(partial(source.section, session, Asked(ON, most=SHOWN)), times)
        found["longest breath"] = max((found[source.kind] for source in SOURCES), key=lambda one: float(one["cpu_ms"]))
        found["contacts"] = figures(lambda: sections_of_contacts(session, Asked(ON, most=SHOWN)), times)
        found["week"] = figures(lambda: week(session, ON), max(times // 3, 1))
    waiting = iter(line for line in lines if line)

    def save() -> None:
        with desk.writing("bench", "已电话联系") as session:
            record_contact(session, next(waiting), How.PHONE, ON, by="bench", at="09:05")

    return found | {"save a visit": figures(save, min(times * 3, len(lines)))}


def too_slow(name: str, found: dict[str, Any]) -> list[str]:
    """Return what took longer in a desk than it may."""
    late = [f"{name}: {what}" for what, most in MOST_MS.get(name, {}).items() if found[what]["cpu_ms"] > most]
    bare = found["bare SQL, last contact of everybody"]["cpu_ms"]
    return late + ([f"{name}: ratio"] if name in MOST_MS and found["first look"]["cpu_ms"] > RATIO * bare else [])


def main() -> None:
    """Fill, ask, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--residents", type=int, default=100_000)
    options.add_argument("--times", type=int, default=15)
    given = options.parse_args()
    found: dict[str, Any] = {"too slow": []}
    for name, count, behind, care_too in (
        ("a village", VILLAGE, False, True),
        ("grades and visits", given.residents, False, False),
        ("years of care", given.residents, False, True),
        ("far behind", given.residents // BEHIND, True, True),
    ):
        with tempfile.TemporaryDirectory() as folder, quick_desk(Path(folder)) as desk:
            found[name] = filled(desk, count, behind=behind, care_too=care_too) | measured(desk, given.times)
        found["too slow"] += too_slow(name, found[name])
    large = found["grades and visits"]
    found["ratio"] = round(large["first look"]["cpu_ms"] / large["bare SQL, last contact of everybody"]["cpu_ms"], 2)
    found["peak_mib"] = peak_mib()
    print(json.dumps(found, ensure_ascii=False, indent=1))
    sys.exit(bool(found["too slow"]))


if __name__ == "__main__":
    main()
