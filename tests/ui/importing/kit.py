"""An import page at rest: what the tests of this folder wait for and read off."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.resident import Resident
from stationdesk.ui.import_page import ImportPage
from stationdesk.ui.open_desk import OpenDesk
from tests.ledgers.sheets import NAME

ASKED = (NAME, "独居空巢", 8)
"""The row of the ledger that is asked about."""


def rest(page: ImportPage, qtbot: QtBot) -> None:
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: not page.desk.jobs.busy() and not page.work.busy, timeout=60_000)


def read(page: ImportPage, qtbot: QtBot, *paths: Path) -> None:
    page.take([str(path) for path in paths])
    rest(page, qtbot)


def names(desk: OpenDesk) -> list[str]:
    with desk.reading() as session:
        return sorted(session.exec(select(Resident.name).where(col(Resident.removed_at).is_(None))))


def summed(page: ImportPage) -> str:
    return page.sheet.foot.sum.accessibleName()
