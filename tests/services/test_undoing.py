"""Undo takes back the last action of an operator, whole, by counter-entries, or says why it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlmodel import col, select

from stationdesk.registers.org_unit import OrgUnit, OrgUnitDraft
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.registers.setting import Setting, SettingDraft
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.services.undoing import ChangedSince, NothingToUndo, undo_last
from stationdesk.store.database import Database
from tests.store.kit import STATION, add, journal, quick_desk, resident, table_of

XU, LI = "徐丽华", "李春生"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    with quick_desk(tmp_path / "desk") as database:
        yield database


def change(desk: Database, operator: str = XU, who: str | None = None, **fields: Any) -> None:
    with desk.writing(operator, "改") as session:
        for one in session.exec(select(Resident).where(Resident.id == who) if who else select(Resident)):
            for name, value in fields.items():
                setattr(one, name, value)


def kept(desk: Database) -> list[dict[str, Any]]:
    with desk.reading() as session:
        return [one.model_dump(exclude={"key"}) for one in session.exec(select(Resident).order_by(col(Resident.key)))]


def test_a_new_record_is_removed(desk: Database) -> None:
    add(desk, resident("甲某"), operator=XU, says="登记甲某")
    done = undo_last(desk, XU)
    assert (done.says, done.entries) == ("登记甲某", 1)
    made, undone = journal(desk)
    assert set(undone.fields) == {"removed_at"}
    assert undone.said["says"] != made.said["says"]
    assert "登记甲某" in undone.said["says"]
    with desk.reading() as session:
        assert session.exec(select(Resident.removed_at)).one() == undone.fields["removed_at"]


def test_only_the_fields_that_moved_go_back(desk: Database) -> None:
    add(desk, resident("甲某", phones=[{"number": "13800000001"}], remark="原话", village_group="3组"), operator=LI)
    before = kept(desk)
    change(desk, XU, phones=(), remark=None, nickname="老三家的", is_migrant=True)
    undo_last(desk, XU)
    assert kept(desk) == before
    assert journal(desk)[-1].fields == {"phones": [{"number": "13800000001"}], "remark": "原话", "nickname": None, "is_migrant": None}


def test_a_removal_is_taken_back(desk: Database) -> None:
    add(desk, resident("甲某"), operator=LI)
    before = kept(desk)
    change(desk, XU, removed_at="2026-11-22T01:02:03.456Z")
    undo_last(desk, XU)
    assert kept(desk) == before


def test_undo_again_and_again_walks_back(desk: Database) -> None:
    states = [kept(desk)]
    add(desk, resident("甲某"), operator=XU)
    for number in range(4):
        states.append(kept(desk))
        change(desk, XU, remark=f"第{number}次", route_order=number)
    for state in reversed(states[1:]):
        undo_last(desk, XU)
        assert kept(desk) == state
    undo_last(desk, XU)
    assert [one["removed_at"] is None for one in kept(desk)] == [False]
    with pytest.raises(NothingToUndo):
        undo_last(desk, XU)
    assert len(journal(desk)) == 10


def test_only_ones_own_actions(desk: Database) -> None:
    add(desk, resident("甲某"), operator=LI)
    with pytest.raises(NothingToUndo):
        undo_last(desk, XU)
    add(desk, resident("乙某"), operator=XU)
    add(desk, resident("丙某"), operator=LI)
    undo_last(desk, XU)
    assert [one["name"] for one in kept(desk) if one["removed_at"]] == ["乙某"]


def test_what_was_changed_later_is_not_undone(desk: Database) -> None:
    (one,) = add(desk, resident("甲某"), operator=LI)
    change(desk, XU, remark="徐写的", nickname="老三")
    change(desk, LI, remark="李写的")
    before = kept(desk), len(journal(desk))
    with pytest.raises(ChangedSince):
        undo_last(desk, XU)
    assert (kept(desk), len(journal(desk))) == before
    undo_last(desk, LI)
    undo_last(desk, XU)
    assert kept(desk)[0]["remark"] is None
    assert one


def test_another_field_changed_later_does_not_stand_in_the_way(desk: Database) -> None:
    add(desk, resident("甲某"), operator=LI)
    change(desk, XU, remark="徐写的")
    change(desk, LI, nickname="老三")
    undo_last(desk, XU)
    assert (kept(desk)[0]["remark"], kept(desk)[0]["nickname"]) == (None, "老三")


def test_a_record_in_use_is_not_taken_away(desk: Database) -> None:
    (one,) = add(desk, resident("甲某"), operator=XU)
    with desk.writing(LI, "走访") as session:
        draft = VisitDraft.model_validate(visit_of(one))
        session.add(Visit.model_validate(draft, update={"author": STATION}))
    with pytest.raises(ChangedSince):
        undo_last(desk, XU)
    undo_last(desk, LI)
    undo_last(desk, XU)
    assert kept(desk)[0]["removed_at"]


def visit_of(who: str) -> dict[str, Any]:
    return {"resident_id": who, "visited_on": "2026-11-20"}


def test_local_registers_are_no_actions_to_undo(desk: Database) -> None:
    with desk.writing(XU, "设置") as session:
        session.add(Setting.model_validate(SettingDraft(name="x"), update={"author": STATION}))
    with pytest.raises(NothingToUndo):
        undo_last(desk, XU)


def test_a_record_made_and_changed_in_one_action_goes_as_one(desk: Database) -> None:
    with desk.writing(XU, "登记") as session:
        one = resident("甲某")
        session.add(one)
        session.flush()
        one.remark = "当场改的"
    assert undo_last(desk, XU).entries == 1
    assert kept(desk)[0]["remark"] == "当场改的"


def test_an_audience_comes_back_too(tmp_path: Path) -> None:
    with quick_desk(tmp_path / "county", author="360202", recipient="", side="county") as county:
        with county.writing("县", "登记") as session:
            draft = OrgUnitDraft(name="上徐村", unit_kind="village")
            session.add(OrgUnit.model_validate(draft, update={"author": "360202", "audience": "all"}))
        with county.writing("县", "改") as session:
            one = session.exec(select(OrgUnit)).one()
            one.audience, one.name = "town:鲇鱼山镇", "徐村"
        undo_last(county, "县")
        with county.reading() as session:
            back = session.exec(select(OrgUnit)).one()
        assert (back.audience, back.name, back.unit_kind) == ("all", "上徐村", "village")
        assert [line.said["audience"] for line in journal(county)] == ["all", "all", "town:鲇鱼山镇", "town:鲇鱼山镇", "all"]


def test_an_import_is_undone_whole(desk: Database) -> None:
    (older,) = add(desk, resident("早就在"), operator=LI)
    rows = [{"id": new_id(), "author": STATION, "name": f"张{number}"} for number in range(5000)]
    with desk.writing(XU, "导入台账") as session:
        session.connection().execute(insert(table_of(Resident)), rows)
        session.exec(select(Resident).where(Resident.id == older)).one().remark = "台账里的话"
    done = undo_last(desk, XU)
    assert done.entries == 5001
    assert [(one["name"], one["remark"]) for one in kept(desk) if not one["removed_at"]] == [("早就在", None)]
    assert len(journal(desk)) == 1 + 5001 + 5001
    with desk.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM resident_search").scalar_one() == 1


steps = st.lists(
    st.tuples(st.sampled_from([XU, LI]), st.sampled_from(["add", "remark", "nickname", "remove", "undo"]), st.integers(0, 9)), max_size=12
)


@given(steps)
@settings(max_examples=40)
def test_undo_gives_back_what_was_or_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, given_steps: list[tuple[str, str, int]]
) -> None:
    with quick_desk(tmp_path_factory.mktemp("undo") / "desk") as desk:
        for operator, what, number in given_steps:
            if what == "add":
                add(desk, resident(f"张{number}"), operator=operator)
            elif what == "remove":
                change(desk, operator, removed_at="2026-11-22T01:02:03.456Z")
            elif what == "undo":
                before = kept(desk)
                undo_once(desk, operator, before)
            else:
                change(desk, operator, **{what: f"话{number}"})
        journal(desk)


def undo_once(desk: Database, operator: str, before: list[dict[str, Any]]) -> None:
    """Undo, and check that a refusal changed nothing and that what was just done comes back as it was."""
    add(desk, resident("之前"), operator=operator)
    state = kept(desk)
    change(desk, operator, remark=new_id())
    undo_last(desk, operator)
    assert kept(desk) == state
    undo_last(desk, operator)
    assert [one for one in kept(desk) if one["name"] != "之前"] == before_without(before)
    lines = len(journal(desk))
    try:
        undo_last(desk, operator)
    except (ChangedSince, NothingToUndo):
        assert len(journal(desk)) == lines


def before_without(state: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in state if one["name"] != "之前"]


def test_setting_up_is_never_taken_back(desk: Database) -> None:
    with desk.writing(XU, "开站", final=True) as session:
        session.add(OrgUnit.model_validate(OrgUnitDraft(name="上徐村"), update={"author": STATION}))
    with pytest.raises(NothingToUndo):
        undo_last(desk, XU)
    add(desk, resident("汪甲"))
    assert undo_last(desk, XU).entries == 1
    with pytest.raises(NothingToUndo):
        undo_last(desk, XU)
