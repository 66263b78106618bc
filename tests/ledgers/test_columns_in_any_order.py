"""What a column says does not depend on where it stands, nor a state on what is written before the word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledgers.test_plan import one, table


@pytest.mark.parametrize("order", ["姓名 年龄 出生年月 身份证号", "姓名 出生年月 年龄 身份证号", "年龄 身份证号 姓名 出生年月"])
def test_a_birth_date_written_counts_before_an_age_wherever_it_stands(tmp_path: Path, order: str) -> None:
    said = {"姓名": "汪厚行", "年龄": 69, "出生年月": "1957年1月6日", "身份证号": "43028119570106133"}
    row = one(tmp_path, order.split(), [said[heading] for heading in order.split()])
    assert (row.record["birth_date"], row.record["birth_precision"]) == ("1957-01-06", "day")
    assert "id_no:bad_length" in row.problems


def test_an_age_counts_where_the_birth_date_is_left_empty(tmp_path: Path) -> None:
    row = one(tmp_path, ["姓名", "性别", "年龄", "出生年月"], ["汪厚行", "男", 69, None])
    assert (row.record["birth_date"], row.record["birth_precision"]) == ("1957", "age")


@pytest.mark.parametrize("heading", ["办理状态", "心愿办理进度", "目前状态", "认领进展"])
def test_how_far_a_wish_has_come_is_known_by_the_end_of_its_heading(tmp_path: Path, heading: str) -> None:
    header = ["序号", "心愿人", "微心愿", "预估金额", "征集时间", heading, "认领单位", "认领时间"]
    rows = [
        [1, "汪厚行", "一个电饭锅", 100, "2026-05-01", "待认领", None, None],
        [2, "余根水", "一床棉被", 100, "2026-05-02", "已实现", "团县委", "2026-05-20"],
        [3, "徐五妹", "一副老花镜", 50, "2026-05-02", "已认领", "镇政府", "2026-05-21"],
    ]
    sheet = table(tmp_path, [["桃源村微心愿台账"], header, *rows], "微心愿台账.xlsx")
    assert sheet.ledger == "wishes"
    assert [row.record["state"] for row in sheet.rows] == ["published", "fulfilled", "claimed"]


@pytest.mark.parametrize(
    ("name", "number", "his"), [("帮扶责任人", "帮扶干部电话", True), ("爱心妈妈", "结对人电话", True), ("帮扶干部", "村医电话", False)]
)
def test_a_number_is_the_helpers_though_its_heading_calls_him_otherwise(tmp_path: Path, name: str, number: str, *, his: bool) -> None:
    header = ["序号", "对象姓名", "性别", "组别", name, "工作单位", number, "结对日期"]
    rows = [
        [1, "汪厚行", "男", "一组", "程雪琴", "镇政府", "13800005678", "2025-03-01"],
        [2, "余根水", "男", "二组", "汪志强", "镇政府", "13800005679", "2025-03-02"],
    ]
    sheet = table(tmp_path, [["桃源村结对帮扶台账"], header, *rows], "结对台账.xlsx")
    assert sheet.ledger == "pairings"
    assert [row.record["helper"]["name"] for row in sheet.rows] == ["程雪琴", "汪志强"]
    assert ("phones" in sheet.rows[0].record["helper"]) is his
