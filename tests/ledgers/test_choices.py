"""Columns as the operator says, files read once and planned again and again, answers found again by the headings."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font, PatternFill

from stationdesk.ledgers import reading
from stationdesk.ledgers.plan import plan_again, plan_files
from stationdesk.ledgers.reading import LedgerFile, read_files
from stationdesk.ledgers.refusals import FileRefused
from stationdesk.services.column_words import OFFERED, OWN, chip_words, menu
from stationdesk.services.import_plan import LEFT_OUT, Plan, SheetPlan
from stationdesk.services.import_questions import column_questions
from tests.ledgers import sheets
from tests.ledgers.sheets import ON, write

HEAD: list[object] = ["姓名", "性别", "身份证号", "燃气表号", "组"]
LINES: list[list[object]] = [
    HEAD,
    ["张三", "男", "34052419800101001X", "R-77", "3组"],
    ["李四", "女", "110101194912310021", "R-78", "同上"],
]
CODES = [*OWN, *(f"{person}.{field}" for person, fields in OFFERED.items() for field in fields), "", LEFT_OUT]


@pytest.fixture
def small(tmp_path: Path) -> LedgerFile:
    """Read a small ledger and take its file away: nothing may read it again."""
    path = write(tmp_path, LINES, "表.xlsx")
    (found,) = read_files([path])
    path.unlink()
    return found


def first(plan: Plan) -> SheetPlan:
    return plan.files[0].sheets[0]


def layout(plan: Plan) -> str:
    return first(plan).tables[0].layout


def again(file: LedgerFile, choices: dict[str, dict[int, str]]) -> Plan:
    return plan_again([file], [], ON, choices, {})


def test_a_changed_column_is_read_as_what_it_is_called_now(small: LedgerFile) -> None:
    before = again(small, {})
    assert first(before).rows[0].notes == {"燃气表号": "R-77"}
    said = again(small, {layout(before): {3: "phone", 4: LEFT_OUT}})
    row = first(said).rows[0]
    assert row.notes == {"燃气表号": "R-77"}
    assert "phones:unreadable" in row.problems
    assert "village_group" not in row.record
    assert [column.field for column in first(said).tables[0].columns] == ["name", "sex", "id_no", "phone", LEFT_OUT]
    assert [chip_words(column) for column in first(said).tables[0].columns] == ["姓名", "性别", "身份证号", "电话", "不导"]


def test_a_column_left_out_is_not_kept_as_a_note_either(small: LedgerFile) -> None:
    before = again(small, {})
    assert all(not row.notes for row in first(again(small, {layout(before): {3: LEFT_OUT}})).rows)


def test_planning_again_never_changes_what_was_read(small: LedgerFile) -> None:
    plans = [again(small, {}) for _turn in range(3)]
    assert plans[0] == plans[1] == plans[2]
    assert first(plans[0]).rows[1].record["village_group"] == "3组"


@given(st.dictionaries(st.integers(-2, 9), st.sampled_from(CODES), max_size=9))
@settings(max_examples=120)
def test_whatever_is_said_of_columns_one_of_them_has_the_names_and_no_row_is_lost(said: dict[int, str]) -> None:
    file = _village()
    before = again(file, {})
    after = again(file, {layout(before): said})
    columns = first(after).tables[0].columns
    assert sum(column.field in ("name", "name_more") for column in columns) == 1
    assert first(after).ledger == "residents"
    assert {row.row for row in first(after).rows} >= {row.row for row in first(before).rows if row.record.get("name")}
    assert again(file, {}) == before


_files: list[LedgerFile] = []


def _village() -> LedgerFile:
    if not _files:
        import tempfile

        folder = Path(tempfile.mkdtemp())
        _files.extend(read_files([write(folder)]))
        shutil.rmtree(folder)
    return _files[0]


def test_what_was_said_of_a_column_counts_for_the_same_headings_only(tmp_path: Path) -> None:
    one = write(tmp_path, LINES, "一.xlsx")
    other = write(tmp_path, [[*HEAD[:4], "村民组"], *LINES[1:]], "二.xlsx")
    later = write(tmp_path, [HEAD, ["王五", "男", None, "R-9", "1组"], ["赵六", "女", None, "R-8", "1组"]], "三.xlsx")
    said = {layout(plan_files([one], [], ON)): {3: LEFT_OUT}}
    found = plan_files([one, other, later], [], ON, said)
    assert [bool(file.sheets[0].rows[0].notes) for file in found.files] == [False, True, False]


def test_columns_nobody_knows_are_asked_about_until_somebody_says(small: LedgerFile) -> None:
    before = again(small, {})
    (question,) = column_questions(before)
    assert question.sentence == "「燃气表号」这一列放到哪里？"
    assert question.columns == ((layout(before), 3),)
    assert [code for code, _words in question.choices] == ["", LEFT_OUT]
    assert column_questions(again(small, {layout(before): {3: ""}})) == []


def test_many_unknown_columns_are_one_question(tmp_path: Path) -> None:
    strange = [f"怪列{letter}" for letter in "甲乙丙丁戊己"]
    rows: list[list[object]] = [["姓名", "性别", "身份证号", "电话", "组别", "住址", *strange]]
    rows += [[name, "男", None, None, "3组", "某村", *(letter * 6)] for name, letter in (("张三", "子"), ("李四", "丑"))]
    plan = plan_files([write(tmp_path, rows, "怪.xlsx")], [], ON)
    (question,) = column_questions(plan)
    assert len(question.columns) == 6
    assert "怪列甲" in question.sentence


def test_a_column_that_looks_like_another_field_is_asked_about_with_that_field_first(tmp_path: Path) -> None:
    people: list[list[object]] = [[f"张{number}", "男", f"1380000000{at}"] for at, number in enumerate("一二三四五六")]
    rows: list[list[object]] = [["姓名", "性别", None], *people]
    plan = plan_files([write(tmp_path, rows, "无头.xlsx")], [], ON)
    (question,) = column_questions(plan)
    assert question.choices[0][0] == "phone"


def test_a_row_whose_column_was_changed_is_not_taken_for_one_taken_in_before(small: LedgerFile) -> None:
    before = again(small, {})
    same = again(small, {layout(before): {3: ""}})
    changed = again(small, {layout(before): {3: LEFT_OUT}})
    prints = [[row.fingerprint for row in first(plan).rows] for plan in (before, same, changed)]
    assert prints[0] == prints[1]
    assert not set(prints[0]) & set(prints[2])


def test_doubts_know_their_columns(tmp_path: Path) -> None:
    plan = plan_files([write(tmp_path)], [], ON)
    spots = {problem: column for row in first(plan).rows for problem, column in row.spots.items()}
    assert spots == {"id_no:lost_digits": 3, "id_no:checksum": 3, "age:about": 2, "phones:bad_length": 4}


def test_every_field_of_the_menu_can_be_chosen_and_is_said_in_chinese(small: LedgerFile) -> None:
    before = again(small, {})
    for _title, codes in menu():
        for code, words in codes:
            assert not any(letter.isascii() and letter.isalpha() for letter in words), words
            column = first(again(small, {layout(before): {3: code}})).tables[0].columns[3]
            assert column.field == code


# -- files


def test_the_same_bytes_are_read_once_and_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = write(tmp_path / "a", LINES, "表.xlsx")
    other = write(tmp_path / "b", sheets.rows(), "表.xlsx")
    copy = tmp_path / "抄.xlsx"
    shutil.copy(one, copy)
    assert [file.name for file in read_files([one, other, copy, one])] == ["表.xlsx", "表.xlsx (2)"]


def test_a_refused_file_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04 broken")
    refused: list[FileRefused] = []
    found = read_files([bad, write(tmp_path, LINES, "好.xlsx")], passed_over=refused)
    assert [file.name for file in found] == ["好.xlsx"]
    assert "坏.xlsx" in str(refused[0])
    with pytest.raises(FileRefused):
        read_files([bad])


def test_a_large_file_is_handed_over_whole_however_often_one_looks_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LOOKS_EVERY", 0.01)
    path = tmp_path / "大.csv"
    lines = ["姓名,性别,出生日期,备注", *(f"张{chr(0x4E00 + at % 9000)},男,1950-01-01,{'长' * 60}{at}" for at in range(6000))]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert path.stat().st_size > 1_000_000
    looks: list[str] = []
    (found,) = read_files([path], lambda sentence, _done, _total: looks.append(sentence))
    assert len(found.sheets[0].rows) == 6001
    assert len(looks) > 3


class _Stopped(Exception):
    pass


@pytest.mark.parametrize("step", range(1, 9))
def test_reading_and_planning_can_be_stopped_at_every_word_they_say(tmp_path: Path, step: int) -> None:
    path = write(tmp_path)
    said: list[str] = []

    def report(sentence: str, done: int, total: int) -> None:
        said.append(sentence)
        assert done <= total or not total
        if len(said) == step:
            raise _Stopped

    def read_and_plan() -> None:
        for _turn in range(9):
            plan_again(read_files([path], report), [], ON, {}, {}, report)

    with pytest.raises(_Stopped):
        read_and_plan()
    assert len(said) == step


@pytest.mark.parametrize("how", ["fill", "type"])
def test_rows_marked_red_are_named(tmp_path: Path, how: str) -> None:
    book = openpyxl.Workbook()
    for row in [*LINES, ["王五", "男", "340524195001010018", None, "1组"], ["赵六", "男", None, None, "1组"]]:
        book.active.append(row)
    for at, colour in ((3, "FFFF0000"), (4, "FFC00000"), (5, "FF00B050")):
        for cell in book.active[at]:
            if how == "fill":
                cell.fill = PatternFill("solid", fgColor=colour)
            else:
                cell.font = Font(color=colour)
    book.active["A2"].font = Font(color="FFFF0000")
    book.save(tmp_path / "红.xlsx")
    [matter] = first(plan_files([tmp_path / "红.xlsx"], [], ON)).matters
    assert (matter.what, matter.said, matter.rows, matter.answer) == ("colour", "red", (3, 4), "")
    assert first(plan_files([write(tmp_path)], [], ON)).matters == ()
