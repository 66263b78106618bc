"""Wrong passphrases cost time, through restarts, killed tries and any clock."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from stationdesk.store import attempts
from stationdesk.store.attempts import FREE, LONGEST, Attempts, TooManyTries
from stationdesk.store.keys import COPIES, KeyFile, Slot, WrongPassphrase, new_key, unlock, write_keys
from tests.store.kit import PASSPHRASE, data_folder


@dataclass
class Clock:
    """The machine's clocks, as a test sets them."""

    wall: float = 1_790_000_000.0
    running: float = 1000.0
    boot: str = "first run"

    def time(self) -> float:
        return self.wall

    def monotonic(self) -> float:
        return self.running

    def passes(self, seconds: float) -> None:
        self.wall, self.running = self.wall + seconds, self.running + seconds

    def restarts(self) -> None:
        self.running, self.boot = 5.0, self.boot + " and one more"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(attempts, "time", found)
    monkeypatch.setattr(attempts, "boot", lambda: found.boot)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a key file with one operator."""
    place = data_folder(tmp_path).path
    place.mkdir()
    keys, key = KeyFile("store", []), new_key()
    keys.add(key, PASSPHRASE.encode(), "operator")
    write_keys(place, keys, key)
    return place


def wrong(folder: Path) -> None:
    with pytest.raises(WrongPassphrase):
        unlock(folder, "not the passphrase")


def wait_in(folder: Path, passphrase: str = PASSPHRASE) -> float:
    """Return the seconds that a refused try is told to wait."""
    with pytest.raises(TooManyTries):
        unlock(folder, passphrase)
    return Attempts.from_json(json.loads((folder / COPIES[0]).read_bytes())["attempts"]).left()


def test_after_three_wrong_tries_even_the_right_one_waits(folder: Path, clock: Clock) -> None:
    for _try in range(FREE):
        wrong(folder)
    assert 59 < wait_in(folder) <= 60
    clock.passes(59)
    assert wait_in(folder) <= 1
    clock.passes(1.5)
    key, slot = unlock(folder, PASSPHRASE)
    assert len(key) == 48
    assert isinstance(slot, Slot)
    for _try in range(FREE - 1):
        wrong(folder)
    unlock(folder, PASSPHRASE)


def test_the_wait_grows_up_to_an_hour(folder: Path, clock: Clock) -> None:
    for _try in range(FREE - 1):
        wrong(folder)
    waits = []
    for _try in range(12):
        wrong(folder)
        waits.append(wait_in(folder))
        clock.passes(waits[-1] + 0.1)
    assert waits[:4] == pytest.approx([60, 120, 240, 480])
    assert waits[-1] == LONGEST
    assert waits == sorted(waits)


def test_a_restart_keeps_the_wait(folder: Path, clock: Clock) -> None:
    for _try in range(FREE):
        wrong(folder)
    clock.restarts()
    assert wait_in(folder) == 60
    clock.wall += 61
    unlock(folder, PASSPHRASE)


@pytest.mark.parametrize("seconds", [-86_400 * 365, -60, 60, 86_400 * 365])
def test_setting_the_clock_does_not_help_while_the_machine_runs(folder: Path, clock: Clock, seconds: float) -> None:
    for _try in range(FREE):
        wrong(folder)
    clock.wall += seconds
    assert wait_in(folder) == 60


def test_setting_the_clock_back_does_not_help_after_a_restart_and_does_not_lock_out(folder: Path, clock: Clock) -> None:
    for _try in range(FREE):
        wrong(folder)
    clock.restarts()
    clock.wall -= 86_400
    assert wait_in(folder) == 60


def test_a_killed_try_is_counted(folder: Path) -> None:
    for _try in range(FREE):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.store.kill_unlock", str(folder.parent), "not the passphrase"], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            process.kill()
    assert wait_in(folder) > 20


def test_either_copy_keeps_the_count(folder: Path, clock: Clock) -> None:
    for _try in range(FREE):
        wrong(folder)
    (folder / COPIES[0]).unlink()
    with pytest.raises(TooManyTries):
        unlock(folder, PASSPHRASE)


@pytest.mark.parametrize("strange", ["x", [], 7, {"failures": "many"}, {"failures": 1e400}, {"failures": None, "pause": 1}])
def test_a_count_that_was_tampered_with_is_a_full_one(clock: Clock, strange: object) -> None:
    found = Attempts.from_json(strange)
    assert found.failures == FREE
    with pytest.raises(TooManyTries):
        found.checked()


def test_nobody_is_told_whether_an_operator_exists(folder: Path, clock: Clock) -> None:
    sentences = []
    for _try in range(FREE):
        with pytest.raises(WrongPassphrase) as caught:
            unlock(folder, "not the passphrase")
        sentences.append(caught.value.message)
        assert "operator" not in caught.value.message
    assert len(set(sentences)) == FREE
