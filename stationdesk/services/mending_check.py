"""Whether what was filled in can be kept: each field reads what it needs, or says in a sentence what it lacks."""

from __future__ import annotations

from datetime import date

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.birth_date import BirthDate, read_birth_date
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.id_number import read_id_number
from stationdesk.registers.phone import read_phones
from stationdesk.services.day_reading import read_day
from stationdesk.services.mending_ask import Ask, Fill


class NothingFilledIn(DeskError):
    """Nothing that could be kept was filled in."""


def lacks(ask: Ask, typed: str, choice: str, on: date) -> str:
    """Return what the field still lacks before it can be kept, as a sentence; empty if it can."""
    try:
        _check(ask, typed.strip(), choice, on)
    except NothingFilledIn as error:
        return error.message
    return ""


def _check(ask: Ask, typed: str, choice: str, on: date) -> None:
    if ask.fill in {Fill.CHOICE, Fill.LIST}:
        needed(choice)
    elif ask.fill is Fill.ID_NO:
        number_typed(ask, typed)
    elif ask.fill is Fill.BIRTH:
        born(typed, on)
    elif ask.fill is Fill.DAY:
        (past if ask.gap == "pension_check" else later)(typed, on)
    elif ask.fill in {Fill.PHONE, Fill.RELATIVE}:
        phone_typed(typed)
    else:
        needed(typed)


def needed(text: str) -> str:
    """Return what was filled in. Raises NothingFilledIn where nothing was."""
    if not text:
        raise NothingFilledIn(_("Nothing is filled in yet. With S the person is asked about later."))
    return text


def number_typed(ask: Ask, typed: str) -> None:
    """See that an ID number was typed, and another one than stands there. Raises NothingFilledIn."""
    number = read_id_number(needed(typed))
    if ask.value and number.text == read_id_number(ask.value).text:
        raise NothingFilledIn(_("This is the number that stands there. With K it is kept as it is."))


def phone_typed(typed: str, owner: str = "") -> PhoneNumber:
    """Return the one number typed. Raises NothingFilledIn if there is none, or more than a number."""
    read = read_phones(needed(typed))
    if len(read.phones) != 1:
        raise NothingFilledIn(_("One phone number is needed, like 13800001234 or 0798-8221234."))
    return PhoneNumber(number=read.phones[0].number, owner=read.phones[0].owner or owner)


def born(typed: str, on: date) -> BirthDate:
    """Return the birth date typed. Raises NothingFilledIn."""
    read = read_birth_date(needed(typed), on)
    if read.iso is None or read.doubt == "future":
        raise NothingFilledIn(_("Please write the date like 1945-03-05, a month, or an age."))
    return read


def past(typed: str, on: date) -> date:
    """Return a day up to today. Raises NothingFilledIn."""
    day = read_day(needed(typed), on)
    if day is None:
        raise NothingFilledIn(_("Please write the day like 2027-03-05."))
    if day > on:
        raise NothingFilledIn(_("This day has not come yet. On which day was it done?"))
    return day


def later(typed: str, on: date) -> date:
    """Return a day to come, written out whole. Raises NothingFilledIn."""
    read = read_birth_date(needed(typed), date(on.year + 50, 1, 1))
    if read.iso is None or read.precision != "day" or read.calendar != "solar":
        raise NothingFilledIn(_("Please write the day like 2027-03-05."))
    day = date.fromisoformat(read.iso)
    if day < on:
        raise NothingFilledIn(_("This day is past already. Until when does the new one hold?"))
    return day
