"""Forms as workbooks, read back by two other programs: headings, sheets, totals, and nothing that computes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import Session

from stationdesk.ledgers import form_export
from stationdesk.ledgers.form_export import TooManyRows
from stationdesk.ledgers.form_writing import write_form
from stationdesk.ledgers.list_export import FileOpenElsewhere
from stationdesk.registers.export_profile import ExportProfileDraft, FormColumn
from stationdesk.services import access_log
from stationdesk.services.form_out import Wanted
from stationdesk.services.form_profiles import Form, built_in, last_export
from stationdesk.store.database import Database
from tests.services.form_kit import NUMBER, operator, profile, written
from tests.services.people import ON, person, relative

HOSTILE = (
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("http://x","点")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    "{=1}",
    "张\u202e三",
    "李\U0002c9b1\U00031350",
    "<b>&amp;",
    "http://example.invalid",
    "007",
)


def form(*columns: FormColumn, **fields: object) -> Form:
    return Form("test", ExportProfileDraft.model_validate({"title": "测试表", "columns": columns} | fields))


def test_two_rows_of_headings_lines_totals_and_signatures(desk: Database, tmp_path: Path) -> None:
    child = person(desk, "汪小军", 9, village_group="3组", pension_monthly=None)
    relative(desk, child, "father", "广东省深圳市", "13900002222", name="汪大山")
    person(desk, "汪厚行", 81, village_group="2组", pension_monthly=12_350)
    person(desk, "李四", 80, village_group="2组", pension_monthly=10_000)
    wanted = form(
        FormColumn(path="serial", heading="序号"),
        FormColumn(path="resident.name", heading="姓名"),
        FormColumn(path="kin.father.name", heading="姓名", group="父亲"),
        FormColumn(path="kin.father.works_at", heading="务工地", group="父亲"),
        FormColumn(path="resident.age", heading="年龄"),
        FormColumn(path="resident.pension_monthly", heading="养老金（元）"),
        heads=("填报单位：{station}  日期：{day}  截止：{cut_off}  共 {count} 行",),
        feet=("填表人：{operator} {谁}",),
        totals=True,
    )
    book = written(desk, wanted, tmp_path / "表.xlsx", full=True)
    sheet = book["测试表"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0][0] == "测试表"
    assert rows[1][0] == f"填报单位：  日期：{ON}  截止：{ON}  共 3 行"
    assert rows[2] == ["序号", "姓名", "父亲", None, "年龄", "养老金（元）"]
    assert rows[3] == [None, None, "姓名", "务工地", None, None]
    assert rows[4] == [1, "汪厚行", None, None, 81, 123.5]
    assert rows[6][:5] == [3, "汪小军", "汪大山", "广东省深圳市", 9]
    assert rows[7] == ["合计", "3 行", None, None, None, 223.5]
    assert rows[8][0] == "填表人：徐丽华 {谁}"
    assert rows[9][0] == "号码已写全：请妥善保管本文件。"
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:F4", "A1:F1"} <= merged
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$3:$4"


def test_one_sheet_per_group_each_counted_from_one(desk: Database, tmp_path: Path) -> None:
    for name, group in (("甲一", "10组"), ("甲二", "2组"), ("甲三", "2组"), ("甲四", ""), ("甲五", "a/b:[c]")):
        person(desk, name, 50, village_group=group)
    wanted = form(FormColumn(path="serial"), FormColumn(path="resident.name"), per_group=True)
    book = written(desk, wanted, tmp_path / "表.xlsx")
    found = {sheet.title: [row[:2] for row in sheet.iter_rows(min_row=3, max_row=4, values_only=True)] for sheet in book}
    assert list(found) == ["2组", "10组", "abc", "未分组"]
    assert found["2组"] == [(1, "甲二"), (2, "甲三")]
    assert found["10组"][0] == (1, "甲一")


def test_a_covered_child_is_on_no_sheet_that_tells_his_group(desk: Database, tmp_path: Path) -> None:
    person(desk, "汪小军", 9, village_group="3组")
    person(desk, "汪厚行", 81, village_group="2组")
    wanted = form(FormColumn(path="resident.name"), per_group=True)
    assert written(desk, wanted, tmp_path / "一.xlsx").sheetnames == ["2组", "未分组"]
    assert written(desk, wanted, tmp_path / "二.xlsx", full=True).sheetnames == ["2组", "3组"]


def test_hostile_values_are_text_for_both_readers(desk: Database, tmp_path: Path) -> None:
    for text in HOSTILE:
        person(desk, "汪大山", 50, remark=text, nickname="字" * 60)
    person(desk, "长长长", 50, remark="长" * 2000)
    wanted = form(
        FormColumn(path="resident.remark", heading="=1+1", group="@组"),
        FormColumn(path="text", text="=2+2", heading="固定"),
        title="=title",
    )
    path = tmp_path / "表.xlsx"
    book = written(desk, wanted, path, full=True)
    formulas = [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert formulas == []
    said = [row[0] for row in book.worksheets[0].iter_rows(min_row=4, values_only=True)]
    expected = ["张三" if "\u202e" in text else text.strip() for text in HOSTILE]
    assert said[: len(HOSTILE)] == expected
    again = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in again[3 : 3 + len(HOSTILE)]] == expected
    assert not any("<f>" in zipfile.ZipFile(path).read(name).decode() for name in zipfile.ZipFile(path).namelist() if "sheet" in name)


def test_a_cell_takes_no_more_than_a_cell_can_hold(desk: Database, tmp_path: Path) -> None:
    person(desk, "汪大山", 50)
    wanted = form(FormColumn(path="resident.name"), FormColumn(path="text", text="长" * 60_000))
    sheet = written(desk, wanted, tmp_path / "表.xlsx").worksheets[0]
    assert len(sheet["B3"].value) == 32_767


def test_what_is_there_stays_until_the_new_file_is_whole_and_logged(
    desk: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(desk, "汪大山", 50)
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"old")

    class Stopped(Exception):
        pass

    def stop(_sentence: str, _done: int, _total: int) -> None:
        raise Stopped

    def full_disk(*_what: object) -> int:
        raise Stopped

    with pytest.raises(Stopped):
        write_form(desk, operator(), profile("resident.name"), Wanted(ON), path, ON, stop)
    with monkeypatch.context() as patch:
        patch.setattr(access_log, "write", full_disk)
        with pytest.raises(Stopped):
            write_form(desk, operator(), profile("resident.name"), Wanted(ON), path, ON)
    with monkeypatch.context() as patch:
        patch.setattr(form_export, "MOST_ROWS", 0)
        with pytest.raises(TooManyRows):
            write_form(desk, operator(), profile("resident.name"), Wanted(ON), path, ON)
    with pytest.raises(FileOpenElsewhere):
        write_form(desk, operator(), profile("resident.name"), Wanted(ON), tmp_path / "nowhere" / "表.xlsx", ON)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["表.xlsx"]


def _log(session: Session) -> list[tuple[str, int | None, str | None]]:
    return [(one.about or "", one.people, one.target) for one in access_log.everything(session) if one.what == "exported"]


def test_every_export_stands_in_the_log_without_a_name(desk: Database, tmp_path: Path) -> None:
    person(desk, "汪大山", 50, id_no=NUMBER)
    person(desk, "汪二山", 50)
    for full in (False, True):
        write_form(
            desk, operator(), built_in()["roster"], Wanted(ON, full=full, reason="县民政局要" if full else ""), tmp_path / "花名册", ON
        )
    with desk.reading() as session:
        assert _log(session) == [
            ("花名册，号码写全：县民政局要，文件 花名册.xlsx", 2, "file"),
            ("花名册，号码遮住，文件 花名册.xlsx", 2, "file"),
        ]
        gone = last_export(session, "roster")
    assert gone is not None
    assert gone.rows == 2


@pytest.mark.parametrize("code", list(built_in()))
def test_every_form_that_ships_goes_out(desk: Database, tmp_path: Path, code: str) -> None:
    person(desk, "汪大山", 50)
    there = built_in()[code]
    anybody = there.draft.model_copy(update={"categories": (), "to_age": None, "row_kind": "resident"})
    book = written(desk, Form(code, anybody), tmp_path / "表.xlsx", full=True)
    headings = [str(cell) for row in book.worksheets[0].iter_rows(min_row=1, max_row=4, values_only=True) for cell in row if cell]
    assert there.draft.title in headings
    assert {column.heading for column in there.draft.columns} <= set(headings)
