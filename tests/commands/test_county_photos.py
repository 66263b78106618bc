"""`county photos` as a script uses it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from stationdesk.store.clock import local_day, now
from tests.commands.kit import NAME, STATION, TOWN, Cli
from tests.commands.test_county_copies import there_and_back

TODAY = local_day(now())


def test_photos_are_asked_for_listed_written_and_no_more_asked_for(cli: Cli, tmp_path: Path) -> None:
    there_and_back(cli)
    asked = cli.ask("county", "county", "photos", "ask", "冬季走访", "--until", (TODAY + timedelta(days=30)).isoformat(), "--to", TOWN)
    assert asked["audience"] == f"town:{TOWN}"
    assert cli.run("county", "county", "photos", "ask", "春节", "--until", "2020-01-01").code == 3
    there_and_back(cli)
    assert cli.ask("county", "county", "photos", "list", "--station", NAME)["photos"] == []
    said = cli.run("county", "county", "photos", "list").out
    assert f"要照片：冬季走访；{TOWN}；{TODAY} 到 {TODAY + timedelta(days=30)}。编号 {asked['id'][-8:]}。" in said
    assert "没有照片" in cli.run("county", "county", "photos", "list", "--station", STATION).out
    assert cli.ask("county", "county", "photos", "list", "--station", TOWN, code=3)["error"]["kind"] == "NoSuchAudience"
    assert cli.run("county", "county", "photos", "export", "--to", tmp_path / "out", given="n\n").code != 0
    assert not (tmp_path / "out").exists()
    assert cli.ask("county", "county", "photos", "export", "--to", tmp_path / "out", "--yes")["photos"] == []
    assert cli.ask("county", "county", "take-back", asked["id"][-8:])["title"] == "冬季走访"
    assert cli.ask("county", "county", "photos", "list")["asked"] == []
