"""The rows of the list of visits: keys in memory, a page of records at a time; what stands in each column."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from stationdesk.i18n import _
from stationdesk.services.visit_list import VisitRow, rows
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.record_model import Column

WHEN, NAME, HOW, OUTCOME, KIND, WENT, CAME, PHOTOS = range(8)
TONES = {"late": "late", "soon": "soon", "plain": ""}


class VisitsSource:
    """Visits by their keys."""

    def __init__(self, desk: OpenDesk, keys: Sequence[int] = ()) -> None:
        self.desk, self.keys = desk, tuple(keys)

    def ids(self) -> Sequence[Hashable]:
        """Return the keys in the order shown."""
        return self.keys

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the rows of a page."""
        wanted = [one for one in ids if isinstance(one, int)]
        with self.desk.reading() as session:
            sees, covered = self.desk.sees_children, self.desk.faces_visitors
            return rows(session, wanted, self.desk.today(), may_see_children=sees, covered=covered)


def when_cell(row: VisitRow) -> str:
    """Return the day and time, and that it was written down later."""
    return _("{when} later|late entry").format(when=row.when) if row.late else row.when


def columns() -> list[Column]:
    """Return the columns of the list."""
    return [
        Column(_("When|visit"), when_cell, 11.0, tone=lambda row: "ink2" if row.late else "", spoken=lambda row: row.sentence),
        Column(_("Name|column"), lambda row: row.name, 9.2, bold=True, icon=lambda row: "lock" if row.child else ""),
        Column(_("How|visit"), lambda row: row.how, 4.6),
        Column(_("Result|visit"), lambda row: row.outcome, 6.0, tone=lambda row: TONES[row.tone]),
        Column(_("Kind|visit"), lambda row: row.kind, 6.0, tone=lambda _row: "ink2"),
        Column(_("Who went"), lambda row: row.went, 7.6),
        Column(_("What came of it"), lambda row: row.came, None),
        Column(_("Photos"), lambda row: str(row.photos) if row.photos else "", 3.2, right=True),
    ]
