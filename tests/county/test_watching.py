"""What lies in a folder or on a stick for the county, and one file there that cannot be read: it holds up no other."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from stationdesk.county import taking, watching
from stationdesk.county.standings import what_came
from stationdesk.county.taking import TakingStopped, take_folder
from stationdesk.county.watching import Watching
from stationdesk.store.files import NotWritable
from tests.road_kit import Road, made_road
from tests.store.kit import STATION
from tests.sync.failing_stick import dying

FIRST = f"SD_{STATION}_000000-000000_n0000.sdpkg"
"""A name that comes before every package's."""


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path) as found:
        found.set_clock(11, 1)
        yield found


def watched(road: Road) -> Watching:
    return Watching(road.county, "县", road.stick)


def names(found: Watching) -> list[tuple[str, str]]:
    """Return what one look comes to."""
    return [(one.file, one.outcome) for one in found.look()]


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Let another program have the file of this name open."""
    real = Path.open

    def opened(path: Path, *args: Any, **more: Any) -> Any:
        if path.name == name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path, *args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", opened)
        yield


def test_the_countys_own_answers_in_a_watched_folder_are_nobodys_report(road: Road) -> None:
    found = watched(road)
    road.add("甲")
    path = road.export().path
    assert names(found) == [(path.name, "taken")]
    answer = road.county_answers()
    assert names(found) == []
    answer.rename(answer.with_name(answer.name.upper()))
    assert names(found) == []
    assert [one.outcome for one in what_came(road.county)] == ["taken"]


def test_a_file_that_cannot_be_read_holds_up_no_other_is_told_once_and_taken_when_it_can(road: Road) -> None:
    found = watched(road)
    road.add("甲")
    good = road.export().path
    road.add("乙")
    bad = road.export().path.rename(road.stick / FIRST)
    with locked(FIRST):
        first, second = found.look()
        assert [(first.file, first.outcome), (second.file, second.outcome)] == [(FIRST, "refused"), (good.name, "taken")]
        assert "读不了" in first.sentence
        assert first.station == STATION
        assert (found.failures, found.trouble) == (0, "")
        assert names(found) == [], "told once"
    assert names(found) == [(bad.name, "taken")], "nothing of the file is another, it can only be read now"
    assert names(found) == []


def test_a_file_of_which_nothing_can_be_asked_is_told_once(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    road.add("甲")
    path, found, real = road.export().path, watched(road), os.stat

    def asked(place: Any, *args: Any, **more: Any) -> os.stat_result:
        if str(place) == str(path):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(place))
        return real(place, *args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", asked)
        assert names(found) == [(path.name, "refused")]
        assert names(found) == []
    assert names(found) == [(path.name, "taken")]


def test_a_stick_goes_by_the_same_rule(road: Road) -> None:
    (road.stick / FIRST).touch()
    road.add("甲")
    good = road.export().path
    with locked(FIRST):
        assert [(one.file, one.outcome) for one in road.county_takes()] == [(FIRST, "refused"), (good.name, "taken")]


def test_a_disk_that_takes_nothing_is_no_files_fault(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stops the taking, or every file would be called refused."""
    road.add("甲")
    road.export()

    def refuses(*_any: object) -> None:
        raise NotWritable("县里的盘写不进去。")

    for module in (taking, watching):
        monkeypatch.setattr(module, "take_and_note", refuses)
    with pytest.raises(TakingStopped):
        road.county_takes()
    found = watched(road)
    assert names(found) == []
    assert (found.failures, found.trouble) == (1, "县里的盘写不进去。")
    assert what_came(road.county) == []


def test_a_stick_that_dies_while_it_is_listed_is_told_in_a_sentence(road: Road) -> None:
    road.add("甲")
    road.export()
    found = watched(road)
    with dying(road.stick):
        with pytest.raises(NotWritable, match="插"):
            take_folder(road.county, "县", road.stick)
        assert names(found) == []
        assert "插" in found.trouble
    assert [outcome for _name, outcome in names(found)] == ["taken"]


def test_files_in_a_folder_on_the_stick_and_in_capitals_are_found(road: Road) -> None:
    town, hidden = road.stick / "鲇鱼山镇" / "十一月", road.stick / ".trash"
    town.mkdir(parents=True)
    hidden.mkdir()
    (hidden / FIRST).touch()
    road.add("甲")
    path = road.export().path
    path.rename(town / path.name)
    road.add("乙")
    capitals = road.export().path
    capitals.rename(capitals.with_name(capitals.name.upper()))
    assert [one.outcome for one in road.county_takes()] == ["taken", "taken"]
    found = watched(road)
    assert names(found) == [(path.name, "old"), (capitals.name.upper(), "old")]
    (town / path.name).rename(road.stick / path.name)
    (town.parent / path.name).write_bytes(b"another of the same name")
    assert names(found) == [(path.name, "old"), (path.name, "refused")], "each place is looked at for itself"
