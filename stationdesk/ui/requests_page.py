"""求助派单: what people ask for, in whose hands it is and by when; one letter moves a request on, and nothing waits where nobody looks."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent

from stationdesk.i18n import _
from stationdesk.services import dispatching as do
from stationdesk.services.dispatching import PLAIN, Sending
from stationdesk.services.request_list import Eyes, Row, closed_besides, closed_rows, counted, month_figures, open_rows, rows_of
from stationdesk.services.request_reading import request_called
from stationdesk.services.request_receivers import offered
from stationdesk.services.request_terms import terms
from stationdesk.services.request_ties import Tie, tie_of
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.requests_actions import RequestsActions
from stationdesk.ui.requests_layout import RequestsLayout
from stationdesk.ui.requests_paper import export_register, print_register, print_slip
from stationdesk.ui.requests_table import RowSource

CLOSED, ALL = "closed", "all"
EVERY = 60_000
"""Milliseconds between two looks at the clock: what has become late moves to the top."""


class RequestsPage(RequestsLayout):  # long: list and request are one page, and each key is a method
    """One list, worked through from the top."""

    name: ClassVar[str] = "requests"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"service_request", "request_event", "resident", "household", "helper", "team", "team_member", "service_item", "setting", "pairing"}
        | {"task", "task_report", "incident", "visit", "family_call"}
    )

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.found: list[Row] = []
        self.sending_for = ""
        """The request that is being sent out."""
        self.opened = False
        self.tie: Tie | None = None
        """What the current request came from."""
        self.act = RequestsActions(self)
        self.lanes.changed.connect(lambda _lane: self.show_lane())
        self.holders.changed.connect(self.show_lane)
        self.typed.textChanged.connect(lambda _text: self.show_lane())
        self.typed.returnPressed.connect(self.table.setFocus)
        self.table.find_wanted.connect(self.typed.setFocus)
        self.table.wanted.connect(self.act.act)
        self.table.activated_row.connect(lambda _row: self.open_current())
        self.table.current_changed.connect(lambda _row: self.show_current())
        self.pane.wanted.connect(self._pressed)
        self.pane.panel.chosen_changed.connect(self.pane.follow_chosen)
        self.pane.panel.urgent.connect(self._rejudge)
        self.pane.panel.table.activated_row.connect(lambda _row: self.pane.panel.note.setFocus())
        self.new_button.clicked.connect(self._new)
        self.closed_link.clicked.connect(self.look_at_closed)
        self.strip.undo.connect(self.undo)
        desk.did.connect(lambda sentence: self.strip.say(sentence, undo=desk.can_undo))
        self._keys()
        self.clock = QTimer(self)
        self.clock.setInterval(EVERY)
        self.clock.timeout.connect(self.tick)
        self.clock.start()
        self.look.changed.connect(self.divide)
        self.begin_at(self.table)

    def _keys(self) -> None:
        for name, slot in (
            ("new", self._new),
            ("person", self.act.open_person),
            ("slip", lambda: print_slip(self.desk, self.current(), self)),
            ("register", lambda: print_register(self.desk, self)),
            ("export", lambda: export_register(self.desk, self)),
            ("reveal", self.act.reveal),
            ("origin", self.act.open_origin),
            ("save", self.send),
            ("find", self.typed.setFocus),
            ("more", self.pane.more.unfold),
            ("back", self.go_back),
        ):
            key_map.attach(self, f"requests.{name}", slot)

    # -- what is shown

    def eyes(self) -> Eyes:
        """Return who looks."""
        return Eyes(self.desk.sees_children, self.desk.faces_visitors)

    def refresh(self) -> None:
        """Read the requests again; lane and row stay."""
        now = self.desk.now()
        with self.desk.reading() as session:
            self.found = open_rows(session, now, self.eyes())
            if self.lanes.value() == CLOSED:
                self.found += closed_rows(session, now, self.eyes())
            month = month_figures(session, now.date())
            self.hours = terms(session)
        self.tell(counted(self.found), month)
        self.holders.set_choices([(one, one) for one in sorted({row.holder for row in self.found if row.holder})])
        self.show_lane()

    def tick(self) -> None:
        """Look at the clock while the page is seen and nobody is writing in it."""
        if self.isVisible() and (self.table.hasFocus() or not self.isActiveWindow()):
            self.refresh()

    def show_lane(self) -> None:
        """Show what stands in the lane that is chosen; of what is typed under All, closed ones too."""
        lane, holders, typed = self.lanes.value() or ALL, self.holders.chosen(), self.typed.value()
        if lane == CLOSED or typed:
            with self.desk.reading() as session:
                self.found += closed_besides(session, typed, self.found, self.desk.now(), self.eyes())
        at = max(self.table.currentIndex().row(), 0)
        shown = [row for row in self.found if (typed or row.lane != CLOSED if lane == ALL else row.lane == lane)]
        shown = [row for row in shown if (not holders or row.holder in holders) and row.fits(typed)]
        self.table.show(RowSource(shown))
        if self.table.current_id() is None:
            self.table.go_to_row(min(at, len(shown) - 1))
        self.show_rows(bool(shown), any_open=any(row.lane != CLOSED for row in self.found), lane=lane)
        self.begin_at(self.table if shown else self.new_button)
        self.show_current()

    def current(self) -> Row | None:
        """Return the request that is current."""
        row: Row | None = self.table.current_row()
        return row

    def show_current(self) -> None:
        """Show the current request beside the list."""
        row = self.current()
        if row is None:
            self.divide()
            return
        fits = "dispatched" in do.allowed(row.held.standing)
        if self.sending_for != row.id:
            self.sending_for = ""
        sending = fits and (row.lane == "dispatch" or self.sending_for == row.id)
        with self.desk.reading() as session:
            offers = offered(session, row.held.request, row.held.standing, self.desk.today()) if sending else []
            self.tie = tie_of(session, row.held.request, self.desk.today())
        self.pane.show_row(row, self.desk.now(), offers, self.hours, sending=sending, covered=self.desk.faces_visitors, tie=self.tie)
        self.pane.follow_chosen()
        self.set_keys(row)
        self.divide()

    def show_request(self, request_id: str) -> None:
        """Go to a request, in whatever lane it is."""
        self.lanes.set_value(ALL)
        self.holders.set_chosen(())
        self.typed.clear()
        self.refresh()
        if not self.table.go_to(request_id):
            with self.desk.reading() as session:
                held = request_called(session, request_id)
                if not held.standing.is_open:
                    self.found += rows_of(session, [held], self.desk.now(), self.eyes())
            self.lanes.set_value(CLOSED)
            self.show_lane()
            self.table.go_to(request_id)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, argument: Any) -> None:
        """Go to a request by its id, or write one down: `new:RESIDENT`, `new:`."""
        kind, colon, rest = str(argument).partition(":")
        if kind == "new" and colon:
            QTimer.singleShot(0, self, lambda: self.act.new(rest))
        else:
            self.show_request(kind)

    def place(self) -> Any:
        """Return what is current."""
        row = self.current()
        return row.id if row is not None else None

    @property
    def large(self) -> bool:
        """Whether the text is larger than standard, so that one request is a page of its own."""
        return self.look.text_size is not TextSize.STANDARD

    def divide(self) -> None:
        """Give list and request their room; at larger texts the request takes the page when it is opened."""
        there = self.current() is not None
        alone = self.large and self.opened and there
        self.left.setVisible(not alone)
        self.pane.setVisible(there and (alone or not self.large))
        self.share(alone=alone)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the parts in their proportion."""
        super().resizeEvent(event)
        self.divide()

    # -- what is done

    def _new(self) -> None:
        self.act.new()

    def _pressed(self, name: str) -> None:
        if name == "save":
            self.send()
        else:
            self.act.act(name)

    def open_current(self) -> None:
        """Go into the request: to whom it is sent, or to its first button."""
        row = self.current()
        if row is None:
            return
        self.opened = True
        self.divide()
        if self.pane.panel.isVisibleTo(self.pane):
            panel = self.pane.panel
            (panel.table if panel.found else panel.note).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.pane.first_button().setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_sending(self, row: Row) -> None:
        """Open the fields by which a request is sent out, wherever it is."""
        self.sending_for = row.id
        self.show_current()
        self.open_current()

    def sending(self) -> Sending | None:
        """Return words and times of the fields that are open, none without them; None where one cannot be read."""
        panel = self.pane.panel
        return panel.sending() if panel.isVisibleTo(self.pane) else PLAIN

    def send(self) -> None:
        """Send the request to whom is chosen; what is refused is said under the fields and nothing typed is lost."""
        row, panel = self.current(), self.pane.panel
        if row is None or not panel.isVisibleTo(self.pane):
            return
        chosen, how = panel.chosen(), panel.sending()
        if how is None:
            return
        if chosen is None:
            self.pane.say(_("Choose to whom it is sent, see to it yourself, or hand it over."))
            return
        to, now, by = chosen.receiver, self.desk.now(), self.desk.operator.name
        says, slip = _("Sent out to {who}: {name}").format(who=to.name, name=row.whom), panel.slip.isChecked()
        note = panel.note.value()

        def work(session: Any) -> None:
            do.send(session, row.id, to, now, how, by=by)

        self.pane.trouble.setText("")
        if saved(self.desk, says, work, self.pane.trouble):
            self._sent(row.id, slip=slip)
        else:
            self.pane.say(self.pane.trouble.text())
            panel.note.setText(note)
            panel.note.setFocus()

    def _sent(self, request_id: str, *, slip: bool) -> None:
        self.sending_for, self.opened = "", False
        self.refresh()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if slip:
            with self.desk.reading() as session:
                row = rows_of(session, [request_called(session, request_id)], self.desk.now(), self.eyes())[0]
            print_slip(self.desk, row, self)

    def _rejudge(self, urgency: str) -> None:
        row = self.current()
        if row is not None and row.held.standing.urgency != urgency:
            self.act.act(urgency)

    def look_at_closed(self) -> None:
        """Show what was closed in the last months, or what is open again."""
        self.lanes.set_value(ALL if self.lanes.value() == CLOSED else CLOSED)
        self.refresh()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """Go from the request to the list, from what was found to all, from the closed ones to the open ones."""
        if self.typed.hasFocus() or (self.typed.text() and self.table.hasFocus() and not self.opened):
            self.typed.clear()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.table.hasFocus() or self.opened:
            self.opened, self.sending_for = False, ""
            self.show_current()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.lanes.value() != ALL:
            self.lanes.set_value(ALL)
            self.refresh()

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)
