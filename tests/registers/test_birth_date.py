"""Birth dates: the forms of village ledgers, lunar ones too, and properties over all days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.birth_date import BirthDate, han_number, read_birth_date, solar_of

ON = date(2026, 11, 22)
days = st.dates(date(1910, 1, 1), ON)


@pytest.mark.parametrize(
    ("raw", "iso", "precision", "calendar", "doubt"),
    [
        ("1942.3.5", "1942-03-05", "day", "solar", None),
        ("1942.03", "1942-03", "month", "solar", None),
        ("1942-3-5", "1942-03-05", "day", "solar", None),
        ("19420305", "1942-03-05", "day", "solar", None),
        ("1942/3", "1942-03", "month", "solar", None),
        ("1942年3月5日", "1942-03-05", "day", "solar", None),
        ("1942年三月初五", "1942-03-05", "day", "lunar", None),
        ("农历1942年3月5日", "1942-03-05", "day", "lunar", None),
        ("1942.3.5（农历）", "1942-03-05", "day", "lunar", None),
        ("1942年腊月廿三", "1942-12-23", "day", "lunar", None),
        ("一九四二年三月初五", "1942-03-05", "day", "lunar", None),
        ("1942年闰四月初五", "1942-04-05", "day", "lunar", "leap_month"),
        ("42.3", "1942-03", "month", "solar", "two_digit_year"),
        ("15.4", "2015-04", "month", "solar", "two_digit_year"),
        ("壬午年", "1942", "year", "lunar", "cycle_year"),
        ("属马", None, None, "lunar", "zodiac_only"),
        (15405, "1942-03-05", "day", "solar", None),
        ("15405", "1942-03-05", "day", "solar", None),
        ("82岁", "1944", "age", "solar", None),
        (82.0, "1944", "age", "solar", None),
        ("80多", "1946", "age", "solar", "about"),
        ("约80", "1946", "age", "solar", "about"),
        ("不详", None, None, "solar", "placeholder"),
        ("2026/2/30", None, None, "solar", "bad_date"),
        ("1942.13", None, None, "solar", "bad_date"),
        (60, "1966", "age", "solar", None),
        ("3月5日", None, None, "solar", "no_year"),
        (1942.1, "1942-01", "month", "solar", "month_1_or_10"),
        (1938.11, "1938-11", "month", "solar", None),
        (1942.0, "1942", "year", "solar", None),
        (19420305.0, "1942-03-05", "day", "solar", None),
        ("民国31年", "1942", "year", "solar", None),
        ("", None, None, "solar", None),
        (date(1942, 3, 5), "1942-03-05", "day", "solar", None),
        ("2027-01-01", "2027-01-01", "day", "solar", "future"),
    ],
)
def test_each_form(raw: str | float | date, iso: str | None, precision: str | None, calendar: str, doubt: str | None) -> None:
    assert read_birth_date(raw, ON)[:4] == (iso, precision, calendar, doubt)


def test_the_day_that_never_was_and_the_other_epoch() -> None:
    assert read_birth_date("00060", ON).iso is None
    assert read_birth_date(13943, ON, epoch_1904=True).iso == "1942-03-05"


def test_lunar_days_have_a_solar_one() -> None:
    assert solar_of(read_birth_date("2023年正月初一", ON)) == "2023-01-22"
    assert solar_of(BirthDate("1942-03-30", "day", "lunar")) in (None, "1942-05-14")
    assert solar_of(read_birth_date("1942.3", ON)) is None


@given(days)
def test_every_day_is_read_back_from_every_form(day: date) -> None:
    forms = (
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f" {day} ",
        f"{day:%Y/%m/%d}",
        f"{day} 00:00:00",
    )
    assert {read_birth_date(form, ON).iso for form in forms} == {day.isoformat()}
    serial = (day - date(1899, 12, 30)).days
    if serial > 4000 and not 1850 <= serial < 2200:
        assert read_birth_date(float(serial), ON).iso == day.isoformat()
    assert (
        read_birth_date(float((day - date(1904, 1, 1)).days), ON, epoch_1904=True).iso == day.isoformat()
        or (day - date(1904, 1, 1)).days < 4000
    )


@given(st.integers(0, 120))
def test_ages_count_back_from_the_day(years: int) -> None:
    read = read_birth_date(f"{years}岁", ON)
    assert (read.iso, read.age) == (str(2026 - years), years)


@given(
    st.one_of(
        st.text(max_size=30), st.text("0123456789.-/年月日初一二三十正腊农历约岁 ", max_size=20), st.floats(), st.integers(-(10**9), 10**12)
    )
)
def test_nothing_makes_it_stumble(raw: str | float) -> None:
    read = read_birth_date(raw, ON)
    assert (read.iso is None) == (read.precision is None)
    if read.iso and read.precision == "day" and read.calendar == "solar":
        assert date.fromisoformat(read.iso) <= ON + timedelta(days=366 * 2)


def test_chinese_numbers() -> None:
    assert [han_number(text) for text in ("正", "初五", "十", "十二", "廿三", "三十", "腊", "冬", "7", "")] == [
        1,
        5,
        10,
        12,
        23,
        30,
        12,
        11,
        7,
        0,
    ]
