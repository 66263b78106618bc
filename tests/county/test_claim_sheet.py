"""The sheet for departments: nobody is named on it, it is locked, and whatever comes back is taken by rows or named by rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlmodel import select

from stationdesk.county.claims import claims_of, end_claim, export_claims
from stationdesk.county.claims_in import Imported, import_claims
from stationdesk.county.intake import take_and_note
from stationdesk.county.stations import enrol_station
from stationdesk.ledgers.claim_sheet import NoClaimSheet, read_claim_sheet
from stationdesk.ledgers.list_export import FileOpenElsewhere
from stationdesk.ledgers.refusals import FileRefused
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.wish import Wish
from stationdesk.services import wish_giving
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.outbox import export
from tests.county.claims_kit import AT, BY, ON, column, consent, county_claims, fill, person, wish
from tests.road_kit import Road, made_road
from tests.store.kit import STATION, quick_desk

UNIT = {"claimer": "区税务局", "contact": "程主任", "phone": "0798-8274852", "promised": "2026-12-20"}
CHILD = {"birth_date": "2016-05-06", "birth_precision": "day", "school": "鲇鱼山中心小学", "village_group": "三组"}


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path) as found:
        found.set_clock(11, 20)
        yield found


@pytest.fixture
def sheet(road: Road, tmp_path: Path) -> Path:
    """Three wishes of an old woman, reported and exported."""
    who = person(road.desk, "汪奶奶", birth_date="1944-03-05", birth_precision="day")
    for number, content in (("W-01", "棉鞋"), ("W-02", "电饭锅"), ("W-03", "收音机")):
        wish(road.desk, who, content, wish_no=number, budget=12000, public_name="一位奶奶", spec="38码", quantity="1双")
    road.round()
    assert [one.number for one in export_claims(road.county, tmp_path / "可认领.xlsx", ON).wishes] == ["W-01", "W-02", "W-03"]
    return tmp_path / "可认领.xlsx"


def took(road: Road, path: Path) -> Imported:
    return import_claims(road.county, "县", path, ON)


def test_the_sheet_names_nobody_and_opens_only_what_is_for_the_hand(road: Road, sheet: Path) -> None:
    book = load_workbook(sheet).worksheets[0]
    told = " ".join(str(cell.value) for row in book.iter_rows() for cell in row if cell.value)
    assert "汪奶奶" not in told
    assert (column(sheet, "station")[0], column(sheet, "budget")[0], column(sheet, "spec")[0]) == ("上徐村", "120", "38码 1双")
    assert book.protection.sheet
    locked = {name: book.cell(4, at).protection.locked for name, at in AT.items()}
    assert {name for name, shut in locked.items() if not shut} == {"claimer", "contact", "phone", "promised"}
    assert len(book.data_validations.dataValidation) == 4
    with pytest.raises(FileOpenElsewhere):
        export_claims(road.county, sheet / "nowhere.xlsx", ON)


def test_children_stand_under_an_alias_with_both_words_or_not_at_all(road: Road, tmp_path: Path) -> None:
    child = person(road.desk, "汪小雨", alias="小陈", **CHILD)
    wish(road.desk, child, "一个书包", wish_no="C-01")
    road.round()
    path = tmp_path / "a.xlsx"
    assert reasons(road, path) == {"C-01": "没有公开心愿的同意：还没问"}
    consent(road.desk, child, child_agrees=None)
    road.round()
    assert "孩子" in reasons(road, path)["C-01"]
    consent(road.desk, child, given_on="2026-11-02")
    for number, content in (
        ("C-02", "汪小雨想要水彩笔"),
        ("C-03", "给鲇鱼山中心小学的书架"),
        ("C-04", "三组活动室的球"),
        ("C-05", "孤儿想要棉衣"),
        ("C-06", "治癫痫病的药"),
        ("C-07", "和爸爸13800000000视频"),
    ):
        wish(road.desk, child, content, wish_no=number)
    wish(road.desk, child, "保密的心愿", wish_no="C-08", may_be_public=False)
    nameless = person(road.desk, "李小花", birth_date="2015-01-01", birth_precision="day")
    consent(road.desk, nameless)
    wish(road.desk, nameless, "一辆单车", wish_no="C-09")
    road.round()
    left = reasons(road, path)
    assert sorted(left) == ["C-02", "C-03", "C-04", "C-05", "C-06", "C-07", "C-08", "C-09"]
    assert [(column(path, name)[0]) for name in ("number", "called", "content")] == ["C-01", "小陈", "一个书包"]
    told = " ".join(str(cell.value) for row in load_workbook(path).worksheets[0].iter_rows() for cell in row if cell.value)
    assert not any(word in told for word in ("汪小雨", "李小花", "小学", "三组", "留守"))
    consent(road.desk, child, given=False, given_on="2026-11-03")
    road.round()
    export_claims(road.county, path, ON)
    assert column(path, "number") == [], "a consent taken back takes the wish off the list"


def test_nobodys_wish_tells_of_a_child(road: Road, tmp_path: Path) -> None:
    author = {"author": road.desk.about.author}
    with road.desk.writing(BY, "登记") as session:
        house = Household.model_validate(HouseholdDraft(head_name="汪大伯"), update=author)
        session.add(house)
    child = person(road.desk, "汪小雨", household_id=house.id, **CHILD)
    old = person(road.desk, "徐桂香", birth_date="1944-03-05", birth_precision="day")
    with road.desk.writing(BY, "亲属") as session:
        session.add(Kin.model_validate(KinDraft(resident_id=old, kin_resident_id=child, relation="grandson"), update=author))
    far = person(road.desk, "冯满仓", birth_date="1944-03-05", birth_precision="day")
    told = {
        **{("old", content): "who" for content in ("给汪小雨买书包", "小雨的书包", "送到鲇鱼山中心小学", "三组的孙女要书包")},
        **{("far", content): "who" for content in ("给汪小雨买书包",)},
        **{("home", content): "who" for content in ("给小雨的书包", "汪大伯要锅")},
        **{("old", content): "label" for content in ("低保户要锅", "偏瘫在床要护理垫")},
        ("old", "锅，加微信abc1950"): "number",
    }
    sound = [("old", "给孙女的书包"), ("far", "给小雨伞换伞面"), ("home", "锅"), ("old", "轮椅")]
    for at, (whose, content) in enumerate((*told, *sound)):
        made = wish(road.desk, {"old": old, "far": far, "home": far}[whose], content, wish_no=f"D-{at:02}")
        if whose == "home":
            with road.desk.writing(BY, "一家的") as session:
                one = session.exec(select(Wish).where(Wish.id == made)).one()
                one.resident_id, one.household_id = None, house.id
                session.add(one)
    own = person(road.desk, "汪晨曦", alias="晨曦", **CHILD)
    consent(road.desk, own)
    wish(road.desk, own, "画笔", wish_no="D-99")
    road.round()
    left, path = reasons(road, tmp_path / "a.xlsx"), tmp_path / "a.xlsx"
    words = {"who": "看得出是谁", "label": "类别", "number": "电话"}
    for at, ((_whose, content), what) in enumerate(told.items()):
        assert words[what] in left[f"D-{at:02}"], content
    assert "化名就是真名" in left["D-99"]
    assert sorted(column(path, "content")) == sorted(content for _whose, content in sound)


def reasons(road: Road, path: Path) -> dict[str, str]:
    return {one.number: one.reason for one in export_claims(road.county, path, ON).left_out}


def test_sound_rows_are_taken_once_and_the_same_file_changes_nothing(road: Road, sheet: Path, tmp_path: Path) -> None:
    back = fill(sheet, tmp_path / "b.xlsx", {4: UNIT, 6: UNIT | {"promised": date(2026, 12, 25), "phone": 13800000000}})
    done = took(road, back)
    assert (len(done.taken), done.known, done.empty, done.troubles) == (2, 0, 1, [])
    before = road.county.database.position().seq
    again = took(road, back)
    assert (again.taken, again.known, again.troubles) == ([], 2, [])
    assert road.county.database.position().seq == before
    assert sorted((one.claimer, one.promised_on, one.state) for one in claims_of(road.county)) == [
        ("区税务局", "2026-12-20", "waiting"),
        ("区税务局", "2026-12-25", "waiting"),
    ]
    export_claims(road.county, tmp_path / "c.xlsx", ON)
    assert column(tmp_path / "c.xlsx", "number") == ["W-02"], "who waits for an answer is not offered again"
    road.round()
    road.round()
    assert {one.state for one in claims_of(road.county)} == {"yes"}
    assert took(road, back).known == 2
    end_claim(road.county, "县", claims_of(road.county)[0].id, "withdrawn", "", ON)
    over = took(road, back)
    assert (over.taken, over.known) == ([], 1)
    assert "退领" in over.troubles[0].sentence
    fresh = fill(back, tmp_path / "d.xlsx", {6: {"promised": "12月28日"}})
    assert len(took(road, fresh).taken) == 1


def test_a_row_is_judged_by_what_the_station_said_last(road: Road, sheet: Path, tmp_path: Path) -> None:
    """It said no, then yes, then ended it: each time the row is told what is so now."""
    back = fill(sheet, tmp_path / "b.xlsx", {4: UNIT})
    made, held = _of(road, column(sheet, "code")[0]), {"claimer": "程老板"}
    with road.desk.writing(BY, "认领") as session:
        wish_giving.claim(session, [made], held, ON, by=BY)
    took(road, back)
    road.round()
    road.round()
    (trouble,) = took(road, back).troubles
    assert trouble.sentence == "站里没有同意：这个心愿已有人认领。"
    with road.desk.writing(BY, "改") as session:
        wish_giving.prefer(session, made, wish_giving.rivals(session, made)[0].claim.id, ON, by=BY, text="离得近")
    road.round()
    assert claims_of(road.county)[0].state == "yes"
    again = took(road, back)
    assert (again.known, again.troubles) == (1, [])
    other = took(road, fill(back, tmp_path / "c.xlsx", {4: {"phone": "13800000009"}}))
    assert (other.taken, len(other.troubles)) == ([], 1), "what the station agreed to is not claimed once more"
    with road.desk.writing(BY, "退领") as session:
        wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="没货")
    road.round()
    (trouble,) = took(road, back).troubles
    assert trouble.sentence.startswith("这个认领已经结束（退领）")


def _of(road: Road, code: str) -> str:
    with road.desk.reading() as session:
        return next(one for one in session.exec(select(Wish.id)) if one.endswith(code.rpartition("-")[2]))


ODD: list[tuple[dict[str, Any], str]] = [
    ({**UNIT, "code": "360202101209-ffffffffffff"}, "没有这个识别码"),
    ({**UNIT, "code": None, "number": "W-99"}, "没有这个识别码"),
    ({**UNIT, "claimer": None}, "没有填认领单位"),
    ({**UNIT, "claimer": "局" * 130}, "太长"),
    ({**UNIT, "phone": None}, "联系电话"),
    ({**UNIT, "phone": "打李主任手机"}, "联系电话"),
    ({**UNIT, "phone": "12345678901234567"}, "联系电话"),
    ({**UNIT, "promised": "年底前"}, "看不懂"),
    ({**UNIT, "promised": "2026-02-30"}, "看不懂"),
    ({**UNIT, "promised": "2026-11-01"}, "已经过了"),
    ({**UNIT, "content": "一台电视机"}, "改动过"),
    ({**UNIT, "budget": "9999"}, "改动过"),
    ({**UNIT, "claimer": '=HYPERLINK("http://x","税务局")'}, "公式"),
    ({**UNIT, "phone": "=1+1"}, "公式"),
]


@pytest.mark.parametrize("code", ["", "as it stands", "small"])
def test_a_station_whose_code_has_capital_letters(road: Road, tmp_path: Path, code: str) -> None:
    paper = enrol_station(road.county, "县", code="JX0012", name="下徐村", town="鲇鱼山镇", to=tmp_path)
    with quick_desk(tmp_path / "jx", author="JX0012", recipient="") as desk:
        enrol(desk, BY, read_enrolment(paper))
        made = wish(desk, person(desk, "汪奶奶", birth_date="1944-03-05", birth_precision="day"), "棉鞋", wish_no="W-01")
        take_and_note(road.county, "县", export(desk, BY, tmp_path).path)
    sheet = tmp_path / "可认领.xlsx"
    (one,) = export_claims(road.county, sheet, ON).wishes
    written = {"": None, "small": one.code.lower()}.get(code, one.code)
    done = took(road, fill(sheet, tmp_path / "回来.xlsx", {4: UNIT | {"code": written}}))
    assert (done.taken, done.troubles) == ([f"JX0012-{made[-12:]}"], [])
    other = took(road, fill(sheet, tmp_path / "两家.xlsx", {4: UNIT | {"code": one.code, "claimer": "水利局"}}))
    assert [one.sentence for one in other.troubles] == ["区税务局已经认领了这个心愿。"]


def test_every_odd_row_is_named_and_the_others_are_taken(road: Road, sheet: Path, tmp_path: Path) -> None:
    locked = {name: column(sheet, name)[1] for name in ("station", "number", "content", "budget", "code")}
    rows = {5 + at: {**locked, **cells} for at, (cells, _told) in enumerate(ODD)}
    done = took(road, fill(sheet, tmp_path / "b.xlsx", {4: UNIT} | rows))
    assert len(done.taken) == 1
    assert [one.row for one in done.troubles] == list(rows)
    for one, (_cells, told) in zip(done.troubles, ODD, strict=True):
        assert told in one.sentence


def test_rows_that_meet_each_other(road: Road, sheet: Path, tmp_path: Path) -> None:
    code = column(sheet, "code")
    other = UNIT | {"claimer": "水利局"}
    rows = {4: UNIT, 5: UNIT | {"claimer": "教育局"}, 6: other, 7: other | {"code": code[1]}, 8: other | {"code": code[2]}}
    rows[9] = other | {"code": code[2], "phone": "13800000001"}
    done = took(road, fill(sheet, tmp_path / "b.xlsx", rows))
    assert len(done.taken) == 2, "W-01 by one unit, W-03 by one unit; W-02 by none"
    assert [(one.row, one.sentence[:7]) for one in done.troubles] == [(5, "第 7 行由水"), (7, "第 5 行由教"), (9, "与第 6 行是")]
    claimed = took(road, fill(sheet, tmp_path / "c.xlsx", {4: UNIT | {"claimer": "公安局"}, 6: other | {"phone": "13800000002"}}))
    assert [(one.row, one.sentence) for one in claimed.troubles] == [
        (4, "区税务局已经认领了这个心愿。"),
        (6, "这个单位已经认领，但登记的联系人、电话或日期不同。没有改动；要更正，请先结束原来的认领。"),
    ]


def test_other_headings_other_order_and_more_sheets(road: Road, sheet: Path, tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["本局领导讲话"])
    second = book.create_sheet("汇总")
    second.append(["认领人电话", "认领单位名称", "村", "心愿编号", "联系人", "预计送达"])
    second.append(["13800000000", "\u202e区\x07税务局".replace("\x07", ""), "上徐村", "w-02", "程主任", "2026/12/20"])
    second.append([None, None, None, None, None, None])
    second.append(["13800000000", "区税务局", "下徐村", "W-03", "程主任", "2026/12/20"])
    book.save(tmp_path / "x.xlsx")
    done = took(road, tmp_path / "x.xlsx")
    assert done.taken == [column(sheet, "code")[1]]
    assert [(one.sheet, one.row) for one in done.troubles] == [("汇总", 4)]
    assert claims_of(road.county)[0].claimer == "区税务局"


def test_files_that_are_no_sheet_of_wishes(road: Road, sheet: Path, tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["姓名", "电话"])
    book.save(tmp_path / "other.xlsx")
    (tmp_path / "bad.xlsx").write_bytes(sheet.read_bytes()[:900])
    before = road.county.database.position().seq
    with pytest.raises(NoClaimSheet):
        took(road, tmp_path / "other.xlsx")
    for name in ("bad.xlsx", "missing.xlsx"):
        with pytest.raises(FileRefused):
            took(road, tmp_path / name)
    assert road.county.database.position().seq == before
    assert all(not row.is_claim for row in read_claim_sheet(sheet, ON).rows)


def test_a_wish_that_was_taken_meanwhile_or_closed_is_named(road: Road, sheet: Path, tmp_path: Path) -> None:
    code = column(sheet, "code")[0]
    with road.county.ledger.begin() as connection:
        ids = connection.exec_driver_sql("SELECT id FROM wish").scalars().all()
    county_claims(road.county, STATION, next(one for one in ids if one.endswith(code[-12:])), "民政局")
    done = took(road, fill(sheet, tmp_path / "b.xlsx", {4: UNIT}))
    assert done.troubles[0].sentence == "民政局已经认领了这个心愿。"
