"""Somebody takes wishes: who walks in takes one or many, whom the station asks is given them; and which of two claimers gets one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QStringListModel, Qt
from PySide6.QtWidgets import QApplication, QCompleter, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.phone import read_phones
from stationdesk.registers.wish import Wish
from stationdesk.services import wish_giving
from stationdesk.services.day_words import narrow_day
from stationdesk.services.wish_says import says_wish
from stationdesk.services.wish_story import Meant
from stationdesk.services.wish_takers import Taker, known_takers
from stationdesk.services.wish_terms import WishTerms, promise_from, wish_terms
from stationdesk.ui import key_map
from stationdesk.ui.candidate_list import CandidateList, Choice
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label

MOST_PHONES = 4
"""Numbers that are kept of a claim."""


class ClaimDialog(Dialog):
    """Takes the claim of somebody for one wish or several; `assigned` where the station has asked him."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, found: Meant, *, assigned: bool = False) -> None:
        who = found.who
        title = _("{who}: give it to somebody").format(who=who) if assigned else _("{who}: who takes it?").format(who=who)
        text = _("The station asks somebody, itself too; nobody else can take it then.") if assigned else ""
        super().__init__(parent, desk.look, title, text, width=580)
        self.desk, self.wishes, self.assigned = desk, found.wishes, assigned
        with desk.reading() as session:
            self.takers = {one.name: one for one in known_takers(session)}
        self._fields(found.terms)
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.trouble)
        words = _("Give it to this one|wish") if assigned else _("Take the claim|wish")
        button = self.add_button(words, "primary", key_map.shown("visit.save"), closes=False)
        button.clicked.connect(self.save)
        key_map.attach(self, "visit.save", self.save)
        self.add_button(_("Not now|wish"), "quiet", "Esc")
        self.claimer.setFocus()

    def _fields(self, terms: WishTerms) -> None:
        look, on = self.look, self.desk.today()
        grid = FieldGrid(look, label_width=90)
        self.claimer = LineField(look, _("name of a unit, a team, a person"))
        completer = QCompleter(self)
        completer.setModel(QStringListModel(list(self.takers), completer))
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self.fill)
        self.claimer.setCompleter(completer)
        self.claimer.editingFinished.connect(lambda: self.fill(self.claimer.value()))
        self.kind = ComboField([("", _("not known|choice")), *((row.code, row.label) for row in table("wish_claimer").given)], look)
        self.contact, self.phone = LineField(look), LineField(look)
        self.promised = DayField(look, on, coming=True)
        self.promised.set_day((on + timedelta(days=terms.promise)).isoformat())
        self.way = ComboField([("", _("not known|choice")), *((row.code, row.label) for row in table("wish_delivery").given)], look)
        grid.add(_("Claimed by"), self.claimer)
        grid.add(_("Kind of claimer"), self.kind)
        grid.add(_("Contact|claims"), self.contact, _("may stay empty"))
        grid.add(_("Phone"), self.phone, _("may stay empty"))
        self.phone.editingFinished.connect(self.phone_wrong)
        grid.add(_("Promised for"), self.promised, stretch=False)
        grid.add(_("Way of delivery"), self.way)
        self.day = DayField(look, on)
        grid.add(_("Claimed on"), self.day, _("empty: today"), stretch=False)
        grid.passed.add(self.day)
        self.body.addWidget(grid)

    def fill(self, name: str) -> None:
        """Fill in what is known of a taker; what was typed already stays."""
        one: Taker | None = self.takers.get(name.strip())
        if one is None:
            return
        if not self.kind.value():
            self.kind.set_value(one.kind)
        for field, value in ((self.contact, one.contact), (self.phone, one.phone)):
            if not field.value():
                field.setText(value)

    def fields(self) -> dict[str, Any]:
        """Return the claim as it was filled in."""
        one = self.takers.get(self.claimer.value(), Taker(""))
        numbers = read_phones(self.phone.value()).phones
        phones = tuple(PhoneNumber(number=phone.number, owner=phone.owner) for phone in numbers)
        return {
            "claimer": self.claimer.value(),
            "claimer_kind": self.kind.value(),
            "helper_id": one.helper,
            "org_unit_id": one.unit,
            "contact_name": self.contact.value(),
            "phones": phones,
            "claimed_on": self.day.day(),
            "promised_on": self.promised.day(),
            "delivery": self.way.value(),
        }

    def phone_wrong(self) -> bool:
        """Say what of the phones typed cannot be kept, or looks odd; tell whether it has to be looked at first."""
        read = read_phones(self.phone.value())
        odd = [one.number for one in read.phones if one.doubt == "bad_length"]
        if read.rest:
            said = _("This is no phone number: {rest}. Please look at it again, or leave it out.").format(rest=read.rest)
        elif len(read.phones) > MOST_PHONES:
            said = _("{count} numbers: at most {most} can be kept. Please leave the others out.").format(
                count=len(read.phones), most=MOST_PHONES
            )
        else:
            said = _("The length of {number} is unusual. It can be saved all the same.").format(number=odd[0]) if odd else ""
        wrong = bool(read.rest) or len(read.phones) > MOST_PHONES
        self.phone.say("error" if wrong else "doubt" if odd else "plain", said)
        self.fit()
        return wrong

    def fit(self) -> None:
        """Be as high as everything that is said needs."""
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self.resize(self.width(), max(self.heightForWidth(self.width()), self.sizeHint().height()))

    def save(self) -> None:
        """Write the claim of all the wishes, or of none."""
        for field, wrong in ((self.promised, self.promised.wrong), (self.day, self.day.wrong), (self.phone, self.phone_wrong)):
            if wrong():
                field.setFocus()
                return
        act, says = (wish_giving.assign, "assigned") if self.assigned else (wish_giving.claim, "claimed")
        ids, on, by = [one.id for one in self.wishes], self.desk.today(), self.desk.operator.name

        def work(session: Session) -> None:
            act(session, ids, self.fields(), on, by=by)

        if saved(self.desk, says_wish(says, *self.wishes), work, self.trouble):
            self.give("saved")
        else:
            self.fit()


class DecideDialog(Dialog):
    """Lets the station decide between those who want a wish: who gets it, in a few words why."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, wish: Wish, who: str) -> None:
        title = _("{who}: who shall bring it?").format(who=who)
        super().__init__(
            parent, desk.look, title, _("Who is chosen has it; another claim of it is over, and the county reads why."), width=600
        )
        self.desk, self.wish = desk, wish
        with desk.reading() as session:
            found, terms = wish_giving.rivals(session, wish.id), wish_terms(session)
        on = desk.today()
        self.days = {one.claim.id: promise_from(one.claim.promised_on or "", terms, on) for one in found}
        choices = [Choice(one.claim.id, one.claim.claimer, _words(one, on)) for one in found]
        self.list = CandidateList(self.look, title, rows=4, wide=14)
        self.promised = DayField(self.look, on, coming=True)
        self.list.changed.connect(self.propose)
        self.list.offer(choices)
        self.list.taken.connect(self.save)
        self.body.addWidget(self.list)
        grid = FieldGrid(self.look, label_width=90)
        self.why, self.day = LineField(self.look, _("in a few words why")), DayField(self.look, on)
        grid.add(_("Promised for"), self.promised, stretch=False)
        grid.add(_("In words"), self.why)
        grid.add(_("On which day"), self.day, _("empty: today"), stretch=False)
        grid.passed.add(self.day)
        self.body.addWidget(grid)
        self.trouble = Label("", "body", "red", wrap=True)
        self.trouble.setText("" if choices else _("Nobody else wants this wish."))
        self.body.addWidget(self.trouble)
        button = self.add_button(_("This one brings it"), "primary", key_map.shown("visit.save"), closes=False)
        button.clicked.connect(self.save)
        button.setEnabled(bool(choices))
        key_map.attach(self, "visit.save", self.save)
        self.add_button(_("Not now|wish"), "quiet", "Esc")
        self.list.field.setFocus()

    def propose(self) -> None:
        """Propose the day of the one that is chosen, until somebody types another."""
        one = self.list.chosen()
        if one is not None and not self.promised.isModified():
            self.promised.set_day(self.days[one.id])

    def save(self) -> None:
        """Write the decision."""
        if (one := self.list.chosen()) is None or self.promised.wrong() or self.day.wrong():
            return
        on, by, why = self.desk.today(), self.desk.operator.name, self.why.value()
        days = {"happened_on": self.day.day() or "", "promised_on": self.promised.day() or self.days[one.id]}

        def work(session: Session) -> None:
            wish_giving.prefer(session, self.wish.id, one.id, on, by=by, text=why, **days)

        if saved(self.desk, says_wish("preferred", self.wish), work, self.trouble):
            self.give("saved")


def _words(one: wish_giving.Rival, on: date) -> str:
    claim = one.claim
    parts = [table("wish_claimer").label(claim.claimer_kind) if claim.claimer_kind else ""]
    parts.append(
        _("promised for {day}|claim").format(day=narrow_day(date.fromisoformat(claim.promised_on), on)) if claim.promised_on else ""
    )
    return "，".join(part for part in (*parts, one.why) if part)
