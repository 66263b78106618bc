"""值班表: a month of days and turns, the hours nobody is on duty in red; who is on now, and the book handed on, beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.shift_handovers import handovers
from stationdesk.services.shift_month import Month, hole_times, hours_words, next_gap, read_month, span_title
from stationdesk.services.shift_night import tonight
from stationdesk.services.shift_writing import says_shift, take_out
from stationdesk.services.shifts import Turn, keeps_roster, on_duty
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.candidate_list import CandidateList, Choice
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule
from stationdesk.ui.rota_dialog import RepeatDialog, RotaDialog
from stationdesk.ui.shift_book_dialog import Books
from stationdesk.ui.shift_dialogs import SwapDialog, TurnDialog
from stationdesk.ui.shifts_grid import HOLES, ShiftsGrid
from stationdesk.ui.shifts_paper import export_month, print_month
from stationdesk.ui.shifts_side import Beside, ShiftsSide

BOOKS = 31
"""Days of books that are looked through."""


class ShiftsPage(Page):  # long: one small method for each key
    """The roster of a month."""

    name: ClassVar[str] = "shifts"
    reads: ClassVar[frozenset[str]] = frozenset({"duty_shift", "shift_handover", "helper", "stand_in"})

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.of, self.month = desk.today(), None
        self.beside = Beside(desk.today())
        self.table, self.side = ShiftsGrid(self.look), ShiftsSide(self.look)
        self.books = Books(desk, self)
        self.strip = KeyStrip(self.look, undo_key=key_map.shown("everywhere.undo"))
        self.empty = EmptyState(self.look, "", "")
        self._lay_out()
        self._bind()
        self._measure()
        self.look.changed.connect(self._measure)
        self.begin_at(self.table)

    of: date
    """A day of the month that is shown."""
    month: Month | None

    def _lay_out(self) -> None:
        self.head = QHBoxLayout()
        self.head.setSpacing(10)
        self.title, self.count = Label("", "title"), ElidedLabel("", "body", "ink2")
        self.head.addWidget(self.title)
        self.head.addWidget(self.count, 1)
        self.fill_button = Button(_("Fill the roster"), self.look, "plain", key_map.shown("shifts.fill"), "calendar", small=True)
        self.book_button = Button(_("Hand the book on"), self.look, "plain", key_map.shown("shifts.book"), small=True)
        self.head.addWidget(self.book_button)
        self.head.addWidget(self.fill_button)
        self.nothing = ground(QWidget(), "paper")
        lines = QVBoxLayout(self.nothing)
        lines.setContentsMargins(4, 8, 0, 0)
        lines.addWidget(ground(self.empty, "paper"))
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.nothing)
        left.addWidget(self.table, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left, 1)
        middle.addWidget(rule(upright=True))
        middle.addWidget(self.side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self.head)
        whole.addLayout(middle, 1)
        whole.addWidget(self.strip)

    def _bind(self) -> None:
        self.table.moved.connect(self.show_day)
        self.table.activated_row.connect(lambda _row: self.put())
        slots: dict[str, Callable[[], Any]] = {
            "shifts.second": self.second,
            "shifts.stand_in": self.stand_in,
            "shifts.take_out": self.take_out,
            "shifts.next_gap": self.go_to_gap,
            "shifts.fill": self.fill,
            "shifts.repeat": self.repeat,
            "shifts.book": self.books.hand_on,
            "shifts.read": self.books.read,
            "shifts.before": lambda: self.turn(-1),
            "shifts.after": lambda: self.turn(1),
            "shifts.today": lambda: self.go(self.desk.today(), self.table.kind()),
            "shifts.reveal": self.reveal,
            "shifts.print": self.print,
            "shifts.export": self.export,
            "shifts.back": lambda: self.desk.open_page.emit("today", None),
        }
        for name, slot in slots.items():
            if key_map.BY_NAME[name].bound:
                key_map.attach(self, name, slot)
        self.table.asked.connect(lambda name: slots[name]())
        self.fill_button.clicked.connect(self.fill)
        self.book_button.clicked.connect(self.books.hand_on)
        self.side.read_wanted.connect(self.books.read)
        self.strip.undo.connect(self.undo)
        self.desk.did.connect(lambda sentence: self.strip.say(sentence, undo=self.desk.can_undo))

    def _measure(self) -> None:
        self.head.setContentsMargins(self.look.sizes.page_margin, 14, 20, 8)
        self.side.setFixedWidth(self.side.wide())
        self.table.resize_columns()
        keys = [("open", _("write, change|key")), ("stand_in", _("swap|key")), ("take_out", _("take out|key"))]
        keys += [("next_gap", _("next hole|key")), ("before", _("month before|key")), ("after", _("month after|key"))]
        keys += [("repeat", _("repeat the week|key")), ("reveal", _("numbers|key")), ("print", _("print|key")), ("back", _("back|key"))]
        self.strip.set_keys([(key_map.shown(f"shifts.{name}"), word) for name, word in keys])

    # -- what is shown

    def refresh(self) -> None:
        """Read the month again; the cell one stands on stays."""
        on, now = self.desk.today(), self.desk.now()
        with self.desk.reading() as session:
            month = read_month(session, self.of, on)
            books = handovers(session, on - timedelta(days=BOOKS), on + timedelta(days=1))
            self.beside = Beside(on, on_duty(session, now), tonight(session, now), books, kept=keeps_roster(session, on))
        self.month = month
        self.title.setText(_("Roster of {month}").format(month=span_title(month, on)))
        written = bool(month.turns)
        missing = month.missing()
        over = month.last < on
        said = _("{count} turns").format(count=len(month.turns)) if written else ""
        if written and not over:
            hole = _("nobody on duty for {hours} to come").format(hours=hours_words(missing))
            said += "，" + (hole if missing else _("somebody is always on duty"))
        self.count.setText(said)
        self.count.set_tone("red" if written and missing and not over else "ink2")
        self.nothing.setVisible(not written)
        key = key_map.shown("shifts.fill")
        self.empty.say(
            _("Nobody is on duty yet in this month."),
            _("{key} fills the whole month by turns. Or go to a day and press Enter.").format(key=key),
        )
        self.table.show_month(month, on)
        self.show_day()

    def show_day(self) -> None:
        """Show the day one stands on beside the month."""
        if self.month is not None:
            self.side.show_beside(self.beside, self.month, self.table.current_row())

    def take(self, argument: Any) -> None:
        """Go to a day; where nobody is on duty for hours of it, to the hole."""
        if argument:
            self.go(date.fromisoformat(str(argument)))
            row = self.table.current_row()
            if row is not None and row.gaps:
                self.table.go(row.day, HOLES)

    def go(self, day: date, kind: str = "") -> None:
        """Show the month of a day, and stand on it."""
        if self.month is None or not self.month.first <= day <= self.month.last:
            self.of = day
            self.refresh()
        self.table.go(day, kind)
        self.table.setFocus()

    def place(self) -> Any:
        """Return at which day one is."""
        day = self.table.day()
        return day.isoformat() if day is not None else None

    def turn(self, months: int) -> None:
        """Go to the month before or after."""
        if self.month is not None:
            self.of = self.month.first - timedelta(days=1) if months < 0 else self.month.last + timedelta(days=1)
            self.refresh()

    def go_to_gap(self) -> None:
        """Go to the next day with hours nobody is on duty."""
        day = self.table.day()
        if self.month is not None and day is not None and (row := next_gap(self.month, day)) is not None:
            self.table.go(row.day, HOLES)

    # -- what is done

    def put(self) -> None:
        """Write a turn where one stands, or change the one that is there; after a new one the next day is the current one."""
        row, kind = self.table.current_row(), self.table.kind()
        if row is None or self.month is None:
            return
        if self.table.turns():
            turn = self.chosen_turn(_("Which turn shall be changed?"))
            if turn is not None:
                TurnDialog(self.desk, self.window(), row.day, turn=turn.id).ask()
            return
        times = hole_times(self.month, row) if kind == HOLES and row.gaps else ("", "")
        dialog = TurnDialog(self.desk, self.window(), row.day, "other" if times[0] else kind.replace(HOLES, ""), times)
        if dialog.ask() == "saved" and kind != HOLES:
            self.table.go(min(row.day + timedelta(days=1), self.month.last), kind)
        self.table.setFocus()

    def second(self) -> None:
        """Put one more on duty at the time of the cell."""
        row, kind = self.table.current_row(), self.table.kind()
        if row is not None:
            here = self.table.turns()
            times = (here[0].shift.from_time, here[0].shift.to_time) if here else ("", "")
            TurnDialog(self.desk, self.window(), row.day, kind.replace(HOLES, ""), times).ask()

    def chosen_turn(self, title: str) -> Turn | None:
        """Return the turn of the cell one stands on; of several the one that is chosen."""
        turns = self.table.turns()
        if len(turns) < 2:
            return turns[0] if turns else None
        dialog = Dialog(self.window(), self.look, title)
        offered = CandidateList(self.look, title, rows=min(6, len(turns)))
        offered.offer([Choice(one.id, one.who, one.words()) for one in turns])
        offered.taken.connect(lambda: dialog.give("this"))
        dialog.body.addWidget(offered)
        dialog.add_button(_("This one"), "primary", "Enter", "this")
        dialog.add_button(_("None"), "quiet", "Esc", "")
        offered.field.setFocus()
        if dialog.ask() != "this" or (chosen := offered.chosen()) is None:
            return None
        return next(one for one in turns if one.id == chosen.id)

    def stand_in(self) -> None:
        """Let somebody stand in for the turn one stands on."""
        turn = self.chosen_turn(_("Whose turn shall somebody else take?"))
        if turn is not None:
            SwapDialog(self.desk, self.window(), turn.id).ask()

    def take_out(self) -> None:
        """Take the turn one stands on out of the roster."""
        turn = self.chosen_turn(_("Which turn shall be taken out?"))
        if turn is None:
            return
        says = _("Taken out: {turn}|roster").format(turn=says_shift(turn.shift, turn.who, self.desk.today()))
        with self.desk.writing(says) as session:
            take_out(session, turn.id)
        self.desk.said(says)

    def fill(self) -> None:
        """Fill many days by turns down a list."""
        day = self.table.day() or self.of
        dialog = RotaDialog(self.desk, self.window(), day, self.table.kind())
        if dialog.ask() == "saved" and (rota := dialog.rota()) is not None:
            self.go(rota.first, rota.kind)

    def repeat(self) -> None:
        """Repeat the week one stands in."""
        RepeatDialog(self.desk, self.window(), self.table.day() or self.of).ask()

    def reveal(self) -> None:
        """Show the numbers of those on duty, or cover them again; that they were shown is noted."""
        row = self.table.current_row()
        there = any(one.phone for one in (*self.beside.now, *self.beside.tonight_turns, *(row.turns if row else ())))
        if there or self.side.open_numbers:
            self.side.open_numbers = not self.side.open_numbers
            if self.side.open_numbers:
                self.desk.log("shown", about=_("roster: phone number|log"))
            self.show_day()

    def print(self) -> None:
        """Show the month as it will be printed."""
        if self.month is not None:
            print_month(self.desk, self.month, self)

    def export(self) -> None:
        """Write the month as a workbook."""
        if self.month is not None:
            export_month(self.desk, self.month, self)

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)
