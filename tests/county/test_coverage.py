"""Coverage over the whole county, in a file and in PostgreSQL: its own list is the denominator, the stations' records are the rest."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlmodel import select

from stationdesk.county.coverage import county_coverages
from stationdesk.registers.org_unit import OrgUnit, OrgUnitDraft
from stationdesk.registers.station import StationDraft
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.services.stations import open_station
from stationdesk.services.unit_tree import tree
from stationdesk.services.units import Ending, add_unit, change_unit, close_unit
from stationdesk.store.database import Database
from tests.county.conftest import OTHER, STATION, Village

ON = "2026-11-28"


def figures(village: Village, on: str = ON, since: str | None = None) -> dict[str, tuple[int, int]]:
    """Return how many of how many, by definition."""
    return {one.definition.name: (one.whole.have, one.whole.all) for one in county_coverages(village.county, on, since)}


def open_village(desk: Database, code: str, name: str) -> None:
    draft = StationDraft(code=code, name=f"{name}新时代文明实践站", village=name, town="鲇鱼山镇", opened_on="2026-02-01")
    with desk.writing("徐丽华", "set up", final=True) as session:
        open_station(session, draft)


def met(village: Village, person: str, day: str) -> None:
    draft = VisitDraft(resident_id=person, visited_on=day, outcome="met", mode="home")
    with village.desk.writing("徐丽华", "走访") as session:
        session.add(Visit.model_validate(draft, update={"author": STATION}))


NONE_OF_TWO = {"call": (0, 2), "wish": (0, 2)}
NONE_OF_THREE = {"call": (0, 3), "wish": (0, 3)}


def test_enrolling_writes_each_village_down_once(village: Village) -> None:
    with village.county.database.reading() as session:
        names = [(one.name, one.kind) for one in tree(session).units]
        assert {one.audience for one in session.exec(select(OrgUnit)).all()} == {"all"}
    assert names == [("鲇鱼山镇", "town"), ("村09", "village"), ("村10", "village")]


def test_the_stations_records_count_for_their_villages(village: Village) -> None:
    assert figures(village) == {
        "station": (2, 2),
        "call_room": (0, 2),
        "record": (0, 2),
        "visit": (0, 2),
        "video": (0, 2),
        "call": (0, 2),
        "wish": (0, 2),
    }
    with village.county.database.writing("clerk", "添加") as session:
        add_unit(session, OrgUnitDraft(name="汪家村", town="鲇鱼山镇", region_code="360202101211"), on=ON)
    open_village(village.desk, STATION, "上徐村")
    met(village, village.add("汪厚行", enrolled_on="2026-03-01"), "2026-05-05")
    with village.desk.writing("徐丽华", "工作室") as session:
        own = tree(session).units[0]
        change_unit(session, own.id, {"has_call_room": True, "call_room_opened_on": "2026-10-01"}, on=ON)
        add_unit(session, OrgUnitDraft(name="别处村", town="鲇鱼山镇"), on=ON)
    village.take(village.export())
    assert figures(village) == {
        "station": (2, 3),
        "call_room": (1, 3),
        "record": (1, 3),
        "visit": (1, 3),
        "video": (0, 3),
        "call": (0, 3),
        "wish": (0, 3),
    }
    assert figures(village, "2026-01-01")["station"] == (1, 3), "the one station opened in February"
    assert figures(village, since="2026-06-01")["visit"] == (0, 3)
    assert figures(village, "2026-05-05", "2026-05-05")["visit"] == (1, 3)
    assert figures(village, "2026-09-30")["call_room"] == (0, 3)


def test_a_merged_village_counts_where_it_is_now(village: Village) -> None:
    open_village(village.desk, STATION, "上徐村")
    met(village, village.add("汪厚行"), "2026-05-05")
    village.take(village.export())
    with village.county.database.writing("clerk", "撤并") as session:
        gone, stays = (next(one for one in tree(session).units if code in one.stations) for code in (STATION, OTHER))
        close_unit(session, gone.id, Ending("2026-06-01", stays.id))
    assert figures(village)["visit"] == (1, 1)
    assert figures(village, "2026-05-31")["visit"] == (1, 2)


def test_a_station_that_lies_moves_nobodys_denominator(village: Village) -> None:
    """It takes a county's record for its own, by its id, and writes many villages."""
    with village.county.database.reading() as session:
        theirs = next(one for one in tree(session).units if OTHER in one.stations)
    open_village(village.desk, STATION, "上徐村")
    with village.desk.writing("徐丽华", "添加") as session:
        for at in range(9):
            add_unit(session, OrgUnitDraft(name=f"{at}村", town="城关镇"), on=ON)
        copied = OrgUnitDraft(name="假村", unit_kind="village", closed_on="2020-01-01", station_code=STATION)
        session.add(OrgUnit.model_validate(copied, update={"author": STATION, "id": theirs.id}))
        from stationdesk.services.stations import own_station

        own_station(session).org_unit_id = theirs.id
    village.take(village.export())
    found = county_coverages(village.county, ON)[0]
    assert found.whole.all == 2
    assert replace(theirs).name in {one.name for one in found.covered}
    json.dumps([one.as_json() for one in county_coverages(village.county, ON)], ensure_ascii=False)
