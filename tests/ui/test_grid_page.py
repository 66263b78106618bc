"""日联络 by keyboard alone: what a key writes, where the cursor goes, what is undone, asked and refused."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlmodel import col, select

from stationdesk.registers.visit import Visit
from stationdesk.services.contact_marks import KIND, LATE, Mark
from stationdesk.services.contacts import How
from stationdesk.ui.grid_note import NoteDialog
from stationdesk.ui.grid_page import GridPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import Dialog
from tests.services.people import OPERATOR, ago, visited
from tests.ui.grid_kit import Show, cell, here, open_page, press, said, village, visits
from tests.ui.keys import soon


@pytest.fixture
def page(empty_desk: OpenDesk, composition: Composition, shown: Show) -> GridPage:
    village(empty_desk)
    return open_page(empty_desk, shown)


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
