"""A store put back, copied or moved takes a new copy id before its first write, and says so; a crash does not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from stationdesk.store import mark
from stationdesk.store.database import Database
from stationdesk.store.folder import DataFolder
from stationdesk.store.mark import places
from tests.store.kit import add, data_folder, journal, open_again, quick_desk, resident


@pytest.fixture
def older(tmp_path: Path) -> tuple[DataFolder, bytes, Path, str]:
    """Make a desk, copy it, and let the first go on; returns its folder, its key, the older copy and the copy id."""
    with quick_desk(tmp_path / "desk") as desk:
        add(desk, resident("甲某"))
        folder, key, copy = desk.folder, desk.key, desk.about.line_copy
    shutil.copytree(folder.path, tmp_path / "older")
    with open_again(folder, key) as desk:
        add(desk, resident("乙某"))
        assert desk.about.line_copy == copy
    return folder, key, tmp_path / "older", copy


def renewed(folder: DataFolder, key: bytes, copy: str, says: str) -> None:
    """Check that the desk took a new copy id, said so once, goes on under it, and is at rest when opened again."""
    with open_again(folder, key) as desk:
        fresh = desk.about.line_copy
        assert fresh != copy
        assert len(desk.notices) == 1
        assert fresh in desk.notices[0]
        before = len(journal(desk))
        add(desk, resident("又来"))
        assert [line.said["copy"] for line in journal(desk)] == [copy] * before + [fresh]
    with open_again(folder, key) as desk:
        assert desk.notices == []
        assert desk.about.line_copy == fresh
    assert says


def test_an_older_store_file_put_back(older: tuple[DataFolder, bytes, Path, str]) -> None:
    folder, key, copy_of_it, copy = older
    shutil.copy(copy_of_it / "store.sdb", folder.store)
    renewed(folder, key, copy, "store only")


def test_an_older_folder_put_back_with_its_mark(older: tuple[DataFolder, bytes, Path, str]) -> None:
    folder, key, copy_of_it, copy = older
    shutil.rmtree(folder.path)
    shutil.copytree(copy_of_it, folder.path)
    renewed(folder, key, copy, "the mark outside the folder knows more")


def test_an_older_store_that_went_another_way(older: tuple[DataFolder, bytes, Path, str]) -> None:
    folder, key, copy_of_it, copy = older
    other = DataFolder(copy_of_it, copy_of_it.parent / "other state")
    shutil.copytree(folder.state, other.state)
    places(other, store_of(folder))[1].unlink()
    (copy_of_it / "journal.mark").write_bytes((copy_of_it / "journal.mark").read_bytes())
    with open_again(other, key) as desk:
        add(desk, resident("岔开"), resident("再岔"))
    for name in ("store.sdb", "journal.mark"):
        shutil.copy(copy_of_it / name, folder.path / name)
    with open_again(folder, key) as desk:
        assert desk.about.line_copy != copy
        assert len(desk.notices) == 1


def store_of(folder: DataFolder) -> str:
    return str(json.loads((folder.path / "journal.mark").read_bytes())["store"])


def test_moved_to_another_machine(older: tuple[DataFolder, bytes, Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, key, _older, copy = older
    shutil.copytree(folder.path, tmp_path / "away" / "data")
    monkeypatch.setattr(mark, "machine_name", lambda: "another machine")
    renewed(data_folder(tmp_path / "away"), key, copy, "machine")


def test_the_marks_lost(older: tuple[DataFolder, bytes, Path, str]) -> None:
    folder, key, _older, copy = older
    for path in places(folder, store_of(folder)):
        path.unlink()
    renewed(folder, key, copy, "lost")


def test_one_mark_lost_or_broken_is_no_alarm(older: tuple[DataFolder, bytes, Path, str]) -> None:
    folder, key, _older, copy = older
    first, second = places(folder, store_of(folder))
    spoils: list[Callable[[], object]] = [
        first.unlink,
        second.unlink,
        lambda: first.write_bytes(b""),
        lambda: second.write_bytes(b'{"seq":'),
    ]
    for spoil in spoils:
        spoil()
        with open_again(folder, key) as desk:
            assert (desk.notices, desk.about.line_copy) == ([], copy)
            add(desk, resident("又来"))


def test_a_mark_that_lags_is_no_alarm(older: tuple[DataFolder, bytes, Path, str]) -> None:
    """As a process leaves it that is killed between its commit and its mark."""
    folder, key, _older, copy = older
    marks = [path.read_bytes() for path in places(folder, store_of(folder))]
    with open_again(folder, key) as desk:
        add(desk, resident("丙某"))
        add(desk, resident("丁某"))
    first, second = places(folder, store_of(folder))
    for lagging in ((first,), (first, second)):
        for path in lagging:
            path.write_bytes(marks[0])
        with open_again(folder, key) as desk:
            assert (desk.notices, desk.about.line_copy) == ([], copy)


def test_the_mark_of_another_store_counts_for_nothing(older: tuple[DataFolder, bytes, Path, str], tmp_path: Path) -> None:
    folder, key, _older, copy = older
    with quick_desk(tmp_path / "neighbour") as other:
        add(other, *(resident() for _ in range(9)))
        foreign = (other.folder.path / "journal.mark").read_bytes()
    (folder.path / "journal.mark").write_bytes(foreign)
    with open_again(folder, key) as desk:
        assert (desk.notices, desk.about.line_copy) == ([], copy)


def test_the_mark_says_nothing_of_people_or_machines(desk: Database) -> None:
    add(desk, resident("上官婉儿"))
    for path in places(desk.folder, desk.about.store):
        said = json.loads(path.read_bytes())
        assert set(said) == {"store", "line_copy", "seq", "digest", "machine"}
        assert said["seq"] == 1
        assert mark.machine_name() not in path.read_text()
    assert not places(desk.folder, desk.about.store)[1].is_relative_to(desk.folder.path)
