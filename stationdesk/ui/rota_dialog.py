"""A month of the roster in a few keys: people who take turns one after the other, or a week that is written again and again."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from stationdesk.i18n import _
from stationdesk.services.day_words import span_words
from stationdesk.services.shift_month import kind_label, month_days
from stationdesk.services.shift_people import last_rota, offered_people
from stationdesk.services.shift_repeating import WEEK, Repeated, monday_of, repeat_week
from stationdesk.services.shift_writing import LONGEST, Person, Rota, fill, next_of, open_days, planned, replaced
from stationdesk.services.shifts import KNOWN_FOR, turns_between
from stationdesk.ui.call_form_body import side_by_side
from stationdesk.ui.day_field import DayField
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import CodeField, ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.shift_dialogs import LABEL, Times
from stationdesk.ui.shift_people_list import PeopleList
from stationdesk.ui.team_dialogs import TeamForm

EVERY, WORK, FREE, ONE = "every", "work", "free", "one"
IN_A_ROW = 7
NAME_SIGNS = 6
"""Signs of a name there is room for at least; a longer one is cut."""
NAMED = 6
"""Days that have somebody already, as many as are named."""


class RotaDialog(TeamForm):
    """Who takes turns with whom, from when until when; the people and who begins are offered as the last roster had them."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, day: date, kind: str) -> None:
        self.on, self.month = desk.today(), month_days(day)
        with desk.reading() as session:
            self.people = offered_people(session, self.on)
            self.known = turns_between(session, self.month[0] - timedelta(days=KNOWN_FOR), self.month[1] + timedelta(days=LONGEST + WEEK))
        self.order: list[Person] = []
        text = _(
            "Type a name and press Enter, one after the other; Backspace takes the last one out. Everybody has his turn in this order."
        )
        super().__init__(desk, parent, _("Fill the roster"), text, width=680)
        self._fields()
        self.kind.set_value(kind if kind in ("day", "night", "whole") else "night")
        self._begin()
        self.finish(_("Write it|roster"), self.list.field)
        self.tell()

    def _fields(self) -> None:
        look = self.look
        self.told, self.preview = Label("", "body_bold", wrap=True), Label("", "small", "ink2", wrap=True)
        self.list = PeopleList(look, _("Who takes turns"), self.people, rows=3)
        self.list.taken.connect(self.add)
        self.list.field.installEventFilter(self)
        self.inside.addWidget(self.told)
        self.inside.addWidget(self.preview)
        self.inside.addWidget(self.list)
        grid = FieldGrid(look, label_width=LABEL)
        self.begins_with = ComboField((), look)
        self.begins_with.setSizeAdjustPolicy(ComboField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.begins_with.setMinimumContentsLength(NAME_SIGNS)
        self.kind = CodeField("shift_kind", look)
        self.each = ComboField([(str(number), _("{count} in a row|turns").format(count=number)) for number in range(1, IN_A_ROW + 1)], look)
        self.first, self.last = DayField(look, self.on, coming=True), DayField(look, self.on, coming=True)
        self.days = Segments([(EVERY, _("every day")), (WORK, _("Mon to Fri")), (FREE, _("Sat and Sun")), (ONE, _("one weekday"))], look)
        self.days.set_value(EVERY)
        self.leader = LineField(look)
        self.begins_with.setAccessibleName(_("Begins with"))
        self.each.setAccessibleName(_("Everybody has"))
        grid.add(_("Begins with"), side_by_side(self.begins_with, Label(_("Everybody has"), tone="ink2"), self.each))
        grid.add(_("Turn"), self.kind)
        self.times = Times(grid, self.kind)
        self.first.setAccessibleName(_("First day"))
        self.last.setAccessibleName(_("Last day"))
        grid.add(_("Days|roster"), side_by_side(self.first, Label("—", tone="ink2"), self.last))
        grid.add(_("On which days"), self.days, stretch=False)
        grid.add(_("In charge"), self.leader)
        self.anew = QCheckBox(_("take out first what is written of this turn from today on"))
        grid.add("", self.anew)
        self.anew.setAccessibleName(self.anew.text())
        self.inside.addWidget(grid)
        for field in (self.first, self.last, self.times.begins, self.times.ends):
            field.textChanged.connect(lambda _text: self.tell())
        self.kind.currentIndexChanged.connect(lambda _at: self._begin())
        for combo in (self.begins_with, self.each):
            combo.currentIndexChanged.connect(lambda _at: self.tell())
        self.days.changed.connect(lambda _code: self.tell())
        self.anew.toggled.connect(lambda _on: self.tell())

    def _begin(self) -> None:
        """Offer what the last roster of this kind had: the people in their order, the days after it, who is in charge."""
        kind, by_key = self.kind.value(), {one.person.key: one.person for one in self.people}
        before = [one for one in self.known if one.shift.kind == kind]
        self.times.usual()
        if before:
            self.times.show(before[-1].shift.from_time, before[-1].shift.to_time)
            self.leader.setText(before[-1].shift.leader or "")
        first = max(self.on, self.month[0])
        written = [date.fromisoformat(one.shift.day) for one in before]
        if written and first <= written[-1]:
            first = written[-1] + timedelta(days=1)
        self.first.set_day(first.isoformat())
        self.last.set_day(month_days(first)[1].isoformat())
        self.set_order(list(last_rota(before, kind, by_key)))

    # -- the people

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Take the last one out with Backspace in the empty field."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Backspace
        if pressed and watched is self.list.field and not self.list.field.text() and self.order:
            self.set_order(self.order[:-1])
            return True
        return super().eventFilter(watched, event)

    def add(self) -> None:
        """Put whom one stands on at the end of the order."""
        person = self.list.person()
        if person is not None:
            self.list.field.clear()
            self.set_order([*self.order, person])

    def set_order(self, order: list[Person]) -> None:
        """Show an order; who begins is whose turn it is after the last roster."""
        self.order = order
        self.list.leave_out({one.key for one in order})
        self.begins_with.blockSignals(True)
        self.begins_with.clear()
        for number, one in enumerate(order):
            self.begins_with.addItem(one.name, str(number))
        self.begins_with.setCurrentIndex(next_of(self.known, order, self.kind.value()) if order else -1)
        self.begins_with.blockSignals(False)
        said = "　→　".join(f"{number} {one.name}" for number, one in enumerate(order, 1))
        self.told.setText(said or _("Nobody is on the list yet."))
        self.tell()
        self.fit()

    # -- what comes of it

    def rota(self) -> Rota | None:
        """Return what the fields say, None while something cannot be read."""
        times, first, last = self.times.read(), self.first.day(), self.last.day()
        if times is None or first is None or last is None:
            return None
        begin = date.fromisoformat(first)
        days = {WORK: range(5), FREE: range(5, 7), ONE: (begin.weekday(),)}.get(self.days.value() or EVERY, range(7))
        return Rota(
            begin,
            date.fromisoformat(last),
            tuple(self.order),
            self.kind.value() or "other",
            *times,
            frozenset(days),
            int(self.each.value() or 1),
            self.leader.value(),
            int(self.begins_with.value() or 0),
            anew=self.anew.isChecked(),
        )

    def tell(self) -> None:
        """Say what will be written before it is."""
        if not hasattr(self, "anew"):
            return
        self.trouble.setText("")
        rota = self.rota()
        if rota is None or not rota.people or not 0 <= (rota.last - rota.first).days <= LONGEST or not rota.days():
            self.preview.setText("")
            return
        before = [one for one in self.known if not (rota.anew and replaced(rota, one, self.on))]
        free, taken = open_days(rota, before)
        counts = Counter(person.name for _day, person in planned(rota, free))
        said = _("{days}: {count} turns, {people}").format(
            days=span_words(rota.first, rota.last, self.on),
            count=len(free),
            people="、".join(f"{name} {count}" for name, count in counts.items()) or _("nobody|turns"),
        )
        self.preview.setText("\n".join(filter(None, (said, taken_words(taken, self.on)))))

    def save(self) -> None:
        """Write the turns."""
        if self.first.wrong() or self.last.wrong():
            return
        rota = self.rota()
        if rota is None:
            return
        says = _("Roster filled: {kind} {days}").format(kind=kind_label(rota.kind), days=span_words(rota.first, rota.last, self.on))
        self.keep(says, lambda session: _done(fill(session, rota, self.on)))


class RepeatDialog(TeamForm):
    """A week of the roster written again, weekday by weekday, until a day."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, day: date) -> None:
        self.on, self.monday = desk.today(), monday_of(day)
        sunday = self.monday + timedelta(days=WEEK - 1)
        with desk.reading() as session:
            self.pattern = turns_between(session, self.monday, sunday)
        title = _("Repeat the week {days}").format(days=span_words(self.monday, sunday, self.on))
        text = _("Whoever has a turn in this week has it on the same weekday again. Days that have somebody already stay as they are.")
        super().__init__(desk, parent, title, text, width=560)
        names = Counter(one.instead_of or one.who for one in self.pattern)
        told = "、".join(f"{name} {count}" for name, count in names.items())
        self.inside.addWidget(Label(told or _("No turn is written in this week."), "body_bold", wrap=True))
        grid = FieldGrid(self.look, label_width=LABEL)
        self.last = DayField(self.look, self.on, coming=True)
        self.last.set_day(month_days(sunday + timedelta(days=2 * WEEK))[1].isoformat())
        grid.add(_("Last day"), self.last, stretch=False)
        self.inside.addWidget(grid)
        self.finish(_("Repeat it"), self.last)

    def save(self) -> None:
        """Write the week again."""
        last = self.last.day()
        if self.last.wrong() or last is None:
            self.trouble.setText(_("Please write the last day of the repetition."))
            return
        asked = Repeated(self.monday, date.fromisoformat(last))
        says = _("Week repeated until {day}").format(day=span_words(asked.last, asked.last, self.on))
        self.keep(says, lambda session: _done(repeat_week(session, asked, self.on)))


def taken_words(taken: list[date], on: date) -> str:
    """Say on which days somebody has that time already."""
    if not taken:
        return ""
    named = "、".join(span_words(day, day, on) for day in taken[:NAMED])
    words = (
        _("{days} have somebody already and stay as they are") if len(taken) <= NAMED else _("{days} and more, {count} days in all, stay")
    )
    return words.format(days=named, count=len(taken))


def _done(_result: object) -> None:
    """Take what a service returns; the dialog needs nothing of it."""
