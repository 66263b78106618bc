"""The people of a family in its form: what each is, name, ID number or birth, phone, at home or away; one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.id_number import read_id_number
from stationdesk.services.family_writing import MemberDraft
from stationdesk.ui import resident_fields as known
from stationdesk.ui.family_line import ID_DIGITS, Line, born_fields, relation_word
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import ComboField, LineField, half_width
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look

USUAL = (
    *("wife", "husband", "son", "daughter_in_law", "daughter", "son_in_law", "grandson", "granddaughter"),
    *("father", "mother", "daughters_son", "daughters_daughter", "elder_brother", "younger_brother", "elder_sister", "younger_sister"),
)
FOLLOWS = {
    "head": "wife",
    "wife": "son",
    "husband": "son",
    "son": "daughter_in_law",
    "daughter_in_law": "grandson",
    "daughter": "son_in_law",
    "grandson": "granddaughter",
}
"""What the next line proposes after one."""


class FamilyLines(QWidget):
    """The lines; the last one is always empty, so that there is always room for one more."""

    changed = Signal()
    named = Signal(object)
    """Somebody's name or number was typed (Line): he may be in the register already."""

    def __init__(self, look: Look, before: QWidget, after: QWidget) -> None:
        super().__init__()
        self.look, self.before, self.after = look, before, after
        self.lines: list[Line] = []
        self.with_head = True
        self.surname = ""
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(2, 2)
        self.grid.setColumnStretch(3, 1)
        titles = (_("Relation|column"), _("Name|column"), _("ID number or birth date"), _("Phone"), _("Now|family"))
        for at, title in enumerate(titles):
            self.grid.addWidget(Label(title, "small", "ink2"), 0, at)

    def begin(self, *, with_head: bool, surname: str = "") -> None:
        """Begin anew: a household with its head, or more members of one that has a head."""
        for line in list(self.lines):
            self._take_away(line)
        self.with_head, self.surname = with_head, surname
        self.add("head" if with_head else "son")

    def add(self, relation: str, typed: Mapping[str, Any] | None = None) -> Line:
        """Add a line."""
        head = self.with_head and not self.lines
        if head:
            choices = [("head:male", _("head, a man")), ("head:female", _("head, a woman"))]
        else:
            rest = [row.code for row in table("relation").rows if row.code not in (*USUAL, "self", "head", "spouse")]
            choices = [(code, relation_word(code)) for code in (*USUAL, *rest)] + [("", _("not known|relation"))]
        line = Line(
            ComboField(choices, self.look),
            LineField(self.look, _("name|field")),
            LineField(self.look, _("number, day or age")),
            LineField(self.look, _("phone|field")),
            ComboField([("living", _("at home|now")), ("away", _("away|now"))], self.look),
            Button("", self.look, "quiet", "", "close", small=True),
            Label("", "small", "ink3", wrap=True),
        )
        body = self.look.sizes.body
        line.relation.setFixedWidth(round(body * 8.2))
        line.name.setFixedWidth(round(body * 6.6))
        line.where.setFixedWidth(round(body * 5.4))
        line.relation.set_value("head:male" if head else relation)
        names = (_("Relation"), _("Name"), _("ID number or birth date"), _("Phone"), _("Now|family"), _("Take this line off"))
        for widget, name in zip(line.widgets(), names, strict=True):
            widget.setAccessibleName(name)
        self.lines.append(line)
        if typed:
            self._fill(line, typed)
        self._wire(line)
        self._place()
        return line

    def _wire(self, line: Line) -> None:
        line.remove.setToolTip(_("Take this line off"))
        line.remove.clicked.connect(lambda: self._remove(line))
        for one in (line.name, line.born, line.phone):
            one.textEdited.connect(lambda _text: self._edited(line))
        line.relation.activated.connect(lambda _at: self._related(line))
        line.where.activated.connect(lambda _at: self.changed.emit())
        line.name.editingFinished.connect(lambda: self.named.emit(line))
        line.born.editingFinished.connect(lambda: self.named.emit(line))
        for widget in line.widgets():
            widget.installEventFilter(self)

    def _fill(self, line: Line, typed: Mapping[str, Any]) -> None:
        line.relation.set_value(str(typed.get("relation") or ""))
        for one, key in ((line.name, "name"), (line.born, "born"), (line.phone, "phone")):
            one.setText(str(typed.get(key) or ""))
        line.where.set_value(str(typed.get("where") or "living"))
        line.resident_id = str(typed.get("resident_id") or "")
        line.untouched = False

    def _edited(self, line: Line) -> None:
        if line is self.lines[-1] and line.name.value():
            self.add(FOLLOWS.get(line.relation.value().partition(":")[0], line.relation.value() or "son"))
        self.changed.emit()

    def _related(self, line: Line) -> None:
        line.untouched = False
        at = self.lines.index(line)
        if at + 1 < len(self.lines) and self.lines[at + 1].untouched:
            follows = FOLLOWS.get(line.relation.value().partition(":")[0])
            if line.relation.value() == "head:female" and follows == "wife":
                follows = "husband"
            if follows:
                self.lines[at + 1].relation.set_value(follows)
        self.changed.emit()

    def _remove(self, line: Line) -> None:
        if len(self.lines) > 1 and not (self.with_head and line is self.lines[0]):
            self._take_away(line)
            if self.lines[-1].name.value():
                self.add("son")
            self._place()
        self.lines[-1].name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _take_away(self, line: Line) -> None:
        self.lines.remove(line)
        for widget in (*line.widgets(), line.words):
            self.grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _place(self) -> None:
        for at, line in enumerate(self.lines):
            for column, widget in enumerate(line.widgets()):
                self.grid.addWidget(widget, 1 + 2 * at, column)
                widget.show()
            self.grid.addWidget(line.words, 2 + 2 * at, 1, 1, 5)
            line.words.setVisible(bool(line.words.text()))
            line.remove.setVisible(not (self.with_head and at == 0))
        chain = [self.before, *(widget for line in self.lines for widget in line.widgets()), self.after]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Let Enter go on to the next field."""
        if event.type() == QEvent.Type.KeyPress and not isinstance(watched, Button):
            key = cast("QKeyEvent", event)
            plain = key.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
            open_list = isinstance(watched, QComboBox) and watched.view().isVisible()
            if key.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain and not open_list:
                self._go_on(watched)
                return True
        return super().eventFilter(watched, event)

    def _go_on(self, here: QObject) -> None:
        """Go to the next field: past the button that takes a line off, and out of the lines from the empty one."""
        at = next(at for at, line in enumerate(self.lines) if here in line.widgets())
        line = self.lines[at]
        if here is line.where:
            following = self.lines[at + 1].relation if at + 1 < len(self.lines) else self.after
            following.setFocus(Qt.FocusReason.TabFocusReason)
        elif here is line.name and line.empty and at > 0:
            self.after.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.focusNextChild()

    # -- what was typed

    def typed(self) -> list[dict[str, Any]]:
        """Return the lines as they stand."""
        return [
            {
                "relation": line.relation.value(),
                "name": line.name.text(),
                "born": line.born.text(),
                "phone": line.phone.text(),
                "where": line.where.value(),
                "resident_id": line.resident_id,
            }
            for line in self.lines
            if not line.empty
        ]

    def show_typed(self, typed: Sequence[Mapping[str, Any]]) -> None:
        """Show lines as `typed` gave them, and an empty one."""
        for line in list(self.lines):
            self._take_away(line)
        for one in typed:
            if isinstance(one, Mapping):
                self.add("son", one)
        last = self.lines[-1].relation.value().partition(":")[0] if self.lines else ""
        self.add(FOLLOWS.get(last, "son"))

    def wrong(self, on: date) -> Line | None:
        """Return the first line that cannot be kept, after saying why beside it."""
        for at, line in enumerate(self.lines):
            if line.empty and not (at == 0 and self.with_head):
                continue
            if not line.name.value():
                self.say(line, "error", _("The name is needed."))
                line.name.setFocus(Qt.FocusReason.OtherFocusReason)
                return line
            if self.advise(line, on) == "error":
                line.born.setFocus(Qt.FocusReason.OtherFocusReason)
                return line
        return None

    def advise(self, line: Line, on: date) -> str:
        """Say below a line what was understood of number, birth and phone; returns the tone."""
        if line.resident_id:
            return "plain"
        number = read_id_number(half_width(line.born.value()))
        tone, sentence = "plain", ""
        if line.born.value() and len(number.text) < ID_DIGITS:
            _read, tone, sentence = known.read_birth_typed(line.born.value(), on)
        elif number.text and not number.valid:
            tone, sentence = "doubt", _("The ID number looks wrong. It can be saved all the same.")
        _phones, phone_tone, phone_words = known.read_phones_typed(line.phone.value(), ())
        if phone_words and tone != "error":
            tone, sentence = phone_tone, _(", ").join(filter(None, (sentence, phone_words)))
        self.say(line, tone, sentence)
        return tone

    @staticmethod
    def say(line: Line, tone: str, sentence: str) -> None:
        """Say something below a line."""
        line.words.say(sentence, {"error": "red", "doubt": "amber"}.get(tone, "ink3"))
        line.words.setVisible(bool(sentence))
        line.name.setAccessibleDescription(sentence)

    def drafts(self, on: date, away: Mapping[str, Any]) -> list[MemberDraft]:
        """Return the members; those away are where `away` says."""
        found = []
        for line in self.lines:
            if line.empty:
                continue
            relation, _sep, sex = line.relation.value().partition(":")
            fields: dict[str, Any] = {"name": line.name.value(), **born_fields(line.born.value(), on)}
            if sex:
                fields["sex"] = sex
            phones, _tone, _sentence = known.read_phones_typed(line.phone.value(), ())
            fields |= {"phones": phones} if phones else {}
            if line.where.value() == "away":
                fields |= {"residency_status": "away"} | {name: value for name, value in away.items() if value}
            found.append(MemberDraft(relation, fields, resident_id=line.resident_id))
        return found
