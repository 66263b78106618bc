"""The unattended day of `make desk`, by keys alone: it ends with a receipt, and nobody can be read in what it leaves."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from stationdesk.ledgers.plan import plan_files
from stationdesk.settings import resource
from stationdesk.store.connection import PLAIN_HEADER
from stationdesk.store.desk import unlock_desk
from stationdesk.store.folder import DataFolder
from tests.commands.kit import Cli
from tests.house.check import ROOT
from tests.house.test_readme import run_by_hand

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
PAPER = {".pdf", ".txt", ".png"}
"""What is made to be read by people."""
TELLING = 6
"""Bytes a needle has at least: four bytes of some name stand in a few megabytes of good ciphertext by chance, six do not."""
BOUNDS = {"第一次打开": 20, "导入台账": 4, "用拼音首字母找人": 4, "撤销": 1, "今日联系三位": 6, "上报": 6, "读县里的回执": 4}
"""Keys each task may take; what is typed into fields is counted apart."""


def a_day(folder: Path) -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STATIONDESK_")}
    command = [sys.executable, "-m", "stationdesk", "demo-day", "--out", str(folder), "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("day") / "demo-output"
    return folder, a_day(folder)


def people() -> set[str]:
    """Return every name, phone and number in the sample ledgers, as this program and as any eye would read them."""
    from datetime import date

    ledgers = [path for path in resource("samples").iterdir() if path.suffix in {".xlsx", ".csv"}]
    found: set[str] = set()
    for _file, _sheet, row in plan_files(ledgers, [], date(2026, 11, 22)).rows():
        found |= {str(row.record[name]) for name in ("name", "id_no", "disability_no") if row.record.get(name)}
        found |= {str(phone) for phone in row.record.get("phones") or ()}
        for kin in row.record.get("kin") or ():
            found |= {kin["name"]} if kin.get("name") else set()
            found |= {str(phone) for phone in kin.get("phones") or ()}
    return {one for one in found if len(one.encode()) >= 6}


def test_the_day_leaves_cards_package_and_report(day: tuple[Path, dict[str, Any]]) -> None:
    folder, said = day
    assert Path(said["cards"]).read_bytes().startswith(b"%PDF-")
    assert Path(said["package"]).suffix == ".sdpkg"
    report = Path(said["report"]).read_text(encoding="utf-8")
    for word in ("本台账", "oyhg", "走访", "联系卡", "上报包", "县里", "回执", "完好"):
        assert word in report
    assert report.isascii() is False
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) == [
        "county", "desk", "road", "screens", "state", "便民联系卡.pdf", "工作日志.txt",
    ]  # fmt: skip


def test_every_task_is_done_with_few_keys(day: tuple[Path, dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    counted = day[1]["keys"]
    with capsys.disabled():
        print()  # noqa: T201 - the figures are what one reads here
        for task, count in counted.items():
            print(f"  {task}: {count['keys']} keys, {count['characters']} characters typed")  # noqa: T201
    for task, most in BOUNDS.items():
        assert counted[task]["keys"] <= most, task


def test_the_county_has_everything(day: tuple[Path, dict[str, Any]]) -> None:
    assert any("县里全收到了" in line for line in day[1]["lines"])
    assert any("都完好" in line for line in day[1]["lines"])


def test_every_page_leaves_its_picture(day: tuple[Path, dict[str, Any]]) -> None:
    names = {path.stem[3:] for path in Path(day[1]["screens"]).glob("*.png")}
    assert {"first-run-1", "import", "search", "person", "visit", "today", "cards", "preview", "county-received", "settings"} <= names


def test_the_cards_can_be_read(day: tuple[Path, dict[str, Any]]) -> None:
    text = subprocess.run(["pdftotext", "-layout", day[1]["cards"], "-"], capture_output=True, text=True, check=True).stdout
    assert "情暖夕阳" in text
    assert "0990-611 0024" in text


def test_nobody_can_be_read_in_what_is_kept_or_sent(day: tuple[Path, dict[str, Any]]) -> None:
    folder, _said = day
    wanted = people()
    assert len(wanted) > 200
    needles = {needle for word in wanted for needle in (word.encode(encoding) for encoding in ENCODINGS) if len(needle) >= TELLING}
    assert len(needles) > 600
    one_of = re.compile(b"|".join(re.escape(needle) for needle in sorted(needles, key=len, reverse=True)))
    kept = [path for path in folder.rglob("*") if path.is_file() and path.suffix not in PAPER]
    assert {path.suffix for path in kept} >= {".sdb", ".json", ".sdbackup", ".sdpkg", ".sdenrol", ".mark"}
    for path in kept:
        assert not one_of.search(path.read_bytes()), path.name
        assert not one_of.search(path.name.encode()), path.name
        if path.suffix == ".sdb":
            assert not path.read_bytes().startswith(PLAIN_HEADER)
    paper = next(folder.glob("*.txt")).read_bytes()
    assert one_of.search(paper), "the search finds somebody where he does stand"


def test_the_search_finds_what_it_looks_for(day: tuple[Path, dict[str, Any]]) -> None:
    folder, _said = day
    database, _slot = unlock_desk(DataFolder(folder / "desk", folder / "state"), "stationdesk-demo")
    with database, database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT name, id_no FROM resident").all()
    assert {name for name, _number in rows} <= people()
    assert len(rows) > 60


def test_the_package_of_the_day_opens_with_the_readmes_steps(day: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, said = day
    cli = Cli(folder, "stationdesk-demo")
    sign_key = cli.ask("desk", "station", "key", "show")["sign_key"]
    identity = Path(cli.ask("county", "county", "key", "export", "--to", tmp_path / "county.key", "--yes")["identity"])
    done = run_by_hand(tmp_path, Path(said["package"]), sign_key, identity)
    assert done.returncode == 0, done.stderr
    assert "欧阳火根" in done.stdout


@pytest.mark.proof
def test_a_second_day_in_the_same_folder(day: tuple[Path, dict[str, Any]]) -> None:
    folder, said = day
    again = a_day(folder)
    assert again["lines"][1:] == said["lines"][1:] or len(again["lines"]) == len(said["lines"])
    assert Path(again["package"]).exists()
