"""A new passphrase, typed twice, with a word beside it as soon as there is something to say."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ui.parts.fields import FieldGrid
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.secret_field import SecretField

SHORTEST = 8
"""Characters a passphrase has at least; `store.keys` refuses fewer."""


class Remark(Label):
    """A word inside a field, at its right."""

    def __init__(self, field: SecretField) -> None:
        super().__init__("", tone="green", parent=field)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        field.installEventFilter(self)
        self.field = field
        self.hide()

    def put(self, text: str, tone: str) -> None:
        """Say something, or nothing."""
        self.say(text, tone)
        self.setVisible(bool(text))
        self.adjustSize()
        self.field.setTextMargins(0, 0, self.width() + 8 if text else 0, 0)
        self.move(self.field.width() - self.width() - 11, (self.field.height() - self.height()) // 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Stay at the right."""
        if event.type() == QEvent.Type.Resize:
            self.move(self.field.width() - self.width() - 11, (self.field.height() - self.height()) // 2)
        return super().eventFilter(watched, event)


class PassphrasePair(FieldGrid):
    """Two fields; `changed` after every letter."""

    changed = Signal()

    def __init__(self, look: Look, first: str = "", again: str = "", *, label_width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(look, label_width=label_width, parent=parent)
        self.first, self.again = SecretField(look, eye=False), SecretField(look, eye=False)
        self.add(first or _("Passphrase"), self.first)
        self.add(again or _("Once more"), self.again)
        self.remarks = (Remark(self.first), Remark(self.again))
        for field in (self.first, self.again):
            field.textChanged.connect(self._look_at)
            field.caps_changed.connect(self._look_at)

    def value(self) -> str:
        """Return the passphrase if it can be taken, else nothing."""
        first = self.first.text()
        return first if len(first.strip()) >= SHORTEST and first == self.again.text() else ""

    def trouble(self) -> str:
        """Return why it cannot be taken yet, nothing if it can."""
        first, again = self.first.text(), self.again.text()
        if len(first.strip()) < SHORTEST:
            return _("A passphrase has eight characters or more.")
        return "" if first == again else _("The two are not the same.")

    def wipe(self) -> None:
        """Forget both."""
        self.first.wipe()
        self.again.wipe()

    def _look_at(self) -> None:
        first, again = self.first.text(), self.again.text()
        short = 0 < len(first.strip()) < SHORTEST
        caps = self.first.caps.on is True and bool(first) and not again
        self.remarks[0].put(
            _("{count} more").format(count=SHORTEST - len(first.strip())) if short else _("Caps Lock is on") if caps else "", "amber"
        )
        if not again:
            self.remarks[1].put("", "green")
        elif first == again:
            self.remarks[1].put(_("The same twice"), "green")
        else:
            self.remarks[1].put("" if first.startswith(again) else _("Not the same"), "red")
        self.changed.emit()
