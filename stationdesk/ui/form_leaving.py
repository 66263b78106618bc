"""Leaving a half-filled form: asks only where something would be lost, and nothing is lost unless one says so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ui.form_draft_keeper import DraftKeeper
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.look import Look


def may_leave(parent: QWidget, look: Look, keeper: DraftKeeper, save: Callable[[], bool]) -> bool:
    """Tell whether a form may be left: saved, its draft kept, or thrown away as the operator says."""
    if not keeper.dirty:
        return True
    keeper.keep()
    dialog = Dialog(parent, look, _("This is not saved yet."), _("Nothing is lost: what was typed can be kept and finished later."))
    dialog.add_button(_("Save"), "primary", "Enter", "save")
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
