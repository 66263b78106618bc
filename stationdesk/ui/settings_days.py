"""设置 · 节假日和天气: the special days of a year, one day said otherwise, and bad weather switched on and off."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QHBoxLayout
from sqlmodel import Session

from stationdesk.i18n import _, ngettext
from stationdesk.registers.bad_weather import BadWeatherDraft
from stationdesk.registers.code import table
from stationdesk.registers.day_off import DayOffDraft
from stationdesk.services.day_reading import read_coming_day
from stationdesk.services.day_words import day_words
from stationdesk.services.grading import people_by_grade, scheme_on
from stationdesk.services.holidays import SaidDay, days_of_year, forget_day, says_day, set_day
from stationdesk.services.weather import begin_weather, end_weather, weather_on
from stationdesk.ui import key_map
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import Label, rule
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.settings_part import Part

KINDS = ("rest", "workday", "festival")


def by_words(by: str) -> str:
    """Return who says what a day is."""
    return {"calendar": _("the country"), "county": _("the county|day"), "station": _("this station|day")}[by]


def whom_weather_asks_for(session: Session, on: date) -> str:
    """Say who is contacted every day while bad weather lasts: 7 位红色、13 位黄色."""
    counts, scheme = people_by_grade(session, on), scheme_on(session, on)
    asked = [grade for grade in scheme.grades if grade.extra_in_bad_weather and counts.get(grade.code)]
    words = [
        ngettext("{count} person of grade {grade}", "{count} people of grade {grade}", counts[grade.code]).format(
            count=counts[grade.code], grade=grade.label
        )
        for grade in asked
    ]
    return _("{who}: contacted every day.").format(who=_(", ").join(words)) if words else _("No grade asks for more in bad weather.")


class DaySource:
    """The special days of a year."""

    def __init__(self, found: Sequence[SaidDay]) -> None:
        self.found = {f"{one.day.isoformat()} {one.kind} {one.name}": one for one in found}

    def ids(self) -> Sequence[Hashable]:
        """Return the days in their order."""
        return list(self.found)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, SaidDay]:
        """Return some days."""
        return {one: self.found[str(one)] for one in ids}


class DaysPart(Part):
    """Weather above, the days of this year and the next below."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk, _("Holidays and weather"), scrolls=False)
        self.trouble = Label("", "body", "red", wrap=True)
        self._lay_weather()
        self.body.addWidget(rule())
        self._lay_days()
        self.body.addWidget(self.trouble)
        key_map.attach(self, "settings.remove", self.forget)

    def _lay_weather(self) -> None:
        self.state, self.whom = Label("", "body_bold", wrap=True), Label("", "body", "ink2", wrap=True)
        line = QHBoxLayout()
        self.text, self.until = (
            LineField(self.look, _("what it is: a cold wave, snow")),
            LineField(self.look, _("to which day; empty: until it is ended")),
        )
        self.text.setAccessibleName(_("What weather"))
        self.until.setAccessibleName(_("To which day"))
        self.begin = Button(_("Bad weather from today"), self.look, "primary")
        self.over = Button(_("The weather is over"), self.look)
        self.begin.clicked.connect(self.begin_weather)
        self.over.clicked.connect(self.end_weather)
        for widget, stretch in ((self.text, 2), (self.until, 2), (self.begin, 0), (self.over, 0)):
            line.addWidget(widget, stretch)
        for label in (Label(_("Bad weather"), "strong"), self.state, self.whom):
            self.body.addWidget(label)
        self.body.addLayout(line)

    def _lay_days(self) -> None:
        on = self.desk.today()
        head = QHBoxLayout()
        head.addWidget(Label(_("Rest days, working days, festivals"), "strong"))
        self.year = Segments([(str(on.year + step), str(on.year + step)) for step in (0, 1)], self.look, numbered=False, small=True)
        self.year.setAccessibleName(_("Year"))
        self.year.set_value(str(on.year))
        self.year.changed.connect(lambda _year: self.refresh())
        head.addWidget(self.year)
        head.addStretch(1)
        self.table = RecordTable(
            self.look,
            [
                Column(_("Day|column"), lambda one: day_words(one.day, on), 8.0),
                Column(_("Rest, work or festival"), lambda one: table("day_kind").label(one.kind), 6.0),
                Column(_("Name of the day"), lambda one: one.name, None),
                Column(_("Who says so|day"), lambda one: by_words(one.by), 6.0, tone=lambda _one: "ink2"),
            ],
            margin=8,
        )
        self.table.setAccessibleName(_("Rest days, working days, festivals"))
        self.body.addLayout(head)
        self.body.addWidget(self.table, 1)
        self._lay_day()

    def _lay_day(self) -> None:
        """Lay out the line that says of a day what it is."""
        line = QHBoxLayout()
        self.day, self.called = LineField(self.look, _("day, like 12-31")), LineField(self.look, _("name of the festival"))
        self.day.setAccessibleName(_("Day|column"))
        self.called.setAccessibleName(_("Name of the day"))
        self.kind = Segments([(code, table("day_kind").label(code)) for code in KINDS], self.look)
        self.kind.setAccessibleName(_("Rest, work or festival"))
        self.kind.set_value("rest")
        self.set_button, self.forget_button = (
            Button(_("Say so|day"), self.look),
            Button(_("Take back what we said"), self.look, key=key_map.shown("settings.remove")),
        )
        self.set_button.clicked.connect(self.set_day)
        self.forget_button.clicked.connect(self.forget)
        line.addWidget(self.day, 1)
        line.addWidget(self.kind)
        for widget, stretch in ((self.called, 1), (self.set_button, 0), (self.forget_button, 0)):
            line.addWidget(widget, stretch)
        self.body.addLayout(line)

    def refresh(self) -> None:
        """Read weather and days again."""
        on = self.desk.today()
        with self.desk.reading() as session:
            self.weather, whom = weather_on(session, on), whom_weather_asks_for(session, on)
            found = days_of_year(session, int(self.year.value() or on.year))
        self.whom.setText(whom)
        if self.weather is None:
            self.state.say(_("No bad weather is switched on."), "ink2")
        else:
            until = _("to {day}").format(day=day_words(self.weather.until, on)) if self.weather.until else _("until it is ended")
            said = _("{text}, since {day}, {until}").format(text=self.weather.text, day=day_words(self.weather.since, on), until=until)
            self.state.say(said, "amber")
        self.table.show(DaySource(found))
        allowed = self.may_change()
        for widget in (self.text, self.until, self.begin, self.set_button, self.forget_button, self.day, self.called, self.kind):
            widget.setEnabled(allowed)
        for widget in (self.text, self.until, self.begin):
            widget.setVisible(self.weather is None)
        self.over.setVisible(self.weather is not None)
        self.over.setEnabled(allowed and self.weather is not None and self.weather.own)

    def _write(self, says: str, work: Any) -> bool:
        self.trouble.setText("")
        if not saved(self.desk, says, work, self.trouble):
            return False
        self.refresh()
        self.desk.said(says)
        return True

    def begin_weather(self) -> None:
        """Switch bad weather on, from today."""
        on, text = self.desk.today(), self.text.value()
        until = read_coming_day(self.until.value(), on)
        if not text or (self.until.value() and until is None):
            self.trouble.setText(_("Please write what weather it is, and to which day (or nothing)."))
            return
        draft = BadWeatherDraft(
            from_date=on.isoformat(), to_date=until.isoformat() if self.until.value() and until else None, text=text[:40]
        )
        if self._write(_("Bad weather: {text}").format(text=text), lambda session: begin_weather(session, draft, on)):
            self.text.clear()
            self.until.clear()

    def end_weather(self) -> None:
        """Say that the weather is over: yesterday was its last day."""
        if self.weather is not None:
            record, last = self.weather.record_id, self.desk.today() - timedelta(days=1)
            self._write(_("Bad weather is over: {text}").format(text=self.weather.text), lambda session: end_weather(session, record, last))

    def set_day(self) -> None:
        """Say what a day is."""
        on = self.desk.today()
        day = read_coming_day(self.day.value(), on)
        if day is None:
            self.trouble.setText(_("Please write a day: 12-31, 2026-12-31."))
            return
        draft = DayOffDraft(day=day.isoformat(), kind=self.kind.value() or "rest", name=self.called.value()[:40] or None)
        if self._write(says_day(draft, on), lambda session: set_day(session, draft)):
            self.day.clear()
            self.called.clear()

    def forget(self) -> None:
        """Take back what this station said of the current day."""
        one = self.table.current_row()
        if one is None or one.by != "station":
            self.trouble.setText(_("Only what this station said of a day can be taken back. Choose such a line."))
            return
        says = _("{day}: as the calendar has it").format(day=day_words(one.day, self.desk.today()))
        self._write(says, lambda session: forget_day(session, one.record_id))
