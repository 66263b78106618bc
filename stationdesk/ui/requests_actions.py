"""What is done with the current request: each letter one step, one action, one undo; what needs words is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services import dispatching as do
from stationdesk.services.dispatching import Sending
from stationdesk.services.request_list import Row
from stationdesk.ui.request_dialogs import BodyDialog, ExtendDialog, RateDialog, StepDialog
from stationdesk.ui.request_form import RequestForm
from stationdesk.ui.request_from import offer_report
from stationdesk.ui.requests_later import note_late

if TYPE_CHECKING:
    from stationdesk.ui.requests_page import RequestsPage

KINDS = {
    "red": "judged",
    "yellow": "judged",
    "blue": "judged",
    "send": "dispatched",
    "myself": "dispatched",
    "accept": "accepted",
    "arrive": "arrived",
    "done": "done",
    "rate": "rated",
    "decline": "declined",
    "transfer": "transferred",
    "receipt": "receipted",
    "extend": "extended",
    "refuse": "refused",
    "tell": "told",
    "solved": "solved",
    "drop": "dropped",
    "reopen": "reopened",
}
"""Which step each name of the key map writes."""


class RequestsActions:  # long: one method a letter
    """Acts on the request the keyboard is on."""

    def __init__(self, page: RequestsPage) -> None:
        self.page, self.desk = page, page.desk

    def act(self, name: str, later: bool = False) -> None:
        """Carry out what a letter or button asks for; what does not fit now says so and writes nothing."""
        row = self.page.current()
        if row is None:
            return
        if KINDS[name] not in do.allowed(row.held.standing):
            from stationdesk.services.request_writing import impossible

            self.desk.said(impossible(row.held.standing, KINDS[name]), undo=False)
            return
        if later:
            self._later(name, row)
        else:
            getattr(self, f"_{name}")(row)

    def _write(self, says: str, work: Callable[[Session], Any]) -> None:
        with self.desk.writing(says) as session:
            work(session)
        self.desk.said(says)

    def _judge(self, row: Row, urgency: str) -> None:
        now, by = self.desk.now(), self.desk.operator.name
        self._write(_("Request taken in: {name}").format(name=row.whom), lambda s: do.judge(s, row.id, urgency, now, by=by))

    def _red(self, row: Row) -> None:
        self._judge(row, "red")

    def _yellow(self, row: Row) -> None:
        self._judge(row, "yellow")

    def _blue(self, row: Row) -> None:
        self._judge(row, "blue")

    def _send(self, row: Row) -> None:
        self.page.begin_sending(row)

    def _myself(self, row: Row) -> None:
        now, by, how = self.desk.now(), self.desk.operator.name, self.page.sending()
        if how is not None:
            self._write(_("I see to it: {name}").format(name=row.whom), lambda s: do.see_to_it(s, row.id, now, how, by=by))

    def _accept(self, row: Row) -> None:
        now, by = self.desk.now(), self.desk.operator.name
        self._write(_("Request taken on: {name}").format(name=row.whom), lambda s: do.accept(s, row.id, now, by=by))

    def _arrive(self, row: Row) -> None:
        now, by = self.desk.now(), self.desk.operator.name
        self._write(_("Somebody is there: {name}").format(name=row.whom), lambda s: do.arrive(s, row.id, now, by=by))

    def _done(self, row: Row) -> None:
        now, by = self.desk.now(), self.desk.operator.name
        self._write(_("Done, to be asked about: {name}").format(name=row.whom), lambda s: do.finish(s, row.id, now, by=by))
        offer_report(self.desk, row.id, self._window())

    def _solved(self, row: Row) -> None:
        now, by = self.desk.now(), self.desk.operator.name
        self._write(_("Need met: {name}").format(name=row.whom), lambda s: do.close(s, row.id, "solved", now, by=by))
        offer_report(self.desk, row.id, self._window())

    def _tell(self, row: Row) -> None:
        now, by = self.desk.now(), self.desk.operator.name
        self._write(_("Told: {name}").format(name=row.whom), lambda s: do.tell(s, row.id, now, by=by))

    def _later(self, name: str, row: Row) -> None:
        """Ask when a step was, which is entered now."""
        how = self.page.sending()
        if how is not None and note_late(self.desk, name, row, how, self._window()) and name in ("done", "solved"):
            offer_report(self.desk, row.id, self._window())

    def _decline(self, row: Row) -> None:
        holder = row.held.standing.holder
        title = _("{who} gives it back: why?").format(who=holder.name if holder else _("somebody"))
        text = _("It goes back to the desk and is sent out again.")
        dialog = StepDialog(self.desk, title, text, _("Note it|request"), self._window(), words=_("Why|request"))
        now, by = self.desk.now(), self.desk.operator.name
        dialog.asked(
            _("Given back: {name}").format(name=row.whom),
            lambda d: lambda s: do.decline(s, row.id, d.words.value(), now, by=by, happened=d.when.moment() or ""),
        )

    def _refuse(self, row: Row) -> None:
        text = _("Say why in words that can be told to who asked. Until he is told it stays on the list.")
        dialog = StepDialog(self.desk, _("Not ours: why?"), text, _("Do not take it in"), self._window(), words=_("Why|request"))
        now, by = self.desk.now(), self.desk.operator.name
        dialog.asked(
            _("Not taken in: {name}").format(name=row.whom),
            lambda d: lambda s: do.refuse(s, row.id, d.words.value(), now, by=by, happened=d.when.moment() or ""),
        )

    def _rate(self, row: Row) -> None:
        text = _("Not content: it is to be done again and stands among what is to be sent out.")
        dialog = RateDialog(
            self.desk, _("Is {name} content?").format(name=row.whom), text, _("Note it|request"), self._window(), words=_("What was said")
        )
        now, by = self.desk.now(), self.desk.operator.name

        def work(asked: StepDialog) -> Callable[[Session], object]:
            answer = asked.answer_field.value() or "" if isinstance(asked, RateDialog) else ""
            return lambda s: do.rate(s, row.id, answer, now, by=by, note=asked.words.value(), happened=asked.when.moment() or "")

        if dialog.asked(_("Asked about it: {name}").format(name=row.whom), work):
            offer_report(self.desk, row.id, self._window())

    def _transfer(self, row: Row) -> None:
        text = _("It stays on the list until their receipt and their answer are here.")
        dialog = BodyDialog(
            self.desk, _("Hand over: {what}").format(what=row.what[:30]), text, _("Hand it over"), self._window(), words=_("Words along")
        )
        now, by = self.desk.now(), self.desk.operator.name

        def work(asked: StepDialog) -> Callable[[Session], object]:
            if not isinstance(asked, BodyDialog):
                return lambda _session: None
            to = (asked.body_field.value() or "other", asked.name.value())
            how = Sending(asked.words.value(), "", asked.when.moment() or "")
            return lambda s: do.hand_over(s, row.id, to, now, how, by=by, receipt=asked.receipt.value())

        dialog.asked(_("Handed over: {name}").format(name=row.whom), work)

    def _receipt(self, row: Row) -> None:
        dialog = StepDialog(self.desk, _("Their receipt"), "", _("Note it|request"), self._window(), words=_("Receipt no.|slip"))
        now, by = self.desk.now(), self.desk.operator.name
        dialog.asked(
            _("Receipt noted: {name}").format(name=row.whom),
            lambda d: lambda s: do.note_receipt(s, row.id, d.words.value(), now, by=by, happened=d.when.moment() or ""),
        )

    def _extend(self, row: Row) -> None:
        dialog = ExtendDialog(
            self.desk,
            _("A later term: {what}").format(what=row.what[:30]),
            "",
            _("Agree on it"),
            self._window(),
            words=_("Why|request"),
        )
        now, by = self.desk.now(), self.desk.operator.name

        def work(asked: StepDialog) -> Callable[[Session], object]:
            due = (asked.due.moment() or "") if isinstance(asked, ExtendDialog) else ""
            return lambda s: do.extend(s, row.id, due, now, by=by, note=asked.words.value(), happened=asked.when.moment() or "")

        dialog.asked(_("Later term: {name}").format(name=row.whom), work)

    def _drop(self, row: Row) -> None:
        dialog = StepDialog(
            self.desk, _("Not wanted any more"), row.what[:60], _("Close it|request"), self._window(), words=_("Why|request")
        )
        now, by = self.desk.now(), self.desk.operator.name
        dialog.asked(
            _("Not wanted any more: {name}").format(name=row.whom),
            lambda d: lambda s: do.close(s, row.id, "dropped", now, by=by, note=d.words.value(), happened=d.when.moment() or ""),
        )

    def _reopen(self, row: Row) -> None:
        dialog = StepDialog(
            self.desk, _("To be done once more"), row.what[:60], _("Take it up again"), self._window(), words=_("Why|request")
        )
        now, by = self.desk.now(), self.desk.operator.name
        dialog.asked(
            _("Taken up again: {name}").format(name=row.whom),
            lambda d: lambda s: do.reopen(s, row.id, now, by=by, note=d.words.value(), happened=d.when.moment() or ""),
        )

    def _window(self) -> Any:
        return self.page.window()

    def new(self, resident_id: str = "") -> None:
        """Write a request down, and go to it."""
        form = RequestForm(self.desk, self.page.window(), resident_id)
        if form.ask() == "kept":
            self.page.show_request(form.made)

    def reveal(self) -> None:
        """Show the number of the caller, or cover it again; that it was shown is noted."""
        row = self.page.current()
        if row is None or row.locked or not row.held.request.asker_phone:
            return
        self.page.pane.open_numbers = not self.page.pane.open_numbers
        if self.page.pane.open_numbers:
            self.desk.log("shown", resident_id=row.held.request.resident_id or "", about=_("request: number of the caller|log"))
        self.page.show_current()

    def open_origin(self) -> None:
        """Go to what the current request came from."""
        tie = self.page.tie
        if self.page.current() is not None and tie is not None and tie.page:
            self.desk.open_page.emit(tie.page, tie.argument)

    def open_person(self) -> None:
        """Open the person of the current request."""
        row = self.page.current()
        if row is not None and row.held.request.resident_id:
            self.desk.open_page.emit("residents", row.held.request.resident_id)
