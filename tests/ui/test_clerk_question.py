"""A question about a record: the station sent whom it is about, or the form says that it did not and keeps what was typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.clerk_kit import UPPER, Clerk
from tests.ui.keys import soon, write

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ESC = Qt.Key.Key_Escape


def test_a_question_goes_to_whom_the_station_sent(clerk: Clerk) -> None:
    clerk.take(clerk.county.stick)
    clerk.press(Qt.Key.Key_4, ALT)
    page: Any = clerk.window.page("word")

    def ask(dialog: Any) -> None:
        dialog.station.set_value(UPPER)
        write(dialog.who, "汪厚行")
        write(dialog.question, "电话对吗")
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)

    soon(ask)
    clerk.press(Qt.Key.Key_J, CTRL)
    clerk.settle()
    assert [(one.kind, one.station, one.about) for one in page.found.replies] == [("correction", UPPER, "汪厚行")]


def test_a_question_about_nobody_is_said_in_the_form_and_nothing_typed_is_lost(clerk: Clerk) -> None:
    clerk.take(clerk.county.stick)
    clerk.press(Qt.Key.Key_4, ALT)
    page: Any = clerk.window.page("word")
    seen: list[str] = []

    def ask(dialog: Any) -> None:
        dialog.station.set_value(UPPER)
        write(dialog.who, "汪厚兴")
        write(dialog.question, "电话对吗")
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)
        clerk.qtbot.waitUntil(lambda: dialog.looking is None)
        seen.extend((dialog.trouble.text(), dialog.who.value(), dialog.question.value()))
        assert dialog.isVisible()
        assert dialog.who.hasFocus()
        dialog.who.clear()
        write(dialog.who, "汪厚行")
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)

    soon(ask)
    clerk.press(Qt.Key.Key_J, CTRL)
    clerk.settle()
    assert seen[0].endswith("没有报过叫汪厚兴的人。")
    assert seen[1:] == ["汪厚兴", "电话对吗"]
    assert [(one.kind, one.station, one.about) for one in page.found.replies] == [("correction", UPPER, "汪厚行")]


def test_a_question_left_while_the_record_is_looked_for_is_not_asked(clerk: Clerk) -> None:
    clerk.take(clerk.county.stick)
    clerk.press(Qt.Key.Key_4, ALT)
    page: Any = clerk.window.page("word")

    def leave(dialog: Any) -> None:
        dialog.station.set_value(UPPER)
        write(dialog.who, "汪厚行")
        write(dialog.question, "电话对吗")
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)
        QTest.keyClick(dialog, ESC)

    soon(leave)
    clerk.press(Qt.Key.Key_J, CTRL)
    clerk.settle()
    assert page.found.replies == []
