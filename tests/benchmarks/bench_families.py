"""Measure the list of families over 60,000 residents (some 30,000 households) in a real encrypted store; prints JSON."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from stationdesk.services.demo_village import demo_station, settle
from stationdesk.services.family_list import family_rows, homes_meant
from stationdesk.services.family_roll import FamilyRoll, WantedHomes
from stationdesk.services.stations import open_station
from stationdesk.store.database import Database
from tests.benchmarks.bench_residents import ON, median, timed
from tests.benchmarks.peak import peak_mib
from tests.store.kit import quick_desk

SHOWN_MS, ROWS_MS, OPEN_MS, FOLLOW_MS = 100.0, 25.0, 100.0, 50.0
"""What opening the list once more, a page of rows, opening one household, and following one change may take."""


def services(desk: Database) -> dict[str, float]:
    """Measure the roll, its filters, a page of rows, and what typing finds."""
    found: dict[str, float] = {}
    roll = FamilyRoll()
    with desk.reading() as session:
        found["roll_first_ms"] = median(timed(lambda: roll.follow(session, ON), 1))
        found["roll_again_ms"] = median(timed(lambda: roll.follow(session, ON)))
        found["households"] = roll.count()
        found["ids_ms"] = median(timed(lambda: roll.ids(WantedHomes(), may_see_children=True)))
        found["ids_filtered_ms"] = median(timed(lambda: roll.ids(WantedHomes(flag="only_old"), may_see_children=True)))
        ids, at = roll.ids(WantedHomes(), may_see_children=True), random.Random(5)

        def page() -> None:
            start = at.randrange(len(ids) - 100)
            family_rows(session, roll, ids[start : start + 100], ON, may_see_children=True)

        found["page_of_100_ms"] = median(timed(page, 30))
        found["typed_ms"] = median(timed(lambda: homes_meant(session, roll, "wang", ON, may_see_children=True)))
        who = session.connection().exec_driver_sql("SELECT id FROM resident LIMIT 1").scalar_one()
    with desk.writing("bench", "away") as session:
        session.connection().exec_driver_sql("UPDATE resident SET residency_status = 'away' WHERE id = ?", (who,))
    with desk.reading() as session:
        found["follow_one_ms"] = median(timed(lambda: roll.follow(session, ON), 1))
    return found


def window(desk: Database) -> dict[str, float]:
    """Measure the page itself offscreen: shown again once the roll is read, and one household after the other opened."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from stationdesk.registers.operator import Operator, OperatorDraft
    from stationdesk.services.family_roll import family_roll_of
    from stationdesk.settings import Settings
    from stationdesk.ui.family_page import FamilyPage
    from stationdesk.ui.open_desk import OpenDesk
    from stationdesk.ui.parts.look import Look

    application = QApplication.instance() or QApplication([])
    look = Look(application)  # type: ignore[arg-type]
    draft = OperatorDraft(name="bench", may_see_children=True)
    operator = Operator.model_validate(draft, update={"author": "", "slot": "slot"})
    open_desk = OpenDesk(desk, operator, look, Settings(desk.folder.path, desk.folder.path / "state"))
    with desk.reading() as session:
        family_roll_of(desk).follow(session, open_desk.today())
    page = FamilyPage(open_desk)
    page.resize(1230, 640)
    page.show()

    def paint(work: Callable[[], object]) -> None:
        work()
        application.processEvents()

    found = {"shown_ms": median(timed(lambda: paint(page.refresh)))}
    count = page.pane.table.model().rowCount()
    at = random.Random(7)
    found["opened_ms"] = median(timed(lambda: paint(lambda: page.pane.table.go_to_row(at.randrange(count))), 20))
    page.hide()
    open_desk.close()
    return found


def main() -> int:
    """Measure, print, and return 1 if anything took too long."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--residents", type=int, default=60_000)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as room, quick_desk(Path(room) / "desk") as desk:
        began = time.perf_counter()
        with desk.writing("bench", "settle", final=True) as session:
            open_station(session, demo_station())
            settle(session, said.residents, ON)
        found = {"filled_s": round(time.perf_counter() - began, 1)} | services(desk) | window(desk)
    found["peak_mib"] = round(peak_mib(), 1)
    print(json.dumps(found, indent=1))
    bounds = {"shown_ms": SHOWN_MS, "page_of_100_ms": ROWS_MS, "opened_ms": OPEN_MS, "follow_one_ms": FOLLOW_MS, "ids_ms": SHOWN_MS}
    slow = [f"{name}: {found[name]} ms, at most {most:g}" for name, most in bounds.items() if found[name] > most]
    print(*slow, sep="\n", file=sys.stderr)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
