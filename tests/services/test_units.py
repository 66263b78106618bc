"""Units written down, changed, merged and taken out: each an action that can be taken back, the county's left alone."""

from __future__ import annotations

import pytest
from sqlmodel import select

from stationdesk.registers.org_unit import OrgUnit, OrgUnitDraft
from stationdesk.registers.station import StationDraft
from stationdesk.services.stations import open_station
from stationdesk.services.undoing import undo_last
from stationdesk.services.unit_lines import UnitLine, unit_lines
from stationdesk.services.unit_tree import Tree, tree
from stationdesk.services.units import (
    CountysUnit,
    Ending,
    NoSuchUnit,
    SameUnit,
    UnusableCode,
    WrongEnd,
    add_unit,
    change_unit,
    close_unit,
    remove_unit,
)
from stationdesk.store.database import Database
from tests.store.kit import COUNTY, STATION

ON = "2026-11-28"
WHO = "徐丽华"


def add(desk: Database, name: str, town: str | None = "白鹭镇", **fields: object) -> str:
    """Write a unit down."""
    with desk.writing(WHO, f"添加 {name}") as session:
        return add_unit(session, OrgUnitDraft.model_validate({"name": name, "town": town, **fields}), on=ON).id


def from_county(desk: Database, name: str, town: str = "白鹭镇", **fields: object) -> str:
    """Keep a unit as it comes with the county's answer."""
    draft = OrgUnitDraft.model_validate({"name": name, "town": town, **fields})
    record = OrgUnit.model_validate(draft, update={"author": COUNTY, "audience": "all"})
    with desk.writing(WHO, "回信", receiving=True) as session:
        session.add(record)
    return record.id


def there(desk: Database) -> Tree:
    with desk.reading() as session:
        return tree(session)


def lines(desk: Database, on: str = ON) -> dict[str, UnitLine]:
    with desk.reading() as session:
        return {one.name: one for one in unit_lines(session, on)}


def test_a_unit_is_added_with_its_town_and_its_kind(desk: Database) -> None:
    add(desk, "东湖社区", region_code="360202101003")
    add(desk, "西湖", region_code="360202101204")
    found = lines(desk)
    assert list(found) == ["白鹭镇", "东湖社区", "西湖"]
    assert [one.kind for one in found.values()] == ["镇", "社区", "行政村"]
    assert found["白鹭镇"].town == "白鹭镇"
    assert undo_last(desk, WHO).says == "添加 西湖"
    assert list(lines(desk)) == ["白鹭镇", "东湖社区"]


def test_what_name_and_code_say_differently_is_marked(desk: Database) -> None:
    add(desk, "东湖社区", region_code="360202101204")
    assert lines(desk)["东湖社区"].remark == "名称、代码、类别对不上"


@pytest.mark.parametrize("code", ["36020210120", "桃源", "3602021012040"])
def test_a_code_that_is_none_is_refused(desk: Database, code: str) -> None:
    with pytest.raises((UnusableCode, ValueError)):
        add(desk, "东湖村", region_code=code)
    assert not there(desk).units


def test_the_same_unit_is_not_written_down_twice(desk: Database) -> None:
    add(desk, "东湖村", region_code="360202101204")
    for again in ({"name": "东湖村"}, {"name": "东湖村新时代文明实践站"}, {"name": "东湖新村", "region_code": "360202101204"}):
        with pytest.raises(SameUnit):
            add(desk, **again)
    add(desk, "东湖村", town="城关镇")
    assert len(there(desk).standing(ON)) == 2


def test_a_changed_code_stays_known(desk: Database) -> None:
    one = add(desk, "东湖村", region_code="360202101204")
    with desk.writing(WHO, "改代码") as session:
        change_unit(session, one, {"region_code": "360202101001", "name": "东湖社区", "unit_kind": "community"}, on=ON)
    for code in ("360202101204", "360202101001"):
        found = there(desk).at_code(code)
        assert found is not None
        assert found.id == one
    undo_last(desk, WHO)
    assert there(desk).at_code("360202101001") is None


def test_a_merged_village_hands_its_code_on_and_counts_where_it_went(desk: Database) -> None:
    old, new, newest = (add(desk, f"{name}村", region_code=f"36020210120{at}") for at, name in enumerate(("东", "西", "南")))
    with desk.writing(WHO, "撤并") as session:
        close_unit(session, old, Ending("2025-01-01", new))
        close_unit(session, new, Ending("2026-01-01", newest))
    grown = there(desk)
    found = grown.at_code("360202101200")
    assert found is not None
    assert found.id == newest
    days = {"2024-12-31": old, "2025-01-01": new, "2025-12-31": new, ON: newest}
    for day, counts in days.items():
        one = grown.counts_for(grown.by_id[old], day)
        assert one is not None
        assert one.id == counts
    assert lines(desk)["东村"].remark == "2025-01-01 并到西村"
    assert list(lines(desk))[-2:] == ["东村", "西村"], "what ended stands at the end"


def test_an_end_must_be_possible(desk: Database) -> None:
    one, other = add(desk, "东湖村", opened_on="2020-01-01"), add(desk, "西湖村", closed_on="2025-01-01")
    town = there(desk).units[0].id
    wrong = [Ending("2019-12-31"), Ending(ON, one), Ending(ON, other), Ending(ON, town), Ending(ON, "nobody")]
    for ending in wrong:
        with pytest.raises(WrongEnd), desk.writing(WHO, "撤并") as session:
            close_unit(session, one, ending)
    assert there(desk).by_id[one].closed_on is None


def test_a_unit_written_by_mistake_is_taken_out_unless_others_lean_on_it(desk: Database) -> None:
    one, other = add(desk, "东湖村"), add(desk, "西湖村")
    with desk.writing(WHO, "撤并") as session:
        close_unit(session, one, Ending(ON, other))
    with pytest.raises(WrongEnd), desk.writing(WHO, "拿掉") as session:
        remove_unit(session, other)
    with desk.writing(WHO, "拿掉") as session:
        remove_unit(session, one)
        remove_unit(session, other)
    with pytest.raises(NoSuchUnit), desk.writing(WHO, "拿掉") as session:
        remove_unit(session, one)


def test_the_countys_unit_stays_as_it_is_and_the_stations_own_village_is_the_same_one(desk: Database) -> None:
    draft = StationDraft(code=STATION, name="上徐村新时代文明实践站", village="上徐村", town="鲇鱼山镇", opened_on="2025-06-01")
    with desk.writing(WHO, "set up", final=True) as session:
        open_station(session, draft)
    countys = from_county(desk, "上徐村", town="鲇鱼山镇", region_code=STATION, unit_kind="village")
    other = from_county(desk, "汪家村", town="鲇鱼山镇", region_code="360202101210")
    grown = there(desk)
    assert [one.name for one in grown.units] == ["上徐村", "汪家村"], "the village and the county's word of it are one"
    assert grown.by_id[countys].has_station
    assert grown.by_id[countys].stations == {STATION}
    assert grown.by_id[countys].station_opened_on == "2025-06-01"
    with desk.writing(WHO, "工作室") as session:
        change_unit(session, countys, {"has_call_room": True}, on=ON)
        assert session.exec(select(OrgUnit).where(OrgUnit.author == COUNTY, OrgUnit.id == countys)).one().has_call_room is None
    assert there(desk).by_id[countys].has_call_room
    with pytest.raises(CountysUnit), desk.writing(WHO, "改") as session:
        change_unit(session, other, {"name": "王家村"}, on=ON)
    with pytest.raises(WrongEnd), desk.writing(WHO, "拿掉") as session:
        remove_unit(session, countys)
    with pytest.raises(SameUnit):
        add(desk, "汪家村", town="鲇鱼山镇")
