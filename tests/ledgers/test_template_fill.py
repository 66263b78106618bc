"""The county's own forms filled: what goes where, more people than rows, and everything else exactly as it was."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlwt
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from stationdesk.ledgers import template_fill
from stationdesk.ledgers.form_writing import Written
from stationdesk.ledgers.refusals import FileRefused
from stationdesk.ledgers.template_fill import TemplateWouldBeLost, TooManyForTemplate, fill_form, profile_of
from stationdesk.ledgers.template_reading import LIST, PERSON, NoTemplate, read_template
from stationdesk.ledgers.template_rows import insert_rows
from stationdesk.ledgers.template_words import gaps, label_alone
from stationdesk.registers.export_profile import ExportProfileDraft
from stationdesk.services.form_out import Wanted
from stationdesk.services.form_profiles import Form
from stationdesk.store.database import Database
from tests.ledgers.county_forms import list_form, page_form
from tests.services.form_kit import NUMBER, operator
from tests.services.people import ON, person, relative


def filled(desk: Database, template: Path, to: Path, *, full: bool = True, **who: Any) -> Written:
    """Fill a form as it proposes itself."""
    there = read_template(template)
    form = Form("county", profile_of(there, ExportProfileDraft(title="谁", **who)))
    wanted = Wanted(ON, full=full, reason="县民政局要" if full else "")
    return fill_form(desk, operator(), form, there, wanted, to, ON)


def elders(desk: Database, count: int) -> None:
    for number in range(count):
        one = person(desk, f"老人{number}", 70 + number % 20, sex="female", id_no=NUMBER, current_address="上徐村3组", village_group="3组")
        relative(desk, one, "eldest_son", "上海市", f"1390000{number:04d}", name=f"儿子{number}")


def looks(book: Any, rows: dict[int, int], sheet: str = "老人统计表") -> dict[tuple[int, int], tuple[Any, ...]]:
    """Return what every cell of the rows is like, under the row it comes from."""
    found = {}
    for source, target in rows.items():
        for column in range(1, 11):
            cell = book[sheet].cell(target, column)
            style = (cell.font, cell.fill, cell.border, cell.alignment, cell.number_format, cell.protection)
            found[source, column] = (cell.value, *(repr(one) for one in style), book[sheet].row_dimensions[target].height)
    return found


def test_a_list_is_understood_by_the_words_of_its_headings(tmp_path: Path) -> None:
    there = read_template(list_form(tmp_path / "县表.xlsx"))
    assert (there.kind, there.sheet, there.first_row, there.rows) == (LIST, "老人统计表", 4, 5)
    assert [(one.label, one.path) for one in there.columns] == [
        ("序号", "serial"),
        ("姓名", "resident.name"),
        ("性别", "resident.sex"),
        ("年龄", "resident.age"),
        ("身份证号码", "resident.id_no"),
        ("家庭住址", "resident.lives"),
        ("子女/姓名", "kin.child_1.name"),
        ("子女/联系电话", "kin.child_1.phones"),
        ("月补贴", ""),
        ("县里用", ""),
    ]
    assert [(one.row, one.what) for one in there.cells] == [(1, "station"), (1, "day"), (10, "operator"), (9, "count")]
    assert read_template(list_form(tmp_path / "又一张.xlsx", 9)).layout == there.layout


def test_fewer_people_than_rows_touch_nothing_else(desk: Database, tmp_path: Path) -> None:
    elders(desk, 3)
    template = list_form(tmp_path / "县表.xlsx")
    before, empty = template.read_bytes(), load_workbook(template)
    assert filled(desk, template, tmp_path / "填好.xlsx").rows == 3
    assert template.read_bytes() == before
    book = load_workbook(tmp_path / "填好.xlsx")
    sheet = book["老人统计表"]
    assert [cell.value for cell in sheet[5]][:8] == [1, "老人0", "女", 70, NUMBER, "上徐村3组", "儿子0", "13900000000"]
    assert [cell.value for cell in sheet[8]][:9] == [None] * 9
    assert sheet["A2"].value == "填报单位（盖章）：    填报日期：2026年11月23日"
    assert sheet["A11"].value == "单位负责人（签名）：        复核人（签名）：        填表人：徐丽华"
    assert sheet["C10"].value == "3人"
    same = {row: row for row in (1, 3, 4, 8, 9, 12)}
    assert looks(book, same) == looks(empty, same)
    styles = {row: row for row in (2, 5, 6, 7, 10, 11)}
    for place, there in looks(empty, styles).items():
        assert looks(book, styles)[place][1:] == there[1:], place
    assert {str(one) for one in sheet.merged_cells.ranges} == {str(one) for one in empty["老人统计表"].merged_cells.ranges}
    assert [row[0].value for row in book["汇总"]["B1:B2"]] == ["=SUM(老人统计表!I5:I9)", "=老人统计表!I10"]


def test_more_people_than_rows_push_everything_below_down_whole(desk: Database, tmp_path: Path) -> None:
    elders(desk, 12)
    template = list_form(tmp_path / "县表.xlsx")
    filled(desk, template, tmp_path / "填好.xlsx")
    empty, book = load_workbook(template), load_workbook(tmp_path / "填好.xlsx")
    sheet = book["老人统计表"]
    assert [sheet.cell(row, 2).value for row in range(5, 17)] == [f"老人{n}" for n in range(12)]
    assert [sheet.cell(row, 10).value for row in (5, 9, 10, 16)] == [f"=IF(I{n}>100,1,0)" for n in (5, 9, 10, 16)]
    model = looks(empty, {9: 9})
    for row in range(10, 17):
        assert {key[1]: one[1:] for key, one in looks(book, {9: row}).items()} == {key[1]: one[1:] for key, one in model.items()}
    moved = looks(book, {10: 17, 11: 18, 12: 19})
    for place, there in looks(empty, {10: 10, 11: 11, 12: 12}).items():
        assert moved[place][1:] == there[1:], place
    assert sheet["I17"].value == "=SUM(I5:I16)"
    assert sheet["D19"].value == "=I17*2"
    assert sheet["A18"].value == "单位负责人（签名）：        复核人（签名）：        填表人：徐丽华"
    assert sheet["C17"].value == "12人"
    assert sheet["A19"].comment.text == "县里的话"
    assert {"A17:B17", "A18:J18", "G3:H3", "A3:A4", "A1:J1"} <= {str(one) for one in sheet.merged_cells.ranges}
    assert str(sheet.data_validations.dataValidation[0].sqref) == "C5:C16"
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["I5:I16"]
    assert sheet.print_area == "'老人统计表'!$A$1:$J$19"
    assert sheet.print_title_rows == "$3:$4"
    assert book["汇总"]["B1"].value == "=SUM(老人统计表!I5:I16)"
    assert book["汇总"]["B2"].value == "=老人统计表!I17"
    assert book.defined_names["补贴"].attr_text == "老人统计表!$I$5:$I$16"


def test_the_filled_form_is_read_by_another_program_and_computes_only_what_the_county_wrote(desk: Database, tmp_path: Path) -> None:
    for text in ("=cmd|'/c calc'!A1", "@SUM(A1)", "李\U0002c9b1\u202e", "长" * 60_000):
        person(desk, "汪大山", 80, current_address=text[:200], nickname="x")
    filled(desk, list_form(tmp_path / "县表.xlsx"), tmp_path / "填好.xlsx")
    rows = CalamineWorkbook.from_path(str(tmp_path / "填好.xlsx")).get_sheet_by_name("老人统计表").to_python()
    assert [row[5] for row in rows[4:8]] == ["=cmd|'/c calc'!A1", "@SUM(A1)", "李\U0002c9b1", "长" * 200]
    book = load_workbook(tmp_path / "填好.xlsx")
    formulas = {cell.coordinate for row in book["老人统计表"] for cell in row if cell.data_type == "f"}
    assert formulas == {"I10", "D12", *(f"J{row}" for row in range(5, 10))}


def test_numbers_are_covered_in_a_countys_form_too(desk: Database, tmp_path: Path) -> None:
    elders(desk, 1)
    filled(desk, list_form(tmp_path / "县表.xlsx"), tmp_path / "填好.xlsx", full=False)
    text = "".join(
        zipfile.ZipFile(tmp_path / "填好.xlsx").read(name).decode("utf-8", "replace")
        for name in zipfile.ZipFile(tmp_path / "填好.xlsx").namelist()
    )
    assert NUMBER not in text
    assert "340524********001X" in text
    assert "13900000000" not in text


def test_a_page_for_everybody(desk: Database, tmp_path: Path) -> None:
    for name in ("汪小军", "汪小军", "李小雨/[a]"):
        one = person(desk, name, 9, sex="male", id_no=NUMBER, current_address="上徐村", school="丽阳小学", grade_class="二年级")
        relative(desk, one, "father", "广东省深圳市", "13900002222", name="汪大山")
    template = page_form(tmp_path / "一人一页.xlsx")
    there = read_template(template)
    assert there.kind == PERSON
    filled(desk, template, tmp_path / "填好.xlsx")
    book = load_workbook(tmp_path / "填好.xlsx")
    assert book.sheetnames == ["1 汪小军", "2 汪小军", "3 李小雨a"]
    sheet = book.worksheets[0]
    assert sheet["A1"].value == "留守儿童登记表（汪小军）"
    assert [sheet[cell].value for cell in ("B3", "D3", "B4", "D4", "F4")] == ["汪小军", "男", NUMBER, "上徐村", "丽阳小学二年级"]
    assert [sheet[cell].value for cell in ("C5", "E5", "C6")] == ["汪大山", "广东省深圳市", "13900002222"]
    assert sheet["E2"].value == "填表人（签名）："
    assert sheet["F2"].value is None
    assert sheet["A8"].value == "村委会意见："
    assert sheet["B8"].value is None
    assert sheet.row_dimensions[3].height == 30
    assert "C6:F6" in {str(one) for one in sheet.merged_cells.ranges}


def test_what_cannot_be_filled_is_refused_in_words(desk: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elders(desk, 2)
    template = list_form(tmp_path / "县表.xlsx")
    with pytest.raises(TemplateWouldBeLost):
        filled(desk, template, template)
    with pytest.raises(TemplateWouldBeLost):
        filled(desk, template, tmp_path / "." / "县表")
    monkeypatch.setattr(template_fill, "MOST_PEOPLE", 1)
    with pytest.raises(TooManyForTemplate):
        filled(desk, template, tmp_path / "填好.xlsx")
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == ["县表.xlsx"]
    old = xlwt.Workbook()
    old.add_sheet("a").write(0, 0, "姓名")
    old.save(str(tmp_path / "老.xls"))
    (tmp_path / "换名.xlsx").write_bytes((tmp_path / "老.xls").read_bytes())
    nothing = Workbook()
    nothing.save(tmp_path / "空.xlsx")
    (tmp_path / "字.xlsx").write_text("姓名,性别", encoding="utf-8")
    for name in ("老.xls", "换名.xlsx", "空.xlsx", "字.xlsx"):
        with pytest.raises(NoTemplate):
            read_template(tmp_path / name)
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(tmp_path / "宏.xlsx", "w") as target:
        for part in source.namelist():
            target.writestr(part, source.read(part))
        target.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(FileRefused):
        read_template(tmp_path / "宏.xlsx")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("填报单位：____ 填报日期：   年  月  日", ["station", "day"]),
        ("填报单位(盖章)：", ["station"]),
        ("填报单位：上徐村", []),
        ("填表人（签名）：", []),
        ("填表人：        电话：", ["operator"]),
        ("统计截止时间：____年__月__日", ["cut_off"]),
        ("单位", []),
    ],
)
def test_single_cells_ask_for_what_their_labels_say(text: str, found: list[str]) -> None:
    assert [gap.what for gap in gaps(text)] == found


def test_a_label_alone_asks_beside() -> None:
    assert label_alone("填报单位（盖章）：") == "station"
    assert label_alone("填报日期") == "day"
    assert label_alone("单位") == ""


def test_formulas_of_every_kind_go_on_meaning_what_they_meant() -> None:
    book = Workbook()
    sheet, other = book.active, book.create_sheet("别的 表")
    assert sheet is not None
    sheet.title = "甲'乙"
    said = {
        "A1": ("=SUM(B2:B4)", "=SUM(B2:B7)"),
        "A2": ("=$B$5+B$4", "=$B$8+B$4"),
        "A3": ('="B5"&B5', '="B5"&B8'),
        "A4": ("=LOG10(B5)", "=LOG10(B8)"),
        "A6": ("=SUM(2:4)", "=SUM(2:7)"),
        "C1": ("=SUM(B:B)", "=SUM(B:B)"),
        "C2": ("=IF(B5>1,\"小计 B5\",'别的 表'!B5)", "=IF(B8>1,\"小计 B5\",'别的 表'!B5)"),
    }
    for place, (before, _after) in said.items():
        sheet[place] = before
    other["A1"] = "='甲''乙'!B5+B5"
    insert_rows(book, sheet, 5, 3)
    for place, (_before, after) in said.items():
        assert sheet["A9" if place == "A6" else place].value == after
    assert other["A1"].value == "='甲''乙'!B8+B5"
