"""`figures`: counted from the records, in words and for scripts."""

from __future__ import annotations

from tests.commands.kit import Cli


def test_what_was_done_is_counted(cli: Cli) -> None:
    said = cli.ask("desk", "figures", "--since", "2026-01-01", "--on", "2026-11-28")
    assert said["first"] == "2026-01-01"
    assert said["figures"]["contacts"]["reached"] == 0
    assert said["figures"]["due"]["rate"] is None
    needs = said["figures"]["needs"]
    assert needs["open_before"] + needs["raised"] + needs["reopened"] == needs["solved"] + needs["dropped"] + needs["open_after"]
    printed = cli.run("desk", "figures").out
    for words in ("联系：", "应做：", "需求：", "亲情连线：", "结对："):
        assert words in printed
    assert cli.run("desk", "figures", "--since", "2026-12-01", "--on", "2026-11-01").code == 2
    assert cli.run("desk", "figures", "--on", "昨天").code == 2
