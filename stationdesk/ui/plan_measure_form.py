"""One measure of a care plan: what, who, how often, from when to when, and what counts as done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QWidget

from stationdesk.i18n import _
from stationdesk.registers.care_plan import PlanMeasure
from stationdesk.registers.code import table
from stationdesk.registers.record import new_id
from stationdesk.services.plan_proposing import measures_for
from stationdesk.services.plan_words import every_words, weekday_word
from stationdesk.ui import key_map
from stationdesk.ui.day_field import DayField
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.tall_dialog import TallDialog

LONGEST = 60
OTHER = "days"


class PlanMeasureForm(TallDialog):
    """Asks for one measure; `measure` is what it came to."""

    def __init__(self, desk: OpenDesk, helpers: list[tuple[str, str]], before: PlanMeasure | None, parent: QWidget | None) -> None:
        title = _("Change a measure") if before else _("A measure")
        super().__init__(parent, desk.look, title, "", width=600)
        self.on, self.helpers, self.before = desk.today(), dict(helpers), before
        self.measure: PlanMeasure | None = None
        look = self.look
        form = FieldGrid(look, label_width=round(look.sizes.body * 5))
        self.inside.addWidget(form)
        self.what, self.who = LineField(look, _("like: ring and ask")), LineField(look, _("name, team or branch"))
        self.what.setMaxLength(LONGEST)
        self.who.setMaxLength(LONGEST)
        _complete(self.what, [one["what"] for one in measures_for()])
        _complete(self.who, list(self.helpers.values()))
        form.add(_("What|measure"), self.what)
        form.add(_("Who|measure"), self.who)
        self.kind = ComboField([(row.code, row.label) for row in table("measure_kind").rows], look)
        form.add(_("Counts as done"), self.kind)
        self.every = ComboField(_rhythms(), look)
        self.every_row = form.add(_("How often|measure"), self.every)
        self.days = LineField(look, _("days"))
        self.days_row = form.add(_("Every … days|measure"), self.days)
        self.time = LineField(look, _("like: evening"))
        self.time_row = form.add(_("When on the day|measure"), self.time)
        self.words = LineField(look)
        self.words.setMaxLength(20)
        form.add(_("On paper instead|measure"), self.words, _("empty: as above"))
        self.begin, self.until = DayField(look, self.on, coming=True), DayField(look, self.on, coming=True)
        form.add(_("From which day|measure"), self.begin)
        form.add(_("To which day|measure"), self.until, _("empty: without end|measure"))
        self._foot()
        self._fill(before or PlanMeasure(key="", what="", kind="contact", every_days=7, from_date=self.on.isoformat()))
        self.what.setFocus(Qt.FocusReason.OtherFocusReason)

    def _foot(self) -> None:
        self.trouble = Label("", "small", "red", wrap=True)
        self.inside.addWidget(self.trouble)
        button = self.add_button(_("Take it over"), "primary", key_map.shown("measure.save"), closes=False)
        button.setAutoDefault(False)
        button.setDefault(False)
        button.clicked.connect(self.save)
        self.add_button(_("Leave it|measure"), "quiet", "Esc").setAutoDefault(False)
        key_map.attach(self, "measure.save", self.save)
        self.what.editingFinished.connect(self._usual)
        for combo in (self.kind, self.every):
            combo.currentIndexChanged.connect(lambda _at: self._turn())

    def _fill(self, one: PlanMeasure) -> None:
        self.what.setText(one.what)
        self.who.setText(one.who)
        self.kind.set_value(one.kind)
        value = f"w{one.weekday}" if one.weekday else str(one.every_days)
        known = self.every.findData(value) >= 0
        self.every.set_value(value if known else OTHER)
        self.days.setText("" if known or not one.every_days else str(one.every_days))
        self.time.setText(one.time)
        self.words.setText(one.every)
        self.begin.set_day(one.from_date)
        self.until.set_day(one.until)
        self._turn()

    def _usual(self) -> None:
        """Fill in the rest of a measure that is often written, while it is new."""
        usual = next((one for one in measures_for() if one["what"] == self.what.value()), None)
        if usual is not None and self.before is None:
            self.kind.set_value(usual["kind"])
            if usual.get("every_days"):
                self.every.set_value(str(usual["every_days"]))

    def _turn(self) -> None:
        """Ask only what the kind and the rhythm need."""
        repeated = self.kind.value() not in ("once", "weather")
        self.every_row.set_visible(repeated)
        self.time_row.set_visible(repeated)
        self.days_row.set_visible(repeated and self.every.value() == OTHER)
        self.fit()

    def save(self) -> None:
        """Give the measure back; what cannot be read is said."""
        if any([self.begin.wrong(), self.until.wrong()]):
            return
        if not self.what.value():
            self.what.say("error", _("Please write what is to be done."))
            self.what.setFocus()
            return
        repeated = self.kind.value() not in ("once", "weather")
        every, weekday = self._rhythm() if repeated else (0, 0)
        if repeated and not every and not weekday:
            self.days.say("error", _("Please write a number of days."))
            self.days.setFocus()
            return
        if self.kind.value() == "once" and not self.until.day():
            self.trouble.setText(_("Done once: please write by which day."))
            self.until.setFocus()
            return
        found = PlanMeasure(
            key=self.before.key if self.before else new_id(),
            what=self.what.value(),
            who=self.who.value(),
            helper_id=next((key for key, words in self.helpers.items() if words == self.who.value()), ""),
            kind=self.kind.value(),
            every_days=every,
            weekday=weekday,
            time=self.time.value() if repeated else "",
            every=self.words.value(),
            from_date=self.begin.day() or "",
            until=self.until.day() or "",
        )
        if found.from_date and found.until and found.until < found.from_date:
            self.trouble.setText(_("The last day lies before the first. Please look at both days again."))
            return
        self.measure = found
        self.give("saved")

    def _rhythm(self) -> tuple[int, int]:
        value = self.every.value()
        if value.startswith("w"):
            return 0, int(value[1:])
        if value == OTHER:
            typed = self.days.value()
            return (int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 3 else 0), 0
        return int(value), 0


def _rhythms() -> list[tuple[str, str]]:
    usual = [(str(days), every_words(PlanMeasure(key="", what="", every_days=days))) for days in (1, 7, 14, 30)]
    weekdays = [(f"w{day}", _("every {weekday}").format(weekday=weekday_word(day))) for day in range(1, 8)]
    return [*usual, *weekdays, (OTHER, _("another number of days"))]


def _complete(field: LineField, words: list[str]) -> None:
    completer = QCompleter(words, field)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setMaxVisibleItems(10)
    field.setCompleter(completer)
