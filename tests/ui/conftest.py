"""A real desk on a real encrypted store, for the tests of what the operator sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.registers.operator import Operator, OperatorDraft
from stationdesk.services.demo_village import demo_station, furnish, note_visits, settle
from stationdesk.services.operators import keep_first
from stationdesk.services.stations import open_station
from stationdesk.settings import Settings
from stationdesk.store.clock import local_day
from stationdesk.store.database import Database
from stationdesk.ui.doorkeeper import Doorkeeper
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Jobs
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize, Theme
from stationdesk.ui.parts.work_reach import of_the_screen
from tests.store.kit import quick_desk
from tests.ui.front_kit import Door

OPERATOR = "徐丽华"
PATIENCE = 45_000
"""Milliseconds after which a dialog nobody answers is closed and the test has failed."""
NOW = datetime(2026, 11, 23, 1, 20, tzinfo=UTC)
"""09:20 in the village, Monday."""


@pytest.fixture(scope="session")
def composition(qapp: QApplication) -> Composition:
    """Give the watcher of input methods."""
    return Composition(qapp)


@pytest.fixture(scope="session")
def shared_look(qapp: QApplication) -> Look:
    """Give the one look of this process."""
    return Look(qapp)


@pytest.fixture
def look(shared_look: Look) -> Iterator[Look]:
    """Give the look, light and of standard size at the start of every test."""
    shared_look.set(theme=Theme.LIGHT, text_size=TextSize.STANDARD)
    yield shared_look
    shared_look.set(theme=Theme.LIGHT, text_size=TextSize.STANDARD)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Give an open, empty store of a station that is set up, on a Monday morning."""
    database = quick_desk(tmp_path / "desk")
    database.clock = lambda: NOW
    with database:
        with database.writing(OPERATOR, "set up", final=True) as session:
            open_station(session, demo_station())
            furnish(session)
        yield database


@pytest.fixture
def operator(database: Database) -> Operator:
    """Give an operator with both rights."""
    return keep_first(database, OperatorDraft(name=OPERATOR, post="妇联主席", may_see_children=True, may_change_settings=True), "slot")


@pytest.fixture
def empty_desk(database: Database, operator: Operator, look: Look, tmp_path: Path) -> Iterator[OpenDesk]:
    """Give a desk without anybody in its register."""
    desk = OpenDesk(database, operator, look, Settings(tmp_path / "desk", tmp_path / "state"))
    yield desk
    desk.close()


@pytest.fixture
def desk(empty_desk: OpenDesk) -> OpenDesk:
    """Give a desk of sixty invented residents, twelve of them visited lately."""
    fill(empty_desk, 60)
    return empty_desk


def fill(desk: OpenDesk, count: int) -> None:
    """Settle `count` invented residents."""
    from sqlmodel import select

    from stationdesk.registers.resident import Resident

    on = local_day(desk.database.clock())
    with desk.database.writing(OPERATOR, "settle", final=True) as session:
        settle(session, count, on)
        note_visits(session, list(session.exec(select(Resident).limit(12))), on)


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[..., QWidget]:
    """Give a way to show a widget as the window would, 1366 × 728 pixels unless told otherwise."""

    def show(widget: QWidget, width: int = 1366, height: int = 728) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        return widget

    return show


@pytest.fixture
def keeper(qtbot: QtBot, qapp: QApplication, settings: Settings, look: Look, composition: Composition) -> Iterator[Doorkeeper]:
    """Give the program with the unlock window up; `settings` is the test's own desk."""
    keeper = Doorkeeper(qapp, settings, look, composition)
    assert keeper.begin()
    yield keeper
    keeper.close()
    keeper.deleteLater()
    qtbot.wait(10)


@pytest.fixture
def door(qtbot: QtBot, settings: Settings, look: Look) -> Iterator[Door]:
    """Give the unlock window of the test's own desk, and close whatever it opens."""
    door = Door(qtbot, settings, look)
    yield door
    for database, _slot in door.entered:
        database.close()


@pytest.fixture(autouse=True)
def _works_hold_nothing_of_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at every work that is begun in a test: garbage collected in its thread must never be a widget."""

    def look(work: Callable[..., Any]) -> None:
        held = of_the_screen(work, (OpenDesk,))
        assert not held, f"a work in a thread holds what belongs to the screen: {held}"

    monkeypatch.setattr(Jobs, "looked_at", staticmethod(look))


@pytest.fixture(autouse=True)
def _nobody_waits_for_ever(qapp: QApplication) -> Iterator[None]:
    """Close a dialog that a test has left open, so that a slip is a failure and not a run without end."""
    left: list[str] = []

    def close() -> None:
        dialog = qapp.activeModalWidget()
        if dialog is not None:
            left.append(f"{type(dialog).__name__} «{dialog.windowTitle()}»")
            dialog.close()
            timer.start(1000)

    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(close)
    timer.start(PATIENCE)
    yield
    timer.stop()
    assert not left, f"left open for {PATIENCE // 1000} seconds: {left}"
