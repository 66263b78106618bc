"""日联络: what stands in a cell, what counts as missed, who waits today; and that following the journal is the same as reading anew."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from stationdesk.registers.status_change import StatusChange, StatusChangeDraft
from stationdesk.registers.visit import Visit, Visitor
from stationdesk.services.contact_grid import Grid, GridRow, Seen, rate, work_out
from stationdesk.services.contact_grid_reading import EVERYBODY, Wanted, follow, read_grid
from stationdesk.services.contact_marks import KIND, LATE, SEVERAL, Mark, character, legend, mark_of, words
from stationdesk.services.contacts import How, record_contact
from stationdesk.services.due import Care
from stationdesk.services.due_days import DayState
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, ago, person, put, visited

FIRST = date(2026, 11, 1)
TODAY = (ON - FIRST).days


def read(desk: Database, wanted: Wanted = EVERYBODY, on: date = ON, **more: bool) -> Grid:
    with desk.reading() as session:
        return read_grid(session, FIRST, on, wanted, **more)


def row(grid: Grid, name: str) -> GridRow:
    return next(one for one in grid.rows if one.name == name)


def text(one: GridRow) -> str:
    return "".join(character(cell) or "." for cell in one.cells)


def daily(desk: Database, name: str = "汪厚行", but: tuple[int, ...] = (), **fields: object) -> str:
    """Keep somebody who was rung every day of the month, but for some days ago."""
    days = tuple((back, "phone", "met") for back in range(1, 24) if back not in but)
    return person(desk, name, 81, "red", days, **fields)


def test_a_month_reads_as_on_paper(desk: Database) -> None:
    one = daily(desk, but=(1, 3))
    visited(desk, one, 3, "phone", "no_answer")
    visited(desk, one, 5, "home", "met")
    visited(desk, one, 8, "video", "met")
    found = row(read(desk), "汪厚行")
    assert text(found) == "电" * 14 + "视" + "电电" + "门" + "电" + "无" + "电" + "漏" + "○" + "." * 7
    assert (found.missed, found.due, found.contacted) == (1, 22, 20)
    assert (found.need, found.done, found.waits, found.late) == (Care.CONTACT, False, True, False)
    assert found.cells[TODAY - 5] & SEVERAL
    assert not found.cells[TODAY - 8] & LATE


def test_a_longer_rhythm_is_missed_on_the_day_it_fell_due(desk: Database) -> None:
    person(desk, "程来发", 76, "yellow", ((20, "home", "met"),))
    found = row(read(desk), "程来发")
    assert text(found) == "..门......漏............○......."
    assert (found.missed, found.due, found.contacted) == (1, 1, 0)
    assert (found.need, found.late, found.waits) == (Care.CONTACT, True, True)
    ahead = person(desk, "占有根", 78, "yellow", ((6, "phone", "met"), (10, "home", "met")))
    assert text(row(read(desk), "占有根"))[TODAY - 1 :] == "..○......"
    with desk.writing(OPERATOR, "电话") as session:
        record_contact(session, ahead, How.PHONE, ON, by=OPERATOR)
    assert text(row(read(desk), "占有根"))[TODAY:] == "电......○"[: 30 - TODAY]


def test_who_is_in_hospital_or_gone_is_not_missed(desk: Database) -> None:
    one = daily(desk, but=(1, 2, 3), residency_status="hospital", residency_since=ago(3))
    draft = StatusChangeDraft(resident_id=one, happened_on=ago(3), from_status="living", to_status="hospital")
    put(desk, StatusChange, draft)
    grid = read(desk)
    assert text(row(grid, "汪厚行"))[TODAY - 4 :] == "电" + "院" * 11
    assert (row(grid, "汪厚行").missed, grid.due_today) == (0, 0)
    person(desk, "早走的", 90, "red", residency_status="moved_out", residency_since="2026-09-01")
    assert [one.name for one in read(desk).rows] == ["汪厚行"]


def test_sections_by_rhythm_with_the_urgent_grades_first(desk: Database) -> None:
    person(desk, "绿的", 70, "green", ((3, "home", "met"),))
    person(desk, "黄的", 70, "yellow", ((3, "home", "met"),))
    daily(desk, "红二", village_group="乙组")
    daily(desk, "红一", village_group="甲组")
    person(desk, "没分级", 70)
    grid = read(desk)
    assert [(section.title, [one.name for one in section.rows]) for section in grid.sections] == [
        ("每天联系", ["红二", "红一"]),
        ("每周联系", ["黄的"]),
        ("每月联系", ["绿的"]),
    ]
    assert [section.told for section in grid.sections] == ["红色 2 人，今天还差 2 人", "黄色 1 人", "绿色 1 人"]
    assert (grid.due_today, grid.done_today) == (2, 0)


def test_what_the_report_says(desk: Database) -> None:
    daily(desk, "红一", but=(2,))
    one = daily(desk, "红二")
    visited(desk, one, 4, "home", "met", visitors=(Visitor(name="胡文斌"), Visitor(name="徐丽华")))
    grid = read(desk)
    assert (grid.due, grid.contacted, grid.missed) == (44, 43, 1)
    assert rate(grid.contacted, grid.due) == "98%"
    assert (rate(0, 0), rate(999, 1000), rate(7, 7), rate(0, 3)) == ("—", "99%", "100%", "0%")
    assert grid.by == {"胡文斌", "徐丽华"}


def test_a_child_stands_under_its_alias_and_in_no_group(desk: Database) -> None:
    person(desk, "许小甄", 9, "red", village_group="岭下组", alias="小月亮")
    child = read(desk).rows[0]
    assert (child.name, child.child, child.group, child.age) == ("小月亮（化名）", True, "", None)
    assert read(desk, may_see_children=True).rows[0].age == 9
    assert read(desk, Wanted(groups=frozenset({"岭下组"}))).rows == ()
    assert len(read(desk, Wanted(groups=frozenset({"岭下组"})), may_see_children=True).rows) == 1


def test_a_contact_written_down_later_is_marked_late(desk: Database) -> None:
    one = daily(desk, but=(4,))
    with desk.writing(OPERATOR, "补记") as session:
        record_contact(session, one, How.PHONE, ON, by=OPERATOR, day=ON - timedelta(days=4))
    cell = row(read(desk), "汪厚行").cells[TODAY - 4]
    assert (cell & KIND, bool(cell & LATE)) == (Mark.PHONE, True)
    assert words(cell) == "电话，补记的"


def test_only_so_many_people_have_room(desk: Database) -> None:
    for number in range(5):
        daily(desk, f"某{number}")
    with desk.reading() as session:
        grid = read_grid(session, FIRST, ON, most=3)
    assert (len(grid.rows), grid.left_out) == (3, 2)


def test_every_mark_has_its_character_and_word() -> None:
    there = [mark for mark in Mark if mark is not Mark.NONE]
    assert len({character(mark) for mark in there}) == len(there)
    assert all(len(character(mark)) == 1 and words(mark) for mark in there)
    assert (character(Mark.NONE), words(Mark.NONE)) == ("", "")
    assert [(character(mark), word) for mark, word in legend()][:2] == [("电", "电话"), ("门", "上门")]
    assert [mark_of(mode, outcome) for mode, outcome in ((None, "met"), ("phone", None), ("home", "kin_answered"))] == [
        Mark.OTHER,
        Mark.TRIED,
        Mark.ANSWERED,
    ]


STATES = st.one_of(
    st.just(DayState()),
    st.builds(lambda status: DayState(paused=status), st.sampled_from(["hospital", "away", "missing"])),
    st.builds(DayState, st.booleans(), st.booleans(), st.booleans(), st.just(False), st.booleans()).filter(lambda one: one.due),
)
SEEN = st.builds(Seen, st.sampled_from([mark for mark in Mark if 0 < mark < Mark.MISSED]), st.integers(1, 3), st.booleans(), st.booleans())


@given(
    st.lists(STATES, min_size=28, max_size=31), st.dictionaries(st.integers(0, 27), SEEN), st.integers(-3, 35), st.booleans(), st.randoms()
)
def test_the_numbers_are_those_of_the_cells(
    states: list[DayState], seen: dict[int, Seen], today: int, daily: bool, dice: random.Random
) -> None:
    states = [one._replace(missed=one.due and not one.settled and at < today and dice.random() < 0.5) for at, one in enumerate(states)]
    found = work_out(states, seen, today, daily=daily)
    marks = [Mark(cell & KIND) for cell in found.cells]
    assert found.missed == marks.count(Mark.MISSED) <= found.due
    assert found.contacted + found.missed <= found.due <= max(0, min(today, len(states)))
    assert all(marks[at] is one.mark for at, one in seen.items())
    assert Mark.MISSED not in marks[max(0, today) :]
    assert Mark.DUE not in marks[: max(0, min(today, len(states)))]
    if 0 <= today < len(states):
        assert (found.need is not None) == states[today].due
        assert (marks[today] is Mark.DUE) == (states[today].due and not states[today].paused and today not in seen)


WAYS = ["phone", "home", "video", "nobody", "undo", "other", "grade", "emergency", "another day"]
STEP = st.tuples(st.sampled_from(WAYS), st.integers(0, 3), st.integers(0, 40))


def put_last_off(desk: Database, who: str, back: int) -> int:
    """Let the last contact of somebody have been on another day; nothing is left to be undone."""
    last = select(Visit).where(col(Visit.resident_id) == who).order_by(col(Visit.visited_on).desc())
    with desk.writing("别人", "改日期") as session:
        found = session.exec(last).first()
        assert found is not None
        found.visited_on = ago(back)
    return 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEP, min_size=1, max_size=12))
def test_following_the_journal_is_the_same_as_reading_anew(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    from tests.store.kit import quick_desk

    with quick_desk(tmp_path_factory.mktemp("grid") / "desk") as desk:
        ids = [
            daily(desk, "红一", but=(1, 2)),
            daily(desk, "红二", but=(5,)),
            person(desk, "黄", 70, "yellow"),
            person(desk, "绿", 70, "green"),
        ]
        for one in ids:
            with desk.writing(OPERATOR, "电话", final=True) as session:
                record_contact(session, one, How.PHONE, ON, by=OPERATOR)
        with desk.reading() as session:
            grid = read_grid(session, FIRST, ON)
        done = 0
        for what, who, back in steps:
            if what in {how.value for how in How}:
                with desk.writing(OPERATOR, "记") as session:
                    record_contact(session, ids[who], How(what), ON, by=OPERATOR, day=ON - timedelta(days=back))
                done += 1
            elif what == "undo" and done:
                undo_last(desk, OPERATOR)
                done -= 1
            elif what in {"other", "emergency"}:
                visited(desk, ids[who], back, "home", "kin_answered" if what == "other" else "met", kind=what)
                done = 0
            elif what == "another day":
                done = put_last_off(desk, ids[who], back)
            elif what == "grade":
                from stationdesk.services.person_writing import set_grade

                with desk.writing("别人", "改分级") as session:
                    set_grade(session, ids[who], ("red", "yellow", "green")[back % 3], ON, reason="", assessor="")
            with desk.reading() as session:
                grid, anew = follow(session, grid, ON), read_grid(session, FIRST, ON)
            assert (grid, grid.rows, grid.due_today, grid.done_today) == (anew, anew.rows, anew.due_today, anew.done_today)
            assert (grid.missed, grid.due, grid.contacted, grid.by) == (anew.missed, anew.due, anew.contacted, anew.by)
