"""One member in the form of a family: the widgets of the line, and what was typed into them as the register takes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from stationdesk.registers.code import table
from stationdesk.registers.id_number import read_id_number
from stationdesk.services.kin_words import kin_word
from stationdesk.ui import resident_fields as known
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import ComboField, LineField, half_width
from stationdesk.ui.parts.labels import Label

ID_DIGITS = 15
"""Digits from which a number is an ID number."""


@dataclass
class Line:
    """The fields of one member."""

    relation: ComboField
    name: LineField
    born: LineField
    phone: LineField
    where: ComboField
    remove: Button
    words: Label
    resident_id: str = ""
    """Somebody who is in the register already."""
    untouched: bool = field(default=True)
    """The relation is still what the form proposed."""

    def widgets(self) -> tuple[QWidget, ...]:
        """Return the widgets in the order of Tab."""
        return self.relation, self.name, self.born, self.phone, self.where, self.remove

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(one.value() for one in (self.name, self.born, self.phone))


def relation_word(code: str) -> str:
    """Return a relation's word in the form: 妻子 and 丈夫 as one says it."""
    return kin_word(code) if code in ("wife", "husband") else table("relation").label(code)


def born_fields(typed: str, on: date) -> dict[str, Any]:
    """Return an ID number, or a birth date as far as it was typed."""
    if not typed:
        return {}
    number = read_id_number(half_width(typed))
    if len(number.text) >= ID_DIGITS:
        return {"id_no": number.text}
    read, _tone, _sentence = known.read_birth_typed(typed, on)
    return dict(known.birth_fields(read))
