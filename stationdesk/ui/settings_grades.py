"""设置 · 分级和多久一次: how often each grade is contacted, and what a change would do before it is made."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.grade_scheme import Grade
from stationdesk.services.day_words import day_words
from stationdesk.services.from_county_told import coming_scheme
from stationdesk.services.grade_schemes import change_rhythm, every
from stationdesk.services.grading import EVERY, people_by_grade, scheme_on
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import ComboField
from stationdesk.ui.parts.grade_mark import GradeMark
from stationdesk.ui.parts.labels import Label, rule
from stationdesk.ui.scheme_dialog import SchemeDialog
from stationdesk.ui.settings_part import Part


class GradesPart(Part):
    """The scheme in force; a change is made with one button, after its consequence was read, and holds from tomorrow."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk, _("Grades and how often"))
        self.other = Button(_("Another scheme"), self.look)
        self.other.clicked.connect(self._other)
        self.aside.addWidget(self.other)
        self.table = QWidget()
        self.grid = QGridLayout(self.table)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(20)
        self.grid.setVerticalSpacing(10)
        self.grid.setColumnStretch(5, 1)
        self.body.addWidget(self.table)
        self.effect = Label("", "body_bold", "amber", wrap=True)
        self.body.addWidget(self.effect)
        self.save = Button(_("Take it over from tomorrow"), self.look, "primary")
        self.save.clicked.connect(self._save)
        self.body.addWidget(self.save)
        self.after = Label("", "body", "ink2", wrap=True)
        self.body.addWidget(self.after)
        self.county = Label("", "body", "amber", wrap=True)
        self.body.addWidget(self.county)
        self.body.addWidget(Label(_("A change holds from tomorrow; what was due before stays as it was."), "small", "ink3", wrap=True))
        self.body.addStretch(1)
        self.boxes: dict[tuple[str, str], ComboField] = {}
        self.grades: tuple[Grade, ...] = ()
        self.counts: dict[str, int] = {}

    def refresh(self) -> None:
        """Show the scheme that will hold tomorrow."""
        on = self.desk.today()
        with self.desk.reading() as session:
            scheme, self.counts = scheme_on(session, on + timedelta(days=1)), people_by_grade(session, on)
            coming = coming_scheme(session, on)
        said = _("From {day} the county's scheme «{name}» holds here; what changes stands under «From the county».")
        day = day_words(date.fromisoformat(coming.valid_from or ""), on) if coming else ""
        self.county.setText(said.format(day=day, name=coming.name) if coming else "")
        self.county.setVisible(coming is not None)
        self.beside.say(scheme.name, "ink2")
        if scheme.grades != self.grades:
            self.grades = scheme.grades
            self._fill()
        self.after.setText(
            _("After a stay in hospital, a fall or a death in the family: looked after within {hours} hours.").format(
                hours=max((one.after_major_change_hours or 0) for one in scheme.grades) or 24
            )
        )
        allowed = self.may_change()
        self.other.setEnabled(allowed)
        for box in self.boxes.values():
            box.setEnabled(allowed)
        self._tell()

    def _fill(self) -> None:
        clear(self.grid)
        self.boxes.clear()
        for column, word in enumerate((_("Grade"), _("People"), _("Contact"), _("At the door"))):
            self.grid.addWidget(Label(word, "small", "ink2"), 0, column)
        self.grid.addWidget(rule(), 1, 0, 1, 6)
        for row, grade in enumerate(self.grades, 2):
            self.grid.addWidget(GradeMark(self.look, grade.code, grade.label), row, 0)
            self.grid.addWidget(Label(str(self.counts.get(grade.code, 0))), row, 1)
            for column, name in ((2, "contact_every_days"), (3, "home_visit_every_days")):
                now: int | None = getattr(grade, name)
                days = sorted({*EVERY, *([now] if now else [])})
                box = ComboField([("", every(None)), *((str(one), every(one)) for one in days)], self.look)
                box.set_value(str(now) if now else "")
                box.setAccessibleName(f"{grade.label} {_('Contact') if column == 2 else _('At the door')}")
                box.currentIndexChanged.connect(partial(self._tell))
                self.boxes[grade.code, name] = box
                self.grid.addWidget(box, row, column)
            self.grid.addWidget(Label(grade.note, "body", "ink2", wrap=True), row, 5)

    def _wanted(self, grade: Grade) -> tuple[int | None, int | None]:
        read = [self.boxes[grade.code, name].value() for name in ("contact_every_days", "home_visit_every_days")]
        contact, home = (int(one) if one else None for one in read)
        return contact, home

    def _changed(self) -> list[Grade]:
        return [one for one in self.grades if self._wanted(one) != (one.contact_every_days, one.home_visit_every_days)]

    def _tell(self, *_index: int) -> None:
        said = []
        for grade in self._changed():
            contact, home = self._wanted(grade)
            said.append(
                _("{count} people of grade {grade}: contacted {contact}, visited {home}.").format(
                    count=self.counts.get(grade.code, 0), grade=grade.label, contact=every(contact), home=every(home)
                )
            )
        self.effect.setText("\n".join(said))
        self.effect.setVisible(bool(said))
        self.save.setVisible(bool(said))

    def _save(self) -> None:
        says = _("Change how often people are contacted")
        with self.desk.writing(says) as session:
            for grade in self._changed():
                contact, home = self._wanted(grade)
                change_rhythm(session, grade.code, self.desk.today(), contact=contact, home=home)
        self.refresh()
        self.desk.said(says)

    def _other(self) -> None:
        """Ask for another scheme, or for every detail of this one."""
        SchemeDialog(self.desk, self.window()).ask()
        self.refresh()

    def leave(self) -> bool:
        """Forget a change that was not taken over: it was shown as not made."""
        for grade in self.grades:
            for name in ("contact_every_days", "home_visit_every_days"):
                now = getattr(grade, name)
                self.boxes[grade.code, name].set_value(str(now) if now else "")
        return True
