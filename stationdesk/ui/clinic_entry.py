"""Typing a clinic back: the list in the order of the paper, one person open, figures and Enter."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.health_reading import HealthReading, HealthReadingDraft
from stationdesk.services import drafts
from stationdesk.services.clinic import FIGURES, ClinicLine, lines_of, measured_words, readings_of_day, write_line
from stationdesk.services.day_words import day_words
from stationdesk.services.health_lines import doubts, prompts
from stationdesk.services.health_writing import illnesses_of
from stationdesk.services.person_writing import own_resident
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.measure_dialog import TONE, FigureField
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.parts.tokens import TextSize

FORM = "clinic"
ROWS = {TextSize.STANDARD: 5, TextSize.LARGE: 4, TextSize.EXTRA_LARGE: 3}
"""Lines of the list that are seen at once, by the size of the writing."""


class _Rows:
    """The people of the list."""

    def __init__(self, lines: Sequence[ClinicLine]) -> None:
        self.by_id = {one.resident_id: one for one in lines}

    def ids(self) -> Sequence[Hashable]:
        """Return every person's id in the order of the paper."""
        return tuple(self.by_id)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the people of `ids`."""
        return {one: self.by_id[str(one)] for one in ids if one in self.by_id}


class ClinicEntry(Dialog):
    """One line after the other; each is saved when Enter leaves it."""

    def __init__(self, desk: OpenDesk, kept: Mapping[str, Any], parent: QWidget | None = None) -> None:
        self.on, self.day = desk.today(), str(kept["day"])
        title = _("Free clinic of {day}|clinic").format(day=day_words(date.fromisoformat(self.day), self.on))
        self.code, self.owner = str(kept.get("code", "")), str(kept.get("owner") or desk.operator.name)
        slips = _("slips with the code {code}, by their numbers|clinic").format(code=self.code) if self.code else ""
        super().__init__(parent, desk.look, title, " · ".join(filter(None, (str(kept["by"]), slips))), width=900)
        self.desk, self.kept = desk, dict(kept)
        self.absent: set[str] = set(kept["absent"])
        with desk.reading() as session:
            self.lines = lines_of(session, kept["ids"], self.on, may_see_children=desk.sees_children, as_given=True)
        self.found: dict[str, HealthReading] = {}
        self.current = ""
        self.table = RecordTable(self.look, self._columns(), margin=8)
        self.table.setAccessibleName(_("People of the clinic|clinic"))
        self.table.setFixedHeight((min(ROWS[self.look.text_size], len(self.lines)) + 1) * self.look.sizes.row)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.current_changed.connect(lambda _id: self._open())
        self.body.addWidget(self.table)
        self._fields()
        self.count = Label("", "body", "ink2")
        self.body.addWidget(self.count)
        self.save_button = self.add_button(_("Next person|clinic"), "primary", "Enter", closes=False)
        self.absent_button = self.add_button(_("Did not come|clinic"), "plain", "N", closes=False)
        for button, slot in ((self.save_button, self.save), (self.absent_button, self.stayed_away)):
            button.setAutoDefault(False)
            button.setDefault(False)
            button.clicked.connect(slot)
        self.add_button(_("Stop here|clinic"), "quiet", "Esc").setAutoDefault(False)
        self._read()
        self._keep()
        self._go_to_open()

    def _columns(self) -> list[Column]:
        return [
            Column(_("Name|column"), lambda row: row.name, 9.0, bold=True),
            Column(_("Age|column"), lambda row: row.age, 3.6, right=True),
            Column(_("Group|column"), lambda row: row.group, 6.0),
            Column(_("Measured|clinic"), lambda row: self._state(row.resident_id), None, tone=lambda row: self._tone(row.resident_id)),
        ]

    def _state(self, who: str) -> str:
        if who in self.found:
            return measured_words(self.found[who])
        return _("did not come|clinic") if who in self.absent else _("not typed in yet|clinic")

    def _tone(self, who: str) -> str:
        return "" if who in self.found else "ink3"

    def _fields(self) -> None:
        self.name = Label("", "strong")
        self.name.setMinimumHeight(self.look.sizes.small_button)
        self.figures = {name: FigureField(self.look, name) for name in FIGURES}
        self.body.addSpacing(12)
        self.body.addWidget(self.name)
        form = FieldGrid(self.look, label_width=round(self.look.sizes.body * 4.3))
        form.add(_("Blood pressure"), self._beside("systolic", "diastolic", "heart_rate"), stretch=False)
        form.add(_("Blood sugar"), self._beside("glucose_fasting", "glucose_after_meal"), stretch=False)
        self.advice, self.again = LineField(self.look), DayField(self.look, self.on, coming=True)
        self.advice.setAccessibleName(_("Advice given"))
        self.again.setAccessibleName(_("Measure again by"))
        self.again.setFixedWidth(round(9 * self.look.sizes.body))
        told = QWidget()
        line = QHBoxLayout(told)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.advice, 1)
        line.addWidget(Label(_("Measure again by"), tone="ink2"))
        line.addWidget(self.again)
        form.add(_("Advice|clinic"), told)
        self.body.addWidget(form)
        self.said = Label("", "small", "ink2", wrap=True)
        self.trouble = Label("", "small", "red", wrap=True)
        self.body.addWidget(self.said)
        self.body.addWidget(self.trouble)
        for field in (*self.figures.values(), self.advice, self.again):
            field.installEventFilter(self)
        for field in self.figures.values():
            field.textEdited.connect(lambda _text: self._remind())

    def _beside(self, *names: str) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for name in names:
            field = self.figures[name]
            if name == "diastolic":
                line.addWidget(Label("/", tone="ink2"))
            elif name != "systolic":
                line.addWidget(Label(field.measure.label, tone="ink2"))
            line.addWidget(field)
            if name != "systolic":
                line.addWidget(Label(field.measure.unit, "small", "ink3"))
        line.addStretch(1)
        return box

    # -- where one stands

    def _read(self) -> None:
        with self.desk.reading() as session:
            self.found = readings_of_day(session, str(self.kept["occasion"]))
        self.table.show(_Rows(self.lines))
        done = len(self.found)
        words = _("{done} typed in, {absent} did not come, {left} left|clinic")
        self.left = [one.resident_id for one in self.lines if one.resident_id not in self.found and one.resident_id not in self.absent]
        self.count.setText(words.format(done=done, absent=len(self.absent), left=len(self.left)))

    def _go_to_open(self) -> None:
        """Open the next person after the current one of whom nothing is known, else stay."""
        order = [one.resident_id for one in self.lines]
        at = order.index(self.current) + 1 if self.current in order else 0
        wanted = next((one for one in [*order[at:], *order[:at]] if one in self.left), self.current or (order[0] if order else ""))
        self.table.go_to(wanted)
        self._open()

    def _open(self) -> None:
        """Show the line one stands on."""
        row = self.table.current_row()
        if row is None or row.resident_id == self.current:
            return
        self.current = row.resident_id
        values = self.found[self.current].measured() if self.current in self.found else {}
        self.name.setText(row.name)
        for name, field in self.figures.items():
            field.setText(field.measure.shown(values[name]) if name in values else "")
        reading = self.found.get(self.current)
        self.advice.setText(reading.advice or "" if reading else "")
        self.again.set_day(reading.follow_up_due if reading else "")
        self.trouble.setText("")
        self._remind()
        self.figures["systolic"].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Take Enter, ↑, ↓ and N in the fields of a line; the rest is theirs."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        empty = not any(field.value() for field in self.figures.values())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            rows = [one.resident_id for one in self.lines]
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.table.go_to_row(max(0, min(len(rows) - 1, rows.index(self.current) + step)))
        elif event.key() == Qt.Key.Key_N and empty and watched in self.figures.values():
            self.stayed_away()
        else:
            return super().eventFilter(watched, event)
        return True

    # -- what is written

    def values(self) -> dict[str, int]:
        """Return the figures typed, as they are kept."""
        return {name: value for name, field in self.figures.items() if (value := field.figure()) is not None}

    def _remind(self) -> None:
        values = self.values()
        with self.desk.reading() as session:
            illnesses = illnesses_of(own_resident(session, self.current)) if self.current else frozenset()
        odd, crossed = doubts(values), prompts(values, illnesses)
        told = list(dict.fromkeys(odd.values()))
        told += [_("To be thought of: {text}").format(text=line.says) + f"（{line.source}）" for line in crossed]
        self.said.say("\n".join(told), TONE[crossed[0].tone] if crossed else "amber" if odd else "ink2")

    def save(self) -> None:
        """Keep the line and go on to the next person."""
        if any([*(field.wrong() for field in self.figures.values()), self.again.wrong()]):
            self.trouble.setText(_("One field cannot be read. Please look at it again."))
            return
        values = self.values()
        if not values:
            self.trouble.setText(_("Nothing is written yet: one figure is enough, or N if he did not come.|clinic"))
            return
        before = self.found.get(self.current)
        draft = HealthReadingDraft.model_validate(
            values
            | {
                "resident_id": self.current,
                "taken_on": self.day,
                "place": "clinic_day",
                "measured_by": str(self.kept["by"]) or None,
                "advice": self.advice.value() or None,
                "follow_up_due": self.again.day(),
                "occasion_id": str(self.kept["occasion"]),
            }
        )

        def work(session: Session) -> None:
            write_line(session, draft, self.on, self.desk.operator.name, before=before.id if before else "")

        if saved(self.desk, _("A reading of {name}").format(name=self.name.text()), work, self.trouble):
            self.absent.discard(self.current)
            self._went_on()

    def stayed_away(self) -> None:
        """Write that somebody did not come, and go on."""
        if self.current in self.found:
            self.trouble.setText(_("A reading of this person is kept already. Take it out on his page if he was not here.|clinic"))
            return
        self.absent.add(self.current)
        self._went_on()

    def _went_on(self) -> None:
        self._read()
        self._keep()
        self._go_to_open()

    def _keep(self) -> None:
        """Remember the list while somebody is left on it."""
        self.kept["absent"] = sorted(self.absent)
        with self.desk.writing(_("Keep a draft")) as session:
            if self.left:
                drafts.keep(session, self.owner, FORM, self.kept, self.code)
            else:
                drafts.forget(session, self.owner, FORM, self.code)
