"""The page of family calls: the week on top, who has not spoken with the family below, one call being noted at the right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from stationdesk.i18n import _
from stationdesk.services.call_figures import month
from stationdesk.services.call_gaps import silent
from stationdesk.services.call_week import monday, week
from stationdesk.services.calls import call_called
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.call_form import CallForm
from stationdesk.ui.calls_actions import CallsActions
from stationdesk.ui.calls_week import CallsWeek
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.tokens import TextSize

SIDE = 0.345
"""Part of the width the form takes beside the week."""


class CallsPage(Page):
    """Calls: booked, held, missing."""

    name: ClassVar[str] = "calls"
    reads: ClassVar[frozenset[str]] = frozenset({"family_call", "call_person", "call_wish", "resident", "kin", "status_change"})

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.first = monday(desk.today())
        self.wanted = ""
        self.left, self.form = CallsWeek(desk), CallForm(desk)
        self.board, self.table = self.left.board, self.left.table
        self.actions_of = CallsActions(self)
        self.parts = QSplitter(Qt.Orientation.Horizontal)
        self.parts.setChildrenCollapsible(False)
        self.parts.setHandleWidth(1)
        self.parts.addWidget(self.left)
        self.parts.addWidget(self.form)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.parts)
        self._bind()
        self.form.hide()
        self.begin_at(self.board)
        self.look.changed.connect(self.divide)

    def _bind(self) -> None:
        left, act = self.left, self.actions_of
        left.board.opened.connect(lambda call: self.open_call(call.id))
        left.table.activated_row.connect(lambda row: act.book(row.id))
        left.table.clicked.connect(self._clicked)
        left.strip.undo.connect(self.undo)
        self.form.closed.connect(self.close_form)
        self.desk.did.connect(self._did)
        presses = ((left.before, self.turn_back), (left.after, self.turn_on), (left.book_button, act.book))
        for button, slot in (*presses, (left.held_link, act.note_held), (left.paper_link, act.print)):
            button.clicked.connect(slot)
        bound: dict[str, Callable[[], None]] = {
            "calls.next": self.turn_on,
            "calls.previous": self.turn_back,
            "calls.book": act.book,
            "calls.held": act.note_held,
            "calls.print": act.print,
            "calls.export": act.export,
        }
        for name, done in bound.items():
            key_map.attach(self, name, done)
        key_map.attach(self.left, "calls.cancel", act.cancel)

    def _did(self, sentence: str) -> None:
        self.left.strip.say(sentence, undo=self.desk.can_undo)

    @property
    def large(self) -> bool:
        """Whether the text is larger than standard, so that the form is a page of its own."""
        return self.look.text_size is not TextSize.STANDARD

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the parts in their proportion."""
        super().resizeEvent(event)
        self.divide()

    def divide(self) -> None:
        """Give week and form their width; at larger texts the form takes the page."""
        editing = self.form.isVisibleTo(self)
        self.left.setVisible(not (editing and self.large))
        side = round(self.width() * SIDE) if editing else 0
        if editing and not self.large:
            self.parts.setSizes([self.width() - side, side])
        self.left.measure()

    # -- reading

    def refresh(self) -> None:
        """Read the week and the list again, staying where the keyboard was."""
        on, now = self.desk.today(), f"{self.desk.now():%H:%M}"
        with self.desk.reading() as session:
            found = week(session, self.first, on, now=now)
            missing = silent(session, on)
            figures = month(session, on)
        self.left.show_all(found, missing, figures, on, self.wanted)
        self.wanted = ""
        if self.form.isVisibleTo(self):
            self.form.follow_quietly()

    def turn_on(self) -> None:
        """Go to the next week."""
        self.show_day(self.first + timedelta(days=7))

    def turn_back(self) -> None:
        """Go to the week before."""
        self.show_day(self.first - timedelta(days=7))

    def show_day(self, day: date) -> None:
        """Go to the week of a day."""
        self.first = monday(day)
        self.refresh()

    def take(self, argument: Any) -> None:
        """Open a call by its id, `day:YYYY-MM-DD`, `book:RESIDENT` to book, or `silent` for the list below."""
        kind, _colon, text = str(argument).partition(":")
        if kind == "silent":
            self.table.go_to_row(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif kind == "day" and text:
            self.show_day(date.fromisoformat(text))
        elif kind == "book" and text:
            self.actions_of.book(text)
        else:
            with self.desk.reading() as session:
                call = call_called(session, kind)
            self.wanted = call.id
            self.show_day(date.fromisoformat(call.call_on))
            self.open_call(call.id)

    # -- opening and leaving

    def open_call(self, call_id: str) -> None:
        """Note a call at the right; at larger texts in the page's place."""
        if self.form.isVisibleTo(self) and not self.form.leave():
            return
        self.form.show()
        self.divide()
        self.form.open_call(call_id)

    def close_form(self) -> None:
        """Put the form away: the keyboard goes back to the week."""
        self.form.hide()
        self.left.show()
        self.divide()
        self.board.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the letters of the week and of the list."""
        if key_map.pressed(event, "calls.open"):
            if (call := self.board.current()) is not None:
                self.open_call(call.id)
        elif key_map.pressed(event, "calls.agree"):
            self.actions_of.agree()
        elif key_map.pressed(event, "calls.move"):
            self.actions_of.move()
        elif key_map.pressed(event, "calls.no_answer"):
            self.actions_of.no_answer()
        elif key_map.pressed(event, "calls.person"):
            self.actions_of.open_person()
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: Any) -> None:
        row = self.table.model().row(index.row())
        if row is not None and index.column() == self.table.model().columnCount() - 1:
            self.actions_of.book(row.id)

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)

    def leave(self) -> bool:
        """Tell whether the page may be left: a half-filled form asks; a call that runs goes on."""
        return not self.form.isVisibleTo(self) or self.form.leave()

    def keep(self) -> None:
        """Keep what was typed."""
        if self.form.isVisibleTo(self):
            self.form.keep()

    def place(self) -> Any:
        """Return which call is open, else which week."""
        if self.form.isVisibleTo(self) and self.form.call is not None:
            return self.form.call.id
        return f"day:{self.first.isoformat()}"
