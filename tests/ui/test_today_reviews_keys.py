"""In the real window, by keys alone: D on what is due and on a grade to be looked at, and an assessment from 今日 to its end and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.registers.care_grade import CareGrade
from stationdesk.services.assessing import grade_on, grades_of
from stationdesk.services.duty_writing import DutyWanted, give
from stationdesk.services.person_writing import own_resident
from stationdesk.ui.assess_dialog import AssessDialog
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from tests.services.people import person
from tests.ui.dialog_keys import then
from tests.ui.visits_kit import Hand

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def who(empty_desk: OpenDesk) -> str:
    """Give an elder whose grade is to be looked at, and whose pension check is due."""
    found = person(empty_desk.database, "汪厚行", 81, "yellow", ((1, "phone", "met"), (1, "home", "met")), village_group="4组")
    on = empty_desk.today()
    with empty_desk.writing("到期") as session:
        give(session, found, DutyWanted("pension_check", on), on)
        for one in grades_of(session, found):
            one.review_due = (on - timedelta(days=3)).isoformat()
    return found


@pytest.fixture
def window(empty_desk: OpenDesk, who: str, composition: Composition, shown: Callable[..., QWidget]) -> DeskWindow:
    window = DeskWindow(empty_desk, composition)
    shown(window)
    window.open("today")
    return window


def go_to(window: DeskWindow, qtbot: QtBot, kind: str) -> Any:
    """Walk down with the arrow until one stands on a line of a kind; return the page."""
    page: Any = window.page("today")
    qtbot.waitUntil(lambda: page.list.current_line() is not None)
    page.list.setFocus()
    hand = Hand(window)
    hand(Qt.Key.Key_Home)
    for _step in range(12):
        if page.list.current_line().kind == kind:
            return page
        hand(Qt.Key.Key_Down)
    raise AssertionError([(line.kind, line.name) for line in page.day.lines()])


def held(desk: OpenDesk, who: str) -> CareGrade:
    with desk.reading() as session:
        found = grade_on(session, who, desk.today())
    assert found is not None
    return found


def kinds(page: Any) -> list[str]:
    return [line.kind for line in page.day.lines()]


def test_d_on_a_duty_in_the_window_and_back(qtbot: QtBot, window: DeskWindow, empty_desk: OpenDesk, who: str) -> None:
    page = go_to(window, qtbot, "duties")
    hand = Hand(window)
    hand(Qt.Key.Key_D)
    with empty_desk.reading() as session:
        assert own_resident(session, who).pension_check_done == "2026-11-23"
    assert "duties" not in kinds(page)
    hand(Qt.Key.Key_Z, modifier=CTRL)
    with empty_desk.reading() as session:
        assert own_resident(session, who).pension_check_done is None
    assert "duties" in kinds(page)


def test_d_on_a_review_in_the_window_and_back(qtbot: QtBot, window: DeskWindow, empty_desk: OpenDesk, who: str) -> None:
    page = go_to(window, qtbot, "reviews")
    hand = Hand(window)
    hand(Qt.Key.Key_D)
    assert [look.by for look in held(empty_desk, who).reviews] == [empty_desk.operator.name]
    assert held(empty_desk, who).review_due == "2027-05-23"
    assert "reviews" not in kinds(page)
    hand(Qt.Key.Key_Z, modifier=CTRL)
    assert held(empty_desk, who).reviews == ()
    assert "reviews" in kinds(page)


def test_an_assessment_from_a_line_of_the_day_to_its_end_and_back(qtbot: QtBot, window: DeskWindow, empty_desk: OpenDesk, who: str) -> None:
    go_to(window, qtbot, "reviews")
    hand, seen = Hand(window), {"due": "", "grade": ""}

    def assess(dialog: AssessDialog) -> None:
        for item in dialog.items:
            assert item.isAncestorOf(hand.focus())
            highest = max(item.item.steps, key=lambda step: step.score)
            hand(Qt.Key(Qt.Key.Key_0 + item.item.steps.index(highest) + 1))
            assert item.score() == highest.score
            hand(Qt.Key.Key_Tab)
        assert dialog.grade.hasFocus()
        hand(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
        assert dialog.reason.hasFocus()
        hand.text("走路要人扶，夜里没人在")
        seen["due"], seen["grade"] = dialog.review.placeholderText(), dialog.grade.value() or ""
        hand(Qt.Key.Key_S, modifier=CTRL)

    then((AssessDialog, assess))  # type: ignore[arg-type]
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(seen["grade"]) and QApplication.activeModalWidget() is None, timeout=10_000)
    now = held(empty_desk, who)
    assert (now.grade, now.reason, now.from_date) == (seen["grade"], "走路要人扶，夜里没人在", "2026-11-23")
    assert now.grade != "yellow"
    assert now.review_due is not None
    assert seen["due"]
    assert window.here == "duties"
    page: Any = window.page("duties")
    assert all(one.due_on > "2026-11-23" for one in page.found if one.kind == "review")
    hand(Qt.Key.Key_Z, modifier=CTRL)
    assert held(empty_desk, who).grade == "yellow"
