"""What is said of a helper's work, and what somebody answers when asked whether a visit was made."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.check_call import CheckCall
from stationdesk.registers.code import table
from stationdesk.services.appraisals import answer, write_appraisal
from stationdesk.services.helper_duty import HelperDuty
from stationdesk.services.person_writing import own_resident
from stationdesk.services.residency_around import named
from stationdesk.ui import key_map
from stationdesk.ui.candidate_list import Choice
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments


def done(_result: object) -> None:
    """Take what a service returns; the dialog needs nothing of it."""


class AppraisalDialog(Dialog):
    """Appraisal, reminder, commendation or criticism of a period, with its figures."""

    def __init__(self, desk: OpenDesk, parent: QWidget, name: str, duty: HelperDuty, period: tuple[date, date]) -> None:
        text = _("{first} to {last}: {due} times due, {done} done").format(first=period[0], last=period[1], due=duty.due, done=duty.done)
        super().__init__(parent, desk.look, _("{name}: what is said of it").format(name=name), text, width=620)
        self.desk, self.name, self.duty, self.period = desk, name, duty, period
        self.kind = Segments([(row.code, row.label) for row in table("appraisal_kind").rows], self.look)
        self.kind.setAccessibleName(_("Kind of appraisal"))
        self.kind.set_value("appraisal")
        self.score, self.words = LineField(self.look), LineField(self.look)
        self.score.setValidator(QIntValidator(0, 100, self.score))
        self.score.setMaximumWidth(5 * self.look.sizes.body)
        grid = FieldGrid(self.look, label_width=80)
        grid.add(_("Kind of appraisal"), self.kind, stretch=False)
        grid.add(_("Score"), self.score, _("0 to 100, may stay empty"), stretch=False)
        grid.add(_("What was said"), self.words)
        self.grid = grid
        self.body.addWidget(grid)
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.trouble)
        self.add_button(_("Save"), "primary", key_map.shown("visit.save"), closes=False).clicked.connect(self.save)
        key_map.attach(self, "visit.save", self.save)
        self.add_button(_("Do not save"), "quiet", "Esc")
        self.kind.setFocus()

    def save(self) -> None:
        """Write it."""
        kind, on = self.kind.value() or "appraisal", self.desk.today()
        fields = {
            "helper_id": self.duty.helper,
            "kind": kind,
            "from_date": self.period[0].isoformat(),
            "to_date": self.period[1].isoformat(),
            "due": self.duty.due,
            "done": self.duty.done,
            "score": int(self.score.value()) if self.score.value().isdigit() else None,
            "text": self.words.value() or None,
            "said_by": self.desk.operator.name,
        }
        says = f"{table('appraisal_kind').label(kind)}：{self.name}"
        if saved(self.desk, says, lambda session: done(write_appraisal(session, fields, on)), self.trouble):
            self.give("saved")


class CheckDialog(Dialog):
    """One call back: whom to ring about which visit, and what was answered."""

    def __init__(self, desk: OpenDesk, parent: QWidget, check: CheckCall, line: Choice) -> None:
        super().__init__(parent, desk.look, _("Was this visit made?"), f"{line.name}：{line.words.partition('，')[0]}", width=560)
        self.desk, self.check, self.name = desk, check, line.name
        with desk.reading() as session:
            one = own_resident(session, check.resident_id or "")
            child = one.is_minor(desk.today().isoformat()) is not False and named(one, desk.today()) != one.name
        numbers = [phone.number for phone in one.phones if phone.usable is not False]
        if child and not desk.sees_children:
            told = _("A child: ring the guardian, from the family's page.")
        elif numbers:
            told = _("Ring {number}").format(number=numbers[0])
            desk.log("shown", resident_id=one.id, about=_("call back about a visit|log"))
        else:
            told = _("No number is written down: ask at the door, or ring a relative.")
        self.body.addWidget(Label(told, "strong", wrap=True))
        self.answer_field = Segments([(row.code, row.label) for row in table("check_answer").rows], self.look)
        self.answer_field.setAccessibleName(_("Answer"))
        self.answer_field.set_value(check.answer)
        line_of = QHBoxLayout()
        line_of.addWidget(self.answer_field)
        line_of.addStretch(1)
        self.body.addLayout(line_of)
        self.words = LineField(self.look, _("what the person said"))
        self.words.setAccessibleName(_("What was said"))
        self.words.setText(check.text or "")
        self.body.addWidget(self.words)
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.trouble)
        self.save_button: Button = self.add_button(_("Save"), "primary", key_map.shown("visit.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        key_map.attach(self, "visit.save", self.save)
        self.add_button(_("Do not save"), "quiet", "Esc")
        self.answer_field.setFocus()

    def save(self) -> None:
        """Write the answer."""
        code, on = self.answer_field.value(), self.desk.today()
        if not code:
            self.trouble.setText(_("Please choose what was answered."))
            return
        says = _("Asked {name} about a visit").format(name=self.name)
        by, text = self.desk.operator.name, self.words.value()
        if saved(self.desk, says, lambda session: done(answer(session, self.check.id, code, on, by=by, text=text)), self.trouble):
            self.give("saved")
