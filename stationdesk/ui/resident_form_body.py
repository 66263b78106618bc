"""The widgets of the resident's form, section by section, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QPlainTextEdit, QVBoxLayout, QWidget

from stationdesk.i18n import N_, _
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.services.resident_list import category_word
from stationdesk.ui import key_map
from stationdesk.ui import resident_fields as known
from stationdesk.ui.chips_field import ChipsField
from stationdesk.ui.kin_rows import KinRows
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField, Row
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.segments import Segments

MOVES = ("residency_status", "residency_place")
"""Where somebody is, and its place."""
Field = LineField | ComboField | QPlainTextEdit | Segments


class ResidentFields(QWidget):
    """Every field of the form; `changed` names the one that was typed into."""

    changed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.fields: dict[str, Field] = {}
        self.rows: dict[str, Row] = {}
        self.kept_phones: Sequence[PhoneNumber] = ()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(12)
        self.grids: list[FieldGrid] = []
        for section in known.SECTIONS:
            self._section(section)
        self._align()
        look.changed.connect(self._align)

    def _align(self) -> None:
        """Let the fields of all sections begin at one line."""
        widest = max(grid.widest_label() for grid in self.grids)
        for grid in self.grids:
            grid.grid.setColumnMinimumWidth(0, widest)

    def _section(self, section: known.Section) -> None:
        title = Label(_(section.title), "strong")
        grid = FieldGrid(self.look)
        self.grids.append(grid)
        self.box.addWidget(title)
        self.box.addWidget(grid)
        for name in section.names:
            self._add(grid, name)
        if section.code == "who":
            self._care(grid)
        if section.code == "where":
            self.box.addWidget(Label(_("Kin"), "strong"))
            self.kin = KinRows(self.look)
            self.kin.changed.connect(lambda: self.changed.emit("kin"))
            self.box.addWidget(self.kin)
        if section.code == "child":
            self.child_section = (title, grid)

    def _add(self, grid: FieldGrid, name: str) -> None:
        choices = known.choices_of(name)
        field: Field
        if name == "sex":
            field = Segments(choices, self.look)
            field.changed.connect(lambda _code: self.changed.emit("sex"))
        elif choices:
            field = ComboField(choices, self.look, word=known.word_of(name))
            field.activated.connect(lambda _at: self.changed.emit(name))
        elif name in known.WHOLE:
            field = QPlainTextEdit()
            field.setTabChangesFocus(True)
            field.setFixedHeight(66)
            field.textChanged.connect(lambda: self.changed.emit(name))
        else:
            field = LineField(self.look, _(_PLACEHOLDERS[name]) if name in _PLACEHOLDERS else "")
            field.textEdited.connect(lambda _text: self.changed.emit(name))
            field.editingFinished.connect(lambda: self.changed.emit(f"{name} left"))
        self.fields[name] = field
        self.rows[name] = grid.add(known.label_of(name), field, stretch=name != "sex")

    def _care(self, grid: FieldGrid) -> None:
        """Add category and grade, which are registers of their own."""
        known_codes = table("resident_category")
        codes = [row for row in known_codes.given if not known_codes.is_restricted(row.code)]
        self.categories = ChipsField(self.look, _("Categories"), _("living alone…"), known_codes.given_code_for)
        labels = {
            row.code: category_word(row.code) for row in known_codes.rows if not row.group and not known_codes.is_restricted(row.code)
        }
        self.categories.offer(labels, [row.label for row in codes])
        self.rows["categories"] = grid.add(_("Categories"), self.categories)
        self.categories.claim_enter()
        self.categories.changed.connect(lambda: self.changed.emit("categories"))
        self.grade = Segments([], self.look)
        grid.add(_("Care grade"), self.grade, stretch=False)
        self.reason = LineField(self.look, _("why this grade, may stay empty"))
        self.rows["grade_reason"] = grid.add(_("Reason"), self.reason)
        self.rows["grade_reason"].set_visible(False)
        self.grade.changed.connect(self._graded)
        self.reason.textEdited.connect(lambda _text: self.changed.emit("grade"))

    def _graded(self) -> None:
        self.rows["grade_reason"].set_visible(True)
        self.changed.emit("grade")

    def offer_groups(self, groups: Sequence[str]) -> None:
        """Offer the village's groups while one types."""
        field = self.fields["village_group"]
        if isinstance(field, LineField):
            completer = QCompleter(list(groups), field)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            field.setCompleter(completer)

    def show_child(self, child: bool) -> None:
        """Show the section about school only for a child."""
        for widget in self.child_section:
            widget.setVisible(child)

    def close_moves(self, *, closed: bool) -> None:
        """Let where somebody is be read only: of a resident who is kept, 有变动 asks for it and shows what follows."""
        for name in MOVES:
            self.fields[name].setEnabled(not closed)
        key = key_map.shown("residents.status")
        self.rows[MOVES[0]].say("plain", _("Is changed by {key}, which shows what follows.").format(key=key) if closed else "")

    # -- what stands in them

    def text(self, name: str) -> str:
        """Return what stands in a field: text as typed, or the code chosen."""
        field = self.fields[name]
        if isinstance(field, QPlainTextEdit):
            return field.toPlainText()
        if isinstance(field, LineField):
            return field.value()
        return field.value() or ""

    def set_text(self, name: str, text: str) -> None:
        """Put a text or code into a field, without telling."""
        field = self.fields[name]
        if isinstance(field, QPlainTextEdit):
            field.blockSignals(True)
            field.setPlainText(text)
            field.blockSignals(False)
        elif isinstance(field, LineField):
            field.setText(text)
            field.setCursorPosition(0)
        else:
            field.set_value(text or None)

    def typed(self) -> dict[str, Any]:
        """Return everything the form holds, as a draft keeps it."""
        beside = {"categories": list(self.categories.values), "grade": self.grade.value(), "grade_reason": self.reason.text()}
        return {name: self.text(name) for name in self.fields} | beside | {"kin": self.kin.typed()}

    def fill(self, typed: Mapping[str, Any]) -> None:
        """Show what a record or a draft holds; what it does not name is emptied."""
        for name in self.fields:
            self.set_text(name, str(typed.get(name) or ""))
            self.rows[name].say("plain", "")
        self.categories.set_values([str(code) for code in typed.get("categories", ())])
        self.rows["categories"].say("plain", "")
        self.grade.set_value(typed.get("grade") or None)
        self.reason.setText(str(typed.get("grade_reason") or ""))
        self.rows["grade_reason"].set_visible(bool(typed.get("grade_reason")))
        self.kin.show_typed(typed.get("kin", ()))

    def values(self, on: date) -> dict[str, Any]:
        """Return the resident's fields as the register takes them."""
        found: dict[str, Any] = {name: self.text(name) or None for name in self.fields if name not in ("phones", "birth_date", "birthday")}
        found["phones"], _tone, _sentence = known.read_phones_typed(self.text("phones"), self.kept_phones)
        read, _tone, _sentence = known.read_birth_typed(self.text("birth_date"), on)
        birthday, _tone, _sentence = known.read_birthday_typed(self.text("birthday"), on)
        return found | dict(known.birth_fields(read)) | dict(birthday)

    def wrong(self, on: date) -> str:
        """Return the first field that cannot be kept as it stands, empty if all can."""
        if not self.text("name"):
            return "name"
        tones = {
            "phones": known.read_phones_typed(self.text("phones"), ())[1],
            "birth_date": known.read_birth_typed(self.text("birth_date"), on)[1],
            "birthday": known.read_birthday_typed(self.text("birthday"), on)[1],
        }
        for name, tone in tones.items():
            if tone == "error":
                return name
        if not self.categories.values:
            return "categories"
        return "" if self.text("village") else "village"

    def focus(self, name: str) -> None:
        """Put the keyboard into a field."""
        field = self.categories if name == "categories" else self.fields[name]
        field.setFocus(Qt.FocusReason.OtherFocusReason)


_PLACEHOLDERS = {"phones": N_("number (whose), number"), "birth_date": N_("1945-03-05"), "birthday": N_("if the family keeps another day")}
