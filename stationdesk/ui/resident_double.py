"""The offer of a form: somebody in the register may be the person being typed in, with the reason and what can be done about it."""

from __future__ import annotations

from datetime import date

from stationdesk.i18n import _
from stationdesk.services.doubles import Likely, Typed
from stationdesk.ui import resident_fields as known
from stationdesk.ui.parts.bars import AttentionBar
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.resident_form_body import ResidentFields


def typed_of(body: ResidentFields, on: date) -> Typed:
    """Return what stands in a form so far, as far as people are told apart by it."""
    text = body.text
    read, _tone, _sentence = known.read_birth_typed(text("birth_date"), on)
    phones, _tone, _sentence = known.read_phones_typed(text("phones"), ())
    return Typed(
        text("name"),
        text("id_no"),
        read.iso,
        read.precision,
        text("sex") or None,
        text("village_group") or None,
        tuple(phone.number for phone in phones),
        read.calendar,
        tuple(filter(None, (text("nickname"),))),
        tuple(str(one["name"]) for one in body.kin.filled() if one.get("name")),
        text("current_address") or None,
    )


def show_double(bar: AttentionBar, one: Likely, *, kept: bool) -> tuple[Button, Button | None]:
    """Say who is there already and why; returns the buttons that open him and, for somebody `kept`, that lay the two side by side."""
    opens = Button(_("Open this one"), bar.look, "plain", small=True)
    compares = Button(_("Compare and merge"), bar.look, "plain", small=True) if kept else None
    facts = _(", ").join(filter(None, (one.facts, one.why)))
    buttons = [opens, *([compares] if compares is not None else [])]
    bar.show_sentence("soon", _("In the register already? {name}").format(name=one.name), facts, buttons)
    return opens, compares
