"""A group renamed or merged takes people, households, grids and services along, and can be taken apart again."""

from __future__ import annotations

import pytest
from sqlmodel import select

from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.place import Place, PlaceDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.station import Grid, StationDraft
from stationdesk.services.finding import find
from stationdesk.services.stations import change_station, open_station, own_station
from stationdesk.services.undoing import undo_last
from stationdesk.services.village_groups import UnusableGroup, groups, rename_group
from stationdesk.store.database import Database
from tests.store.kit import STATION

WHO = "徐丽华"


@pytest.fixture
def village(desk: Database) -> Database:
    """Give a village of three groups, and one more that is only written at a person."""
    with desk.writing(WHO, "set up", final=True) as session:
        open_station(session, StationDraft(code=STATION, name="上徐村", village_groups=("汪家组", "河口组", "一组")))
        grids = (Grid(code="1", name="东片", groups=("汪家组",)), Grid(code="2", name="西片", groups=("河口组", "一组")))
        change_station(session, {"grids": grids})
        for name, group, status in (("汪厚行", "汪家组", "living"), ("汪水根", "汪家组", "deceased"), ("余国平", "河口组", "living")):
            draft = ResidentDraft(name=name, village_group=group, residency_status=status)
            session.add(Resident.model_validate(draft, update={"author": STATION}))
        session.add(Resident.model_validate(ResidentDraft(name="占水根", village_group="1组"), update={"author": STATION}))
        session.add(Household.model_validate(HouseholdDraft(village_group="汪家组"), update={"author": STATION}))
        place = PlaceDraft(name="村医", groups_served=("汪家组", "河口组"))
        session.add(Place.model_validate(place, update={"author": STATION}))
    return desk


def told(desk: Database) -> list[tuple[str, int, int, str, bool]]:
    with desk.reading() as session:
        return [(one.name, one.people, one.households, one.grid, one.listed) for one in groups(session)]


BEFORE = [("汪家组", 1, 1, "东片", True), ("河口组", 1, 0, "西片", True), ("一组", 0, 0, "西片", True), ("1组", 1, 0, "", False)]


def test_groups_are_counted_in_their_order(village: Database) -> None:
    assert told(village) == BEFORE


def test_a_renamed_group_takes_everybody_along(village: Database) -> None:
    with village.writing(WHO, "改名") as session:
        assert rename_group(session, "汪家组", " 汪家 新村组 ") == 2
    assert told(village)[0] == ("汪家 新村组", 1, 1, "东片", True)
    with village.reading() as session:
        assert {one.village_group for one in session.exec(select(Resident)).all()} == {"汪家 新村组", "河口组", "1组"}
        assert session.exec(select(Place)).one().groups_served == ("汪家 新村组", "河口组")
        assert own_station(session).grids[0].groups == ("汪家 新村组",)
    undo_last(village, WHO)
    assert told(village) == BEFORE


def test_two_groups_become_one_and_part_again(village: Database) -> None:
    with village.writing(WHO, "合并") as session:
        rename_group(session, "汪家组", "河口组")
        rename_group(session, "1组", "一组")
    assert told(village) == [("河口组", 2, 1, "西片", True), ("一组", 1, 0, "西片", True)]
    with village.reading() as session:
        assert session.exec(select(Place)).one().groups_served == ("河口组",)
        assert own_station(session).grids[0].groups == ()
        assert "占水根" in {one.name for one in find(session, "一组")}
    undo_last(village, WHO)
    assert told(village) == BEFORE


@pytest.mark.parametrize("name", ["", "  ", "汪家组", "长" * 41])
def test_a_name_that_is_none_is_refused(village: Database, name: str) -> None:
    with pytest.raises(UnusableGroup), village.writing(WHO, "改名") as session:
        rename_group(session, "汪家组", name)
    assert told(village) == BEFORE
