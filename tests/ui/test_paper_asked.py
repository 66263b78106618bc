"""What is asked and refused while a visit sheet is typed back, and what a code reader does from anywhere on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.resident import Resident
from stationdesk.services.sheet_reading import Entry
from stationdesk.services.undoing import undo_last
from stationdesk.services.visit_sheets import NoSuchSheet
from stationdesk.services.visiting import VisitImpossible
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.find_dialog import FindDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_page import PaperPage
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import Dialog
from tests.services.people import ago, person
from tests.ui.dialog_keys import press, then
from tests.ui.keys import write
from tests.ui.paper_keys import Hand, entered, keep

NAMES = ("程来发", "冯毛仔", "占有根", "占桂花", "吴冬生")


@pytest.fixture
def ids(empty_desk: OpenDesk) -> list[str]:
    """Keep five people, in the order of the way round."""
    grades = ("yellow", "green", "yellow", "yellow", "")
    return [person(empty_desk.database, name, 70 + at, grades[at], village_group="岭下组", route_order=at) for at, name in enumerate(NAMES)]


@pytest.fixture
def window(empty_desk: OpenDesk, composition: Composition, shown: Callable[..., QWidget]) -> DeskWindow:
    """Give the window."""
    made = DeskWindow(empty_desk, composition)
    shown(made)
    return made


@pytest.fixture
def page(window: DeskWindow, ids: list[str]) -> PaperPage:
    """Give the page with a sheet of the five open."""
    sheet, _number = keep(window.desk, ids)
    window.open("paper", sheet)
    found = window.page("paper")
    assert isinstance(found, PaperPage)
    return found


@pytest.fixture
def hand(page: PaperPage, window: DeskWindow) -> Hand:
    """Give a hand on the keyboard."""
    assert page.pane.view.hasFocus()
    return Hand(window)


def here(page: PaperPage) -> str:
    line = page.pane.view.line()
    return line.name if line else ""


def states(page: PaperPage) -> str:
    return "".join({"open": ".", "done": "x", "passed": "-"}[line.state] for line in page.pane.view.rows.lines)


def test_whoever_was_met_besides_gets_a_line_at_the_end(page: PaperPage, hand: Hand) -> None:
    person(page.desk.database, "胡满娇", 72, village_group="山背组")
    then((FindDialog, lambda dialog: write(dialog.focusWidget(), "胡满娇")), (FindDialog, press(Qt.Key.Key_Return)))
    hand.control(Qt.Key.Key_N)
    assert here(page) == "胡满娇"
    assert "不在纸上" in page.pane.form.asks.text()
    hand.keys("Enter")
    assert states(page) == ".....x"


def test_the_day_is_filled_in_once_and_an_odd_one_is_said(page: PaperPage, hand: Hand) -> None:
    head = page.pane.head
    for typed, said in (("2027年1月1日", "还没到"), ("11-20", "打印"), ("很久以前", "没看懂")):
        head.day.setFocus()
        head.day.selectAll()
        write(head.day, typed)
        assert said in head.told.text()
        hand.keys("Enter")
        assert head.day.hasFocus()
        page.pane.save()
        assert entered(page.desk) == []


def test_a_day_long_ago_is_asked_about_once(window: DeskWindow, ids: list[str]) -> None:
    sheet, _number = keep(window.desk, ids, days=90)
    window.open("paper", sheet)
    page: Any = window.page("paper")
    assert page.pane.head.day.hasFocus()
    hand = Hand(window)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.windowTitle())
        dialog.give("yes")

    then((Dialog, answer))
    hand.keys("Enter")
    hand.keys("Enter", "Enter")
    assert asked == ["是 8月25日 吗？离今天 90 天了"]
    assert {one.visited_on for one in entered(window.desk)} == {"2026-08-25"}


def test_another_day_is_offered_to_the_lines_that_are_entered(window: DeskWindow, ids: list[str]) -> None:
    sheet, _number = keep(window.desk, ids, days=3)
    window.open("paper", sheet)
    hand = Hand(window)
    hand.keys("Enter", "Enter", "Enter")
    page: Any = window.page("paper")
    then((Dialog, lambda dialog: dialog.give("yes")))
    page.pane.head.day.setFocus()
    page.pane.head.day.selectAll()
    write(page.pane.head.day, "11-22")
    hand.keys("Enter")
    assert [one.visited_on for one in entered(window.desk)] == ["2026-11-22"] * 2


def test_ctrl_s_asks_about_those_who_are_left_and_enter_goes_on(page: PaperPage, hand: Hand) -> None:
    hand.keys("Enter")
    then((Dialog, press(Qt.Key.Key_Return)))
    hand.control(Qt.Key.Key_S)
    assert states(page) == "x...."
    then((Dialog, lambda dialog: dialog.give("done")))
    hand.control(Qt.Key.Key_S)
    assert page.pane.sheet is None
    assert page.choice.table.current_row().finished
    hand.control(Qt.Key.Key_Z)
    assert not page.choice.table.current_row().finished


def test_a_sheet_typed_twice_is_asked_about_and_corrected(page: PaperPage, hand: Hand) -> None:
    number = page.pane.sheet.number if page.pane.sheet else ""
    hand.keys(*["Enter"] * 5)
    assert states(page) == "xxxxx"
    hand.control(Qt.Key.Key_S)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.windowTitle())
        dialog.give("yes")

    then((Dialog, answer))
    write(page.choice.field, number)
    hand.keys("Enter")
    assert "已经录完" in asked[0]
    hand.keys("2", "Enter")
    assert len(entered(page.desk)) == 5
    assert entered(page.desk)[0].mode == "phone"


def test_a_sheet_half_done_is_found_again(page: PaperPage, hand: Hand, window: DeskWindow) -> None:
    hand.keys("Enter", "Enter")
    window.open("today")
    window.open("paper")
    assert (here(page), states(page)) == ("占有根", "xx...")
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert page.choice.table.current_row().words(window.desk.today()).endswith("5 人录了 2 人")
    hand.keys("Enter")
    assert here(page) == "占有根"


def test_leaving_the_page_saves_the_line_one_is_at(page: PaperPage, hand: Hand, window: DeskWindow) -> None:
    hand.keys("s")
    window.open("today")
    assert [one.check_items[0].result for one in entered(page.desk)] == ["watch"]


def test_a_line_half_typed_is_there_after_locking(page: PaperPage, hand: Hand, window: DeskWindow, ids: list[str]) -> None:
    hand.keys("Down", "s", "y")
    hand.text("水管")
    window.keep()
    again = PaperPage(window.desk)
    again.take(page.place())
    assert here(again) == "冯毛仔"
    assert (again.pane.form.entry().need, again.pane.form.entry().checks[0]) == ("水管", "watch")
    again.deleteLater()


def test_a_held_enter_saves_one_line(page: PaperPage, qtbot: QtBot) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    for at in range(4):
        event = QKeyEvent(QEvent.Type.KeyPress, int(Qt.Key.Key_Return), Qt.KeyboardModifier.NoModifier, "\r", at > 0)
        QApplication.sendEvent(page.pane.view, event)
    assert states(page) == "x...."


def test_whoever_died_is_refused_with_a_sentence_and_can_be_passed_over(page: PaperPage, hand: Hand) -> None:
    with page.desk.writing("去世") as session:
        gone = session.exec(select(Resident).where(Resident.name == "程来发")).one()
        gone.residency_status, gone.residency_since = "deceased", ago(1)
    assert "死亡" in page.pane.form.about.text()
    with pytest.raises(VisitImpossible):
        page.pane.save()
    assert entered(page.desk) == []
    hand.keys("n")
    assert states(page) == "-...."


def scan(number: str) -> None:
    """Type as a code reader does: at once."""
    where = QApplication.focusWidget()
    assert where is not None
    QTest.keyClicks(where, number)
    QTest.keyClick(where, Qt.Key.Key_Return)


def test_a_code_reader_opens_another_sheet_from_anywhere_and_answers_nothing(page: PaperPage, hand: Hand, window: DeskWindow) -> None:
    other, number = keep(page.desk, [person(page.desk.database, "胡满娇", 72)])
    for field in (page.pane.view, page.pane.form.need, page.pane.form.pressure.over, page.pane.head.visitors.field):
        page.open_sheet(next(row.id for row in page.choice.table.model()._source.by_id.values() if row.id != other))  # type: ignore[union-attr]
        before = page.pane.form.entry()
        field.setFocus()
        scan(number)
        assert page.place() == other, field
        assert before == Entry()
        QTest.keyClick(window, Qt.Key.Key_F6)
    assert entered(page.desk) == []


def test_a_code_reader_opens_a_sheet_from_the_list(page: PaperPage, window: DeskWindow) -> None:
    other, number = keep(page.desk, [person(page.desk.database, "胡满娇", 72)])
    QTest.keyClick(window, Qt.Key.Key_F6)
    page.choice.table.setFocus()
    scan(number)
    assert page.place() == other


def test_a_number_that_is_none_is_refused(page: PaperPage, window: DeskWindow) -> None:
    for typed in ("2026-ZZZ-0001", "什么", "99"):
        with pytest.raises(NoSuchSheet):
            page.open_number(typed if "-" in typed else "")


def test_a_sheet_whose_printing_was_undone_can_be_typed_back_all_the_same(window: DeskWindow, ids: list[str]) -> None:
    sheet, number = keep(window.desk, ids)
    undo_last(window.desk.database, window.desk.operator.name)
    window.open("paper")
    then((Dialog, lambda dialog: dialog.give("yes")))
    hand = Hand(window)
    write(hand.there(), number)
    hand.keys("Enter")
    assert window.page("paper").place() == sheet


def test_undoing_the_print_closes_the_sheet(page: PaperPage, hand: Hand) -> None:
    hand.control(Qt.Key.Key_Z)
    assert page.pane.sheet is None
    assert "还没打印过" in page.choice.empty.fact.text()


def test_today_reminds_of_a_sheet_that_waits(window: DeskWindow, ids: list[str]) -> None:
    sheet, number = keep(window.desk, ids, days=3)
    window.open("today")
    today: Any = window.page("today")
    today.refresh()
    (line,) = [one for one in today.day.lines() if one.kind == "sheets"]
    assert (line.name, line.record_id) == (number, sheet)
    today.list.opened.emit(line)
    assert (window.here, window.page("paper").place()) == ("paper", sheet)


def test_a_child_is_shown_by_alias_and_without_a_place(page: PaperPage, window: DeskWindow) -> None:
    child = person(window.desk.database, "周子涵", 9, village_group="河口组", current_address="河口组 7 号")
    sheet, _number = keep(window.desk, [child])
    window.desk.operator.may_see_children = False
    page.open_sheet(sheet)
    assert here(page) == "小涵（化名）"
    assert "河口" not in page.pane.form.about.text()


def test_it_fits_at_every_size(page: PaperPage, window: DeskWindow) -> None:
    from stationdesk.ui.parts.tokens import TextSize

    for size in TextSize:
        window.look.set(text_size=size)
        form = page.pane.form
        assert form.width() <= page.pane.view.viewport().width()
        for part in (form.mode, form.outcome, *form.checks.values(), form.goods, form.need, form.next_button, form.pass_button):
            assert part.geometry().right() <= form.width() or part.mapTo(form, part.rect().bottomRight()).x() <= form.width()
        assert window.width() == 1366
