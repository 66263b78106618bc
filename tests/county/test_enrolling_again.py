"""A station's enrolment written again: under another name the directory follows; another town is refused, for slices have gone out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select as select_rows
from sqlmodel import col, select

from stationdesk.county import stations as county_stations
from stationdesk.county.moving import move_station
from stationdesk.county.stations import WrongTown, enrol_station
from stationdesk.county.word import say, stations
from stationdesk.registers.announcement import AnnouncementDraft
from stationdesk.registers.org_unit import OrgUnit
from stationdesk.store import database
from stationdesk.store.files import NoSpace
from stationdesk.store.tables import peer
from stationdesk.sync import inbox
from stationdesk.sync.enrolment import read_enrolment
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


def test_a_file_that_could_not_be_written_leaves_the_one_before_good(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a stick that takes nothing nor a store that saves nothing makes the handed over file void."""
    letter = enrol_station(village.county, "clerk", code="360202101250", name="下徐村", town=TOWN, to=tmp_path)
    stick = tmp_path / "stick"
    stick.mkdir()

    def full(*_any: object, **_more: object) -> None:
        raise NoSpace("满了。")

    def enrol_once_more(to: Path) -> None:
        enrol_station(village.county, "clerk", code="360202101250", name="下徐新村", town=TOWN, to=to)

    handed_over = letter.read_bytes()
    for where, name in ((county_stations, "write_enrolment"), (database, "position")):
        for to in (stick, tmp_path):
            with monkeypatch.context() as patch:
                patch.setattr(where, name, full)
                with pytest.raises(NoSpace):
                    enrol_once_more(to)
    assert list(stick.iterdir()) == []
    assert letter.read_bytes() == handed_over, "in the same folder too"
    with village.county.database.reading() as session:
        there = session.connection().execute(select_rows(peer).where(peer.c.code == "360202101250")).one()
        assert (there.secret, there.name) == (read_enrolment(letter).secret.hex(), "下徐村")
        assert {one.code: one.name for one in stations(session)}["360202101250"] == "下徐村"


def test_a_file_of_before_that_cannot_be_put_back_leaves_none_that_nobody_knows(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = enrol_station(village.county, "clerk", code="360202101250", name="下徐村", town=TOWN, to=tmp_path)

    def full(*_any: object, **_more: object) -> None:
        raise NoSpace("满了。")

    with monkeypatch.context() as patch:
        patch.setattr(database, "position", full)
        patch.setattr(county_stations, "replace_file", full)
        with pytest.raises(NoSpace):
            enrol_station(village.county, "clerk", code="360202101250", name="下徐新村", town=TOWN, to=tmp_path)
    assert not letter.exists()
