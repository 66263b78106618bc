"""The household's own data: number, group, house, home phone, how to get there; what members share moves along."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.registers.household import HouseholdDraft
from stationdesk.services.family_data import FamilyData
from stationdesk.services.households import change_household
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.tall_dialog import TallDialog

FIELDS = ("household_no", "village_group", "address", "registered_address", "phone", "directions", "housing_note")


class HouseholdDialog(TallDialog):
    """Changes what is kept of a household."""

    def __init__(self, desk: OpenDesk, data: FamilyData, title: str, parent: QWidget | None = None) -> None:
        text = _("Members who have the same group and address move along.")
        super().__init__(parent, desk.look, _("Change the household: {home}").format(home=title), text, width=560)
        self.desk, self.data, self.title = desk, data, title
        self.fields = {name: LineField(self.look) for name in FIELDS}
        self.grid = FieldGrid(self.look)
        for name, field in self.fields.items():
            info = HouseholdDraft.model_fields[name]
            limit = next((one.max_length for one in info.metadata if hasattr(one, "max_length")), 200)
            field.setMaxLength(limit)
            field.setText(getattr(data.home, name) or "")
            self.grid.add(_(str(info.title)), field)
        self.inside.addWidget(self.grid)
        self.save_button = self.add_button(_("Save"), "primary", key_map.shown("family_form.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        self.add_button(_("Do not save"), "plain", "Esc")
        key_map.attach(self, "family_form.save", self.save)
        self.fields["household_no"].setFocus()

    def save(self) -> None:
        """Write what was changed."""
        says = _("Change the household: {home}").format(home=self.title)
        typed = {name: field.value() or None for name, field in self.fields.items()}
        moved = {name: value for name, value in typed.items() if value != getattr(self.data.home, name)}
        if moved:
            with self.desk.writing(says) as session:
                change_household(session, self.data.home.id, moved)
            self.desk.said(says)
        self.give("saved")
