"""One person: name, why he is due and what settles it, facts, and everything that happened; beside the list or alone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services import timeline
from stationdesk.services.contacts import How, record_contact, says
from stationdesk.services.due import Care, State, spoken
from stationdesk.services.person_facts import PersonFacts, numbers_of, person_facts
from stationdesk.services.person_sheets import sheets
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import AttentionBar, EmptyState
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, PiecesLabel, ground, set_property
from stationdesk.ui.parts.more_button import MoreButton
from stationdesk.ui.parts_line import GradeMark
from stationdesk.ui.person_further import Further
from stationdesk.ui.person_head import FactsGrid, empty
from stationdesk.ui.person_tabs import PersonTabs

WIDE = 1000
"""Width in pixels from which a person alone has two columns."""


class PersonView(QWidget):
    """Shows a person; what is to be done with him is asked for by signals."""

    visit_wanted = Signal()
    edit_wanted = Signal()
    alone_wanted = Signal()

    def __init__(self, desk: OpenDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.look = desk, desk.look
        self.person: PersonFacts | None = None
        self.alone = self.beside = False
        self.uncovered = ""
        """The child whose record was opened by hand while the screen faces visitors."""
        ground(self, "surface")
        self._build()
        self.look.changed.connect(self._columns)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        self.outer = outer
        outer.setSpacing(8)
        outer.addLayout(self._title())
        self.bar = AttentionBar(self.look)
        outer.addWidget(self.bar)
        self.body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self.body.setSpacing(10)
        self.grid = FactsGrid(self.look)
        self.grid.reveal_wanted.connect(self.reveal)
        self.grid.rebuilt.connect(self.set_tab_order)
        left = QVBoxLayout()
        left.setContentsMargins(0, 6, 0, 0)
        left.addWidget(self.grid)
        self.left_end = QWidget()
        self.left_end.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        left.addWidget(self.left_end)
        self.body.addLayout(left)
        self.tabs = PersonTabs(self.look)
        self.body.addWidget(self.tabs, 1)
        outer.addLayout(self.body, 1)
        self.nobody = EmptyState(self.look, _("Nobody is open."), _("Choose somebody in the list, or find somebody with Ctrl K."))
        outer.addWidget(self.nobody)
        outer.addStretch(0)
        self._columns()

    def _title(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.name, self.age, self.rest = ElidedLabel("", "name"), Label("", "strong"), PiecesLabel("", "body", "ink2")
        self.name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.lock = Label("", "body", "ink2")
        for widget, stretch in ((self.name, 0), (self.lock, 0), (self.age, 0), (self.rest, 1)):
            line.addWidget(widget, stretch)
        line.insertSpacing(1, 6)
        self.grade = QHBoxLayout()
        line.addLayout(self.grade)
        self.edit = Button(_("Change the person"), self.look, "plain", key_map.shown("residents.edit"), small=True)
        self.more = MoreButton(_("More|menu"), self.look, key_map.shown("residents.person_menu"))
        self.visit = Button(_("Note a visit"), self.look, "primary", key_map.shown("residents.visit"), small=True)
        line.addWidget(self.more)
        for button, signal in ((self.edit, self.edit_wanted), (self.visit, self.visit_wanted)):
            button.clicked.connect(signal)
            line.addWidget(button)
        return line

    def set_tab_order(self) -> None:
        """Let Tab go through the person as the eye does: buttons, what settles it, the numbers, then the tabs."""
        before: QWidget = self.more
        settling, numbers = self.bar.findChildren(Button), self.grid.findChildren(LinkButton)
        for widget in (self.edit, self.visit, *settling, *numbers, self.tabs.bar, self.tabs.history, self.tabs.health):
            QWidget.setTabOrder(before, widget)
            before = widget

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Change between one column and two."""
        super().resizeEvent(event)
        self._columns()

    def _columns(self) -> None:
        margin = self.look.sizes.page_margin
        self.outer.setContentsMargins(margin + 4, 14, margin, 8)
        two = self.alone and self.width() >= WIDE
        way = QBoxLayout.Direction.LeftToRight if two else QBoxLayout.Direction.TopToBottom
        self.left_end.setVisible(two)
        if self.body.direction() != way:
            self.body.setDirection(way)
            self.body.setStretch(0, 1 if two else 0)
            self.grid.set_column(narrow=two)
            self.body.setSpacing(24 if two else 10)

    # -- whom it shows

    @property
    def resident_id(self) -> str:
        """The id of the person shown, empty for nobody."""
        return self.person.id if self.person else ""

    def show_person(self, resident_id: str, *, opened: bool = True) -> None:
        """Show a person as he is kept now; `opened` is written into the access log."""
        on, covered = self.desk.today(), self.desk.faces_visitors
        if resident_id != self.uncovered:
            self.uncovered = ""
        sees = self.desk.sees_children or bool(self.uncovered)
        again = self.person is not None and resident_id == self.person.id and not (self.person.locked and sees)
        with self.desk.reading() as session:
            self.person = person_facts(session, resident_id, on, may_see_children=sees, covered=covered)
            self.person_sheets = sheets(session, resident_id, on, may_see_children=sees, covered=covered)
            home = self.person.household_id
            count = 0 if self.person.locked else timeline.count(session, resident_id, on.isoformat(), household_id=home)
        if not self.person.locked and opened and not again:
            self.desk.log("opened", resident_id=resident_id)
        self._fill(self.person)
        self.tabs.further = None if self.person.locked else Further(self.desk, resident_id)
        self.tabs.show_person(self.person_sheets, count, None if self.person.locked else self._events, on, keep=again)

    def refresh(self) -> None:
        """Read the person again."""
        if self.person is not None:
            self.show_person(self.person.id, opened=False)

    def clear(self) -> None:
        """Show nobody."""
        self.person = None
        self._fill(None)

    def _events(self, start: int) -> list[timeline.Event]:
        person = self.person
        if person is None:
            return []
        with self.desk.reading() as session:
            day, home, covered = self.desk.today().isoformat(), person.household_id, self.desk.faces_visitors
            return timeline.events(session, person.id, day, household_id=home, start=start, covered=covered)

    def _fill(self, person: PersonFacts | None) -> None:
        there = person is not None
        for widget in (self.name, self.age, self.rest, self.grid, self.tabs, self.lock):
            widget.setVisible(there)
        self.nobody.setVisible(not there)
        self.grid.show_facts(person)
        self._buttons()
        if person is None:
            self.bar.hide()
            return
        self.name.setText(person.name)
        self.age.setText(_("{years} years").format(years=person.age) if person.age is not None else "")
        self.rest.set_pieces((person.state, person.sex, person.born))  # what does not fit is left out from the end
        covered = _("The screen faces visitors. {key} opens the record.").format(key=key_map.shown("residents.reveal"))
        self.lock.setText(covered if self.desk.operator.may_see_children else _("A child's record: opened only with the right to it."))
        self.lock.setVisible(person.locked)
        self.tabs.setVisible(not person.locked)
        self._say_due(person)
        self.set_tab_order()

    def _buttons(self) -> None:
        free = self.person is not None and not self.person.locked
        for button in (self.more, self.edit, self.visit):
            button.setVisible(free and not self.beside)
        empty(self.grade)
        if self.person is not None and self.person.grade and (self.beside or self.person.due.state not in (State.LATE, State.TODAY)):
            self.grade.addWidget(GradeMark(self.look, self.person.grade))
            self.grade.addWidget(Label(self.person.grade_word))

    def _say_due(self, person: PersonFacts) -> None:
        found = person.due
        if found.state not in (State.LATE, State.TODAY):
            self.bar.hide()
            return
        words = found.reasons[0][0] if found.reasons else ""
        bold = f"{person.grade_word} {words}"
        late = any(tone == "red" for _text, tone in found.reasons)
        buttons = [] if self.beside or person.locked else self._settling(found.care)
        self.bar.show_sentence("late" if late else "soon", bold, spoken(found.reasons[2:]), buttons, GradeMark(self.look, person.grade))

    def _settling(self, care: Care | None) -> list[QWidget]:
        """Return the buttons that settle what is due."""
        phone = Button(_("Phoned"), self.look, "plain", key_map.shown("residents.phone"), small=True)
        phone.clicked.connect(lambda: self.record(How.PHONE))
        found: list[QWidget] = [phone]
        if care is Care.HOME:
            home = Button(_("Was at the door"), self.look, "plain", key_map.shown("residents.home"), small=True)
            home.clicked.connect(lambda: self.record(How.HOME))
            found = [home]
        if self.alone:
            nobody = Button(_("Nobody answered"), self.look, "plain", key_map.shown("residents.nobody"), small=True)
            nobody.clicked.connect(lambda: self.record(How.NOBODY))
            found.append(nobody)
        return found

    # -- what can be done with him

    def record(self, how: How) -> None:
        """Note a contact with the person at once."""
        if self.person is None:
            return
        who, name, now = self.person.id, self.person.listed, self.desk.now()
        at_door = how is How.NOBODY and self.person.due.care is Care.HOME
        with self.desk.writing(says(how, name)) as session:
            record_contact(session, who, how, now.date(), by=self.desk.operator.name, at=f"{now:%H:%M}", at_door=at_door)
        self.desk.said(says(how, name))

    def reveal(self) -> None:
        """Show the numbers for twenty seconds, and log it; once more covers them. A child covered from visitors is opened."""
        if self.person is None:
            return
        if self.person.locked:
            self._uncover(self.person)
            return
        if self.grid.revealed:
            self.grid.cover()
            return
        with self.desk.reading() as session:
            numbers = numbers_of(session, self.person.id)
        if numbers:
            self.desk.log("shown", resident_id=self.person.id, about=_("numbers of the person and the kin"))
            self.grid.reveal(numbers)

    def _uncover(self, person: PersonFacts) -> None:
        """Open a child's record by hand, for an operator with the right, until another one is shown."""
        if self.desk.operator.may_see_children:
            self.uncovered = person.id
            self.show_person(person.id)

    def set_beside(self, beside: bool) -> None:
        """Stand beside a form (no buttons, on paper), or be the one thing worked on."""
        self.beside = beside
        set_property(self, "ground", "paper" if beside else "surface")
        self.tabs.set_ground("paper" if beside else "surface")
        self._fill(self.person)

    def set_alone(self, alone: bool) -> None:
        """Have the page to itself, in two columns where there is room."""
        self.alone = alone
        self._columns()
        self._fill(self.person)
        if alone:
            self.tabs.history.setFocus(Qt.FocusReason.OtherFocusReason)
