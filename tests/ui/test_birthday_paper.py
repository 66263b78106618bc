"""The list of birthdays: asked for by keys, covered where the screen faces visitors, without children for who may not see them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stationdesk.ui.birthday_paper import BirthdayDialog, found_for, paper
from stationdesk.ui.open_desk import OpenDesk


def test_figures_choose_and_enter_shows(desk: OpenDesk, shown: Callable[..., QWidget], qtbot: QtBot) -> None:
    window = shown(QWidget())
    dialog = BirthdayDialog(desk, window)
    dialog.show()
    QTest.keyClick(dialog.when, Qt.Key.Key_4)
    QTest.keyClick(dialog.whom, Qt.Key.Key_2)
    assert (dialog.when.value(), dialog.whom.value()) == ("year", "round")
    assert "全年" in dialog.about()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.answer == "show"


def test_what_stands_on_the_paper(desk: OpenDesk) -> None:
    everybody = found_for(desk, "year", "all")
    assert len({one.resident_id for one in everybody}) == len(everybody) > 20
    assert all(one.is_round() for one in found_for(desk, "year", "round"))
    desk.operator.may_see_children = False
    grown = found_for(desk, "year", "all")
    assert grown == [one for one in everybody if not one.child]
    assert len(paper(desk, grown, "全年").rows) == len(grown)
