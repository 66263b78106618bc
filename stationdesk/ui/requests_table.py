"""The list of requests: one line each, what burns first; letters move the current one on without opening it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from stationdesk.i18n import _
from stationdesk.services.request_list import Row
from stationdesk.ui import key_map
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import paint_term
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable

LETTERS = (
    *("red", "yellow", "blue", "send", "myself", "accept", "arrive", "done", "rate", "decline", "transfer", "receipt", "extend"),
    *("refuse", "tell", "solved", "drop", "reopen"),
)
"""What one key does with the current line, by the names of the key map."""
LATER = frozenset({"red", "yellow", "blue", "myself", "accept", "arrive", "done", "solved", "tell"})
"""Steps whose letter or figure with Shift asks when it was; the others ask by themselves."""
UNSHIFTED = {Qt.Key.Key_Exclam: Qt.Key.Key_1, Qt.Key.Key_At: Qt.Key.Key_2, Qt.Key.Key_NumberSign: Qt.Key.Key_3}
"""Figures as a keyboard tells them with Shift."""


class RowSource:
    """Requests as rows."""

    def __init__(self, found: Sequence[Row]) -> None:
        self.by_id = {one.id: one for one in found}

    def ids(self) -> Sequence[Hashable]:
        """Return the ids in the order shown."""
        return list(self.by_id)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Row]:
        """Return some rows."""
        return {one: self.by_id[str(one)] for one in ids}


class RequestTable(RecordTable):
    """The list; `wanted` names what a letter asks for, and whether it is asked when it was; `find_wanted` asks for the field over it."""

    wanted = Signal(str, bool)
    find_wanted = Signal()

    def __init__(self, look: Look) -> None:
        columns = [
            Column(
                _("Term|column"),
                lambda row: row.term,
                7.3,
                grade=lambda row: row.urgency or "none",
                mark=paint_term,
                spoken=lambda row: row.sentence,
            ),
            Column(_("What|column"), lambda row: row.what, None, bold=True, icon=lambda row: "lock" if row.locked else ""),
            Column(_("Whose|column"), lambda row: " · ".join(p for p in (row.whom, row.place) if p), 8.6, tone=lambda _row: "ink2"),
            Column(_("How far|column"), lambda row: row.state, 9.4, tone=lambda row: row.state_tone, end=lambda row: row.state_end),
            Column(_("By when|column"), lambda row: row.when, 9.0, right=True, tone=lambda row: row.when_tone),
        ]
        super().__init__(look, columns)
        self.setAccessibleName(_("Requests|page"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the letters of the list."""
        if key_map.pressed(event, "requests.find_too"):
            self.find_wanted.emit()
            return
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = UNSHIFTED.get(Qt.Key(event.key()), event.key()) if shift else event.key()
        plain = QKeyEvent(event.type(), key, event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier, event.text())
        name = next((one for one in LETTERS if key_map.pressed(plain if one in LATER else event, f"requests.{one}")), "")
        if name and self.current_row() is not None:
            if not event.isAutoRepeat():
                self.wanted.emit(name, shift)
            return
        super().keyPressEvent(event)
