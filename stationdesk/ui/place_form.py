"""The form of one entry of the directory."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.phone import read_phones
from stationdesk.registers.place import Place, PlaceDraft
from stationdesk.ui import key_map
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import CodeField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look


class PlaceForm(Dialog):
    """Fills in one entry; `draft` is what came of it, None if it was left."""

    def __init__(self, look: Look, place: Place | None, parent: QWidget | None = None, *, own: bool = True) -> None:
        title = _("A new entry of the directory") if place is None else _("Change an entry of the directory")
        super().__init__(parent, look, title, "" if own else _("The county's entry stays; yours is printed in its place."), width=560)
        self.place = place
        self.draft: PlaceDraft | None = None
        self.name = LineField(look)
        self.short_name = LineField(look)
        self.kind = CodeField("place_kind", look, none=_("not chosen"))
        self.person = LineField(look)
        self.phone = LineField(look)
        self.groups = LineField(look)
        self.address = LineField(look)
        self.remark = LineField(look)
        self.grid = FieldGrid(look)
        for label, field, note in (
            (_("What for|paper"), self.name, ""),
            (_("Word on the card"), self.short_name, _("short, may be empty")),
            (_("Kind"), self.kind, ""),
            (_("Who"), self.person, _("may be empty")),
            (_("Phone"), self.phone, ""),
            (_("For which groups"), self.groups, _("empty: for all")),
            (_("Address"), self.address, ""),
            (_("Remark"), self.remark, ""),
        ):
            self.grid.add(label, field, note)
        self.trouble = Label("", "small", "red", wrap=True)
        self.body.addWidget(self.grid)
        self.body.addWidget(self.trouble)
        self.save_button = self.add_button(_("Save"), "primary", key_map.shown("visit.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        self.add_button(_("Do not save"), "plain", "Esc")
        key_map.attach(self, "visit.save", self.save)
        if place is not None:
            self._fill(place)
        self.name.setFocus()

    def _fill(self, place: Place) -> None:
        self.name.setText(place.name)
        self.short_name.setText(place.short_name or "")
        self.kind.set_value(place.kind)
        self.person.setText(place.person or "")
        self.phone.setText("、".join(phone.number for phone in place.phones))
        self.groups.setText("、".join(place.groups_served))
        self.address.setText(place.address or "")
        self.remark.setText(place.remark or "")

    def save(self) -> None:
        """Check what cannot be left out and give the draft."""
        read = read_phones(self.phone.value())
        name = self.name.value()
        self.name.say("plain" if name else "error", "" if name else _("Write down what it is for: village doctor, meals, repairs."))
        self.phone.say("error" if read.rest else "plain", _("This is no number that can be dialled.") if read.rest else "")
        if not name or read.rest:
            (self.name if not name else self.phone).setFocus()
            return
        kept = self.place.model_dump(include=set(PlaceDraft.model_fields)) if self.place is not None else {"on_card": True}
        known = {phone.number: phone for phone in (self.place.phones if self.place else ())}
        phones = tuple(known.get(one.number) or PhoneNumber(number=one.number) for one in read.phones)
        groups = tuple(part for part in self.groups.value().replace("，", "、").replace(" ", "、").split("、") if part)
        self.draft = PlaceDraft.model_validate(
            kept
            | {
                "name": name,
                "short_name": self.short_name.value(),
                "kind": self.kind.value() or None,
                "person": self.person.value(),
                "phones": phones,
                "groups_served": groups,
                "address": self.address.value(),
                "remark": self.remark.value(),
            }
        )
        self.give("saved")
