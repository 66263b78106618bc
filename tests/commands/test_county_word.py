"""What the county says to its stations and what they answer, as a script uses it: done, said, or refused in a sentence."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from openpyxl import load_workbook

from stationdesk.store.clock import local_day, now
from tests.commands.kit import NAME, STATION, TOWN, Cli
from tests.commands.test_county_copies import there_and_back
from tests.county.claims_kit import fill

SOON = (local_day(now()) + timedelta(days=9)).isoformat()
PAST = "2020-01-01"


def test_tasks_questions_announcements_and_reports_are_said_and_taken_back(cli: Cli) -> None:
    there_and_back(cli)
    task = cli.ask("county", "county", "task", "高龄津贴核对", "--kind", "check", "--due", SOON, "--count", "核对人数", "--to", NAME)
    assert task["audience"] == f"station:{STATION}"
    cli.ask("county", "county", "announce", "停水通知", "周三停水一天", "--until", SOON, "--must-be-read", "--to", TOWN)
    cli.ask("county", "county", "correct", STATION, "欧阳火根", "电话打不通，请问一问", "--field", "phones", "--due", SOON)
    cli.ask("county", "county", "template", "走访月报", "--figure", "contacts.reached", "--period", "month")
    asked = cli.ask("county", "county", "replies")["replies"]
    assert [(one["kind"], one["state"], one["name"]) for one in asked] == [
        ("task", "open", NAME),
        ("correction", "open", NAME),
        ("announcement", "unread", NAME),
    ]
    assert "欧阳火根" in asked[1]["about"]
    table = cli.run("county", "county", "replies", "--open", "--station", STATION).out
    assert all(word in table for word in ("高龄津贴核对", "停水通知", "还没看", SOON))
    there_and_back(cli)
    status = cli.run("desk", "status").out
    assert status
    taken = cli.ask("county", "county", "take-back", task["id"][-8:])
    assert taken["title"] == "高龄津贴核对"
    assert cli.ask("county", "county", "take-back", task["id"][-8:], code=3)["error"]["kind"] == "NothingSaid"
    assert [one["kind"] for one in cli.ask("county", "county", "replies", "--open")["replies"]] == ["correction", "announcement"]


def test_what_cannot_be_said_is_refused_in_a_sentence(cli: Cli) -> None:
    there_and_back(cli)
    for kind, words in (
        ("NoSuchAudience", ("task", "核对", "--to", "没有的镇")),
        ("DayPassed", ("task", "核对", "--due", PAST)),
        ("UnfitValue", ("announce", "通知", "内容", "--until", PAST)),
        ("NoSuchAudience", ("correct", TOWN, "欧阳火根", "问题")),
        ("NobodySo", ("correct", STATION, "没有的人", "问题")),
        ("NobodySo", ("correct", STATION, "欧阳火根", "问题", "--field", "没有这项")),
        ("NothingSaid", ("take-back", "ffffffff")),
    ):
        assert cli.ask("county", "county", *words, code=3)["error"]["kind"] == kind
    assert "合不上" in cli.run("county", "county", "announce", "通知", "内容", "--until", PAST).err
    for words in (("task", "核对", "--kind", "跳舞"), ("template", "报表", "--figure", "contacts.reached", "--period", "世纪")):
        assert cli.run("county", "county", *words).code == 2
    assert cli.run("county", "county", "template", "报表", "--figure", "no.such.figure").code == 3
    assert cli.ask("county", "county", "replies")["replies"] == []
    assert "没有" in cli.run("county", "county", "replies").out


def test_figures_and_days_off(cli: Cli) -> None:
    there = cli.ask("county", "county", "figures")["figures"]
    assert "contacts.reached" in {one["key"] for one in there}
    assert cli.run("county", "county", "figures").out.count("\n") >= len(there)
    days = cli.place / "days.json"
    days.write_text(json.dumps([{"day": "2027-02-06", "kind": "rest", "name": "春节"}, {"day": "2027-02-14", "kind": "workday"}]), "utf-8")
    assert cli.ask("county", "county", "daysoff", days)["days"] == 2
    for bad in ("[]", "{", '[{"day": "2027-02-30", "kind": "rest"}]', '[{"day": "2027-02-06", "kind": "跳舞"}]'):
        days.write_text(bad, "utf-8")
        assert cli.ask("county", "county", "daysoff", days, code=3)["error"]["kind"] == "NoDays"
    assert cli.ask("county", "county", "daysoff", cli.place / "nowhere.json", code=3)["error"]["kind"] == "NoDays"
    there_and_back(cli)


def wishes(cli: Cli) -> Path:
    """Let the station take a ledger of two published wishes in, and report it."""
    path = cli.place / "心愿.csv"
    rows = ("心愿编号,姓名,心愿内容,预估金额,状态", "W-01,欧阳火根,一床棉被,200,待认领", "W-02,𠮷桂香,一双棉鞋,80,待认领")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8-sig")
    cli.ask("desk", "import", path)
    there_and_back(cli)
    return path


def test_departments_claim_wishes_through_the_command_line(cli: Cli) -> None:
    wishes(cli)
    sheet = cli.place / "可认领"
    made = cli.ask("county", "county", "claims", "export", "--to", sheet)
    assert (made["wishes"], made["left_out"], made["file"]) == (2, [], f"{sheet}.xlsx")
    told = [str(cell.value) for row in load_workbook(made["file"]).worksheets[0].iter_rows() for cell in row if cell.value]
    assert "一床棉被" in told
    assert not any("欧阳" in word or "桂香" in word for word in told)
    unit = {"claimer": "县税务局", "contact": "程主任", "phone": "13800000000", "promised": SOON}
    back = fill(Path(made["file"]), cli.place / "back.xlsx", {4: unit, 5: {"claimer": "县教育局", "phone": "x"}})
    assert "第 5 行" in cli.run("county", "county", "claims", "import", back).out
    again = cli.ask("county", "county", "claims", "import", back, code=3)
    assert (again["taken"], again["known"], [one["row"] for one in again["troubles"]]) == ([], 1, [5])
    (waiting,) = cli.ask("county", "county", "claims", "list", "--waiting")["claims"]
    there_and_back(cli)
    there_and_back(cli)
    (held,) = cli.ask("county", "county", "claims", "list")["claims"]
    assert (held["id"], held["state"]) == (waiting["id"], "yes")
    assert "县税务局" in cli.run("county", "county", "claims", "list").out
    assert cli.run("county", "county", "claims", "end", held["id"][-8:], "--how", "送达").code == 2
    cli.ask("county", "county", "claims", "end", held["id"][-8:], "--how", "退领", "--why", "单位撤了")
    assert cli.ask("county", "county", "claims", "end", held["id"][-8:], code=3)["error"]["kind"] == "NoSuchClaim"
    assert cli.ask("county", "county", "claims", "export", "--to", sheet)["wishes"] == 2


def test_transfers_are_listed(cli: Cli) -> None:
    assert cli.ask("county", "county", "transfers") == {"transfers": []}
    assert len(cli.run("county", "county", "transfers", "--open").out.splitlines()) == 1


def test_words_of_the_lists_are_written_out_taken_in_and_taken_back(cli: Cli) -> None:
    assert cli.ask("county", "county", "codes") == {"codes": []}
    assert "还没有自己的" in cli.run("county", "county", "codes").out
    sheet = cli.place / "叫法"
    made = cli.ask("county", "county", "codes", "--export", sheet, "--list", "需求", "--list", "visit_kind")
    book = load_workbook(made["file"])
    page = book.worksheets[0]
    page.append(["需求", None, "劈柴", None, "砍柴"])
    book.save(made["file"])
    taken = cli.ask("county", "county", "codes", made["file"])
    assert (taken["added"], taken["changed"], taken["known"]) == (["需求：劈柴"], [], 0)
    assert "新增 0 个" in cli.run("county", "county", "codes", made["file"]).out
    assert "劈柴" in cli.run("county", "county", "codes").out
    assert "砍柴" in cli.run("county", "county", "codes", "--list", "需求").out
    there_and_back(cli)
    assert cli.ask("county", "county", "codes", "--list", "需求", "--take-back", "劈柴")["code"].startswith("county_")
    assert cli.ask("county", "county", "codes", "--list", "需求", "--take-back", "送餐", code=3)["error"]["kind"] == "NoSuchCode"
    assert cli.run("county", "county", "codes", "--list", "跳舞").code == 2
    assert cli.run("county", "county", "codes", "--take-back", "劈柴").code == 2


def test_a_grade_scheme_is_written_out_put_in_force_and_given_up(cli: Cli) -> None:
    assert "各站用各站的" in cli.run("county", "county", "scheme").out
    made = cli.ask("county", "county", "scheme", "高风险、重点、一般三级", "--export", cli.place / "办法")
    put = cli.ask("county", "county", "scheme", made["file"], "--from", SOON, "--to", TOWN)
    assert (put["name"], put["from"], put["audience"]) == ("高风险、重点、一般三级", SOON, f"town:{TOWN}")
    assert SOON in cli.run("county", "county", "scheme").out
    there_and_back(cli)
    assert cli.ask("county", "county", "scheme", "--take-back", put["id"][-8:])["id"] == put["id"]
    assert cli.ask("county", "county", "scheme") == {"schemes": []}
    for kind, words in (
        ("NoSuchScheme", ("没有",)),
        ("SchemeImpossible", ("每月探访一次",)),
        ("NoSuchAudience", ("红黄绿三级", "--to", "无")),
    ):
        assert cli.ask("county", "county", "scheme", *words, code=3)["error"]["kind"] == kind
    assert cli.run("county", "county", "scheme", "红黄绿三级", "--from", "后天").code == 2
    assert cli.run("county", "county", "scheme", "红黄绿三级", "--take-back", "12345678").code == 2
