"""Which fields the form of a resident shows, section by section, and how each is filled and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from stationdesk.i18n import N_, _
from stationdesk.registers.birth_date import BirthDate, read_birth_date, read_birthday, solar_of
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.field import codes_of
from stationdesk.registers.lunar_calendar import words as lunar_words
from stationdesk.registers.phone import read_phones
from stationdesk.registers.resident import Resident, ResidentDraft, years_old
from stationdesk.services.birthday_words import birth_of, both_ways, next_on, written_of


@dataclass(frozen=True)
class Section:
    """A heading and the fields below it; `folded` ones open when one comes to them."""

    code: str
    title: str
    names: tuple[str, ...]


SECTIONS = (
    Section("who", N_("Who it is"), ("name", "id_no", "sex", "birth_date", "birthday", "nickname", "alias")),
    Section(
        "where",
        N_("Where and how to reach"),
        ("phones", "village", "village_group", "current_address", "residency_status", "residency_place"),
    ),
    Section(
        "how",
        N_("Situation"),
        (
            "living_arrangement",
            "children_whereabouts",
            "health_status",
            "self_care",
            "smartphone_ability",
            "political_status",
            "health_note",
        ),
    ),
    Section("child", N_("School and guardianship"), ("school", "grade_class", "parents_away", "father_status", "mother_status")),
    Section("rest", N_("Besides"), ("registered_address", "remark")),
)
WHOLE = frozenset({"health_note", "remark"})
"""Fields of several lines."""
_DOUBTS = {
    "bad_date": N_("There is no such day. Please look again."),
    "two_digit_year": N_("The century is guessed. Please write four figures."),
    "future": N_("This day has not come yet."),
    "zodiac_only": N_("The year of birth is not known from this."),
    "no_year": N_("The year is missing."),
    "leap_month": N_("That year has no such leap month. Please look again."),
    "cycle_year": N_("Two years fit. Please write the year in figures."),
}
_HOW_TO_WRITE = N_("Please write the date like 1945-03-05, a month, or an age.")


def label_of(name: str) -> str:
    """Return a field's label, as the register has it."""
    return _(str(ResidentDraft.model_fields[name].title))


def choices_of(name: str) -> list[tuple[str, str]]:
    """Return the codes a field may hold, none first."""
    codes = codes_of(ResidentDraft, name)
    if codes is None:
        return []
    rows = list(table(codes).given)
    if name == "residency_status":
        rows = [row for row in rows if row.code != "merged"]
    if name == "sex":
        return [(row.code, row.label) for row in rows if row.code in ("male", "female")]
    return [("", "—"), *((row.code, row.label) for row in rows)]


def word_of(name: str) -> Callable[[str], str]:
    """Return what says a field's code in a word: one that is not offered any more may stand on a record still."""
    codes = codes_of(ResidentDraft, name)
    return table(codes).label if codes is not None else str


def shown_value(resident: Resident, name: str) -> str:
    """Return what stands in a field's widget for what is kept."""
    value = getattr(resident, name)
    if name == "phones":
        return phones_text(value)
    if name == "birth_date":
        return birth_text(resident)
    if name == "birthday":
        return birthday_text(resident)
    return "" if value is None else str(value)


def phones_text(phones: Sequence[PhoneNumber]) -> str:
    """Return phones as they are typed: 13800001234（儿子）、0798-0123456."""
    return "、".join(f"{one.number}（{one.owner or one.relation}）" if one.owner or one.relation else one.number for one in phones)


def read_phones_typed(typed: str, kept: Sequence[PhoneNumber]) -> tuple[tuple[PhoneNumber, ...], str, str]:
    """Return the phones typed (with what was known of the same numbers), tone and sentence for beside the field."""
    read = read_phones(typed)
    before = {one.number: one for one in kept}
    found = []
    for one in read.phones:
        old = before.get(one.number)
        owner = one.owner
        found.append(
            old.model_copy(update={"owner": owner}) if old and old.relation != owner else old or PhoneNumber(number=one.number, owner=owner)
        )
    doubts = [one.number for one in read.phones if one.doubt in ("bad_length", "no_area_code")]
    if typed.strip() and not found:
        return (), "error", _("No number is found in this.")
    if doubts:
        return tuple(found), "doubt", _("The length of {number} is unusual. It can be saved all the same.").format(number=doubts[0])
    return tuple(found), "plain", _("{count} numbers").format(count=len(found)) if len(found) > 1 else ""


def birth_text(resident: Resident) -> str:
    """Return a birth date as it is typed."""
    if not resident.birth_date:
        return ""
    if birth_of(resident).leap:
        return written_of(birth_of(resident)) or resident.birth_date
    lunar = _("lunar ") if resident.birth_calendar == "lunar" else ""
    if resident.birth_precision == "age":
        return _("about {year}").format(year=resident.birth_date)
    return lunar + resident.birth_date


def read_birth_typed(typed: str, on: date) -> tuple[BirthDate, str, str]:
    """Return the birth date typed, tone and sentence for beside the field."""
    text = typed.strip()
    before, after = _("about {year}").split("{year}")
    about = text.removeprefix(before.strip()).removesuffix(after.strip()).strip()
    read = read_birth_date(text, on)
    if read.iso is None and about != text and len(about) == 4 and about.isdigit():
        read = BirthDate(about, "age")
    if not text:
        return read, "plain", ""
    if read.iso is None:
        return read, "error", _(_DOUBTS.get(read.doubt or "", _HOW_TO_WRITE))
    years = years_old(read.iso, read.precision, on.isoformat())
    words = _("{years} years").format(years=years)
    if read.doubt in _DOUBTS:
        return read, "doubt", _(_DOUBTS[read.doubt])
    if read.calendar == "lunar" and read.precision == "day" and solar_of(read) is None:
        return read, "doubt", _("That month has no such day that year. It can be saved all the same.")
    both = both_ways(read) or (_("lunar, ").rstrip("，") if read.calendar == "lunar" else "")
    return read, "plain", _(", ").join(filter(None, (both, words)))


def birthday_text(resident: Resident) -> str:
    """Return the birthday kept as it is typed."""
    if not resident.birthday:
        return ""
    month, day = (int(part) for part in resident.birthday.split("-"))
    return lunar_words(month, day) if resident.birthday_calendar == "lunar" else f"{month}-{day}"


def read_birthday_typed(typed: str, on: date) -> tuple[Mapping[str, Any], str, str]:
    """Return the fields of a birthday typed without its year (农历三月初五, 3-5), tone and sentence for beside the field."""
    text = typed.strip()
    if not text:
        return {"birthday": None, "birthday_calendar": None}, "plain", ""
    read = read_birthday(text, on)
    if read is None:
        return {}, "error", _("Please write the birthday like 3-5, or with its lunar words.")
    month, day, lunar = read
    falls = next_on(read, on)
    told = "" if falls is None else _("next on {year}-{month}-{day}").format(year=falls.year, month=falls.month, day=falls.day)
    said = lunar_words(month, day) if lunar else _("solar calendar")
    fields = {"birthday": f"{month:02}-{day:02}", "birthday_calendar": "lunar" if lunar else "solar"}
    return fields, "plain", _(", ").join(filter(None, (said, told)))


def birth_fields(read: BirthDate) -> Mapping[str, Any]:
    """Return the fields a birth date fills."""
    if read.iso is None:
        return {"birth_date": None, "birth_precision": None, "birth_calendar": None, "birth_written": None}
    written = {"birth_written": written_of(read)}
    return {"birth_date": read.iso, "birth_precision": read.precision, "birth_calendar": read.calendar} | written
