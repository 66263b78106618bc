"""What the county says to its stations, written in a dialog: a task, an announcement, a question about a record, what a day is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget
from sqlmodel import Session

from stationdesk.county.days import say_days
from stationdesk.county.word import ALL, audience_words, resident_called, say, stations
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.announcement import AnnouncementDraft
from stationdesk.registers.code import table as codes
from stationdesk.registers.correction_request import CorrectionRequestDraft
from stationdesk.registers.day_off import DayOffDraft
from stationdesk.registers.resident import Resident
from stationdesk.registers.task import TaskDraft
from stationdesk.services.operators import must_change_settings
from stationdesk.ui import key_map
from stationdesk.ui.clerk_desk import ClerkDesk, CountyRoom
from stationdesk.ui.clerk_whom import ChosenField, audiences, one_of
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.tall_dialog import TallDialog

LABELS, TALL = 118, 84


class TroubleLabel(Label):
    """What is wrong; it takes no room while nothing is."""

    def setText(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Say it, or nothing."""
        super().setText(text)
        self.setVisible(bool(text))


class SayDialog(TallDialog):
    """The form they have in common: fields, for whom, until when, whom to ring."""

    def __init__(self, parent: QWidget, desk: ClerkDesk, title: str, text: str = "") -> None:
        must_change_settings(desk.operator)
        super().__init__(parent, desk.look, title, text, width=600)
        self.desk = desk
        self.grid = FieldGrid(desk.look, label_width=LABELS)
        self.inside.addWidget(self.grid)
        self.trouble = TroubleLabel("", "body", "red", wrap=True)
        self.trouble.hide()
        self.body.addWidget(self.trouble)

    def end(self, first: QWidget, words: str = "") -> None:
        """Add the buttons, and begin at a field; `words` stand on the button where it is not said to anybody anew."""
        go = self.add_button(words or _("Say it to the stations"), "primary", key_map.shown("clerk_word.save"), closes=False)
        go.clicked.connect(self.save)
        self.add_button(_("Not now"), "quiet", "Esc")
        key_map.attach(self, "clerk_word.save", self.save)
        first.setFocus()

    def line(self, label: str, longest: int, note: str = "", hint: str = "") -> LineField:
        """Add a line of text."""
        field = LineField(self.look, hint)
        field.setMaxLength(longest)
        self.grid.add(label, field, note)
        return field

    def words(self, label: str) -> QPlainTextEdit:
        """Add room for several lines."""
        field = QPlainTextEdit()
        field.setFixedHeight(round(TALL * self.look.sizes.body / 15))
        field.setTabChangesFocus(True)
        self.grid.add(label, field)
        return field

    def day(self, label: str, note: str = "") -> DayField:
        """Add a day to come."""
        field = DayField(self.look, self.desk.today(), coming=True)
        self.grid.add(label, field, note, stretch=False)
        return field

    def whom(self) -> ChosenField:
        """Add for whom it is: all stations, a town, one station."""
        with self.desk.reading() as session:
            there = stations(session)
        field = ChosenField(self.look, _("To whom does it go?|county"), audiences(there))
        self.grid.add(_("For whom|county"), field, stretch=False)
        return field

    def say(self, draft: Callable[[], Any], audience: str, says: str) -> None:
        """Write it down, and close; what is refused is said in the form."""
        if saved(self.desk, says, lambda session: self.write(session, draft(), audience), self.trouble):
            self.give("said")
        self.fit()

    def write(self, session: Session, draft: Any, audience: str) -> None:
        """Write a draft down."""
        say(session, draft, audience, self.desk.today())

    def needs(self, *fields: tuple[str, str]) -> bool:
        """Tell whether something is missing, and say so; each is what was typed and what it is called."""
        missing = [label for value, label in fields if not value]
        self.trouble.setText(_("Please fill in: {fields}.").format(fields=_(", ").join(missing)) if missing else "")
        self.fit()
        return bool(missing)

    def wrong_day(self, *fields: DayField) -> bool:
        """Tell whether a day cannot be read, and say so."""
        wrong = any(field.wrong() for field in fields)
        if wrong:
            self.trouble.setText(_("A day cannot be read. Please write it as 2026-12-31."))
            self.fit()
        return wrong

    def save(self) -> None:
        """Write down what was typed."""


class TaskDialog(SayDialog):
    """A task for stations."""

    def __init__(self, parent: QWidget, desk: ClerkDesk) -> None:
        super().__init__(parent, desk, _("Give a task"), _("It reaches the stations with their next answers."))
        self.title = self.line(_("What is to be done"), 80)
        self.full = self.words(_("In full"))
        self.kind = ComboField([(row.code, row.label) for row in codes("task_kind").rows], desk.look)
        self.kind.set_value("other")
        self.grid.add(_("Kind of task"), self.kind)
        self.to = self.whom()
        self.due = self.day(_("Last day|county"), _("may be left empty"))
        self.figures = self.line(_("Figures to report"), 300, hint=_("several with 、 between them; may be left empty"))
        self.contact = self.line(_("Whom to ring"), 120, _("may be left empty"))
        self.end(self.title)

    def save(self) -> None:
        """Give the task."""
        title = self.title.value()
        if self.needs((title, _("What is to be done"))) or self.wrong_day(self.due):
            return
        figures = tuple(filter(None, (part.strip() for part in self.figures.value().replace(",", "、").replace("，", "、").split("、"))))
        fields = {
            "title": title,
            "text": self.full.toPlainText().strip() or None,
            "kind": self.kind.value() or "other",
            "given_on": self.desk.today().isoformat(),
            "due_on": self.due.day(),
            "asks_for": figures,
            "contact": self.contact.value() or None,
        }
        self.say(lambda: TaskDraft.model_validate(fields), self.to.value(), _("Task for stations: {title}").format(title=title))


class AnnounceDialog(SayDialog):
    """An announcement."""

    def __init__(self, parent: QWidget, desk: ClerkDesk) -> None:
        super().__init__(parent, desk, _("Announce something"), _("It reaches the stations with their next answers."))
        self.title = self.line(_("What it is about"), 80)
        self.full = self.words(_("The announcement"))
        self.to = self.whom()
        self.first = self.day(_("Shown from"), _("today, if left empty"))
        self.last = self.day(_("Shown until"), _("may be left empty"))
        self.read = QCheckBox(_("Every station says that it was read"))
        self.grid.add("", self.read)
        self.read.setAccessibleName(self.read.text())
        self.contact = self.line(_("Whom to ring"), 120, _("may be left empty"))
        self.end(self.title)

    def save(self) -> None:
        """Announce it."""
        title, text = self.title.value(), self.full.toPlainText().strip()
        if self.needs((title, _("What it is about")), (text, _("The announcement"))) or self.wrong_day(self.first, self.last):
            return
        fields = {
            "title": title,
            "text": text,
            "valid_from": self.first.day() or self.desk.today().isoformat(),
            "valid_until": self.last.day(),
            "must_be_read": self.read.isChecked(),
            "contact": self.contact.value() or None,
        }
        self.say(lambda: AnnouncementDraft.model_validate(fields), self.to.value(), _("Announcement: {title}").format(title=title))


class CorrectDialog(SayDialog):
    """A question about a record; only the station changes it. Whose record it is is found beside the screen, while the form stays."""

    def __init__(self, parent: QWidget, desk: ClerkDesk) -> None:
        text = _("The county changes nothing in a station's record. The station looks, and answers.")
        super().__init__(parent, desk, _("Ask a station about a record"), text)
        with desk.reading() as session:
            there = stations(session)
        self.station = ChosenField(desk.look, _("Which station?"), one_of(there), _("no station yet|reach"))
        self.grid.add(_("Station"), self.station, stretch=False)
        self.who = self.line(_("Resident"), 72, _("name, or the end of the record's number"))
        named = [(name, _(field.title)) for name, field in Resident.model_fields.items() if field.title]
        self.field = ComboField([("", _("none in particular")), *named], desk.look)
        self.grid.add(_("Field in doubt"), self.field)
        self.doubt = self.line(_("What is doubted"), 300, _("may be left empty"))
        self.question = self.line(_("What is asked"), 300)
        self.due = self.day(_("Last day|county"), _("may be left empty"))
        self.contact = self.line(_("Whom to ring"), 120, _("may be left empty"))
        self.looking: dict[str, Any] | None = None
        self.end(self.who)

    def save(self) -> None:
        """Have the record found; the question is written down once it is."""
        asked = self.question.value()
        needed = (self.station.value(), _("Station")), (self.who.value(), _("Resident")), (asked, _("What is asked"))
        if self.looking or self.needs(*needed) or self.wrong_day(self.due):
            return
        fields = {
            "record_kind": "resident",
            "field": self.field.value() or None,
            "doubted": self.doubt.value() or None,
            "question": asked,
            "due_on": self.due.day(),
            "contact": self.contact.value() or None,
            "asked_on": self.desk.today().isoformat(),
        }
        self.looking = fields
        self.grid.setEnabled(False)
        work = partial(find_resident, self.desk.room, self.station.value(), self.who.value())
        self.desk.jobs.start(work, self._found, self._refused)

    def _over(self) -> None:
        self.looking = None
        self.grid.setEnabled(True)

    def _found(self, found: tuple[str, str]) -> None:
        record, name = found
        fields = {"record_id": record} | (self.looking or {})
        self._over()
        if not self.isVisible():  # Esc while it was looked for: nothing is asked
            return
        with self.desk.reading() as session:
            whom = audience_words(session, f"station:{self.station.value()}")
        says = _("{says}, to {whom}").format(says=_("Question about the record of {name}").format(name=name), whom=whom)
        self.say(lambda: CorrectionRequestDraft.model_validate(fields), f"station:{self.station.value()}", says)

    def _refused(self, error: DeskError) -> None:
        self._over()
        self.trouble.setText(error.message)
        self.fit()
        self.who.setFocus()


class DayDialog(SayDialog):
    """What a day is: rest, work that makes up for it, a festival; at every station it counts before the calendar."""

    def __init__(self, parent: QWidget, desk: ClerkDesk) -> None:
        super().__init__(
            parent, desk, _("Say what a day is"), _("For all stations; what a station says of its own day still counts before it.")
        )
        self.on = self.day(_("Day"))
        self.kind = ComboField([(row.code, row.label) for row in codes("day_kind").rows], desk.look)
        self.grid.add(_("It is"), self.kind)
        self.name = self.line(_("Name of the day"), 40, _("may be left empty"))
        self.end(self.on)

    def save(self) -> None:
        """Say it."""
        if self.wrong_day(self.on) or self.needs((self.on.day() or "", _("Day"))):
            return
        fields = {"day": self.on.day(), "kind": self.kind.value(), "name": self.name.value() or None}
        self.say(lambda: DayOffDraft.model_validate(fields), ALL, _("The county says what {day} is").format(day=self.on.day()))

    def write(self, session: Session, draft: Any, audience: str) -> None:  # noqa: ARG002 - days are for all
        """Say the day."""
        say_days(session, [draft])


def find_resident(room: CountyRoom, station: str, who: str, _report: Report) -> tuple[str, str]:
    """Return the id of the resident whose record is meant, and what others call him. Raises NobodySo or LedgerUnreachable."""
    return resident_called(room.desk(), station, who)
