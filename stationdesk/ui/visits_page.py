"""走访: three ways to write visits down, and every visit of a span of days; the form stands beside the person or the list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from stationdesk.i18n import _
from stationdesk.services.person_facts import person_facts
from stationdesk.services.undoing import undo_last
from stationdesk.services.visit_list import VisitRow
from stationdesk.ui import key_map
from stationdesk.ui.desk_window import PAGES
from stationdesk.ui.find_dialog import FindDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.dialogs import tell
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.person_view import PersonView
from stationdesk.ui.residents_layout import FORM, FORM_AT_LARGE, FORM_AT_LARGEST
from stationdesk.ui.visit_form import VisitForm
from stationdesk.ui.visit_noting import Noting, Reading
from stationdesk.ui.visits_pane import VisitsPane

WAYS = {"grid": "grid", "paper": "paper"}
"""The other ways to write visits down, and the pages they are."""
KEPT = "visit:"
"""Before the id of a kept visit that is open, when one comes back after the desk was locked."""


class VisitsPage(Page):
    """The list, the form, and who is to be noted next."""

    name: ClassVar[str] = "visits"
    reads: ClassVar[frozenset[str]] = frozenset({"visit", "resident", "photo", "household", "station", "setting"})

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.noting: Noting | None = None
        self.pane = VisitsPane(desk, ("note", *(way for way in WAYS if WAYS[way] in PAGES)))
        self.person: PersonView | None = None
        self.form: VisitForm | None = None
        self.left = QStackedWidget()
        self.left.addWidget(self.pane)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(0)
        self.row.addWidget(self.left, 1)
        self.pane.opened.connect(self._open)
        self.pane.way_wanted.connect(self._go)
        self.pane.strip.undo.connect(self.undo)
        desk.did.connect(lambda sentence: self.pane.strip.say(sentence, undo=desk.can_undo))
        bound: dict[str, Callable[[], Any]] = {
            "note": self.note,
            "print": self.print,
            "export": self.export,
            "person": self.open_person,
        }
        bound |= {way: partial(self._go, way) for way in WAYS if WAYS[way] in PAGES}
        for name, slot in bound.items():
            key_map.attach(self, f"visits.{name}", slot)
        self.begin_at(self.pane.table)
        self.look.changed.connect(self._divide)

    # -- what is shown

    @property
    def writing(self) -> bool:
        """Whether the form is open."""
        return self.form is not None and not self.form.isHidden()

    def refresh(self) -> None:
        """Read the list again."""
        self.pane.refresh()
        self.begin_at(self.pane.table if self.pane.stack.currentIndex() == 0 else self.pane.nothing.link)
        if self.person is not None and self.left.currentWidget() is self.person:
            self.person.refresh()

    def take(self, argument: Any) -> None:
        """Note a visit to a resident, or show a kept one."""
        if not self._let_go():
            return
        if isinstance(argument, Noting):
            self._note(argument)
        elif isinstance(argument, Reading):
            self._show(argument.visit_id)
        elif argument == "new":
            self.note()
        elif str(argument).startswith(KEPT):
            self._show(str(argument).removeprefix(KEPT))
        else:
            self._note(Noting(str(getattr(argument, "id", argument))))

    def place(self) -> Any:
        """Return what is open: the person noted, or the visit read."""
        if self.form is None or not self.writing:
            return None
        return KEPT + self.form.visit_id if self.form.visit_id else self.form.resident_id

    def topic(self) -> str:
        """Return the manual's page about visits."""
        return "visit"

    # -- noting and reading

    def note(self) -> None:
        """Ask who was visited, and open the form beside him."""
        if self.writing:
            return
        title, text = _("Who was visited?"), _("Others of the household can be ticked in the form.")
        who = FindDialog(self.desk, title, text, _("Note the visit"), parent=self).ask()
        if who:
            self._note(Noting(who))

    def _note(self, noting: Noting) -> None:
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
        self._stand(beside_person=True).open_for(noting.resident_id)

    def _locked(self) -> None:
        title = _("A child's record is not open to you here.")
        text = _("It needs the right to children's records; while the screen faces visitors, it is opened on the child's own page.")
        tell(self, self.look, title, text, _("I see"))

    def _open(self, row: VisitRow) -> None:
        if row.locked:
            self._locked()
        elif row.resident_id:
            self._show(row.id)

    def _show(self, visit_id: str) -> None:
        """Show a kept visit beside the list."""
        self._stand(beside_person=False).open_visit(visit_id)

    def _stand(self, *, beside_person: bool) -> VisitForm:
        """Let the form stand beside the person, or beside the list."""
        if self.form is None:
            self.form = VisitForm(self.desk)
            self.form.closed.connect(lambda: self._closed(self.noting))
            self.form.next_wanted.connect(self._next)
            self.row.addWidget(self.form)
        self.left.setCurrentWidget(self.person if beside_person and self.person is not None else self.pane)
        self.pane.set_narrow(True)
        self.form.show()
        self._divide()
        return self.form

    def _divide(self) -> None:
        """Give the form its width; at the largest text what stands beside it makes room."""
        if self.form is None:
            return
        wanted = {TextSize.STANDARD: FORM, TextSize.LARGE: FORM_AT_LARGE}.get(self.look.text_size, FORM_AT_LARGEST)
        self.form.setFixedWidth(min(wanted, max(self.width(), 1000) // 2 + 60))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Divide anew."""
        super().resizeEvent(event)
        self._divide()

    def _closed(self, noting: Noting | None) -> None:
        """Go back to the list, or to the page that asked."""
        if self.form is not None:
            self.form.hide()
        self.noting = None
        self.left.setCurrentWidget(self.pane)
        self.pane.set_narrow(False)
        self.pane.begin()
        if noting is not None and noting.back:
            self.desk.open_page.emit(noting.back, None)

    def _next(self) -> None:
        """Go on with the one whose turn is next, else back."""
        noting = self.noting
        if noting is None or not noting.following:
            self._closed(noting)
            return
        who, *rest = noting.following
        self._note(Noting(who, noting.back, tuple(rest)))

    def _let_go(self) -> bool:
        """Close the form if it lets go."""
        if self.form is None or not self.writing:
            return True
        if not self.form.leave():
            return False
        self._closed(None)
        return True

    # -- what else can be done

    def _go(self, way: str) -> None:
        if way == "note":
            self.note()
        elif not self.writing:
            self.desk.open_page.emit(WAYS[way], None)

    def open_person(self) -> None:
        """Open the person of the current visit."""
        row = self.pane.current()
        if row is not None and row.resident_id and not self.writing:
            self.desk.open_page.emit("residents", row.resident_id)

    def print(self) -> None:
        """Show the preview of the list."""
        from stationdesk.ui.visits_paper import print_visits

        if not self.writing:
            print_visits(self.desk, self.pane.wanted(), self.pane.filters.words(), self)

    def export(self) -> None:
        """Write the list as a workbook."""
        from stationdesk.ui.visits_paper import export_visits

        if not self.writing and self.pane.shown.person_times:
            export_visits(self.desk, self.pane.wanted(), self.pane.filters.words(), self)

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)

    def leave(self) -> bool:
        """Tell whether the page may be left: a half-filled form asks."""
        return self._let_go()

    def keep(self) -> None:
        """Keep what was typed."""
        if self.form is not None:
            self.form.keep()
