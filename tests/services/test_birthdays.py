"""Birthdays of the coming days, by the sun and by the moon, and which one it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lunar_python import Lunar

from stationdesk.services.birthdays import birthdays, calendars, lunar_day
from stationdesk.store.database import Database
from tests.services.people import ON, person


def shown(desk: Database, on: date = ON, days: int = 7) -> list[tuple[str, str, date, str]]:
    with desk.reading() as session:
        return [(one.name, one.age_words(), one.day, one.lunar) for one in birthdays(session, on, days)]


def born(desk: Database, name: str, day: str, calendar: str = "solar", **fields: Any) -> str:
    return person(desk, name, None, birth_date=day, birth_precision="day", birth_calendar=calendar, **fields)


def test_the_week_by_both_calendars(desk: Database) -> None:
    born(desk, "章火香", "1940-10-15", "lunar")
    born(desk, "江保国", "1956-11-25")
    born(desk, "许小芽", "2017-11-26", alias="小芽")
    born(desk, "方大元", "1949-10-21", "lunar")
    born(desk, "昨天的", "1940-11-22")
    born(desk, "八天后", "1940-11-30")
    born(desk, "刚出生", "2026-11-24")
    born(desk, "走了", "1940-11-24", residency_status="deceased")
    person(desk, "只知年月", None, birth_date="1940-11", birth_precision="month")
    assert shown(desk) == [
        ("章火香", "86岁", date(2026, 11, 23), "农历十月十五"),
        ("江保国", "满 70 岁", date(2026, 11, 25), ""),
        ("小芽（化名）", "9岁", date(2026, 11, 26), ""),
        ("方大元", "77岁", date(2026, 11, 29), "农历十月廿一"),
    ]


def test_the_day_the_family_keeps_counts(desk: Database) -> None:
    born(desk, "纸上一天", "1950-01-01", birthday="10-16", birthday_calendar="lunar")
    born(desk, "正好相反", "1950-11-24", birthday="05-05", birthday_calendar="lunar")
    person(desk, "不知哪年", None, birthday="11-24", birthday_calendar="solar")
    assert shown(desk) == [("纸上一天", "76岁", date(2026, 11, 24), "农历十月十六"), ("不知哪年", "", date(2026, 11, 24), "")]


def test_days_that_not_every_year_has(desk: Database) -> None:
    born(desk, "闰日", "1960-02-29")
    assert shown(desk, date(2026, 2, 27), 2) == [("闰日", "66岁", date(2026, 2, 28), "")]
    assert shown(desk, date(2028, 2, 28), 1) == []
    assert shown(desk, date(2028, 2, 29), 1) == [("闰日", "68岁", date(2028, 2, 29), "")]


def test_a_lunar_thirtieth_in_a_month_of_twenty_nine_and_no_second_birthday_in_a_leap_month(desk: Database) -> None:
    born(desk, "三十", "1950-12-30", "lunar")
    born(desk, "六月", "1950-06-10", "lunar")
    assert lunar_day(date(2026, 2, 16)).last
    assert shown(desk, date(2026, 2, 16), 1) == [("三十", "75岁", date(2026, 2, 16), "农历腊月廿九")]
    assert [day for _name, _age, day, _moon in shown(desk, date(2025, 6, 1), 100)] == [date(2025, 7, 4)]
    assert lunar_day(date(2025, 8, 3)).month == -6


@given(st.dates(date(1990, 1, 1), date(2080, 12, 31)))
def test_every_lunar_date_of_a_year_has_a_day_on_which_it_is_kept(on: date) -> None:
    moon = lunar_day(on)
    back = Lunar.fromYmd(moon.year, moon.month, moon.day).getSolar()
    assert back.toYmd() == on.isoformat()
    solar, lunar = calendars(on, 1)
    assert solar[f"{on:%m-%d}"] == on
    assert (f"{abs(moon.month):02}-{moon.day:02}" in lunar) == (moon.month > 0)
    assert ("30" in {day[3:] for day in lunar}) == (moon.month > 0 and (moon.day == 30 or moon.last))
    following = lunar_day(on + timedelta(days=1))
    assert (moon.day == 29 and following.day == 1) == moon.last


def test_a_year_without_a_lunar_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="2101"):
        lunar_day(date(2101, 1, 1))
