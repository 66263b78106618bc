"""Another head for a household: who it is, and what everybody becomes to him, before it is written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.family_data import FamilyData
from stationdesk.services.family_troubles import called
from stationdesk.services.household_heads import change_head, propose_head, says_head
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import ComboField, FieldGrid
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.person_head import empty
from stationdesk.ui.tall_dialog import TallDialog


def relation_choices(first: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return every relation to choose from, the likely ones first."""
    relations = table("relation")
    rest = [row.code for row in relations.rows if row.code not in (*first, "self", "head")]
    return [*((code, relations.label(code)) for code in (*first, *rest)), ("", _("not known|relation"))]


class HeadDialog(TallDialog):
    """Shows what everybody is now and becomes; what cannot be worked out is asked."""

    def __init__(self, desk: OpenDesk, data: FamilyData, parent: QWidget | None = None) -> None:
        text = _("What the others are to the new head is worked out. Please look at the amber ones: there it is not certain.")
        super().__init__(parent, desk.look, _("Change the head"), text, width=560)
        self.desk, self.data = desk, data
        now = data.head.id if data.head is not None else ""
        adults = [one for one in data.adults if one.id != now] or [one for one in data.there if one.id != now]
        self.names = {one.id: called(one, data.on) for one in data.members}
        self.head = ComboField([(one.id, self.names[one.id]) for one in adults], self.look)
        self.form = FieldGrid(self.look)
        self.form.add(_("New head"), self.head)
        self.inside.addWidget(self.form)
        self.rows = QGridLayout()
        self.rows.setHorizontalSpacing(14)
        self.rows.setVerticalSpacing(6)
        self.rows.setColumnStretch(3, 1)
        self.inside.addLayout(self.rows)
        self.fields: dict[str, ComboField] = {}
        self.save_button = self.add_button(_("Change the head"), "primary", key_map.shown("family_form.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        self.save_button.setEnabled(bool(adults))
        self.add_button(_("Change nothing"), "plain", "Esc")
        key_map.attach(self, "family_form.save", self.save)
        self.head.currentIndexChanged.connect(self._propose)
        self._propose()
        self.head.setFocus(Qt.FocusReason.OtherFocusReason)

    def _propose(self) -> None:
        empty(self.rows)
        self.fields = {}
        head = self.head.value()
        if not head:
            return
        with self.desk.reading() as session:
            proposed = propose_head(session, self.data.home.id, head)
        relations = table("relation")
        for at, one in enumerate(proposed):
            before = relations.label(one.before) or _("not known|relation")
            field = ComboField(relation_choices(one.codes), self.look)
            field.set_value(one.after or "")
            field.setAccessibleName(_("{name} becomes").format(name=self.names.get(one.resident_id, "")))
            if one.asked:
                field.setProperty("state", "doubt")
            self.fields[one.resident_id] = field
            self.rows.addWidget(Label(self.names.get(one.resident_id, ""), "body_bold"), at, 0)
            self.rows.addWidget(Label(before, tone="ink2"), at, 1)
            self.rows.addWidget(Label("→", tone="ink3"), at, 2)
            self.rows.addWidget(field, at, 3)
        self.fit()

    def save(self) -> None:
        """Write the new head and what everybody is to him."""
        head, before = self.head.value(), self.names.get(self.data.head.id, "") if self.data.head else ""
        if not head:
            return
        says = says_head(self.names[head], before)
        with self.desk.writing(says) as session:
            change_head(session, self.data.home.id, head, {one: field.value() or None for one, field in self.fields.items()})
        self.desk.said(says)
        self.give("saved")
