"""Who has no care plan yet though the grade asks for one, and whose plan is to be looked at again; Enter opens the person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.plan_people import PlanPerson, lacking, to_review
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.word_list import StayList


class PlanPeopleDialog(Dialog):
    """Two lists, one below the other; `who` is the person chosen."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent, desk.look, _("Care plans: who has none, whose is to be looked at again"), width=620)
        self.desk, self.who = desk, ""
        on = desk.today()
        with desk.reading() as session:
            without, late = lacking(session, on), to_review(session, on)
        self.lists: list[StayList] = []
        self._list(_("No care plan yet: {count}").format(count=len(without)), [(one, self._words(one)) for one in without])
        again = [(one, _("{person} · {day}").format(person=self._words(one), day=day_words(one.review_due or on, on))) for one in late]
        self._list(_("To be looked at again: {count}").format(count=len(late)), again)
        self.open_button = self.add_button(_("Open the person"), "primary", "Enter", closes=False)
        self.open_button.clicked.connect(self.open)
        self.add_button(_("Close|button"), "plain", "Esc")
        for button in self.findChildren(type(self.open_button)):
            button.setAutoDefault(False)
            button.setDefault(False)
        first = next((one for one in self.lists if one.count()), self.lists[0])
        self.open_button.setEnabled(first.count() > 0)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _words(self, one: PlanPerson) -> str:
        return _(" · ").join(filter(None, (one.grade_word, one.name, one.group)))

    def _list(self, heading: str, people: list[tuple[PlanPerson, str]]) -> None:
        self.body.addWidget(Label(heading, "strong"))
        words = StayList(self.look, heading, indent=12)
        words.offer((one.resident_id, text) for one, text in people)
        words.setFixedHeight(max(2, min(len(people), 7)) * self.look.sizes.rail_row + 4)
        words.setVisible(bool(people))
        if not people:
            self.body.addWidget(Label(_("Nobody."), tone="ink2"))
        else:
            words.setCurrentRow(0)
        words.taken.connect(self.open)
        self.body.addWidget(words)
        self.lists.append(words)

    def open(self) -> None:
        """Choose the person one stands on."""
        at = next((one for one in self.lists if one.hasFocus()), next((one for one in self.lists if one.count()), None))
        self.who = at.chosen() if at is not None else ""
        if self.who:
            self.give("open")


def plan_people(desk: OpenDesk, parent: QWidget) -> str:
    """Show the lists; returns whom to open, empty for nobody."""
    dialog = PlanPeopleDialog(desk, parent)
    dialog.ask()
    return dialog.who
