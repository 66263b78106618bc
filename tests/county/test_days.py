"""The county's own days of rest reach the desks, count there before the calendar, and after the station's own word."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from stationdesk.county.days import read_days, say_days
from stationdesk.ledgers.day_list import NoDays
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
    assert [(one.day, one.kind) for one in read_days(path, WEDNESDAY)] == [("2026-10-01", "rest"), ("2026-10-10", "workday")]
    for bad in ("", "[]", "{}", "[1]", '[{"day": "2026-13-01", "kind": "rest"}]', '[{"day": "2026-10-01", "kind": "also"}]', '{"a": 1}'):
        path.write_text(bad, "utf-8")
        with pytest.raises(NoDays, match="放假调休表"):
            read_days(path, WEDNESDAY)


def test_a_sheet_of_days_is_read_with_its_spans(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["2027年放假调休安排"])
    page.append(["节日名称", "开始日期", "结束日期", "性质"])
    page.append(["春节", date(2027, 2, 5), date(2027, 2, 7), "放假"])
    page.append(["春节", "2027年2月14日", None, "班"])
    page.append([None, None, None, None])
    page.append(["爱心日", "2027-12-12", "", "节日"])
    path = tmp_path / "放假.xlsx"
    book.save(path)
    assert [(one.day, one.kind, one.name) for one in read_days(path, WEDNESDAY)] == [
        ("2027-02-05", "rest", "春节"),
        ("2027-02-06", "rest", "春节"),
        ("2027-02-07", "rest", "春节"),
        ("2027-02-14", "workday", "春节"),
        ("2027-12-12", "festival", "爱心日"),
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("10月1日,放假,国庆", "第 2 行：“10月1日”不是写明年份的日期"),
        ("2027-13-45,放假,国庆", "不是写明年份的日期"),
        ("2027-10-01,跳舞,国庆", "既不是休息、上班，也不是节日"),
        ("2027-10-01,节日,", "节日要写名称"),
        (f"2027-10-01,放假,{'长' * 41}", "太长"),
        ("2027-10-01,放假,国庆\n2027-10-01,上班,国庆", "2027-10-01 既写了休息又写了上班"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_nothing_is_taken(tmp_path: Path, row: str, why: str) -> None:
    path = tmp_path / "放假.csv"
    path.write_text(f"日期,性质,名称\n{row}\n2027-10-02,放假,国庆\n", encoding="utf-8-sig")
    with pytest.raises(NoDays) as refused:
        read_days(path, WEDNESDAY)
    assert why in refused.value.message


def test_a_span_that_goes_backwards_and_another_table_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "放假.csv"
    path.write_text("开始日期,结束日期,性质\n2027-10-07,2027-10-01,放假\n", encoding="utf-8-sig")
    with pytest.raises(NoDays, match="最后一天在前面，或者隔得太远"):
        read_days(path, WEDNESDAY)
    path.write_text("姓名,年龄\n王桂花,82\n", encoding="utf-8-sig")
    with pytest.raises(NoDays, match="不是放假调休表"):
        read_days(path, WEDNESDAY)
