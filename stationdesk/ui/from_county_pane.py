"""What the county says in one thing, in full, what was answered so far, and the answer: the right side of the page."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.announcements import HeldAnnouncement
from stationdesk.services.corrections import HeldCorrection
from stationdesk.services.county_claims import HeldClaim
from stationdesk.services.day_words import day_words, local, moment_words, span_words
from stationdesk.services.figure_book import Counted
from stationdesk.services.from_county import Entry
from stationdesk.services.from_county_told import Told
from stationdesk.services.request_state import FORMAT
from stationdesk.services.request_ties import FINISHED
from stationdesk.services.request_words import state_words, time_words
from stationdesk.services.tasks import HeldTask
from stationdesk.services.transfers import Departure
from stationdesk.services.transfers_in import Arrival
from stationdesk.services.transfers_said import said_of_move
from stationdesk.ui.from_county_form import AnswerForm
from stationdesk.ui.parts.labels import Label, ground
from stationdesk.ui.parts.look import Look


class FromCountyPane(QScrollArea):
    """Shows one entry; `form` takes the answer."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.form: AnswerForm | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        ground(self, "surface")
        self.box = QVBoxLayout()

    def show_entry(self, entry: Entry, now: datetime, *, covered: bool) -> AnswerForm:
        """Show what the county wants, and return the form of its answer; `covered`: nothing of a record is told."""
        on = now.date()
        self._begin()
        self._say(entry.title, "title")
        self._say(_(" · ").join(part for part in (entry.word, entry.due, entry.left or entry.state) if part), "body", entry.tone)
        held = entry.held
        if isinstance(held, HeldTask):
            self._say(held.task.text or "")
            self._contact(held.task.contact)
            for report in held.reports:
                figures = _(", |pause").join(f"{one.name} {one.value}" for one in report.figures)
                word = table("task_outcome").label(report.outcome)
                self._told(report.reported_on, report.reported_by, _(", |pause").join(p for p in (word, report.text, figures) if p), on)
            self._request(entry, now, covered=covered)
        elif isinstance(held, HeldCorrection):
            self._correction(held, on, covered=covered)
        elif isinstance(held, HeldAnnouncement):
            self._say(held.announcement.text)
            self._contact(held.announcement.contact)
            for one in held.reads:
                when = moment_words(local(one.read_at), on) if one.read_at else ""
                self._say(_("Read by {who}, {when}").format(who=one.read_by or "", when=when), "small", "ink2")
        elif isinstance(held, HeldClaim):
            self._claim(held, on, covered=covered)
        elif isinstance(held, Arrival | Departure):
            for text, role in said_of_move(held, on, covered=covered):
                self._say(text, role, "ink2" if role == "small" else "ink")
        self.form = AnswerForm(self.look, entry)
        for field in (*self.form.findChildren(QLineEdit), *self.form.findChildren(QPlainTextEdit)):
            field.installEventFilter(self)
        self.box.addSpacing(6)
        self.box.addWidget(self.form)
        self._end()
        return self.form

    def _request(self, entry: Entry, now: datetime, *, covered: bool) -> None:
        """Say how far the request is that was made of a task, and who has it."""
        one = entry.request
        if one is None:
            return
        time, tone = time_words(one.standing, f"{now:{FORMAT}}")
        finished = entry.open and one.standing.state in FINISHED
        parts = (one.request.number or "", "" if covered else state_words(one.standing), "" if finished else time)
        said = _("Made a request: {how}").format(how=" · ".join(part for part in parts if part))
        self._say(said, "strong", "green" if finished else tone if tone in ("red", "amber") else "ink")

    def _correction(self, held: HeldCorrection, on: date, *, covered: bool) -> None:
        """Say what is doubted, and what was answered."""
        if covered:
            self._say(_("The screen faces visitors: the question is not shown."), "body", "ink2")
        else:
            self._say(held.request.question, "strong")
            self._say(_("Doubted: {what}").format(what=held.request.doubted) if held.request.doubted else "")
        self._contact(held.request.contact)
        if not held.resident_id:
            self._say(_("The record is not among the people here; please answer in words."), "body", "ink2")
        for answer in held.answers:
            word = table("correction_answer").label(answer.answer)
            said = _(", |pause").join(p for p in (word, answer.reason) if p)
            self._told(answer.answered_on, answer.answered_by, said, on)

    def _claim(self, held: HeldClaim, on: date, *, covered: bool) -> None:
        """Say who takes the wish and how to reach him, for whom it is, what the station has answered, and what is to be done."""
        claim = held.claim
        self._say(held.to_do, "strong")
        reach = _(" · ").join(part for part in (claim.contact_name or "", *(one.number for one in claim.phones)) if part)
        self._say(_("Who takes it: {who}").format(who=_(" · ").join(part for part in (claim.claimer, reach) if part)))
        if held.who and not covered:
            self._say(_("For: {who}|claim").format(who=held.who))
        if held.answer is not None:
            word = table("claim_answer").label(held.answer.answer)
            said = _(", |pause").join(part for part in (word, held.answer.text) if part)
            self._told(held.answer.answered_on, held.answer.answered_by, said, on)
        if held.end is not None:
            said = _(", |pause").join(part for part in (table("claim_end").label(held.end.kind), held.end.text) if part)
            self._told(held.end.ended_on, held.end.ended_by, said, on)

    def show_report(self, name: str, span: tuple[date, date], found: list[Counted] | None, on: date, keys: str) -> None:
        """Show a report the county wants, with the figures of a time; None while they are being counted."""
        self._begin()
        self.form = None
        self._say(name, "title")
        self._say(span_words(*span, on), "strong")
        self._say(_("Counted from the records of this desk up to now. {keys}: another time.").format(keys=keys), "small", "ink2")
        if found is None:
            self._say(_("Counting…"), "body", "ink2")
        else:
            self.box.addWidget(self._figures(found))
        self._end()

    def show_told(self, held: Told) -> None:
        """Show what nobody has to answer."""
        self._begin()
        self.form = None
        self._say(held.title, "title")
        for text, role in held.lines:
            self._say(text, "body" if role == "amber" else role, "amber" if role == "amber" else "ink")
        self._end()

    def show_nothing(self, text: str) -> None:
        """Say that nothing is chosen."""
        self._begin()
        self.form = None
        self._say(text, "body", "ink2")
        self._end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Be as high as the words need at this width, no higher."""
        super().resizeEvent(event)
        self._measure()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Scroll to the field that gets the keyboard."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched)
        return super().eventFilter(watched, event)

    def _measure(self) -> None:
        if self.widget() is not None:
            self.widget().setMinimumHeight(max(0, self.box.heightForWidth(self.viewport().width())))

    def _begin(self) -> None:
        whole = ground(QWidget(), "surface")
        self.box = QVBoxLayout(whole)
        self.box.setContentsMargins(20, 18, 20, 16)
        self.box.setSpacing(8)
        self.setWidget(whole)

    def _end(self) -> None:
        self.box.addStretch(1)
        self._measure()
        QTimer.singleShot(0, self, self._measure)

    def _say(self, text: str, role: str = "body", tone: str = "ink") -> None:
        if text:
            label = Label(text, role, tone, wrap=True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.box.addWidget(label)

    def _contact(self, who: str | None) -> None:
        if who:
            self._say(_("Questions to: {who}").format(who=who), "body", "ink2")

    def _told(self, day: str | None, by: str | None, said: str, on: date) -> None:
        when = day_words(date.fromisoformat(day), on) if day else ""
        self._say(_("{when} {who}: {said}").format(when=when, who=by or "", said=said).strip(), "small", "ink2")

    def _figures(self, found: list[Counted]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for row, one in enumerate(found):
            grid.addWidget(Label(one.label, wrap=True), row, 0)
            value = Label(one.value, "body_bold") if one.value else Label(_("not counted here"), "small", "amber")
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(Label(one.unit, "body", "ink2"), row, 2)
        return holder
