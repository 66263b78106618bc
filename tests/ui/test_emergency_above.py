"""F8 above a dialog or a menu: the emergency is there at once, and what was typed below is there after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from stationdesk.ui.emergency_over import EmergencyAbove
from stationdesk.ui.find_dialog import FindDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from tests.ui.emergency_kit import Hands, K, at_work, held, put, running
from tests.ui.keys import soon, write


@pytest.fixture
def who(empty_desk: OpenDesk) -> str:
    return put(empty_desk.database, "余水莲", "1947-05-05", current_address="河口组7号")


@pytest.fixture
def hands(who: str, empty_desk: OpenDesk, composition: Composition, qtbot: QtBot) -> Iterator[Hands]:
    assert who
    with at_work(empty_desk, composition, qtbot) as found:
        yield found


def outside(key: Qt.Key) -> None:
    """Press a key as it comes in from outside, into the window that has the keyboard."""
    window = QApplication.focusWindow()
    assert window is not None
    QTest.keyClick(window, key)


def above(hands: Hands) -> EmergencyAbove | None:
    return next((one for one in hands.window.findChildren(EmergencyAbove) if one.isVisible()), None)


def in_the_emergency(hands: Hands, seen: dict[str, Any], qtbot: QtBot) -> None:
    """Stamp the doctor, take that back, begin a second one of nobody known, and leave; wait until it is said who fell."""
    found = above(hands)
    assert found is not None
    if QApplication.activeModalWidget() is not found or running(hands.window.desk)[0].incident.resident_id is None:
        QTimer.singleShot(30, lambda: in_the_emergency(hands, seen, qtbot))
        return
    assert found.page.sheet is not None
    seen["who"] = found.page.sheet.name
    found.activateWindow()
    QTest.qWait(40)
    QTest.keyClick(found.page, K.Key_D)
    seen["stamped"] = running(hands.window.desk)[0].standing.stamped
    QTest.keyClick(found.page, K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    seen["undone"] = running(hands.window.desk)[0].standing.stamped
    soon(lambda name: QTest.keyClick(name, K.Key_Escape))
    outside(K.Key_F8)
    qtbot.waitUntil(lambda: len(running(hands.window.desk)) == 2)
    QTimer.singleShot(200, lambda: QTest.keyClick(found.page, K.Key_Escape))


def test_above_an_open_dialog_and_back_with_what_was_typed(hands: Hands, who: str, qtbot: QtBot) -> None:
    hands.window.open("residents", who)
    seen: dict[str, Any] = {}

    def named(dialog: Any) -> None:
        hands.type_in(dialog, "余水莲")
        QTimer.singleShot(30, lambda: in_the_emergency(hands, seen, qtbot))

    def typing(dialog: Any) -> None:
        write(dialog.field, "记到一半")
        seen["at"] = dialog.focusWidget()
        soon(named, besides=dialog)
        outside(K.Key_F8)
        qtbot.waitUntil(lambda: "undone" in seen and above(hands) is None)
        seen["text"], seen["focus"] = dialog.field.text(), dialog.focusWidget()
        dialog.give("")

    soon(typing)
    FindDialog(hands.window.desk, "找人", "问一声", "这个", parent=hands.window).ask()
    assert (seen["who"], seen["stamped"], seen["undone"]) == ("余水莲", ("doctor_came",), ())
    assert (seen["text"], seen["focus"]) == ("记到一半", seen["at"]), "nothing of it is lost"
    assert hands.window.here == "residents"


def test_a_menu_does_not_keep_it_away(hands: Hands, who: str, qtbot: QtBot) -> None:
    hands.window.open("residents", who)
    menu = QMenu(hands.window)
    menu.addAction("别的")
    menu.popup(hands.window.pos())
    outside(K.Key_F8)
    qtbot.waitUntil(lambda: hands.window.here == "emergency")
    assert not menu.isVisible()
    assert held(hands).incident.resident_id == who
