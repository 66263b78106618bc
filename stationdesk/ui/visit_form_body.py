"""The fields of the visit form, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.day_reading import read_clock, read_day
from stationdesk.services.event_words import item_word, result_word
from stationdesk.services.visit_writing import VisitForm as Filled
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.parts.tags import FlowLayout
from stationdesk.ui.visit_parts import HandedField, PressureField, VisitorsField

CHECKS = ("health", "spirit", "safety", "living")
BY_WIRE = frozenset({"phone", "video"})


class VisitFields(QWidget):
    """Everything a visit is noted in; `changed` after each change the operator makes."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.filling = False
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self.grid = FieldGrid(look, label_width=round(look.sizes.body * 4.3))
        box.addWidget(self.grid)
        self._fields()

    def _fields(self) -> None:
        look, add = self.look, self.grid.add
        self.day, self.clock = LineField(look), LineField(look)
        self.clock.setAccessibleName(_("Time"))
        self.day_row = add(_("When|visit"), _side_by_side(self.day, self.clock), stretch=True)
        self.day.setAccessibleName(_("Day of the visit"))
        self.mode = Segments(_modes(), look, wraps=True)
        add(_("How|visit"), self.mode, stretch=False)
        self.visitors = VisitorsField(look)
        add(_("Who went"), self.visitors)
        self.visitors.claim_enter()
        self.outcome = Segments(_outcomes("home"), look, numbered=False, wraps=True)
        add(_("Result|visit"), self.outcome, stretch=False)
        self.checks = {item: Segments(_results(), look, numbered=False, small=True, tones=_AMBER) for item in CHECKS}
        add(_("What was seen"), self._check_grid())
        self.pressure = PressureField(look)
        add(_("Blood pressure"), self.pressure)
        self.content = QPlainTextEdit()
        self.content.setTabChangesFocus(True)
        add(_("What was said"), self.content)
        self.need, self.follow = LineField(look), QCheckBox(_("follow up in 3 days"))
        add(_("To be done"), _side_by_side(self.need, self.follow, wide=self.need))
        self.handed = HandedField(look)
        add(_("Taken along|form"), self.handed)
        self._listen()
        self._measure()
        look.changed.connect(self._measure)

    def _measure(self) -> None:
        body = self.look.sizes.body
        for field, wide in ((self.day, 12.7), (self.clock, 4.8), (self.visitors.field, 8.0)):
            field.setFixedWidth(round(wide * body))
        for field in (self.pressure.over, self.pressure.under):
            field.setFixedWidth(round(3.9 * body))
        self.content.setFixedHeight(round(5.3 * body))

    def _check_grid(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, 6)
        for item, segments in self.checks.items():
            segments.setAccessibleName(item_word(item))
            pair = QWidget()
            line = QHBoxLayout(pair)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(6)
            line.addWidget(Label(item_word(item)))
            line.addWidget(segments)
            flow.addWidget(pair)
        return box

    def _listen(self) -> None:
        for field in (self.day, self.clock, self.need):
            field.textEdited.connect(self._touched)
        self.content.textChanged.connect(self._touched)
        for part in (self.visitors, self.pressure, self.handed):
            part.changed.connect(self._touched)
        self.follow.toggled.connect(self._touched)
        for segments in (self.outcome, *self.checks.values()):
            segments.changed.connect(self._touched)
        self.mode.changed.connect(self._mode_changed)

    def typed(self) -> Mapping[str, Any]:
        """Return everything the form holds, as a draft keeps it."""
        return {
            "day": self.day.text(),
            "clock": self.clock.text(),
            "mode": self.mode.value(),
            "visitors": list(self.visitors.values),
            "outcome": self.outcome.value(),
            "checks": {item: segments.value() for item, segments in self.checks.items()},
            "pressure": [self.pressure.over.text(), self.pressure.under.text()],
            "content": self.content.toPlainText(),
            "need": self.need.text(),
            "follow": self.follow.isChecked(),
            "handed": [self.handed.money.text(), self.handed.goods.text()],
        }

    def fill(self, typed: Mapping[str, Any]) -> None:
        """Show what a draft holds, without telling; what it does not name has its default."""
        self.filling = True
        self.day.setText(str(typed.get("day", "")))
        self.clock.setText(str(typed.get("clock", "")))
        self.mode.set_value(str(typed.get("mode") or "home"))
        self.visitors.set_values([str(name) for name in typed.get("visitors", ())])
        self._offer_outcomes()
        self.outcome.set_value(str(typed.get("outcome") or "met"))
        for item, segments in self.checks.items():
            segments.set_value(str(typed.get("checks", {}).get(item) or "normal"))
        self.pressure.set_value(*pair(typed.get("pressure", ())))
        self.content.setPlainText(str(typed.get("content", "")))
        self.need.setText(str(typed.get("need", "")))
        self.follow.setChecked(bool(typed.get("follow", False)))
        self.handed.set_value(*pair(typed.get("handed", ())))
        self.filling = False
        self._judge()

    def filled(self, resident_id: str, on: date) -> Filled | None:
        """Return what the form says; None if the day, the time or the money cannot be read."""
        day, clock, money = read_day(self.day.text(), on), read_clock(self.clock.value()), self.handed.cents()
        if day is None or clock is None or money is None:
            return None
        return Filled(
            resident_id,
            day,
            clock,
            self.mode.value() or "home",
            self.outcome.value() or "met",
            tuple(self.visitors.values),
            tuple((item, segments.value() or "normal") for item, segments in self.checks.items()),
            self.pressure.value(),
            self.content.toPlainText(),
            self.need.text(),
            self.follow.isChecked(),
            money,
            self.handed.goods.text(),
        )

    # -- while one types

    def _touched(self) -> None:
        if self.filling:
            return
        self._judge()
        self.changed.emit()

    def _judge(self) -> None:
        """Let the checks be answered only where somebody was met."""
        met = self.outcome.value() == "met"
        for segments in self.checks.values():
            segments.setEnabled(met)

    def _mode_changed(self) -> None:
        self._offer_outcomes()
        self._touched()

    def _offer_outcomes(self) -> None:
        """Say 没人应 of a call and 没人在 of a door."""
        before = self.outcome.value()
        self.outcome.choices = tuple(_outcomes(self.mode.value() or "home"))
        codes = [code for code, _label in self.outcome.choices]
        if before is not None and before not in codes:
            self.outcome.set_value("no_answer" if "no_answer" in codes else "nobody")
        self.outcome.updateGeometry()
        self.outcome.update()

    def check_day(self, on: date) -> None:
        """Say beside the day what cannot be read."""
        day = read_day(self.day.text(), on)
        wrong = day is None or day > on
        sentence = _("Please write the day as month and day.") if day is None else _("This day has not come yet.") if wrong else ""
        if not wrong and read_clock(self.clock.value()) is None:
            sentence = _("Please write the time like 9:20.")
        self.day.say("error" if wrong else "plain", "")
        self.day_row.say("error" if sentence else "plain", sentence)


_AMBER = {"watch": "amber", "abnormal": "amber"}


def _modes() -> list[tuple[str, str]]:
    words = (_("at the door"), _("phone|mode"), _("video|mode"), _("at the station"), _("neighbour looked in"))
    return list(zip(("home", "phone", "video", "station", "neighbour"), words, strict=True))


def _outcomes(mode: str) -> list[tuple[str, str]]:
    silent = ("no_answer", _("nobody answered|outcome")) if mode in BY_WIRE else ("nobody", _("nobody at home"))
    met = _("met in person") if mode not in BY_WIRE else _("spoke in person")
    return [("met", met), ("kin_answered", _("kin answered")), silent, ("away", _("away|outcome")), ("hospital", _("in hospital|outcome"))]


def _results() -> list[tuple[str, str]]:
    return [(code, result_word(code)) for code in ("normal", "watch", "abnormal")]


def long_day(day: date) -> str:
    """Return a day as the field shows it."""
    return _("{year}/{month}/{day}").format(year=day.year, month=day.month, day=day.day)


def _side_by_side(*fields: QWidget, wide: QWidget | None = None) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for field in fields:
        line.addWidget(field, 1 if field is wide else 0)
    if wide is None:
        line.addStretch(1)
    box.setFocusProxy(fields[0])
    return box


def pair(typed: Sequence[Any]) -> tuple[str, str]:
    """Return two fields as a draft has them, empty where it has none."""
    first, second, *_more = (*map(str, typed), "", "")
    return first, second
