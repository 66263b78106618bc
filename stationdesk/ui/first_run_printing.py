"""Printing the recovery code before there is a desk: straight to a printer, never into a file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ui.key_map import shown
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import ComboField
from stationdesk.ui.parts.look import Look
from stationdesk.ui.printer_queue import Ordered, Queue, SystemQueue


def print_code(parent: QWidget, look: Look, code: str, station: str, operator: str, queue: Queue | None = None) -> str | None:
    """Print the sheet with `code` on the printer the operator chooses.

    Returns None once it is printed, else a sentence why it was not; it is empty where the operator changed his mind.
    """
    asked = queue or SystemQueue()
    printers = asked.printers()
    if not printers:
        return _("No printer is set up on this computer. Please copy the code by hand.")
    dialog = Dialog(parent, look, _("Print the recovery code"), _("One sheet A4. It is not kept as a file anywhere."))
    choice = ComboField([(one.name, one.words) for one in printers], look)
    choice.setAccessibleName(_("Printer"))
    dialog.body.addWidget(choice)
    dialog.add_button(_("Print"), "primary", shown("unlock.open"), "print")
    dialog.add_button(_("Do not print now"), key=shown("first_run.back"))
    if dialog.ask() != "print":
        return ""
    try:
        _put_on_paper(asked, choice.value(), code, station, operator)
    except DeskError as error:
        return error.message
    return None


def _put_on_paper(queue: Queue, printer: str, code: str, station: str, operator: str) -> None:
    from stationdesk.printing.contact_card import Imprint
    from stationdesk.printing.duplex import Imposed
    from stationdesk.printing.painter import Press
    from stationdesk.printing.recovery_sheet import recovery_pages
    from stationdesk.store.clock import local_time, now
    from stationdesk.ui.paper_job import type_at_hand

    typefaces = type_at_hand()
    pages = recovery_pages(code, station, Imprint(operator, local_time(now())), typefaces)
    device = queue.device(printer, Ordered("recovery-sheet"))
    with Press(pages, typefaces) as press:
        press.print_run([Imposed(page) for page in pages], device)
