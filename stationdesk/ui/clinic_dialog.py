"""义诊: whom to ask, the list on paper, and what was measured typed back in the same order; half a list waits until it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.record import new_id
from stationdesk.services import drafts
from stationdesk.services.clinic import ClinicDay, ClinicLine, clinics, lines_of, readings_of_day, to_ask
from stationdesk.services.clinic_slips import Waiting, code_of, waiting, waiting_words
from stationdesk.services.day_words import day_words
from stationdesk.ui.clinic_entry import ClinicEntry
from stationdesk.ui.clinic_paper import print_clinic, slips_job
from stationdesk.ui.day_field import DayField
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import tell
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.parts.word_list import StayList
from stationdesk.ui.print_preview import preview
from stationdesk.ui.tall_dialog import TallDialog

FORM = "clinic"
"""What the half-typed list is kept under."""


class ClinicDialog(TallDialog):
    """Who, when, where, by whom; then the paper, or the typing back."""

    def __init__(self, desk: OpenDesk, shown: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent, desk.look, _("Free clinic|title"), "", width=640)
        self.desk, self.shown, self.on = desk, tuple(shown), desk.today()
        self.form = FieldGrid(self.look, label_width=round(self.look.sizes.body * 4.3))
        self.inside.addWidget(self.form)
        choices = [("chronic", _("With a lasting illness|clinic")), ("follow_up", _("To be measured again|clinic"))]
        choices += [("elder", _("65 and over|clinic")), ("shown", _("Those in the list now|clinic"))]
        self.who = Segments(choices, self.look, wraps=True)
        self.who.set_value("shown" if len(self.shown) <= MOST else "chronic")
        self.who.setAccessibleName(_("Who is asked to come|clinic"))
        self.who.changed.connect(lambda _code: self._read())
        self.form.add(_("Who|clinic"), self.who, stretch=False)
        self.day = DayField(self.look, self.on)
        self.day.set_day(self.on.isoformat())
        self.form.add(_("Day|clinic"), self.day)
        self.doctors = LineField(self.look, _("hospital and doctors|clinic"))
        self.doctors.setMaxLength(120)
        self.form.add(_("Doctors|clinic"), self.doctors)
        self.slips = Segments([("full", _("name and last figures|clinic")), ("covered", _("surname only|clinic"))], self.look, wraps=True)
        self.slips.set_value("covered" if desk.faces_visitors else "full")
        self.slips.setAccessibleName(_("What stands on the slips|clinic"))
        self.form.add(_("On the slips|clinic"), self.slips, stretch=False)
        self.told = Label("", "small", "ink2", wrap=True)
        self.inside.addWidget(self.told)
        self._past()
        for key, words, slot, kind in (
            ("", _("Type the results in|clinic"), self.enter, "primary"),
            ("", _("Print the list|clinic"), self.print, "plain"),
            ("", _("Print slips|clinic"), self.print_slips, "plain"),
        ):
            button = self.add_button(words, kind, key, closes=False)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
        self.add_button(_("Close|button"), "quiet", "Esc").setAutoDefault(False)
        self.lines: list[ClinicLine] = []
        self._read()
        self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def _past(self) -> None:
        """Offer the list that is half typed, and the clinics that were held."""
        with self.desk.reading() as session:
            kept, held = drafts.take(session, self.desk.operator.name, FORM), clinics(session)
        self.kept: dict[str, Any] = dict(kept or {})
        if self.kept:
            line = QHBoxLayout()
            words = _("A list of {day} is half typed in: {people} people.|clinic")
            day = day_words(date.fromisoformat(self.kept["day"]), self.on)
            line.addWidget(Label(words.format(day=day, people=len(self.kept["ids"])), "body", "amber", wrap=True), 1)
            again = Button(_("Go on with it|clinic"), self.look, small=True)
            again.setAutoDefault(False)
            again.clicked.connect(self.go_on)
            line.addWidget(again)
            self.inside.addLayout(line)
        self._slips_waiting()
        self.held: list[ClinicDay] = held
        if held:
            self.inside.addWidget(Label(_("Clinics that were held: Enter shows one on paper|clinic"), "strong"))
            self.days = StayList(self.look, _("Clinics that were held|clinic"), indent=12)
            self.days.offer((one.occasion, self._said(one)) for one in held)
            self.days.setFixedHeight(min(4, len(held)) * self.look.sizes.rail_row + 4)
            self.days.taken.connect(self.print_past)
            self.inside.addWidget(self.days)

    def _slips_waiting(self) -> None:
        """Offer the slips that were printed and are not all typed back."""
        with self.desk.reading() as session:
            self.waiting: dict[str, Waiting] = {one.code: one for one in waiting(session)}
        if not self.waiting:
            return
        self.inside.addWidget(Label(_("Slips that are out: Enter types them back|clinic"), "strong"))
        self.out = StayList(self.look, _("Slips that are out|clinic"), indent=12)
        self.out.offer((code, waiting_words(one, self.on)) for code, one in self.waiting.items())
        self.out.setFixedHeight(min(3, len(self.waiting)) * self.look.sizes.rail_row + 4)
        self.out.taken.connect(self.type_slips)
        self.inside.addWidget(self.out)

    def _said(self, one: ClinicDay) -> str:
        day = day_words(date.fromisoformat(one.day), self.on)
        return _("{day}, {people} people, {by}|clinic").format(day=day, people=one.people, by=one.by or "").rstrip("，, ")

    def _read(self) -> None:
        """Read who is on the list."""
        kind, sees = self.who.value() or "shown", self.desk.sees_children
        with self.desk.reading() as session:
            ids = self.shown if kind == "shown" else to_ask(session, self.on, kind)
            self.lines = lines_of(session, ids, self.on, may_see_children=sees)
        self.told.setText(_("{count} people, in the order of the way round.|clinic").format(count=len(self.lines)))

    def _ready(self) -> bool:
        """Tell whether the list can be used, and say why not."""
        if self.day.wrong():
            return False
        if not self.lines:
            self.told.say(_("Nobody is on this list. Choose others above.|clinic"), "amber")
        return bool(self.lines)

    # -- what can be done

    def print(self) -> None:
        """Show the list as it will be printed, to be filled in by pen."""
        if self._ready():
            print_clinic(self.desk, self.lines, self.day.day() or self.on.isoformat(), self.doctors.value(), {}, self)

    def print_slips(self) -> None:
        """Show two slips a sheet as they will be printed; once they are, they wait here under their code."""
        if self._ready():
            kept = self._fresh()
            kept |= {"code": code_of(str(kept["occasion"])), "owner": self.desk.operator.name}
            preview(self.desk, slips_job(self.desk, self.lines, kept, full=self.slips.value() == "full"), self)

    def type_slips(self) -> None:
        """Type back the slips chosen, in the order of their numbers."""
        one = self.waiting.get(str(self.out.chosen()))
        if one is None:
            return
        if str(one.kept["day"]) > self.on.isoformat():
            self._not_yet()
            return
        self._type_back(one.kept | {"owner": one.owner})

    def print_past(self) -> None:
        """Show a clinic that was held, with what was measured."""
        chosen = next((one for one in self.held if one.occasion == self.days.chosen()), None)
        if chosen is None:
            return
        with self.desk.reading() as session:
            found = readings_of_day(session, chosen.occasion)
            lines = lines_of(session, found, self.on, may_see_children=self.desk.sees_children)
        print_clinic(self.desk, lines, chosen.day, chosen.by or "", found, self)

    def enter(self) -> None:
        """Type back what was measured, the first person first."""
        if not self._ready():
            return
        day = self.day.day() or self.on.isoformat()
        if day > self.on.isoformat():
            self._not_yet()
            return
        self._type_back(self._fresh())

    def _fresh(self) -> dict[str, Any]:
        """Return a clinic of which nothing is typed in yet."""
        ids = [one.resident_id for one in self.lines]
        day = self.day.day() or self.on.isoformat()
        return {"day": day, "by": self.doctors.value(), "ids": ids, "occasion": new_id(), "absent": []}

    def _not_yet(self) -> None:
        words = _("Results are typed in on the day of the clinic or later.|clinic")
        tell(self, self.look, _("The clinic has not been held yet.|clinic"), words, _("Close"))

    def go_on(self) -> None:
        """Go on with the list that is half typed."""
        self._type_back(self.kept)

    def _type_back(self, kept: dict[str, Any]) -> None:
        ClinicEntry(self.desk, kept, self).ask()
        self.give("entered")


MOST = 300
"""People of a list that are taken as they are; a longer one asks for a choice first."""


def clinic(desk: OpenDesk, shown: Sequence[str], parent: QWidget) -> None:
    """Plan a clinic, or type one back."""
    ClinicDialog(desk, shown, parent).ask()
