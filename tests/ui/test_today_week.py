"""The days to come stand over the list; what falls on a later day is seen and cannot be noted yet."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from stationdesk.registers.service_request import ServiceRequestDraft
from stationdesk.services.requests import raise_request
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.today_buttons import LineButtons
from tests.services.people import ON
from tests.ui.conftest import NOW
from tests.ui.today_kit import Show, current, names, open_page, press, said, village


def test_arrows_go_through_the_week_and_back_and_a_later_day_is_only_looked_at(empty_desk: OpenDesk, shown: Show, qtbot: QtBot) -> None:
    village(empty_desk)
    page = open_page(empty_desk, shown, qtbot)
    listed, before = names(page), current(page)
    qtbot.waitUntil(lambda: not empty_desk.jobs.busy())
    labels = [label for _code, label in page.week.choices]
    assert labels[0] == f"今天 {len(listed)}"
    assert labels[1].startswith("明天")
    assert len(labels) == 7
    press(page, Qt.Key.Key_Right)
    assert page.day is not None
    assert page.day.on == ON + timedelta(days=1)
    assert "到那天再做" in page.told.text()
    there = names(page)
    assert [button.text() for bar in page.list.findChildren(LineButtons) if bar.isVisible() for button in bar.buttons] == ["打开"]
    press(page, Qt.Key.Key_1)
    assert names(page) == there
    assert "要到当天才能记" in said(page)
    press(page, Qt.Key.Key_Left)
    assert (names(page), current(page)) == (listed, before)
    press(page, Qt.Key.Key_Left)
    assert page.day.on == ON
    for _step in range(9):
        press(page, Qt.Key.Key_Right)
    assert page.day.on == ON + timedelta(days=6)


def test_the_d_key_settles_a_need_and_undo_brings_it_back_under_the_cursor(empty_desk: OpenDesk, shown: Show, qtbot: QtBot) -> None:
    ids = village(empty_desk)
    with empty_desk.writing("登记") as session:
        raise_request(session, ServiceRequestDraft(resident_id=ids["吴冬生"], text="换灯泡", urgency="red"), ON)
    page = open_page(empty_desk, shown, qtbot)
    page.list.go_to(ids["吴冬生"])
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    line = page.list.current_line()
    assert line is not None
    assert line.done_words == "办好了"
    press(page, Qt.Key.Key_1)
    assert page.list.current_line() == line, "a need is not settled by a phone call"
    press(page, Qt.Key.Key_D)
    assert line not in (page.day.lines() if page.day else [])
    page.undo()
    assert page.list.current_line() == line


def test_a_clock_set_back_is_told_and_nothing_that_is_due_disappears(empty_desk: OpenDesk, shown: Show, qtbot: QtBot) -> None:
    village(empty_desk)
    with empty_desk.writing("登记"):
        pass
    page = open_page(empty_desk, shown, qtbot)
    listed = names(page)
    assert not page.clock_bar.isVisible()
    empty_desk.database.clock = lambda: NOW - timedelta(days=12)
    page.refresh()
    assert page.clock_bar.isVisible()
    assert "请先把日期时间调对" in page.clock_bar.accessibleName() or "时间" in page.clock_bar.accessibleName()
    assert names(page) == listed, "what was due stays"
    press(page, Qt.Key.Key_1)
    assert len(names(page)) == len(listed) - 1, "what is done is done on the day of the list"
    empty_desk.database.clock = lambda: NOW
    page.refresh()
    assert not page.clock_bar.isVisible()
