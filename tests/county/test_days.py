"""The county's own days of rest reach the desks, count there before the calendar, and after the station's own word."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stationdesk.county.days import NoDays, read_days, say_days
from stationdesk.registers.day_off import DayOffDraft
from stationdesk.services.holidays import calendar_of, days_of_year, set_day
from tests.county.word_kit import bring
from tests.county.word_kit import road as road  # noqa: PLC0414 - the same road
from tests.road_kit import OPERATOR, Road

WEDNESDAY = date(2026, 11, 25)


def county_says(road: Road, *days: DayOffDraft) -> None:
    with road.county.database.writing("县", "放假") as session:
        say_days(session, list(days))


def test_the_countys_day_counts_until_the_station_says_otherwise(road: Road) -> None:
    county_says(road, DayOffDraft(day="2026-11-25", kind="rest", name="瓷博会"))
    with road.desk.reading() as session:
        assert calendar_of(session).is_workday(WEDNESDAY)
    bring(road)
    with road.desk.reading() as session:
        assert not calendar_of(session).is_workday(WEDNESDAY)
        assert [(one.name, one.by) for one in days_of_year(session, 2026) if one.day == WEDNESDAY] == [("瓷博会", "county")]
    with road.desk.writing(OPERATOR, "上班") as session:
        set_day(session, DayOffDraft(day="2026-11-25", kind="workday"))
    with road.desk.reading() as session:
        assert calendar_of(session).is_workday(WEDNESDAY)


def test_what_the_county_says_anew_takes_the_place_of_what_it_said(road: Road) -> None:
    county_says(road, DayOffDraft(day="2026-11-25", kind="rest"))
    county_says(road, DayOffDraft(day="2026-11-25", kind="workday"))
    bring(road)
    with road.desk.reading() as session:
        assert calendar_of(session).is_workday(WEDNESDAY)


def test_a_file_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "days.json"
    path.write_text('[{"day": "2026-10-01", "kind": "rest", "name": "国庆"}, {"day": "2026-10-10", "kind": "workday"}]', "utf-8")
    assert [(one.day, one.kind) for one in read_days(path)] == [("2026-10-01", "rest"), ("2026-10-10", "workday")]
    for bad in ("", "[]", "{}", "[1]", '[{"day": "2026-13-01", "kind": "rest"}]', '[{"day": "2026-10-01", "kind": "also"}]', '{"a": 1}'):
        path.write_text(bad, "utf-8")
        with pytest.raises(NoDays, match="放假调休表"):
            read_days(path)
