"""Every hostile package has its verdict and its sentence, at the county and at the desk; no row, no file and no memory is left of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stationdesk.errors import DeskError
from tests.benchmarks.peak import peak_mib
from tests.sync.defects import LINES, SENTENCES
from tests.sync.hostile_road import Road, made_road
from tests.sync.written_kit import SIDES, cases, said_of, verdicts, write_kit

MEMORY = 100
"""MiB by which the peak of this process may grow while one hostile package is refused."""


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    found, shared = made_road(tmp_path_factory.mktemp("hostile")), tempfile.tempdir
    tempfile.tempdir = str(tmp_path_factory.mktemp("temporary"))  # where nobody else leaves a file meanwhile
    yield found
    tempfile.tempdir = shared
    assert found.take(found.up.raw).outcome == "taken", "something that was refused has left its mark"
    assert found.receive(found.down.raw).changes == LINES
    found.world.close()


@pytest.fixture(scope="module")
def kit(road: Road, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the testkit, as its command does."""
    folder = tmp_path_factory.mktemp("kit") / "packages"
    write_kit(road, folder)
    return folder


def name_of(said: dict[str, Any]) -> str:
    return str(said["file"])


@pytest.mark.parametrize("said", verdicts(), ids=name_of)
def test_a_file_of_the_kit_gets_the_verdict_of_the_table(said: dict[str, Any], kit: Path, road: Road) -> None:
    content = (kit / said["file"]).read_bytes()
    files = road.files()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # begin the peak anew
    peak = peak_mib()
    read = road.take if said["file"].startswith("county/") else road.receive
    with pytest.raises(DeskError) as refused:
        read(content)
    assert peak_mib() - peak < MEMORY
    assert type(refused.value).__name__ == said["verdict"]
    assert said["says"] in refused.value.message
    assert "\n" not in refused.value.message
    if "line" in said:
        assert f"数据包第 {said['line']} 行" in refused.value.message
    assert road.rows() == road.seen
    assert road.files() == files


def test_the_table_has_every_case_and_the_kit_every_file(kit: Path) -> None:
    """The table is written by `python -m tests.sync.testkit --table`, so that a verdict that changes is seen."""
    table = verdicts()
    assert table == [said_of(side, case) for side, case in cases()]
    good = {f"{side}/good.sdpkg" for side in SIDES}
    there = {str(path.relative_to(kit)) for path in kit.rglob("*.sdpkg")}
    assert there == good | {said["file"] for said in table}
    assert json.loads((kit / "verdicts.json").read_text(encoding="utf-8")) == table
    assert json.loads((kit / "keys.json").read_text()).keys() == set(SIDES)


def test_cut_and_changed_anywhere(road: Road, proof: bool) -> None:
    """Each is refused on both sides: a file cut at every length, a bit changed in every byte; in `make test` at every so many."""
    for good, read in ((road.up, road.take), (road.down, road.receive)):
        for place in range(0, len(good.raw), 1 if proof else 97):
            changed = bytearray(good.raw)
            changed[place] ^= 1 << place % 8
            for content in (good.raw[:place], bytes(changed)):
                with pytest.raises(DeskError) as refused:
                    read(content)
                assert SENTENCES[type(refused.value)] in refused.value.message
    assert road.rows() == road.seen
