"""The whole day with real parts and the keyboard alone: first run, ledgers, a person by initials, a visit, undo, cards, county, receipt."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BOUNDS = {"第一次打开": 20, "导入台账": 4, "用拼音首字母找人": 4, "撤销": 1, "今日联系三位": 6, "上报": 6, "读县里的回执": 4}
"""Keys each task may take; what is typed into fields is counted apart."""


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Go through the day in a process of its own, as `make desk` does without a screen."""
    folder = tmp_path_factory.mktemp("day") / "demo"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DISPLAY", "WAYLAND", "STATIONDESK"))}
    command = [sys.executable, "-m", "stationdesk", "demo-day", "--out", str(folder), "--json"]
    done = subprocess.run(command, env=environment | {"QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_task_is_done_with_few_keys(day: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print()  # noqa: T201 - the figures are what the test is read for
        for task, counted in day["keys"].items():
            print(f"  {task}: {counted['keys']} keys, {counted['characters']} characters")  # noqa: T201
    for task, most in BOUNDS.items():
        assert day["keys"][task]["keys"] <= most, task


def test_the_county_has_everything(day: dict[str, Any]) -> None:
    assert any("县里全收到了" in line for line in day["lines"])
    assert any("都完好" in line for line in day["lines"])
    assert Path(day["package"]).stat().st_size > 1000


def test_every_page_left_its_picture(day: dict[str, Any]) -> None:
    names = {path.stem[3:] for path in Path(day["screens"]).glob("*.png")}
    assert {"first-run-1", "import", "search", "person", "visit", "today", "cards", "preview", "county-received", "settings"} <= names


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils reads the cards back")
def test_the_cards_can_be_read(day: dict[str, Any]) -> None:
    text = subprocess.run(["pdftotext", "-layout", day["cards"], "-"], capture_output=True, text=True, check=True).stdout
    assert "情暖夕阳" in text
    assert "0990-611 0024" in text
