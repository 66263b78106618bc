"""A real desk on a real encrypted store, for the tests of what the operator sees."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.operator import Operator, OperatorDraft
from stationdesk.registers.resident import Resident
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
from tests.store.kit import data_folder, open_again, quick_desk
from tests.ui.front_kit import Door

if TYPE_CHECKING:
    from tests.ui.clerk_kit import Clerk

OPERATOR, RESIDENTS = "徐丽华", 60
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


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool, bool], tuple[Path, bytes]]:
    """Give a way to have the station that tests' desks are copies of, made once: with an operator, with residents; its place and key."""
    made: dict[tuple[bool, bool], tuple[Path, bytes]] = {}

    def sample(manned: bool, inhabited: bool) -> tuple[Path, bytes]:
        if (manned, inhabited) not in made:
            place = tmp_path_factory.mktemp("sample") / "desk"
            with quick_desk(place) as database:
                database.clock = lambda: NOW
                with database.writing(OPERATOR, "set up", final=True) as session:
                    open_station(session, demo_station())
                    furnish(session)
                if manned:
                    draft = OperatorDraft(name=OPERATOR, post="妇联主席", may_see_children=True, may_change_settings=True)
                    keep_first(database, draft, "slot")
                if inhabited:
                    populate(database, RESIDENTS)
                made[manned, inhabited] = (place, database.key)
        return made[manned, inhabited]

    return sample


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path, samples: Callable[[bool, bool], tuple[Path, bytes]]) -> Iterator[Database]:
    """Give the open store of a station that is set up, on a Monday morning; empty, unless a fixture that asks for it is `inhabited`."""
    sample, key = samples("operator" in request.fixturenames, "inhabited" in request.fixturenames)
    shutil.copytree(sample, tmp_path / "desk")
    with open_again(data_folder(tmp_path / "desk"), key) as database:
        database.clock = lambda: NOW
        yield database


@pytest.fixture
def inhabited() -> None:
    """Let `database` have sixty invented residents, twelve of them visited lately."""


@pytest.fixture
def operator(database: Database) -> Operator:
    """Give an operator with both rights."""
    with database.reading() as session:
        return session.exec(select(Operator)).one()


@pytest.fixture
def empty_desk(database: Database, operator: Operator, look: Look, tmp_path: Path) -> Iterator[OpenDesk]:
    """Give a desk without anybody in its register."""
    desk = OpenDesk(database, operator, look, Settings(tmp_path / "desk", tmp_path / "state"))
    yield desk
    desk.close()


@pytest.fixture
def desk(empty_desk: OpenDesk, inhabited: None) -> OpenDesk:
    """Give a desk of sixty invented residents, twelve of them visited lately."""
    return empty_desk


def fill(desk: OpenDesk, count: int) -> None:
    """Settle `count` invented residents and visit twelve of them."""
    populate(desk.database, count)


def populate(database: Database, count: int) -> None:
    """Settle `count` invented residents and visit twelve of them."""
    on = local_day(database.clock())
    with database.writing(OPERATOR, "settle", final=True) as session:
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


@pytest.fixture
def clerk(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, look: Look, composition: Composition) -> Iterator[Clerk]:
    """Give the county clerk's window over a copy of the county of this run."""
    from tests.ui.clerk_kit import Clerk, the_county

    made = Clerk(qtbot, the_county(tmp_path_factory), tmp_path, look, composition)
    yield made
    made.close()
