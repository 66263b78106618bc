"""The open line of a visit sheet: what is ticked and written on paper, in the order of the paper, by single keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.event_words import item_word
from stationdesk.services.sheet_reading import CHECKS, Entry, Line
from stationdesk.services.sheet_words import labels
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.grade_mark import GradeMark
from stationdesk.ui.parts.labels import ElidedLabel, Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import paint_row
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.visit_parts import PressureField

LETTERS = ("S", "J", "A", "Z")
"""The keys of what is looked at, in the order of CHECKS: the initials of 身体, 精神, 安全, 居住."""
OUTCOMES = ("met", "kin_answered", "nobody", "away", "hospital")
MODES = ("home", "phone", "video")
TONES = {"watch": "amber", "abnormal": "amber"}
NEED, GOODS = 200, 160
"""Characters of the two lines to write on."""
WIDE_EM = 66.0
"""Width in em of the body type below which what was taken along stands beside the need."""


class LineForm(QWidget):
    """Shows one line with its answers; knows nothing of the store."""

    saved = Signal()
    passed = Signal()
    changed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.line: Line | None = None
        self.begun = Entry()
        self.filling = False
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._make()
        self._lay_out()
        look.changed.connect(self._measure)
        self._measure()

    # -- what it is made of

    def _make(self) -> None:
        look, words = self.look, labels()
        self.place, self.code = Label("", "body", "ink2"), Label("", "body_bold")
        self.name, self.age = ElidedLabel("", "title"), Label("")
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.grade = GradeMark(look, "", "")
        self.about, self.asks = ElidedLabel("", "body", "ink2"), Label("", "body", "ink2")
        self.mode = Segments([(code, words["mode"][code]) for code in MODES], look)
        self.outcome = Segments([(code, words["outcome"][code]) for code in OUTCOMES], look)
        self.outcome.before = len(MODES)
        choices = list(words["check"].items())
        self.checks = {item: Segments(choices, look, numbered=False, tones=TONES) for item in CHECKS}
        for segments, name in ((self.mode, _("How|paper")), (self.outcome, _("Met|paper"))):
            segments.setAccessibleName(name)
        for item, segments in self.checks.items():
            segments.setAccessibleName(item_word(item))
        for segments in (self.mode, self.outcome, *self.checks.values()):
            segments.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            segments.changed.connect(self._touched)
        self.pressure = PressureField(look)
        self.pressure.advice.hide()
        self.pressure.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        for field in (self.pressure.over, self.pressure.under):
            field.setValidator(QIntValidator(0, 999, field))
        self.goods, self.need = LineField(look), LineField(look)
        self.goods.setMaxLength(GOODS)
        self.need.setMaxLength(NEED)
        self.goods.setAccessibleName(_("Goods taken along"))
        self.need.setAccessibleName(_("To be done"))
        self.request = QCheckBox(_("make it a need to be met"))
        self.pressure.changed.connect(self._touched)
        self.goods.textChanged.connect(self._touched)
        self.need.textChanged.connect(self._need_changed)
        self.request.toggled.connect(self._touched)
        self.goods_part = QWidget()
        goods = _row(Label(_("Taken along|paper"), "body", "ink2"))
        goods.addWidget(self.goods, 1)
        self.goods_part.setLayout(goods)
        self._make_buttons()

    def _make_buttons(self) -> None:
        look = self.look
        self.next_button = Button(_("Next person"), look, "primary", key_map.shown("paper.next"))
        self.pass_button = Button(_("Nobody went"), look, "plain", key_map.shown("paper.pass"))
        for button, signal in ((self.next_button, self.saved), (self.pass_button, self.passed)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(signal)

    def fields(self) -> list[QWidget]:
        """Return what one types into, in the order of the paper."""
        return [self.pressure.over, self.pressure.under, self.goods, self.need, self.request]

    def _lay_out(self) -> None:
        self.rows = QVBoxLayout(self)
        self.rows.setSpacing(8)
        self.firsts = [Label(word, "body", "ink2") for word in (_("How|paper"), item_word(CHECKS[0]), _("To be done"))]
        head = _row(self.place, self.code, self.name, self.age, self.grade)
        head.addWidget(self.about, 1)
        head.addWidget(self.asks)
        first = _row(self.firsts[0], self.mode)
        first.addSpacing(10)
        for part in (Label(_("Met|paper"), "body", "ink2"), self.outcome):
            first.addWidget(part)
        first.addSpacing(10)
        first.addWidget(Label(_("Pressure|paper"), "body", "ink2"))
        first.addWidget(self.pressure)
        first.addStretch(1)
        second = _row()
        for letter, (item, segments) in zip(LETTERS, self.checks.items(), strict=True):
            second.addWidget(self.firsts[1] if item == CHECKS[0] else Label(item_word(item), "body", "ink2"))
            second.addWidget(Label(letter, "small", "ink3"))
            second.addWidget(segments)
            second.addSpacing(8)
        second.addStretch(0)
        self.second, self.third = second, _row()
        self.third.addWidget(self.firsts[2])
        self.third.addWidget(self.need, 1)
        self.third.addWidget(self.request)
        self.third.addWidget(self.next_button)
        self.third.addWidget(self.pass_button)
        second.insertWidget(second.count() - 1, self.goods_part, 1)
        for line in (head, first, second, self.third):
            self.rows.addLayout(line)

    def _measure(self) -> None:
        sizes = self.look.sizes
        self.rows.setContentsMargins(sizes.page_margin, 8, sizes.page_margin, 10)
        for field in (self.pressure.over, self.pressure.under):
            field.setFixedWidth(round(sizes.body * 3.4))
        self.name.setMaximumWidth(round(sizes.title * 9))
        self.firsts[0].setMinimumWidth(round(sizes.body * 4.2))
        self.firsts[2].setMinimumWidth(round(sizes.body * 4.2))
        self.firsts[1].setMinimumWidth(round(sizes.body * 4.2) - round(sizes.small * 0.8) - 8)
        for label in (self.place, self.code):
            label.setMinimumWidth(round(sizes.body * (1.4 if label is self.place else 2.6)))

    def arrange(self, width: int) -> None:
        """Put what was taken along where there is room for it: after what was looked at, or before the need."""
        beside = width < WIDE_EM * self.look.sizes.body
        if beside and self.third.indexOf(self.goods_part) < 0:
            self.second.removeWidget(self.goods_part)
            self.third.insertWidget(0, self.goods_part, 1)
            self.third.setStretchFactor(self.need, 2)
        elif not beside and self.second.indexOf(self.goods_part) < 0:
            self.third.removeWidget(self.goods_part)
            self.second.insertWidget(self.second.count() - 1, self.goods_part, 1)

    # -- what it holds

    def show_line(self, line: Line, entry: Entry | None = None) -> None:
        """Open a line: with what is kept of it, with what was half typed, or as a normal visit."""
        self.line, self.begun = line, line.entry or Entry()
        self.filling = True
        self.place.setText(str(line.place))
        self.code.setText(line.code)
        self.name.setText(line.name)
        self.age.setText(line.age)
        self.grade.grade, self.grade.word = line.grade, line.grade_label
        self.grade.setVisible(bool(line.grade))
        self.grade.updateGeometry()
        self.grade.update()
        key = key_map.shown("paper.find")
        asks = _("Does the paper say {code} at the right? If not, press {key}").format(code=line.code, key=key)
        self.asks.setText(_("not on the paper, added") if line.extra else asks)
        self._fill(entry or self.begun)
        self.next_button.setText(_("Next person") if line.state == "open" else _("Correct it"))
        self.next_button.set_kind("primary" if line.state == "open" else "plain")
        self.setAccessibleName(_("{place}, {code}, {name}").format(place=line.place, code=line.code, name=line.name))
        self.filling = False
        self._say_about()

    def _say_about(self) -> None:
        """Say where and why, or, in its place, what stands in the way or what a reading means: it is never a diagnosis."""
        line, advice = self.line, self.pressure.advice
        if line is None:
            return
        told = bool(advice.text()) and advice.property("tone") != "ink3"
        self.asks.setVisible(not told)
        if told:
            self.about.say(advice.text(), str(advice.property("tone")))
        else:
            about = "，".join(filter(None, (line.address, line.note or line.why)))
            self.about.say(about, "amber" if line.note else "ink2")

    def _fill(self, entry: Entry) -> None:
        self.mode.set_value(entry.mode)
        self.outcome.set_value("nobody" if entry.outcome == "no_answer" else entry.outcome)
        for segments, result in zip(self.checks.values(), entry.checks, strict=True):
            segments.set_value(result)
        upper, lower = entry.pressure or ("", "")
        self.pressure.set_value(str(upper), str(lower))
        self.goods.setText(entry.goods)
        self.need.setText(entry.need)
        self.request.setChecked(entry.request)
        self._judge()

    def put_back(self, entry: Entry) -> None:
        """Show these answers, without telling."""
        self.filling = True
        self._fill(entry)
        self.filling = False

    def entry(self) -> Entry:
        """Return the answers."""
        need = self.need.value()
        outcome = self.outcome.value() or "met"
        if self.begun.outcome == "no_answer" and outcome == "nobody":
            outcome = "no_answer"
        return Entry(
            mode=self.mode.value() or "home",
            outcome=outcome,
            checks=tuple(segments.value() or "normal" for segments in self.checks.values()),
            pressure=self.pressure.value(),
            goods=self.goods.value(),
            need=need,
            request=self.request.isChecked() and bool(need),
        )

    def is_changed(self) -> bool:
        """Tell whether something was ticked or typed since the line was opened."""
        return self.line is not None and (self.entry() != self.begun or self.half_pressure())

    def half_pressure(self) -> bool:
        """Tell whether only one of the two figures is there."""
        return bool(self.pressure.over.text()) != bool(self.pressure.under.text())

    def ask_for_figure(self) -> None:
        """Say that a figure of the blood pressure is missing, and stand in its field."""
        self.pressure.advice.say(_("one figure of the blood pressure is missing"), "red")
        self._say_about()
        field = self.pressure.under if self.pressure.over.text() else self.pressure.over
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- while one ticks and types

    def press(self, text: str) -> bool:
        """Take a figure or a letter; tells whether it means something here."""
        figure = int(text) if text.isascii() and text.isdigit() else 0
        if 1 <= figure <= len(MODES):
            self.mode.choose(MODES[figure - 1])
        elif len(MODES) < figure <= len(MODES) + len(OUTCOMES):
            self.outcome.choose(OUTCOMES[figure - len(MODES) - 1])
        elif text.upper() in LETTERS and len(text) == 1:
            _step(list(self.checks.values())[LETTERS.index(text.upper())])
        else:
            return False
        return True

    def _need_changed(self, text: str) -> None:
        if not self.filling and bool(text.strip()) != self.request.isChecked() and not (text.strip() and self.begun.need):
            self.request.setChecked(bool(text.strip()))
        self._touched()

    def _touched(self) -> None:
        if not self.filling:
            self._judge()
            self._say_about()
            self.changed.emit()

    def _judge(self) -> None:
        """Let what was looked at be answered only where somebody was met; a need that is not there cannot be met."""
        met = self.outcome.value() in {"met", "kin_answered"}
        for segments in self.checks.values():
            segments.setEnabled(met)
        self.request.setEnabled(bool(self.need.text().strip()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the ground of the chosen row."""
        paint_row(QPainter(self), self.rect(), self.look, chosen=True)


def _step(segments: Segments) -> None:
    """Choose the next, after the last the first."""
    if segments.isEnabled():
        codes = [code for code, _label in segments.choices]
        segments.choose(codes[(codes.index(segments.value() or codes[0]) + 1) % len(codes)])


def _row(*parts: QWidget) -> QHBoxLayout:
    """Return parts side by side."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for part in parts:
        line.addWidget(part)
    return line
