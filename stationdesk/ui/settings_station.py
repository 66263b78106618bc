"""设置 · 村站: what the station says of itself, and the village groups in the order of the routes."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.road import county_row
from stationdesk.services.stations import change_station, own_station
from stationdesk.services.village_groups import Group, groups, rename_group
from stationdesk.ui import key_map
from stationdesk.ui.group_form import GroupForm
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.word_list import WordList
from stationdesk.ui.settings_part import Part

FIELDS = ("name", "address", "duty_phone", "office_phone", "office_hours", "slogan")
ROWS = 7
"""Village groups seen at once."""


def _in_words(one: Group) -> str:
    """Return a group with who lives in it, and whether it is only written at people."""
    said = [_("{people} people, {households} households").format(people=one.people, households=one.households)]
    said += [one.grid] if one.grid else []
    said += [] if one.listed else [_("not in the list")]
    return _("{group}: {facts}").format(group=one.name, facts=_(", |figures").join(said))


class StationPart(Part):
    """The station's own record; each field is saved when it is left."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk, _("Village station"))
        grid = FieldGrid(self.look, label_width=96)
        self.fields: dict[str, LineField] = {}
        self.counted: tuple[Group, ...] = ()
        for name, label in self._labels().items():
            field = LineField(self.look)
            field.editingFinished.connect(partial(self._save, name))
            self.fields[name] = field
            grid.add(label, field, _("stands on every card") if name == "duty_phone" else "")
        self.code = LineField(self.look)
        self.code.setReadOnly(True)
        grid.add(_("Station code"), self.code, _("from the enrolment, cannot be changed"))
        grid.setMaximumWidth(720)
        self.body.addWidget(grid)
        self.body.addWidget(Label(_("Village groups"), "body_bold"))
        self.body.addLayout(self._groups())
        self.body.addWidget(
            Label(_("The order of the groups is the order of the routes and of what is printed."), "small", "ink3", wrap=True)
        )
        self.body.addStretch(1)

    @staticmethod
    def _labels() -> dict[str, str]:
        return {
            "name": _("Station name"),
            "address": _("Address"),
            "duty_phone": _("24-hour phone"),
            "office_phone": _("Office phone"),
            "office_hours": _("Office hours"),
            "slogan": _("Sentence on the cards"),
        }

    def _groups(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.groups = WordList(self.look, _("Village groups"), indent=12)
        self.groups.setProperty("ground", "surface")
        self.groups.setMinimumWidth(320)
        self.groups.setMaximumWidth(520)
        line.addWidget(self.groups)
        side = QVBoxLayout()
        self.buttons: list[Button] = []
        for text, key, slot in (
            (_("Add a group"), "settings.add", self._add),
            (_("Move up"), "settings.up", partial(self._move, -1)),
            (_("Move down"), "settings.down", partial(self._move, 1)),
            (_("Rename or merge"), "settings.rename", self._rename),
            (_("Remove"), "settings.remove", self._remove),
        ):
            button = Button(text, self.look, "plain", key_map.shown(key), small=True)
            button.clicked.connect(slot)
            key_map.attach(self.groups if key == "settings.remove" else self, key, slot)
            self.buttons.append(button)
            side.addWidget(button)
        side.addStretch(1)
        line.addLayout(side)
        line.addStretch(1)
        return line

    def refresh(self) -> None:
        """Show the station as it is kept."""
        with self.desk.reading() as session:
            station, county = own_station(session), county_row(session)
            self.counted = groups(session)
        for name, field in self.fields.items():
            if not field.hasFocus():
                field.setText(getattr(station, name) or "")
        self.code.setText(station.code)
        at = self.groups.currentRow()
        self.groups.offer((one.name, _in_words(one)) for one in self.counted)
        self.groups.setCurrentRow(max(0, min(at, self.groups.count() - 1)))
        self.groups.setFixedHeight(self.look.sizes.rail_row * min(ROWS, max(2, len(self.counted))))
        if county is not None:
            self.beside.say(_("Enrolled with {county}").format(county=county.name), "green")
        else:
            self.beside.say(_("Not enrolled with the county yet"), "ink3")
        allowed = self.may_change()
        widgets: list[QWidget] = [*self.fields.values(), *self.buttons]
        for widget in widgets:
            widget.setEnabled(allowed)

    def _save(self, name: str) -> None:
        field = self.fields[name]
        with self.desk.reading() as session:
            before = getattr(own_station(session), name) or ""
        if field.value() == before:
            return
        if name == "name" and not field.value():
            field.say("error", _("The station needs a name."))
            return
        field.say("plain")
        label = self._labels()[name]
        self._change(_("Change {field}").format(field=label), {name: field.value() or None})

    def _change(self, says: str, changes: dict[str, Any]) -> None:
        with self.desk.writing(says) as session:
            change_station(session, changes)
        self.desk.said(says)

    def _names(self) -> list[str]:
        with self.desk.reading() as session:
            return list(own_station(session).village_groups)

    def _add(self) -> None:
        if not self.desk.operator.may_change_settings:
            return
        written, good = QInputDialog.getText(self, _("Add a group"), _("Name of the village group"))
        name = " ".join(written.split())[:40]
        if good and name and name not in self._names():
            self._change(_("Add the village group {name}").format(name=name), {"village_groups": (*self._names(), name)})
            self.groups.setCurrentRow(self.groups.count() - 1)

    def _move(self, step: int) -> None:
        names, at = self._names(), self.groups.currentRow()
        if not self.desk.operator.may_change_settings or not 0 <= at < len(names) or not 0 <= at + step < len(names):
            return
        names[at], names[at + step] = names[at + step], names[at]
        self.groups.setCurrentRow(at + step)
        self._change(_("Change the order of the village groups"), {"village_groups": tuple(names)})

    def _rename(self) -> None:
        """Call a group otherwise, or let it become one with another."""
        group = next((one for one in self.counted if one.name == self.groups.chosen()), None)
        if group is None or not self.desk.operator.may_change_settings:
            return
        form = GroupForm(self.look, group, self.counted, self)
        if form.ask() == "save":
            says = _("Call the village group {old} {new}").format(old=group.name, new=form.value())
            with self.desk.writing(says) as session:
                rename_group(session, group.name, form.value())
            self.desk.said(says)
            self.refresh()
            self.groups.setFocus()

    def _remove(self) -> None:
        names, at = self._names(), self.groups.currentRow()
        if self.desk.operator.may_change_settings and 0 <= at < len(names):
            gone = names.pop(at)
            self._change(_("Remove the village group {name}").format(name=gone), {"village_groups": tuple(names)})
