"""What is written in the grid of contacts: a contact, a sentence beside it, and clearing a cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.contact_cells import CellContact, clear, facts_of, says_cleared, says_late, says_note, write_note
from stationdesk.services.contact_grid import Grid, GridRow
from stationdesk.services.contacts import How, record_contact, says
from stationdesk.services.day_words import day_words
from stationdesk.services.due import Care
from stationdesk.ui.grid_note import NoteDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import KeyStrip
from stationdesk.ui.parts.dialogs import Dialog

Cell = tuple[str, int, int]
"""A resident, the place of a day, and what stood there before."""


class GridWriting:
    """Writes cells; each is one action, taken back by Ctrl+Z."""

    def __init__(self, desk: OpenDesk, strip: KeyStrip, parent: QWidget) -> None:
        self.desk, self.strip, self.parent = desk, strip, parent
        self.written: list[Cell] = []
        """Cells as they were before they were written here, the last one last: one that is so again was undone."""

    def undone(self, grid: Grid) -> tuple[str, int] | None:
        """Return the resident and day whose writing was just taken back, if one was."""
        if not self.written:
            return None
        who, day, cell = self.written[-1]
        at = grid.places.get(who)
        if at is None or day >= grid.days or grid.rows[at].cells[day] != cell:
            return None
        self.written.pop()
        return who, day

    def record(self, grid: Grid, how: How, row: GridRow, day: int, note: str = "") -> str:
        """Note a contact on a day that is not to come; returns the sentence of the action, empty if there was none."""
        if self._too_early(grid, day):
            return ""
        on, then = grid.on, grid.day(day)
        sentence = says_late(says(how, row.name), then, on)
        self.written.append((row.resident_id, day, row.cells[day]))
        with self.desk.writing(sentence) as session:
            record_contact(
                session,
                row.resident_id,
                how,
                on,
                by=self.desk.operator.name,
                at=f"{self.desk.now():%H:%M}" if then == on else "",
                at_door=row.need is Care.HOME and then == on,
                day=then,
                note=note,
            )
        self.desk.said(sentence)
        return sentence

    def _too_early(self, grid: Grid, day: int) -> bool:
        """Say that a day has not come yet, if so."""
        if day <= grid.today:
            return False
        self.strip.say(_("{day} has not come yet; it is written on its day.").format(day=day_words(grid.day(day), grid.on)))
        return True

    def write_note(self, grid: Grid, row: GridRow, day: int) -> str:
        """Ask for a sentence about the contact of a cell; in an empty cell for the contact with it, whose sentence is returned."""
        if self._too_early(grid, day):
            return ""
        sees = self.desk.sees_children and not self.desk.faces_visitors
        with self.desk.reading() as session:
            contacts = facts_of(session, grid, row, grid.day(day), may_see_children=self.desk.sees_children).contacts
        if row.child and contacts and not sees:
            self.strip.say(_("What was said with a child is written by those who may see children."))
            return ""
        dialog = NoteDialog(self.desk.look, row.name, day_words(grid.day(day), grid.on), contacts, self.parent)
        if dialog.ask() != "save":
            return ""
        if not contacts:
            return self.record(grid, dialog.way(), row, day, dialog.typed())
        if dialog.typed() != contacts[-1].note:
            sentence = says_note(row.name, grid.day(day), grid.on)
            with self.desk.writing(sentence) as session:
                write_note(session, contacts[-1].visit_id, dialog.typed())
            self.desk.said(sentence)
        return ""

    def clear(self, grid: Grid, row: GridRow, day: int) -> None:
        """Take what stands in a cell out of the register; what came from a form, or from somebody else, is asked about first."""
        with self.desk.reading() as session:
            contacts = facts_of(session, grid, row, grid.day(day), may_see_children=self.desk.sees_children).contacts
        if not contacts:
            self.strip.say(_("There is nothing to clear in this cell."))
            return
        others = any(one.recorder not in {"", self.desk.operator.name} for one in contacts)
        if (any(one.full or one.note for one in contacts) or others or len(contacts) > 1) and not self._really(grid, row, day, contacts):
            return
        sentence = says_cleared(row.name, grid.day(day), grid.on)
        self.written.append((row.resident_id, day, row.cells[day]))
        with self.desk.writing(sentence) as session:
            clear(session, contacts)
        self.desk.said(sentence)

    def _really(self, grid: Grid, row: GridRow, day: int, contacts: Sequence[CellContact]) -> bool:
        when = day_words(grid.day(day), grid.on)
        hidden = self.desk.faces_visitors or (row.child and not self.desk.sees_children)
        told = "\n".join((one.covered() if hidden else one).sentence() for one in contacts)
        more = _("It is taken out of the history too. Ctrl Z brings it back.")
        title = _("Clear what was written for {name} on {day}?").format(name=row.name, day=when)
        dialog = Dialog(self.parent, self.desk.look, title, f"{told}\n{more}", width=560)
        dialog.add_button(_("Clear it"), "primary", "Enter", "clear")
        dialog.add_button(_("Leave it"), "quiet", "Esc", "")
        return dialog.ask() == "clear"
