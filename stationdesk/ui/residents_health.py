"""What the residents' page does with health and care plans: of the person who is open, and of those listed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.person_view import PersonView
from stationdesk.ui.residents_pane import ResidentsPane

Way = tuple[str, Callable[[], None]]


class ResidentsHealth(QObject):
    """Opens the dialogs; what is written down is shown by the page itself, which reads the registers."""

    def __init__(self, desk: OpenDesk, pane: ResidentsPane, person: PersonView) -> None:
        super().__init__(pane)
        self.desk, self.pane, self.person = desk, pane, person
        person.tabs.health.measure_wanted.connect(self.measure)
        person.tabs.health.book_wanted.connect(self.book)
        person.tabs.health.consent_wanted.connect(self.consents)

    def of_person(self) -> tuple[Way, ...]:
        """Return what can be done with the person who is open."""
        return (("residents.measure", self.measure), ("residents.health_book", self.book), ("residents.plan", self.plan))

    def of_list(self) -> tuple[Way, ...]:
        """Return what can be done with those listed."""
        return (("residents.print_plans", self.print_plans), ("residents.no_plan", self.no_plan))

    def _who(self) -> str:
        """Return who is open and may be seen, empty for nobody."""
        shown = self.person.person
        return shown.id if shown is not None and not shown.locked and not self.desk.faces_visitors else ""

    def measure(self) -> None:
        """Write a reading down."""
        from stationdesk.ui.measure_dialog import measure

        if (who := self._who()) and measure(self.desk, who, self.person):
            self.person.tabs.turn_to("health")

    def book(self) -> None:
        """Open medicines and health record."""
        from stationdesk.ui.health_book import health_book

        if who := self._who():
            health_book(self.desk, who, self.person)

    def plan(self) -> None:
        """Open the care plan."""
        from stationdesk.ui.plan_dialog import care_plan

        if (who := self._who()) and care_plan(self.desk, who, self.person):
            self.person.tabs.turn_to("plan")

    def consents(self) -> None:
        """Open the consents of the person."""
        from stationdesk.ui.consent_dialog import consents_of

        if who := self._who():
            consents_of(self.desk, [who], self.person)

    def print_plans(self) -> None:
        """Print the care plans of those listed."""
        from stationdesk.ui.plan_paper import print_plans

        if listed := self.pane.table.listed():
            print_plans(self.desk, [str(one) for one in listed], self.pane)

    def no_plan(self) -> None:
        """Show who has no care plan, and whose is to be looked at again."""
        from stationdesk.ui.plan_people_dialog import plan_people

        who = plan_people(self.desk, self.pane)
        if who:
            self.desk.open_page.emit("residents", who)
