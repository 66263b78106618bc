"""Values as the page of missing facts says them: numbers covered, dates by their calendar, codes in words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from stationdesk.i18n import N_, _
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.field import codes_of
from stationdesk.registers.mask import masked_id_no, masked_phone
from stationdesk.registers.resident import Resident, ResidentDraft

_ID_STATES = {
    "lost_digits": N_("The last digits were lost when a sheet kept it as a number."),
    "checksum": N_("The check digit does not fit: one figure is wrong or two are swapped."),
    "bad_date": N_("There is no such birth date in a year."),
    "bad_length": N_("It has not 18 figures."),
    "placeholder": N_("This is no number."),
}


def id_state_words(state: str | None) -> str:
    """Return what is wrong with an ID number, as a sentence."""
    return _(_ID_STATES[state]) if state in _ID_STATES else ""


def numbers_of(phones: Iterable[PhoneNumber]) -> str:
    """Return phone numbers, covered."""
    return _(", ").join(masked_phone(one.number) for one in phones)


def covered_numbers(kept: str | None) -> str:
    """Return the numbers of a kept list, covered."""
    return _(", ").join(masked_phone(one["number"]) for one in json.loads(kept or "[]") if one.get("number"))


def covered_id(number: str | None) -> str:
    """Return an ID number, covered; a short one only by its length."""
    if not number:
        return ""
    return masked_id_no(number) if 15 <= len(number) <= 18 else _("{count} characters").format(count=len(number))


def birth_words(resident: Resident) -> str:
    """Return a birth date with its calendar, or how it was written."""
    return birth_text(resident.birth_date, resident.birth_precision, resident.birth_calendar) or resident.birth_written or ""


def birth_text(birth: str | None, precision: str | None, calendar: str | None) -> str:
    """Return a birth date with its calendar."""
    if not birth:
        return ""
    if precision == "age":
        return _("about {year}").format(year=birth)
    return (_("lunar ") if calendar == "lunar" else "") + birth


def value_words(name: str, value: Any) -> str:
    """Return what a field of a resident holds in words: codes by their label, numbers covered."""
    if value in (None, "", (), []):
        return "—"
    if name in {"id_no", "disability_no"}:
        return covered_id(str(value))
    if isinstance(value, bool) or value in ("True", "False"):
        return _("yes") if value in (True, "True") else _("no|answer")
    codes = codes_of(ResidentDraft, name) if name in ResidentDraft.model_fields else None
    if isinstance(value, tuple | list):
        return _(", ").join(value_words(name, one) if isinstance(one, str) else str(getattr(one, "number", one)) for one in value)
    return _(", ").join(table(codes).label(one) for one in str(value).split("、")) if codes else str(value)


def field_words(name: str) -> str:
    """Return a field's label; another heading is its own word."""
    return _(str(ResidentDraft.model_fields[name].title)) if name in ResidentDraft.model_fields else name
