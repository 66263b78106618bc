"""The days to come: each holds what falls on it."""

from __future__ import annotations

from datetime import timedelta

from stationdesk.registers.service_request import ServiceRequestDraft
from stationdesk.services.ahead import coming, week
from stationdesk.services.due import spoken
from stationdesk.services.requests import raise_request
from stationdesk.services.today_lines import Asked
from stationdesk.store.database import Database
from tests.services.calling import booked, wished
from tests.services.people import ON, OPERATOR, ago, person, visited


def test_each_day_holds_what_falls_on_it_and_nothing_twice(desk: Database) -> None:
    person(desk, "每天", 85, "red", ((0, "phone", "met"), (4, "home", "met")))
    weekly = person(desk, "三天后", 70, "yellow", ((4, "phone", "met"), (4, "home", "met")))
    late = person(desk, "过期了", 71, "yellow", ((9, "home", "met"),))
    visited(desk, weekly, 4, next_plan="带药", follow_up_due=ago(-2))
    with desk.writing(OPERATOR, "登记") as session:
        raise_request(session, ServiceRequestDraft(resident_id=weekly, text="修灯", due_on=ago(-2)), ON)
    with desk.reading() as session:
        days = {day: coming(session, ON + timedelta(days=day), Asked(ON)) for day in range(1, 7)}
        counted = {(one.day - ON).days: one.all for one in week(session, ON)}
    people = {day: [(section.kind, [line.name for line in section.lines]) for section in found.sections] for day, found in days.items()}
    assert people[1] == [("daily", ["每天"])]
    assert people[2] == [("daily", ["每天"]), ("follow_ups", ["三天后"]), ("requests", ["三天后"])]
    assert people[3] == [("daily", ["每天"]), ("visits", ["三天后"])]
    assert [spoken(line.reasons) for line in days[1].lines()] == ["每日联络"], "today is not over: nobody was missed yesterday"
    assert not any(late in {line.resident_id for line in found.lines()} for found in days.values())
    assert counted == {day: found.open for day, found in days.items()}


def test_a_call_stands_on_its_day_though_the_list_asks_for_it_before(desk: Database) -> None:
    who = person(desk, "连线", 70, "green", ((1, "phone", "met"), (1, "home", "met")))
    booked(desk, who, days=2)
    late = person(desk, "没约", 70, "green", ((1, "phone", "met"), (1, "home", "met")))
    wished(desk, late, every=14)
    with desk.reading() as session:
        calls = {
            day: [line.name for line in coming(session, ON + timedelta(days=day), Asked(ON)).lines() if line.kind == "calls"]
            for day in range(1, 7)
        }
        counted = {(one.day - ON).days: one.others for one in week(session, ON)}
    assert calls == {day: ["连线"] if day == 2 else [] for day in range(1, 7)}
    assert counted == {day: len(names) for day, names in calls.items()}
