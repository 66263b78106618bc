"""Moves of a resident and all that follows: previewed, carried out in one action, undone, and taken back as wrong weeks later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from stationdesk.registers.card_issue import CardIssue
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.kin import Kin
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.resident import Resident
from stationdesk.registers.status_change import StatusChange
from stationdesk.services.birthdays import birthdays
from stationdesk.services.contacts import known_of
from stationdesk.services.due import State, due
from stationdesk.services.person_writing import PersonDraft, change_resident, set_grade
from stationdesk.services.residency import (
    MoveImpossible,
    SeenLater,
    StatusDraft,
    change_status,
    possible_moves,
)
from stationdesk.services.residency_family import half_a_year_after
from stationdesk.services.residency_parts import stops
from stationdesk.services.status_correcting import CannotCorrect, correct_change
from stationdesk.services.status_history import changes_of, status_on
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.homes import Home
from tests.services.people import ON, OPERATOR, ago, person, put, visited

TODAY = ON.isoformat()


@pytest.fixture
def home(desk: Database) -> Home:
    return Home(desk)


def test_a_death_tells_all_that_follows_and_writes_it(home: Home) -> None:
    before = home.picture()
    seen = home.see(home.old, "deceased")
    assert home.picture() == before, "a preview writes nothing"
    assert set(seen) == {
        *("grade", "pairing", "birthday", "card", "category", "kin", "kin_alike", "head", "size", "spouse"),
        *(f"ward:{home.child}", next(code for code in seen if code.startswith("home_tag:"))),
    }
    assert "程老师, 徐书记" in seen["pairing"].says.replace("、", ", ") or "程老师" in seen["pairing"].says
    assert "小禾" in seen[f"ward:{home.child}"].says
    assert "方禾" not in "".join(one.says for one in seen.values())
    assert seen["head"].options == ((home.wife, "余水莲"), (home.son, "方小军"))
    assert stops(seen.values()) == 6
    assert next(iter(seen.values())).tone == "urgent"
    change = home.move(home.old, "deceased", reason="病故", told_by="余水莲")
    assert home.one(home.old).residency_status == "deceased"
    assert next((one.to_date, one.resident_id == home.old) for one in home.all(CareGrade)) == (TODAY, True)
    assert {(one.state, one.end_date, one.end_reason) for one in home.all(Pairing)} == {("ended", TODAY, "deceased")}
    (card,) = home.all(CardIssue)
    assert (card.void, card.void_on) == (True, TODAY)
    tag = next(one for one in home.all(CategoryTag) if one.resident_id == home.old)
    assert (tag.to_date, tag.exit_reason) == (TODAY, "deceased")
    (house,) = home.all(Household)
    assert (house.head_id, house.head_name, house.household_size, house.resident_size) == (home.wife, "余水莲", 3, 2)
    assert home.one(home.wife).marital_status == "widowed"
    assert {one.life_state for one in home.all(Kin) if one.name == "方根水"} == {"deceased"}
    (guardian,) = home.all(Guardian)
    assert (guardian.to_date, guardian.end_reason) == (TODAY, "死亡")
    assert next(one for one in home.all(CareGrade) if one.resident_id == home.child).review_due == TODAY
    with home.desk.reading() as session:
        assert due(known_of(session, [home.old], ON)[home.old], ON).state is State.NONE
        assert home.old not in {one.resident_id for one in birthdays(session, ON, 365)}
        assert status_on(session, home.one(home.old), ON - timedelta(days=1)).status == "living"
    assert (change.from_status, change.told_by, change.recorded_by) == ("living", "余水莲", OPERATOR)


def test_one_key_takes_the_whole_death_back(home: Home) -> None:
    before = home.picture()
    home.move(home.old, "deceased")
    assert home.picture() != before
    undo_last(home.desk, OPERATOR)
    assert home.picture() == before
    assert not home.all(StatusChange)


def test_what_is_not_wanted_is_not_written(home: Home) -> None:
    home.move(home.old, "deceased", choices={"head": False, "spouse": False, "size": False, "kin_alike": False})
    (house,) = home.all(Household)
    assert (house.head_id, house.household_size) == (home.old, 4)
    assert home.one(home.wife).marital_status == "married"
    assert [one.life_state for one in home.all(Kin) if one.resident_id == home.son] == [None]
    assert home.one(home.old).residency_status == "deceased"


def test_another_successor_may_be_chosen(home: Home) -> None:
    home.move(home.old, "deceased", successor=home.son)
    assert home.all(Household)[0].head_id == home.son
    assert home.one(home.son).relation_to_head == "head"


def test_a_wrong_death_is_taken_back_weeks_later(home: Home) -> None:
    before = home.picture()
    change = home.move(home.old, "deceased")
    visited(home.desk, home.wife, 0)
    found = home.correct(change, ON + timedelta(days=30))
    assert found.kept == ()
    after = home.picture()
    assert after == before
    with home.desk.reading() as session:
        assert changes_of(session, home.old) == []
        assert [one.wrong_by for one in changes_of(session, home.old, wrong=True)] == [OPERATOR]
    with pytest.raises(CannotCorrect):
        home.correct(change)


def test_a_correction_leaves_what_is_newer_and_says_so(home: Home) -> None:
    change = home.move(home.old, "deceased")
    with home.desk.writing(OPERATOR, "改") as session:
        house = session.exec(select(Household)).one()
        house.head_id, house.head_name = home.son, "方小军"
        session.add(house)
        set_grade(session, home.old, "green", ON + timedelta(days=3))
        pairing = session.exec(select(Pairing).where(Pairing.helper_name == "程老师")).one()
        pairing.end_reason = "helper_retired"
        session.add(pairing)
    found = home.correct(change, ON + timedelta(days=20))
    assert len(found.kept) == 3
    assert any("程老师" in words for words in found.kept)
    assert home.all(Household)[0].head_id == home.son
    assert home.all(Household)[0].household_size == 4, "what nobody touched goes back"
    assert home.one(home.old).residency_status == "living"
    assert next(one for one in home.all(Pairing) if one.helper_name == "徐书记").state == "active"


def test_an_older_move_is_not_corrected_below_a_newer_one(home: Home) -> None:
    first = home.move(home.old, "hospital", ON - timedelta(days=5), place="县医院")
    home.move(home.old, "living")
    with pytest.raises(CannotCorrect):
        home.correct(first)


@pytest.mark.parametrize(
    ("to", "happened", "given", "words"),
    [
        ("deceased", ON + timedelta(days=1), {}, "还没到"),
        ("deceased", date(1953, 1, 1), {}, "出生"),
        ("living", ON, {}, "在家"),
        ("away", ON, {"expected_back": ON - timedelta(days=1)}, "回来"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(home: Home, to: str, happened: date, given: dict[str, Any], words: str) -> None:
    before = home.desk.position()
    with pytest.raises(MoveImpossible, match=words):
        home.move(home.old, to, happened, **given)
    assert home.desk.position() == before


def test_twice_moved_and_before_the_last_move_are_refused(home: Home) -> None:
    home.move(home.old, "hospital", ON - timedelta(days=3), place="县医院")
    with pytest.raises(MoveImpossible, match="住院"):
        home.move(home.old, "hospital", place="县医院")
    with pytest.raises(MoveImpossible, match="11月20日"):
        home.move(home.old, "deceased", ON - timedelta(days=4))
    home.move(home.old, "deceased")
    with pytest.raises(MoveImpossible, match="记错了"):
        home.move(home.old, "deceased")
    home.move(home.wife, "moved_out", place="河口村")
    with pytest.raises(MoveImpossible, match="迁走"):
        home.move(home.wife, "deceased")
    assert possible_moves(home.one(home.old)) == ()
    assert possible_moves(home.one(home.wife)) == ("living",)


def test_a_death_before_the_last_visit_asks(home: Home) -> None:
    visited(home.desk, home.old, 2)
    with pytest.raises(SeenLater, match="11月21日"):
        home.move(home.old, "deceased", ON - timedelta(days=5))
    home.move(home.old, "deceased", ON - timedelta(days=5), sure=True)
    assert home.one(home.old).residency_since == ago(5)


def test_a_visit_that_met_nobody_does_not_ask(home: Home) -> None:
    visited(home.desk, home.old, 2, "home", "nobody")
    home.move(home.old, "deceased", ON - timedelta(days=5))


def test_hospital_pauses_flags_the_child_and_back_resumes(home: Home) -> None:
    seen = home.see(home.old, "hospital")
    assert "小禾" in seen[f"ward:{home.child}"].says
    assert "余水莲" in seen[f"ward:{home.child}"].says
    assert "方小军" not in seen[f"ward:{home.child}"].says, "who is away can do nothing"
    home.move(home.old, "hospital", ON - timedelta(days=3), place="县医院", choices={"pairing": True}, expected_back=ON)
    with home.desk.reading() as session:
        assert due(known_of(session, [home.old], ON)[home.old], ON).state is State.PAUSED
    assert {one.state for one in home.all(Pairing)} == {"suspended"}
    assert home.all(Guardian)[0].to_date is None
    assert home.all(Household)[0].resident_size == 2
    assert home.one(home.old).expected_return == TODAY
    home.move(home.old, "living")
    assert {one.state for one in home.all(Pairing)} == {"active"}
    assert (home.all(Household)[0].resident_size, home.one(home.old).expected_return) == (3, None)
    with home.desk.reading() as session:
        assert due(known_of(session, [home.old], ON)[home.old], ON).state is not State.PAUSED
        found = [status_on(session, home.one(home.old), ON - timedelta(days=days)).status for days in (9, 3, 1, 0)]
    assert found == ["living", "hospital", "hospital", "living"]


def test_a_parent_back_ends_the_category_after_six_months_only(home: Home) -> None:
    tag = next(one for one in home.all(CategoryTag) if one.resident_id == home.child)
    soon = home.see(home.son, "returned")
    assert (soon[f"tag:{tag.id}"].tone, soon[f"tag:{tag.id}"].steps) == ("note", ())
    assert "2027年5月23日" in soon[f"tag:{tag.id}"].says
    late = date(2026, 3, 1)
    assert home.see(home.son, "returned", happened_on=late)[f"tag:{tag.id}"].choice
    home.move(home.son, "returned", late)
    ended = next(one for one in home.all(CategoryTag) if one.id == tag.id)
    assert (ended.to_date, ended.exit_reason) == ("2026-09-01", "parents_returned")


def test_six_months_after_the_end_of_a_long_month() -> None:
    assert half_a_year_after(date(2026, 8, 31)) == date(2027, 2, 28)
    assert half_a_year_after(date(2027, 8, 29)) == date(2028, 2, 29)
    assert half_a_year_after(date(2026, 5, 1)) == date(2026, 11, 1)


def test_a_late_death_does_not_end_a_grade_before_it_began(home: Home) -> None:
    home.move(home.old, "deceased", ON - timedelta(days=250), sure=True)
    grade = next(one for one in home.all(CareGrade) if one.resident_id == home.old)
    assert grade.to_date == grade.from_date == ago(200)


def test_the_last_of_a_house_takes_its_categories_along(desk: Database) -> None:
    house = put(desk, Household, HouseholdDraft(village_group="汪家组")).id
    lone = person(desk, "汪厚行", 81, household_id=house)
    put(desk, CategoryTag, CategoryTagDraft(household_id=house, category="destitute_support"))
    put(desk, Pairing, PairingDraft(household_id=house, helper_name="程老师"))
    with desk.writing(OPERATOR, "变动") as session:
        change_status(session, lone, StatusDraft("moved_out", ON, "县城"), ON)
    with desk.reading() as session:
        assert session.exec(select(CategoryTag)).one().to_date == TODAY
        assert session.exec(select(Pairing)).one().end_reason == "moved_out"


def test_a_form_that_sets_the_status_leaves_a_line_in_the_history(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    with desk.writing(OPERATOR, "改") as session:
        change_resident(session, who, PersonDraft({"residency_status": "hospital", "residency_place": "县医院"}), ON, OPERATOR)
    with desk.reading() as session:
        (one,) = changes_of(session, who)
        assert (one.from_status, one.to_status, one.happened_on, one.place) == ("living", "hospital", TODAY, "县医院")
    with desk.writing(OPERATOR, "记错了") as session:
        correct_change(session, one.id, ON)
    with desk.reading() as session:
        assert session.exec(select(Resident)).one().residency_status == "living"
