"""The self-test names the part that does not work, passes where everything does, and leaves no trace."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from stationdesk.commands import self_test
from stationdesk.commands.self_test import PartBroken, Trial
from tests.commands.kit import Cli
from tests.house.check import ROOT


def test_everything_works_and_nothing_is_left(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("STATIONDESK")}
    environment |= {"HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "stationdesk", "--self-test"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == ["正常"] * len(self_test.STEPS)
    assert lines[-1] == "全部正常。"
    assert "认领" in done.stdout, "the county clerk's window was not shown"
    left = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if "fontconfig" not in path.parts and path.is_file()]
    assert left == []


def test_a_broken_part_is_named_and_ends_the_trial(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made: list[Path] = []

    def sound(trial: Trial) -> str:
        made.append(trial.folder)
        (trial.folder / "something").touch()
        return "as it should"

    def refused(_trial: Trial) -> str:
        raise PartBroken("no typeface")

    def never(_trial: Trial) -> str:
        raise AssertionError

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    steps = (("rooms", "Loading every part", sound), ("cards", "Printing cards", refused), ("window", "Showing every page", never))
    monkeypatch.setattr(self_test, "STEPS", steps)
    said = cli.run("desk", "self-test")
    assert said.code == 1
    assert [line.split() for line in said.out.splitlines()[:3]] == [
        ["正常", "装入各个部件", "as", "it", "should"],
        ["出错", "打印联系卡", "no", "typeface"],
        ["没有试", "打开每一页"],
    ]
    assert cli.ask("desk", "self-test", code=1)["steps"][1]["said"] == "no typeface"
    assert not any(folder.exists() for folder in made)


def test_a_bug_is_a_finding_without_anybody_in_it(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_trial: Trial) -> str:
        raise ValueError("欧阳火根 13800091001")

    before = {path: path.stat().st_mtime_ns for path in cli.place.rglob("*")}
    monkeypatch.setattr(self_test, "STEPS", (("rooms", "Loading every part", broken),))
    said = cli.run("desk", "self-test")
    assert said.code == 1
    assert "ValueError" in said.out
    assert "test_self_test.py" in said.out
    assert "欧阳火根" not in said.out + said.err
    assert {path: path.stat().st_mtime_ns for path in cli.place.rglob("*")} == before, "the operator's own records were touched"
