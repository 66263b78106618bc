"""Closing the window while something is under way: asks calmly, and leaves nothing half done."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ui.parts.background import Jobs
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.look import Look

NEARLY_DONE = 0.4
"""Seconds that a work may still need without anybody being asked: a list that is being read, a count."""


class Closing(StrEnum):
    """What becomes of the window."""

    NOW = "now"
    LATER = "later"
    STAY = ""


def closing(parent: QWidget, look: Look, jobs: Jobs) -> Closing:
    """Return whether the window may be closed now, once the work under way has ended, or not at all, as the operator says."""
    if jobs.settle(NEARLY_DONE):
        return Closing.NOW
    words = next((job.sentence for job in jobs.running if job.sentence), "")
    text = _("What is stopped is as if it had never been begun. What is already on paper stays printed.")
    dialog = Dialog(parent, look, _("Something is still under way"), "\n".join(filter(None, (words, text))))
    dialog.add_button(_("Close when it is done"), "primary", "Enter", Closing.LATER)
    dialog.add_button(_("Stop it and close"), "plain", "", Closing.NOW)
    dialog.add_button(_("Do not close"), "quiet", "Esc", Closing.STAY)
    return Closing(dialog.ask())


def may_lose(parent: QWidget, look: Look, why: str) -> bool:
    """Tell whether the window is closed although what was typed could not be kept."""
    dialog = Dialog(parent, look, _("What was typed could not be kept"), why)
    dialog.add_button(_("Do not close"), "primary", "Enter")
    dialog.add_button(_("Close all the same"), "quiet", "", "close")
    return dialog.ask() == "close"
