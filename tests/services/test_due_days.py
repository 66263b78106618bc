"""How people stood to their rhythm day by day: what is missed is worked out, a pause is no miss, 300 ask no more often than one."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import insert

from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.visit import Visit
from stationdesk.services.due_days import DayState, days_of
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.store.database import Database
from tests.ending import asking
from tests.services.people import ON, OPERATOR, ago, person, put
from tests.store.kit import STATION

DUE, NOTHING = DayState(due_contact=True), DayState()


def week(desk: Database, who: str, days: int = 7, on: date | None = ON) -> list[DayState]:
    with desk.reading() as session:
        found = days_of(session, [who], ON - timedelta(days=days - 1), ON, on)[who]
    assert list(found) == [ON - timedelta(days=back) for back in range(days - 1, -1, -1)]
    return list(found.values())


def test_a_daily_contact_is_settled_missed_or_open(desk: Database) -> None:
    who = person(desk, "汪厚行", 81, "red", ((6, "home", "met"), (5, "phone", "met"), (3, "phone", "no_answer"), (2, "video", "met")))
    settled, missed = DUE._replace(settled=True), DUE._replace(missed=True)
    both = DayState(due_contact=True, due_home=True, settled=True, missed=False, late=True)
    assert week(desk, who) == [both, settled, missed, missed, settled, missed, DUE]
    assert week(desk, who, on=None)[-1] == missed


def test_a_weekly_contact_is_missed_once_and_late_until_it_is_made(desk: Database) -> None:
    who = person(desk, "程来发", 76, "yellow", ((12, "home", "met"), (2, "phone", "met")))
    missed = DUE._replace(missed=True)
    late = DUE._replace(late=True)
    assert week(desk, who) == [NOTHING, missed, late, late, late._replace(settled=True), NOTHING, NOTHING]


def test_a_call_does_not_settle_a_visit(desk: Database) -> None:
    who = person(desk, "胡金凤", 82, "yellow", ((32, "home", "met"), (2, "phone", "met"), (1, "phone", "met")))
    days = week(desk, who, 3)
    assert days == [
        DayState(due_contact=True, due_home=True, missed=True, late=True),
        DayState(due_home=True, late=True),
        DayState(due_home=True, late=True),
    ]


def test_nothing_is_due_in_hospital_and_a_visit_is_when_he_is_back(desk: Database) -> None:
    who = person(desk, "徐桂英", 84, "red", ((6, "home", "met"), (5, "phone", "met")))
    for status, back in (("hospital", 4), ("living", 1)):
        with desk.writing(OPERATOR, "变动") as session:
            change_status(session, who, StatusDraft(status, ON - timedelta(days=back)), ON)
    resting = DayState(paused="hospital")
    days = week(desk, who)
    assert days[:5] == [DUE._replace(due_home=True, late=True, settled=True), DUE._replace(settled=True), resting, resting, resting]
    assert days[5] == DayState(due_contact=True, due_home=True, missed=True)
    assert days[6] == DayState(due_contact=True, due_home=True)


def test_nobody_who_is_gone_or_without_a_grade_is_due(desk: Database) -> None:
    gone, plain = person(desk, "走了", 80, "red", residency_status="deceased"), person(desk, "没分级", 70)
    assert week(desk, gone) == week(desk, plain) == [NOTHING] * 7
    theirs = put(desk, Resident, ResidentDraft(name="别人"), "360202")
    with desk.reading() as session:
        assert days_of(session, [theirs.id, new_id()], ON, ON) == {}


def test_a_month_of_three_hundred_people_is_asked_at_once(desk: Database) -> None:
    ids = [new_id() for _nth in range(300)]
    with desk.writing(OPERATOR, "一个月") as session:
        connection = session.connection()
        rows = [{"id": one, "author": STATION, "name": "某某", "birth_precision": "day"} for one in ids]
        connection.execute(insert(Resident), rows)
        grades = [
            {"author": STATION, "resident_id": one, "grade": "red", "from_date": ago(200), "scheme_code": "red_yellow_green"} for one in ids
        ]
        connection.execute(insert(CareGrade), [{"id": new_id(), **one} for one in grades])
        visits = [
            {"id": new_id(), "author": STATION, "resident_id": one, "visited_on": ago(back), "mode": mode, "outcome": "met"}
            for nth, one in enumerate(ids)
            for back in range(40)
            if (nth + back) % 11
            for mode in (["phone", "home"] if back % 7 == 0 else ["phone"])
        ]
        connection.execute(insert(Visit), visits)
    with desk.reading() as session, asking(session) as alone:
        days_of(session, ids[:1], ON - timedelta(days=30), ON, ON)
    with desk.reading() as session, asking(session) as sent:
        found = days_of(session, ids, ON - timedelta(days=30), ON, ON)
    assert len(found) == len(ids)
    assert sum(day.missed for days in found.values() for day in days.values()) > len(ids)
    assert len(sent) == len(alone)
