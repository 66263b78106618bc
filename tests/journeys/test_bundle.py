"""The frozen program, as `make bundle` makes it: it needs nothing of this checkout and brings nothing of this machine along."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from stationdesk.store.migrations import program_version
from tests.house.check import ROOT

BUNDLE = ROOT / "dist" / "stationdesk"
MEGABYTES = 160

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def program() -> Path:
    """Freeze the program, which ends with its own self-test, and give it."""
    done = subprocess.run([str(ROOT / "installers" / "bundle.sh")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return BUNDLE / "stationdesk"


def test_it_says_what_it_is(program: Path, tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "PYTHONHOME": "/nowhere"}
    done = subprocess.run([str(program), "--version"], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"stationdesk {program_version()}\n"


def test_a_ledger_is_read_in_a_child_of_the_bundle(program: Path, tmp_path: Path) -> None:
    ledger = next((ROOT / "resources" / "samples").glob("*.xlsx"))
    with ledger.open("rb") as given:
        done = subprocess.run([str(program), "--read-a-sheet"], stdin=given, capture_output=True, check=False, env={"HOME": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["sheets"]


def test_nothing_of_this_machine_is_in_it(program: Path) -> None:
    files = [path for path in program.parent.rglob("*") if path.is_file() and not path.is_symlink()]
    names = {path.name for path in files}
    assert not any(path.name == "direct_url.json" for path in files)
    assert not any(re.match(r"libQt6(Qml|Quick|Wayland)|libgtk|libstdc\+\+|libGL", name) for name in names)
    assert {"libqxcb.so", "libqoffscreen.so", "libcupsprintersupport.so", "libibusplatforminputcontextplugin.so"} <= names
    assert "qtbase_zh_CN.qm" in names
    assert not [path for path in program.parent.rglob("*") if path.is_symlink() and not path.exists()]
    assert not [path.name for path in files if str(ROOT).encode() in path.read_bytes()], "a path of the building machine"
    assert sum(path.stat().st_size for path in files) < MEGABYTES << 20
