"""Where one can go from the residents' page, and what else can be done with the person who is open: two menus, one line each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from stationdesk.i18n import _
from stationdesk.services.request_lines import requests_of
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.more_button import MoreButton
from stationdesk.ui.person_view import PersonView
from stationdesk.ui.residents_duties import ResidentsDuties
from stationdesk.ui.residents_health import ResidentsHealth
from stationdesk.ui.residents_merges import ResidentsMerges
from stationdesk.ui.residents_pane import ResidentsPane
from stationdesk.ui.residents_prints import ResidentsPrints
from stationdesk.ui.status_dialog import change_status
from stationdesk.ui.tags_dialog import change_categories


class ResidentsWays(QObject):
    """Fills the menus of the list (F6) and of the person (F7) and binds their keys."""

    def __init__(self, desk: OpenDesk, pane: ResidentsPane, person: PersonView, prints: ResidentsPrints) -> None:
        super().__init__(pane)
        self.desk, self.pane, self.person, self.prints = desk, pane, person, prints
        self._list("residents.print", prints.list)
        self._list("residents.export", prints.export)
        self.merges = ResidentsMerges(desk, person, pane)
        self.merges.count_in(self._list("residents.look_alikes", self.merges.look_alikes), pane.more)
        self._person("residents.status", self.change_status)
        self._list("residents.forms", prints.forms)
        self._person("residents.tags", self.change_categories)
        self._person("residents.cards", prints.cards)
        self._list("residents.mend", self.mend)
        key_map.attach(pane, "residents.mend", self.mend)
        self._list("residents.families", self.families)
        key_map.attach(prints.parent, "residents.families", self.families)
        self._list("everywhere.grid", self.grid)
        self._list("residents.birthdays", self.birthdays)
        key_map.attach(pane, "residents.birthdays", self.birthdays)
        self._list("residents.moves", self.moves)
        key_map.attach(pane, "residents.moves", self.moves)
        self._list("residents.sheets", prints.sheets)
        key_map.attach(pane, "residents.sheets", prints.sheets)
        self._list("residents.clinic", self.clinic)
        key_map.attach(pane, "residents.clinic", self.clinic)
        self._list("residents.lists", self.lists)
        key_map.attach(pane, "residents.lists", self.lists)
        ResidentsDuties(desk, pane, person, prints.parent).offer(self._list, self._person)
        self._list("residents.bulk", self.change_many)
        key_map.attach(pane, "residents.bulk", self.change_many)
        for name, slot in of_person(self):
            self._person(name, slot)
            key_map.attach(prints.parent, name, slot)
        self._health()
        self._person("residents.merge_with", self.merges.merge_with)
        self.merges.offer_apart(person.more)
        key_map.attach(pane, "residents.list_menu", pane.more.unfold)
        key_map.attach(person, "residents.person_menu", person.more.unfold)

    def clinic(self) -> None:
        """Plan a free clinic with the people listed, or type one back."""
        from stationdesk.ui.clinic_dialog import clinic

        clinic(self.desk, self.pane.table.listed(), self.pane.window())

    def lists(self) -> None:
        """Go to the three lists."""
        self.desk.open_page.emit("lists", None)

    def photos(self) -> None:
        """Show the photos of the person who is open, large, one after the other."""
        from stationdesk.ui.photo_person import show_photos

        if self.person.person is not None and not self.person.person.locked:
            show_photos(self.desk, self.pane.window(), self.person.resident_id, self.person.person.listed)

    def _health(self) -> None:
        """Offer readings, medicines and care plans."""
        self.health = ResidentsHealth(self.desk, self.pane, self.person)
        for name, slot in self.health.of_person():
            self._person(name, slot)
            key_map.attach(self.prints.parent, name, slot)
        for name, slot in self.health.of_list():
            self._list(name, slot)
            key_map.attach(self.pane, name, slot)

    def change_status(self) -> None:
        """Ask what has happened to the person who is open."""
        if self.person.person is not None and not self.person.person.locked:
            change_status(self.desk, self.pane.window(), self.person.resident_id)

    def mend(self) -> None:
        """Go to what is missing: at the kind the list is narrowed by, if it is."""
        self.desk.open_page.emit("mending", self.pane.choice.gap)

    def families(self) -> None:
        """Go to the list of families, where one left it."""
        self.desk.open_page.emit("family", None)

    def call(self) -> None:
        """Book a family call for the person who is open."""
        if self.person.person is not None:
            self.desk.open_page.emit("calls", f"book:{self.person.resident_id}")

    def pairings(self) -> None:
        """Go to who stands by the person who is open, and who answers for him."""
        if self.person.person is not None:
            self.desk.open_page.emit("pairings", self.person.resident_id)

    def grid(self) -> None:
        """Go to the month of daily contacts, at the person who is open."""
        self.desk.open_page.emit("grid", self.person.resident_id or None)

    def moves(self) -> None:
        """Ask for which time, and show who came into the categories and who left them, as it will be printed."""
        from stationdesk.ui.moves_paper import print_moves

        print_moves(self.desk, self.pane)

    def birthdays(self) -> None:
        """Ask for which time, and show the list of birthdays as it will be printed."""
        from stationdesk.ui.birthday_paper import print_birthdays

        print_birthdays(self.desk, self.pane)

    def change_many(self) -> None:
        """Change one thing of those marked, or of everybody shown."""
        from stationdesk.ui.bulk_dialog import change_many

        if listed := self.pane.table.listed():
            change_many(self.desk, listed, self.pane)

    def family(self) -> None:
        """Go to the family of the person who is open."""
        self.desk.open_page.emit("family", self.person.resident_id or None)

    def consents(self) -> None:
        """Open the consents of the person."""
        from stationdesk.ui.consent_dialog import consents_of

        if self.person.person is not None and not self.person.person.locked:
            consents_of(self.desk, [self.person.resident_id], self.person)

    def change_categories(self) -> None:
        """Show the categories of the person who is open."""
        if self.person.person is not None and not self.person.person.locked:
            change_categories(self.desk, self.pane.window(), self.person.resident_id)

    def _list(self, name: str, slot: Callable[[], Any]) -> QAction:
        """Put a line into the menu of the list; its key is bound by the page."""
        return self._offer(self.pane.more, name, slot)

    def _person(self, name: str, slot: Callable[[], Any]) -> QAction:
        """Put a line into the menu of the person; its key is bound by the page."""
        return self._offer(self.person.more, name, slot)

    @staticmethod
    def _offer(menu: MoreButton, name: str, slot: Callable[[], Any]) -> QAction:
        return menu.offer(_(key_map.BY_NAME[name].words), key_map.shown(name), slot)


def of_person(ways: ResidentsWays) -> tuple[tuple[str, Callable[[], None]], ...]:
    """Return what leads away from the person who is open, or asks about him, by its key."""
    return (
        ("residents.family", ways.family),
        ("residents.consents", ways.consents),
        ("residents.pairings", ways.pairings),
        ("residents.photos", ways.photos),
        ("residents.call", ways.call),
        ("residents.wish", lambda: write_wish(ways.desk, ways.person)),
        ("residents.request", lambda: write_request(ways.desk, ways.person)),
        ("residents.requests", lambda: see_requests(ways.desk, ways.person)),
        ("residents.transfer", lambda: hand_over(ways.desk, ways.pane, ways.person)),
    )


def hand_over(desk: OpenDesk, pane: ResidentsPane, person: PersonView) -> None:
    """Ask to which station of the county the person who is open has moved."""
    from stationdesk.ui.transfer_dialog import hand_over as ask

    if person.person is not None and not person.person.locked:
        ask(desk, pane.window(), person.resident_id)


def write_wish(desk: OpenDesk, person: PersonView) -> None:
    """Write a wish of the person who is open down."""
    if person.person is not None and not person.person.locked:
        desk.open_page.emit("wishes", f"new:{person.resident_id}")


def write_request(desk: OpenDesk, person: PersonView) -> None:
    """Write a request of the person who is open down."""
    if person.person is not None and not person.person.locked:
        desk.open_page.emit("requests", f"new:{person.resident_id}")


def see_requests(desk: OpenDesk, person: PersonView) -> None:
    """Go to the request of the person who is open that is due first, else to the last one that was closed."""
    if person.person is None or person.person.locked:
        return
    with desk.reading() as session:
        found = requests_of(session, person.resident_id)
    if found:
        desk.open_page.emit("requests", found[0].request.id)
    else:
        desk.said(_("{name} has asked for nothing yet.").format(name=person.person.listed), undo=False)
