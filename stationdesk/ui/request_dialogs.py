"""Small questions about a request: when it was, why it comes back, how content somebody is, to which body it goes, until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.day_reading import read_clock, read_coming_day, read_day
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import FieldGrid, LineField, half_width
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.segments import Segments

Work = Callable[[Session], object]


class MomentField(LineField):
    """A day with its time in one field: 今天 9:20, 11月24日 9:20, 9:20; empty is now or the proposed term."""

    def __init__(self, look: Look, on: date, *, coming: bool = False) -> None:
        super().__init__(look, _("like today 9:20") if not coming else _("like 11/24 9:20"))
        self.on, self.coming = on, coming
        self._given = ("", "")
        """What was shown, as text and as moment: untouched it is that very moment, whatever day it is read on."""

    def set_moment(self, moment: str) -> None:
        """Show a moment; with its year where the day alone would be another one."""
        if not moment:
            self.setText("")
            return
        at = datetime.fromisoformat(moment)
        day = "" if at.date() == self.on and not self.coming else _("{month}/{day}|day").format(month=at.month, day=at.day)
        if day and self._day(day) != at.date():
            day = at.date().isoformat()
        self.setText(f"{day} {at.hour}:{at.minute:02}".strip())
        self._given = (self.text(), f"{at:%Y-%m-%dT%H:%M}")

    def moment(self) -> str | None:
        """Return what was typed as YYYY-MM-DDTHH:MM, empty for nothing, None for what is no moment."""
        text = half_width(self.text()).replace("：", ":").strip()
        if not text or self.text() == self._given[0]:
            return self._given[1] if text else ""
        day_text, _space, clock_text = text.rpartition(" ")
        clock = read_clock(clock_text)
        if not clock and not day_text:
            day_text, clock = text, "17:00"  # a day alone: until the office closes
        day = self._day(day_text.strip()) if day_text.strip() else self.on
        return f"{day.isoformat()}T{clock}" if day is not None and clock else None

    def _day(self, text: str) -> date | None:
        return (read_coming_day if self.coming else read_day)(text, self.on)

    def wrong(self) -> bool:
        """Tell whether something was typed that is no moment, and say so beside the field."""
        bad = self.moment() is None
        self.say("error" if bad else "plain", _("Please write day and time like 11/24 9:20.") if bad else "")
        return bad


class StepDialog(Dialog):
    """Asks for what a step needs: words, when it was, and what a later class adds. `write` carries it out; a refusal stands in it."""

    def __init__(self, desk: OpenDesk, title: str, text: str, button: str, parent: QWidget | None, *, words: str) -> None:
        super().__init__(parent, desk.look, title, text, width=560)
        self.desk = desk
        self.says = title
        self.grid = FieldGrid(desk.look, label_width=round(desk.look.sizes.body * 5))
        self.grid.moves_on = False
        self.fields()
        self.words = LineField(desk.look)
        self.words.setMaxLength(500)
        self.grid.add(words, self.words)
        self.when = MomentField(desk.look, desk.today())
        self.grid.add(_("When it was"), self.when, _("empty: now"))
        self.body.addWidget(self.grid)
        self.trouble = Label("", "body", "red", wrap=True)
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self.take_button = self.add_button(button, "primary", "Enter", closes=False)
        self.take_button.clicked.connect(self.take)
        self.add_button(_("Not now|request"), "quiet", "Esc")
        self.work: Callable[[StepDialog], Work] = lambda _dialog: lambda _session: None
        self.first().setFocus()

    def fields(self) -> None:
        """Add what this question has beside words and time."""

    def first(self) -> QWidget:
        """Return what gets the keyboard."""
        return self.words

    def take(self) -> None:
        """Carry the step out; what is refused is said here and nothing typed is lost."""
        if self.when.wrong():
            self.when.setFocus()
            return
        work = self.work(self)
        done = saved(self.desk, self.says, lambda session: void(work(session)), self.trouble)
        self.trouble.setVisible(not done)
        if done:
            self.give("done")
        else:
            self.resize(self.width(), max(self.heightForWidth(self.width()), 80))

    def asked(self, says: str, work: Callable[[StepDialog], Work]) -> bool:
        """Show the question; `says` is the sentence of the action. Tells whether it was carried out."""
        self.says, self.work = says, work
        return self.ask() == "done"


def void(_made: object) -> None:
    """Return nothing, whatever was made."""


class RateDialog(StepDialog):
    """How content somebody is."""

    def fields(self) -> None:
        """Add the three answers, and that nobody could be asked."""
        choices = [(row.code, row.label) for row in table("satisfaction").rows]
        self.answer_field = Segments([*choices, ("", _("not reached|rate"))], self.look, tones={"dissatisfied": "amber"})
        self.answer_field.setAccessibleName(_("Satisfaction"))
        self.answer_field.set_value("satisfied")
        self.grid.add(_("Satisfaction"), self.answer_field, stretch=False)

    def first(self) -> QWidget:
        """Begin with the answer."""
        return self.answer_field


class BodyDialog(StepDialog):
    """To which body a request goes, with the number of its receipt where there is one already."""

    def fields(self) -> None:
        """Add kind, name and receipt."""
        choices = [(row.code, row.label) for row in table("request_body").rows]
        self.body_field = Segments(choices, self.look, wraps=True)
        self.body_field.setAccessibleName(_("Handed over to|request"))
        self.body_field.set_value("town")
        self.grid.add(_("Handed over to|request"), self.body_field, stretch=False)
        self.name = LineField(self.look, _("like county broadcasting office; empty: as above"))
        self.name.setMaxLength(80)
        self.grid.add(_("Called|body"), self.name)
        self.receipt = LineField(self.look, _("empty: the receipt is still to come"))
        self.receipt.setMaxLength(40)
        self.grid.add(_("Receipt no.|slip"), self.receipt)

    def first(self) -> QWidget:
        """Begin with the kind of body."""
        return self.body_field


class ExtendDialog(StepDialog):
    """Until when it has time, and why."""

    def fields(self) -> None:
        """Add the new term."""
        self.due = MomentField(self.look, self.desk.today(), coming=True)
        self.grid.add(_("New term"), self.due)

    def first(self) -> QWidget:
        """Begin with the term."""
        return self.due

    def take(self) -> None:
        """Refuse what is no moment before anything is written."""
        if self.due.wrong() or not self.due.moment():
            self.due.say("error", _("Please write day and time like 11/24 9:20."))
            self.due.setFocus()
            return
        super().take()
