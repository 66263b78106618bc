"""A pairing from the proposal to its end, and what cannot be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.pairing import Pairing
from stationdesk.services.pairing_world import ANSWERING
from stationdesk.services.pairing_writing import (
    PairingImpossible,
    SameHouse,
    TooMany,
    agree,
    end_pairings,
    resume,
    suspend,
    write_pairing,
)
from stationdesk.services.projects import ProjectImpossible, levels, projects, remove_project, write_levels, write_project
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.store.database import Database
from tests.services.pairing_kit import helper, pair, row_of
from tests.services.people import ON, OPERATOR, ago, person, put

TODAY = ON.isoformat()


def write(desk: Database, who: str, whom: str, *, sure: bool = False, because: str = "", **fields: Any) -> str:
    with desk.writing(OPERATOR, "结对") as session:
        return write_pairing(session, {"helper_id": who, "resident_id": whom} | fields, ON, sure=sure, because=because).id


def kept(desk: Database, id_: str) -> Pairing:
    with desk.reading() as session:
        return session.exec(select(Pairing).where(Pairing.id == id_)).one()


def test_it_waits_until_both_have_agreed(desk: Database) -> None:
    wang, cheng = person(desk, "汪厚行", 81, "red"), helper(desk, "程雪琴")
    one = write(desk, cheng, wang, helper_agreed_on=ago(3))
    assert (kept(desk, one).state, kept(desk, one).proposed_on) == ("proposed", TODAY)
    assert row_of(desk, wang).alone
    with desk.writing(OPERATOR, "同意") as session:
        agree(session, one, ON, helper_on=ago(3), resident_on=ago(1), by="儿子 汪军")
    assert (kept(desk, one).state, kept(desk, one).start_date, kept(desk, one).agreed_by) == ("active", TODAY, "儿子 汪军")
    assert row_of(desk, wang).helper.text == "程雪琴"


def test_who_answers_at_a_level_needs_nobodys_consent(desk: Database) -> None:
    one = write(desk, helper(desk, "周志平", "responsible_officer"), person(desk, "汪厚行", 81, "red"), kind=ANSWERING, level=1)
    assert (kept(desk, one).state, kept(desk, one).start_date) == ("active", TODAY)


def test_a_rest_is_remembered_and_a_second_one_is_refused(desk: Database) -> None:
    wang = person(desk, "汪厚行", 81, "red")
    one = pair(desk, helper(desk, "程雪琴"), wang)
    with desk.writing(OPERATOR, "暂停") as session:
        assert suspend(session, [one], ON - timedelta(days=9), "外出打工") == 1
    assert row_of(desk, wang).helper.text == "程雪琴（暂停）"
    with pytest.raises(PairingImpossible), desk.writing(OPERATOR, "暂停") as session:
        suspend(session, [one], ON, "再停")
    with desk.writing(OPERATOR, "恢复") as session:
        assert resume(session, [one], ON) == 1
    assert kept(desk, one).rests == (f"{ago(9)}/{ago(1)}",)
    with pytest.raises(PairingImpossible), desk.writing(OPERATOR, "恢复") as session:
        resume(session, [one], ON)


def test_it_ends_with_a_reason_on_a_day_that_may_lie_ahead(desk: Database) -> None:
    wang = person(desk, "汪厚行", 81, "red")
    one = pair(desk, helper(desk, "程雪琴"), wang)
    with desk.writing(OPERATOR, "结束") as session:
        end_pairings(session, [one], ON + timedelta(days=5), "risk_removed")
    assert kept(desk, one).in_force(TODAY)
    assert not kept(desk, one).in_force((ON + timedelta(days=5)).isoformat())
    assert row_of(desk, wang).helper.text == "程雪琴（到11月28日）"
    with pytest.raises(PairingImpossible), desk.writing(OPERATOR, "结束") as session:
        end_pairings(session, [one], ON - timedelta(days=200), "other")


def test_what_cannot_be_is_refused_with_a_sentence(desk: Database) -> None:
    wang = person(desk, "汪厚行", 81, "red")
    cheng, left = helper(desk, "程雪琴"), helper(desk, "吴敏", left_on=ago(1))
    pair(desk, cheng, wang)
    with pytest.raises(PairingImpossible, match="已经结对"):
        write(desk, cheng, wang)
    with pytest.raises(PairingImpossible, match="不在了"):
        write(desk, left, wang)
    with pytest.raises(PairingImpossible, match="自己"):
        write(desk, helper(desk, "汪厚行", resident_id=wang), wang)
    with pytest.raises(PairingImpossible, match="开始之前"):
        write(desk, helper(desk, "黄晓燕"), wang, start_date=TODAY, end_date=ago(3))
    with pytest.raises(PairingImpossible, match="还没到"):
        write(desk, helper(desk, "余国平"), wang, helper_agreed_on=(ON + timedelta(days=1)).isoformat())
    for status, words in (("deceased", "去世"), ("moved_out", "不住这里")):
        with pytest.raises(PairingImpossible, match=words):
            write(desk, cheng, person(desk, "江保国", 70, "red", residency_status=status))


def test_one_of_the_same_household_is_asked_about(desk: Database) -> None:
    home = put(desk, Household, HouseholdDraft(household_no="1")).id
    wang, son = person(desk, "汪厚行", 81, "red", household_id=home), person(desk, "汪军", 50, household_id=home)
    same = helper(desk, "汪军", resident_id=son)
    with pytest.raises(SameHouse, match="汪军"):
        write(desk, same, wang)
    assert kept(desk, write(desk, same, wang, sure=True)).helper_id == same


def test_more_than_the_project_allows_needs_a_reason_or_is_refused(desk: Database) -> None:
    cheng = helper(desk, "程雪琴", "youth_league_sibling")
    first, second = person(desk, "汪厚行", 81, "red"), person(desk, "徐桂英", 77, "red")
    write(desk, cheng, first, project="百名团干结对守护")
    with pytest.raises(TooMany, match="最多 1 人"):
        write(desk, cheng, second, project="百名团干结对守护")
    one = write(desk, cheng, second, project="百名团干结对守护", because="住在隔壁")
    assert "住在隔壁" in (kept(desk, one).remark or "")
    with pytest.raises(TooMany, match="最多 1 位"):
        write(desk, helper(desk, "黄晓燕"), first, project="百名团干结对守护")
    with desk.writing(OPERATOR, "项目") as session:
        fields = projects(session)[1].model_dump(exclude={"key", "id", "author", "audience", "removed_at"})
        write_project(session, fields | {"may_exceed": False}, fields["name"])
    with pytest.raises(TooMany, match="不许"):
        write(desk, cheng, person(desk, "余水莲", 79, "red"), project="百名团干结对守护", because="无论如何")


def test_a_project_renamed_takes_its_pairings_along(desk: Database) -> None:
    one = pair(desk, helper(desk, "程雪琴"), person(desk, "汪厚行", 81, "red"), project="邻里守望")
    with desk.writing(OPERATOR, "项目") as session:
        before = len(projects(session))
        write_project(session, {"name": "邻里互助", "kind": "neighbour_watch", "grades": ("red",), "everybody": True}, "邻里守望")
    with desk.reading() as session:
        assert len(projects(session)) == before
        assert "邻里守望" not in {project.name for project in projects(session)}
    assert kept(desk, one).project == "邻里互助"
    with desk.writing(OPERATOR, "项目") as session:
        with pytest.raises(ProjectImpossible):
            remove_project(session, "邻里互助")
        with pytest.raises(ProjectImpossible):
            write_project(session, {"name": "爱心妈妈"})
        remove_project(session, "队伍联户")
    with desk.reading() as session:
        assert len(projects(session)) == before - 1


def test_levels_are_as_many_as_the_county_has(desk: Database) -> None:
    wang = person(desk, "汪厚行", 81, "red")
    with desk.writing(OPERATOR, "包保") as session:
        three = levels(session)
        write_levels(session, [*three, three[2].model_copy(update={"label": "组级", "grades": ("red",)})])
    assert [cell.text for cell in row_of(desk, wang).levels] == ["缺"] * 4
    with desk.writing(OPERATOR, "包保") as session:
        write_levels(session, [three[1]])
    with desk.reading() as session:
        assert [(one.number, one.label) for one in levels(session)] == [(1, "镇级")]
    assert len(row_of(desk, wang).levels) == 1


def test_a_death_ends_what_was_to_end_later_on_the_day_of_death(desk: Database) -> None:
    wang, cheng, huang = person(desk, "汪厚行", 81, "red"), helper(desk, "程雪琴"), helper(desk, "黄晓燕")
    one = pair(desk, cheng, wang, state="changed", end_date=(ON + timedelta(days=5)).isoformat(), end_reason="helper_retired")
    two = pair(desk, huang, wang, start_date=(ON + timedelta(days=5)).isoformat(), previous_id=one)
    with desk.writing(OPERATOR, "去世") as session:
        change_status(session, wang, StatusDraft("deceased", ON), ON, operator=OPERATOR)
    assert (kept(desk, one).end_date, kept(desk, one).end_reason) == (TODAY, "deceased")
    assert not kept(desk, two).in_force((ON + timedelta(days=6)).isoformat())
