"""What is to be checked is told in words that anybody at the desk may read."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from stationdesk.registers.recheck import Recheck, RecheckDraft
from stationdesk.registers.visit import Visit
from stationdesk.services.rechecks import Doubt, open_rechecks, says_settled
from stationdesk.services.visit_writing import VisitForm, write_visits
from stationdesk.store.database import Database, author_of
from tests.services.people import ON, OPERATOR, person


def doubted(desk: Database, record_id: str, **fields: Any) -> Doubt:
    with desk.writing(OPERATOR, "两边都写过") as session:
        draft = RecheckDraft.model_validate({"record_kind": "resident", "record_id": record_id, "cause": "both_moved"} | fields)
        session.add(Recheck.model_validate(draft, update={"author": author_of(session)}))
    with desk.reading() as session:
        return open_rechecks(session, ON, children=True)[-1]


def test_a_child_goes_by_alias_on_the_page_and_in_what_undo_says(desk: Database) -> None:
    child = person(desk, "方小禾", 9, alias="小禾")
    told = {"field": "school", "mine": {"value": "镇中心小学"}, "theirs": {"value": "镇第二小学"}}
    one = doubted(desk, child, **told)
    assert one.child
    assert (one.mine, one.theirs) == ("镇中心小学", "镇第二小学")
    for said in (one.who, one.sentence, says_settled(one, "mine")):
        assert "小禾" in said
        assert "方小禾" not in said
    with desk.reading() as session:
        hidden = open_rechecks(session, ON, children=False)[-1]
    assert (hidden.mine, hidden.theirs) == ("", "")


def test_telephone_numbers_are_covered(desk: Database) -> None:
    elder = person(desk, "汪厚行", 81)
    one = doubted(desk, elder, field="phones", mine={"value": [{"number": "13800030001"}]}, theirs={"value": []})
    assert one.mine == "138****0001"
    assert one.theirs
    assert doubted(desk, elder, field="teacher_phone", mine={"value": "13800030002"}, theirs={"value": None}).mine == "138****0002"


def test_a_field_of_a_newer_program_is_told_as_it_is(desk: Database) -> None:
    one = doubted(desk, person(desk, "汪厚行", 81), field="of_tomorrow", mine={"value": "甲"}, theirs={"value": "乙"})
    assert (one.mine, one.theirs) == ("甲", "乙")


def test_of_a_visit_noted_twice_both_are_told(desk: Database) -> None:
    elder = person(desk, "汪厚行", 81)
    for time, who in (("09:00", "徐丽华"), ("10:30", "程雪琴")):
        with desk.writing(OPERATOR, "走访") as session:
            write_visits(session, VisitForm(elder, ON, time, visitors=(who,)), ON, OPERATOR)
    with desk.reading() as session:
        first, second = session.exec(select(Visit.id).order_by(Visit.start_time)).all()
    one = doubted(desk, first, record_kind="visit", cause="double", other_id=second)
    assert "09:00" in one.mine
    assert "徐丽华" in one.mine
    assert "10:30" in one.theirs
    assert "程雪琴" in one.theirs
