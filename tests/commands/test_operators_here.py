"""Who may open the desk, with what, and what happens to those who may not."""

from __future__ import annotations

import json
import time

from tests.commands.kit import CHILD, OPERATOR, PASSPHRASE, Cli, ledger

HERS = "她自己的口令很长"


def with_helper(cli: Cli, *rights: str) -> Cli:
    """Add 江玉兰 with `rights` and return the desk as she opens it."""
    cli.ask("desk", "operator", "add", "江玉兰", *rights, STATIONDESK_NEW_PASSPHRASE=HERS)
    return Cli(cli.place, HERS)


def test_each_operator_has_a_passphrase_and_a_name_in_the_journal(cli: Cli) -> None:
    hers = with_helper(cli)
    assert hers.ask("desk", "status")["operator"] == "江玉兰"
    assert cli.ask("desk", "status")["operator"] == OPERATOR
    assert [one["name"] for one in cli.ask("desk", "operator", "list")["operators"]] == [OPERATOR, "江玉兰"]
    assert hers.ask("desk", "undo", code=3)["error"]["kind"] == "NothingToUndo"
    assert cli.ask("desk", "undo")["entries"] > 0
    assert cli.ask("desk", "check")["whole"]


def test_removing_takes_the_passphrase_away(cli: Cli) -> None:
    hers = with_helper(cli)
    assert cli.ask("desk", "operator", "remove", "江玉兰")["removed"]["name"] == "江玉兰"
    assert hers.ask("desk", "status", code=3)["error"]["kind"] == "WrongPassphrase"
    assert cli.ask("desk", "check")["whole"]
    assert cli.ask("desk", "operator", "remove", "江玉兰", code=3)["error"]["kind"] == "NoSuchOperator"


def test_the_last_with_the_settings_right_stays(cli: Cli) -> None:
    hers = with_helper(cli, "--children")
    assert cli.ask("desk", "operator", "remove", OPERATOR, code=3)["error"]["kind"] == "LastWithSettings"
    assert hers.ask("desk", "operator", "remove", OPERATOR, code=3)["error"]["kind"] == "NoRight"
    assert hers.ask("desk", "operator", "add", "谁", code=3, STATIONDESK_NEW_PASSPHRASE="another long one")["error"]["kind"] == "NoRight"
    assert hers.ask("desk", "station", "set", "--address", "那里", code=3)["error"]["kind"] == "NoRight"
    assert cli.ask("desk", "status")["operators"] == 2


def test_names_and_passphrases_are_each_ones_own(cli: Cli) -> None:
    with_helper(cli)
    new = {"STATIONDESK_NEW_PASSPHRASE": "noch ein langes Wort"}
    assert cli.ask("desk", "operator", "add", "江玉兰", code=3, **new)["error"]["kind"] == "OperatorExists"
    assert cli.ask("desk", "operator", "add", "石小兰", code=3, STATIONDESK_NEW_PASSPHRASE=HERS)["error"]["kind"] == "PassphraseNotFree"
    assert cli.ask("desk", "operator", "add", "石小兰", code=3, STATIONDESK_NEW_PASSPHRASE="short")["error"]["kind"] == "WeakPassphrase"
    assert cli.ask("desk", "status")["operators"] == 2
    assert cli.ask("desk", "check")["whole"]


def test_changing_ones_own_passphrase(cli: Cli) -> None:
    cli.ask("desk", "operator", "passphrase", STATIONDESK_NEW_PASSPHRASE=HERS)
    assert Cli(cli.place, HERS).ask("desk", "status")["operator"] == OPERATOR
    assert cli.ask("desk", "status", code=3)["error"]["kind"] == "WrongPassphrase"


def test_a_lost_passphrase_is_replaced_with_the_recovery_code(empty: Cli) -> None:
    code = empty.ask("desk", "new", "--station-code", "S1", "--station-name", "村", "--town", "镇", "--county", "县")["recovery_code"]
    with_helper(empty)
    lost = {"STATIONDESK_RECOVERY_CODE": code.lower(), "STATIONDESK_NEW_PASSPHRASE": "das neue lange Wort"}
    for _time in range(6):
        empty.ask("desk", "status", code=3, STATIONDESK_PASSPHRASE="forgotten, alas")
    assert empty.ask("desk", "recover", code=3, **lost)["error"]["kind"] == "NoSuchOperator", "of two it must be said which"
    assert empty.ask("desk", "recover", "--operator", "江玉兰", **lost)["operator"] == "江玉兰"
    assert Cli(empty.place, "das neue lange Wort").ask("desk", "status")["operator"] == "江玉兰"
    assert empty.ask("desk", "check")["whole"]
    slip = lost | {"STATIONDESK_RECOVERY_CODE": "ZZZZ" + code[4:]}
    assert empty.ask("desk", "recover", "--operator", "江玉兰", code=3, **slip)["error"]["kind"] == "WrongRecoveryCode"


def test_six_wrong_passphrases_cost_half_a_minute_through_restarts_and_a_clock_set_back(cli: Cli) -> None:
    for _time in range(5):
        assert cli.alone("desk", "status", STATIONDESK_PASSPHRASE="nicht dieses Wort").code == 3
    refused = cli.ask("desk", "status", code=3)
    assert refused["error"]["kind"] == "TooManyTries", "even the right one must wait"
    for name in ("keys.json", "keys.copy.json"):
        path = cli.place / "desk" / name
        keys = json.loads(path.read_text())
        assert keys["attempts"]["pause"] >= 30
        keys["attempts"] |= {"boot": "another run of the machine", "wall": time.time() + 86_400}
        path.write_text(json.dumps(keys, ensure_ascii=False, separators=(",", ":")))
    assert cli.ask("desk", "status", code=3)["error"]["kind"] == "TooManyTries"


def test_children_are_hidden_without_the_right(cli: Cli) -> None:
    cli.ask("desk", "import", ledger(cli.place, CHILD, name="儿童.csv"))
    hers = with_helper(cli)
    seen = cli.ask("desk", "find", "汪小雨")["found"][0]
    assert seen["birth_date"] == "2017-05-06"
    hidden = hers.ask("desk", "find", "汪小雨")["found"][0]
    assert "小雨" not in json.dumps(hidden, ensure_ascii=False)
    assert hidden["birth_date"] is None
    noted = ("--mode", "home", "--outcome", "met", "--text", "在家")
    assert hers.ask("desk", "visit", "note", seen["id"], *noted, code=3)["error"]["kind"] == "NoRight"
    assert hers.ask("desk", "import", "--plan", cli.place / "儿童.csv", code=3)["error"]["kind"] == "NoRight"
    assert hers.ask("desk", "import", "--plan", cli.place / "老人.csv")["counts"]["rows"] == 2
    assert cli.ask("desk", "visit", "note", seen["id"][-8:], *noted)["visit"]["resident_id"] == seen["id"]


def test_no_passphrase_stands_in_any_answer(cli: Cli) -> None:
    for words in (["status"], ["operator", "list"], ["check"]):
        said = cli.run("desk", *words)
        assert PASSPHRASE not in said.out + said.err
