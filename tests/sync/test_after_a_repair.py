"""What a desk is after its journal was made one again, and after it goes on although it was retired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from stationdesk.county import copies, moving
from stationdesk.county.slices import towns_of
from stationdesk.sync import inbox
from stationdesk.sync.confirming import use_again
from tests.sync.sample import STATIONS, sample
from tests.sync.world import World

CODE = "360202101209"


@pytest.fixture
def world() -> Iterator[World]:
    made = World(sample())
    yield made
    made.close()


def round_trip(world: World) -> None:
    """Bring a package to the county and its answer back."""
    world.deliver(world.export(CODE))
    sent = world.answer(CODE)
    assert sent is not None
    world.deliver(sent)


def test_a_desk_that_was_repaired_is_no_older_state_when_it_is_opened_again(world: World) -> None:
    world.add(CODE, "汪共")
    round_trip(world)
    world.back_station_up(CODE)
    world.add(CODE, "汪彼")
    round_trip(world)
    world.put_station_back(CODE, unseen=False)
    world.add(CODE, "汪此")
    round_trip(world)
    database = world.desks[CODE].database
    assert len(world.residents(CODE)) == 3, "the county gave one back, and one was put after it"
    goes_on_as = database.about.line_copy
    database.notices.clear()
    database._look_at_marks()
    assert database.notices == []
    assert database.about.line_copy == goes_on_as


def test_a_retired_copy_that_goes_on_believes_nothing_until_the_county_speaks_again(world: World) -> None:
    world.add(CODE, "汪")
    round_trip(world)
    station = world.desks[CODE]
    copies.retire(world.county, "clerk", CODE, station.database.about.line_copy)
    assert world.peer(station).confirmed > 0
    use_again(station.database, "徐丽华")
    assert world.peer(station).confirmed == 0
    round_trip(world)
    assert world.peer(station).confirmed == station.database.position().seq


def test_a_station_moved_by_mistake_and_back_is_where_it_was(world: World) -> None:
    moving.move_station(world.county, "clerk", CODE, "丽阳镇")
    moving.move_station(world.county, "clerk", CODE, STATIONS[CODE])
    moving.move_station(world.county, "clerk", CODE, "丽阳镇")
    with world.county.database.reading() as session:
        assert towns_of(session, CODE)[-1][1] == "丽阳镇"
    world.county_writes("新镇诊所", "town:丽阳镇")
    world.add(CODE, "汪")
    round_trip(world)
    with world.desks[CODE].database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM place WHERE author = '360202'").scalar() == 1


def test_how_far_the_county_gave_back_is_the_latest_of_its_moments_whatever_its_last_line_says(world: World) -> None:
    """A clock that was wrong for a day wrote the last line before the others."""
    world.add(CODE, "汪共")
    round_trip(world)
    world.back_station_up(CODE)
    database, moment = world.desks[CODE].database, datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    for name, at in (("汪甲", moment), ("汪乙", moment - timedelta(days=300))):
        database.clock = partial(max, at, at)
        world.add(CODE, name)
    round_trip(world)
    world.put_station_back(CODE, unseen=False)
    world.add(CODE, "汪此")
    world.deliver(world.export(CODE))
    sent = world.answer(CODE)
    assert sent is not None
    repaired = inbox.receive(world.desks[CODE].database, "徐丽华", sent.path).repaired
    assert repaired is not None
    assert repaired.until.startswith("2026-11-20T02:00")


@pytest.mark.parametrize("followed", [True, False])
def test_a_wrong_clock_there_makes_the_list_of_what_is_lost_not_begin_in_years_to_come(world: World, followed: bool) -> None:
    world.add(CODE, "汪共")
    round_trip(world)
    world.back_station_up(CODE)
    database = world.desks[CODE].database
    now = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    database.clock = lambda: now + timedelta(days=3650)
    world.add(CODE, "汪将来")
    database.clock = lambda: now
    if followed:
        world.add(CODE, "汪今天")
    world.deliver(world.export(CODE))
    world.put_station_back(CODE, unseen=False)
    world.add(CODE, "汪此")
    world.desks[CODE].database.clock = lambda: now + timedelta(days=1)
    world.deliver(world.export(CODE))
    made = world.answer(CODE)
    assert made is not None
    repaired = inbox.receive(world.desks[CODE].database, "徐丽华", made.path).repaired
    assert repaired is not None
    expected = "2026-11-20" if followed else "2026-11-21"
    assert repaired.until[:10] == expected, "the last that bears a day gone by, or the reading itself"
