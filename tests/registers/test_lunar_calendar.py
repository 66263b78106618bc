"""The lunar calendar both ways, its leap months and its words, against the library it is worked out with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lunar_python import Solar

from stationdesk.registers.birth_date import read_birth_date, solar_of
from stationdesk.registers.lunar_calendar import (
    kept_on,
    leap_month,
    lunar_of,
    months_of,
    said_leap,
    solar_kept,
    solar_of_lunar,
    words,
    words_with_year,
)

ON = date(2026, 11, 23)
DAYS = st.dates(date(1900, 1, 31), date(2099, 12, 31))


@given(DAYS)
def test_there_and_back_is_the_same_day(day: date) -> None:
    found = lunar_of(day)
    assert solar_of_lunar(found.year, found.month, found.day) == day
    assert 29 <= found.days <= 30


@given(st.dates(date(1901, 1, 1), date(2099, 12, 31)))
def test_the_next_day_is_the_next_day(day: date) -> None:
    one, other = lunar_of(day), lunar_of(day + timedelta(days=1))
    assert (other.year, other.month, other.day) == (one.year, one.month, one.day + 1) or other.day == 1
    assert other.day != 1 or one.day == one.days


@pytest.mark.parametrize(
    "day", [date(1900, 1, 31), date(1942, 2, 8), date(1984, 12, 5), date(2023, 3, 22), date(2033, 12, 22), date(2099, 12, 31)]
)
def test_the_library_says_the_same(day: date) -> None:
    theirs, ours = Solar.fromYmd(day.year, day.month, day.day).getLunar(), lunar_of(day)
    assert (theirs.getYear(), theirs.getMonth(), theirs.getDay()) == (ours.year, ours.month, ours.day)


@pytest.mark.parametrize("year", range(1900, 2100))
def test_a_year_is_twelve_or_thirteen_months_without_a_gap(year: int) -> None:
    months = months_of(year)
    assert len(months) == 12 + bool(leap_month(year))
    assert all(
        one.first + timedelta(days=one.days) == other.first
        for one, other in zip(months, (*months[1:], months_of(year + 1)[0]), strict=True)
    )


@pytest.mark.parametrize(
    ("written", "solar", "doubt", "leap"),
    [
        ("农历三月初五", None, "unreadable", False),
        ("农历1942年三月初五", "1942-04-19", None, False),
        ("阴历1942年腊月廿三", "1943-01-28", None, False),
        ("农历1942.3.5", "1942-04-19", None, False),
        ("1952年闰五月初三", "1952-06-24", None, True),
        ("1952年五月初三", "1952-05-26", None, False),
        ("1953年闰五月初三", "1953-06-13", "leap_month", False),
    ],
)
def test_written_in_any_usual_way(written: str, solar: str | None, doubt: str | None, leap: bool) -> None:
    read = read_birth_date(written, ON)
    assert (solar_of(read), read.leap) == (solar, leap)
    assert read.doubt == doubt or (solar is None and read.doubt in {"unreadable", "no_year"})


def test_days_that_not_every_year_has() -> None:
    assert kept_on(2026, 12, 30) == solar_of_lunar(2026, 12, 29) or kept_on(2026, 12, 30) == solar_of_lunar(2026, 12, 30)
    assert kept_on(2025, -6, 10) == kept_on(2025, 6, 10) == date(2025, 7, 4)
    assert solar_kept(2027, 2, 29) == date(2027, 2, 28)
    assert solar_kept(2028, 2, 29) == date(2028, 2, 29)
    assert solar_of_lunar(2026, 13, 1) is None
    assert solar_of_lunar(2200, 1, 1) is None


def test_its_words() -> None:
    assert words(12, 23) == "农历腊月廿三"
    assert words(-5, 3) == "农历闰五月初三"
    assert words_with_year(1952, 3, 11) == "农历1952年三月十一"
    assert said_leap("1952年闰五月初三")
    assert not said_leap("1952年五月初三")
    assert not said_leap(None)
