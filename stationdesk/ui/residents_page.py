"""The residents' page: the list, the open person, and the form that stands beside or in the person's place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from stationdesk.i18n import _
from stationdesk.services.contacts import How
from stationdesk.services.gaps import Gap
from stationdesk.services.resident_roll import roll_of
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import KeyStrip
from stationdesk.ui.person_view import PersonView
from stationdesk.ui.residents_alone import PersonAlone
from stationdesk.ui.residents_forms import ResidentsForms
from stationdesk.ui.residents_layout import Halves
from stationdesk.ui.residents_pane import ResidentsPane
from stationdesk.ui.residents_prints import ResidentsPrints
from stationdesk.ui.residents_source import is_large, read_roll
from stationdesk.ui.residents_ways import ResidentsWays

FIGURES = {"residents.phone": How.PHONE, "residents.home": How.HOME, "residents.nobody": How.NOBODY}


class ResidentsPage(Page):
    """Who is here, and everything about the one who is open."""

    name: ClassVar[str] = "residents"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"resident", "visit", "kin", "guardian", "category_tag", "care_grade", "grade_scheme", "pairing"}
        | {"status_change", "household", "consent", "card_issue", "note", "import_batch", "station", "helper", "setting"}
        | {"health_record", "health_reading", "medicine", "care_plan", "plan_step"}
        | {"service_request", "request_event", "wish", "wish_event", "wish_claim"}
    )

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.roll = roll_of(desk.database)
        self.wanted = self.tab = ""
        self.pane = ResidentsPane(desk, self.roll)
        self.person = PersonView(desk)
        self.right = QStackedWidget()
        self.right.setMinimumWidth(300)
        self.right.addWidget(self.person)
        self.halves = Halves(self.look, self.pane, self.right)
        self.forms = ResidentsForms(desk, self.pane, self.person, self.right, self.halves)
        self.prints = ResidentsPrints(desk, self.pane, self.person, self)
        self.ways = ResidentsWays(desk, self.pane, self.person, self.prints)
        self.strip = KeyStrip(self.look)
        self.alone = PersonAlone(self.pane, self.person, self.halves, self.strip)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.halves, 1)
        box.addWidget(self.strip)
        self._bind()

    def _bind(self) -> None:
        self.pane.chosen.connect(self._show)
        self.pane.opened.connect(self._open)
        self.pane.figure.connect(self.keyPressEvent)
        self.pane.add.clicked.connect(self.add)
        self.person.visit_wanted.connect(self.note_visit)
        self.person.edit_wanted.connect(self.change)
        self.forms.shown_wanted.connect(self._go_to)
        for strip in (self.pane.strip, self.strip):
            strip.undo.connect(self.undo)
        self.desk.did.connect(self._did)
        bound: dict[str, Callable[[], Any]] = {
            "residents.add": self.add,
            "residents.visit": self.note_visit,
            "residents.edit": self.change,
            "residents.alone": self.turn_alone,
            "residents.reveal": self.reveal,
            "residents.print": self.prints.list,
            "residents.export": self.prints.export,
            "residents.forms": self.prints.forms,
            "residents.cards": self.prints.cards,
            "residents.status": self.ways.change_status,
            "residents.look_alikes": self.ways.merges.look_alikes,
            "residents.merge_with": self.ways.merges.merge_with,
            "residents.tags": self.ways.change_categories,
        }
        for name, slot in bound.items():
            key_map.attach(self, name, slot)

    # -- reading

    def refresh(self) -> None:
        """Read list and person again; in a very large register the first time without holding the window up."""
        if self.roll.ready or not is_large(self.desk):
            self._fill()
        else:
            self.pane.count.setText(_("Reading the list"))
            self.desk.jobs.start(partial(read_roll, self.desk), lambda _none: self._fill())

    def _fill(self) -> None:
        self.begin_at(self.pane.table)
        self.pane.refresh()
        if self.wanted:
            self._go_to(self.wanted)
        elif self.person.resident_id and self.roll.line(self.person.resident_id):
            self.person.refresh()
        else:
            self.person.clear()
            self.pane.first()

    def topic(self) -> str:
        """Return the manual's page about the list, or about the visit that is being noted."""
        return "visit" if self.forms.visiting else self.name

    def take(self, argument: Any) -> None:
        """Open a resident by id (or by something that has one; ID#plan at that tab, ID#edit:FIELD in the form).

        `new` is for a new one, `hospital` shows those who lie in hospital.
        """
        if argument == "new":
            self.add()
            return
        if not self.forms.close():
            return
        if isinstance(argument, Gap) or argument == "hospital":
            self.alone.turn(on=False)
            self.pane.show_gap(argument if isinstance(argument, Gap) else None)
            return
        self.wanted, _mark, self.tab = str(getattr(argument, "id", argument)).partition("#")
        if self.roll.ready:
            self._go_to(self.wanted)

    def _go_to(self, who: str) -> None:
        """Open somebody and make his row the current one, if the list has him."""
        self.wanted, tab, self.tab = "", self.tab, ""
        if self.roll.line(who):
            self.person.show_person(who)
            if not self.pane.go_to(who):
                self.pane.table.clearSelection()
            if tab.startswith("edit:"):
                self.forms.change(tab.removeprefix("edit:"))
            else:
                self.person.tabs.turn_to(tab)

    def _show(self, who: str) -> None:
        """Show whom the list came to; a form that is open goes along or stays."""
        if not self.forms.editing and self.forms.go_along(who) and self.person.resident_id != who:
            self.person.show_person(who)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the halves in their proportion."""
        super().resizeEvent(event)
        self.halves.divide()

    def _open(self, who: str) -> None:
        """Enter: the person alone at the largest text, else the keyboard goes over to the person."""
        if self.person.resident_id != who:
            self.person.show_person(who)
        if self.halves.large:
            self.alone.turn(on=True)
        else:
            self.person.tabs.history.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn_alone(self) -> None:
        """Give the person the whole page, or go back to the list."""
        if not self.forms.editing and not self.forms.visiting:
            self.alone.turn(on=not self.person.alone)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the figures of the attention bar from anywhere in the page that does not use them: record a contact, if one is due."""
        how = next((how for name, how in FIGURES.items() if key_map.pressed(event, name)), None)
        if how is None:
            super().keyPressEvent(event)
        elif not (self.person.bar.isHidden() or self.forms.visiting or self.forms.editing or event.isAutoRepeat()):
            self.person.record(how)

    def reveal(self) -> None:
        """Show the numbers of the person seen, wherever in the page the keyboard is."""
        if self.person.isVisible():
            self.person.reveal()

    # -- forms, undo

    def note_visit(self) -> None:
        """Open the form of a visit beside the person."""
        self.alone.turn(on=False)
        self.forms.note_visit()

    def add(self) -> None:
        """Open the form of a new resident in the person's place."""
        self.alone.turn(on=False)
        self.forms.add()

    def change(self) -> None:
        """Open the form of the person shown."""
        self.alone.turn(on=False)
        self.forms.change()

    def leave(self) -> bool:
        """Tell whether the page may be left: a half-filled form asks."""
        self.person.grid.cover()
        return self.forms.close()

    def keep(self) -> None:
        """Keep what was typed; numbers shown are covered."""
        self.person.grid.cover()
        self.forms.keep()

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)

    def _did(self, sentence: str) -> None:
        for strip in (self.pane.strip, self.strip):
            strip.say(sentence, undo=self.desk.can_undo)
