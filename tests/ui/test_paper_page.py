"""录走访单 by keyboard alone: every key of a line, what is asked, what is refused, what a code reader and a slow finger do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from stationdesk.services.request_reading import open_requests
from stationdesk.services.sheet_reading import Entry
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_asking import LineDialog
from stationdesk.ui.paper_page import PaperPage
from stationdesk.ui.parts.composition import Composition
from tests.services.people import person
from tests.ui.dialog_keys import then
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


def test_a_normal_person_is_one_enter(page: PaperPage, hand: Hand) -> None:
    hand.keys("Enter")
    assert (hand.pressed, here(page), states(page)) == (1, "冯毛仔", "x....")
    (visit,) = entered(page.desk)
    assert (visit.mode, visit.outcome, [one.name for one in visit.visitors]) == ("home", "met", ["徐丽华"])
    assert page.pane.foot.count.text() == "录好 1 人，还有 4 人。"


def test_every_key_of_a_line(page: PaperPage, hand: Hand) -> None:
    hand.keys("2", "5", "s", "j", "j", "a", "a", "a", "z", "x", "1", "4", "6", "/", "8", "8", "Esc", "d")
    hand.text("米 10 斤")
    hand.keys("Esc", "y")
    hand.text("水管漏水")
    assert page.pane.form.request.isChecked()
    hand.keys("Enter")
    seen = ("watch", "abnormal", "normal", "watch")
    entry = page.pane.view.rows.lines[0].entry
    assert entry == Entry("phone", "kin_answered", seen, (146, 88), "米 10 斤", "水管漏水", request=True)


def test_a_reading_and_a_need_take_ten_keys_and_the_text(page: PaperPage, hand: Hand) -> None:
    hand.keys("Tab")
    hand.figures("146")
    hand.keys("Tab")
    hand.figures("88")
    hand.keys("Tab", "Tab")
    hand.text("水管漏水，灶房地上滑")
    hand.keys("Enter")
    assert hand.pressed <= 10
    assert (here(page), page.pane.view.hasFocus()) == ("冯毛仔", True)
    with page.desk.reading() as session:
        assert [one.request.text for one in open_requests(session)] == ["水管漏水，灶房地上滑"]


def test_a_need_that_is_no_request_is_kept_with_the_visit(page: PaperPage, hand: Hand) -> None:
    hand.keys("y")
    hand.text("问个好")
    hand.keys("Tab")
    QTest.keyClick(hand.there(), Qt.Key.Key_Space)
    hand.keys("Enter")
    assert [issue.text for issue in entered(page.desk)[0].issues] == ["问个好"]
    with page.desk.reading() as session:
        assert open_requests(session) == []


def test_nobody_went_and_back_again(page: PaperPage, hand: Hand) -> None:
    hand.keys("n")
    assert (states(page), here(page), entered(page.desk)) == ("-....", "冯毛仔", [])
    hand.keys("Up", "Enter")
    assert states(page) == "x...."


def test_arrows_leave_a_line_that_was_not_touched_as_it_is_and_save_one_that_was(page: PaperPage, hand: Hand) -> None:
    hand.keys("Down", "Down")
    assert (states(page), here(page)) == (".....", "占有根")
    hand.keys("s", "Down")
    assert (states(page), here(page)) == ("..x..", "占桂花")
    hand.keys("Up", "2", "Up")
    assert entered(page.desk)[0].mode == "phone"
    assert len(entered(page.desk)) == 1


def test_esc_puts_a_line_back_and_then_leaves_the_sheet(page: PaperPage, hand: Hand) -> None:
    hand.keys("s", "3", "Esc")
    assert page.pane.form.entry() == Entry()
    hand.keys("Esc")
    assert (page.pane.sheet, page.choice.field.hasFocus(), entered(page.desk)) == (None, True, [])


def test_half_a_blood_pressure_is_asked_for(page: PaperPage, hand: Hand) -> None:
    hand.keys("x")
    hand.figures("146")
    hand.keys("Enter")
    assert page.pane.form.pressure.under.hasFocus()
    assert "还差一个数" in page.pane.form.about.text()
    assert entered(page.desk) == []
    hand.figures("88")
    hand.keys("Enter")
    assert page.pane.view.rows.lines[0].entry == Entry(pressure=(146, 88))


def test_undo_opens_the_line_again(page: PaperPage, hand: Hand) -> None:
    hand.keys("Enter", "Enter")
    hand.control(Qt.Key.Key_Z)
    assert (states(page), here(page)) == ("x....", "冯毛仔")
    hand.control(Qt.Key.Key_Z)
    assert (states(page), here(page)) == (".....", "程来发")


def test_a_line_is_found_by_its_three_characters(page: PaperPage, hand: Hand) -> None:
    code = page.pane.view.rows.lines[3].code
    then((LineDialog, lambda dialog: write(dialog.focusWidget(), code.lower())))
    hand.keys("f")
    assert here(page) == "占桂花"


def test_a_line_that_is_not_there_is_said(page: PaperPage, hand: Hand) -> None:
    said: list[str] = []

    def wrong(dialog: Any) -> None:
        write(dialog.field, "2ZZ")
        dialog._go()
        said.append(dialog.told.text())
        dialog.reject()

    then((LineDialog, wrong))
    hand.keys("f")
    assert "2ZZ" in said[0]
    assert here(page) == "程来发"
