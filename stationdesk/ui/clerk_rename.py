"""The county's name is changed: what it means stands above the field, and whether the stations are told is asked with it."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget
from sqlmodel import Session

from stationdesk.county.naming import LONGEST, rename_county
from stationdesk.i18n import _
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_say import SayDialog
from stationdesk.ui.form_foot import saved


class RenameDialog(SayDialog):
    """Another name for the county."""

    def __init__(self, parent: QWidget, desk: ClerkDesk) -> None:
        text = _(
            "Code, keys and the six words stay, and everything on the way goes on. Enrolment files written from now on have the new name. "
            "A station that enrolled before goes on showing the old one until it enrols anew; that harms nothing."
        )
        super().__init__(parent, desk, _("Change the county's name"), text)
        self.name = self.line(_("Name of the county"), LONGEST)
        with desk.reading() as session:
            self.name.setText(desk.named(session))
        self.told = QCheckBox(_("Tell every station with an announcement"))
        self.told.setAccessibleName(self.told.text())
        self.told.setChecked(True)
        self.grid.add("", self.told)
        self.end(self.name, _("Change it|name"))
        self.name.selectAll()

    def save(self) -> None:
        """Call it so."""
        name, tell, on = self.name.value(), self.told.isChecked(), self.desk.today()

        def write(session: Session) -> None:
            rename_county(session, name, on, tell=tell)

        if saved(self.desk, _("The county's name is {name}").format(name=name), write, self.trouble, final=True):
            self.give("renamed")
        self.fit()
