"""Yearly and one-off duties: found without a copy, done by one key, again when their time has come, ended by a death."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.duty import Duty
from stationdesk.registers.guardian import Guardian, GuardianDraft
from stationdesk.services.day_reading import read_day_or_month
from stationdesk.services.duties import DutyDue, duties_due, near_duties
from stationdesk.services.duties_today import duty_called
from stationdesk.services.duty_words import says_given
from stationdesk.services.duty_writing import DutyImpossible, DutyWanted, done, give, give_many, next_day, not_needed, put_off
from stationdesk.services.guardian_talks import Talk, talk
from stationdesk.services.person_writing import own_resident
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.services.timeline import events
from stationdesk.services.today import today
from stationdesk.services.today_sources import BY_KIND
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.people import OPERATOR, ago, person, put

ON = date(2026, 11, 23)
YEAR = timedelta(days=365)


def due(desk: Database, ahead: int = 400) -> list[tuple[str, str]]:
    with desk.reading() as session:
        return [(one.kind, one.due_on) for one in duties_due(session, ON, ahead)]


def give_one(desk: Database, who: str, kind: str, day: date, **fields: Any) -> None:
    wanted = DutyWanted(kind, day, **fields)
    with desk.reading() as session:
        says = says_given(session, [who], wanted, ON)
    with desk.writing(OPERATOR, says) as session:
        give(session, who, wanted, ON)


def do_first(desk: Database) -> None:
    with desk.reading() as session:
        first = duties_due(session, ON)[0]
    with desk.writing(OPERATOR, "done") as session:
        done(session, first, ON, OPERATOR)


def child(desk: Database, **fields: Any) -> str:
    who = person(desk, "方小禾", 9, alias="小禾", **fields)
    put(desk, CategoryTag, CategoryTagDraft(resident_id=who, category="left_behind_child", from_date=ago(150)))
    return who


def test_a_pension_check_is_no_copy_and_comes_again_a_year_later(desk: Database) -> None:
    who = person(desk, "汪厚行", 83)
    give_one(desk, who, "pension_check", date(2026, 12, 20))
    with desk.reading() as session:
        assert own_resident(session, who).pension_check_due == "2026-12-20"
        assert session.exec(select(Duty)).all() == []
        assert [one.kind for one in near_duties(session, ON)] == ["pension_check"]
    do_first(desk)
    with desk.reading() as session:
        one = own_resident(session, who)
        assert (one.pension_check_done, one.pension_check_due) == ("2026-11-23", "2027-11-23")
        assert "养老金资格认证" in events(session, who, ON.isoformat())[0].sentence
        assert near_duties(session, ON) == []
    assert due(desk) == [("pension_check", "2027-11-23")]
    undo_last(desk, OPERATOR)
    assert due(desk) == [("pension_check", "2026-12-20")]


def test_what_comes_every_so_many_months_comes_again(desk: Database) -> None:
    who = person(desk, "汪厚行", 83)
    give_one(desk, who, "medical_check", date(2026, 11, 25), every_months=12, note="镇卫生院")
    with pytest.raises(DutyImpossible, match="汪厚行"):
        give_one(desk, who, "medical_check", date(2026, 12, 1))
    do_first(desk)
    assert due(desk) == [("medical_check", "2027-11-25")]
    undo_last(desk, OPERATOR)
    assert due(desk) == [("medical_check", "2026-11-25")]
    assert undo_last(desk, OPERATOR).says == "11月25日要办：年度体检，汪厚行"
    assert due(desk) == []


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 11, 25), 12, date(2027, 11, 25)),
        (date(2024, 1, 31), 1, date(2026, 11, 30)),
        (date(2024, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 11, 23), 3, date(2027, 2, 23)),
    ],
)
def test_the_next_day_is_counted_from_its_own_day(day: date, months: int, after: date) -> None:
    assert next_day(day, months, ON) == after


def test_the_end_of_a_certificate_is_told_once(desk: Database) -> None:
    who = person(desk, "程大年", 60, disability_no="360", disability_valid_to="2027-01-10")
    person(desk, "程二年", 60, disability_valid_to="2020-01-10")
    assert due(desk) == [("disability_certificate", "2027-01-10")]
    do_first(desk)
    assert due(desk) == []
    with desk.writing(OPERATOR, "new certificate", final=True) as session:
        own_resident(session, who).disability_valid_to = "2027-05-10"
    assert due(desk) == [("disability_certificate", "2027-05-10")]


def test_a_letter_that_was_renewed_is_not_told(desk: Database) -> None:
    who = child(desk)
    put(desk, Guardian, GuardianDraft(resident_id=who, kind="delegated", name="方大山", to_date="2026-12-01"))
    assert ("guardian_letter", "2026-12-01") in due(desk)
    put(desk, Guardian, GuardianDraft(resident_id=who, kind="delegated", name="方大山", from_date="2026-12-02"))
    assert ("guardian_letter", "2026-12-01") not in due(desk)


def test_a_guardian_is_talked_to_every_quarter(desk: Database) -> None:
    who = child(desk)
    assert due(desk) == [("guardian_talk", "2026-09-26")]
    with desk.writing(OPERATOR, "talk") as session:
        talk(session, who, Talk(ON, "要常打电话", "爷爷"), ON, OPERATOR)
    assert due(desk) == [("guardian_talk", "2027-02-23")]
    with desk.reading() as session:
        said = events(session, who, ON.isoformat())[0].sentence
        (found,) = duties_due(session, ON)
    assert "要常打电话" in said
    with pytest.raises(DutyImpossible, match="小禾"), desk.writing(OPERATOR, "end") as session:
        not_needed(session, found, ON)
    with pytest.raises(DutyImpossible), desk.writing(OPERATOR, "talk") as session:
        talk(session, who, Talk(ON, next_on=ON), ON, OPERATOR)
    with desk.writing(OPERATOR, "talk") as session:
        talk(session, who, Talk(ON, "按约再谈", next_on=date(2026, 12, 24)), ON, OPERATOR)
    assert due(desk) == [("guardian_talk", "2026-12-24")]
    with desk.writing(OPERATOR, "talk") as session:
        talk(session, who, Talk(ON, "谈了"), ON, OPERATOR)
    assert due(desk) == [("guardian_talk", "2027-02-23")]


def test_many_at_once_say_who_was_left_out_and_why(desk: Database) -> None:
    one, two = person(desk, "甲某", 70, pension_monthly=18000), person(desk, "乙某", 71)
    gone, young = person(desk, "丙某", 90, residency_status="deceased"), child(desk)
    wanted = DutyWanted("pension_check", date(2027, 3, 31))
    with desk.writing(OPERATOR, "many") as session:
        found = give_many(session, [one, two, gone, young], wanted, ON, may_see_children=False, drawing=True)
    assert found == {"": 1, "没有养老金记录": 1, "已经去世或迁出": 1, "孩子，您没有看孩子资料的权限": 1}
    assert ("pension_check", "2027-03-31") in due(desk)
    with desk.writing(OPERATOR, "many") as session:
        assert give_many(session, [one], wanted, ON, may_see_children=True) == {"": 0, "已经有了": 1}


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (DutyWanted("guardian_letter", ON), "什么事"),
        (DutyWanted("id_card", ON - YEAR * 3), "年份"),
        (DutyWanted("id_card", ON + YEAR * 40), "年份"),
        (DutyWanted("id_card", ON, every_months=0), "120"),
        (DutyWanted("id_card", ON, remind_days=99), "60"),
        (DutyWanted("other", ON), "写"),
        (DutyWanted("guardian_talk", ON), "不是孩子"),
        (DutyWanted("disability_certificate", ON), "残疾人证"),
    ],
)
def test_what_can_be_due_for_nobody_is_refused_in_words(desk: Database, wanted: DutyWanted, said: str) -> None:
    who = person(desk, "汪厚行", 83)
    with pytest.raises(DutyImpossible, match=said), desk.writing(OPERATOR, "give") as session:
        give(session, who, wanted, ON)
    assert due(desk) == []


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3月", date(2027, 3, 31)),
        ("12月", date(2026, 12, 31)),
        ("2027-02", date(2027, 2, 28)),
        ("2028年2月", date(2028, 2, 29)),
        ("12-20", date(2026, 12, 20)),
        ("20", date(2026, 12, 20)),
        ("2027-05-06", date(2027, 5, 6)),
        ("13月", None),
        ("", None),
        ("明年", None),
    ],
)
def test_a_day_or_a_month_is_read(typed: str, day: date | None) -> None:
    assert read_day_or_month(typed, ON) == day


def test_a_death_ends_what_was_due_and_taking_it_back_brings_it_again(desk: Database) -> None:
    who = person(desk, "汪厚行", 83, pension_check_due="2026-12-01")
    give_one(desk, who, "id_card", date(2026, 12, 10))
    with desk.writing(OPERATOR, "died") as session:
        change_status(session, who, StatusDraft("deceased", ON), ON)
    assert due(desk) == []
    with desk.reading() as session:
        (kept,) = session.exec(select(Duty)).all()
        assert (kept.ended_on, kept.end_reason) == (ON.isoformat(), "deceased")
    undo_last(desk, OPERATOR)
    assert due(desk) == [("pension_check", "2026-12-01"), ("id_card", "2026-12-10")]


def test_in_the_list_of_the_day_one_key_writes_it_done(desk: Database) -> None:
    who = person(desk, "汪厚行", 83, pension_check_due="2026-12-01")
    with desk.reading() as session:
        (line,) = [one for one in today(session, ON).lines() if one.kind == "duties"]
    assert line.resident_id == who
    assert "养老金资格认证" in line.sentence()
    source = BY_KIND["duties"]
    assert source.done is not None
    assert source.said is not None
    assert source.days is not None
    assert source.said(line) == "办好：养老金资格认证，汪厚行"
    with desk.reading() as session:
        assert source.days(session, ON, ON + timedelta(days=10)) == {date(2026, 12, 1): 1}
    with desk.writing(OPERATOR, source.said(line)) as session:
        source.done(session, line, ON, OPERATOR)
    with desk.reading() as session:
        assert not [one for one in today(session, ON).lines() if one.kind == "duties"]
    with pytest.raises(DutyImpossible), desk.writing(OPERATOR, "again") as session:
        source.done(session, line, ON, OPERATOR)


def test_a_child_goes_by_alias_and_what_was_said_is_covered(desk: Database) -> None:
    who = child(desk)
    give_one(desk, who, "other", ON, note="问问家里的事")
    with desk.reading() as session:
        open_line, covered = (
            next(one for one in today(session, ON, may_see_children=sees).lines() if one.kind == "duties" and one.record_id.count(":") == 0)
            for sees in (True, False)
        )
    assert "小禾" in open_line.sentence()
    assert "问问家里的事" in open_line.sentence()
    assert "问问家里的事" not in covered.sentence()
    assert "方小禾" not in open_line.sentence() + covered.sentence()


def test_a_duty_can_be_put_off_or_taken_off(desk: Database) -> None:
    who = person(desk, "汪厚行", 83, pension_check_due="2026-12-01", disability_valid_to="2026-12-30")
    give_one(desk, who, "id_card", date(2026, 12, 10))

    def one(kind: str) -> DutyDue:
        with desk.reading() as session:
            return next(found for found in duties_due(session, ON) if found.kind == kind)

    with desk.writing(OPERATOR, "later") as session:
        put_off(session, one("id_card"), date(2027, 1, 5), ON)
        put_off(session, one("pension_check"), date(2027, 1, 6), ON)
    for kind, day in (("disability_certificate", date(2027, 1, 1)), ("id_card", ON - timedelta(days=1))):
        with pytest.raises(DutyImpossible), desk.writing(OPERATOR, "later") as session:
            put_off(session, one(kind), day, ON)
    assert due(desk) == [("disability_certificate", "2026-12-30"), ("id_card", "2027-01-05"), ("pension_check", "2027-01-06")]
    for kind in ("id_card", "pension_check", "disability_certificate"):
        with desk.writing(OPERATOR, "off") as session:
            not_needed(session, one(kind), ON)
    assert due(desk) == []
    for kind in ("disability_certificate", "pension_check", "id_card"):
        undo_last(desk, OPERATOR)
        assert kind in [found for found, _day in due(desk)]
    with desk.reading() as session, pytest.raises(DutyImpossible):
        duty_called(session, "nothing", ON)
