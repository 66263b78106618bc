"""`import` of ledgers of every kind: the plan as the score wants it, what was made, and another village's rows refused."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from tests.commands.kit import Cli
from tests.ledgers.scoring import score

DATA = Path(__file__).parents[1] / "data" / "ledgers"


def workbook(folder: Path, title: str, name: str = "走访.xlsx") -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    rows: list[list[object]] = [
        [title],
        ["走访时间", "走访对象", "性别", "走访人", "方式", "走访内容"],
        ["2026.3.1", "程桂花", "女", "叶水英", "上门", "送米"],
    ]
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def test_the_plan_of_six_ledgers_is_what_the_score_wants(cli: Cli) -> None:
    truth = json.loads((DATA / "truth.json").read_text(encoding="utf-8"))
    plan = cli.ask("desk", "import", "--plan", *(DATA / name for name in truth))
    result = score(plan, truth)
    assert result.good, result.misses[:10]


def test_visits_are_counted_and_taken_back(cli: Cli, tmp_path: Path) -> None:
    done = cli.ask("desk", "import", workbook(tmp_path, "桃源村走访记录"))["done"]
    assert (done["visits"], done["wishes"], done["added"]) == (1, 0, 1)
    cli.ask("desk", "undo")
    assert cli.ask("desk", "import", workbook(tmp_path, "桃源村走访记录"))["done"]["visits"] == 1


def test_a_ledger_of_another_village_is_refused_until_somebody_says_what_to_do(cli: Cli, tmp_path: Path) -> None:
    path = workbook(tmp_path, "下溪村走访记录")
    refused = cli.run("desk", "import", "--json", path)
    assert refused.code == 3
    assert (refused.json["error"]["kind"], "下溪" in refused.json["error"]["message"]) == ("OtherVillage", True)
    assert cli.ask("desk", "import", path, "--other-village", "leave")["done"]["visits"] == 0
    assert cli.ask("desk", "import", path, "--other-village", "take")["done"]["visits"] == 1
    assert cli.run("desk", "import", "--other-village", "perhaps", path).code == 2
