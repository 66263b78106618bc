"""What a scheme scores, in its dialog: listed in its order, added, changed, taken out and moved by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _, ngettext
from stationdesk.registers.grade_scheme import ScoreItem
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import Label, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.scheme_item_dialog import SchemeItemDialog
from stationdesk.ui.tags_dialog import StayList

ROWS = 4
"""Items seen at once."""


def item_words(one: ScoreItem) -> str:
    """Return an item in a line: 健康自理 0—10 分：都能自己做 0、要人搭把手 3 …"""
    said = _("{label}, 0 to {highest} points").format(label=one.label, highest=one.highest)
    answers = _(", ").join(f"{step.words} {step.score}" for step in one.steps) or _("any number|scored")
    return _("{item}: {answers}|scored").format(item=said, answers=answers)


class SchemeItems(QWidget):
    """`values` are the items as they stand."""

    changed = Signal()

    def __init__(self, look: Look, dialog: Dialog) -> None:
        super().__init__()
        self.look, self.dialog = look, dialog
        self.values: list[ScoreItem] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(Label(_("What is scored"), "body_bold"))
        self.total = Label("", "small", "ink2")
        head.addWidget(self.total, 1)
        box.addLayout(head)
        self.list = StayList(look, _("What is scored"), indent=12)
        self.list.setFixedHeight(ROWS * look.sizes.rail_row + 4)
        self.list.taken.connect(self.change)
        box.addWidget(self.list)
        line = QHBoxLayout()
        line.setSpacing(6)
        ways: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("scheme.add", _("Add|item"), self.add),
            ("scheme.edit", _("Change|item"), self.change),
            ("scheme.remove", _("Take out|item"), self.take_out),
            ("scheme.up", _("Up|measure"), self.up),
            ("scheme.down", _("Down|measure"), self.down),
        )
        for name, words, slot in ways:
            button = Button(words, look, "plain", key_map.shown(name), small=True)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            key_map.attach(dialog, name, slot)
            line.addWidget(button)
        line.addStretch(1)
        box.addLayout(line)

    def show_items(self, items: Sequence[ScoreItem]) -> None:
        """Show these."""
        self.values = list(items)
        self._show(0)

    def _show(self, row: int) -> None:
        self.list.offer((one.code, item_words(one)) for one in self.values)
        for at, one in enumerate(self.values):
            self.list.item(at).setToolTip(shown(one.explanation or item_words(one)))
        self.list.setVisible(bool(self.values))
        if self.values:
            self.list.setCurrentRow(max(0, min(row, len(self.values) - 1)))
            most, count = sum(one.highest for one in self.values), len(self.values)
            said = ngettext("{count} item, 0 to {most} points", "{count} items, 0 to {most} points together", count)
            self.total.setText(said.format(count=count, most=most))
        else:
            self.total.setText(_("Nothing is scored: the grade is chosen. Leave the points of the grades empty."))

    def add(self) -> None:
        """Write another item."""
        self._ask(None)

    def change(self) -> None:
        """Change the item one stands on."""
        if 0 <= self.list.currentRow() < len(self.values):
            self._ask(self.list.currentRow())

    def _ask(self, row: int | None) -> None:
        before = self.values[row] if row is not None else None
        form = SchemeItemDialog(self.look, before, [one for one in self.values if one is not before], self.dialog)
        if form.ask() and form.item is not None:
            if row is None:
                self.values.append(form.item)
            else:
                self.values[row] = form.item
            self._show(row if row is not None else len(self.values) - 1)
            self.changed.emit()
            self.list.setFocus()

    def take_out(self) -> None:
        """Take the item one stands on out of the scheme; assessments made with it keep it."""
        row = self.list.currentRow()
        if 0 <= row < len(self.values):
            del self.values[row]
            self._show(row)
            self.changed.emit()

    def up(self) -> None:
        """Move the item one stands on up."""
        self._shift(-1)

    def down(self) -> None:
        """Move the item one stands on down."""
        self._shift(1)

    def _shift(self, step: int) -> None:
        row, to = self.list.currentRow(), self.list.currentRow() + step
        if 0 <= row < len(self.values) and 0 <= to < len(self.values):
            self.values[row], self.values[to] = self.values[to], self.values[row]
            self._show(to)
            self.changed.emit()
