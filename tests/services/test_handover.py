"""A helper leaves: everything goes on in one step, nothing is lost, what he did stays his, and one undo takes it back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from stationdesk.registers.helper import Helper
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.service_request import ServiceRequestDraft
from stationdesk.registers.visit import Visit
from stationdesk.services.handover import Leaving, hand_over, plan
from stationdesk.services.helper_week import helper_week
from stationdesk.services.pairing_writing import PairingImpossible
from stationdesk.services.request_reading import asked_of
from stationdesk.services.requests import raise_request
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.pairing_kit import answers_for, child, helper, pair, row_of, whole
from tests.services.people import ON, OPERATOR, ago, person, visited


def leave(desk: Database, who: str, choices: dict[str, str], day: date = ON, why: str = "transferred") -> tuple[int, int]:
    with desk.writing(OPERATOR, "交接") as session:
        return hand_over(session, who, Leaving(why, day, agreed=True), choices, ON)


def kept(desk: Database, id_: str) -> Pairing:
    with desk.reading() as session:
        return session.exec(select(Pairing).where(Pairing.id == id_)).one()


def owes(desk: Database, who: str, on: date) -> list[tuple[str, str]]:
    with desk.reading() as session:
        found = helper_week(session, on).errands
        return sorted((one.resident, one.due_on.isoformat()) for one in found if one.doer == who)


def test_a_successor_is_proposed_with_the_reason_and_nobody_is_overloaded(desk: Database) -> None:
    wu, huang = helper(desk, "吴敏"), helper(desk, "黄晓燕", most_pairings=1)
    near = person(desk, "江保国", 70, "yellow", village_group="二组")
    pair(desk, huang, near, state="ended", end_date=ago(5))
    for name in ("章火香", "江大福"):
        pair(desk, wu, person(desk, name, 80, "red", village_group="二组"))
    with desk.reading() as session:
        found = plan(session, wu, ON)
    assert [line.name for line in found.lines] == ["江大福", "章火香"]
    assert [line.proposed for line in found.lines] == [huang, ""]
    assert "80岁" in found.lines[0].facts
    assert found.people == 2


def test_everything_goes_on_and_the_past_stays(desk: Database) -> None:
    wu, huang, cheng = helper(desk, "吴敏"), helper(desk, "黄晓燕"), helper(desk, "程雪琴")
    zhang, jiang = person(desk, "章火香", 86, "red"), person(desk, "江保国", 69, "yellow")
    boy = child(desk, "徐小芽", "小芽")
    visit = visited(desk, zhang, 4, "home", visitors=({"name": "吴敏", "helper_id": wu},))
    first = pair(desk, wu, zhang, project="邻里守望", frequency="每天")
    second, duty = pair(desk, wu, jiang, state="suspended", suspended_on=ago(3), suspended_reason="住院"), answers_for(desk, wu, zhang, 3)
    third = pair(desk, wu, boy)
    assert leave(desk, wu, {first: huang, second: cheng, duty: cheng}) == (3, 1)
    old = kept(desk, first)
    assert (old.state, old.end_date, old.end_reason, old.helper_id) == ("changed", ON.isoformat(), "helper_transferred", wu)
    with desk.reading() as session:
        new = {one.previous_id: one for one in session.exec(select(Pairing).where(col(Pairing.previous_id).is_not(None)))}
        gone = session.exec(select(Helper).where(Helper.id == wu)).one()
        assert plan(session, wu, ON).past == 1
    assert (new[first].helper_id, new[first].start_date, new[first].project, new[first].frequency) == (
        huang,
        ON.isoformat(),
        "邻里守望",
        "每天",
    )
    assert (new[second].state, new[second].suspended_reason) == ("suspended", "住院")
    assert (new[first].resident_agreed_on, new[first].agreed_by) == (ON.isoformat(), None), "nobody wrote down who said yes for whom"
    assert (new[duty].level, new[duty].kind, new[duty].helper_id) == (3, "responsibility", cheng)
    assert kept(desk, third).state == "ended"
    assert (gone.left_on, gone.leave_reason, gone.handed_over_to) == (ON.isoformat(), "调走", None)
    assert row_of(desk, boy).alone
    assert row_of(desk, boy).why == "帮扶人本月调走"
    assert row_of(desk, zhang).helper.text == "黄晓燕"
    with desk.reading() as session:
        assert session.exec(select(Visit).where(Visit.id == visit)).one().visitors[0].helper_id == wu


def test_one_undo_takes_the_whole_step_back(desk: Database) -> None:
    wu, huang = helper(desk, "吴敏"), helper(desk, "黄晓燕")
    people = [person(desk, name, 80, "red") for name in ("章火香", "江保国", "汪冬香")]
    pairs = [pair(desk, wu, one) for one in people]
    before = whole(desk)
    leave(desk, wu, dict.fromkeys(pairs[:2], huang))
    assert whole(desk) != before
    undo_last(desk, OPERATOR)
    assert whole(desk) == before
    with desk.reading() as session:
        assert session.exec(select(Helper).where(Helper.id == wu)).one().left_on is None


def test_on_a_day_to_come_the_old_one_stays_until_then(desk: Database) -> None:
    wu, huang = helper(desk, "吴敏"), helper(desk, "黄晓燕")
    zhang = person(desk, "章火香", 86, "red")
    one = pair(desk, wu, zhang, contact_every_days=7)
    visited(desk, zhang, 5, "phone", visitors=({"name": "吴敏", "helper_id": wu},))
    day = ON + timedelta(days=8)
    leave(desk, wu, {one: huang}, day)
    assert row_of(desk, zhang).helper.text == "吴敏（到12月1日）"
    assert not row_of(desk, zhang).alone
    due = (ON + timedelta(days=2)).isoformat()
    before, after = day - timedelta(days=1), day
    assert owes(desk, wu, before) == [(zhang, due)]
    assert owes(desk, huang, before) == []
    assert owes(desk, wu, after) == []
    assert owes(desk, huang, after) == [(zhang, due)], "what was due and not done goes to the successor"


def test_what_is_due_today_moves_to_the_successor_and_every_day_somebody_owes_it(desk: Database) -> None:
    wu, huang = helper(desk, "吴敏"), helper(desk, "黄晓燕")
    zhang = person(desk, "章火香", 86, "red")
    one = pair(desk, wu, zhang, contact_every_days=3, home_visit_every_days=10)
    visited(desk, zhang, 3, "home", visitors=({"name": "吴敏", "helper_id": wu},))
    assert owes(desk, wu, ON) == [(zhang, ON.isoformat())]
    leave(desk, wu, {one: huang})
    assert owes(desk, wu, ON) == []
    assert owes(desk, huang, ON) == [(zhang, ON.isoformat())]
    for days in range(40):
        on = ON + timedelta(days=days)
        assert len(owes(desk, huang, on)) == 1 + (days >= 7), "contact from today, home visit ten days after the last"


def test_what_was_asked_for_goes_to_the_successor(desk: Database) -> None:
    wu, huang = helper(desk, "吴敏"), helper(desk, "黄晓燕")
    zhang = person(desk, "章火香", 86, "red")
    one = pair(desk, wu, zhang)
    with desk.writing(OPERATOR, "诉求") as session:
        request = raise_request(session, ServiceRequestDraft(resident_id=zhang, text="修灯", helper_id=wu), ON).id
    leave(desk, wu, {one: huang})
    with desk.reading() as session:
        assert asked_of(session, [request])[request].request.helper_id == huang


def test_what_cannot_be_is_a_sentence_and_changes_nothing(desk: Database) -> None:
    zhang = person(desk, "章火香", 86, "red")
    wu, huang, himself = helper(desk, "吴敏", joined_on=ago(50)), helper(desk, "黄晓燕"), helper(desk, "章火香", resident_id=zhang)
    out = helper(desk, "余国平", left_on=(ON + timedelta(days=2)).isoformat())
    one = pair(desk, wu, zhang)
    pair(desk, huang, zhang)
    before = whole(desk)
    for choices, day in (
        ({one: huang}, ON),
        ({one: himself}, ON),
        ({one: wu}, ON),
        ({one: out}, ON + timedelta(days=5)),
        ({one: "nobody"}, ON),
        ({}, ON - timedelta(days=60)),
    ):
        with pytest.raises(PairingImpossible):
            leave(desk, wu, choices, day)
    with pytest.raises(PairingImpossible):
        leave(desk, wu, {}, why="bored")
    assert whole(desk) == before
    leave(desk, wu, {})
    with pytest.raises(PairingImpossible, match="已经走了"):
        leave(desk, wu, {})
