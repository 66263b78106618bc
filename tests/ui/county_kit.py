"""上报 in a window of its own, with a real county, a stick that is plugged in by writing the system's own files, and the keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.registers.operator import OperatorDraft
from stationdesk.services.operators import keep_first
from stationdesk.settings import Settings
from stationdesk.ui.county_page import CountyPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.look import Look
from tests.road_kit import OPERATOR, Road, made_road
from tests.sync.test_carriers import Computer

Show = Callable[..., QWidget]
QUICK = 30
"""Milliseconds between two looks at what is plugged in, in tests."""


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path / "road") as found:
        found.set_clock(11, 22, 9, 20)
        yield found


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    (tmp_path / "pc").mkdir()
    return Computer(tmp_path / "pc")


def open_page(road: Road, look: Look, computer: Computer, shown: Show, *, children: bool = True) -> CountyPage:
    operator = keep_first(road.desk, OperatorDraft(name=OPERATOR, may_see_children=children, may_change_settings=True), "slot")
    desk = OpenDesk(road.desk, operator, look, Settings(computer.root, computer.root))
    page = CountyPage(desk, computer.root)
    page.watch._timer.setInterval(QUICK)
    page.refresh()
    shown(page, 1230, 644)
    page.setFocus()
    return page


@pytest.fixture
def page(road: Road, look: Look, computer: Computer, shown: Show, qtbot: QtBot) -> Iterator[CountyPage]:
    found = open_page(road, look, computer, shown)
    qtbot.waitUntil(lambda: found.watch.looked)
    yield found
    found.watch.stop()
    found.desk.jobs.stop()
    qtbot.waitUntil(lambda: not found.desk.jobs.busy())


def plug(road: Road, computer: Computer, page: CountyPage, qtbot: QtBot, options: str = "rw") -> Path:
    """Put the stick in where the computer finds it; the county finds it there too."""
    stick = computer.plug("/media/xu/文明实践", options=options)
    for path in road.stick.iterdir():
        shutil.move(path, stick)
    road.stick = stick
    qtbot.waitUntil(lambda: page.watch.carrier is not None)
    return stick


def unplug(computer: Computer, page: CountyPage, qtbot: QtBot) -> None:
    computer.lines.pop()
    computer.write()
    qtbot.waitUntil(lambda: page.watch.carrier is None)


def press(page: CountyPage, qtbot: QtBot) -> None:
    """Ctrl+Enter, and wait for the end; without a window manager nobody gives the window its turn again after a dialog."""
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.job is None and not page.desk.jobs.busy(), timeout=20_000)


def steps(page: CountyPage) -> list[str]:
    return [line.step.words for line in page.card.lines]


def rows(page: CountyPage) -> list[tuple[str, str, str, str]]:
    model = page.table.model()
    found = []
    for number in range(model.rowCount()):
        row = model.row(number)
        found.append(tuple(column.text(row) for column in model.columns))
    return found  # type: ignore[return-value]


def settled(page: CountyPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.desk.jobs.busy())


def answer_dialog(act: Callable[[QWidget], None]) -> None:
    """Do something in the dialog that opens next."""

    def look_for_it() -> None:
        window = QApplication.activeModalWidget()
        if window is None or not window.isActiveWindow():
            QTimer.singleShot(10, look_for_it)
            return
        try:
            act(window)
        except BaseException:
            window.close()
            raise

    QTimer.singleShot(10, look_for_it)
