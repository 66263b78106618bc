"""The status line is four plain facts; one that needs a hand says which."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from stationdesk.services.status_line import Fact, status_facts
from stationdesk.services.undoing import undo_last
from stationdesk.store.backup import back_up
from tests.road_kit import OPERATOR, Road, made_road


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path) as found:
        yield found


def facts(road: Road, days: int = 0) -> dict[str, Fact]:
    with road.desk.reading() as session:
        found = status_facts(session, road.desk.folder.backups, road.desk.clock() + timedelta(days=days))
    assert [one.name for one in found] == ["offline", "county", "waiting", "backup"]
    return {one.name: one for one in found}


def test_a_usual_day(road: Road) -> None:
    road.set_clock(11, 20)
    road.add("甲")
    road.round()
    road.set_clock(11, 22, 9, 12)
    road.add("乙", "丙")
    back_up(road.desk, road.desk.folder.backups)
    assert [one.text for one in facts(road).values()] == ["离线可用", "县里已收到 11月20日 前的记录", "2 条待上报", "今天 09:12 已备份"]
    assert {one.tone for one in facts(road).values()} == {"plain"}
    assert facts(road, 1)["backup"].text == "昨天 09:12 已备份"


def test_what_needs_a_hand_is_amber_and_says_what_to_do(road: Road) -> None:
    road.set_clock(11, 2)
    road.add("甲")
    assert facts(road)["backup"] == Fact("backup", "还没备份过，请插 U 盘备份", "amber", "settings")
    assert facts(road)["county"] == Fact("county", "还没有县里的回执", "plain", "county")
    back_up(road.desk, road.desk.folder.backups)
    late = facts(road, 9)
    assert late["waiting"] == Fact("waiting", "1 条待上报，最早的已 9 天，请插 U 盘上报", "amber", "county")
    assert late["backup"] == Fact("backup", "9 天没备份，请插 U 盘备份", "amber", "settings")


def test_what_was_taken_back_is_said_calmly(road: Road) -> None:
    road.set_clock(11, 20)
    road.add("甲")
    undo_last(road.desk, OPERATOR)
    road.add("乙")
    assert facts(road)["waiting"].text == "3 条待上报，含撤销 2 条"


def test_before_enrolment(tmp_path: Path) -> None:
    with made_road(tmp_path, enrolled=False) as road:
        road.set_clock(11, 2)
        assert [one.text for one in facts(road).values()][1:3] == ["还没和县里登记", "没有要报的"]
        road.add("甲")
        assert facts(road)["waiting"].text == "1 条只存在这台电脑上"


def test_what_the_county_sends_back_and_other_versions(road: Road) -> None:
    road.set_clock(11, 2)
    bad, _other = road.add("甲", "乙")
    road.edit(bad, name="名" * 80)
    road.round()
    assert facts(road)["county"] == Fact("county", "县里退回 1 条，请改一下", "amber", "county")
    assert facts(road)["waiting"].text == "没有要报的"
    for field, word in (("forked", "这里没有的记录"), ("retired", "停用了这台电脑")):
        with road.desk.writing("徐", "x") as session:
            session.connection().exec_driver_sql(f"UPDATE peer SET {field} = 1")
        assert word in facts(road)["county"].text
        assert facts(road)["county"].tone == "amber"


def test_rail_and_line_say_the_same_of_what_is_written_and_what_is_not(road: Road) -> None:
    road.set_clock(11, 2)
    road.round()
    road.add("甲", "乙")
    road.export()
    assert facts(road)["waiting"].text == "2 条已写出，等回执"
    road.add("丙")
    assert facts(road)["waiting"].text == "1 条待上报，2 条等回执"
    road.set_clock(11, 12)
    assert facts(road)["waiting"] == Fact("waiting", "1 条待上报，2 条没见回执，最早的已 10 天，请插 U 盘上报", "amber", "county")
    road.export()
    assert facts(road)["waiting"] == Fact("waiting", "3 条写出 10 天还没见回执，请问一下镇上", "amber", "county")
