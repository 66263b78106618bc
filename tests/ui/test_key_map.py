"""Every shortcut is declared once, and no two mean the same keys in one place."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stationdesk import i18n
from stationdesk.ui import key_map
from stationdesk.ui.help_window import PLACES, keys_as_text
from stationdesk.ui.key_map import APART, EVERYWHERE, SHORTCUTS

UI = Path(key_map.__file__).parent


def test_no_two_shortcuts_collide() -> None:
    used: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in SHORTCUTS:
        used[one.place, QKeySequence(one.keys).toString()].append(one.name)
    everywhere = {keys: names for (place, keys), names in used.items() if place == EVERYWHERE}
    for (place, keys), names in used.items():
        assert len(names) == 1, names
        if place not in {EVERYWHERE, *APART}:
            assert keys not in everywhere, (names, everywhere.get(keys))


@pytest.mark.parametrize("one", SHORTCUTS, ids=lambda one: one.name)
def test_every_shortcut_is_a_key_and_has_its_words(one: key_map.Shortcut) -> None:
    assert not QKeySequence(one.keys).isEmpty()
    assert i18n._(one.words) != one.words
    assert one.place in PLACES


def test_no_other_module_writes_a_key_sequence() -> None:
    written = re.compile(r"QKeySequence\(\s*[\"']|QShortcut\(")
    found = [path.name for path in UI.rglob("*.py") if path.name != "key_map.py" and written.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_every_declared_shortcut_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in UI.rglob("*.py") if path.name != "key_map.py")
    built = {one.name for one in SHORTCUTS if f"{one.place}.{{" in code and f'"{one.name.partition(".")[2]}"' in code}
    assert {one.name for one in SHORTCUTS if f'"{one.name}"' not in code} - built == set()


def test_keys_are_shown_as_a_clerk_knows_them() -> None:
    assert key_map.shown("everywhere.search") == "Ctrl K"
    assert key_map.shown("everywhere.larger") == "Ctrl +"
    assert key_map.shown("residents.mark") == "空格"
    assert key_map.shown("visit.leave") == "Esc"
    assert key_map.shown("settings.up") == "Alt ↑"


def test_figures_of_the_keypad_count() -> None:
    plain = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1")
    pad = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.KeypadModifier, "1")
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier, "1")
    assert key_map.pressed(plain, "today.phone")
    assert key_map.pressed(pad, "today.phone")
    assert not key_map.pressed(held, "today.phone")
    enter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier, "\r")
    assert key_map.pressed(enter, "today.open")


def test_a_bound_key_does_its_work(qtbot: QtBot) -> None:
    window, done = QWidget(), []
    key_map.attach(window, "everywhere.lock", lambda: done.append("locked"))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert done == ["locked"]


def test_the_help_lists_every_key() -> None:
    text = keys_as_text()
    for one in SHORTCUTS:
        assert key_map.shown(one.name) in text
        assert i18n._(one.words) in text
