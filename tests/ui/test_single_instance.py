"""One window for one data folder: the second start brings the first forward, a killed one blocks nobody."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from stationdesk.ui.single_instance import SingleInstance


def test_a_second_start_brings_the_first_forward(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path / "new" / "data"), SingleInstance(tmp_path / "new" / "data")
    assert first.first()
    with qtbot.waitSignal(first.called, timeout=10_000):
        assert not second.first()
    with qtbot.waitSignal(first.called, timeout=10_000):
        assert not second.first()
    first.release()
    assert second.first()
    second.release()


def test_a_killed_window_blocks_nobody(tmp_path: Path) -> None:
    script = f"""
import time
from pathlib import Path
from stationdesk.ui.single_instance import SingleInstance
instance = SingleInstance(Path({str(tmp_path)!r}))
print(instance.first(), flush=True)
time.sleep(60)
"""
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "True"
    other = SingleInstance(tmp_path)
    assert not other.first()
    process.kill()
    process.wait()
    process.stdout.close()
    assert other.first()
    other.release()
