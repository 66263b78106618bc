"""`county rename` as a script uses it."""

from __future__ import annotations

from tests.commands.kit import Cli
from tests.commands.test_county_copies import there_and_back


def test_the_county_is_called_otherwise_and_the_stations_are_told(cli: Cli) -> None:
    there_and_back(cli)
    before = cli.ask("county", "county", "status")["name"]
    assert cli.ask("county", "county", "rename", before, code=3)["error"]["kind"] == "NameUnclear"
    assert cli.ask("county", "county", "rename", " ", code=3)["error"]["kind"] == "NameUnclear"
    assert cli.ask("county", "county", "rename", "昌江新区", "--tell") == {"name": "昌江新区", "before": before}
    assert cli.ask("county", "county", "status")["name"] == "昌江新区"
    assert cli.run("county", "undo").code != 0, "a name is not taken back by itself"
