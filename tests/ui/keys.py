"""Keys as an operator presses them, typing as an input method commits it, and answers to dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from stationdesk.ui.parts.dialogs import Dialog


def write(widget: QWidget, text: str) -> None:
    """Type `text`, whatever characters are in it, one after the other."""
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, int(Qt.Key.Key_unknown), Qt.KeyboardModifier.NoModifier, character))


def soon(act: Callable[[Any], None], besides: object = None) -> None:
    """Do something in the next dialog that opens, beside the one that is open already, once it has the keyboard."""

    def look(left: int = 1000) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, Dialog) and dialog is not besides and dialog.isActiveWindow():
            act(dialog)
        elif left:
            if dialog is not None and dialog is not besides:
                dialog.activateWindow()
            QTimer.singleShot(30, lambda: look(left - 1))

    QTimer.singleShot(30, look)


def key(widget: QWidget, which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key in a window that has the keyboard."""
    widget.window().activateWindow()
    QTest.qWait(30)
    QTest.keyClick(widget, which, modifier)
