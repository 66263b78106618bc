"""From the residents to what is due and to the assessment: of the person who is open, and of everybody in the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from stationdesk.services.duty_list import REVIEWS
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.person_view import PersonView
from stationdesk.ui.residents_pane import ResidentsPane

Offer = Callable[[str, Callable[[], Any]], QAction]


class ResidentsDuties(QObject):
    """The ways, and their keys."""

    def __init__(self, desk: OpenDesk, pane: ResidentsPane, person: PersonView, page: QWidget) -> None:
        super().__init__(pane)
        self.desk, self.pane, self.person, self.page = desk, pane, person, page

    def offer(self, in_list: Offer, of_person: Offer) -> None:
        """Put the ways into the menus of the list and of the person."""
        lists = (("residents.duties", self.duties), ("residents.reviews", self.reviews), ("residents.duty_many", self.note_many))
        persons = (("residents.assess", self.assess), ("residents.duty", self.note), ("residents.talk", self.talk))
        for ways, menu, place in ((lists, in_list, self.pane), (persons, of_person, self.page)):
            for name, slot in ways:
                menu(name, slot)
                key_map.attach(place, name, slot)

    def duties(self) -> None:
        """Go to what is due once or every year."""
        self.desk.open_page.emit("duties", None)

    def reviews(self) -> None:
        """Go to the grades that are to be looked at again."""
        self.desk.open_page.emit("duties", REVIEWS)

    def note_many(self) -> None:
        """Note something that is due of those marked, or of everybody shown."""
        from stationdesk.ui.due_dialog import note_duties

        if listed := self.pane.table.listed():
            note_duties(self.desk, self.pane, listed)

    def assess(self) -> None:
        """Assess the person who is open."""
        from stationdesk.ui.assess_dialog import assess_person

        if self._open():
            assess_person(self.desk, self.pane.window(), self.person.resident_id)

    def note(self) -> None:
        """Note something that is due of the person who is open."""
        from stationdesk.ui.due_dialog import note_duty

        if self._open():
            note_duty(self.desk, self.pane.window(), self.person.resident_id)

    def talk(self) -> None:
        """Write down a talk with the guardian of the child who is open."""
        from stationdesk.ui.talk_dialog import talk_about

        if self._open() and self.person.person is not None and self.person.person.child:
            talk_about(self.desk, self.pane.window(), self.person.resident_id)

    def _open(self) -> bool:
        return self.person.person is not None and not self.person.person.locked
