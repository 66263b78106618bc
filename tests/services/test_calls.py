"""Family calls: every step keeps who and when, what cannot be is refused with a sentence and writes nothing, every step can be undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from stationdesk.registers.call_person import CallPerson
from stationdesk.registers.family_call import ENDED, OPEN, FamilyCall
from stationdesk.registers.record import Record
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.wish import Wish
from stationdesk.services import call_outcome, calls
from stationdesk.services.call_booking import Booking, CallClash, CallImpossible, Speaker, book, clashes
from stationdesk.services.call_outcome import Outcome
from stationdesk.services.call_week import monday, week
from stationdesk.services.calls import StepImpossible
from stationdesk.services.undoing import undo_last
from stationdesk.services.visiting import NoSuchResident
from stationdesk.services.wish_papers import wall_numbers
from stationdesk.store.database import Database
from tests.services.calling import MUM, at, booked, call, held
from tests.services.people import ON, OPERATOR, person


def do(desk: Database, step: Callable[..., Any], *given: Any, **named: Any) -> Any:
    with desk.writing(OPERATOR, "连线") as session:
        return step(session, *given, **named)


def test_a_call_from_booking_to_the_next_one(desk: Database) -> None:
    child = person(desk, "程小禾", 8, alias="小禾", school="上徐小学")
    id_ = booked(desk, child, clock="15:00", helpers=("章磊",), room="连线室")
    assert (call(desk, id_).state, call(desk, id_).booked_by, call(desk, id_).booked_on) == ("booked", OPERATOR, ON.isoformat())
    do(desk, calls.agree, id_, ON, OPERATOR, words="部队定时间")
    assert (call(desk, id_).state, call(desk, id_).agreed_words) == ("confirmed", "部队定时间")
    do(desk, calls.start, id_, at(15, 2))
    do(desk, calls.stop, id_, at(15, 20))
    running = call(desk, id_)
    assert (running.state, running.start_time, running.end_time, running.minutes) == ("in_progress", "15:02", "15:20", 18)
    how = Outcome(ON, "15:02", "15:20", 18, helpers=("章磊",), mood="glad", said="腊月二十回家", services=("tutoring",), need="字典一本")
    next_on = ON + timedelta(days=14)
    more = {"as_wish": True, "next_day": next_on, "next_at": "15:00"}
    do(desk, call_outcome.complete, id_, Outcome(**{**how.__dict__, **more}), ON, OPERATOR, now="15:21")
    done = call(desk, id_)
    assert (done.state, done.minutes, done.recorded_by, done.late()) == ("completed", 18, OPERATOR, False)
    with desk.reading() as session:
        wish = session.exec(select(Wish)).one()
        following = session.exec(select(FamilyCall).where(FamilyCall.previous_id == id_)).one()
        assert (wish.id, wish.content, wish.resident_id, wish.source) == (done.wish_id, "字典一本", child, "call")
        assert wall_numbers(session) == {wish.id: "1"}, "it can hang like any other"
        assert (following.call_on, following.call_at, following.state, following.source) == (
            next_on.isoformat(),
            "15:00",
            "booked",
            "regular",
        )
        assert [one.resident_id for one in calls.people_of(session, following.id)] == [child]
        assert calls.people_of(session, following.id)[0].others == (MUM,)


def test_what_is_asked_for_without_a_wish_becomes_a_request(desk: Database) -> None:
    id_ = held(desk, person(desk, "徐桂英", 81), need="屋顶漏水")
    with desk.reading() as session:
        request = session.exec(select(ServiceRequest)).one()
        assert (request.id, request.text, request.source, request.source_id) == (call(desk, id_).request_id, "屋顶漏水", "call", id_)
        assert session.exec(select(Wish)).all() == []


def test_nobody_answered_and_the_next_try_is_booked_with_it(desk: Database) -> None:
    two = person(desk, "余石", 9), person(desk, "余满", 7)
    id_ = booked(desk, *two, place="home", helpers=("汪志强",))
    following = do(desk, calls.no_answer, id_, ON, OPERATOR, again=(ON + timedelta(days=2), "19:00"))
    assert (call(desk, id_).state, following.previous_id, following.state, following.place) == ("no_answer", id_, "booked", "home")
    with desk.reading() as session:
        assert [one.resident_id for one in calls.people_of(session, following.id)] == list(two)
    undo_last(desk, OPERATOR)
    assert call(desk, id_).state == "booked"
    with desk.reading() as session, pytest.raises(StepImpossible):
        calls.call_called(session, following.id)


def test_another_day_asks_the_other_end_anew(desk: Database) -> None:
    id_ = booked(desk, person(desk, "江保国", 70), agreed=True)
    moved = do(desk, calls.move, id_, ON + timedelta(days=1), "9:30".zfill(5), ON, OPERATOR)
    assert (call(desk, id_).state, moved.state, moved.agreed_on, moved.call_at) == ("moved", "booked", None, "09:30")
    with desk.reading() as session:
        shown = week(session, monday(ON), ON)
        assert [one.id for one in shown.calls] == [moved.id]
        assert shown.unsettled == 1


def test_called_off_with_its_reason_and_not_without(desk: Database) -> None:
    id_ = booked(desk, person(desk, "江保国", 70))
    with pytest.raises(StepImpossible):
        do(desk, calls.cancel, id_, "", ON, OPERATOR)
    do(desk, calls.cancel, id_, "home_again", ON, OPERATOR, note="提前回来了")
    assert (call(desk, id_).state, call(desk, id_).cancel_reason, call(desk, id_).cancel_note) == ("cancelled", "home_again", "提前回来了")


def refused(desk: Database, booking: Booking, now: str = "12:00") -> str:
    before = desk.position().seq
    with pytest.raises(CallImpossible) as caught, desk.writing(OPERATOR, "约") as session:
        book(session, booking, ON, OPERATOR, now=now)
    assert desk.position().seq == before, "something of a refused booking was written"
    return caught.value.message


def test_bookings_that_cannot_be_are_refused_and_leave_nothing(desk: Database) -> None:
    one = person(desk, "汪厚行", 81)
    gone = person(desk, "占老", 88, residency_status="deceased", residency_since=ON.isoformat())
    left = person(desk, "方迁", 60, residency_status="moved_out", residency_since="2026-10-01")
    merged = person(desk, "重名", 60, residency_status="merged", residency_since="2026-10-01")
    who = (Speaker(one, (MUM,)),)
    assert "请先选" in refused(desk, Booking((), ON, "15:00"))
    assert "已经过了" in refused(desk, Booking(who, ON - timedelta(days=1), "15:00"))
    assert "已经过了" in refused(desk, Booking(who, ON, "11:59"))
    assert "一年以后" in refused(desk, Booking(who, ON + timedelta(days=400), "15:00"))
    assert "几点" in refused(desk, Booking(who, ON, ""), now="")
    assert "填了两次" in refused(desk, Booking(who + who, ON, "15:00"))
    for nobody in (gone, left, merged):
        assert "在册上是" in refused(desk, Booking((Speaker(nobody),), ON + timedelta(days=1), "15:00"))
    with pytest.raises(NoSuchResident), desk.writing(OPERATOR, "约") as session:
        book(session, Booking((Speaker("0" * 36),), ON, "15:00"), ON, OPERATOR)


def test_one_helper_or_room_for_two_calls_is_said_and_booked_only_when_sure(desk: Database) -> None:
    first, second = person(desk, "汪厚行", 81), person(desk, "徐桂英", 80)
    booked(desk, first, clock="15:00", helpers=("章磊",), room="连线室", device="平板")
    booking = Booking((Speaker(second),), ON, "15:20", helpers=("章磊",), room="连线室", device="平板")
    with desk.reading() as session:
        assert len(clashes(session, booking)) == 3
        assert clashes(session, Booking((Speaker(second),), ON, "15:30", helpers=("章磊",))) == ()
    before = desk.position().seq
    with pytest.raises(CallClash), desk.writing(OPERATOR, "约") as session:
        book(session, booking, ON, OPERATOR)
    assert desk.position().seq == before
    do(desk, book, booking, ON, OPERATOR, sure=True)
    with pytest.raises(CallImpossible, match="同一个人"):
        do(desk, book, Booking((Speaker(first),), ON, "15:10"), ON, OPERATOR, sure=True)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (Outcome(ON + timedelta(days=1), "10:00"), "还没到"),
        (Outcome(ON, "16:00"), "还没到"),
        (Outcome(ON, "10:00", "09:00"), "早于开始"),
        (Outcome(ON, "10:00", minutes=0), "0 分钟"),
        (Outcome(ON, "10:00", minutes=9999), "9999 分钟"),
    ],
)
def test_outcomes_that_cannot_be_are_refused(desk: Database, how: Outcome, words: str) -> None:
    id_ = booked(desk, person(desk, "汪厚行", 81))
    before = desk.position().seq
    with pytest.raises(CallImpossible, match=words), desk.writing(OPERATOR, "记") as session:
        call_outcome.complete(session, id_, how, ON, OPERATOR, now="15:30")
    assert desk.position().seq == before


def test_a_clock_that_jumped_gives_no_minutes(desk: Database) -> None:
    id_ = booked(desk, person(desk, "汪厚行", 81))
    do(desk, calls.start, id_, at(15))
    begun = call(desk, id_).started_at
    assert calls.minutes_since(begun, at(15, 31)) == 31
    assert calls.minutes_since(begun, at(14)) is None
    assert calls.minutes_since(begun, at(15, day=ON + timedelta(days=3))) is None
    do(desk, calls.stop, id_, at(14))
    assert (call(desk, id_).minutes, call(desk, id_).state) == (None, "in_progress")


def test_a_later_day_is_neither_begun_nor_unanswered(desk: Database) -> None:
    id_ = booked(desk, person(desk, "汪厚行", 81), days=2)
    for step, said in ((calls.start, (at(15),)), (calls.no_answer, (ON, OPERATOR)), (call_outcome.complete_simply, (ON, OPERATOR))):
        with pytest.raises(StepImpossible):
            do(desk, step, id_, *said)
    assert call(desk, id_).state == "booked"


def test_a_late_entry_keeps_both_days(desk: Database) -> None:
    id_ = held(desk, person(desk, "汪厚行", 81), days=3, minutes=None)
    assert (call(desk, id_).call_on, call(desk, id_).recorded_on, call(desk, id_).late()) == ("2026-11-20", "2026-11-23", True)


STEPS = ("agree", "unagree", "start", "stop", "complete", "simply", "no_answer", "again", "move", "cancel", "amend")


def take(desk: Database, step: str, id_: str) -> bool:
    """Take a step of a call, as far as it may be taken; tells whether it was."""
    taken: dict[str, Callable[[Any], Any]] = {
        "agree": lambda s: calls.agree(s, id_, ON, OPERATOR),
        "unagree": lambda s: calls.agree(s, id_, ON, OPERATOR, agreed=False),
        "start": lambda s: calls.start(s, id_, at(15)),
        "stop": lambda s: calls.stop(s, id_, at(15, 9)),
        "complete": lambda s: call_outcome.complete(
            s, id_, Outcome(ON, "15:00", need="药", next_day=ON + timedelta(days=7), next_at="15:00"), ON, OPERATOR
        ),
        "simply": lambda s: call_outcome.complete_simply(s, id_, ON, OPERATOR),
        "no_answer": lambda s: calls.no_answer(s, id_, ON, OPERATOR),
        "again": lambda s: calls.no_answer(s, id_, ON, OPERATOR, again=(ON + timedelta(days=1), "15:00"), sure=True),
        "move": lambda s: calls.move(s, id_, ON + timedelta(days=3), "15:00", ON, OPERATOR, sure=True),
        "cancel": lambda s: calls.cancel(s, id_, "other", ON, OPERATOR),
        "amend": lambda s: call_outcome.amend(s, id_, Outcome(ON, "14:00", minutes=5), ON, OPERATOR),
    }
    try:
        with desk.writing(OPERATOR, step) as session:
            taken[step](session)
    except CallImpossible:
        return False
    return True


def everything(desk: Database) -> dict[str, Any]:
    """Return every call and speaker that counts, without what stays at home."""
    with desk.reading() as session:
        found: dict[str, Any] = {}
        kinds: tuple[type[Record], ...] = (FamilyCall, CallPerson, Wish, ServiceRequest)
        for kind in kinds:
            for one in session.exec(select(kind).where(col(kind.removed_at).is_(None))):
                found[one.id] = {name: value for name, value in one.model_dump().items() if name != "said"}
        return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(steps=st.lists(st.sampled_from(STEPS), max_size=6))
def test_whatever_is_done_a_call_is_never_stuck_and_every_step_is_undone_whole(desk: Database, steps: list[str]) -> None:
    id_ = booked(desk, person(desk, "汪厚行", 81))
    taken = []
    for step in steps:
        before = everything(desk)
        written = desk.position().seq
        if not take(desk, step, id_):
            assert everything(desk) == before, "a refused step wrote something"
        elif desk.position().seq > written:
            taken.append(before)
        state = call(desk, id_).state
        assert state in OPEN | ENDED
        assert state in ENDED or take_and_back(desk, id_), "an open call could not be called off"
    for before in reversed(taken):
        undo_last(desk, OPERATOR)
        assert everything(desk) == before


def take_and_back(desk: Database, id_: str) -> bool:
    taken = take(desk, "cancel", id_)
    if taken:
        undo_last(desk, OPERATOR)
    return taken
