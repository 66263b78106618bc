"""Lines in an order that a dialog keeps: listed, added, changed, taken out and moved, by buttons and by keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.word_list import StayList

Line = TypeVar("Line")


class KeptLines(QWidget, Generic[Line]):
    """`values` are the lines as they stand; what a line says and how it is asked for is the affair of the list that is made of this."""

    changed = Signal()

    def __init__(self, look: Look, dialog: Dialog, name: str, keys: str, words: Mapping[str, str]) -> None:
        """`keys` is where the shortcuts stand (plan, scheme); `words` are those on the buttons add, edit and remove."""
        super().__init__()
        self.look, self.dialog = look, dialog
        self.values: list[Line] = []
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.addLayout(self._buttons(keys, words))  # above the list: however large the text, they are seen without scrolling
        self.list = StayList(look, name, indent=12)
        self.list.taken.connect(self.change)
        self.box.addWidget(self.list, 1)

    def _buttons(self, keys: str, words: Mapping[str, str]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        slots: dict[str, Callable[[], None]] = {"add": self.add, "edit": self.change, "remove": self.take_out}
        slots |= {"up": self.up, "down": self.down}
        said = {**words, "up": _("Up|measure"), "down": _("Down|measure")}
        for way, slot in slots.items():
            button = Button(said[way], self.look, "plain", key_map.shown(f"{keys}.{way}"), small=True)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            key_map.attach(self.dialog, f"{keys}.{way}", slot)
            line.addWidget(button)
        line.addStretch(1)
        return line

    def above(self, *widgets: QLabel) -> None:
        """Put words in one line above the list; the last takes the rest."""
        line = QHBoxLayout()
        for at, widget in enumerate(widgets):
            line.addWidget(widget, int(at == len(widgets) - 1))
        self.box.insertLayout(0, line)

    # -- what the list that is made of this says

    def key(self, one: Line) -> str:
        """Return the name of a line, the same however it is changed."""
        raise NotImplementedError

    def words(self, one: Line) -> str:
        """Return what a line says."""
        raise NotImplementedError

    def more(self, one: Line) -> str:
        """Return what the tooltip of a line says."""
        return self.words(one)

    def asked(self, before: Line | None) -> Line | None:
        """Ask for a line, a new one without `before`; None if it was left."""
        raise NotImplementedError

    def tell(self) -> None:
        """Say beside the list how it stands."""

    # -- what it does

    def put(self, values: Sequence[Line]) -> None:
        """Show these."""
        self.values = list(values)
        self._show(0)

    def _show(self, row: int) -> None:
        self.list.offer((self.key(one), self.words(one)) for one in self.values)
        for at, one in enumerate(self.values):
            self.list.item(at).setToolTip(shown(self.more(one)))
        if self.values:
            self.list.setCurrentRow(max(0, min(row, len(self.values) - 1)))
        self.tell()

    def add(self) -> None:
        """Write another line."""
        self._ask(None)

    def change(self) -> None:
        """Change the line one stands on."""
        if 0 <= self.list.currentRow() < len(self.values):
            self._ask(self.list.currentRow())

    def _ask(self, row: int | None) -> None:
        found = self.asked(self.values[row] if row is not None else None)
        if found is None:
            return
        if row is None:
            row = len(self.values)
            self.values.append(found)
        else:
            self.values[row] = found
        self._show(row)
        self.changed.emit()
        self.list.setFocus()

    def take_out(self) -> None:
        """Take out the line one stands on."""
        row = self.list.currentRow()
        if 0 <= row < len(self.values):
            del self.values[row]
            self._show(row)
            self.changed.emit()

    def up(self) -> None:
        """Move the line one stands on up."""
        self._shift(-1)

    def down(self) -> None:
        """Move the line one stands on down."""
        self._shift(1)

    def _shift(self, step: int) -> None:
        row, to = self.list.currentRow(), self.list.currentRow() + step
        if 0 <= row < len(self.values) and 0 <= to < len(self.values):
            self.values[row], self.values[to] = self.values[to], self.values[row]
            self._show(to)
            self.changed.emit()
