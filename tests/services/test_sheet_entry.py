"""Typing a visit sheet back: lines become visits, once; what cannot be is refused whole; everything can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from stationdesk.registers.health_reading import HealthReading
from stationdesk.registers.resident import Resident
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.visit import Visit
from stationdesk.services.contacts import due_of
from stationdesk.services.request_reading import open_requests
from stationdesk.services.requests import settle
from stationdesk.services.sheet_entry import (
    Head,
    SheetDay,
    SheetGone,
    add_extra,
    change_head,
    finish,
    pass_line,
    save_line,
    says_line,
)
from stationdesk.services.sheet_reading import Entry, OpenSheet, last_sheets, old_sheets, open_sheets, read_sheet
from stationdesk.services.undoing import undo_last
from stationdesk.services.visit_sheets import Part, find_sheet, keep_sheet, plan_sheets
from stationdesk.services.visiting import VisitImpossible
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, ago, person, visited

TODAY = ON + timedelta(days=1)
HEAD = Head(ON, ("占国林", "程雪琴"))
NORMAL = Entry()


@pytest.fixture
def sheet(desk: Database) -> OpenSheet:
    """Give a kept sheet of three."""
    ids = [
        person(desk, "程来发", 76, "yellow", ((40, "home", "met"),), village_group="岭下组", route_order=1),
        person(desk, "冯毛仔", 73, "green", village_group="岭下组", route_order=2),
        person(desk, "占有根", 78, "yellow", village_group="岭下组", route_order=3),
    ]
    with desk.writing(OPERATOR, "打印走访单") as session:
        (planned,) = plan_sheets(session, [Part("岭下组", tuple(ids))], ON, may_see_children=True)
        keep_sheet(session, planned, OPERATOR)
    return now(desk)


def now(desk: Database, on: date = TODAY) -> OpenSheet:
    with desk.reading() as session:
        return read_sheet(session, find_sheet(session, "1", on), on, may_see_children=True)


def save(desk: Database, sheet: OpenSheet, at: int, entry: Entry = NORMAL, head: Head = HEAD, on: date = TODAY) -> Visit:
    line = sheet.lines[at]
    with desk.writing(OPERATOR, says_line(line.name, entry)) as session:
        return save_line(session, sheet.id, line.code, entry, head, on, OPERATOR)


def kept(desk: Database) -> list[Visit]:
    with desk.reading() as session:
        mine = select(Visit).where(col(Visit.visit_no).is_not(None), col(Visit.removed_at).is_(None))
        return list(session.exec(mine.order_by(col(Visit.key))))


def requests(desk: Database) -> list[ServiceRequest]:
    with desk.reading() as session:
        return [one.request for one in open_requests(session)]


def pressures(desk: Database) -> list[tuple[int | None, int | None]]:
    with desk.reading() as session:
        found = session.exec(select(HealthReading).where(col(HealthReading.removed_at).is_(None)))
        return [(one.systolic, one.diastolic) for one in found]


def test_a_normal_line_is_a_normal_visit(desk: Database, sheet: OpenSheet) -> None:
    save(desk, sheet, 0)
    (visit,) = kept(desk)
    assert (visit.visited_on, visit.mode, visit.outcome) == (ON.isoformat(), "home", "met")
    assert [one.name for one in visit.visitors] == ["占国林", "程雪琴"]
    assert {one.item: one.result for one in visit.check_items} == dict.fromkeys(("health", "spirit", "safety", "living"), "normal")
    assert visit.visit_no == f"{sheet.number}-{sheet.lines[0].code}"
    found = now(desk)
    assert [line.state for line in found.lines] == ["done", "open", "open"]
    assert (found.visited_on, found.visitors, found.finished_on) == (HEAD.day, HEAD.visitors, None)
    assert found.lines[0].entry == NORMAL


FULL = Entry(
    "home", "kin_answered", ("watch", "normal", "normal", "abnormal"), (146, 88), "米 10 斤、油 1 桶", "水管漏水，灶房地上滑", request=True
)


def test_a_line_with_everything_is_read_back_as_it_was_ticked(desk: Database, sheet: OpenSheet) -> None:
    visit = save(desk, sheet, 1, FULL)
    assert now(desk).lines[1].entry == FULL
    (request,) = requests(desk)
    assert (request.text, request.source, request.source_id) == ("水管漏水，灶房地上滑", "visit", visit.id)
    assert kept(desk)[0].issues[0].request_id == request.id
    assert pressures(desk) == [(146, 88)]


def test_typing_a_line_again_corrects_it_and_doubles_nothing(desk: Database, sheet: OpenSheet) -> None:
    first = save(desk, sheet, 1, FULL)
    changed = replace(FULL, pressure=(138, 82), need="水管漏水", goods="", outcome="met", mode="phone")
    assert save(desk, sheet, 1, changed).id == first.id
    assert len(kept(desk)) == 1
    assert now(desk).lines[1].entry == changed
    assert [one.text for one in requests(desk)] == ["水管漏水"]
    assert pressures(desk) == [(138, 82)]
    save(desk, sheet, 1, replace(changed, need="", request=False, pressure=None))
    assert requests(desk) == []
    assert pressures(desk) == []


def test_a_request_that_is_settled_stays_when_its_line_is_corrected(desk: Database, sheet: OpenSheet) -> None:
    save(desk, sheet, 1, FULL)
    (request,) = requests(desk)
    with desk.writing(OPERATOR, "办好了") as session:
        settle(session, request.id, "solved", TODAY, by=OPERATOR)
    save(desk, sheet, 1, replace(FULL, need="水管又漏了"))
    with desk.reading() as session:
        kept_one = session.exec(select(ServiceRequest).where(ServiceRequest.id == request.id)).one()
    assert kept_one.removed_at is None
    assert kept_one.text == FULL.need


def test_nobody_went_is_no_visit_and_the_person_stays_due(desk: Database, sheet: OpenSheet) -> None:
    line = sheet.lines[0]
    with desk.reading() as session:
        before = due_of(session, [line.resident_id], TODAY)[line.resident_id]
    with desk.writing(OPERATOR, "没去") as session:
        pass_line(session, sheet.id, line.code, HEAD, TODAY)
    assert kept(desk) == []
    assert now(desk).lines[0].state == "passed"
    with desk.reading() as session:
        assert due_of(session, [line.resident_id], TODAY)[line.resident_id] == before
    save(desk, sheet, 0)
    assert now(desk).lines[0].state == "done"


def test_a_line_entered_by_mistake_is_taken_out_with_all_that_came_of_it(desk: Database, sheet: OpenSheet) -> None:
    promised = visited(desk, sheet.lines[0].resident_id, 3, "home", next_plan="再看看", follow_up_due=ago(0))
    save(desk, sheet, 0, replace(FULL, outcome="met"))
    with desk.writing(OPERATOR, "没去") as session:
        pass_line(session, sheet.id, sheet.lines[0].code, HEAD, TODAY)
    assert (kept(desk), requests(desk), pressures(desk)) == ([], [], [])
    with desk.reading() as session:
        assert session.exec(select(Visit).where(Visit.id == promised)).one().followed_up_on is None


def test_with_the_last_line_the_sheet_is_done_and_undo_opens_it_again(desk: Database, sheet: OpenSheet) -> None:
    for at in (0, 1):
        save(desk, sheet, at)
    with desk.reading() as session:
        assert [row.settled for row in open_sheets(session)] == [2]
    save(desk, sheet, 2)
    with desk.reading() as session:
        assert open_sheets(session) == []
        assert [row.number for row in last_sheets(session, 5)] == [sheet.number]
    assert "录走访单" in undo_last(desk, OPERATOR).says
    assert now(desk).count("open") == 1
    assert now(desk).finished_on is None


def test_a_sheet_can_be_closed_with_people_not_visited(desk: Database, sheet: OpenSheet) -> None:
    save(desk, sheet, 1)
    with desk.writing(OPERATOR, "录完") as session:
        assert finish(session, sheet.id, TODAY) == 2
    assert [line.state for line in now(desk).lines] == ["passed", "done", "passed"]
    undo_last(desk, OPERATOR)
    assert [line.state for line in now(desk).lines] == ["open", "done", "open"]


def test_somebody_met_besides_gets_a_line_and_nobody_gets_two(desk: Database, sheet: OpenSheet) -> None:
    other = person(desk, "吴冬生", 83, village_group="河口组")
    with desk.writing(OPERATOR, "加一行") as session:
        code = add_extra(session, sheet.id, other)
        session.flush()
        assert add_extra(session, sheet.id, other) == code
        assert add_extra(session, sheet.id, sheet.lines[1].resident_id) == sheet.lines[1].code
    found = now(desk)
    assert [(line.name, line.extra) for line in found.lines][3:] == [("吴冬生", True)]
    save(desk, found, 3)
    assert [one.resident_id for one in kept(desk)] == [other]


@pytest.mark.parametrize(
    ("day", "said"), [(TODAY + timedelta(days=1), "还没到"), (ON - timedelta(days=1), "打印"), (date(1999, 1, 1), "打印")]
)
def test_a_day_that_cannot_be_is_refused_and_nothing_is_written(desk: Database, sheet: OpenSheet, day: date, said: str) -> None:
    with pytest.raises(SheetDay, match=said):
        save(desk, sheet, 0, FULL, Head(day, ("占国林",)))
    assert (kept(desk), requests(desk), pressures(desk), now(desk).visited_on) == ([], [], [], None)


def test_whoever_died_before_the_visit_is_refused_and_said(desk: Database, sheet: OpenSheet) -> None:
    with desk.writing(OPERATOR, "去世") as session:
        gone = session.exec(select(Resident).where(Resident.id == sheet.lines[0].resident_id)).one()
        gone.residency_status, gone.residency_since = "deceased", ago(1)
    assert "死亡" in now(desk).lines[0].note
    with pytest.raises(VisitImpossible, match="程来发"):
        save(desk, sheet, 0, FULL)
    assert (kept(desk), requests(desk)) == ([], [])
    with desk.writing(OPERATOR, "没去") as session:
        pass_line(session, sheet.id, sheet.lines[0].code, HEAD, TODAY)
    assert now(desk).lines[0].state == "passed"


def test_whoever_was_merged_since_is_entered_for_the_one_that_stays(desk: Database, sheet: OpenSheet) -> None:
    winner, loser = sheet.lines[0].resident_id, sheet.lines[1].resident_id
    with desk.writing(OPERATOR, "合并") as session:
        session.exec(select(Resident).where(Resident.id == loser)).one().merged_into = winner
    assert [bool(line.note) for line in now(desk).lines] == [True, True, False]
    save(desk, sheet, 1)
    assert [one.resident_id for one in kept(desk)] == [winner]


def test_a_visit_noted_besides_on_that_day_is_said(desk: Database, sheet: OpenSheet) -> None:
    visited(desk, sheet.lines[2].resident_id, 0, "home")
    save(desk, sheet, 0)
    assert "另外记过" in now(desk).lines[2].note


def test_another_day_for_the_lines_entered_is_one_action(desk: Database, sheet: OpenSheet) -> None:
    save(desk, sheet, 0, FULL)
    save(desk, sheet, 1)
    with desk.writing(OPERATOR, "换日期") as session:
        assert change_head(session, sheet.id, Head(TODAY, ("徐丽华",)), TODAY, OPERATOR) == 2
    assert {(one.visited_on, one.visitors[0].name) for one in kept(desk)} == {(TODAY.isoformat(), "徐丽华")}
    assert now(desk).lines[0].entry == FULL
    undo_last(desk, OPERATOR)
    assert {one.visited_on for one in kept(desk)} == {ON.isoformat()}


def test_a_sheet_or_a_line_that_is_gone_is_refused(desk: Database, sheet: OpenSheet) -> None:
    with pytest.raises(SheetGone, match="R2D"), desk.writing(OPERATOR, "录") as session:
        save_line(session, sheet.id, "R2D", NORMAL, HEAD, TODAY, OPERATOR)
    undo_last(desk, OPERATOR)
    with pytest.raises(SheetGone, match="撤销"):
        save(desk, sheet, 0)


def test_sheets_are_reminded_of_after_two_days(desk: Database, sheet: OpenSheet) -> None:
    with desk.reading() as session:
        assert old_sheets(session, ON + timedelta(days=1)) == []
        assert [row.number for row in old_sheets(session, ON + timedelta(days=2))] == [sheet.number]


ENTRIES = st.builds(
    Entry,
    mode=st.sampled_from(["home", "phone", "video"]),
    outcome=st.sampled_from(["met", "kin_answered", "nobody", "away", "hospital"]),
    checks=st.tuples(*[st.sampled_from(["normal", "watch", "abnormal"])] * 4),
    pressure=st.none() | st.tuples(st.integers(1, 999), st.integers(1, 999)),
    goods=st.sampled_from(["", "米 10 斤", "一袋'; DROP TABLE visit"]),
    need=st.sampled_from(["", "水管漏水", "<b>要</b>买药"]),
    request=st.booleans(),
)
STEPS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["save", "pass", "undo"]), ENTRIES), max_size=12)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS)
def test_whatever_is_typed_in_any_order_a_line_has_one_visit_at_most(
    desk: Database, sheet: OpenSheet, steps: list[tuple[int, str, Entry]]
) -> None:
    """Each line says what was done to it last; undoing goes back step by step."""
    told: list[dict[int, str]] = [{line.place - 1: line.state for line in now(desk).lines}]
    for at, what, entry in steps:
        state = dict(told[-1])
        if what == "undo":
            if len(told) > 1:
                undo_last(desk, OPERATOR)
                told.pop()
        elif what == "save":
            before = desk.position().seq
            save(desk, sheet, at, entry)
            if desk.position().seq > before:  # the same answers once more are no action
                told.append(state | {at: "done"})
        elif state[at] != "passed":
            with desk.writing(OPERATOR, "没去") as session:
                pass_line(session, sheet.id, sheet.lines[at].code, HEAD, TODAY)
            told.append(state | {at: "passed"})
        found = now(desk)
        assert {line.place - 1: line.state for line in found.lines} == told[-1]
        assert len(kept(desk)) == len({one.visit_no for one in kept(desk)}) == found.count("done")
        assert len(requests(desk)) == sum(bool(line.entry and line.entry.request and line.entry.need) for line in found.lines)
    while len(told) > 1:
        undo_last(desk, OPERATOR)
        told.pop()
