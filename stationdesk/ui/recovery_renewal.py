"""A new recovery code for a desk that is set up: the old paper is void, the new one is shown once and goes onto paper only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.operators import renew_recovery_code
from stationdesk.services.stations import station_name
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import recovery_job
from stationdesk.ui.parts.dialogs import Dialog, tell
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.print_preview import preview


def renew(parent: QWidget, desk: OpenDesk) -> None:
    """Ask, make a new code in the background, and show it."""
    dialog = Dialog(
        parent,
        desk.look,
        _("Make a new recovery code?"),
        _("The printed one of before opens nothing any more but backups of before. Do this when the envelope was opened or is lost."),
    )
    dialog.add_button(_("Make a new one"), "primary", "Enter", "new")
    dialog.add_button(_("Keep the old one"), "quiet", "Esc", "")
    if dialog.ask() != "new":
        return

    def refused(error: DeskError) -> None:
        tell(parent, desk.look, _("This was not done"), error.message, _("I see"))

    desk.jobs.start(lambda _report: renew_recovery_code(desk.database, desk.operator), lambda code: show(parent, desk, code), refused)


def show(parent: QWidget, desk: OpenDesk, code: str) -> None:
    """Show the new code, to be printed or copied by hand; it is not kept anywhere."""
    groups = code.split("-")
    dialog = Dialog(
        parent,
        desk.look,
        _("The new recovery code"),
        _("Print it or copy it by hand now: it is shown this once. Then lock it away, and say so in the settings."),
    )
    words = Label("-".join(groups[:5]) + "\n" + "-".join(groups[5:]), "strong")
    words.setAccessibleName(_("Recovery code"))
    words.setAccessibleDescription(" ".join(groups))
    dialog.body.addWidget(words)
    printing = dialog.add_button(_("Print the recovery code"), "primary", "Enter", closes=False)
    with desk.reading() as session:
        station = station_name(session)
    printing.clicked.connect(lambda: preview(desk, recovery_job(code, station), dialog))
    dialog.add_button(_("It is printed or copied"), "plain", "", "done")
    dialog.ask()
    desk.said(_("A new recovery code was made"), undo=False)
