"""What the county is to look into: quiet stations, people in two stations, records set aside, two versions; and a folder watched."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from inspect import signature
from itertools import islice
from pathlib import Path

import pytest

from stationdesk.commands.county_watch import report as told
from stationdesk.county.report import QUIET_DAYS, Report, report
from stationdesk.county.watching import EVERY, LONGEST, Watching, watch
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.store.clock import local_day
from stationdesk.sync import outbox
from tests.county.conftest import OTHER, STATION, Village
from tests.store.kit import open_again

NUMBER = "360202194205060023"


def looked(village: Village, later: int = 0, days: int = QUIET_DAYS) -> Report:
    today = local_day(village.county.database.clock())
    return report(village.county, today + timedelta(days=later), days)


def from_other(village: Village, **fields: object) -> Path:
    """Let the other station write somebody down and report."""
    with village.other.writing("op", "登记") as session:
        session.add(Resident.model_validate(ResidentDraft(name="汪丙", **fields), update={"author": OTHER}))  # type: ignore[arg-type]
    return outbox.export(village.other, "op", village.road).path


def test_a_county_of_which_nothing_is_known_says_who_was_never_heard(village: Village) -> None:
    found = looked(village)
    assert [(one.station.code, one.heard_on, one.days) for one in found.quiet] == [(STATION, "", None), (OTHER, "", None)]
    assert not found.empty


def test_a_station_is_quiet_after_so_many_days(village: Village) -> None:
    village.take(village.export())
    village.take(from_other(village))
    assert looked(village).empty
    assert looked(village, 31 + 4).empty, "a station that reports every month is never quiet between two reports"
    found = looked(village, 36).quiet
    assert [(one.station.code, one.station.town, one.days) for one in found] == [(STATION, "鲇鱼山镇", 36), (OTHER, "鲇鱼山镇", 36)]
    assert len(looked(village, 8, days=7).quiet) == 2
    assert signature(told).parameters["days"].default == QUIET_DAYS
    heard = date.fromisoformat(found[0].heard_on)
    assert [one.months_missed for one in looked(village, 92).quiet] == [
        12 * ((heard + timedelta(92)).year - heard.year) + (heard + timedelta(92)).month - heard.month - 1
    ] * 2


def test_who_is_in_two_stations_is_listed_with_the_number_covered(village: Village) -> None:
    one = village.add("汪甲", id_no=NUMBER)
    village.add("汪乙", id_no="36020219430506002X")
    village.take(village.export())
    assert looked(village).twice == ()
    village.take(from_other(village, id_no=NUMBER))
    (found,) = looked(village).twice
    assert found.id_no == "360202********0023"
    assert [place.code for place in found.stations] == [STATION, OTHER]
    assert found.records[0] == one
    assert NUMBER not in repr(looked(village))
    village.edit(one, residency_status="moved_out")
    village.take(village.export())
    assert looked(village).twice == (), "who moved away there and lives here is no double"


def test_a_number_twice_in_one_station_is_its_own_affair(village: Village) -> None:
    village.add("汪甲", id_no=NUMBER)
    village.add("汪乙", id_no=NUMBER)
    village.take(village.export())
    assert looked(village).twice == ()


def test_records_set_aside_and_two_versions_are_named(village: Village, tmp_path: Path) -> None:
    bad = village.add("汪甲")
    village.edit(bad, name="名" * 80)
    village.round_trip()
    (aside,) = looked(village).aside
    assert (aside.station.code, aside.kind, aside.id, aside.since_change) == (STATION, "resident", bad, 2)
    assert "姓名" in aside.reason
    assert looked(village).forks == ()
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
    village.add("汪丙")
    village.add("汪丁")
    assert village.take(village.export()).outcome == "fork"
    (fork,) = looked(village).forks
    assert (fork.station.code, fork.common, fork.retired) == (STATION, 2, False)


def names(watching: Watching) -> list[tuple[str, str]]:
    """Return what one look comes to."""
    return [(one.file, one.outcome) for one in watching.look()]


def test_a_folder_is_taken_from_as_packages_arrive_and_left_as_it_is(village: Village) -> None:
    watching = Watching(village.county, "clerk", village.road)
    assert names(watching) == []
    village.add("汪甲")
    first = village.export()
    bad = village.road / "SD_360202101210_000001-000001_n0001.sdpkg"
    bad.write_bytes(b"PK\x03\x04")
    (village.road / "SD_360202101210_000001-000001_n0002.sdpkg.partial").write_bytes(b"half")
    before = {path.name: path.read_bytes() for path in village.road.iterdir()}
    assert names(watching) == [(first.name, "taken"), (bad.name, "refused")]
    assert names(watching) == [], "each is looked at once"
    village.add("汪乙")
    second = village.export()
    bad.write_bytes(b"PK\x03\x04 another one")
    assert names(watching) == [(second.name, "taken"), (bad.name, "refused")], "a file that became another one is looked at again"
    assert {path.name: path.read_bytes() for path in village.road.iterdir() if path not in (second, bad)} == {
        name: content for name, content in before.items() if name != bad.name
    }
    again = Watching(village.county, "clerk", village.road)
    assert names(again) == [(first.name, "old"), (second.name, "old"), (bad.name, "refused")], "begun again after it was killed"


def test_a_folder_that_is_gone_is_waited_for_longer_and_longer(village: Village) -> None:
    watching = Watching(village.county, "clerk", village.road)
    village.add("汪甲")
    village.export()
    aside = village.road.rename(village.road.with_name("unplugged"))
    waits: list[float] = []
    heard: list[str] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 9:
            aside.rename(village.road)

    found = list(islice(watch(watching, sleep, heard.append), 1))
    assert [one.outcome for one in found] == ["taken"]
    assert waits == [min(LONGEST, EVERY * 2**n) for n in range(1, 10)]
    assert len(heard) == 1, "one sentence, not nine"
    assert list(watching.look()) == []
    assert (watching.failures, watching.trouble) == (0, "")


@pytest.mark.parametrize("village", ["postgres"], indirect=True)
def test_a_server_that_is_away_loses_nothing(village: Village) -> None:
    from stationdesk.county.ledger import postgres_ledger

    watching = Watching(village.county, "clerk", village.road)
    village.add("汪甲")
    village.export()
    right, village.county.ledger = village.county.ledger, postgres_ledger("postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert names(watching) == []
    assert watching.failures == 1
    assert "服务器" in watching.trouble
    village.county.ledger.dispose()
    village.county.ledger = right
    assert [outcome for _file, outcome in names(watching)] == ["taken"]
