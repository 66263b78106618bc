"""Noting a step of a request with the time it had: what was done while nobody sat at the desk (a letter with Shift)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services import dispatching as do
from stationdesk.services.dispatching import Sending
from stationdesk.services.request_list import Row
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.request_dialogs import StepDialog


def note_late(desk: OpenDesk, name: str, row: Row, how: Sending, window: QWidget | None) -> bool:
    """Ask when a step was and write it down; `how` is what the fields for sending say. Tells whether it was written."""
    title, says = _words(name)
    text = _("Entered late: it counts at its own time.")
    dialog = StepDialog(desk, f"{title}：{row.what[:30]}", text, _("Note it|request"), window, words=_("Remark"))
    dialog.when.setFocus()
    now, by = desk.now(), desk.operator.name

    def work(asked: StepDialog) -> Callable[[Session], object]:
        note, happened = asked.words.value(), asked.when.moment() or ""
        return lambda s: _write(s, name, row.id, now, replace(how, note=note or how.note, happened=happened), by)

    return dialog.asked(says.format(name=row.whom), work)


def _words(name: str) -> tuple[str, str]:
    """Return what was done, and the sentence of the action."""
    return {
        "red": (_("Take it in as red"), _("Request taken in: {name}")),
        "yellow": (_("Take it in as yellow"), _("Request taken in: {name}")),
        "blue": (_("Take it in as blue"), _("Request taken in: {name}")),
        "myself": (_("I see to it myself"), _("I see to it: {name}")),
        "accept": (_("They took it"), _("Request taken on: {name}")),
        "arrive": (_("Somebody is there"), _("Somebody is there: {name}")),
        "done": (_("It is done"), _("Done, to be asked about: {name}")),
        "solved": (_("Done, nothing more to ask"), _("Need met: {name}")),
        "tell": (_("Who asked was told"), _("Told: {name}")),
    }[name]


def _write(session: Session, name: str, request_id: str, now: datetime, how: Sending, by: str) -> object:
    if name in ("red", "yellow", "blue"):
        return do.judge(session, request_id, name, now, by=by, note=how.note, happened=how.happened)
    if name == "myself":
        return do.see_to_it(session, request_id, now, how, by=by)
    if name == "solved":
        return do.close(session, request_id, name, now, by=by, note=how.note, happened=how.happened)
    step = {"accept": do.accept, "arrive": do.arrive, "done": do.finish, "tell": do.tell}[name]
    return step(session, request_id, now, by=by, note=how.note, happened=how.happened)
