"""What is done on the page of calls: booking, agreeing, another day, nobody answered, calling off, paper and sheet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from stationdesk.i18n import _
from stationdesk.registers.family_call import OPEN
from stationdesk.services import calls
from stationdesk.services.call_ends import free_of, wishes_of
from stationdesk.services.call_week import Booked
from stationdesk.services.free_hours import free_words, propose
from stationdesk.ui.call_book_dialog import BookDialog
from stationdesk.ui.call_small_dialogs import ReasonDialog, WhenDialog
from stationdesk.ui.calls_paper import ask_and_print, export_log

if TYPE_CHECKING:
    from stationdesk.ui.calls_page import CallsPage


class CallsActions:
    """Acts on the call the keyboard is on."""

    def __init__(self, page: CallsPage) -> None:
        self.page, self.desk = page, page.desk

    def current(self) -> Booked | None:
        """Return the call the keyboard is on, if it is on the week."""
        return self.page.board.current()

    def book(self, resident_id: object = "") -> None:
        """Book a call: for somebody of the list below, or for whom one looks up."""
        row = self.page.table.current_row() if self.page.table.hasFocus() else None
        wanted = resident_id if isinstance(resident_id, str) and resident_id else getattr(row, "id", "")
        dialog = BookDialog(self.desk, self.page.window(), [wanted] if wanted else [])
        if not wanted:
            dialog.people.ask()
            if not dialog.people.people:
                return
            dialog.begin()
        if dialog.ask() == "book":
            self.show(dialog.written)

    def show(self, call_id: str) -> None:
        """Go to a call that was just booked."""
        with self.desk.reading() as session:
            call = calls.call_called(session, call_id)
        self.page.wanted = call_id
        self.page.show_day(date.fromisoformat(call.call_on))
        self.page.board.setFocus(Qt.FocusReason.OtherFocusReason)

    def note_held(self) -> None:
        """Note a call that took place without being booked."""
        if not self.page.leave():
            return
        dialog = BookDialog(self.desk, self.page.window(), held=True)
        dialog.people.ask()
        if dialog.people.people and dialog.ask() == "held":
            self.page.form.show()
            self.page.divide()
            self.page.form.open_held(dialog.speakers())

    def agree(self) -> None:
        """Write that the other end agreed; once more takes it back."""
        call = self.current()
        if call is None or not call.coming:
            return
        agreed = not call.agreed
        says = (_("Other end agreed: {name}") if agreed else _("Other end not agreed after all: {name}")).format(name=call.who)
        with self.desk.writing(says) as session:
            calls.agree(session, call.id, self.desk.today(), self.desk.operator.name, agreed=agreed)
        self.desk.said(says)

    def _proposed(self, call: Booked, ahead: int) -> tuple[tuple[date, str], str]:
        on = self.desk.today()
        with self.desk.reading() as session:
            hours, words = free_of(wishes_of(session, call.people, on).values())
        told = words or free_words(hours)
        return propose(hours, max(on, call.day) + timedelta(days=ahead), usual=call.at), told

    def _ask(self, call: Booked, title: str, button: str, without: str = "") -> WhenDialog:
        proposed, told = self._proposed(call, 1)
        text = _("The other end has time: {words}").format(words=told) if told else _("No free hours of the other end are written down.")
        return WhenDialog(self.desk, title, text, proposed, button, self.page.window(), without)

    def move(self) -> None:
        """Put the call on another day."""
        call = self.current()
        if call is None or call.state not in OPEN:
            return
        title = _("On which day shall {name} call?").format(name=call.who)
        dialog = self._ask(call, title, _("Put it there"))
        when = dialog.when() if dialog.ask() else None
        if when is None:
            return
        says = _("Call put on another day: {name}").format(name=call.who)
        with self.desk.writing(says) as session:
            moved = calls.move(session, call.id, *when, self.desk.today(), self.desk.operator.name, now=self._now(), sure=True)
        self.desk.said(says)
        self.show(moved.id)

    def no_answer(self) -> None:
        """Write that nobody answered, and book the next try with it."""
        call = self.current()
        if call is None or call.state not in OPEN:
            return
        title = _("Nobody answered: when shall {name} try again?").format(name=call.who)
        dialog = self._ask(call, title, _("Nobody answered, book again"), _("Do not book again"))
        answer = dialog.ask()
        if not answer:
            return
        when = dialog.when() if answer == "when" else None
        says = _("Nobody answered the call: {name}").format(name=call.who)
        with self.desk.writing(says) as session:
            calls.no_answer(session, call.id, self.desk.today(), self.desk.operator.name, again=when, now=self._now(), sure=True)
        self.desk.said(says)

    def cancel(self) -> None:
        """Call the booking off, with the reason."""
        call = self.current()
        if call is None or call.state not in OPEN or self.page.table.hasFocus():
            return
        dialog = ReasonDialog(self.desk, call.who, self.page.window())
        if dialog.ask() != "cancel":
            return
        says = _("Call called off: {name}").format(name=call.who)
        with self.desk.writing(says) as session:
            calls.cancel(session, call.id, dialog.reason(), self.desk.today(), self.desk.operator.name, dialog.note.value())
        self.desk.said(says)

    def open_person(self) -> None:
        """Open the person the keyboard is on."""
        row = self.page.table.current_row() if self.page.table.hasFocus() else None
        call = self.current()
        wanted = row.id if row is not None else call.people[0] if call is not None else ""
        if wanted:
            self.desk.open_page.emit("residents", wanted)

    def print(self) -> None:
        """Ask what to print: the week, or who is called at home."""
        ask_and_print(self.desk, self.page.first, self.page)

    def export(self) -> None:
        """Write the log of calls as a workbook."""
        export_log(self.desk, self.page)

    def _now(self) -> str:
        return f"{self.desk.now():%H:%M}"
