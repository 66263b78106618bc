"""What the county does with pictures, in a file and in PostgreSQL: keeps, shows, writes out, gives back, forgets."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from stationdesk.county import pictures
from stationdesk.county.checking import check_ledger
from stationdesk.county.ledger import ServerAway, postgres_ledger
from stationdesk.county.pictures_out import held_pictures, write_pictures
from stationdesk.registers.photo_picture import PhotoPicture
from stationdesk.services.checking import Findings
from stationdesk.store.clock import local_day
from stationdesk.store.files import NotWritable
from tests.county.conftest import STATION, Village
from tests.sync.photo_kit import Photographer, jpeg, sha


@pytest.fixture
def station(village: Village) -> Photographer:
    found = Photographer(village.county, village.desk, STATION, village.road)
    found.asks()
    found.round_trip()
    return found


def test_pictures_are_shown_written_out_and_forgotten(station: Photographer, tmp_path: Path) -> None:
    on = local_day(station.desk.clock())
    who, other = station.person(), station.person("汪大爷")
    station.takes(who)
    station.takes(other)
    station.round_trip()
    found = held_pictures(station.county, on)
    assert {one.sha256 for one in found} == {sha(jpeg(1)), sha(jpeg(2))} == station.at_county()
    assert {(one.station, one.taken_on, one.purpose, one.caption) for one in found} == {(STATION, on.isoformat(), "冬季走访", "在门口")}
    assert held_pictures(station.county, on, "360202101210") == []
    assert held_pictures(station.county, on + timedelta(days=366)) == [], "what is over its time is not given out"
    for _twice in range(2):
        files = list(write_pictures(station.county, found, tmp_path / "out"))
        assert {path.read_bytes() for path in files} == {jpeg(1), jpeg(2)}
        assert sorted((tmp_path / "out").iterdir()) == sorted(files)
    (tmp_path / "a file").write_bytes(b"")
    with pytest.raises(NotWritable):
        list(write_pictures(station.county, found, tmp_path / "a file"))
    with station.county.ledger.begin() as connection:
        row = connection.execute(text("SELECT reported, pictures, wanted FROM v_pictures")).one()
    assert tuple(row) == (2, 2, 0)
    station.withdraws(who)
    station.round_trip()
    assert {one.sha256 for one in held_pictures(station.county, on)} == {sha(jpeg(2))} == station.at_county()


def test_a_server_that_is_away_is_told_in_a_sentence(station: Photographer, tmp_path: Path) -> None:
    on = local_day(station.desk.clock())
    station.takes(station.person())
    station.round_trip()
    found = held_pictures(station.county, on)
    assert len(found) == 1
    right, station.county.ledger = station.county.ledger, postgres_ledger("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(ServerAway):
        held_pictures(station.county, on)
    with pytest.raises(ServerAway):
        list(write_pictures(station.county, found, tmp_path / "out"))
    assert not list((tmp_path / "out").glob("*.jpg"))
    station.county.ledger.dispose()
    station.county.ledger = right
    assert list(write_pictures(station.county, found, tmp_path / "out"))


def test_what_a_desk_has_lost_comes_back_a_part_with_each_answer(station: Photographer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST", 2)
    who = station.person()
    for _each in range(3):
        station.takes(who)
    station.round_trip()
    everything = station.here()
    with station.desk.writing("徐丽华", "") as session:
        session.connection().execute(PhotoPicture.__table__.delete())  # type: ignore[attr-defined]
    assert station.here() == {}
    assert "还回 2 张照片。" in station.round_trip()
    assert "还回 1 张照片。" in station.round_trip()
    assert station.here() == everything
    assert station.at_county() == {sha(one) for one in everything.values()}
    found = Findings()
    check_ledger(station.county, found)
    assert found.wrong == []
