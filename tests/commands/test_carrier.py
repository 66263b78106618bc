"""The road over the network by commands alone: set, tried out, one exchange, and the same file by folder."""

from __future__ import annotations

from pathlib import Path

from tests.commands.kit import Cli
from tests.far_kit import dav_server


def test_a_round_over_the_network(cli: Cli, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    with dav_server(tmp_path / "server", shared) as server:
        draft = server.draft()
        authority = tmp_path / "county.pem"
        authority.write_text(draft.authority)
        assert cli.ask("desk", "sync", code=3)["error"]["kind"] == "NoFarRoad"
        assert cli.ask("desk", "carrier", "show")["address"] is None
        words = ("carrier", "set", draft.address, "--user", draft.login, "--ca", authority, "--every", "4")
        kept = cli.ask("desk", *words, STATIONDESK_CARRIER_PASSWORD=draft.password)
        assert kept == {"address": draft.address, "user": "shangxu"}
        tried = cli.ask("desk", "carrier", "test")
        assert len(tried["good"]) == 3
        assert tried["trouble"] == ""
        sent = cli.ask("desk", "sync")
        assert sent["package"] in server.names
        assert sent["road"]["unreported"] == 0
        shown = cli.ask("desk", "carrier", "show")
        assert (shown["every_hours"], shown["failures"], draft.password in str(shown)) == (4, 0, False)
        cli.ask("county", "county", "take", shared)
        cli.ask("county", "county", "answer", "--out", shared)
        read = cli.ask("desk", "receive", "--from", draft.address)
        assert [one["outcome"] for one in read["read"]] == ["read"]
        assert read["road"]["received"] > 0
        again = cli.ask("desk", "export", "--to", draft.address)
        assert again["read"] == []
        assert cli.ask("desk", "export", "--to", "https://other.example/", code=3)["error"]["kind"] == "NotStored"
        assert cli.ask("desk", "receive", "--from", shared)["read"] == []
        cli.ask("desk", "carrier", "forget")
        assert cli.ask("desk", "carrier", "show")["address"] is None
