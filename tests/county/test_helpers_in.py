"""A sheet of helpers: under any headings, each row new, changed, known, twice or not taken and why; taken whole, and undone at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.county.helpers_in import Becomes, HelperPlan, plan_helpers, take_helpers
from stationdesk.county.people_sent import send_helper
from stationdesk.county.stations import enrol_station
from stationdesk.ledgers.helper_list import HelperLine, NoHelperList, meaning_of, read_helper_list
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.helper import Helper
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from stationdesk.store.folder import DataFolder

ON = date(2026, 11, 20)
HEADINGS = ["序号", "姓名", "人员类别", "工作单位及职务", "联系电话", "身份证号", "服务村", "特长"]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    base = tmp_path_factory.mktemp("helpers-in")
    made = set_up_county(DataFolder(base / "county", base / "state"), "a county's passphrase", code="360202", name="昌江区")
    with made.database as database, CountyDesk(database) as desk:
        for code, name in (("360202101209", "上徐村"), ("360202101210", "山下村")):
            enrol_station(desk, "clerk", code=code, name=name, town="鲇鱼山镇", to=base)
        yield database


def book(path: Path, *rows: Sequence[object], merges: Sequence[str] = ()) -> Path:
    """Write a workbook."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    made.save(path)
    return path


def plan(database: Database, path: Path, audience: str = "all") -> HelperPlan:
    """Say what a sheet would become."""
    with database.reading() as session:
        return plan_helpers(session, *read_helper_list(path), audience)


def take(database: Database, path: Path, audience: str = "all") -> int:
    """Take a sheet in."""
    with database.writing("县", "读表格") as session:
        return take_helpers(session, plan_helpers(session, *read_helper_list(path), audience), ON)


def test_a_departments_list_is_read_whatever_it_looks_like(tmp_path: Path) -> None:
    rows: list[Sequence[object]] = [
        ["县医院下村人员名单"],
        HEADINGS,
        [1, "李 医生", "医生", "县医院", 13800000001, "360202194803050021", "上徐村", "针灸"],
        [2, "王护士", "护工头", None, "138-0000-0002、打不通", None, "", None],
        [3, "赵护士", "同上", "同上", "=1+1", None, None, None],
        ["合计", "3人"],
    ]
    lines, skipped = read_helper_list(book(tmp_path / "名单.xlsx", *rows, merges=["D3:D4"]))
    assert [one.said["name"] for one in lines] == ["李 医生", "王护士", "赵护士"]
    assert skipped == 1
    first, second, third = lines
    assert (first.said["helper_type"], first.said["org"], first.said["remark"]) == ("doctor", "县医院", "特长：针灸")
    assert [phone.number for phone in first.said["phones"]] == ["13800000001"]
    assert first.whom == "上徐村"
    assert "360202" not in repr(first), "what nobody asked for is not read"
    assert any("身份证" in doubt for doubt in first.doubts)
    assert second.said["org"] == "县医院", "merged over two rows"
    assert "helper_type" not in second.said
    assert [phone.number for phone in second.said["phones"]] == ["13800000002"]
    assert len(second.doubts) == 2
    assert third.said["org"] == "县医院"
    assert "phones" not in third.said
    with pytest.raises(NoHelperList):
        read_helper_list(book(tmp_path / "别的.xlsx", ["姓名", "年龄"], ["李医生", 40]))
    with pytest.raises(NoHelperList, match="3000"):
        read_helper_list(book(tmp_path / "大.xlsx", ["姓名", "电话"], *(["李医生", 1] for _row in range(3001))))


def test_rows_are_new_changed_known_twice_or_not_taken(county: Database, tmp_path: Path) -> None:
    with county.writing("县", "发") as session:
        li = {"name": "李医生", "org": "县医院", "phones": (PhoneNumber(number="13800000001"),)}
        send_helper(session, li, "all", ON)
        send_helper(session, {"name": "王护士", "org": "县医院"}, "all", ON)
    path = book(
        tmp_path / "名单.xlsx",
        ["姓名", "单位", "职务", "电话", "发给谁"],
        ["李医生", "中医院", "主任", "13800000001", None],
        ["李医生", "中医院", None, "13800000009", None],
        ["王护士", "县医院", None, None, None],
        ["王护士", "卫生所", None, None, None],
        ["孙大夫", "卫生所", None, None, "山下村"],
        ["钱大夫", "卫生所", None, None, "没有的村"],
        ["周" * 80, "卫生所", None, None, None],
    )
    found = plan(county, path)
    new, changed = Becomes.NEW, Becomes.CHANGED
    assert [one.becomes for one in found.rows] == [changed, Becomes.TWICE, Becomes.SAME, new, new, Becomes.REFUSED, Becomes.REFUSED]
    assert found.rows[0].changes == {"org": "中医院", "post": "主任"}
    assert found.rows[4].audience == "station:360202101210"
    assert {one.name for one in found.doubtful} == {"李医生", "王护士", "钱大夫", "周" * 80}
    assert found.summary.startswith("共 7 行：新的 2 位，改 1 位")
    assert take(county, path) == 3
    again = plan(county, path)
    assert again.moves == 0, "the same sheet again changes nothing"
    assert plan(county, path, "town:鲇鱼山镇").count(new) > 1, "for others it is somebody else's record"
    undo_last(county, "县")
    with county.reading() as session:
        standing = session.exec(select(Helper).where(Helper.removed_at == None)).all()  # noqa: E711 - SQL's NULL
        assert sorted((one.name, one.org) for one in standing) == [("李医生", "县医院"), ("王护士", "县医院")]


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from(["甲", "乙", "丙"]), min_size=1, max_size=6),
    st.lists(st.sampled_from(["", "一院", "二院"]), min_size=6, max_size=6),
)
def test_taken_twice_is_taken_once(county: Database, names: list[str], orgs: list[str]) -> None:
    lines = [HelperLine("Sheet1", at, said(name, org)) for at, (name, org) in enumerate(zip(names, orgs, strict=False), 2)]
    with county.writing("县", "读表格") as session:
        take_helpers(session, plan_helpers(session, lines, 0, "town:鲇鱼山镇"), ON)
        after = plan_helpers(session, [replace(line) for line in lines], 0, "town:鲇鱼山镇")
        assert after.count(Becomes.NEW) == 0
        sent = session.exec(select(Helper).where(Helper.audience == "town:鲇鱼山镇")).all()
        assert len({(one.name, one.org) for one in sent}) == len(sent), "nobody is doubled"


def said(name: str, org: str) -> dict[str, Any]:
    """Return what a row says."""
    return {"name": name} | ({"org": org} if org else {})


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("帮扶人姓名", "name"),
        ("帮扶人类型", "helper_type"),
        ("联系人电话", "phones"),
        ("单位层级", "org_level"),
        ("所在单位", "org"),
        ("证件号码", "private"),
        ("发给谁", "whom"),
        ("序号", ""),
    ],
)
def test_headings_are_known_by_their_words(heading: str, field: str) -> None:
    assert meaning_of(heading) == field
