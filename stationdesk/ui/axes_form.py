"""The four questions about an elder, each by itself: categories to tick, the exact answer, and what does not go together below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.field import codes_of
from stationdesk.registers.resident import ResidentDraft
from stationdesk.services.category_doubts import AXES, Doubt, axis_tags
from stationdesk.services.elder_axes import FIELDS, Axis, question
from stationdesk.services.resident_list import category_word
from stationdesk.ui.parts.fields import CodeField, ComboField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tags import FlowLayout


class AxesForm(QWidget):
    """Four questions; `changed` when an answer moved."""

    changed = Signal()

    def __init__(self, look: Look, answers: Mapping[str, Axis], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.ticks: dict[str, QCheckBox] = {}
        self.combos: dict[str, ComboField] = {}
        self.doubts: dict[str, Label] = {}
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(1, 3)
        self.grid.setColumnStretch(2, 2)
        for at, axis in enumerate(AXES):
            self._question(2 * at, axis, answers[axis])
        self.rest = Label("", "small", "amber", wrap=True)
        self.rest.hide()
        self.grid.addWidget(self.rest, 2 * len(AXES), 0, 1, 3)

    def _question(self, at: int, axis: str, answer: Axis) -> None:
        name = Label(question(axis), tone="ink2")
        self.grid.addWidget(name, at, 0)
        ticks = QWidget()
        flow = FlowLayout(ticks, 10)
        for code in axis_tags(axis):
            box = QCheckBox(category_word(code))
            box.setAccessibleName(_("{question}: {category}").format(question=question(axis), category=category_word(code)))
            box.setChecked(code in answer.held)
            box.toggled.connect(lambda _on: self.changed.emit())
            flow.addWidget(box)
            self.ticks[code] = box
        ticks.setMinimumHeight(self.look.sizes.button)
        self.grid.addWidget(ticks, at, 1)
        codes = codes_of(ResidentDraft, FIELDS[axis]) or ""
        combo = CodeField(codes, self.look, none="—")
        combo.setAccessibleName(_("{question}, exactly").format(question=question(axis)))
        combo.set_value(answer.answer or None)
        combo.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.combos[axis] = combo
        self.grid.addWidget(combo, at, 2)
        doubt = Label("", "small", "amber", wrap=True)
        doubt.hide()
        self.doubts[axis] = doubt
        self.grid.addWidget(doubt, at + 1, 1, 1, 2)

    def answers(self) -> dict[str, Axis]:
        """Return the four answers as they stand."""
        return {
            axis: Axis(axis, frozenset(code for code in axis_tags(axis) if self.ticks[code].isChecked()), self.combos[axis].value())
            for axis in AXES
        }

    def say(self, found: Iterable[Doubt]) -> None:
        """Show what does not go together, each below its question."""
        said = list(found)
        for axis, label in self.doubts.items():
            words = "；".join(one.says for one in said if one.axis == axis)
            label.setText(words)
            label.setVisible(bool(words))
        rest = "；".join(one.says for one in said if one.axis not in AXES)
        self.rest.setText(rest)
        self.rest.setVisible(bool(rest))
