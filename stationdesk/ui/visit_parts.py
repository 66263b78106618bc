"""Parts of the visit form: who went, the blood pressure with plain advice, what was taken along."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.person_name import normal_name
from stationdesk.services.visit_writing import pressure_advice, read_money
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tags import FlowLayout

TONES = {"high": "amber", "urgent": "red", "low": "amber", "odd": "amber", "fine": "ink3"}


class VisitorsField(QWidget):
    """Chips of those who went; Backspace in the empty field takes the last one off, Enter on a name adds it."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.names: list[str] = []
        self.posts: dict[str, str] = {}
        self.flow = FlowLayout(self, 6)
        self.field = LineField(look, _("add somebody"))
        self.field.setAccessibleName(_("Who went"))
        self.field.setFixedWidth(120)
        self.field.returnPressed.connect(self.take_typed)
        self.field.installEventFilter(self)
        self.setFocusProxy(self.field)
        self.flow.addWidget(self.field)

    def offer(self, people: Sequence[tuple[str, str]]) -> None:
        """Offer names (with what they are) while one types."""
        self.posts = dict(people)
        completer = QCompleter([name for name, _post in people], self.field)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.setCompleter(completer)

    def claim_enter(self) -> None:
        """Be asked before the form is, since Enter on a typed name adds it."""
        self.field.removeEventFilter(self)
        self.field.installEventFilter(self)

    def set_names(self, names: Sequence[str]) -> None:
        """Show these."""
        self.names = list(names)
        self._rebuild()

    def take_typed(self) -> None:
        """Add what stands in the field."""
        name = normal_name(self.field.text())
        self.field.clear()
        if name and name not in self.names:
            self.names.append(name)
            self._rebuild()
            self.changed.emit()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_off(self, name: str) -> None:
        """Take somebody off."""
        self.names.remove(name)
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
        for name in self.names:
            chip = Button(" ".join(filter(None, (name, self.posts.get(name, "")))), self.look, "plain", "×", small=True)
            chip.setToolTip(_("Take off"))
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(lambda _on=False, name=name: self.take_off(name))
            self.flow.addWidget(chip)
        self.flow.addWidget(self.field)
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Enter on a typed name adds it instead of going on; Backspace takes the last one off."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Backspace and not self.field.text() and self.names:
                self.take_off(self.names[-1])
                return True
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain and self.field.text().strip():
                self.take_typed()
                return True
        return super().eventFilter(watched, event)


class PressureField(QWidget):
    """Two figures, and beside them advice that is no diagnosis."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.upper, self.lower = LineField(look), LineField(look)
        self.advice = Label("", "small", "ink3", wrap=True)
        for field, name in ((self.upper, _("Blood pressure, upper")), (self.lower, _("Blood pressure, lower"))):
            field.setFixedWidth(58)
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setValidator(QIntValidator(0, 999, field))
            field.setAccessibleName(name)
            field.textChanged.connect(self._say)
        line.addWidget(self.upper)
        line.addWidget(Label("/", tone="ink2"))
        line.addWidget(self.lower)
        line.addWidget(self.advice, 1)
        self.setFocusProxy(self.upper)

    def value(self) -> tuple[int, int] | None:
        """Return both figures, None unless both are there."""
        upper, lower = self.upper.value(), self.lower.value()
        return (int(upper), int(lower)) if upper.isdigit() and lower.isdigit() else None

    def set_value(self, upper: str, lower: str) -> None:
        """Show these figures."""
        self.upper.setText(upper)
        self.lower.setText(lower)

    def _say(self) -> None:
        found = self.value()
        complete = found is not None and found[0] >= 40 and (found[1] >= 40 or len(self.lower.text()) > 1)
        tone, advice = pressure_advice(*found) if found is not None and complete else ("fine", "")
        self.advice.say(advice, TONES[tone])
        self.upper.setAccessibleDescription(advice)
        self.changed.emit()


class HandedField(QWidget):
    """Money and goods, each behind a link until it is wanted."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.money, self.goods = LineField(look, _("yuan")), LineField(look, _("rice 10 jin"))
        self.money.setFixedWidth(90)
        self.money.setAccessibleName(_("Gift of money, yuan"))
        self.goods.setAccessibleName(_("Goods taken along"))
        self.add_money = LinkButton(_("Gift of money"), look, "", "plus")
        self.add_goods = LinkButton(_("Goods"), look, "", "plus")
        for link, field in ((self.add_money, self.money), (self.add_goods, self.goods)):
            link.clicked.connect(lambda _on=False, link=link, field=field: self._unfold(link, field))
            field.textChanged.connect(self._say)
            field.hide()
            line.addWidget(link)
            line.addWidget(field, 1 if field is self.goods else 0)
        line.addStretch(1)

    def _unfold(self, link: LinkButton, field: LineField) -> None:
        link.hide()
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_value(self, money: str, goods: str) -> None:
        """Show what was typed; empty folds the field."""
        for link, field, text in ((self.add_money, self.money, money), (self.add_goods, self.goods, goods)):
            field.setText(text)
            field.setVisible(bool(text))
            link.setVisible(not text)

    def cents(self) -> int | None:
        """Return the money in 分, None if it cannot be read."""
        return read_money(self.money.value())

    def _say(self) -> None:
        bad = self.cents() is None
        self.money.say("error" if bad else "plain", _("Please write the amount in figures.") if bad else "")
        self.changed.emit()
