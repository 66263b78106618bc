"""The month behind the demo village is full and real: most are reached as their grade asks, and a few are not."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.duty import Duty
from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit
from stationdesk.services.assessing import history
from stationdesk.services.demo_month import DAYS, LIVED, live_a_month
from stationdesk.services.demo_pairings import pair_up
from stationdesk.services.demo_stories import tell_stories
from stationdesk.services.demo_village import demo_station, furnish, settle
from stationdesk.services.reviews import review_of
from stationdesk.services.standing_in import absences_of
from stationdesk.services.stations import open_station
from stationdesk.services.today import today
from stationdesk.services.weather import weather_on, weathers_near
from stationdesk.store.database import Database

BY = "程建国"


def lived(desk: Database, on: date, people: int) -> int:
    with desk.writing(BY, "演示", final=True) as session:
        open_station(session, demo_station())
        furnish(session)
        settle(session, people, on - timedelta(days=LIVED))
        tell_stories(session, on, since=on - timedelta(days=LIVED))
        session.flush()
        pair_up(session, on)
        return live_a_month(session, on, BY)


@pytest.mark.parametrize("on", [date(2026, 11, 28), date(2028, 3, 1)])
def test_the_month_is_full_and_real(desk: Database, on: date) -> None:
    written = lived(desk, on, 120)
    with desk.reading() as session:
        visits = session.exec(select(Visit)).all()
        grades = {one.resident_id: one.grade for one in session.exec(select(CareGrade).where(col(CareGrade.to_date).is_(None)))}
        assert len(visits) == written
        assert max(one.visited_on for one in visits) < on.isoformat(), "today is still to be done"
        days = defaultdict(set)
        for one in visits:
            if one.reached():
                days[one.resident_id].add(one.visited_on)
        red = [one for one, grade in grades.items() if grade == "red"]
        rates = sorted(len(days[one]) / DAYS for one in red)
        assert len(red) >= 5
        assert rates[0] > 0.7
        assert 0.85 < sum(rates) / len(rates) < 0.99
        assert len(Counter(one.outcome for one in visits)) == 3, "met, no answer, nobody at home"
        assert any((one.recorded_on or "") > one.visited_on for one in visits)
        assert {one.visitors[0].helper_id != "" for one in visits} == {True, False}
        snow = [on - timedelta(days=back) for back in (12, 11, 10)]
        assert [weather_on(session, day) is not None for day in (on - timedelta(days=13), *snow, on)] == [False, True, True, True, False]
        yellow = [one for one, grade in grades.items() if grade == "yellow"]
        wet = sum(day.isoformat() in days[one] for one in yellow for day in snow)
        assert wet > 0.7 * 3 * len(yellow), "in the snow yellow is contacted every day"
        assert any(one.since > on for one in weathers_near(session, on))


def test_there_is_something_of_everything(desk: Database) -> None:
    on = date(2026, 11, 28)
    lived(desk, on, 120)
    with desk.reading() as session:
        assert len(session.exec(select(Resident).where(col(Resident.pension_check_due).is_not(None))).all()) == 6
        assert session.exec(select(Duty)).all()
        people = session.exec(select(Resident.id)).all()
        assert sum(review_of(session, one, on) is not None for one in people) >= 2
        scored = [past for one in people for past in history(session, one, on) if past.scored]
        assert [one.scored for one in scored] == ["健康自理 7、社会支持 3、居家安全 0"]
        away = [one for some in absences_of(session).of.values() for one in some if one.holds(on)]
        assert len(away) == 1
        kinds = [section.kind for section in today(session, on, may_see_children=True).sections]
        assert "daily" in kinds


def test_a_village_of_one_and_an_empty_one_have_a_month_too(desk: Database) -> None:
    on = date(2026, 11, 28)
    with desk.writing(BY, "演示", final=True) as session:
        open_station(session, demo_station())
        assert live_a_month(session, on, BY) == 0
        settle(session, 1, on - timedelta(days=LIVED))
        assert live_a_month(session, on + timedelta(days=60), BY) > 0
