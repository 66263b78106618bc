"""Writing a reading down: figures and Tab; what a figure reminds of stands beside it, and nothing odd is refused."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.health_reading import HealthReadingDraft
from stationdesk.services.consents import allowed
from stationdesk.services.day_reading import read_clock
from stationdesk.services.health_lines import doubts, measures, prompts
from stationdesk.services.health_writing import add_reading, illnesses_of
from stationdesk.services.person_writing import own_resident
from stationdesk.services.plans import name_said
from stationdesk.ui import key_map
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tags import FlowLayout
from stationdesk.ui.tall_dialog import TallDialog

ROWS: tuple[tuple[str, ...], ...] = (
    ("systolic", "diastolic", "heart_rate"),
    ("glucose_fasting", "glucose_after_meal"),
    ("temperature", "oxygen"),
    ("weight", "height", "waist"),
)
TONE = {"urgent": "red", "high": "amber", "low": "amber"}


class FigureField(LineField):
    """One figure; `figure()` is what was typed as it is kept."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look)
        self.measure = measures()[name]
        self.setAccessibleName(f"{self.measure.label}，{self.measure.unit}")
        self.setMaxLength(7)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(round(4.2 * look.sizes.body))

    def figure(self) -> int | None:
        """Return the figure typed, None for none and for what is none."""
        return self.measure.read(self.value()) if self.value() else None

    def wrong(self) -> bool:
        """Tell whether something was typed that is no figure, and mark it."""
        bad = bool(self.value()) and self.figure() is None
        self.say("error" if bad else "plain", _("Please write figures only.") if bad else "")
        return bad


class FiguresRow(QWidget):
    """Some figures side by side, each with its word and its unit."""

    def __init__(self, look: Look, names: tuple[str, ...]) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        self.fields = {name: FigureField(look, name) for name in names}
        pressure = names[0] == "systolic"
        for name, field in self.fields.items():
            if name == "diastolic":
                line.addWidget(Label("/", tone="ink2"))
            elif name != names[0] or not pressure:
                line.addSpacing(10 if name != names[0] else 0)
                line.addWidget(Label(field.measure.label, tone="ink2"))
            line.addWidget(field)
            if name != "systolic":
                line.addWidget(Label(field.measure.unit, "small", "ink3"))
        line.addStretch(1)
        self.setFocusProxy(next(iter(self.fields.values())))


class MeasureDialog(TallDialog):
    """One reading of one person."""

    def __init__(self, desk: OpenDesk, resident_id: str, parent: QWidget | None = None) -> None:
        self.on = desk.today()
        with desk.reading() as session:
            self.one = own_resident(session, resident_id)
            consent = allowed(session, resident_id, "health", self.on)
            self.listed = name_said(self.one, self.on)
        super().__init__(parent, desk.look, _("{name}: a reading").format(name=self.listed), "", width=640)
        self.desk, self.illnesses = desk, illnesses_of(self.one)
        if not consent:
            said = _("Consent to keep health facts: {state}.").format(state=consent.said)
            self.inside.addWidget(Label(said, "small", "amber", wrap=True))
        self.form = FieldGrid(self.look, label_width=round(self.look.sizes.body * 4.3))
        self.inside.addWidget(self.form)
        self.fields: dict[str, FigureField] = {}
        self._figures()
        self._rest()
        self.trouble = Label("", "small", "red", wrap=True)
        self.inside.addWidget(self.trouble)
        self.save_button = self.add_button(_("Save"), "primary", key_map.shown("measure.save"), closes=False)
        self.save_button.setAutoDefault(False)
        self.save_button.setDefault(False)
        self.save_button.clicked.connect(self.save)
        self.add_button(_("Do not save"), "quiet", "Esc").setAutoDefault(False)
        key_map.attach(self, "measure.save", self.save)
        self.fields["systolic"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _figures(self) -> None:
        titles = (_("Blood pressure"), _("Blood sugar"), _("Body|measure"), _("Build|measure"))
        for title, names in zip(titles, ROWS, strict=True):
            row = FiguresRow(self.look, names)
            self.form.add(title, row)
            self.fields |= row.fields
        self.advice_shown = Label("", "small", "ink2", wrap=True)
        self.form.add("", self.advice_shown)
        for field in self.fields.values():
            field.textEdited.connect(lambda _text: self._say())

    def _rest(self) -> None:
        look, form = self.look, self.form
        self.place = ComboField([(row.code, row.label) for row in table("reading_place").rows], look)
        self.day, self.clock = DayField(look, self.on), LineField(look, "09:20")
        self.day.set_day(self.on.isoformat())
        self.clock.setAccessibleName(_("Time"))
        self.clock.setFixedWidth(round(4.8 * look.sizes.body))
        form.add(_("Where measured"), self.place)
        form.add(_("Measured on"), _beside(self.day, self.clock))
        self.by = LineField(look)
        self.by.setText(self.desk.operator.name)
        form.add(_("Measured by"), self.by)
        self.symptoms: dict[str, QCheckBox] = {}
        holder = QWidget()
        flow = FlowLayout(holder, 8)
        for row in table("symptom").rows:
            self.symptoms[row.code] = QCheckBox(row.label)
            flow.addWidget(self.symptoms[row.code])
        self.advice = LineField(look)
        form.add(_("Advice given"), self.advice)
        self.again = DayField(look, self.on, coming=True)
        form.add(_("Measure again by"), self.again, _("empty: by the line, or not at all"))
        form.add(_("Complaints"), holder)

    # -- while one types

    def values(self) -> dict[str, int]:
        """Return the figures typed, as they are kept."""
        return {name: value for name, field in self.fields.items() if (value := field.figure()) is not None}

    def _say(self) -> None:
        values = self.values()
        if self._half_typed():
            values = {name: value for name, value in values.items() if name not in ("systolic", "diastolic")}
        odd, crossed = doubts(values), prompts(values, self.illnesses)
        for name, field in self.fields.items():
            field.say("doubt" if name in odd else "plain", odd.get(name, ""))
        told = list(dict.fromkeys(odd.values()))
        told += [_("To be thought of: {text}").format(text=line.says) + f"（{line.source}）" for line in crossed]
        tone = TONE[crossed[0].tone] if crossed else "amber" if odd else "ink2"
        self.advice_shown.say("\n".join(told), tone)
        self.fit()

    def _half_typed(self) -> bool:
        """Tell whether the lower figure is being typed still: 8 of 88 reminds of nothing yet."""
        lower = self.fields["diastolic"]
        return lower.hasFocus() and len(lower.value()) < 2

    # -- saving

    def save(self) -> None:
        """Keep the reading; what cannot be read is said beside it."""
        wrong = [field for field in self.fields.values() if field.wrong()]
        bad_day = any([self.day.wrong(), self.again.wrong()])
        clock = read_clock(self.clock.value()) if self.clock.value() else ""
        if wrong or bad_day or clock is None:
            self.trouble.setText(_("One field cannot be read. Please look at it again."))
            (wrong[0] if wrong else self.day if bad_day else self.clock).setFocus()
            return
        symptoms = tuple(code for code, box in self.symptoms.items() if box.isChecked())
        if not self.values() and not symptoms:
            self.trouble.setText(_("Nothing is written yet: one figure is enough."))
            self.fields["systolic"].setFocus()
            return
        fields: dict[str, Any] = self.values() | {
            "resident_id": self.one.id,
            "taken_on": self.day.day() or self.on.isoformat(),
            "at": clock or None,
            "place": self.place.value() or None,
            "symptoms": symptoms,
            "measured_by": self.by.value() or None,
            "advice": self.advice.value() or None,
            "follow_up_due": self.again.day(),
        }

        def work(session: Session) -> None:
            add_reading(session, HealthReadingDraft.model_validate(fields), self.on, self.desk.operator.name)

        if saved(self.desk, _("A reading of {name}").format(name=self.listed), work, self.trouble):
            self.give("saved")


def _beside(first: QLineEdit, second: QLineEdit) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    line.addWidget(first, 1)
    line.addWidget(second)
    box.setFocusProxy(first)
    return box


def measure(desk: OpenDesk, resident_id: str, parent: QWidget) -> bool:
    """Ask for a reading of somebody; tells whether one was written down."""
    return MeasureDialog(desk, resident_id, parent).ask() == "saved"
