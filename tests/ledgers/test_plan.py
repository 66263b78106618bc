"""The three real residents' ledgers, layouts of every kind with other words, and single habits of clerks, against the truth."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlwt

from stationdesk.ledgers.plan import plan_files
from stationdesk.ledgers.sheet import Sheet
from stationdesk.services.import_plan import RowPlan, SheetPlan
from tests.ledgers.layouts import LAYOUTS, Truth, make, shuffled
from tests.ledgers.scoring import score

DATA = Path(__file__).parents[1] / "data" / "ledgers"
ON = date(2026, 11, 22)
SEEDS = (1, 2, 3)


def table(folder: Path, rows: Sequence[Sequence[object]], name: str = "台账.xlsx") -> SheetPlan:
    """Plan a small workbook and return its one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(folder / name)
    return plan_files([folder / name], [], ON).files[0].sheets[0]


def one(folder: Path, header: Sequence[object], row: Sequence[object], name: str = "台账.xlsx") -> RowPlan:
    return table(folder, [header, row], name).rows[0]


def test_the_six_ledgers_are_read_without_an_error() -> None:
    truth: Truth = json.loads((DATA / "truth.json").read_text(encoding="utf-8"))
    plan = plan_files([DATA / name for name in truth], [], ON).as_json()
    result = score(plan, truth)
    assert result.good, result.misses[:20]
    assert result.right == result.total
    assert result.due - result.joined <= 5, "two homophones and one of two people of one name are asked about"


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("seed", SEEDS)
def test_other_layouts_pass_the_same_bars(tmp_path: Path, layout: Callable[..., Truth], seed: int) -> None:
    truth = make(tmp_path, seed, layout)
    result = score(plan_files(sorted(tmp_path.iterdir()), [], ON).as_json(), truth)
    assert result.good, result.misses[:20]


@pytest.mark.parametrize("seed", range(100, 140))
def test_shuffled_words_orders_and_forms_pass_the_same_bars(tmp_path: Path, seed: int) -> None:
    truth = make(tmp_path, seed, shuffled)
    result = score(plan_files(sorted(tmp_path.iterdir()), [], ON).as_json(), truth)
    assert result.good, result.misses[:20]


def test_three_ledgers_of_one_village_join_their_people(tmp_path: Path) -> None:
    truth: Truth = {}
    for layout in LAYOUTS[:2] + LAYOUTS[4:5]:
        truth |= make(tmp_path, 7, layout)
    result = score(plan_files(sorted(tmp_path.iterdir()), [], ON).as_json(), truth)
    assert not result.wrongly
    assert result.joined >= 0.9 * result.due, (result.joined, result.due)


@pytest.mark.parametrize(
    ("title", "header", "row"),
    [
        (
            "物资发放签收表",
            ["序号", "户主姓名", "身份证号码", "物资名称", "数量", "领取人签字"],
            [1, "张三", "34052419800101001X", "大米", 1, "张三"],
        ),
        ("值班表", ["日期", "班次", "值班人员", "电话"], ["2026-11-01", "白班", "张三", "13812345678"]),
        ("村干部通讯录", ["序号", "姓名", "职务", "联系电话"], [1, "张三", "村主任", "13812345678"]),
        ("志愿者花名册", ["序号", "姓名", "性别", "志愿者编号", "服务时长", "电话"], [1, "张三", "男", "V1", 20, "13812345678"]),
        ("各村汇总表", ["村名", "独居（人）", "空巢（人）", "留守（人）", "合计"], ["下溪村", 3, 4, 5, 12]),
        ("志愿服务活动签到表", ["姓名", "签到时间", "签退时间", "服务时长", "签名"], ["张三", "8:00", "10:00", 2, ""]),
    ],
)
def test_sheets_that_list_no_residents(tmp_path: Path, title: str, header: list[object], row: list[object]) -> None:
    sheet = table(tmp_path, [[title], header, row, row], f"{title}.xlsx")
    assert sheet.ledger is None
    assert not sheet.rows


def test_a_column_nobody_knows_is_kept_as_a_note(tmp_path: Path) -> None:
    row = one(tmp_path, ["姓名", "性别", "身份证号", "燃气表号"], ["张三", "男", "34052419800101001X", "R-77"])
    assert row.notes == {"燃气表号": "R-77"}


def test_columns_without_labels_are_known_by_what_they_hold(tmp_path: Path) -> None:
    rows: Sequence[Sequence[object]] = [["姓名", None, "性别", None], *[[name, number, "女", phone] for name, number, phone in PEOPLE]]
    found = table(tmp_path, rows).rows[0].record
    assert (found["id_no"], found["phones"]) == ("110101194912310021", ["13800000001"])


def test_a_number_under_the_wrong_label_goes_where_it_belongs(tmp_path: Path) -> None:
    rows: Sequence[Sequence[object]] = [
        ["姓名", "联系电话", "身份证号", "性别"],
        *[[name, number, phone, "女"] for name, number, phone in PEOPLE],
    ]
    found = table(tmp_path, rows).rows[0].record
    assert (found["id_no"], found["phones"]) == ("110101194912310021", ["13800000001"])


PEOPLE = [
    ("王桂花", "110101194912310021", "13800000001"),
    ("李春梅", "110101195001010028", "13800000002"),
    ("周兰英", "110101195102020020", "13800000003"),
    ("吴秀英", "11010119520303002X", "13800000004"),
    ("郑腊梅", "11010119530404002X", "13800000005"),
]


@pytest.mark.parametrize(
    ("cell", "name", "problem"),
    [
        ("张  三", "张三", None),
        ("张三（已故）", "张三", "name:marked_deceased"),
        ("张三(户主)", "张三", None),
        ("张三、李四", "张三、李四", "name:two_people"),
        ("王小花（花花）", "王小花", None),
        ("买买提•艾合买提", "买买提·艾合买提", None),
        ("张三?", "张三?", "name:odd_characters"),
    ],
)
def test_names_as_clerks_write_them(tmp_path: Path, cell: str, name: str, problem: str | None) -> None:
    row = one(tmp_path, ["姓名", "性别", "身份证号"], [cell, "男", "34052419800101001X"])
    assert row.record["name"] == name
    assert problem is None or problem in row.problems


def test_what_stands_in_brackets_is_kept(tmp_path: Path) -> None:
    assert one(tmp_path, ["姓名", "性别", "年龄"], ["王小花（小名花花）", "女", 9]).record["alias"] == "花花"
    assert one(tmp_path, ["姓名", "性别", "年龄"], ["张三（已故）", "男", 90]).record["residency_status"] == "deceased"


def test_parents_in_one_cell(tmp_path: Path) -> None:
    header: list[object] = ["儿童姓名", "性别", "身份证号", "父母姓名", "父母务工地点", "监护人（爷爷）"]
    row = one(tmp_path, header, ["张小", "男", "", "张大、李四", "广东省深圳市", "张老"])
    assert [(k["name"], k["relation"], k["works_at"]) for k in row.record["kin"]] == [
        ("张大", "父亲", "广东省深圳市"),
        ("李四", "母亲", "广东省深圳市"),
    ]
    assert row.record["guardian"]["name"] == "张老"


def test_a_phone_with_its_owner(tmp_path: Path) -> None:
    row = one(tmp_path, ["姓名", "性别", "年龄", "电话"], ["张三", "男", 80, "13812345678（儿子）/0936-5521234"])
    assert row.record["phones"] == ["13812345678", "0936-5521234"]
    assert row.record["phone_owners"] == {"13812345678": "儿子"}


def test_a_row_that_adds_a_relative_goes_on_about_the_person_above(tmp_path: Path) -> None:
    rows: Sequence[Sequence[object]] = [
        ["序号", "姓名", "性别", "身份证号", "子女姓名", "子女电话"],
        [1, "张三", "男", "34052419800101001X", "张一", "13812345678"],
        [None, None, None, None, "张二", "13912345678"],
    ]
    first, second = table(tmp_path, rows).rows
    assert first.person == second.person
    assert second.record["kin"] == [{"name": "张二", "phones": ["13912345678"]}]
    assert "name:same_as_above" in second.problems


def test_what_two_columns_say_against_each_other_is_named(tmp_path: Path) -> None:
    row = one(tmp_path, ["姓名", "性别", "出生日期", "身份证号"], ["张三", "女", "1981-02-03", "34052419800101001X"])
    assert {"sex:differs_from_id", "birth_date:differs_from_id"} <= set(row.problems)
    assert (row.record["sex"], row.record["birth_date"]) == ("female", "1981-02-03")


def test_a_lunar_birthday_is_kept_as_lunar(tmp_path: Path) -> None:
    row = one(tmp_path, ["姓名", "性别", "出生日期"], ["张三", "女", "1942年三月初五"])
    assert (row.record["birth_date"], row.record["birth_calendar"]) == ("1942-03-05", "lunar")


def test_comments_and_hidden_rows_are_not_lost(tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (["姓名", "性别", "年龄"], ["张三", "男", 80], ["李四", "女", 81]):
        sheet.append(cells)
    sheet["A2"].comment = Comment("上月住院", "某人")
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "名册.xlsx")
    found = plan_files([tmp_path / "名册.xlsx"], [], ON).files[0].sheets[0]
    assert "上月住院" in found.rows[0].notes["批注"]
    assert found.rows[1].record["name"] == "李四"
    assert "1" in found.remarks[0]


def test_a_ledger_without_any_header_loses_no_row_silently(tmp_path: Path) -> None:
    with (tmp_path / "无表头.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[n, "女", i, p] for n, i, p in PEOPLE])
    sheet = plan_files([tmp_path / "无表头.csv"], [], ON).files[0].sheets[0]
    assert len(sheet.rows) + len(sheet.skipped) == len(PEOPLE)
    assert sheet.rows or sheet.remarks


def test_nothing_of_a_sheet_is_unaccounted_for(tmp_path: Path) -> None:
    truth = make(tmp_path, 5, LAYOUTS[0])
    sheet = plan_files([tmp_path / next(iter(truth))], [], ON).files[0].sheets[0]
    accounted = sorted([row.row for row in sheet.rows] + [row.row for row in sheet.skipped] + list(sheet.header_rows))
    assert accounted == list(range(1, accounted[-1] + 1))


def test_an_empty_sheet_is_no_ledger() -> None:
    from stationdesk.ledgers.blocks import read_blocks

    assert read_blocks(Sheet("Sheet2", [])) == []


def test_a_form_for_one_person_is_not_taken_for_a_list(tmp_path: Path) -> None:
    rows: Sequence[Sequence[object]] = [
        ["留守儿童登记表"],
        ["姓名", "张三", "性别", "男"],
        ["身份证号", "34052419800101001X", "民族", "汉"],
        ["父亲姓名", "张大", "电话", "13812345678"],
    ]
    sheet = table(tmp_path, rows)
    assert (sheet.ledger, sheet.rows) == (None, ())
    assert sheet.remarks


def test_three_levels_of_helpers(tmp_path: Path) -> None:
    header = ["姓名", "性别", "年龄", "类别", "市级包保干部", "联系电话", "镇级包保干部", "联系电话", "村级包保干部", "联系电话"]
    row = one(tmp_path, header, ["张三", "男", 80, "独居", "赵一", "13812345671", "赵二", "13812345672", "赵三", "13812345673"])
    assert [(h["name"], h["title"], h["phones"]) for h in row.record["helpers"]] == [
        ("赵一", "市级包保干部", ["13812345671"]),
        ("赵二", "镇级包保干部", ["13812345672"]),
        ("赵三", "村级包保干部", ["13812345673"]),
    ]


def test_a_member_belongs_to_the_head_above(tmp_path: Path) -> None:
    rows: Sequence[Sequence[object]] = [
        ["户主", "姓名", "与户主关系", "性别", "身份证号"],
        ["张三", "张三", "户主", "男", "34052419800101001X"],
        [None, "李四", "妻", "女", None],
        ["王五", "王五", "本人", "男", None],
    ]
    assert [row.record["head"]["name"] for row in table(tmp_path, rows).rows] == ["张三", "张三", "王五"]


@pytest.mark.parametrize(
    ("cell", "guardian"),
    [
        ("吴春花 13934485097", {"name": "吴春花", "phones": ["13934485097"]}),
        ("吴春花（奶奶）", {"name": "吴春花", "relation": "奶奶"}),
        ("李老/爷爷/13934485098", {"name": "李老", "relation": "爷爷", "phones": ["13934485098"]}),
        ("奶奶：吴春花", {"name": "吴春花", "relation": "奶奶"}),
    ],
)
def test_everything_about_a_guardian_in_one_cell(tmp_path: Path, cell: str, guardian: dict[str, object]) -> None:
    row = one(tmp_path, ["儿童姓名", "性别", "出生年月", "监护人姓名及联系电话"], ["张小", "男", "2015.3", cell])
    assert row.record["guardian"] == guardian


@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_rows_and_columns_are_counted_from_the_corner_of_the_sheet(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"台账.{form}"
    cells = [["姓名", "性别", "身份证号"], ["张三", "男", "34052419800101001X"]]
    if form == "xlsx":
        book = openpyxl.Workbook()
        for row, line in enumerate(cells, 5):
            for column, cell in enumerate(line, 3):
                book.active.cell(row, column, cell)
        book.save(path)
    else:
        old = xlwt.Workbook()
        sheet = old.add_sheet("表")
        for row, line in enumerate(cells, 4):
            for column, cell in enumerate(line, 2):
                sheet.write(row, column, cell)
        old.save(str(path))
    found = plan_files([path], [], ON).files[0].sheets[0]
    assert (found.header_rows, [row.row for row in found.rows]) == ((5,), [6])
    assert found.rows[0].record["id_no"] == "34052419800101001X"
