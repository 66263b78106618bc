"""A death and its undoing, and a wrong death found weeks later, through the real window by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.household import Household
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.status_change import StatusChange
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.services.wish_state import standings
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.residents_page import ResidentsPage
from stationdesk.ui.status_dialog import StatusDialog
from tests.services.homes import Home
from tests.services.people import put
from tests.ui.conftest import NOW
from tests.ui.dialog_keys import then
from tests.ui.keys import write

CTRL = Qt.KeyboardModifier.ControlModifier
MOST = 8
"""Keys a death may take from anywhere in the window, letters of the name apart; its undoing takes one."""


class Hands:
    """Presses keys where the keyboard is and counts them."""

    def __init__(self) -> None:
        self.keys = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, on: QWidget | None = None) -> None:
        self.keys += 1
        where = on or QApplication.focusWidget()
        assert where is not None
        QTest.keyClick(where, key, modifier)

    def soon(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Callable[[Dialog], None]:
        return lambda dialog: QTimer.singleShot(0, lambda: self.press(key, modifier, dialog.focusWidget()))


@pytest.fixture
def home(empty_desk: OpenDesk) -> Home:
    made = Home(empty_desk.database)
    put(empty_desk.database, Wish, WishDraft(resident_id=made.old, content="一台收音机"))
    return made


def test_a_death_and_its_undoing_by_keys_alone(
    empty_desk: OpenDesk, home: Home, composition: Composition, shown: Callable[..., QWidget], qtbot: QtBot
) -> None:
    window, hands = DeskWindow(empty_desk, composition), Hands()
    shown(window)
    before = home.picture()
    hands.press(Qt.Key.Key_K, CTRL, window)
    write(window.search.field, "方根水")
    qtbot.waitUntil(lambda: bool(window.search.list.model.lines))
    hands.press(Qt.Key.Key_Return)
    page = window.pages["residents"]
    assert isinstance(page, ResidentsPage)
    assert page.person.resident_id == home.old
    seen: list[str] = []

    def die(dialog: Dialog) -> None:
        assert isinstance(dialog, StatusDialog)
        hands.press(Qt.Key.Key_5, on=dialog.focusWidget())
        seen.extend((dialog.save_button.text(), *(one.says for one in dialog.list.effects)))
        assert home.picture() == before, "nothing is written before it is said"
        hands.soon(Qt.Key.Key_S, CTRL)(dialog)

    then((StatusDialog, die))
    hands.press(Qt.Key.Key_M, CTRL)
    assert seen[0].startswith("登记去世，停")
    for words in ("小禾（化名）", "红色关爱分级", "程老师", "一台收音机", "联系卡 汪家组01", "户主换成余水莲"):
        assert any(words in line for line in seen), words
    assert "方禾" not in "".join(seen)
    assert home.one(home.old).residency_status == "deceased"
    assert home.all(Household)[0].head_id == home.wife
    keys = hands.keys
    window.activateWindow()  # without a window manager nobody gives the window back what the dialog had
    qtbot.waitUntil(window.isActiveWindow)
    hands.press(Qt.Key.Key_Z, CTRL, window)
    assert home.picture() == before
    assert not home.all(StatusChange)
    print(f"\na death: {keys} keys and 3 characters; its undoing: {hands.keys - keys} key")  # noqa: T201 - told with -s
    assert keys <= MOST
    assert hands.keys - keys == 1


def test_a_wrong_death_is_corrected_weeks_later_by_keys_alone(
    empty_desk: OpenDesk, home: Home, composition: Composition, shown: Callable[..., QWidget], qtbot: QtBot
) -> None:
    before = home.picture()
    home.move(home.old, "deceased")
    with empty_desk.database.reading() as session:
        wish = session.get(Wish, 1)
        assert wish is not None
        assert standings(session, [wish.id])[wish.id].state == "cancelled"
    empty_desk.database.clock = lambda: NOW + timedelta(days=24)
    window, hands = DeskWindow(empty_desk, composition), Hands()
    shown(window)
    window.open("residents", home.old)

    def wrong(dialog: Dialog) -> None:
        assert "已经登记去世" in dialog.text.text()
        hands.press(Qt.Key.Key_Tab, on=dialog.focusWidget())
        hands.soon(Qt.Key.Key_Return)(dialog)

    then((Dialog, wrong), (Dialog, hands.soon(Qt.Key.Key_Return)))
    hands.press(Qt.Key.Key_M, CTRL, window.pages["residents"])
    assert home.picture() == before
    with empty_desk.database.reading() as session:
        assert standings(session, [wish.id])[wish.id].is_open
    assert [one.wrong_on for one in home.all(StatusChange)] == ["2026-12-17"]
    assert {one.state for one in home.all(Pairing)} == {"active"}
    assert all(one.to_date is None for one in home.all(CareGrade))
    print(f"\na wrong death taken back: {hands.keys} keys")  # noqa: T201 - told with -s
    assert hands.keys <= MOST
