"""Departments' claims in the clerk's window: the sheet out and in, the list, one ended; by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from stationdesk.ui.parts.dialogs import prepare
from tests.county.claims_kit import column, fill
from tests.ui.clerk_kit import Clerk
from tests.ui.keys import soon, write

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ENTER = Qt.Key.Key_Return


@pytest.fixture
def clerk(clerk: Clerk) -> Clerk:
    clerk.take(clerk.county.stick)
    clerk.press(Qt.Key.Key_5, ALT)
    return clerk


def states(page: Any) -> list[tuple[str, str]]:
    return [(one.claimer, one.state) for one in page.found]


def test_a_sheet_goes_round_a_claim_is_listed_ended_and_the_end_taken_back(clerk: Clerk) -> None:
    page: Any = clerk.window.page("claims")
    assert "还没有部门认领" in page.empty.fact.text()
    assert not page.buttons_of["end"].isEnabled()
    prepare(clerk.room / "sheet.xlsx")
    clerk.press(Qt.Key.Key_E, CTRL)
    assert column(clerk.room / "sheet.xlsx", "content") == ["一双棉鞋"]
    back = fill(
        clerk.room / "sheet.xlsx", clerk.room / "back.xlsx", {4: {"claimer": "区妇联", "contact": "余桂珍", "phone": "0798-6110301"}}
    )
    prepare(back)
    clerk.press(Qt.Key.Key_O, CTRL)
    assert states(page) == [("区妇联", "waiting")]
    assert "等站里答复" in page.told.text()
    prepare(back)
    clerk.press(Qt.Key.Key_O, CTRL)
    assert states(page) == [("区妇联", "waiting")]

    def end(dialog: Any) -> None:
        write(dialog.why, "预算没批")
        QTest.keyClick(dialog, ENTER)

    page.table.setFocus()
    soon(end)
    clerk.press(Qt.Key.Key_D, CTRL)
    assert states(page) == [("区妇联", "withdrawn")]
    assert page.shown_claims() == []
    clerk.press(Qt.Key.Key_D, CTRL)  # nothing stands: nothing is asked
    clerk.press(Qt.Key.Key_Z, CTRL)
    assert states(page) == [("区妇联", "waiting")]


def test_rows_that_were_not_taken_are_all_told_and_the_sheet_can_be_mended(clerk: Clerk) -> None:
    page: Any = clerk.window.page("claims")
    prepare(clerk.room / "sheet.xlsx")
    clerk.press(Qt.Key.Key_E, CTRL)
    bad = fill(clerk.room / "sheet.xlsx", clerk.room / "bad.xlsx", {4: {"claimer": "区妇联", "promised": "下个月"}})
    told: list[str] = []

    def read(dialog: Any) -> None:
        labels = [dialog.inside.itemAt(at).widget().text() for at in range(dialog.inside.count())]
        told.extend(labels)
        QTest.keyClick(dialog, ENTER)

    prepare(bad)
    soon(read)
    QTest.keyClick(clerk.window, Qt.Key.Key_O, CTRL)
    clerk.qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    clerk.settle()
    assert len(told) == 1
    assert "第 4 行" in told[0]
    assert page.found == []


def test_a_file_that_is_no_sheet_changes_nothing(clerk: Clerk) -> None:
    path = clerk.room / "no.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    told: list[str] = []

    def read(dialog: Any) -> None:
        told.append(dialog.text.text())
        QTest.keyClick(dialog, ENTER)

    prepare(path)
    soon(read)
    QTest.keyClick(clerk.window, Qt.Key.Key_O, CTRL)
    clerk.qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    clerk.settle()
    page: Any = clerk.window.page("claims")
    assert page.found == []
