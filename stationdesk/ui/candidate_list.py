"""A short list to choose one from: type, arrow, Enter; each line a name and the reasons for it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable

ROWS = 6


@dataclass(frozen=True)
class Choice:
    """One that may be chosen."""

    id: str
    name: str
    words: str
    doubtful: bool = False


class Choices:
    """The choices that what was typed leaves."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self.by_id = {one.id: one for one in choices}

    def ids(self) -> Sequence[Hashable]:
        """Return the ids in the order shown."""
        return tuple(self.by_id)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Choice]:
        """Return the choices of `ids`."""
        return {one: self.by_id[str(one)] for one in ids}


class CandidateList(QWidget):
    """A field over a list; the keyboard stays in the field. `taken` is Enter, `changed` another line."""

    taken = Signal()
    changed = Signal()

    def __init__(self, look: Look, name: str, *, rows: int = ROWS, wide: float = 7.6) -> None:
        super().__init__()
        self.look = look
        self.every: Sequence[Choice] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        self.field = LineField(look, _("type to narrow the list"))
        self.field.setAccessibleName(name)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda _text: self._show())
        box.addWidget(self.field)
        self.table = RecordTable(
            look,
            (
                Column("", lambda row: row.name, wide, bold=True, spoken=lambda row: f"{row.name}，{row.words}"),
                Column("", lambda row: row.words, None, tone=lambda row: "soon" if row.doubtful else "ink2"),
            ),
            margin=10,
        )
        self.table.horizontalHeader().hide()
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setAccessibleName(name)
        self.table.setFixedHeight(rows * look.sizes.row + 2)
        self.table.current_changed.connect(lambda _row: self.changed.emit())
        self.table.activated_row.connect(lambda _row: self.taken.emit())
        box.addWidget(self.table)
        self.setFocusProxy(self.field)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer these, the best first."""
        self.every = choices
        self._show()

    def _show(self) -> None:
        typed = self.field.value().strip()
        self.table.show(Choices([one for one in self.every if not typed or typed in one.name or typed in one.words]))
        if self.table.current_id() is None:
            self.table.go_to_row(0)
        self.changed.emit()

    def chosen(self) -> Choice | None:
        """Return the line one stands on."""
        return self.table.current_row()  # type: ignore[no-any-return]

    def go_to(self, id_: str) -> None:
        """Stand on a line."""
        self.table.go_to(id_)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Move in the list while the keyboard stays in the field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                at = self.table.currentIndex().row() + (1 if event.key() == Qt.Key.Key_Down else -1)
                self.table.go_to_row(max(0, min(at, self.table.model().rowCount() - 1)))
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if not event.isAutoRepeat():
                    self.taken.emit()
                return True
        return super().eventFilter(watched, event)
