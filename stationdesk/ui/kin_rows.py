"""Relatives in the form of a resident: relation, name, where, phones; one line each, in the order of calling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.kin import Kin
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.fields import ComboField, LineField
from stationdesk.ui.parts.look import Look
from stationdesk.ui.resident_fields import phones_text, read_phones_typed

USUAL = (
    *("son", "daughter", "spouse", "father", "mother", "daughter_in_law", "son_in_law", "grandson", "granddaughter"),
    *("elder_brother", "younger_brother", "elder_sister", "younger_sister", "paternal_grandfather", "paternal_grandmother"),
)


@dataclass
class Line:
    """The fields of one relative."""

    relation: ComboField
    name: LineField
    place: LineField
    phones: LineField
    remove: Button
    kept: Mapping[str, Any]
    """What is kept of him already: id, phones."""

    def widgets(self) -> tuple[QWidget, ...]:
        """Return the widgets in the order of Tab."""
        return self.relation, self.name, self.place, self.phones, self.remove


class KinRows(QWidget):
    """The lines, and a link that adds one."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.lines: list[Line] = []
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(3, 1)
        self.add_link = LinkButton(_("Add a relative"), look, "", "plus")
        self.add_link.clicked.connect(lambda: self.add({}).relation.setFocus(Qt.FocusReason.OtherFocusReason))
        self.grid.addWidget(self.add_link, 999, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)

    def show_kin(self, kin: Sequence[Kin]) -> None:
        """Show the relatives kept."""
        self.show_typed(
            [
                {"id": one.id, "relation": one.relation or "", "name": one.name or "", "place": one.works_at or one.place or ""}
                | {"phones": phones_text(one.phones), "old": [phone.model_dump(exclude_defaults=True) for phone in one.phones]}
                | {"at": "works_at" if one.works_at or not one.place else "place"}
                for one in kin
            ]
        )

    def show_typed(self, typed: Sequence[Mapping[str, Any]]) -> None:
        """Show lines as `typed` gave them."""
        for line in list(self.lines):
            self._take_away(line)
        for one in typed:
            if isinstance(one, Mapping):
                self.add(one)

    def add(self, typed: Mapping[str, Any]) -> Line:
        """Add a line."""
        relations = table("relation")
        choices = [("", _("Relation")), *((code, relations.label(code)) for code in USUAL)]
        choices += [(row.code, row.label) for row in relations.rows if row.code not in USUAL and row.code not in ("self", "head")]
        line = Line(
            ComboField(choices, self.look),
            LineField(self.look, _("name|field")),
            LineField(self.look, _("where|field")),
            LineField(self.look, _("phone|field")),
            Button("", self.look, "quiet", "", "close", small=True),
            dict(typed),
        )
        line.relation.setFixedWidth(108)
        line.name.setFixedWidth(96)
        line.place.setFixedWidth(110)
        for field, name in ((line.relation, _("Relation")), (line.name, _("Name of the relative")), (line.place, _("Lives in"))):
            field.setAccessibleName(name)
        line.phones.setAccessibleName(_("Phones of the relative"))
        line.remove.setAccessibleName(_("Take this relative off"))
        line.remove.setToolTip(_("Take this relative off"))
        line.relation.set_value(str(typed.get("relation") or ""))
        for field, key in ((line.name, "name"), (line.place, "place"), (line.phones, "phones")):
            field.setText(str(typed.get(key) or ""))
            field.textEdited.connect(self.changed)
        line.relation.activated.connect(self.changed)
        line.remove.clicked.connect(lambda: self._remove(line))
        self.lines.append(line)
        self._place()
        return line

    def _remove(self, line: Line) -> None:
        self._take_away(line)
        self.changed.emit()
        self.add_link.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_away(self, line: Line) -> None:
        self.lines.remove(line)
        for widget in line.widgets():
            self.grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _place(self) -> None:
        for at, line in enumerate(self.lines):
            for column, widget in enumerate(line.widgets()):
                self.grid.addWidget(widget, at, column)
                widget.show()
        chain = [widget for line in self.lines for widget in line.widgets()]
        for before, after in zip(chain, [*chain[1:], self.add_link], strict=True):
            QWidget.setTabOrder(before, after)

    def typed(self) -> list[dict[str, Any]]:
        """Return the lines as they stand, as a draft keeps them."""
        return [
            dict(line.kept)
            | {"relation": line.relation.value(), "name": line.name.text(), "place": line.place.text(), "phones": line.phones.text()}
            for line in self.lines
        ]

    def filled(self) -> list[dict[str, Any]]:
        """Return the relatives as the register takes them; empty lines are left out."""
        found = []
        for one in self.typed():
            if not any(str(one[name]).strip() for name in ("name", "place", "phones")):
                continue
            old = tuple(PhoneNumber.model_validate(phone) for phone in one.get("old", ()))
            phones, _tone, _sentence = read_phones_typed(str(one["phones"]), old)
            fields = {"relation": one["relation"] or None, "name": one["name"], one.get("at") or "works_at": one["place"], "phones": phones}
            found.append(fields | ({"id": one["id"]} if one.get("id") else {}))
        return found
