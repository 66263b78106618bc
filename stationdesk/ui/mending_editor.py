"""The question about the current person, open in the list: one field, what is read from it while one types, and the other answers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.phone import read_phones
from stationdesk.services.id_check import look_at, unfinished_is_doubtful
from stationdesk.services.mending_ask import Ask, Fill
from stationdesk.services.mending_check import lacks
from stationdesk.ui import key_map
from stationdesk.ui import resident_fields as known
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import ComboField, LineField
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.parts.segments import Segments

GAP, BELOW = 8, 12
"""Pixels between the lines of a question, and below the last one."""
FIGURES = frozenset({Fill.ID_NO, Fill.PHONE, Fill.RELATIVE, Fill.DAY})
"""Fields that take figures only: a letter is an answer there."""
TALKING = frozenset({Fill.ID_NO, Fill.BIRTH})
"""Fields of which much is read while one types: it has a line of its own."""
HINTS = {Fill.BIRTH: "1945-03-05", Fill.DAY: "2027-03-05"}
ANSWERS = {"later": "later", "none": "none", "keep": "kept", "open": "open"}
"""The keys beside Enter, and what they say."""


class MendEditor(QWidget):
    """One question. Enter saves; S, N, K, D answer otherwise; arrows go to the lines above and below."""

    saved = Signal()
    answered = Signal(str)
    """later, none, kept or open."""
    stepped = Signal(int)

    def __init__(self, desk: OpenDesk, county: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk, self.look, self.county = desk, desk.look, county
        self.ask: Ask | None = None
        self.name = ""
        self.choice: Segments | ComboField | None = None
        self.field: LineField | None = None
        ground(self, "sel")
        self.box = QVBoxLayout(self)
        self.box.setSpacing(GAP)
        self.hide()

    # -- what it is made of

    def show_ask(self, ask: Ask, name: str) -> None:
        """Open a question about somebody."""
        self._forget()
        self.ask, self.name = ask, name
        self.box.setContentsMargins(self.look.sizes.page_margin - 3, 0, 20, BELOW)
        if ask.told:
            self.told = ElidedLabel(ask.told, "body", "ink2")
            self.told.setFixedHeight(round(1.5 * self.look.sizes.body))
            self.box.addWidget(self.told)
        line, holder = self._line(self._choices_height(ask))
        line.addWidget(Label(ask.label, "body_bold"))
        if self.choice is not None:
            line.addWidget(self.choice)
        if ask.fill not in {Fill.CHOICE, Fill.LIST}:
            line.addWidget(self._typed(ask), 2)
        self.words = ElidedLabel("", "small", "ink3")
        self.box.addWidget(holder)
        if ask.fill in TALKING:
            line.addStretch(3)
            self.words.setFixedHeight(round(1.5 * self.look.sizes.small))
            self.box.addWidget(self.words)
        else:
            line.addWidget(self.words, 3)
        self.box.addWidget(self._buttons(ask, name))
        self.setAccessibleName(f"{name} {ask.label} {ask.told}".strip())
        for field in (self.choice, self.field):
            if field is not None:
                field.setAccessibleName(_("{label}: {name}").format(label=ask.label, name=name))
                field.setAccessibleDescription(ask.told)
                field.installEventFilter(self)
        if self.field is not None and ask.value:
            self._look()

    def measure(self) -> None:
        """Take the new sizes; what is typed stays."""
        if self.ask is None:
            return
        typed, chosen, focus = self.typed(), self.chosen(), self.holds_focus()
        self.show_ask(self.ask, self.name)
        if self.field is not None:
            self.field.setText(typed)
        if self.choice is not None and chosen:
            self.choice.set_value(chosen)
        if focus:
            self.take_focus()

    def _forget(self) -> None:
        self.choice = self.field = None
        clear(self.box)

    def _choices_height(self, ask: Ask) -> int:
        """Make the choices, as wide as there is room for; return how high the line with the field is."""
        if ask.choices:
            self._choices(ask)
        if not isinstance(self.choice, Segments):
            return self.look.sizes.button
        taken = QFontMetrics(self.look.font("body", bold=True)).horizontalAdvance(ask.label) + 10
        taken += round(13 * self.look.sizes.body) + 10 if ask.fill is Fill.RELATIVE else 0
        room = self.width() - self.look.sizes.page_margin - 20 - taken
        wide = min(self.choice.sizeHint().width(), max(room, self.choice.minimumSizeHint().width()))
        high = max(self.look.sizes.button, self.choice.heightForWidth(wide))
        self.choice.setFixedSize(wide, self.choice.heightForWidth(wide))
        return high

    def _line(self, height: int) -> tuple[QHBoxLayout, QWidget]:
        holder = QWidget()
        holder.setFixedHeight(height)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        return line, holder

    def _choices(self, ask: Ask) -> None:
        if ask.fill is Fill.LIST:
            self.choice = ComboField([("", "—"), *ask.choices], self.look)
            self.choice.setMinimumWidth(round(14 * self.look.sizes.body))
        else:
            self.choice = Segments(ask.choices, self.look, wraps=True)
        if ask.chosen:
            self.choice.set_value(ask.chosen)

    def _typed(self, ask: Ask) -> QWidget:
        self.field = LineField(self.look, HINTS.get(ask.fill, ""))
        self.field.setText(ask.value)
        self.field.setMinimumWidth(round(13 * self.look.sizes.body))
        if ask.fill in FIGURES:
            self.field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.field.textEdited.connect(lambda _text: self._look())
        return self.field

    def _buttons(self, ask: Ask, name: str) -> QWidget:
        line, holder = self._line(self.look.sizes.small_button)
        offered = [("save", _("Save, next"), "primary"), ("later", _("Later|button"), "plain")]
        offered += [("none", ask.none, "plain")] if ask.none else []
        offered += [("keep", ask.kept, "plain")] if ask.kept else []
        offered.append(("open", _("Open|button"), "quiet"))
        for code, text, kind in offered:
            button = Button(text, self.look, kind, key_map.shown(f"mending.{code}"), small=True)
            button.setAccessibleName(_("{what}: {name}").format(what=text, name=name))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, code=code: self._say(code))
            line.addWidget(button)
        line.addStretch(1)
        return holder

    def wanted_height(self) -> int:
        """Return how high the question stands: its lines are of fixed height, so that it is known before anything is painted."""
        high = [self.box.itemAt(at).widget().maximumHeight() for at in range(self.box.count())]
        return sum(high) + GAP * (len(high) - 1) + BELOW

    # -- what is answered

    def typed(self) -> str:
        """Return what stands in the field."""
        return self.field.value() if self.field is not None else ""

    def chosen(self) -> str:
        """Return which choice is made."""
        return (self.choice.value() or "") if self.choice is not None else ""

    def begun(self) -> bool:
        """Tell whether something was typed or chosen that is not saved yet."""
        if self.ask is None:
            return False
        return (self.field is not None and self.typed() != self.ask.value) or (
            self.choice is not None and self.field is None and self.chosen() != self.ask.chosen
        )

    def take_focus(self) -> None:
        """Put the keyboard where the answer goes."""
        target = self.field or self.choice
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            if self.field is not None:
                self.field.selectAll()

    def holds_focus(self) -> bool:
        """Tell whether the keyboard is in the question."""
        return any(one is not None and one.hasFocus() for one in (self.field, self.choice))

    def say(self, tone: str, sentence: str) -> None:
        """Say something beside the field."""
        tones = {"plain": "ink2", "doubt": "amber", "error": "red"}
        self.words.set_tone(tones[tone])
        self.words.setText(sentence)
        if self.field is not None:
            self.field.say("plain" if tone == "plain" else tone, sentence)

    def _look(self) -> None:
        """Say what is read from the field, or what is doubtful about it."""
        ask, on, text = self.ask, self.desk.today(), self.typed()
        if ask is None or not text:
            self.say("plain", "")
        elif ask.fill is Fill.ID_NO:
            seen = look_at(text, on, county=self.county, sex=ask.sex, birth=ask.birth)
            seen = unfinished_is_doubtful(seen) if text == ask.value else seen
            self.say(seen.tone, seen.sentence)
        elif ask.fill in {Fill.PHONE, Fill.RELATIVE}:
            read = read_phones(text)
            odd = read.phones and read.phones[0].doubt == "bad_length" and len(text) >= 11
            self.say("doubt" if odd else "plain", _("The length is unusual. It can be saved all the same.") if odd else "")
        elif ask.fill is Fill.BIRTH:
            _read, tone, sentence = known.read_birth_typed(text, on)
            self.say("plain" if tone == "error" else tone, "" if tone == "error" else sentence)

    def _say(self, code: str) -> None:
        if code != "save":
            self.answered.emit(ANSWERS[code])
        elif self.ask is not None:
            wrong = lacks(self.ask, self.typed(), self.chosen(), self.desk.today())
            if wrong:
                self.say("error", wrong)
            else:
                self.saved.emit()

    # -- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Take Enter, the letters that answer, and the arrows between lines."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or self.ask is None:
            return super().eventFilter(watched, event)
        if isinstance(watched, ComboField) and watched.view().isVisible():
            return False
        if key_map.pressed(event, "mending.save"):
            if not event.isAutoRepeat():
                self._say("save")
            return True
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not isinstance(watched, ComboField) and not event.modifiers():
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        code = self._letter(event)
        if code and not event.isAutoRepeat():
            self._say(code)
        return bool(code) or super().eventFilter(watched, event)

    def _letter(self, event: QKeyEvent) -> str:
        """Return which answer a letter gives: with Alt always, alone where it is no part of what is typed."""
        alone = not event.modifiers()
        if not alone and event.modifiers() != Qt.KeyboardModifier.AltModifier:
            return ""
        figures = self.field is None or (self.ask is not None and self.ask.fill in FIGURES)
        if alone and not figures and (self.begun() or event.text() != event.text().lower()):
            return ""
        offered = {"later": True, "open": True, "none": bool(self.ask and self.ask.none), "keep": bool(self.ask and self.ask.kept)}
        for code, can in offered.items():
            if can and event.key() == Qt.Key(ord(key_map.BY_NAME[f"mending.{code}"].keys)):
                return code
        return ""
