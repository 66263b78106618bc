"""One process has a data folder open; the next is told so, and nobody is locked out by one that died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from stationdesk.store.database import Database
from stationdesk.store.files import NotWritable
from stationdesk.store.folder import AlreadyOpen, FolderLock
from tests.store.kit import add, data_folder, journal, open_again, quick_desk, resident


def holder(place: Path, key: bytes, *how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.hold_open", str(place), key.hex(), *how]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_process_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with quick_desk(tmp_path) as desk:
        add(desk, resident())
        second = holder(tmp_path, desk.key)
        said, _rest = second.communicate(timeout=30)
        assert said.startswith("AlreadyOpen ")
        assert len(journal(desk)) == 1


def test_the_same_process_is_refused_too(desk: Database) -> None:
    with pytest.raises(AlreadyOpen):
        FolderLock(desk.folder.path)
    with pytest.raises(AlreadyOpen):
        open_again(desk.folder, desk.key)


def test_a_lock_of_a_killed_process_does_not_block(tmp_path: Path) -> None:
    with quick_desk(tmp_path) as desk:
        key = desk.key
    first = holder(tmp_path, key)
    assert line_of(first) == "open"
    with pytest.raises(AlreadyOpen):
        open_again(data_folder(tmp_path), key)
    first.kill()
    first.communicate()
    open_again(data_folder(tmp_path), key).close()


def test_a_spawned_child_that_outlives_its_parent_does_not_block(tmp_path: Path) -> None:
    with quick_desk(tmp_path) as desk:
        key = desk.key
    first = holder(tmp_path, key, "spawn")
    child = int(line_of(first))
    try:
        assert line_of(first) == "open"
        first.kill()
        first.wait()
        os.kill(child, 0)
        open_again(data_folder(tmp_path), key).close()
    finally:
        os.kill(child, signal.SIGKILL)
        first.communicate()


def test_a_refused_opening_lets_the_folder_go(tmp_path: Path) -> None:
    with quick_desk(tmp_path) as desk:
        key = desk.key
    with pytest.raises(Exception, match=r"."):
        open_again(data_folder(tmp_path), bytes(48))
    open_again(data_folder(tmp_path), key).close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; test_full_disk.py mounts a read-only folder for it")
def test_a_folder_that_cannot_be_written_to_gets_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(NotWritable):
        FolderLock(tmp_path)
