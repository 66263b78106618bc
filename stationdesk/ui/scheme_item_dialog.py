"""One item that a scheme scores: its words, what to look at, and its answers with their points, or any number up to the highest."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.grade_scheme import ScoreItem, ScoreStep
from stationdesk.registers.record import new_id
from stationdesk.services.scheme_checks import ANSWERS, LABEL, WORDS, SchemeImpossible, check_item
from stationdesk.ui import key_map
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.tall_dialog import TallDialog

CHOSEN, NUMBER = "chosen", "number"


def number(field: LineField) -> int | None:
    """Return a number typed; nothing for an empty field, a number out of every bound for what is none."""
    typed = field.value()
    return (int(typed) if typed.isdecimal() and len(typed) < len("00000") else -1) if typed else None


class SchemeItemDialog(TallDialog):
    """Asks for one item; `item` is what it came to. An answer without words is none; they are put in the order of their points."""

    def __init__(self, look: Look, before: ScoreItem | None, others: list[ScoreItem], parent: QWidget | None) -> None:
        super().__init__(parent, look, _("Change an item scored") if before else _("Something more to be scored"), width=600)
        self.before, self.others = before, others
        self.item: ScoreItem | None = None
        form = FieldGrid(look, label_width=round(5.2 * look.sizes.body))
        self.label, self.about = LineField(look, _("like: safe at home")), LineField(look, _("what to look at, in plain words"))
        self.label.setMaxLength(LABEL)
        self.about.setMaxLength(WORDS)
        self.kind = Segments([(CHOSEN, _("an answer is chosen|scored")), (NUMBER, _("any number|scored"))], look)
        form.add(_("What is scored"), self.label)
        form.add(_("What to look at"), self.about)
        form.add(_("How it is scored"), self.kind, stretch=False)
        self.highest = LineField(look, _("from 0 to this number|scored"))
        self.highest_row = form.add(_("Highest score"), self.highest)
        self.answers = QWidget()
        self._lay_answers(self.answers)
        self.inside.addWidget(form)
        self.inside.addWidget(self.answers)
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.trouble)
        self.kind.changed.connect(lambda _kind: self._fit_kind())
        self._fill()
        self.add_button(_("Take it over|item"), "primary", key_map.shown("scheme.save"), closes=False).clicked.connect(self.save)
        self.add_button(_("Do not save"), "plain", "Esc")
        key_map.attach(self, "scheme.save", self.save)
        self.label.setFocus()

    def _lay_answers(self, inside: QWidget) -> None:
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(0, round(5.2 * self.look.sizes.body))
        grid.addWidget(Label(_("Points|answer"), "small", "ink2"), 0, 1)
        grid.addWidget(Label(_("When it is that many: the words of the answer"), "small", "ink2"), 0, 2)
        self.steps: list[tuple[LineField, LineField]] = []
        for row in range(1, ANSWERS + 1):
            points, words = LineField(self.look), LineField(self.look)
            points.setFixedWidth(round(4 * self.look.sizes.body))
            words.setMaxLength(LABEL)
            points.setAccessibleName(_("Answer {number}: points").format(number=row))
            words.setAccessibleName(_("Answer {number}: words").format(number=row))
            grid.addWidget(Label(_("Answer {number}").format(number=row), "body", "ink2"), row, 0)
            grid.addWidget(points, row, 1)
            grid.addWidget(words, row, 2)
            self.steps.append((points, words))
        said = _("An answer without words is left out. They stand in the order of their points; the last gives the highest score.")
        grid.addWidget(Label(said, "small", "ink3", wrap=True), ANSWERS + 1, 1, 1, 2)

    def _fill(self) -> None:
        one = self.before
        self.kind.set_value(CHOSEN if one is None or one.steps else NUMBER)
        if one is not None:
            self.label.setText(one.label)
            self.about.setText(one.explanation)
            self.highest.setText("" if one.steps else str(one.highest))
            for (points, words), step in zip(self.steps, one.steps, strict=False):
                points.setText(str(step.score))
                words.setText(step.words)
        self._fit_kind()

    def _fit_kind(self) -> None:
        chosen = self.kind.value() == CHOSEN
        self.answers.setVisible(chosen)
        self.highest_row.set_visible(not chosen)
        self.fit()

    def typed(self) -> ScoreItem:
        """Return the item as it stands in the fields. Raises SchemeImpossible for an answer without points."""
        steps: list[ScoreStep] = []
        if self.kind.value() == CHOSEN:
            for points, words in self.steps:
                score = number(points)
                if words.value() and score is None:
                    raise SchemeImpossible(_("«{words}» has no points. Please write how many.").format(words=words.value()))
                if score is not None:
                    steps.append(ScoreStep(score=score, words=words.value()))
            steps.sort(key=lambda one: one.score)
        return ScoreItem(
            code=self.before.code if self.before else f"own_{new_id()[-12:]}",
            label=self.label.value(),
            explanation=self.about.value(),
            steps=tuple(steps),
            highest=steps[-1].score if steps else number(self.highest) or 0 if self.kind.value() == NUMBER else 0,
        )

    def save(self) -> None:
        """Take the item over into the scheme; what is refused is said and all that was typed stays."""
        try:
            one = self.typed()
            if self.kind.value() == CHOSEN and len(one.steps) < len(("none", "some")):
                raise SchemeImpossible(_("Please write two answers at least, or choose that any number is typed."))
            check_item(one, self.others)
        except SchemeImpossible as error:
            self.trouble.setText(error.message)
            self.fit()
            return
        self.item = one
        self.give("taken")
