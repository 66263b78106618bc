"""A disk that is full, read-only or gone: a sentence, nothing lost, nothing half; on a real small disk in memory."""

from __future__ import annotations

import errno
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.county.intake import take
from stationdesk.county.stations import enrol_station
from stationdesk.store import backup as backup_module
from stationdesk.store import migrations
from stationdesk.store.backup import back_up, backups_in, troubles
from stationdesk.store.database import Database
from stationdesk.store.desk import restore, set_up, unlock_desk
from stationdesk.store.files import NoSpace, NotWritable
from stationdesk.store.folder import FolderLock
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.outbox import export
from tests.store.kit import COUNTY, PASSPHRASE, STATION, add, bytes_of, data_folder, journal, open_again, quick_desk, resident

MEGABYTE = 1024 * 1024


def mount(place: Path, megabytes: int) -> None:
    """Mount a disk of its own, or skip loudly."""
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", place], check=False, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"may not mount a small disk here ({done.stderr.strip()}): a FULL DISK IS NOT PROVEN")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of 6 MB."""
    place = tmp_path / "disk"
    mount(place, 6)
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(disk: Path, leave: int = 0) -> Path:
    """Fill the disk but for `leave` bytes."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
        file.truncate(max(0, file.tell() - leave))
    return ballast


def save_until_full(desk: Database) -> list[str]:
    names: list[str] = []
    while True:
        fresh = [f"{len(names) + each}某" for each in range(20)]
        try:
            add(desk, *(resident(name, remark="字" * 400) for name in fresh))
        except NoSpace:
            return names
        names += fresh


def test_a_full_disk_refuses_the_save_and_loses_nothing(disk: Path) -> None:
    with quick_desk(disk / "desk") as desk:
        ballast = fill(disk, leave=MEGABYTE)
        saved = save_until_full(desk)
        assert saved
        assert [line.fields["name"] for line in journal(desk)] == saved, "reading works, all that was saved is there"
        with pytest.raises(NoSpace):
            add(desk, *(resident("还是满的", remark="字" * 2000) for _each in range(20)))
        ballast.unlink()
        add(desk, resident("有地方了"))
        assert [line.fields["name"] for line in journal(desk)] == [*saved, "有地方了"]
        folder, key = desk.folder, desk.key
    assert troubles(folder.store, key) == []
    with open_again(folder, key) as desk:
        assert desk.notices == []


def test_a_desk_on_a_full_disk_says_so_when_it_is_opened(disk: Path) -> None:
    set_up(data_folder(disk), PASSPHRASE, side="station", author=STATION).database.close()
    ballast, before = fill(disk), (disk / "data" / "keys.json").read_bytes()
    with pytest.raises(NoSpace):
        unlock_desk(data_folder(disk), PASSPHRASE)
    assert (disk / "data" / "keys.json").read_bytes() == before
    ballast.unlink()
    unlock_desk(data_folder(disk), PASSPHRASE)[0].close()


@pytest.mark.parametrize("left", [0, 8 * 1024, 64 * 1024, 200 * 1024, 450 * 1024])
def test_a_set_up_without_room_can_be_done_again(disk: Path, left: int) -> None:
    ballast = fill(disk, leave=left)
    with pytest.raises((NoSpace, NotWritable)):  # SQLite calls a log without room a failing disk
        set_up(data_folder(disk), PASSPHRASE, side="station", author=STATION)
    ballast.unlink()
    set_up(data_folder(disk), PASSPHRASE, side="station", author=STATION).database.close()


def test_a_full_stick_gets_no_half_backup(disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with quick_desk(tmp_path / "desk") as desk:
        add(desk, *(resident(f"{number}", remark="字" * 900) for number in range(900)))
        with pytest.raises(NoSpace):
            back_up(desk, disk)
        monkeypatch.setattr(backup_module, "SPARE", -(1 << 60))  # on with it, into the middle
        for left in (0, 4096, 100_000, MEGABYTE, 3 * MEGABYTE, 5 * MEGABYTE):
            ballast = fill(disk, leave=left)
            with pytest.raises(NoSpace):
                back_up(desk, disk)
            assert [path.name for path in disk.iterdir()] == ["ballast"]
            ballast.unlink()
        add(desk, resident("照样做事"))


def test_a_read_only_stick_gets_a_sentence(disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_module, "SPARE", 0)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with quick_desk(tmp_path / "desk") as desk:
        with pytest.raises(NotWritable):
            back_up(desk, disk)
        with pytest.raises(NotWritable):
            back_up(desk, disk / "deeper")


def test_a_data_folder_that_became_read_only(disk: Path) -> None:
    with quick_desk(disk / "desk") as desk:
        add(desk, resident("甲某"))
        folder, key = desk.folder, desk.key
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    before = bytes_of(folder.path)
    with pytest.raises(NotWritable):
        FolderLock(folder.path)
    with pytest.raises(NotWritable):
        open_again(folder, key)
    assert bytes_of(folder.path) == before


def test_a_stick_pulled_out_in_the_middle(disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pulled: list[int] = []

    def pull(path: Path, key: bytes) -> dict[str, int]:
        shutil.rmtree(path.parent.parent, ignore_errors=True)  # what a pulled stick looks like to the next call
        pulled.append(1)
        return {"change": 0}

    with quick_desk(tmp_path / "desk") as desk:
        add(desk, resident("甲某"))
        monkeypatch.setattr(backup_module, "counted", pull)
        monkeypatch.setattr(backup_module, "SPARE", 0)
        with pytest.raises(NotWritable):
            back_up(desk, disk / "stick")
        assert pulled
        assert backups_in(disk / "stick") == []
        add(desk, resident("乙某"))


def test_a_restore_without_room_moves_nothing(disk: Path, tmp_path: Path) -> None:
    folder = data_folder(disk / "village")
    new = set_up(folder, PASSPHRASE, side="station", author=STATION)
    with new.database as desk:
        add(desk, resident("甲某"))
        made = back_up(desk, tmp_path / "stick")
    ballast, before = fill(disk, leave=100_000), bytes_of(folder.path)
    with pytest.raises(NoSpace):
        restore(folder, made.path, PASSPHRASE)
    assert bytes_of(folder.path) == before
    ballast.unlink()
    restore(folder, made.path, PASSPHRASE).database.close()


def test_a_step_without_room_leaves_the_file_as_it_was(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with quick_desk(disk / "desk") as desk:
        add(desk, *(resident(f"{number}", remark="字" * 900) for number in range(200)))
        folder, key = desk.folder, desk.key
    step = ("doubles", lambda connection: connection.execute("CREATE TABLE twice AS SELECT * FROM resident, (SELECT 1 UNION SELECT 2)"))
    before = folder.store.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", (*migrations.STEPS, step))
        for left in (64 * 1024, folder.store.stat().st_size + 300_000):
            ballast = fill(disk, leave=left)
            with pytest.raises(NoSpace):
                open_again(folder, key)
            assert folder.store.read_bytes() == before
            ballast.unlink()
            for copy in folder.backups.iterdir():
                copy.unlink()
    with open_again(folder, key) as desk:
        assert len(journal(desk)) == 200


def test_a_county_without_room_takes_nothing_half(disk: Path, tmp_path: Path) -> None:
    store = set_up_county(data_folder(disk / "county"), PASSPHRASE, code=COUNTY, name="昌江区").database
    with store, CountyDesk(store) as county, quick_desk(tmp_path / "station", recipient="") as station:
        enrol(station, "徐", read_enrolment(enrol_station(county, "县", code=STATION, name="上徐村", town="镇", to=tmp_path)))
        take(county, "县", export(station, "徐", tmp_path).path)
        add(station, *(resident(f"{number}", remark="字" * 900) for number in range(1500)))
        package, ballast = export(station, "徐", tmp_path).path, fill(disk, leave=2 * MEGABYTE)
        with pytest.raises((NoSpace, NotWritable)):
            take(county, "县", package)
        with county.ledger.begin() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM station_journal").scalar_one() == 0
            assert connection.exec_driver_sql("SELECT count(*) FROM resident").scalar_one() == 0
        ballast.unlink()
        subprocess.run(["mount", "-o", "remount,size=60m", disk], check=True)
        assert take(county, "县", package).changes == 1500
