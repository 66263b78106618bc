"""A station's enrolment written again: under another name the directory follows; another town is refused, for slices have gone out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, select

from stationdesk.county.moving import move_station
from stationdesk.county.stations import WrongTown, enrol_station
from stationdesk.county.word import say, stations
from stationdesk.registers.announcement import AnnouncementDraft
from stationdesk.registers.org_unit import OrgUnit
from stationdesk.sync import inbox
from tests.county.conftest import STATION, Village

TOWN = "鲇鱼山镇"


def test_a_new_file_renames_the_village_everywhere_and_moves_it_nowhere(village: Village, tmp_path: Path) -> None:
    village.round_trip()
    with village.county.database.writing("clerk", "说") as session:
        draft = AnnouncementDraft(title="停电", text="周三", valid_from="2026-11-23")
        say(session, draft, f"town:{TOWN}", date(2026, 11, 23))
    village.round_trip()
    again = tmp_path / "again"
    again.mkdir()
    with pytest.raises(WrongTown, match=TOWN):
        enrol_station(village.county, "clerk", code=STATION, name="上徐村", town="丽阳镇", to=again, replace=True)
    assert list(again.iterdir()) == []
    enrol_station(village.county, "clerk", code=STATION, name="上徐新村", town=TOWN, to=again, replace=True)
    with village.county.database.reading() as session:
        named = session.exec(select(OrgUnit.name).where(OrgUnit.station_code == STATION, col(OrgUnit.removed_at).is_(None))).all()
        assert list(named) == ["上徐新村"]
        assert {one.code: one.name for one in stations(session)}[STATION] == "上徐新村"
    village.add("汪厚行")
    village.take(village.export())
    inbox.receive(village.desk, "徐丽华", village.answer())
    move_station(village.county, "clerk", STATION, "丽阳镇")
    enrol_station(village.county, "clerk", code=STATION, name="上徐新村", town="丽阳镇", to=again, replace=True)
    village.add("汪小军")
    village.take(village.export())
    inbox.receive(village.desk, "徐丽华", village.answer())
