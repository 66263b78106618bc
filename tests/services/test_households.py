"""Heads, moving, splitting, merging: relations follow, nobody is lost, the impossible is refused."""

from __future__ import annotations

import pytest

from stationdesk.services.family_roll import WantedHomes
from stationdesk.services.family_writing import FamilyDraft, MemberDraft, add_member
from stationdesk.services.household_heads import change_head, propose_head
from stationdesk.services.households import HouseholdImpossible, merge_households, move_to, propose_merged, split_off
from stationdesk.services.person_writing import PersonDraft, change_resident
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.families import ON, OPERATOR, born, data_of, fang, people, relations, roll, write


def test_a_new_head_changes_what_everybody_is(desk: Database) -> None:
    home = write(desk, fang())
    son = people(desk, home)["方小军"].id
    with desk.reading() as session:
        proposed = propose_head(session, home, son)
    assert [one.asked for one in proposed] == [False] * 4
    with desk.writing(OPERATOR, "换户主") as session:
        change_head(session, home, son, {})
    assert relations(desk, home) == {"方小军": "head", "方根水": "father", "周丽萍": "wife", "方晓禾": "daughter", "方晓树": "son"}
    assert data_of(desk, home).home.head_name == "方小军"
    undo_last(desk, OPERATOR)
    assert relations(desk, home)["方小军"] == "son"


def test_a_dead_or_foreign_head_is_refused(desk: Database) -> None:
    home = write(desk, fang())
    found = people(desk, home)
    with desk.writing(OPERATOR, "去世") as session:
        change_resident(session, found["方小军"].id, PersonDraft({"residency_status": "deceased"}), ON)
    with desk.reading() as session:
        for head in (found["方小军"].id, "nobody"):
            with pytest.raises(HouseholdImpossible):
                propose_head(session, home, head)


def test_split_and_merge_keep_everybody(desk: Database) -> None:
    home = write(desk, fang())
    found = people(desk, home)
    going = {found["周丽萍"].id: "wife", found["方晓禾"].id: "daughter", found["方晓树"].id: "son"}
    with desk.writing(OPERATOR, "分户") as session:
        made = split_off(session, home, found["方小军"].id, going, ON).id
    assert relations(desk, made) == {"方小军": "head", "周丽萍": "wife", "方晓禾": "daughter", "方晓树": "son"}
    assert relations(desk, home) == {"方根水": "head"}
    with desk.reading() as session:
        proposed = {one.resident_id: one.codes for one in propose_merged(session, home, made, "son")}
    assert proposed[found["周丽萍"].id] == ("daughter_in_law",)
    assert proposed[found["方晓禾"].id] == ("granddaughter",)
    with desk.writing(OPERATOR, "合户") as session:
        merge_households(session, home, made, {one: codes[0] for one, codes in proposed.items()})
    assert relations(desk, home)["方晓树"] == "grandson"
    assert made not in roll(desk).ids(WantedHomes())
    undo_last(desk, OPERATOR)
    assert relations(desk, made)["方小军"] == "head"
    undo_last(desk, OPERATOR)
    assert len(people(desk, home)) == 5


def test_impossible_moves_are_refused_and_nothing_is_lost(desk: Database) -> None:
    home = write(desk, fang())
    found = people(desk, home)
    other = write(desk, FamilyDraft({"village_group": "二组"}, (MemberDraft("head", {"name": "徐木生", **born(66), "sex": "male"}),)))
    everybody = {one.id: None for one in found.values()}
    with pytest.raises(HouseholdImpossible), desk.writing(OPERATOR, "分户") as session:
        split_off(session, home, found["方根水"].id, everybody, ON)
    with pytest.raises(HouseholdImpossible), desk.writing(OPERATOR, "合户") as session:
        merge_households(session, home, home, {})
    with pytest.raises(HouseholdImpossible), desk.writing(OPERATOR, "搬") as session:
        move_to(session, found["方小军"].id, other, "head", ON)
    with pytest.raises(HouseholdImpossible), desk.writing(OPERATOR, "加") as session:
        add_member(session, home, MemberDraft("head", {"name": "又一个户主"}), ON)
    assert len(people(desk, home)) == 5
    with desk.writing(OPERATOR, "搬") as session:
        move_to(session, found["周丽萍"].id, other, "not_related", ON)
    assert people(desk, other)["周丽萍"].village_group == "二组"
