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
from stationdesk.services.resident_roll import roll_of
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.bars import KeyStrip
from stationdesk.ui.person_view import PersonView
from stationdesk.ui.residents_forms import ResidentsForms
from stationdesk.ui.residents_layout import Halves
from stationdesk.ui.residents_pane import ResidentsPane
from stationdesk.ui.residents_prints import ResidentsPrints

LARGE = 5000
"""Residents from which the first reading of the roll does not hold the window up."""
FIGURES = {"phone": How.PHONE, "home": How.HOME, "nobody": How.NOBODY}


class ResidentsPage(Page):
    """Who is here, and everything about the one who is open."""

    name: ClassVar[str] = "residents"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"resident", "visit", "kin", "guardian", "category_tag", "care_grade", "grade_scheme", "pairing"}
        | {"household", "consent", "card_issue", "note", "import_batch", "station", "helper"}
    )

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.roll = roll_of(desk.database)
        self.wanted = ""
        self.pane = ResidentsPane(desk, self.roll)
        self.person = PersonView(desk)
        self.right = QStackedWidget()
        self.right.setMinimumWidth(300)
        self.right.addWidget(self.person)
        self.halves = Halves(self.look, self.pane, self.right)
        self.forms = ResidentsForms(desk, self.pane, self.person, self.right, self.halves)
        self.prints = ResidentsPrints(desk, self.pane, self.person, self)
        self.strip = KeyStrip(self.look)
        self.strip.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.halves, 1)
        box.addWidget(self.strip)
        self._bind()

    def _bind(self) -> None:
        self.pane.chosen.connect(self._show)
        self.pane.opened.connect(self._open)
        self.pane.figure.connect(self._figure)
        self.pane.add.clicked.connect(self.add)
        self.person.visit_wanted.connect(self.note_visit)
        self.person.edit_wanted.connect(self.change)
        self.person.cards_wanted.connect(self.prints.cards)
        self.forms.shown_wanted.connect(self._go_to)
        for strip in (self.pane.strip, self.strip):
            strip.undo.connect(self.undo)
        self.desk.did.connect(self._did)
        bound: dict[str, Callable[[], Any]] = {"add": self.add, "visit": self.note_visit, "edit": self.change, "alone": self.alone}
        bound |= {"print": self.prints.list, "export": self.prints.export, "cards": self.prints.cards}
        for name, slot in bound.items():
            key_map.attach(self, f"residents.{name}", slot)
        key_map.attach(self.person, "residents.back", self.back)
        turning = (("next", 1), ("previous", -1))
        self.turning = [key_map.attach(self.person, f"residents.{name}", partial(self.step, step)) for name, step in turning]
        for key in self.turning:
            key.setEnabled(False)

    # -- reading

    def refresh(self) -> None:
        """Read list and person again; in a very large register the first time without holding the window up."""
        if not self.roll.ready and self._is_large():
            self.desk.jobs.start(self._read_roll, lambda _none: self._fill())
            return
        self._fill()

    def _is_large(self) -> bool:
        with self.desk.reading() as session:
            return int(session.connection().exec_driver_sql("SELECT coalesce(max(key), 0) FROM resident").scalar_one()) > LARGE

    def _read_roll(self, report: Report) -> None:
        report(_("Reading the list"))
        with self.desk.reading() as session:
            self.roll.follow(session, self.desk.today())

    def _fill(self) -> None:
        self.setFocusProxy(self.pane.table)
        self.pane.refresh()
        if self.wanted:
            self._go_to(self.wanted)
        elif self.person.resident_id and self.roll.line(self.person.resident_id):
            self.person.refresh()
        else:
            self.person.clear()
            self.pane.first()

    def take(self, argument: Any) -> None:
        """Open a resident by id (or by something that has one), `new` for the form of a new one."""
        if argument == "new":
            self.add()
            return
        if not self.forms.close():
            return
        self.wanted = str(getattr(argument, "id", argument))
        if self.roll.ready:
            self._go_to(self.wanted)

    def _go_to(self, who: str) -> None:
        """Open somebody and make his row the current one, if the list has him."""
        self.wanted = ""
        if self.roll.line(who):
            self.person.show_person(who)
            if not self.pane.go_to(who):
                self.pane.table.clearSelection()

    def _show(self, who: str) -> None:
        """Show whom the list came to; a form that is open goes along or stays."""
        if not self.forms.editing and self.forms.go_along(who) and self.person.resident_id != who:
            self.person.show_person(who)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the halves in their proportion."""
        super().resizeEvent(event)
        self.halves.divide()

    # -- the person alone, neighbours

    def _open(self, who: str) -> None:
        """Enter: the person alone at the largest text, else the keyboard goes over to the person."""
        if self.person.resident_id != who:
            self.person.show_person(who)
        if self.halves.large:
            self.alone(on=True)
        else:
            self.person.tabs.history.setFocus(Qt.FocusReason.OtherFocusReason)

    def alone(self, *, on: bool | None = None) -> None:
        """Give the person the whole page, or go back to the list."""
        wanted = not self.person.alone if on is None else on
        if self.person.person is None or self.forms.editing or self.forms.visiting or wanted == self.person.alone:
            return
        self.pane.setVisible(not wanted)
        self.person.set_alone(wanted)
        for key in self.turning:
            key.setEnabled(wanted)
        self.strip.setVisible(wanted)
        self._name_neighbours()
        if not wanted:
            self.halves.divide()
            self.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, step: int) -> None:
        """Go to the neighbour in the list one came from."""
        if who := self.pane.neighbour(step):
            self.pane.go_to(who)
            self._name_neighbours()

    def _name_neighbours(self) -> None:
        keys = [(key_map.shown("residents.back"), _("back to the list"))]
        for name, step, word in (("previous", -1, _("before: {name}")), ("next", 1, _("next: {name}"))):
            if other := self.pane.name_of(self.pane.neighbour(step)):
                keys.append((key_map.shown(f"residents.{name}"), word.format(name=other)))
        self.strip.set_keys(keys)

    def back(self) -> None:
        """Esc in the person: back to the list."""
        self.alone(on=False)
        self.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the figures of the attention bar from anywhere in the page that does not use them itself."""
        if any(key_map.pressed(event, f"residents.{name}") for name in FIGURES):
            self._figure(event)
        else:
            super().keyPressEvent(event)

    def _figure(self, event: QKeyEvent) -> None:
        """Record a contact with the open person, if one is due."""
        if not self.person.bar.isHidden() and not self.forms.visiting and not self.forms.editing:
            for name, how in FIGURES.items():
                if key_map.pressed(event, f"residents.{name}"):
                    self.person.record(how)

    # -- forms, undo

    def note_visit(self) -> None:
        """Open the form of a visit beside the person."""
        self.alone(on=False)
        self.forms.note_visit()

    def add(self) -> None:
        """Open the form of a new resident in the person's place."""
        self.alone(on=False)
        self.forms.add()

    def change(self) -> None:
        """Open the form of the person shown."""
        self.alone(on=False)
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
        self.desk.said(_("Undone: {says}").format(says=undone.says))

    def _did(self, sentence: str) -> None:
        for strip in (self.pane.strip, self.strip):
            strip.say(sentence, undo=True)
