"""日联络: the paper habit of people down and days across; one key writes a contact and goes to the next who still needs it."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt

from stationdesk.i18n import _
from stationdesk.services.contact_cells import CellFacts, facts_of
from stationdesk.services.contact_grid import Grid, GridRow
from stationdesk.services.contact_grid_reading import Wanted, follow, groups_of, helpers_of, month_of, read_grid, rest_days
from stationdesk.services.contact_marks import DONE
from stationdesk.services.contacts import How
from stationdesk.services.undoing import last_action, undo_last
from stationdesk.store.database import FINAL
from stationdesk.ui import key_map
from stationdesk.ui.grid_alarms import GridAlarms
from stationdesk.ui.grid_empty import why_empty
from stationdesk.ui.grid_layout import GridLayout
from stationdesk.ui.grid_writing import GridWriting
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page


class GridPage(Page):  # long: a page answers for what is read, shown and written in it
    """The month's grid, the sentence above it when somebody was not reached for days, and the bar of the current cell."""

    name: ClassVar[str] = "grid"
    reads: ClassVar[frozenset[str]] = (
        frozenset({"visit", "care_grade", "grade_scheme", "resident", "status_change", "merge", "day_off", "bad_weather"})
        | frozenset({"pairing", "helper", "stand_in", "station", "kin", "setting"})
    )  # fmt: skip

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.grid: Grid | None = None
        self.month = month_of(desk.today())[0]
        self.alarms = GridAlarms()
        self.rest: frozenset[int] = frozenset()
        self.writing_now = False
        """A cell is being written: the bar is filled once, when it is done."""
        self._read_as: tuple[object, ...] = ()
        self.parts = GridLayout(self)
        self.view, self.bar, self.strip, self.alarm = self.parts.view, self.parts.bar, self.parts.strip, self.parts.alarm
        self.writing = GridWriting(desk, self.strip, self)
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
            before = self.grid
            if before is None or asked != self._read_as:
                self.grid = read_grid(session, self.month, on, wanted, may_see_children=sees)
            else:
                self.grid = follow(session, before, on, wanted, may_see_children=sees)
            self.alarms.follow(session, self.grid, before if asked == self._read_as else None)
            if before is None or not any(one is other for one, other in zip(before.rows, self.grid.rows, strict=False)):
                self.rest = rest_days(session, self.grid)
            if before is None or asked != self._read_as or self.grid.places.keys() != before.places.keys():
                self._offer(session, self.grid)
            nobody = why_empty(session, on, self.month, narrowed=self.parts.narrows()) if not self.grid.rows else ("", "", "")
        self._read_as = asked
        self._show(self.rest, nobody)

    def _show(self, rest: frozenset[int], nobody: tuple[str, str, str]) -> None:
        grid = self.grid
        if grid is None:
            return
        self.view.show_grid(grid, rest)
        if (undone := self.writing.undone(grid)) is not None:
            self.view.go_to(*undone)
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
        if self.writing_now:
            return
        if grid is None or row is None or day < 0:
            self.bar.hide()
            self.parts.show_alarm(self.alarms.sentence(None, ()))
            return
        others: list[str] = []
        with self.desk.reading() as session:
            sees = self.desk.sees_children
            wrote = row.mark(day) in DONE
            facts = facts_of(session, grid, row, grid.day(day), may_see_children=sees, wrote=wrote) if day <= grid.today else CellFacts()
            if self.alarms.of(row) is not None and (sees or not row.child):
                others = self.alarms.whom_to_ring(session, facts.person)
        self.bar.say(grid, row, day, facts.covered() if self.desk.faces_visitors else facts)
        self.parts.show_alarm(self.alarms.sentence(row, () if self.desk.faces_visitors else others))

    def next_alarm(self) -> None:
        """Go to the next who was not reached for days and still waits."""
        here = self.view.currentIndex().row()
        waits = [row.resident_id for row in self.alarms.waiting]
        rows = [at for at in self.view.rows.people() if (row := self.view.rows.person(at)) and row.resident_id in waits]
        if self.grid is not None and rows:
            at = next((one for one in rows if one > here), rows[0])
            if (row := self.view.rows.person(at)) is not None:
                self.view.go_to(row.resident_id, self.grid.today)

    # -- what is done

    def _press(self, how: How) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.record(how)

    def record(self, how: How, row: GridRow, day: int) -> None:
        """Note a contact; the cursor goes on to the next who needs it."""
        if self.grid is None:
            return
        with ExitStack() as done:
            done.callback(setattr, self, "writing_now", False)
            self.writing_now = True
            self._go_on(row, self.writing.record(self.grid, how, row, day))
        self._tell()

    def write_note(self, row: GridRow, day: int) -> None:
        """Write a sentence beside a contact, or a contact with one."""
        if self.grid is not None:
            self._go_on(row, self.writing.write_note(self.grid, row, day))
            self._tell()

    def _go_on(self, row: GridRow, sentence: str) -> None:
        """Go to the next who needs it, where the one written down, or somebody tried already, is still the current one."""
        here, grid = self.view.place(), self.grid
        if not sentence or here is None or grid is None:
            return
        tried = here[0] in grid.places and grid.rows[grid.places[here[0]]].mark(here[1]) in DONE
        if here[0] == row.resident_id or tried:
            self.view.go_on()

    def clear(self, row: GridRow, day: int) -> None:
        """Clear a cell."""
        if self.grid is not None:
            self.writing.clear(self.grid, row, day)

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)

    def _did(self, sentence: str) -> None:
        undo = self.desk.can_undo
        if not undo:  # what was done before it may be
            with self.desk.reading() as session:
                last = last_action(session, self.desk.operator.name)
            undo = last is not None and last.undoes != FINAL
        self.strip.say(sentence, undo=undo)

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
