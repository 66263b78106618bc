"""A stick that is full, locked or pulled: a sentence, nothing half, and what was read stays read; on a real small volume."""

from __future__ import annotations

import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from stationdesk.services.road import summary
from stationdesk.store.files import NoSpace, NotWritable
from stationdesk.sync.reporting import report_to_county
from tests.road_kit import OPERATOR, Road, made_road
from tests.sync.test_reporting import confirmed, exported, names, press


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path) as found:
        yield found


@pytest.fixture
def small(tmp_path: Path, road: Road) -> Iterator[Road]:
    """Give the road a stick of 256 KB."""
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", road.stick], check=False, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"NOT TESTED here: a full stick; mounting needs root: {done.stderr.strip()}")
    yield road
    subprocess.run(["mount", "-o", "remount,rw", road.stick], check=False)
    subprocess.run(["umount", "-l", road.stick], check=True)


def noisy(road: Road, count: int) -> None:
    for one in range(count):
        road.add(f"{one}号", remark=secrets.token_hex(450))


def test_a_full_stick(small: Road) -> None:
    noisy(small, 700)
    with pytest.raises(NoSpace) as caught:
        press(small)
    assert caught.value.message.endswith("。")
    assert names(small.stick) == []
    assert exported(small) == 0
    with small.desk.reading() as session:
        assert summary(session).awaiting == 0


def test_a_full_stick_keeps_what_the_answers_said(small: Road) -> None:
    small.add("甲")
    small.export()
    small.county_takes()
    small.county_answers()
    noisy(small, 700)
    done = press(small)
    assert (done.trouble, done.written, [one.outcome for one in done.read]) == (True, None, ["read"])
    assert confirmed(small) == 1
    assert [name for name in names(small.stick) if "partial" in name] == []


def test_a_locked_stick(small: Road) -> None:
    small.add("甲")
    subprocess.run(["mount", "-o", "remount,ro", small.stick], check=True)
    with pytest.raises(NotWritable):
        press(small)
    subprocess.run(["mount", "-o", "remount,rw", small.stick], check=True)
    assert press(small).written is not None


def test_a_stick_pulled_before_and_in_the_middle(small: Road) -> None:
    small.add("甲")
    small.export()
    small.county_takes()
    small.county_answers()

    def pull(sentence: str, _done: int, _total: int) -> None:
        if sentence == "正在写到 U 盘":
            for path in small.stick.iterdir():
                path.unlink()
            subprocess.run(["mount", "-o", "remount,ro", small.stick], check=False)

    def gone(_sentence: str, _done: int, _total: int) -> None:
        shutil.rmtree(deep)

    small.add("乙")
    try:
        done = report_to_county(small.desk, OPERATOR, small.stick, pull)
    except NotWritable:
        pass
    else:
        assert done.trouble
    assert exported(small) == 1
    deep = small.stick.parent / "deep"
    deep.mkdir()
    with pytest.raises(NotWritable):
        report_to_county(small.desk, OPERATOR, deep, gone)
    assert exported(small) == 1
    with pytest.raises(NotWritable):
        press(small, small.stick.parent / "never there")
