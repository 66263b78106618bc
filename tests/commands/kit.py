"""The command line as a script uses it: words in, one answer and an exit code out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from stationdesk.commands.app import build
from tests.house.check import ROOT

PASSPHRASE = "桃花开在三月的山里"
COUNTY, COUNTY_NAME, STATION, NAME, TOWN = "999901", "云溪县", "999901203208", "桃源村", "白鹭镇"
OPERATOR = "程建国"


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one document on stdout."""
        found: dict[str, Any] = json.loads(self.out)
        return found


@dataclass(frozen=True)
class Cli:
    """A folder with a station's and a county's data, and the commands on them."""

    place: Path
    passphrase: str = PASSPHRASE

    @property
    def road(self) -> Path:
        """The stick that goes to and fro."""
        return self.place / "road"

    def environment(self, **more: str) -> dict[str, str]:
        """Return the variables a command is run with."""
        return {"STATIONDESK_STATE": str(self.place / "state"), "STATIONDESK_PASSPHRASE": self.passphrase, **more}

    def typed(self, side: str, *words: str | Path) -> list[str]:
        """Return the words of a command on `side`: desk, county, or any other folder here."""
        return ["--data", str(self.place / side), *map(str, words)]

    def run(self, side: str, *words: str | Path, given: str = "", **more: str) -> Said:
        """Run a command in this process."""
        done = CliRunner().invoke(build(), self.typed(side, *words), env=self.environment(**more), input=given, catch_exceptions=False)
        return Said(done.exit_code, done.stdout, done.stderr)

    def ask(self, side: str, *words: str | Path, code: int = 0, **more: str) -> dict[str, Any]:
        """Run a command with --json; it must end with `code`."""
        said = self.run(side, *words, "--json", **more)
        assert said.code == code, said
        return said.json

    def alone(self, side: str, *words: str | Path, program: tuple[str, ...] = ("-m", "stationdesk"), **more: str) -> Said:
        """Run a command in a process of its own."""
        environment = os.environ | self.environment(**more) | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, *program, *self.typed(side, *words)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return Said(done.returncode, done.stdout, done.stderr)


def set_up_both(cli: Cli) -> None:
    """Set a county and its station up and make them known to each other."""
    cli.road.mkdir()
    cli.ask("county", "county", "init", "--name", COUNTY_NAME, "--code", COUNTY)
    file = cli.ask("county", "county", "enrol", STATION, NAME, "--town", TOWN, "--out", cli.road)["enrolment"]
    named = ("--station-code", STATION, "--station-name", NAME, "--town", TOWN, "--county", COUNTY_NAME)
    cli.ask("desk", "new", *named, "--enrolment", file, "--operator", OPERATOR, "--duty-phone", "0990-6110024")


def ledger(folder: Path, *rows: str, name: str = "老人.csv") -> Path:
    """Write a small ledger of elders: 姓名,性别,身份证号,电话,组."""
    path = folder / name
    path.write_text("\n".join(["姓名,性别,身份证号,联系电话,村组", *rows]) + "\n", encoding="utf-8-sig")
    return path


ELDERS = ("欧阳火根,男,999901193905140038,13800091001,2组", "𠮷桂香,女,999901194511180041,13800091002,5组")
CHILD = "汪小雨,女,999901201705060027,,3组"
