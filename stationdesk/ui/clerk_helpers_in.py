"""A sheet of helpers before it is taken in: what each row becomes, for whom, what is doubtful; then all of it at once, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from stationdesk.county.helpers_in import Becomes, HelperPlan, PlannedHelper, plan_helpers, take_helpers
from stationdesk.county.word import ALL, stations
from stationdesk.i18n import _, ngettext
from stationdesk.ledgers.helper_list import HelperLine, read_helper_list
from stationdesk.ui import key_map
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_lists import Rows
from stationdesk.ui.clerk_whom import ChosenField, audiences
from stationdesk.ui.form_foot import saved
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import FieldGrid
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable

TONES = {Becomes.NEW: "green", Becomes.CHANGED: "teal", Becomes.SAME: "ink2", Becomes.TWICE: "amber", Becomes.REFUSED: "red"}
ROWS, ROOM = 9, 350
"""Rows shown at most, and the pixels they have on the smallest screen."""


class HelperSheet(NamedTuple):
    """A sheet as it was read."""

    name: str
    lines: Sequence[HelperLine]
    skipped: int


def read_sheet(path: Path, _report: Report) -> HelperSheet:
    """Read a sheet of helpers."""
    lines, skipped = read_helper_list(path)
    return HelperSheet(path.name, lines, skipped)


class HelpersInDialog(Dialog):
    """What a sheet becomes."""

    def __init__(self, parent: QWidget, desk: ClerkDesk, sheet: HelperSheet) -> None:
        super().__init__(parent, desk.look, _("Helpers from {file}").format(file=sheet.name), width=1000)
        self.desk, self.sheet = desk, sheet
        self.summary = Label("", "body_bold", wrap=True)
        self.body.addWidget(self.summary)
        columns = [
            Column(_("Row|column"), lambda row: str(row.line.row), 3.4, right=True),
            Column(_("Name|column"), lambda row: row.name, 6.0, bold=True),
            Column(_("Organisation"), lambda row: " ".join(filter(None, (row.line.said.get("org"), row.line.said.get("post")))), 13.0),
            Column(_("For whom|column"), lambda row: row.whom, 6.4),
            Column(_("What it becomes|column"), lambda row: row.words, None, tone=self._tone),
        ]
        self.table = RecordTable(self.look, columns, margin=10)
        self.table.setAccessibleName(_("What the rows become"))
        self.table.setFixedHeight(self.look.sizes.heading + 6 + min(ROWS, ROOM // self.look.sizes.row) * self.look.sizes.row)
        self.table.current_changed.connect(lambda _row: self.show_line())
        self.body.addWidget(self.table)
        self.whole = Label("", "body", "ink2", wrap=True)
        self.whole.setMinimumHeight(2 * round(self.look.sizes.body * 1.5))
        self.body.addWidget(self.whole)
        with desk.reading() as session:
            there = stations(session)
        self.to = ChosenField(self.look, _("To whom does it go?|county"), audiences(there))
        self.to.set_value(ALL)
        self.to.told = self.show_plan
        grid = FieldGrid(self.look, label_width=90)
        note = _("a row that says itself for whom it is goes there")
        grid.add(_("For whom|county"), self.to, note if any(line.whom for line in sheet.lines) else "", stretch=False)
        self.body.addWidget(grid)
        self.trouble = Label("", "body", "red", wrap=True)
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self.go = self.add_button("", "primary", key_map.shown("clerk_word.save"), closes=False)
        self.go.clicked.connect(self.take)
        key_map.attach(self, "clerk_word.save", self.take)
        self.add_button(_("Do not send them"), "quiet", "Esc")
        self.show_plan()
        self.table.setFocus()

    def _tone(self, row: PlannedHelper) -> str:
        return "amber" if row.doubts and row.becomes is not Becomes.REFUSED else TONES[row.becomes]

    def show_plan(self) -> None:
        """Say what the rows become for whom is chosen; what is doubtful stands first."""
        with self.desk.reading() as session:
            self.plan: HelperPlan = plan_helpers(session, self.sheet.lines, self.sheet.skipped, self.to.value())
        doubtful = set(map(id, self.plan.doubtful))
        rows = sorted(self.plan.rows, key=lambda one: id(one) not in doubtful)
        said = self.plan.summary
        if doubtful:
            said += ngettext(" {count} row to look at stands first.", " {count} rows to look at stand first.", len(doubtful)).format(
                count=len(doubtful)
            )
        self.summary.setText(said)
        self.table.show(Rows(rows))
        self.table.go_to_row(0)
        moves = self.plan.moves
        self.go.setText(ngettext("Send {count}", "Send {count}", moves).format(count=moves) if moves else _("Nothing to send"))
        self.go.setEnabled(moves > 0)
        self.show_line()

    def show_line(self) -> None:
        """Show in full what the list stands on."""
        one = self.table.current_row()
        where = "" if one is None else _("Row {row} ({sheet}): {why}").format(row=one.line.row, sheet=one.line.sheet, why=one.words)
        self.whole.setText(where)

    def take(self) -> None:
        """Send them all in one action; the plan is made anew in it."""
        if not self.go.isEnabled():
            return
        on, audience = self.desk.today(), self.to.value()

        def work(session: Session) -> None:
            take_helpers(session, plan_helpers(session, self.sheet.lines, self.sheet.skipped, audience), on)

        self.trouble.hide()
        if saved(self.desk, _("Helpers from {file}").format(file=self.sheet.name), work, self.trouble):
            self.give("taken")
        else:
            self.trouble.show()
