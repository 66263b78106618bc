"""What was done stays done: neither a death of an earlier day nor a step that is put back takes its place away."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from stationdesk.registers.request_event import RequestEvent
from stationdesk.services import dispatching as do
from stationdesk.services.rejoining import Branch, request_event
from stationdesk.services.request_asking import Wanted, note_request
from stationdesk.services.request_reading import request_called
from stationdesk.services.request_state import Receiver, Standing
from stationdesk.services.residency import StatusDraft, change_status, preview
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, person

DEATH = StatusDraft("deceased", date(2026, 11, 20))
TEAM = Receiver("team", "t1", "维修队")


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, day, hour, 0, tzinfo=VILLAGE_TIME)


def asked(desk: Database, who: str, day: int = 18) -> str:
    with desk.writing(OPERATOR, "求助") as session:
        return note_request(session, Wanted("屋顶漏雨", "hotline", "yellow", resident_id=who), at(day), OPERATOR).id


def mended(desk: Database, request: str) -> None:
    """Send the team on the 19th; on the 22nd it has done it."""
    with desk.writing(OPERATOR, "派") as session:
        do.send(session, request, TEAM, at(19), by=OPERATOR)
    with desk.writing(OPERATOR, "办好") as session:
        do.finish(session, request, at(22), by=OPERATOR)


def died(desk: Database, who: str, **choices: bool) -> None:
    with desk.writing(OPERATOR, "去世") as session:
        change_status(session, who, DEATH, ON, operator=OPERATOR, choices=choices)


def standing(desk: Database, request: str) -> Standing:
    with desk.reading() as session:
        return request_called(session, request).standing


def test_a_death_of_an_earlier_day_leaves_done_what_was_done_since(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    request = asked(desk, who)
    mended(desk, request)
    with desk.reading() as session:
        (seen,) = [one for one in preview(session, who, DEATH, ON) if one.code == f"request:{request}"]
    assert (seen.ticked, seen.says) == (False, "「屋顶漏雨」已经办好，不再回访，按办结算")
    died(desk, who)
    assert standing(desk, request).state == "done"


def test_whoever_ticks_it_closes_what_was_done_as_solved(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    request = asked(desk, who)
    mended(desk, request)
    died(desk, who, **{f"request:{request}": True})
    now = standing(desk, request)
    assert (now.state, now.since[:10], now.ignored) == ("solved", "2026-11-22", ())


@pytest.mark.parametrize(("day", "since"), [(18, "2026-11-20"), (21, "2026-11-21")])
def test_what_was_open_is_dropped_and_never_before_it_came_up(desk: Database, day: int, since: str) -> None:
    who = person(desk, "汪厚行", 81)
    request = asked(desk, who, day)
    died(desk, who)
    assert (standing(desk, request).state, standing(desk, request).since[:10]) == ("dropped", since)


@pytest.mark.parametrize(("day", "why"), [(20, "后面办的几步会不作数"), (23, "")])
def test_a_step_put_back_never_unmakes_what_the_other_branch_did_later(desk: Database, day: int, why: str) -> None:
    request = asked(desk, person(desk, "汪厚行", 81))
    mended(desk, request)
    dropped = RequestEvent(request_id=request, kind="dropped", happened_on=f"2026-11-{day}", nth=2, author="")
    with desk.reading() as session:
        assert why in (said := request_event(session, dropped.model_dump(), Branch(lambda _kind: (), {})))
    assert bool(said) == bool(why)
