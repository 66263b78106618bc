"""Noting a call beside the week: it runs while the call runs, and what came of it goes on by one key."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.family_call import COMPLETED, RUNNING, FamilyCall
from stationdesk.services import calls, drafts
from stationdesk.services.call_booking import Speaker
from stationdesk.services.call_ends import consent_lines
from stationdesk.services.call_figures import nth
from stationdesk.services.call_outcome import amend, complete, note_held
from stationdesk.services.call_week import rows_of
from stationdesk.services.call_words import joined, with_whom
from stationdesk.services.visit_asking import possible_visitors
from stationdesk.ui import key_map
from stationdesk.ui.call_clock import CallClock
from stationdesk.ui.call_form_body import MOVED, SILENT, SPOKE, CallFields
from stationdesk.ui.call_form_facts import fresh, names_of, next_call, says_of
from stationdesk.ui.form_draft_keeper import DraftKeeper
from stationdesk.ui.form_leaving import may_leave
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.photo_field import PhotoField

FORM = "call"


class CallForm(QWidget):
    """One call; `closed` when it is left."""

    closed = Signal()

    def __init__(self, desk: OpenDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.look = desk, desk.look
        self.call: FamilyCall | None = None
        self.people: tuple[Speaker, ...] = ()
        self.name = ""
        self.setAccessibleName(_("Note a call"))
        ground(self, "surface")
        self.setMinimumWidth(400)
        self.pictures = PhotoField(desk, lambda: [one.resident_id for one in self.people], "call_form")
        self.body = CallFields(self.look, self.pictures)
        self.clock = CallClock(desk)
        self.keeper = DraftKeeper(desk, FORM, self.body.typed, self)
        self._build()
        self.body.changed.connect(self._touched)
        self.body.result_changed.connect(self._propose)
        self.clock.pressed.connect(self.step)
        self.keeper.kept.connect(self.kept.setText)
        self.pictures.laid_in.connect(self.keeper.keep)
        bound = {"save": self.save, "leave": self.cancel, "photo": self.pictures.choose, "paste": self.pictures.paste}
        for name, slot in bound.items():
            key_map.attach(self, f"call_form.{name}", slot)

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = ground(QWidget(), "surface")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(24, 14, 24, 8)
        lines.setSpacing(10)
        title = QHBoxLayout()
        title.setSpacing(12)
        title.addWidget(Label(_("Note a call"), "title"))
        self.whom = ElidedLabel("", "body", "ink2")
        title.addWidget(self.whom, 1)
        self.kept = Label("", "small", "ink3")
        title.addWidget(self.kept)
        lines.addLayout(title)
        lines.addWidget(self.clock)
        self.lacking = Label("", "small", "amber", wrap=True)
        self.lacking.hide()
        lines.addWidget(self.lacking)
        lines.addWidget(self.body)
        lines.addStretch(1)
        scroll.setWidget(inner)
        box.addWidget(scroll, 1)
        box.addWidget(self._foot())

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("part", "foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(24, 10, 24, 10)
        line.setSpacing(10)
        self.save_button = Button(_("Save"), self.look, "primary", key_map.shown("call_form.save"))
        self.silent_button = Button(_("Nobody answered, book again"), self.look, "plain", "N")
        self.leave_button = Button(_("Do not save"), self.look, "quiet", key_map.shown("call_form.leave"))
        self.silent_button.clicked.connect(lambda: self.choose(SILENT))
        self.save_button.clicked.connect(self.save)
        self.leave_button.clicked.connect(self.cancel)
        line.addWidget(self.save_button)
        line.addWidget(self.silent_button)
        line.addStretch(1)
        line.addWidget(self.leave_button)
        return foot

    # -- what it is about

    def open_call(self, call_id: str) -> None:
        """Note a call that is booked, runs, or was noted already."""
        with self.desk.reading() as session:
            self.call = calls.call_called(session, call_id)
            there = calls.people_of(session, call_id)
            self.people = tuple(Speaker(one.resident_id, one.others) for one in there)
            row = next(iter(rows_of(session, [self.call], self.desk.today())), None)
        self._begin(row.who if row else "", call_id)

    def open_held(self, people: tuple[Speaker, ...]) -> None:
        """Note a call that was never booked."""
        self.call, self.people = None, people
        with self.desk.reading() as session:
            names = names_of(session, [one.resident_id for one in people], self.desk.today())
        self._begin(joined(names), "+".join(one.resident_id for one in people))

    def _begin(self, name: str, about: str) -> None:
        self.name = name
        on = self.desk.today()
        others = tuple(one for speaker in self.people for one in speaker.others)
        self.clock.show_call(self.call)
        with self.desk.reading() as session:
            self.body.helpers.offer_people(possible_visitors(session, on))
            lacking = consent_lines(session, [one.resident_id for one in self.people], (), on)
            first = self.people[0].resident_id if self.people else ""
            call = self.call
            number = nth(session, first, call.call_on, call.start_time or call.call_at or "", call.key) if call else 0
        self.lacking_photo = next((one for one in lacking), "")
        self.body.photo_words.setText(self.lacking_photo)
        told = _("{name} with {whom}").format(name=name, whom=with_whom(dict.fromkeys(others), places=False)) if others else name
        self.whom.setText("，".join(filter(None, (told, _("call no. {number}").format(number=number) if number else ""))))
        typed = self.keeper.begin(about)
        self.body.fill(fresh(self.desk, self.call, self.people) | dict(typed or {}), self.call.id if self.call else "")
        self.body.set_next(*self.body.typed()["next"]) if typed else self._propose()
        self._show_when()
        self.keeper.dirty = typed is not None
        self.kept.setText(_("what you had begun is back") if typed else "")
        self.body.judge(on)
        (self.body.mood if self.call is not None else self.body.day).setFocus(Qt.FocusReason.OtherFocusReason)

    def _propose(self) -> None:
        """Fill in the next call, by what was agreed, or the next try."""
        again = self.body.result.value() in {SILENT, MOVED}
        day, clock, said = next_call(self.desk, self.call, self.people, again=again)
        self.body.set_next(day, clock)
        self.body.next_words.setText(f"，{said}" if said else "")
        self.body.judge(self.desk.today())
        if not day:
            self.body.next_words.setText(_("leave it empty if nothing is agreed"))

    def _show_when(self) -> None:
        """Ask for day, time and minutes only where the clock does not tell them."""
        running = self.call is not None and self.call.state == RUNNING
        told = running and self.clock.minutes() is not None
        self.body.when_row.set_visible(not told)
        if not told:
            self.body.when_row.words.setVisible(bool(self.body.when_row.words.text()))

    # -- while the call runs

    def step(self, what: str) -> None:
        """Begin or end the call now."""
        call = self.call
        if call is None:
            return
        says = (_("Call begun: {name}") if what == "start" else _("Call ended: {name}")).format(name=self.name)
        with self.desk.writing(says) as session:
            self.call = (calls.start if what == "start" else calls.stop)(session, call.id, self.desk.database.clock())
        self.desk.said(says)
        self.follow()
        (self.body.said if what == "stop" else self.body.mood).setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self) -> None:
        """Read the call again: what was typed stays, the time follows."""
        if self.call is None:
            return
        with self.desk.reading() as session:
            self.call = calls.call_called(session, self.call.id)
        self.clock.show_call(self.call)
        self.body.filling = True
        if self.call.start_time:
            self.body.clock.setText(self.call.start_time)
        if self.call.end_time and self.call.minutes:
            self.body.minutes.setText(str(self.call.minutes))
        self.body.filling = False
        self._show_when()
        self.body.judge(self.desk.today())

    def follow_quietly(self) -> None:
        """Read the call again where it is still there; where it was taken back the form is left."""
        if self.call is None:
            return
        with self.desk.reading() as session:
            there = calls.call_or_none(session, self.call.id)
        if there is None:
            self.keeper.saved()
            self.closed.emit()
        else:
            self.follow()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the letters of the results, and Space for beginning and ending, where no text is written."""
        codes = {"C": SPOKE, "N": SILENT, "R": MOVED}
        if (code := codes.get(event.text().upper())) and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.choose(code)
        elif event.key() == Qt.Key.Key_Space and self.clock.doing():
            self.clock.press()
        event.accept()  # what is pressed in the form is never the week's

    def choose(self, code: str) -> None:
        """Say how it went; for another day the keyboard goes to it."""
        self.body.result.choose(code)
        if code != SPOKE:
            self.body.next_day.setFocus(Qt.FocusReason.OtherFocusReason)
            self.body.next_day.selectAll()

    def _touched(self) -> None:
        self.keeper.touch()
        self.body.judge(self.desk.today())

    # -- saving and leaving

    def save(self) -> bool:
        """Write how it went and close; tells whether it was saved."""
        if not self._written():
            return False
        self.closed.emit()
        return True

    def _written(self) -> bool:
        on = self.desk.today()
        self.body.helpers.take_typed()
        if not self.body.judge(on):
            wrong = self.body.when_row if self.body.when_row.words.text() else self.body.next_row
            (self.body.day if wrong is self.body.when_row else self.body.next_day).setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        result = self.body.result.value() or SPOKE
        if result == SPOKE and not self.pictures.sure():
            return False
        sentence = says_of(result).format(name=self.name)
        with self.desk.writing(sentence) as session:
            self._write(session, result)
            about = self.call.id if self.call else "+".join(one.resident_id for one in self.people)
            drafts.forget(session, self.desk.operator.name, FORM, about)
        self.keeper.saved()
        (self.pictures.settle if result == SPOKE else self.pictures.forget)()
        self.clock.show_call(None)
        self.desk.said(sentence)
        return True

    def _write(self, session: Any, result: str) -> None:
        on, by, now, call = self.desk.today(), self.desk.operator.name, f"{self.desk.now():%H:%M}", self.call
        again = self.body.next_when(on)
        if result == SPOKE:
            consent = (self.pictures.there() or not self.lacking_photo) if self.body.photos.isChecked() else None
            running = self.clock.minutes()
            if running is not None and not self.body.minutes.value():
                self.body.minutes.setText(str(running))
            how = self.body.outcome(on, ended=(call.end_time or "") if call else "", consent=consent)
            if call is None:
                held = note_held(session, self.people, how, on, by, source="found", now=now)
            else:
                held = (amend if call.state == COMPLETED else complete)(session, call.id, how, on, by, now=now)
            self.pictures.attach(session, held.id, how.held_on)
        elif call is None:
            raise calls.StepImpossible(_("Only a booked call can fail or be moved. Leave this form, or note that they spoke."))
        elif result == SILENT:
            calls.no_answer(session, call.id, on, by, again=again, now=now, sure=True)
        elif again is not None:
            calls.move(session, call.id, again[0], again[1], on, by, now=now, sure=True)

    def cancel(self) -> None:
        """Esc: leave without saving."""
        if self.leave():
            self.closed.emit()

    def leave(self) -> bool:
        """Tell whether the form may be left; asks only if something was typed."""
        may = may_leave(self, self.look, self.keeper, self._written)
        if may and not self.keeper.dirty:
            self.pictures.forget()
        return may

    def keep(self) -> None:
        """Keep what was typed."""
        self.keeper.keep()
