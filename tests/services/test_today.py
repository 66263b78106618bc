"""The day's list holds exactly those who are due, most urgent first, and what is recorded leaves it."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import insert
from sqlmodel import select

from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.grade_scheme import Grade, GradeScheme, GradeSchemeDraft, default_scheme
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.services.contacts import How, due_of, record_contact, says
from stationdesk.services.due import Care, State
from stationdesk.services.today import Day, People, people_here, today, tomorrow, urgency
from stationdesk.services.undoing import undo_last
from stationdesk.services.visiting import NoSuchResident, VisitImpossible
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, ago, person, put, relative, visited
from tests.store.kit import COUNTY, STATION

STATUSES = [None, "living", "returned", "incoming", "away", "hospital", "institution", "moved_out", "deceased", "missing"]


def listed(desk: Database, on: date = ON, **how: object) -> Day:
    with desk.reading() as session:
        return today(session, on, **how)  # type: ignore[arg-type]


def names(day: Day) -> list[list[str]]:
    return [[line.name for line in section.lines] for section in day.sections]


def record(desk: Database, resident: str, how: How, on: date = ON, **more: object) -> None:
    with desk.writing(OPERATOR, says(how, "某某")) as session:
        record_contact(session, resident, how, on, by=OPERATOR, at="09:05", **more)  # type: ignore[arg-type]


def test_sections_and_their_order(desk: Database) -> None:
    person(desk, "今天", 79, "red", ((1, "phone", "met"), (5, "home", "met")))
    person(desk, "昨天没", 81, "red", ((2, "phone", "met"), (5, "home", "met")))
    person(desk, "做好了", 86, "red", ((0, "phone", "met"), (5, "home", "met")))
    person(desk, "试过了", 85, "red", ((0, "phone", "no_answer"), (3, "phone", "met"), (5, "home", "met")))
    person(desk, "晚两天", 76, "yellow", ((9, "phone", "met"), (20, "home", "met")))
    person(desk, "明天上门", 78, "yellow", ((3, "phone", "met"), (29, "home", "met")))
    person(desk, "明天电话", 78, "yellow", ((6, "phone", "met"), (8, "home", "met")))
    person(desk, "今天到期", 73, "green", ((30, "phone", "met"), (31, "home", "met")))
    person(desk, "没分级", 73)
    person(desk, "住院了", 80, "red", residency_status="hospital")
    person(desk, "走了", 80, "red", residency_status="deceased")
    day = listed(desk)
    assert names(day) == [["昨天没", "今天", "试过了"], ["晚两天", "今天到期", "明天上门"]]
    assert [(section.title, section.count) for section in day.sections] == [("红色老人 今天还没联系", 3), ("走访到期", 3)]
    assert (day.open, day.done) == (6, 1)
    assert listed(desk, most=1).open == 6
    assert names(listed(desk, most=1)) == [["昨天没"], ["晚两天"]]


def test_a_line_says_who_why_and_where(desk: Database) -> None:
    who = person(desk, "汪厚行", 81, "red", ((2, "phone", "met"), (4, "home", "met")))
    relative(desk, who, "wife", "", life_state="deceased")
    relative(desk, who, "son", "深圳", "13900001111")
    (line,) = listed(desk).lines()
    assert line.sentence() == "红色，汪厚行，81岁，每日联络，昨天未联系，上次 11月21日 电话，汪家组"
    assert (line.phone, line.kin) == ("138****5678", "儿子在深圳")
    other = person(desk, "余水莲", None, "red", phone=None)
    relative(desk, other, "daughter", "福州", "13900002222")
    line = next(line for line in listed(desk).lines() if line.resident_id == other)
    assert line.sentence() == "红色，余水莲，每日联络，还没联系过，上门过期 194 天，汪家组"
    assert (line.phone, line.kin) == ("", "女儿在福州 139****2222")


def test_a_child_stands_under_an_alias_and_without_a_place(desk: Database) -> None:
    child = person(desk, "许小甄", 9, "red", alias="小禾", phone=None)
    relative(desk, child, "mother", "泉州", "13900003333")
    person(desk, "不知几岁", None, "red", schooling="primary", phone=None)
    for allowed, kin in ((True, "母亲在泉州 139****3333"), (False, "")):
        day = listed(desk, may_see_children=allowed)
        line = next(line for line in day.lines() if line.resident_id == child)
        assert (line.name, line.place, line.phone, line.kin) == ("小禾（化名）", "", "", kin)
        assert {line.name for line in day.lines()} == {"小禾（化名）", "小岁（化名）"}
        assert day.sections[0].title == "红色对象 今天还没联系"


def test_recording_takes_the_line_away_and_undoing_brings_it_back(desk: Database) -> None:
    first = person(desk, "汪厚行", 81, "red", ((2, "phone", "met"), (4, "home", "met")))
    person(desk, "徐桂英", 84, "red", ((2, "phone", "met"), (4, "home", "met")))
    before = listed(desk)
    record(desk, first, How.PHONE)
    after = listed(desk)
    assert names(after) == [["徐桂英"]]
    assert (after.open, after.done) == (1, 1)
    with desk.reading() as session:
        noted = session.exec(select(Visit).where(Visit.visited_on == ON.isoformat())).one()
    assert (noted.mode, noted.kind, noted.outcome, noted.start_time, noted.recorder) == ("phone", "daily", "met", "09:05", OPERATOR)
    assert undo_last(desk, OPERATOR).says == "已电话联系 某某"
    assert listed(desk) == before


def test_nobody_answered_goes_to_the_end_and_stays_due(desk: Database) -> None:
    first = person(desk, "甲", 81, "red", ((5, "phone", "met"), (6, "home", "met")))
    person(desk, "乙", 84, "red", ((2, "phone", "met"), (4, "home", "met")))
    record(desk, first, How.NOBODY)
    day = listed(desk)
    assert names(day) == [["乙", "甲"]]
    assert day.done == 0
    assert "今天没人应" in day.lines()[1].sentence()
    record(desk, first, How.NOBODY, at_door=True)
    with desk.reading() as session:
        tries = [(one.mode, one.outcome) for one in session.exec(select(Visit).where(Visit.visited_on == ON.isoformat()))]
    assert sorted(tries, key=str) == [("home", "nobody"), ("phone", "no_answer")]


def test_a_visit_settles_both_rhythms_and_a_call_only_one(desk: Database) -> None:
    who = person(desk, "胡金凤", 82, "yellow", ((40, "home", "met"),))
    record(desk, who, How.PHONE)
    (line,) = listed(desk).lines()
    assert line.home
    assert "今天已电话联系，还没上门" in line.sentence()
    record(desk, who, How.HOME)
    assert listed(desk).open == 0


def test_what_was_promised_on_a_visit(desk: Database) -> None:
    who = person(desk, "吴冬生", 83)
    old = visited(desk, who, 5, "home", next_plan="再量一次血压", follow_up_due=ago(1))
    visited(desk, who, 4, "home", follow_up_due=ago(-2))
    visited(desk, who, 9, "home", follow_up_due=ago(8), followed_up_on=ago(8))
    gone = person(desk, "走了", 80, residency_status="deceased")
    visited(desk, gone, 9, "home", follow_up_due=ago(3))
    day = listed(desk)
    assert names(day) == [["吴冬生"]]
    assert day.lines()[0].sentence() == "回访，吴冬生，83岁，11月18日约好，再量一次血压，过期 1 天，汪家组"
    assert listed(desk, most=0).open == 1
    record(desk, who, How.NOBODY, follows=old)
    assert listed(desk).open == 1
    record(desk, who, How.PHONE, follows=old)
    assert listed(desk).open == 0
    undo_last(desk, OPERATOR)
    assert listed(desk).open == 1


def test_what_cannot_be_recorded_is_refused(desk: Database) -> None:
    gone = person(desk, "走了", 80, "red", residency_status="deceased")
    for resident, trouble in ((gone, VisitImpossible), (new_id(), NoSuchResident)):
        with pytest.raises(trouble):
            record(desk, resident, How.PHONE)


def test_only_own_records_that_are_still_there_count(desk: Database) -> None:
    who = person(desk, "汪厚行", 81, "red", ((4, "home", "met"),))
    with desk.writing(OPERATOR, "撤下") as session:
        session.add(
            removed := Visit.model_validate(VisitDraft(resident_id=who, visited_on=ago(0), mode="phone"), update={"author": STATION})
        )
        session.flush()
        removed.removed_at = session.info["at"]
    visited(desk, who, -1)
    theirs = put(desk, Resident, ResidentDraft(name="别人", village_group="汪家组"), COUNTY)
    put(desk, CareGrade, CareGradeDraft(resident_id=theirs.id, grade="red"), COUNTY)
    assert names(listed(desk)) == [["汪厚行"]]
    assert "上次 11月19日" in listed(desk).lines()[0].sentence()


def test_the_grade_in_force_and_the_scheme_valid_on_the_day(desk: Database) -> None:
    who = person(desk, "汪厚行", 81, "green", ((5, "phone", "met"), (5, "home", "met")))
    assert listed(desk).open == 0
    put(desk, CareGrade, CareGradeDraft(resident_id=who, grade="red", from_date=ago(3)))
    assert names(listed(desk)) == [["汪厚行"]]
    assert listed(desk, ON - timedelta(days=4)).open == 0
    slower = Grade(code="red", label="红码", contact_every_days=10)
    scheme = default_scheme().model_copy(update={"grades": (slower,), "valid_from": ago(1)})
    put(desk, GradeScheme, GradeSchemeDraft.model_validate(scheme.model_dump()))
    assert listed(desk).open == 0
    visited(desk, who, 0, "home")
    put(desk, CareGrade, CareGradeDraft(resident_id=who, grade="yellow", scheme_code="unknown_here", from_date=ago(0)))
    with desk.reading() as session:
        assert due_of(session, [who], ON)[who].every == 7


def test_tomorrow_and_why_a_list_is_empty(desk: Database) -> None:
    with desk.reading() as session:
        assert people_here(session, ON) == People(0, 0)
    person(desk, "没分级", 70)
    who = person(desk, "汪厚行", 81, "red", ((0, "phone", "met"), (6, "home", "met")))
    person(desk, "程来发", 76, "yellow", ((3, "phone", "met"), (29, "home", "met")))
    with desk.reading() as session:
        assert people_here(session, ON) == People(3, 2)
        assert tomorrow(session, ON) == (1, 1)
        assert due_of(session, [who], ON)[who].state is State.TOMORROW


@pytest.mark.parametrize("round_", range(6))
def test_the_list_is_what_the_pure_answer_says_of_everybody(desk: Database, seed: int, round_: int) -> None:
    dice = random.Random(seed + round_)
    scatter(desk, dice)
    with desk.reading() as session:
        people = {one.id: one for one in session.exec(select(Resident))}
        day = today(session, ON)
        answers = due_of(session, people, ON)
    wanted: dict[str, set[str]] = {"daily": set(), "visits": set()}
    for resident in people.values():
        found = answers[resident.id]
        if found.state in {State.LATE, State.TODAY} or (found.state is State.TOMORROW and found.care is Care.HOME):
            wanted["daily" if found.daily else "visits"].add(resident.id)
    shown = {section.kind: [line.resident_id for line in section.lines] for section in day.sections}
    assert {kind: set(ids) for kind, ids in shown.items()} == {kind: ids for kind, ids in wanted.items() if ids}
    for ids in shown.values():
        order = [(answers[one].tried_today, urgency(answers[one])) for one in ids]
        assert order == sorted(order)


def scatter(desk: Database, dice: random.Random) -> None:
    """Write down a village by chance: people, grades given and taken back, visits of every outcome."""

    def day() -> str:
        return ago(dice.randrange(-3, 60))

    with desk.writing(OPERATOR, "散") as session:
        for number in range(80):
            status = dice.choice(STATUSES) if dice.random() < 0.4 else "living"
            draft = ResidentDraft(name=f"某{number}", residency_status=status, residency_since=dice.choice([None, day()]))
            person = Resident.model_validate(draft, update={"author": STATION})
            session.add(person)
            for _nth in range(dice.choice((0, 1, 1, 1, 2))):
                begin, end = dice.choice([None, day()]), dice.choice([None, None, None, day()])
                grade = CareGradeDraft(resident_id=person.id, grade=dice.choice(("red", "yellow", "green")), from_date=begin, to_date=end)
                session.add(CareGrade.model_validate(grade, update={"author": STATION}))
            rows = [
                {
                    **dict(
                        VisitDraft(
                            resident_id=person.id,
                            visited_on=day(),
                            mode=dice.choice(("phone", "home", "video")),
                            outcome=dice.choice(("met", "met", "met", "no_answer", "kin_answered")),
                        )
                    ),
                    "author": STATION,
                    "id": new_id(),
                }
                for _nth in range(dice.randrange(5))
            ]
            if rows:
                session.execute(insert(Visit), rows)
