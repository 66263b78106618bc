"""记一件到期事项: what, by when, how often; for one person or for everybody of a list; and another day for one that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.day_reading import read_coming_day, read_day_or_month
from stationdesk.services.day_words import day_words
from stationdesk.services.duties import MOST_REMIND, REMIND, DutyDue
from stationdesk.services.duty_words import says_given, says_put_off
from stationdesk.services.duty_writing import OFFERED, USUAL, DutyWanted, give, give_many, put_off
from stationdesk.services.person_writing import own_resident
from stationdesk.services.residency_around import named
from stationdesk.ui import key_map
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog, tell
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.tall_dialog import TallDialog

OFTEN = (None, 1, 3, 6, 12, 24)
"""Months after which a duty may come again, as the dialog offers them; None: once."""


def often_words(months: int | None) -> str:
    """Return how often something comes in words."""
    said = {
        None: _("once only"),
        1: _("every month"),
        3: _("every quarter"),
        6: _("every half year"),
        12: _("every year"),
        24: _("every two years"),
    }
    return said.get(months) or _("every {months} months").format(months=months)


class DueDialog(TallDialog):
    """Asks what is due of somebody, or of several people."""

    def __init__(self, desk: OpenDesk, ids: Sequence[str], title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, desk.look, title, "", width=600)
        self.desk, self.ids, self.on = desk, tuple(ids), desk.today()
        self.left: dict[str, int] = {}
        look = self.look
        self.form = FieldGrid(look, label_width=round(5.2 * look.sizes.body))
        self.kind = ComboField([(code, table("duty_kind").label(code)) for code in OFFERED], look)
        self.day, self.remind = LineField(look), LineField(look)
        self.often = ComboField([(str(months or ""), often_words(months)) for months in OFTEN], look)
        self.note = LineField(look, _("may stay empty"))
        self.form.add(_("What is due"), self.kind)
        self.form.add(_("Due on"), self.day, _("a day or a month: 12-20, 2027-03"))
        self.often_row = self.form.add(_("Again after|duty"), self.often)
        self.remind_row = self.form.add(_("Reminded"), self.remind, _("days before"))
        self.note_row = self.form.add(_("About it"), self.note)
        self.inside.addWidget(self.form)
        self.drawing = QCheckBox(_("only those who are known to draw a pension"))
        self.drawing.setChecked(True)
        self.inside.addWidget(self.drawing)
        self.told = Label("", "small", "ink2", wrap=True)
        self.trouble = Label("", "body", "red", wrap=True)
        self.inside.addWidget(self.told)
        self.body.addWidget(self.trouble)
        self.save_button = self.add_button(_("Note it|duty"), "primary", key_map.shown("assess.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        self.add_button(_("Do not save"), "plain", "Esc")
        key_map.attach(self, "assess.save", self.save)
        self.kind.currentIndexChanged.connect(lambda _at: self._turn())
        self.day.textChanged.connect(lambda _text: self._tell())
        self._turn()
        self.kind.setFocus()

    def _turn(self) -> None:
        """Offer what is usual for the kind; what the register keeps itself asks for the day only."""
        kind = self.kind.value()
        kept_elsewhere = kind in ("pension_check", "disability_certificate")
        for row in (self.often_row, self.remind_row, self.note_row):
            row.set_visible(not kept_elsewhere)
        self.drawing.setVisible(kind == "pension_check" and len(self.ids) > 1)
        self.often.set_value(str(USUAL.get(kind) or ""))
        self.remind.setText(str(REMIND.get(kind, 7)))
        self.fit()
        self._tell()

    def _tell(self) -> None:
        """Say which day is meant, and what the register does by itself."""
        day, kind = read_day_or_month(self.day.value(), self.on), self.kind.value()
        said = [_("Due {day}.").format(day=day_words(day, self.on))] if day is not None else []
        if kind == "pension_check":
            said.append(_("Stands in the person's record; done once, it is due again a year later."))
        elif kind == "disability_certificate":
            said.append(_("Stands in the person's record as the last day of the certificate."))
        self.told.setText(" ".join(said))

    def wanted(self) -> DutyWanted | None:
        """Return what stands in the fields, or None with the trouble said beside its field."""
        day = read_day_or_month(self.day.value(), self.on)
        self.day.say("error" if day is None else "plain", _("Please write a day or a month: 12-20, 2027-03.") if day is None else "")
        days = self.remind.value()
        wrong = not (days.isdecimal() and int(days) <= MOST_REMIND)
        words = _("0 to {most} days, please.").format(most=MOST_REMIND) if wrong else ""
        self.remind.say("error" if wrong else "plain", words)
        if day is None or wrong:
            return None
        every = int(self.often.value()) if self.often.value() else None
        return DutyWanted(self.kind.value(), day, every, int(days), self.note.value())

    def save(self) -> None:
        """Write it down; what is refused is said and nothing typed is lost."""
        wanted = self.wanted()
        if wanted is None:
            self.day.setFocus()
            return
        with self.desk.reading() as session:
            says = says_given(session, self.ids, wanted, self.on)
        if saved(self.desk, says, lambda session: self._write(session, wanted), self.trouble):
            self.desk.said(says)
            self.give("saved")

    def _write(self, session: Session, wanted: DutyWanted) -> None:
        if len(self.ids) == 1:
            give(session, self.ids[0], wanted, self.on)
            return
        drawing = self.drawing.isChecked() and wanted.kind == "pension_check"
        sees = self.desk.operator.may_see_children
        self.left = dict(give_many(session, self.ids, wanted, self.on, may_see_children=sees, drawing=drawing))


def note_duty(desk: OpenDesk, parent: QWidget | None, resident_id: str) -> bool:
    """Ask what is due of one person, and write it down."""
    with desk.reading() as session:
        name = named(own_resident(session, resident_id), desk.today())
    dialog = DueDialog(desk, [resident_id], _("{name}: what is due?").format(name=name), parent)
    return dialog.ask() == "saved"


def note_duties(desk: OpenDesk, parent: QWidget, ids: Sequence[str]) -> bool:
    """Ask what is due of many people, write it down, and say who was left out and why."""
    dialog = DueDialog(desk, ids, _("What is due of these {count} people?").format(count=len(ids)), parent.window())
    if dialog.ask() != "saved":
        return False
    if dialog.left:
        done = dialog.left.pop("", 0)
        lines = [_("{count} left out: {why}").format(count=count, why=why) for why, count in dialog.left.items()]
        text = "\n".join(lines) or _("Nobody was left out.")
        tell(parent.window(), desk.look, _("Noted for {count} people").format(count=done), text, _("I see|button"))
    return True


class LaterDialog(Dialog):
    """Asks for another day."""

    def __init__(self, desk: OpenDesk, duty: DutyDue, parent: QWidget) -> None:
        super().__init__(parent, desk.look, _("On which day instead?"), duty.word, width=460)
        self.desk, self.duty, self.on = desk, duty, desk.today()
        self.form = FieldGrid(self.look)
        self.form.moves_on = False
        self.day = LineField(self.look)
        self.form.add(_("Due on"), self.day, _("like 12-20"))
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.form)
        self.body.addWidget(self.trouble)
        self.add_button(_("Due then"), "primary", "Enter", closes=False).clicked.connect(self.save)
        self.add_button(_("Leave it"), "quiet", "Esc")
        self.day.setFocus()

    def typed(self) -> date | None:
        """Return the day typed, or None."""
        return read_coming_day(self.day.value(), self.on)

    def save(self) -> None:
        """Write the other day."""
        day = self.typed()
        if day is None:
            self.day.say("error", _("Please write a day: 12-31, 2026-12-31."))
            return
        with self.desk.reading() as session:
            says = says_put_off(session, self.duty, day, self.on)
        if saved(self.desk, says, lambda session: put_off(session, self.duty, day, self.on), self.trouble):
            self.desk.said(says)
            self.give("saved")
