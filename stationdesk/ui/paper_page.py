"""录走访单: first which sheet, by number, code or list; then its lines, in the order of the paper."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from stationdesk.i18n import _
from stationdesk.services.sheet_entry import own_sheet
from stationdesk.services.sheet_reading import last_sheets, open_sheets, read_sheet
from stationdesk.services.undoing import undo_last
from stationdesk.services.visit_sheets import find_sheet
from stationdesk.ui import key_map, paper_asking
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.paper_choice import PaperChoice
from stationdesk.ui.paper_pane import PaperPane
from stationdesk.ui.scanner import Scanner

LAST = 12
"""Sheets done that are listed after those that are not."""
ID = 36
"""Characters of a sheet's id; its number is shorter."""


class PaperPage(Page):
    """The choice of a sheet, or the sheet that is open."""

    name: ClassVar[str] = "paper"
    reads: ClassVar[frozenset[str]] = frozenset({"visit", "visit_sheet", "resident", "service_request", "health_reading", "care_grade"})

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.choice, self.pane = PaperChoice(self.look), PaperPane(desk)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.choice)
        self.stack.addWidget(self.pane)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self.choice.numbered.connect(self.open_number)
        self.choice.chosen.connect(self.open_sheet)
        self.pane.numbered.connect(self.open_number)
        self.reader = Scanner(lambda: lambda: None, self)  # over the list there is no answer to put back
        self.reader.read.connect(self.open_number)
        self.reader.watch(self.choice.table)
        self.pane.left.connect(self._list_sheets)
        self.pane.another.connect(self.choose_another)
        self.strips = (self.choice.strip, self.pane.foot.strip)
        for strip in self.strips:
            strip.undo.connect(self.undo)
        desk.did.connect(self._did)
        for name, slot in (
            ("finish", self.pane.finish),
            ("other", self.choose_another),
            ("print", self.print_again),
            ("add", self.add_somebody),
        ):
            key_map.attach(self, f"paper.{name}", slot)
        self.begin_at(self.choice.field)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Stand in the sheet, if one is open."""
        super().focusInEvent(event)
        if self.pane.sheet is not None:
            self.pane.begin()

    def refresh(self) -> None:
        """Read the sheet again, or the list of sheets."""
        if self.pane.sheet is None:
            self._list_sheets()
            return
        on = self.desk.today()
        with self.desk.reading() as session:
            kept = find_sheet(session, self.pane.sheet.number, on)
            before = self.pane.sheet if self.pane.saving else None
            found = read_sheet(session, kept, on, may_see_children=self.desk.sees_children, before=before)
        if kept.removed_at is not None:
            self._list_sheets()
        else:
            self.pane.follow(found)

    def _list_sheets(self) -> None:
        """Show the choice of a sheet."""
        open_before = self.pane.sheet is not None
        self.pane.close_sheet()
        with self.desk.reading() as session:
            self.choice.show_sheets(open_sheets(session), last_sheets(session, LAST), self.desk.today())
        self.stack.setCurrentIndex(0)
        if open_before:
            self.choice.begin()

    def take(self, argument: Any) -> None:
        """Open a sheet by its id, or by its number."""
        given = str(argument)
        if len(given) < ID:
            self.open_number(given)
        elif self.pane.leave():
            self.open_sheet(given)

    def place(self) -> Any:
        """Return the sheet one is at."""
        return self.pane.sheet.id if self.pane.sheet else None

    def open_number(self, number: str) -> None:
        """Open the sheet with a number; one whose printing was undone is asked about. Raises NoSuchSheet."""
        if not self.pane.leave():
            return
        with self.desk.reading() as session:
            sheet = find_sheet(session, number, self.desk.today())
        if sheet.removed_at is None or paper_asking.bring_back_too(self.pane, sheet):
            self.open_sheet(sheet.id)

    def open_sheet(self, sheet_id: str) -> None:
        """Open a sheet; whether one that is typed back shall be corrected is asked. Raises SheetGone."""
        with self.desk.reading() as session:
            found = read_sheet(session, own_sheet(session, sheet_id), self.desk.today(), may_see_children=self.desk.sees_children)
        if found.finished_on is None or paper_asking.correct_it(self.pane, found):
            self.stack.setCurrentIndex(1)
            self.pane.open_sheet(found)

    def choose_another(self) -> None:
        """Leave this sheet as it is, and choose another."""
        if self.pane.sheet is not None and self.pane.leave():
            self._list_sheets()

    def add_somebody(self) -> None:
        """Put somebody met on the way onto the sheet."""
        if self.pane.sheet is not None and self.pane.leave():
            paper_asking.add_somebody(self.pane)

    def print_again(self) -> None:
        """Print the sheet once more, under its number: the open one, or the one that is current in the list."""
        from stationdesk.ui.sheet_paper import print_again

        row = self.choice.table.current_row()
        wanted = self.pane.sheet.id if self.pane.sheet else row.id if row is not None else ""
        if wanted and self.pane.leave():
            with self.desk.reading() as session:
                kept = own_sheet(session, wanted)
            print_again(self.desk, kept, self)

    def leave(self) -> bool:
        """Save the line one is at; tells whether that could be done."""
        return self.pane.leave()

    def keep(self) -> None:
        """Keep what was typed of a line."""
        self.pane.keeper.keep()

    def _did(self, said: str) -> None:
        for strip in self.strips:
            strip.say(said, undo=self.desk.can_undo)

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)
