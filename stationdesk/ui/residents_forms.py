"""The forms of the residents' page: a visit beside the person, a resident's data in the person's place."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.person_view import PersonView
from stationdesk.ui.resident_form import ResidentForm
from stationdesk.ui.residents_layout import Halves
from stationdesk.ui.residents_pane import ResidentsPane
from stationdesk.ui.visit_form import VisitForm


class ResidentsForms(QObject):
    """Opens and closes the forms; each is made when it is first wanted."""

    shown_wanted = Signal(str)
    """Somebody shall be shown: who was just saved, or the double that was offered."""

    def __init__(self, desk: OpenDesk, pane: ResidentsPane, person: PersonView, right: QStackedWidget, halves: Halves) -> None:
        super().__init__(halves)
        self.desk, self.pane, self.person, self.right, self.halves = desk, pane, person, right, halves
        self.visit: VisitForm | None = None
        self.resident: ResidentForm | None = None
        self.following = ""

    @property
    def visiting(self) -> bool:
        """Whether a visit is being noted."""
        return self.visit is not None and not self.visit.isHidden()

    @property
    def editing(self) -> bool:
        """Whether a resident's form is open."""
        return self.resident is not None and self.right.currentWidget() is self.resident

    def note_visit(self) -> None:
        """Open the form of a visit beside the person shown."""
        person = self.person.person
        if person is None or person.locked or self.editing:
            return
        if self.visit is None:
            self.visit = VisitForm(self.desk)
            self.visit.closed.connect(self._visit_closed)
            self.visit.next_wanted.connect(self._visit_next)
        self.pane.set_narrow(True)
        self.person.set_beside(True)
        self.halves.stand(self.visit)
        self._visit_to(person.id)

    def _visit_to(self, who: str) -> None:
        if self.visit is not None:
            self.following = self.pane.table.neighbour(1)
            self.visit.open_for(who)

    def go_along(self, who: str) -> bool:
        """Let the form follow the list to `who`; tells whether it may (something unsaved asks)."""
        if self.visit is None or not self.visiting or self.visit.resident_id == who:
            return True
        if not self.visit.leave():
            self.pane.go_to(self.visit.resident_id)
            return False
        self.person.show_person(who)
        if self.person.person is not None and self.person.person.locked:
            self._visit_closed()
        else:
            self._visit_to(who)
        return True

    def _visit_closed(self) -> None:
        self.halves.go()
        self.pane.set_narrow(False)
        self.person.set_beside(False)
        self.pane.show_list()
        self.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _visit_next(self) -> None:
        """Go on with the one who stood below in the list when the form was opened."""
        following = self.following
        if following and self.pane.roll.line(following):
            self.pane.go_to(following)
            self.person.show_person(following)
            if self.person.person is not None and not self.person.person.locked:
                self._visit_to(following)
                return
        self._visit_closed()

    def add(self) -> None:
        """Open the form of a new resident."""
        self._open("")

    def change(self, field: str = "") -> None:
        """Open the form of the person shown, at a field of it."""
        if self.person.person is not None and not self.person.person.locked:
            self._open(self.person.resident_id)
            if self.resident is not None and self.editing and field in self.resident.body.fields:
                self.resident.body.focus(field)

    def _open(self, who: str) -> None:
        if self.visiting or self.editing:
            return
        if self.resident is None:
            self.resident = ResidentForm(self.desk)
            self.resident.closed.connect(self._closed)
            self.resident.other_wanted.connect(self._closed)
            self.right.addWidget(self.resident)
        self.right.setCurrentWidget(self.resident)
        self.resident.open_for(who)

    def _closed(self, who: str) -> None:
        self.right.setCurrentWidget(self.person)
        if who:
            self.shown_wanted.emit(who)
        self.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> bool:
        """Close what is open; tells whether it let go."""
        if self.visit is not None and self.visiting:
            if not self.visit.leave():
                return False
            self._visit_closed()
        if self.resident is not None and self.editing:
            if not self.resident.leave():
                return False
            self._closed("")
        return True

    def keep(self) -> None:
        """Keep what was typed."""
        for form in (self.visit, self.resident):
            if form is not None:
                form.keep()
