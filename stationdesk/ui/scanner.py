"""A code reader that types: a sheet's number that comes faster than any hand, wherever the keyboard is on a page."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from stationdesk.services.sheet_numbers import read_number

FASTEST = 0.06
"""Seconds between two keys of a reader at most; a quick typist needs twice as long."""
SURE = 5
"""Characters after which it can only be a reader: year and dash."""
_BEGINS = re.compile(r"20\d\d-[A-Za-z0-9-]*")
_FIRST = ("2", "20", "20\\d", "20\\d\\d")


class Scanner(QObject):
    """Watches the keys of widgets; `read` is a whole number. What its first figures did is put back by `restore`."""

    read = Signal(str)

    def __init__(self, remember: Callable[[], Callable[[], None]], parent: QObject) -> None:
        """Make one; `remember` is asked at the first key and returns what puts everything back as it was before it."""
        super().__init__(parent)
        self.remember = remember
        self._typed = ""
        self._at = 0.0
        self._restore: Callable[[], None] = lambda: None

    def watch(self, *widgets: QWidget) -> None:
        """Look at every key these widgets get, before they do."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Take the keys of a number away from the widget as soon as it is sure."""
        if event.type() in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride} and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                return False
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        now, text = time.monotonic(), event.text()
        if event.key() in {Qt.Key.Key_Shift, Qt.Key.Key_CapsLock}:
            return False
        quick, self._at = now - self._at <= FASTEST, now
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            number, self._typed = (read_number(self._typed) if quick and len(self._typed) > SURE else ""), ""
            if number:
                self.read.emit(number)
            return bool(number)
        if not quick or not self._fits(self._typed + text):
            self._typed = ""
        if not self._typed:
            if not self._fits(text):
                return False
            self._restore = self.remember()
        self._typed += text
        if len(self._typed) == SURE:
            self._restore()
        return len(self._typed) >= SURE

    @staticmethod
    def _fits(typed: str) -> bool:
        """Tell whether `typed` is how a number begins."""
        if len(typed) >= SURE:
            return _BEGINS.fullmatch(typed) is not None
        return 0 < len(typed) <= len(_FIRST) and re.fullmatch(_FIRST[len(typed) - 1], typed) is not None
