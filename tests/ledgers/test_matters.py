"""What a sheet says beside its cells: colours, comments, hidden rows and sheets, another village; asked once, remembered, never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from stationdesk.ledgers.matters import COLOUR_AT, COLOURS, Home, home_of, meaning_in, villages_in
from stationdesk.ledgers.plan import NOWHERE, plan_files
from stationdesk.ledgers.row_colours import name_of
from stationdesk.services.import_matters import matter_questions
from stationdesk.services.import_plan import Matter, SheetPlan
from tests.ledgers.test_plan import ON

HEADER: list[object] = ["姓名", "性别", "年龄", "组别"]
PEOPLE: list[list[object]] = [
    [name, "女", 70 + at, f"{at % 4 + 1}组"] for at, name in enumerate(["张三", "李四", "王五", "赵六", "钱七", "孙八", "周九"])
]
XU = Home("上徐")


def marked(
    folder: Path, colours: Mapping[int, str], *, rows: Sequence[Sequence[object]] = PEOPLE, foot: str = "", name: str = "名册.xlsx"
) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [HEADER, *rows, *([[foot]] if foot else [])]:
        sheet.append(list(row))
    for at, colour in colours.items():
        for cell in sheet[at]:
            cell.fill = PatternFill("solid", fgColor=Color(theme=int(colour)) if len(colour) == 1 else colour)
    book.save(folder / name)
    return folder / name


def sheet_of(path: Path, choices: Mapping[str, Mapping[int, str]] | None = None, home: Home = NOWHERE) -> SheetPlan:
    return plan_files([path], [], ON, choices or {}, home).files[0].sheets[0]


def colours(sheet: SheetPlan) -> list[tuple[str, tuple[int, ...], str]]:
    return [(matter.said, matter.rows, matter.likely) for matter in sheet.matters if matter.what == "colour"]


def test_each_colour_is_asked_once_and_its_answer_is_carried_out_and_remembered(tmp_path: Path) -> None:
    path = marked(tmp_path, {3: "FFFF0000", 4: "FFFF0000", 6: "FFFFFF00", 7: "FFFFFF00"})
    sheet = sheet_of(path)
    assert colours(sheet) == [("red", (3, 4), ""), ("yellow", (6, 7), "")]
    assert [row.notes for row in sheet.rows[1:3]] == [{"颜色": "红色"}] * 2, "nobody has said what it means: kept as it is"
    red, yellow = (COLOUR_AT + COLOURS.index(name) for name in ("red", "yellow"))
    answered = sheet_of(path, {sheet.layout: {red: "died", yellow: "missed"}})
    assert [row.record.get("residency_status") for row in answered.rows] == [None, "deceased", "deceased", None, None, None, None]
    assert "name:marked_deceased" in answered.rows[1].problems
    assert answered.rows[4].notes == {"走访": "黄色：没走访到"}
    other = sheet_of(marked(tmp_path, {2: "FFFF0000"}, name="下月.xlsx"), {sheet.layout: {red: "nothing"}})
    assert [row.record.get("residency_status") for row in other.rows] == [None] * 7
    assert not list(matter_questions(plan_files([tmp_path / "下月.xlsx"], [], ON, {sheet.layout: {red: "nothing"}})))


def test_a_legend_comes_first_among_the_answers(tmp_path: Path) -> None:
    path = marked(tmp_path, {3: "FFFF0000", 5: "FF92D050"}, foot="注：红色为已去世，绿色为未走访到。")
    assert colours(sheet_of(path)) == [("red", (3,), "died"), ("green", (5,), "missed")]
    [red, _green] = matter_questions(plan_files([path], [], ON))
    assert red.choices[0][0] == "died"
    assert meaning_in("黄色：已迁出；红色：低保", "yellow") == "moved"


def test_colours_that_are_only_looks_are_not_asked_about(tmp_path: Path) -> None:
    assert not sheet_of(marked(tmp_path, dict.fromkeys(range(2, 9), "FFFFFF00"))).matters
    assert not sheet_of(marked(tmp_path, {2: "FFDDEBF7", 4: "FFDDEBF7", 6: "FFDDEBF7", 8: "FFDDEBF7"}, name="条纹.xlsx")).matters
    assert not sheet_of(marked(tmp_path, {4: "FFFFFF00"}, name="一行.xlsx")).matters
    assert colours(sheet_of(marked(tmp_path, {4: "7", 5: "7"}, name="主题.xlsx"))) == [("yellow", (4, 5), "")]


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ("FF0000", "red"),
        ("C00000", "red"),
        ("FFC000", "yellow"),
        ("FFFF00", "yellow"),
        ("92D050", "green"),
        ("00B0F0", "blue"),
        ("FFFFFF", ""),
        ("000000", ""),
        ("808080", "grey"),
        ("7030A0", "purple"),
        ("F79646", "orange"),
    ],
)
def test_colours_are_called_as_a_clerk_calls_them(rgb: str, name: str) -> None:
    assert name_of(rgb) == name


def commented(folder: Path, text: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [HEADER, *PEOPLE]:
        sheet.append(list(row))
    sheet["A3"].comment = Comment(text, "某人")
    book.save(folder / "批注.xlsx")
    return folder / "批注.xlsx"


def test_a_comment_about_a_death_is_asked_and_kept(tmp_path: Path) -> None:
    path = commented(tmp_path, "2025年3月去世")
    sheet = sheet_of(path)
    [matter] = sheet.matters
    assert (matter.what, matter.rows, matter.likely, matter.name) == ("comment", (3,), "died", "李四")
    assert "2025年3月去世" in sheet.rows[1].notes["批注"]
    layout, at = matter.key
    told = sheet_of(path, {layout: {at: "died"}})
    assert told.rows[1].record["residency_status"] == "deceased"
    assert layout.startswith("once:"), "what one comment means says nothing of the next ledger"
    assert not sheet_of(commented(tmp_path, "上月住院")).matters


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("鲇鱼山镇下溪村独居老人台账", ["下溪"]),
        ("填报单位：下溪村村民委员会", ["下溪"]),
        ("2026年农村留守儿童台账", []),
        ("全村低保户", []),
        ("河东社区居委会", ["河东"]),
        ("下溪村3组", ["下溪"]),
        ("各村民小组汇总", []),
        ("行政村花名册", []),
    ],
)
def test_the_villages_a_text_names(text: str, found: list[str]) -> None:
    assert villages_in(text) == found


def test_the_home_of_a_desk() -> None:
    assert home_of(None, "上徐村新时代文明实践站") == XU
    assert home_of("上徐村", "实践站") == XU
    assert home_of("实践站") == NOWHERE


def titled(folder: Path, title: str, name: str = "台账.xlsx", villages: Sequence[str] = ()) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "明细"
    sheet.append([title])
    sheet.append([*HEADER, *(["所在村"] if villages else [])])
    for at, row in enumerate(PEOPLE):
        sheet.append([*row, *([villages[at % len(villages)]] if villages else [])])
    book.save(folder / name)
    return folder / name


def asked(sheet: SheetPlan) -> list[Matter]:
    return [matter for matter in sheet.matters if matter.what == "village"]


@pytest.mark.parametrize(
    ("title", "name"), [("下溪村老人台账", "台账.xlsx"), ("填报单位：鲇鱼山镇下溪村", "台账.xlsx"), ("老人台账", "下溪村老人.xlsx")]
)
def test_a_ledger_of_another_village_waits_for_an_answer(tmp_path: Path, title: str, name: str) -> None:
    path = titled(tmp_path, title, name)
    sheet = sheet_of(path, home=XU)
    [matter] = asked(sheet)
    assert (matter.said, len(matter.rows)) == ("下溪", 7)
    assert {row.action for row in sheet.rows} == {"wait"}
    layout, at = matter.key
    assert {row.action for row in sheet_of(path, {layout: {at: "take"}}, XU).rows} == {"new"}
    assert {row.action for row in sheet_of(path, {layout: {at: "out"}}, XU).rows} == {"out"}
    assert not asked(sheet_of(path, home=Home("下溪")))
    assert not asked(sheet_of(path))


def test_rows_of_another_village_in_one_sheet_are_asked_about_and_the_others_go_in(tmp_path: Path) -> None:
    sheet = sheet_of(titled(tmp_path, "丽阳镇老人台账", villages=["上徐村", "下溪村", "上徐村委会"]), home=XU)
    [matter] = asked(sheet)
    assert (matter.said, matter.rows) == ("下溪", (4, 7))
    assert [row.action for row in sheet.rows] == ["new", "wait", "new", "new", "wait", "new", "new"]


def test_hidden_rows_and_sheets_are_taken_in_with_a_word(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, hidden in (("一组", False), ("二组", True)):
        sheet = book.create_sheet(title)
        for row in [["姓名", "性别", "年龄"], [f"张{title[0]}", "女", 80], ["李四", "男", 81]]:
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.sheet_state = "hidden" if hidden else "visible"
    book.remove(book["Sheet"])
    book.save(tmp_path / "分组.xlsx")
    first, second = plan_files([tmp_path / "分组.xlsx"], [], ON).files[0].sheets
    assert [row.record["village_group"] for row in (*first.rows, *second.rows)] == ["1组", "1组", "2组", "2组"], "a sheet a group"
    assert len(first.remarks) == 1
    assert len(second.remarks) == 2
