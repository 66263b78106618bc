"""The county's helpers and teams over the lossy road: once, again, out of order, taken back, forgotten by a county put back."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from stationdesk.county import word
from stationdesk.county.people_lists import sent_helpers
from stationdesk.county.people_lists import sent_teams as teams_sent
from stationdesk.county.people_sent import (
    HelperUnclear,
    change_helper,
    code_called,
    join_team,
    phones_of,
    send_helper,
    send_team,
)
from stationdesk.county.said import said
from stationdesk.errors import DeskError
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.helper import Helper
from stationdesk.registers.team import Team
from stationdesk.services.hands import read_hands
from stationdesk.services.pairing_world import read_world
from stationdesk.services.pairing_writing import write_pairing
from stationdesk.services.teams import read_teams
from stationdesk.store.database import Database
from tests.county.word_kit import bring
from tests.county.word_kit import road as road  # noqa: PLC0414 - the same road
from tests.road_kit import OPERATOR, Road
from tests.sync.sample import STATIONS, sample
from tests.sync.world import World

ON = date(2026, 11, 20)


def sends(desk: Database, name: str, audience: str = "all", **fields: Any) -> str:
    with desk.writing("县", "发") as session:
        return send_helper(session, {"name": name, "helper_type": "volunteer"} | fields, audience, ON).id


def team_of(desk: Database, name: str, leader: str, audience: str = "all") -> str:
    with desk.writing("县", "发队伍") as session:
        return send_team(session, {"name": name, "kind": "volunteer", "leader_id": leader}, audience, ON).id


def known(desk: Database) -> dict[str, tuple[str, bool]]:
    """Return whom a desk knows of the county: name, and whether he is there."""
    with desk.reading() as session:
        return {id_: (hand.name, not hand.left) for id_, hand in read_hands(session).items() if hand.of_county}


def test_a_helper_and_a_team_come_are_used_change_and_go(road: Road) -> None:  # long: one life
    county, desk = road.county.database, road.desk
    li = sends(county, "李医生", phones=(PhoneNumber(number="13800000001"),))
    assert sends(county, "李医生", org="县医院") != li, "another office is somebody else"
    assert sends(county, "李医生", phones=(PhoneNumber(number="13800000009"),)) == li, "said again it is changed"
    sends(county, "别村的", "station:999")
    team = team_of(county, "义诊队", li)
    with county.writing("县", "入队") as session:
        wang = session.exec(select(Helper).where(Helper.org == "县医院")).one()
        join_team(session, session.exec(select(Team)).one(), wang.id, None, "member", ON)
        join_team(session, session.exec(select(Team)).one(), wang.id, None, "deputy", ON)
    assert len(said(road.county, ON, [])) == 4
    bring(road)
    assert sorted(known(desk).values()) == [("李医生", True), ("李医生", True)]
    with desk.reading() as session:
        teams = read_teams(session, ON)
        assert [(row.name, row.of_county, row.leader, row.members) for row in teams.rows()] == [("义诊队", True, "李医生", 2)]
        assert [row.role for row in teams.roster(team)] == ["leader", "deputy"]
    person = road.add("汪厚行")[0]
    with desk.writing(OPERATOR, "结对") as session:
        agreed = {"helper_agreed_on": "2026-11-20", "resident_agreed_on": "2026-11-20"}
        write_pairing(session, {"helper_id": li, "resident_id": person} | agreed, ON)
    with county.writing("县", "改") as session:
        change_helper(session, li[-8:], {"phones": phones_of("13800000002")})
    bring(road)
    with desk.reading() as session:
        kept = session.exec(select(Helper).where(Helper.id == li)).one()
        assert [phone.number for phone in kept.phones] == ["13800000002"]
    with county.writing("县", "收回") as session:
        word.take_back(session, li)
        assert {one.id for one in sent_helpers(session)}.isdisjoint({li})
        assert [one.members for one in teams_sent(session, ON)] == [("李医生",)]
    bring(road)
    assert known(desk)[li] == ("李医生", False)
    with desk.reading() as session:
        assert read_world(session, ON).load(li) == 1, "his people are not lost"
        assert [row.role for row in read_teams(session, ON).roster(team)] == ["deputy"]
    with county.writing("县", "收回队") as session:
        word.take_back(session, team)
    bring(road)
    with desk.reading() as session:
        assert read_teams(session, ON).rows() == []


def test_an_older_answer_after_a_newer_and_the_same_twice_change_nothing(road: Road) -> None:
    li = sends(road.county.database, "李医生")
    road.export()
    road.county_takes()
    first = road.county_answers()
    with road.county.database.writing("县", "改") as session:
        change_helper(session, li, {"post": "主任"})
    road.visit(road.add("汪厚行")[0], "2026-11-20")
    road.export()
    road.county_takes()
    second = road.county_answers()
    road.receive(second)
    for again in (first, second):
        with suppress(DeskError):  # whether an old file is refused or passed over is not asked here
            road.receive(again)
    with road.desk.reading() as session:
        assert session.exec(select(Helper.post).where(Helper.id == li)).one() == "主任"


def test_a_county_put_back_forgets_and_the_desk_follows() -> None:
    world = World(sample())
    try:
        code = next(iter(STATIONS))
        desk = world.desks[code].database
        first = sends(world.county.database, "先发的")
        world.back_county_up()
        second = sends(world.county.database, "后发的")
        for _round in range(2):
            world.deliver(world.export(code))
            answer = world.answer(code)
            if answer is not None:
                world.deliver(answer)
        assert set(known(desk)) == {first, second}
        world.restore_county(0)
        for _round in range(6):
            world.deliver(world.export(code))
            answer = world.answer(code)
            if answer is not None:
                world.deliver(answer)
        assert known(desk) == {first: ("先发的", True)}
    finally:
        world.close()


def test_what_cannot_be_is_said_and_nothing_is_written(road: Road) -> None:
    with pytest.raises(HelperUnclear, match="志愿者"):
        code_called("helper_type", "神仙")
    with pytest.raises(HelperUnclear, match="一二三"):
        phones_of("一二三")
    with pytest.raises(HelperUnclear, match="没有发过"), road.county.database.writing("县", "改") as session:
        change_helper(session, "没有的人", {"post": "主任"})
    with road.county.database.reading() as session:
        assert session.exec(select(Helper).where(col(Helper.removed_at).is_(None))).all() == []
