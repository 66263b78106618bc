"""The page of visits by keys alone: from the day's list and back, several needs, corrections, photos, the list, paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.access_entry import AccessEntry
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.visit import Visit
from stationdesk.services import visit_list
from stationdesk.services.undoing import undo_last
from stationdesk.services.visit_list import Sums
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import Dialog, prepare
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.visit_noting import Noting
from stationdesk.ui.visits_page import VisitsPage
from tests.ui.dialog_keys import press
from tests.ui.keys import soon
from tests.ui.visits_kit import Hand, count, form_of, newest

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


MOST_OF_A_VISIT = 10
"""Keys of a home visit with one need beside the text; 25 are allowed, 7 are needed."""


@pytest.fixture
def window(desk: OpenDesk, composition: Composition, shown: Callable[..., QWidget]) -> DeskWindow:
    window = DeskWindow(desk, composition)
    shown(window)
    return window


@pytest.fixture
def page(window: DeskWindow) -> VisitsPage:
    window.open("visits")
    found: Any = window.page("visits")
    return found  # type: ignore[no-any-return]


def first_line(window: DeskWindow, qtbot: QtBot) -> Any:
    window.open("today")
    today: Any = window.page("today")
    qtbot.waitUntil(lambda: today.list.current_line() is not None)
    return today


def test_a_home_visit_with_one_need_from_the_day_and_back(qtbot: QtBot, desk: OpenDesk, window: DeskWindow) -> None:
    today = first_line(window, qtbot)
    line, following = today.list.current_line(), today.list.following()
    hand = Hand(window)
    hand(Qt.Key.Key_F4)
    assert window.here == "visits"
    assert form_of(window).resident_id == line.resident_id
    hand(Qt.Key.Key_T, modifier=ALT)
    hand.text("头还有点晕，夜里起来怕摔")
    hand(Qt.Key.Key_N, modifier=ALT)
    hand.text("厨房灯泡要换")
    hand(Qt.Key.Key_S, modifier=CTRL)
    assert hand.keys <= MOST_OF_A_VISIT
    found = newest(desk)
    assert (found.resident_id, found.mode, found.outcome, found.content) == (line.resident_id, "home", "met", "头还有点晕，夜里起来怕摔")
    assert [(one.text, one.kind) for one in found.issues] == [("厨房灯泡要换", "repair")]
    with desk.reading() as session:
        raised = session.exec(select(ServiceRequest).where(ServiceRequest.source_id == found.id)).one()
    assert (raised.id, raised.text, raised.kind, raised.source) == (found.issues[0].request_id, "厨房灯泡要换", "repair", "visit")
    assert window.here == "today"
    now = today.list.current_line()
    assert now is not None
    assert now.key() in [tuple(one) for one in following], "the next one is under the cursor"
    hand(Qt.Key.Key_Z, modifier=CTRL)
    with desk.reading() as session:
        assert session.exec(select(ServiceRequest).where(ServiceRequest.id == raised.id)).one().removed_at
        assert session.exec(select(Visit).where(Visit.id == found.id)).one().removed_at


def test_a_phone_contact_from_the_day_stays_short(qtbot: QtBot, desk: OpenDesk, window: DeskWindow) -> None:
    today = first_line(window, qtbot)
    who = today.list.current_line().resident_id
    hand = Hand(window)
    hand(Qt.Key.Key_1)
    assert hand.keys <= 6
    assert (newest(desk).resident_id, newest(desk).mode) == (who, "phone")


def test_saving_goes_on_with_the_next_of_the_day(qtbot: QtBot, desk: OpenDesk, window: DeskWindow) -> None:
    today = first_line(window, qtbot)
    first, second = today.list.current_line().resident_id, next(who for _kind, who, _record in today.list.following())
    hand = Hand(window)
    hand(Qt.Key.Key_F4)
    hand(Qt.Key.Key_Return, modifier=CTRL)
    assert newest(desk).resident_id == first
    assert form_of(window).resident_id == second
    hand(Qt.Key.Key_Escape)
    assert window.here == "today"


def test_every_code_is_reached_by_keys(qtbot: QtBot, desk: OpenDesk, window: DeskWindow) -> None:
    today = first_line(window, qtbot)
    hand = Hand(window)
    hand(Qt.Key.Key_F4)
    body = form_of(window).body
    hand(Qt.Key.Key_6)
    assert [code for code, _word in body.mode.choices] == [
        "home",
        "phone",
        "video",
        "station",
        "neighbour",
        "wechat",
        "device",
        "school",
        "other",
    ]
    hand(Qt.Key.Key_8)
    body.outcome.setFocus()
    hand(Qt.Key.Key_6, *([Qt.Key.Key_Right] * 12))
    assert body.outcome.value() == "deceased"
    hand(Qt.Key.Key_1)
    hand(Qt.Key.Key_S, modifier=CTRL)
    assert (newest(desk).mode, newest(desk).outcome) == ("school", "met")
    assert today is window.page("today")


def test_a_kept_visit_is_read_corrected_taken_out_and_brought_back(
    qtbot: QtBot, desk: OpenDesk, window: DeskWindow, page: VisitsPage
) -> None:
    page.pane.filters.widen()
    row = page.pane.current()
    assert row is not None
    hand = Hand(window)
    page.pane.table.setFocus()
    hand(Qt.Key.Key_Return)
    form = form_of(window)
    assert form.visit_id == row.id
    assert form.keeper.dirty is False
    hand(Qt.Key.Key_T, modifier=ALT)
    hand.text("改过的话")
    hand(Qt.Key.Key_S, modifier=CTRL)
    with desk.reading() as session:
        assert "改过的话" in (session.exec(select(Visit).where(Visit.id == row.id)).one().content or "")
    page.pane.table.setFocus()
    hand(Qt.Key.Key_Return)
    soon(press(Qt.Key.Key_Return))
    hand(Qt.Key.Key_Delete, modifier=CTRL)
    assert page.pane.current() is None or page.pane.current().id != row.id  # type: ignore[union-attr]
    assert form.isHidden()
    undo_last(desk.database, desk.operator.name)
    page.refresh()
    assert page.pane.current() is not None
    undo_last(desk.database, desk.operator.name)
    with desk.reading() as session:
        assert "改过的话" not in (session.exec(select(Visit).where(Visit.id == row.id)).one().content or "")


def test_the_same_visit_once_more_and_much_money_are_asked_about(
    qtbot: QtBot, desk: OpenDesk, window: DeskWindow, page: VisitsPage
) -> None:
    row = page.pane.current() or pytest.fail("no visit")
    hand = Hand(window)
    window.open("visits", Noting(row.resident_id))
    form = form_of(window)
    hand(Qt.Key.Key_S, modifier=CTRL)
    assert form.isHidden()
    before = count(desk)
    window.open("visits", Noting(row.resident_id))
    soon(press(Qt.Key.Key_Return))
    hand(Qt.Key.Key_S, modifier=CTRL)
    assert not form.isHidden(), "back to the form"
    assert count(desk) == before
    form.body.clock.setText("10:30")
    form.body.handed.set_value("200000", "")
    said: list[str] = []

    def right(dialog: Dialog) -> None:
        said.append(dialog.windowTitle())
        dialog.give("right")

    soon(right)
    hand(Qt.Key.Key_S, modifier=CTRL)
    assert "200,000" in said[0]
    assert newest(desk).given_money() == 200_000_00


def test_bad_input_is_said_beside_the_field_and_nothing_is_lost(desk: OpenDesk, window: DeskWindow, page: VisitsPage) -> None:
    row = page.pane.current() or pytest.fail("no visit")
    hand, before = Hand(window), count(desk)
    window.open("visits", Noting(row.resident_id))
    form = form_of(window)
    body = form.body
    long = "字" * 10_000
    body.content.setPlainText(long)
    body.clock.setText("10:00")
    body.end.setText("9:00")
    hand(Qt.Key.Key_S, modifier=CTRL)
    assert "10000" in body.content_row.words.text()
    assert "结束比开始还早" in body.day_row.words.text()
    assert body.content.toPlainText() == long
    body.content.setPlainText("好\u200b的\u202e")
    body.end.setText("")
    body.day.setText("1900-01-01")
    hand(Qt.Key.Key_S, modifier=CTRL)
    assert "还没有出生" in body.day_row.words.text() or "没出生" in body.day_row.words.text()
    assert count(desk) == before
    body.day.setText("2026-11-20")
    hand(Qt.Key.Key_S, modifier=CTRL)
    found = newest(desk)
    assert (found.content, found.visited_on, found.recorded_on) == ("好的", "2026-11-20", "2026-11-23")
    page.refresh()
    with desk.reading():
        rows = [page.pane.table.model().row(at) for at in range(page.pane.table.model().rowCount())]
    assert next(one for one in rows if one.id == found.id).late


def test_typing_narrows_and_the_sums_follow(desk: OpenDesk, window: DeskWindow, page: VisitsPage) -> None:
    page.pane.filters.widen()
    everything = page.pane.shown
    assert everything.person_times > 0
    name = page.pane.current().name  # type: ignore[union-attr]
    page.pane.typed.setText(name)
    assert 0 < page.pane.shown.person_times < everything.person_times
    page.pane.typed.setText("没有这个人")
    assert page.pane.stack.currentIndex() == 1
    page.pane.nothing.linked.emit()
    assert page.pane.shown == everything


def test_export_is_logged_and_tells_no_illness(qtbot: QtBot, desk: OpenDesk, window: DeskWindow, page: VisitsPage, tmp_path: Path) -> None:
    page.pane.filters.widen()
    target = tmp_path / "走访.xlsx"
    prepare(target)
    Hand(window)(Qt.Key.Key_E, modifier=CTRL)
    qtbot.waitUntil(target.exists, timeout=10_000)
    qtbot.waitUntil(lambda: not desk.jobs.busy(), timeout=10_000)
    desk.write_log()
    sheet = load_workbook(target).worksheets[0]
    cells = [[str(cell or "") for cell in line] for line in sheet.iter_rows(values_only=True)]
    assert cells[0][:3] == ["时间", "姓名", "组"]
    assert not any("血压" in cell for row in cells for cell in row)
    with desk.reading() as session:
        logged = session.exec(select(AccessEntry).where(AccessEntry.what == "exported")).one()
    assert logged.people == page.pane.shown.person_times


@pytest.mark.parametrize("size", list(TextSize))
def test_nothing_of_the_form_is_cut_at_any_size(desk: OpenDesk, window: DeskWindow, page: VisitsPage, size: TextSize) -> None:
    row = page.pane.current() or pytest.fail("no visit")
    desk.look.set(text_size=size)
    window.open("visits", Noting(row.resident_id))
    form = form_of(window)
    form.body.needs.set_needs([{"text": "换厨房灯泡", "kind": "repair"}])
    form.body.unfold()
    QTest.qWait(40)
    for widget in form.body.findChildren(QWidget):
        if widget.isVisible() and widget.parentWidget() is not None and widget.width() > 1:
            right = widget.mapTo(form, widget.rect().topRight()).x()
            assert right <= form.width(), (size, type(widget).__name__, widget.accessibleName())
    form.keeper.saved()


def test_a_span_with_very_many_visits_is_read_beside_the_window(
    qtbot: QtBot, desk: OpenDesk, window: DeskWindow, page: VisitsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.pane.filters.widen()
    before = page.pane.shown
    monkeypatch.setattr(visit_list, "WIDE", 3)
    page.pane.shown = Sums()
    page.refresh()
    assert page.pane.count.text() == "正在读走访记录"
    qtbot.waitUntil(lambda: page.pane.shown == before, timeout=8000)
    assert page.pane.table.model().rowCount() == before.person_times
    desk.jobs.settle(5)
