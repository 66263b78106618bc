"""Noting a visit beside the person: three choices, what was seen and said, what is to be done; saved with one key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services import drafts
from stationdesk.services.day_reading import read_clock, read_day
from stationdesk.services.day_words import day_words
from stationdesk.services.event_words import item_word, result_word
from stationdesk.services.person_facts import person_facts
from stationdesk.services.visit_writing import VisitForm as Filled
from stationdesk.services.visit_writing import next_after, possible_visitors, says_visit, write_visit
from stationdesk.ui import key_map
from stationdesk.ui.form_draft_keeper import DraftKeeper
from stationdesk.ui.form_leaving import may_leave
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.visit_parts import HandedField, PressureField, VisitorsField

FORM = "visit"
CHECKS = ("health", "spirit", "safety", "living")
BY_WIRE = frozenset({"phone", "video"})


class VisitForm(QWidget):
    """One visit to one person; `closed` when it is left, `next_wanted` when the next in the list shall follow."""

    closed = Signal()
    next_wanted = Signal()

    def __init__(self, desk: OpenDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.look = desk, desk.look
        self.resident_id = self.name = ""
        self.setAccessibleName(_("Note a visit"))
        ground(self, "surface")
        self.keeper = DraftKeeper(desk, FORM, self.typed, self)
        self._build()
        for name, slot in (("save", self.save), ("save_next", self.save_and_next), ("leave", self.cancel)):
            key_map.attach(self, f"visit.{name}", slot)
        self.keeper.kept.connect(self.kept.setText)

    # -- what it is made of

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = ground(QWidget(), "surface")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(24, 14, 24, 8)
        lines.setSpacing(12)
        lines.addLayout(self._title())
        self.grid = FieldGrid(self.look, label_width=round(self.look.sizes.body * 4.3))
        self._fields()
        lines.addWidget(self.grid)
        lines.addStretch(1)
        scroll.setWidget(inner)
        box.addWidget(scroll, 1)
        box.addWidget(self._foot())

    def _title(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(Label(_("Note a visit"), "title"))
        self.whom = ElidedLabel("", "body", "ink2")
        line.addWidget(self.whom, 1)
        self.kept = Label("", "small", "ink3")
        line.addWidget(self.kept)
        return line

    def _fields(self) -> None:
        look, add = self.look, self.grid.add
        self.day, self.clock = LineField(look), LineField(look)
        self.clock.setFixedWidth(72)
        self.clock.setAccessibleName(_("Time"))
        self.day.setFixedWidth(190)
        self.day_row = add(_("When|visit"), _side_by_side(self.day, self.clock), stretch=True)
        self.day.setAccessibleName(_("Day of the visit"))
        self.mode = Segments(_modes(), look)
        add(_("How|visit"), self.mode, stretch=False)
        self.visitors = VisitorsField(look)
        add(_("Who went"), self.visitors)
        self.visitors.claim_enter()
        self.outcome = Segments(_outcomes("home"), look, numbered=False)
        add(_("Result|visit"), self.outcome, stretch=False)
        self.checks = {item: Segments(_results(), look, numbered=False, small=True, tones=_AMBER) for item in CHECKS}
        add(_("What was seen"), self._check_grid(), stretch=False)
        self.pressure = PressureField(look)
        add(_("Blood pressure"), self.pressure)
        self.content = QPlainTextEdit()
        self.content.setTabChangesFocus(True)
        self.content.setFixedHeight(80)
        add(_("What was said"), self.content)
        self.need, self.follow = LineField(look), QCheckBox(_("follow up in 3 days"))
        add(_("To be done"), _side_by_side(self.need, self.follow, wide=self.need))
        self.handed = HandedField(look)
        add(_("Taken along|form"), self.handed)
        self._listen()

    def _check_grid(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for at, (item, segments) in enumerate(self.checks.items()):
            word = _check_words()[item]
            segments.setAccessibleName(word)
            grid.addWidget(Label(word), at // 2, at % 2 * 3)
            grid.addWidget(segments, at // 2, at % 2 * 3 + 1)
            grid.setColumnMinimumWidth(2, 8)
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

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("part", "foot")
        rows = QVBoxLayout(foot)
        rows.setContentsMargins(24, 8, 24, 10)
        rows.setSpacing(6)
        self.next = Label("", "small", "ink2")
        self.next.setAlignment(Qt.AlignmentFlag.AlignRight)
        rows.addWidget(self.next)
        line = QHBoxLayout()
        line.setSpacing(10)
        self.save_button = Button(_("Save"), self.look, "primary", key_map.shown("visit.save"))
        self.next_button = Button(_("Save and note the next one"), self.look, "plain", key_map.shown("visit.save_next"))
        self.leave_button = Button(_("Do not save"), self.look, "quiet", key_map.shown("visit.leave"))
        buttons = ((self.save_button, self.save), (self.next_button, self.save_and_next), (self.leave_button, self.cancel))
        for button, slot in buttons:
            button.clicked.connect(slot)
            line.addWidget(button)
            if button is self.next_button:
                line.addStretch(1)
        rows.addLayout(line)
        return foot

    # -- what it holds

    def open_for(self, resident_id: str) -> None:
        """Begin a visit to somebody, or go on with the one half noted."""
        on, now = self.desk.today(), self.desk.now()
        with self.desk.reading() as session:
            facts = person_facts(session, resident_id, on, may_see_children=self.desk.operator.may_see_children)
            people = possible_visitors(session, on)
        self.resident_id, self.name = resident_id, facts.name
        self.whom.setText(facts.name)
        self.visitors.offer_people(people)
        typed = self.keeper.begin(resident_id)
        fresh = {"day": _("{day} today").format(day=_long(on)), "clock": f"{now:%H:%M}", "visitors": [self.desk.operator.name]}
        self._fill(fresh | dict(typed or {}))
        self.keeper.dirty = typed is not None
        self.kept.setText(_("what you had begun is back") if typed else "")
        self._say_next()
        self.mode.setFocus(Qt.FocusReason.OtherFocusReason)

    def typed(self) -> Mapping[str, Any]:
        """Return everything the form holds, as a draft keeps it."""
        return {
            "day": self.day.text(),
            "clock": self.clock.text(),
            "mode": self.mode.value(),
            "visitors": list(self.visitors.values),
            "outcome": self.outcome.value(),
            "checks": {item: segments.value() for item, segments in self.checks.items()},
            "pressure": [self.pressure.upper.text(), self.pressure.lower.text()],
            "content": self.content.toPlainText(),
            "need": self.need.text(),
            "follow": self.follow.isChecked(),
            "handed": [self.handed.money.text(), self.handed.goods.text()],
        }

    def _fill(self, typed: Mapping[str, Any]) -> None:
        for widget in (self.content, self.follow, self.pressure, self.handed):
            widget.blockSignals(True)
        self.day.setText(str(typed.get("day", "")))
        self.clock.setText(str(typed.get("clock", "")))
        self.mode.set_value(str(typed.get("mode") or "home"))
        self.visitors.set_values([str(name) for name in typed.get("visitors", ())])
        self._offer_outcomes()
        self.outcome.set_value(str(typed.get("outcome") or "met"))
        for item, segments in self.checks.items():
            segments.set_value(str(typed.get("checks", {}).get(item) or "normal"))
        self.pressure.set_value(*[str(one) for one in typed.get("pressure", ("", ""))])
        self.content.setPlainText(str(typed.get("content", "")))
        self.need.setText(str(typed.get("need", "")))
        self.follow.setChecked(bool(typed.get("follow", False)))
        self.handed.set_value(*[str(one) for one in typed.get("handed", ("", ""))])
        for widget in (self.content, self.follow, self.pressure, self.handed):
            widget.blockSignals(False)
        self._check_day()

    def filled(self) -> Filled | None:
        """Return what the form says; None if the day, the time or the money cannot be read."""
        day, clock, money = read_day(self.day.text(), self.desk.today()), read_clock(self.clock.value()), self.handed.cents()
        if day is None or clock is None or money is None:
            return None
        return Filled(
            self.resident_id,
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
        self.keeper.touch()
        met = self.outcome.value() == "met"
        for segments in self.checks.values():
            segments.setEnabled(met)
        self._check_day()
        self._say_next()

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

    def _check_day(self) -> None:
        day, on = read_day(self.day.text(), self.desk.today()), self.desk.today()
        wrong = day is None or day > on
        sentence = _("Please write the day like 11月22日.") if day is None else _("This day has not come yet.") if wrong else ""
        if not wrong and read_clock(self.clock.value()) is None:
            sentence = _("Please write the time like 9:20.")
        self.day.say("error" if wrong else "plain", "")
        self.day_row.say("error" if sentence else "plain", sentence)

    def _say_next(self) -> None:
        form = self.filled()
        if form is None:
            self.next.setText("")
            return
        with self.desk.reading() as session:
            day = next_after(session, form, self.desk.today())
        days = (day - self.desk.today()).days if day else None
        words = {0: _("today"), 1: _("tomorrow")}.get(days, day_words(day, self.desk.today())) if day and days is not None else ""
        if days is not None and days < 0:
            words = _("{days} days late").format(days=-days)
        self.next.setText(_("After saving, the next is {when}").format(when=words) if words else "")

    # -- saving and leaving

    def save(self) -> bool:
        """Save the visit and close; tells whether it was saved."""
        if not self._written():
            return False
        self.closed.emit()
        return True

    def save_and_next(self) -> None:
        """Save the visit and go on with the next person of the list."""
        if self._written():
            self.next_wanted.emit()

    def _written(self) -> bool:
        self.visitors.take_typed()
        form = self.filled()
        self._check_day()
        if form is None or form.visited_on > self.desk.today():
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        says = says_visit(self.name)
        with self.desk.writing(says) as session:
            write_visit(session, form, self.desk.today(), self.desk.operator.name)
            drafts.forget(session, self.desk.operator.name, FORM, self.resident_id)
        self.keeper.saved()
        self.desk.said(says)
        return True

    def cancel(self) -> None:
        """Esc: leave without saving."""
        if self.leave():
            self.closed.emit()

    def leave(self) -> bool:
        """Tell whether the form may be left; asks only if something was typed."""
        return may_leave(self, self.look, self.keeper, self._written)

    def keep(self) -> None:
        """Keep what was typed."""
        self.keeper.keep()


_AMBER = {"watch": "amber", "abnormal": "amber"}


def _modes() -> list[tuple[str, str]]:
    words = (_("at the door"), _("phone|mode"), _("video|mode"), _("at the station"), _("neighbour looked in"))
    return list(zip(("home", "phone", "video", "station", "neighbour"), words, strict=True))


def _outcomes(mode: str) -> list[tuple[str, str]]:
    silent = ("no_answer", _("nobody answered|outcome")) if mode in BY_WIRE else ("nobody", _("nobody at home"))
    return [("met", _("met in person") if mode not in BY_WIRE else _("spoke in person")), ("kin_answered", _("kin answered")), silent] + [
        ("away", _("away|outcome")),
        ("hospital", _("in hospital|outcome")),
    ]


def _results() -> list[tuple[str, str]]:
    return [(code, result_word(code)) for code in ("normal", "watch", "abnormal")]


def _check_words() -> dict[str, str]:
    return {code: item_word(code) for code in CHECKS}


def _long(day: Any) -> str:
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
