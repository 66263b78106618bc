"""Forms by the command line: what there is, covered by default, full only for a reason, everything in the log."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from tests.commands.kit import CHILD, ELDERS, Cli, ledger
from tests.ledgers.county_forms import list_form


def test_a_form_is_written_covered_and_in_full_for_a_reason(cli: Cli, tmp_path: Path) -> None:
    cli.ask("desk", "import", ledger(tmp_path, *ELDERS, CHILD))
    there = {one["form"]: one for one in cli.ask("desk", "form", "list")["forms"]}
    assert there["roster"]["rows"] > 1
    assert there["roster"]["last"] is None
    covered = cli.ask("desk", "form", "export", "花名册", "--to", tmp_path / "一.xlsx")
    assert covered["rows"] == there["roster"]["rows"]
    assert cli.ask("desk", "form", "export", "roster", "--to", tmp_path / "二.xlsx", "--full", code=3)["error"]["kind"] == "NoReason"
    assert not (tmp_path / "二.xlsx").exists()
    cli.ask("desk", "form", "export", "roster", "--to", tmp_path / "二.xlsx", "--full", "--reason", "县民政局要")
    said = [
        "\n".join(str(cell) for row in load_workbook(tmp_path / name).worksheets[0].iter_rows(values_only=True) for cell in row)
        for name in ("一.xlsx", "二.xlsx")
    ]
    child = CHILD.split(",")[0]
    assert child not in said[0]
    assert child in said[1]
    assert {one["form"]: one["last"] for one in cli.ask("desk", "form", "list")["forms"]}["roster"]
    assert cli.ask("desk", "form", "export", "没有的表", "--to", tmp_path / "三.xlsx", code=3)["error"]["kind"] == "NoSuchForm"
    assert cli.ask("desk", "form", "export", "roster", "--to", tmp_path / "三.xlsx", "--on", "昨天", code=3)["error"]["kind"] == "NoSuchDay"


def test_the_countys_form_is_filled(cli: Cli, tmp_path: Path) -> None:
    cli.ask("desk", "import", ledger(tmp_path, *ELDERS))
    empty = list_form(tmp_path / "县表.xlsx", 1)
    words = ("form", "export", "roster", "--to", tmp_path / "填好.xlsx", "--template", empty)
    done = cli.ask("desk", *words, "--full", "--reason", "县民政局要")
    assert done["rows"] == len(ELDERS)
    sheet = load_workbook(tmp_path / "填好.xlsx").worksheets[0]
    assert sorted(str(sheet.cell(row, 2).value) for row in (5, 6)) == sorted(one.split(",")[0] for one in ELDERS)
    assert sheet["I7"].value == "=SUM(I5:I6)"
    assert cli.ask("desk", *words[:-1], tmp_path / "老人.csv", code=3)["error"]["kind"] == "NoTemplate"
