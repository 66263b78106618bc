"""The fields of the visit form, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.day_reading import read_clock, read_day
from stationdesk.services.event_words import item_word
from stationdesk.services.visit_writing import VisitForm as Filled
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.parts.tags import FlowLayout
from stationdesk.ui.visit_company import CompanyField
from stationdesk.ui.visit_more import MoreFields
from stationdesk.ui.visit_needs import NeedsField
from stationdesk.ui.visit_parts import FoldedSegments, HandedField, PressureField, VisitorsField
from stationdesk.ui.visit_words import AMBER, SILENT, every_code, modes, outcomes, pair, results

CHECKS = ("health", "spirit", "safety", "living")


class VisitFields(QWidget):
    """Everything a visit is noted in; `changed` after each change the operator makes."""

    changed = Signal()

    def __init__(self, look: Look, photos: QWidget) -> None:
        super().__init__()
        self.look, self.photos = look, photos
        self.filling = self._no_day = False
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self.grid = FieldGrid(look, label_width=round(look.sizes.body * 4.3))
        box.addWidget(self.grid)
        self._fields()

    def _fields(self) -> None:
        look, add = self.look, self.grid.add
        self.day, self.clock = LineField(look), LineField(look)
        self.clock.setAccessibleName(_("Time"))
        times = _side_by_side(self.day, self.clock, filled=False)
        self.when = cast("QHBoxLayout", times.layout())
        self.day_row = add(_("When|visit"), times, stretch=True)
        self.day.setAccessibleName(_("Day of the visit"))
        self._add_end()
        self.mode = FoldedSegments(modes(), every_code("contact_mode"), look)
        add(_("How|visit"), self.mode, stretch=False)
        self.visitors = VisitorsField(look)
        self.visitors_row = add(_("Who went"), self.visitors)
        self.visitors.claim_enter()
        self.outcome = FoldedSegments(outcomes("home"), every_code("visit_outcome"), look, numbered=False)
        add(_("Result|visit"), self.outcome, stretch=False)
        self.company = CompanyField(look)
        self.company_row = add(_("Together with"), self.company)
        self.checks = {item: Segments(results(), look, numbered=False, small=True, tones=AMBER) for item in CHECKS}
        add(_("What was seen"), self._check_grid())
        self.pressure = PressureField(look)
        self.pressure_row = add(_("Blood pressure"), self.pressure)
        self.content = QPlainTextEdit()
        self.content.setTabChangesFocus(True)
        self.content_row = add(_("What was said|visit"), self.content)
        self.needs, self.follow = NeedsField(look), QCheckBox(_("follow up in 3 days"))
        self.needs.line.addWidget(self.follow)
        self.needs_row = add(_("To be done"), self.needs)
        self.handed = HandedField(look)
        self.handed_row = add(_("Taken along|form"), self.handed)
        self.photos_row = add(_("Photos"), self.photos)
        self.more = MoreFields(self.grid, look, self._touched)
        self.more_link = LinkButton(_("More to write down"), look, key_map.shown("visit.more"), "chevron_down")
        self.more_link.clicked.connect(self.unfold)
        add("", self.more_link, stretch=False)
        self._listen()
        self._measure()
        look.changed.connect(self._measure)

    def _add_end(self) -> None:
        """Put the end of the visit beside its start."""
        self.end = LineField(self.look, _("until"))
        self.end.setAccessibleName(_("To (time)"))
        self.when.addWidget(self.end)
        self.when.addStretch(1)

    def _measure(self) -> None:
        body = self.look.sizes.body
        for field, wide in ((self.day, 12.7), (self.clock, 4.8), (self.end, 4.8), (self.visitors.field, 8.0)):
            field.setFixedWidth(round(wide * body))
        for field in (self.pressure.over, self.pressure.under):
            field.setFixedWidth(round(3.9 * body))
        self.content.setFixedHeight(round(4.6 * body))
        self.more.measure()

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
        self.all_normal = LinkButton(_("all normal"), self.look, key_map.shown("visit.all_normal"))
        self.all_normal.clicked.connect(self.set_all_normal)
        flow.addWidget(self.all_normal)
        return box

    def _listen(self) -> None:
        for field in (self.day, self.clock, self.end):
            field.textEdited.connect(self._touched)
        self.content.textChanged.connect(self._touched)
        for part in (self.visitors, self.pressure, self.handed, self.needs, self.company):
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
            "end": self.end.text(),
            "roles": dict(self.visitors.roles),
            "others": list(self.company.chosen()),
            "needs": self.needs.typed(),
            "more": self.more.typed(),
            "follow": self.follow.isChecked(),
            "handed": [self.handed.money.text(), self.handed.goods.text()],
        }

    def fill(self, typed: Mapping[str, Any]) -> None:
        """Show what a draft holds, without telling; what it does not name has its default."""
        self.filling = True
        self.day.setText(str(typed.get("day", "")))
        self.clock.setText(str(typed.get("clock", "")))
        self.mode.set_value(str(typed.get("mode") or "home"))
        self.end.setText(str(typed.get("end", "")))
        roles = {str(name): str(code) for name, code in typed.get("roles", {}).items()}
        self.visitors.set_people([str(name) for name in typed.get("visitors", ())], roles)
        self.company.set_chosen([str(one) for one in typed.get("others", ())])
        self._offeroutcomes()
        self.outcome.set_value(str(typed.get("outcome") or "met"))
        checks = typed.get("checks")
        for item, segments in self.checks.items():
            segments.set_value("normal" if checks is None else str(checks.get(item) or "") or None)
        self.pressure.set_value(*pair(typed.get("pressure", ())))
        self.content.setPlainText(str(typed.get("content", "")))
        self.needs.set_needs(typed.get("needs", ()))
        self.more.fill(typed.get("more", {}))
        self._say_more()
        self.follow.setChecked(bool(typed.get("follow", False)))
        self.handed.set_value(*pair(typed.get("handed", ())))
        self.filling = False
        self._judge()

    def filled(self, resident_id: str, on: date) -> Filled | None:
        """Return what the form says; None if a day, a time or the money cannot be read."""
        day, money = read_day(self.day.text(), on), self.handed.cents()
        clock, end = read_clock(self.clock.value()), read_clock(self.end.value())
        if day is None or clock is None or end is None or money is None or not self.more.follow_up_on(on)[1]:
            return None
        checks = [(item, segments.value() or "") for item, segments in self.checks.items()]
        return Filled(
            resident_id,
            day,
            clock,
            self.mode.value() or "home",
            self.outcome.value() or "met",
            tuple(self.visitors.values),
            tuple((item, result) for item, result in (*checks, ("hygiene", self.more.hygiene.value() or "")) if result),
            self.pressure.value(),
            self.content.toPlainText(),
            follow_up=self.follow.isChecked(),
            money=money,
            goods=self.handed.goods.text(),
            needs=self.needs.needs(),
            others=self.company.chosen(),
            roles=tuple((name, code) for name, code in self.visitors.roles.items() if name in self.visitors.values),
            end=end,
            **self.more.values(on),
        )

    # -- while one types

    def _touched(self) -> None:
        if self.filling:
            return
        self._judge()
        self.changed.emit()

    def _judge(self) -> None:
        """Let the checks be answered only where somebody was met; offer to call all of them normal where they are not."""
        met = self.outcome.value() == "met"
        self.all_normal.setVisible(met and any(segments.value() != "normal" for segments in self.checks.values()))
        for segments in self.checks.values():
            segments.setEnabled(met)

    def set_all_normal(self) -> None:
        """Say of everything looked at that it was normal."""
        for segments in self.checks.values():
            if segments.isEnabled():
                segments.set_value("normal")
        self._touched()

    def unfold(self) -> None:
        """Show what else may be written down, and go there; once more folds it, unless something is in it."""
        self.more.unfold(on=not self.more.unfolded or self.more.filled_in())
        self._say_more()
        (self.more.kind if self.more.unfolded else self.more_link).setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_more(self) -> None:
        self.more_link.setText(_("Less") if self.more.unfolded else _("More to write down"))

    def say(self, wrong: Mapping[str, str]) -> None:
        """Say beside each field what cannot be kept so, and go to the first of them."""
        rows = {"day": self.day_row, "clock": self.day_row, "visitors": self.visitors_row, "content": self.content_row}
        rows |= {"need": self.needs_row, "money": self.handed_row} | self.more.rows | {"survey_round": self.more.rows["campaign"]}
        if any(name in self.more.rows and not self.more.unfolded for name in wrong):
            self.more.unfold(on=True)
            self._say_more()
        for name, row in rows.items():
            if name in wrong:
                row.say("error", wrong[name])
            elif row is not self.day_row and row is not self.more.rows["campaign"]:
                row.say("plain", "")
        first = next((name for name in rows if name in wrong), None)
        if first is not None:
            rows[first].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_wrong(self) -> None:
        """Put the keyboard on the first field that cannot be read."""
        bad = [field for field in (self.clock, self.end) if read_clock(field.value()) is None]
        bad += [self.handed.money] if self.handed.cents() is None else []
        bad += [self.more.follow_on] if self.more.rows["next"].words.text() else []
        (bad[0] if bad and not self._no_day else self.day).setFocus()

    def _mode_changed(self) -> None:
        self._offeroutcomes()
        self._touched()

    def _offeroutcomes(self) -> None:
        """Say 没人应 of a call and 没人在 of a door."""
        before = self.outcome.value()
        self.outcome.set_usual(outcomes(self.mode.value() or "home"), every_code("visit_outcome"))
        if before is not None and any(before == code for code, _label in self.outcome.rest) and before not in SILENT:
            self.outcome.unfold()
        codes = [code for code, _label in self.outcome.choices]
        if before is not None and before not in codes:
            self.outcome.set_value("no_answer" if "no_answer" in codes else "nobody")
        self.outcome.updateGeometry()
        self.outcome.update()

    def check_day(self, on: date) -> None:
        """Say beside the day what cannot be read."""
        day = read_day(self.day.text(), on)
        wrong = self._no_day = day is None or day > on
        sentence = _("Please write the day as month and day.") if day is None else _("This day has not come yet.") if wrong else ""
        if (not wrong and read_clock(self.clock.value()) is None) or (not wrong and read_clock(self.end.value()) is None):
            sentence = _("Please write the time like 9:20.")
        if not self.more.follow_up_on(on)[1]:
            self.more.rows["next"].say("error", _("Please write the day as month and day."))
        self.day.say("error" if wrong else "plain", "")
        self.day_row.say("error" if sentence else "plain", sentence)


def _side_by_side(*fields: QWidget, wide: QWidget | None = None, filled: bool = True) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for field in fields:
        line.addWidget(field, 1 if field is wide else 0, Qt.AlignmentFlag.AlignTop if wide is not None else Qt.AlignmentFlag(0))
    if wide is None and filled:
        line.addStretch(1)
    box.setFocusProxy(fields[0])
    return box
