"""The unlock window, by keyboard alone and on a real store."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from stationdesk.services.front_door import AtTheDoor, PublicNumber, read_front_door, write_front_door
from stationdesk.services.operators import operators
from stationdesk.settings import Settings
from stationdesk.ui.caps_lock import CapsLock
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize, Theme
from tests.ui.front_kit import ENTER, WANG, WANG_PASSPHRASE, XU, XU_PASSPHRASE, Door, press, two_operators, write_text

HEAVY = (
    "sqlmodel sqlalchemy pydantic sqlcipher3 openpyxl xlsxwriter python_calamine pypinyin lunar_python segno fontTools nacl pyrage typer "
    "zstandard defusedxml psycopg babel PySide6.QtPrintSupport stationdesk.registers.code stationdesk.ui.desk_window"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give the settings of a desk with two operators."""
    return two_operators(tmp_path)


def test_nothing_heavy_is_loaded_when_it_is_up(tmp_path: Path) -> None:
    script = f"""
import sys
from pathlib import Path
from stationdesk import i18n
from stationdesk.settings import Settings, resource
i18n.install("zh_CN", resource("translations"))
from stationdesk.ui.starting import make_application
settings = Settings(Path({str(tmp_path)!r}), Path({str(tmp_path)!r}))
application = make_application(settings)
from stationdesk.ui.parts.look import Look
from stationdesk.ui.doorkeeper import Doorkeeper
from stationdesk.ui.unlock_window import UnlockWindow
window = UnlockWindow(settings, Look(application))
window.show()
application.processEvents()
assert window.isVisible() and window.field.hasFocus() is not None
print(*[name for name in {HEAVY!r}.split() if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_who_was_here_last_types_a_passphrase_and_is_in(door: Door) -> None:
    assert door.window.field.hasFocus()
    door.type(XU_PASSPHRASE)
    ((database, slot),) = door.entered
    with database.reading() as session:
        assert {one.slot: one.name for one in operators(session)}[slot.id] == XU
    assert door.window.field.text() == ""


def test_arrows_choose_from_inside_the_field(door: Door) -> None:
    press(door.window, Qt.Key.Key_Down)
    assert door.window.field.hasFocus()
    door.type(WANG_PASSPHRASE)
    ((database, slot),) = door.entered
    with database.reading() as session:
        assert {one.slot: one.name for one in operators(session)}[slot.id] == WANG


def test_figures_choose_while_the_list_has_the_keyboard_and_enter_goes_on(door: Door) -> None:
    door.window.people.setFocus()
    QTest.keyClicks(door.window.people, "2")
    chosen = door.window.people.operator()
    assert chosen is not None
    assert chosen.name == WANG
    press(door.window, ENTER)
    assert door.window.field.hasFocus()
    QTest.keyClicks(door.window.field, "1")
    assert door.window.people.operator() == chosen
    assert door.window.field.text() == "1"


def test_another_operators_passphrase_does_not_open(door: Door) -> None:
    door.type(WANG_PASSPHRASE)
    assert door.entered == []
    assert "口令不对，还可以试 2 次。" in door.said()
    assert "记录都在，没有丢。" in door.said()
    assert door.window.field.text() == ""
    assert door.window.field.hasFocus()
    door.type(XU_PASSPHRASE)
    assert len(door.entered) == 1


def test_what_is_half_typed_goes_when_another_operator_is_chosen(door: Door) -> None:
    write_text(door.window, "half a pass")
    press(door.window, Qt.Key.Key_Down)
    assert door.window.field.text() == ""


def test_three_wrong_ones_make_everybody_wait_through_a_restart(
    door: Door, qtbot: QtBot, settings: Settings, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _try in range(3):
        door.type("not the right one")
    assert "连着错了 3 次，请等 1 分钟。" in door.said()
    assert "还要等" in door.said()
    assert door.window.field.isReadOnly()
    assert door.window.forgot.text() == "用恢复码打开"
    again = Door(qtbot, settings, look)
    assert again.window.field.isReadOnly()
    door.window.attempts = again.window.attempts
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: 0.0)
        again.window.tell()
        assert again.window.field.isReadOnly(), "a clock set back shortens nothing"
        write_text(again.window, XU_PASSPHRASE)
        press(again.window, ENTER)
        assert not again.window.busy
    with monkeypatch.context() as patch:
        now = time.monotonic()
        patch.setattr(time, "monotonic", lambda: now + 61)
        again.window.tell()
        assert not again.window.field.isReadOnly()
        assert "现在可以再试了。" in again.said()
        again.type(XU_PASSPHRASE)
    assert len(again.entered) == 1
    again.entered[0][0].close()


def test_f9_shows_while_it_is_held_and_the_clipboard_stays_out(door: Door) -> None:
    field = door.window.field
    write_text(door.window, "secret of mine")
    QTest.keyPress(field, Qt.Key.Key_F9)
    assert field.echoMode() is QLineEdit.EchoMode.Normal
    field.selectAll()
    press(door.window, Qt.Key.Key_C, Qt.Key.Key_X, modifier=Qt.KeyboardModifier.ControlModifier)
    assert "secret" not in QGuiApplication.clipboard().text()
    QTest.keyRelease(field, Qt.Key.Key_F9)
    assert field.echoMode() is QLineEdit.EchoMode.Password
    QGuiApplication.clipboard().setText("pasted")
    press(door.window, Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    press(door.window, Qt.Key.Key_Insert, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert field.text() == "secret of mine"
    assert not field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_caps_lock_is_told_by_the_letters(door: Door) -> None:
    QTest.keyClick(door.window.field, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    door.window.field.caps.on = None
    QTest.sendKeyEvent(QTest.KeyAction.Click, door.window.field, Qt.Key.Key_A, "A", Qt.KeyboardModifier.NoModifier)
    assert "大写锁定开着，请按一下 Caps Lock。" in door.said()
    QTest.keyClick(door.window.field, Qt.Key.Key_CapsLock)
    assert "大写锁定没有开。" in door.said()


@pytest.mark.parametrize(
    ("lamps", "told"), [({"input3::capslock": "1"}, True), ({"input3::capslock": "0", "input9::capslock": "0"}, False), ({}, None)]
)
def test_caps_lock_is_told_by_the_lamp(tmp_path: Path, lamps: dict[str, str], told: bool | None) -> None:
    for name, state in lamps.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "brightness").write_text(state + "\n", encoding="ascii")
    assert CapsLock(tmp_path).on is told


def test_120_and_the_public_numbers_stand_in_the_foot_unless_switched_off(qtbot: QtBot, settings: Settings, look: Look) -> None:
    found = replace(read_front_door(settings.data), numbers=(PublicNumber("村医", "13800000058", "胡文斌"),))
    write_front_door(settings.data, found)
    said = Door(qtbot, settings, look).said()
    assert "120" in said
    assert "村医 胡文斌" in said
    assert "138 0000 0058" in said
    write_front_door(settings.data, replace(found, show_numbers=False))
    said = Door(qtbot, settings, look).said()
    assert "120" not in said
    assert "0058" not in said


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("count", [0, 1, 9])
def test_it_stands_on_a_small_screen_with_anybodys_names(qtbot: QtBot, tmp_path: Path, look: Look, size: TextSize, count: int) -> None:
    people = tuple(AtTheDoor(f"s{n}", f"<b>买买提·吐尔逊·阿卜杜拉·{n}</b>", "很长的职务" * 9) for n in range(count))
    door = replace(read_front_door(tmp_path), operators=people, station="<i>站</i>" * 20, text_size=str(size), theme="dark")
    write_front_door(tmp_path, replace(door, numbers=(PublicNumber("村医", "13800000058", "胡" * 20),) * 3))
    window = Door(qtbot, Settings(tmp_path, tmp_path), look).window
    assert window.width() <= 1366
    assert window.height() <= 700
    assert look.theme is Theme.DARK
    for label in window.findChildren(QLabel):
        if label.isVisible() and type(label).__name__ == "Label" and label.text():
            assert label.width() >= label.sizeHint().width() - 1, f"{label.text()} is cut"
    if count:
        index = window.people.model().index(0, 0)
        assert "<b>买买提" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_without_its_file_one_passphrase_is_enough(qtbot: QtBot, settings: Settings, look: Look) -> None:
    (settings.data / "front.json").write_bytes(b"\x00 broken")
    door = Door(qtbot, settings, look)
    assert "请输口令" in door.said()
    door.type(WANG_PASSPHRASE)
    ((database, _slot),) = door.entered
    database.close()


def test_closing_it_says_that_nobody_came_in(door: Door, qtbot: QtBot) -> None:
    with qtbot.waitSignal(door.window.left):
        door.window.close()
