"""A helper's work looked at: what was said of it, and visits drawn by chance and asked about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from stationdesk.registers.check_call import CheckCall
from stationdesk.services.appraisals import (
    CheckImpossible,
    answer,
    appraisals_of,
    checks_of,
    confirmed,
    draw,
    noted_visits,
    write_appraisal,
)
from stationdesk.services.care_figures import contact_figures
from stationdesk.services.handover import past_work
from stationdesk.services.helpers import merge_helpers
from stationdesk.services.pairing_world import read_world
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.pairing_kit import helper, pair
from tests.services.people import ON, OPERATOR, ago, person, visited

FIRST = ON - timedelta(days=30)


def village(desk: Database) -> str:
    """Keep a helper with twelve visits, and two that are not his or met nobody; return his id."""
    cheng = helper(desk, "程雪琴")
    for number in range(4):
        who = person(desk, f"汪{number}", 80, "red")
        for days in (3, 9, 21):
            visited(desk, who, days + number, "home", visitors=({"name": "程雪琴", "helper_id": cheng},))
    visited(desk, who, 2, "home", "not_home", visitors=({"name": "程雪琴", "helper_id": cheng},))
    visited(desk, who, 2, "home", visitors=({"name": "黄晓燕"},))
    return cheng


def test_the_same_seed_draws_the_same_and_nothing_twice(desk: Database) -> None:
    cheng = village(desk)
    with desk.reading() as session:
        every = {one.id for one in noted_visits(session, cheng, FIRST, ON)}
    assert len(every) == 12
    drawn = []
    for _again in range(2):
        with desk.writing(OPERATOR, "抽回访") as session:
            drawn.append([one.visit_id for one in draw(session, cheng, FIRST, ON, 5, 42, ON)])
        undo_last(desk, OPERATOR)
    assert drawn[0] == drawn[1]
    assert set(drawn[0]) <= every
    with desk.writing(OPERATOR, "抽回访") as session:
        first = {one.visit_id for one in draw(session, cheng, FIRST, ON, 5, 42, ON)}
        rest = {one.visit_id for one in draw(session, cheng, FIRST, ON, 99, 43, ON)}
    assert first | rest == every
    assert not first & rest
    with pytest.raises(CheckImpossible), desk.writing(OPERATOR, "抽回访") as session:
        draw(session, cheng, FIRST, ON, 1, 44, ON)


def test_what_was_noted_under_his_other_record_is_his_too(desk: Database) -> None:
    cheng, twice = village(desk), helper(desk, "陈雪琴")
    somebody = person(desk, "祝小", 82, "red")
    visited(desk, somebody, 4, "home", visitors=({"name": "陈雪琴", "helper_id": twice},))
    pair(desk, cheng, somebody)
    assert seen(desk, cheng) == (12, 3, 0)
    with desk.writing(OPERATOR, "合并帮扶人") as session:
        merge_helpers(session, cheng, twice, ON)
    assert seen(desk, cheng) == (13, 2, 1)
    undo_last(desk, OPERATOR)
    assert seen(desk, cheng) == (12, 3, 0)


def seen(desk: Database, helper_id: str) -> tuple[int, int, int]:
    """Return how many visits are a helper's, how many went at all, by record or by name alone, and his past work with his people."""
    with desk.reading() as session:
        work = past_work(session, read_world(session, ON), helper_id)
        return len(noted_visits(session, helper_id, FIRST, ON)), contact_figures(session, FIRST, ON).helpers, work


def test_the_rate_counts_what_was_answered(desk: Database) -> None:
    cheng = village(desk)
    with desk.writing(OPERATOR, "抽回访") as session:
        checks = [one.id for one in draw(session, cheng, FIRST, ON, 4, 1, ON)]
    with pytest.raises(CheckImpossible), desk.writing(OPERATOR, "回访") as session:
        answer(session, checks[0], "false", ON, by=OPERATOR)
    with desk.writing(OPERATOR, "回访") as session:
        answer(session, checks[0], "false", ON, by=OPERATOR, text="那天没人来")
        answer(session, checks[1], "true", ON, by=OPERATOR)
        answer(session, checks[2], "true", ON, by=OPERATOR)
        answer(session, checks[3], "not_reached", ON, by=OPERATOR)
    with desk.reading() as session:
        found = confirmed(session)[cheng]
        assert checks_of(session, cheng)[0].id == checks[3], "who was not reached is still to be asked"
        assert session.exec(select(CheckCall).where(CheckCall.id == checks[0])).one().text == "那天没人来"
    assert (found.drawn, found.answered, found.true, found.rate()) == (4, 3, 2, 66)


def test_what_is_said_of_a_helper_has_words_and_a_day_that_came(desk: Database) -> None:
    cheng = helper(desk, "程雪琴")
    period = {"helper_id": cheng, "from_date": ago(30), "to_date": ago(1)}
    with pytest.raises(CheckImpossible, match="说"), desk.writing(OPERATOR, "提醒") as session:
        write_appraisal(session, period | {"kind": "reminder"}, ON)
    with pytest.raises(CheckImpossible, match="还没到"), desk.writing(OPERATOR, "提醒") as session:
        write_appraisal(session, period | {"said_on": (ON + timedelta(days=1)).isoformat()}, ON)
    with desk.writing(OPERATOR, "考核") as session:
        write_appraisal(session, period | {"due": 6, "done": 4, "score": 70}, ON)
        write_appraisal(session, period | {"kind": "commendation", "text": "天天上门"}, ON)
    with desk.reading() as session:
        assert [(one.kind, one.score) for one in appraisals_of(session, cheng)] == [("commendation", None), ("appraisal", 70)]
