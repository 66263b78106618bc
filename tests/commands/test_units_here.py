"""`unit`: list, add, import and coverage at a station and at the county."""

from __future__ import annotations

from pathlib import Path

from tests.commands.kit import COUNTY_NAME, NAME, TOWN, Cli


def test_units_at_both_sides(cli: Cli, tmp_path: Path) -> None:
    assert [one["name"] for one in cli.ask("desk", "unit", "list")["units"]] == [NAME]
    made = cli.ask("desk", "unit", "add", "柳溪社区", "--town", TOWN, "--code", "999901203001", "--call-room", "2026-03-01")["unit"]
    assert made["unit_kind"] == "community"
    assert cli.ask("desk", "unit", "add", "柳溪社区", "--town", TOWN, code=3)["error"]["kind"] == "SameUnit"
    assert cli.ask("desk", "unit", "add", "石桥村", "--code", "12", code=3)["error"]["kind"] == "UnusableCode"
    assert cli.ask("desk", "unit", "add", "石桥", "--kind", "庄园", code=3)["error"]["kind"] == "NoSuchKind"
    file = tmp_path / "名册.csv"
    file.write_text(f"乡镇,村名,代码\n{TOWN},石桥村,999901203209\n{TOWN},柳溪社区,999901203001\n", encoding="utf-8-sig")
    assert cli.ask("desk", "unit", "import", "--plan", file)["counts"]["new"] == 1
    assert len(cli.ask("desk", "unit", "list")["units"]) == 3
    assert cli.ask("desk", "unit", "import", file)["counts"] == {"new": 1, "changed": 0, "same": 1, "countys": 0, "twice": 0}
    assert len(cli.ask("desk", "unit", "list")["units"]) == 4
    said = cli.ask("desk", "unit", "coverage", "--of", "call_room", "--on", "2026-11-28")["coverage"]
    assert said[0]["sentence"].startswith("行政村 0，社区 1，共 1 / 3 = 33.3 %（截至 2026-11-28，口径：")
    assert cli.ask("desk", "unit", "coverage", "--of", "墙", code=3)["error"]["kind"] == "NoSuchDefinition"
    assert cli.run("desk", "unit", "coverage", "--on", "今天").code == 2
    printed = cli.run("desk", "unit", "coverage").out
    assert "村村通" in printed and "别的村" in printed and "四舍五入" in printed  # noqa: PT018 - one page
    cli.ask("desk", "undo")
    assert len(cli.ask("desk", "unit", "list")["units"]) == 3


def test_the_county_counts_in_its_status(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "名册.csv"
    file.write_text(f"乡镇,村名,代码\n{TOWN},石桥村,999901203209\n{TOWN},{NAME},\n", encoding="utf-8-sig")
    assert cli.ask("county", "unit", "import", file)["counts"] == {"new": 1, "changed": 0, "same": 1, "countys": 0, "twice": 0}
    stands = {one["name"]: one for one in cli.ask("county", "county", "status")["coverage"]}
    assert (stands["station"]["have"], stands["station"]["all"], stands["station"]["percent"]) == (1, 2, "50.0 %")
    assert [one["name"] for one in stands["station"]["missing"]] == ["石桥村"]
    assert cli.ask("county", "unit", "coverage", "--of", "station")["coverage"][0]["have"] == 1
    cli.ask("county", "unit", "change", "石桥村", "--code", "999901203210", "--call-room", "2026-01-01")
    ended = cli.ask("county", "unit", "end", "石桥村", "--into", NAME, "--on", "2026-06-01")["unit"]
    assert ended["closed_on"] == "2026-06-01"
    assert cli.ask("county", "unit", "end", "无名村", code=3)["error"]["kind"] == "NoSuchUnit"
    assert cli.ask("county", "unit", "end", NAME, "--into", "999901203210", code=3)["error"]["kind"] == "WrongEnd"
    assert cli.run("county", "unit", "change", NAME).code == 2
    rooms = cli.ask("county", "unit", "coverage", "--of", "call_room", "--on", "2026-11-28")["coverage"][0]
    assert (rooms["have"], rooms["all"], rooms["percent"]) == (1, 1, "100 %")
    assert cli.ask("county", "unit", "coverage", "--of", "call_room", "--on", "2026-05-31")["coverage"][0]["all"] == 2
    assert COUNTY_NAME in cli.run("county", "county", "status").out
