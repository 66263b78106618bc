"""Birth dates as people write them: day, month, year or age only, solar or lunar, with every doubt named."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from math import isnan
from typing import NamedTuple

from stationdesk.registers.lunar_calendar import FIRST, LAST, leap_month, solar_of_lunar

STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
OLDEST = 120
"""Years: nobody in a register is taken to be older."""

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_ISO = re.compile(
    r"(\d{4})(?:年|[-./、]|\s)\s*(\d{1,2})(?:(?:月|[-./、]|\s)\s*(?:(\d{1,2})[日号]?)?)?(?:\s*[T ]?0{1,2}:00(?::00)?(?:\.0+)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_YEAR = re.compile(r"(\d{4})年?")
_SHORT = re.compile(r"'?(\d{2})(?:年|[-./])(\d{1,2})(?:(?:月|[-./])(?:(\d{1,2})[日号]?)?)?|(\d{2})年")
_AGE = re.compile(r"(?:约|大约|大概|近)?(\d{1,3})(?:多|来|余)?(?:周?岁|虚岁|岁)?(?:多|左右|上下|余)?(?:周?岁)?(?:左右|上下)?")
_ABOUT = re.compile(r"约|大概|近|多|来|余|左右|上下")
_HAN_YEAR = re.compile(r"([〇○零一二三四五六七八九]{4}|[〇○零一二三四五六七八九]{2})年(.*)")
_LUNAR_WORD = re.compile(r"[（(]?(?:农历|阴历|旧历|古历|夏历)[）)]?[:：]?")
_SOLAR_WORD = re.compile(r"[（(]?(?:公历|阳历|新历|国历)[）)]?[:：]?")
_LUNAR_DAY = re.compile(
    r"(\d{2,4})[年.\-/]?\s*(闰)?([正一二三四五六七八九十冬腊]{1,2}|\d{1,2})[月.\-/](?:(初[一二三四五六七八九十]|廿[一二三四五六七八九]?|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]|\d{1,2})[日号]?)?"
)
_MONTH_DAY = re.compile(r"\d{1,2}[月.\-/]\d{1,2}[日号]?")
_REPUBLIC = re.compile(r"民国(\d{1,2})年(.*)")
_STEM_BRANCH = re.compile(rf"([{STEMS}])([{BRANCHES}])年?(.*)")
_ANIMAL = re.compile(rf"(?:属|生肖)[:：]?([{ANIMALS}])")
_NOTHING = frozenset(
    [
        "",
        "无",
        "不详",
        "不清楚",
        "未知",
        "不知道",
        "/",
        "\\",
        "-",
        "--",
        "—",
        "——",
        "暂无",
        "0",
        "#N/A",
        "N/A",
        "#VALUE!",
        "#REF!",
        "00000000",
    ]
)


class BirthDate(NamedTuple):
    """A birth date: `iso` is `1942`, `1942-03` or `1942-03-05` (a lunar date in its own month and day), None if unreadable.

    `precision` is day, month, year or age (then the year is only computed). `doubt` is bad_date, two_digit_year, about,
    zodiac_only, cycle_year, month_1_or_10, no_year, future, leap_month, unreadable, placeholder or None.
    """

    iso: str | None
    precision: str | None = None
    calendar: str = "solar"
    doubt: str | None = None
    age: int | None = None
    leap: bool = False
    """The lunar month is a leap month: its number is the one of the month before it."""


NOTHING = BirthDate(None)


def read_birth_date(raw: str | float | date | None, on: date, *, epoch_1904: bool = False) -> BirthDate:
    """Read a birth date from what a cell holds; `on` is the day it is read (ages and two-digit years count back from it)."""
    if raw is None or raw == "":
        return NOTHING
    if isinstance(raw, str):
        return _of_text(raw, on)
    if isinstance(raw, date):
        day = raw.date() if isinstance(raw, datetime) else raw
        return _day(day.year, day.month, day.day, on)
    return _of_number(float(raw), on, epoch_1904)


def _day(year: int, month: int | None, day: int | None, on: date, calendar: str = "solar", doubt: str | None = None) -> BirthDate:
    if not on.year - OLDEST - 10 <= year <= on.year + 1 or (month is not None and not 1 <= month <= 12):
        return BirthDate(None, None, calendar, "future" if year > on.year + 1 and year < 2200 else "bad_date")
    if day == 0:
        day = None
    if month is None:
        return BirthDate(f"{year:04}", "year", calendar, doubt or ("future" if year > on.year else None))
    if day is None:
        return BirthDate(f"{year:04}-{month:02}", "month", calendar, doubt or ("future" if (year, month) > (on.year, on.month) else None))
    if calendar == "lunar":
        return BirthDate(f"{year:04}-{month:02}-{day:02}", "day", calendar, doubt or (None if 1 <= day <= 30 else "bad_date"))
    try:
        born = date(year, month, day)
    except ValueError:
        return BirthDate(None, None, calendar, "bad_date")
    return BirthDate(born.isoformat(), "day", calendar, doubt or ("future" if born > on else None))


def _of_number(raw: float, on: date, epoch_1904: bool) -> BirthDate:
    if isnan(raw) or raw < 0 or raw > 99_999_999:
        return BirthDate(None, doubt="unreadable")
    if raw != int(raw) and 1850 <= raw < 2200:
        year, month = f"{raw:.4f}".rstrip("0").split(".")
        if len(month) > 2:
            return BirthDate(year, "year", doubt="bad_date")
        return _day(int(year), int(month), None, on, doubt="month_1_or_10" if month == "1" else None)
    whole = int(raw)
    if whole == 0:
        return BirthDate(None, doubt="placeholder")
    if whole <= OLDEST:
        return _age(whole, on, None)
    if 1850 <= whole < 2200:
        return _day(whole, None, None, on)
    if whole > 180_000:
        return _of_text(str(whole), on)
    return from_serial(whole, on, epoch_1904=epoch_1904)


def from_serial(serial: int, on: date, *, epoch_1904: bool = False) -> BirthDate:
    """Read a spreadsheet's day count: 1 is 1900-01-01 (with a 1900-02-29 that never was), or 0 is 1904-01-01."""
    if not epoch_1904 and serial == 60:
        return BirthDate(None, doubt="bad_date")
    start = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30) if serial > 60 else date(1899, 12, 31)
    try:
        day = start + timedelta(days=serial)
    except OverflowError:
        return BirthDate(None, doubt="bad_date")
    return _day(day.year, day.month, day.day, on)


def _age(years: int, on: date, doubt: str | None) -> BirthDate:
    return BirthDate(f"{on.year - years:04}", "age", "solar", doubt, years)


def _of_text(raw: str, on: date) -> BirthDate:
    text = unicodedata.normalize("NFKC", raw)
    text = re.sub(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff]", "", text).strip().strip("'").rstrip("生")
    match = _ISO.fullmatch(text)
    if match:
        return _day(int(match[1]), int(match[2]), int(match[3]) if match[3] else None, on)
    if text.upper() in _NOTHING:
        return BirthDate(None, doubt="placeholder" if text else None)
    lunar = bool(_LUNAR_WORD.search(text))
    text = re.sub(r"\s+", "", _SOLAR_WORD.sub("", _LUNAR_WORD.sub("", text)))
    if not lunar:
        found = _digits_only(text, on) or _short(text, on)
        if found:
            return found
    return _of_words(_han_digits(text), on, lunar)


def _digits_only(text: str, on: date) -> BirthDate | None:
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]) if match[3] else None, on)
    if match := _COMPACT.fullmatch(text):
        return _day(int(match[1]), int(match[2]) or None, int(match[3]) if match[3] else None, on)
    if match := _YEAR.fullmatch(text):
        return _day(int(match[1]), None, None, on)
    if re.fullmatch(r"\d{5}(?:\.0+)?", text):
        return from_serial(int(float(text)), on)
    if re.fullmatch(r"\d{1,3}\.0+", text):
        text = text.split(".", maxsplit=1)[0]
    if (match := _AGE.fullmatch(text)) and int(match[1]) <= OLDEST:
        return _age(int(match[1]), on, "about" if _ABOUT.search(text) else None)
    return None


def _short(text: str, on: date) -> BirthDate | None:
    match = _SHORT.fullmatch(text)
    if match is None:
        return None
    year = int(match[1] or match[4])
    century = 2000 if year <= on.year % 100 else 1900
    month = int(match[2]) if match[2] else None
    return _day(century + year, month, int(match[3]) if match[3] else None, on, doubt="two_digit_year")


def _han_digits(text: str) -> str:
    """Return `text` with a year in Chinese digits written in figures; months and days stay, for they tell lunar from solar."""
    match = _HAN_YEAR.fullmatch(text)
    return f"{match[1].translate(_DIGITS)}年{match[2]}" if match else text


def _of_words(text: str, on: date, lunar: bool) -> BirthDate:
    if match := _REPUBLIC.fullmatch(text):
        text = f"{1911 + int(match[1])}年{match[2]}"
    elif match := _STEM_BRANCH.match(text):
        return _cycle_year(match, on)
    if match := _ANIMAL.search(text):
        rest = text[: match.start()].strip("(,，、")
        found = _digits_only(rest, on) if rest else None
        return found or BirthDate(None, None, "lunar", "zodiac_only")
    found = _lunar(text, on, lunar)
    if found:
        return found
    plain = None if lunar else _digits_only(text, on) or _short(text, on)
    if plain:
        return plain
    if match := re.match(r"(\d{4})年?", text):
        year = _day(int(match[1]), None, None, on, "lunar" if lunar else "solar")
        return year._replace(doubt=year.doubt or ("unreadable" if text[match.end() :] else None))
    return BirthDate(None, doubt="no_year" if _MONTH_DAY.fullmatch(text) else "unreadable")


def _lunar(text: str, on: date, lunar: bool) -> BirthDate | None:
    match = _LUNAR_DAY.fullmatch(text)
    if match is None:
        return _digits_lunar(text, on) if lunar else None
    month, day = han_number(match[3]), han_number(match[4] or "")
    year, doubt, leap = int(match[1]), None, bool(match[2])
    if year < 100:
        year, doubt = year + (2000 if year <= on.year % 100 else 1900), "two_digit_year"
    if leap and (not FIRST <= year <= LAST or leap_month(year) != month):
        doubt = doubt or "leap_month"
    is_lunar = lunar or bool(match[2]) or match[3] in ("正", "冬", "腊") or (match[4] or "")[:1] in ("初", "廿")
    return _day(year, month, day or None, on, "lunar" if is_lunar else "solar", doubt)._replace(leap=leap and doubt != "leap_month")


def read_birthday(raw: str, on: date) -> tuple[int, int, bool] | None:
    """Read a birthday without its year: month, day, and whether by the moon (农历三月初五, 腊月廿三, 3-5); None if it is none.

    A leap month is kept in the ordinary month of its number.
    """
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", raw))
    lunar, bare = bool(_LUNAR_WORD.search(text)), _SOLAR_WORD.sub("", _LUNAR_WORD.sub("", text))
    match = _LUNAR_DAY.fullmatch(f"2000年{bare}")
    if match is None or not match[4]:
        return None
    read = _lunar(f"2000年{bare}", on, lunar)
    if read is None or read.iso is None or read.precision != "day" or read.doubt == "bad_date":
        return None
    return int(read.iso[5:7]), int(read.iso[8:10]), read.calendar == "lunar"


def _digits_lunar(text: str, on: date) -> BirthDate | None:
    match = _COMPACT.fullmatch(text) or _ISO.fullmatch(text) or _YEAR.fullmatch(text)
    if match is None:
        return None
    parts = [int(part) if part else None for part in (*match.groups(), None, None)]
    return _day(parts[0] or 0, parts[1], parts[2], on, "lunar")


def han_number(text: str) -> int:
    """Return the number that 正, 十二, 廿三, 初五, 冬, 腊, 三十 or figures write in a date or a group; 0 for an empty text."""
    if not text or text.isdigit():
        return int(text or 0)
    if text in ("正", "冬", "腊"):
        return {"正": 1, "冬": 11, "腊": 12}[text]
    text = text.removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.partition("十")
    units = "零一二三四五六七八九"
    if not ten:
        return units.find(text.replace("两", "二").replace("〇", "零")[-1])
    return (units.find(tens) if tens else 1) * 10 + (units.find(ones) if ones else 0)


def _cycle_year(match: re.Match[str], on: date) -> BirthDate:
    stem, branch = STEMS.index(match[1]), BRANCHES.index(match[2])
    years = [year for year in range(on.year - 109, on.year + 1) if (year - 4) % 10 == stem and (year - 4) % 12 == branch]
    if not years:
        return BirthDate(None, None, "lunar", "bad_date")
    rest = _LUNAR_DAY.fullmatch(f"{years[0]}年{match[3]}") if match[3] else None
    month, day = (han_number(rest[3]), han_number(rest[4] or "") or None) if rest else (None, None)
    return _day(years[0], month, day, on, "lunar", "cycle_year" if len(years) > 1 or (match[3] and not rest) else None)


def solar_of(birth: BirthDate) -> str | None:
    """Return the solar ISO day of a lunar birth date known to the day, or None if there is no such day."""
    if birth.iso is None or birth.precision != "day":
        return None
    if birth.calendar == "solar":
        return birth.iso
    year, month, day = (int(part) for part in birth.iso.split("-"))
    found = solar_of_lunar(year, -month if birth.leap else month, day)
    return found.isoformat() if found else None
