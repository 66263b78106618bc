"""A sentence beside a contact of the grid; where none was written down yet, the contact with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.contact_cells import CellContact
from stationdesk.services.contacts import How
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.segments import Segments

LONGEST = 300


class NoteDialog(Dialog):
    """Asks for the sentence; of an empty cell also how the person was reached."""

    def __init__(self, look: Look, name: str, when: str, contacts: Sequence[CellContact], parent: QWidget | None = None) -> None:
        told = "\n".join(one.sentence() for one in contacts)
        super().__init__(parent, look, _("A sentence about {name}, {day}").format(name=name, day=when), told, width=620)
        self.how: Segments | None = None
        self.line = LineField(look, _("What was said, how he is"))
        self.line.setMaxLength(LONGEST)
        self.line.setAccessibleName(_("What was said, how he is"))
        if contacts:
            self.line.setText(contacts[-1].note)
        else:
            choices = [
                (How.PHONE, _("By phone|grid")),
                (How.HOME, _("At the door|grid")),
                (How.VIDEO, _("By video|grid")),
                (How.NOBODY, _("Nobody|button")),
            ]
            self.body.addWidget(Label(_("How was it?"), "body", "ink2"))
            self.how = Segments(choices, look)
            self.how.setAccessibleName(_("How was it?"))
            self.how.set_value(How.PHONE)
            self.body.addWidget(self.how)
        self.body.addWidget(self.line)
        self.add_button(_("Save"), "primary", "Enter", "save")
        self.add_button(_("Do not save"), "quiet", "Esc", "")
        self.line.setFocus()

    def way(self) -> How:
        """Return how the person was reached."""
        return How((self.how.value() if self.how is not None else None) or How.PHONE)

    def typed(self) -> str:
        """Return the sentence."""
        return self.line.value()
