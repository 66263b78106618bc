"""The queue at the right of an import: what only a person can decide, one question after the other, answered by figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.import_plan import Answer, Spot
from stationdesk.services.import_questions import ColumnQuestion, RowQuestion
from stationdesk.ui import key_map
from stationdesk.ui.import_cards import ColumnCard, Preview, RowCard
from stationdesk.ui.import_work import Question
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import Label, ground, rule
from stationdesk.ui.parts.look import Look

WIDE = 19.7
"""Width of the queue, in em of the body type."""
FOLLOWING = 6
"""Questions shown behind the current one."""


class QuestionQueue(QWidget):
    """The questions in their order: the current one open, the following ones in short."""

    answered = Signal(object, object)
    """Spot and Answer of a row."""
    placed = Signal(object, str)
    """Columns and what they hold."""
    other_column = Signal(object)
    """Columns whose chip is wanted."""
    emptied = Signal()
    """Nothing is left to decide, and the keyboard has to go elsewhere."""
    looked_at = Signal(object)
    """The question that is current now."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.questions: tuple[Question, ...] = ()
        self.given: Mapping[Spot, Answer] = {}
        self.remarks: Sequence[tuple[str, str]] = ()
        self.at = 0
        self.extra: RowQuestion | None = None
        """An answered question that is thought over again."""
        self.card: RowCard | ColumnCard | None = None
        ground(self, "surface")
        self.setProperty("edge_left", "true")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 12, 14, 14)
        box.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(6)
        self.title = Label(_("Please decide"), "strong")
        self.count = Label("", "strong", "ink2")
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        box.addLayout(head)
        box.addSpacing(6)
        box.addWidget(rule())
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = ground(QWidget(), "surface")
        self.box = QVBoxLayout(inside)
        self.box.setContentsMargins(0, 10, 0, 10)
        self.box.setSpacing(10)
        self.area.setWidget(inside)
        box.addWidget(self.area, 1)
        self.foot = Label(_("The next time the same ledger comes, it is done as this time."), "small", "ink2", wrap=True)
        box.addWidget(self.foot)
        look.changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Take the width of the text size."""
        self.setFixedWidth(round(WIDE * self.look.sizes.body))

    def show_questions(self, questions: Sequence[Question], given: Mapping[Spot, Answer], remarks: Sequence[tuple[str, str]]) -> None:
        """Show what is asked now; the question that was current stays so if it is still asked. `remarks` only tell something."""
        before, had_focus = self.current(), self.has_focus()
        self.questions, self.given, self.remarks, self.extra = tuple(questions), given, remarks, None
        same = next((at for at, one in enumerate(self.questions) if before is not None and _key(one) == _key(before)), None)
        self.at = same if same is not None else min(self.at, max(len(self.questions) - 1, 0))
        if had_focus:
            self.area.setFocus(Qt.FocusReason.OtherFocusReason)
        self._lay_out()
        if had_focus and self.card is not None:
            self.take_focus()
        elif had_focus:
            self.emptied.emit()
        now = self.current()
        if before is not None and now is not None and _key(before) != _key(now):
            self.looked_at.emit(now)

    def has_focus(self) -> bool:
        """Tell whether the keyboard is in the queue."""
        focus = self.window().focusWidget() if self.isVisible() else None
        return focus is not None and self.isAncestorOf(focus)

    def current(self) -> Question | None:
        """Return the question that is open."""
        if self.extra is not None:
            return self.extra
        return self.questions[self.at] if self.at < len(self.questions) else None

    def _lay_out(self) -> None:
        clear(self.box)
        self.card = None
        question = self.current()
        total = len(self.questions)
        self.count.setText(f"{self.at + 1} / {total}" if total else "")
        self.title.setText(_("Please decide") if total or self.extra else _("Nothing is left to decide"))
        if question is not None:
            self.card = self._card(question)
            self.box.addWidget(self.card)
        following = [*self.questions[self.at + 1 :], *self.questions[: self.at]][:FOLLOWING] if not self.extra else []
        for one in following:
            self.box.addWidget(rule())
            self.box.addWidget(self._short(one))
        for bold, text in self.remarks:
            self.box.addWidget(rule())
            self.box.addWidget(Label(bold, "body_bold", wrap=True))
            self.box.addWidget(Label(text, "body", "ink2", wrap=True))
        self.box.addStretch(1)

    def _card(self, question: Question) -> RowCard | ColumnCard:
        inside = self.area.widget()
        if isinstance(question, RowQuestion):
            row = RowCard(question, self.look, self.given.get(question.spot), inside)
            row.answered.connect(lambda answer: self.answered.emit(question.spot, answer))
            row.following.connect(self.go_on)
            return row
        card = ColumnCard(question, self.look, inside, current=True)
        card.answered.connect(lambda code: self.placed.emit(question.columns, code))
        card.other.connect(lambda: self.other_column.emit(question.columns))
        return card

    def _short(self, question: Question) -> QWidget:
        inside = self.area.widget()
        if isinstance(question, ColumnQuestion):
            card = ColumnCard(question, self.look, inside, current=False)
            card.answered.connect(lambda code: self.placed.emit(question.columns, code))
            card.other.connect(lambda: self.other_column.emit(question.columns))
            return card
        preview = Preview(question, inside)
        preview.wanted.connect(lambda: self.show_spot(question.spot))
        return preview

    # -- moving

    def go_on(self) -> None:
        """Go to the next question, after the last to the first."""
        if self.extra is None and self.questions:
            self.at = (self.at + 1) % len(self.questions)
        self.extra = None
        self._moved()

    def _moved(self) -> None:
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)
        self._lay_out()
        self.take_focus()
        self.looked_at.emit(self.current())

    def show_spot(self, spot: Spot) -> bool:
        """Make the question about a row the current one, if there is one."""
        for at, question in enumerate(self.questions):
            if isinstance(question, RowQuestion) and question.spot == spot:
                if at != self.at or self.extra is not None:
                    self.at, self.extra = at, None
                    self._lay_out()
                return True
        return False

    def think_over(self, question: RowQuestion) -> None:
        """Open a question that was answered already."""
        self.extra = question
        self._lay_out()

    def take_focus(self) -> None:
        """Put the keyboard on the current question."""
        if self.card is not None:
            self.card.rest().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def press(self, event: QKeyEvent) -> bool:
        """Take a figure, Enter or Tab for the current question; tells whether it was one of them."""
        if self.card is None:
            return False
        text = event.text()
        if text.isascii() and text.isdigit():
            self.card.choose(int(text))
        elif key_map.pressed(event, "import.answer"):
            focus = self.window().focusWidget()
            if isinstance(focus, Button) and self.isAncestorOf(focus):
                focus.click()
            else:
                self.card.give()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Answer with the keyboard."""
        if not self.press(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 (Qt's name)
        """Go to the next question with Tab, out of the queue after the last one."""
        if forward and self.extra is None and self.has_focus() and self.at + 1 < len(self.questions):
            self.go_on()
            return True
        return super().focusNextPrevChild(forward)


def _key(question: Question) -> object:
    return question.spot if isinstance(question, RowQuestion) else question.columns
