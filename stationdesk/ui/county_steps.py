"""The big button and the three sentences beside it, which become the progress while it works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import Label, literal
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import paint_parts, width_of

PLAIN, DONE, NOW, TO_COME = "plain", "done", "now", "to_come"
WIDE, HIGH = 248, 84
NUMBER = 26


@dataclass(frozen=True)
class Step:
    """One of the sentences: parts of (text, tone) and where it stands: plain, done, now or to_come."""

    parts: tuple[tuple[str, str], ...]
    state: str = PLAIN

    @property
    def words(self) -> str:
        """The sentence without tones."""
        return "".join(text for text, _tone in self.parts)


class BigButton(Button):
    """The one thing to press: words above, key below."""

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return its room: as drawn, wider where the words need it, higher with the writing."""
        words = QFontMetrics(self.look.font("title")).horizontalAdvance(self.text()) + 60
        return QSize(max(WIDE, words), HIGH + 2 * (self.look.sizes.body - 15))

    def paint_words(self, painter: QPainter, words: str, key: str) -> None:
        """Paint words and key, one above the other."""
        title, small = self.look.font("title"), self.look.font("body")
        small.setPixelSize(self.look.sizes.body - 1)
        above, below = QFontMetrics(title).height(), QFontMetrics(small).height()
        top = (self.height() - above - below) // 2
        middle = int(Qt.AlignmentFlag.AlignCenter)
        painter.setFont(title)
        painter.setPen(self.look.color(words))
        painter.drawText(QRect(0, top, self.width(), above), middle, self.text())
        painter.setFont(small)
        painter.setPen(self.look.color(key))
        painter.drawText(QRect(0, top + above, self.width(), below), middle, self.key)


class StepLine(QWidget):
    """One numbered sentence; while the work runs, a tick, teal or faint."""

    def __init__(self, number: int, look: Look) -> None:
        super().__init__()
        self.number, self.look, self.step = number, look, Step(())
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the height of one line."""
        return QSize(200, self.look.sizes.body * 2)

    def say(self, step: Step) -> None:
        """Show a sentence."""
        self.step = step
        said = {DONE: _("done"), NOW: _("now"), TO_COME: _("to come")}.get(step.state, "")
        self.setAccessibleName(f"{self.number} {step.words}" + (_(" ({state})").format(state=said) if said else ""))
        self.setToolTip(literal(step.words))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint number or tick, then the sentence."""
        painter, look, state = QPainter(self), self.look, self.step.state
        if state == DONE:
            size = look.sizes.icon - 2
            painter.drawPixmap(-3, (self.height() - size) // 2, look.pixmap("check", "green", size))
        else:
            painter.setFont(look.font("body", bold=True))
            painter.setPen(look.color("ink3" if state == TO_COME else "teal"))
            painter.drawText(QRect(0, 0, NUMBER, self.height()), int(Qt.AlignmentFlag.AlignVCenter), str(self.number))
        room = QRect(NUMBER, 0, self.width() - NUMBER, self.height())
        paint_parts(painter, room, [(text, self._tone(tone)) for text, tone in self._fitting(room.width())], look)

    def _fitting(self, room: int) -> tuple[tuple[str, str], ...]:
        """Return the parts, without the last one where it is secondary and there is no room for it."""
        parts = self.step.parts
        wide = sum(width_of(self.look.font("body", bold=tone == "bold"), text) for text, tone in parts)
        return parts[:-1] if wide > room and parts and parts[-1][1] == "ink2" else parts

    def _tone(self, tone: str) -> str:
        if self.step.state == TO_COME:
            return "ink3"
        return "teal" if self.step.state == NOW and tone in {"", "bold"} else tone


class StepsCard(QFrame):
    """The card with button, sentences, what came of it, and 取消 while the work runs."""

    pressed = Signal()
    cancelled = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setProperty("part", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 19, 20, 19)
        box.setSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(24)
        self.button = BigButton(_("Start reporting"), look, "primary", key_map.shown("county.report"))
        self.button.clicked.connect(self.pressed)
        row.addWidget(self.button)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        self.lines = [StepLine(number, look) for number in (1, 2, 3)]
        for line in self.lines:
            lines.addWidget(line)
        row.addLayout(lines, 1)
        self.cancel = Button(_("Cancel|button"), look, "plain", key_map.shown("county.cancel"))
        self.cancel.clicked.connect(self.cancelled)
        self.cancel.hide()
        row.addWidget(self.cancel)
        box.addLayout(row)
        self.outcome = Label("", "body", "ink2", wrap=True)
        self.outcome.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.outcome.hide()
        box.addWidget(self.outcome)

    def say(self, steps: Sequence[Step]) -> None:
        """Show the three sentences."""
        for line, step in zip(self.lines, steps, strict=True):
            line.say(step)

    def tell(self, text: str, tone: str = "ink2") -> None:
        """Show what came of it, under the sentences; nothing hides it."""
        self.outcome.say(text, tone)
        self.outcome.setVisible(bool(text))

    def ready(self, reason: str, text: str) -> None:
        """Let the button be pressed, or say why it cannot; `text` is what it says."""
        self.button.setText(text)
        self.button.setEnabled(not reason)
        self.button.setToolTip(literal(reason))
        self.button.setAccessibleDescription(reason)

    def work(self, *, on: bool, take: bool = True) -> None:
        """Show 取消 while the work runs; `take` gives it the keyboard."""
        self.cancel.setVisible(on)
        self.cancel.setEnabled(on)
        if on:
            self.button.setText(_("Reporting…"))
            self.button.setEnabled(False)
            if take:
                self.cancel.setFocus()
