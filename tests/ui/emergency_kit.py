"""A window at night, keys that are counted, and somebody who falls: what the tests of emergencies share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.services.incidents import Held, helds, open_incidents
from stationdesk.store.database import Database, author_of
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.emergency_page import EmergencyPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from tests.ui.conftest import OPERATOR
from tests.ui.keys import write

K = Qt.Key
NIGHT = datetime(2026, 11, 23, 15, 12, 0, tzinfo=UTC)
"""23:12 in the village."""


class Hands:
    """Presses keys, counts them, and lets the time pass between them."""

    def __init__(self, window: DeskWindow, database: Database) -> None:
        self.window, self.database, self.at, self.keys = window, database, NIGHT, 0
        database.clock = lambda: self.at

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, *, after: float = 0) -> None:
        self.at += timedelta(minutes=after)
        self.keys += 1
        QTest.keyClick(self.focus(), key, modifier)

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        if found is None or not found.isVisible():
            self.window.activateWindow()
            QTest.qWait(40)
            found = self.window.focusWidget()
        assert found is not None
        return found

    def type_in(self, dialog: Any, text: str) -> None:
        self.keys += len(text) + 1
        write(dialog.field, text)
        QTest.keyClick(dialog.field, K.Key_Return)

    def fill(self, dialog: Any, *lines: tuple[Any, str]) -> None:
        """Type lines into fields one reaches by Enter, and save."""
        for field, text in lines:
            for _field in range(12):
                if field.hasFocus():
                    break
                self.keys += 1
                QTest.keyClick(dialog.focusWidget(), K.Key_Return)
            self.keys += len(text)
            write(field, text)
        self.keys += 1
        QTest.keyClick(dialog.focusWidget(), K.Key_S, Qt.KeyboardModifier.ControlModifier)

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for what a dialog writes when it is answered."""
        for _beat in range(150):
            if true() and QApplication.activeModalWidget() is None:
                return
            QTest.qWait(20)
        raise AssertionError("nothing came of it")

    def page(self) -> EmergencyPage:
        page = self.window.pages["emergency"]
        assert isinstance(page, EmergencyPage)
        return page


def put(database: Database, name: str, born: str, **fields: Any) -> str:
    with database.writing(OPERATOR, "登记", final=True) as session:
        author = {"author": author_of(session)}
        draft = ResidentDraft(name=name, birth_date=born, birth_precision="day", village_group="河口组", **fields)
        one = Resident.model_validate(draft, update=author)
        session.add(one)
        phones = (PhoneNumber(number="13800004417"),)
        kin = KinDraft(resident_id=one.id, relation="son", name="方建平", works_at="温州", phones=phones, contact_order=1)
        session.add(Kin.model_validate(kin, update=author))
        return one.id


def opened(desk: OpenDesk, composition: Composition, qtbot: QtBot) -> DeskWindow:
    window = DeskWindow(desk, composition)
    qtbot.addWidget(window)
    window.resize(1366, 728)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@contextmanager
def at_work(desk: OpenDesk, composition: Composition, qtbot: QtBot) -> Iterator[Hands]:
    """Give hands at a window, and wait at the end until nothing runs in it any more."""
    window = opened(desk, composition, qtbot)
    yield Hands(window, desk.database)
    qtbot.waitUntil(lambda: not desk.jobs.running)
    window.standing.stop()


def held(hands: Hands) -> Held:
    with hands.window.desk.reading() as session:
        return helds(session, [hands.page().incident_id])[0]


def running(desk: OpenDesk) -> list[Held]:
    with desk.reading() as session:
        return open_incidents(session)
