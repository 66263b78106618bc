"""The menus of the residents' page: what else can be done with the list and with the person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.residents_page import ResidentsPage


def test_what_else_can_be_done_unfolds_by_one_key(qtbot: QtBot, desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    with desk.writing("加人") as session:
        made = PersonDraft({"name": "汪厚行", "village": "上徐村"}, categories=frozenset({"living_alone"}))
        elder = add_resident(session, made, date(2026, 11, 1)).id
    page = ResidentsPage(desk)
    page.refresh()
    shown(page)
    page.pane.table.setFocus()
    page.take(elder)
    qtbot.keyClick(page.pane.table, Qt.Key.Key_F6)
    assert page.pane.more.unfolded.isVisible()
    assert page.pane.more.unfolded.activeAction().text().split("\t") == ["打印这张表", "Ctrl P"]
    page.pane.more.unfolded.close()
    page.person.tabs.history.setFocus()
    qtbot.keyClick(page.person.tabs.history, Qt.Key.Key_F7)
    assert page.person.more.unfolded.isVisible()
    assert "Ctrl Shift P" in [action.text().split("\t")[1] for action in page.person.more.unfolded.actions()]
    page.person.more.unfolded.close()
