"""Locking: when it happens, that nothing of anybody is left in the window or in memory, and how one comes back."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.services import drafts
from stationdesk.services.access_log import everything
from stationdesk.services.front_door import read_front_door
from stationdesk.services.operators import change_passphrase
from stationdesk.settings import Settings
from stationdesk.store.desk import unlock_desk
from stationdesk.store.folder import FolderLock
from stationdesk.ui import locking as locking_module
from stationdesk.ui.doorkeeper import Doorkeeper
from stationdesk.ui.locking import Locking, forget_clipboard
from stationdesk.ui.opening import data_folder
from stationdesk.ui.unlock_window import UnlockWindow
from tests.store.kit import resident
from tests.ui.front_kit import WANG, WANG_PASSPHRASE, XU, XU_PASSPHRASE, press, two_operators, write_text

CANARY = ("金丝", "雀")
"""Part of every invented person's name here; never written in one piece, so that the test does not find itself."""
PHONE = ("1380009", "6")
CONTROL = Qt.KeyboardModifier.ControlModifier


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give a desk with two operators and twenty people."""
    settings = two_operators(tmp_path)
    database, _slot = unlock_desk(data_folder(settings), XU_PASSPHRASE)
    with database, database.writing(XU, "登记") as session:
        for number in range(20):
            name, phone = f"{''.join(CANARY)}{chr(0x4E00 + number)}", f"{''.join(PHONE)}{number:03}"
            session.add(resident(name, author=database.about.author, phones=[{"number": phone}], village_group="岭下组"))
    return settings


def unlock(qtbot: QtBot, keeper: Doorkeeper, passphrase: str = XU_PASSPHRASE, *, down: int = 0) -> Any:
    """Type a passphrase into the unlock window; returns the desk's window."""
    front = keeper.front
    assert isinstance(front, UnlockWindow)
    press(front, *[Qt.Key.Key_Down if down > 0 else Qt.Key.Key_Up] * abs(down))
    write_text(front, passphrase)
    press(front, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: keeper.window is not None and keeper.window.isVisible(), timeout=20_000)
    window = keeper.window
    assert window is not None
    QTest.qWait(50)
    return window


def shown_texts() -> Iterator[str]:
    """Yield everything that any object of the program shows, says or holds ready to show."""
    for widget in QApplication.allWidgets():
        for one in (widget, *widget.findChildren(QObject)):
            yield from texts_of(one)


def texts_of(one: Any) -> Iterator[str]:
    """Yield the texts of one object, and all cells of a model."""
    for name in ("text", "toPlainText", "windowTitle", "accessibleName", "accessibleDescription", "toolTip", "placeholderText"):
        method = getattr(one, name, None)
        if callable(method):
            with suppress(TypeError):  # a form's own `text` asks for a name
                yield str(method())
    if isinstance(one, QAbstractItemModel):
        for row in range(min(one.rowCount(QModelIndex()), 500)):
            for column in range(1 if isinstance(one, QAbstractListModel) else one.columnCount(QModelIndex())):
                yield str(one.data(one.index(row, column), int(Qt.ItemDataRole.DisplayRole)))


def held_in_memory(canary: str) -> list[str]:
    """Return what still refers to a text with `canary` in it; the canary itself, which the test holds, does not count."""
    gc.collect()
    return [
        f"{getattr(one, '__qualname__', type(one).__qualname__)}: {text[:60]}"
        for one in gc.get_objects()
        for text in gc.get_referents(one)
        if type(text) is str and canary in text and text != canary
    ]


def test_after_locking_nothing_of_anybody_is_left(keeper: Doorkeeper, qtbot: QtBot) -> None:
    canary, phone = "".join(CANARY), "".join(PHONE)
    window = unlock(qtbot, keeper)
    database = window.desk.database
    window.open("residents")
    QTest.qWait(200)
    QTest.keyClick(window, Qt.Key.Key_F9)
    QGuiApplication.clipboard().setText(canary + phone)
    assert any(canary in text for text in shown_texts()), "the test would see them"
    assert held_in_memory(canary), "here too"
    reader, writer = database._reader, database._writer
    QTest.keyClick(window, Qt.Key.Key_L, CONTROL)
    qtbot.waitUntil(lambda: isinstance(keeper.front, UnlockWindow) and keeper.front.isVisible())
    del window
    QTest.qWait(50)
    assert keeper.window is None
    assert keeper.desk is None
    assert database.key == b""
    assert [pool.checkedout() for pool in (reader.pool, writer.pool)] == [0, 0]
    assert [pool.checkedin() for pool in (reader.pool, writer.pool)] == [0, 0]
    FolderLock(database.folder.path).release()
    assert canary not in QGuiApplication.clipboard().text()
    assert [text for text in shown_texts() if canary in text or phone in text] == []
    assert held_in_memory(canary) == []
    assert held_in_memory(phone) == []


def test_the_same_operator_comes_back_to_where_he_was(keeper: Doorkeeper, qtbot: QtBot) -> None:
    window = unlock(qtbot, keeper)
    window.open("county")
    QTest.keyClick(window, Qt.Key.Key_L, CONTROL)
    qtbot.waitUntil(lambda: isinstance(keeper.front, UnlockWindow))
    assert unlock(qtbot, keeper).here == "county"


def test_what_was_typed_is_there_again_and_only_for_him(keeper: Doorkeeper, qtbot: QtBot) -> None:
    canary = "".join(CANARY)
    window = unlock(qtbot, keeper)
    window.open("residents", "new")
    QTest.qWait(100)
    write_text(window, f"{canary}新来的")
    del window
    keeper.lock()
    QTest.qWait(50)
    assert held_in_memory(canary) == []
    other = unlock(qtbot, keeper, WANG_PASSPHRASE, down=1)
    with other.desk.reading() as session:
        assert drafts.kept(session, WANG) == []
        assert [one.form for one in drafts.kept(session, XU)] == ["resident"]
    del other
    keeper.lock()
    QTest.qWait(50)
    window = unlock(qtbot, keeper, down=-1)
    window.open("residents", "new")
    QTest.qWait(100)
    assert any(f"{canary}新来的" in text for text in shown_texts())


def test_the_door_knows_of_a_passphrase_that_was_changed(keeper: Doorkeeper, qtbot: QtBot, settings: Settings) -> None:
    before = read_front_door(settings.data)
    window = unlock(qtbot, keeper)
    change_passphrase(window.desk.database, window.desk.operator, "quite another sentence")
    del window
    keeper.lock()
    after = read_front_door(settings.data)
    assert before.last_slot != after.last_slot == after.operators[0].slot
    assert after.operators[0].last
    unlock(qtbot, keeper, "quite another sentence")


def test_another_operator_gets_a_desk_of_his_own(keeper: Doorkeeper, qtbot: QtBot) -> None:
    window = unlock(qtbot, keeper)
    window.open("county")
    keeper.lock()
    again = unlock(qtbot, keeper, WANG_PASSPHRASE, down=1)
    assert again.here == "today"
    with again.desk.reading() as session:
        assert next(one.operator for one in everything(session) if one.what == "unlocked") == again.desk.operator.name == WANG


def test_idle_minutes_lock_and_hands_on_the_desk_do_not(qtbot: QtBot, qapp: QApplication) -> None:
    clock, window = Clock(), QWidget()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    locking, locked = Locking(qapp, 5, clock=clock), list[bool]()
    locking.watch(window.windowHandle())
    locking.lock_wanted.connect(lambda: locked.append(True))
    clock.now += 299
    locking.look()
    assert locked == []
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    clock.now += 299
    locking.look()
    QTest.qWait(10)
    assert locked == []
    clock.now += 1
    locking.look()
    QTest.qWait(10)
    assert locked == [True]
    locking.look()
    QTest.qWait(10)
    assert locked == [True], "once"


def test_whoever_wakes_the_machine_finds_the_desk_locked(qtbot: QtBot, qapp: QApplication) -> None:
    clock, window = Clock(), QWidget()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    locking = Locking(qapp, 3, clock=clock)
    locking.watch(window.windowHandle())
    locking.set_minutes(10)
    clock.now += 599
    locking.look()
    clock.now += 3600
    with qtbot.waitSignal(locking.lock_wanted):
        QTest.mouseMove(window.windowHandle())
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)


def test_a_clipboard_that_another_program_filled_is_left_alone(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("别的程序的")
    with monkeypatch.context() as patch:
        patch.setattr(locking_module, "OWN_CLIPBOARD", frozenset())
        forget_clipboard()
        assert clipboard.text() == "别的程序的"
    forget_clipboard()
    assert clipboard.text() == ""
