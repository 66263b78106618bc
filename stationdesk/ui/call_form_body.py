"""The fields in which a call is noted, and what stands in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.call_outcome import Outcome
from stationdesk.services.day_reading import read_clock, read_coming_day, read_day
from stationdesk.services.free_hours import weekday_names
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import ElidedLabel, Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.parts.tags import FlowLayout
from stationdesk.ui.photo_field import PhotoField
from stationdesk.ui.visit_parts import VisitorsField

SPOKE, SILENT, MOVED = "spoke", "no_answer", "moved"
SERVICES = ("tutoring", "pressure", "shopping", "comfort", "phone_help")


def labels_of(codes: str, *, without: Collection[str] = ()) -> list[tuple[str, str]]:
    """Return the codes of a table with their words."""
    return [(row.code, row.label) for row in table(codes).rows if row.code not in without]


def side_by_side(*fields: QWidget) -> QWidget:
    """Return fields on one line, the last texts taking what room there is."""
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for field in fields:
        line.addWidget(field, 1 if isinstance(field, LineField | ElidedLabel) else 0)
    line.addStretch(0)
    box.setFocusProxy(fields[0])
    return box


class HelpersField(VisitorsField):
    """Those who help with a call, by name."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.field.setAccessibleName(_("Who helps"))


class CallFields(QWidget):
    """Everything a call is noted in; `changed` after each change the operator makes."""

    changed = Signal()
    result_changed = Signal()

    def __init__(self, look: Look, pictures: PhotoField) -> None:
        super().__init__()
        self.look, self.pictures = look, pictures
        self.filling = False
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self.grid = FieldGrid(look, label_width=round(look.sizes.body * 4.3))
        box.addWidget(self.grid)
        self._fields()
        self._listen()
        self._measure()
        look.changed.connect(self._measure)

    def _fields(self) -> None:
        look, add = self.look, self.grid.add
        self.day, self.clock, self.minutes = LineField(look), LineField(look), LineField(look)
        for field, name in ((self.day, _("Day of the call")), (self.clock, _("From (time)")), (self.minutes, _("Minutes"))):
            field.setAccessibleName(name)
        self.when_row = add(_("When|visit"), side_by_side(self.day, self.clock, self.minutes, Label(_("minutes|unit"), tone="ink2")))
        self.place = Segments(labels_of("call_place"), look)
        add(_("Where|call"), self.place, stretch=False)
        self.mode = Segments(labels_of("call_mode"), look, numbered=False, wraps=True)
        add(_("By what|call"), self.mode, stretch=False)
        self.helpers = HelpersField(look)
        add(_("Who helps"), self.helpers)
        self.helpers.claim_enter()
        words = (_("spoke|result"), _("nobody answered|result"), _("another day|result"))
        letters = ("C", "N", "R")
        results = [(code, f"{word} {letter}") for code, word, letter in zip((SPOKE, SILENT, MOVED), words, letters, strict=True)]
        self.result = Segments(results, look, numbered=False, wraps=True)
        add(_("Result|visit"), self.result, stretch=False)
        self.mood = Segments(labels_of("call_mood"), look, numbered=False, tones={"watch": "amber"})
        self.mood_row = add(_("Mood"), self.mood, stretch=False)
        self.said = QPlainTextEdit()
        self.said.setTabChangesFocus(True)
        self.said_row = add(_("What was said|call"), self.said)
        self.services = {code: QCheckBox(table("call_service").label(code)) for code in SERVICES}
        self.services_row = add(_("Done along"), self._ticks())
        self.need, self.as_wish = LineField(look), QCheckBox(_("as a small wish"))
        self.need_row = add(_("To be done"), side_by_side(self.need, self.as_wish))
        self.need.setAccessibleName(_("To be done"))
        self.photos, self.photo_words = QCheckBox(_("photos were taken")), Label("", "small", "amber", wrap=True)
        self.photo_row = add(_("Photos"), self._photo_lines())
        self.next_day, self.next_clock = LineField(look), LineField(look)
        self.next_day.setAccessibleName(_("Day of the next call"))
        self.next_clock.setAccessibleName(_("Time of the next call"))
        self.next_words = ElidedLabel("", tone="ink2")
        self.next_row = add(_("Next time"), side_by_side(self.next_day, self.next_clock, self.next_words))

    def _photo_lines(self) -> QWidget:
        box = QWidget()
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.photos)
        line.addWidget(self.photo_words, 1)
        rows.addLayout(line)
        rows.addWidget(self.pictures)
        box.setFocusProxy(self.photos)
        return box

    def _ticks(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, 8)
        for tick in self.services.values():
            flow.addWidget(tick)
        box.setFocusProxy(next(iter(self.services.values())))
        return box

    def _listen(self) -> None:
        for field in (self.day, self.clock, self.minutes, self.need, self.next_day, self.next_clock):
            field.textEdited.connect(self._touched)
        self.said.textChanged.connect(self._touched)
        self.helpers.changed.connect(self._touched)
        for tick in (*self.services.values(), self.as_wish, self.photos):
            tick.toggled.connect(self._touched)
        for segments in (self.place, self.mode, self.mood):
            segments.changed.connect(self._touched)
        self.result.changed.connect(self._result)
        self.pictures.changed.connect(self._pictured)

    def _measure(self) -> None:
        body = self.look.sizes.body
        for field, wide in ((self.day, 6.6), (self.clock, 4.2), (self.minutes, 3.2), (self.next_day, 6.6), (self.next_clock, 4.2)):
            field.setFixedWidth(round(wide * body))
        self.said.setFixedHeight(round(4.4 * body))
        self.need.setMinimumWidth(4 * body)

    def _touched(self) -> None:
        if not self.filling:
            self.changed.emit()

    def _pictured(self) -> None:
        """Tick that photos were taken once there is one."""
        if self.pictures.there():
            self.photos.setChecked(True)
        self._touched()

    def _result(self) -> None:
        self.show_result()
        if not self.filling:
            self.result_changed.emit()
            self.changed.emit()

    def show_result(self) -> None:
        """Show the fields that belong to how it went."""
        spoke = self.result.value() == SPOKE
        for row in (self.mood_row, self.said_row, self.services_row, self.need_row, self.photo_row):
            row.set_visible(spoke)
        self.next_row.label.setText(_("Next time") if spoke else _("Next try|call"))

    # -- what it holds

    def typed(self) -> Mapping[str, Any]:
        """Return everything the form holds, as a draft keeps it."""
        return {
            "day": self.day.text(),
            "clock": self.clock.text(),
            "minutes": self.minutes.text(),
            "place": self.place.value(),
            "mode": self.mode.value(),
            "helpers": list(self.helpers.values),
            "result": self.result.value(),
            "mood": self.mood.value(),
            "said": self.said.toPlainText(),
            "services": [code for code, tick in self.services.items() if tick.isChecked()],
            "need": self.need.text(),
            "as_wish": self.as_wish.isChecked(),
            "photos": self.photos.isChecked(),
            "pictures": self.pictures.typed(),
            "next": [self.next_day.text(), self.next_clock.text()],
        }

    def fill(self, typed: Mapping[str, Any], call_id: str = "") -> None:
        """Show what a draft or a record holds, without telling."""
        self.filling = True
        self.pictures.fill(typed.get("pictures", {}), call_id)
        self.day.setText(str(typed.get("day", "")))
        self.clock.setText(str(typed.get("clock", "")))
        self.minutes.setText(str(typed.get("minutes", "")))
        self.place.set_value(str(typed.get("place") or "station"))
        self.mode.set_value(str(typed.get("mode") or "wechat"))
        self.helpers.set_values([str(name) for name in typed.get("helpers", ())])
        self.result.set_value(str(typed.get("result") or SPOKE))
        self.mood.set_value(str(typed.get("mood") or "") or None)
        self.said.setPlainText(str(typed.get("said", "")))
        for code, tick in self.services.items():
            tick.setChecked(code in typed.get("services", ()))
        self.need.setText(str(typed.get("need", "")))
        self.as_wish.setChecked(bool(typed.get("as_wish", True)))
        self.photos.setChecked(bool(typed.get("photos", False)))
        day, clock = (*map(str, typed.get("next", ())), "", "")[:2]
        self.set_next(day, clock)
        self.show_result()
        self.filling = False

    def set_next(self, day: str, clock: str) -> None:
        """Show when the next call is."""
        self.next_day.setText(day)
        self.next_clock.setText(clock)

    def next_when(self, on: date) -> tuple[date, str] | None:
        """Return day and time of the next call; None where none is wanted or it cannot be read."""
        day, clock = read_coming_day(self.next_day.value(), on), read_clock(self.next_clock.value())
        return (day, clock) if day is not None and clock else None

    def judge(self, on: date) -> bool:
        """Say beside the fields what cannot be read; tells whether all can."""
        day, clock = read_day(self.day.value(), on), read_clock(self.clock.value())
        minutes = self.minutes.value()
        sentence = ""
        if day is None:
            sentence = _("Please write the day as month and day.")
        elif day > on:
            sentence = _("This day has not come yet.")
        elif clock is None:
            sentence = _("Please write the time like 9:20.")
        elif minutes and not (minutes.isdigit() and 0 < int(minutes) <= 240):
            sentence = _("Minutes are a figure from 1 to 240; leave it empty if nobody knows.")
        spoke = self.result.value() == SPOKE
        self.when_row.say("error" if sentence and spoke else "plain", sentence if spoke else "")
        empty = not self.next_day.value() and not self.next_clock.value()
        when = self.next_when(on)
        wrong = when is None and not (empty and self.result.value() != MOVED)
        self.next_row.say("error" if wrong else "plain", _("Please write day and time like 11/27 and 19:00.") if wrong else "")
        if when is not None and not self.next_words.text().startswith(weekday_names()[when[0].weekday()]):
            rest = self.next_words.text().partition("，")[2]
            self.next_words.setText("，".join(filter(None, (weekday_names()[when[0].weekday()], rest))))
        return not (sentence and spoke) and not wrong

    def outcome(self, on: date, *, ended: str = "", consent: bool | None = None) -> Outcome:
        """Return what the form says of a call that took place; `judge` must have been content."""
        following = self.next_when(on)
        return Outcome(
            read_day(self.day.value(), on) or on,
            read_clock(self.clock.value()) or "",
            ended,
            int(self.minutes.value()) if self.minutes.value() else None,
            self.place.value() or "station",
            self.mode.value() or "wechat",
            "",
            tuple(self.helpers.values),
            self.mood.value() or "",
            self.said.toPlainText(),
            tuple(code for code, tick in self.services.items() if tick.isChecked()),
            self.need.value(),
            self.as_wish.isChecked(),
            self.photos.isChecked(),
            consent,
            following[0] if following else None,
            following[1] if following else "",
        )
