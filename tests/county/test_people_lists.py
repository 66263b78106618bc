"""Which stations have what the county sent of people, in a file and in PostgreSQL; and the teams' rules that a list relies on."""

from __future__ import annotations

from datetime import date

import pytest

from stationdesk.county.people_lists import Reach, SentTeam, reached, sent_teams
from stationdesk.county.people_sent import HelperUnclear, change_team, join_team, leave_team, send_helper, send_team, team_called
from tests.county.conftest import OTHER, STATION, Village

ON = date(2026, 11, 20)


def test_a_record_has_come_when_its_last_change_was_answered_for(village: Village) -> None:
    county = village.county
    with county.database.writing("clerk", "发") as session:
        li = send_helper(session, {"name": "李医生"}, "all", ON).id
        team = send_team(session, {"name": "义诊队", "leader_id": li}, f"station:{STATION}", ON).id
    members = {team: [one.id for each in teams(village) for one in each.people]}
    whom = {li: "all", team: f"station:{STATION}"}
    assert reached(county, whom, members) == {li: Reach(0, 2), team: Reach(0, 1)}
    village.round_trip()
    assert reached(county, whom, members) == {li: Reach(0, 2), team: Reach(0, 1)}, "the station has not said so yet"
    village.take(village.export())
    assert reached(county, whom, members) == {li: Reach(1, 2), team: Reach(1, 1)}
    with county.database.writing("clerk", "入队") as session:
        join_team(session, team_called(session, team), None, "王护士", "member", ON)
    members = {team: [one.id for each in teams(village) for one in each.people]}
    assert reached(county, whom, members) == {li: Reach(1, 2), team: Reach(0, 1)}, "who came into the team is on his way"
    assert reached(county, {}) == {}


def teams(village: Village) -> list[SentTeam]:
    """Return the teams the county sent."""
    with village.county.database.reading() as session:
        return sent_teams(session, ON)


def test_a_branch_goes_no_further_than_its_team(village: Village) -> None:
    with village.county.database.writing("clerk", "发") as session:
        town = send_team(session, {"name": "镇队"}, "town:鲇鱼山镇", ON)
        one = send_team(session, {"name": "村分队", "parent_id": town.id, "leader_name": "汪队长"}, f"station:{OTHER}", ON)
        with pytest.raises(HelperUnclear, match="鲇鱼山镇"):
            send_team(session, {"name": "县分队", "parent_id": town.id}, "all", ON)
        with pytest.raises(HelperUnclear, match="下面"):
            change_team(session, town.id, {"parent_id": town.id}, ON)
        change_team(session, one.id, {"leader_id": None, "leader_name": "徐队长"}, ON)
        (_town, branch) = sent_teams(session, ON)
        assert (branch.depth, branch.above) == (1, "镇队")
        assert [(each.name, each.role) for each in branch.people] == [("徐队长", "leader"), ("汪队长", "member")]
        leave_team(session, branch.people[0].id, ON)
        assert [(each.leader, each.members) for each in sent_teams(session, ON)] == [("", ()), ("", ("汪队长",))]
        with pytest.raises(HelperUnclear):
            leave_team(session, branch.people[0].id, ON)
