"""Medicines, the head of the health record and the readings of a person, each changed by a key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.medicine import Medicine, MedicineDraft
from stationdesk.services.day_words import day_words
from stationdesk.services.health_pane import pane_of
from stationdesk.services.health_words import medicine_words
from stationdesk.services.health_writing import take_out_reading
from stationdesk.services.medicines import (
    add_medicine,
    change_medicine,
    end_medicine,
    fetched,
    medicine_called,
    medicines_of,
    record_of,
    write_record,
)
from stationdesk.services.person_writing import own_resident
from stationdesk.services.plans import name_said
from stationdesk.ui import key_map
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import CodeField, ComboField, FieldGrid, LineField
from stationdesk.ui.parts.halves import halves
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.word_list import StayList
from stationdesk.ui.tall_dialog import TallDialog

HEAD = ("allergies", "doctor_name", "doctor_phone", "hospital")
READINGS = 60
Work = Callable[[Session, dict[str, Any]], Any]
"""Writes the fields of a medicine down."""


class MedicineForm(TallDialog):
    """One medicine, new or changed; `ending` asks only until when and why."""

    def __init__(
        self, desk: OpenDesk, parent: QWidget | None, before: Medicine | None, work: Callable[[Session, dict[str, Any]], Any]
    ) -> None:
        title = _("Change a medicine") if before else _("A medicine")
        super().__init__(parent, desk.look, title, _("As it stands on the box or as the doctor wrote it."), width=560)
        self.desk, self.work = desk, work
        self.on = desk.today()
        form = FieldGrid(self.look, label_width=round(self.look.sizes.body * 5))
        self.inside.addWidget(form)
        self.texts: dict[str, LineField] = {}
        for name, note in (
            ("name", ""),
            ("dose", _("like 1 tablet")),
            ("times_a_day", _("a figure")),
            ("when_taken", _("like after meals")),
            ("fetched_by", ""),
            ("refill_every_days", _("days, like 30")),
        ):
            self.texts[name] = LineField(self.look)
            form.add(_(str(MedicineDraft.model_fields[name].title)), self.texts[name], note)
        self.begin, self.next = DayField(self.look, self.on), DayField(self.look, self.on, coming=True)
        form.add(_("Taken since"), self.begin)
        form.add(_("To be fetched by"), self.next, _("empty: worked out"))
        self.texts["remark"] = LineField(self.look)
        form.add(_("Remark"), self.texts["remark"])
        if before is not None:
            for name, field in self.texts.items():
                field.setText(str(getattr(before, name) or ""))
            self.begin.set_day(before.from_date)
            self.next.set_day(before.next_refill)
        self.trouble = Label("", "small", "red", wrap=True)
        self.inside.addWidget(self.trouble)
        button = self.add_button(_("Save"), "primary", key_map.shown("measure.save"), closes=False)
        button.setAutoDefault(False)
        button.setDefault(False)
        button.clicked.connect(self.save)
        self.add_button(_("Do not save"), "quiet", "Esc").setAutoDefault(False)
        key_map.attach(self, "measure.save", self.save)
        self.texts["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Keep the medicine; what cannot be read is said."""
        fields: dict[str, Any] = {name: field.value() or None for name, field in self.texts.items()}
        for name in ("times_a_day", "refill_every_days"):
            typed = fields[name]
            if typed is not None and not (typed.isascii() and typed.isdigit() and len(typed) <= 3):
                self.texts[name].say("error", _("Please write figures only."))
                self.texts[name].setFocus()
                return
            fields[name] = int(typed) if typed else None
        if any([self.begin.wrong(), self.next.wrong()]):
            return
        if not fields["name"]:
            self.texts["name"].say("error", _("Please write the name of the medicine."))
            self.texts["name"].setFocus()
            return
        fields |= {"from_date": self.begin.day(), "next_refill": self.next.day()}
        if saved(self.desk, _("Medicine {name}").format(name=fields["name"]), lambda session: self._run(session, fields), self.trouble):
            self.give("saved")

    def _run(self, session: Session, fields: dict[str, Any]) -> None:
        self.work(session, fields)


class HealthBook(TallDialog):
    """Left the medicines and the readings, right the head of the record."""

    def __init__(self, desk: OpenDesk, resident_id: str, parent: QWidget | None = None) -> None:
        self.on, self.who = desk.today(), resident_id
        with desk.reading() as session:
            self.listed = name_said(own_resident(session, resident_id), self.on)
        super().__init__(parent, desk.look, _("{name}: medicines and health record").format(name=self.listed), width=1000)
        self.desk = desk
        self.inside.addLayout(halves(self._left(), self._right(), (6, 5)))
        self.trouble = Label("", "small", "red", wrap=True)
        self.body.addWidget(self.trouble)
        self.save_button = self.add_button(_("Save the record"), "primary", key_map.shown("measure.save"), closes=False)
        self.save_button.setAutoDefault(False)
        self.save_button.setDefault(False)
        self.save_button.clicked.connect(self.save_head)
        self.add_button(_("Close|button"), "plain", "Esc").setAutoDefault(False)
        key_map.attach(self, "measure.save", self.save_head)
        self.refresh()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _left(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.addWidget(Label(_("Medicines|heading"), "strong"))
        self.list = StayList(self.look, _("Medicines|heading"), indent=12)
        self.list.setMinimumHeight(4 * self.look.sizes.rail_row)
        self.list.taken.connect(self.change)
        box.addWidget(self.list, 3)
        self.none = Label(_("No medicine is written down. {key} adds one.").format(key=key_map.shown("health_book.add")), "small", "ink2")
        box.addWidget(self.none)
        line = QHBoxLayout()
        line.setSpacing(8)
        for name, words, slot in (
            ("health_book.add", _("Add|medicine"), self.add),
            ("health_book.edit", _("Change|medicine"), self.change),
            ("health_book.fetched", _("Fetched|button"), self.fetch),
            ("health_book.end", _("No longer taken"), self.end),
        ):
            line.addWidget(self._button(name, words, slot))
        line.addStretch(1)
        box.addLayout(line)
        box.addWidget(Label(_("Readings|heading"), "strong"))
        self.readings = StayList(self.look, _("Readings|heading"), indent=12)
        self.readings.setMinimumHeight(4 * self.look.sizes.rail_row)
        box.addWidget(self.readings, 4)
        line = QHBoxLayout()
        line.addWidget(self._button("health_book.remove", _("Never was|reading"), self.remove))
        line.addStretch(1)
        box.addLayout(line)
        return box

    def _button(self, name: str, words: str, slot: Callable[[], None]) -> Button:
        button = Button(words, self.look, "plain", key_map.shown(name), small=True)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        key_map.attach(self, name, slot)
        return button

    def _right(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.addWidget(Label(_("Health record|heading"), "strong"))
        form = FieldGrid(self.look, label_width=round(self.look.sizes.body * 5.5))
        self.texts = {name: LineField(self.look) for name in HEAD}
        titles = (_("Allergies"), _("Family or village doctor"), _("Doctor's phone"), _("Usual hospital"))
        for title, field in zip(titles, self.texts.values(), strict=True):
            form.add(title, field)
        self.combos: dict[str, ComboField] = {}
        for name in ("insurance", "blood_type"):
            self.combos[name] = CodeField(name, self.look, none="")
        form.add(_("Health insurance"), self.combos["insurance"])
        form.add(_("Blood type"), self.combos["blood_type"])
        self.texts["remark"] = LineField(self.look)
        form.add(_("Remark"), self.texts["remark"])
        with self.desk.reading() as session:
            record = record_of(session, self.who)
        for name, field in self.texts.items():
            field.setText(str(getattr(record, name, None) or ""))
        for name, combo in self.combos.items():
            combo.set_value(getattr(record, name, None))
        box.addWidget(form)
        box.addStretch(1)
        return box

    def refresh(self) -> None:
        """Read medicines and readings again."""
        with self.desk.reading() as session:
            medicines = medicines_of(session, self.who, self.on)
            pane = pane_of(session, self.who, self.on, rows=READINGS)
        self.list.offer((one.id, self._line(one)) for one in medicines)
        self.readings.offer((row.id, f"{row.day}　{row.words}") for row in pane.rows)
        self.none.setVisible(not medicines)
        for words in (self.list, self.readings):
            if words.count():
                words.setCurrentRow(0)

    def _line(self, one: Medicine) -> str:
        words = medicine_words(one) if one.taken(self.on.isoformat()) else _("{word} (past)").format(word=one.name)
        due = _("to be fetched by {day}").format(day=day_words(date.fromisoformat(one.next_refill), self.on)) if one.next_refill else ""
        return _(" · ").join(filter(None, (words, due)))

    # -- what is done

    def add(self) -> None:
        """Write another medicine down."""

        def work(session: Session, fields: dict[str, Any]) -> None:
            add_medicine(session, MedicineDraft.model_validate(fields | {"resident_id": self.who}), self.on)

        if MedicineForm(self.desk, self, None, work).ask():
            self.refresh()

    def change(self) -> None:
        """Change the medicine one stands on."""
        chosen = self.list.chosen()
        if not chosen:
            return
        with self.desk.reading() as session:
            before = medicine_called(session, chosen)
        if MedicineForm(self.desk, self, before, lambda session, fields: change_medicine(session, chosen, fields)).ask():
            self.refresh()

    def fetch(self) -> None:
        """Write down that the medicine one stands on was fetched today."""
        self._write(_("Medicine fetched: {name}"), lambda session, one: fetched(session, one, self.on))

    def end(self) -> None:
        """End the medicine one stands on, with yesterday as its last day or its first."""
        self._write(_("No longer takes: {name}"), lambda session, one: end_medicine(session, one, self._last(session, one)))

    def _last(self, session: Session, one: str) -> date:
        begin = medicine_called(session, one).from_date
        return max(date.fromordinal(self.on.toordinal() - 1), date.fromisoformat(begin)) if begin else self.on

    def _write(self, says: str, work: Callable[[Session, str], Any]) -> None:
        chosen = self.list.chosen()
        if chosen and saved(self.desk, says.format(name=self.listed), lambda session: _done(work(session, chosen)), self.trouble):
            self.refresh()

    def remove(self) -> None:
        """Take out the reading one stands on, which was never so."""
        chosen = self.readings.chosen()
        says = _("A reading of {name} taken out").format(name=self.listed)
        if chosen and saved(self.desk, says, lambda session: _done(take_out_reading(session, chosen)), self.trouble):
            self.refresh()

    def save_head(self) -> None:
        """Keep the head of the record."""
        fields = {name: field.value() or None for name, field in self.texts.items()}
        fields |= {name: combo.value() or None for name, combo in self.combos.items()}
        says = _("Health record of {name}").format(name=self.listed)
        if saved(self.desk, says, lambda session: _done(write_record(session, self.who, fields, self.on)), self.trouble):
            self.give("saved")


def _done(_result: object) -> None:
    """Drop what a service returns."""


def health_book(desk: OpenDesk, resident_id: str, parent: QWidget) -> None:
    """Open somebody's medicines and health record."""
    HealthBook(desk, resident_id, parent).ask()
