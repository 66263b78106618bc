"""A backup is whole, checked and sealed, and there are neither too few nor too many of them."""

from __future__ import annotations

import shutil
import zipfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.store.backup import KEPT, back_up, backups_in, beyond, counted, day_of, read_backup, surplus, troubles
from stationdesk.store.connection import DamagedFile
from stationdesk.store.database import Database
from stationdesk.store.desk import back_up_daily
from stationdesk.store.files import NotWritable
from tests.store.kit import NAMES, STATION, add, resident


def test_a_backup_holds_store_and_keys_as_they_are(desk: Database, tmp_path: Path) -> None:
    add(desk, *(resident(name) for name in NAMES))
    made = back_up(desk, tmp_path / "stick")
    assert (made.seq, made.rows["resident"]) == (5, 5)
    assert [path.name for path in (tmp_path / "stick").iterdir()] == [made.path.name]
    with zipfile.ZipFile(made.path) as bundle:
        assert sorted(bundle.namelist()) == ["backup.json", "keys.json", "store.sdb"]
        bundle.extractall(tmp_path / "opened")
    assert (tmp_path / "opened" / "keys.json").read_bytes() == (desk.folder.path / "keys.json").read_bytes()
    assert troubles(tmp_path / "opened" / "store.sdb", desk.key) == []
    assert counted(tmp_path / "opened" / "store.sdb", desk.key) == made.rows
    assert read_backup(made.path)["rows"] == made.rows
    assert all(name.encode() not in made.path.read_bytes() for name in NAMES)
    assert STATION in made.path.name


def test_a_backup_can_be_made_while_the_desk_works(desk: Database, tmp_path: Path) -> None:
    add(desk, resident("甲某"))
    with desk.writing("徐", "登记") as session:
        session.add(resident("乙某"))
        session.flush()
        made = back_up(desk, tmp_path / "stick")
    assert made.seq == 1
    add(desk, resident("丙某"))


def test_once_a_day_by_the_village_day(desk: Database) -> None:
    moments = ["2026-11-21T15:59:00", "2026-11-21T16:01:00", "2026-11-22T15:58:00", "2026-11-22T16:00:00", "2026-11-21T16:30:00"]
    made = []
    for moment in moments:
        desk.clock = lambda at=moment: datetime.fromisoformat(at + "+00:00")  # type: ignore[misc]
        made.append(back_up_daily(desk) is not None)
    assert made == [True, True, False, True, False]
    assert [day_of(path) for path in backups_in(desk.folder.backups)] == [date(2026, 11, 23), date(2026, 11, 22), date(2026, 11, 21)]


def test_a_clock_once_in_the_future_does_not_make_a_backup_at_every_unlock(desk: Database) -> None:
    made = []
    for moment in ("2099-01-01T01:00:00", "2026-11-22T01:00:00", "2026-11-22T02:00:00", "2026-11-22T03:00:00"):
        desk.clock = lambda at=moment: datetime.fromisoformat(at + "+00:00")  # type: ignore[misc]
        made.append(back_up_daily(desk) is not None)
    assert made == [True, True, False, False]


def path_of(day: date, hour: int = 2) -> Path:
    return Path(f"SD_{STATION}_{datetime(day.year, day.month, day.day, hour, tzinfo=UTC):%Y%m%dT%H%M%S}.sdbackup")


def test_seven_days_four_weeks_twelve_months_are_kept() -> None:
    last, paths = date(2026, 11, 22), list[Path]()
    for back in range(800):
        paths = [path_of(last - timedelta(800 - back)), *paths]
        dropped = surplus(paths)
        paths = [path for path in paths if path not in dropped]
    days = [day_of(path) for path in paths]
    assert days[:7] == [date(2026, 11, 21) - timedelta(number) for number in range(7)]
    assert len({(day.year, day.month) for day in days if day}) == 12
    assert len({day.isocalendar()[:2] for day in days[:9] if day}) >= 2
    assert len(paths) <= sum(KEPT)


@given(st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, 23)), unique=True, max_size=80))
@settings(max_examples=200)
def test_what_is_kept_is_the_newest_of_its_day_week_or_month(made: list[tuple[date, int]]) -> None:
    paths = sorted((path_of(*one) for one in made), reverse=True)
    dropped = surplus(paths)
    kept = [path for path in paths if path not in dropped]
    assert kept[:1] == paths[:1], "the newest is never dropped"
    assert surplus(kept) == [], "what is kept once stays kept until a newer one comes"
    for limit, period in zip(KEPT, ("%Y-%m-%d", "%G-%V", "%Y-%m"), strict=True):
        newest: dict[str, Path] = {}
        for path in paths:
            newest.setdefault(f"{day_of(path):{period}}", path)
        assert set(list(newest.values())[:limit]) <= set(kept)
    assert len(kept) <= sum(KEPT)
    assert Counter(kept + dropped) == Counter(paths)


def test_only_backups_are_ever_dropped(desk: Database) -> None:
    desk.folder.backups.mkdir()
    others = ["notes.txt", "before-update-x.sdb", "SD_x_2020.sdbackup", "SD_x.sdbackup.partial"]
    for name in others:
        (desk.folder.backups / name).write_text("mine")
    for day in range(60):
        desk.clock = lambda at=day: datetime(2026, 1, 1, 2, tzinfo=UTC) + timedelta(at)  # type: ignore[misc]
        (desk.folder.backups / path_of(date(2026, 1, 1) + timedelta(day - 1))).write_bytes(b"")
    back_up_daily(desk)
    assert all((desk.folder.backups / name).read_text() == "mine" for name in others)
    days = [f"{day_of(path):%m%d}" for path in backups_in(desk.folder.backups)]
    assert days == ["0301", "0228", "0227", "0226", "0225", "0224", "0223", "0222", "0215", "0208", "0131", "1231"]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=23), st.integers(0, 60))
def test_what_has_no_room_goes_from_the_middle(sizes: list[int], room: int) -> None:
    with TemporaryDirectory() as place:
        paths = [Path(place) / path_of(date(2026, 11, 22) - timedelta(back)) for back in range(len(sizes))]
        for path, size in zip(paths, sizes, strict=True):
            path.write_bytes(bytes(size))
        kept = [path for path in paths if path not in beyond(paths, room)]
        fits = sum(path.stat().st_size for path in kept) <= room
    assert fits or kept == paths[:2]
    assert kept[:2] == paths[:2]
    assert kept == paths or sum(sizes) > room, "nothing goes that has room"
    assert len(kept) <= 2 or kept[-1] == paths[-1], "the oldest goes last"


def test_backups_take_the_fourth_part_of_the_disk_at_most(desk: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.folder.backups.mkdir()
    for day in range(300):
        (desk.folder.backups / path_of(date(2026, 1, 1) + timedelta(day))).write_bytes(bytes(1 << 20))
    desk.clock = lambda: datetime(2026, 10, 28, 2, tzinfo=UTC)
    disk = 52 << 20

    def taken() -> int:
        return sum(path.stat().st_size for path in backups_in(desk.folder.backups))

    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=disk - taken()))
    back_up_daily(desk)
    there = backups_in(desk.folder.backups)
    assert disk // 4 - (2 << 20) < taken() <= disk // 4
    assert [day_of(there[0]), day_of(there[-1])] == [date(2026, 10, 28), date(2026, 1, 31)], "the newest, and the end of the first month"


def test_a_broken_store_is_not_backed_up_as_if_it_were_whole(desk: Database, tmp_path: Path) -> None:
    add(desk, *(resident(f"{number}某", remark="字" * 200) for number in range(200)))
    desk._writer.dispose()
    desk._reader.dispose()
    raw = bytearray(desk.folder.store.read_bytes())
    for page in range(len(raw) // 4096 // 2, len(raw) // 4096):
        raw[page * 4096 + 99] ^= 1
    desk.folder.store.write_bytes(raw)
    with pytest.raises(DamagedFile):
        back_up(desk, tmp_path / "stick")
    assert list((tmp_path / "stick").iterdir()) == []


def test_what_a_killed_backup_left_is_swept_and_never_listed(desk: Database, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    mine, other = stick / f".backup-{desk.about.store}-x", stick / ".backup-of-another-station"
    for folder in (mine, other):
        folder.mkdir(parents=True)
        (folder / "store.sdb").write_bytes(b"half")
    assert backups_in(stick) == []
    back_up(desk, stick)
    assert not mine.exists()
    assert other.exists()


def test_a_stick_that_is_gone_gets_a_sentence(desk: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(NotWritable):
        back_up(desk, tmp_path / "file" / "stick")
