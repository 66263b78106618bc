"""Who stands in a form: categories, grades, groups, state and age, each a filter that says its own state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.export_profile import ExportProfileDraft
from stationdesk.services.form_people import group_order
from stationdesk.services.grading import scheme_on
from stationdesk.store.database import author_of
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.filters import FilterButton
from stationdesk.ui.parts.labels import Label

OLDEST = 130
_GROUPS = "SELECT DISTINCT village_group FROM resident WHERE author = ? AND removed_at IS NULL AND village_group IS NOT NULL"


class FormWho(QWidget):
    """The line over the preview; `changed` gives the fields of the form that are other now."""

    changed = Signal(dict)

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk, self.look = desk, desk.look
        tags = table("resident_category")
        kinds = [(row.code, row.label) for row in tags.rows if not tags.is_restricted(row.code)]
        states = [(row.code, row.label) for row in table("residency_status").rows if row.code != "merged"]
        self.buttons = {
            "categories": FilterButton(_("Category|filter"), kinds, self.look),
            "grades": FilterButton(_("Grade|filter"), [], self.look),
            "village_groups": FilterButton(_("Group|filter"), [], self.look),
            "states": FilterButton(_("Where|filter"), states, self.look),
        }
        self.ages = {"from_age": LineField(self.look), "to_age": LineField(self.look)}
        flow = QHBoxLayout(self)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(8)
        for name, button in self.buttons.items():
            button.changed.connect(lambda name=name: self._told(name, tuple(sorted(self.buttons[name].chosen()))))
            flow.addWidget(button)
        for name, words in (("from_age", _("From age|filter")), ("to_age", _("to|filter"))):
            label, field = Label(words, "body", "ink2"), self.ages[name]
            label.setBuddy(field)
            field.setAccessibleName(_("From age") if name == "from_age" else _("To age"))
            field.setValidator(QIntValidator(0, OLDEST, field))
            field.editingFinished.connect(lambda name=name: self._age(name))
            flow.addWidget(label)
            flow.addWidget(field)
        flow.addStretch(1)
        self._resize()
        self.look.changed.connect(self._resize)

    def _resize(self) -> None:
        for field in self.ages.values():
            field.setFixedWidth(round(3.2 * self.look.sizes.body))

    def offer(self) -> None:
        """Offer the groups and grades there are."""
        with self.desk.reading() as session:
            found = session.connection().exec_driver_sql(_GROUPS, (author_of(session),)).scalars().all()
            grades = scheme_on(session, self.desk.today()).grades
        self.buttons["village_groups"].set_choices([(one, one) for one in sorted(found, key=group_order)])
        self.buttons["grades"].set_choices([(grade.code, grade.label) for grade in grades])

    def show_form(self, draft: ExportProfileDraft) -> None:
        """Show whom a form asks for; says nothing to listeners."""
        for name, button in self.buttons.items():
            button.set_chosen(getattr(draft, name))
        for name, field in self.ages.items():
            years = getattr(draft, name)
            if not field.hasFocus():
                field.setText("" if years is None else str(years))

    def _age(self, name: str) -> None:
        typed = self.ages[name].value()
        self._told(name, int(typed) if typed.isdigit() else None)

    def _told(self, name: str, value: Any) -> None:
        told: Mapping[str, Any] = {name: value}
        self.changed.emit(dict(told))
