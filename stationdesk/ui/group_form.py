"""Asks for another name of a village group, and says who moves along and whether two groups become one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.village_groups import LONGEST, Group
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look


class GroupForm(Dialog):
    """`value` is the new name; `answer` is save."""

    def __init__(self, look: Look, group: Group, others: Sequence[Group], parent: QWidget) -> None:
        said = _("{people} people and {households} households move along, and the cards and routes with them.")
        text = said.format(people=group.people, households=group.households)
        super().__init__(parent, look, _("Another name for {group}").format(group=group.name), text, width=520)
        self.group = group
        self.others = {one.name: one for one in others if one.name != group.name}
        self.name = LineField(look)
        self.name.setMaxLength(LONGEST)
        self.name.setText(group.name)
        grid = FieldGrid(look)
        grid.moves_on = False
        grid.add(_("New name"), self.name)
        self.body.addWidget(grid)
        self.effect = Label("", "body_bold", "amber", wrap=True)
        self.body.addWidget(self.effect)
        self.save = self.add_button(_("Save"), "primary", "Enter", "save")
        self.add_button(_("Do not save"), "plain", "Esc")
        self.name.textChanged.connect(self._tell)
        self._tell()
        self.name.setFocus()
        self.name.selectAll()

    def value(self) -> str:
        """Return the name as it will be kept."""
        return " ".join(self.name.value().split())

    def _tell(self) -> None:
        """Say whether two groups would become one."""
        other = self.others.get(self.value())
        both = _("There is «{name}» already: the two become one, with {people} people. Ctrl Z parts them again.")
        self.effect.say(both.format(name=other.name, people=other.people + self.group.people) if other else "")
        self.save.setEnabled(self.value() not in {"", self.group.name})
