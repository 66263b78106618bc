"""A helper is away for a while: from when until when, and who stands in; an absence that is written down can be ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.stand_in import StandIn, StandInDraft
from stationdesk.services.day_words import day_words
from stationdesk.services.pairing_words import load_words
from stationdesk.services.pairing_world import APART, World, read_world
from stationdesk.services.standing_in import absences_written, end_stand_in, put_stand_in, says_stand_in
from stationdesk.ui import key_map
from stationdesk.ui.candidate_list import CandidateList, Choice
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.tall_dialog import TallDialog

STATION = "station"
PAST = 3
"""Absences that are over, as many as are shown."""


class StandInDialog(TallDialog):
    """Who stands in for a helper, from when until when."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, helper_id: str) -> None:
        self.desk, self.helper_id, on = desk, helper_id, desk.today()
        with desk.reading() as session:
            self.world = read_world(session, on)
            written = absences_written(session, helper_id)
        day = on.isoformat()
        self.ahead = [one for one in written if one.to_date is None or one.to_date >= day]
        """Those that hold or are to come, the nearest first."""
        self.name = self.world.hands[helper_id].name
        text = _("His people stay his. While he is away the day's list names who stands in.")
        super().__init__(parent, desk.look, _("{name} is away for a while").format(name=self.name), text, width=600)
        self.trouble = Label("", "body", "red", wrap=True)
        self.room = QVBoxLayout()
        self.room.setSpacing(10)
        self.inside.addLayout(self.room)
        if self.ahead:
            self._written(day)
        else:
            self._fields()
        self.inside.addWidget(self.trouble)
        past = [one for one in written if one not in self.ahead][-PAST:]
        if past:
            lines = "\n".join(self._words(one) for one in reversed(past))
            self.inside.addWidget(Label(_("Before:\n{lines}|absence").format(lines=lines), "small", "ink2", wrap=True))
        self.add_button(_("Put it off|pairing"), "quiet", "Esc")

    def _fields(self) -> None:
        on = self.desk.today()
        self.list = CandidateList(self.look, _("Who stands in"), rows=5)
        self.list.offer([Choice(STATION, _("the station"), _("nobody in particular")), *choices_of(self.world, self.helper_id)])
        self.list.go_to(next((one.id for one in self.list.every if one.id != STATION), STATION))
        self.list.taken.connect(self.save)
        self.room.addWidget(self.list)
        self.first, self.last = DayField(self.look, on, coming=True), DayField(self.look, on, coming=True)
        self.first.setPlaceholderText(on.isoformat())
        self.last.setPlaceholderText(_("not known yet"))
        self.why = LineField(self.look, _("away, ill…"))
        self.grid = FieldGrid(self.look, label_width=90)
        self.grid.add(_("Away from"), self.first, stretch=False)
        self.grid.add(_("Away until"), self.last, stretch=False)
        self.grid.add(_("Reason"), self.why)
        self.room.addWidget(self.grid)
        self._button(_("Write it down"), self.save)
        self.list.field.setFocus()

    def _button(self, words: str, slot: Callable[[], None]) -> Button:
        button = self.add_button(words, "primary", key_map.shown("visit.save"), closes=False)
        self.buttons.insertWidget(0, button)
        button.clicked.connect(slot)
        self.saving = key_map.attach(self, "visit.save", slot)
        return button

    def _words(self, one: StandIn) -> str:
        other = self.world.hands.get(one.stand_in_helper_id or "")
        name = other.name if other else one.stand_in_name or _("the station")
        return "，".join(filter(None, (absence_words(one, name, self.desk.today()), one.reason)))

    def _written(self, day: str) -> None:
        self.lines = Label("\n".join(self._words(one) for one in self.ahead), wrap=True)
        self.room.addWidget(self.lines)
        self.begun = self.ahead[0].from_date <= day
        self.take_back = self._button(_("He is back") if self.begun else _("He is not going"), self.back)
        self.again = self.add_button(_("Write another absence"), "plain", key_map.shown("stand_in.another"), closes=False)
        self.again.clicked.connect(self.another)
        key_map.attach(self, "stand_in.another", self.another)

    def another(self) -> None:
        """Let one more absence be written beside those that are there."""
        if not self.take_back.isHidden():
            self.take_back.hide()
            self.again.hide()
            self.saving.setEnabled(False)
            self._fields()
            self.fit()

    def save(self) -> None:
        """Write the absence."""
        chosen = self.list.chosen()
        if chosen is None or self.first.wrong() or self.last.wrong():
            return
        on, first, last = self.desk.today(), self.first.day() or self.desk.today().isoformat(), self.last.day()
        if last and last < first:
            self.trouble.setText(_("He would be back before he goes. Please look at both days again."))
            return
        other = None if chosen.id == STATION else chosen.id
        draft = StandInDraft(
            helper_id=self.helper_id, from_date=first, to_date=last, stand_in_helper_id=other, reason=self.why.value() or None
        )
        with self.desk.reading() as session:
            says = says_stand_in(session, draft, on)
        if saved(self.desk, says, lambda session: _done(put_stand_in(session, draft, on)), self.trouble):
            self.give("saved")

    def back(self) -> None:
        """End the nearest absence: from today he does his work himself; one that has not begun is taken back."""
        kept, last = self.ahead[0].id, self.desk.today() - timedelta(days=1)
        says = (_("{name} is back") if self.begun else _("{name} is not going away")).format(name=self.name)
        if saved(self.desk, says, lambda session: _done(end_stand_in(session, kept, last)), self.trouble):
            self.give("saved")


def choices_of(world: World, helper_id: str) -> list[Choice]:
    """Return who may stand in: everybody who is there, those with the least to do first."""
    there = [hand for hand in world.hands.values() if hand.id != helper_id and hand.there(world.day)]
    there.sort(key=lambda hand: (hand.type in APART, world.load(hand.id), hand.name, hand.id))
    return [Choice(hand.id, hand.name, load_words(world, hand)) for hand in there]


def absence_words(one: StandIn, stands_in: str, on: date) -> str:
    """Return an absence in words: 11月20日起外出，到12月1日，徐丽华代."""
    first = day_words(date.fromisoformat(one.from_date), on)
    if one.to_date:
        last = day_words(date.fromisoformat(one.to_date), on)
        return _("away {first} to {last}, {name} stands in").format(first=first, last=last, name=stands_in)
    return _("away from {first}, {name} stands in").format(first=first, name=stands_in)


def _done(_result: object) -> None:
    """Take what a service returns; the dialog needs nothing of it."""
