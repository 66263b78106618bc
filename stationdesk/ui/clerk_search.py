"""The clerk's search box: narrows the list of stations by name, town or code while one types."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stationdesk.i18n import _
from stationdesk.ui import key_map
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tags import Key

WIDE = 440


class ClerkSearch(LineField):
    """`wanted` tells what the stations are to be narrowed by, and empty when they are all to be shown again."""

    wanted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, _("Find a station: name, town, code"), parent=parent)
        self.setAccessibleName(_("Find a station: name, town, code"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hint = Key(key_map.shown("everywhere.search"), parent=self)
        self.textChanged.connect(lambda _text: self.wanted.emit(self.value()))
        look.changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        self.setFixedWidth(round(WIDE * self.look.sizes.body / 15))
        self.hint.adjustSize()
        self._place_hint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the key at the right end."""
        super().resizeEvent(event)
        self._place_hint()

    def _place_hint(self) -> None:
        self.hint.move(self.width() - self.hint.width() - 9, (self.height() - self.hint.height()) // 2)

    def focus(self) -> None:
        """Take the keyboard, what was typed before chosen."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Enter and ↓ go to the list, Esc shows every station again."""
        if key_map.pressed(event, "search.leave"):
            self.clear()
            self.wanted.emit("")
            self.focusNextChild()
        elif key_map.pressed(event, "search.open") or event.key() == Qt.Key.Key_Down:
            self.wanted.emit(self.value())
            self.focusNextChild()
        else:
            super().keyPressEvent(event)
