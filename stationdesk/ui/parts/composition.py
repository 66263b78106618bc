"""Whether somebody is in the middle of composing Chinese, so that shortcuts, figure keys and search stay quiet meanwhile."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

_BESIDE_CHARACTERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Composition(QObject):
    """Watches the widget that has the keyboard, in every window of the application.

    An input method keeps the keys it uses to itself. What it lets pass while letters wait to become characters (Ctrl+S, F4) is
    not meant for the window: it is dropped. An ordinary character cannot pass while it composes; when one does, the method has
    died and the composition with it.
    """

    ended = Signal()
    """Emitted when a composition is over and what it committed stands in the field."""
    _over = Signal()

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self.application = application
        self._composing = False
        self._watched: QObject | None = None
        self._over.connect(self.ended, Qt.ConnectionType.QueuedConnection)
        application.focusObjectChanged.connect(self._watch)
        self._watch(application.focusObject())

    @property
    def composing(self) -> bool:
        """Tell whether letters wait to become characters in the widget that has the keyboard."""
        return self._composing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """See what reaches the watched widget before the widget does."""
        if isinstance(event, QInputMethodEvent):
            self._set(bool(event.preeditString()))
        elif self._composing and isinstance(event, QKeyEvent) and event.type() != QEvent.Type.KeyRelease:
            if _is_character(event):
                self._set(False)
            else:
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _watch(self, focused: QObject | None) -> None:
        """Turn to the widget that has the keyboard now; the one that lost it composes no longer."""
        if self._watched is not None:
            with suppress(RuntimeError):  # it may lose the keyboard because it is being deleted
                self._watched.removeEventFilter(self)
        self._watched = focused
        if focused is not None:
            focused.installEventFilter(self)
        self._set(False)

    def _set(self, composing: bool) -> None:
        over = self._composing and not composing
        self._composing = composing
        if over:
            self._over.emit()


class SettledText(QObject):
    """The text of a field as soon as nobody is composing in it: what a search follows instead of `textChanged`."""

    changed = Signal(str)

    def __init__(self, field: QLineEdit | QPlainTextEdit, composition: Composition) -> None:
        super().__init__(field)
        self._field = field
        self._composition = composition
        self._told = self._text()
        field.textChanged.connect(self._tell)
        composition.ended.connect(self._tell)

    def _text(self) -> str:
        return self._field.text() if isinstance(self._field, QLineEdit) else self._field.toPlainText()

    def _tell(self) -> None:
        text = self._text()
        if text != self._told and not (self._composition.composing and self._field.hasFocus()):
            self._told = text
            self.changed.emit(text)


def _is_character(event: QKeyEvent) -> bool:
    return event.text().isprintable() and bool(event.text()) and not event.modifiers() & _BESIDE_CHARACTERS
