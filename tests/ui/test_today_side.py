"""What stands beside the list of 今日 and in its place: birthdays, gaps, an empty list, the route on paper."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.printing.page import Text
from stationdesk.registers.operator import Operator
from stationdesk.services.gaps import Gap
from stationdesk.services.shift_handovers import hand_over
from stationdesk.services.shift_tonight import read_tonight
from stationdesk.services.shift_writing import Person, Rota, fill
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.print_preview import PrintPreview
from stationdesk.ui.sheet_paper import SheetDialog
from stationdesk.ui.today_page import TodayPage
from tests.services.people import person, relative
from tests.ui.today_kit import Show, names, open_page, press, said, village


@pytest.fixture
def page(empty_desk: OpenDesk, composition: Composition, shown: Show, qtbot: QtBot) -> TodayPage:
    """Give the page with five people on it."""
    village(empty_desk)
    return open_page(empty_desk, shown, qtbot)


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(Label) if label.isVisible()]


def test_the_column_becomes_a_line_where_there_is_no_room(page: TodayPage, shown: Show, qtbot: QtBot) -> None:
    person(page.desk.database, "章火香", None, birth_date="1940-10-15", birth_precision="day", birth_calendar="lunar")
    qtbot.waitUntil(lambda: {"章火香", "86岁", "农历十月十五", "今天", "没有身份证号"} <= set(texts(page.side)))
    assert page.column.isVisible()
    assert not page.strip.isVisible()
    page.look.set(text_size=TextSize.EXTRA_LARGE)
    assert not page.column.isVisible()
    qtbot.waitUntil(lambda: {"今天生日", "章火香", "要补的资料"} <= set(texts(page.strip)))
    assert page.list.painter.first_line() > 40
    press(page, Qt.Key.Key_1)
    assert said(page) == "09:20 已电话联系 徐桂英"


def test_a_gap_leads_to_its_people(page: TodayPage, qtbot: QtBot) -> None:
    link = next(link for link in page.side.links if link.accessibleName().startswith("没有电话"))
    assert link.accessibleName() == "没有电话 1 人"
    with qtbot.waitSignal(page.desk.open_page) as asked:
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert asked.args is not None
    name, gap = asked.args
    assert name == "mending"
    assert isinstance(gap, Gap)
    assert gap.code == "no_phone"


def test_an_empty_register_says_where_to_begin(empty_desk: OpenDesk, composition: Composition, shown: Show, qtbot: QtBot) -> None:
    page = open_page(empty_desk, shown, qtbot)
    assert page.empty.fact.text() == "还没有登记人"
    assert not page.print_button.isEnabled()
    with qtbot.waitSignal(empty_desk.open_page) as asked:
        page.setFocus()
        press(page, Qt.Key.Key_Space)
    assert asked.args == ["import", None]
    person(empty_desk.database, "没分级", 70)
    assert page.empty.fact.text() == "还没有人分级"


def test_when_everything_is_done_it_says_what_tomorrow_brings(
    empty_desk: OpenDesk, composition: Composition, shown: Show, qtbot: QtBot
) -> None:
    person(empty_desk.database, "汪厚行", 81, "red", ((2, "phone", "met"), (4, "home", "met")))
    page = open_page(empty_desk, shown, qtbot)
    press(page, Qt.Key.Key_1)
    assert (page.empty.fact.text(), page.empty.following.text()) == ("今天的事都办完了", "明天要联系 1 人，上门 0 人。")
    assert not page.empty.link.isVisible()
    assert page.told.text() == "农历十月十五·已做 1 件"
    page.undo()
    assert names(page) == ["汪厚行"]


def test_a_new_day_is_a_new_list(page: TodayPage) -> None:
    press(page, Qt.Key.Key_1)
    before = page.desk.database.clock()
    page.desk.database.clock = lambda: before + timedelta(days=1)
    page.refresh()
    assert page.title.text() == "11月24日 星期二"
    assert names(page)[:3] == ["汪厚行", "余水莲", "徐桂英"]


def test_a_child_is_shown_by_alias_to_those_without_the_right(
    empty_desk: OpenDesk, operator: Operator, composition: Composition, shown: Show, qtbot: QtBot
) -> None:
    child = person(empty_desk.database, "许小甄", 9, "red", alias="小禾", phone=None)
    relative(empty_desk.database, child, "mother", "泉州", "13900003333")
    empty_desk.operator.may_see_children = False
    page = open_page(empty_desk, shown, qtbot)
    line = page.list.current_line()
    assert line is not None
    assert (line.name, line.place, line.phone, line.kin) == ("小禾（化名）", "", "", "")
    press(page, Qt.Key.Key_1)
    assert said(page) == "09:20 已电话联系 小禾（化名）"


def test_names_are_shown_as_they_are_written(empty_desk: OpenDesk, composition: Composition, shown: Show, qtbot: QtBot) -> None:
    nasty = "<b>汪&amp;厚行</b>阿卜杜热合曼·买买提依明·艾合买提江"
    person(empty_desk.database, nasty, 81, "red", village_group="<i>一百二十三</i>组&村民小组")
    page = open_page(empty_desk, shown, qtbot)
    index = page.list.currentIndex()
    assert html.escape(nasty, quote=False) in index.data(int(Qt.ItemDataRole.ToolTipRole))
    press(page, Qt.Key.Key_1)
    assert said(page) == f"09:20 已电话联系 {nasty}"


def printed(page: TodayPage, qtbot: QtBot, *keys: Qt.Key) -> str:
    """Ask for the print of the day, press keys in what is asked, and return what the preview shows."""
    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PrintPreview):
            if dialog.printout is None:
                QTimer.singleShot(30, look)
                return
            seen.extend([dialog.windowTitle(), *(mark.text for mark in dialog.pages[0].marks if isinstance(mark, Text))])
            dialog.reject()

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, SheetDialog) or not dialog.isActiveWindow():
            QTimer.singleShot(30, answer)
            return
        QTimer.singleShot(60, look)
        modifier = Qt.KeyboardModifier.ControlModifier if keys == (Qt.Key.Key_P,) else Qt.KeyboardModifier.NoModifier
        for key in keys:
            QTest.keyClick(dialog.focusWidget(), key, modifier)

    QTimer.singleShot(30, answer)
    QTest.keyClick(page.list, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(seen))
    return " ".join(seen)


def test_the_visits_of_the_day_are_printed_as_a_sheet_with_codes(page: TodayPage, qtbot: QtBot) -> None:
    said = printed(page, qtbot, Qt.Key.Key_Return)
    assert said.startswith("走访单")
    assert "单号" in said
    assert "程来发" in said


def test_the_plain_route_is_one_key_away(page: TodayPage, qtbot: QtBot) -> None:
    said = printed(page, qtbot, Qt.Key.Key_P)
    assert said.startswith("走访路线")
    assert "单号" not in said


def test_the_list_of_birthdays_is_one_link_away(page: TodayPage, qtbot: QtBot) -> None:
    person(page.desk.database, "章火香", None, birth_date="1940-10-15", birth_precision="day", birth_calendar="lunar")
    qtbot.waitUntil(lambda: "章火香" in texts(page.side))
    asked: list[str] = []

    def leave() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(30, leave)
            return
        asked.extend([dialog.windowTitle(), type(dialog).__name__])
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    (link,) = [one for one in page.side.links if one.text() == "打印生日名单"]
    QTimer.singleShot(30, leave)
    qtbot.keyClick(link, Qt.Key.Key_Return)
    assert asked[1] == "BirthdayDialog"


def test_who_is_on_duty_tonight_stands_first(page: TodayPage, qtbot: QtBot) -> None:
    on, desk = page.desk.today(), page.desk
    assert "今晚值班" not in texts(page.side), "who keeps no roster is told of none"
    with desk.writing("值班") as session:
        fill(session, Rota(on, on + timedelta(days=3), (Person("占国林", phone="13800001111"),), leader="徐丽华"), on)
        hand_over(session, desk.now(), "胡文斌", "占国林", "余家的灯")
    qtbot.waitUntil(lambda: {"今晚值班", "占国林", "138****1111", "余家的灯", "带班 徐丽华"} <= set(texts(page.side)))
    with qtbot.waitSignal(desk.open_page) as asked:
        QTest.mouseClick(page.side.links[0], Qt.MouseButton.LeftButton)
    assert asked.args is not None
    assert asked.args[0] == "shifts"
    page.look.set(text_size=TextSize.EXTRA_LARGE)
    qtbot.waitUntil(lambda: {"今晚值班", "占国林"} <= set(texts(page.strip)))
    with desk.reading() as session:
        told = read_tonight(session, desk.now(), covered=True)
    assert told is not None
    assert told.note == "", "what the book says is not told to visitors"
