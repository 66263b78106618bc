"""New keys for the county: none change without their key file, and what fails afterwards is told with the six words."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from stationdesk.county.desk import CountyDesk
from stationdesk.county.key_file import write_key_file
from stationdesk.county.rotating import left_words, rotate_county
from stationdesk.registers.note import Note
from stationdesk.store import database
from stationdesk.store.files import NoSpace, NotWritable
from stationdesk.sync.own_keys import OwnKeys, own_keys
from stationdesk.sync.words import county_words
from tests.road_kit import Road, made_road
from tests.store.kit import COUNTY

NAME = f"{COUNTY}-keys-2.txt"


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path, enrolled=False) as found:
        yield found


@pytest.fixture
def safe(tmp_path: Path) -> Path:
    path = tmp_path / "safe"
    path.mkdir()
    return path


def keys(road: Road) -> OwnKeys:
    with road.county.database.reading() as session:
        return own_keys(session)


def full_at(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """Let the disk be full when `file` is brought onto it."""
    real = os.fsync

    def flushed(handle: int) -> None:
        if file.exists() and os.fstat(handle).st_ino == file.stat().st_ino:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    monkeypatch.setattr(os, "fsync", flushed)


@pytest.mark.parametrize("anew", [False, True])
def test_a_key_file_from_before_a_restoring_is_left_alone(road: Road, safe: Path, anew: bool) -> None:
    (safe / NAME).write_text("of before")
    done = rotate_county(road.county, "县", safe, anew=anew)
    assert (safe / NAME).read_text() == "of before"
    assert done.key_file.name == f"{COUNTY}-keys-2 (2).txt"
    found = keys(road)
    assert done.key_file.read_text().split() == list(found.identities)
    assert done.words == county_words(found.chain[0].sign_key, found.recipient)


def test_no_key_changes_without_its_key_file(road: Road, safe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = keys(road)
    full_at(monkeypatch, safe / NAME)
    with pytest.raises(NoSpace):
        rotate_county(road.county, "县", safe, anew=True)
    assert keys(road).identities == before.identities
    assert list(safe.iterdir()) == []


def test_keys_that_were_not_saved_leave_no_file(road: Road, safe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = keys(road)

    def full(*_any: object) -> None:
        raise NoSpace("满了。")

    with monkeypatch.context() as patch:
        patch.setattr(database, "position", full)
        with pytest.raises(NoSpace):
            rotate_county(road.county, "县", safe)
    assert keys(road).identities == before.identities
    assert list(safe.iterdir()) == []


def test_a_backup_that_fails_is_told_with_the_words(road: Road, safe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_desk: CountyDesk, _to: Path) -> None:
        raise NotWritable("优盘拔掉了。")

    monkeypatch.setattr(CountyDesk, "back_up", gone)
    done = rotate_county(road.county, "县", safe, anew=True)
    assert (done.backup, done.trouble, done.version) == (None, "优盘拔掉了。", 2)
    assert done.words == county_words(keys(road).chain[0].sign_key, keys(road).recipient)
    first, second = left_words(done, lambda path: path.name)
    assert first.endswith("优盘拔掉了。")
    assert NAME in second
    assert "备份" in second


def test_a_key_file_that_could_not_be_written_is_not_noted_as_written(road: Road, safe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = safe / "key.txt"
    full_at(monkeypatch, path)
    with pytest.raises(NoSpace):
        write_key_file(road.county, "县", path, road.set_clock(11, 1))
    assert list(safe.iterdir()) == []
    with road.county.database.reading() as session:
        assert session.exec(select(Note)).all() == []
