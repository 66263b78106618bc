"""Grade schemes: a hole or an overlap is refused by name, a change begins tomorrow, and past days keep their answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.grade_scheme import Grade, GradeSchemeDraft, ScoreItem, default_scheme, ready_made
from stationdesk.services.contacts import known_of
from stationdesk.services.demo_village import demo_station
from stationdesk.services.grade_schemes import (
    change_rhythm,
    effects,
    every,
    give_up,
    put_in_use,
    without_place,
)
from stationdesk.services.grading import own_schemes, people_by_grade, scheme_on, word_of
from stationdesk.services.scheme_checks import SchemeImpossible, check
from stationdesk.services.stations import open_station
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.people import OPERATOR, person

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def village(desk: Database) -> Database:
    """Give a desk of a station that is set up with the scheme that ships."""
    with desk.writing(OPERATOR, "set up", final=True) as session:
        open_station(session, demo_station())
    return desk


def changed(**fields: Any) -> GradeSchemeDraft:
    return GradeSchemeDraft.model_validate(default_scheme().model_dump() | fields)


def with_lines(*lines: tuple[int | None, int | None]) -> GradeSchemeDraft:
    grades = [
        grade.model_copy(update={"lowest_score": low, "highest_score": high})
        for grade, (low, high) in zip(default_scheme().grades, lines, strict=True)
    ]
    return changed(grades=[one.model_dump() for one in grades])


def scoring(*steps: tuple[int, str], highest: int | None = None) -> GradeSchemeDraft:
    said = [{"score": score, "words": words} for score, words in steps]
    most = highest if highest is not None else max(score for score, _words in steps)
    return changed(score_items=[{"code": "a", "label": "甲", "highest": most, "steps": said}])


@pytest.mark.parametrize("scheme", ready_made(), ids=lambda one: str(one.code))
def test_every_ready_made_scheme_can_be_used(scheme: GradeSchemeDraft) -> None:
    check(scheme)
    assert scheme.name
    assert all(item.steps[0].score == 0 and item.steps[-1].score == item.highest for item in scheme.score_items)
    assert all(item.explanation for item in scheme.score_items)


@pytest.mark.parametrize(
    ("scheme", "named"),
    [
        (with_lines((18, 30), (7, 16), (0, 6)), "17 分"),
        (with_lines((20, 30), (7, 16), (0, 6)), "17 到 19 分"),
        (with_lines((17, 30), (7, 17), (0, 6)), "红色和黄色"),
        (with_lines((17, 28), (7, 16), (0, 6)), "29 到 30 分"),
        (with_lines((17, 31), (7, 16), (0, 6)), "红色"),
        (with_lines((17, 30), (None, None), (0, 6)), "黄色"),
        (with_lines((30, 17), (7, 16), (0, 6)), "红色"),
        (default_scheme().model_copy(update={"name": " "}), "名字"),
        (changed(grades=[]), "级"),
        (changed(grades=[*default_scheme().model_dump()["grades"], {"code": "blue", "label": "红 色"}]), "红 色"),
        (changed(grades=[{"code": "red", "label": "急"}, {"code": "red", "label": "缓"}]), "急和缓"),
        (changed(grades=[{"code": "red", "label": "  "}]), "第 1 级"),
        (changed(grades=[{"code": "pink", "label": "粉"}]), "粉"),
        (changed(grades=[{"code": "red", "label": "急", "contact_every_days": 0}]), "急"),
        (changed(grades=[{"code": "red", "label": "急", "contact_every_days": 999}]), "急"),
        (changed(score_items=[]), "评分"),
        (changed(score_items=[{"code": "a", "label": "甲", "highest": 15}, {"code": "b", "label": "甲", "highest": 15}]), "甲"),
        (changed(score_items=[{"code": "a", "label": "甲", "highest": 0}]), "甲"),
        (with_lines((17, 30), (7, 16), (-3, 6)), "不能带负号"),
        (scoring((0, "没有"), (3, "")), "3 分的那个答案没有写字"),
        (scoring((0, "没有"), (3, "有"), (3, "很多")), "有、很多都是 3 分"),
        (scoring((-1, "没有"), (3, "有")), "“没有”"),
        (scoring((3, "有")), "2 到 6 个答案"),
        (scoring(*((score, str(score)) for score in range(7))), "2 到 6 个答案"),
        (scoring((0, "没有"), (3, "有"), highest=5), "最高是 3 分，和最高分 5"),
        (changed(score_items=[{"code": f"i{at}", "label": f"第{at}项", "highest": 1} for at in range(13)]), "12 个评分项"),
        (changed(grades=[default_scheme().grades[0].model_copy(update={"note": "看" * 201}).model_dump()]), "备注最多 200"),
    ],
)
def test_a_hole_or_an_overlap_is_refused_by_name(scheme: GradeSchemeDraft, named: str) -> None:
    with pytest.raises(SchemeImpossible) as caught:
        check(scheme)
    assert named in str(caught.value)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=4))
def test_a_scheme_that_passes_has_one_grade_for_every_total(lines: list[tuple[int, int]]) -> None:
    grades = tuple(
        Grade(code=code, label=code, lowest_score=low, highest_score=high)
        for code, (low, high) in zip(("red", "orange", "yellow", "green"), lines, strict=False)
    )
    scheme = GradeSchemeDraft(code="own", name="own", grades=grades, score_items=(ScoreItem(code="a", label="a", highest=10),))
    try:
        check(scheme)
    except SchemeImpossible:
        assert any(sum(one.covers(total) for one in grades) != 1 for total in range(11)) or any(
            high > 10 or low > high for low, high in lines
        )
    else:
        assert all(sum(one.covers(total) for one in grades) == 1 for total in range(11))


def test_a_change_begins_tomorrow_and_past_days_keep_their_answer(village: Database) -> None:
    with village.writing(OPERATOR, "change") as session:
        change_rhythm(session, "yellow", TODAY, contact=3, home=None)
    with village.reading() as session:
        before, after = scheme_on(session, TODAY).grade("yellow"), scheme_on(session, TOMORROW).grade("yellow")
        periods = [(one.valid_from, one.valid_to) for one in own_schemes(session)]
    assert before is not None
    assert after is not None
    assert (before.contact_every_days, after.contact_every_days) == (7, 3)
    assert periods == [(None, TODAY.isoformat()), (TOMORROW.isoformat(), None)]
    undo_last(village, OPERATOR)
    with village.reading() as session:
        assert [(one.valid_from, one.valid_to) for one in own_schemes(session)] == [(None, None)]


def test_another_scheme_counts_the_same_marks_as_its_own(village: Database) -> None:
    red, orange = person(village, "甲某", 80, "red"), person(village, "乙某", 80, "orange")
    three = next(one for one in ready_made() if one.code == "three_risks")
    with village.reading() as session:
        assert without_place(session, three, TODAY) == ["orange"]
    taking = three.grades[0].model_copy(update={"takes_over": ("orange",)})
    with village.writing(OPERATOR, "change") as session:
        put_in_use(session, three.model_copy(update={"grades": (taking, *three.grades[1:])}), TODAY)
    with village.reading() as session:
        now, then = known_of(session, [red], TODAY)[red].grade, known_of(session, [red, orange], TOMORROW)
        assert (now.label if now else "") == "红色"
        assert [then[one].grade.label for one in (red, orange) if then[one].grade] == ["高风险", "高风险"]  # type: ignore[union-attr]
        assert word_of(session, "red", TODAY) == "红色"
        assert word_of(session, "red", TOMORROW) == "高风险"
        assert people_by_grade(session, TOMORROW) == {"red": 2}


def test_a_plan_that_leaves_a_hole_or_overlaps_is_refused_and_nothing_is_saved(village: Database) -> None:
    later = (TODAY + timedelta(days=39)).isoformat()
    with village.writing(OPERATOR, "plan") as session:
        planned = put_in_use(session, changed(name="明年的", valid_from=later), TODAY).id
    for fields, named in (
        ({"valid_to": "2027-01-01"}, "明年的"),
        ({"valid_to": "2026-12-20"}, "没有"),
        ({"valid_from": "2027-02-01", "valid_to": "2027-03-01"}, "3月2日"),
        ({"valid_from": TODAY.isoformat()}, "明天"),
        ({"valid_from": "2027-05-01", "valid_to": "2027-04-01"}, "先"),
    ):
        with pytest.raises(SchemeImpossible) as caught, village.writing(OPERATOR, "change") as session:
            put_in_use(session, changed(name="中间的", **fields), TODAY)
        assert named in str(caught.value), fields
        with village.reading() as session:
            assert [one.name for one in own_schemes(session)] == ["红黄绿三级", "明年的"]
    with village.writing(OPERATOR, "change") as session:
        change_rhythm(session, "green", TODAY, contact=60, home=None)
    with village.writing(OPERATOR, "give up") as session:
        give_up(session, planned, TODAY)
    with village.reading() as session:
        assert [(one.valid_from, one.valid_to) for one in own_schemes(session)] == [
            (None, TODAY.isoformat()),
            (TOMORROW.isoformat(), None),
        ]


def test_schemes_kept_without_an_end_before_do_not_stand_in_the_way(village: Database) -> None:
    from stationdesk.registers.grade_scheme import GradeScheme
    from stationdesk.store.database import author_of

    with village.writing(OPERATOR, "older program", final=True) as session:
        older = changed(name="旧的改动", valid_from="2026-03-01")
        session.add(GradeScheme.model_validate(older, update={"author": author_of(session)}))
    with village.writing(OPERATOR, "change") as session:
        change_rhythm(session, "red", TODAY, contact=2, home=7)
    with village.reading() as session:
        assert [(one.valid_from, one.valid_to) for one in own_schemes(session)] == [
            (None, "2026-02-28"),
            ("2026-03-01", TODAY.isoformat()),
            (TOMORROW.isoformat(), None),
        ]


def test_what_a_scheme_will_do_is_said_in_numbers(village: Database) -> None:
    for name in ("甲某", "乙某"):
        person(village, name, 80, "yellow")
    person(village, "丙某", 80, "green")
    grades = [
        one.model_copy(update={"contact_every_days": {"red": 1, "yellow": 3, "green": 7}[one.code], "home_visit_every_days": 30})
        for one in default_scheme().grades
    ]
    with village.reading() as session:
        said = effects(session, changed(grades=[one.model_dump() for one in grades]), TODAY)
    assert said == ["2 位黄色的人：联系由每周 1 次改成每 3 天 1 次。", "1 位绿色的人：联系由每月 1 次改成每周 1 次、每季多上门 2 次。"]
    twice = tuple(one.model_copy(update={"contact_every_days": 1}) for one in default_scheme().grades)
    with village.reading() as session:
        assert effects(session, default_scheme().model_copy(update={"grades": twice}), TODAY)[0] == "2 位黄色的人：每周多联系 6 次。"


def test_a_word_of_one_grade_is_no_other_ones(village: Database) -> None:
    renamed = tuple(one.model_copy(update={"label": "重点"}) if one.code == "yellow" else one for one in default_scheme().grades)
    with village.writing(OPERATOR, "change") as session:
        kept = put_in_use(session, default_scheme().model_copy(update={"grades": renamed}), TODAY)
        assert kept.code_for("重点") == "yellow"


def test_rhythms_in_words() -> None:
    assert [every(days) for days in (None, 1, 7, 30, 5)] == ["不排", "每天 1 次", "每周 1 次", "每月 1 次", "每 5 天 1 次"]
