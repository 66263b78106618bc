"""The small windows of the emergency sheet: one sentence, what became known, and the end with who looks in the next day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.incident_requests import note_left
from stationdesk.services.incident_sheet import LOOK_IN_AT, Sheet
from stationdesk.services.incidents import called_earlier, happened, write_down
from stationdesk.services.request_asking import says_request
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.ui import key_map
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.request_dialogs import MomentField


class NoteDialog(Dialog):
    """One sentence into what has happened."""

    def __init__(self, desk: OpenDesk, sheet: Sheet, parent: QWidget | None) -> None:
        title, text, hint = self.asks()
        super().__init__(parent, desk.look, title, text, width=560)
        self.desk, self.sheet = desk, sheet
        self.field = LineField(self.look, hint)
        self.field.setMaxLength(500)
        self.field.setAccessibleName(title)
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.field)
        self.body.addWidget(self.trouble)
        self.add_button(_("Write it down"), "primary", "Enter", closes=False).clicked.connect(self.save)
        self.add_button(_("Leave it|note"), "quiet", "Esc")
        self.field.setFocus()

    def asks(self) -> tuple[str, str, str]:
        """Return the question, what it means, and how an answer looks."""
        return _("What happened just now?"), "", _("as it comes: the doctor says 20 minutes")

    def save(self) -> None:
        """Stamp the sentence; nothing typed closes without one."""
        text = self.field.value()
        if not text:
            self.give("")
            return
        self.stamp("note", _("Written down in the emergency: {name}").format(name=self.sheet.name), text)

    def stamp(self, kind: str, says: str, text: str) -> None:
        """Write it with its sentence, now; a refusal stands in the dialog."""
        desk, incident = self.desk, self.sheet.held.id
        at, by = desk.database.clock(), desk.operator.name
        if saved(desk, says, lambda session: _done(happened(session, incident, kind, at, by, text=text)), self.trouble):
            self.give("saved")


class LateDialog(Dialog):
    """Asks in which minute something was that is stamped only now."""

    def __init__(
        self, desk: OpenDesk, title: str, stamp: Callable[[datetime | None], Callable[[Session], Any]], parent: QWidget | None
    ) -> None:
        text = _("Entered late: it counts at its own time. Empty: now.")
        super().__init__(parent, desk.look, _("When was it? {what}").format(what=title), text, width=520)
        self.desk, self.says, self.stamp = desk, title, stamp
        self.field = MomentField(self.look, desk.today())
        self.field.setAccessibleName(_("When it was"))
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.field)
        self.body.addWidget(self.trouble)
        self.add_button(_("Write it down"), "primary", "Enter", closes=False).clicked.connect(self.save)
        self.add_button(_("Leave it|note"), "quiet", "Esc")
        self.field.setFocus()

    def save(self) -> None:
        """Stamp it at its minute; what cannot be is said here."""
        if self.field.wrong():
            return
        work = self.stamp(_when(self.field))
        if saved(self.desk, self.says, lambda session: _done(work(session)), self.trouble):
            self.give("saved")


def _when(field: MomentField) -> datetime | None:
    """Return the moment that stands in a field; None where it is empty."""
    typed = field.moment()
    return datetime.fromisoformat(typed).replace(tzinfo=VILLAGE_TIME) if typed else None


class KinlessDialog(NoteDialog):
    """There is nobody who could be told, and why: it ends the reminder and says of nobody that he knows."""

    def asks(self) -> tuple[str, str, str]:
        """Return the question, what it means, and how an answer looks."""
        text = _("The day's list asks no more to tell the family. It does not count as told: if somebody is reached later, press {key}.")
        hint = _("like: no relatives, all numbers out of service")
        return _("Why is there no family to be told?"), text.format(key=key_map.shown("emergency.kin")), hint

    def save(self) -> None:
        """Stamp it with the reason, which is asked for."""
        if text := self.field.value():
            self.stamp("kin_none", _("No family to be told: {name}").format(name=self.sheet.name), text)
        else:
            self.trouble.setText(_("Please write why, in a word."))


class LeftDialog(Dialog):
    """What still has to be done, as a request with its own term."""

    def __init__(self, desk: OpenDesk, sheet: Sheet, parent: QWidget | None) -> None:
        text = _("It is written down as a request, with a term; the sheet shows how far it is.")
        super().__init__(parent, desk.look, _("What still has to be done?"), text, width=560)
        self.desk, self.sheet = desk, sheet
        self.field = LineField(self.look, _("like: fetch the medicine, look after the door"))
        self.field.setMaxLength(500)
        self.field.setAccessibleName(_("What still has to be done?"))
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.field)
        self.body.addWidget(self.trouble)
        self.add_button(_("Write it down|request"), "primary", "Enter", closes=False).clicked.connect(self.save)
        self.add_button(_("Leave it|note"), "quiet", "Esc")
        self.field.setFocus()

    def save(self) -> None:
        """Write the request down; what is missing is said and nothing typed is lost."""
        desk, text, incident = self.desk, self.field.value(), self.sheet.held.id
        now, by = desk.now(), desk.operator.name
        if saved(desk, says_request(self.sheet.name), lambda session: _done(note_left(session, incident, text, now, by)), self.trouble):
            self.give("saved")


def _done(_made: object) -> None:
    """Give nothing back."""


class FactsDialog(Dialog):
    """What became known: what happened, where, how to get there, who called."""

    def __init__(self, desk: OpenDesk, sheet: Sheet, parent: QWidget | None) -> None:
        super().__init__(parent, desk.look, _("What is known?"), width=620)
        self.desk, self.sheet = desk, sheet
        incident = sheet.held.incident
        grid = FieldGrid(self.look, label_width=round(5.5 * self.look.sizes.body))
        self.fields: dict[str, LineField] = {}
        asked: list[tuple[str, str, str]] = [
            ("what", _("What happened|emergency"), _("fell in the kitchen, answers, cannot stand up")),
            ("place", _("Where|emergency"), sheet.where or _("where to go")),
            ("way", _("How to get there|emergency"), sheet.way or _("landmarks, and who waits where")),
            ("caller", _("Who called"), ""),
            ("caller_phone", _("Number that called"), ""),
        ]
        if not sheet.known:
            asked.insert(0, ("somebody", _("Who it is, in words"), _("an old man with a tricycle")))
        limits = {"somebody": 72, "caller": 72, "caller_phone": 40}
        for name, label, hint in asked:
            field = LineField(self.look, hint)
            field.setMaxLength(limits.get(name, 200))
            field.setText(getattr(incident, name) or (sheet.way if name == "way" else ""))
            self.fields[name] = field
            grid.add(label, field)
        self.called = MomentField(self.look, desk.today())
        self.called.set_moment(f"{incident.happened_on}T{incident.called_at}")
        grid.add(_("When the call was"), self.called)
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(grid)
        self.body.addWidget(self.trouble)
        self.add_button(_("Write it down"), "primary", key_map.shown("emergency_form.save"), closes=False).clicked.connect(self.save)
        self.add_button(_("Leave it|note"), "quiet", "Esc")
        key_map.attach(self, "emergency_form.save", self.save)
        next(iter(self.fields.values())).setFocus()

    def save(self) -> None:
        """Keep what was typed."""
        if self.called.wrong():
            return
        typed = {name: field.value() for name, field in self.fields.items()}
        called, now, incident = _when(self.called), self.desk.database.clock(), self.sheet.held.id

        def work(session: Session) -> None:
            write_down(session, incident, **typed)
            if called is not None:
                called_earlier(session, incident, called, now)

        if saved(self.desk, _("Emergency, what is known: {name}").format(name=self.sheet.name), work, self.trouble):
            self.give("saved")


class OverDialog(Dialog):
    """The end: in a word how, who looks in when, and that somebody lies in hospital."""

    def __init__(self, desk: OpenDesk, sheet: Sheet, parent: QWidget | None) -> None:
        super().__init__(parent, desk.look, _("Over: {name}").format(name=sheet.name), width=600)
        self.desk, self.sheet = desk, sheet
        standing, on = sheet.held.standing, desk.today()
        if sheet.known and not standing.kin_told and not standing.kin_none:
            self.text.setText(_("The family does not know yet: it stays in the list of the day until somebody has told them."))
            self.text.show()
        grid = FieldGrid(self.look, label_width=round(6.5 * self.look.sizes.body))
        self.how, self.day = LineField(self.look, _("in a word: back home, lies in hospital")), DayField(self.look, on, coming=True)
        self.how.setMaxLength(500)
        self.day.set_day((on + timedelta(days=1)).isoformat())
        self.clock, self.who = LineField(self.look), LineField(self.look)
        self.clock.setText(LOOK_IN_AT)
        self.who.setText(sheet.look_in_by)
        self.who.setMaxLength(72)
        self.ended = MomentField(self.look, on)
        grid.add(_("How it ended"), self.how)
        grid.add(_("When it was over"), self.ended, _("empty: now"))
        grid.add(_("Look in on"), self.day, _("empty: nobody needs to"))
        grid.add(_("At what time"), self.clock)
        grid.add(_("Who looks in"), self.who)
        self.left = LineField(self.look, _("empty: nothing; else a request is written down"))
        self.left.setMaxLength(500)
        grid.add(_("Still to be done|emergency"), self.left)
        self.lies = QCheckBox(_("Write down too: in hospital"))
        self.hospital = LineField(self.look, _("which hospital"))
        self.hospital.setMaxLength(120)
        if sheet.known and not sheet.locked and "taken_away" in standing.stamped:
            self.lies.setChecked(True)
            grid.add("", self.lies)
            grid.add(_("Hospital|where"), self.hospital)
        self.body.addWidget(grid)
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.trouble)
        self.add_button(_("It is over"), "primary", key_map.shown("emergency_form.save"), closes=False).clicked.connect(self.save)
        key_map.attach(self, "emergency_form.save", self.save)
        self.add_button(_("Not yet|over"), "quiet", "Esc")
        self.how.setFocus()

    def save(self) -> None:
        """Write the end, and the hospital with it, as one action."""
        if self.day.wrong() or self.ended.wrong():
            return
        desk, clock = self.desk, self.clock.value()
        if clock and not _is_clock(clock):
            self.trouble.setText(_("Please write the time like 09:00."))
            return
        fields: dict[str, Any] = {"text": self.how.value(), "follow_up_on": self.day.day()}
        if self.day.day():
            fields |= {"follow_up_at": clock, "follow_up_by": self.who.value()}
        then, at, by = _when(self.ended), desk.database.clock(), desk.operator.name
        on = then.date() if then is not None else desk.today()
        now, left = desk.now(), self.left.value()
        person, lies, where = self.sheet.held.incident.resident_id, self.lies.isChecked(), self.hospital.value()

        def work(session: Session) -> None:
            happened(session, self.sheet.held.id, "over", at, by, then=then, **fields)
            if lies and person:
                change_status(session, person, StatusDraft("hospital", on, place=where, reason=_("emergency|reason")), on, operator=by)
            if left:
                note_left(session, self.sheet.held.id, left, now, by)

        if saved(desk, _("Emergency over: {name}").format(name=self.sheet.name), work, self.trouble):
            self.give("saved")


def _is_clock(text: str) -> bool:
    hours, colon, minutes = text.partition(":")
    return bool(colon) and len(text) == 5 and hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60
