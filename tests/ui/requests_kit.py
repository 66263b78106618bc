"""A desk with people, teams and requests, in the real window, for the tests of the page of requests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from stationdesk.printing.contact_card import Imprint
from stationdesk.printing.page import Text
from stationdesk.registers.operator import Operator
from stationdesk.services.request_asking import Wanted, note_request
from stationdesk.services.request_reading import Asked, open_requests, request_called
from stationdesk.services.sheet_numbers import letters_of
from stationdesk.services.team_writing import write_team
from stationdesk.settings import Settings
from stationdesk.store.clock import local_time
from stationdesk.store.database import Database
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.look import Look
from stationdesk.ui.requests_page import RequestsPage
from tests.ui.calling_kit import K, press, settled
from tests.ui.conftest import NOW, OPERATOR

ON = date(2026, 11, 23)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MOST_KEYS = 25


@pytest.fixture
def ids(database: Database, operator: Operator) -> dict[str, str]:
    assert operator.may_see_children
    found = settled(database)
    with database.writing(OPERATOR, "队伍", final=True) as session:
        for name in ("便民维修队", "邻里互助队"):
            found[name] = write_team(session, {"name": name}, ON).id
    return found


@pytest.fixture
def desk(database: Database, operator: Operator, look: Look, tmp_path: Path) -> Iterator[OpenDesk]:
    desk = OpenDesk(database, operator, look, Settings(tmp_path / "data", tmp_path / "state"))
    yield desk
    desk.close()


@pytest.fixture
def window(desk: OpenDesk, ids: dict[str, str], composition: Composition, qtbot: QtBot) -> Iterator[DeskWindow]:
    assert ids
    window = DeskWindow(desk, composition)
    qtbot.addWidget(window)
    window.resize(1366, 728)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    press(K.Key_9, Qt.KeyboardModifier.AltModifier, window)
    assert window.here == "requests"
    yield window
    qtbot.waitUntil(lambda: not desk.jobs.running)
    window.standing.stop()


def page_of(window: DeskWindow) -> RequestsPage:
    page = window.pages["requests"]
    assert isinstance(page, RequestsPage)
    return page


def asked(desk: OpenDesk, who: str, text: str = "厨房灯不亮", **more: Any) -> str:
    with desk.database.writing(OPERATOR, "记", final=True) as session:
        return note_request(session, Wanted(text, resident_id=who, **more), local_time(NOW), OPERATOR).id


def only(desk: OpenDesk) -> Asked:
    with desk.reading() as session:
        return open_requests(session)[0]


def held(desk: OpenDesk, request: str) -> Asked:
    with desk.reading() as session:
        return request_called(session, request)


def numbered(desk: OpenDesk, counter: int) -> str:
    """Return the number of a request of the year."""
    with desk.reading() as session:
        return f"2026-{letters_of(session)}-{counter:04}"


def listed(page: RequestsPage) -> RequestsPage:
    """Read again what was written behind the page, and stand on the list."""
    page.refresh()
    page.table.setFocus()
    return page


def said(page: RequestsPage) -> str:
    """Return everything that stands beside the list."""
    return " ".join(label.text() for label in page.pane.findChildren(QLabel) if label.isVisibleTo(page.pane))


def texts_of(job: PrintJob) -> list[str]:
    """Return every text of a job as it is laid out."""
    printout = job.lay_out(Imprint(OPERATOR, local_time(NOW)))
    return [mark.text for one in printout.pages for mark in one.marks if isinstance(mark, Text)]
