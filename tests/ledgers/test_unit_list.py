"""Lists of villages as towns send them round: towns merged, over their villages or as a sheet; sums, doubts, strange columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.ledgers.reading import read_files
from stationdesk.ledgers.sheet import Sheet
from stationdesk.ledgers.unit_list import NoUnitList, meaning_of, read_units
from stationdesk.registers.org_unit import OrgUnitDraft
from stationdesk.services.undoing import undo_last
from stationdesk.services.unit_intake import Becomes, UnitRow, plan_units, take_units
from stationdesk.services.unit_tree import tree
from stationdesk.store.database import Database
from tests.services.conftest import desk as desk  # noqa: PLC0414 - the same open desk

ON = date(2026, 11, 28)
HEADINGS = ["序号", "乡镇", "村（社区）名称", "类别", "区划代码", "户数", "人口", "是否建站", "亲情连线工作室开通时间", "村书记"]


def book(path: Path, *sheets: tuple[str, Sequence[object]], merges: Sequence[str] = ()) -> Path:
    """Write a workbook."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))  # type: ignore[call-overload]
        for merge in merges:
            sheet.merge_cells(merge)
    made.save(path)
    return path


def read(path: Path) -> tuple[list[UnitRow], int]:
    return read_units(read_files([path])[0], ON)


def test_a_list_with_title_sums_and_merged_towns(tmp_path: Path) -> None:
    rows = [
        ["云溪县村（社区）花名册"],
        HEADINGS,
        [1, "白鹭镇", "桃源村", "行政村", "999901203208", "1,204户", 4310, "是", "2025年3月", "程建国"],
        [2, None, "柳溪社区", "居委会", 999901203001, 820, "2900人", "√", date(2026, 1, 5), None],
        [3, None, "石桥村", "村委会", "99990120320", "约三百", None, "在建", "无", None],
        ["小计", None, "3个", None, None, 2024, None, None, None, None],
        HEADINGS,
        [4, "青山乡", "云顶村", None, "999901303201", None, None, "否", None, None],
        ["填表人：徐丽华", None, None, None, None, None, None, None, None, None],
    ]
    found, skipped = read(book(tmp_path / "名册.xlsx", ("Sheet1", rows), merges=["B3:B5"]))
    assert [(one.row, one.draft.town, one.draft.name) for one in found] == [
        (3, "白鹭镇", "桃源村"),
        (4, "白鹭镇", "柳溪社区"),
        (5, "白鹭镇", "石桥村"),
        (8, "青山乡", "云顶村"),
    ]
    first, second, third, last = (one.draft for one in found)
    assert (first.household_count, first.resident_count, first.region_code, first.has_station) == (1204, 4310, "999901203208", True)
    assert (first.has_call_room, first.call_room_opened_on, first.remark) == (True, "2025-03-01", "村书记：程建国")
    assert (second.unit_kind, second.region_code, second.resident_count) == ("community", "999901203001", 2900)
    assert (second.has_station, second.call_room_opened_on) == (True, "2026-01-05")
    assert (third.region_code, third.household_count, third.has_station, third.has_call_room) == (None, None, None, None)
    assert len(found[2].doubts) == 3
    assert (last.has_station, last.unit_kind) == (False, None)
    assert skipped == 5


def test_a_town_on_a_line_of_its_own_or_as_the_sheets_name(tmp_path: Path) -> None:
    heads = ["序号", "村名", "户数"]
    over = [heads, ["白鹭镇", None, None], [1, "桃源村", 10], ["青山乡", None, None], [2, "云顶村", 20]]
    found, _skipped = read(book(tmp_path / "a.xlsx", ("名单", over), ("城东街道", [heads, [1, "城东社区", 5]])))
    assert [(one.draft.town, one.draft.name) for one in found] == [("白鹭镇", "桃源村"), ("青山乡", "云顶村"), ("城东街道", "城东社区")]


def test_a_ledger_of_people_is_no_list_of_villages(tmp_path: Path) -> None:
    rows = [["序号", "姓名", "身份证号", "村组"], [1, "汪厚行", "1", "2组"]]
    with pytest.raises(NoUnitList) as refused:
        read(book(tmp_path / "老人.xlsx", ("老人", rows)))
    assert "老人.xlsx" in refused.value.message


@pytest.mark.parametrize("heading", ["村民小组数", "村组", "联系电话", "姓名", "序号", "备注", ""])
def test_other_headings_name_no_unit(heading: str) -> None:
    assert meaning_of(heading) != "name"


def test_a_list_is_taken_in_once_completed_later_and_taken_back_whole(desk: Database, tmp_path: Path) -> None:
    heads = ["乡镇", "村名", "代码", "户数", "书记"]
    first = ["白鹭镇", "桃源村", "999901203208", 100, None]
    one = [heads, first, ["白鹭镇", "柳溪社区", None, None, None], ["白鹭镇", "桃源村", None, None, None]]
    path = book(tmp_path / "a.xlsx", ("名单", one))
    assert counts(desk, path) == {"new": 2, "twice": 1}
    assert take(desk, path) == 2
    assert counts(desk, path) == {"same": 2, "twice": 1}
    more = [heads, ["白鹭镇", "柳溪社区", "999901203001", 50, "程建国"], ["白鹭镇", "桃源村", "999901203208", 120, None]]
    path = book(tmp_path / "b.xlsx", ("名单", more))
    assert counts(desk, path) == {"changed": 2}
    take(desk, path)
    assert counts(desk, path) == {"same": 2}
    with desk.reading() as session:
        found = {unit.name: unit for unit in tree(session).units}
    assert (found["桃源村"].households, found["柳溪社区"].code, found["柳溪社区"].remark) == (120, "999901203001", "书记：程建国")
    undo_last(desk, "徐丽华")
    undo_last(desk, "徐丽华")
    with desk.reading() as session:
        assert not tree(session).units


def counts(desk: Database, path: Path) -> dict[str, int]:
    rows, skipped = read(path)
    with desk.reading() as session:
        plan = plan_units(session, rows, skipped, ON.isoformat())
    return {one.value: plan.count(one) for one in Becomes if plan.count(one)}


def take(desk: Database, path: Path) -> int:
    rows, skipped = read(path)
    with desk.writing("徐丽华", "收进名单") as session:
        return take_units(session, plan_units(session, rows, skipped, ON.isoformat()))


cells = st.one_of(
    st.none(),
    st.sampled_from([*HEADINGS, "桃源村", "白鹭镇", "同上", "合计", "999901203208", "=1+1", "是", "x" * 300]),
    st.text(max_size=12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
)


@given(st.lists(st.lists(cells, min_size=6, max_size=6), max_size=12))
def test_whatever_stands_in_a_sheet_is_read_or_passed_over(rows: list[list[object]]) -> None:
    from stationdesk.ledgers.reading import LedgerFile

    sheet = Sheet("名单", [list(HEADINGS[1:7]), *rows])  # type: ignore[list-item]
    try:
        found, _skipped = read_units(LedgerFile("a.xlsx", "a", "", 0, (sheet,)), ON)
    except NoUnitList:
        return
    assert all(OrgUnitDraft.model_validate(one.draft.model_dump()).name for one in found)
