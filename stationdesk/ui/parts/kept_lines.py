"""Lines in an order that a dialog keeps: listed, added, changed, taken out and moved, by buttons and by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.word_list import StayList

Line = TypeVar("Line")


@dataclass(frozen=True)
class Kind(Generic[Line]):
    """What the lines are: the name of one, the same however it is changed; what it says; and how one is asked for."""

    key: Callable[[Line], str]
    words: Callable[[Line], str]
    asked: Callable[[Line | None], Line | None]
    """Ask for a line, a new one without one before; None if it was left."""


class KeptLines(QWidget, Generic[Line]):
    """`values` are the lines as they stand; what a line says and how it is asked for its kind knows."""

    changed = Signal()

    def __init__(self, look: Look, dialog: Dialog, name: str, kind: Kind[Line], ways: Sequence[tuple[str, str]]) -> None:
        """`ways` are the shortcut and the words of each button: to add, change, take out, move up and down."""
        super().__init__()
        self.look, self.dialog, self.kind = look, dialog, kind
        self.values: list[Line] = []
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.addLayout(self._buttons(ways))  # above the list: however large the text, they are seen without scrolling
        self.list = StayList(look, name, indent=12)
        self.list.taken.connect(self.change)
        self.box.addWidget(self.list, 1)

    def _buttons(self, ways: Sequence[tuple[str, str]]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        slots = (self.add, self.change, self.take_out, self.up, self.down)
        for (shortcut, words), slot in zip(ways, slots, strict=True):
            button = Button(words, self.look, "plain", key_map.shown(shortcut), small=True)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            key_map.attach(self.dialog, shortcut, slot)
            line.addWidget(button)
        line.addStretch(1)
        return line

    def above(self, *widgets: QLabel) -> None:
        """Put words in one line above the list; the last takes the rest."""
        line = QHBoxLayout()
        for at, widget in enumerate(widgets):
            line.addWidget(widget, int(at == len(widgets) - 1))
        self.box.insertLayout(0, line)

    def more(self, one: Line) -> str:
        """Return what the tooltip of a line says."""
        return self.kind.words(one)

    def tell(self) -> None:
        """Say beside the list how it stands."""

    # -- what it does

    def put(self, values: Sequence[Line]) -> None:
        """Show these."""
        self.values = list(values)
        self._show(0)

    def _show(self, row: int) -> None:
        self.list.offer((self.kind.key(one), self.kind.words(one)) for one in self.values)
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
        found = self.kind.asked(self.values[row] if row is not None else None)
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
