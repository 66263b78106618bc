"""The frozen program, where `make bundle` has left one: it needs nothing of this checkout and brings nothing of this machine along."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.house.check import ROOT

BUNDLE = ROOT / "dist" / "stationdesk"
MEGABYTES = 160

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def program() -> Path:
    """Give the frozen program. Without one the developer's run skips."""
    if not (BUNDLE / "stationdesk").exists():
        pytest.skip("no dist/stationdesk: `make bundle` makes it and runs its self-test")
    return BUNDLE / "stationdesk"


def run(program: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "TMPDIR": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    return subprocess.run([str(program), *words], env=environment, cwd=home, capture_output=True, text=True, check=False)


def test_everything_in_it_works(program: Path, tmp_path: Path) -> None:
    done = run(program, tmp_path, "self-test", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert said["bundle"]
    assert all(step["ok"] for step in said["steps"])


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
    assert sum(path.stat().st_size for path in files) < MEGABYTES << 20
