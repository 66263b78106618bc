"""恶劣天气: a storm written down for any days, ended early, mended or taken back; who is then contacted is read before it is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QGridLayout, QWidget
from sqlmodel import Session

from stationdesk.i18n import _, ngettext
from stationdesk.registers.bad_weather import BadWeatherDraft
from stationdesk.services.day_reading import read_last_day, read_near_day
from stationdesk.services.day_words import day_words
from stationdesk.services.grading import people_by_grade, scheme_on
from stationdesk.services.weather import (
    Weather,
    begin_weather,
    change_weather,
    days_said,
    end_weather,
    take_weather_back,
    weather_said,
    weathers_near,
)
from stationdesk.ui import key_map
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label, rule
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.tall_dialog import TallDialog

LONGEST = 40
"""Letters that the name of bad weather has at most."""


def kinds() -> list[tuple[str, str]]:
    """Return the words that bad weather is called by."""
    words = (_("cold wave|weather"), _("heavy snow|weather"), _("rainstorm|weather"), _("heat|weather"), _("gale|weather"))
    return [(word, word) for word in words]


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
    if not words:
        return _("No grade asks for more in bad weather.")
    return _("In bad weather: {who}, contacted every day.").format(who=_(", ").join(words))


class WeatherDialog(TallDialog):
    """What weather there is above, one more (or the one to be changed) below."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None = None) -> None:
        with desk.reading() as session:
            whom = whom_weather_asks_for(session, desk.today())
        super().__init__(parent, desk.look, _("Bad weather"), whom, width=620)
        self.desk, self.on = desk, desk.today()
        self.changed: Weather | None = None
        """The weather whose days are being changed; None while one is added."""
        self.there = QWidget()
        self.lines = QGridLayout(self.there)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setHorizontalSpacing(8)
        self.lines.setColumnStretch(0, 1)
        self.heading = Label("", "body_bold")
        self._lay_form()
        self.effect, self.trouble = Label("", "body_bold", "amber", wrap=True), Label("", "body", "red", wrap=True)
        self.parting = rule()
        for widget in (self.there, self.parting, self.heading, self.form):
            self.inside.addWidget(widget)
        for widget in (self.effect, self.trouble):
            self.body.addWidget(widget)
        self.keep_button = self.add_button("", "primary", key_map.shown("weather.save"), closes=False)
        self.keep_button.clicked.connect(self.keep)
        self.add_button(_("Close"), "plain", "Esc")
        key_map.attach(self, "weather.save", self.keep)
        self.fill(None)
        self.refresh()
        if not self.allowed:
            self.trouble.setText(_("Only to look at: changing this needs the right to change settings."))
        self.name.setFocus()

    def _lay_form(self) -> None:
        look = self.look
        self.form = FieldGrid(look, label_width=round(5 * look.sizes.body))
        self.kind = Segments(kinds(), look)
        self.kind.setAccessibleName(_("What weather"))
        self.name, self.first, self.last = LineField(look), LineField(look), LineField(look)
        self.form.add(_("What weather"), self.kind, stretch=False)
        self.form.add(_("In words|weather"), self.name)
        self.form.add(_("From which day"), self.first, _("like 12-31; a day past, too|weather"))
        self.form.add(_("To which day"), self.last, _("or 3 days; empty: until it is ended|weather"))
        self.kind.changed.connect(self.name.setText)
        for field in (self.name, self.first, self.last):
            field.setEnabled(self.allowed)
            field.textChanged.connect(lambda _text: self._tell())
        self.kind.setEnabled(self.allowed)

    @property
    def allowed(self) -> bool:
        """Whether this operator may say what weather there is: it changes who is contacted how often."""
        return self.desk.operator.may_change_settings

    def refresh(self) -> None:
        """Show what weather there is."""
        clear(self.lines)
        with self.desk.reading() as session:
            found = weathers_near(session, self.on)
            said = [weather_said(session, one, self.on) for one in found]
        for row, (one, words) in enumerate(zip(found, said, strict=True)):
            over = one.until is not None and one.until < self.on
            shown = _("{text} {days}, over|weather").format(text=one.text, days=days_said(one, self.on)) if over else f"{one.text} {words}"
            self.lines.addWidget(Label(shown, "body", "ink2" if over else "amber", wrap=True), row, 0)
            for column, (word, slot) in enumerate(self._ways(one), 1):
                button = LinkButton(word, self.look)
                button.setAccessibleName(f"{word} {one.text}")
                button.clicked.connect(lambda _on=False, slot=slot: slot())
                self.lines.addWidget(button, row, column)
        for widget in (self.there, self.parting):
            widget.setVisible(bool(found))
        self._tell()

    def _ways(self, one: Weather) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be done with bad weather: change it, end it, take it back."""
        if not one.own or not self.allowed:
            return []
        ways: list[tuple[str, Callable[[], None]]] = [(_("Change|weather"), lambda: self.fill(one))]
        if one.since < self.on and one.lasts(self.on):
            return [(_("The weather is over"), lambda: self.end(one)), *ways]
        return [*ways, (_("Take it back|weather"), lambda: self.take_back(one))]

    def fill(self, one: Weather | None) -> None:
        """Show the days of one that is to be changed, or the fields of a new one."""
        self.changed = one
        self.heading.setText(_("Change: {text}").format(text=one.text) if one else _("Bad weather to be written down"))
        self.keep_button.setText(_("Save") if one else _("Write it down|weather"))
        self.kind.set_value(one.text if one and (one.text, one.text) in kinds() else None)
        self.name.setText(one.text if one else "")
        self.first.setText(one.since.isoformat() if one else _("today|typed"))
        self.last.setText(one.until.isoformat() if one and one.until else "")
        self.trouble.setText("")
        self.keep_button.setEnabled(self.allowed)
        self.name.setFocus()

    def draft(self) -> BadWeatherDraft | None:
        """Return the weather as it stands in the fields; None where something is missing, which is said."""
        first = read_near_day(self.first.value() or _("today|typed"), self.on)
        last = read_last_day(self.last.value(), first, self.on) if first and self.last.value() else None
        if not self.name.value():
            self.trouble.setText(_("Please say what weather it is: a figure chooses, or write it."))
        elif first is None or (self.last.value() and last is None):
            self.trouble.setText(_("Please write a day: 12-31, 2026-12-31; or how many days: 3 days.|weather"))
        elif last is not None and last < first:
            self.trouble.setText(_("The last day comes before the first one."))
        elif last is not None and (last - first).days > 366:
            self.trouble.setText(_("Bad weather lasts a year at most. Please look at the days again."))
        else:
            self.trouble.setText("")
            until = last.isoformat() if last else None
            return BadWeatherDraft(from_date=first.isoformat(), to_date=until, text=self.name.value()[:LONGEST])
        return None

    def _tell(self) -> None:
        """Say what it will ask for, as far as the fields tell."""
        draft = self.draft() if self.name.value() else None
        self.trouble.setText("")
        said = ""
        if draft is not None:
            one = Weather(date.fromisoformat(draft.from_date), draft.text, date.fromisoformat(draft.to_date) if draft.to_date else None)
            with self.desk.reading() as session:
                said = f"{one.text} {weather_said(session, one, self.on)}"
            if one.since < self.on:
                said = _("{said}. Who was not reached on the days past counts as missed.|weather").format(said=said)
        self.effect.setText(said)
        self.effect.setVisible(bool(said))
        self.fit()

    def keep(self) -> None:
        """Write it down, or its other days; what is refused is said and all that was typed stays."""
        draft = self.draft() if self.allowed else None
        if draft is None:
            self.fit()
            return
        one, on = self.changed, self.on

        def work(session: Session) -> None:
            if one is None:
                begin_weather(session, draft, on)
            else:
                change_weather(session, one.record_id, draft, on)

        said = _("Bad weather: {text}") if one is None else _("Bad weather changed: {text}")
        if saved(self.desk, said.format(text=draft.text), work, self.trouble):
            self.give("saved")
        self.fit()

    def end(self, one: Weather) -> None:
        """Say that the weather is over: yesterday was its last day."""
        last = self.on - timedelta(days=1)
        self._at_once(_("Bad weather is over: {text}").format(text=one.text), lambda session: end_weather(session, one.record_id, last))

    def take_back(self, one: Weather) -> None:
        """Take back what never was."""
        says = _("No bad weather: {text} {day}").format(text=one.text, day=day_words(one.since, self.on))
        self._at_once(says, lambda session: take_weather_back(session, one.record_id))

    def _at_once(self, says: str, work: Callable[[Session], object]) -> None:
        def carried(session: Session) -> None:
            work(session)

        if saved(self.desk, says, carried, self.trouble):
            self.give("saved")
