"""Assessing: the scores propose a grade, the one before ends, a late entry finds its place, and any past day can be answered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.grade_scheme import default_scheme
from stationdesk.services.assessing import (
    Assessment,
    AssessmentImpossible,
    assess,
    grade_on,
    grades_of,
    history,
    last_scores,
    proposal,
    says_assessed,
    stays_as_it_is,
)
from stationdesk.services.contacts import due_of
from stationdesk.services.timeline import events
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.people import OPERATOR, ago, person, visited

ON = date(2026, 11, 23)
SCORES = {"health_self_care": 7, "social_support": 7, "home_safety": 3}


def given_grade(desk: Database, draft: Assessment) -> CareGrade:
    with desk.reading() as session:
        says = says_assessed(session, draft, ON)
    with desk.writing(OPERATOR, says) as session:
        return assess(session, draft, ON)


def test_the_scores_propose_and_the_grade_before_ends(desk: Database) -> None:
    who = person(desk, "汪厚行", 83, "yellow")
    assert (proposal(default_scheme(), SCORES) or default_scheme().grades[2]).code == "red"
    made = given_grade(desk, Assessment(who, "red", ON, "fall", SCORES, "", "徐丽华", "余国平"))
    assert (made.total_score, made.review_due, made.cause, made.approver) == (17, "2027-05-23", "fall", "余国平")
    with desk.reading() as session:
        first, second = grades_of(session, who)
        assert (first.to_date, second.previous_id) == ("2026-11-22", first.id)
        assert [(grade_on(session, who, day) or made).grade for day in (ON - timedelta(days=1), ON)] == ["yellow", "red"]
        assert last_scores(grades_of(session, who), default_scheme()) == SCORES
        said = events(session, who, ON.isoformat())[0].sentence
    assert "红色" in said
    assert "17 分" in said
    assert "跌倒" in said
    assert undo_last(desk, OPERATOR).says == "评估汪厚行：红色"
    with desk.reading() as session:
        assert [one.to_date for one in grades_of(session, who)] == [None]


def test_another_grade_than_proposed_needs_a_reason(desk: Database) -> None:
    who = person(desk, "汪厚行", 83)
    with pytest.raises(AssessmentImpossible, match="红色"):
        given_grade(desk, Assessment(who, "green", ON, scores=SCORES))
    assert given_grade(desk, Assessment(who, "green", ON, scores=SCORES, reason="女儿搬回来同住")).grade == "green"


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (Assessment("", "red", ON + timedelta(days=1)), "还没到"),
        (Assessment("", "red", date(1930, 1, 1)), "出生"),
        (Assessment("", "blue", ON), "红色、黄色、绿色"),
        (Assessment("", "red", ON, scores={"social_support": 3}), "健康自理"),
        (Assessment("", "red", ON, scores=SCORES | {"home_safety": 11}), "居家安全"),
        (Assessment("", "red", ON, review_due=ON), "复评"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(desk: Database, draft: Assessment, said: str) -> None:
    from dataclasses import replace

    who = person(desk, "汪厚行", 83, "yellow")
    with pytest.raises(AssessmentImpossible, match=said):
        given_grade(desk, replace(draft, resident_id=who))
    with desk.reading() as session:
        assert [(one.grade, one.to_date) for one in grades_of(session, who)] == [("yellow", None)]


def test_nobody_who_died_or_left_is_assessed(desk: Database) -> None:
    who = person(desk, "汪厚行", 83, residency_status="deceased", residency_since=ago(3))
    with pytest.raises(AssessmentImpossible, match="去世"):
        given_grade(desk, Assessment(who, "red", ON))


def test_a_late_entry_finds_its_place_between_the_others(desk: Database) -> None:
    who = person(desk, "汪厚行", 83, "green")
    given_grade(desk, Assessment(who, "yellow", ON - timedelta(days=20)))
    given_grade(desk, Assessment(who, "red", ON - timedelta(days=60), "hospital"))
    with desk.reading() as session:
        assert [(one.grade, one.from_date, one.to_date) for one in grades_of(session, who)] == [
            ("green", ago(200), ago(61)),
            ("red", ago(60), ago(21)),
            ("yellow", ago(20), None),
        ]


def test_a_review_that_leaves_the_grade_keeps_what_is_late(desk: Database) -> None:
    who = person(desk, "汪厚行", 83, "yellow")
    visited(desk, who, 12)
    with desk.reading() as session:
        before = due_of(session, [who], ON)[who]
    with desk.writing(OPERATOR, "review") as session:
        stays_as_it_is(session, who, ON, OPERATOR)
    given_grade(desk, Assessment(who, "yellow", ON, "fall", reason="腿好了", assessor="胡文斌"))
    with desk.reading() as session:
        assert due_of(session, [who], ON)[who] == before
        (held,) = grades_of(session, who)
        assert held.review_due == "2027-05-23"
        assert [(one.day, one.cause, one.by) for one in held.reviews or ()] == [
            (ON.isoformat(), "regular", OPERATOR),
            (ON.isoformat(), "fall", "胡文斌"),
        ]
        assert [(past.same, past.word) for past in history(session, who, ON)] == [(True, "黄色"), (True, "黄色"), (False, "黄色")]


DAYS = st.integers(0, 300)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(DAYS, st.sampled_from(["red", "yellow", "green"])), min_size=1, max_size=7))
def test_whatever_the_order_every_past_day_has_the_grade_given_last_before_it(desk: Database, steps: list[tuple[int, str]]) -> None:
    who = person(desk, "汪厚行", 83)
    told: dict[int, str] = {}
    for back, grade in steps:
        given_grade(desk, Assessment(who, grade, ON - timedelta(days=back)))
        told[back] = grade
    with desk.reading() as session:
        for back in range(0, 301, 7):
            before = [at for at in told if at >= back]
            found = grade_on(session, who, ON - timedelta(days=back))
            assert (found.grade if found else None) == (told[min(before)] if before else None)
            held = [one for one in grades_of(session, who) if one.in_force(ago(back))]
            assert len(held) <= 1
