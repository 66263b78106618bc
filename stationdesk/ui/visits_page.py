"""走访: three ways to write visits down, and every visit of a span of days; the form stands beside the person or the list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from stationdesk.i18n import _
from stationdesk.services.photo_uses import delete_expired, refuse_doubtful_clock
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.desk_pages import PAGES
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.visit_noting import Noting, Reading
from stationdesk.ui.visits_forms import VisitsForms
from stationdesk.ui.visits_pane import VisitsPane

WAYS = {"grid": "grid", "paper": "paper"}
"""The other ways to write visits down, and the pages they are."""
KEPT = "visit:"
"""Before the id of a kept visit that is open, when one comes back after the desk was locked."""


class VisitsPage(Page):
    """The list of visits, and what can be done with it."""

    name: ClassVar[str] = "visits"
    reads: ClassVar[frozenset[str]] = frozenset({"visit", "resident", "photo", "household", "station", "setting"})

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        ways = tuple(way for way, page in WAYS.items() if page in PAGES)
        self.pane = VisitsPane(desk, ("note", *ways))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.forms = VisitsForms(desk, self.pane, row, self)
        self.pane.opened.connect(self.forms.open_row)
        self.pane.way_wanted.connect(self._go)
        self.pane.strip.undo.connect(self.undo)
        self.pane.over_wanted.connect(self.delete_over)
        desk.did.connect(lambda sentence: self.pane.strip.say(sentence, undo=desk.can_undo))
        bound: dict[str, Callable[[], Any]] = {
            "note": self.forms.ask,
            "print": self.print,
            "export": self.export,
            "person": self.open_person,
        }
        bound |= {way: partial(self._go, way) for way in ways}
        for name, slot in bound.items():
            key_map.attach(self, f"visits.{name}", slot)
        self.begin_at(self.pane.table)

    def refresh(self) -> None:
        """Read the list again."""
        self.pane.refresh()
        self.begin_at(self.pane.first())
        self.forms.refresh()

    def take(self, argument: Any) -> None:
        """Note a visit to a resident, or show a kept one."""
        if not self.forms.close():
            return
        if isinstance(argument, Noting):
            self.forms.note(argument)
        elif isinstance(argument, Reading):
            self.forms.show_visit(argument.visit_id)
        elif argument == "new":
            self.forms.ask()
        elif str(argument).startswith(KEPT):
            self.forms.show_visit(str(argument).removeprefix(KEPT))
        else:
            self.forms.note(Noting(str(getattr(argument, "id", argument))))

    def place(self) -> Any:
        """Return what is open: the person noted, or the visit read."""
        form = self.forms.form
        if form is None or not self.forms.writing:
            return None
        return KEPT + form.visit_id if form.visit_id else form.resident_id

    def topic(self) -> str:
        """Return the manual's page about visits, about noting one while one does."""
        return "visit" if self.forms.writing else self.name

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Divide anew."""
        super().resizeEvent(event)
        self.forms.divide()

    def leave(self) -> bool:
        """Tell whether the page may be left: a half-filled form asks."""
        return self.forms.close()

    def keep(self) -> None:
        """Keep what was typed."""
        if self.forms.form is not None:
            self.forms.form.keep()

    # -- what else can be done

    def _go(self, way: str) -> None:
        if way == "note":
            self.forms.ask()
        elif not self.forms.writing:
            self.desk.open_page.emit(WAYS[way], None)

    def open_person(self) -> None:
        """Open the person of the current visit."""
        row = self.pane.current()
        if row is not None and row.resident_id and not self.forms.writing:
            self.desk.open_page.emit("residents", row.resident_id)

    def print(self) -> None:
        """Show the preview of the list."""
        from stationdesk.ui.visits_paper import print_visits

        if not self.forms.writing:
            print_visits(self.desk, self.pane.wanted(), self.pane.filters.words(), self)

    def export(self) -> None:
        """Write the list as a workbook."""
        from stationdesk.ui.visits_paper import export_visits

        if not self.forms.writing and self.pane.shown.person_times:
            export_visits(self.desk, self.pane.wanted(), self.pane.filters.words(), self)

    def delete_over(self) -> None:
        """Delete for good the pictures whose time is over, once that is confirmed; with a clock in doubt it says why not."""
        with self.desk.reading() as session:
            refuse_doubtful_clock(session, self.desk.now())
        text = _("The pictures are deleted for good and cannot be brought back. That they were there, and until when, stays written.")
        dialog = Dialog(self, self.look, _("Delete the photos whose time is over?"), text)
        dialog.add_button(_("Delete them for good"), "primary", "", "delete")
        dialog.add_button(_("Not now"), "quiet", "Esc")
        if dialog.ask() != "delete":
            return
        says = _("Delete photos whose time is over")
        with self.desk.database.writing(self.desk.operator.name, says, final=True) as session:
            delete_expired(session, self.desk.now())
        self.desk.said(says, undo=False)

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)
