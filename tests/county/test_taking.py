"""The county takes packages into its ledger, an encrypted file or PostgreSQL: every outcome, with its own sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from stationdesk.county import stations
from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.county.ledger import STATION_TABLES, LedgerUnreachable, held, journal, station_state
from stationdesk.county.stations import AlreadyEnrolled, UnusableName
from stationdesk.county.taking import take_folder
from stationdesk.registers.place import Place, PlaceDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.store.backup import backups_in
from stationdesk.store.desk import restore, set_up
from stationdesk.store.folder import DataFolder
from stationdesk.sync import inbox, outbox
from stationdesk.sync.enrolling import EnrolledElsewhere, enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.peers import NotEnrolled
from stationdesk.sync.received_rows import left_out
from tests.county.conftest import OTHER, STATION, Village
from tests.store.kit import open_again
from tests.sync.replaying import replay


def test_rows_are_the_replay_of_the_lines(village: Village) -> None:
    one = village.add(
        "买买提·艾合买提", phones=[{"number": "13800000000", "owner": "儿子"}], is_remote=True, birth_date="1942-03", route_order=3
    )
    village.add("𠅤林生", hobbies=["下棋"], remark="一\n二 <b>&\"'")
    assert village.round_trip().confirmed == 2
    village.edit(one, remark=None, is_remote=0, phones="[]")
    village.edit(one, removed_at="2026-11-22T01:02:03.456Z")
    assert village.round_trip().confirmed == 4
    rows = village.rows()
    assert rows == replay(village.lines())
    assert rows["resident", one]["is_remote"] is False
    assert rows["resident", one]["phones"] == []
    assert rows["resident", one]["birth_date"] == "1942-03"


def test_overlap_is_skipped_and_twice_changes_nothing(village: Village) -> None:
    village.add("汪甲")
    first = village.export()
    village.add("汪乙")
    second = village.export()
    assert village.take(first).outcome == "taken"
    assert village.take(second).changes == 1
    before = village.rows(), village.lines()
    assert village.take(second).outcome == "old"
    assert village.take(first).outcome == "old"
    assert (village.rows(), village.lines()) == before


def test_an_older_package_after_a_newer_one_changes_nothing(village: Village) -> None:
    village.add("汪甲")
    first = village.export()
    village.add("汪乙")
    assert village.take(village.export()).changes == 2
    assert village.take(first).outcome == "old"
    assert len(village.lines()) == 2


def test_a_gap_is_named_and_heals_itself(village: Village) -> None:
    village.add("汪甲")
    village.round_trip()
    village.add("汪乙")
    village.round_trip()
    village.add("汪丙")
    lost_from_county(village)
    taken = village.take(village.export())
    assert taken.outcome == "gap"
    assert "1" in taken.sentence
    assert "2" in taken.sentence
    receipt = inbox.receive(village.desk, "徐丽华", village.answer())
    assert receipt.confirmed == 0
    assert village.round_trip().confirmed == 3
    assert village.rows() == replay(village.lines())


def lost_from_county(village: Village) -> None:
    """Take a station out of the ledger, as a county without a backup has it."""
    with village.county.ledger.begin() as connection:
        for table in [journal, held, *STATION_TABLES.values()]:
            connection.execute(table.delete().where(table.c.station == STATION))
        connection.execute(station_state.delete())


def test_a_fork_is_seen_and_nothing_is_taken(village: Village, tmp_path: Path) -> None:
    village.add("汪甲")
    village.round_trip()
    key = village.desk.key
    village.desk.close()
    shutil.copytree(village.desk.folder.path, tmp_path / "old")
    village.desk = open_again(village.desk.folder, key)
    village.add("汪乙")
    village.round_trip()
    village.desk.close()
    shutil.rmtree(village.desk.folder.path)
    shutil.copytree(tmp_path / "old", village.desk.folder.path)
    village.desk = open_again(village.desk.folder, key)
    assert village.desk.notices
    village.add("汪丙")
    village.add("汪丁")
    before = village.rows()
    taken = village.take(village.export())
    assert taken.outcome == "fork"
    assert village.rows() == before
    receipt = inbox.receive(village.desk, "徐丽华", village.answer())
    assert receipt.repaired is not None
    assert (receipt.confirmed, receipt.repaired.common, receipt.repaired.mine) == (2, 1, 2)
    assert [one.forked for one in stations.status(village.county) if one.code == STATION] == [True]
    assert village.round_trip().confirmed == 4
    assert [one.forked for one in stations.status(village.county) if one.code == STATION] == [False]
    assert sorted(row["name"] for (kind, _one), row in village.rows().items() if kind == "resident") == ["汪丁", "汪丙", "汪乙", "汪甲"]


def test_what_newer_rules_dislike_is_set_aside_and_the_rest_goes_on(village: Village) -> None:
    bad = village.add("汪甲")
    village.add("汪乙")
    village.edit(bad, name="名" * 80)
    village.edit(bad, remark="后来")
    receipt = village.round_trip()
    assert receipt.confirmed == 4
    assert [(one.kind, one.id, one.since_seq) for one in receipt.held] == [("resident", bad, 3)]
    assert "姓名" in receipt.held[0].reason
    assert village.rows()["resident", bad]["name"] == "汪甲"
    assert village.rows()["resident", bad]["remark"] is None
    village.add("汪丙")
    assert len(village.round_trip().held) == 1


def test_wrong_station_unknown_signer_and_tampered(village: Village, tmp_path: Path) -> None:
    village.add("汪甲")
    path = village.export()
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    bad = tmp_path / "bad.sdpkg"
    bad.write_bytes(raw)
    assert village.take(bad).outcome == "refused"
    assert village.lines() == []
    assert village.take(path).outcome == "taken"
    answer = village.answer()
    with pytest.raises(Exception, match="不是发给我们") as refused:
        inbox.receive(village.other, "徐丽华", answer)
    assert type(refused.value).__name__ == "WrongRecipient"
    stranger = set_up(DataFolder(tmp_path / "x", tmp_path / "x-state"), "a stranger's pass", side="station", author="360202999999").database
    with pytest.raises(NotEnrolled):
        outbox.export(stranger, "x", village.road)
    stranger.close()


def test_the_secret_is_spent_by_the_first_key(village: Village, tmp_path: Path) -> None:
    village.add("汪甲")
    assert village.take(village.export()).outcome == "taken"
    thief = set_up(DataFolder(tmp_path / "t", tmp_path / "t-state"), "a thief's passphrase", side="station", author=STATION).database
    enrol(thief, "x", read_enrolment(tmp_path / f"{STATION}.sdenrol"))
    taken = village.take(outbox.export(thief, "x", tmp_path).path)
    thief.close()
    assert taken.outcome == "refused"
    assert "重新登记" in taken.sentence


def test_one_bad_file_never_blocks_the_others(village: Village) -> None:
    village.add("汪甲")
    village.export()
    (village.road / "SD_360202101210_000001-000001_n0001.sdpkg").write_bytes(b"PK\x03\x04 not a package")
    (village.road / "notes.txt").write_text("x")
    found = {one.file: one.outcome for one in take_folder(village.county, "clerk", village.road)}
    assert sorted(found.values()) == ["refused", "taken"]


@pytest.mark.parametrize("village", ["file"], indirect=True)
def test_county_restored_from_its_backup_is_followed(village: Village, tmp_path: Path) -> None:
    village.add("汪甲")
    village.round_trip()
    village.county.back_up(tmp_path / "backups")
    with village.county.database.writing("clerk", "登记便民服务") as session:
        session.add(Place.model_validate(PlaceDraft(name="送餐"), update={"author": "360202", "audience": "all"}))
    village.add("汪乙")
    village.round_trip()
    assert places(village) == ["送餐"]
    folder = village.county.database.folder
    village.county.close()
    village.county.database.close()
    found = restore(folder, backups_in(tmp_path / "backups")[0], "a county's passphrase")
    village.county = CountyDesk(found.database)
    assert found.aside is not None
    village.take(village.export())
    assert village.confirmed() == 2
    receipt = inbox.receive(village.desk, "徐丽华", village.answer())
    assert receipt.confirmed in (1, 2)
    assert places(village) == []
    assert village.round_trip().confirmed == 2
    assert village.rows() == replay(village.lines())


def places(village: Village) -> list[str]:
    """Return the county's directory at the station."""
    with village.desk.reading() as session:
        return [name for (name,) in session.connection().execute(text("SELECT name FROM place WHERE author = '360202'"))]


def enrol_again(village: Village, to: Path, *, replace: bool = False) -> Path:
    """Write the station's enrolment file once more."""
    return stations.enrol_station(village.county, "clerk", code=STATION, name="上徐村", town="鲇鱼山镇", to=to, replace=replace)


def test_a_file_that_nobody_used_is_written_again_and_a_used_one_is_not(village: Village, tmp_path: Path) -> None:
    again = enrol_again(village, tmp_path)
    enrol(village.desk, "徐丽华", read_enrolment(again))
    village.add("汪甲")
    assert village.take(village.export()).outcome == "taken"
    with pytest.raises(AlreadyEnrolled, match="--replace"):
        enrol_again(village, tmp_path)
    with pytest.raises(EnrolledElsewhere):
        enrol(village.desk, "徐丽华", read_enrolment(tmp_path / f"{OTHER}.sdenrol"))


def test_a_station_whose_keys_are_gone_comes_back_with_new_ones(village: Village, tmp_path: Path) -> None:
    village.take(village.export())
    (tmp_path / "new").mkdir()
    path = enrol_again(village, tmp_path / "new", replace=True)
    assert village.take(village.export()).outcome == "known", "the old key is good until the new one reports"
    fresh = set_up(DataFolder(tmp_path / "pc", tmp_path / "pc-state"), "a station's passphrase", side="station", author=STATION).database
    enrol(fresh, "徐丽华", read_enrolment(path))
    with fresh.writing("徐丽华", "登记") as session:
        session.add(Resident.model_validate(ResidentDraft(name="汪乙"), update={"author": STATION}))
    taken = village.take(outbox.export(fresh, "徐丽华", village.road).path)
    answered = inbox.receive(fresh, "徐丽华", village.answer())
    fresh.close()
    assert (taken.outcome, answered.confirmed) == ("taken", 1)
    assert village.take(village.export()).outcome == "refused"


@pytest.mark.parametrize("name", ["", "村" * 80])
def test_a_name_that_cannot_be_enrolled_leaves_nothing(village: Village, tmp_path: Path, name: str) -> None:
    with pytest.raises(UnusableName):
        stations.enrol_station(village.county, "clerk", code="360202101250", name=name, town="鲇鱼山镇", to=tmp_path)
    assert not (tmp_path / "360202101250.sdenrol").exists()
    assert "360202101250" not in [one.code for one in stations.status(village.county)]


def test_a_record_of_the_county_that_a_station_dislikes_does_not_block_the_rest(village: Village) -> None:
    for name in ("送餐", "修" * 90):
        with village.county.database.writing("clerk", "登记便民服务") as session:
            session.add(Place(name=name, author="360202", audience="all"))
    village.add("汪甲")
    assert village.round_trip().confirmed == 1
    assert places(village) == ["送餐"]
    with village.desk.reading() as session:
        assert [one.kind for one in left_out(session, "360202")] == ["place"]
    assert village.take(village.export()).outcome == "known"


def test_a_journal_from_before_the_enrolment_is_offered_from_its_first_line(village: Village, tmp_path: Path) -> None:
    code = "360202101299"
    desk = set_up(DataFolder(tmp_path / code, tmp_path / f"{code}-state"), "a station's passphrase", side="station", author=code).database
    with desk.writing("徐丽华", "登记") as session:
        session.add(Resident.model_validate(ResidentDraft(name="汪甲"), update={"author": code}))
    path = stations.enrol_station(village.county, "clerk", code=code, name="下徐村", town="鲇鱼山镇", to=tmp_path)
    words = enrol(desk, "徐丽华", read_enrolment(path))
    assert len(words) == 6
    taken = village.take(outbox.export(desk, "徐丽华", village.road).path)
    assert (taken.outcome, taken.changes) == ("taken", 1)
    desk.close()


def test_a_ledger_that_cannot_be_reached_is_said_before_anything_is_made(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "c", tmp_path / "s")
    with pytest.raises(LedgerUnreachable):
        set_up_county(folder, "a county's passphrase", code="360202", name="昌江区", url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert not folder.store.exists()
