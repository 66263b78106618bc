"""The foot of a form: save, what is enough, leave; and the saving of a small dialog, whose refusal stands in the dialog."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import ValidationError
from PySide6.QtWidgets import QFrame, QHBoxLayout
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import ElidedLabel, Label
from stationdesk.ui.parts.look import Look


class FormFoot(QFrame):
    """The two buttons of the form `place` (its keys are `PLACE.save` and `PLACE.leave`), and a hint between them."""

    def __init__(self, look: Look, place: str, hint: str) -> None:
        super().__init__()
        self.setProperty("part", "foot")
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 10, 24, 10)
        line.setSpacing(10)
        self.save_button = Button(_("Save"), look, "primary", key_map.shown(f"{place}.save"))
        self.leave_button = Button(_("Do not save"), look, "quiet", key_map.shown(f"{place}.leave"))
        line.addWidget(self.save_button)
        line.addWidget(ElidedLabel(hint, "small", "ink3"), 1)
        line.addWidget(self.leave_button)


def saved(desk: OpenDesk, says: str, work: Callable[[Session], None], trouble: Label, *, setting: str = "", final: bool = False) -> bool:
    """Carry out `work` as one action; where it is refused, `trouble` says why and the dialog stays open with all that was typed.

    `setting` names the setting of this desk that the work changes, where that is all it does. A `final` one is never undone.
    """
    try:
        with desk.settings_back.changing(says, setting) if setting else desk.writing(says, final=final) as session:
            work(session)
    except DeskError as error:
        trouble.setText(error.message)
        return False
    except ValidationError:
        trouble.setText(_("Something is too long or cannot be read. Please look at the fields again."))
        return False
    desk.said(says, undo=not final)
    return True
