"""No request is lost between sender and doer: whatever is done and however the road loses packages, both sides reckon it alike."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import Session

from stationdesk.county.ledger import STATION_TABLES, transaction
from stationdesk.errors import DeskError
from stationdesk.services import dispatching as do
from stationdesk.services.request_asking import Wanted, note_request
from stationdesk.services.request_reading import asked_of, open_requests, raised_of, step_of
from stationdesk.services.request_state import NEXT, Receiver, Standing, standing_of
from stationdesk.services.undoing import last_action, undo_last
from stationdesk.store.clock import VILLAGE_TIME
from tests.road_kit import OPERATOR, Road, made_road

BEGIN = datetime(2026, 11, 23, 9, 20, tzinfo=VILLAGE_TIME)
STEPS = (
    *("judge", "send", "accept", "arrive", "decline", "finish", "rate", "bad", "hand_over", "receipt"),
    *("refuse", "tell", "reopen", "drop"),
)


def take(session: Session, step: str, request: str, now: datetime, to: int, happened: str) -> None:
    """Carry one step out."""
    by: dict[str, Any] = {"by": OPERATOR}
    late: dict[str, Any] = {"by": OPERATOR, "happened": happened}
    if step == "judge":
        do.judge(session, request, "yellow", now, **late)
    elif step == "send":
        do.send(session, request, Receiver("team", f"t{to}", f"{to} 队"), now, do.Sending("去看看", happened=happened), **by)
    elif step == "hand_over":
        do.hand_over(session, request, ("department", f"{to} 局"), now, do.Sending("请办"), **by)
    elif step == "rate":
        do.rate(session, request, "satisfied", now, **late)
    elif step == "bad":
        do.rate(session, request, "dissatisfied", now, **late)
    elif step == "refuse":
        do.refuse(session, request, "不归站里", now, **by)
    elif step == "drop":
        do.close(session, request, "dropped", now, **late)
    elif step == "receipt":
        do.note_receipt(session, request, "7", now, **late)
    elif step == "decline":
        do.decline(session, request, "没空", now, **late)
    else:
        plain = {"accept": do.accept, "arrive": do.arrive, "finish": do.finish, "tell": do.tell, "reopen": do.reopen}
        plain[step](session, request, now, **late)


def at_county(road: Road) -> dict[str, Standing]:
    """Reckon every request from what the county holds."""
    with transaction(road.county.ledger) as connection:
        asked, told = STATION_TABLES["service_request"], STATION_TABLES["request_event"]
        events = list(connection.execute(select(told).where(told.c.removed_at.is_(None))))
        requests = list(connection.execute(select(asked).where(asked.c.removed_at.is_(None))))
    told_of: dict[str, list[Any]] = {one.id: [event for event in events if event.request_id == one.id] for one in requests}
    return {one.id: standing_of(raised_of(one), [step_of(event) for event in told_of[one.id]]) for one in requests}


ACTS = st.tuples(
    st.sampled_from((*STEPS, "undo", "road", "lost")), st.integers(0, 2), st.integers(-3, 30), st.integers(0, 2), st.booleans()
)


def lived(road: Road, acts: list[tuple[str, int, int, int, bool]]) -> None:
    """Live through some acts, and hold after each that every open request has a next step and a term."""
    who, now, requests = road.add("汪厚行")[0], BEGIN, list[str]()
    for number in range(3):
        with road.desk.writing(OPERATOR, "登记") as session:
            urgency = ("", "red", "blue")[number]
            requests.append(note_request(session, Wanted(f"第{number}件", urgency=urgency, resident_id=who), now, OPERATOR).id)
    for step, number, hours, to, late in acts:
        now = max(now + timedelta(hours=hours), BEGIN)
        if step == "road":
            road.round()
        elif step == "lost":
            road.export().path.unlink()
        elif step == "undo":
            _undo(road)
        else:
            happened = f"{now - timedelta(minutes=40):%Y-%m-%dT%H:%M}" if late else ""
            _try(road, step, requests[number], now, to, happened)
        with road.desk.reading() as session:
            there = {one.request.id: one.standing for one in open_requests(session)}
            every = asked_of(session, requests)
        for request, held in every.items():
            assert held.standing.is_open == (request in there), "what is open is on the list"
            assert held.standing.step == NEXT.get(held.standing.state, "")
            assert bool(held.standing.next_by) == held.standing.is_open
            assert held.standing.lane(f"{now + timedelta(days=400):%Y-%m-%dT%H:%M}") != "doing", "at last it is the desk's again"
    road.round()
    with road.desk.reading() as session:
        mine = {one: held.standing for one, held in asked_of(session, requests).items()}
    assert {one: standing for one, standing in at_county(road).items() if one in mine} == mine


def _undo(road: Road) -> None:
    with road.desk.reading() as session:
        found = last_action(session, OPERATOR)
    if found is not None and found.says == "办理":
        undo_last(road.desk, OPERATOR)


def _try(road: Road, step: str, request: str, now: datetime, to: int, happened: str) -> None:
    before = road.desk.position().seq
    refused = ""
    try:
        with road.desk.writing(OPERATOR, "办理") as session:
            take(session, step, request, now, to, happened)
    except DeskError as error:
        refused = error.message
    assert bool(refused.strip()) == (road.desk.position().seq == before), "what is refused writes nothing"


@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
@given(st.lists(ACTS, min_size=6, max_size=24))
def test_both_sides_reckon_every_request_alike(tmp_path_factory: pytest.TempPathFactory, acts: list[Any]) -> None:
    with made_road(tmp_path_factory.mktemp("road")) as road:
        lived(road, acts)


@pytest.mark.proof
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ACTS, min_size=10, max_size=60))
def test_both_sides_reckon_every_request_alike_in_long_histories(tmp_path_factory: pytest.TempPathFactory, acts: list[Any]) -> None:
    with made_road(tmp_path_factory.mktemp("road")) as road:
        lived(road, acts)
