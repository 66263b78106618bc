"""还是用这台: a retired computer goes on under a new copy number, after one plain question."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.sync import confirming
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog


def use_again(desk: OpenDesk, parent: QWidget) -> bool:
    """Ask whether this computer is the one to go on with, and let it go on; tells whether it does."""
    says = _(
        "Report once, take the county's answer back here, and report again: then everything that both computers had written is together. "
        "Nothing is lost on the way. The other computer should not be used any more; please tell the county."
    )
    dialog = Dialog(parent.window(), desk.look, _("Is this the computer to go on with?"), says)
    dialog.add_button(_("Use this computer|button"), "primary", "Enter", "yes")
    dialog.add_button(_("Leave it"), "quiet", "Esc")
    if dialog.ask() != "yes":
        return False
    confirming.use_again(desk.database, desk.operator.name)
    desk.exchanged()
    desk.said(_("This computer reports again, under a new copy number."), undo=False)
    return True
