"""The county's keys are in wrong hands: it takes others that follow from none, and a new enrolment file gives the former ones up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from stationdesk.county import stations
from stationdesk.county.rotating import rotate_county
from stationdesk.sync import inbox
from stationdesk.sync.enrolling import FormerCountyKey, enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.key_chain import BrokenKeyChain
from stationdesk.sync.own_keys import MOST_CHANGES, TooManyKeys, own_keys, rotate
from stationdesk.sync.words import county_words
from tests.sync.defects import AFTER_REVOKING, SENTENCES
from tests.sync.hostile_road import CODE, Road, made_road, moved
from tests.sync.sample import STATIONS

OPERATOR = "徐丽华"


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    found = made_road(tmp_path)
    yield found
    found.world.close()


def new_file(road: Road, place: Path) -> Path:
    return stations.enrol_station(road.world.county, "县", code=CODE, name="村", town=STATIONS[CODE], to=place, replace=True)


def round_trip(road: Road) -> None:
    road.world.deliver(road.world.export(CODE))
    sent = road.world.answer(CODE)
    assert sent is not None
    assert road.world.deliver(sent) == "read"


def whole(road: Road) -> bool:
    """Tell whether county and station have each other's whole journal."""
    desk = road.world.desks[CODE]
    there, end = road.world.peer(desk), desk.database.position().seq
    return there.confirmed == end == road.world.ledger_state(CODE).cursor and there.cursor == road.world.county.database.position().seq


def test_a_new_enrolment_file_gives_the_countys_former_keys_up(road: Road, tmp_path: Path) -> None:
    desk, county = road.world.desks[CODE].database, road.world.county
    former = new_file(road, tmp_path)
    kept = read_enrolment(former)
    done = rotate_county(county, "县", tmp_path / "safe", anew=True)
    sent = road.world.answer(CODE)
    assert sent is not None
    with pytest.raises(BrokenKeyChain, match="打电话核对"):
        inbox.receive(desk, OPERATOR, sent.path)
    paper = read_enrolment(new_file(road, tmp_path))
    assert enrol(desk, OPERATOR, paper) == done.words == county_words(paper.county_sign_key, paper.county_age_recipient)
    moved(road)
    for case in AFTER_REVOKING:
        with pytest.raises(case.verdict, match=SENTENCES[case.verdict]):
            road.receive(case.make(road.down))
        assert moved(road) == set(), case.name
    with pytest.raises(FormerCountyKey, match="新的登记文件"):
        enrol(desk, OPERATOR, kept)
    assert moved(road) == set()
    road.world.county_writes("新诊所", "all")
    road.world.add(CODE, "汪新")
    round_trip(road)
    round_trip(road)
    assert whole(road)
    rotate_county(county, "县", tmp_path / "safe")
    road.world.county_writes("再来", "all")
    for _round in range(2):
        round_trip(road)
    assert whole(road)
    enrol(desk, OPERATOR, replace(paper, county="360299"))
    with pytest.raises(FormerCountyKey):
        enrol(desk, OPERATOR, kept)


def test_keys_change_only_as_often_as_a_package_can_tell_and_then_begin_anew(road: Road, tmp_path: Path) -> None:
    desk, county = road.world.desks[CODE].database, road.world.county.database
    for side in (desk, county):
        with side.writing("某", "换钥匙", final=True) as session:
            for _each in range(MOST_CHANGES - 1):
                rotate(session, "字" * 200)
        with pytest.raises(TooManyKeys, match="登记"), side.writing("某", "换钥匙", final=True) as session:
            rotate(session, "")
    road.world.add(CODE, "汪新")
    for _round in range(2):
        round_trip(road)
    assert whole(road)
    rotate_county(road.world.county, "县", tmp_path / "safe", anew=True)
    enrol(desk, OPERATOR, read_enrolment(new_file(road, tmp_path)))
    for side in (desk, county):
        with side.writing("某", "换钥匙", final=True) as session:
            assert len(rotate(session, "").chain) == 2
    for _round in range(2):
        round_trip(road)
    assert whole(road)
    with desk.reading() as session:
        assert len(own_keys(session).identities) == MOST_CHANGES + 2


def test_an_answer_is_sealed_to_the_copies_heard_last_where_there_are_more_than_it_can_name(road: Road) -> None:
    desk = road.world.desks[CODE].database
    for number in range(10):
        with desk.writing("某", "换钥匙", final=True) as session:
            rotate(session, "")
        desk.take_new_copy()
        desk.write_mark(flush=True)
        road.world.add(CODE, f"汪{number}")
        round_trip(road)
    round_trip(road)
    assert whole(road)
