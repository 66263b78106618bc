"""The helpers by keys alone: written down, two made one, how each does, who stands in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlmodel import select

from stationdesk.registers.helper import Helper
from stationdesk.services.standing_in import who_of
from stationdesk.ui.helpers_page import HelpersPage
from stationdesk.ui.open_desk import OpenDesk
from tests.services.pairing_kit import helper, pair
from tests.services.people import ON, ago, visited
from tests.ui.keys import key, soon, write
from tests.ui.pairings_kit import press, village_of


@pytest.fixture
def village(empty_desk: OpenDesk) -> dict[str, str]:
    """Give four people and their helpers; their ids by name."""
    return village_of(empty_desk)


def appraise(dialog: Any) -> None:
    """Remind somebody, first without a word."""
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "说了什么" in dialog.trouble.text()
    write(dialog.words, "多打电话")
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def answer(_dialog: Any) -> None:
    """Say that the visit was made."""
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def test_the_helpers_and_one_written_down_twice(village: dict[str, str], empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    double = helper(empty_desk.database, "吴敏", org="镇团委")
    page = HelpersPage(empty_desk)
    empty_desk.saved.connect(lambda _registers: page.refresh())
    page.refresh()
    shown(page)
    assert page.bar.isVisible()
    page.table.setFocus()
    page.table.go_to(village["吴敏"])
    soon(lambda _dialog: press(Qt.Key.Key_Return))
    key(page.table, Qt.Key.Key_D)
    with empty_desk.reading() as session:
        kept = {one.id: one for one in session.exec(select(Helper))}
    assert kept[double].merged_into == village["吴敏"]
    assert kept[village["吴敏"]].org == "镇团委"
    assert not page.bar.isVisible()

    def fill(dialog: Any) -> None:
        press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert "名字" in dialog.trouble.text()
        write(dialog.name, "程雪琴")
        write(dialog.phone, "13800001111")
        press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    soon(fill)
    key(page.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    row = next(row for row in page.every if row.name == "程雪琴")
    assert row.phone == "138****1111"
    assert row.since == ON.isoformat()
    page.table.go_to(row.id)
    wanted = []
    empty_desk.open_page.connect(lambda name, argument: wanted.append((name, argument)))
    key(page.table, Qt.Key.Key_L)
    assert wanted == [("pairings", f"leave:{row.id}")]


def test_how_a_helper_does_is_seen_said_and_asked_about(
    village: dict[str, str], empty_desk: OpenDesk, shown: Callable[..., QWidget]
) -> None:
    desk = empty_desk.database
    one = pair(desk, village["黄晓燕"], village["余水莲"], start_date=ago(40), contact_every_days=10)
    for days in (36, 25, 12):
        visited(desk, village["余水莲"], days, "phone", visitors=({"name": "黄晓燕", "helper_id": village["黄晓燕"]},))
    page = HelpersPage(empty_desk)
    empty_desk.saved.connect(lambda _registers: page.refresh())
    page.refresh()
    shown(page)
    row = next(row for row in page.every if row.id == village["黄晓燕"])
    assert (row.rate, row.last) == ("66%↓", "11月11日")
    page.table.setFocus()
    page.table.go_to(village["黄晓燕"])
    seen = []

    def work(dialog: Any) -> None:
        key(dialog.when, Qt.Key.Key_3)
        seen.append(dialog.told.text())
        soon(appraise, dialog)
        key(dialog.when, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        seen.append(dialog.said.text())
        key(dialog.when, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        seen.append(dialog.asked.text())
        soon(answer, dialog)
        key(dialog.calls, Qt.Key.Key_Return)
        seen.append(dialog.asked.text())
        key(dialog.calls, Qt.Key.Key_Escape)

    soon(work)
    key(page.table, Qt.Key.Key_A)
    assert seen[0].startswith("应做 4 次，做到 3 次，75%")
    assert "提醒督促" in seen[1]
    assert "多打电话" in seen[1]
    assert seen[2:] == ["抽查回访 3 次", "抽查回访 3 次，问到 1 次，属实 1 次"]
    assert one


def test_who_is_away_has_a_stand_in_until_he_is_back(village: dict[str, str], empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    page = HelpersPage(empty_desk)
    empty_desk.saved.connect(lambda _registers: page.refresh())
    page.refresh()
    shown(page)
    page.table.setFocus()
    page.table.go_to(village["吴敏"])

    def away(dialog: Any) -> None:
        write(dialog.list.field, "黄晓燕")
        press(Qt.Key.Key_Return)

    soon(away)
    key(page.table, Qt.Key.Key_T)
    assert next(row for row in page.every if row.id == village["吴敏"]).status == "外出，黄晓燕代"
    with empty_desk.reading() as session:
        who = who_of(session, [village["江保国"]], ON)[village["江保国"]]
    assert who.who.name == "黄晓燕"
    page.table.go_to(village["吴敏"])
    soon(lambda _dialog: press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier))
    key(page.table, Qt.Key.Key_T)
    assert not next(row for row in page.every if row.id == village["吴敏"]).status
