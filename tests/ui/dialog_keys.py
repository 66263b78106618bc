"""Keys for dialogs that hold the test until they are closed: each is done in the next dialog of its kind that is in front."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from stationdesk.ui.parts.dialogs import Dialog


def then(*acts: tuple[type[Dialog], Callable[[Dialog], None]]) -> None:
    """Do one thing after the other, each in the next dialog of its kind that is in front."""
    waiting = list(acts)

    def now() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, waiting[0][0]) and dialog.isVisible():
            if dialog.isActiveWindow():
                waiting.pop(0)[1](dialog)
            else:
                dialog.activateWindow()
        if waiting:
            QTimer.singleShot(40, now)

    QTimer.singleShot(40, now)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Callable[[Dialog], None]:
    """Press a key where the keyboard is, without waiting for what it opens."""
    return lambda dialog: QTimer.singleShot(0, lambda: QTest.keyClick(dialog.focusWidget(), key, modifier))


def leave(dialog: Dialog) -> None:
    """Press Escape."""
    QTimer.singleShot(0, lambda: QTest.keyClick(dialog, Qt.Key.Key_Escape))
