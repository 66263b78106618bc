"""One question of an import on its card: whom a row is about, or what a column holds; and those still to come, in short."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.import_plan import Answer
from stationdesk.services.import_questions import Choice, ColumnQuestion, RowQuestion
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import ElidedLabel, Label, literal, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import elided, width_of
from stationdesk.ui.parts.tags import FlowLayout

LEFT = 48
"""Where the words of a choice begin, in pixels."""


class ChoiceLine(QRadioButton):
    """One answer: ring, figure, who it is, and in grey what helps to tell."""

    def __init__(self, figure: int, choice: Choice, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.figure, self.choice, self.look = figure, choice, look
        said = " ".join(filter(None, (shown(choice.words), shown(choice.more))))
        self.setAccessibleName(f"{figure} {said}")
        self.setToolTip(literal(said))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return one line."""
        return QSize(120, self.look.sizes.small_button)

    def hitButton(self, pos: object) -> bool:  # noqa: ARG002, N802 (Qt's name)
        """Take a click anywhere on the line."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the line."""
        painter, look = QPainter(self), self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        chosen = self.isChecked()
        painter.setPen(QPen(look.color("teal" if chosen else "edge"), 5 if chosen else 1.2))
        painter.setBrush(look.color("surface"))
        inset = 2.5 if chosen else 0.6
        painter.drawEllipse(QRect(4, 0, 15, 15).toRectF().translated(0.5, middle - 7.5).adjusted(inset, inset, -inset, -inset))
        painter.setFont(look.font("body"))
        painter.setPen(look.color("ink"))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRect(26, 0, 20, self.height()), flags, str(self.figure))
        room = QRect(LEFT, 0, self.width() - LEFT - 4, self.height())
        elided(painter, room, self.choice.words)
        at = LEFT + width_of(painter.font(), shown(self.choice.words)) + 8
        if self.choice.more and at < self.width() - 20:
            painter.setPen(look.color("ink2"))
            elided(painter, QRect(at, 0, self.width() - at - 4, self.height()), self.choice.more)
        if self.hasFocus():
            painter.setPen(QPen(look.color("teal"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)


class RowCard(QWidget):
    """The question whom a row is about, with its answers."""

    answered = Signal(object)
    following = Signal()

    def __init__(self, question: RowQuestion, look: Look, given: Answer | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.question = question
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(Label(shown(question.title), "body_bold", wrap=True))
        if question.where:
            box.addWidget(ElidedLabel(question.where, "small", "ink3"))
        box.addWidget(Label(shown(question.facts), "body", "ink2", wrap=True))
        box.addWidget(Label(shown(question.sentence), "body", wrap=True))
        box.addSpacing(6)
        self.lines = [ChoiceLine(number, choice, look, self) for number, choice in enumerate(question.choices, 1)]
        for line in self.lines:
            box.addWidget(line)
            line.toggled.connect(self._say)
        box.addSpacing(6)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.yes = Button(_("Answer so"), look, "primary", key_map.shown("import.answer"), small=True)
        self.yes.clicked.connect(self.give)
        self.next = Button(_("Next question"), look, "plain", key_map.shown("import.next"), small=True)
        self.next.clicked.connect(self.following)
        buttons.addWidget(self.yes)
        buttons.addWidget(self.next)
        buttons.addStretch(1)
        box.addLayout(buttons)
        for line in self.lines:
            if line.choice.answer == (given or question.likely):
                line.setChecked(True)
        self._say()

    def chosen(self) -> Choice | None:
        """Return the answer that is marked."""
        return next((line.choice for line in self.lines if line.isChecked()), None)

    def _say(self) -> None:
        choice = self.chosen()
        self.yes.setEnabled(choice is not None)
        self.yes.setText(choice.button if choice is not None else _("Please choose first"))

    def choose(self, figure: int) -> None:
        """Mark the answer with a figure."""
        if 1 <= figure <= len(self.lines):
            self.lines[figure - 1].setChecked(True)

    def give(self) -> None:
        """Answer with what is marked."""
        choice = self.chosen()
        if choice is not None:
            self.answered.emit(choice.answer)

    def rest(self) -> QWidget:
        """Return what takes the keyboard."""
        return next((line for line in self.lines if line.isChecked()), self.lines[0])


class ColumnCard(QWidget):
    """The question what a column holds; its answers are buttons."""

    answered = Signal(str)
    other = Signal()

    def __init__(self, question: ColumnQuestion, look: Look, parent: QWidget, *, current: bool) -> None:
        super().__init__(parent)
        self.question = question
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(Label(shown(question.sentence), "body_bold", wrap=True))
        line = QWidget()
        flow = FlowLayout(line, spacing=8)
        self.buttons: list[Button] = []
        for number, (code, words) in enumerate(question.choices, 1):
            button = Button(words, look, "plain", str(number) if current else "", small=True)
            button.clicked.connect(lambda _on=False, code=code: self.answered.emit(code))
            flow.addWidget(button)
            self.buttons.append(button)
        if len(question.columns) == 1 and question.what == "column":
            button = Button(_("Something else"), look, "quiet", str(len(self.buttons) + 1) if current else "", small=True)
            button.clicked.connect(self.other)
            flow.addWidget(button)
            self.buttons.append(button)
        room = QHBoxLayout()
        room.setContentsMargins(4, 0, 0, 5)  # for the ring of the button that has the keyboard
        room.addWidget(line, 1)
        box.addLayout(room)

    def choose(self, figure: int) -> None:
        """Press the button with a figure."""
        if 1 <= figure <= len(self.buttons):
            self.buttons[figure - 1].click()

    def give(self) -> None:
        """Answer with the first button, the likeliest."""
        self.buttons[0].click()

    def rest(self) -> QWidget:
        """Return what takes the keyboard."""
        return self.buttons[0]


class Preview(QWidget):
    """A question still to come, in two lines; a click makes it the current one."""

    wanted = Signal()

    def __init__(self, question: RowQuestion, parent: QWidget) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(ElidedLabel(shown(question.title), "body_bold"))
        box.addWidget(ElidedLabel(shown(question.sentence), "body", "ink2"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Want it."""
        self.wanted.emit()
