"""有变动: somebody goes away, into hospital, to another village, dies or comes back; what follows stands beside it before it happens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.status_change import StatusChange
from stationdesk.services.day_reading import read_coming_day, read_day
from stationdesk.services.day_words import day_words
from stationdesk.services.due import PRESENT
from stationdesk.services.residency import (
    StatusDraft,
    button_words,
    possible_moves,
    refusal,
    says_move,
    seen_later,
)
from stationdesk.services.residency import (
    change_status as write_change,
)
from stationdesk.services.residency_around import Around, around, named
from stationdesk.services.residency_effects import effects
from stationdesk.services.residency_parts import Effect, stops
from stationdesk.services.status_correcting import correct_change, correctable, says_wrong
from stationdesk.ui import key_map
from stationdesk.ui.effects_list import EffectsList
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog, tell
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.halves import halves
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments

LIST = 380
"""Pixels of height the consequences have at least; the rest is scrolled to."""
LOOK_AFTER = 120
"""Milliseconds after the last key until the consequences are reckoned anew."""


def choice_words(code: str) -> str:
    """Return a move as the dialog offers it."""
    words = {
        "away": _("Went away"),
        "returned": _("Is back"),
        "living": _("Is back"),
        "hospital": _("In hospital"),
        "institution": _("In a home"),
        "moved_out": _("Moved away"),
        "deceased": _("Died"),
        "missing": _("Missing"),
    }
    return words[code]


def place_words(code: str) -> str:
    """Return what is asked for as the place of a move; nothing where none is asked."""
    words = {
        "away": _("Where to|away"),
        "hospital": _("Which hospital"),
        "institution": _("Which home"),
        "moved_out": _("To which village"),
        "missing": _("Last seen at"),
        "deceased": _("Where|death"),
    }
    return words.get(code, "")


class StatusDialog(Dialog):
    """Left what happened, right what follows; `draft` is what was decided, None if nothing."""

    def __init__(self, desk: OpenDesk, found: Around, parent: QWidget | None = None) -> None:
        one = found.resident
        name = found.name_of(one)
        super().__init__(parent, desk.look, _("{name}: what has happened?").format(name=name), now_words(found), width=1040)
        self.desk, self.found = desk, found
        self.draft: StatusDraft | None = None
        self.successor = ""
        self._build()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LOOK_AFTER)
        self._later.timeout.connect(self.look_again)
        self.kind.changed.connect(self._kind_changed)
        for line in (self.day, self.back, self.place):
            line.textChanged.connect(lambda _text: self._later.start())
        self.list.changed.connect(self._say_button)
        self.list.successor_changed.connect(self._choose_head)
        key_map.attach(self, "visit.save", self.save)
        self._kind_changed("")
        self.kind.setFocus()

    def _build(self) -> None:
        look = self.desk.look
        self.kind = Segments([(code, choice_words(code)) for code in possible_moves(self.found.resident)], look)
        self.kind.setAccessibleName(_("What"))
        optional = _("may be left out")
        self.day, self.told, self.reason = LineField(look), LineField(look, optional), LineField(look, optional)
        self.place, self.back = LineField(look), LineField(look, optional)
        self.day.setText(_("today|typed"))
        self.grid = FieldGrid(look, label_width=round(4.4 * look.sizes.body))
        self.grid.add(_("Which day"), self.day, _("like 22, 11-22"))
        self.place_row = self.grid.add(_("Where to"), self.place)
        self.back_row = self.grid.add(_("Back on"), self.back)
        self.reason_row = self.grid.add(_("Why"), self.reason)
        self.grid.add(_("Who said so"), self.told)
        self.kind.installEventFilter(self.grid)
        self.body.addWidget(self.kind)
        self.trouble = Label("", "small", "red", wrap=True)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.grid)
        left.addWidget(self.trouble)
        left.addStretch(1)
        right.addWidget(Label(_("What follows from it"), "strong"))
        self.list = EffectsList(look)
        self.list.setMinimumHeight(min(10 * look.sizes.row, LIST))
        right.addWidget(self.list, 1)
        self.body.addLayout(halves(left, right, (4, 6)))
        self.save_button = self.add_button(_("Write down"), "primary", key_map.shown("visit.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        self.add_button(_("Do not save"), "plain", "Esc")

    # -- what is asked

    def typed(self) -> StatusDraft | None:
        """Return what stands in the fields, or None with the trouble said beside the field it is in."""
        code, on = self.kind.value(), self.desk.today()
        if code is None:
            return None
        day = read_day(self.day.value(), on) or read_coming_day(self.day.value(), on)
        self.day.say("error" if day is None else "plain", _("Please write a day: 22, 11-22, 2026-11-22.") if day is None else "")
        back = read_coming_day(self.back.value(), on) if self.asks_back(code) else None
        wrong_back = self.asks_back(code) and bool(self.back.value()) and back is None
        self.back.say("error" if wrong_back else "plain", _("Please write a day: 12-31, 2026-12-31.") if wrong_back else "")
        if day is None or wrong_back:
            return None
        place = self.place.value() if place_words(code) else ""
        return StatusDraft(code, day, place, self.reason.value(), back, self.told.value())

    @staticmethod
    def asks_back(code: str) -> bool:
        """Tell whether one is expected back from there."""
        return code in ("away", "hospital")

    def _kind_changed(self, _code: str) -> None:
        """Ask only what belongs to the kind."""
        code = self.kind.value() or ""
        self.place_row.label.setText(place_words(code) or _("Where to"))
        self.place_row.set_visible(bool(place_words(code)))
        self.back_row.set_visible(self.asks_back(code))
        self.reason_row.label.setText(_("Cause, if known") if code == "deceased" else _("Why"))
        self.reason_row.set_visible(code not in PRESENT)
        self.list.choices.clear()
        self.successor = ""
        self.look_again()

    def _choose_head(self, who: str) -> None:
        self.successor = who
        self.look_again()

    def look_again(self) -> None:
        """Reckon what follows from what stands in the fields."""
        self._later.stop()
        draft = self.typed()
        found: tuple[Effect, ...] = ()
        refused = refusal(self.found, draft) if draft is not None else None
        if draft is not None and refused is None:
            found = effects(self.found, draft.move, self.successor)
        self.trouble.setText(str(refused) if refused is not None else "")
        asked = _("First choose what has happened.") if self.kind.value() is None else _("Nothing else follows from it.")
        self.list.show_effects(found, "" if refused is not None else asked)
        self._say_button()

    def _say_button(self) -> None:
        code = self.kind.value()
        self.save_button.setText(button_words(code, stops(self.list.chosen())) if code else _("Write down"))
        self.save_button.setEnabled(code is not None)

    def save(self) -> None:
        """Give the draft, if it can be; a death before a later visit asks first."""
        draft = self.typed()
        if draft is None:
            (self.kind if self.kind.value() is None else self.day).setFocus()
            return
        self.look_again()
        refused = refusal(self.found, draft)
        if refused is not None:
            self.day.setFocus()
            return
        doubt = seen_later(self.found, draft)
        if doubt is not None and not self._is_sure(str(doubt)):
            self.day.setFocus()
            return
        self.draft = draft
        self.give("saved")

    def _is_sure(self, sentence: str) -> bool:
        asked = Dialog(self, self.look, _("He was seen later"), sentence)
        asked.add_button(_("Go back and look"), "primary", "Enter", "")
        asked.add_button(_("The day is right, write it down"), "plain", "", "sure")
        return asked.ask() == "sure"


def now_words(found: Around) -> str:
    """Return where the person is now: 现在：住院（县医院），11月20日起."""
    one = found.resident
    state = table("residency_status").label(one.residency_status or "living")
    place = _("{state} ({place})").format(state=state, place=one.residency_place) if one.residency_place else state
    if one.residency_since is None:
        return _("Now: {state}").format(state=place)
    since = day_words(date.fromisoformat(one.residency_since), found.on)
    return _("Now: {state}, since {day}").format(state=place, day=since)


def change_status(desk: OpenDesk, parent: QWidget | None, resident_id: str) -> bool:
    """Ask what has happened to a resident and write it with all that follows; tells whether something was written."""
    on = desk.today()
    with desk.reading() as session:
        found = around(session, resident_id, on)
        last = correctable(session, resident_id)
    if named(found.resident, on) != found.resident.name and not desk.sees_children:
        tell(parent, desk.look, _("A child's record"), _("A child's record: opened only with the right to it."), _("Close|button"))
        return False
    if not possible_moves(found.resident):
        return _stands_still(desk, parent, found, last)
    dialog = StatusDialog(desk, found, parent)
    if last is not None:
        dialog.add_button(_wrong_words(last), "quiet", "", "wrong")
    answer = dialog.ask()
    if answer == "wrong":
        return _correct(desk, parent, found)
    if answer != "saved" or dialog.draft is None:
        return False
    says = says_move(found.resident, dialog.draft, on)
    with desk.writing(says) as session:
        write_change(
            session,
            resident_id,
            dialog.draft,
            on,
            operator=desk.operator.name,
            choices=dialog.list.choices,
            successor=dialog.successor,
            sure=True,
        )
    desk.said(says)
    return True


def _stands_still(desk: OpenDesk, parent: QWidget | None, found: Around, last: StatusChange | None) -> bool:
    """Tell that nothing more can happen to somebody who died; what was wrong can be taken back."""
    refused = refusal(found, StatusDraft("away", desk.today()), last)
    name = found.name_of(found.resident)
    dialog = Dialog(parent, desk.look, _("{name}: what has happened?").format(name=name), str(refused or ""), width=560)
    dialog.add_button(_("Close|button"), "primary", "Enter", "")
    if last is not None:
        dialog.add_button(_wrong_words(last), "plain", "", "wrong")
    return dialog.ask() == "wrong" and _correct(desk, parent, found)


def _wrong_words(last: StatusChange) -> str:
    return _("This was wrong: {state}").format(state=table("residency_status").label(last.to_status))


def _correct(desk: OpenDesk, parent: QWidget | None, found: Around) -> bool:
    """Take the last move back as wrong, after asking, and tell what could not be restored."""
    on, one = desk.today(), found.resident
    with desk.reading() as session:
        last = correctable(session, one.id)
    if last is None:
        return False
    state = table("residency_status").label(last.to_status)
    day = day_words(date.fromisoformat(last.happened_on), on)
    said = _("«{state}, {day}» goes, and what it stopped runs again. What was written anew since then stays, and you are told.")
    asked = Dialog(parent, desk.look, _("Was this wrong?"), said.format(state=state, day=day))
    asked.add_button(_("Take it back"), "primary", "Enter", "yes")
    asked.add_button(_("Leave it be|button"), "plain", "Esc")
    if asked.ask() != "yes":
        return False
    says = says_wrong(one, last, on)
    with desk.writing(says) as session:
        done = correct_change(session, last.id, on, operator=desk.operator.name)
    desk.said(says)
    if done.kept:
        tell(parent, desk.look, _("Not everything is as before"), _lines(done.kept), _("I see|button"))
    return True


def _lines(words: Iterable[str]) -> str:
    return "\n".join(words)
