"""What the residents' page puts on paper or into a file: the list shown, contact cards."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.person_view import PersonView
from stationdesk.ui.residents_pane import ResidentsPane


class ResidentsPrints:
    """Prints and exports those marked, or everybody shown; the rooms for it are loaded when first wanted."""

    def __init__(self, desk: OpenDesk, pane: ResidentsPane, person: PersonView, parent: QWidget) -> None:
        self.desk, self.pane, self.person, self.parent = desk, pane, person, parent

    def about(self) -> str:
        """Return which part of the register the list shows, in words."""
        return "，".join(button.words() for button in self.pane.filters.values() if button.chosen())

    def list(self) -> None:
        """Show the preview of the list."""
        from stationdesk.ui.residents_paper import print_list

        if listed := self.pane.table.listed():
            print_list(self.desk, listed, self.about(), self.parent)

    def export(self) -> None:
        """Write the list as a workbook as it is on the screen, or go to the forms with it."""
        from stationdesk.ui.residents_paper import ask_how, export

        listed = self.pane.table.listed()
        how = ask_how(self.desk, len(listed), self.parent) if listed else ""
        if how == "list":
            export(self.desk, listed, self.about(), self.parent)
        elif how == "forms":
            self.forms()

    def forms(self) -> None:
        """Go to the forms with those marked, or everybody shown."""
        from stationdesk.ui.forms_page import Listed

        if listed := self.pane.table.listed():
            marked = len(self.pane.table.marked())
            about = _("{count} marked").format(count=marked) if marked else self.about()
            self.desk.open_page.emit("forms", Listed(tuple(map(str, listed)), about))

    def sheets(self) -> None:
        """Ask for visit sheets of those marked, or of everybody shown."""
        from stationdesk.ui.sheet_paper import print_sheets

        if listed := self.pane.table.listed():
            print_sheets(self.desk, [str(one) for one in listed], self.about(), self.parent)

    def cards(self) -> None:
        """Ask for contact cards of those marked, or of the open person."""
        from stationdesk.ui.print_cards import print_cards

        marked = self.pane.table.listed() if self.pane.table.marked() else []
        if marked:
            print_cards(self.desk, self.parent, marked=marked)
        elif self.person.person is not None and not self.person.person.locked:
            print_cards(self.desk, self.parent, resident_id=self.person.resident_id, name=self.person.person.name)
