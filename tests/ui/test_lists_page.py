"""三张清单 by keys alone: which list, which day, what is done; on paper and in a sheet as on the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stationdesk.registers.service_request import ServiceRequestDraft
from stationdesk.services.request_reading import open_requests
from stationdesk.services.requests import raise_request
from stationdesk.services.undoing import undo_last
from stationdesk.ui import lists_paper
from stationdesk.ui.lists_page import ListsPage
from stationdesk.ui.open_desk import OpenDesk
from tests.services.people import ON, OPERATOR, ago, person

Show = Callable[..., QWidget]


def open_page(desk: OpenDesk, shown: Show, qtbot: QtBot) -> ListsPage:
    page = ListsPage(desk)
    desk.saved.connect(lambda registers: page.refresh() if registers & page.reads else None)
    page.refresh()
    shown(page, 1230, 644)
    settle(desk, qtbot)
    return page


def settle(desk: OpenDesk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.jobs.busy())


def village(desk: OpenDesk) -> str:
    database = desk.database
    who = person(database, "汪厚行", 81, "red", enrolled_on=ago(300))
    person(database, "程来发", 76, "yellow", enrolled_on=ago(300), village_group="岭下组")
    with desk.writing("登记需求") as session:
        return raise_request(session, ServiceRequestDraft(resident_id=who, text="修屋顶", kind="repair", raised_on=ago(20)), ON).id


def cells(page: ListsPage) -> list[str]:
    return [row.cells[1] for row in page.shown.rows] if page.shown else []


def test_lists_days_and_a_need_that_is_met_by_keys(empty_desk: OpenDesk, shown: Show, qtbot: QtBot) -> None:
    request = village(empty_desk)
    page = open_page(empty_desk, shown, qtbot)
    assert cells(page) == ["程来发", "汪厚行"]
    QTest.keyClick(page.kind, Qt.Key.Key_2)
    settle(empty_desk, qtbot)
    assert cells(page) == ["汪厚行"]
    assert page.table is not None
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_D)
    settle(empty_desk, qtbot)
    assert page.empty.fact.text() == "这一天没有还没办完的需求"
    page.day.setText(ago(3))
    page.day.editingFinished.emit()
    settle(empty_desk, qtbot)
    assert cells(page) == ["汪厚行"], "three days ago it was still open"
    page.day.setText(ago(-2))
    page.day.editingFinished.emit()
    assert page.cut_off.isoformat() == ago(3), "a day to come is not taken"
    undo_last(empty_desk.database, OPERATOR)
    with empty_desk.reading() as session:
        assert [one.request.id for one in open_requests(session)] == [request]


def test_the_sheet_says_what_the_screen_says(
    empty_desk: OpenDesk, shown: Show, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    village(empty_desk)
    page = open_page(empty_desk, shown, qtbot)
    path = tmp_path / "底数清单.xlsx"
    monkeypatch.setattr(lists_paper, "choose_new_file", lambda *_arguments: path)
    page.export()
    settle(empty_desk, qtbot)
    rows = [[cell.value or "" for cell in row] for row in openpyxl.load_workbook(path).active.iter_rows()]
    assert rows[0][:2] == ["分级", "姓名"]
    assert [row[1] for row in rows[1:3]] == cells(page)
    assert "截至" in rows[-1][0]


def test_enter_opens_the_person(empty_desk: OpenDesk, shown: Show, qtbot: QtBot) -> None:
    village(empty_desk)
    page = open_page(empty_desk, shown, qtbot)
    assert page.table is not None
    wanted: list[tuple[str, object]] = []
    empty_desk.open_page.connect(lambda name, argument: wanted.append((name, argument)))
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert wanted == [("residents", page.shown.rows[0].resident_id if page.shown else "")]
