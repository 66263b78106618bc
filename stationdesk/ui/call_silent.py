"""Those who have not spoken with the family for thirty days, as a table under the week."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from stationdesk.i18n import _
from stationdesk.services.call_gaps import Silent, SilentRow, silent_rows
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable


class SilentSource:
    """The list, its lines read by the page."""

    def __init__(self, desk: OpenDesk, found: Sequence[Silent]) -> None:
        self.desk = desk
        self.found = {one.resident_id: one for one in found}

    def ids(self) -> Sequence[Hashable]:
        """Return the residents, the longest without a call first."""
        return list(self.found)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, SilentRow]:
        """Return the lines of `ids`."""
        some = [self.found[str(one)] for one in ids]
        with self.desk.reading() as session:
            return silent_rows(session, some, self.desk.today(), may_see_children=self.desk.sees_children)


def columns() -> list[Column]:
    """Return who, how old, with whom, how long, when the other end has time."""
    return [
        Column(_("Name"), lambda row: row.name, 7.1, bold=True),
        Column(_("Age"), _age, 3.3, tone=lambda _row: "ink2"),
        Column(_("With whom"), lambda row: row.whom),
        Column(_("Days without a call"), lambda row: row.words, 6.9, tone=lambda row: row.tone, bold=True),
        Column(_("Last call"), lambda row: row.since, 7.6),
        Column(_("Has time"), lambda row: row.free, 8.4, tone=lambda _row: "ink2"),
        Column(_("To do|call"), lambda _row: _("book one"), 5.0, right=True, tone=lambda _row: "teal"),
    ]


def _age(row: SilentRow) -> str:
    return _("{years} years").format(years=row.age) if row.age is not None else ""


class SilentTable(RecordTable):
    """The table; its letters go to the page."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, columns())
        self.horizontalHeader().hide()
        self.setAccessibleName(_("Nobody rang for 30 days"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep arrows and Enter; letters are the page's."""
        if event.text().isalpha() or event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)
