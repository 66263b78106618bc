"""What the form of a visit asks before it writes, and a kept visit as the form's fields have it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _, ngettext
from stationdesk.services.visit_writing import VisitForm as Filled
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.look import Look
from stationdesk.ui.visit_words import long_day


def ask_again(parent: QWidget, look: Look) -> bool:
    """Ask whether a visit that stands there already was made once more."""
    text = _("The same day, time, way and visitors stand there already. If it was a second visit, give it its own time.")
    dialog = Dialog(parent, look, _("This visit was noted already."), text)
    dialog.add_button(_("Back to the form"), "primary", "Enter", "")
    dialog.add_button(_("Note it once more"), "plain", "", "again")
    return dialog.ask() == "again"


def ask_money(parent: QWidget, look: Look, cents: int) -> bool:
    """Ask whether so much money was really handed over."""
    title = _("{yuan} yuan: is that right?").format(yuan=f"{cents / 100:,.2f}".removesuffix(".00"))
    dialog = Dialog(parent, look, title, _("That is far more than a visit usually brings. Nothing is saved yet."))
    dialog.add_button(_("Back to the form"), "primary", "Enter", "")
    dialog.add_button(_("It is right"), "plain", "", "right")
    return dialog.ask() == "right"


def ask_removal(parent: QWidget, look: Look, raised: int) -> bool:
    """Ask whether a kept visit shall be taken out; what it raised stays."""
    text = _("It does not count any more, and what it had settled is open again. Ctrl Z brings it back.")
    if raised:
        stays = ngettext(
            "{count} thing to do that came of it stays and is settled by itself.",
            "{count} things to do that came of it stay and are settled by themselves.",
            raised,
        )
        text = f"{text} {stays.format(count=raised)}"
    dialog = Dialog(parent, look, _("Take this visit out?"), text)
    dialog.add_button(_("Take this out|button"), "primary", "Enter", "out")
    dialog.add_button(_("Leave it be|button"), "quiet", "Esc", "")
    return dialog.ask() == "out"


def typed_of(form: Filled, *, confided: bool) -> dict[str, Any]:
    """Return a kept visit as the form's fields hold it; what was confided only for those who may read it."""
    checks = dict(form.checks)
    return {
        "day": long_day(form.visited_on),
        "clock": form.at,
        "end": form.end,
        "mode": form.mode,
        "visitors": list(form.visitors),
        "roles": dict(form.roles),
        "others": [],
        "outcome": form.outcome,
        "checks": checks,
        "pressure": [str(figure) for figure in form.pressure] if form.pressure else ["", ""],
        "content": form.content,
        "needs": [
            {"text": one.text, "kind": one.kind, "urgency": one.urgency, "request": one.request, "request_id": one.request_id}
            for one in form.needs
        ],
        "follow": False,
        "handed": [f"{form.money / 100:.2f}".removesuffix(".00") if form.money else "", form.goods],
        "more": {
            "texts": {
                "place": form.place,
                "met_person": form.met_person,
                "action": form.action,
                "suggestion": form.suggestion,
                "next_plan": form.next_plan,
                "campaign": form.campaign,
                "survey_round": form.survey_round,
            },
            "kind": form.kind,
            "hygiene": checks.get("hygiene", ""),
            "services": list(form.services),
            "follow_on": long_day(form.follow_up_on) if form.follow_up_on else "",
            "signed": form.signed,
            "counselling": form.counselling or "" if confided else "",
        },
    }
