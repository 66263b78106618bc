"""What a field of a resident says, in words and masked, as two records are laid side by side."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.contact import EmergencyContact, PhoneNumber
from stationdesk.registers.field import codes_of
from stationdesk.registers.form_style import lunar_as_kept
from stationdesk.registers.household import Household
from stationdesk.registers.mask import masked_id_no, masked_phone
from stationdesk.registers.resident import Resident

WHOLE_DAY = 10
"""Letters of a date known to the day."""


def birth_words(person: Resident) -> str:
    """Return a birth as far as it is known: to the day in its own calendar, or about what year."""
    parts = [int(part) for part in (person.birth_date or "").split("-") if part]
    if not parts:
        return ""
    if person.birth_precision == "age":
        return _("about {year}|birth").format(year=parts[0])
    if person.birth_calendar == "lunar" and len(person.birth_date or "") == WHOLE_DAY:
        when = lunar_as_kept(person.birth_date or "")[len(str(parts[0])) + 1 :]
        return _("{year} lunar {when}").format(year=parts[0], when=when)
    year, month, day = (*parts, 0, 0)[:3]
    if not month:
        return _("{year}|birth").format(year=year)
    if not day:
        return _("{year}/{month}|birth").format(year=year, month=month)
    return _("{year}/{month}/{day}|birth").format(year=year, month=month, day=day)


def value_words(session: Session, person: Resident, name: str) -> str:
    """Return what a field says; numbers are masked."""
    value = getattr(person, name)
    if name == "birth_date":
        return birth_words(person)
    if name == "current_address":
        return person.shown_address() or ""
    if name == "household_id":
        return _house_words(session, person)
    if value in (None, "", ()):
        return ""
    if name == "id_no":
        return masked_id_no(value)
    codes = codes_of(Resident, name)
    if isinstance(value, tuple):
        return _(", ").join(_item(item, codes) for item in value)
    if isinstance(value, bool):
        return _("yes|value") if value else _("no|value")
    if name == "teacher_phone":
        return masked_phone(value)
    return table(codes).label(value) if codes else str(value)


def _item(item: Any, codes: str | None) -> str:
    if isinstance(item, PhoneNumber):
        return masked_phone(item.number)
    if isinstance(item, EmergencyContact):
        return item.name
    if codes:
        return table(codes).label(item)
    kind = getattr(item, "kind", None)
    return table("illness").label(kind) if kind and table("illness").label(kind) else str(kind or item)


def _house_words(session: Session, person: Resident) -> str:
    """Return whose household somebody belongs to."""
    house = session.exec(select(Household).where(Household.id == (person.household_id or ""))).first()
    head = (house.head_name if house else None) or person.head_name
    if head:
        return _("household of {name}").format(name=head)
    return (house.household_no or _("a household")) if house else ""
