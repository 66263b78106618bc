"""`county watch` and `county report` as a script uses them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from stationdesk.county import watching
from stationdesk.store.files import NoSpace
from tests.commands.kit import STATION, Cli
from tests.house.check import ROOT


def test_a_bad_package_is_named_and_the_exit_code_says_so(cli: Cli) -> None:
    cli.ask("desk", "export", "--to", cli.road)
    bad = f"SD_{STATION}_000001-000001_n0099.sdpkg"
    (cli.road / bad).write_bytes(b"PK\x03\x04")
    for words in (("take", cli.road), ("watch", cli.road, "--once")):
        said = cli.run("county", "county", *words)
        assert said.code == 3
        assert bad in said.out
    assert "已经收过" in said.out or "旧" in said.out


def test_a_look_that_fails_says_why(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.ask("desk", "export", "--to", cli.road)

    def full(*_any: object) -> None:
        raise NoSpace("磁盘满了。")

    monkeypatch.setattr(watching, "take_and_note", full)
    said = cli.run("county", "county", "watch", cli.road, "--once")
    assert (said.code, said.out, said.err.strip()) == (3, "", "磁盘满了。")


def test_the_report_says_who_is_quiet_and_that_nothing_is(cli: Cli) -> None:
    assert [one["station"]["code"] for one in cli.ask("county", "county", "report")["quiet"]] == [STATION]
    assert "从没" in cli.run("county", "county", "report").out
    cli.ask("desk", "export", "--to", cli.road)
    taken = cli.run("county", "county", "watch", cli.road, "--once", "--json")
    assert (taken.code, json.loads(taken.out)["outcome"]) == (0, "taken")
    assert cli.ask("county", "county", "report") == {"quiet": [], "twice": [], "aside": [], "forks": []}
    assert len(cli.run("county", "county", "report").out.splitlines()) == 1


def test_watching_is_killed_begun_again_and_ended(cli: Cli) -> None:
    """A real process: killed outright it leaves a county that opens; Ctrl+C ends it with a sentence and 0."""
    cli.ask("desk", "export", "--to", cli.road)
    command = [sys.executable, "-m", "stationdesk", *cli.typed("county", "county", "watch", cli.road)]
    environment = os.environ | cli.environment() | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it is ignored, and so by children

    def begun(wanted: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
        )
        assert process.stdout is not None
        assert wanted in process.stdout.readline()
        return process

    first = begun(".sdpkg")
    first.kill()
    first.communicate()
    second = begun(".sdpkg")
    time.sleep(0.2)
    second.send_signal(signal.SIGINT)
    out, err = second.communicate(timeout=60)
    assert second.returncode == 0, (out, err)
    assert "Traceback" not in err
    assert cli.ask("county", "check")["whole"]
