"""今日 by keyboard alone: what a key records, where the cursor goes, what is undone, what an empty list teaches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.operator import Operator
from stationdesk.registers.visit import Visit
from stationdesk.services.gaps import Gap
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.print_preview import PrintPreview
from stationdesk.ui.today_list import LineButtons
from stationdesk.ui.today_page import TodayPage
from stationdesk.ui.today_rows import Heading
from tests.services.people import ago, person, relative, visited

Show = Callable[..., QWidget]


def village(desk: OpenDesk) -> dict[str, str]:
    """Write down five people: three to ring, one to visit, one promised."""
    database = desk.database
    ids = {
        "汪厚行": person(database, "汪厚行", 81, "red", ((2, "phone", "met"), (4, "home", "met")), village_group="汪家组"),
        "徐桂英": person(database, "徐桂英", 84, "red", ((2, "phone", "met"), (4, "home", "met")), village_group="山背组"),
        "余水莲": person(database, "余水莲", 79, "red", ((1, "phone", "met"), (4, "home", "met")), village_group="河口组", phone=None),
        "程来发": person(database, "程来发", 76, "yellow", ((2, "phone", "met"), (32, "home", "met")), village_group="岭下组"),
        "吴冬生": person(database, "吴冬生", 83, village_group="岭下组", birth_precision="day"),
    }
    relative(database, ids["汪厚行"], "son", "深圳", "13900001111")
    visited(database, ids["吴冬生"], 5, "home", next_plan="再量一次血压", follow_up_due=ago(0))
    return ids


@pytest.fixture
def page(empty_desk: OpenDesk, composition: Composition, shown: Show, qtbot: QtBot) -> TodayPage:
    """Give the page with five people on it, as the window shows it: right of the rail, refreshed after every save."""
    village(empty_desk)
    return open_page(empty_desk, shown, qtbot)


def open_page(desk: OpenDesk, shown: Show, qtbot: QtBot, width: int = 1230) -> TodayPage:
    found = TodayPage(desk)
    desk.saved.connect(lambda registers: found.refresh() if registers & found.reads else None)
    found.refresh()
    shown(found, width, 644)
    found.list.setFocus()
    qtbot.waitUntil(lambda: not desk.jobs.busy())
    return found


def names(page: TodayPage) -> list[str]:
    return [line.name for line in page.day.lines()] if page.day else []


def current(page: TodayPage) -> str:
    line = page.list.current_line()
    return line.name if line else ""


def press(page: TodayPage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or page.list, key)


def said(page: TodayPage) -> str:
    return page.keys.words.text()


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
    assert page.keys.undo_button.isVisible()
    QTest.mouseClick(page.keys.undo_button, Qt.MouseButton.LeftButton)
    assert names(page)[:3] == ["徐桂英", "汪厚行", "余水莲"]
    assert current(page) == "汪厚行"
    assert said(page) == "09:20 已撤销：已电话联系 汪厚行"
    assert visits(page.desk) == []


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


def test_the_buttons_of_the_line_can_be_reached_and_read_aloud(page: TodayPage) -> None:
    press(page, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    button = QApplication.focusWidget()
    assert button is not None
    assert button.accessibleName() == "已上门：徐桂英"
    press(page, Qt.Key.Key_Space)
    assert (said(page), current(page)) == ("09:20 已上门看望 徐桂英", "汪厚行")
    assert page.list.hasFocus()
    press(page, Qt.Key.Key_Tab, Qt.Key.Key_3)
    assert said(page) == "09:20 已视频联系 汪厚行"


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


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(Label) if label.isVisible()]


def test_the_column_becomes_a_line_where_there_is_no_room(page: TodayPage, shown: Show, qtbot: QtBot) -> None:
    person(page.desk.database, "章火香", None, birth_date="1940-10-15", birth_precision="day", birth_calendar="lunar")
    qtbot.waitUntil(lambda: bool(page.beside.birthdays))
    assert page.column.isVisible()
    assert not page.strip.isVisible()
    assert {"章火香", "86岁", "农历十月十五", "今天", "没有身份证号"} <= set(texts(page.side))
    page.look.set(text_size=TextSize.EXTRA_LARGE)
    assert not page.column.isVisible()
    assert {"今天生日", "章火香", "要补的资料"} <= set(texts(page.strip))
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
    assert name == "residents"
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
    assert nasty in index.data(int(Qt.ItemDataRole.ToolTipRole))
    press(page, Qt.Key.Key_1)
    assert said(page) == f"09:20 已电话联系 {nasty}"


def test_the_route_opens_as_a_preview(page: TodayPage, qtbot: QtBot) -> None:
    from PySide6.QtCore import QTimer

    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PrintPreview):
            qtbot.waitUntil(lambda: bool(dialog.printout and dialog.printout.pages) if hasattr(dialog, "printout") else True)
            seen.append(dialog.windowTitle())
            dialog.reject()

    QTimer.singleShot(300, look)
    QTest.keyClick(page.list, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(seen))
    assert "走访路线" in seen[0]
