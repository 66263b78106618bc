"""Taking planned ledgers into a real encrypted store: once, whole, undone whole, and nothing overwritten silently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select, text

from stationdesk.ledgers.plan import plan_files
from stationdesk.registers.catalogue import BY_KIND
from stationdesk.services.imports import ImportOutcome, Plan, apply, known_people
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.ledgers.layouts import LAYOUTS, make
from tests.store.kit import quick_desk

DATA = Path(__file__).parents[1] / "data" / "ledgers"
LEDGERS = [DATA / name for name in ("上徐村独居空巢老人排查台账.xlsx", "上徐村留守儿童信息登记表.xlsx", "上徐村残疾人花名册.csv")]
ON = date(2026, 11, 22)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    with quick_desk(tmp_path / "desk") as database:
        yield database


def planned(desk: Database, paths: list[Path]) -> Plan:
    with desk.reading() as session:
        return plan_files(paths, known_people(session), ON)


def take(desk: Database, paths: list[Path]) -> ImportOutcome:
    plan = planned(desk, paths)
    with desk.writing("op", "导入台账") as session:
        return apply(session, plan, on=ON)


def records(desk: Database, kind: str) -> list[dict[str, Any]]:
    table = BY_KIND[kind].__table__  # type: ignore[attr-defined]
    with desk.reading() as session:
        asked = select(table).where(table.c.removed_at.is_(None)).order_by(table.c.key)  # ids of one millisecond are in no order
        return [dict(row) for row in session.connection().execute(asked).mappings()]


def count(desk: Database, kind: str) -> int:
    return len(records(desk, kind))


def ledger(folder: Path, rows: Sequence[Sequence[object]], name: str = "台账.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(folder / name)
    return folder / name


HEADER: list[object] = ["姓名", "性别", "身份证号", "联系电话", "组别", "类别", "分级", "身体状况", "备注"]
ZHANG: list[object] = ["张三", "男", "34052419800101001X", "13812345678", "3组", "独居、低保", "红", "高血压、糖尿病", "独生子在外"]


def test_three_ledgers_become_one_register(desk: Database) -> None:
    outcome = take(desk, LEDGERS)
    assert (outcome.added, count(desk, "resident"), count(desk, "kin")) == (87, 87, 108)
    assert {kind: count(desk, kind) for kind in ("guardian", "care_grade", "helper", "pairing", "import_row")} == {
        "guardian": 59,
        "care_grade": 46,
        "helper": 8,
        "pairing": 46,
        "import_row": 105,
    }
    assert count(desk, "wish") == 28
    with desk.reading() as session:
        assert session.connection().execute(text("SELECT count(DISTINCT action) FROM change")).scalar() == 1


def test_the_same_files_again_change_nothing(desk: Database) -> None:
    take(desk, LEDGERS)
    before = desk.position()
    plan = planned(desk, LEDGERS)
    assert plan.counts()["taken"] == 105
    with desk.writing("op", "导入台账") as session:
        outcome = apply(session, plan, on=ON)
    assert (outcome.added, outcome.updated, outcome.unchanged, desk.position()) == (0, 0, 105, before)
    assert count(desk, "import_batch") == 3


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_every_layout_twice_is_once(desk: Database, tmp_path: Path, layout: Any) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    make(folder, 4, layout)
    first = take(desk, sorted(folder.iterdir()))
    assert first.added
    before = desk.position()
    assert take(desk, sorted(folder.iterdir())).added == 0
    assert desk.position() == before


def test_a_ledger_typed_anew_with_other_numbers_and_order_changes_nothing(desk: Database, tmp_path: Path) -> None:
    take(desk, [ledger(tmp_path, [HEADER, ZHANG])])
    before = desk.position()
    again: list[object] = ["身份证号", "姓名", "性别", "手机", "村民小组", "人员类别", "等级"]
    take(
        desk,
        [
            ledger(
                tmp_path,
                [again, ["34052419800101001x", "张 三", "男性", "138 1234 5678", "第三村民小组", "低保户/独居", "红色"]],
                "另一张.xlsx",
            )
        ],
    )
    assert desk.position() == before
    assert count(desk, "resident") == 1


def test_fields_tags_grade_and_remarks_of_one_row(desk: Database, tmp_path: Path) -> None:
    take(desk, [ledger(tmp_path, [HEADER, ZHANG])])
    zhang = records(desk, "resident")[0]
    assert (zhang["birth_date"], zhang["id_state"], zhang["village_group"]) == ("1980-01-01", "ok", "3组")
    assert [illness.kind for illness in zhang["chronic"]]
    assert zhang["health_note"] == "高血压、糖尿病"
    assert {tag["category"] for tag in records(desk, "category_tag")} == {"living_alone", "subsistence_allowance"}
    assert [grade["grade"] for grade in records(desk, "care_grade")] == ["red"]
    assert [(note["heading"], note["text"], note["source_row"]) for note in records(desk, "note")] == [("备注", "独生子在外", 2)]


def test_a_filled_field_stays_and_what_the_row_says_is_a_note(desk: Database, tmp_path: Path) -> None:
    take(desk, [ledger(tmp_path, [HEADER, ZHANG])])
    other: list[object] = [*ZHANG[:4], "5组", "独居", "绿", "高血压、糖尿病", "独生子在外"]
    outcome = take(desk, [ledger(tmp_path, [HEADER, other], "新.xlsx")])
    assert records(desk, "resident")[0]["village_group"] == "3组"
    assert [grade["grade"] for grade in records(desk, "care_grade")] == ["red"]
    doubts = {note["heading"]: note["text"] for note in records(desk, "note") if note["kind"] == "doubt"}
    assert doubts == {"village_group": "5组", "care_grade": "green"}
    assert outcome.conflicts == 2
    before = desk.position()
    take(desk, [ledger(tmp_path, [HEADER, other], "新.xlsx")])
    assert desk.position() == before


def test_empty_fields_are_filled_and_lists_joined(desk: Database, tmp_path: Path) -> None:
    take(desk, [ledger(tmp_path, [["姓名", "性别", "出生年月", "组别", "子女姓名"], ["张三", "男", "1980", "3组", "张一"]])])
    more: list[object] = ["姓名", "性别", "身份证号", "电话", "组别", "子女姓名", "子女电话"]
    outcome = take(
        desk, [ledger(tmp_path, [more, ["张三", "男", "34052419800101001X", "13812345678", "3组", "张一", "13912345678"]], "新.xlsx")]
    )
    assert (outcome.added, outcome.updated) == (0, 1)
    zhang, kin = records(desk, "resident")[0], records(desk, "kin")
    assert (zhang["birth_date"], zhang["id_no"], zhang["phones"][0].number) == ("1980-01-01", "34052419800101001X", "13812345678")
    assert [(one["name"], one["phones"][0].number) for one in kin] == [("张一", "13912345678")]


def test_undone_whole_and_taken_in_again(desk: Database) -> None:
    take(desk, LEDGERS)
    undo_last(desk, "op")
    assert count(desk, "resident") == count(desk, "kin") == count(desk, "pairing") == 0
    assert take(desk, LEDGERS).added == 87
    assert count(desk, "resident") == 87


def test_a_trouble_half_way_leaves_nothing(desk: Database) -> None:
    plan = planned(desk, LEDGERS)
    before = desk.position()
    with pytest.raises(RuntimeError), desk.writing("op", "导入台账") as session:  # noqa: PT012 - the trouble comes after the work
        apply(session, plan, on=ON)
        raise RuntimeError
    assert desk.position() == before
    assert count(desk, "resident") == count(desk, "import_row") == 0


def test_a_number_lost_to_excel_leaves_its_field_empty_and_the_row_kept(desk: Database, tmp_path: Path) -> None:
    take(desk, [ledger(tmp_path, [["姓名", "性别", "身份证号"], ["张三", "男", 340524198001010016]])])
    zhang = records(desk, "resident")[0]
    assert (zhang["id_no"], zhang["id_state"], zhang["birth_date"]) == (None, "lost_digits", "1980-01-01")
    assert any(note["text"].replace(".", "").startswith("340524198") for note in records(desk, "note"))


def test_households_are_made_where_a_head_is_named(desk: Database, tmp_path: Path) -> None:
    make(tmp_path, 4, next(layout for layout in LAYOUTS if layout.__name__ == "households"))
    take(desk, [tmp_path / "居民底册.xlsx"])
    assert count(desk, "household") == 5
    assert all(person["household_id"] for person in records(desk, "resident"))
    assert {person["relation_to_head"] for person in records(desk, "resident")} == {"head", "spouse", "grandson"}


def test_a_sheet_of_another_kind_is_left_alone(desk: Database, tmp_path: Path) -> None:
    duty: list[list[object]] = [["日期", "班次", "值班人员", "电话"], ["2026-11-01", "白班", "张三", "13812345678"]]
    outcome = take(desk, [ledger(tmp_path, [["值班表"], *duty], "值班表.xlsx")])
    assert (outcome.added, count(desk, "resident"), count(desk, "import_batch")) == (0, 0, 0)


def test_local_tables_stay_out_of_the_journal(desk: Database) -> None:
    take(desk, LEDGERS)
    with desk.reading() as session:
        kinds = set(session.connection().execute(text("SELECT DISTINCT kind FROM change")).scalars())
        rows = session.connection().execute(select(func.count()).select_from(BY_KIND["import_row"].__table__)).scalar()  # type: ignore[attr-defined]
    assert not kinds & {"import_batch", "import_row"}
    assert rows == 105
