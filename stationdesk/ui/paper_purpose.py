"""Asks where a sheet will be: what hangs on a wall says less than the station's own."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.printing.list_sheet import Purpose
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.segments import Segments


def ask_purpose(desk: OpenDesk, title: str, text: str, parent: QWidget, *, usual: Purpose) -> Purpose | None:
    """Ask for whom a sheet is, `text` saying what a wall may see; the `usual` one is chosen and stands first. None for not at all."""
    choices = {"desk": _("for the station"), "wall": _("for a wall")}
    dialog = Dialog(parent, desk.look, title, text, width=560)
    choice = Segments(sorted(choices.items(), key=lambda one: one[0] != usual), desk.look)
    choice.setAccessibleName(_("For whom is it?"))
    choice.set_value(usual)
    dialog.body.addWidget(choice)
    dialog.add_button(_("Show the sheet"), "primary", "Enter", "show")
    dialog.add_button(_("Close"), "quiet", "Esc", "")
    choice.setFocus()
    if dialog.ask() != "show":
        return None
    return "wall" if choice.value() == "wall" else "desk"
