"""The residents' page: the list, the open person, and the form that stands beside or in the person's place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from stationdesk.i18n import _
from stationdesk.services.contacts import How
from stationdesk.services.resident_roll import roll_of
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.bars import KeyStrip
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.person_view import PersonView
from stationdesk.ui.resident_form import ResidentForm
from stationdesk.ui.residents_pane import ResidentsPane
from stationdesk.ui.visit_form import VisitForm

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
        self.wanted = self.following = ""
        self._build()
        self._bind()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.pane = ResidentsPane(self.desk, self.roll)
        self.person = PersonView(self.desk)
        self.right = QStackedWidget()
        self.right.addWidget(self.person)
        self.resident_form: ResidentForm | None = None
        self.visit_form: VisitForm | None = None
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.pane)
        self.splitter.addWidget(self.right)
        box.addWidget(self.splitter, 1)
        self.strip = KeyStrip(self.look)
        self.strip.hide()
        box.addWidget(self.strip)
        self._divide()

    def _bind(self) -> None:
        self.pane.chosen.connect(self._show)
        self.pane.opened.connect(self._open)
        self.pane.figure.connect(self._figure)
        self.pane.add.clicked.connect(self.add)
        self.person.visit_wanted.connect(self.note_visit)
        self.person.edit_wanted.connect(self.change)
        self.person.cards_wanted.connect(self.print_cards)
        for strip in (self.pane.strip, self.strip):
            strip.undo.connect(self.undo)
        self.desk.did.connect(self._did)
        self.look.changed.connect(self._divide)
        bound: dict[str, Callable[[], Any]] = {"add": self.add, "visit": self.note_visit, "edit": self.change}
        bound |= {"print": self.print_list, "export": self.export, "alone": self.alone, "cards": self.print_cards}
        for name, slot in bound.items():
            key_map.attach(self, f"residents.{name}", slot)
        self.back_key = key_map.attach(self.person, "residents.back", self.back)
        self.next_key = key_map.attach(self.person, "residents.next", lambda: self.step(1))
        self.before_key = key_map.attach(self.person, "residents.previous", lambda: self.step(-1))
        for key in (self.next_key, self.before_key):
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
        self.pane.refresh()
        if self.wanted:
            self._go_to(self.wanted)
        elif self.person.resident_id and self.roll.line(self.person.resident_id):
            self.person.refresh()
        else:
            self.person.clear()
            self.pane.first()
        if self.focusWidget() is None:
            self.setFocusProxy(self.pane.table)

    def take(self, argument: Any) -> None:
        """Open a resident by id (or by something that has one), `new` for the form of a new one."""
        if argument == "new":
            self.add()
            return
        who = str(getattr(argument, "id", argument))
        if not self.close_forms():
            return
        self.wanted = who
        if self.roll.ready:
            self._go_to(who)

    def _go_to(self, who: str) -> None:
        self.wanted = ""
        if self.person.resident_id != who and self.roll.line(who):
            self.person.show_person(who)
        if not self.pane.go_to(who):
            self.pane.table.clearSelection()

    def _show(self, who: str) -> None:
        """Show whom the list came to, unless a form about somebody else is open."""
        if self.visit_form is not None and self.visit_form.isVisible() and self.visit_form.resident_id != who:
            if not self.visit_form.leave():
                self.pane.go_to(self.visit_form.resident_id)
                return
            self.person.show_person(who)
            self.visit_form.open_for(who)
            self.following = self.pane.neighbour(1)
            return
        if self.right.currentWidget() is not self.person:
            return
        self.person.show_person(who)

    # -- list, person alone, neighbours

    def _divide(self) -> None:
        width = self.width() if self.width() > 400 else 1230
        large = self.look.text_size is TextSize.EXTRA_LARGE
        if self.visit_form is not None and self.visit_form.isVisible():
            form = min(round(width * 0.43), 620 if large else 540)
            pane = 0 if large else 252
            self.pane.setVisible(not large)
            self.splitter.setSizes([pane, width - pane - form, form] if not large else [0, width - form, form])
        else:
            pane = round(width * (0.407 if large else 0.481))
            self.splitter.setSizes([pane, width - pane])

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 (Qt's name)
        """Keep the halves in their proportion."""
        super().resizeEvent(event)
        self._divide()

    def _open(self, who: str) -> None:
        """Enter: to the person's page alone at the largest text, else the keyboard goes over to the person."""
        if self.person.resident_id != who:
            self.person.show_person(who)
        if self.look.text_size is TextSize.EXTRA_LARGE:
            self.alone(on=True)
        else:
            self.person.tabs.history.setFocus(Qt.FocusReason.OtherFocusReason)

    def alone(self, on: bool | None = None) -> None:
        """Give the person the whole page, or go back to the list."""
        wanted = not self.person.alone if on is None else on
        if self.person.person is None or self.right.currentWidget() is not self.person or self._visiting():
            return
        self.pane.setVisible(not wanted)
        self.person.set_alone(wanted)
        for key in (self.next_key, self.before_key):
            key.setEnabled(wanted)
        self.strip.setVisible(wanted)
        self._name_neighbours()
        if not wanted:
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
        if self.person.alone:
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
        if not self.person.bar.isVisible() or self._visiting():
            return
        for name, how in FIGURES.items():
            if key_map.pressed(event, f"residents.{name}"):
                self.person.record(how)

    # -- forms

    def _visiting(self) -> bool:
        return self.visit_form is not None and self.visit_form.isVisible()

    def note_visit(self) -> None:
        """Open the form of a visit beside the person."""
        person = self.person.person
        if person is None or person.locked or self.right.currentWidget() is not self.person:
            return
        if self.person.alone:
            self.alone(on=False)
        if self.visit_form is None:
            self.visit_form = VisitForm(self.desk)
            self.visit_form.closed.connect(self._visit_closed)
            self.visit_form.next_wanted.connect(self._visit_next)
            self.splitter.addWidget(self.visit_form)
        self.pane.set_narrow(True)
        self.person.set_beside(True)
        self.visit_form.show()
        self._divide()
        self.visit_form.open_for(person.id)
        self.following = self.pane.neighbour(1)

    def _visit_closed(self) -> None:
        if self.visit_form is not None:
            self.visit_form.hide()
        self.pane.show()
        self.pane.set_narrow(False)
        self.person.set_beside(False)
        self._divide()
        self.pane.show_list()
        self.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _visit_next(self) -> None:
        """Go on with the one who stood below in the list when the form was opened."""
        if self.visit_form is None:
            return
        following = self.following
        if following and self.roll.line(following):
            self.pane.go_to(following)
            self.person.show_person(following)
            self.visit_form.open_for(following)
            self.following = self.pane.neighbour(1)
        else:
            self._visit_closed()

    def add(self) -> None:
        """Open the form of a new resident in the person's place."""
        self._open_form("")

    def change(self) -> None:
        """Open the form of the person shown."""
        if self.person.person is not None and not self.person.person.locked:
            self._open_form(self.person.resident_id)

    def _open_form(self, who: str) -> None:
        if self._visiting() or self.right.currentWidget() is not self.person:
            return
        if self.person.alone:
            self.alone(on=False)
        if self.resident_form is None:
            self.resident_form = ResidentForm(self.desk)
            self.resident_form.closed.connect(self._form_closed)
            self.resident_form.other_wanted.connect(self._form_closed)
            self.right.addWidget(self.resident_form)
        self.right.setCurrentWidget(self.resident_form)
        self.resident_form.open_for(who)

    def _form_closed(self, who: str) -> None:
        self.right.setCurrentWidget(self.person)
        if who and self.roll.ready:
            self._go_to(who)
        self.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_forms(self) -> bool:
        """Close the open form; tells whether it let go."""
        if self._visiting() and self.visit_form is not None:
            if not self.visit_form.leave():
                return False
            self._visit_closed()
        if self.resident_form is not None and self.right.currentWidget() is self.resident_form:
            if not self.resident_form.leave():
                return False
            self._form_closed("")
        return True

    def leave(self) -> bool:
        """Tell whether the page may be left: a half-filled form asks."""
        self.person.grid.cover()
        return self.close_forms()

    def keep(self) -> None:
        """Keep what was typed; numbers shown are covered."""
        self.person.grid.cover()
        for form in (self.visit_form, self.resident_form):
            if form is not None:
                form.keep()

    # -- paper, files, undo

    def _about(self) -> str:
        buttons = self.pane.filters.values()
        return "，".join(button.words() for button in buttons if button.chosen())

    def print_list(self) -> None:
        """Print those marked, or everybody shown."""
        from stationdesk.ui.residents_paper import print_list

        if listed := self.pane.listed():
            print_list(self.desk, listed, self._about(), self)

    def export(self) -> None:
        """Export those marked, or everybody shown."""
        from stationdesk.ui.residents_paper import export

        if listed := self.pane.listed():
            export(self.desk, listed, self._about(), self)

    def print_cards(self) -> None:
        """Print contact cards of those marked, or of the open person."""
        from stationdesk.ui.print_cards import print_cards

        marked = self.pane.listed() if self.pane.table.marked() else []
        who = marked or [one for one in (self.person.resident_id,) if one]
        if who:
            print_cards(
                self.desk, self, resident_id="" if marked else who[0], name="" if marked else self.person.name.text(), marked=marked
            )

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says))

    def _did(self, sentence: str) -> None:
        for strip in (self.pane.strip, self.strip):
            strip.say(sentence, undo=True)
