"""What a move changes for others: wishes, the new head's relations, those whom the person helped."""

from __future__ import annotations

from datetime import date

import pytest

from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.registers.wish_event import WishEvent, WishEventDraft
from stationdesk.services.person_facts import person_facts
from stationdesk.services.residency import StatusDraft, preview
from stationdesk.services.timeline import events
from stationdesk.services.undoing import undo_last
from stationdesk.services.wish_state import standings
from stationdesk.store.database import Database
from tests.services.homes import Home
from tests.services.people import ON, OPERATOR, ago, person, put

TODAY = ON.isoformat()


@pytest.fixture
def home(desk: Database) -> Home:
    return Home(desk)


def test_open_wishes_are_cancelled_and_stand_open_again_after_the_correction(home: Home) -> None:
    open_one = put(home.desk, Wish, WishDraft(resident_id=home.old, content="一床棉被")).id
    done = put(home.desk, Wish, WishDraft(resident_id=home.old, content="收音机")).id
    put(home.desk, WishEvent, WishEventDraft(wish_id=done, kind="fulfilled", happened_on=ago(9)))
    seen = home.see(home.old, "deceased")
    assert [code for code in seen if code.startswith("wish:")] == [f"wish:{open_one}"]
    assert "一床棉被" in seen[f"wish:{open_one}"].says
    change = home.move(home.old, "deceased")
    with home.desk.reading() as session:
        assert standings(session, [open_one, done])[open_one].state == "cancelled"
    home.correct(change)
    with home.desk.reading() as session:
        assert standings(session, [open_one, done])[open_one].is_open
        assert standings(session, [open_one, done])[done].state == "fulfilled"


def test_a_new_head_changes_what_the_others_are_to_him(home: Home) -> None:
    home.move(home.old, "deceased")
    assert (home.one(home.wife).relation_to_head, home.one(home.son).relation_to_head) == ("head", "son")
    assert home.one(home.son).head_name == "余水莲"
    undo_last(home.desk, OPERATOR)
    assert (home.one(home.wife).relation_to_head, home.one(home.son).head_name) == ("wife", None)


def test_kin_of_a_helper_who_dies(desk: Database) -> None:
    helper = person(desk, "徐桂英", 60)
    helped = person(desk, "汪厚行", 81)
    put(desk, Helper, HelperDraft(name="徐桂英", resident_id=helper))
    known = put(desk, Helper, HelperDraft(name="徐桂英", resident_id=helper)).id
    put(desk, Pairing, PairingDraft(resident_id=helped, helper_id=known))
    put(desk, Kin, KinDraft(resident_id=helped, relation="not_related", name="徐桂英", kin_resident_id=helper))
    with desk.reading() as session:
        seen = {one.code: one for one in preview(session, helper, StatusDraft("deceased", ON), ON)}
    assert seen["helping"].tone == "urgent"
    assert "汪厚行" in seen["helping"].says
    assert "汪厚行" in seen["kin"].says


def test_moves_stand_in_the_life_of_the_person_and_a_wrong_one_says_so(home: Home) -> None:
    change = home.move(home.old, "hospital", place="县医院", told_by="余水莲", expected_back=date(2026, 12, 1))
    with home.desk.reading() as session:
        (one,) = [event for event in events(session, home.old, TODAY) if event.kind == "status"]
    assert one.sentence == "住院 · 县医院 · 预计 12月1日 回来 · 余水莲说的"
    assert (one.day, one.author) == (TODAY, OPERATOR)
    home.correct(change)
    with home.desk.reading() as session:
        (one,) = [event for event in events(session, home.old, TODAY) if event.kind == "status"]
    assert one.sentence.endswith("记错了，11月23日 撤掉")


def test_a_child_whose_carer_fails_says_so_at_the_head_of_its_page(home: Home) -> None:
    def said() -> set[str]:
        with home.desk.reading() as session:
            return {word for word, tone in person_facts(session, home.child, ON, may_see_children=True).tags if tone == "amber"}

    assert said() == set()
    change = home.move(home.old, "hospital")
    assert said() == {"照看人住院"}
    home.move(home.wife, "away")
    assert said() == {"照看人住院", "家里没有大人"}
    undo_last(home.desk, OPERATOR)
    home.correct(change)
    assert said() == set()
    home.move(home.old, "deceased")
    assert said() == {"照看人死亡"}


def test_the_head_of_the_page_says_since_when_a_category_holds(home: Home) -> None:
    with home.desk.reading() as session:
        facts = person_facts(session, home.old, ON)
    assert ("留守", "") in facts.tags
    assert facts.since["留守"] == "留守老人，1月27日起"
