"""What the county lays down for its stations, in the clerk's window: grade schemes and words of the lists, by sheet and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from stationdesk.registers.code import let_hold
from stationdesk.ui.parts.dialogs import prepare
from tests.ui.clerk_kit import Clerk
from tests.ui.keys import soon

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def clerk(clerk: Clerk) -> Iterator[Clerk]:
    clerk.press(Qt.Key.Key_8, ALT)
    yield clerk
    let_hold((), "")


def part(clerk: Clerk, name: str) -> Any:
    page: Any = clerk.window.page("settings")
    return page.part(name)


def agree(dialog: Any) -> None:
    QTest.keyClick(dialog, ENTER)


def offered(clerk: Clerk) -> bool:
    """Tell whether the line of keys offers to take something back."""
    page: Any = clerk.window.page("settings")
    return "收回" in [label.text() for pair in page.strip.pairs for label in pair.findChildren(QLabel)]


@pytest.mark.parametrize("name", ["schemes", "codes", "days"])
def test_of_an_empty_list_nothing_is_taken_back(clerk: Clerk, name: str) -> None:
    page: Any = clerk.window.page("settings")
    page.take(name)
    assert part(clerk, name).table.isHidden()
    assert not offered(clerk)


def test_a_scheme_is_put_in_force_from_a_sheet_and_taken_back(clerk: Clerk) -> None:
    page: Any = clerk.window.page("settings")
    page.take("schemes")
    there = part(clerk, "schemes")
    assert there.table.isHidden()
    sheet = clerk.room / "办法.xlsx"
    prepare(sheet)
    clerk.press(Qt.Key.Key_E, CTRL)
    assert sheet.exists()

    def put(dialog: Any) -> None:
        dialog.first.setText("2026-02-30")
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)
        assert dialog.trouble.text()
        dialog.first.setText("")
        dialog.which.set_value("sheet")
        dialog.to.set_value("town:丽阳镇")
        prepare(sheet)
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)

    soon(put)
    clerk.press(Qt.Key.Key_N, CTRL)
    (rule,) = [there.table.model().row(0)]
    assert offered(clerk), "now there is something to take back"
    assert (rule.words, there.table.model().rowCount()) == ("丽阳镇", 1)
    there.table.setFocus()
    soon(agree)
    QTest.keyClick(there.table, Qt.Key.Key_Delete)
    assert there.table.model().rowCount() == 0
    clerk.press(Qt.Key.Key_Z, CTRL)
    assert there.table.model().rowCount() == 1


def test_a_sheet_that_is_no_scheme_is_told_in_the_form(clerk: Clerk) -> None:
    page: Any = clerk.window.page("settings")
    page.take("schemes")
    bad, told = clerk.room / "bad.xlsx", list[str]()
    bad.write_bytes(b"no sheet at all")

    def put(dialog: Any) -> None:
        dialog.which.set_value("sheet")
        prepare(bad)
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)
        told.append(dialog.trouble.text())
        QTest.keyClick(dialog, ESC)

    soon(put)
    clerk.press(Qt.Key.Key_N, CTRL)
    assert "bad.xlsx" in told[0]
    assert part(clerk, "schemes").table.model().rowCount() == 0


def test_words_go_round_as_a_sheet_and_one_is_taken_back(clerk: Clerk) -> None:
    page: Any = clerk.window.page("settings")
    page.take("codes")
    there = part(clerk, "codes")
    sheet = clerk.room / "叫法.xlsx"
    prepare(sheet)
    clerk.press(Qt.Key.Key_E, CTRL)
    book = load_workbook(sheet)
    page_of = book.active
    heads = [cell.value for cell in page_of[1]]
    page_of.append([{"码表": "需求", "名称": "劈柴"}.get(head) for head in heads])
    book.save(sheet)
    prepare(sheet)
    clerk.press(Qt.Key.Key_O, CTRL)
    assert [(there.table.model().row(at).name, there.table.model().row(at).words) for at in range(1)] == [("劈柴", "需求")]
    there.table.setFocus()
    soon(agree)
    QTest.keyClick(there.table, Qt.Key.Key_Delete)
    clerk.settle()
    assert "收回" in page.strip.words.text()


def test_days_come_from_a_sheet_or_one_by_one_and_are_taken_back(clerk: Clerk) -> None:
    page: Any = clerk.window.page("settings")
    page.take("days")
    there = part(clerk, "days")
    next_year = clerk.desk.today().year + 1
    sheet = clerk.room / "放假.csv"
    sheet.write_text(f"日期,类型,名称\n{next_year}-10-01,休息,国庆节\n{next_year}-10-10,上班,补班\n", encoding="utf-8-sig")
    prepare(sheet)
    clerk.press(Qt.Key.Key_O, CTRL)
    model = there.table.model()
    assert [model.row(at).last for at in range(model.rowCount())] == ["国庆节", "补班"]

    def one_day(dialog: Any) -> None:
        dialog.on.setText(f"{next_year}-12-31")
        dialog.kind.set_value("rest")
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)

    soon(one_day)
    clerk.press(Qt.Key.Key_N, CTRL)
    assert model.rowCount() == 3
    there.table.setFocus()
    soon(agree)
    QTest.keyClick(there.table, Qt.Key.Key_Delete)
    assert model.rowCount() == 2
