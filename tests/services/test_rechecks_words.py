"""What is to be checked says whom it is about and what was written, whatever register it is of, to whoever may see it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlmodel import Session, col, select

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.recheck import Recheck
from stationdesk.services.rechecks import Doubt, open_rechecks
from stationdesk.services.rechecks_subjects import where_to
from stationdesk.services.rechecks_words import KINDS, SAID
from stationdesk.store.database import Database
from stationdesk.sync.line_check import TRAVELLING as TRAVELS
from tests.services.people import ON, OPERATOR, person
from tests.services.recheck_kit import TRAVELLING, doubted, filled, keep, pointing_at, written

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def told(desk: Database, **who_sees: bool) -> Doubt:
    """Return what was listed last."""
    with desk.reading() as session:
        last = session.exec(select(Recheck.id).order_by(col(Recheck.key).desc())).first()
        return next(one for one in open_rechecks(session, ON, **({"children": True} | who_sees)) if one.id == last)


def refused(session: Session, kind: str, /, **fields: Any) -> None:
    """List a record that was not put back: it stands nowhere but in this line."""
    values = filled(kind, **fields)
    lines = [{"kind": kind, "id": "1" * 36, "fields": values}]
    doubted(session, kind, "1" * 36, cause="refused", reason="已经另有安排", mine={"lines": lines})


def test_every_register_that_travels_has_its_word_and_its_sentence() -> None:
    assert set(TRAVELS) == set(KINDS) == set(SAID) == set(TRAVELLING)


@pytest.mark.parametrize("kind", TRAVELLING)
def test_every_register_says_whom_it_is_about_and_what_was_written(desk: Database, kind: str) -> None:
    """A double, a refusal and a removal of each register that travels, in Chinese."""
    with desk.writing(OPERATOR, "两边都写过") as session:
        linked = {name: keep(session, "resident") for there, name in pointing_at("resident") if there == kind}
        said = written(kind, tuple(name.lstrip("+@") for name in SAID[kind].split() if name[0] != "@"), **linked)
        one, other = (keep(session, kind, **said) for _one in range(2))
        doubted(session, kind, one, other_id=other)
    double = told(desk)
    with desk.writing(OPERATOR, "没放回去") as session:
        refused(session, kind, **said)
    fallen = told(desk)
    with desk.writing(OPERATOR, "删过") as session:
        doubted(session, kind, one, cause="removed_there", field="removed_at")
    gone = told(desk)
    for found in (double, fallen, gone):
        for words in (found.who, found.what, found.mine):
            assert CHINESE.search(words), (kind, found)
        assert not found.what.startswith("条目")
    assert CHINESE.search(double.theirs)
    assert "没有写别的" not in double.mine or kind in SAY_NOTHING, "what was written is told"
    assert kind == "resident" or CHINESE.search(gone.about)


SAY_NOTHING = frozenset({"photo_offer"})
"""A register that says nothing but that there is one."""


def test_the_result_of_a_request_that_was_not_put_back_is_told_whole(desk: Database) -> None:
    elder, words = person(desk, "汪厚行", 81), "屋顶补了三块瓦，换了一根椽子，" * 8
    with desk.writing(OPERATOR, "求助") as session:
        request = keep(session, "service_request", resident_id=elder, number="2026-0012", text="修屋顶")
        refused(session, "request_event", request_id=request, kind="solved", happened_on="2026-11-20", done_by="徐丽华", text=words)
    one = told(desk)
    assert one.who == "汪厚行"
    assert one.what == "求助的经过 2026-0012"
    for said in ("修屋顶", "11月20日", "徐丽华", words):
        assert said in one.mine
    assert one.choices == ("seen",)
    assert (one.page, one.argument) == ("requests", request)


def test_who_claimed_and_his_phone_are_told_for_they_stand_nowhere_else(desk: Database) -> None:
    elder = person(desk, "汪厚行", 81)
    with desk.writing(OPERATOR, "心愿") as session:
        wish = keep(session, "wish", resident_id=elder, wish_no="2026-003", content="棉鞋")
        number = (PhoneNumber(number="13800030001"),)
        refused(session, "wish_claim", wish_id=wish, claimer="程老板", contact_name="程云", phones=number, claimed_on="2026-11-20")
    one = told(desk)
    for said in ("棉鞋", "程老板", "程云", "13800030001", "11月20日"):
        assert said in one.mine
    assert (one.who, one.what) == ("汪厚行", "心愿认领 2026-003")
    assert (one.page, one.argument) == ("wishes", wish)
    covered = told(desk, covered=True)
    assert "13800030001" not in covered.mine + covered.sentence


def test_an_answer_to_a_claim_that_fell_too_says_whose_claim(desk: Database) -> None:
    elder = person(desk, "汪厚行", 81)
    with desk.writing(OPERATOR, "心愿") as session:
        wish = keep(session, "wish", resident_id=elder, content="棉鞋")
        refused(session, "wish_claim", wish_id=wish, claimer="程老板")
        lines = [{"kind": "claim_answer", "id": "2" * 36, "fields": {"wish_id": wish, "claim_id": "1" * 36, "answer": "yes"}}]
        doubted(session, "claim_answer", "2" * 36, cause="refused", reason="另有人认领", mine={"lines": lines})
    one = told(desk)
    assert one.who == "汪厚行"
    assert "程老板" in one.mine


def test_what_fell_with_a_grade_is_told_too(desk: Database) -> None:
    elder = person(desk, "汪厚行", 81)
    grade = filled("care_grade", resident_id=elder, grade="red", from_date="2026-11-20", reason="摔了一跤")
    note = filled("note", resident_id=elder, text="左腿骨折，女儿接去住院")
    lines = [
        {"kind": kind, "id": digit * 36, "fields": fields} for kind, digit, fields in (("care_grade", "3", grade), ("note", "4", note))
    ]
    with desk.writing(OPERATOR, "评级") as session:
        doubted(session, "care_grade", "3" * 36, cause="refused", reason="另有评级", mine={"lines": lines})
    one = told(desk)
    for said in ("红色", "摔了一跤", "左腿骨折，女儿接去住院"):
        assert said in one.mine
    assert (one.page, one.argument) == ("residents", elder)


@pytest.mark.parametrize("kind", ["wish_claim", "request_event", "incident_event", "family_call", "photo"])
def test_of_a_child_nothing_is_told_without_the_right(desk: Database, kind: str) -> None:
    """However far the record lies from the child."""
    child = person(desk, "方小禾", 9, alias="小禾")
    with desk.writing(OPERATOR, "孩子") as session:
        wish = keep(session, "wish", resident_id=child, content="红色的书包")
        call_wish = keep(session, "call_wish", resident_id=child)
        named: dict[str, dict[str, Any]] = {
            "wish_claim": {"wish_id": wish, "claimer": "红色的书包店"},
            "request_event": {"request_id": keep(session, "service_request", resident_id=child), "text": "红色的书包"},
            "incident_event": {"incident_id": keep(session, "incident", resident_id=child), "text": "红色的书包"},
            "family_call": {"call_wish_id": call_wish, "said": "红色的书包"},
            "photo": {"resident_ids": (child,), "caption": "红色的书包"},
        }
        one, other = (keep(session, kind, **named[kind]) for _one in range(2))
        doubted(session, kind, one, other_id=other)
    seen, hidden = told(desk), told(desk, children=False)
    assert "红色的书包" in seen.mine
    assert hidden.child
    assert (hidden.mine, hidden.theirs, hidden.about) == ("", "", "")
    assert "书包" not in hidden.sentence
    assert "小禾" in hidden.who
    assert "方小禾" not in hidden.who


def test_each_leads_to_where_it_is_gone_on_with(desk: Database) -> None:
    elder = person(desk, "汪厚行", 81)
    with desk.writing(OPERATOR, "两边都写过") as session:
        team, home = keep(session, "team"), keep(session, "household", head_name="汪大")
        kept = {
            "residents": ("kin", {"resident_id": elder}, elder),
            "teams": ("team_member", {"team_id": team}, team),
            "family": ("category_tag", {"household_id": home}, home),
            "shifts": ("duty_shift", {}, None),
        }
        rows = {page: doubted(session, kind, keep(session, kind, **fields)).id for page, (kind, fields, _to) in kept.items()}
        pair = [keep(session, "resident") for _one in range(2)]
        both = doubted(session, "resident", pair[0], other_id=pair[1]).id
    with desk.reading() as session:
        found = {one.id: one for one in open_rechecks(session, ON, children=True)}
    for page, (_kind, _fields, to) in kept.items():
        assert (found[rows[page]].page, found[rows[page]].argument) == (page, to)
    assert (found[both].page, found[both].argument) == ("merge", tuple(pair))


def test_what_is_about_nobody_leads_nowhere() -> None:
    assert where_to(None, [("day_off", "1" * 36, {})]) == ("", None)
