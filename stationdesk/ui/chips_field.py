"""Several things as chips: typed with a completer, taken off with Backspace or a click."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QWidget

from stationdesk.i18n import _
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import LineField, Row
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tags import FlowLayout

ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class ChipsField(QWidget):
    """A field whose answers stand before it; `resolve` turns what was typed into a code, None where it means nothing."""

    changed = Signal()
    row: Row | None = None

    def __init__(self, look: Look, name: str, placeholder: str, resolve: Callable[[str], str | None]) -> None:
        super().__init__()
        self.look, self.resolve = look, resolve
        self.values: list[str] = []
        self.labels: dict[str, str] = {}
        self.completer: QCompleter | None = None
        self.flow = FlowLayout(self, 6)
        self.field = LineField(look, placeholder)
        self.field.setAccessibleName(name)
        self.field.setFixedWidth(150)
        self.setFocusProxy(self.field)
        self.flow.addWidget(self.field)
        self.field.installEventFilter(self)

    def claim_enter(self) -> None:
        """Be asked before the form is, since Enter on something typed adds it."""
        self.field.removeEventFilter(self)
        self.field.installEventFilter(self)

    def offer(self, choices: Mapping[str, str], words: Sequence[str]) -> None:
        """Offer `words` while one types; `choices` are the chips' labels by code."""
        self.labels = dict(choices)
        completer = QCompleter(list(words), self.field)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(12)
        completer.activated.connect(lambda _text: self.take_typed())
        self.completer = completer
        self.field.setCompleter(completer)

    def set_values(self, values: Sequence[str]) -> None:
        """Show these."""
        self.values = list(dict.fromkeys(values))
        self._rebuild()

    def take_typed(self) -> bool:
        """Add what stands in the field; tells whether it meant something."""
        typed = self.field.text().strip()
        code = self.resolve(typed) if typed else None
        if code is None:
            return False
        self.field.clear()
        if code not in self.values:
            self.values.append(code)
            self._rebuild()
            self.changed.emit()
        return True

    def take_off(self, code: str) -> None:
        """Take a chip off."""
        self.values.remove(code)
        self._rebuild()
        self.changed.emit()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rebuild(self) -> None:
        while self.flow.count():
            item = self.flow.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not self.field:
                widget.hide()
                widget.deleteLater()
        for code in self.values:
            chip = Button(self.labels.get(code, code), self.look, "plain", "×", small=True)
            chip.setToolTip(_("Take off"))
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(lambda _on=False, code=code: self.take_off(code))
            self.flow.addWidget(chip)
            chip.show()
        self.flow.addWidget(self.field)
        self.setAccessibleDescription("、".join(self.labels.get(code, code) for code in self.values))
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Enter on something typed adds it; Down offers everything; Backspace in the empty field takes the last one off."""
        if event.type() == QEvent.Type.FocusOut and (self.completer is None or not self.completer.popup().isVisible()):
            self.take_typed()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Backspace and not self.field.text() and self.values:
                self.take_off(self.values[-1])
                return True
            if event.key() == Qt.Key.Key_Down and not self.field.text() and self.completer is not None:
                self.completer.setCompletionPrefix("")
                self.completer.complete()
                return True
            if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.field.text().strip():
                self.take_typed()
                return True
        return super().eventFilter(watched, event)
