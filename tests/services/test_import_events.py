"""Ledgers of visits, wishes and pairings: each row a record beside the right person, none doubled, none dropped, all taken back at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from stationdesk.registers.visit import Visit
from stationdesk.services.imports import ImportOutcome, apply
from stationdesk.services.undoing import undo_last
from stationdesk.services.wish_ahead import ahead_of
from stationdesk.services.wish_papers import faces
from stationdesk.services.wish_state import standings
from stationdesk.services.wish_turning import passed
from stationdesk.store.database import Database
from tests.county.claims_kit import wish
from tests.services.test_imports import DATA, LEDGERS, ON, count, ledger, planned, records
from tests.store.kit import quick_desk

ALL = [*LEDGERS, *(DATA / name for name in ("上徐村爱心妈妈结对台账.xlsx", "上徐村微心愿汇总表.xls", "上徐村走访记录.xlsx"))]
EVENTS = ("visit", "wish", "wish_claim", "claim_answer", "claim_end", "wish_event", "pairing", "helper", "note", "resident")
VISITS: list[object] = ["走访时间", "走访对象", "走访人", "方式", "走访内容", "存在问题", "解决情况", "备注"]
WISHES: list[object] = ["心愿人", "性别", "年龄", "微心愿", "预算（元）", "征集时间", "认领单位", "认领时间", "实现情况"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    with quick_desk(tmp_path / "desk") as database:
        yield database


def take(desk: Database, paths: list[Path]) -> ImportOutcome:
    plan = planned(desk, paths).without_open_questions()
    with desk.writing("op", "导入台账") as session:
        return apply(session, plan, on=ON)


def people(folder: Path, *names: str) -> Path:
    rows: list[list[object]] = [["姓名", "性别", "年龄", "组别"], *([name, "女", 80, "3组"] for name in names)]
    return ledger(folder, rows, "花名册.xlsx")


def test_six_ledgers_of_one_village_and_everything_taken_back(desk: Database) -> None:
    outcome = take(desk, ALL)
    assert (count(desk, "resident"), outcome.events) == (89, {"visit": 59, "wish": 64, "pairing": 31}), "one visit is still to come"
    with desk.reading() as session:
        states = Counter(one.state for one in standings(session, [wish["id"] for wish in records(desk, "wish")]).values())
        ahead = ahead_of(session)
        assert {wish for wish, one in ahead.items() if one.due} == {wish for wish, one in ahead.items() if one.state != "reviewed"}
        assert not passed(session, ON), "nothing passes by itself on the day it came in, however old the ledger"
        assert len(passed(session, ON + timedelta(days=60)).expired) == 8
    assert states == {"draft": 37, "fulfilled": 10, "claimed": 9, "published": 8}
    undo_last(desk, "op")
    assert {kind: count(desk, kind) for kind in EVENTS} == dict.fromkeys(EVENTS, 0)


def test_six_ledgers_twice_are_once(desk: Database) -> None:
    take(desk, ALL)
    before = desk.position()
    again = take(desk, ALL)
    assert (again.added, again.events, desk.position()) == (0, {}, before)


def test_a_visit_with_everything_a_row_says(desk: Database, tmp_path: Path) -> None:
    row: list[object] = ["9月13日", "张桂花", "叶水英、朱秀英（村医）", "打电话", "问候，提醒吃药", "屋顶漏水", "已报镇里", "下雨天"]
    take(desk, [people(tmp_path, "张桂花"), ledger(tmp_path, [["2026年走访记录"], VISITS, row], "走访.xlsx")])
    [visit] = [Visit.model_validate(one) for one in records(desk, "visit")]
    assert (visit.visited_on, visit.mode, visit.content, visit.action) == ("2026-09-13", "phone", "问候，提醒吃药", "已报镇里")
    assert [(one.name, one.org) for one in visit.visitors] == [("叶水英", ""), ("朱秀英", "村医")]
    assert [issue.text for issue in visit.issues] == ["屋顶漏水"]
    assert visit.remark == "备注：下雨天"
    assert visit.resident_id == records(desk, "resident")[0]["id"]


def test_overlapping_ledgers_in_other_words_double_nothing(desk: Database, tmp_path: Path) -> None:
    row: list[object] = ["2026.9.13", "张桂花", "叶水英", "上门", "打扫卫生", None, None, None]
    more: list[object] = ["2026.9.20", "张桂花", "叶水英", "上门", "打扫卫生", None, None, None]
    take(desk, [people(tmp_path, "张桂花"), ledger(tmp_path, [["走访记录"], VISITS, row], "上半月.xlsx")])
    other: list[object] = ["走访对象", "日期", "走访人员", "走访方式", "走访情况", "处理结果"]
    moved = [
        ["张桂花", date(2026, 9, 13), "叶水英、朱秀英", "入户", "打扫卫生", "已办"],
        ["张桂花", date(2026, 9, 20), "叶水英", "入户", "打扫卫生", None],
    ]
    outcome = take(
        desk,
        [ledger(tmp_path, [["走访台账"], other, *moved], "全月.xlsx"), ledger(tmp_path, [["走访记录"], VISITS, row, more], "下半月.xlsx")],
    )
    visits = sorted(records(desk, "visit"), key=lambda one: str(one["visited_on"]))
    assert [(one["visited_on"], one["action"]) for one in visits] == [("2026-09-13", "已办"), ("2026-09-20", None)]
    assert outcome.events == {"visit": 1}
    assert [(note["kind"], note["text"]) for note in records(desk, "note")] == [("doubt", "叶水英、朱秀英")], (
        "who came is said otherwise: kept"
    )


@pytest.mark.parametrize(
    ("cell", "doubt"),
    [
        ("88888888元", "too_dear"),
        (88888888, "too_dear"),
        (100000.01, "too_dear"),
        ("10.1万", "too_dear"),
        (-300, "unreadable"),
        ("-300", "unreadable"),
        (100000, ""),
    ],
)
def test_an_amount_that_no_small_wish_costs_is_doubted_and_stays_beside_it(
    desk: Database, tmp_path: Path, cell: str | float, doubt: str
) -> None:
    row: list[object] = ["张桂花", "女", 80, "棉被", cell, "2026.5.1", None, None, "待认领"]
    path = ledger(tmp_path, [["微心愿汇总表"], WISHES, row], "心愿.xlsx")
    problems = [one for _file, _sheet, found in planned(desk, [path]).rows() for one in found.problems if one.startswith("budget")]
    assert problems == ([f"budget_yuan:{doubt}"] if doubt else [])
    take(desk, [path])
    [made] = records(desk, "wish")
    assert made["budget"] == (None if doubt else 100000_00)
    assert (str(cell).removesuffix("元") in str(made["remark"])) == bool(doubt)


def test_wishes_of_a_ledger_without_numbers_have_one_by_which_they_hang(desk: Database, tmp_path: Path) -> None:
    """Once: the next ledger, with numbers of its own too, finds them again."""
    rows: list[list[object]] = [["张桂花", "女", 80, what, "90", "2026.5.1", None, None, "待认领"] for what in ("棉被", "拐杖")]
    take(desk, [ledger(tmp_path, [["微心愿汇总表"], WISHES, *rows], "心愿.xlsx")])
    before = [one["wish_no"] for one in records(desk, "wish")]
    with desk.reading() as session:
        shown = faces(session, [one["id"] for one in records(desk, "wish")], ON).shown
        assert [(face.wall, face.card.number) for face in shown] == [("1", before[0]), ("2", before[1])]
    numbered = [
        [*WISHES, "心愿编号"],
        [*rows[0], "W-07"],
        [*rows[0], "W-08"],
        ["李大山", "男", 70, "收音机", "90", "2026.5.1", None, None, "待认领", "W-09"],
    ]
    take(desk, [ledger(tmp_path, [["微心愿汇总表"], *numbered], "心愿2.xlsx")])
    after = {one["wish_no"]: one["content"] for one in records(desk, "wish")}
    assert after == {before[0]: "棉被", before[1]: "拐杖", "W-08": "棉被", "W-09": "收音机"}, "two numbers are two wishes"
    undo_last(desk, "op")
    assert [one["wish_no"] for one in records(desk, "wish")] == before


def test_wishes_that_were_there_without_a_number_are_given_one_too(desk: Database, tmp_path: Path) -> None:
    take(desk, [people(tmp_path, "张桂花")])
    who = records(desk, "resident")[0]["id"]
    bare = wish(desk, who, "棉被")
    row: list[object] = ["张桂花", "女", 80, "拐杖", "90", "2026.5.1", None, None, "待认领"]
    take(desk, [ledger(tmp_path, [["微心愿汇总表"], WISHES, row], "心愿.xlsx")])
    given = {one["id"]: str(one["wish_no"]).rpartition("-")[2] for one in records(desk, "wish")}
    assert (given.pop(bare), list(given.values())) == ("0001", ["0002"])


@pytest.mark.parametrize(
    ("state", "claimer", "expected"),
    [
        (None, None, "draft"),
        ("待认领", None, "published"),
        ("已认领", "镇政府", "claimed"),
        ("未实现", "镇政府", "claimed"),
        ("2026年6月1日已送达", "镇政府", "delivered"),
        ("已圆梦", "镇政府", "fulfilled"),
        ("√", "镇政府", "fulfilled"),
        ("本人取消", None, "cancelled"),
    ],
)
def test_how_far_a_wish_is(desk: Database, tmp_path: Path, state: str | None, claimer: str | None, expected: str) -> None:
    row: list[object] = ["张桂花", "女", 80, "想要一床棉被", "约300元", "2026.5.1", claimer, "2026.5.9" if claimer else None, state]
    take(desk, [ledger(tmp_path, [["微心愿汇总表"], WISHES, row], "心愿.xlsx")])
    [wish] = records(desk, "wish")
    with desk.reading() as session:
        assert standings(session, [wish["id"]])[wish["id"]].state == expected
    assert (wish["budget"], wish["collected_on"]) == (30000, "2026-05-01")


def test_a_later_ledger_brings_a_wish_on_and_an_old_one_takes_nothing_back(desk: Database, tmp_path: Path) -> None:
    def sheet(name: str, *more: object) -> Path:
        return ledger(tmp_path, [["微心愿汇总表"], WISHES, ["张桂花", "女", 80, "想要一床棉被", 300, "2026.5.1", *more]], name)

    take(desk, [sheet("五月.xlsx", None, None, "待认领")])
    take(desk, [sheet("六月.xlsx", "镇政府", "2026.6.1", "已认领")])
    take(desk, [sheet("七月.xlsx", "镇政府", "2026.6.1", "2026.7.3已圆梦")])
    take(desk, [sheet("五月底.xlsx", None, "", "未认领")])
    assert {kind: count(desk, kind) for kind in ("wish", "wish_claim", "claim_answer", "claim_end")} == {
        "wish": 1,
        "wish_claim": 1,
        "claim_answer": 1,
        "claim_end": 1,
    }
    with desk.reading() as session:
        [standing] = standings(session, [records(desk, "wish")[0]["id"]]).values()
    assert standing.state == "fulfilled"
    done = {event["kind"]: event["happened_on"] for event in records(desk, "wish_event")}
    assert (done["fulfilled"], sorted(done)) == ("2026-07-03", ["delivered", "fulfilled", "published"])


def test_one_helper_of_many_and_many_helpers_of_one(desk: Database, tmp_path: Path) -> None:
    header: list[object] = ["爱心妈妈", "单位", "联系电话", "儿童姓名", "性别", "年龄", "结对起止时间", "结对方式"]
    rows: list[list[object]] = [
        ["黄冬梅", "团县委", "13678183349", "吴梦瑶", "女", 9, "2023.1.3-2024.6.30", "一对多"],
        ["同上", "同上", "同上", "占小甄", "男", 8, "2023年1月", "一对多"],
        ["戴梅", "镇政府", "13988695627", "占小甄", "男", 8, "2023.2.1", "一对一"],
    ]
    outcome = take(desk, [ledger(tmp_path, [["爱心妈妈结对台账"], header, *rows], "结对.xlsx")])
    assert (outcome.events, count(desk, "helper"), count(desk, "resident")) == ({"pairing": 3}, 2, 2)
    pairs = records(desk, "pairing")
    assert {(one["helper_name"], one["start_date"], one["end_date"], one["state"], one["mode"], one["kind"]) for one in pairs} == {
        ("黄冬梅", "2023-01-03", "2024-06-30", "ended", "one_to_many", "caring_mother"),
        ("黄冬梅", None, None, "active", "one_to_many", "caring_mother"),
        ("戴梅", "2023-02-01", None, "active", "one_to_one", "caring_mother"),
    }


def test_who_is_in_no_list_is_kept_as_a_note_and_once(desk: Database, tmp_path: Path) -> None:
    row: list[object] = ["2026.9.13", "全体独居老人", "叶水英", "上门", "送月饼", None, None, None]
    wanted = [ledger(tmp_path, [["走访记录"], VISITS, row], "走访.xlsx")]
    assert (take(desk, wanted).loose, count(desk, "resident"), count(desk, "visit")) == (1, 0, 0)
    [note] = records(desk, "note")
    assert (note["resident_id"], note["heading"], note["source_row"]) == (None, "全体独居老人", 3)
    assert "走访内容：送月饼" in note["text"]
    before = desk.position()
    assert (take(desk, wanted).loose, desk.position()) == (0, before)


def test_two_of_one_name_are_asked_about_and_no_visit_goes_to_the_wrong_one(desk: Database, tmp_path: Path) -> None:
    roll: list[list[object]] = [["姓名", "性别", "年龄", "组别"], ["王秀英", "女", 80, "1组"], ["王秀英", "女", 62, "5组"]]
    rows: list[Any] = [
        ["2026.9.13", "王秀英", "叶水英", "上门", "送月饼", None, None, None],
        ["2026.9.14", "王秀英", "叶水英", "上门", "量血压", None, None, None],
    ]
    paths = [ledger(tmp_path, roll, "花名册.xlsx"), ledger(tmp_path, [["走访记录"], VISITS, *rows], "走访.xlsx")]
    plan = planned(desk, paths)
    assert [row.asked for _file, sheet, row in plan.rows() if sheet.ledger == "visits"] == [True, True]
    take(desk, paths)
    assert (count(desk, "resident"), count(desk, "visit")) == (2, 0)


def test_a_day_that_cannot_be_is_kept_in_its_own_words(desk: Database, tmp_path: Path) -> None:
    rows: list[Any] = [
        ["2026年2月30日", "张桂花", "叶水英", "上门", "送月饼", None, None, None],
        ["2031.1.1", "张桂花", "叶水英", "上门", "量血压", None, None, None],
        ["1920.1.1", "张桂花", "叶水英", "上门", "修灯", None, None, None],
    ]
    roll: list[list[object]] = [["姓名", "性别", "出生日期"], ["张桂花", "女", "1945-03-02"]]
    take(desk, [ledger(tmp_path, roll, "花名册.xlsx")])
    plan = planned(desk, [ledger(tmp_path, [["走访记录"], VISITS, *rows], "走访.xlsx")])
    said = [row.problems for _file, _sheet, row in plan.rows()]
    assert said[0] == ("visited_on:bad_date",)
    assert said[1] == ("visited_on:future",)
    with desk.writing("op", "导入台账") as session:
        apply(session, plan, on=ON)
    assert count(desk, "visit") == 0
    assert sum("走访内容" in note["text"] for note in records(desk, "note")) == 3
