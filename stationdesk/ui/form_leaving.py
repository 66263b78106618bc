"""Leaving a half-filled form: asks only where something would be lost, and nothing is lost unless one says so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ui.form_draft_keeper import DraftKeeper
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.look import Look


def may_leave(parent: QWidget, look: Look, keeper: DraftKeeper, save: Callable[[], bool]) -> bool:
    """Tell whether a form may be left: saved, its draft kept, or thrown away as the operator says."""
    if not keeper.dirty:
        return True
    text, kept = _("Nothing is lost: what was typed can be kept and finished later."), True
    try:
        keeper.keep()
    except DeskError as error:
        text, kept = error.message, False
    dialog = Dialog(parent, look, _("This is not saved yet."), text)
    dialog.add_button(_("Save"), "primary", "Enter", "save")
    if kept:
        dialog.add_button(_("Finish later"), "plain", "", "later")
    dialog.add_button(_("Throw away"), "quiet", "", "drop")
    match dialog.ask():
        case "save":
            return save()
        case "later":
            return True
        case "drop":
            keeper.drop()
            return True
    return False
