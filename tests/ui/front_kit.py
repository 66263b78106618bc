"""A desk made as the first run makes it, and a hand on the keyboard of whatever window is up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.registers.operator import OperatorDraft
from stationdesk.services.access_log import entry, write
from stationdesk.services.front_door import FrontDoor, renewed, write_front_door
from stationdesk.services.operators import add_operator, operators
from stationdesk.settings import Settings
from stationdesk.store.database import Database
from stationdesk.store.keys import new_recovery_code
from stationdesk.ui.doorkeeper import Doorkeeper
from stationdesk.ui.parts.look import Look
from stationdesk.ui.setting_up import Answers, Secrets, make_desk
from stationdesk.ui.unlock_window import UnlockWindow

XU, WANG = "徐丽华", "汪志强"
XU_PASSPHRASE, WANG_PASSPHRASE = "xiushui de shui 92", "Another sentence of Wang"
CODE = new_recovery_code()
ENTER, ESC, TAB, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Space


def settings_in(place: Path) -> Settings:
    """Return the settings of a run whose folders are under `place`."""
    return Settings(place / "data", place / "state")


def two_operators(place: Path) -> Settings:
    """Make a desk with two operators and what hangs at its door."""
    settings = settings_in(place)
    answers = Answers(village="上徐村", name=XU, post="妇联主席", backup="")
    database, slot = make_desk(settings, answers, Secrets(passphrase=XU_PASSPHRASE, code=CODE, code_kept=True))
    with database:
        with database.reading() as session:
            first = operators(session)[0]
        add_operator(database, first, OperatorDraft(name=WANG, post="汪家组网格长"), WANG_PASSPHRASE)
        with database.writing(XU, "") as session:
            write(session, [entry(XU, "unlocked")])
        with database.reading() as session:
            write_front_door(settings.data, renewed(session, FrontDoor(last_slot=slot.id)))
    return settings


def show(qtbot: QtBot, window: QWidget) -> None:
    """Show a window as the program would."""
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    QApplication.processEvents()


def at_hand(window: QWidget) -> QWidget:
    """Return what has the keyboard in a window."""
    focus: QWidget | None = window.focusWidget()
    return window if focus is None else focus


def press(window: QWidget, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press keys, one after another, each where the keyboard is."""
    for key in keys:
        QTest.keyClick(at_hand(window), key, modifier)


def write_text(window: QWidget, text: str) -> None:
    """Type a text where the keyboard is; what an input method would commit is put in its place."""
    if text.isascii():
        QTest.keyClicks(at_hand(window), text)
    else:
        field: Any = at_hand(window)
        field.insert(text)
        field.textEdited.emit(field.text())


def in_dialog(deed: Callable[[Any], None], kind: type[QDialog] = QDialog) -> list[str]:
    """Do `deed` in the next modal dialog; returns a list that gets the dialog's words."""
    seen: list[str] = []

    def look(tries: int = 200) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind) and dialog.focusWidget() is not None:
            labels: list[Any] = dialog.findChildren(QLabel)
            seen.extend([dialog.windowTitle(), *(one.text() for one in labels)])
            deed(dialog)
        elif tries:
            QTimer.singleShot(20, lambda: look(tries - 1))

    QTimer.singleShot(0, look)
    return seen


class Door:
    """The window and whom it let in."""

    def __init__(self, qtbot: QtBot, settings: Settings, look: Look) -> None:
        self.qtbot, self.entered = qtbot, list[tuple[Database, Any]]()
        self.window = UnlockWindow(settings, look)
        self.window.opened.connect(lambda database, slot: self.entered.append((database, slot)))
        show(qtbot, self.window)

    def type(self, passphrase: str) -> None:
        """Type a passphrase and Enter, and wait for what comes of it."""
        write_text(self.window, passphrase)
        press(self.window, ENTER)
        self.qtbot.waitUntil(lambda: not self.window.busy, timeout=20_000)

    def said(self) -> str:
        """Return everything that can be read in the window."""
        return "\n".join(one.text() for one in self.window.findChildren(QLabel) if one.isVisibleTo(self.window))


def unlock(qtbot: QtBot, keeper: Doorkeeper, passphrase: str = XU_PASSPHRASE) -> Any:
    """Type a passphrase into the unlock window; returns the desk's window once nothing is under way."""
    assert isinstance(keeper.front, UnlockWindow)
    write_text(keeper.front, passphrase)
    press(keeper.front, ENTER)
    qtbot.waitUntil(lambda: keeper.window is not None and keeper.window.isVisible(), timeout=20_000)
    desk = keeper.desk
    assert desk is not None
    qtbot.waitUntil(lambda: not desk.jobs.busy(), timeout=20_000)
    return keeper.window
