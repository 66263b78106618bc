"""Which visit sheet is to be typed back: by its number, by its code read, or from those that are not done."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.sheet_numbers import read_number
from stationdesk.services.sheet_reading import SheetRow
from stationdesk.ui import key_map
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import Label, ground
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable


class Rows:
    """The rows of a list, all in memory: there are never many sheets."""

    def __init__(self, rows: Sequence[SheetRow]) -> None:
        self.by_id = {row.id: row for row in rows}

    def ids(self) -> Sequence[Hashable]:
        """Return every id."""
        return list(self.by_id)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the rows of some."""
        return {one: self.by_id[str(one)] for one in ids if str(one) in self.by_id}


class PaperChoice(QWidget):
    """A field for the number, the sheets not done, and the last ones that are."""

    numbered = Signal(str)
    """A number as it was read; empty if it is none."""
    chosen = Signal(str)
    """A sheet's id."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.on = date.min
        self.field = LineField(look, _("number at the top right of the paper"))
        self.field.setAccessibleName(_("Sheet number"))
        self.field.setMaxLength(60)
        self.field.returnPressed.connect(self._typed)
        self.field.installEventFilter(self)
        self.open_button = Button(_("Open"), look, "primary", "Enter")
        self.open_button.clicked.connect(self._typed)
        self.table = RecordTable(look, self._columns())
        self.table.setAccessibleName(_("Visit sheets"))
        self.table.activated_row.connect(lambda row: self.chosen.emit(row.id))
        self.heading = Label("", "strong")
        self.empty = EmptyState(look, _("Every sheet is typed back"), "")
        self._lay_out()
        look.changed.connect(self._measure)
        self._measure()

    def _lay_out(self) -> None:
        look = self.look
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        self.top = QVBoxLayout()
        self.top.addWidget(Label(_("Type a visit sheet back"), "title"))
        line = QHBoxLayout()
        line.setSpacing(10)
        for part in (Label(_("Sheet number"), "body", "ink2"), self.field, self.open_button):
            line.addWidget(part)
        line.addWidget(
            Label(_("A code reader may read the code at the top right of the paper; figures alone do, too."), "small", "ink2"), 1
        )
        self.top.addLayout(line)
        self.top.addSpacing(6)
        self.top.addWidget(self.heading)
        box.addLayout(self.top)
        box.addWidget(self.table, 1)
        self.nothing = QVBoxLayout()
        self.nothing.addWidget(ground(self.empty, "paper"))
        box.addLayout(self.nothing)
        box.addStretch(0)
        self.strip = KeyStrip(look, undo_key=key_map.shown("everywhere.undo"))
        box.addWidget(self.strip)

    def _columns(self) -> list[Column]:
        return [
            Column(_("Number|sheet"), lambda row: row.number, 10.0, bold=True),
            Column(_("Whom it is for|sheet"), lambda row: row.title),
            Column(_("Printed|sheet"), lambda row: day_words(row.printed_on, self.on), 8.0, tone=self._tone),
            Column(_("By|sheet"), lambda row: row.printed_by, 7.0),
            Column(_("How far|sheet"), self._how_far, 13.0, tone=lambda row: "ink2" if row.settled == row.people else ""),
        ]

    @staticmethod
    def _how_far(row: SheetRow) -> str:
        if row.finished:
            return _("done, {count} people").format(count=row.people)
        return _("{settled} of {people} entered|sheet").format(settled=row.settled, people=row.people)

    def _tone(self, row: SheetRow) -> str:
        return "soon" if row.is_old(self.on) else ""

    def _measure(self) -> None:
        margin = self.look.sizes.page_margin
        self.top.setContentsMargins(margin, 12, margin, 0)
        self.nothing.setContentsMargins(margin - 20, 0, margin, 0)
        self.field.setFixedWidth(round(self.look.sizes.body * 14))

    def show_sheets(self, unfinished: Sequence[SheetRow], done: Sequence[SheetRow], on: date) -> None:
        """Show the sheets that are not done, and after them the last ones that are."""
        self.on = on
        self.table.show(Rows([*unfinished, *done]))
        if self.table.current_id() is None:
            self.table.go_to_row(0)
        self.heading.setText(_("Not typed back: {count}").format(count=len(unfinished)) if unfinished else "")
        self.heading.setVisible(bool(unfinished))
        following = _("Print sheets with Ctrl P on the page Today, or from the list of residents with F6.")
        self.empty.say(_("Every sheet is typed back") if done else _("No sheet was printed yet"), following)
        self.empty.setVisible(not unfinished)
        self.table.setVisible(bool(unfinished or done))
        keys = [("↑|↓", _("choose a sheet|key")), ("Enter", _("open|strip")), (key_map.shown("paper.print"), _("print again|key"))]
        self.strip.set_keys(keys if unfinished or done else [])

    def _typed(self) -> None:
        if self.field.text().strip():
            self.numbered.emit(read_number(self.field.text()))
        elif self.table.current_row() is not None:
            self.chosen.emit(self.table.current_row().id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """From the empty field the arrows go into the list, and Ctrl+Z takes back what was done last, not a letter."""
        if isinstance(event, QKeyEvent) and not self.field.text():
            if event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Undo):
                event.ignore()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.table.isVisible():
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.table.go_to_row(self.table.currentIndex().row() + step)
                return True
        return super().eventFilter(watched, event)

    def begin(self) -> None:
        """Stand ready for a number."""
        self.field.clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
