"""What the clerk decides about computers and keys, by commands: each is done, said in a sentence, and can be seen afterwards."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from stationdesk.county.desk import CountyDesk
from stationdesk.store.files import NoSpace
from tests.commands.kit import NAME, STATION, TOWN, Cli


def there_and_back(cli: Cli) -> None:
    """Let a package go to the county on a stick of its own, and its answer come back."""
    stick = Path(tempfile.mkdtemp(dir=cli.place))
    cli.ask("desk", "export", "--to", stick)
    cli.ask("county", "county", "take", stick)
    cli.ask("desk", "receive", cli.ask("county", "county", "answer", "--out", stick)["answers"][0]["path"])


def test_computers_of_a_station_are_listed_and_retired(cli: Cli) -> None:
    assert cli.ask("county", "county", "copies", STATION)["copies"] == []
    there_and_back(cli)
    (one,) = cli.ask("county", "county", "copies", STATION)["copies"]
    assert (one["leads"], one["retired"], one["retiring"]) == (True, False, False)
    assert cli.ask("county", "county", "retire", STATION, "nosuchcp", code=3)["error"]["kind"] == "NoSuchCopy"
    done = cli.ask("county", "county", "retire", STATION, one["copy"])["copy"]
    assert (done["retired"], done["retiring"]) == (False, True), "a last stick counts"
    assert one["copy"] in cli.run("county", "county", "copies", STATION).out


def test_new_keys_stand_and_are_told_where_the_backup_fails(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_desk: CountyDesk, _to: Path) -> None:
        raise NoSpace("优盘满了。")

    monkeypatch.setattr(CountyDesk, "back_up", full)
    said = cli.run("county", "county", "rotate", "--to", cli.place / "safe", "--anew")
    assert said.code == 3
    assert "第 2 版" in said.out
    assert "优盘满了。" in said.out
    assert "--replace" in said.out
    made = cli.ask("county", "county", "rotate", "--to", cli.place / "safe", code=3)
    assert (made["backup"], made["backup_not_written"], len(made["county_words"])) == (None, "优盘满了。", 6)


def test_new_keys_on_both_sides_and_a_revocation(cli: Cli) -> None:
    there_and_back(cli)
    made = cli.ask("county", "county", "rotate", "--to", cli.place / "safe")
    assert made["version"] == 2
    assert len(Path(made["identity"]).read_text().splitlines()) == 2
    assert Path(made["backup"]).is_file()
    assert cli.ask("desk", "station", "key", "rotate")["version"] == 2
    there_and_back(cli)
    there_and_back(cli)
    keys = cli.ask("county", "county", "revoke", STATION)["keys"]
    assert len(keys) == 2
    (cli.place / "late").mkdir()
    cli.ask("desk", "export", "--to", cli.place / "late")
    late = cli.run("county", "county", "take", cli.place / "late")
    assert late.code == 3
    assert "作废" in late.out
    paper = cli.ask("county", "county", "enrol", STATION, NAME, "--town", TOWN, "--out", cli.place, "--replace")["enrolment"]
    cli.ask("desk", "enrol", paper)
    there_and_back(cli)


def test_a_station_changes_towns_and_records_are_tried_again(cli: Cli) -> None:
    there_and_back(cli)
    assert cli.ask("county", "county", "move", STATION, "丽阳镇")["town"] == "丽阳镇"
    assert cli.ask("county", "county", "status")["stations"][0]["town"] == "丽阳镇"
    assert cli.ask("county", "county", "move", "999901203999", "丽阳镇", code=3)["error"]["kind"] == "NoSuchStation"
    assert cli.ask("county", "county", "put-back", STATION)["records"] == 0
