"""What an import shows of its cells, that it leaves nothing half done, and how a whole one is taken back."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.ledgers.plan import plan_again
from stationdesk.ledgers.reading import LedgerFile, read_files
from stationdesk.services.import_cells import masked, shown_cells
from stationdesk.services.import_plan import SkippedRow
from stationdesk.services.import_summary import below, skipped_in_words
from stationdesk.services.imports import apply, known_people
from stationdesk.services.ledger_columns import remember_columns, remembered_columns
from stationdesk.services.past_imports import past_imports
from stationdesk.services.undoing import ChangedSince, NothingToUndo, undo_action, undo_last
from stationdesk.store.database import Database
from tests.ledgers.sheets import ON, write
from tests.services.importing import OP, count, planned, residents

# -- what is shown


def test_cells_are_covered_and_doubts_said_in_a_few_characters(
    desk: Database, people: dict[str, str], files: tuple[LedgerFile, ...]
) -> None:
    plan = planned(desk, files)
    sheet = plan.files[0].sheets[0]
    cells = {row.row: shown_cells(sheet.tables[0], row) for row in sheet.rows}
    assert [
        (cells[row][column].text, cells[row][column].doubt) for row, column in [(5, 3), (7, 3), (8, 1), (8, 3), (9, 4), (10, 2), (11, 4)]
    ] == [
        ("360202********5000", "后三位丢失"),
        ("360202********3211", "校验位不对"),
        ("王秀英", "有同名"),
        ("空着", ""),
        ("189****7731", "与原来不同"),
        ("八十多", "约"),
        ("********21", "少一位"),
    ]
    assert "135****1111" in cells[9][4].sentence
    assert skipped_in_words(below(sheet)) == "小计 1、空行 2、重复表头 1、合计 1、「填表人 审核人」1"


@pytest.mark.parametrize(
    ("text", "said"),
    [("小计 23人", "小计 1"), ("合计：17人", "合计 1"), ("一组 小计", "小计 1"), ("总计 4 户 9 人", "总计 1"), ("12", "合计 1")],
)
def test_a_sum_is_called_by_its_own_word(text: str, said: str) -> None:
    assert skipped_in_words([SkippedRow(9, "total", text)]) == said


_words = st.text(alphabet="女儿 电话：/、,;()x", max_size=6)
_mobile = st.from_regex(r"1[3-9]\d{9}", fullmatch=True)
_number = st.from_regex(r"[1-6]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d)\d{3}[\dX]", fullmatch=True)


@given(
    st.lists(st.tuples(_words, st.one_of(_mobile, _number)), min_size=1, max_size=4),
    st.sampled_from(["", "phone", "id_no", "remark", "kin.phone"]),
)
def test_no_number_stays_readable_wherever_it_stands(parts: list[tuple[str, str]], field: str) -> None:
    text = "".join(f"{words}，{number}" for words, number in parts)
    found = masked(field, text)
    for _part, number in parts:
        assert number not in found
        assert number[6:-4] not in re.sub(r"\*", "", found) or len(number) == 11


@pytest.mark.parametrize("text", ["1942-03-05", "19420305", "1942年3月5日", "2026.11", "3组", "0", "", "独居"])
def test_days_and_words_are_left_as_they_are(text: str) -> None:
    assert masked("birth", text) == text
    assert masked("", text) == text


# -- taking in, and back


def test_an_import_stopped_on_the_way_leaves_nothing(desk: Database, people: dict[str, str], files: tuple[LedgerFile, ...]) -> None:
    plan, before = planned(desk, files), desk.position()

    class Stopped(Exception):
        pass

    for words in ("正在导入", "正在存"):

        def report(sentence: str, done: int, total: int, words: str = words) -> None:
            if sentence == words:
                raise Stopped

        with pytest.raises(Stopped), desk.writing(OP, "导入台账") as session:
            apply(session, plan, on=ON, report=report)
        assert (desk.position(), count(desk)) == (before, len(people))


def _import(desk: Database, folder: Path, name: str, who: str) -> str:
    """Take one person in and return the action."""
    files = read_files(
        [write(folder, [["姓名", "性别", "出生日期"], [who, "男", "1950-05-05"], ["同村人" + who, "女", "1951-01-01"]], name)]
    )
    with desk.reading() as session:
        plan = plan_again(files, known_people(session), ON, {}, {})
    with desk.writing(OP, "导入台账") as session:
        apply(session, plan, on=ON)
        return str(session.info["action"])


def test_an_older_import_is_taken_back_whole(desk: Database, tmp_path: Path) -> None:
    first = _import(desk, tmp_path, "一.xlsx", "张大山")
    _import(desk, tmp_path, "二.xlsx", "李大河")
    undo_action(desk, "别人", first)
    with desk.reading() as session:
        assert sorted(one.name for one in residents(session)) == ["同村人李大河", "李大河"]
        assert [(one.files, one.added, one.undone) for one in past_imports(session)] == [
            (("二.xlsx",), 2, False),
            (("一.xlsx",), 2, True),
        ]
    with pytest.raises(NothingToUndo):
        undo_action(desk, OP, first)
    assert undo_last(desk, OP).says == "导入台账"
    assert count(desk) == 0


def test_an_import_that_was_built_upon_is_not_taken_back(desk: Database, tmp_path: Path) -> None:
    first = _import(desk, tmp_path, "一.xlsx", "张大山")
    with desk.writing(OP, "改") as session:
        residents(session)[0].nickname = "老三"
    before = desk.position()
    with pytest.raises(ChangedSince):
        undo_action(desk, OP, first)
    assert desk.position() == before


def test_columns_are_remembered_in_place_of_what_was_said_before(desk: Database) -> None:
    for said in ({"aa": {1: "phone", 12: "-"}, "bb": {0: ""}}, {"aa": {2: "kin.name"}}):
        with desk.writing(OP, "记住") as session:
            remember_columns(session, said)
    with desk.reading() as session:
        assert remembered_columns(session) == {"aa": {2: "kin.name"}, "bb": {0: ""}}


def test_a_day_of_another_kind_is_no_number() -> None:
    assert masked("remark", str(date(2026, 11, 22))) == "2026-11-22"
