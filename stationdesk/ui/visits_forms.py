"""The form of the page of visits: a new visit beside its person, a kept one beside the list, and who comes next."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from stationdesk.i18n import _
from stationdesk.services.person_facts import person_facts
from stationdesk.services.visit_correcting import own_visit
from stationdesk.services.visit_list import VisitRow, rows
from stationdesk.ui.find_dialog import FindDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import tell
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.person_view import PersonView
from stationdesk.ui.residents_layout import FORM, FORM_AT_LARGE, FORM_AT_LARGEST
from stationdesk.ui.visit_form import VisitForm
from stationdesk.ui.visit_noting import Noting
from stationdesk.ui.visits_pane import VisitsPane


class VisitsForms(QObject):
    """Opens and closes the form; it is made when it is first wanted."""

    def __init__(self, desk: OpenDesk, pane: VisitsPane, row: QHBoxLayout, page: QWidget) -> None:
        super().__init__(page)
        self.desk, self.pane, self.row, self.page = desk, pane, row, page
        self.noting: Noting | None = None
        self.person: PersonView | None = None
        self.form: VisitForm | None = None
        self.left = QStackedWidget()
        self.left.addWidget(pane)
        row.addWidget(self.left, 1)
        desk.look.changed.connect(self.divide)

    @property
    def writing(self) -> bool:
        """Whether the form is open."""
        return self.form is not None and not self.form.isHidden()

    def ask(self) -> None:
        """Ask who was visited, and open the form beside him."""
        if self.writing:
            return
        title, text = _("Who was visited?"), _("Others of the household can be ticked in the form.")
        who = FindDialog(self.desk, title, text, _("Note the visit"), parent=self.page).ask()
        if who:
            self.note(Noting(who))

    def note(self, noting: Noting) -> None:
        """Open the form of a new visit beside the person."""
        with self.desk.reading() as session:
            facts = person_facts(session, noting.resident_id, self.desk.today(), may_see_children=self.desk.sees_children)
        if facts.locked:
            self._locked()
            self._closed(noting)
            return
        self.noting = noting
        if self.person is None:
            self.person = PersonView(self.desk)
            self.left.addWidget(self.person)
            self.person.set_beside(True)
        self.person.show_person(noting.resident_id)
        self._stand(self.person).open_for(noting.resident_id)

    def open_row(self, row: VisitRow) -> None:
        """Show the visit of a row."""
        if row.locked:
            self._locked()
            return
        self.noting = None
        self._stand(self.pane).open_visit(row.id)

    def show_visit(self, visit_id: str) -> None:
        """Show a kept visit beside the list, which stands on it. Raises VisitImpossible if it was taken out meanwhile."""
        sees, covered = self.desk.sees_children, self.desk.faces_visitors
        with self.desk.reading() as session:
            key = own_visit(session, visit_id).key or 0
            row = rows(session, [key], self.desk.today(), may_see_children=sees, covered=covered)[key]
        self.pane.go_to(key)
        self.open_row(row)

    def _locked(self) -> None:
        title = _("A child's record is not open to you here.")
        text = _("It needs the right to children's records; while the screen faces visitors, it is opened on the child's own page.")
        tell(self.page, self.desk.look, title, text, _("I see"))

    def _stand(self, beside: QWidget) -> VisitForm:
        """Let the form stand beside the person, or beside the list."""
        if self.form is None:
            self.form = VisitForm(self.desk)
            self.form.closed.connect(lambda: self._closed(self.noting))
            self.form.next_wanted.connect(self._next)
            self.row.addWidget(self.form)
        self.left.setCurrentWidget(beside)
        self.pane.set_narrow(True)
        self.form.show()
        self.divide()
        return self.form

    def divide(self) -> None:
        """Give the form its width; at a larger text it is wider, and what stands beside it makes room."""
        if self.form is not None:
            wanted = {TextSize.STANDARD: FORM, TextSize.LARGE: FORM_AT_LARGE}.get(self.desk.look.text_size, FORM_AT_LARGEST)
            self.form.setFixedWidth(min(wanted, max(self.page.width(), 1000) // 2 + 60))

    def _closed(self, noting: Noting | None) -> None:
        """Go back to the list, or to the page that asked."""
        if self.form is not None:
            self.form.hide()
        self.noting = None
        self.left.setCurrentWidget(self.pane)
        self.pane.set_narrow(False)
        self.pane.first().setFocus()
        if noting is not None and noting.back:
            self.desk.open_page.emit(noting.back, None)

    def _next(self) -> None:
        """Go on with the one whose turn is next, else back."""
        noting = self.noting
        if noting is None or not noting.following:
            self._closed(noting)
            return
        who, *rest = noting.following
        self.note(Noting(who, noting.back, tuple(rest)))

    def close(self) -> bool:
        """Close the form; tells whether it let go."""
        if self.form is None or not self.writing:
            return True
        if not self.form.leave():
            return False
        self._closed(None)
        return True

    def refresh(self) -> None:
        """Read the person again who stands beside the form."""
        if self.person is not None and self.left.currentWidget() is self.person:
            self.person.refresh()
