"""今日 by keyboard alone: what a key records, where the cursor goes, what is undone, what an empty list teaches."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.visit import Visit
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.today_buttons import LineButtons
from stationdesk.ui.today_page import TodayPage
from stationdesk.ui.today_rows import Heading
from tests.services.people import ago, person
from tests.ui.today_kit import Show, current, names, open_page, press, said, village


@pytest.fixture
def page(empty_desk: OpenDesk, composition: Composition, shown: Show, qtbot: QtBot) -> TodayPage:
    """Give the page with five people on it, as the window shows it: right of the rail, refreshed after every save."""
    village(empty_desk)
    return open_page(empty_desk, shown, qtbot)


def visits(desk: OpenDesk) -> list[tuple[str, str]]:
    there = select(Visit).where(Visit.visited_on == ago(0), col(Visit.removed_at).is_(None)).order_by(col(Visit.key))
    with desk.reading() as session:
        noted = session.exec(there)
        return [(one.mode or "", one.outcome or "") for one in noted]


def test_the_first_line_is_what_to_do_now(page: TodayPage) -> None:
    assert names(page) == ["徐桂英", "汪厚行", "余水莲", "程来发", "吴冬生"]
    assert current(page) == "徐桂英"
    assert page.title.text() == "11月23日 星期一"
    assert page.told.text() == "农历十月十五·已做 0 件，还有 5 件：先联系 3 位红色老人"
    headings = [(row.title, row.count) for row in page.list.rows.rows if isinstance(row, Heading)]
    assert headings == [("红色老人 今天还没联系", "3 人"), ("走访到期", "1 人"), ("走访时约好的", "1 人")]


def test_one_key_records_and_the_next_one_opens(page: TodayPage) -> None:
    press(page, Qt.Key.Key_1)
    assert (current(page), said(page)) == ("汪厚行", "09:20 已电话联系 徐桂英")
    press(page, Qt.Key.Key_2)
    assert (current(page), said(page)) == ("余水莲", "09:20 已上门看望 汪厚行")
    press(page, Qt.Key.Key_3)
    assert (current(page), said(page)) == ("程来发", "09:20 已视频联系 余水莲")
    press(page, Qt.Key.Key_X)
    assert (current(page), said(page)) == ("吴冬生", "09:20 没人应 程来发")
    assert names(page) == ["程来发", "吴冬生"]
    assert visits(page.desk) == [("phone", "met"), ("home", "met"), ("video", "met"), ("home", "nobody")]
    press(page, Qt.Key.Key_1)
    assert names(page) == ["程来发"]
    assert current(page) == "程来发"


def test_undo_brings_the_line_and_the_cursor_back(page: TodayPage, qtbot: QtBot) -> None:
    press(page, Qt.Key.Key_Down, Qt.Key.Key_1)
    assert names(page)[:2] == ["徐桂英", "余水莲"]
    assert page.key_strip.undo_button.isVisible()
    QTest.mouseClick(page.key_strip.undo_button, Qt.MouseButton.LeftButton)
    assert names(page)[:3] == ["徐桂英", "汪厚行", "余水莲"]
    assert current(page) == "汪厚行"
    assert said(page) == "09:20 已撤销：已电话联系 汪厚行"
    assert visits(page.desk) == []


def test_undoing_an_attempt_brings_the_cursor_back_too(page: TodayPage) -> None:
    press(page, Qt.Key.Key_X)
    assert names(page)[:3] == ["汪厚行", "余水莲", "徐桂英"]
    assert current(page) == "汪厚行"
    page.undo()
    assert names(page)[:3] == ["徐桂英", "汪厚行", "余水莲"]
    assert current(page) == "徐桂英"


def test_arrows_pass_the_headings_and_enter_opens(page: TodayPage, qtbot: QtBot) -> None:
    seen = [current(page)]
    for _step in range(5):
        press(page, Qt.Key.Key_Down)
        seen.append(current(page))
    assert seen == ["徐桂英", "汪厚行", "余水莲", "程来发", "吴冬生", "吴冬生"]
    press(page, Qt.Key.Key_Home)
    assert current(page) == "徐桂英"
    press(page, Qt.Key.Key_PageDown)
    assert current(page) == "吴冬生"
    with qtbot.waitSignal(page.desk.open_page) as asked:
        press(page, Qt.Key.Key_Return)
    line = page.list.current_line()
    assert line is not None
    assert asked.args == ["residents", line.resident_id]


def test_one_comes_back_to_the_line_one_left(page: TodayPage) -> None:
    press(page, Qt.Key.Key_Down, Qt.Key.Key_Down)
    place = page.place()
    press(page, Qt.Key.Key_Home)
    page.take(place)
    assert current(page) == "余水莲"
    page.take("0190c0de")
    assert current(page) == "余水莲"


def test_tab_makes_no_silent_stops_at_the_buttons_of_the_line(page: TodayPage) -> None:
    bar = next(bar for bar in page.list.findChildren(LineButtons) if bar.isVisible())
    assert [button.accessibleName() for button in bar.buttons][1] == "已上门：徐桂英"
    press(page, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() not in bar.buttons
    bar.buttons[1].click()
    assert (said(page), current(page)) == ("09:20 已上门看望 徐桂英", "汪厚行")


def test_only_the_current_line_has_buttons(page: TodayPage) -> None:
    press(page, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    bars = [bar for bar in page.list.findChildren(LineButtons) if bar.isVisible()]
    assert [bar.buttons[0].accessibleName() for bar in bars] == ["已电话联系：汪厚行"]
    sizes = page.look.sizes
    heights = {page.list.visualRect(page.list.rows.index(row, 0)).height() for row in page.list.rows.line_rows()}
    assert heights == {sizes.row, sizes.current_row}
    press(page, Qt.Key.Key_End, Qt.Key.Key_Up)
    assert current(page) == "程来发"
    (bar,) = (bar for bar in page.list.findChildren(LineButtons) if bar.isVisible())
    assert [button.kind for button in bar.buttons] == ["plain", "primary", "plain", "plain", "quiet"]


def test_every_line_is_a_full_sentence_for_the_ear(page: TodayPage) -> None:
    index = page.list.rows.index(2, 0)
    wanted = "红色，汪厚行，81岁，每日联络，昨天未联系，上次 11月21日 电话，汪家组"
    assert index.data(int(Qt.ItemDataRole.AccessibleTextRole)) == wanted
    heard = QAccessible.queryAccessibleInterface(page.list)
    told = [heard.child(at).text(QAccessible.Text.Name) for at in range(heard.childCount())]
    assert wanted in told
    assert heard.text(QAccessible.Text.Name) == "今天要办的"


def test_figures_are_left_alone_while_an_input_method_composes(page: TodayPage, composition: Composition) -> None:
    assert not page.list.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    QApplication.sendEvent(page.list, QInputMethodEvent("wang", []))
    assert composition.composing
    QTest.keyClick(page.list, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert visits(page.desk) == []
    QApplication.sendEvent(page.list, QInputMethodEvent("", []))
    press(page, Qt.Key.Key_1)
    assert visits(page.desk) == [("phone", "met")]


def test_a_key_held_down_records_once(page: TodayPage) -> None:
    from PySide6.QtGui import QKeyEvent

    for repeated in (False, True, True):
        QApplication.sendEvent(page.list, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", repeated))
    assert len(visits(page.desk)) == 1


def test_the_heading_of_the_section_stays_at_the_top(empty_desk: OpenDesk, composition: Composition, shown: Show, qtbot: QtBot) -> None:
    for number in range(20):
        person(empty_desk.database, f"某{number:02}", 70 + number, "red", ((2, "phone", "met"), (3, "home", "met")))
    person(empty_desk.database, "程来发", 76, "yellow", ((2, "phone", "met"), (32, "home", "met")))
    page = open_page(empty_desk, shown, qtbot)
    assert not page.list.top.isVisible()
    press(page, Qt.Key.Key_End)
    assert page.list.top.isVisible()
    assert page.list.top.row is not None
    assert page.list.top.row.title == "红色老人 今天还没联系"
    for _step in range(14):
        press(page, Qt.Key.Key_Up)
        top = page.list.visualRect(page.list.currentIndex()).top()
        assert top >= (page.look.sizes.heading if page.list.top.isVisible() else 0)
    press(page, Qt.Key.Key_Home)
    assert not page.list.top.isVisible()


def test_a_section_without_end_says_how_many_more(empty_desk: OpenDesk, composition: Composition, shown: Show, qtbot: QtBot) -> None:
    for number in range(5):
        person(empty_desk.database, f"某{number:02}", 70, "red", ((2, "home", "met"),))
    page = open_page(empty_desk, shown, qtbot)
    page.most = 3
    page.refresh()
    rows = page.list.rows
    assert rows.index(4, 0).data() == "还有 2 人，做完上面的会接着列出来"
    press(page, Qt.Key.Key_1)
    assert names(page) == ["某01", "某02", "某03"]
