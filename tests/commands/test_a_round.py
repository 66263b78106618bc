"""The main job by commands: every one of them answers a person with sentences and a script with one document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.kit import CHILD, COUNTY, ELDERS, NAME, OPERATOR, PASSPHRASE, STATION, TOWN, Cli, ledger


def elder(cli: Cli) -> str:
    return str(cli.ask("desk", "find", "欧阳火根")["found"][0]["id"])


def test_a_record_goes_to_the_county_and_its_receipt_comes_back(cli: Cli) -> None:
    before = cli.ask("desk", "status")["road"]
    assert before["unreported"] > 0
    assert before["received"] == before["awaiting"] == 0
    sent = cli.ask("desk", "export", "--to", cli.road)
    assert (sent["number"], sent["first"], sent["changes"]) == (1, 1, sent["last"])
    waiting = cli.ask("desk", "status")["road"]
    assert (waiting["unreported"], waiting["awaiting"]) == (0, before["unreported"])
    taken = cli.ask("county", "county", "take", cli.road)["packages"]
    assert [(one["station"], one["outcome"]) for one in taken] == [(STATION, "taken")]
    answer = cli.ask("county", "county", "answer", "--out", cli.road)["answers"][0]
    receipt = cli.ask("desk", "receive", answer["path"])
    assert receipt["confirmed"] == sent["last"]
    after = receipt["road"]
    assert (after["received"], after["awaiting"], after["unreported"]) == (before["unreported"], 0, 0)
    assert cli.ask("county", "county", "status")["stations"][0]["cursor"] == sent["last"]
    cli.ask("desk", "visit", "note", elder(cli), "--mode", "home", "--outcome", "met", "--text", "身体还好")
    assert cli.ask("desk", "status")["road"]["unreported"] == 1
    assert cli.ask("desk", "check")["whole"]
    assert cli.ask("county", "check")["whole"]


def test_the_same_command_twice(cli: Cli) -> None:
    first, second = (cli.ask("desk", "export", "--to", cli.road) for _time in range(2))
    assert (first["number"], second["number"], first["last"]) == (1, 2, second["last"])
    assert {one["outcome"] for one in cli.ask("county", "county", "take", cli.road)["packages"]} == {"taken", "known"}
    assert {one["outcome"] for one in cli.ask("county", "county", "take", cli.road)["packages"]} == {"old"}
    answer = cli.ask("county", "county", "answer", "--out", cli.road)["answers"][0]["path"]
    assert cli.ask("desk", "receive", answer)["outcome"] == "read"
    assert cli.ask("desk", "receive", answer)["outcome"] == "old"
    again = cli.ask("desk", "import", ledger(cli.place, *ELDERS))
    nothing = dict.fromkeys(("added", "updated", "notes", "conflicts", "visits", "wishes", "pairings"), 0)
    assert again["done"] == nothing | {"unchanged": 2}
    assert cli.ask("desk", "status")["residents"] == 2


def test_a_plan_changes_nothing_and_an_import_is_undone_whole(cli: Cli) -> None:
    more = ledger(cli.place, "占水根,男,999901194003050018,13800091003,1组", CHILD, name="新.csv")
    before = cli.ask("desk", "status")
    plan = cli.ask("desk", "import", "--plan", more)
    assert [row["action"] for row in plan["files"][0]["sheets"][0]["rows"]] == ["new", "new"]
    assert cli.ask("desk", "status") == before
    assert cli.ask("desk", "import", more)["done"]["added"] == 2
    assert cli.ask("desk", "status")["residents"] == 4
    assert cli.ask("desk", "undo")["entries"] > 0
    assert cli.ask("desk", "status")["residents"] == 2
    assert not cli.ask("desk", "find", "占水根")["found"]


def test_sentences_for_people(cli: Cli) -> None:
    found = cli.run("desk", "find", "oyhg")
    assert found.code == 0
    assert "欧阳火根" in found.out
    assert "138****1001" in found.out
    assert "13800091001" not in found.out
    status = cli.run("desk", "status").out
    assert "还没报" in status
    assert NAME in status
    assert "没有找到" in cli.run("desk", "find", "zzzz").out


def test_cards_and_who_needs_one(cli: Cli) -> None:
    due = cli.ask("desk", "cards", "--due")["due"]
    assert {one["name"] for one in due} == {"欧阳火根", "𠮷桂香"}
    for design, pages in (("number", 2), ("person", 2), ("wall", 2)):
        pdf = cli.place / f"{design}.pdf"
        made = cli.ask("desk", "cards", "--design", design, "--out", pdf)
        assert (made["cards"], made["pages"]) == (2, pages)
        assert pdf.read_bytes().startswith(b"%PDF-")
    assert cli.ask("desk", "cards", "--due") == {"due": []}
    cli.ask("desk", "station", "set", "--duty-phone", "0990-6110099")
    assert len(cli.ask("desk", "cards", "--due")["due"]) == 2
    refused = cli.ask("desk", "cards", "--due", "--out", cli.place / "nowhere" / "c.pdf", code=3)
    assert refused["error"]["kind"] == "PdfNotWritten"
    assert len(cli.ask("desk", "cards", "--due")["due"]) == 2, "a card that was not printed was not issued"


def test_backup_and_restore(cli: Cli) -> None:
    made = cli.ask("desk", "backup", "--to", cli.place / "stick")
    assert made["rows"]["resident"] == 2
    ledger_of_more = ledger(cli.place, "占水根,男,999901194003050018,13800091003,1组", name="新.csv")
    cli.ask("desk", "import", ledger_of_more)
    copy = cli.ask("desk", "status")["copy"]
    back = cli.ask("desk", "restore", made["backup"])
    assert back["copy"] != copy
    assert (Path(back["aside"]) / "store.sdb").exists()
    assert cli.ask("desk", "status")["residents"] == 2
    assert cli.ask("elsewhere", "restore", made["backup"])["aside"] is None
    wrong = cli.ask("desk", "restore", made["backup"], code=3, STATIONDESK_PASSPHRASE="ganz falsch gedacht")
    assert wrong["error"]["kind"] == "WrongPassphrase"
    assert cli.ask("desk", "status")["residents"] == 2


def test_a_county_comes_back_with_its_ledger_and_says_what_to_do_again(cli: Cli) -> None:
    cli.ask("desk", "export", "--to", cli.road)
    cli.ask("county", "county", "take", cli.road)
    made = cli.ask("county", "backup", "--to", cli.place / "stick")
    for title in ("高龄津贴核对", "取暖安全", "取暖安全"):
        cli.ask("county", "county", "task", title)
    cli.ask("county", "undo")
    said = cli.run("county", "restore", made["backup"])
    assert said.code == 0
    assert "县里自己录的内容要重新录" in said.out
    lines = said.out.splitlines()
    there = lines[lines.index("备份里没有的：") + 1 :]
    assert [line.strip() for line in there[:2]] == ["给各站的任务：高龄津贴核对", "给各站的任务：取暖安全"], (
        "what was taken back is not told"
    )
    again = cli.ask("county", "restore", made["backup"])
    assert again["lost"] == [], "nothing was done since"
    assert cli.ask("county", "county", "status")["stations"][0]["cursor"] > 0


def test_keys(cli: Cli) -> None:
    ours, theirs = cli.ask("desk", "station", "key", "show"), cli.ask("county", "county", "key", "show")
    assert ours["county_words"] == theirs["county_words"]
    assert len(ours["county_words"]) == 6
    key = cli.place / "county.key"
    assert cli.run("county", "county", "key", "export", "--to", key, given="n\n").code != 0
    assert not key.exists()
    cli.ask("county", "county", "key", "export", "--to", key, "--yes")
    assert key.read_text().startswith("AGE-SECRET-KEY-1")
    assert key.stat().st_mode & 0o077 == 0
    assert cli.ask("county", "county", "key", "export", "--to", key, "--yes", code=3)["error"]["kind"] == "FileExists"


def test_enrolling_later_and_with_a_file_of_another_station(empty: Cli) -> None:
    empty.road.mkdir()
    empty.ask("county", "county", "init", "--name", "云溪县", "--code", COUNTY)
    right, wrong = (
        empty.ask("county", "county", "enrol", code, NAME, "--town", TOWN, "--out", empty.road)["enrolment"] for code in (STATION, "S2")
    )
    named = ("--station-code", STATION, "--station-name", NAME, "--town", TOWN, "--county", "云溪县")
    assert empty.ask("desk", "new", *named, "--enrolment", wrong, code=3)["error"]["kind"] == "EnrolledElsewhere"
    assert not (empty.place / "desk").exists()
    made = empty.ask("desk", "new", *named)
    assert len(made["recovery_code"].replace("-", "")) == 34
    assert empty.ask("desk", "export", "--to", empty.road, code=3)["error"]["kind"] == "NotEnrolled"
    assert len(empty.ask("desk", "enrol", right)["county_words"]) == 6
    assert empty.ask("desk", "export", "--to", empty.road)["number"] == 1
    assert empty.ask("desk", "new", *named, code=3)["error"]["kind"] == "DeskExists"
    assert empty.ask("county", "county", "take", empty.road)["packages"][0]["outcome"] == "taken"
    assert (
        empty.ask("county", "county", "enrol", STATION, NAME, "--town", TOWN, "--out", empty.road, code=3)["error"]["kind"]
        == "AlreadyEnrolled"
    )


def test_one_bad_package_blocks_no_other(cli: Cli) -> None:
    cli.ask("desk", "export", "--to", cli.road)
    (cli.road / "SD_bad_000001-000002_n0001.sdpkg").write_bytes(b"PK\x03\x04 no package")
    said = cli.ask("county", "county", "take", cli.road, code=3)
    assert sorted(one["outcome"] for one in said["packages"]) == ["refused", "taken"]
    gone = cli.ask("county", "county", "take", cli.place / "gone", code=3)
    assert gone["error"]["message"]


def test_a_demo_village(empty: Cli) -> None:
    made = empty.ask("unused", "demo", "--residents", "37", "--out", empty.place)
    assert made["residents"] == 37
    status = empty.ask("desk", "status")
    assert status["residents"] == 37
    assert status["road"]["received"] > 37
    assert status["road"]["unreported"] == 22, "14 visits after the package, two sheets, the yes to a claim, a move and the request it ends"
    before = status["visits"] - 14
    assert before > 100, "the month before went to the county whole"
    assert status["road"]["received"] > 37 + before
    assert empty.ask("desk", "check")["whole"]
    (claimed,) = empty.ask("county", "county", "claims", "list")["claims"]
    assert claimed["state"] == "waiting", "the village's yes goes with its next package"
    assert "县税务局" in empty.run("county", "county", "claims", "list").out
    folder = empty.place / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("keep")
    assert empty.ask("unused", "demo", "--out", folder, code=3)["error"]["kind"] == "NotADemo"
    assert (folder / "letter.txt").read_text() == "keep"


def test_every_answer_is_one_document(cli: Cli) -> None:
    for words in (["find", "汪"], ["status"], ["operator", "list"], ["undo"], ["check"], ["station", "key", "show"]):
        said = cli.run("desk", *words, "--json")
        assert isinstance(json.loads(said.out), dict), words
    assert cli.ask("desk", "operator", "list")["operators"][0]["name"] == OPERATOR
    assert PASSPHRASE not in said.out


@pytest.mark.parametrize(
    "words",
    [["find"], ["nonsense"], ["visit", "note", "x"], ["cards", "--design", "gold", "--out", "x.pdf"], ["cards"], ["station", "set"]],
)
def test_a_slip_in_the_command_is_2(cli: Cli, words: list[str]) -> None:
    said = cli.run("desk", *words)
    assert said.code == 2
    assert "--help" in said.err


@pytest.mark.parametrize(
    ("side", "words"),
    [
        ("county", ["find", "汪"]),
        ("county", ["export", "--to", "x"]),
        ("desk", ["county", "status"]),
        ("desk", ["county", "answer", "--out", "x"]),
    ],
)
def test_a_command_of_the_other_side_is_a_sentence(cli: Cli, side: str, words: list[str]) -> None:
    said = cli.run(side, *words, "--json")
    assert said.code == 3
    assert said.json["error"]["kind"] == "WrongSide"
    assert said.json["error"]["message"] in said.err


def test_no_desk_and_no_passphrase(cli: Cli) -> None:
    assert cli.ask("nowhere", "status", code=3)["error"]["kind"] == "NoDesk"
    assert cli.run("desk", "status", "--json", STATIONDESK_PASSPHRASE="").json["error"]["kind"] == "NoPassphrase"
    piped = cli.run("desk", "status", given=PASSPHRASE + "\n", STATIONDESK_PASSPHRASE="")
    assert piped.code == 0, piped


def test_a_county_with_its_ledger_in_postgresql(cli: Cli, fresh_postgres: str) -> None:
    cli.ask("server", "county", "init", "--name", "云溪县", "--code", COUNTY, "--store", fresh_postgres)
    file = cli.ask("server", "county", "enrol", STATION, NAME, "--town", TOWN, "--out", cli.place / "server-road")["enrolment"]
    cli.ask("desk", "enrol", file)
    cli.ask("desk", "export", "--to", cli.place / "server-road")
    assert cli.ask("server", "county", "take", cli.place / "server-road")["packages"][0]["outcome"] == "taken"
    answer = cli.ask("server", "county", "answer", "--out", cli.place / "server-road")["answers"][0]["path"]
    assert cli.ask("desk", "receive", answer)["road"]["received"] > 0
    assert cli.ask("server", "check")["whole"]
    assert len(cli.ask("server", "backup", "--to", cli.place / "stick")["warnings"]) == 1
    nobody = cli.ask("third", "county", "init", "--name", "x", "--store", "postgresql+psycopg://nobody@127.0.0.1:1/none", code=3)
    assert nobody["error"]["kind"] == "LedgerUnreachable"
    assert not (cli.place / "third").exists()
