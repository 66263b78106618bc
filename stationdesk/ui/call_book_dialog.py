"""Booking a call: who with whom, when both ends have time, where, with which helper; or only how often calls are wished for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from stationdesk.i18n import _
from stationdesk.services.call_booking import Booking, Speaker, book, clashes, says_booking
from stationdesk.services.call_ends import consent_lines, free_of, wishes_of
from stationdesk.services.call_week import monday, week
from stationdesk.services.call_wishes import WishForm, note_wish, rhythm_words, says_wish
from stationdesk.services.day_reading import read_clock, read_coming_day
from stationdesk.services.day_words import day_words
from stationdesk.services.free_hours import free_words, is_free, propose, read_free_hours, weekday_names
from stationdesk.services.visit_asking import possible_visitors
from stationdesk.ui import key_map
from stationdesk.ui.call_form_body import HelpersField, labels_of, side_by_side
from stationdesk.ui.call_people import PeopleField
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.tall_dialog import TallDialog

RHYTHMS = ("", "1", "7", "14", "30")


class BookDialog(TallDialog):
    """`ask` returns `book` or `wish` when it was written, `held` for people whose call was held already."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, people: Sequence[str] = (), *, held: bool = False) -> None:
        title = _("Note a call that was held already") if held else _("Book a call")
        super().__init__(parent, desk.look, title, "", width=720)
        self.desk, self.held = desk, held
        self.written = self.usual = ""
        self.timed = False
        """Whether day or time were typed: they are not proposed any more then."""
        self.grid = FieldGrid(desk.look, label_width=round(desk.look.sizes.body * 5))
        self.people = PeopleField(desk)
        row = self.grid.add(_("Who with whom"), self.people)
        self.grid.grid.setAlignment(row.label, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.missing = Label("", "small", "amber", wrap=True)
        self.inside.addWidget(self.grid)
        if not held:
            self._fields()
        self.inside.addWidget(self.missing)
        self.missing.hide()
        self._buttons()
        for resident in people:
            self.people.add(resident)
        self.people.changed.connect(self._people_changed)
        key_map.attach(self, "call_form.add", self.people.ask)
        self._people_changed()
        if not held:
            self.begin()

    def _fields(self) -> None:
        look, add = self.look, self.grid.add
        self.free = LineField(look, _("Fridays after 7 in the evening"))
        self.free_row = add(_("Other end has time"), self.free)
        self.day, self.clock = LineField(look), LineField(look)
        self.day.setAccessibleName(_("Day of the call"))
        self.clock.setAccessibleName(_("Time of the call"))
        self.day_row = add(_("When|visit"), side_by_side(self.day, self.clock))
        self.place = Segments(labels_of("call_place"), look)
        add(_("Where|call"), self.place, stretch=False)
        self.room, self.address = LineField(look, _("room")), LineField(look, _("address"))
        self.device = LineField(look, _("device: tablet, large screen"))
        self.room.setAccessibleName(_("Room"))
        self.address.setAccessibleName(_("Address"))
        self.device.setAccessibleName(_("Device"))
        self.where_row = add(_("Room and device"), side_by_side(self.room, self.address, self.device))
        self.mode = Segments(labels_of("call_mode"), look)
        add(_("By what|call"), self.mode, stretch=False)
        self.helpers = HelpersField(look)
        self.helpers_row = add(_("Who helps"), self.helpers)
        self.helpers.claim_enter()
        self.source = Segments(labels_of("call_source", without=("other",)), look, wraps=True)
        add(_("Who asked for it"), self.source, stretch=False)
        self.agreed, self.words = QCheckBox(_("the other end agreed")), LineField(look, _("what it said"))
        self.words.setAccessibleName(_("What the other end said"))
        add(_("Other end"), side_by_side(self.agreed, self.words))
        self.rhythm = ComboField([("", _("just this once")), *((one, rhythm_words(int(one))) for one in RHYTHMS[1:])], look)
        add(_("From then on"), self.rhythm, stretch=False)
        self.clash = Label("", "small", "amber", wrap=True)
        self.inside.addWidget(self.clash)
        self.clash.hide()
        self._begin()

    def _begin(self) -> None:
        with self.desk.reading() as session:
            self.helpers.offer_people(possible_visitors(session, self.desk.today()))
        self.place.set_value("station")
        self.mode.set_value("wechat")
        self.source.set_value("self")
        for field in (self.room, self.device, self.free):
            field.textEdited.connect(self.judge)
        for field in (self.day, self.clock):
            field.textEdited.connect(self._when_typed)
        self.place.changed.connect(self.judge)
        self.helpers.changed.connect(self.judge)
        self.agreed.toggled.connect(self.judge)
        body = self.look.sizes.body
        self.day.setFixedWidth(round(10.5 * body))
        self.clock.setFixedWidth(round(4.8 * body))

    def _buttons(self) -> None:
        if self.held:
            self.take_button = self.add_button(_("Go on noting"), "primary", "Enter", closes=False)
            self.take_button.clicked.connect(self._take_held)
        else:
            self.take_button = self.add_button(_("Book it"), "primary", key_map.shown("call_form.save"), closes=False)
            self.take_button.clicked.connect(self.save)
            self.wish_button = self.add_button(_("Only note how often"), "plain", "", closes=False)
            self.wish_button.clicked.connect(self.save_wish)
            key_map.attach(self, "call_form.save", self.save)
        self.add_button(_("Do not book") if not self.held else _("Do not note"), "quiet", "Esc")

    # -- while one fills it in

    def _people_changed(self) -> None:
        ids = [one.resident_id for one in self.people.people]
        with self.desk.reading() as session:
            lacking = consent_lines(session, ids, self.people.ends(), self.desk.today())
        lacking += [_("{name} has no number and no WeChat yet").format(name=end.label) for end in self.people.ends() if end.unreachable]
        self.missing.setText("；".join(lacking))
        self.missing.setVisible(bool(lacking))
        self.take_button.setEnabled(bool(ids))
        if not self.held:
            self.wish_button.setEnabled(bool(ids))
            if not self.free.text():
                self._take_wish(ids)
            self.judge()
        self.fit()

    def _take_wish(self, ids: Sequence[str]) -> None:
        """Begin with what was agreed on before."""
        with self.desk.reading() as session:
            found = wishes_of(session, ids, self.desk.today())
        self.free.setText(free_of(found.get(one) for one in ids)[1])
        wish = next((found[one] for one in ids if one in found), None)
        if wish is not None:
            self.place.set_value(wish.place or "station")
            self.mode.set_value(wish.mode or "wechat")
            self.device.setText(wish.device or "")
            self.rhythm.set_value(str(wish.every_days) if wish.every_days else "")
            self.source.set_value("regular" if wish.every_days else "self")
            self.usual = wish.at or ""
        self.propose()

    def begin(self) -> None:
        """Put the keyboard where the first question is: on which day."""
        self.propose()
        self.day.setFocus()
        self.day.selectAll()

    def _when_typed(self) -> None:
        self.timed = True
        self.judge()

    def propose(self) -> None:
        """Fill in the first time at which both ends have time, unless one was typed already."""
        if self.timed:
            return
        on, now = self.desk.today(), f"{self.desk.now():%H:%M}"
        with self.desk.reading() as session:
            taken = {(one.day, one.at) for ahead in (0, 7) for one in week(session, monday(on) + timedelta(days=ahead), on).calls}
        day, clock = propose(read_free_hours(self.free.value()), on, taken, usual=self.usual, not_before=now)
        self.day.setText(day_words(day, on))
        self.clock.setText(clock)
        self.judge()

    def when(self) -> tuple[date, str] | None:
        """Return day and time; None where they cannot be read."""
        day, clock = read_coming_day(self.day.value(), self.desk.today()), read_clock(self.clock.value())
        return (day, clock) if day is not None and clock else None

    def judge(self) -> None:
        """Say beside the fields what is understood, and what clashes; nothing of it keeps from booking."""
        if self.held:
            return
        home = self.place.value() == "home"
        self.address.setVisible(home)
        self.room.setVisible(not home)
        self.words.setVisible(self.agreed.isChecked())
        hours = read_free_hours(self.free.value())
        self.free_row.say("plain", _("understood: {words}").format(words=free_words(hours)) if hours else "")
        when = self.when()
        if when is None:
            self.day_row.say("error", _("Please write day and time like 11/27 and 19:00."))
        elif is_free(hours, *when) is False:
            self.day_row.say("doubt", _("{day}: the other end did not say it has time then").format(day=_day(when[0])))
        else:
            self.day_row.say("plain", _day(when[0]))
        with self.desk.reading() as session:
            found = clashes(session, self.booking(when)) if when else ()
        self.clash.setText(" ".join(one.words for one in found))
        self.clash.setVisible(bool(found))
        self.fit()

    def booking(self, when: tuple[date, str]) -> Booking:
        """Return what the form says."""
        return Booking(
            self.people.speakers(),
            when[0],
            when[1],
            self.place.value() or "station",
            self.address.value() if self.place.value() == "home" else "",
            self.room.value() if self.place.value() == "station" else "",
            self.mode.value() or "wechat",
            self.device.value(),
            tuple(self.helpers.values),
            self.source.value() or "",
            self.agreed.isChecked(),
            self.words.value() if self.agreed.isChecked() else "",
        )

    # -- writing

    def save(self) -> None:
        """Book the call, and keep with it how often and when from now on."""
        self.helpers.take_typed()
        when = self.when()
        if when is None:
            self.judge()
            self.day.setFocus()
            return
        booking = self.booking(when)
        on = self.desk.today()
        says = says_booking(self.people.names(), when[0], on)
        with self.desk.writing(says) as session:
            wishes = note_wish(session, self.wish_form(), on, self.desk.operator.name) if self._wish_moved() else []
            booking = booking if not wishes else Booking(**{**booking.__dict__, "call_wish_id": wishes[0].id})
            made = book(session, booking, on, self.desk.operator.name, now=f"{self.desk.now():%H:%M}", sure=True)
            self.written = made.id
        self.desk.said(says)
        self.give("book")

    def save_wish(self) -> None:
        """Write down only how often calls are wished for, and when the other end has time."""
        says = says_wish(self.people.names())
        with self.desk.writing(says) as session:
            note_wish(session, self.wish_form(), self.desk.today(), self.desk.operator.name)
        self.desk.said(says)
        self.give("wish")

    def wish_form(self) -> WishForm:
        """Return the lasting part of what the form says."""
        days, when = self.rhythm.value(), self.when()
        return WishForm(
            self.people.speakers(),
            int(days) if days else None,
            when[1] if when else "",
            self.place.value() or "station",
            self.mode.value() or "wechat",
            self.device.value(),
            self.free.value(),
        )

    def _wish_moved(self) -> bool:
        """Tell whether what is wished for from now on is other than what stands there."""
        with self.desk.reading() as session:
            found = wishes_of(session, [one.resident_id for one in self.people.people], self.desk.today())
        before = next(iter(found.values()), None)
        every = int(self.rhythm.value()) if self.rhythm.value() else None
        if before is None or len(found) < len(self.people.people):
            return bool(every or self.free.value())
        return (before.every_days, before.free_words or "") != (every, self.free.value())

    def _take_held(self) -> None:
        if self.people.people:
            self.give("held")

    def speakers(self) -> tuple[Speaker, ...]:
        """Return who spoke with whom."""
        return self.people.speakers()


def _day(day: date) -> str:
    return weekday_names()[day.weekday()]
