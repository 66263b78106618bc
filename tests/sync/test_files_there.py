"""Which files are found in a folder and a little below, where something of it cannot be read."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from stationdesk.store.files import NotReadable, NotWritable
from stationdesk.sync import files_there
from stationdesk.sync.package_name import packages


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "旧照片").mkdir()
    (tmp_path / "照片" / "三月").mkdir(parents=True)
    for place in (tmp_path, tmp_path / "旧照片", tmp_path / "照片" / "三月"):
        (place / f"SD_360202101209_{place.name}.sdpkg").write_bytes(b"x")
    return tmp_path


def found(stick: Path) -> set[str]:
    return {path.parent.name for path in packages(stick)}


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ENOENT, errno.ENAMETOOLONG])
def test_a_folder_that_cannot_be_listed_hides_no_file_beside_it(stick: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    listed_alone(monkeypatch, "旧照片", number)
    assert found(stick) == {stick.name, "三月"}


def listed_alone(monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> None:
    """Let every listing of the folder of this name fail."""
    real = os.scandir

    def listed(place: Any = ".") -> Any:
        if Path(place).name == name:
            raise OSError(number, os.strerror(number), str(place))
        return real(place)

    monkeypatch.setattr(os, "scandir", listed)


class Dying:
    """An entry of a folder of which a dying stick tells nothing."""

    def __init__(self, entry: os.DirEntry[str]) -> None:
        self.name, self.path = entry.name, entry.path

    def is_file(self, **_how: bool) -> bool:
        return False

    def is_dir(self, **_how: bool) -> bool:
        raise OSError(errno.EIO, os.strerror(errno.EIO), self.path)


def test_an_entry_of_which_nothing_can_be_told_hides_no_other(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = files_there.entries_of

    def listed(*places: Path) -> list[Any]:
        return [Dying(one) if one.name == "旧照片" else one for one in real(*places)]

    monkeypatch.setattr(files_there, "entries_of", listed)
    assert found(stick) == {stick.name, "三月"}


def test_a_stick_that_fails_or_is_pulled_out_is_no_empty_one(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        listed_alone(patch, stick.name, errno.EIO)
        with pytest.raises((NotReadable, NotWritable)):
            found(stick)
    real = os.scandir

    def pulled(place: Any = ".") -> Any:
        if Path(place) != stick and stick.exists():
            stick.rename(stick.parent / "pulled")
        return real(place)

    monkeypatch.setattr(os, "scandir", pulled)
    with pytest.raises((NotReadable, NotWritable)):
        found(stick)
