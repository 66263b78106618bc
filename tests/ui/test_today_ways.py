"""A request nobody judged yet asks on 今日 how urgent it is: 1, 2, 3 as on its own page, and no key decides it by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stationdesk.services.request_asking import Wanted, note_request
from stationdesk.services.request_reading import asked_of
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.today_page import TodayPage
from tests.services.people import person
from tests.ui.today_kit import open_page, press, said

Show = Callable[..., QWidget]


@pytest.fixture
def page(empty_desk: OpenDesk, composition: object, shown: Show, qtbot: QtBot) -> TodayPage:
    who = person(empty_desk.database, "占有根", 78)
    with empty_desk.writing("求助") as session:
        note_request(session, Wanted("厨房灯不亮", resident_id=who), empty_desk.now(), "徐丽华")
    return open_page(empty_desk, shown, qtbot)


def urgency(page: TodayPage) -> str:
    assert page.day is not None
    (line,) = page.day.lines()
    with page.desk.reading() as session:
        return asked_of(session, [line.record_id])[line.record_id].standing.urgency


def buttons(page: TodayPage) -> list[str]:
    bar = page.list.indexWidget(page.list.currentIndex())
    return [one.text() for one in bar.buttons]  # type: ignore[attr-defined]


def test_no_key_but_its_own_says_how_urgent_a_request_is(page: TodayPage) -> None:
    assert buttons(page)[:3] == ["红 2 小时", "黄 24 小时", "蓝 72 小时"]
    press(page, Qt.Key.Key_D, Qt.Key.Key_X)
    assert urgency(page) == "", "done is no answer to how urgent it is"
    press(page, Qt.Key.Key_1)
    assert (urgency(page), said(page)) == ("red", "09:20 受理求助：占有根")
    assert not any("小时" in words for words in buttons(page)), "judged: the next step is asked for"
    page.undo()
    assert urgency(page) == ""
    press(page, Qt.Key.Key_2)
    assert urgency(page) == "yellow"


def test_the_mouse_chooses_as_well(page: TodayPage) -> None:
    bar = page.list.indexWidget(page.list.currentIndex())
    QTest.mouseClick(bar.buttons[0], Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    assert urgency(page) == "red"
