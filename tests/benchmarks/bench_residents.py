"""Measure the residents' page over 100,000 residents in a real encrypted store: roll, rows, shown, jump, many changed; prints JSON."""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from stationdesk.registers.record import new_id
from stationdesk.registers.visit import Visit
from stationdesk.services.bulk_edit import Change, What, apply, says_bulk
from stationdesk.services.demo_village import demo_station, settle
from stationdesk.services.doubles import Typed, likely
from stationdesk.services.resident_list import rows
from stationdesk.services.resident_roll import EVERYBODY, Order, Roll, Wanted
from stationdesk.services.stations import open_station
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database, author_of
from tests.benchmarks.peak import peak_mib
from tests.store.kit import quick_desk

ON = date(2026, 11, 22)
IDS_MS, ROWS_MS, SHOWN_MS, JUMP_MS, DOUBLE_MS, MEMORY_MIB = 100.0, 25.0, 100.0, 50.0, 50.0, 250.0
CHANGED, CHANGED_S = 10_000, 4.0
ROUNDS = 9


def fill(desk: Database, count: int) -> None:
    """Settle `count` invented residents, with up to four contacts each in the last two months."""
    with desk.writing("bench", "settle", final=True) as session:
        open_station(session, demo_station())
        settle(session, count, ON)
    dice = random.Random(3)
    with desk.writing("bench", "visits", final=True) as session:
        found = session.connection().exec_driver_sql("SELECT id FROM resident").scalars().all()
        made = [contact(session, who, dice) for who in found for _each in range(dice.randrange(5))]
        for start in range(0, len(made), 20_000):
            session.connection().execute(Visit.__table__.insert(), made[start : start + 20_000])  # type: ignore[attr-defined]


def contact(session: Session, who: str, dice: random.Random) -> dict[str, Any]:
    """Return one invented contact."""
    lists: dict[str, tuple[object, ...]] = dict.fromkeys(("visitors", "handed_out", "check_items", "issues", "services", "photo_ids"), ())
    day = (ON - timedelta(days=dice.randrange(60))).isoformat()
    how = {"mode": dice.choice(("home", "phone", "video")), "outcome": dice.choice(("met", "met", "nobody"))}
    return {"id": new_id(), "author": author_of(session), "resident_id": who, "visited_on": day, "kind": "daily"} | how | lists


def timed(work: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Return how long `work` took, in milliseconds of processor time of this thread, each round."""
    times = []
    for _round in range(rounds):
        start = time.thread_time()
        work()
        times.append((time.thread_time() - start) * 1000)
    return times


def median(times: list[float]) -> float:
    """Return the median, rounded."""
    return round(statistics.median(times), 2)


def asked_anew(roll: Roll, wanted: Wanted = EVERYBODY, order: Order = Order.DUE) -> list[str]:
    """Return whom a list shows as one that nobody has asked for yet."""
    roll._state.answer = (None, [])
    return roll.ids(wanted, order)


def services(desk: Database) -> dict[str, float]:
    """Measure the roll, its orders and filters, a page of rows, and the search for a double."""
    found: dict[str, float] = {}
    roll = Roll()
    with desk.reading() as session:
        found["roll_first_ms"] = median(timed(lambda: roll.follow(session, ON), 1))
        found["roll_again_ms"] = median(timed(lambda: roll.follow(session, ON)))
        for order in Order:
            roll.ids(order=order)
            found[f"ids_by_{order}_ms"] = median(timed(lambda order=order: asked_anew(roll, order=order)))  # type: ignore[misc]
        wanted = Wanted(categories=frozenset({"living_alone"}), grades=frozenset({"red"}), due="week")
        found["ids_filtered_ms"] = median(timed(lambda: asked_anew(roll, wanted)))
        ids, at = roll.ids(), random.Random(5)

        def page() -> None:
            start = at.randrange(len(ids) - 200)
            rows(session, ids[start : start + 200], ON, roll=roll)

        found["page_of_200_ms"] = median(timed(page, 30))
        names = session.connection().exec_driver_sql("SELECT name FROM resident LIMIT 200").scalars().all()
        pairs = [timed(lambda name=name: likely(session, Typed(name=name), ON), 1)[0] for name in names]  # type: ignore[misc]
        found["double_p99_ms"] = round(statistics.quantiles(pairs, n=100)[98], 2)
    return found


def window(desk: Database) -> dict[str, float]:
    """Measure the page itself offscreen: shown once the roll is read, shown again, and a jump by End and Home with the person painted."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from stationdesk.registers.operator import Operator, OperatorDraft
    from stationdesk.services.resident_roll import roll_of
    from stationdesk.settings import Settings
    from stationdesk.ui.open_desk import OpenDesk
    from stationdesk.ui.parts.look import Look
    from stationdesk.ui.residents_page import ResidentsPage

    application = QApplication.instance() or QApplication([])
    look = Look(application)  # type: ignore[arg-type]
    operator = Operator.model_validate(OperatorDraft(name="bench", may_see_children=True))
    open_desk = OpenDesk(desk, operator, look, Settings(Path(), Path()))
    with desk.reading() as session:
        roll_of(desk).make_ready(session, open_desk.today())
    page = ResidentsPage(open_desk)
    page.resize(1230, 644)

    def shown() -> None:
        page.refresh()
        page.show()
        application.processEvents()

    def jump() -> None:
        last = page.pane.table.model().rowCount() - 1
        page.pane.table.go_to_row(dice.randrange(last))
        application.processEvents()

    dice = random.Random(9)
    found = {"shown_first_ms": median(timed(shown, 1)), "shown_ms": median(timed(shown)), "jump_ms": median(timed(jump, 30))}
    page.close()
    open_desk.jobs.stop()
    return found


def changed(desk: Database) -> dict[str, float]:
    """Measure ten thousand changed in one action, in three ways, and the last taken back."""
    found: dict[str, float] = {}
    with desk.reading() as session:
        ids = list(
            session.connection().exec_driver_sql(f"SELECT id FROM resident WHERE residency_status = 'living' LIMIT {CHANGED}").scalars()
        )
    for wanted in (Change(What.GROUP, "下屋组", ON), Change(What.GRADE, "red", ON, "入冬"), Change(What.GIVE, "living_alone", ON)):

        def work(wanted: Change = wanted) -> None:
            with desk.writing("bench", says_bulk(wanted, len(ids))) as session:
                apply(session, ids, wanted, ON, "bench", may_see_children=False)

        found[f"changed_{wanted.what}_s"] = round(timed(work, 1)[0] / 1000, 2)
    found["taken_back_s"] = round(timed(lambda: undo_last(desk, "bench"), 1)[0] / 1000, 2)
    return found


def main() -> None:
    """Fill a store, measure, print; fails where a limit is passed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--residents", type=int, default=100_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        desk = quick_desk(Path(folder) / "desk")
        with desk:
            fill(desk, given.residents)
            found = {"residents": given.residents} | services(desk) | window(desk) | changed(desk)
    found["peak_mib"] = peak_mib()
    print(json.dumps(found, ensure_ascii=False, indent=1))
    ids = max(value for name, value in found.items() if name.startswith("ids_"))
    seconds = max(value for name, value in found.items() if name.startswith(("changed_", "taken_")))
    within = (
        seconds <= CHANGED_S,
        ids <= IDS_MS,
        found["page_of_200_ms"] <= ROWS_MS,
        found["shown_ms"] <= SHOWN_MS,
        found["jump_ms"] <= JUMP_MS,
    )
    sys.exit(not (all(within) and found["double_p99_ms"] <= DOUBLE_MS))


if __name__ == "__main__":
    main()
