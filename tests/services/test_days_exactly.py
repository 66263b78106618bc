"""The first and the last day of bad weather, of days off, of absences and of the alarm are what the sentences say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from stationdesk.errors import DeskError
from stationdesk.registers.bad_weather import BadWeatherDraft
from stationdesk.registers.day_off import DayOff, DayOffDraft
from stationdesk.registers.lunar_calendar import FIRST, LAST, solar_of_lunar
from stationdesk.registers.resident import Resident
from stationdesk.services.holidays import PLAIN, calendar_of, days_of_year, forget_day, set_day
from stationdesk.services.missed_contacts import KIN, Missed, missed_of, others_to_ring
from stationdesk.services.shown_person import details_of
from stationdesk.services.weather import (
    BACK,
    SEEN,
    WeatherImpossible,
    begin_weather,
    change_weather,
    end_weather,
    weather_on,
    weathers_near,
)
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, ago, person, put, relative
from tests.store.kit import COUNTY

DAY = timedelta(days=1)


def storm(desk: Database, first: int, last: int | None = None) -> str:
    """Write bad weather down that began and ended so many days ago."""
    draft = BadWeatherDraft(from_date=ago(first), to_date=None if last is None else ago(last), text="寒潮")
    with desk.writing(OPERATOR, "寒潮") as session:
        return begin_weather(session, draft, ON).id


def refused(desk: Database, trouble: type[DeskError], work: Any) -> None:
    with pytest.raises(trouble), desk.writing(OPERATOR, "不行") as session:
        work(session)


def test_bad_weather_goes_back_as_far_as_it_is_said(desk: Database) -> None:
    with pytest.raises(WeatherImpossible):
        storm(desk, BACK + 1, 20)
    old = storm(desk, BACK, 20)
    longer = BadWeatherDraft(from_date=ago(BACK), to_date=ago(18), text="寒潮")
    with desk.writing(OPERATOR, "几天后") as session:
        assert change_weather(session, old, longer, ON + 5 * DAY).to_date == ago(18)
    earlier = BadWeatherDraft(from_date=ago(BACK + 1), to_date=ago(18), text="寒潮")
    refused(desk, WeatherImpossible, lambda session: change_weather(session, old, earlier, ON + 5 * DAY))


def test_bad_weather_may_begin_the_day_after_another_ended_not_on_its_last_or_first_day(desk: Database) -> None:
    storm(desk, 6, 4)
    for first, last in ((4, 3), (8, 6)):
        with pytest.raises(WeatherImpossible):
            storm(desk, first, last)
    storm(desk, 3, 2)
    storm(desk, 8, 7)


def test_bad_weather_that_ends_on_its_first_day_lasted_that_day(desk: Database) -> None:
    for last, lasted in ((ON, True), (ON - DAY, False)):
        cold = storm(desk, 0)
        with desk.writing(OPERATOR, "过了") as session:
            end_weather(session, cold, last)
        with desk.reading() as session:
            assert (weather_on(session, ON) is not None) is lasted
            assert weather_on(session, ON + DAY) is None
        if lasted:
            with desk.writing(OPERATOR, "没有") as session:
                end_weather(session, cold, ON - DAY)


def test_bad_weather_that_is_over_can_be_mended_for_a_week(desk: Database) -> None:
    storm(desk, SEEN + 3, SEEN)
    with desk.reading() as session:
        assert len(weathers_near(session, ON)) == 1
        assert weathers_near(session, ON + DAY) == []


def test_of_two_words_of_the_county_about_a_day_the_later_counts(desk: Database) -> None:
    day = date(2026, 11, 27)
    for kind in ("rest", "workday", "rest"):
        put(desk, DayOff, DayOffDraft(day=day.isoformat(), kind=kind), COUNTY)
        with desk.reading() as session:
            assert calendar_of(session).is_workday(day) is (kind == "workday")


def test_a_day_said_twice_is_taken_back_once_and_the_last_of_a_year_is_listed(desk: Database) -> None:
    day = date(2026, 12, 31)
    assert PLAIN.is_workday(day)
    for kind in ("rest", "workday", "rest"):
        with desk.writing(OPERATOR, "放假") as session:
            said = set_day(session, DayOffDraft(day=day.isoformat(), kind=kind)).id
    with desk.reading() as session:
        assert [(one.kind, one.by) for one in days_of_year(session, 2026) if one.day == day] == [("rest", "station")]
        assert not [one for one in days_of_year(session, 2027) if one.day == day]
        assert not calendar_of(session).is_workday(day)
    with desk.writing(OPERATOR, "不放了") as session:
        forget_day(session, said)
    with desk.reading() as session:
        assert calendar_of(session).is_workday(day)


def test_every_festival_by_the_moon_is_of_the_year_of_its_name_and_far_from_its_ends() -> None:
    for year in range(FIRST, LAST + 1):
        for month, day in ((1, 1), (5, 5), (8, 15), (9, 9)):
            kept = solar_of_lunar(year, month, day)
            assert kept is not None
            assert date(year, 1, 20) < kept < date(year, 12, 1)
    assert PLAIN.festival_at(date(FIRST - 1, 2, 1)) is PLAIN.festival_at(date(LAST + 1, 2, 1)) is None


def test_attempts_count_for_a_month_and_only_when_a_contact_is_due(desk: Database) -> None:
    vain = ((2, "phone", "no_answer"), (1, "phone", "no_answer"))
    due = person(desk, "今天该联系", 80, "yellow", ((7, "home", "met"), *vain))
    person(desk, "明天该联系", 80, "yellow", ((6, "home", "met"), *vain))
    long_ago = person(desk, "一个月前", 80, "yellow", ((31, "phone", "no_answer"), (1, "phone", "no_answer")))
    person(desk, "更早", 80, "yellow", ((32, "phone", "no_answer"), (1, "phone", "no_answer")))
    with desk.reading() as session:
        everybody = session.exec(select(Resident.id)).all()
        assert missed_of(session, everybody, ON) == {due: Missed(0, 2), long_ago: Missed(0, 2)}


def test_three_relatives_are_named_at_most(desk: Database) -> None:
    who = person(desk, "汪厚行", 81, "red")
    for nth, relation in enumerate(("son", "daughter", "brother", "sister"), 1):
        relative(desk, who, relation, "县城", f"1390000{nth:04}", contact_order=nth)
    with desk.reading() as session:
        found = others_to_ring(session, details_of(session, [who])[who], None)
    assert len(found) == KIN == 3
    assert [one[-4:] for one in found] == ["0001", "0002", "0003"]
