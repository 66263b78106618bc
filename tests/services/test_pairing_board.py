"""Who stands by whom: the rows, the holes, both gap lists."""

from __future__ import annotations

from datetime import timedelta

from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.services.pairing_board import left_alone, with_room
from stationdesk.services.pairing_fitness import Fitness
from stationdesk.store.database import Database
from tests.services.pairing_kit import answers_for, child, helper, pair, row_of, whole, world
from tests.services.people import ON, ago, person, put, visited


def test_a_missing_name_is_a_hole_and_one_that_is_not_asked_for_is_none(desk: Database) -> None:
    wang = person(desk, "汪厚行", 81, "red")
    qian = person(desk, "钱有福", 70, "green")
    officer, cheng = helper(desk, "周志平", "responsible_officer", org_level="county"), helper(desk, "程雪琴")
    answers_for(desk, officer, wang, 1)
    pair(desk, cheng, wang)
    row = row_of(desk, wang)
    assert (row.helper.text, row.helper.tone, row.alone) == ("程雪琴", "", False)
    assert [cell.text for cell in row.levels] == ["周志平", "缺", "缺"]
    assert [cell.tone for cell in row.levels] == ["", "hole", "hole"]
    assert row.incomplete
    assert row.first_hole() == 2
    green = row_of(desk, qian)
    assert (green.helper.tone, green.levels[0].tone, green.levels[1].tone) == ("unset", "unset", "hole")
    found = whole(desk)
    assert (found.need, found.helped, found.asked, found.answered) == (1, 1, 2, 0)


def test_the_rows_are_in_the_order_of_urgency_and_children_go_by_alias(desk: Database) -> None:
    green = person(desk, "钱有福", 70, "green")
    red = person(desk, "汪厚行", 81, "red", village_group="河口组")
    yellow = person(desk, "程来发", 75, "yellow")
    boy = child(desk, "胡小禾", "小禾")
    rows = whole(desk).rows
    assert [row.id for row in rows] == [red, yellow, green, boy]
    last = rows[-1]
    assert "胡" not in last.name
    assert last.name.startswith("小禾")
    assert last.group == "—"
    assert last.locked
    assert last.age is None
    assert last.alone


def test_somebody_dead_is_not_on_the_page(desk: Database) -> None:
    wang = person(desk, "汪厚行", 81, "red", residency_status="deceased")
    pair(desk, helper(desk, "程雪琴"), wang)
    assert not whole(desk).rows


def test_why_nobody_helps_is_said(desk: Database) -> None:
    ended = person(desk, "余水莲", 79, "red")
    back = person(desk, "方大元", 70, "yellow", residency_status="returned", residency_since=ago(20))
    never = person(desk, "汪冬香", 72, "yellow")
    asked = person(desk, "江保国", 69, "yellow")
    wu = helper(desk, "吴敏")
    pair(desk, wu, ended, state="ended", end_date=ago(30), end_reason="helper_transferred")
    pair(desk, wu, asked, state="proposed", start_date=None, proposed_on=ago(2))
    why = {row.id: row.why for row in left_alone(whole(desk))}
    assert why[ended] == "帮扶人上月调走"
    assert why[back] == "刚搬回来"
    assert why[never] == "从没有人帮过"
    assert "吴敏" in why[asked]
    assert left_alone(whole(desk))[0].id == ended


def test_a_helper_with_room_says_how_many_of_how_many(desk: Database) -> None:
    wang, xu = person(desk, "汪厚行", 81, "red"), person(desk, "徐桂英", 77, "red")
    huang = helper(desk, "黄晓燕", "youth_league_sibling", most_pairings=2, post="团干")
    yu = helper(desk, "余国平", "village_official", most_pairings=3, post="村书记")
    full = helper(desk, "程雪琴", most_pairings=1)
    left = helper(desk, "吴敏", left_on=ago(1), most_pairings=5)
    officer = helper(desk, "周志平", "responsible_officer")
    pair(desk, yu, wang)
    pair(desk, full, xu)
    found = {room.id: room.words for room in with_room(world(desk))}
    assert found == {huang: "团干，说好带 2 人，还没带", yu: "村书记，带 1 人，最多 3 人"}
    assert [room.id for room in with_room(world(desk))] == [huang, yu]
    assert left not in found
    assert officer not in found


def test_a_pairing_with_a_household_stands_with_each_who_needs_one(desk: Database) -> None:
    home = put(desk, Household, HouseholdDraft(household_no="1")).id
    one = person(desk, "汪厚行", 81, "red", household_id=home)
    other = person(desk, "徐桂英", 77, "yellow", household_id=home)
    son = person(desk, "汪小军", 40, household_id=home)
    team = helper(desk, "卢妈妈队", "team")
    put_home(desk, team, home)
    assert {row.id: row.helper.text for row in whole(desk).rows} == {one: "卢妈妈队", other: "卢妈妈队"}
    assert son not in {row.id for row in whole(desk).rows}


def put_home(desk: Database, team: str, home: str) -> str:
    from stationdesk.registers.pairing import Pairing, PairingDraft

    return put(desk, Pairing, PairingDraft(helper_id=team, household_id=home, start_date=ago(50))).id


def test_who_suits_best_comes_first_and_the_reasons_are_said(desk: Database) -> None:
    wang = person(desk, "汪厚行", 81, "red", village_group="二组")
    other = person(desk, "江保国", 70, "yellow", village_group="二组")
    near = helper(desk, "黄晓燕", most_pairings=3)
    pair(desk, near, other)
    known = helper(desk, "程雪琴")
    visited(desk, wang, 20, "home", visitors=({"name": "程雪琴", "helper_id": known},))
    full = helper(desk, "占国林", most_pairings=1)
    pair(desk, full, person(desk, "胡金凤", 80, "yellow", village_group="二组"))
    himself = helper(desk, "汪厚行", resident_id=wang)
    gone = helper(desk, "吴敏", left_on=(ON + timedelta(days=3)).isoformat())
    with desk.reading() as session:
        fit = Fitness(session, world(desk)).candidates(wang)
        later = Fitness(session, world(desk), (ON + timedelta(days=5)).isoformat()).candidates(wang)
    names = [one.name for one in fit]
    assert names[0] == "黄晓燕"
    assert "同组" in fit[0].words
    assert "还能带 2 人" in fit[0].words
    assert "本来就认得" in next(one for one in fit if one.helper_id == known).words
    assert names[-1] == "占国林"
    assert fit[-1].full
    assert "带满" in fit[-1].words
    assert himself not in {one.helper_id for one in fit}
    assert gone in {one.helper_id for one in fit}
    assert gone not in {one.helper_id for one in later}


def test_at_a_level_the_one_of_that_office_comes_first(desk: Database) -> None:
    wang = person(desk, "汪厚行", 81, "red")
    helper(desk, "程雪琴")
    town = helper(desk, "黎建华", "responsible_officer", org_level="town")
    with desk.reading() as session:
        found = Fitness(session, world(desk)).candidates(wang, 2)
    assert found[0].helper_id == town
    assert "这一级" in found[0].words
