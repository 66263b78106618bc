"""Which months are reported, told by the days of the entries and by receipts alone, and when today's page reminds of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.services.desk_settings import change_settings
from stationdesk.services.report_calendar import reminder, report_periods, span_of
from tests.road_kit import OPERATOR, Road, made_road


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path) as found:
        yield found


def told(road: Road, on: date) -> list[str]:
    with road.desk.reading() as session:
        return [one.words for one in report_periods(session, on)]


def reminded(road: Road, on: date) -> str:
    with road.desk.reading() as session:
        found = reminder(session, on)
    return found.text if found else ""


def every(road: Road, period: str, ahead: int = 3) -> None:
    with road.desk.writing(OPERATOR, "x") as session:
        change_settings(session, report_every=period, report_ahead=ahead)


@given(on=st.dates(date(1990, 1, 1), date(2090, 1, 1)), period=st.sampled_from(["week", "month", "quarter"]))
def test_periods_follow_each_other_without_a_gap(on: date, period: str) -> None:
    first, last = span_of(period, on)
    assert first <= on <= last
    assert span_of(period, last + timedelta(days=1))[0] == last + timedelta(days=1)
    assert span_of(period, first - timedelta(days=1))[1] == first - timedelta(days=1)


def test_every_state_of_a_month(road: Road) -> None:
    on = road.set_clock(10, 20)
    assert told(road, on) == ["10月 没有录入"]
    (bad,) = road.add("甲")
    assert told(road, on) == ["10月 还没报"]
    road.export()
    assert told(road, on) == ["10月 等回执"]
    road.county_takes()
    road.receive(road.county_answers())
    assert told(road, on) == ["10月 县已收"]
    on = road.set_clock(11, 5)
    road.add("乙")
    assert told(road, on) == ["11月 还没报", "10月 县已收"]
    road.edit(bad, name="吴" * 80)
    road.round()
    assert told(road, on) == ["11月 县退回", "10月 县已收"]


def test_a_county_put_back_takes_the_word_back(road: Road) -> None:
    road.set_clock(10, 20)
    road.add("甲")
    road.round()
    on = road.set_clock(11, 5)
    with road.desk.writing(OPERATOR, "x") as session:
        session.connection().exec_driver_sql("UPDATE peer SET confirmed = 0, forked = 1")
    assert told(road, on) == ["11月 没有录入", "10月 等回执"]


def test_reminded_before_the_end_and_after_it_until_it_is_reported(road: Road) -> None:
    on = road.set_clock(11, 20)
    road.add("甲")
    assert reminded(road, on) == ""
    assert reminded(road, date(2026, 11, 27)) == "11月的还没报，11月30日 前要报，还有 3 天"
    assert reminded(road, date(2026, 11, 30)) == "11月的还没报，11月30日 前要报，今天是最后一天"
    assert reminded(road, date(2026, 12, 1)) == "11月20日 以来录的还没报，请上报"
    every(road, "week", 1)
    assert reminded(road, date(2026, 11, 21)).startswith("11月16日")
    every(road, "none")
    assert reminded(road, date(2026, 12, 20)) == ""
    assert told(road, on) == []
    every(road, "quarter", 7)
    assert reminded(road, date(2026, 12, 25)) == "第4季度的还没报，12月31日 前要报，还有 6 天"
    road.export()
    assert reminded(road, date(2026, 12, 25)) == ""


def test_a_clock_that_ran_ahead_hides_nothing(road: Road) -> None:
    road.set_clock(1, 5, year=2030)
    road.add("甲")
    on = road.set_clock(11, 5)
    road.add("乙")
    assert told(road, on) == ["11月 还没报"]
    assert reminded(road, date(2026, 11, 29)).startswith("11月的还没报")


def test_without_a_county_nothing_is_due(tmp_path: Path) -> None:
    with made_road(tmp_path / "lonely", enrolled=False) as lonely:
        lonely.add("甲")
        assert told(lonely, date(2026, 11, 29)) == []
        assert reminded(lonely, date(2026, 12, 29)) == ""


def test_a_retired_copy_is_not_reminded(road: Road) -> None:
    road.set_clock(11, 20)
    road.add("甲")
    with road.desk.writing(OPERATOR, "x") as session:
        session.connection().exec_driver_sql("UPDATE peer SET retired = 1")
    assert reminded(road, date(2026, 12, 1)) == ""
