from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from stationdesk.store.files import NoSpace, NotWritable
from stationdesk.sync.package import Outgoing, write_package
from stationdesk.sync.package_name import file_name
from tests.sync.testkit import COUNTY, STATION, draft, line, read, write


@pytest.fixture
def small_stick(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of 256 KB, as a nearly full stick is."""
    folder = tmp_path / "stick"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], check=False, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"NOT TESTED here: a full stick; mounting needs root: {done.stderr.strip()}")
    yield folder
    subprocess.run(["mount", "-o", "remount,rw", folder], check=True)
    subprocess.run(["umount", folder], check=True)


def noisy(seed: int, count: int) -> Outgoing:
    """Return lines that hardly compress."""
    seeded = random.Random(seed)
    return Outgoing([line(seq, noise=seeded.randbytes(500).hex()) for seq in range(1, count + 1)], [COUNTY.recipient], STATION.sign_key)


def test_a_full_stick_keeps_nothing_half(small_stick: Path, tmp_path: Path) -> None:
    with pytest.raises(NoSpace):
        write_package(small_stick, draft(last=1000), noisy(1, 1000), tmp_path)
    assert list(small_stick.iterdir()) == []
    assert read(write(small_stick).path)[0].last == 3


def test_full_at_every_size(small_stick: Path, tmp_path: Path) -> None:
    outcomes = set()
    for number, filler in enumerate(range(170_000, 262_144, 8192), 1):
        (small_stick / "filler").write_bytes(bytes(filler))
        try:
            path, _manifest = write_package(small_stick, draft(last=60, number=number), noisy(2, 60), tmp_path)
        except NoSpace:
            outcomes.add("full")
        else:
            outcomes.add("written")
            assert read(path)[0].last == 60
            path.unlink()
        (small_stick / "filler").unlink()
        assert list(small_stick.iterdir()) == []
    assert outcomes == {"full", "written"}


def test_a_full_private_folder_is_said_too(small_stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stationdesk.sync.package.SPOOL", 1000)
    with pytest.raises(NoSpace):
        write_package(tmp_path, draft(last=1000), noisy(3, 1000), small_stick)
    assert [path for path in tmp_path.iterdir() if path != small_stick] == []
    assert list(small_stick.iterdir()) == []


def test_a_stick_locked_against_writing_is_said(small_stick: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_stick], check=True)
    with pytest.raises(NotWritable):
        write(small_stick)


def test_a_stick_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotWritable):
        write_package(tmp_path / "gone", draft(last=60), noisy(4, 60), tmp_path)


def test_what_another_put_there_meanwhile_stays(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    def pulled(_done: int, _total: int) -> None:
        (stick / file_name(draft(last=60), county=False)).write_bytes(b"of another")
        raise OSError(5, "pulled")

    with pytest.raises(NotWritable):
        write_package(stick, draft(last=60), replace(noisy(3, 60), watch=pulled), tmp_path)
    assert [(path.name, path.read_bytes()) for path in stick.iterdir()] == [(file_name(draft(last=60), county=False), b"of another")]


def test_an_error_of_the_lines_leaves_nothing(tmp_path: Path) -> None:
    class Interrupted(Exception):
        pass

    def failing() -> Iterator[bytes]:
        yield line(1)
        raise Interrupted

    with pytest.raises(Interrupted):
        write_package(tmp_path, draft(last=2), Outgoing(failing(), [COUNTY.recipient], STATION.sign_key), tmp_path)
    assert list(tmp_path.iterdir()) == []


WRITER = """
import sys
from pathlib import Path
from tests.sync.test_package_disk import draft, noisy, write_package
folder, out = Path(sys.argv[1]), noisy(5, 3000)
print("ready", flush=True)
for number in range(1, 1000):
    write_package(folder, draft(last=3000, number=number), out, folder)
    print(number, flush=True)
"""


def killed_once(folder: Path, seeded: random.Random) -> int:
    """Kill a writing process after a random while; return how many packages it had said were written."""
    folder.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, folder], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(seeded.uniform(0, 0.5))
        os.kill(process.pid, signal.SIGKILL)
        said = process.stdout.read().split()
    return len(said)


def try_kills(count: int, seed: int, tmp_path: Path) -> None:
    seeded = random.Random(seed)
    for number in range(count):
        folder = tmp_path / str(number)
        said = killed_once(folder, seeded)
        there = sorted(folder.glob("*.sdpkg"))
        assert said <= len(there) <= said + 1
        for path in there:
            assert path.stat().st_size > 1_000_000
            subprocess.run(["unzip", "-tq", path], check=True, capture_output=True)
        assert len([path for path in folder.iterdir() if path not in there]) <= 1


def test_a_killed_export_leaves_no_half_package(tmp_path: Path, proof: bool, seed: int) -> None:
    try_kills(60 if proof else 5, seed, tmp_path)
