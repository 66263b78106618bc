"""日联络: the paper habit of people down and days across; one key writes a contact and goes to the next who still needs it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt

from stationdesk.i18n import _
from stationdesk.services.contact_cells import (
    CellFacts,
    clear,
    facts_of,
    says_cleared,
    says_late,
    says_note,
    write_note,
)
from stationdesk.services.contact_grid import Grid, GridRow
from stationdesk.services.contact_grid_reading import Wanted, follow, groups_of, helpers_of, journal_end, month_of, read_grid, rest_days
from stationdesk.services.contact_marks import DONE, KIND
from stationdesk.services.contacts import How, record_contact, says
from stationdesk.services.day_words import day_words
from stationdesk.services.desk_settings import desk_settings
from stationdesk.services.due import Care
from stationdesk.services.missed_contacts import Missed, missed_of, others_to_ring
from stationdesk.services.shown_person import details_of
from stationdesk.services.undoing import last_action, undo_last
from stationdesk.store.database import FINAL
from stationdesk.ui import key_map
from stationdesk.ui.grid_layout import GridLayout
from stationdesk.ui.grid_note import NoteDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.dialogs import Dialog

ALARM_NAMES = 4
"""Names said in the sentence above the grid."""


class GridPage(Page):  # long: a page answers for what is read, shown and written in it
    """The month's grid, the sentence above it when somebody was not reached for days, and the bar of the current cell."""

    name: ClassVar[str] = "grid"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"visit", "care_grade", "grade_scheme", "resident", "status_change", "pairing", "helper", "station", "kin", "setting", "merge"}
    )

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.grid: Grid | None = None
        self.month = month_of(desk.today())[0]
        self.since = -1
        """The journal's line at which the grid was read."""
        self.alarms: dict[str, Missed] = {}
        self.from_days = 3
        self._read_as: tuple[object, ...] = ()
        self._recorded: list[tuple[str, int, int]] = []
        """Cells written here, as they were before: one that is so again was undone."""
        self.parts = GridLayout(self)
        self.view, self.bar, self.strip, self.alarm = self.parts.view, self.parts.bar, self.parts.strip, self.parts.alarm
        self._bind()
        self.begin_at(self.view)

    def _bind(self) -> None:
        self.view.recorded.connect(self.record)
        self.view.noted.connect(self.write_note)
        self.view.cleared.connect(self.clear)
        self.view.opened.connect(lambda row: self.desk.open_page.emit("residents", row.resident_id))
        self.view.moved.connect(self._tell)
        self.bar.chosen.connect(self._press)
        self.bar.noted.connect(lambda: self.view.say("note"))
        self.strip.undo.connect(self.undo)
        self.desk.did.connect(self._did)
        self.parts.filtered.connect(self.refresh)
        self.parts.next_wanted.connect(self.next_alarm)
        self.parts.waiting_only.connect(self._only_waiting)
        self.parts.empty.linked.connect(self._follow_link)
        for name, slot in (
            ("grid.before", partial(self.turn, -1)),
            ("grid.after", partial(self.turn, 1)),
            ("grid.print", self.print),
            ("grid.print_blank", self.print_blank),
            ("grid.export", self.export),
            ("grid.alarm", self.next_alarm),
            ("grid.waiting", self.parts.only.click),
            ("grid.menu", self.parts.more.unfold),
        ):
            key_map.attach(self, name, slot)
        self.parts.before.clicked.connect(partial(self.turn, -1))
        self.parts.after.clicked.connect(partial(self.turn, 1))
        self.parts.print_button.clicked.connect(self.print)
        for name, slot in (("print", self.print), ("print_blank", self.print_blank), ("export", self.export)):
            self.parts.more.offer(_(key_map.BY_NAME[f"grid.{name}"].words), key_map.shown(f"grid.{name}"), slot)
        self.parts.more.offer(_("When somebody has to look in at the door"), "", self.change_days)

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of the grid."""
        ways = "|".join(key_map.shown(f"grid.{how.value}") for how in How)
        return [
            ("↑|↓", _("another person|strip")),
            ("←|→", _("another day|strip")),
            (ways, _("written, on to the next|strip")),
            (key_map.shown("grid.clear"), _("clear this cell|strip")),
            (key_map.shown("grid.open"), _("open this person|strip")),
            (key_map.shown("grid.alarm"), _("not reached for days|strip")),
        ]

    # -- what is shown

    def refresh(self) -> None:
        """Bring the grid up to date: the people whose contacts the journal names, or everybody where more has changed."""
        on, wanted, sees = self.desk.today(), self.wanted(), self.desk.sees_children
        if self.grid is not None and on != self.grid.on and self.month == month_of(self.grid.on)[0]:
            self.month = month_of(on)[0]
        asked = (self.month, on, wanted, sees)
        with self.desk.reading() as session:
            before, self.since, since = self.grid, journal_end(session), self.since
            if before is None or asked != self._read_as:
                self.grid = read_grid(session, self.month, on, wanted, may_see_children=sees)
            else:
                self.grid = follow(session, before, since, on, wanted, may_see_children=sees)
            self._read_alarms(session, before if asked == self._read_as else None)
            rest = rest_days(session, self.grid)
            if before is None or asked != self._read_as or self.grid.places.keys() != before.places.keys():
                self._offer(session, self.grid)
            nobody = self._nobody(session) if not self.grid.rows else ("", "", "")
        self._read_as = asked
        self._show(rest, nobody)

    def _show(self, rest: frozenset[int], nobody: tuple[str, str, str]) -> None:
        grid = self.grid
        if grid is None:
            return
        self.view.show_grid(grid, rest)
        if self._recorded:
            who, day, cell = self._recorded[-1]
            at = grid.places.get(who)
            if at is not None and day < grid.days and grid.rows[at].cells[day] == cell:
                self._recorded.pop()
                self.view.go_to(who, day)
        if not any(nobody) and not self.view.rows.lines:
            nobody = (_("Everybody of today was reached"), "", _("Show everybody"))
        self.parts.show_head(grid, month_of(grid.on)[0] > self.month)
        self.parts.show_empty(nobody)
        self.strip.set_keys(self.keys() if not any(nobody) else [])
        self.begin_at(self.view if not any(nobody) else self.parts.empty.link)
        self._tell()

    def _offer(self, session: Any, grid: Grid) -> None:
        """Offer the groups and those who are responsible for somebody; a choice that narrows stays offered."""
        chosen = self.parts.helpers.chosen()
        if not chosen:
            self.parts.offer_helpers(helpers_of(session, grid))
        self.parts.offer_groups(groups_of(session))

    def _read_alarms(self, session: Any, before: Grid | None) -> None:
        """Reckon who was not reached for days: of everybody, or of those whose row is another one than before."""
        grid = self.grid
        if grid is None:
            return
        self.from_days = desk_settings(session).missed_days
        rows = {row.resident_id: row for row in before.rows} if before is not None and before.on == grid.on else {}
        anew = [row.resident_id for row in grid.rows if rows.get(row.resident_id) is not row]
        if grid is before or not 0 <= grid.today < grid.days:
            anew = [] if grid is before else anew
        found = missed_of(session, anew, grid.on) if anew else {}
        kept = {one: what for one, what in self.alarms.items() if one in rows and one not in anew}
        self.alarms = {row.resident_id: what for row in grid.rows if (what := (found | kept).get(row.resident_id)) is not None}

    def wanted(self) -> Wanted:
        """Return whom the filters leave."""
        return Wanted(self.parts.groups.chosen(), self.parts.helpers.chosen())

    def _only_waiting(self, only: bool) -> None:
        here = self.view.place()
        self.view.show_waiting(only=only)
        self.refresh()
        if here is not None:
            self.view.go_to(*here)

    def turn(self, step: int) -> None:
        """Go to the month before or after; not beyond this one."""
        month = month_of(self.month + timedelta(days=31))[0] if step > 0 else month_of(self.month - timedelta(days=1))[0]
        if month <= self.desk.today():
            self.month = month
            self.refresh()

    def take(self, argument: Any) -> None:
        """Go to a person's cell of today."""
        if self.grid is not None:
            self.view.go_to(str(argument), max(0, min(self.grid.today, self.grid.days - 1)))

    def place(self) -> Any:
        """Return the person one is at."""
        here = self.view.place()
        return here[0] if here else None

    def _nobody(self, session: Any) -> tuple[str, str, str]:
        """Say why the grid is empty, what next, and the link to it."""
        from stationdesk.services.today import people_here

        if self.parts.narrows():
            return _("Nobody is left by these filters"), _("Others may be in the grid."), _("Show everybody")
        if self.month < month_of(self.desk.today())[0]:
            return _("Nobody had a rhythm in this month"), "", _("Back to this month")
        if not people_here(session, self.desk.today()).residents:
            said = _("Take a ledger in, or add the first person on the page Residents.")
            return _("Nobody is in the register yet"), said, _("Take a ledger in")
        said = _("Give those who are to be contacted every day the grade red, the others yellow or green; then they stand here.")
        return _("Nobody has a rhythm of contacts yet"), said, _("Go to the residents")

    def _follow_link(self) -> None:
        link = self.parts.empty.link.text()
        if link == _("Show everybody"):
            self.parts.clear_filters()
            self.view.show_waiting(only=False)
            self.refresh()
            self.view.setFocus()
        elif link == _("Back to this month"):
            self.month = month_of(self.desk.today())[0]
            self.refresh()
            self.view.setFocus()
        else:
            self.desk.open_page.emit("import" if link == _("Take a ledger in") else "residents", None)

    # -- the current cell

    def _tell(self) -> None:
        """Say the current cell in the bar, and the alarm above the grid."""
        grid, row, day = self.grid, self.view.current_row(), self.view.current_day()
        if grid is None or row is None or day < 0:
            self.bar.hide()
            self._tell_alarm(None, [])
            return
        others: list[str] = []
        with self.desk.reading() as session:
            sees = self.desk.sees_children
            facts = facts_of(session, row, grid.day(day), may_see_children=sees) if day <= grid.today else CellFacts()
            if row.resident_id in self.alarms and row.waits and (sees or not row.child):
                others = [text for one in details_of(session, [row.resident_id]).values() for text in others_to_ring(session, one)]
        self.bar.say(grid, row, day, facts.covered() if self.desk.faces_visitors else facts)
        self._tell_alarm(row, others)

    def _tell_alarm(self, row: GridRow | None, others: list[str]) -> None:
        grid = self.grid
        waiting = [one for one in grid.rows if one.resident_id in self.alarms and one.waits] if grid is not None else []
        if not waiting:
            self.alarm.hide()
            return
        grave = any(self.alarms[one.resident_id].go_there(self.from_days) for one in waiting)
        if row is not None and row.waits and row.resident_id in self.alarms:
            what = self.alarms[row.resident_id]
            told = _(" · ").join(text for text, _tone in what.parts(self.from_days) if text != "·")
            ring = _(". One may also ring: {who}").format(who=_(", ").join(others)) if others else ""
            self.parts.show_alarm("late" if what.go_there(self.from_days) else "soon", row.name, told + ring)
            return
        waiting.sort(key=lambda one: (-self.alarms[one.resident_id].days, -self.alarms[one.resident_id].tries))
        names = _(", ").join(one.name for one in waiting[:ALARM_NAMES])
        if len(waiting) > ALARM_NAMES:
            names = _("{names} and others").format(names=names)
        said = _("{count} people were not reached for days").format(count=len(waiting))
        self.parts.show_alarm("late" if grave else "soon", said, names)

    def next_alarm(self) -> None:
        """Go to the next who was not reached for days and still waits."""
        grid = self.grid
        here = self.view.currentIndex().row()
        rows = [at for at in self.view.rows.people() if (row := self.view.rows.person(at)) and row.waits and row.resident_id in self.alarms]
        if grid is not None and rows:
            at = next((one for one in rows if one > here), rows[0])
            if (row := self.view.rows.person(at)) is not None:
                self.view.go_to(row.resident_id, grid.today)

    # -- what is done

    def _press(self, how: How) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.record(how)

    def record(self, how: How, row: GridRow, day: int, note: str = "") -> None:
        """Note a contact on a day that is not to come; the cursor goes on to the next who needs it."""
        grid = self.grid
        if grid is None or self._too_early(day):
            return
        on, then = grid.on, grid.day(day)
        sentence = says_late(says(how, row.name), then, on)
        self._recorded.append((row.resident_id, day, row.cells[day]))
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
        here = self.view.place()
        if here is not None and (here[0] == row.resident_id or self._tried(here)) and not self.view.go_on():
            self.desk.said(sentence)

    def _tried(self, here: tuple[str, int]) -> bool:
        grid = self.grid
        return grid is not None and here[0] in grid.places and (grid.rows[grid.places[here[0]]].cells[here[1]] & KIND) in DONE

    def _too_early(self, day: int) -> bool:
        """Say that a day has not come yet, if so."""
        grid = self.grid
        if grid is None or day <= grid.today:
            return False
        self.strip.say(_("{day} has not come yet; it is written on its day.").format(day=day_words(grid.day(day), grid.on)))
        return True

    def write_note(self, row: GridRow, day: int) -> None:
        """Ask for a sentence about the contact of a cell; in an empty cell for the contact with it."""
        grid = self.grid
        if grid is None or self._too_early(day):
            return
        sees = self.desk.sees_children and not self.desk.faces_visitors
        with self.desk.reading() as session:
            contacts = facts_of(session, row, grid.day(day), may_see_children=self.desk.sees_children).contacts
        if row.child and contacts and not sees:
            self.strip.say(_("What was said with a child is written by those who may see children."))
            return
        dialog = NoteDialog(self.look, row.name, day_words(grid.day(day), grid.on), contacts, self)
        if dialog.ask() != "save":
            return
        if not contacts:
            self.record(dialog.way(), row, day, dialog.typed())
        elif dialog.typed() != contacts[-1].note:
            sentence = says_note(row.name, grid.day(day), grid.on)
            with self.desk.writing(sentence) as session:
                write_note(session, contacts[-1].visit_id, dialog.typed())
            self.desk.said(sentence)
            self._tell()

    def clear(self, row: GridRow, day: int) -> None:
        """Take what stands in a cell out of the register; what came from a form, or from somebody else, is asked about first."""
        grid = self.grid
        if grid is None:
            return
        with self.desk.reading() as session:
            contacts = facts_of(session, row, grid.day(day), may_see_children=self.desk.sees_children).contacts
        if not contacts:
            self.strip.say(_("There is nothing to clear in this cell."))
            return
        others = any(one.recorder not in {"", self.desk.operator.name} for one in contacts)
        if (any(one.full or one.note for one in contacts) or others or len(contacts) > 1) and not self._really(row, day, contacts):
            return
        sentence = says_cleared(row.name, grid.day(day), grid.on)
        self._recorded.append((row.resident_id, day, row.cells[day]))
        with self.desk.writing(sentence) as session:
            clear(session, contacts)
        self.desk.said(sentence)

    def _really(self, row: GridRow, day: int, contacts: Any) -> bool:
        grid = self.grid
        when = day_words(grid.day(day), grid.on) if grid is not None else ""
        hidden = self.desk.faces_visitors or (row.child and not self.desk.sees_children)
        told = "\n".join((one.covered() if hidden else one).sentence() for one in contacts)
        more = _("It is taken out of the history too. Ctrl Z brings it back.")
        title = _("Clear what was written for {name} on {day}?").format(name=row.name, day=when)
        dialog = Dialog(self, self.look, title, f"{told}\n{more}", width=560)
        dialog.add_button(_("Clear it"), "primary", "Enter", "clear")
        dialog.add_button(_("Leave it"), "quiet", "Esc", "")
        return dialog.ask() == "clear"

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)

    def _did(self, sentence: str) -> None:
        with self.desk.reading() as session:
            last = last_action(session, self.desk.operator.name)
        self.strip.say(sentence, undo=last is not None and last.undoes != FINAL)

    def change_days(self) -> None:
        """Ask from how many days on somebody has to look in at the door."""
        from stationdesk.ui.grid_paper import ask_days

        ask_days(self.desk, self)

    # -- paper and file

    def print(self) -> None:
        """Show the month as it will be printed."""
        from stationdesk.ui.grid_paper import print_month

        if self.grid is not None and self.grid.rows:
            print_month(self.desk, self.grid, self.parts.about(), self)

    def print_blank(self) -> None:
        """Show an empty sheet of the month to come, to be filled by pen."""
        from stationdesk.ui.grid_paper import print_blank

        if self.grid is not None and self.grid.rows:
            print_blank(self.desk, self.wanted(), self.parts.about(), self)

    def export(self) -> None:
        """Write the month as a workbook."""
        from stationdesk.ui.grid_paper import export

        if self.grid is not None and self.grid.rows:
            export(self.desk, self.grid, self.parts.about(), self)
