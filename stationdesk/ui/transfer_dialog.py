"""迁出到本县另一站: to which village, since when; what ends here stands beside it before it happens, and what goes with the person."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.resident import GONE
from stationdesk.services.day_reading import read_day
from stationdesk.services.residency import refusal
from stationdesk.services.residency_around import Around, around, named
from stationdesk.services.residency_effects import effects
from stationdesk.services.transfer_person import requests_along, wishes_along
from stationdesk.services.transfers import Destination, Sending, destinations, says_send, send
from stationdesk.ui import key_map
from stationdesk.ui.candidate_list import CandidateList, Choice
from stationdesk.ui.effects_list import EffectsList
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog, tell
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.halves import halves
from stationdesk.ui.parts.labels import Label

LIST = 330
"""Pixels of height the consequences have at least; the rest is scrolled to."""
SHOWN = 90
"""Letters of what goes along in words that stand in the dialog; all of it goes."""
LOOK_AFTER = 120
"""Milliseconds after the last key until the consequences are reckoned anew."""


def goes_along(along: Sequence[str]) -> str:
    """Return what goes along in words, as far as there is room."""
    said = _("; ").join(along)
    return _("Goes along in words: {what}").format(what=said if len(said) <= SHOWN else said[: SHOWN - 1] + "…") if along else ""


class TransferDialog(Dialog):
    """Left where to and when, right what follows."""

    def __init__(
        self, desk: OpenDesk, found: Around, offered: list[Destination], parent: QWidget | None = None, along: Sequence[str] = ()
    ) -> None:
        said = _(
            "The record is closed here; identity, relatives and grades go to the other station, what is still to be done in words. "
            "Consents and what is kept back do not."
        )
        super().__init__(parent, desk.look, _("{name}: moved to another station of the county").format(name=_name(found)), said, width=1040)
        self.desk, self.found, self.on = desk, found, desk.today()
        self.offered = {one.code: one for one in offered}
        self.successor = ""
        self._build(offered, along)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LOOK_AFTER)
        self._later.timeout.connect(self.look_again)
        self.day.textChanged.connect(lambda _text: self._later.start())
        self.to.changed.connect(self._later.start)
        self.list.successor_changed.connect(self._choose_head)
        key_map.attach(self, "visit.save", self.save)
        self.look_again()
        self.to.field.setFocus()

    def _build(self, offered: list[Destination], along: Sequence[str]) -> None:
        look = self.desk.look
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(Label(_("To which village|transfer"), "strong"))
        self.to = CandidateList(look, _("To which village|transfer"), rows=4, wide=12)
        self.to.field.setPlaceholderText(_("type the village, or its station's code"))
        self.to.offer([Choice(one.code, one.name, one.town) for one in offered])
        self.to.table.setVisible(bool(offered))
        left.addWidget(self.to)
        grid = FieldGrid(look, label_width=round(5.2 * look.sizes.body))
        self.day, self.note = LineField(look), LineField(look, _("may be left out"))
        self.day.setText(_("today|typed"))
        grid.add(_("Which day"), self.day, _("like 22, 11-22"))
        grid.add(_("Word for them"), self.note)
        left.addWidget(grid)
        self.along = Label(goes_along(along), "small", wrap=True)
        self.along.setVisible(bool(along))
        left.addWidget(self.along)
        self.trouble = Label("", "small", "red", wrap=True)
        left.addWidget(self.trouble)
        left.addStretch(1)
        right.addWidget(Label(_("What follows from it"), "strong"))
        self.list = EffectsList(look)
        self.list.setMinimumHeight(min(9 * look.sizes.row, LIST))
        right.addWidget(self.list, 1)
        self.body.addLayout(halves(left, right, (5, 6)))
        self.button = self.add_button(_("Hand over"), "primary", key_map.shown("visit.save"), closes=False)
        self.button.clicked.connect(self.save)
        self.add_button(_("Do not save"), "plain", "Esc")

    def _choose_head(self, who: str) -> None:
        self.successor = who
        self.look_again()

    def destination(self) -> Destination | None:
        """Return the village that is chosen; one that no list has goes as it was typed."""
        chosen, typed = self.to.chosen(), self.to.field.value().strip()
        if chosen is not None:
            return self.offered[chosen.id]
        return Destination(typed, typed, "") if typed else None

    def sending(self) -> Sending | None:
        """Return what stands in the fields, or None with the trouble said beside its field."""
        day, to = read_day(self.day.value(), self.on), self.destination()
        self.day.say("error" if day is None else "plain", _("Please write a day: 22, 11-22, 2026-11-22.") if day is None else "")
        return None if day is None or to is None else Sending(to, day, self.note.value())

    def look_again(self) -> None:
        """Reckon what follows from what stands in the fields, and let the button say where to."""
        self._later.stop()
        to = self.destination()
        self.button.setText(_("Hand over") if to is None else _("Hand over to {village}").format(village=to.name))
        sending = self.sending()
        refused = refusal(self.found, sending.draft) if sending is not None else None
        shown = effects(self.found, sending.draft.move, self.successor) if sending is not None and refused is None else ()
        self.trouble.setText(str(refused) if refused is not None else "")
        asked = _("Please choose the village first.") if sending is None else _("Nothing else follows from it.")
        self.list.show_effects(shown, "" if refused is not None else asked)

    def save(self) -> None:
        """Close and hand over; what is refused is said and nothing typed is lost."""
        sending = self.sending()
        if sending is None:
            self.trouble.setText(_("Please choose the village first.") if self.destination() is None else "")
            (self.to.field if self.destination() is None else self.day).setFocus()
            return
        says, who, by = says_send(self.found.resident, sending, self.on), self.found.resident.id, self.desk.operator.name
        choices, head = dict(self.list.choices), self.successor

        def write(session: Session) -> None:
            send(session, who, sending, self.on, operator=by, choices=choices, successor=head)

        if saved(self.desk, says, write, self.trouble):
            self.desk.said(says)
            self.give("saved")


def _name(found: Around) -> str:
    return found.name_of(found.resident)


def hand_over(desk: OpenDesk, parent: QWidget | None, resident_id: str) -> bool:
    """Ask where a resident moved to within the county, and hand him over; tells whether something was written."""
    on = desk.today()
    with desk.reading() as session:
        found, offered = around(session, resident_id, on), destinations(session)
        told = () if desk.faces_visitors else (*requests_along(session, resident_id, on), *wishes_along(session, resident_id))
    if named(found.resident, on) != found.resident.name and not desk.sees_children:
        tell(parent, desk.look, _("A child's record"), _("A child's record: opened only with the right to it."), _("Close|button"))
        return False
    if found.resident.residency_status in GONE:
        said = _(
            "This person is not looked after here any more. If that is wrong, take it back first: what has happened, «this was wrong»."
        )
        tell(parent, desk.look, _("Not here any more"), said, _("Close|button"))
        return False
    return TransferDialog(desk, found, offered, parent, told).ask() == "saved"
