"""The directory of services and the grids: what the backs of the cards are made of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.place import PlaceDraft
from stationdesk.registers.station import Grid, StationDraft
from stationdesk.services.directory import NoSuchPlace, NoSuchPlaceKind, add_place, all_places, place_kind, put_grid, remove_place
from stationdesk.services.stations import open_station, own_station
from stationdesk.store.database import Database
from stationdesk.store.desk import set_up
from stationdesk.store.folder import DataFolder

STATION = "360202101209"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    """Set up a station's desk with its own record."""
    with set_up(
        DataFolder(tmp_path / "data", tmp_path / "state"), "a station's passphrase", side="station", author=STATION
    ).database as found:
        with found.writing("徐丽华", "开站") as session:
            open_station(session, StationDraft(code=STATION, name="上徐村"))
        yield found


def add(desk: Database, name: str, **fields: object) -> str:
    """Add an entry and return its id."""
    with desk.writing("徐丽华", "登记便民电话") as session:
        return add_place(session, PlaceDraft.model_validate({"name": name, "on_card": True, **fields})).id


def names(desk: Database) -> list[str]:
    """Return the directory's names in their order."""
    with desk.reading() as session:
        return [place.name for place in all_places(session)]


def test_entries_come_in_the_order_given_or_at_the_end(desk: Database) -> None:
    add(desk, "送餐", phones=(PhoneNumber(number="0798-0120661"),))
    add(desk, "派出所")
    add(desk, "村医", card_priority=0)
    assert names(desk) == ["村医", "送餐", "派出所"]


def test_an_entry_is_taken_out_by_the_end_of_its_number(desk: Database) -> None:
    one, _other = add(desk, "送餐"), add(desk, "派出所")
    with desk.writing("徐丽华", "删去") as session:
        assert remove_place(session, one[-8:]).name == "送餐"
    assert names(desk) == ["派出所"]
    for wrong in ("", "1", one[-8:], "nowhere1"):
        with pytest.raises(NoSuchPlace), desk.writing("徐丽华", "删去") as session:
            remove_place(session, wrong)
    assert names(desk) == ["派出所"]


def test_kinds_are_taken_as_codes_and_as_words() -> None:
    assert place_kind("村医") == place_kind("village_doctor") == "village_doctor"
    with pytest.raises(NoSuchPlaceKind, match="村医"):
        place_kind("没有的服务")


def test_a_grid_is_written_down_and_replaced(desk: Database) -> None:
    for leader, code in (("汪志强", "2"), ("占国林", "1"), ("余国平", "2")):
        with desk.writing("徐丽华", "网格长") as session:
            put_grid(session, Grid(code=code, leader=leader, leader_phone="13800000046", groups=("汪家组",)))
    with desk.reading() as session:
        assert [(grid.code, grid.leader) for grid in own_station(session).grids] == [("1", "占国林"), ("2", "余国平")]
