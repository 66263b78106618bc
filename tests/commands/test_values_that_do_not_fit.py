"""A value that no field takes is a sentence, never a bug report."""

from __future__ import annotations

import pytest

from tests.commands.kit import Cli


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("operator", "add", ""), "不能这样填"),
        (("station", "set", "--name", "村" * 200), "不能这样填"),
        (("station", "set", "--duty-phone", "abc"), "不是能拨通的电话号码"),
    ],
)
def test_it_is_refused_with_a_sentence(cli: Cli, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str) -> None:
    monkeypatch.setenv("STATIONDESK_NEW_PASSPHRASE", "another good passphrase")
    found = cli.run("desk", *words)
    assert found.code == 3
    assert said in found.err
    assert "Traceback" not in found.err
