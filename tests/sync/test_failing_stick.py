"""A stick that fails at any moment of the desk's export, the county's answer and both sides' reading: a sentence, nothing half, then on."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from stationdesk.county import answers
from stationdesk.county.taking import TakingStopped, take_folder
from stationdesk.store.files import NoSpace, NotWritable
from stationdesk.sync import inbox
from stationdesk.sync.package_name import packages
from stationdesk.sync.reporting import report_to_county
from tests.sync.failing_stick import OPERATIONS, Fault, failing, faults
from tests.sync.hostile_road import CODE, Road, made_road, moved

OPERATOR = "徐丽华"


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    found = made_road(tmp_path)
    yield found
    found.world.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    path = tmp_path / "stick"
    path.mkdir()
    return path


def exported(road: Road) -> int:
    return road.world.peer(road.world.desks[CODE]).exported


def nothing_half(stick: Path, fault: Fault) -> None:
    """Check that nothing looks like a package; pulled after the renaming, a whole one may stay there, which counts on nobody."""
    for path in packages(stick):
        assert (fault.operation, fault.pulled) == ("folder", True), f"{fault} left what looks like a package"
        subprocess.run(["unzip", "-tq", path], check=True, capture_output=True)


def test_the_desk_writes_on_it(road: Road, stick: Path, proof: bool) -> None:
    desk, before, struck = road.world.desks[CODE].database, exported(road), 0
    road.world.add(CODE, "汪新")
    for fault in faults(stick, OPERATIONS, 1 if proof else 3):
        try:
            with failing(fault):
                done = report_to_county(desk, OPERATOR, stick)
        except (NoSpace, NotWritable) as error:
            said, trouble = error.message, True
        else:
            said, trouble = done.says, done.trouble
        assert trouble == fault.struck, fault
        if trouble:
            struck += 1
            assert said.endswith("。")
            nothing_half(stick, fault)
            assert exported(road) == before, "what was not written waits for no receipt"
        else:
            assert exported(road) == desk.position().seq
            before = exported(road)
            road.world.add(CODE, "汪又")
        for path in stick.iterdir():
            path.unlink()
    assert struck > 20
    assert report_to_county(desk, OPERATOR, stick).written is not None
    assert [one.outcome for one in take_folder(road.world.county, "县", stick)] == ["taken"]


def test_the_county_writes_on_it(road: Road, stick: Path, proof: bool) -> None:
    county, struck = road.world.county, 0
    for fault in faults(stick, OPERATIONS, 1 if proof else 3):
        with failing(fault):
            written, without = answers.answer_all(county, "县", stick)
        said = "".join(why.message for _station, why in without)
        assert len(written) + len(without) == 1
        assert said.endswith("。") == fault.struck, fault
        if fault.struck:
            struck += 1
            nothing_half(stick, fault)
        for path in stick.iterdir():
            path.unlink()
    assert struck > 20
    answers.answer_all(county, "县", stick)
    done = report_to_county(road.world.desks[CODE].database, OPERATOR, stick)
    assert [one.outcome for one in done.read] == ["read"]


def test_both_sides_read_from_it(road: Road, stick: Path, proof: bool) -> None:
    struck = 0
    up, down = (Path(shutil.copy(good.path, stick)) for good in (road.up, road.down))
    for path in (up, down):
        for fault in faults(stick, ("open", "read"), 1 if proof else 4):
            try:
                with failing(fault):
                    if path == up:
                        taken = take_folder(road.world.county, "县", stick)[0]
                        trouble, said = taken.outcome == "refused", taken.sentence
                    else:
                        inbox.receive(road.world.desks[CODE].database, OPERATOR, path)
                        trouble, said = False, "。"
            except (NoSpace, NotWritable, TakingStopped) as error:
                trouble, said = True, error.message
            assert trouble == fault.struck, fault
            assert said.endswith("。")
            if trouble:
                struck += 1
                assert path.read_bytes() == (road.up if path == up else road.down).raw
                assert moved(road) <= {"county.came_package"}, fault
            road.seen = road.rows()
        road.seen = road.rows()
    assert struck > 20
    assert road.world.ledger_state(CODE).cursor == road.world.desks[CODE].database.position().seq
