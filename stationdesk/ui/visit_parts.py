"""Parts of the visit form: who went, the blood pressure with plain advice, what was taken along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.person_name import normal_name
from stationdesk.services.health_lines import pressure_advice
from stationdesk.services.visit_writing import read_money
from stationdesk.ui.chips_field import ChipsField
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.segments import Segments

TONES = {"high": "amber", "urgent": "red", "low": "amber", "odd": "amber", "fine": "ink3"}


MORE = "more"


class FoldedSegments(Segments):
    """The usual choices side by side, and a last one that unfolds all the others; what is chosen stays chosen."""

    def __init__(self, usual: Sequence[tuple[str, str]], every: Sequence[tuple[str, str]], look: Look, *, numbered: bool = True) -> None:
        super().__init__(usual, look, numbered=numbered, wraps=True)
        self.unnumbered = frozenset({MORE})
        self.set_usual(usual, every)

    def set_usual(self, usual: Sequence[tuple[str, str]], every: Sequence[tuple[str, str]]) -> None:
        """Offer other choices, folded again."""
        known = {code for code, _word in usual}
        self.rest = tuple((code, word) for code, word in every if code not in known)
        self.choices = (*usual, (MORE, "…")) if self.rest else tuple(usual)
        self.updateGeometry()
        self.update()

    def unfold(self) -> None:
        """Show every choice there is."""
        if self.rest:
            self.choices, self.rest = (*self.choices[:-1], *self.rest), ()
            self.updateGeometry()
            self.update()

    def set_value(self, code: str | None) -> None:
        """Choose a code, unfolding where it is one of the others."""
        if any(code == one for one, _word in self.rest):
            self.unfold()
        super().set_value(code)

    def choose(self, code: str) -> None:
        """Choose a code as the operator does; the last choice shows the others."""
        if code == MORE:
            self.unfold()
        else:
            super().choose(code)


class VisitorsField(ChipsField):
    """Those who went, by name; `汪志强 网格长` says too as what he came."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, _("Who went"), _("add somebody"), self._read)
        self.field.setFixedWidth(120)
        self.roles: dict[str, str] = {}
        """As what somebody came, where it was said: code of visitor_role by name."""

    def _read(self, typed: str) -> str | None:
        name, _space, role = typed.strip().rpartition(" ")
        code = table("visitor_role").code_for(role) if name and role else None
        if code is None:
            return normal_name(typed) or None
        name = normal_name(name)
        if name:
            self.set_role(name, code)
        return name or None

    def set_role(self, name: str, code: str) -> None:
        """Say as what somebody came."""
        self.roles[name] = code
        self.labels[name] = f"{name} {table('visitor_role').label(code)}"

    def offer_people(self, people: Sequence[tuple[str, str]]) -> None:
        """Offer names (with what they are) while one types."""
        self.offer({name: " ".join(filter(None, (name, post))) for name, post in people}, [name for name, _post in people])

    def set_people(self, names: Sequence[str], roles: Mapping[str, str]) -> None:
        """Show who went, and as what."""
        self.roles = {}
        for name, code in roles.items():
            self.set_role(name, code)
        self.set_values(names)


class PressureField(QWidget):
    """Two figures, and beside them advice that is no diagnosis."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.over, self.under = LineField(look), LineField(look)
        self.advice = Label("", "small", "ink3", wrap=True)
        for field, name in ((self.over, _("Blood pressure, upper")), (self.under, _("Blood pressure, lower"))):
            field.setFixedWidth(58)
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setValidator(QIntValidator(0, 999, field))
            field.setAccessibleName(name)
            field.textChanged.connect(self._say)
        line.addWidget(self.over)
        line.addWidget(Label("/", tone="ink2"))
        line.addWidget(self.under)
        line.addWidget(self.advice, 1)
        self.setFocusProxy(self.over)

    def value(self) -> tuple[int, int] | None:
        """Return both figures, None unless both are there."""
        upper, lower = self.over.value(), self.under.value()
        return (int(upper), int(lower)) if upper.isdigit() and lower.isdigit() else None

    def set_value(self, upper: str, lower: str) -> None:
        """Show these figures."""
        self.over.setText(upper)
        self.under.setText(lower)

    def _say(self) -> None:
        found = self.value()
        complete = found is not None and found[0] >= 40 and (found[1] >= 40 or len(self.under.text()) > 1)
        tone, advice = pressure_advice(*found) if found is not None and complete else ("fine", "")
        self.advice.say(advice, TONES[tone])
        self.over.setAccessibleDescription(advice)
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
