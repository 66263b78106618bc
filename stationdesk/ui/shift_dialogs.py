"""One turn of the roster: who has it and from when to when; somebody standing in for it, in exchange for a turn of his or not."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.registers.duty_shift import DutyShiftDraft
from stationdesk.services.day_reading import read_clock, read_clock_of_end
from stationdesk.services.day_words import day_words
from stationdesk.services.free_hours import weekday_names
from stationdesk.services.shift_people import AHEAD, offered_people
from stationdesk.services.shift_repeating import exchange
from stationdesk.services.shift_writing import SPANS, Person, key_of, put_shift, says_shift, swap, who_has
from stationdesk.services.shifts import Turn, turns_between
from stationdesk.ui import key_map
from stationdesk.ui.call_form_body import side_by_side
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import CodeField, ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label, set_property
from stationdesk.ui.shift_people_list import PeopleList
from stationdesk.ui.team_dialogs import TeamForm

LABEL = 96


class Times:
    """From when to when a turn goes, as one types it; where the kind changes its usual times are offered."""

    def __init__(self, grid: FieldGrid, kind: CodeField) -> None:
        self.kind = kind
        self.begins, self.ends = LineField(grid.look), LineField(grid.look)
        self.next_day = Label("", "small", "ink2")
        self.begins.setAccessibleName(_("From (time)"))
        self.ends.setAccessibleName(_("To (time)"))
        self.row = grid.add(_("Times|roster"), side_by_side(self.begins, Label("—", tone="ink2"), self.ends, self.next_day))
        kind.currentIndexChanged.connect(lambda _at: self.usual())
        for field in (self.begins, self.ends):
            field.editingFinished.connect(self.read)

    def usual(self) -> None:
        """Offer the times usual for the kind."""
        if self.kind.value() in SPANS:
            self.show(*SPANS[self.kind.value()])

    def show(self, begins: str, ends: str) -> None:
        """Show times."""
        self.begins.setText(begins)
        self.ends.setText(ends)
        self.read()

    def read(self) -> tuple[str, str] | None:
        """Return the times typed, None where one cannot be read; that is said beside it."""
        found = []
        for field, reads in ((self.begins, read_clock), (self.ends, read_clock_of_end)):
            clock = reads(field.value())
            set_property(field, "state", "" if clock else "error")
            found.append(clock)
        begins, ends = found
        if begins and ends:
            self.next_day.setText(_("until the next day|roster") if ends <= begins else _("the same day|roster"))
            self.row.say("plain")
            return begins, ends
        self.row.say("error", _("Please write the time like 18:00."))
        return None


class TurnDialog(TeamForm):
    """Who has a turn: a new one of a day, or one that is changed."""

    def __init__(
        self, desk: OpenDesk, parent: QWidget | None, day: date, kind: str = "", times: tuple[str, str] = ("", ""), turn: str = ""
    ) -> None:
        on = desk.today()
        with desk.reading() as session:
            people = offered_people(session, on)
            self.one = who_has(session, turn) if turn else None
        self.day = day
        text = _("{day}, {weekday}").format(day=day_words(day, on), weekday=weekday(day))
        super().__init__(desk, parent, _("Who is on duty?"), text, width=560)
        self.list = PeopleList(self.look, _("Who is on duty"), people)
        self.list.taken.connect(self.save)
        self.inside.addWidget(self.list)
        grid = FieldGrid(self.look, label_width=LABEL)
        self.kind = CodeField("shift_kind", self.look)
        grid.add(_("Turn"), self.kind)
        self.times = Times(grid, self.kind)
        self.leader, self.phone, self.remark = LineField(self.look), LineField(self.look), LineField(self.look)
        grid.add(_("In charge"), self.leader)
        grid.add(_("Phone on duty"), self.phone, _("empty: his own"))
        grid.add(_("Remark"), self.remark)
        self.inside.addWidget(grid)
        self._show(kind or "night", times)
        self.finish(_("Save"), self.list.field)

    def _show(self, kind: str, times: tuple[str, str]) -> None:
        one = self.one
        self.kind.set_value(one.shift.kind or "other" if one else kind)
        if one is None:
            self.times.show(*(times if times[0] else SPANS.get(kind, SPANS["night"])))
            return
        shift = one.shift
        self.times.show(shift.from_time, shift.to_time)
        self.list.stand_at(own_person(one))
        for field, value in ((self.leader, shift.leader), (self.phone, shift.phone), (self.remark, shift.remark)):
            field.setText(value or "")
        if shift.phone:
            self.desk.log("shown", about=_("roster: phone number|log"))

    def save(self) -> None:
        """Write the turn."""
        person, times = self.list.person(), self.times.read()
        if person is None:
            self.trouble.setText(_("Please choose who is on duty, or type the name."))
            return
        if times is None:
            return
        fields = {
            "day": self.day.isoformat(),
            "from_time": times[0],
            "to_time": times[1],
            "kind": self.kind.value() or None,
            "helper_id": person.helper_id or None,
            "name": person.name,
            "phone": self.phone.value() or None if self.one else self.phone.value() or person.phone or None,
            "leader": self.leader.value() or None,
            "remark": self.remark.value() or None,
        }
        kept = {name: getattr(self.one.shift, name) for name in DutyShiftDraft.model_fields} if self.one else {}
        on, turn = self.desk.today(), self.one.id if self.one else ""
        slot = DutyShiftDraft.model_construct(None, **(kept | fields))
        says = _("On duty: {turn}").format(turn=says_shift(slot, person.name, on))
        self.keep(says, lambda session: _done(put_shift(session, DutyShiftDraft.model_validate(kept | fields), on, turn)))


class SwapDialog(TeamForm):
    """Who stands in for a turn, why, and which turn of his is taken in exchange."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, turn: str) -> None:
        on = desk.today()
        with desk.reading() as session:
            self.one = who_has(session, turn)
            people = offered_people(session, on)
            self.ahead = turns_between(session, on, on + timedelta(days=AHEAD))
        owner = self.one.instead_of or self.one.who
        self.owner = own_person(self.one)
        said = says_shift(self.one.shift, owner, on)
        super().__init__(desk, parent, _("Who takes the turn of {name}?").format(name=owner), said, width=560)
        self.list = PeopleList(self.look, _("Who stands in"), people)
        self.list.leave_out({self.owner.key})
        self.list.taken.connect(self.save)
        self.list.changed.connect(self.offer_turns)
        self.inside.addWidget(self.list)
        grid = FieldGrid(self.look, label_width=LABEL)
        self.why = LineField(self.look, _("away, ill…"))
        self.back = ComboField([("", _("none|exchange"))], self.look)
        grid.add(_("Reason"), self.why)
        grid.add(_("Takes in exchange"), self.back)
        self.inside.addWidget(grid)
        self.offer_turns()
        self.finish(_("He takes it"), self.list.field)
        if self.one.instead_of:
            give = self.add_button(_("Give it back to {name}").format(name=owner), "plain", key_map.shown("shifts.give_back"), closes=False)
            give.clicked.connect(self.give_back)
            key_map.attach(self, "shifts.give_back", self.give_back)

    def offer_turns(self) -> None:
        """Offer the turns to come of who is chosen."""
        if not hasattr(self, "back"):
            return
        person, on = self.list.person(), self.desk.today()
        while self.back.count() > 1:
            self.back.removeItem(1)
        for one in self.ahead:
            if person is not None and not one.instead_of and key_of(one.shift) == person.key:
                self.back.addItem(says_shift(one.shift, "", on).strip(), one.id)

    def save(self) -> None:
        """Let him stand in."""
        person, why, on = self.list.person(), self.why.value(), self.desk.today()
        if person is None:
            self.trouble.setText(_("Please choose who is on duty, or type the name."))
            return
        if not why:
            self.why.setFocus()
        turn, other = self.one.id, self.back.value()
        says = _("{name} takes over: {turn}").format(name=person.name, turn=says_shift(self.one.shift, self.owner.name, on))
        if other:
            self.keep(says, lambda session: exchange(session, turn, other, why, on))
        else:
            self.keep(says, lambda session: _done(swap(session, turn, person, why, on)))

    def give_back(self) -> None:
        """Give the turn back to whose it is."""
        turn, on = self.one.id, self.desk.today()
        says = _("Given back: {turn}").format(turn=says_shift(self.one.shift, self.owner.name, on))
        self.keep(says, lambda session: _done(swap(session, turn, None, "", on)))


def own_person(turn: Turn) -> Person:
    """Return whose turn it is, whoever stands in."""
    return Person(turn.instead_of or turn.who, turn.shift.helper_id or "", turn.shift.phone or "")


def weekday(day: date) -> str:
    """Return the day of the week."""
    return weekday_names()[day.weekday()]


def _done(_result: object) -> None:
    """Take what a service returns; the dialog needs nothing of it."""
