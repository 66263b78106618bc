"""A birthday by both calendars, in words."""

from __future__ import annotations

from datetime import date

import pytest

from stationdesk.registers.birth_date import read_birth_date, read_birthday
from stationdesk.registers.resident import ResidentDraft
from stationdesk.services.birthday_words import birth_of, birthday_words, both_ways, next_on, written_of

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("农历1952年三月十一", "农历1952年三月十一，公历1952年4月5日"),
        ("1952-04-05", "农历1952年三月十一"),
        ("1952年闰五月初三", "农历1952年闰五月初三，公历1952年6月24日"),
        ("1952-04", ""),
    ],
)
def test_both_ways(typed: str, said: str) -> None:
    assert both_ways(read_birth_date(typed, ON)) == said


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("农历三月初五", (3, 5, True)),
        ("腊月廿三", (12, 23, True)),
        ("阴历 3.5", (3, 5, True)),
        ("3-5", (3, 5, False)),
        ("3月5日", (3, 5, False)),
        ("闰五月初三", (5, 3, True)),
        ("五月", None),
        ("13-5", None),
        ("2-30", None),
        ("", None),
    ],
)
def test_a_birthday_without_its_year(typed: str, read: tuple[int, int, bool] | None) -> None:
    assert read_birthday(typed, ON) == read


def test_the_next_time_and_its_words() -> None:
    kept = ResidentDraft(name="汪", birth_date="1950-01-01", birth_precision="day", birthday="12-23", birthday_calendar="lunar")
    assert next_on((12, 23, True), ON) == date(2027, 1, 30)
    assert birthday_words(kept, ON) == "农历腊月廿三，明年公历 1月30日"
    assert birthday_words(kept, date(2026, 1, 10)) == "农历腊月廿三，今年公历 2月10日"
    assert birthday_words(ResidentDraft(name="汪", birth_date="1950-01-01", birth_precision="day"), ON) == ""
    assert birthday_words(ResidentDraft(name="汪", birth_date="1950", birth_precision="year"), ON) == ""


def test_a_leap_month_is_kept_beside_the_date() -> None:
    read = read_birth_date("1952年闰五月初三", ON)
    kept = ResidentDraft(name="汪", birth_date=read.iso, birth_precision="day", birth_calendar="lunar", birth_written=written_of(read))
    assert birth_of(kept) == read
    assert written_of(read_birth_date("1952年五月初三", ON)) is None
