"""The table of periods says 已收到 only after a receipt, and says in words what becomes of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from stationdesk.services.periods import Period, periods
from stationdesk.services.road import RoadState
from stationdesk.services.waiting import waiting, waiting_actions, waiting_count
from tests.road_kit import Road, made_road


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path) as found:
        yield found


def seen(road: Road, on: date) -> list[Period]:
    with road.desk.reading() as session:
        return periods(session, on)


def words(road: Road, on: date) -> list[tuple[str, int, str, str]]:
    return [(one.days, one.entries, one.word, one.note) for one in seen(road, on)]


def test_nothing_entered_is_no_row(road: Road) -> None:
    assert seen(road, date(2026, 11, 22)) == []
    with road.desk.reading() as session:
        assert waiting_count(session) == 0
        assert waiting(session).groups == ()


def test_the_rows_of_the_picture(road: Road) -> None:
    road.set_clock(11, 14)
    road.add("甲", "乙")
    road.set_clock(11, 20, 18, 40)
    road.add("丙")
    road.export()
    road.county_takes()
    path = road.county_answers()
    road.set_clock(11, 21)
    road.add("丁")
    road.receive(path)
    on = road.set_clock(11, 22)
    road.export()
    road.add("戊", "己")
    assert words(road, on) == [
        ("11月22日 以后", 2, "还没报", "按上面的按钮就报"),
        ("11月21日", 1, "等回执", "11月22日 写过没回执，这次再报"),
        ("11月14日 — 20日", 3, "已收到", "11月21日 收到回执"),
    ]
    assert [one.tone for one in seen(road, on)] == ["amber", "amber", "green"]
    with road.desk.reading() as session:
        found = waiting(session)
    assert (found.entries, found.unreported, found.groups) == (3, 2, (("居民改动", 3),))
    assert found.since is not None
    assert f"{found.since:%m-%d %H:%M}" == "11-20 18:40"


def test_no_receipt_no_received_whatever_was_written(road: Road) -> None:
    road.set_clock(10, 31)
    road.add("甲")
    on = road.set_clock(11, 6)
    road.add("乙")
    for _time in range(3):
        road.export()
    road.county_takes()
    assert words(road, on) == [("10月31日 — 11月6日", 2, "等回执", "写过 3 次没回执，最近 11月6日，这次再报")]


def test_not_enrolled_is_said(tmp_path: Path) -> None:
    with made_road(tmp_path, enrolled=False) as road:
        on = road.set_clock(11, 22)
        road.add("甲")
        assert words(road, on) == [("11月22日 以后", 1, "还没报", "先存在这台电脑上，还没和县里登记")]


def test_what_the_county_set_aside_is_sent_back_until_the_county_has_it(road: Road) -> None:
    on = road.set_clock(11, 6)
    bad, *_others = road.add("甲", "乙", "丙")
    road.edit(bad, name="名" * 80)
    road.round()
    (row,) = seen(road, on)
    assert row.state is RoadState.SENT_BACK
    assert row.word == "退回 1 条"
    assert row.tone == "amber"
    assert row.note.endswith("请改一下。其余 3 条已收到")
    on = road.set_clock(11, 7)
    road.edit(bad, name="甲")
    newest, older = seen(road, on)
    assert newest.state is RoadState.UNREPORTED
    assert older.state is RoadState.SENT_BACK
    assert older.note.endswith("已改，这次一起报")
    road.round()
    assert {one.state for one in seen(road, on)} <= {RoadState.RECEIVED, RoadState.SENT_BACK}


def test_a_county_put_back_takes_received_away_again(road: Road) -> None:
    on = road.set_clock(11, 6)
    road.add("甲")
    road.round()
    with road.desk.writing("徐", "县里退回旧数据") as session:
        session.connection().exec_driver_sql("UPDATE peer SET confirmed = 0")
    ((_days, _entries, word, note),) = words(road, on)
    assert (word, note) == ("等回执", "以前有过回执，县里现在又没有了，这次再报")


def test_many_reports_of_one_day_are_one_row_and_very_old_ones_too(road: Road) -> None:
    on = road.set_clock(11, 6)
    for name in "甲乙丙":
        road.add(name)
        road.export()
    road.county_takes()
    road.receive(road.county_answers())
    assert [(one.days, one.entries) for one in seen(road, on)] == [("11月6日", 3)]
    for day in range(7, 12):
        on = road.set_clock(11, day)
        road.add(str(day))
        road.export()
    with road.desk.reading() as session:
        few = periods(session, on, shown=2)
    assert [(one.days, one.entries, one.word) for one in few] == [
        ("11月11日", 1, "等回执"),
        ("11月10日", 1, "等回执"),
        ("11月7日 — 9日", 3, "等回执"),
        ("11月6日", 3, "已收到"),
    ], "what the county has is not among what waits"
    road.county_takes()
    road.receive(road.county_answers())
    with road.desk.reading() as session:
        few = periods(session, on, shown=2)
    assert [(one.days, one.entries, one.word) for one in few] == [
        ("11月11日", 1, "已收到"),
        ("11月10日", 1, "已收到"),
        ("11月6日 — 9日", 6, "已收到"),
    ]


def test_another_year_is_named(road: Road) -> None:
    road.set_clock(12, 30, year=2025)
    road.add("甲")
    on = road.set_clock(1, 2, year=2026)
    road.add("乙")
    road.export()
    assert seen(road, on)[0].days == "2025年12月30日 — 1月2日"


def test_the_list_of_what_goes_is_told_action_by_action(road: Road) -> None:
    road.set_clock(11, 20)
    (first,) = road.add("甲")
    road.export()
    on = road.set_clock(11, 22)
    road.visit(first, "2026-11-22")
    with road.desk.reading() as session:
        found = waiting_actions(session, on)
        counted = waiting(session)
    assert [(one.says, one.entries, one.state) for one in found] == [
        ("登记走访", 1, RoadState.UNREPORTED),
        ("登记 甲", 1, RoadState.AWAITING),
    ]
    assert counted.groups == (("走访", 1), ("居民改动", 1))


def test_the_size_is_about_right(road: Road) -> None:
    road.add(*(f"{number}某" for number in range(600)), remark="每天上午打电话问一问，药吃了没有，下雨天路滑")
    with road.desk.reading() as session:
        guess = waiting(session).size
    real = road.export().path.stat().st_size
    assert real / 4 < guess < real * 4


def test_a_child_in_the_list_stands_under_another_name(road: Road) -> None:
    on = road.set_clock(11, 20)
    road.add("汪小雨", birth_date="2017-05-06", birth_precision="day")
    road.add("汪大雨", birth_date="1950-05-06", birth_precision="day")
    with road.desk.reading() as session:
        assert [one.says for one in waiting_actions(session, on)] == ["登记 汪大雨", "登记 小雨"]
        assert [one.says for one in waiting_actions(session, on, children=True)] == ["登记 汪大雨", "登记 汪小雨"]
