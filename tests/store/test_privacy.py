"""After a day of work and a power cut, no name, phone or number stands readable anywhere on the disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stationdesk.store.folder import STORE
from tests.store.kit import bytes_of, quick_desk

CANARIES = ("上官婉儿秘", "13912345678", "360202194203051234", "胃不好的老毛病", "修水的水很清")
CODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def canaries_in(data: bytes) -> list[str]:
    return [f"{canary} in {coding}" for canary in CANARIES for coding in CODINGS if canary.encode(coding) in data]


def test_the_search_itself_finds_what_it_looks_for() -> None:
    for coding in CODINGS:
        assert canaries_in(b"\x00\x01" + "".join(CANARIES).encode(coding)) != []


@pytest.mark.parametrize("how", ["killed", "closed"])
def test_nothing_readable_is_left(tmp_path: Path, how: str) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    with quick_desk(tmp_path / "desk") as desk:
        key = desk.key.hex()
    environment = os.environ | {"TMPDIR": str(temp), "HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "tests.store.kill_day", str(tmp_path / "desk"), key, how, *CANARIES]
    done = subprocess.run(command, env=environment, check=False, capture_output=True)
    assert done.returncode == (-9 if how == "killed" else 0), done.stderr.decode()
    left = bytes_of(tmp_path)
    store = left[f"desk/data/{STORE}"]
    assert not store.startswith(b"SQLite format 3")
    assert len(store) > 100_000
    assert (f"desk/data/{STORE}-wal" in left) == (how == "killed")
    assert any(name.endswith(".sdbackup") for name in left)
    for name, data in left.items():
        assert canaries_in(data) == [], name
        assert canaries_in(name.encode()) == [], name
    assert canaries_in(done.stdout + done.stderr) == []
