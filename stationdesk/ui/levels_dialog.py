"""The levels of responsibility (包保): what each is called and who needs a name there; as many as the county has."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.responsibility_level import HIGHEST, ResponsibilityLevelDraft
from stationdesk.services.grading import scheme_on
from stationdesk.services.projects import levels, write_levels
from stationdesk.ui import key_map
from stationdesk.ui.form_foot import saved
from stationdesk.ui.helper_dialog import choices
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import ComboField, LineField
from stationdesk.ui.parts.filters import FilterButton
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.tall_dialog import TallDialog


class LevelRow(QWidget):
    """One level: its name, the office that answers there, the grades and categories that need it."""

    def __init__(self, desk: OpenDesk, one: ResponsibilityLevelDraft, grades: list[tuple[str, str]], at: int) -> None:
        super().__init__()
        look, tags = desk.look, table("resident_category")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        number = Label(str(at), "body", "ink2")
        number.setFixedWidth(look.sizes.body)
        self.label = LineField(look)
        self.label.setText(one.label)
        self.label.setMaximumWidth(8 * look.sizes.body)
        self.label.setAccessibleName(_("Name of level {number}").format(number=at))
        self.office = ComboField(choices("org_level"), look)
        self.office.set_value(one.org_level)
        self.office.setAccessibleName(_("Office of level {number}").format(number=at))
        self.grades = FilterButton(_("Grade|filter"), grades, look, nothing=_("none|ticks"))
        self.grades.set_chosen(one.grades)
        kinds = [(row.code, row.label) for row in tags.rows if not tags.is_restricted(row.code)]
        self.categories = FilterButton(_("Category|filter"), kinds, look, nothing=_("none|ticks"))
        self.categories.set_chosen(one.categories)
        for part in (number, self.label, self.office, self.grades, self.categories):
            line.addWidget(part)
        line.addStretch(1)

    def draft(self, number: int) -> ResponsibilityLevelDraft:
        """Return the level as it is written."""
        return ResponsibilityLevelDraft(
            number=number,
            label=self.label.value().strip(),
            org_level=self.office.value() or None,
            grades=tuple(sorted(self.grades.chosen())),
            categories=tuple(sorted(self.categories.chosen())),
        )


class LevelsDialog(TallDialog):
    """All levels, the highest first."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None) -> None:
        text = _("Who needs a name at a level follows from grade and category: nothing ticked, nobody needs one, and the list says so.")
        super().__init__(parent, desk.look, _("Levels of responsibility"), text, width=760)
        self.desk = desk
        with desk.reading() as session:
            self.grade_words = [(grade.code, grade.label) for grade in scheme_on(session, desk.today()).grades]
            kept = levels(session)
        self.box = QVBoxLayout()
        self.box.setSpacing(8)
        self.inside.addLayout(self.box)
        self.rows: list[LevelRow] = []
        self.trouble = Label("", "body", "red", wrap=True)
        self.inside.addWidget(self.trouble)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.more = Button(_("One level more"), self.look, "plain", key_map.shown("pairings.new"), small=True)
        self.less = Button(_("Take the lowest off"), self.look, "plain", key_map.shown("pairings.remove"), small=True)
        for button, name, slot in ((self.more, "pairings.new", self.add), (self.less, "pairings.remove", self.drop)):
            button.clicked.connect(slot)
            key_map.attach(self, name, slot)
            line.addWidget(button)
        line.addStretch(1)
        self.inside.addLayout(line)
        self.add_button(_("Save"), "primary", key_map.shown("visit.save"), closes=False).clicked.connect(self.save)
        key_map.attach(self, "visit.save", self.save)
        self.add_button(_("Do not save"), "quiet", "Esc")
        self.show_levels(kept)
        self.rows[0].label.setFocus()

    def show_levels(self, found: list[ResponsibilityLevelDraft]) -> None:
        """Show these levels."""
        clear(self.box)
        self.rows = [LevelRow(self.desk, one, self.grade_words, at) for at, one in enumerate(found, 1)]
        for row in self.rows:
            self.box.addWidget(row)
        self.more.setEnabled(len(self.rows) < HIGHEST)
        self.less.setEnabled(len(self.rows) > 1)
        self.fit()

    def drafts(self) -> list[ResponsibilityLevelDraft]:
        """Return the levels as they are written, those without a name among them."""
        return [row.draft(at) for at, row in enumerate(self.rows, 1) if row.label.value().strip()]

    def add(self) -> None:
        """Add a level below."""
        if len(self.rows) < HIGHEST:
            last = self.rows[-1].draft(len(self.rows)) if self.rows[-1].label.value().strip() else None
            fresh = ResponsibilityLevelDraft(number=len(self.rows) + 1, label="?", grades=last.grades if last else ())
            self.show_levels([*self.drafts(), fresh])
            self.rows[-1].label.selectAll()
            self.rows[-1].label.setFocus()

    def drop(self) -> None:
        """Take the lowest level off; who answers there stays on record."""
        if len(self.rows) > 1:
            self.show_levels(self.drafts()[:-1])

    def save(self) -> None:
        """Write the levels."""
        if any(not row.label.value().strip() for row in self.rows):
            self.trouble.setText(_("A level has a name. Please write it down, or take the level off."))
            return
        found = self.drafts()
        if saved(self.desk, _("Levels of responsibility"), lambda session: write_levels(session, found), self.trouble):
            self.give("saved")
