"""Letters typed in a list narrow it; Esc takes that back; the figures that record a contact go past."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ui import key_map
from stationdesk.ui.parts.fields import LineField

BACK = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Enter}


class TypeToFilter(QObject):
    """Watches a list and the field over it, which is there only while something is typed."""

    changed = Signal(str)
    figure = Signal(object)
    """A figure that records a contact (the QKeyEvent)."""

    def __init__(self, view: QWidget, field: LineField) -> None:
        super().__init__(view)
        self.view, self.field = view, field
        field.setAccessibleName(_("Narrow the list by name"))
        field.textChanged.connect(lambda text: self.changed.emit(text.strip()))
        field.hide()
        field.installEventFilter(self)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Take what is meant for narrowing."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._in_field(event) if watched is self.field else self._in_view(event)
        return super().eventFilter(watched, event)

    def _in_view(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.field.isVisible():
            self.end()
            return True
        if any(key_map.pressed(event, name) for name in ("residents.phone", "residents.home")):
            self.figure.emit(event)
            return True
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if plain and event.text().strip() and event.text().isprintable():
            self.field.show()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.setText(self.field.text() + event.text())
            return True
        return False

    def _in_field(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
            return True
        if event.key() in BACK:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.setVisible(bool(self.field.text()))
            return True
        return False

    def end(self) -> None:
        """Show everybody again."""
        self.field.clear()
        self.field.hide()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
