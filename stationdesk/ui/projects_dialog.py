"""The projects of pairings: which there are, whom each is for, how many, how often; added, changed and taken off by keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.project import ProjectDraft
from stationdesk.services.grading import scheme_on
from stationdesk.services.pairing_words import every_words
from stationdesk.services.projects import project_named, projects, remove_project, write_project
from stationdesk.ui import key_map
from stationdesk.ui.candidate_list import CandidateList, Choice
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import CodeField, ComboField, FieldGrid, LineField
from stationdesk.ui.parts.filters import FilterButton
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.tall_dialog import TallDialog

LONGEST = 999


class ProjectsDialog(Dialog):
    """All projects; Enter changes one."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None) -> None:
        text = _("A project says whom it is for, who helps, and how often. Who should have a helper follows from the projects.")
        super().__init__(parent, desk.look, _("Projects of pairings"), text, width=720)
        self.desk = desk
        self.list = CandidateList(self.look, _("Projects of pairings"), rows=8, wide=11.5)
        self.list.taken.connect(self.change)
        self.body.addWidget(self.list)
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.trouble)
        for words, key, slot, kind in (
            (_("Change|project"), "Enter", self.change, "primary"),
            (_("Add one|project"), key_map.shown("pairings.new"), self.add, "plain"),
            (_("Take off|project"), key_map.shown("pairings.remove"), self.remove, "plain"),
        ):
            self.add_button(words, kind, key, closes=False).clicked.connect(slot)
        self.add_button(_("Close|button"), "quiet", "Esc")
        key_map.attach(self, "pairings.new", self.add)
        key_map.attach(self, "pairings.remove", self.remove)
        self.refresh()
        self.list.field.setFocus()

    def refresh(self) -> None:
        """Read the projects again."""
        chosen = self.list.chosen()
        with self.desk.reading() as session:
            self.found = projects(session)
        self.list.offer([Choice(one.name, one.name, words_of(one, self.desk.today().isoformat())) for one in self.found])
        if chosen:
            self.list.go_to(chosen.id)

    def add(self) -> None:
        """Write another project down."""
        if ProjectForm(self.desk, self, None).ask() == "saved":
            self.refresh()

    def change(self) -> None:
        """Change the project one stands on."""
        one = self.list.chosen()
        if one is not None and ProjectForm(self.desk, self, project_named(self.found, one.id)).ask() == "saved":
            self.refresh()

    def remove(self) -> None:
        """Take the project off one stands on."""
        one = self.list.chosen()
        if one is None:
            return
        says = _("Take the project {name} off").format(name=one.name)
        self.trouble.setText("")
        if saved(self.desk, says, lambda session: remove_project(session, one.id), self.trouble):
            self.refresh()


def words_of(one: ProjectDraft, on: str) -> str:
    """Return a project in a few words: 妇联，一对多，每两周，人人要有."""
    every = every_words(one.contact_every_days or one.home_visit_every_days)
    parts = (
        "" if one.runs(on) else _("not running|project"),
        one.lead_unit or "",
        table("pairing_mode").label(one.mode) if one.mode else "",
        every,
        _("everybody shall have one") if one.everybody else "",
        _("by household") if one.with_households else "",
    )
    return "，".join(part for part in parts if part)


class ProjectForm(TallDialog):
    """One project."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, one: ProjectDraft | None) -> None:
        title = _("The project {name}").format(name=one.name) if one else _("A new project")
        super().__init__(parent, desk.look, title, width=640)
        self.desk, self.one = desk, one
        self._fields(one or ProjectDraft(name="?"))
        self.trouble = Label("", "body", "red", wrap=True)
        self.inside.addWidget(self.trouble)
        self.add_button(_("Save"), "primary", key_map.shown("visit.save"), closes=False).clicked.connect(self.save)
        key_map.attach(self, "visit.save", self.save)
        self.add_button(_("Do not save"), "quiet", "Esc")
        self.name.setFocus()

    def _fields(self, one: ProjectDraft) -> None:
        look, on = self.look, self.desk.today()
        self.name, self.unit = LineField(look), LineField(look)
        self.name.setText(one.name if self.one else "")
        self.unit.setText(one.lead_unit or "")
        self.kind = CodeField("pairing_kind", look, without={"responsibility"})
        self.kind.set_value(one.kind)
        self.mode = ComboField([(row.code, row.label) for row in table("pairing_mode").rows], look)
        self.mode.set_value(one.mode)
        self.numbers: Mapping[str, LineField] = {
            name: _number(look, getattr(one, name))
            for name in ("most_per_helper", "most_per_person", "contact_every_days", "home_visit_every_days")
        }
        tags = table("resident_category")
        with self.desk.reading() as session:
            grades = [(grade.code, grade.label) for grade in scheme_on(session, on).grades]
        there = [row for row in tags.rows if tags.is_given(row.code) or row.code in one.categories]
        kinds = [(row.code, row.label) for row in there if not tags.is_restricted(row.code)]
        helping = table("helper_type")
        types = [(row.code, row.label) for row in helping.rows if helping.is_given(row.code) or row.code in one.helper_types]
        self.ticks = {
            "grades": FilterButton(_("Grade|filter"), grades, look, nothing=_("none|ticks")),
            "categories": FilterButton(_("Category|filter"), kinds, look, nothing=_("none|ticks")),
            "helper_types": FilterButton(_("Kind|helper"), types, look, nothing=_("any kind|helper")),
        }
        for name, button in self.ticks.items():
            button.set_chosen(getattr(one, name))
        self.flags = {
            "everybody": QCheckBox(_("Everybody it is for shall have a helper")),
            "may_exceed": QCheckBox(_("More with a reason")),
            "with_households": QCheckBox(_("Pairs with households")),
        }
        for name, box in self.flags.items():
            box.setChecked(bool(getattr(one, name)))
        self.days = {name: DayField(look, on, coming=True) for name in ("from_date", "to_date")}
        for name, field in self.days.items():
            field.set_day(getattr(one, name))
        self._lay_out()

    def _lay_out(self) -> None:
        grid = FieldGrid(self.look, label_width=120)
        grid.add(_("Project"), self.name)
        grid.add(_("Leading unit"), self.unit)
        grid.add(_("Kind of pairing"), self.kind)
        grid.add(_("One to one or many"), self.mode)
        whom = QWidget()
        line = QHBoxLayout(whom)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for name in ("grades", "categories"):
            line.addWidget(self.ticks[name])
        line.addStretch(1)
        grid.add(_("For whom|project"), whom)
        grid.add(_("Helpers wanted"), self.ticks["helper_types"], stretch=False)
        grid.add(_("For one helper"), self.numbers["most_per_helper"], _("people at most; empty: as many as one likes"), stretch=False)
        grid.add(_("For one person"), self.numbers["most_per_person"], _("helpers at most; empty: as many as one likes"), stretch=False)
        grid.add(_("Contact every"), self.numbers["contact_every_days"], _("days; empty: as the grade asks"), stretch=False)
        grid.add(_("Home visit every"), self.numbers["home_visit_every_days"], _("days; empty: as the grade asks"), stretch=False)
        for box in self.flags.values():
            grid.add("", box)
        grid.add(_("From|day"), self.days["from_date"], stretch=False)
        grid.add(_("Until|day"), self.days["to_date"], stretch=False)
        self.grid = grid
        self.inside.addWidget(grid)

    def fields(self) -> dict[str, Any]:
        """Return what the form holds, with what it does not show of the one that is changed."""
        kept = {name: getattr(self.one, name) for name in ProjectDraft.model_fields} if self.one else {}
        typed: dict[str, Any] = {"name": self.name.value().strip(), "lead_unit": self.unit.value() or None}
        typed |= {"kind": self.kind.value() or None, "mode": self.mode.value() or None}
        typed |= {name: int(field.value()) if field.value().isdigit() else None for name, field in self.numbers.items()}
        typed |= {name: tuple(sorted(button.chosen())) for name, button in self.ticks.items()}
        typed |= {name: box.isChecked() for name, box in self.flags.items()}
        return kept | typed | {name: field.day() for name, field in self.days.items()}

    def save(self) -> None:
        """Write the project; what is wrong is said, and nothing typed is lost."""
        wrong = [field for field in self.days.values() if field.wrong()]
        if wrong:
            return
        fields = self.fields()
        if not fields["name"]:
            self.trouble.setText(_("A project has a name. Please write it down."))
            self.name.setFocus()
            return
        before = self.one.name if self.one else ""
        says = _("The project {name}").format(name=fields["name"])
        if saved(self.desk, says, lambda session: _written(write_project(session, fields, before)), self.trouble):
            self.give("saved")


def _written(_project: object) -> None:
    """Take what a service returns; the form needs nothing of it."""


def _number(look: Look, value: int | None) -> LineField:
    field = LineField(look)
    field.setValidator(QIntValidator(1, LONGEST, field))
    field.setMaximumWidth(5 * look.sizes.body)
    field.setText("" if value is None else str(value))
    return field
