"""Days off, bad weather and stand-ins are written, refused in words, undone, and seen in what is due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from stationdesk.errors import DeskError
from stationdesk.registers.bad_weather import BadWeather, BadWeatherDraft
from stationdesk.registers.day_off import DayOff, DayOffDraft
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.stand_in import StandInDraft
from stationdesk.services.day_reading import read_last_day, read_near_day
from stationdesk.services.due_known import due_of
from stationdesk.services.holidays import PLAIN, DayUnclear, calendar_of, days_of_year, forget_day, set_day
from stationdesk.services.standing_in import StandInImpossible, absences_of, end_stand_in, put_stand_in, says_stand_in, who_of
from stationdesk.services.today import today
from stationdesk.services.undoing import undo_last
from stationdesk.services.weather import (
    WeatherImpossible,
    begin_weather,
    change_weather,
    days_said,
    end_weather,
    take_weather_back,
    weather_on,
    weather_said,
    weathers_near,
)
from stationdesk.store.database import Database
from tests.services.due_tales import BEGIN, FREE, KNOWN_UNTIL, MADE_UP
from tests.services.people import ON, OPERATOR, ago, person, put
from tests.store.kit import COUNTY


def test_the_calendar_of_2026_is_the_one_that_was_announced_and_the_next_begins_by_the_regulation() -> None:
    day = BEGIN
    while day <= KNOWN_UNTIL:
        assert PLAIN.is_workday(day) == (day in MADE_UP or (day.isoweekday() <= 5 and day not in FREE)), day
        day += timedelta(days=1)
    assert PLAIN.workdays_after(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert PLAIN.workdays_after(date(2026, 2, 13), 1) == date(2026, 2, 14), "the Saturday that is worked to make up for a rest"
    assert PLAIN.next_workday(date(2026, 2, 15)) == date(2026, 2, 24)


def test_festivals_are_found_by_the_moon_and_a_week_before() -> None:
    named = [
        (PLAIN.festival_at(date(2026, *day)) or (None, ""))[1] for day in ((2, 9), (2, 10), (2, 17), (2, 18), (6, 19), (9, 24), (10, 18))
    ]
    assert named == ["", "春节", "春节", "", "端午节", "中秋节", "重阳节"]


def test_the_station_is_heard_before_the_county_and_both_before_the_calendar(desk: Database) -> None:
    holiday = DayOffDraft(day="2026-11-27", kind="rest", name="县里放假")
    theirs = put(desk, DayOff, holiday, COUNTY)
    with desk.reading() as session:
        assert not calendar_of(session).is_workday(date(2026, 11, 27))
        assert [(one.name, one.by) for one in days_of_year(session, 2026) if one.day == date(2026, 11, 27)] == [("县里放假", "county")]
    with desk.writing(OPERATOR, "上班") as session:
        set_day(session, DayOffDraft(day="2026-11-27", kind="workday"))
    with desk.writing(OPERATOR, "庙会") as session:
        mine = set_day(session, DayOffDraft(day="2026-11-27", kind="festival", name="庙会")).id
    with desk.reading() as session:
        found = calendar_of(session)
        assert found.is_workday(date(2026, 11, 27))
        assert found.festival_at(ON).name == "庙会"  # type: ignore[union-attr]
    with desk.writing(OPERATOR, "不办了") as session:
        forget_day(session, mine)
    with desk.reading() as session:
        assert calendar_of(session).festival_at(ON) is None
    undo_last(desk, OPERATOR)
    with desk.reading() as session:
        assert calendar_of(session).festival_at(ON) is not None
    for work in (lambda s: forget_day(s, theirs.id), lambda s: set_day(s, DayOffDraft(day="2026-11-27", kind="festival"))):
        refused(desk, DayUnclear, work)


def refused(desk: Database, trouble: type[DeskError], work: Any) -> str:
    with pytest.raises(trouble) as caught, desk.writing(OPERATOR, "不行") as session:
        work(session)
    return str(caught.value)


def test_bad_weather_asks_for_a_contact_every_day_until_it_is_ended(desk: Database) -> None:
    who = person(desk, "程来发", 76, "yellow", ((2, "phone", "met"), (5, "home", "met")))
    green = person(desk, "冯毛仔", 73, "green", ((2, "phone", "met"), (5, "home", "met")))
    with desk.writing(OPERATOR, "寒潮") as session:
        cold = begin_weather(session, BadWeatherDraft(from_date=ago(0), text="寒潮"), ON).id
    with desk.reading() as session:
        lines = [line.sentence() for line in today(session, ON).lines()]
        assert lines == ["黄色，程来发，76岁，寒潮，每天联络，今天未联系，汪家组"]
        assert due_of(session, [green], ON)[green].days < 0
    assert "寒潮" in refused(desk, WeatherImpossible, lambda s: begin_weather(s, BadWeatherDraft(from_date=ago(-3), text="大雪"), ON))
    refused(desk, WeatherImpossible, lambda s: begin_weather(s, BadWeatherDraft(from_date=ago(32), to_date=ago(30), text="早过了"), ON))
    with desk.writing(OPERATOR, "寒潮过了") as session:
        end_weather(session, cold, ON - timedelta(days=1))
    with desk.reading() as session:
        assert weather_on(session, ON) is None
        assert due_of(session, [who], ON)[who].days < 0
    undo_last(desk, OPERATOR)
    with desk.reading() as session:
        assert weather_on(session, ON) is not None
    theirs = put(desk, BadWeather, BadWeatherDraft(from_date=ago(0), text="高温"), COUNTY)
    refused(desk, WeatherImpossible, lambda s: end_weather(s, theirs.id, ON))


def test_a_storm_past_is_written_down_mended_and_taken_back(desk: Database) -> None:
    who = person(desk, "程来发", 76, "yellow", ((5, "phone", "met"), (5, "home", "met")))
    with desk.writing(OPERATOR, "大雪") as session:
        snow = begin_weather(session, BadWeatherDraft(from_date=ago(2), to_date=ago(1), text="大雪"), ON).id
    with desk.reading() as session:
        found = weather_on(session, ON - timedelta(days=1))
        assert found is not None
        assert weather_said(session, found, ON) == "11月21日 — 22日：红色、黄色每天联系"
        assert weather_on(session, ON) is None
    with desk.writing(OPERATOR, "改") as session:
        change_weather(session, snow, BadWeatherDraft(from_date=ago(1), to_date=ago(-2), text="暴雪"), ON)
    with desk.reading() as session:
        assert [(one.text, days_said(one, ON)) for one in weathers_near(session, ON)] == [("暴雪", "11月22日 — 25日")]
        assert due_of(session, [who], ON)[who].days >= 0
    longer = BadWeatherDraft(from_date=ago(40), text="暴雪")
    refused(desk, WeatherImpossible, lambda s: change_weather(s, snow, longer, ON))
    with desk.writing(OPERATOR, "没有") as session:
        take_weather_back(session, snow)
    with desk.reading() as session:
        assert weathers_near(session, ON) == []
    refused(desk, WeatherImpossible, lambda s: change_weather(s, snow, BadWeatherDraft(from_date=ago(1), text="大雪"), ON))
    undo_last(desk, OPERATOR)
    with desk.reading() as session:
        assert [one.text for one in weathers_near(session, ON)] == ["暴雪"]


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [("昨天", -1, 1), ("今天", 0, 2), ("明天", 1, 3), ("28", 5, 7), ("22日", -1, 1), ("11-25", 2, 4), ("2026-11-20", -3, -1)],
)
def test_the_days_of_a_storm_are_the_nearest(typed: str, first: int, last: int) -> None:
    begun = read_near_day(typed, ON)
    assert begun == ON + timedelta(days=first)
    assert read_last_day("3天", begun, ON) == read_last_day("三天", begun, ON) == ON + timedelta(days=last)


def test_a_chain_of_stand_ins_is_followed_and_a_circle_ends_at_the_station(desk: Database) -> None:
    first, second, third = (put(desk, Helper, HelperDraft(name=name)).id for name in ("章磊", "余国平", "徐丽"))
    who = person(desk, "汪厚行", 81, "red", ((2, "phone", "met"), (4, "home", "met")))
    put(desk, Pairing, PairingDraft(helper_id=first, resident_id=who, start_date=ago(90), contact_every_days=7))
    put(desk, Pairing, PairingDraft(helper_id=third, resident_id=who, start_date=ago(90), is_lead=True))

    def away(one: str, other: str | None, until: str | None = None) -> str:
        draft = StandInDraft(helper_id=one, stand_in_helper_id=other, from_date=ago(0), to_date=until)
        with desk.writing(OPERATOR, "外出") as session:
            said.append(says_stand_in(session, draft, ON))
            return put_stand_in(session, draft, ON).id

    def responsible() -> tuple[str, str]:
        with desk.reading() as session:
            line = today(session, ON).lines()[0]
            return who_of(session, [who], ON)[who].words(), line.sentence()

    said: list[str] = []
    assert responsible()[0] == "章磊"
    away(first, second)
    assert said == ["章磊 11月23日起外出，由余国平代"]
    words, sentence = responsible()
    assert words == "余国平代章磊"
    assert "余国平代章磊" in sentence
    last = away(second, third)
    assert responsible()[0] == "徐丽代章磊"
    away(third, first)
    assert responsible()[0] == "本站代章磊"
    undo_last(desk, OPERATOR)
    assert responsible()[0] == "徐丽代章磊"
    assert "章磊" in refused(desk, StandInImpossible, lambda s: put_stand_in(s, StandInDraft(helper_id=first, from_date=ago(-5)), ON))
    with desk.writing(OPERATOR, "回来了") as session:
        end_stand_in(session, last, ON - timedelta(days=1))
    assert responsible()[0] == "余国平代章磊"
    gone = StandInDraft(helper_name="不在册", stand_in_name="不在册", from_date=ago(0))
    refused(desk, StandInImpossible, lambda s: put_stand_in(s, gone, ON))


def test_a_pairing_that_rests_is_nobodys_from_its_first_day_of_rest(desk: Database) -> None:
    helper = put(desk, Helper, HelperDraft(name="章磊")).id
    who = person(desk, "汪厚行", 81, "red", ((2, "phone", "met"),))
    put(desk, Pairing, PairingDraft(helper_id=helper, resident_id=who, start_date=ago(90), state="suspended", suspended_on=ago(0)))
    with desk.reading() as session:
        found = [who_of(session, [who], ON + timedelta(days=nth))[who].words() for nth in (-1, 0, 1)]
    assert found == ["章磊", "本站", "本站"]


def test_an_absence_may_end_today_and_two_may_touch_but_share_no_day(desk: Database) -> None:
    away, other = (put(desk, Helper, HelperDraft(name=name)).id for name in ("章磊", "余国平"))

    def draft(first: int, last: int | None) -> StandInDraft:
        until = None if last is None else ago(-last)
        return StandInDraft(helper_id=away, stand_in_helper_id=other, from_date=ago(-first), to_date=until)

    def write(first: int, last: int | None) -> None:
        with desk.writing(OPERATOR, "外出") as session:
            put_stand_in(session, draft(first, last), ON)

    over = refused(desk, StandInImpossible, lambda s: put_stand_in(s, draft(-9, -1), ON))
    assert "已经过去" in over
    write(-2, 0)
    write(10, 12)
    for first, last in ((5, 10), (12, 20), (11, 11), (5, None), (12, None), (0, 3)):
        assert "先" in refused(desk, StandInImpossible, lambda s, a=first, z=last: put_stand_in(s, draft(a, z), ON)), (first, last)
    for first, last in ((5, 9), (1, 4), (13, 15), (16, None)):
        write(first, last)
    with desk.reading() as session:
        spans = sorted((one.first - ON, (one.last or one.first + timedelta(days=99)) - ON) for one in absences_of(session).of[away])
    assert [(a.days, z.days) for a, z in spans] == [(-2, 0), (1, 4), (5, 9), (10, 12), (13, 15), (16, 115)]
    assert "先" in refused(desk, StandInImpossible, lambda s: put_stand_in(s, draft(30, 31), ON)), "the last one is open to its end"


def test_an_absence_that_ends_on_its_first_day_was_one_day_long_and_one_that_ends_before_never_was(desk: Database) -> None:
    helper = put(desk, Helper, HelperDraft(name="章磊")).id
    ended = {}
    for last in (ON - timedelta(days=1), ON, ON + timedelta(days=1)):
        with desk.writing(OPERATOR, "外出") as session:
            made = put_stand_in(session, StandInDraft(helper_id=helper, from_date=ago(0), to_date=ago(-9)), ON).id
        with desk.writing(OPERATOR, "回来了") as session:
            end_stand_in(session, made, last)
        with desk.reading() as session:
            ended[last] = [(one.first, one.last) for one in absences_of(session).of.get(helper, ())]
        undo_last(desk, OPERATOR)
        undo_last(desk, OPERATOR)
    assert list(ended.values()) == [[], [(ON, ON)], [(ON, ON + timedelta(days=1))]]


def test_who_came_out_of_hospital_stands_first_with_the_hour(desk: Database) -> None:
    from stationdesk.services.residency import StatusDraft, change_status

    person(desk, "晚了", 76, "yellow", ((9, "phone", "met"), (60, "home", "met")))
    who = person(desk, "胡金凤", 82, "yellow", ((3, "phone", "met"), (5, "home", "met")))
    for status, back in (("hospital", 4), ("living", 1)):
        with desk.writing(OPERATOR, "变动") as session:
            change_status(session, who, StatusDraft(status, ON - timedelta(days=back)), ON)
    with desk.reading() as session:
        lines = today(session, ON).lines()
    assert [line.name for line in lines][:2] == ["胡金凤", "晚了"]
    assert "昨天出院，24 小时内要看一次，今天内" in lines[0].sentence()
