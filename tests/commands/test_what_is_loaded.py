"""A command loads no more than it needs, and a bug tells nothing about anybody."""

from __future__ import annotations

import subprocess
import sys

import pytest

from stationdesk.commands.answer import calm_report
from tests.commands.kit import Cli
from tests.house.check import ROOT

REPORT = (
    "import sys; from stationdesk.commands.app import run; code = run(sys.argv[1:]); print('loaded', *sorted(sys.modules)); sys.exit(code)"
)


def loaded(cli: Cli, *words: str) -> set[str]:
    said = cli.alone("desk", *words, program=("-c", REPORT))
    assert said.code == 0, said
    return {name.split(".")[0] for name in said.out.rpartition("loaded ")[2].split()}


def test_help_is_light(cli: Cli) -> None:
    heavy = {
        "sqlmodel",
        "sqlalchemy",
        "pydantic",
        "PySide6",
        "pypinyin",
        "openpyxl",
        "lunar_python",
        "nacl",
        "pyrage",
        "sqlcipher3",
        "fontTools",
    }
    assert not loaded(cli, "--help") & heavy


@pytest.mark.parametrize("words", [("find", "oyhg"), ("status",), ("operator", "list")])
def test_no_window_no_spreadsheet_is_loaded_to_look_something_up(cli: Cli, words: tuple[str, ...]) -> None:
    assert not loaded(cli, *words) & {"PySide6", "openpyxl", "python_calamine", "fontTools", "lunar_python", "zstandard", "psycopg"}


def test_a_bug_is_told_calmly_and_without_anybody_in_it() -> None:
    secret = "欧阳火根 13800091001"

    def deep() -> None:
        raise ValueError(secret)

    try:
        try:
            deep()
        except ValueError as error:
            raise KeyError(secret) from error
    except KeyError as error:
        report = calm_report(error)
    assert secret not in report
    assert "builtins.KeyError" in report
    assert "builtins.ValueError" in report
    assert "deep" in report
    assert "什么" in report or "没有保存" in report


def test_a_bug_ends_with_1_and_the_report(cli: Cli) -> None:
    broken = "import sys; from stationdesk.commands import status as s, app; s.station_status = None; sys.exit(app.run(sys.argv[1:]))"
    said = cli.alone("desk", "status", program=("-c", broken))
    assert said.code == 1
    assert "TypeError" in said.err
    assert "status.py" in said.err
    assert str(cli.place) not in said.err


def test_version_and_language() -> None:
    def told(*words: str) -> str:
        return subprocess.run([sys.executable, "-m", "stationdesk", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout

    assert told("--version").startswith("stationdesk 0")
    assert "找人" in told("--help")
    assert "Find people" in told("--language", "en", "--help")
