"""Birthdays of a month and of a year: each person once a year, by the calendar the family keeps."""

from __future__ import annotations

from datetime import date
from typing import Any

from stationdesk.services.birthday_list import birthdays_between, birthdays_of_year
from stationdesk.store.database import Database
from tests.services.people import ON, person


def born(desk: Database, name: str, day: str, calendar: str = "solar", **fields: Any) -> str:
    return person(desk, name, None, birth_date=day, birth_precision="day", birth_calendar=calendar, **fields)


def test_everybody_stands_once_in_a_year(desk: Database) -> None:
    born(desk, "闰日", "1960-02-29")
    born(desk, "腊月", "1950-12-23", "lunar")
    born(desk, "三十", "1950-12-30", "lunar")
    born(desk, "年头", "1950-11-20", "lunar")
    born(desk, "家里过", "1950-01-01", birthday="03-05", birthday_calendar="lunar")
    born(desk, "走了", "1950-01-01", residency_status="deceased")
    person(desk, "只知年月", None, birth_date="1950-01", birth_precision="month")
    for year in range(2020, 2040):
        with desk.reading() as session:
            found = birthdays_of_year(session, year, ON)
        assert sorted(one.name for one in found) == sorted(["闰日", "腊月", "三十", "年头", "家里过"])
        assert {one.turns for one in found if one.name != "闰日"} == {year - 1950}
        assert all(date(year, 1, 1) <= one.day < date(year + 1, 3, 1) for one in found)


def test_a_lunar_birthday_may_fall_twice_or_not_at_all_in_a_solar_year(desk: Database) -> None:
    born(desk, "年头", "1950-11-20", "lunar")
    times = []
    for year in range(2000, 2040):
        with desk.reading() as session:
            times.append(len(birthdays_between(session, date(year, 1, 1), date(year, 12, 31), ON)))
    assert {0, 1, 2} == set(times)
    assert sum(times) in {39, 40, 41}


def test_a_month_by_both_calendars(desk: Database) -> None:
    born(desk, "江保国", "1956-11-25")
    born(desk, "章火香", "1940-10-15", "lunar")
    born(desk, "别的月", "1940-12-01")
    with desk.reading() as session:
        found = birthdays_between(session, date(2026, 11, 1), date(2026, 11, 30), ON)
    assert [(one.name, one.day, one.is_round()) for one in found] == [
        ("章火香", date(2026, 11, 23), False),
        ("江保国", date(2026, 11, 25), True),
    ]
