"""The window: pages, search, undo, sizes, status line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.resident import Resident
from stationdesk.registers.setting import Setting
from stationdesk.services.undoing import NothingToUndo
from stationdesk.ui import desk_window
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.tokens import TextSize

CONTROL = Qt.KeyboardModifier.ControlModifier


class Quiet(Page):
    """A page that counts how often it was read, and may refuse to be left."""

    name: ClassVar[str] = "quiet"
    reads: ClassVar[frozenset[str]] = frozenset({"station"})

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.read, self.stays = 0, False
        self.taken: list[Any] = []

    def refresh(self) -> None:
        """Count."""
        self.read += 1

    def take(self, argument: Any) -> None:
        """Remember."""
        self.taken.append(argument)

    def leave(self) -> bool:
        """Stay if told to."""
        return not self.stays


@pytest.fixture
def window(desk: OpenDesk, composition: Composition, shown: Callable[..., QWidget], monkeypatch: pytest.MonkeyPatch) -> DeskWindow:
    """Give the window on a village, with a quiet page in the place of the county's."""
    pages = dict(DeskWindow.there) | {"county": ("upload", "Report", __name__, "Quiet")}
    monkeypatch.setattr(DeskWindow, "there", pages)
    monkeypatch.setattr(desk_window, "import_module", lambda name: __import__(name, fromlist=["x"]))
    made = DeskWindow(desk, composition)
    shown(made)
    return made


def test_it_opens_on_today(window: DeskWindow) -> None:
    assert window.here == "today"
    assert window.rail.buttons["today"].isChecked()
    assert "离线可用" in window.status.accessibleName()


def test_every_page_by_its_key(window: DeskWindow, qtbot: QtBot) -> None:
    for key, name in (
        (Qt.Key.Key_2, "residents"),
        (Qt.Key.Key_3, "visits"),
        (Qt.Key.Key_4, "pairings"),
        (Qt.Key.Key_5, "calls"),
        (Qt.Key.Key_6, "county"),
        (Qt.Key.Key_7, "settings"),
        (Qt.Key.Key_1, "today"),
    ):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
        assert window.here == name
        assert [one for one, button in window.rail.buttons.items() if button.isChecked()] == [name]
    qtbot.keyClick(window, Qt.Key.Key_I, CONTROL)
    assert window.here == "import"
    assert window.rail.buttons["residents"].isChecked()
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    assert window.here == "shifts"
    assert window.rail.buttons["today"].isChecked()
    qtbot.keyClick(window.pages["shifts"], Qt.Key.Key_Escape)
    assert window.here == "today"


def test_a_page_is_read_when_it_must_be(window: DeskWindow, desk: OpenDesk) -> None:
    window.open("county")
    page = window.pages["county"]
    assert isinstance(page, Quiet)
    assert page.read == 1
    desk.saved.emit(frozenset({"visit"}))
    assert page.read == 1
    desk.saved.emit(frozenset({"station"}))
    assert page.read == 2
    window.open("today")
    desk.saved.emit(frozenset({"station"}))
    assert page.read == 2
    window.open("county", "一个编号")
    assert page.read == 3
    assert page.taken == ["一个编号"]


def test_a_page_may_keep_the_operator(window: DeskWindow) -> None:
    window.open("county")
    page = window.pages["county"]
    assert isinstance(page, Quiet)
    page.stays = True
    assert not window.open("today")
    assert window.here == "county"
    assert not window.close()
    page.stays = False
    assert window.open("today")


def test_search_finds_and_opens(window: DeskWindow, desk: OpenDesk, qtbot: QtBot) -> None:
    with desk.reading() as session:
        one = session.exec(select(Resident).where(Resident.birth_date < "1960").limit(1)).one()  # type: ignore[operator]
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    assert window.search.field.hasFocus()
    window.search.field.setText(one.name)
    assert window.search.list.isVisible()
    lines = window.search.list.model.lines
    assert any(line.id == one.id for line in lines)
    while window.search.list.model.lines[window.search.list.view.currentIndex().row()].id != one.id:
        qtbot.keyClick(window.search.field, Qt.Key.Key_Down)
    qtbot.keyClick(window.search.field, Qt.Key.Key_Return)
    assert window.here == "residents"
    assert not window.search.list.isVisible()
    assert not window.search.field.text()


def test_search_says_when_nobody_is_found(window: DeskWindow, qtbot: QtBot) -> None:
    window.search.focus()
    window.search.field.setText("<b>龘</b>")
    assert window.search.list.nobody.isVisible()
    assert "<b>龘</b>" in window.search.list.nobody.text()
    qtbot.keyClick(window.search.field, Qt.Key.Key_Escape)
    assert not window.search.list.isVisible()


def test_children_are_covered_in_search(window: DeskWindow, desk: OpenDesk) -> None:
    with desk.reading() as session:
        child = session.exec(select(Resident).where(Resident.birth_date > "2012").limit(1)).one()  # type: ignore[operator]
    desk.operator.may_see_children = False
    window.search.search(child.name)
    line = next(line for line in window.search.list.model.lines if line.id == child.id)
    assert line.locked
    assert line.name != child.name
    assert not line.phone
    assert not line.group


def test_undo_takes_back_what_was_done_last(window: DeskWindow, desk: OpenDesk, qtbot: QtBot) -> None:
    from stationdesk.services.stations import change_station, own_station

    said: list[str] = []
    desk.did.connect(said.append)
    with desk.writing("改地址") as session:
        change_station(session, {"address": "河口组 3 号"})
    window.open("settings")
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    with desk.reading() as session:
        assert own_station(session).address != "河口组 3 号"
    assert "已撤销：改地址" in said[-1]


def test_nothing_to_undo_is_a_sentence(window: DeskWindow, qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as caught:
        qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert [kind for kind, _error, _trace in caught] == [NothingToUndo]


def test_sizes_change_everywhere_and_are_kept(window: DeskWindow, desk: OpenDesk, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Plus, CONTROL)
    assert desk.look.text_size == TextSize.LARGE
    assert window.rail.width() == desk.look.sizes.rail_width
    qtbot.keyClick(window, Qt.Key.Key_Equal, CONTROL)
    qtbot.keyClick(window, Qt.Key.Key_Equal, CONTROL)
    assert str(desk.look.text_size) == "extra_large"
    with desk.reading() as session:
        kept = session.exec(select(Setting).where(Setting.name == f"appearance:{desk.operator.id}")).one()
    assert kept.read()["text_size"] == "extra_large"
    qtbot.keyClick(window, Qt.Key.Key_Minus, CONTROL)
    assert str(desk.look.text_size) == "large"


def test_every_control_has_a_name(window: DeskWindow) -> None:
    for name in ("today", "residents", "settings"):
        window.open(name)
        buttons = [one for one in window.findChildren(QAbstractButton) if one.isVisible()]
        fields = [one for one in window.findChildren(QLineEdit) if one.isVisible() and not one.parent().inherits("QAbstractSpinBox")]
        assert buttons
        assert all(button.accessibleName() or button.text() for button in buttons)
        assert all(field.accessibleName() for field in fields), [field.objectName() for field in fields]


def test_nothing_is_cut_at_the_smallest_window(window: DeskWindow, desk: OpenDesk) -> None:
    for size in TextSize:
        desk.look.set(text_size=size)
        window.resize(1024, 640)
        assert window.minimumSizeHint().width() <= 1366
        for name in ("today", "residents", "shifts", "settings"):
            window.open(name)
            assert window.width() <= 1366, (size, name, window.width())
            assert window.height() <= 728, (size, name, window.height())
