"""Whether Caps Lock is on, as far as anything tells: the keyboard's lamp, Windows, or the letters one types."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

LAMPS = Path("/sys/class/leds")
CAPS_LOCK_KEY = 0x14


class CapsLock:
    """The state of Caps Lock: True, False, or None while nothing has told."""

    def __init__(self, lamps: Path = LAMPS) -> None:
        self.lamps = lamps
        self.on = self._told()

    def look(self) -> None:
        """Ask the system again."""
        told = self._told()
        self.on = self.on if told is None else told

    def see(self, event: QKeyEvent) -> None:
        """Learn from a pressed key: a capital without Shift, or a small letter with it, means that Caps Lock is on."""
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self.on = self._told() if self.on is None else not self.on
        elif len(text) == 1 and text.isascii() and text.isalpha() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.on = text.isupper() is not bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)

    def _told(self) -> bool | None:
        if sys.platform == "win32":
            import ctypes

            return bool(ctypes.windll.user32.GetKeyState(CAPS_LOCK_KEY) & 1)
        try:
            states = [(lamp / "brightness").read_text(encoding="ascii").strip() for lamp in self.lamps.glob("*::capslock")]
        except (OSError, ValueError):
            return None
        return any(state != "0" for state in states) if states else None
