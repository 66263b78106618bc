"""The table that answers, for each stretch of days: has the county got it; and the list of what a stretch is made of."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from stationdesk.i18n import _
from stationdesk.services.day_words import moment_words
from stationdesk.services.periods import Period
from stationdesk.services.road import RoadState
from stationdesk.services.waiting import WaitingAction, actions_between, waiting_actions
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import Label, ground, restyle
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import Column, Index
from stationdesk.ui.parts.record_table import RecordDelegate, RecordTable

LINES = 500
"""Actions that the list of a report tells."""
INDENT = 8
"""Room before the first column, where the bar of the current row stands."""


@dataclass(frozen=True)
class Rows:
    """A short list as a source of rows."""

    by_id: Mapping[Hashable, Any]

    def ids(self) -> Sequence[Hashable]:
        """Return every row's id."""
        return list(self.by_id)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the rows of `ids`."""
        return {one: self.by_id[one] for one in ids}


class LinedDelegate(RecordDelegate):
    """A cell with a hairline under it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the cell, then the line."""
        super().paint(painter, option, index)
        box: QRect = option.rect  # type: ignore[attr-defined]
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), self.look.color("line"))


def periods_table(look: Look, parent: QWidget | None = None) -> RecordTable:
    """Return the table: days, entries, the word, what there is to say."""
    columns = [
        Column(_("Which days"), lambda row: row.days, 10.5),
        Column(_("Entries|column"), lambda row: str(row.entries), 3.4, right=True),
        Column(_("County|column"), lambda row: row.word, 5.6, tone=lambda row: row.tone, bold=True, spoken=spoken),
        Column(_("Remark|column"), lambda row: row.note, tone=lambda _row: "ink2"),
    ]
    table = RecordTable(look, columns, margin=INDENT, parent=parent)
    table.end_margin = 4
    table.setItemDelegate(LinedDelegate(look, table))
    table.setAccessibleName(_("Every report, and whether the county has it"))
    return table


def spoken(row: Period) -> str:
    """Return a stretch as one sentence, for the ear."""
    said = _("{days}, {entries} entries, {word}, {note}")
    return said.format(days=row.days, entries=row.entries, word=row.word, note=row.note)


def show_periods(table: RecordTable, found: Sequence[Period]) -> None:
    """Show these stretches, on the one that was current."""
    table.show(Rows({one.first: one for one in found}))


_STATES = {RoadState.RECEIVED: "green", RoadState.UNREPORTED: "amber", RoadState.AWAITING: "amber", RoadState.SENT_BACK: "amber"}


class ActionsDialog(Dialog):
    """What was done, one line for each action, in its own words."""

    def __init__(self, parent: QWidget, desk: OpenDesk, title: str, found: Sequence[WaitingAction], entries: int) -> None:
        told = sum(one.entries for one in found)
        text = "" if told == entries else _("The newest {told} of {entries} entries are listed.").format(told=told, entries=entries)
        super().__init__(parent, desk.look, title, text, width=860)
        on = desk.today()
        columns = [
            Column(_("When|column"), lambda row: moment_words(row.at, on), 9.5),
            Column(_("Who|column"), lambda row: row.operator, 6),
            Column(_("What was done"), lambda row: row.says),
            Column(_("Entries|column"), lambda row: str(row.entries), 4, right=True),
            Column(_("County|column"), lambda row: row.state.label, 7, tone=lambda row: _STATES[row.state], bold=True),
        ]
        self.table = RecordTable(desk.look, columns, margin=INDENT)
        self.table.setItemDelegate(LinedDelegate(desk.look, self.table))
        ground(self.table, "surface")
        restyle(self.table.horizontalHeader())
        self.table.setAccessibleName(title)
        self.table.setMinimumHeight(11 * desk.look.sizes.row)
        self.table.show(Rows({one.number: one for one in found}))
        self.table.go_to_row(0)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(Label(_("Nothing of it is lost, whatever becomes of the stick."), "small", "ink3"))
        self.add_button(_("Close|button"), "primary", "Esc")
        self.table.setFocus()


def show_actions(parent: QWidget, desk: OpenDesk, period: Period | None, entries: int) -> None:
    """Show the `entries` that go with this report, or what a stretch of days is made of, action by action."""
    on, children = desk.today(), desk.sees_children
    with desk.reading() as session:
        if period is None:
            found = waiting_actions(session, on, children=children, limit=LINES)
            title = _("The {count} entries of this report").format(count=entries)
        else:
            found = actions_between(session, period.first, period.last, on, children=children, limit=LINES)
            entries = period.entries
            title = _("{days}: {count} entries").format(days=period.days, count=entries)
    if entries:
        ActionsDialog(parent, desk, title, found, entries).ask()
