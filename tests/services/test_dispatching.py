"""A request from hand to hand: judged, sent, given back, sent on, done, asked about; never in a circle, never without a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from stationdesk.services import dispatching as do
from stationdesk.services.dispatching import NeedsAWord
from stationdesk.services.request_reading import RequestImpossible, asked_of
from stationdesk.services.request_state import CLOSED, OPEN, Receiver
from stationdesk.services.request_terms import UnfitTerm, change_term, ship_terms, terms
from stationdesk.services.request_writing import take_step
from stationdesk.services.today import today
from stationdesk.services.today_sources import BY_KIND
from stationdesk.services.undoing import undo_last
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.store.database import Database
from tests.services.dispatch_kit import BY, NOW, OTHER, TEAM, Case, desk, who
from tests.services.people import ON, OPERATOR, person
from tests.store.kit import quick_desk

__all__ = ["desk", "who"]


def test_from_the_hotline_to_a_contented_caller(desk: Database, who: str) -> None:
    case = Case(desk, who, urgency=None, source="hotline")
    assert (case.held.standing.state, case.held.standing.next_by) == ("raised", "2026-11-23T13:20")
    with pytest.raises(RequestImpossible, match="先受理"):
        case.send(TEAM)
    assert case(do.judge, "yellow").standing.due == "2026-11-24T09:20"
    assert case.send(TEAM, "带螺口灯泡").standing.holder == TEAM
    assert case(do.accept, after=0.5).standing.since == "2026-11-23T09:50"
    assert case(do.arrive, after=1).standing.arrived == "2026-11-23T10:50"
    assert case(do.finish, after=1).standing.step == "rate"
    held = case(do.rate, "satisfied", after=20)
    assert (held.standing.state, held.state, [event.kind for event in held.events][-1]) == ("solved", "solved", "rated")
    with pytest.raises(RequestImpossible, match="了结：办好了"):
        case(do.accept)
    undo_last(desk, OPERATOR)
    assert case.held.standing.state == "done"


def test_given_back_goes_there_again_only_with_a_sentence(desk: Database, who: str) -> None:
    case = Case(desk, who)
    case.send(TEAM)
    with pytest.raises(RequestImpossible, match="已经在水电维修队手上"):
        case.send(TEAM, after=0.1)
    with pytest.raises(NeedsAWord):
        case(do.decline, " ")
    assert case(do.decline, "没有梯子").standing.state == "declined"
    case.send(OTHER)
    case(do.decline, "人在外面")
    with pytest.raises(NeedsAWord, match="没有梯子"):
        case.send(TEAM)
    assert case.send(TEAM, "梯子向村部借好了").standing.holder == TEAM


def test_past_its_term_it_is_sent_again_even_to_the_same(desk: Database, who: str) -> None:
    case = Case(desk, who)
    case.send(TEAM)
    late = f"{NOW + timedelta(hours=9):%Y-%m-%dT%H:%M}"
    assert case.held.standing.lane(late) == "dispatch"
    assert case.send(TEAM, after=9).standing.next_by > late


def test_handed_over_with_a_receipt_and_never_back_to_who_sent_it(desk: Database, who: str) -> None:
    case = Case(desk, who, source="county", sender_body="county", sender="县民政局")
    with pytest.raises(RequestImpossible, match="绕圈子"):
        case(do.hand_over, ("county", ""))
    held = case(do.hand_over, ("department", "县广电站"))
    assert (held.standing.state, held.standing.step) == ("transferred", "receipt")
    with pytest.raises(RequestImpossible, match="回执编号"):
        case(do.note_receipt, " ")
    assert case(do.note_receipt, "GD-17").standing.receipt == "GD-17"
    case(do.decline, "不归我们管")
    with pytest.raises(NeedsAWord, match="不归我们管"):
        case(do.hand_over, ("department", "县广电站"))
    assert case(do.hand_over, ("town", ""), receipt="8 号").standing.state == "receipted"


def test_refused_until_whoever_asked_was_told(desk: Database, who: str) -> None:
    case = Case(desk, who, urgency=None)
    held = case(do.refuse, "要到派出所办")
    assert (held.standing.state, held.state, held.standing.step) == ("refused", "open", "tell")
    assert case(do.tell).state == "dropped"
    assert Case(desk, who, urgency=None)(do.refuse, "不归站里", told=True).standing.state == "rejected"


def test_a_late_entry_takes_its_minute_and_may_not_undo_what_came_later(desk: Database, who: str) -> None:
    case = Case(desk, who)
    case.send(TEAM, after=1)
    case(do.finish, after=4)
    held = case(do.accept, happened="2026-11-23T11:00")
    assert ([event.kind for event in held.events], held.standing.state) == (["dispatched", "accepted", "done"], "done")
    for moment in ("2026-11-23T09:00", "2026-11-23T23:00"):
        with pytest.raises(RequestImpossible, match="不对"):
            case(do.arrive, happened=moment)
    with pytest.raises(RequestImpossible, match="对不上"):
        case(_solve_early)


def _solve_early(session: Session, request_id: str, now: datetime, *, by: str) -> None:
    take_step(session, request_id, "solved", now, by=by, happened="2026-11-23T10:25")


def test_a_clock_set_back_keeps_the_order(desk: Database, who: str) -> None:
    case = Case(desk, who)
    case.send(TEAM, after=3)
    held = case(do.accept, after=-2)
    assert held.standing.state == "accepted"
    assert [(event.happened_at, event.nth) for event in held.events] == [("12:20", 1), ("12:20", 2)]
    case.now = datetime(2026, 11, 20, 8, 0, tzinfo=VILLAGE_TIME)
    assert case(do.finish).standing.state == "done"


def test_terms_are_data_and_move_nothing_that_runs(desk: Database, who: str) -> None:
    before = Case(desk, who)
    with desk.writing(OPERATOR, "设置") as session:
        change_term(session, "solve", "yellow", 5)
        change_term(session, "accept", "yellow", 2)
    case = Case(desk, who)
    assert case.held.standing.due == "2026-11-23T14:20"
    assert case.send(TEAM).standing.next_by == "2026-11-23T11:20"
    assert before.held.standing.due == "2026-11-24T09:20"
    with desk.writing(OPERATOR, "设置") as session:
        for step, urgency, hours in (("solve", "green", 5), ("wait", "red", 5), ("solve", "red", 0), ("solve", "red", 9999)):
            with pytest.raises(UnfitTerm):
                change_term(session, step, urgency, hours)
        ship_terms(session)
    with desk.reading() as session:
        assert terms(session)["solve"] == {"red": 2, "yellow": 24, "blue": 72}


def test_a_term_is_agreed_anew_only_for_later(desk: Database, who: str) -> None:
    case = Case(desk, who)
    with pytest.raises(RequestImpossible, match="已经过了"):
        case.send(TEAM, due="2026-11-23T09:20")
    assert case.send(TEAM, due="2026-11-25T17:00").standing.due == "2026-11-25T17:00"
    case(do.accept)
    with pytest.raises(NeedsAWord):
        case(do.extend, "2026-11-27T17:00")
    assert case(do.extend, "2026-11-27T17:00", note="等配件").standing.next_by == "2026-11-27T17:00"


def test_not_content_comes_back_and_nobody_asked_needs_a_word(desk: Database, who: str) -> None:
    case = Case(desk, who)
    with pytest.raises(RequestImpossible, match="办好了才回访"):
        case(do.rate, "satisfied")
    with desk.writing(OPERATOR, "我去") as session:
        do.see_to_it(session, case.id, case.now, by=BY)
    case(do.finish)
    with pytest.raises(NeedsAWord):
        case(do.rate, "")
    assert case(do.rate, "dissatisfied", note="还是不亮").standing.lane(f"{NOW:%Y-%m-%dT%H:%M}") == "dispatch"
    case(do.close, "solved")
    assert case(do.reopen).standing.state == "judged"


def test_every_step_that_is_offered_can_be_done(desk: Database, who: str) -> None:
    """From every state, each step that `allowed` names is taken by the service without a word more than its own."""
    ways: dict[str, tuple[Callable[..., object], tuple[object, ...], dict[str, Any]]] = {
        "judged": (do.judge, ("red",), {}),
        "dispatched": (_send, (), {}),
        "accepted": (do.accept, (), {}),
        "arrived": (do.arrive, (), {}),
        "done": (do.finish, (), {}),
        "rated": (do.rate, ("fairly",), {}),
        "told": (do.tell, (), {}),
        "receipted": (do.note_receipt, ("7",), {}),
        "declined": (do.decline, ("没空",), {}),
        "transferred": (_hand_over, (), {}),
        "extended": (do.extend, ("2027-01-01T08:00",), {"note": "等"}),
        "solved": (do.close, ("solved",), {}),
        "refused": (do.refuse, ("不归站里",), {}),
        "dropped": (do.close, ("dropped",), {}),
        "reopened": (do.reopen, (), {}),
    }
    reach: dict[str, list[str]] = {"raised": []}
    for state in iter_states(reach):
        case = walked(desk, who, reach[state], ways)
        assert case.held.standing.state == state
        for kind in do.allowed(case.held.standing):
            step, given, more = ways[kind]
            found = case(step, *given, **more).standing.state
            reach.setdefault(found, [*reach[state], kind])
            undo_last(desk, OPERATOR)
    assert set(reach) == OPEN | CLOSED


def iter_states(reach: dict[str, list[str]]) -> Iterator[str]:
    seen: set[str] = set()
    while rest := [state for state in reach if state not in seen]:
        seen.add(rest[0])
        yield rest[0]


def walked(
    desk: Database, who: str, way: list[str], ways: dict[str, tuple[Callable[..., object], tuple[object, ...], dict[str, Any]]]
) -> Case:
    case = Case(desk, who, urgency=None)
    for kind in way:
        step, given, more = ways[kind]
        case(step, *given, **more)
    return case


_COUNT = iter(range(1000))


def _send(session: Session, request_id: str, now: datetime, *, by: str) -> None:
    do.send(session, request_id, Receiver("team", f"t{next(_COUNT)}", "队"), now, by=by)


def _hand_over(session: Session, request_id: str, now: datetime, *, by: str) -> None:
    do.hand_over(session, request_id, ("department", f"{next(_COUNT)} 局"), now, by=by)


def test_the_day_asks_for_the_next_step_and_one_key_does_it(tmp_path: Path) -> None:
    with quick_desk(tmp_path / "day") as desk:
        who = person(desk, "占有根", 78)
        case = Case(desk, who, urgency=None)
        source = BY_KIND["requests"]
        said = []
        for step in (None, "send", "finish"):
            if step == "send":
                case.send(TEAM)
            elif step == "finish":
                case(do.finish)
                case.now -= timedelta(days=4)
            with desk.reading() as session:
                section = next((one for one in today(session, ON + timedelta(days=4)).sections if one.kind == "requests"), None)
            assert section is not None
            line = section.lines[0]
            assert source.done is not None and source.said is not None  # noqa: PT018 - for the types
            if step is None:
                assert line.ways == (("red", "红 2 小时"), ("yellow", "黄 24 小时"), ("blue", "蓝 72 小时"))
                with pytest.raises(RequestImpossible), desk.writing(OPERATOR, "不问就收") as session:
                    source.done(session, line, ON + timedelta(days=4), OPERATOR)
                line = replace(line, way="red")
            assert bool(line.ways) == (step is None)
            with desk.writing(OPERATOR, source.said(line)) as session:
                source.done(session, line, ON + timedelta(days=4), OPERATOR)
            said.append((line.done_words, case.held.standing.state))
            with pytest.raises(RequestImpossible), desk.writing(OPERATOR, "再按") as session:
                source.done(session, line, ON, OPERATOR)
        assert said == [("", "judged"), ("接了", "accepted"), ("满意", "solved")]
        with desk.reading() as session:
            held = asked_of(session, [case.id])[case.id]
            assert (held.state, held.standing.urgency) == ("solved", "red"), "as urgent as the operator said"
