"""`county helper` and `county team` as a script uses them: sent, changed, listed, refused with a sentence, taken back."""

from __future__ import annotations

from pathlib import Path

from tests.commands.kit import TOWN, Cli
from tests.commands.test_county_copies import there_and_back


def test_helpers_and_teams_are_sent_changed_listed_and_taken_back(cli: Cli, tmp_path: Path) -> None:
    there_and_back(cli)
    li = cli.ask("county", "county", "helper", "add", "李医生", "--kind", "医护人员", "--phone", "13800000001", "--to", TOWN)
    assert li["audience"] == f"town:{TOWN}"
    assert cli.ask("county", "county", "helper", "add", "王五", "--kind", "神仙", code=3)["error"]["kind"] == "HelperUnclear"
    assert cli.ask("county", "county", "helper", "change", "李医生", "--post", "主任")["audience"] == f"town:{TOWN}"
    team = cli.ask("county", "county", "team", "add", "义诊队", "--leader", "李医生", "--to", TOWN)
    cli.ask("county", "county", "team", "join", "义诊队", "李医生", "--role", "副队长")
    (held,) = cli.ask("county", "county", "helper", "list")["helpers"]
    assert (held["name"], held["kind"], held["phones"]) == ("李医生", "医护人员", "13800000001")
    assert "李医生" in cli.run("county", "county", "team", "list").out
    sheet = tmp_path / "名单.csv"
    sheet.write_text("姓名,电话,职务\n李医生,,院长\n孙大夫,打听,\n", encoding="utf-8")
    assert cli.ask("county", "county", "helper", "import", sheet, "--to", TOWN, "--plan")["taken"] is False
    found = cli.run("county", "county", "helper", "import", sheet, "--to", TOWN).out
    assert "新的 1 位，改 1 位" in found
    assert "打听" in found
    assert "都一样" in cli.run("county", "county", "helper", "otherwise").out
    cli.ask("county", "undo")
    assert cli.ask("county", "county", "team", "take-back", team["id"][-8:])["title"] == "义诊队"
    assert cli.ask("county", "county", "helper", "take-back", li["id"][-8:])["title"] == "李医生"
    assert "还没有发过" in cli.run("county", "county", "helper", "list").out
    assert cli.ask("county", "county", "team", "list")["teams"] == []
