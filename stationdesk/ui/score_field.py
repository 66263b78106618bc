"""One item of an assessment: its answers side by side, what each is for below them."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.grade_scheme import ScoreItem
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.segments import Segments


class ScoreField(QWidget):
    """One item: its answers side by side, each with its points; without answers a number."""

    def __init__(self, item: ScoreItem, look: Look) -> None:
        super().__init__()
        self.item = item
        self.steps = Segments([(str(step.score), step.words) for step in item.steps], look, wraps=True) if item.steps else None
        self.number = None if item.steps else LineField(look, _("0 to {highest}").format(highest=item.highest))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        field = self.steps or self.number
        assert field is not None  # noqa: S101 - one of the two is there
        field.setAccessibleName(item.label)
        self.setFocusProxy(field)
        box.addWidget(field)
        if item.explanation:
            box.addWidget(Label(item.explanation, "small", "ink3", wrap=True))

    def score(self) -> int | None:
        """Return what is scored, None for nothing yet; what is no number is out of bounds."""
        if self.steps is not None:
            return int(value) if (value := self.steps.value()) is not None else None
        typed = self.number.value() if self.number is not None else ""
        return (int(typed) if typed.isdecimal() else -1) if typed else None

    def show_score(self, score: int | None) -> None:
        """Show a score given before, where it is one of the answers."""
        if self.steps is not None:
            fits = str(score) in dict(self.steps.choices)
            self.steps.set_value(str(score) if fits else None)
        elif self.number is not None:
            self.number.setText("" if score is None else str(score))
