"""The measures of a care plan in its dialog: listed in their order, added, changed, struck and moved by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.care_plan import PlanMeasure
from stationdesk.services.plan_words import measure_words
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import Label, shown
from stationdesk.ui.plan_measure_form import PlanMeasureForm
from stationdesk.ui.tags_dialog import StayList


class PlanMeasures(QWidget):
    """`values` are the measures as they stand; `helpers` are ids and words of whom a measure can name."""

    changed = Signal()

    def __init__(self, desk: OpenDesk, helpers: list[tuple[str, str]], dialog: Dialog) -> None:
        super().__init__()
        self.desk, self.look, self.helpers, self.dialog = desk, desk.look, helpers, dialog
        self.on = desk.today()
        self.values: list[PlanMeasure] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Label(_("Who does what"), "strong"))
        self.list = StayList(self.look, _("Who does what"), indent=12)
        self.list.setMinimumHeight(5 * self.look.sizes.rail_row)
        self.list.taken.connect(self.change)
        box.addWidget(self.list, 1)
        self.none = Label(_("Nothing is to be done yet. {key} adds the first.").format(key=key_map.shown("plan.add")), "small", "ink2")
        box.addWidget(self.none)
        line = QHBoxLayout()
        line.setSpacing(6)
        ways: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("plan.add", _("Add|measure"), self.add),
            ("plan.edit", _("Change|measure"), self.change),
            ("plan.remove", _("Strike|measure"), self.strike),
            ("plan.up", _("Up|measure"), self.up),
            ("plan.down", _("Down|measure"), self.down),
        )
        for name, words, slot in ways:
            button = Button(words, self.look, "plain", key_map.shown(name), small=True)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            key_map.attach(dialog, name, slot)
            line.addWidget(button)
        line.addStretch(1)
        box.addLayout(line)

    def show_measures(self, measures: Sequence[PlanMeasure]) -> None:
        """Show these."""
        self.values = list(measures)
        self._show(0)

    def _show(self, row: int) -> None:
        self.list.offer((one.key, measure_words(one, self.on)) for one in self.values)
        for at, one in enumerate(self.values):
            self.list.item(at).setToolTip(shown(measure_words(one, self.on)))
        if self.values:
            self.list.setCurrentRow(max(0, min(row, len(self.values) - 1)))
        self.none.setVisible(not self.values)

    def add(self) -> None:
        """Write another measure."""
        self._ask(None)

    def change(self) -> None:
        """Change the measure one stands on."""
        if 0 <= self.list.currentRow() < len(self.values):
            self._ask(self.list.currentRow())

    def _ask(self, row: int | None) -> None:
        form = PlanMeasureForm(self.desk, self.helpers, self.values[row] if row is not None else None, self.dialog)
        if form.ask() and form.measure is not None:
            if row is None:
                self.values.append(form.measure)
            else:
                self.values[row] = form.measure
            self._show(row if row is not None else len(self.values) - 1)
            self.changed.emit()
            self.list.setFocus()

    def strike(self) -> None:
        """Strike the measure one stands on."""
        row = self.list.currentRow()
        if 0 <= row < len(self.values):
            del self.values[row]
            self._show(row)
            self.changed.emit()

    def up(self) -> None:
        """Move the measure one stands on up."""
        self._shift(-1)

    def down(self) -> None:
        """Move the measure one stands on down."""
        self._shift(1)

    def _shift(self, step: int) -> None:
        row, to = self.list.currentRow(), self.list.currentRow() + step
        if 0 <= row < len(self.values) and 0 <= to < len(self.values):
            self.values[row], self.values[to] = self.values[to], self.values[row]
            self._show(to)
            self.changed.emit()
