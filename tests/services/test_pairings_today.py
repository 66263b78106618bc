"""Pairings on the day's list: who was left alone, what waits for a yes, and what D does."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.services.pairings_today import PAIRINGS, NobodyFits
from stationdesk.services.today_lines import Asked, Line
from stationdesk.store.database import Database
from tests.services.pairing_kit import answers_for, helper, pair, row_of
from tests.services.people import ON, OPERATOR, ago, person, put


def lines(desk: Database) -> tuple[Line, ...]:
    with desk.reading() as session:
        found = PAIRINGS.section(session, Asked(ON))
        assert found.count == len(found.lines)
        return found.lines


def done(desk: Database, line: Line) -> None:
    assert PAIRINGS.done is not None
    with desk.writing(OPERATOR, "结对") as session:
        PAIRINGS.done(session, line, ON, OPERATOR)


def test_a_proposal_is_brought_up_after_a_week_and_d_makes_it_hold(desk: Database) -> None:
    wang, cheng = person(desk, "汪厚行", 81, "red"), helper(desk, "程雪琴")
    pair(desk, cheng, wang, state="proposed", start_date=None, proposed_on=ago(8))
    pair(desk, cheng, person(desk, "江保国", 70, "red"), state="proposed", start_date=None, proposed_on=ago(7))
    pair(desk, cheng, person(desk, "钱有福", 70, "red", residency_status="deceased"), state="proposed", start_date=None, proposed_on=ago(9))
    (line,) = lines(desk)
    assert (line.resident_id, line.page, line.argument) == (wang, "pairings", wang)
    assert "等了 8 天" in line.sentence()
    done(desk, line)
    assert not lines(desk)
    assert row_of(desk, wang).helper.text == "程雪琴"


def test_who_is_left_alone_is_brought_up_and_d_asks_the_best(desk: Database) -> None:
    wang, other = person(desk, "汪厚行", 81, "red"), person(desk, "江保国", 70, "yellow")
    wu, officer = helper(desk, "吴敏", left_on=ago(3)), helper(desk, "周志平", "responsible_officer")
    for who in (wang, other):
        pair(desk, wu, who, state="ended", end_date=ago(3), end_reason="helper_transferred")
    answers_for(desk, officer, wang, 1)
    pair(desk, helper(desk, "占国林", most_pairings=1), other)
    pair(desk, wu, person(desk, "余水莲", 79, "red"), state="ended", end_date=ago(3), end_reason="risk_removed")
    (line,) = lines(desk)
    assert line.resident_id == wang
    assert "吴敏走了以后没人帮" in line.sentence()
    with pytest.raises(NobodyFits):
        done(desk, line)
    huang = helper(desk, "黄晓燕")
    done(desk, line)
    with desk.reading() as session:
        made = session.exec(select(Pairing).where(Pairing.resident_id == wang).order_by(col(Pairing.key).desc())).first()
    assert made is not None
    assert (made.helper_id, made.state, made.project) == (huang, "proposed", "邻里守望")
    assert not lines(desk)


def home_of(desk: Database, name: str) -> str:
    return put(desk, Household, HouseholdDraft(head_name=name, village_group="汪家组")).id


def test_nobody_is_called_alone_whose_household_has_a_helper(desk: Database) -> None:
    home = home_of(desk, "汪厚行")
    wang = person(desk, "汪厚行", 81, "red", household_id=home)
    wu, huang = helper(desk, "吴敏", left_on=ago(3)), helper(desk, "黄晓燕")
    pair(desk, wu, wang, state="ended", end_date=ago(3), end_reason="helper_transferred")
    doctor = pair(desk, helper(desk, "石医生", "doctor"), wang, kind="family_doctor")
    assert [line.resident_id for line in lines(desk)] == [wang], "a contract with a doctor is nobody's helping hand"
    assert row_of(desk, wang).alone, doctor
    by_home = put(desk, Pairing, PairingDraft(helper_id=huang, household_id=home, start_date=ago(2), state="active"))
    assert not lines(desk)
    assert not row_of(desk, wang).alone
    with desk.writing(OPERATOR, "结束") as session:
        kept = session.exec(select(Pairing).where(Pairing.id == by_home.id)).one()
        kept.end_date = ago(1)
    assert [line.resident_id for line in lines(desk)] == [wang], "over is over, even where its state was not written"


def test_a_household_left_alone_is_brought_up_once_with_its_first_member_and_gets_a_helper_as_a_household(desk: Database) -> None:
    home = home_of(desk, "江保国")
    gone = person(desk, "江老大", 90, "red", household_id=home, residency_status="deceased")
    first = person(desk, "江保国", 70, "red", household_id=home)
    person(desk, "余水莲", 69, "red", household_id=home)
    wu = helper(desk, "吴敏", left_on=ago(3))
    ended: dict[str, Any] = {"start_date": ago(100), "state": "ended", "end_date": ago(3), "end_reason": "helper_left"}
    put(desk, Pairing, PairingDraft(helper_id=wu, household_id=home, **ended))
    huang = helper(desk, "黄晓燕")
    (line,) = lines(desk)
    assert line.resident_id == first != gone
    done(desk, line)
    with desk.reading() as session:
        made = session.exec(select(Pairing).where(Pairing.helper_id == huang)).one()
    assert (made.household_id, made.resident_id, made.state) == (home, None, "proposed")
    assert not lines(desk)
