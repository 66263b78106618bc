"""Ways to the page of calls from elsewhere: the person's menu, a line of 今日, a call by its id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.ui.calls_page import CallsPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.residents_page import ResidentsPage
from tests.ui.keys import soon


def test_a_call_is_booked_from_the_person(qtbot: QtBot, desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    with desk.writing("加人") as session:
        made = PersonDraft({"name": "汪厚行", "village": "上徐村"}, categories=frozenset({"living_alone"}))
        elder = add_resident(session, made, desk.today()).id
    page = ResidentsPage(desk)
    page.refresh()
    shown(page)
    page.take(elder)
    asked: list[tuple[str, Any]] = []
    desk.open_page.connect(lambda name, argument: asked.append((name, argument)))
    page.pane.table.setFocus()
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(page.pane.table, Qt.Key.Key_J, modifiers)
    assert asked == [("calls", f"book:{elder}")]
    calls = CallsPage(desk)
    calls.refresh()
    shown(calls)
    names: list[str] = []

    def look(dialog: Any) -> None:
        names.extend(one.name for one in dialog.people.people)
        dialog.give("")

    soon(look)
    calls.take(asked[0][1])
    assert names == ["汪厚行"]
