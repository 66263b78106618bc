"""Making one person of two by keys alone, and two of one again; saying that they are two; what a locked child shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit
from stationdesk.services.look_alikes import look_alikes
from stationdesk.services.not_same import kept_apart
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.find_dialog import FindDialog
from stationdesk.ui.merge_apart_list import KeptApartList
from stationdesk.ui.merge_page import MergePage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.residents_page import ResidentsPage
from tests.services.people import person, visited
from tests.ui.keys import write

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def pair(empty_desk: OpenDesk) -> tuple[str, str]:
    """Keep one woman twice."""
    database = empty_desk.database
    one = person(database, "徐晓毛", 74, "yellow", sex="female", phone="13800000271", village_group="山背组")
    other = person(database, "徐小毛", 74, sex="female", phone="13800000288", village_group="山背组")
    for who in (one, other):
        visited(database, who, 8, mode="home")
    return one, other


@pytest.fixture
def window(qtbot: QtBot, empty_desk: OpenDesk, composition: Composition) -> DeskWindow:
    """Open the window on the empty desk."""
    window = DeskWindow(empty_desk, composition)
    qtbot.addWidget(window)
    window.resize(1366, 728)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key wherever the keyboard is, once it has come back from a dialog."""
    if QApplication.focusWidget() is None:  # no window manager here gives the keyboard back after a dialog
        for top in QApplication.topLevelWidgets():
            if isinstance(top, DeskWindow):
                top.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def resident(desk: OpenDesk, who: str) -> Resident:
    with desk.reading() as session:
        return session.exec(select(Resident).where(Resident.id == who)).one()


def answer(qtbot: QtBot, kind: type[Dialog], *keys: Qt.Key, typed: str = "") -> None:
    """Answer the next dialog of a kind by keys."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, kind) or not dialog.isActiveWindow() or QApplication.focusWidget() is None:
            QTimer.singleShot(20, act)
            return
        if typed:
            write(dialog.focusWidget(), typed)
        for key in keys:
            qtbot.keyClick(dialog.focusWidget(), key)

    QTimer.singleShot(0, act)


def from_the_menu(qtbot: QtBot, window: DeskWindow) -> MergePage:
    """Come to the surest pair from today's page, by keys."""
    press(qtbot, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    residents = window.pages["residents"]
    assert isinstance(residents, ResidentsPage)
    press(qtbot, Qt.Key.Key_F6)
    menu = residents.pane.more.unfolded
    qtbot.waitUntil(lambda: any("（1 对）" in action.text() for action in menu.actions()))
    while "像是重了的" not in menu.activeAction().text():
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    page = window.pages["merge"]
    assert isinstance(page, MergePage)
    qtbot.waitUntil(lambda: page.shown is not None)
    qtbot.waitUntil(page.grid.hasFocus)
    return page


def test_a_merge_and_its_undo_by_keys_alone(qtbot: QtBot, empty_desk: OpenDesk, window: DeskWindow, pair: tuple[str, str]) -> None:
    one, other = pair
    page = from_the_menu(qtbot, window)
    assert page.frame.why.text() == "同音名、同一天生、同一组，"
    assert page.grid.lines[page.grid.at].row.name == "name"
    press(qtbot, Qt.Key.Key_Right)
    assert page.frame.merge_button.text() == "合成一个人：徐小毛"
    press(qtbot, Qt.Key.Key_Left)
    assert page.frame.merge_button.text() == "合成一个人：徐晓毛"
    while page.grid.lines[page.grid.at].row.name != "phones":
        press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Right)
    assert page.grid.lines[page.grid.at].text == "138****0288"
    press(qtbot, Qt.Key.Key_Space)
    assert page.grid.lines[page.grid.at].text == "两个都要"
    for _step in range(len(page.grid.lines)):
        if page.grid.hasFocus():
            press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Space)
    assert len(page.once) == 1
    press(qtbot, Qt.Key.Key_S, CTRL)
    kept, gone = resident(empty_desk, one), resident(empty_desk, other)
    assert [phone.number for phone in kept.phones] == ["13800000271", "13800000288"]
    assert (kept.former_name, gone.merged_into, gone.residency_status) == ("徐小毛", one, "merged")
    with empty_desk.reading() as session:
        assert len(session.exec(select(Visit).where(Visit.resident_id == one, col(Visit.removed_at).is_(None))).all()) == 1
    qtbot.waitUntil(lambda: page.frame.empty.fact.text() == "没有像是重了的人。")
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert resident(empty_desk, other).merged_into is None
    assert resident(empty_desk, one).former_name is None
    qtbot.waitUntil(lambda: page.shown is not None)


def test_merging_with_somebody_chosen_and_taking_apart_from_the_persons_menu(
    qtbot: QtBot, empty_desk: OpenDesk, window: DeskWindow, pair: tuple[str, str]
) -> None:
    one, other = pair
    window.open("residents", other)
    residents = window.pages["residents"]
    assert isinstance(residents, ResidentsPage)
    answer(qtbot, FindDialog, Qt.Key.Key_Return, typed="徐晓")
    press(qtbot, Qt.Key.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
    page = window.pages["merge"]
    assert isinstance(page, MergePage)
    assert page.place() == (one, other)
    assert page.frame.next_button.isHidden()
    press(qtbot, Qt.Key.Key_S, CTRL)
    assert resident(empty_desk, other).merged_into == one
    assert window.here == "residents"
    assert residents.person.resident_id == one
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_F7)
    menu = residents.person.more.unfolded
    assert any("把 徐小毛 拆出来" in action.text() for action in menu.actions())
    while "拆出来" not in menu.activeAction().text():
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    answer(qtbot, Dialog, Qt.Key.Key_Return)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert resident(empty_desk, other).merged_into is None
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert resident(empty_desk, other).merged_into == one


def test_saying_that_they_are_two_is_remembered_and_can_be_taken_back(
    qtbot: QtBot, empty_desk: OpenDesk, window: DeskWindow, pair: tuple[str, str]
) -> None:
    person(empty_desk.database, "李贵英", 60, sex="female", village_group="3组", phone="13911112222")
    person(empty_desk.database, "李桂英", 60, sex="female", village_group="3组", phone="13911112222")
    window.open("merge")
    page = window.pages["merge"]
    assert isinstance(page, MergePage)
    qtbot.waitUntil(lambda: len(page.list.pairs) == 2)
    first = page.place()
    assert page.frame.next_button.text() == "下一对，共 2 对"
    qtbot.waitUntil(page.grid.hasFocus)
    press(qtbot, Qt.Key.Key_Tab)
    assert page.place() != first
    press(qtbot, Qt.Key.Key_Tab)
    assert page.place() == first
    press(qtbot, Qt.Key.Key_N)
    with empty_desk.reading() as session:
        assert kept_apart(session) == {frozenset(first or ())}
        assert len(look_alikes(session)) == 1
    qtbot.waitUntil(lambda: page.shown is not None and page.place() != first)
    press(qtbot, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: page.frame.empty.link.text() == "说过是两个人的：2 对")
    answer(qtbot, KeptApartList, Qt.Key.Key_Return, Qt.Key.Key_Escape)
    page.frame.empty.link.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    with empty_desk.reading() as session:
        assert len(kept_apart(session)) == 1
    qtbot.waitUntil(lambda: page.shown is not None)
    press(qtbot, Qt.Key.Key_Escape)
    assert window.here == "residents"


def test_two_sound_numbers_ask_once_more(qtbot: QtBot, empty_desk: OpenDesk, window: DeskWindow) -> None:
    numbers = ("34052419800101001X", "11010519491231002X")
    one, other = (person(empty_desk.database, "赵平", 50, id_no=number, id_state="ok") for number in numbers)
    window.open("merge", (one, other))
    answer(qtbot, Dialog, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_S, CTRL)
    assert resident(empty_desk, other).merged_into is None
    answer(qtbot, Dialog, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_S, CTRL)
    assert resident(empty_desk, other).merged_into == one


def test_children_without_the_right_go_by_alias_and_cannot_be_merged(
    qtbot: QtBot, empty_desk: OpenDesk, shown: Callable[..., QWidget]
) -> None:
    one, other = (person(empty_desk.database, "钱晓雨", 9, village_group="3组", phone="13800001234") for _one in range(2))
    empty_desk.operator.may_see_children = False
    page = MergePage(empty_desk)
    shown(page)
    page.take((one, other))
    page.merge()
    page.keep_apart()
    assert resident(empty_desk, other).merged_into is None
    words = " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert "小雨" in words
    assert "钱" not in words
    assert "1234" not in words
