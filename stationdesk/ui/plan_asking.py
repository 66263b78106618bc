"""Small questions about a care plan: how it went, why it ends, what changed."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.registers.care_plan import CarePlan
from stationdesk.registers.code import table
from stationdesk.services.plan_words import differences
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.segments import Segments


def ask_how_it_went(parent: QWidget, look: Look) -> tuple[str, str] | None:
    """Return the code of the result and a remark, None if it was left."""
    dialog = Dialog(parent, look, _("How did it go?"), _("Afterwards change what is to be changed and save the next version."))
    result = Segments([(row.code, row.label) for row in table("plan_result").rows], look)
    result.setAccessibleName(_("How it went"))
    result.set_value("same")
    note = LineField(look, _("What was found"))
    note.setMaxLength(500)
    note.setAccessibleName(_("What was found"))
    dialog.body.addWidget(result)
    dialog.body.addWidget(note)
    dialog.add_button(_("Write down"), "primary", "Enter", "ok")
    dialog.add_button(_("Leave it|measure"), "quiet", "Esc")
    result.setFocus()
    return (result.value() or "same", note.value()) if dialog.ask() else None


def ask_why_it_ends(parent: QWidget, look: Look, name: str) -> str | None:
    """Return why a plan ends, None if it was left."""
    title = _("End the plan of {name}?").format(name=name)
    dialog = Dialog(parent, look, title, _("It stays readable; nothing is due from it."))
    why = LineField(look, _("why, like: moved to the son"))
    why.setMaxLength(120)
    why.setAccessibleName(_("Why it ended"))
    dialog.body.addWidget(why)
    dialog.add_button(_("End the plan"), "primary", "Enter", "ok")
    dialog.add_button(_("Leave it|measure"), "quiet", "Esc")
    why.setFocus()
    return why.value() if dialog.ask() else None


def tell_differences(parent: QWidget, look: Look, before: CarePlan, after: CarePlan, on: date) -> None:
    """Say what a version changed against the one before it."""
    told = differences(before, after, on) or [_("Both say the same.")]
    title = _("Version {after} against version {before}").format(after=after.version, before=before.version)
    dialog = Dialog(parent, look, title, "\n".join(told), width=640)
    dialog.add_button(_("Good"), "primary", "Enter", "ok")
    dialog.ask()
