"""Reviews: when the day has come or something happened since the last look, and one key leaves the grade as it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.guardian import Guardian, GuardianDraft
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.services.assessing import Assessment, assess, grades_of
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.services.reviews import review_of, reviews_due
from stationdesk.services.today import today
from stationdesk.services.today_sources import BY_KIND
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.people import OPERATOR, ago, person, put

ON = date(2026, 11, 23)


def graded(desk: Database, name: str, review: str | None = None, age: int = 80, **fields: Any) -> str:
    who = person(desk, name, age, **fields)
    put(desk, CareGrade, CareGradeDraft(resident_id=who, grade="yellow", from_date=ago(100), review_due=review))
    return who


def moved(desk: Database, who: str, status: str, days: int) -> None:
    with desk.writing(OPERATOR, "moved") as session:
        change_status(session, who, StatusDraft(status, ON - timedelta(days=days)), ON)


def asked(desk: Database, ahead: int = 0) -> list[tuple[str, str, str]]:
    with desk.reading() as session:
        return [(one.resident_id, one.due_on, one.cause) for one in reviews_due(session, ON, ahead)]


def test_whose_day_has_come_is_asked_and_who_is_away_waits(desk: Database) -> None:
    late, later = graded(desk, "甲某", ago(3)), graded(desk, "乙某", (ON + timedelta(days=5)).isoformat())
    away = graded(desk, "丙某", ago(9))
    moved(desk, away, "hospital", 2)
    graded(desk, "丁某", ago(9), residency_status="deceased")
    assert asked(desk) == [(late, ago(3), "regular")]
    assert asked(desk, 5) == [(late, ago(3), "regular"), (later, (ON + timedelta(days=5)).isoformat(), "regular")]


def test_back_from_hospital_asks_until_somebody_has_looked(desk: Database) -> None:
    who = graded(desk, "甲某", (ON + timedelta(days=90)).isoformat())
    moved(desk, who, "hospital", 9)
    moved(desk, who, "living", 4)
    assert asked(desk) == [(who, ago(4), "hospital")]
    with desk.reading() as session:
        (line,) = [one for one in today(session, ON).lines() if one.kind == "reviews"]
    assert "住院" in line.sentence()
    assert (line.page, line.argument) == ("duties", f"assess:{who}")
    source = BY_KIND["reviews"]
    assert source.done is not None
    assert source.said is not None
    with desk.writing(OPERATOR, source.said(line)) as session:
        source.done(session, line, ON, OPERATOR)
    assert asked(desk) == []
    with desk.reading() as session:
        (held,) = grades_of(session, who)
        assert [look.cause for look in held.reviews] == ["hospital"]
        assert held.review_due == "2027-05-23"
    assert undo_last(desk, OPERATOR).says == "复评甲某：照旧"
    assert asked(desk) == [(who, ago(4), "hospital")]


def test_an_assessment_later_than_what_happened_settles_it(desk: Database) -> None:
    who = graded(desk, "甲某")
    moved(desk, who, "away", 20)
    moved(desk, who, "returned", 10)
    assert asked(desk) == [(who, ago(10), "returned")]
    with desk.writing(OPERATOR, "assess") as session:
        assess(session, Assessment(who, "red", ON - timedelta(days=9), "returned"), ON)
    assert asked(desk) == []


@pytest.mark.parametrize("cause", ["bereavement", "guardianship", "children_returned", "emergency"])
def test_what_happened_to_those_around_asks_too(desk: Database, cause: str) -> None:
    who = graded(desk, "甲某", age=9 if cause == "guardianship" else 80)
    if cause == "bereavement":
        spouse = person(desk, "乙某", 81)
        put(desk, Kin, KinDraft(resident_id=who, relation="spouse", name="乙某", kin_resident_id=spouse))
        moved(desk, spouse, "deceased", 3)
    elif cause == "guardianship":
        put(desk, Guardian, GuardianDraft(resident_id=who, name="丙某", kind="delegated", from_date=ago(300), to_date=ago(3)))
    elif cause == "children_returned":
        son = person(desk, "丁某", 50)
        put(desk, Kin, KinDraft(resident_id=who, relation="son", name="丁某", kin_resident_id=son))
        moved(desk, son, "away", 60)
        moved(desk, son, "returned", 3)
    else:
        put(desk, Visit, VisitDraft(resident_id=who, visited_on=ago(3), kind="emergency"))
    assert asked(desk) == [(who, ago(3), cause)]
    with desk.reading() as session:
        found = review_of(session, who, ON)
    assert found is not None
    assert found.late(ON) == 3
