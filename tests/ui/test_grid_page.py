"""日联络 by keyboard alone: what a key writes, where the cursor goes, what is undone, asked, refused and said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit
from stationdesk.services.contact_marks import KIND, LATE, Mark, character
from stationdesk.services.contacts import How
from stationdesk.services.desk_settings import desk_settings
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.grid_note import NoteDialog
from stationdesk.ui.grid_page import GridPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.tokens import TextSize
from tests.services.people import ON, OPERATOR, ago, person, relative, visited
from tests.ui.keys import soon

Show = Callable[..., QWidget]
DAILY = 30


def month(desk: OpenDesk, name: str, but: tuple[int, ...] = (), grade: str = "red", **fields: object) -> str:
    days = tuple((back, "phone", "met") for back in range(1, 24) if back not in but)
    return person(desk.database, name, 81, grade, days if grade == "red" else ((3, "home", "met"),), **fields)


def village(desk: OpenDesk) -> dict[str, str]:
    ids = {
        "汪厚行": month(desk, "汪厚行", (1,), village_group="汪家组"),
        "徐桂英": month(desk, "徐桂英", (1, 2, 3), village_group="汪家组"),
        "余水莲": month(desk, "余水莲", (), village_group="河口组"),
        "程来发": month(desk, "程来发", grade="yellow", village_group="岭下组"),
    }
    relative(desk.database, ids["徐桂英"], "son", "深圳", "13900001111")
    return ids


def open_page(desk: OpenDesk, shown: Show, width: int = 1230) -> GridPage:
    page = GridPage(desk)
    desk.saved.connect(lambda registers: page.refresh() if registers & page.reads else None)
    page.refresh()
    shown(page, width, 644)
    page.view.setFocus()
    return page


@pytest.fixture
def page(empty_desk: OpenDesk, composition: Composition, shown: Show) -> GridPage:
    village(empty_desk)
    return open_page(empty_desk, shown)


def press(page: GridPage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(page.view, key)


def here(page: GridPage) -> tuple[str, int]:
    row = page.view.current_row()
    assert row is not None
    return row.name, page.view.current_day() + 1


def cell(page: GridPage, name: str, day: int) -> str:
    assert page.grid is not None
    return character(next(row for row in page.grid.rows if row.name == name).cells[day - 1])


def visits(desk: OpenDesk, day: str = ago(0)) -> list[tuple[str, str, str]]:
    there = select(Visit).where(Visit.visited_on == day, col(Visit.removed_at).is_(None)).order_by(col(Visit.key))
    with desk.reading() as session:
        return [(one.mode or "", one.outcome or "", one.content or "") for one in session.exec(there)]


def said(page: GridPage) -> str:
    return page.strip.words.text()


def test_the_head_the_sections_and_the_first_who_waits(page: GridPage) -> None:
    names = [row.name for row in page.grid.rows] if page.grid else []
    assert names == ["徐桂英", "汪厚行", "余水莲", "程来发"]
    assert page.parts.told.text().startswith("4 位老人，今天该联系 3 人，已联系 0 人，还差 3 人")
    assert (page.parts.before.text(), page.parts.month.text(), page.parts.after.text()) == ("10月", "11月", "12月")
    assert not page.parts.after.isEnabled()
    assert here(page) == ("徐桂英", 23)
    assert page.bar.name.text() == "徐桂英"
    assert page.bar.told.text() == "今天 11月23日，昨天漏了"


def test_one_key_writes_and_goes_to_the_next_who_needs_it(page: GridPage) -> None:
    press(page, Qt.Key.Key_1)
    assert (here(page), said(page)) == (("汪厚行", 23), "09:20 已电话联系 徐桂英")
    press(page, Qt.Key.Key_X)
    assert (here(page), cell(page, "汪厚行", 23)) == (("余水莲", 23), "无")
    press(page, Qt.Key.Key_3)
    assert here(page) == ("汪厚行", 23)
    assert page.parts.told.text().startswith("4 位老人，今天该联系 3 人，已联系 2 人，还差 1 人")
    press(page, Qt.Key.Key_2)
    assert [cell(page, name, 23) for name in ("徐桂英", "汪厚行", "余水莲")] == ["电", "门", "视"]
    assert visits(page.desk) == [("phone", "met", ""), ("phone", "no_answer", ""), ("video", "met", ""), ("home", "met", "")]
    assert "还差" not in page.parts.told.text()


def test_undo_brings_the_cell_and_the_cursor_back(page: GridPage) -> None:
    press(page, Qt.Key.Key_1, Qt.Key.Key_1)
    page.undo()
    assert (here(page), cell(page, "汪厚行", 23)) == (("汪厚行", 23), "○")
    page.undo()
    assert (here(page), cell(page, "徐桂英", 23)) == (("徐桂英", 23), "○")
    assert visits(page.desk) == []
    assert said(page) == "09:20 已撤销：已电话联系 徐桂英"


def test_a_past_cell_is_filled_late_and_says_so(page: GridPage) -> None:
    press(page, Qt.Key.Key_Left)
    assert (here(page), page.bar.told.text()) == (("徐桂英", 22), "11月22日，漏了，可以补记")
    press(page, Qt.Key.Key_1)
    assert (here(page), said(page)) == (("汪厚行", 22), "09:20 已电话联系 徐桂英（补记 11月22日）")
    assert page.grid is not None
    found = page.grid.rows[0].cells[21]
    assert (found & KIND, bool(found & LATE)) == (Mark.PHONE, True)
    with page.desk.reading() as session:
        late = session.exec(select(Visit).where(Visit.visited_on == ago(1), col(Visit.recorded_on) == ago(0))).one()
    assert (late.start_time, late.recorder) == (None, OPERATOR)


def test_a_day_to_come_cannot_be_filled(page: GridPage) -> None:
    press(page, Qt.Key.Key_Right)
    assert not page.bar.buttons[How.PHONE].isEnabled()
    press(page, Qt.Key.Key_1)
    assert (said(page), visits(page.desk, "2026-11-24")) == ("11月24日还没到，到那天再记。", [])
    press(page, *[Qt.Key.Key_Right] * 12)
    assert here(page)[1] == 30


def test_a_sentence_beside_a_contact_or_with_it(page: GridPage) -> None:
    def write(dialog: NoteDialog) -> None:
        assert dialog.how is not None
        dialog.how.choose("home")
        dialog.line.setText("说腿疼")
        dialog.give("save")

    soon(write)
    press(page, Qt.Key.Key_Space)
    assert visits(page.desk) == [("home", "met", "说腿疼")]
    press(page, Qt.Key.Key_Up)
    assert here(page) == ("徐桂英", 23)
    assert page.bar.told.text() == "今天 11月23日，上门 09:20 徐丽华：说腿疼"

    def change(dialog: NoteDialog) -> None:
        assert (dialog.how, dialog.line.text()) == (None, "说腿疼")
        dialog.line.setText("说腿好些了")
        dialog.give("save")

    soon(change)
    press(page, Qt.Key.Key_Space)
    assert visits(page.desk) == [("home", "met", "说腿好些了")]
    assert page.bar.told.text().endswith("说腿好些了")
    page.undo()
    assert visits(page.desk) == [("home", "met", "说腿疼")]


def test_clearing_a_cell_asks_only_for_what_says_more(page: GridPage) -> None:
    press(page, Qt.Key.Key_Delete)
    assert said(page) == "这格是空的，没有可清的。"
    press(page, Qt.Key.Key_1, Qt.Key.Key_Up, Qt.Key.Key_Delete)
    assert (visits(page.desk), cell(page, "徐桂英", 23), here(page)) == ([], "○", ("徐桂英", 23))
    assert said(page) == "09:20 清掉了 徐桂英 11月23日的联络"
    page.undo()
    assert cell(page, "徐桂英", 23) == "电"
    visited(page.desk.database, page.grid.rows[1].resident_id, 0, "home", action="换了灯泡", recorder="余国平")  # type: ignore[union-attr]
    page.view.go_to(page.grid.rows[1].resident_id, 22)  # type: ignore[union-attr]
    told: list[str] = []

    def leave(dialog: Dialog) -> None:
        told.append(dialog.windowTitle())
        dialog.give("")

    soon(leave)
    press(page, Qt.Key.Key_Delete)
    assert (told, cell(page, "汪厚行", 23)) == (["清掉 汪厚行 11月23日的记录？"], "门")
    soon(lambda dialog: dialog.give("clear"))
    press(page, Qt.Key.Key_Delete)
    assert cell(page, "汪厚行", 23) == "○"


def test_only_who_waits_and_the_filters(page: GridPage) -> None:
    QTest.keyClick(page.view, Qt.Key.Key_F5)
    assert [row.name for at in page.view.rows.people() if (row := page.view.rows.person(at))] == ["徐桂英", "汪厚行", "余水莲"]
    press(page, Qt.Key.Key_Down, Qt.Key.Key_1)
    assert here(page) == ("余水莲", 23)
    press(page, Qt.Key.Key_1, Qt.Key.Key_1)
    assert page.parts.stack.currentIndex() == 1
    assert page.parts.empty.fact.text() == "今天该联系的都联系过了"
    page.parts.empty.linked.emit()
    assert len(page.view.rows.people()) == 4
    page.parts.groups.set_chosen({"汪家组"})
    page.parts.groups.changed.emit()
    assert [row.name for row in page.grid.rows] == ["徐桂英", "汪厚行"]  # type: ignore[union-attr]


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
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
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
    for size, days in ((TextSize.LARGE, 20), (TextSize.EXTRA_LARGE, 14)):
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

    key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
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
