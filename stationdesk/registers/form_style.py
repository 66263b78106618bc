"""How a fact is written into a receiver's form: the ID number in six ways, dates, codes, phones, money, yes and no.

Receivers ask for the same number in different ways (domain 0(1)): with or without an apostrophe before it, X large or small,
parted so that it can be read aloud; and where it must not be read in full, covered or only its last four (domain 5(6)).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from stationdesk.i18n import N_
from stationdesk.registers.code import table
from stationdesk.registers.mask import masked_id_no, masked_phone

GONE_RELATIVE = "—"
"""What stands where a relative has died (domain 1.0): not left blank, so that nobody asks."""
TICK = "√"

STYLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "text": {"plain": N_("as kept")},
        "id": {
            "plain": N_("18 characters, large X"),
            "apostrophe": N_("with ' before it"),
            "lower_x": N_("18 characters, small x"),
            "spaced": N_("parted 6-8-4"),
            "covered": N_("covered, first 6 and last 4"),
            "last_four": N_("last 4 only"),
        },
        "date": {
            "dashes": N_("2026-11-28"),
            "words": N_("2026 in words: year, month, day"),
            "plain": N_("20261128"),
            "month": N_("2026.11"),
            "slashes": N_("2026/11/28"),
            "lunar": N_("by the lunar calendar"),
            "year": N_("the year only"),
        },
        "code": {
            "label": N_("the word"),
            "national": N_("the national number"),
            "code": N_("the code"),
            "ticks": N_("all choices, ticked"),
        },
        "codes": {"label": N_("the words"), "national": N_("the national numbers"), "code": N_("the codes")},
        "phone": {"all": N_("all numbers"), "first": N_("the first number"), "covered": N_("covered")},
        "money": {"yuan": N_("yuan"), "cents": N_("cents")},
        "flag": {"words": N_("yes / no"), "there": N_("there / not there"), "tick": N_("a tick"), "digit": N_("1 / 0")},
        "number": {"plain": N_("as a number"), "words": N_("with its word")},
    }
)
"""Kind of fact → style → what it is called; the first is meant where none is said."""


def first_style(kind: str) -> str:
    """Return the style of `kind` that is meant where none is said."""
    return next(iter(STYLES[kind]))


def id_writer(style: str) -> Callable[[str], str]:
    """Return how an ID number is written in `style`. What is no whole number (too short, a remark) is never cut: it stays as kept."""
    writers: dict[str, Callable[[str], str]] = {
        "plain": str.upper,
        "apostrophe": lambda number: "'" + number.upper(),
        "lower_x": str.lower,
        "spaced": _spaced,
        "covered": lambda number: masked_id_no(number).upper(),
        "last_four": lambda number: number[-4:].upper() if len(number) >= 15 else masked_id_no(number),
    }
    return writers[style]


def _spaced(number: str) -> str:
    number = number.upper()
    return f"{number[:6]} {number[6:14]} {number[14:]}" if len(number) == 18 else number


def date_writer(style: str) -> Callable[[str], str]:
    """Return how a date (1942, 1942-03 or 1942-03-05) is written in `style`; nothing is added to one that is not known to the day."""
    writers: dict[str, Callable[[str], str]] = {
        "dashes": str,
        "words": lru_cache(4096)(_in_words),
        "plain": lambda day: day.replace("-", ""),
        "month": lambda day: day[:7].replace("-", "."),
        "slashes": lambda day: day.replace("-", "/"),
        "lunar": lru_cache(4096)(lunar_words),
        "year": lambda day: day[:4],
    }
    return writers[style]


def _in_words(day: str) -> str:
    parts = zip(day.split("-"), "年月日", strict=False)
    return "".join(f"{int(number)}{unit}" for number, unit in parts)


def lunar_words(day: str) -> str:
    """Return a solar day as the lunar calendar has it: 1942年三月初五 (lunar_python); one not known to the day stays as it is."""
    if len(day) != 10:
        return _in_words(day)
    from lunar_python import Solar

    year, month, number = (int(part) for part in day.split("-"))
    if not 1900 <= year <= 2100:
        return _in_words(day)
    lunar = Solar.fromYmd(year, month, number).getLunar()
    return f"{lunar.getYear()}年{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"


def lunar_as_kept(day: str) -> str:
    """Return a date that is kept by the lunar calendar in its words: 1942-03-05 → 1942年三月初五."""
    if len(day) != 10:
        return _in_words(day)
    from lunar_python import Lunar

    year, month, number = (int(part) for part in day.split("-"))
    try:
        lunar = Lunar.fromYmd(year, month, number)
    except Exception:  # noqa: BLE001 - the library raises bare Exception for a day its month does not have
        return _in_words(day)
    return f"{year}年{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"


def solar_as_kept(day: str) -> str | None:
    """Return the solar day of a lunar one, or None if there is none."""
    from stationdesk.registers.birth_date import BirthDate, solar_of

    return solar_of(BirthDate(day, "day", "lunar")) if len(day) == 10 else None


def code_writer(codes: str, style: str) -> Callable[[str], str]:
    """Return how a code of the table `codes` is written in `style`."""
    found = table(codes)
    if style == "national":
        return lambda code: found.national(code) or found.label(code)
    if style == "ticks":
        choices = tuple((row.code, row.label) for row in found.rows if not row.group and not found.is_restricted(row.code))
        return lambda code: ticked(choices, code)
    return (lambda code: code) if style == "code" else found.label


def ticked(choices: tuple[tuple[str, str], ...], code: str) -> str:
    """Return every choice with a bracket behind it, the chosen one ticked: 健康( ) 残疾(√) 患病( )."""
    return " ".join(f"{label}({TICK if one == code else ' '})" for one, label in choices)


def phone_writer(style: str) -> Callable[[list[str]], str]:
    """Return how a list of numbers is written in `style`."""
    if style == "covered":
        return lambda numbers: "、".join(map(masked_phone, numbers))
    if style == "first":
        return lambda numbers: numbers[0] if numbers else ""
    return "、".join


def money_writer(style: str) -> Callable[[int], int | float]:
    """Return how an amount in 分 is written: 元 as a number with at most two places, or 分."""
    if style == "cents":
        return lambda cents: cents
    return lambda cents: cents // 100 if cents % 100 == 0 else cents / 100


def flag_writer(style: str) -> Callable[[bool], str]:
    """Return how yes and no are written."""
    yes, no = {"words": ("是", "否"), "there": ("有", "无"), "tick": (TICK, ""), "digit": ("1", "0")}[style]
    return lambda flag: yes if flag else no
