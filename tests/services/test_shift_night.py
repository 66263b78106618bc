"""Who is on duty tonight, whenever the night turn begins: the day's turn is not the night's, and hours without anybody are said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlmodel import Session

from stationdesk.registers.duty_shift import DutyShiftDraft
from stationdesk.services.shift_night import Night, tonight
from stationdesk.services.shift_tonight import read_tonight
from stationdesk.services.shift_writing import Person, Rota, fill, put_shift
from stationdesk.services.status_line import duty_facts
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR

DAY, NIGHT = Person("徐丽华"), Person("占国林")
WEEK = 7
REST = timedelta(days=1)


def do(desk: Database, work: Callable[[Any], Any]) -> None:
    with desk.writing(OPERATOR, "值班") as session:
        work(session)


def rota(desk: Database, who: Person, kind: str, begins: str, ends: str) -> None:
    do(desk, lambda s: fill(s, Rota(ON, ON + timedelta(days=WEEK), (who,), kind, begins, ends), ON))


def told(desk: Database, hour: int, minute: int = 0, day: date = ON) -> Night:
    with desk.reading() as session:
        return tonight(session, datetime(day.year, day.month, day.day, hour, minute, tzinfo=VILLAGE_TIME))


def line(desk: Database, hour: int, minute: int = 0) -> tuple[str, str]:
    with desk.reading() as session:
        (fact,) = duty_facts(session, datetime(ON.year, ON.month, ON.day, hour, minute, tzinfo=VILLAGE_TIME))
    return fact.text, fact.tone


@pytest.mark.parametrize(
    ("day_ends", "begins", "holes"),
    [
        ("18:00", "18:00", ""),
        ("18:00", "18:30", "18:00—18:30"),
        ("19:00", "19:00", ""),
        ("18:00", "20:00", "18:00—20:00"),
        ("20:00", "20:00", ""),
        ("18:00", "22:00", "18:00—22:00"),
    ],
)
def test_tonight_is_who_has_the_night_whenever_it_begins(desk: Database, day_ends: str, begins: str, holes: str) -> None:
    rota(desk, DAY, "day", "08:00", day_ends)
    rota(desk, NIGHT, "night", begins, "08:00")
    for hour in (9, 17):
        night = told(desk, hour)
        assert night.who == ("占国林",), "named from the morning on, and not who has the day"
        assert night.holes == holes
    assert line(desk, 9) == (f"今晚值班 占国林，{holes} 没人" if holes else "今晚值班 占国林", "amber" if holes else "plain")
    for hour in (19, 23):
        assert told(desk, hour).who == ("占国林",)
    assert told(desk, 22).holes == "", "a hole that is past is not told any more"
    for hour in (0, 3, 7):
        after = told(desk, hour, 30, ON + REST)
        assert (after.who, after.holes, after.turns[0].shift.day) == (("占国林",), "", ON.isoformat()), "after midnight still that night"
    assert told(desk, 8, 0, ON + REST).turns[0].shift.day == (ON + REST).isoformat()


def test_the_next_morning_is_not_the_night(desk: Database) -> None:
    rota(desk, DAY, "day", "07:00", "19:00")
    rota(desk, NIGHT, "night", "19:00", "07:00")
    assert (told(desk, 9).who, told(desk, 9).holes) == (("占国林",), ""), "19:00 to 07:00, and the day's on both sides of it"
    after = told(desk, 7, 20, ON + REST)
    assert after.turns[0].shift.day == (ON + REST).isoformat(), "the night is over before eight: the coming one is told"


@pytest.mark.parametrize("begins", ["08:00", "20:00"])
def test_a_whole_day_has_the_night_too(desk: Database, begins: str) -> None:
    do(desk, lambda s: fill(s, Rota(ON - REST, ON + timedelta(days=WEEK), (DAY, NIGHT), "whole", begins, begins), ON))
    for hour in (9, 19, 21):
        assert told(desk, hour).who[-1:] == ("占国林",)
        assert told(desk, hour).holes == ""
    assert told(desk, 21).who == ("占国林",), "who goes home at eight in the evening is not tonight's"
    assert told(desk, 3, 0, ON + REST).who == ("占国林",)


def put_on_duty(draft: DutyShiftDraft, session: Session) -> None:
    put_shift(session, draft, ON)


def test_a_hole_in_the_night_is_said(desk: Database) -> None:
    for day, begins, ends, who in ((ON, "18:00", "22:00", "徐丽华"), (ON + REST, "02:00", "08:00", "占国林")):
        draft = DutyShiftDraft(day=day.isoformat(), from_time=begins, to_time=ends, name=who)
        do(desk, partial(put_on_duty, draft))
    assert (told(desk, 9).who, told(desk, 9).holes) == (("徐丽华", "占国林"), "22:00—次日 02:00")
    assert line(desk, 9) == ("今晚值班 徐丽华、占国林，22:00—次日 02:00 没人", "amber")
    assert (told(desk, 23).who, told(desk, 23).holes) == (("占国林",), "23:00—次日 02:00"), "who went home is not told"
    assert (told(desk, 1, 0, ON + REST).who, told(desk, 1, 0, ON + REST).holes) == (("占国林",), "01:00—02:00")
    assert f"{told(desk, 23).until:%d %H:%M}" == "24 02:00"
    with desk.reading() as session:
        beside = read_tonight(session, datetime(2026, 11, 23, 9, 0, tzinfo=VILLAGE_TIME))
    assert beside is not None
    assert ([one.name for one in beside.people], beside.holes) == (["徐丽华", "占国林"], "22:00—次日 02:00")
    assert f"{beside.until:%d %H:%M}" == "23 22:00"


def test_a_night_without_anybody_is_nobodys(desk: Database) -> None:
    rota(desk, DAY, "day", "08:00", "19:00")
    assert line(desk, 9) == ("今晚没人值班", "amber")
    assert (told(desk, 9).holes, len(told(desk, 9).gaps)) == ("", 1)
