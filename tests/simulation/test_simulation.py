"""Months of a county with all its mishaps: every promise of the road holds, and Debian's tools open what was written."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tests.simulation.story import WEEKS_A_MONTH, Simulation, told
from tests.simulation.tools import opened_by_hand

QUICK: tuple[int, float] = (6, 1.5)
FULL: tuple[int, float] = (300, 6)
"""Stations and months."""
SAMPLE = 24
ACCIDENTS = ("lost", "late", "twice", "damaged", "repairs")
"""What must have happened, or nothing is proven."""


def lived(base: Path, size: tuple[int, float], seed: int, url: str = "") -> Simulation:
    stations, months = size
    simulation = Simulation(base, stations, round(months * WEEKS_A_MONTH), seed, url)
    with closing(simulation):
        simulation.run()
        simulation.finish()
    print(f"seed {seed}\n{told(simulation.counted)}")  # noqa: T201 - shown where it fails, and by -s
    return simulation


def test_months_of_a_county(tmp_path: Path, seed: int, proof: bool) -> None:
    simulation = lived(tmp_path, FULL if proof else QUICK, seed)
    counted = simulation.counted
    assert all(counted[name] for name in ACCIDENTS), counted
    assert counted["most rounds"] <= 6
    assert counted["beliefs checked"] > counted["files"] / 4
    letters = simulation.post.written if proof else simulation.post.written[:: max(1, len(simulation.post.written) // SAMPLE)]
    assert opened_by_hand(letters, tmp_path) == len(letters) >= SAMPLE


def test_weeks_of_a_county_with_its_ledger_in_postgresql(fresh_postgres: str, tmp_path: Path, seed: int, proof: bool) -> None:
    counted = lived(tmp_path, (60, 3) if proof else (3, 0.7), seed, fresh_postgres).counted
    assert counted["rows compared"] > counted["enrolments"] * 20


def test_a_package_that_was_changed_is_not_opened_by_hand_either(tmp_path: Path, seed: int) -> None:
    simulation = Simulation(tmp_path, 1, 0, seed)
    simulation.finish()
    simulation.close()
    letter = simulation.post.written[0]
    assert opened_by_hand([letter], tmp_path) == 1
    content = bytearray(letter.path.read_bytes())
    content[content.index(b"age-encryption") + 300] ^= 1
    letter.path.write_bytes(content)
    with pytest.raises(AssertionError, match="does not open"):
        opened_by_hand([letter], tmp_path)
