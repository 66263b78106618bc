"""Every hostile package has its verdict and its sentence, at the county and at the desk; no row, no file and no memory is left of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from stationdesk.errors import DeskError
from tests.benchmarks.peak import peak_mib
from tests.sync.defects import AT_COUNTY, AT_DESK, EITHER, LINES, SENTENCES, Case
from tests.sync.hostile_road import Road, made_road

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


def name_of(case: Case) -> str:
    return f"{case.row} {case.name}"


def judged(road: Road, case: Case, *, at_county: bool) -> None:
    content = case.make(road.up if at_county else road.down)
    files = road.files()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # begin the peak anew
    peak = peak_mib()
    read = road.take if at_county else road.receive
    with pytest.raises(DeskError) as refused:
        read(content)
    assert peak_mib() - peak < MEMORY
    assert type(refused.value) is case.verdict
    assert SENTENCES[case.verdict] in refused.value.message
    assert "\n" not in refused.value.message
    if case.number:
        assert f"数据包第 {case.number} 行" in refused.value.message
    assert road.rows() == road.seen
    assert road.files() == files


@pytest.mark.parametrize("case", EITHER + AT_COUNTY, ids=name_of)
def test_at_the_county(case: Case, road: Road) -> None:
    judged(road, case, at_county=True)


@pytest.mark.parametrize("case", EITHER + AT_DESK, ids=name_of)
def test_at_the_desk(case: Case, road: Road) -> None:
    judged(road, case, at_county=False)


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
