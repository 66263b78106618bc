"""Teams with branches and members, and the services they do: what is kept, what cannot be, and what follows when somebody goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.team import Team, TeamDraft
from stationdesk.registers.team_member import TeamMember, TeamMemberDraft
from stationdesk.services.doers import doer_called, doers
from stationdesk.services.handover import Leaving, hand_over
from stationdesk.services.helpers import merge_helpers
from stationdesk.services.service_items import (
    ServiceImpossible,
    add_usual,
    move_item,
    offer_again,
    service_rows,
    services_for,
    stop_offering,
    usual_services,
    write_item,
)
from stationdesk.services.team_members import add_member, change_member, end_members
from stationdesk.services.team_writing import dissolve, write_team
from stationdesk.services.teams import CountysTeam, MemberRow, TeamImpossible, TeamRow, read_teams, team_rows, teams_of
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.pairing_kit import helper
from tests.services.people import ON, OPERATOR, ago, put
from tests.store.kit import COUNTY, quick_desk


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give one desk for tests that write under names of their own."""
    with quick_desk(tmp_path_factory.mktemp("teams") / "desk") as database:
        yield database


def team(desk: Database, name: str, **fields: Any) -> str:
    with desk.writing(OPERATOR, "队伍") as session:
        return write_team(session, {"name": name} | fields, ON).id


def join(desk: Database, team_id: str, who: str, **fields: Any) -> str:
    with desk.writing(OPERATOR, "入队") as session:
        return add_member(session, {"team_id": team_id, "helper_id": who} | fields, ON).id


def rows(desk: Database, *, gone: bool = False) -> list[TeamRow]:
    with desk.reading() as session:
        return team_rows(session, ON, gone=gone)


def roster(desk: Database, team_id: str) -> list[MemberRow]:
    with desk.reading() as session:
        return read_teams(session, ON).roster(team_id)


def there(desk: Database, team_id: str) -> list[tuple[str, str]]:
    return [(one.name, one.role) for one in roster(desk, team_id) if one.there]


def county_team(desk: Database, name: str, **fields: Any) -> str:
    return put(desk, Team, TeamDraft(name=name, **fields), COUNTY).id


def test_branches_stand_below_their_team_and_the_leader_before_the_others(desk: Database) -> None:
    he, cheng, wu = helper(desk, "何雨"), helper(desk, "程雪琴"), helper(desk, "吴小芳")
    main = team(desk, "桃源村志愿服务队", kind="volunteer", leader_id=he, founded_on=ago(400))
    other = team(desk, "爱心妈妈队", kind="caring_mothers")
    branch = team(desk, "汪家组分队", kind="neighbours", parent_id=main)
    join(desk, main, cheng)
    join(desk, main, wu, role="deputy", from_date=ago(30))
    assert [(row.name, row.depth, row.members, row.branches) for row in rows(desk)] == [
        ("桃源村志愿服务队", 0, 3, 1),
        ("汪家组分队", 1, 0, 0),
        ("爱心妈妈队", 0, 0, 0),
    ]
    assert there(desk, main) == [("何雨", "leader"), ("吴小芳", "deputy"), ("程雪琴", "member")]
    with desk.reading() as session:
        assert teams_of(session, [he, cheng], ON) == {he: ["桃源村志愿服务队"], cheng: ["桃源村志愿服务队"]}
    with pytest.raises(TeamImpossible, match="在这支队伍下面"), desk.writing(OPERATOR, "改") as session:
        write_team(session, {"parent_id": branch}, ON, main)
    with pytest.raises(TeamImpossible, match="已有叫"):
        team(desk, "爱心妈妈队")
    with pytest.raises(TeamImpossible, match="还有分队"), desk.writing(OPERATOR, "解散") as session:
        dissolve(session, main, ON)
    with desk.writing(OPERATOR, "解散") as session:
        assert dissolve(session, branch, ON, "人太少") == 0
    with desk.writing(OPERATOR, "解散") as session:
        assert dissolve(session, main, ON) == 3
    assert [row.id for row in rows(desk)] == [other]
    assert [row.status for row in rows(desk, gone=True) if row.id == main] == ["11月23日解散"]
    assert there(desk, main) == []
    assert {one.reason for one in roster(desk, main)} == {"队伍解散"}
    undo_last(desk, OPERATOR)
    assert len(there(desk, main)) == 3


def test_another_leader_takes_the_place_of_the_one_before(desk: Database) -> None:
    he, cheng = helper(desk, "何雨"), helper(desk, "程雪琴")
    one = team(desk, "配送队", leader_id=he)
    second = join(desk, one, cheng)
    with desk.writing(OPERATOR, "换队长") as session:
        change_member(session, second, {"role": "leader"}, ON)
    assert there(desk, one) == [("程雪琴", "leader"), ("何雨", "member")]
    assert rows(desk)[0].leader == "程雪琴"
    with desk.writing(OPERATOR, "离队") as session:
        assert end_members(session, [second], ON, ON, "外出") == 1
    assert (rows(desk)[0].leader, rows(desk)[0].leader_id) == ("", "")
    with pytest.raises(TeamImpossible, match="已经离队"), desk.writing(OPERATOR, "离队") as session:
        end_members(session, [second], ON, ON)
    again = join(desk, one, cheng)
    assert again != second
    assert there(desk, one) == [("何雨", "member"), ("程雪琴", "member")]
    with pytest.raises(TeamImpossible, match="已在这支队伍里"):
        join(desk, one, cheng)
    with desk.writing(OPERATOR, "队长") as session:
        write_team(session, {"leader_name": "老汪"}, ON, one)
    assert rows(desk)[0].leader == "老汪"


def test_who_leads_from_a_day_to_come_leads_from_that_day(desk: Database) -> None:
    he, cheng = helper(desk, "何雨"), helper(desk, "程雪琴")
    one, then = team(desk, "配送队", leader_id=he), ON + timedelta(days=8)
    later = join(desk, one, cheng, role="leader", from_date=then.isoformat())
    assert (rows(desk)[0].leader, there(desk, one)) == ("何雨", [("何雨", "leader")])
    with desk.reading() as session:
        teams = read_teams(session, then)
        assert teams.row(one).leader == "程雪琴"
        assert [(row.name, row.role) for row in teams.roster(one)] == [("程雪琴", "leader"), ("何雨", "member")]
        first = next(row.id for row in teams.roster(one) if row.helper_id == he)
    with desk.writing(OPERATOR, "换回来") as session:
        change_member(session, first, {"role": "leader"}, then)
    with desk.reading() as session:
        assert read_teams(session, then).row(one).leader == "何雨"
    undo_last(desk, OPERATOR)
    with desk.writing(OPERATOR, "离队") as session:
        end_members(session, [later], then, then)
    with desk.reading() as session:
        assert read_teams(session, then).row(one).leader == "", "whoever led before does not lead again"


def test_who_leaves_or_was_written_down_twice_is_in_the_teams_no_more(desk: Database) -> None:
    he, cheng, double = helper(desk, "何雨"), helper(desk, "程雪琴", joined_on=ago(300)), helper(desk, "程雪琴")
    one, two = team(desk, "甲队", leader_id=double), team(desk, "乙队", leader_id=he)
    join(desk, two, double)
    join(desk, two, cheng)
    with desk.writing(OPERATOR, "合并") as session:
        merge_helpers(session, cheng, double, ON)
    assert there(desk, one) == [("程雪琴", "leader")]
    assert there(desk, two) == [("何雨", "leader"), ("程雪琴", "member")]
    with desk.reading() as session:
        assert read_teams(session, ON).teams[one].leader_id == cheng
    with desk.writing(OPERATOR, "交接") as session:
        hand_over(session, cheng, Leaving("retired", ON), {}, ON)
    assert there(desk, one) == []
    assert [row.leader for row in rows(desk)] == ["", "何雨"]
    assert [(line.until, line.reason) for line in roster(desk, one)] == [(ON.isoformat(), "退休")]


def test_the_countys_team_is_read_and_never_written(desk: Database) -> None:
    put(desk, Helper, HelperDraft(name="县里的人"), COUNTY)
    main = county_team(desk, "昌江区志愿总队", kind="volunteer")
    put(desk, TeamMember, TeamMemberDraft(team_id=main, helper_name="王科长", role="leader"), COUNTY)
    own = team(desk, "桃源村支队", parent_id=main)
    assert [(row.name, row.depth, row.of_county) for row in rows(desk)] == [("昌江区志愿总队", 0, True), ("桃源村支队", 1, False)]
    member = roster(desk, main)[0].id
    for refused in (
        lambda session: write_team(session, {"name": "改名"}, ON, main),
        lambda session: dissolve(session, main, ON),
        lambda session: add_member(session, {"team_id": main, "helper_name": "何雨"}, ON),
        lambda session: end_members(session, [member], ON, ON),
        lambda session: change_member(session, member, {"role": "member"}, ON),
    ):
        with pytest.raises(CountysTeam, match="县里"), desk.writing(OPERATOR, "改") as session:
            refused(session)
    with desk.reading() as session:
        found = {one.name: one.of_county for one in doers(session, ON)}
    assert found == {"昌江区志愿总队": True, "桃源村支队": False, "县里的人": True}
    with desk.writing(OPERATOR, "县里撤回", receiving=True) as session:
        session.get_one(Team, read_teams(session, ON).teams[main].key).removed_at = session.info["at"]
    assert [(row.name, row.depth) for row in rows(desk)] == [("桃源村支队", 0)]
    assert own


def test_two_teams_below_each_other_are_both_shown(desk: Database) -> None:
    one, two = team(desk, "甲队"), team(desk, "乙队")
    for this, above in ((one, two), (two, one)):
        put(desk, Team, TeamDraft(name=f"丙{this[-4:]}", parent_id=above))
        with desk.writing(OPERATOR, "并库") as session:
            kept = read_teams(session, ON).teams[this]
            kept.parent_id = above
            session.add(kept)
    assert len(rows(desk)) == 4


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["join", "leave", "lead", "demote"]), st.integers(-20, 2)), max_size=12))
def test_whatever_is_done_one_leads_at_most_and_nobody_is_in_twice(shared: Database, steps: list[tuple[int, str, int]]) -> None:
    """In any order of coming, leaving and leading: a refusal changes nothing, and the roster stays one."""
    people = [helper(shared, name) for name in ("何雨", "程雪琴", "吴小芳")]
    name = f"队{len(rows(shared, gone=True))}"
    one = team(shared, name, founded_on=ago(60))
    for who, what, days in steps:
        mine = [row for row in roster(shared, one) if row.there and row.helper_id == people[who]]
        before = there(shared, one)
        try:
            with shared.writing(OPERATOR, "改队伍") as session:
                if what == "join":
                    add_member(session, {"team_id": one, "helper_id": people[who], "from_date": ago(-days)}, ON)
                elif mine and what == "leave":
                    end_members(session, [mine[0].id], ON + timedelta(days=days), ON)
                elif mine:
                    change_member(session, mine[0].id, {"role": "leader" if what == "lead" else "member"}, ON)
        except TeamImpossible:
            assert there(shared, one) == before
        now = [row for row in roster(shared, one) if row.there]
        assert len({row.helper_id for row in now}) == len(now)
        leaders = [row.helper_id for row in now if row.role == "leader"]
        with shared.reading() as session:
            known = read_teams(session, ON)
        assert leaders == [id_ for id_ in [known.row(one).leader_id] if id_] == [id_ for id_ in [known.teams[one].leader_id] if id_]


def test_the_catalogue_says_who_does_what_and_what_is_offered_now(desk: Database) -> None:
    he, gone = helper(desk, "何雨", "volunteer", post="水电工"), helper(desk, "走了的", left_on=ago(1))
    one = team(desk, "便民维修队", leader_id=he)
    with desk.writing(OPERATOR, "目录") as session:
        repair = write_item(
            session, {"name": "水电小修", "kind": "repair", "term_hours": 48, "team_ids": (one,), "helper_ids": (gone, he)}, ON
        ).id
        assert add_usual(session, ON) == len(usual_services()) - 1
        assert add_usual(session, ON) == 0
    with desk.reading() as session:
        (row,) = services_for(session, "repair", ON)
        assert services_for(session, None, ON) == []
    assert ([who.name for who in row.doers], row.missing, row.term) == (["便民维修队", "何雨"], 1, "2 天内")
    assert row.doers[1].words == "水电工"
    with desk.writing(OPERATOR, "停办") as session:
        stop_offering(session, repair, ON)
        with pytest.raises(ServiceImpossible, match="已经停办"):
            stop_offering(session, repair, ON)
    with desk.reading() as session:
        assert services_for(session, "repair", ON) == []
        assert repair not in {line.id for line in service_rows(session, ON)}
        assert repair in {line.id for line in service_rows(session, ON, gone=True)}
    with desk.writing(OPERATOR, "再办") as session:
        offer_again(session, repair, ON)
        assert not move_item(session, repair, -1)
        assert move_item(session, repair, 1)
        assert [line.name for line in service_rows(session, ON)][1] == "水电小修"
    with pytest.raises(ServiceImpossible, match="已有叫"), desk.writing(OPERATOR, "再写") as session:
        write_item(session, {"name": "水电小修"}, ON)
    with desk.reading() as session:
        found = doer_called(session, "helper", gone, ON)
        assert found is not None
        assert found.name == "走了的"
        assert doer_called(session, "team", "nobody", ON) is None


def test_a_team_among_the_helpers_is_offered_once(desk: Database) -> None:
    same = helper(desk, "桃源村志愿服务队", "team")
    team(desk, "桃源村志愿服务队", helper_id=same)
    with desk.reading() as session:
        assert [(one.kind, one.name) for one in doers(session, ON)] == [("team", "桃源村志愿服务队")]
