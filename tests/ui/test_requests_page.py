"""求助派单 by keys alone, in the real window: from the hotline to a contented caller, back from whom it was sent to, on paper and away."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from stationdesk.services.request_reading import Asked
from stationdesk.store.database import Database
from stationdesk.ui import requests_paper
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob
from stationdesk.ui.parts.dialogs import prepare
from stationdesk.ui.parts.tokens import TextSize
from tests.ui.calling_kit import K, focused, press
from tests.ui.conftest import NOW
from tests.ui.keys import soon, write
from tests.ui.requests_kit import asked, desk, held, ids, listed, numbered, only, page_of, said, texts_of, window

__all__ = ["desk", "ids", "window"]

ON = date(2026, 11, 23)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MOST_KEYS = 25


class Counting:
    """Counts the keys pressed."""

    def __init__(self) -> None:
        self.keys = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        press(key, modifier)

    def number(self, text: str) -> None:
        self.keys += len(text)
        write(focused(), text)


def test_a_call_is_written_down_with_few_keys_and_goes_its_whole_way(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    page, count = page_of(window), Counting()
    assert page.empty.fact.text() == "没有求助在等。"

    def fill(dialog: Any) -> None:
        count.number("13900001111")
        assert dialog.people[0][1].startswith("小禾（化名）"), "the mother calls; the child goes by alias"
        QTest.keyClick(focused(), K.Key_Down)
        count.keys += 1
        assert dialog.people[dialog.at][0] == ids["汪厚行"], "the son has the same number"
        for _field in range(2):
            count.press(K.Key_Return)
        write(focused(), "厨房灯不亮三天了")
        count.press(K.Key_Return)
        count.press(K.Key_2)
        assert dialog.kind.value() == "repair", "guessed by the words"
        count.press(K.Key_S, CTRL)

    soon(fill)
    count.press(K.Key_N, CTRL)
    assert count.keys <= MOST_KEYS
    one = only(desk)
    assert (one.standing.state, one.standing.due, one.request.source) == ("judged", "2026-11-24T09:20", "hotline")
    assert (one.request.asker_phone, one.request.number) == ("13900001111", numbered(desk, 1))
    assert page.current() is not None
    goes_its_way(desk, one)


def goes_its_way(desk: OpenDesk, one: Asked) -> None:
    """Send it out, and note by a letter each what comes back."""
    press(K.Key_P)
    press(K.Key_B)
    press(K.Key_Return)
    write(focused(), "带梯子")
    press(K.Key_S, CTRL)
    held_by = held(desk, one.request.id).standing.holder
    assert held_by is not None
    assert held_by.name == "邻里互助队"
    press(K.Key_J)
    press(K.Key_D)
    press(K.Key_B)
    assert held(desk, one.request.id).standing.step == "rate"
    soon(lambda dialog: press(K.Key_Return, widget=dialog))
    press(K.Key_H)
    assert held(desk, one.request.id).standing.state == "solved"
    press(K.Key_Z, CTRL)
    assert held(desk, one.request.id).standing.state == "done"
    assert [event.kind for event in held(desk, one.request.id).events] == ["dispatched", "accepted", "arrived", "done"]


def test_a_letter_that_does_not_fit_says_so_and_writes_nothing(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    request = asked(desk, ids["汪厚行"])
    listed(page_of(window))
    press(K.Key_J)
    assert "不能记「接单」" in page_of(window).strip.words.text()
    assert held(desk, request).events == ()
    press(K.Key_1)
    assert held(desk, request).standing.urgency == "red"


def test_given_back_needs_a_sentence_and_stays_typed(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    page = page_of(window)
    request = asked(desk, ids["汪厚行"], urgency="blue")
    listed(page)
    press(K.Key_P)
    press(K.Key_S, CTRL)
    first = held(desk, request).standing.holder
    assert first is not None

    def refuse(dialog: Any) -> None:
        press(K.Key_Return, widget=dialog)
        assert "为什么" in dialog.trouble.text()
        write(dialog.words, "没有梯子")
        press(K.Key_Return, widget=dialog)

    soon(refuse)
    press(K.Key_T)
    assert held(desk, request).standing.state == "declined"
    press(K.Key_P)
    names = [one.receiver.name for one in page.pane.panel.found]
    assert names.index(first.name) == len(names) - 1 or page.pane.panel.found[names.index(first.name)].gave_back == "没有梯子"
    page.pane.panel.table.go_to_row(names.index(first.name))
    assert page.pane.panel.about.text() == page.pane.panel.found[names.index(first.name)].whole
    press(K.Key_S, CTRL)
    assert "没有梯子" in page.pane.trouble.text()
    write(page.pane.panel.note, "梯子借好了")
    press(K.Key_S, CTRL)
    assert held(desk, request).standing.holder == first


def test_what_is_past_its_term_comes_back_by_itself(window: DeskWindow, desk: OpenDesk, database: Database, ids: dict[str, str]) -> None:
    page = page_of(window)
    late, other = asked(desk, ids["汪厚行"], "慢的", urgency="yellow"), asked(desk, ids["程小禾"], "别的", urgency="red")
    listed(page)
    page.table.go_to(late)
    press(K.Key_Z)
    assert [row.id for row in page.found] == [other, late]
    database.clock = lambda: NOW + timedelta(hours=25)
    page.tick()
    row = next(row for row in page.found if row.id == late)
    assert (row.lane, row.late, row.when) == ("dispatch", True, "过期 1 小时")
    assert "2 件过期" in page.late.text()


def test_handed_over_away_and_noted_late(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    page = page_of(window)
    request = asked(desk, ids["汪厚行"], "电视没信号", urgency="blue")
    listed(page)

    def fill(dialog: Any) -> None:
        press(K.Key_3, widget=dialog)
        write(dialog.name, "县广电站")
        dialog.when.setText("今天 9:20")
        press(K.Key_Return, widget=dialog)

    soon(fill)
    press(K.Key_X)
    assert held(desk, request).standing.step == "receipt"

    def number(dialog: Any) -> None:
        write(dialog.words, "GD-17")
        press(K.Key_Return, widget=dialog)

    soon(number)
    press(K.Key_N)
    assert held(desk, request).standing.receipt == "GD-17"

    def wrong(dialog: Any) -> None:
        dialog.when.setText("昨天 9:20")
        press(K.Key_Return, widget=dialog)
        assert "不对" in dialog.trouble.text()
        press(K.Key_Escape, widget=dialog)

    soon(wrong)
    press(K.Key_B, SHIFT)
    assert held(desk, request).standing.state == "receipted"


def test_slip_register_and_workbook(
    window: DeskWindow, desk: OpenDesk, ids: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    request = asked(desk, ids["汪厚行"], "水管漏水", urgency="yellow", source="hotline", asker_phone="13900001111")
    asked(desk, ids["程小禾"], "作业没人教", urgency="blue", source="family")
    page, jobs = page_of(window), list[PrintJob]()
    listed(page)
    page.table.go_to(request)
    press(K.Key_P)
    write(page.pane.panel.note, "先打电话")
    press(K.Key_S, CTRL)
    monkeypatch.setattr(requests_paper, "preview", lambda _desk, job, _parent: jobs.append(job))
    page.table.go_to(request)
    press(K.Key_P, CTRL)
    words = " ".join(texts_of(jobs[0]))
    for part in ("派单", numbered(desk, 1), "汪厚行", "水管漏水", "先打电话", "11月24日 9:20 前", "回执", "1组"):
        assert part in words
    soon(lambda dialog: press(K.Key_Return, widget=dialog))
    press(K.Key_P, CTRL | SHIFT)
    words = " ".join(texts_of(jobs[1]))
    assert "水管漏水" in words
    assert "13900001111" not in words
    assert "程小禾" not in words
    prepare(tmp_path / "登记.xlsx")
    soon(lambda dialog: press(K.Key_Return, widget=dialog))
    press(K.Key_E, CTRL)
    qtbot.waitUntil((tmp_path / "登记.xlsx").exists)
    sheet = load_workbook(tmp_path / "登记.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=3)]
    assert rows[0][:3] == ["编号", "时间", "来电号码"]
    assert (rows[1][0], rows[1][1], rows[1][2], rows[1][7]) == (numbered(desk, 1), "2026-11-23 09:20", "139****1111", "水管漏水")


def test_the_number_is_shown_by_one_key_and_noted(window: DeskWindow, desk: OpenDesk, ids: dict[str, str], qtbot: QtBot) -> None:
    page = page_of(window)
    asked(desk, ids["汪厚行"], asker_phone="13900001111")
    listed(page)
    qtbot.waitUntil(lambda: "139****1111" in said(page))
    press(K.Key_F9)
    qtbot.waitUntil(lambda: "13900001111" in said(page))


def test_a_child_is_not_told_of_without_the_right(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    page = page_of(window)
    asked(desk, ids["程小禾"], "想妈妈，夜里哭", kind="comfort")
    object.__setattr__(desk.operator, "may_see_children", False)
    listed(page)
    row = page.current()
    assert row is not None
    assert (row.what, row.whom, row.place, row.locked) == ("心理抚慰", "小禾（化名）", "", True)
    assert "夜里哭" not in said(page)


@pytest.mark.parametrize("size", [TextSize.STANDARD, TextSize.EXTRA_LARGE])
def test_it_fits_in_every_size_and_enter_and_esc_lead_in_and_out(
    window: DeskWindow, desk: OpenDesk, ids: dict[str, str], size: TextSize, qtbot: QtBot
) -> None:
    asked(desk, ids["汪厚行"], urgency="yellow")
    desk.look.set(text_size=size)
    window.resize(1366, 728)
    page = page_of(window)
    listed(page)
    page.table.setFocus()
    press(K.Key_Return)
    assert page.pane.isVisible()
    assert page.left.isVisible() == (size is TextSize.STANDARD)
    assert window.width() == 1366
    press(K.Key_Escape)
    qtbot.waitUntil(page.table.hasFocus)


def test_from_today_and_from_the_person(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    request = asked(desk, ids["汪厚行"], urgency="red")
    window.open("today")
    today: Any = window.pages["today"]
    line = next(line for line in today.day.lines() if line.record_id == request)
    desk.open_page.emit(line.page, line.argument)
    assert window.here == "requests"
    assert page_of(window).place() == request
