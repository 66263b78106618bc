"""Measure the week of calls and the list under it over 100,000 residents and 20,000 calls in a real encrypted store; prints JSON.

CPU time of this process, so that what else runs on the machine does not count.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select

from stationdesk.registers.call_person import CallPerson, CallPersonDraft
from stationdesk.registers.call_wish import CallWish, CallWishDraft, OtherEnd
from stationdesk.registers.family_call import FamilyCall, FamilyCallDraft
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.services.call_figures import figures, month
from stationdesk.services.call_gaps import silent, silent_rows
from stationdesk.services.call_week import monday, week
from stationdesk.services.calls_today import CALLS
from stationdesk.services.demo_village import demo_station, settle
from stationdesk.services.stations import open_station
from stationdesk.services.today_lines import Asked
from stationdesk.store.database import Database, author_of
from tests.benchmarks.bench_residents import ON
from tests.store.kit import quick_desk

PAGE_MS = 100.0
"""What week, list and its first lines may take together."""


def cpu(act: Callable[[], Any], times: int = 7) -> float:
    """Return the middle CPU time of doing something, in milliseconds."""
    found = []
    for _time in range(times):
        begin = time.process_time()
        act()
        found.append((time.process_time() - begin) * 1000)
    return sorted(found)[len(found) // 2]


def fill(desk: Database, residents: int, calls: int) -> None:
    """Settle residents, and hold so many calls with them within the last three years; some have a wish."""
    chance = random.Random(3)
    with desk.writing("bench", "settle", final=True) as session:
        open_station(session, demo_station())
        settle(session, residents, ON)
        author = author_of(session)
        people = session.exec(select(Resident.id, Resident.household_id)).all()
        chosen = chance.sample(list(people), min(len(people), max(1, calls // 4)))
        mum = (OtherEnd(relation="妈妈", place="泉州"),)
        held, speaking = [], []
        for number in range(calls):
            days = chance.randrange(-6, 1080)
            day, id_ = (ON - timedelta(days=days)).isoformat(), new_id()
            state = "completed" if days > 0 else "booked"
            draft = FamilyCallDraft(call_on=day, call_at=f"{8 + number % 12:02}:00", state=state, minutes=20, recorded_on=day)
            held.append({**dict(draft), "id": id_, "author": author})
            who, home = chance.choice(chosen)
            one = CallPersonDraft(call_id=id_, resident_id=who, household_id=home, others=mum)
            speaking.append({**dict(one), "id": new_id(), "author": author})
        wishes = [
            {**dict(CallWishDraft(resident_id=who, others=mum, every_days=14, from_date="2025-01-01")), "id": new_id(), "author": author}
            for who, _home in chosen[:200]
        ]
        kinds: tuple[Any, ...] = (FamilyCall, CallPerson, CallWish)
        for kind, rows in zip(kinds, (held, speaking, wishes), strict=True):
            session.connection().execute(kind.__table__.insert(), rows)


def measure(desk: Database) -> dict[str, float]:
    """Measure what the page reads, and what other pages ask."""
    with desk.reading() as session:
        first = monday(ON)

        def page() -> None:
            week(session, first, ON, now="09:20")
            missing = silent(session, ON)
            silent_rows(session, missing[:100], ON, may_see_children=True)
            month(session, ON)

        found = {
            "week_ms": cpu(lambda: week(session, first, ON, now="09:20")),
            "silent_ms": cpu(lambda: silent(session, ON)),
            "rows_ms": cpu(lambda: silent_rows(session, silent(session, ON)[:100], ON, may_see_children=True)),
            "page_ms": cpu(page),
            "today_count_ms": cpu(lambda: CALLS.section(session, Asked(ON, most=0))),
            "today_ms": cpu(lambda: CALLS.section(session, Asked(ON))),
            "figures_of_a_year_ms": cpu(lambda: figures(session, ON - timedelta(days=365), ON), 3),
        }
        found["week_of"] = len(week(session, first, ON).calls)
        found["silent"] = len(silent(session, ON))
        return found


def main() -> int:
    """Fill a store and measure; returns 1 if the page takes too long."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--residents", type=int, default=100_000)
    asked.add_argument("--calls", type=int, default=20_000)
    said = asked.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as room, quick_desk(Path(room) / "desk") as desk:
        fill(desk, said.residents, said.calls)
        found = measure(desk)
    print(json.dumps({name: round(value, 1) for name, value in found.items()}, indent=1))
    return 1 if found["page_ms"] > PAGE_MS else 0


if __name__ == "__main__":
    sys.exit(main())
