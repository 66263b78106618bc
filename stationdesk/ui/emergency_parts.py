"""The parts of the emergency sheet: its red head with the time that runs, the lines to dial, the steps and what has happened."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from stationdesk.i18n import _
from stationdesk.services.incident_numbers import Number
from stationdesk.services.incident_sheet import Sheet, minutes_words, started_words
from stationdesk.services.incidents import Held
from stationdesk.ui import key_map
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, literal, set_property, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, RIGHT
from stationdesk.ui.parts.tags import Key
from stationdesk.ui.parts.tokens import TextSize

FIGURES = 10
"""Lines that have a figure key of their own: 1 to 9, and 0 for the tenth."""
NUMBER_EM = {TextSize.STANDARD: 14.0, TextSize.LARGE: 12.0, TextSize.EXTRA_LARGE: 10.0}
"""Room for who it is before the number, in em of the body type."""
NAME_EM, FACTS_EM = 9.0, 16.0
"""Room for the name and for where, in em of their own type."""
STEPS = (
    ("doctor", "doctor_came"),
    ("ambulance", "ambulance_came"),
    ("taken", "taken_away"),
    ("kin", "kin_told"),
    ("note", "note"),
    ("over", "over"),
)
"""The six large keys and what each stamps."""


def dialled(number: str) -> str:
    """Return a number as it is read off from afar: 138 0000 0058."""
    plain = number.replace(" ", "")
    return f"{plain[:3]} {plain[3:7]} {plain[7:]}" if len(plain) == 11 and plain.isdigit() and plain[0] == "1" else number


class Passed:
    """The seconds since the call: by the stored moment, and where the clock was set back, by what has passed since it was looked at."""

    def __init__(self) -> None:
        self.of, self.shown, self.seen_at = "", 0, 0.0

    def seconds(self, held: Held, now: datetime) -> int | None:
        """Return the seconds; None where the clock stands before the call and nothing was seen before."""
        by_clock, beat = held.seconds(now), time.monotonic()
        if held.id != self.of:
            self.of, self.shown, self.seen_at = held.id, by_clock if by_clock is not None else -1, beat
        elif by_clock is not None and (by_clock >= self.shown or held.standing.over_at):
            self.shown, self.seen_at = by_clock, beat
        if self.shown < 0:
            return None
        return self.shown if held.standing.over_at else self.shown + int(beat - self.seen_at) * (by_clock is None or by_clock < self.shown)


class AlarmHead(QFrame):
    """Who, where, what the ambulance must know, and how long since the call."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look, self.passed = look, Passed()
        self.setProperty("part", "alarm")
        self.mark, self.title = QLabel(), Label(_("Emergency|head"), "strong", "red")
        self.name, self.facts = Label("", "name"), Label("", "strong")
        self.health, self.allergies = ElidedLabel("", "body", "ink2"), Label("", "body_bold", "red")
        self.since, self.time = Label("", "body", "ink2"), Label("", "huge", "red")
        self.time.setAccessibleName(_("Time since the call"))
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 6, 24, 6)
        line.setSpacing(14)
        for widget in (self.mark, self.title, self.name, self.facts):
            line.addWidget(widget)
        line.addWidget(self.health, 1)
        for widget in (self.allergies, self.since, self.time):
            line.addWidget(widget)

    def show_sheet(self, sheet: Sheet, now: datetime) -> None:
        """Show whom it is about."""
        running = sheet.held.standing.is_open
        set_property(self, "tone", "late" if running else "calm")
        tone = "red" if running else "teal"
        self.mark.setPixmap(self.look.pixmap("warning", tone, self.look.sizes.icon + 4))
        self.title.say(_("Emergency|head") if running else _("Over|emergency") if sheet.held.standing.is_real else _("False alarm"), tone)
        self.name.setText(self._cut(sheet.name, "name", NAME_EM))
        self.name.setToolTip(literal(sheet.name))
        age = _("{years} years").format(years=sheet.age) if sheet.age is not None else ""
        large = self.look.text_size is TextSize.EXTRA_LARGE
        facts = "  ".join(filter(None, (age, "" if large else sheet.where)))
        self.facts.setText(self._cut(facts, "strong", FACTS_EM))
        self.health.setText("、".join(sheet.health))
        self.allergies.setText(_("allergic: {what}").format(what=sheet.allergies) if sheet.allergies else "")
        self.allergies.setVisible(bool(sheet.allergies))
        started = started_words(sheet.held.incident, now.date())
        self.since.setText((_("{started}, so far") if running else _("{started}, took")).format(started=started))
        self.time.set_tone(tone)
        self.tick(sheet.held, now)

    def _cut(self, text: str, role: str, ems: float) -> str:
        """Return a text on one line, cut where it would push the time off the window."""
        font = self.look.font(role)
        return QFontMetrics(font).elidedText(shown(text), Qt.TextElideMode.ElideRight, round(ems * font.pixelSize()))

    def tick(self, held: Held, now: datetime) -> None:
        """Show the time that has passed."""
        seconds = self.passed.seconds(held, now)
        self.time.setText(minutes_words(seconds) if seconds is not None else _("clock was set back"))


def figure_of(place: int) -> str:
    """Return the key that goes to a line: 1 to 9, 0 to the tenth, from there the arrow down."""
    return str((place + 1) % FIGURES) if place < FIGURES else "↓"


class NumberRow(QFrame):
    """One line to dial; the current one has the two buttons for how the call went."""

    chosen = Signal(int)
    answered = Signal(str)

    def __init__(self, look: Look, place: int, number: Number) -> None:
        super().__init__()
        self.look, self.place, self.number = look, place, number
        self.setProperty("part", "number")
        self.setAccessibleName(_(", ").join(filter(None, (number.title, number.under, number.number, self._said()))))
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 4, 24, 4)
        line.setSpacing(14)
        figure = self.figure = Key(figure_of(place))
        figure.setFixedSize(look.sizes.small_button, look.sizes.small_button)
        figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
        names = QWidget()
        names.setFixedWidth(round(NUMBER_EM[look.text_size] * look.sizes.body))
        stack = QVBoxLayout(names)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(ElidedLabel(number.title, "strong"))
        if number.under:
            stack.addWidget(ElidedLabel(number.under, "small", "ink2"))
        line.addWidget(figure)
        line.addWidget(names)
        line.addWidget(Label(dialled(number.number), "number"))
        line.addStretch(1)
        self.result = Label(
            self._said(), "body_bold" if number.result == "missed" else "body", "red" if number.result == "missed" else "green"
        )
        line.addWidget(self.result)
        self.buttons = QWidget()
        row = QHBoxLayout(self.buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for name, words, kind in (("reached", _("reached|button"), "primary"), ("missed", _("nobody answered|button"), "plain")):
            button = Button(words, look, kind, key_map.shown(f"emergency.{name}"))
            button.clicked.connect(lambda _on=False, name=name: self.answered.emit(name))
            row.addWidget(button)
        line.addWidget(self.buttons)
        self.setMinimumHeight(round(look.sizes.row * 1.6))
        self.set_current(current=False, running=True)

    def _said(self) -> str:
        if not self.number.result:
            return ""
        words = _("{clock} reached") if self.number.result == "reached" else _("{clock} nobody answered")
        return words.format(clock=self.number.at)

    def set_current(self, *, current: bool, running: bool) -> None:
        """Show whether it is the one to dial now."""
        set_property(self, "tone", "current" if current else "")
        self.buttons.setVisible(current and running)
        self.result.setVisible(bool(self.number.result) and not (current and running))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Become the one to dial."""
        super().mousePressEvent(event)
        self.chosen.emit(self.place)


class Scrolled(QScrollArea):
    """A column of widgets that scrolls; the keyboard passes it over."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.inner = ground(QWidget(), token)
        self.column = QVBoxLayout(self.inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.setWidget(self.inner)
        self.wanted: QWidget | None = None
        """What is to be seen."""
        self.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._follow())

    def show_soon(self, widget: QWidget) -> None:
        """Scroll to a widget once it has its place, and again when the room for it changes."""
        self.wanted = widget
        QTimer.singleShot(0, widget, self._follow)

    def _follow(self) -> None:
        if self.wanted is not None and isValid(self.wanted):
            self.ensureWidgetVisible(self.wanted, 0, 8)


class StepKeys(QWidget):
    """Six large buttons: what has happened, by one letter."""

    pressed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.buttons: dict[str, Button] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for at, (name, kind) in enumerate(STEPS):
            button = WideButton(step_words(kind), look, "plain", key_map.shown(f"emergency.{name}"))
            button.clicked.connect(lambda _on=False, kind=kind: self.pressed.emit(kind))
            self.buttons[kind] = button
            grid.addWidget(button, at // 2, at % 2)

    def show_sheet(self, sheet: Sheet) -> None:
        """Leave only what can still happen; when it is over, the last button takes it up again."""
        standing = sheet.held.standing
        for kind, button in self.buttons.items():
            allowed = standing.is_open or kind in ("note", "kin_told", "over")
            button.setEnabled(allowed and kind not in standing.stamped)
        over, name = self.buttons["over"], "over" if standing.is_open else "resume"
        over.key = key_map.shown(f"emergency.{name}")
        over.setText(step_words("over" if standing.is_open else "resumed"))


class WideButton(Button):
    """A button over the whole width: the words left, the key right."""

    def __init__(self, text: str, look: Look, kind: str, key: str) -> None:
        super().__init__(text, look, kind, key)
        self.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Fixed)
        self.setFixedHeight(round(look.sizes.button * 1.25))

    def paint_words(self, painter: QPainter, words: str, key: str) -> None:
        """Paint the words at the left and the key at the right, where the eye finds the letter."""
        inside = self.rect().adjusted(14, 0, -14, 0)
        painter.setFont(self.look.font("body"))
        painter.setPen(self.look.color(words))
        painter.drawText(inside, LEFT, self.text())
        painter.setFont(self.look.font("body", bold=True))
        painter.setPen(self.look.color(key))
        painter.drawText(inside, RIGHT, self.key)


def step_words(kind: str) -> str:
    """Return what a step's button says."""
    from stationdesk.registers.code import table

    return table("incident_event").label(kind)


def show_lines(where: QVBoxLayout, lines: Sequence[tuple[str, str, bool]], live: tuple[str, str] | None, look: Look) -> QWidget | None:
    """Show what has happened, the last thing last; `live` is a call being made now. Returns the last line."""
    clear(where)
    last: QWidget | None = None
    told = [(clock, words, "red" if bad else "ink") for clock, words, bad in lines]
    told += [(live[0], live[1], "teal")] if live is not None else []
    for clock, words, tone in told:
        last = QWidget()
        line = QHBoxLayout(last)
        line.setContentsMargins(0, 3, 0, 3)
        line.setSpacing(0)
        at = Label(clock, "body", "ink2")
        at.setFixedWidth(round(4.6 * look.sizes.body))
        at.setAlignment(Qt.AlignmentFlag.AlignTop)
        line.addWidget(at)
        line.addWidget(Label(words, "body", tone, wrap=True), 1)
        where.addWidget(last)
    where.addStretch(1)
    return last
