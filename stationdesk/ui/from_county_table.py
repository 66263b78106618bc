"""The list of what the county wants: one line each."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from stationdesk.i18n import _
from stationdesk.services.from_county import Entry
from stationdesk.ui import key_map
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable


class EntrySource:
    """Entries as rows."""

    def __init__(self, found: Sequence[Entry]) -> None:
        self.by_key = {one.key: one for one in found}

    def ids(self) -> Sequence[Hashable]:
        """Return the keys in the order shown."""
        return list(self.by_key)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Entry]:
        """Return some entries."""
        return {one: self.by_key[str(one)] for one in ids}


class EntryTable(RecordTable):
    """The list; D and Q are its own keys."""

    pressed, requested = Signal(), Signal()

    def __init__(self, look: Look) -> None:
        columns = [
            Column(_("What kind|from county"), lambda row: row.word, 6.2, tone=lambda _row: "ink2", spoken=lambda row: row.sentence),
            Column(_("What|column"), lambda row: row.title, None, bold=True, icon=lambda row: "lock" if row.child else ""),
            Column(_("How far|column"), lambda row: row.state, 6.8, tone=lambda row: row.tone if row.open else "ink2"),
            Column(_("Left|column"), lambda row: row.left or row.due, 6.2, right=True, tone=lambda row: row.tone),
        ]
        super().__init__(look, columns)
        self.setAccessibleName(_("From the county"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Answer with the nearest answer, or make a request of a task."""
        for name, told in (("done", self.pressed), ("request", self.requested)):
            if key_map.pressed(event, f"from_county.{name}"):
                if not event.isAutoRepeat():
                    told.emit()
                return
        super().keyPressEvent(event)
