"""Measure a visit sheet of 60 people among 100,000 residents: planned, opened, and typed line by line; prints JSON (CPU time)."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from sqlmodel import col, select

from stationdesk.registers.resident import Resident
from stationdesk.services.demo_village import demo_station, settle
from stationdesk.services.stations import open_station
from stationdesk.services.visit_sheets import Part, keep_sheet, plan_sheets
from stationdesk.store.database import Database
from tests.benchmarks.bench_residents import ON
from tests.benchmarks.peak import peak_mib
from tests.store.kit import quick_desk

PEOPLE = 60
OPEN_MS, NEXT_MS = 100.0, 50.0
"""What opening a sheet, and Enter until the next line is open, may take."""


def spent(act: Callable[[], object]) -> float:
    """Return the CPU milliseconds of an act."""
    begin = time.process_time()
    act()
    return (time.process_time() - begin) * 1000


def printed(desk: Database) -> tuple[float, str]:
    """Print a sheet; returns how long planning it took, and its id."""
    with desk.reading() as session:
        ids = tuple(session.exec(select(Resident.id).order_by(col(Resident.key)).limit(PEOPLE)))
        begin = time.process_time()
        (planned,) = plan_sheets(session, [Part("全村", ids)], ON, may_see_children=True)
        plan = (time.process_time() - begin) * 1000
    with desk.writing("徐丽华", "打印走访单") as session:
        sheet = keep_sheet(session, planned, "徐丽华").id
    return plan, sheet


def window(desk: Database) -> dict[str, float]:
    """Open the sheet again and again on the page itself, offscreen, then type it with Enter."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from stationdesk.registers.operator import Operator, OperatorDraft
    from stationdesk.services.operators import keep_first
    from stationdesk.settings import Settings
    from stationdesk.ui.open_desk import OpenDesk
    from stationdesk.ui.paper_page import PaperPage
    from stationdesk.ui.parts.look import Look

    application = QApplication([])
    operator: Operator = keep_first(desk, OperatorDraft(name="徐丽华", may_see_children=True), "slot")
    desk.clock = lambda: datetime(ON.year, ON.month, ON.day, 2, tzinfo=UTC)
    plan, sheet = printed(desk)
    opened = OpenDesk(desk, operator, Look(application), Settings(Path(), Path()))
    page = PaperPage(opened)
    opened.saved.connect(lambda registers: page.refresh() if registers & page.reads else None)
    page.resize(1230, 640)
    page.show()

    def show() -> None:
        page.open_sheet(sheet)
        application.processEvents()

    def enter() -> None:
        QTest.keyClick(page.pane.view, Qt.Key.Key_Return)
        application.processEvents()

    show()
    opening = [spent(show) for _time in range(9)]
    typing = [spent(enter) for _line in range(PEOPLE)]
    with desk.reading() as session:
        entered = session.connection().exec_driver_sql("SELECT count(*) FROM visit WHERE visit_no IS NOT NULL").scalar_one()
    assert entered == PEOPLE
    opened.close()
    return {"plan_ms": plan, "open_ms": median(opening), "next_ms": median(typing), "next_worst_ms": max(typing)}


def main() -> int:
    """Print the figures of one run; ends with 1 where a bound is missed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--residents", type=int, default=100_000)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, quick_desk(Path(folder) / "desk") as desk:
        with desk.writing("bench", "settle", final=True) as session:
            open_station(session, demo_station())
            settle(session, said.residents, ON)
            graded = "UPDATE care_grade SET from_date = date(?, '-' || (20 + abs(key * 7919) % 700) || ' days')"
            session.connection().exec_driver_sql(graded, (ON.isoformat(),))  # not everybody was graded this week
        found = {"residents": float(said.residents)} | window(desk) | {"peak_mib": peak_mib()}
    print(json.dumps({name: round(value, 2) for name, value in found.items()}))
    return int(found["open_ms"] > OPEN_MS or found["next_ms"] > NEXT_MS)


if __name__ == "__main__":
    sys.exit(main())
