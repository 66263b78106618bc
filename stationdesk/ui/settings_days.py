"""设置 · 节假日和天气: the special days of a year, one day said otherwise, and bad weather switched on and off."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.day_off import DayOffDraft
from stationdesk.services.day_reading import read_coming_day
from stationdesk.services.day_words import day_words
from stationdesk.services.holidays import SaidDay, days_of_year, forget_day, says_day, set_day
from stationdesk.services.weather import weather_said, weathers_near
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
from stationdesk.ui.weather_dialog import WeatherDialog, whom_weather_asks_for

KINDS = ("rest", "workday", "festival")


def by_words(by: str) -> str:
    """Return who says what a day is."""
    return {"calendar": _("the country"), "county": _("the county|day"), "station": _("this station|day")}[by]


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
        self.change = Button(_("Write it down, change, end|weather"), self.look)
        self.change.clicked.connect(self.change_weather)
        head = QHBoxLayout()
        head.addWidget(Label(_("Bad weather"), "strong"), 1)
        head.addWidget(self.change)
        self.body.addLayout(head)
        for label in (self.state, self.whom):
            self.body.addWidget(label)

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
                Column(_("Rest, work or festival"), lambda one: table("day_kind").label(one.kind), 8.6),
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
        self.table.current_changed.connect(lambda _row: self._offer_to_forget())
        line.addWidget(self.day, 1)
        line.addWidget(self.kind)
        for widget, stretch in ((self.called, 1), (self.set_button, 0), (self.forget_button, 0)):
            line.addWidget(widget, stretch)
        self.body.addLayout(line)

    def refresh(self) -> None:
        """Read weather and days again."""
        on = self.desk.today()
        with self.desk.reading() as session:
            whom = whom_weather_asks_for(session, on)
            near = [one for one in weathers_near(session, on) if one.until is None or one.until >= on]
            said = "\n".join(f"{one.text} {weather_said(session, one, on)}" for one in near)
            found = days_of_year(session, int(self.year.value() or on.year))
        self.whom.setText(whom)
        self.state.say(said or _("No bad weather is switched on."), "amber" if said else "ink2")
        self.table.show(DaySource(found))
        allowed = self.may_change()
        for widget in (self.change, self.set_button, self.forget_button, self.day, self.called, self.kind):
            widget.setEnabled(allowed)
        self._offer_to_forget()

    def _offer_to_forget(self) -> None:
        """Offer to take back what this station said, on such a line."""
        one = self.table.current_row()
        self.forget_button.setVisible(one is not None and one.by == "station")

    def _write(self, says: str, work: Any) -> bool:
        self.trouble.setText("")
        if not saved(self.desk, says, work, self.trouble):
            return False
        self.refresh()
        self.desk.said(says)
        return True

    def change_weather(self) -> None:
        """Open the dialog of the weather, as from 今日."""
        if WeatherDialog(self.desk, self.window()).ask():
            self.refresh()

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
