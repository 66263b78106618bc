"""日联络: the alarm, months, large writing, what the ear hears, children, an empty register, and thirty contacts in the real window."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.resident import Resident
from stationdesk.services.desk_settings import desk_settings
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.grid_page import GridPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.tokens import TextSize
from tests.services.people import ON, person, visited
from tests.ui.grid_kit import Show, here, month, open_page, press, said, village, visits
from tests.ui.keys import soon

DAILY = 30


@pytest.fixture
def page(empty_desk: OpenDesk, composition: Composition, shown: Show) -> GridPage:
    village(empty_desk)
    return open_page(empty_desk, shown)


def test_the_alarm_says_who_was_not_reached_and_whom_else_to_ring(page: GridPage) -> None:
    assert page.alarm.accessibleName() == "徐桂英 连着 3 天没联系上，请上门看一看。还可以打：儿子在深圳 139****1111"
    press(page, Qt.Key.Key_Down)
    assert page.alarm.accessibleName() == "1 人接连没联系上 徐桂英"
    QTest.keyClick(page.view, Qt.Key.Key_N)
    assert here(page)[0] == "徐桂英"
    press(page, Qt.Key.Key_1)
    assert page.alarm.isHidden()
    press(page, Qt.Key.Key_X, Qt.Key.Key_Up, Qt.Key.Key_X)
    assert page.alarm.accessibleName().startswith("1 人接连没联系上 汪厚行")


def test_from_how_many_days_is_a_setting(page: GridPage) -> None:
    def choose(dialog: Dialog) -> None:
        QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Right)
        dialog.give("save")

    soon(choose)
    page.change_days()
    with page.desk.reading() as session:
        assert desk_settings(session).missed_days == 4
    assert page.alarm.accessibleName().startswith("徐桂英 连着 3 天没联系上。还可以打")
    assert page.alarm.property("tone") == "soon"


def test_months_are_turned_back_and_not_beyond_this_one(page: GridPage) -> None:
    QTest.keyClick(page.view, Qt.Key.Key_PageUp)
    assert page.grid is not None
    assert (page.grid.first.month, page.parts.month.text(), here(page)[1]) == (10, "10月", 31)
    QTest.keyClick(page.view, Qt.Key.Key_PageDown)
    QTest.keyClick(page.view, Qt.Key.Key_PageDown)
    assert (page.grid.first.month, here(page)) == (11, ("徐桂英", 23))


def test_a_new_day_moves_the_page_on(page: GridPage) -> None:
    before = page.desk.database.clock()
    page.desk.database.clock = lambda: before + timedelta(days=8)
    page.refresh()
    assert page.grid is not None
    assert (page.grid.first.month, page.grid.today) == (12, 0)


def test_large_writing_shows_the_last_days_and_scrolls_back(empty_desk: OpenDesk, composition: Composition, shown: Show) -> None:
    village(empty_desk)
    page = open_page(empty_desk, shown, 1194)
    for size, days in ((TextSize.LARGE, 23), (TextSize.EXTRA_LARGE, 18)):
        page.look.set(text_size=size)
        seen = [day + 1 for day in range(30) if not page.view.isColumnHidden(day + 1)]
        assert seen == list(range(24 - days, 24))
    press(page, *[Qt.Key.Key_Left] * 20)
    assert here(page)[1] == 3
    assert not page.view.isColumnHidden(3)


def test_every_cell_is_a_sentence_for_the_ear(page: GridPage) -> None:
    rows = page.view.rows
    at = rows.row_of(page.grid.rows[0].resident_id)  # type: ignore[union-attr]
    role = int(Qt.ItemDataRole.AccessibleTextRole)
    assert rows.index(at, 22).data(role) == "徐桂英，11月22日，该联系没联系"
    assert rows.index(at, 23).data(role) == "徐桂英，今天，该联系"
    assert rows.index(at, 0).data(role) == "红色，徐桂英，81岁，漏 3 天，汪家组"
    assert rows.index(0, 0).data(role) == "每天联系 红色 3 人，今天还差 3 人"
    heard = QAccessible.queryAccessibleInterface(page.view)
    assert heard.text(QAccessible.Text.Name) == "本月联络"


def test_a_child_stands_under_its_alias_and_its_words_stay_covered(empty_desk: OpenDesk, composition: Composition, shown: Show) -> None:
    child = person(empty_desk.database, "许小甄", 9, "red", (), alias="小月亮", village_group="岭下组")
    visited(empty_desk.database, child, 0, "phone", content="爸爸没来电话")
    empty_desk.operator = empty_desk.operator.model_copy(update={"may_see_children": False})
    page = open_page(empty_desk, shown)
    assert page.bar.name.text() == "小月亮（化名）"
    assert "爸爸" not in page.bar.told.text()
    assert page.bar.more.text() == ""
    press(page, Qt.Key.Key_Space)
    assert said(page) == "孩子的谈话内容，由能看孩子资料的人写。"


def test_a_key_held_down_writes_once(page: GridPage) -> None:
    for repeated in (False, True, True):
        QApplication.sendEvent(page.view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", repeated))
    assert len(visits(page.desk)) == 1


def test_an_empty_register_and_one_without_grades_say_what_to_do(empty_desk: OpenDesk, composition: Composition, shown: Show) -> None:
    page = open_page(empty_desk, shown)
    assert page.parts.empty.fact.text() == "册子里还没有人" or page.parts.empty.link.text() == "导入台账"
    person(empty_desk.database, "没分级", 70)
    page.refresh()
    assert page.parts.empty.fact.text() == "还没有人定联络次数"
    assert page.parts.empty.link.text() == "去居民"
    opened: list[str] = []
    empty_desk.open_page.connect(lambda name, _argument: opened.append(name))
    page.parts.empty.linked.emit()
    assert opened == ["residents"]


def test_thirty_contacts_in_the_real_window(
    empty_desk: OpenDesk, composition: Composition, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(DAILY):
        month(empty_desk, f"某{number:02}")
    window = DeskWindow(empty_desk, composition)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    keys = 0

    def key(which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        nonlocal keys
        QTest.keyClick(QApplication.focusWidget() or window, which, modifier)
        keys += 1

    key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    page = window.page("grid")
    assert isinstance(page, GridPage)
    for number in range(DAILY):
        key((Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_2)[number % 3])
    with empty_desk.reading() as session:
        people = len(session.exec(select(Resident)).all())
    assert page.grid is not None
    assert (page.grid.done_today, people, len(visits(empty_desk))) == (DAILY, DAILY, DAILY)
    with capsys.disabled():
        print(f"\n{DAILY} daily contacts: {keys} keys")  # noqa: T201 - the figure is what one reads here
    assert keys <= 2 * DAILY
    window.standing.stop()


def test_what_is_out_of_the_grid_is_left_alone(page: GridPage) -> None:
    assert page.grid is not None
    before = page.grid
    visited(page.desk.database, before.rows[2].resident_id, 40, "home")
    page.refresh()
    assert page.grid.rows[0] is before.rows[0]
    assert page.grid.on == ON
