"""换一套分级: one of the schemes there are, changed as one likes; what it will do to whom is read before it is kept."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.grade_scheme import MARKS, Grade, GradeSchemeDraft, ready_made
from stationdesk.services.day_reading import read_coming_day
from stationdesk.services.grade_schemes import effects, every, put_in_use, without_place
from stationdesk.services.grading import EVERY, people_by_grade, scheme_on, word_of
from stationdesk.services.scheme_checks import LABEL, WORDS, SchemeImpossible, check
from stationdesk.ui import key_map
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.grade_mark import GradeMark
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.scheme_item_dialog import number
from stationdesk.ui.scheme_items import SchemeItems
from stationdesk.ui.tall_dialog import TallDialog

HERE = "here"


class GradeLine:
    """The fields of one mark; without a word the scheme does not have the grade."""

    def __init__(self, code: str, look: Look) -> None:
        self.code = code
        self.base: Grade | None = None
        rhythm = [("", every(None)), *((str(days), every(days)) for days in EVERY)]
        self.word, self.low, self.high = LineField(look), LineField(look), LineField(look)
        self.contact, self.home = ComboField(rhythm, look), ComboField(rhythm, look)
        self.weather, self.festival = QCheckBox(), QCheckBox()
        self.note = LineField(look, _("remark: what is done, in plain words; may stay empty|grade"))
        self.note.setMaxLength(WORDS)
        self.word.setMaxLength(LABEL)
        self.word.textChanged.connect(lambda _text: self.note.setVisible(bool(self.word.value())))
        for field in (self.low, self.high):
            field.setFixedWidth(round(3.2 * look.sizes.body))

    def widgets(self) -> tuple[QWidget, ...]:
        """Return the fields in the order of the columns."""
        return (self.word, self.note, self.contact, self.home, self.low, self.high, self.weather, self.festival)

    def show_grade(self, grade: Grade | None) -> None:
        """Show a grade of a scheme, or that it has none."""
        self.base = grade
        self.word.setText(grade.label if grade else "")
        for box, days in ((self.contact, grade and grade.contact_every_days), (self.home, grade and grade.home_visit_every_days)):
            if days and box.findData(str(days)) < 0:
                box.addItem(every(days), str(days))
            box.set_value(str(days) if days else "")
        for field, score in ((self.low, grade and grade.lowest_score), (self.high, grade and grade.highest_score)):
            field.setText("" if score is None else str(score))
        self.note.setText(grade.note if grade else "")
        self.note.setVisible(grade is not None)
        self.weather.setChecked(bool(grade and grade.extra_in_bad_weather))
        self.festival.setChecked(bool(grade and grade.extra_at_festivals))

    def grade(self, takes_over: tuple[str, ...]) -> Grade | None:
        """Return the grade as it stands in the fields, None without a word."""
        if not self.word.value():
            return None
        base = self.base or Grade(code=self.code, label=self.word.value(), after_major_change_hours=24)
        fields = {
            "label": self.word.value(),
            "note": self.note.value(),
            "contact_every_days": int(self.contact.value()) if self.contact.value() else None,
            "home_visit_every_days": int(self.home.value()) if self.home.value() else None,
            "lowest_score": number(self.low),
            "highest_score": number(self.high),
            "extra_in_bad_weather": self.weather.isChecked(),
            "extra_at_festivals": self.festival.isChecked(),
            "takes_over": tuple(dict.fromkeys((*base.takes_over, *takes_over))),
        }
        return base.model_copy(update=fields)


class SchemeDialog(TallDialog):
    """Asks for the scheme that shall hold, from which day, and what becomes of grades it has no place for."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None = None) -> None:
        super().__init__(
            parent, desk.look, _("Another grade scheme"), _("It holds from tomorrow at the earliest; past days stay."), width=900
        )
        self.desk, self.on = desk, desk.today()
        with desk.reading() as session:
            self.now = scheme_on(session, self.on + timedelta(days=1))
            self.counts = people_by_grade(session, self.on)
            self.words = {code: word_of(session, code, self.on) for code in self.counts}
        self.base: GradeSchemeDraft = self.now
        self.heirs: dict[str, ComboField] = {}
        self.hours_shown = ""
        """The hours as the scheme had them: left as they are, each grade keeps its own."""
        self._build()
        self.which.currentIndexChanged.connect(lambda _at: self._chosen())
        self.items.changed.connect(self._tell)
        for line in self.lines:
            for field in (line.word, line.low, line.high):
                field.textChanged.connect(lambda _text: self._tell())
            for box in (line.contact, line.home):
                box.currentIndexChanged.connect(lambda _at: self._tell())
        self._chosen()
        self.which.setFocus()

    def _build(self) -> None:
        look = self.look
        offered = [(HERE, _("the one in use, changed")), *((one.code, one.name) for one in ready_made())]
        self.which = ComboField([(code, word) for code, word in offered if code], look)
        self.name, self.day = LineField(look), LineField(look)
        self.review, self.first = LineField(look), LineField(look)
        self.day.setPlaceholderText(_("tomorrow|typed"))
        terms = self._terms()
        sheet = self._grades()
        self.items = SchemeItems(look, self)
        self.lines_say = Label("", "small", "ink2", wrap=True)
        self.heirs_at = QWidget()
        self.heir_form = QGridLayout(self.heirs_at)
        self.effect = Label("", "body_bold", "amber", wrap=True)
        self.trouble = Label("", "body", "red", wrap=True)
        self.trouble.hide()
        for widget in (terms, self.heirs_at, sheet):
            self.inside.addWidget(widget)
        self.inside.addWidget(Label(_("A grade without a word is not in the scheme."), "small", "ink3", wrap=True))
        for widget in (self.lines_say, self.items):
            self.inside.addWidget(widget)
        self.body.addWidget(self.effect)
        self.body.addWidget(self.trouble)
        self.add_button(_("Put it in use"), "primary", key_map.shown("scheme.save"), closes=False).clicked.connect(self.save)
        self.add_button(_("Do not save"), "plain", "Esc")
        key_map.attach(self, "scheme.save", self.save)

    def _terms(self) -> QWidget:
        """Return what holds for every grade, in two columns, so that the grades are seen below them."""
        look = self.look
        self.hours = LineField(look)
        self.rest = ComboField([(row.code, row.label) for row in table("rest_day_rule").rows], look)
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(20)
        for share, rows in (
            (
                5,
                (
                    (_("After which"), self.which, ""),
                    (_("Holds from"), self.day, _("like 12-31")),
                    (_("Review after"), self.review, _("months")),
                    (_("First visit within"), self.first, _("working days")),
                ),
            ),
            (
                6,
                (
                    (_("Name of the scheme"), self.name, ""),
                    (_("After a grave change within|scheme"), self.hours, _("hours: out of hospital, a fall, a loss|scheme")),
                    (_("What falls on a rest day|scheme"), self.rest, _("a daily contact never waits|scheme")),
                ),
            ),
        ):
            form = FieldGrid(look, label_width=round(5 * look.sizes.body))
            for label, field, note in rows:
                form.add(label, field, note)
            line.addWidget(form, share, Qt.AlignmentFlag.AlignTop)
        return both

    def _grades(self) -> QWidget:
        """Return the table of the grades: one line a colour."""
        look = self.look
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(8)
        heads: tuple[str, ...] = (_("Word|grade"), _("Remark|grade"), _("Contact"), _("At the door"), _("From points"), _("To points"))
        heads += (_("Bad weather"), _("Festivals"))
        for column, head in enumerate(heads, 1):
            grid.addWidget(Label(head, "small", "ink2"), 0, column)
        self.lines = [GradeLine(code, look) for code in MARKS]
        for at, line in enumerate(self.lines, 1):
            grid.addWidget(GradeMark(look, line.code, ""), at, 0)
            for column, (widget, head) in enumerate(zip(line.widgets(), heads, strict=True), 1):
                widget.setAccessibleName(f"{head} {at}")
                grid.addWidget(widget, at, column)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        return sheet

    def _chosen(self) -> None:
        """Show the scheme that is chosen."""
        code = self.which.value()
        self.base = self.now if code == HERE else next(one for one in ready_made() if one.code == code)
        self.name.setText(self.base.name)
        self.review.setText(str(self.base.review_months or ""))
        self.first.setText(str(self.base.first_visit_workdays or ""))
        hours = [grade.after_major_change_hours for grade in self.base.grades if grade.after_major_change_hours]
        self.hours_shown = str(min(hours)) if hours else ""
        self.hours.setText(self.hours_shown)
        self.rest.set_value(self.base.on_rest_days or table("rest_day_rule").rows[0].code)
        for line in self.lines:
            line.show_grade(self.base.grade(line.code))
        self.items.put(self.base.score_items)
        clear(self.heir_form)
        self.heirs.clear()
        with self.desk.reading() as session:
            missing = without_place(session, self.base, self.on)
        for row, lost in enumerate(missing):
            box = ComboField([(one.code, one.label) for one in self.base.grades], self.look)
            said = _("{count} people of grade {grade} count as").format(count=self.counts[lost], grade=self.words[lost])
            box.setAccessibleName(said)
            box.currentIndexChanged.connect(lambda _at: self._tell())
            self.heir_form.addWidget(Label(said), row, 0)
            self.heir_form.addWidget(box, row, 1)
            self.heirs[lost] = box
        self.heirs_at.setVisible(bool(missing))
        self._tell()

    def draft(self) -> GradeSchemeDraft:
        """Return the scheme as it stands in the fields."""
        day = read_coming_day(self.day.value(), self.on) if self.day.value() else self.on + timedelta(days=1)
        grades, hours = [], {"after_major_change_hours": number(self.hours)}
        for line in self.lines:
            taken = tuple(lost for lost, box in self.heirs.items() if box.value() == line.code)
            if (grade := line.grade(taken)) is not None:
                grades.append(grade if self.hours.value() == self.hours_shown else grade.model_copy(update=hours))
        fields = {
            "name": self.name.value(),
            "grades": tuple(grades),
            "score_items": tuple(self.items.values),
            "review_months": number(self.review),
            "first_visit_workdays": number(self.first),
            "on_rest_days": self.rest.value() or None,
            "valid_from": day.isoformat() if day else self.on.isoformat(),
            "valid_to": self.now.valid_to,
        }
        return self.base.model_copy(update=fields)

    def _tell(self) -> None:
        """Say what the scheme will do to whom."""
        draft = self.draft()
        try:
            check(draft)
        except SchemeImpossible as error:
            self.lines_say.say(error.message, "amber")
        else:
            drawn = any(grade.lowest_score is not None for grade in draft.grades)
            self.lines_say.say(_("Every total has one grade.") if drawn else "", "ink2")
        with self.desk.reading() as session:
            said = effects(session, draft, self.on)
        self.effect.setText("\n".join(said) or _("Nobody is contacted more or less often."))
        self.fit()

    def save(self) -> None:
        """Put it in use; what is refused is said and nothing is kept by halves."""
        says = _("Another grade scheme: {name}").format(name=self.name.value())

        def work(session: Session) -> None:
            put_in_use(session, self.draft(), self.on)

        if saved(self.desk, says, work, self.trouble):
            self.desk.said(says)
            self.give("saved")
            return
        self.trouble.show()
        self.fit()
