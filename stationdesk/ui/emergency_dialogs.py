"""The small windows of the emergency sheet: one sentence, what became known, and the end with who looks in the next day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.incident_requests import note_left
from stationdesk.services.incident_sheet import LOOK_IN_AT, Sheet
from stationdesk.services.incidents import happened, write_down
from stationdesk.services.request_asking import says_request
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.ui import key_map
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label


class NoteDialog(Dialog):
    """One sentence into what has happened."""

    def __init__(self, desk: OpenDesk, sheet: Sheet, parent: QWidget | None) -> None:
        super().__init__(parent, desk.look, _("What happened just now?"), width=560)
        self.desk, self.sheet = desk, sheet
        self.field = LineField(self.look, _("as it comes: the doctor says 20 minutes"))
        self.field.setMaxLength(500)
        self.field.setAccessibleName(_("What happened just now?"))
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.field)
        self.body.addWidget(self.trouble)
        self.add_button(_("Write it down"), "primary", "Enter", closes=False).clicked.connect(self.save)
        self.add_button(_("Leave it|note"), "quiet", "Esc")
        self.field.setFocus()

    def save(self) -> None:
        """Stamp the sentence; nothing typed closes without one."""
        text = self.field.value()
        if not text:
            self.give("")
            return
        desk, incident = self.desk, self.sheet.held.id
        at, by = desk.database.clock(), desk.operator.name
        says = _("Written down in the emergency: {name}").format(name=self.sheet.name)
        if saved(desk, says, lambda session: _done(happened(session, incident, "note", at, by, text=text)), self.trouble):
            self.give("saved")


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
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(grid)
        self.body.addWidget(self.trouble)
        self.add_button(_("Write it down"), "primary", key_map.shown("emergency_form.save"), closes=False).clicked.connect(self.save)
        self.add_button(_("Leave it|note"), "quiet", "Esc")
        key_map.attach(self, "emergency_form.save", self.save)
        next(iter(self.fields.values())).setFocus()

    def save(self) -> None:
        """Keep what was typed."""
        typed = {name: field.value() for name, field in self.fields.items()}
        says = _("Emergency, what is known: {name}").format(name=self.sheet.name)
        if saved(self.desk, says, lambda session: _done(write_down(session, self.sheet.held.id, **typed)), self.trouble):
            self.give("saved")


class OverDialog(Dialog):
    """The end: in a word how, who looks in when, and that somebody lies in hospital."""

    def __init__(self, desk: OpenDesk, sheet: Sheet, parent: QWidget | None) -> None:
        super().__init__(parent, desk.look, _("Over: {name}").format(name=sheet.name), width=600)
        self.desk, self.sheet = desk, sheet
        standing, on = sheet.held.standing, desk.today()
        if sheet.known and not standing.kin_told:
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
        grid.add(_("How it ended"), self.how)
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
        if self.day.wrong():
            return
        desk, clock = self.desk, self.clock.value()
        if clock and not _is_clock(clock):
            self.trouble.setText(_("Please write the time like 09:00."))
            return
        fields: dict[str, Any] = {"text": self.how.value(), "follow_up_on": self.day.day()}
        if self.day.day():
            fields |= {"follow_up_at": clock, "follow_up_by": self.who.value()}
        at, on, by = desk.database.clock(), desk.today(), desk.operator.name
        now, left = desk.now(), self.left.value()
        person, lies, where = self.sheet.held.incident.resident_id, self.lies.isChecked(), self.hospital.value()

        def work(session: Session) -> None:
            happened(session, self.sheet.held.id, "over", at, by, **fields)
            if lies and person:
                change_status(session, person, StatusDraft("hospital", on, place=where, reason=_("emergency|reason")), on, operator=by)
            if left:
                note_left(session, self.sheet.held.id, left, now, by)

        if saved(desk, _("Emergency over: {name}").format(name=self.sheet.name), work, self.trouble):
            self.give("saved")


def _is_clock(text: str) -> bool:
    hours, colon, minutes = text.partition(":")
    return bool(colon) and len(text) == 5 and hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60
