"""A request made of what the county asked, and the way back: what was done is reported to the county."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.registers.task import Task
from stationdesk.services.request_reading import Asked, request_called
from stationdesk.services.request_ties import FINISHED, GIVEN_UP, untold
from stationdesk.services.task_requests import wanted_of_task
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.request_form import RequestForm


def make_request(desk: OpenDesk, task: Task, made: Asked | None, parent: QWidget | None) -> None:
    """Write a task down as a request, its form filled in; where that was done already, say so and go to the request."""
    if made is not None and made.standing.state not in GIVEN_UP:
        said = _("This task is a request already: {number}. Nothing was written a second time.")
        desk.open_page.emit("requests", made.request.id)
        desk.said(said.format(number=made.request.number or ""), undo=False)
        return
    RequestForm(desk, parent, begin=wanted_of_task(task, desk.today())).ask()


def offer_report(desk: OpenDesk, request_id: str, parent: QWidget | None) -> None:
    """Ask, once a request is done that was a task of the county, whether it is reported now."""
    with desk.reading() as session:
        held = request_called(session, request_id)
        task = untold(session, held.request, desk.today()) if held.standing.state in FINISHED else ""
    if task and report_dialog(desk, parent).ask() == "go":
        desk.open_page.emit("from_county", f"task:{task}")


def report_dialog(desk: OpenDesk, parent: QWidget | None) -> Dialog:
    """Return the question; its answer is `go` or nothing."""
    title, text = (
        _("Report it to the county now?"),
        _("It was the county's task. What was done is filled in; you look it over and send it."),
    )
    dialog = Dialog(parent, desk.look, title, text)
    dialog.add_button(_("To the report|request"), "primary", "Enter", "go")
    dialog.add_button(_("Later|report"), "quiet", "Esc")
    return dialog
